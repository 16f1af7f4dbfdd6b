//! What the picture asks for, and what its gestures mean.
//!
//! Owns what the user opened, folded and hid: it lives as long as the view does and is not in the address. Takes the
//! route; gives scenes to the stage, and acts to the hand.

use super::between::WaysAsked;
use super::faces;
use super::hand::Acts;
use super::stage::Stage;
use crate::client::AskError;
use crate::document::breathe;
use crate::session::Session;
use crate::widget::follow::follow;
use heapsky::ids::ObjectId;
use heapsky::present::gravity::scene::MEMBERS;
use heapsky::present::gravity::{Body, Fold, Key, Look, Mode, Scene, Tint};
use heapsky::present::naming;
use heapsky::present::route::{Route, View};
use heapsky::present::selecting::exactly;
use heapsky::question::gravity::{Gravity, Opened, Role};
use heapsky::question::sky::{OpenedGroup, SkyOf, Star, Stars};
use heapsky::question::{Between, Sky};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

/// Bodies that come beside the members of a group that opens: the rest of it, and what was just beyond the limit.
const BESIDE: u32 = 8;
/// Radius on the canvas at which a group opens by itself, in CSS pixels.
const NEAR: f64 = 60.0;
/// Share of the zoom at which it opened below which it gathers again.
const GATHER: f64 = 0.5;

/// What a picture is of: in another one what was opened means nothing.
pub type Subject = (Mode, Option<ObjectId>);

/// What the user opened, folded or hid, and in which picture.
#[derive(Clone, Default, PartialEq)]
pub struct Unfolded {
    of: Option<Subject>,
    pub bodies: Vec<Opened>,
    pub groups: Vec<OpenedGroup>,
    pub hidden: HashSet<Key>,
    /// Only the ways between these two are shown.
    pub between: Option<(ObjectId, ObjectId)>,
    /// How often a group was opened: who comes out takes nobody's place.
    pub times: u32,
}

impl Unfolded {
    /// What of it is about this picture.
    pub fn around(&self, of: Subject) -> Self {
        if self.of == Some(of) { self.clone() } else { Self { of: Some(of), ..Self::default() } }
    }
}

/// The questions and answers of one view.
#[derive(Clone, Copy)]
pub struct Asking {
    pub session: Session,
    pub look: Memo<Look>,
    pub focus: Memo<Option<ObjectId>>,
    pub opened: RwSignal<Unfolded>,
    pub refused: RwSignal<Option<AskError>>,
    /// The line that is thought away.
    pub cut: RwSignal<Option<Cut>>,
    pub ways: WaysAsked,
}

/// A reference that is thought away: between which bodies, and what is asked about it.
#[derive(Clone, PartialEq)]
pub struct Cut {
    pub from: ObjectId,
    pub to: ObjectId,
    /// Its place among the references of `from`; none where no single reference can be cut.
    pub at: Option<u32>,
    /// It keeps nothing alive.
    pub is_weak: bool,
    /// Where the picture does not name it and it is asked for: around which object it is told.
    pub sought: Option<Gravity>,
    /// The names of both ends, and of the reference.
    pub words: [String; 3],
}

impl Asking {
    pub fn new(session: Session) -> Self {
        // While the view is being left the route is another's; the picture stays what it is.
        let focus = Memo::new(move |old: Option<&Option<ObjectId>>| {
            session.route.with(|route| match route.view {
                View::Gravity(of) => of,
                _ => old.copied().flatten(),
            })
        });
        let look = Memo::new(move |old: Option<&Look>| {
            session.route.with(|route| match (route.view, old) {
                (View::Gravity(_), _) | (_, None) => Look::of(route),
                (_, Some(old)) => *old,
            })
        });
        Self {
            session,
            look,
            focus,
            opened: RwSignal::default(),
            refused: RwSignal::new(None),
            cut: RwSignal::new(None),
            ways: WaysAsked::default(),
        }
    }

    /// What the picture is of.
    pub fn subject(self) -> Subject {
        let mode = self.look.with(|look| look.mode);
        (mode, self.focus.get().filter(|_| mode == Mode::Around))
    }

    /// What was opened in the picture that is shown.
    pub fn unfolded(self) -> Unfolded {
        let of = untrack(|| self.subject());
        self.opened.with_untracked(|unfolded| unfolded.around(of))
    }

    /// Who zooms in on a group lets its members out, who zooms out gathers them again.
    pub fn follow_zoom(self, stage: &Stage) {
        let by_zoom = RefCell::new(Vec::<(Key, f64)>::new());
        stage.on_rest(move |stage| {
            if self.look.get_untracked().mode != Mode::Sky {
                return by_zoom.borrow_mut().clear();
            }
            let mut next = self.unfolded();
            if next.between.is_some() {
                return;
            }
            let (zoom, near) = stage.look(|picture| (picture.camera.zoom, picture.near_group(NEAR)));
            let is_open = |key: Key| next.groups.iter().any(|group| Key::Group(group.of, group.class) == key);
            let mut opened = by_zoom.borrow_mut();
            opened.retain(|(key, _)| is_open(*key));
            if let Some(at) = opened.iter().position(|(_, at)| zoom < at * GATHER) {
                let (key, _) = opened.swap_remove(at);
                next.groups.retain(|group| Key::Group(group.of, group.class) != key);
                next.times = next.times.saturating_sub(1);
            } else if let Some(key) = near.filter(|key| !is_open(*key))
                && let Some(groups) = stage.look(|picture| picture.scene.open_group(key, &next.groups))
            {
                opened.push((key, zoom));
                next.groups = groups;
                next.times = next.times.saturating_add(1);
            } else {
                return;
            }
            self.opened.set(next);
        });
    }

    /// Asks whenever the address or what is opened changes.
    pub fn follow(self, stage: &Stage) {
        let (mut before, stage) = (None, stage.clone());
        follow(move || {
            let (of, look) = (self.subject(), self.look.get());
            let unfolded = self.opened.with(|unfolded| unfolded.around(of));
            let now = (of, look, unfolded.clone(), self.session.again.get());
            let last: Option<(Subject, Look, Unfolded, u32)> = before.replace(now.clone());
            // Other areas are another look at the same bodies; other colours are the same picture.
            let fresh = last
                .as_ref()
                .is_none_or(|(was, then, ..)| (*was, then.limit, then.is_layered) != (of, look.limit, look.is_layered));
            // Ways are looked at as a whole, and so is what they were a part of.
            let turned = last.as_ref().is_some_and(|(_, _, open, _)| open.between != unfolded.between);
            if last.is_some_and(|(was, then, open, again)| (was, Look { tint: look.tint, ..then }, open, again) == now)
            {
                return stage.recolour(look.tint);
            }
            self.ways.stop(self.session);
            if fresh {
                self.cut.set(None);
            }
            let (stage, epoch) = (stage.clone(), stage.begin());
            spawn_local(async move {
                match self.scene(of, look, unfolded).await {
                    Ok(scene) if stage.is_current(epoch) => {
                        self.refused.try_set(None);
                        stage.show(epoch, scene, of.1.map_or(0, |id| id.0), look.is_layered, fresh).await;
                        if turned && stage.is_current(epoch) {
                            stage.change(|picture| picture.auto = true);
                        }
                    }
                    Ok(_) => {}
                    Err(error) => {
                        if stage.is_current(epoch) {
                            self.refused.try_set(Some(error));
                        }
                        stage.abandon(epoch);
                    }
                }
            });
        });
    }

    async fn scene(self, of: Subject, look: Look, unfolded: Unfolded) -> Result<Scene, AskError> {
        let scene = self.plain(of, look, unfolded).await?;
        Ok(if look.tint == Tint::Kind { scene } else { scene.tinted(look.tint) })
    }

    async fn plain(self, of: Subject, look: Look, unfolded: Unfolded) -> Result<Scene, AskError> {
        let Unfolded { bodies, groups, hidden, times, between, .. } = unfolded;
        if let Some((from, to)) = between {
            let ways = self.ways.ask(self.session, Between { from, to }).await?;
            return Ok(Scene::of_ways(ways, &hidden, look.weight));
        }
        let limit = look.limit.saturating_add(times.saturating_mul(MEMBERS + BESIDE));
        let of_what = match of.0 {
            Mode::Around => {
                let answer = self.session.ask(Gravity { focus: of.1, opened: bodies }).await?;
                return Ok(Scene::new(answer, &hidden, look.weight));
            }
            Mode::Sky => SkyOf::Objects,
            Mode::Classes => SkyOf::Classes,
        };
        let stars = self.stars(Sky { of: of_what, limit, opened: groups, part: 0 }).await?;
        // To read a hundred thousand bodies takes a while, and so does each step of what is made of them.
        let scene = Scene::begun(stars, &hidden, look.weight);
        breathe().await;
        let scene = scene.hung();
        breathe().await;
        let scene = scene.ranked(look.weight);
        breathe().await;
        Ok(scene)
    }

    /// All parts of an answer.
    async fn stars(self, mut sky: Sky) -> Result<Stars, AskError> {
        let mut stars = self.session.ask(sky.clone()).await?;
        breathe().await;
        for part in 1..stars.parts {
            sky.part = part;
            stars.extend(self.session.ask(sky.clone()).await?);
            breathe().await;
        }
        Ok(stars)
    }

    /// What gestures mean.
    pub fn acts(self, stage: &Stage) -> Acts {
        let session = self.session;
        let selecting = stage.clone();
        let select = move |key: Key| {
            let total = untrack(|| session.opened()).map_or(0, |opened| opened.summary.total);
            let (lang, sure) = (session.lang.get_untracked(), session.sure.get_untracked());
            let words = selecting.mark(|picture| {
                picture.cursor = Some(key);
                faces::spoken(&picture.scene, key, total, sure, lang)
            });
            selecting.shown().spoken.set(words.unwrap_or_default());
            match key {
                Key::Object(id) => session.select(id),
                // The panel does not go on telling of another object.
                _ if session.route.with_untracked(|route| route.selected.is_some()) => {
                    session.go(&session.route.with_untracked(|route| route.unselected()));
                }
                _ => {}
            }
        };
        let toggling = stage.clone();
        let toggle = move |key: Key| {
            let mut next = self.unfolded();
            let fold = toggling.look(|picture| picture.scene.find(key).map(|body| picture.scene.fold(body)));
            match (key, fold) {
                (_, None | Some(Fold::Nothing)) => {}
                (_, Some(Fold::Leads)) => {
                    // The picture it leads to may be the one that these ways are a part of.
                    self.end_ways();
                    let class = toggling.look(|picture| class_of(&picture.scene, key));
                    self.session.go(&self.session.route.with_untracked(|route| led(route, key, class.as_deref())));
                }
                (Key::Group(..), _) => {
                    if let Some(groups) = toggling.look(|picture| picture.scene.open_group(key, &next.groups)) {
                        next.groups = groups;
                        next.times = next.times.saturating_add(1);
                        self.opened.set(next);
                    }
                }
                _ => {
                    if let Some(bodies) = toggling.look(|picture| picture.scene.toggle(key, &next.bodies)) {
                        next.bodies = bodies;
                        self.opened.set(next);
                    }
                }
            }
        };
        let hide = move |key: Key| {
            let mut next = self.unfolded();
            next.hidden.insert(key);
            self.opened.set(next);
        };
        let walking = stage.clone();
        let walk = move |key: Key, is_up: bool| {
            let mut next = self.unfolded();
            if next.between.is_some() {
                return;
            }
            if let Some(bodies) = walking.look(|picture| picture.scene.walk(key, is_up, &next.bodies)) {
                next.bodies = bodies;
                self.opened.set(next);
            }
        };
        let cutting = stage.clone();
        let cut = move |line: Option<usize>| {
            let cut = line.and_then(|line| cutting.mark(|picture| cut_of(&picture.scene, line)));
            if self.cut.with_untracked(|old| *old != cut) {
                self.cut.set(cut.clone());
                if let Some(cut) = cut.filter(|cut| cut.sought.is_some()) {
                    spawn_local(self.find_reference(cut));
                }
            }
        };
        let joining = stage.clone();
        Acts {
            select: Rc::new(select),
            toggle: Rc::new(toggle),
            hide: Rc::new(hide),
            walk: Rc::new(walk),
            cut: Rc::new(cut),
            ways: Rc::new(move || self.turn_ways(&joining)),
            back: Rc::new(move || self.back()),
        }
    }

    /// The reference that a line between stars stands for, which their picture does not name: it is in a picture around one of
    /// them.
    async fn find_reference(self, cut: Cut) {
        let Some(look) = cut.sought.clone() else { return };
        let picture = self.session.ask(look).await.ok();
        // Another line may have been clicked meanwhile.
        if self.cut.try_with_untracked(|now| now.as_ref() == Some(&cut)) != Some(true) {
            return;
        }
        let link = picture.and_then(|picture| {
            let is = |body: u32, id| picture.bodies.get(body as usize).is_some_and(|body| body.object() == Some(id));
            picture.links.into_iter().find(|link| is(link.from, cut.from) && is(link.to, cut.to))
        });
        let found = match link {
            Some(link) => {
                let edge = link.edge.as_deref().map(naming::edge).unwrap_or_default();
                let [source, _, target] = cut.words;
                Cut { at: link.at, is_weak: link.is_weak, words: [source, edge, target], sought: None, ..cut }
            }
            None => Cut { sought: None, ..cut },
        };
        self.cut.set(Some(found));
    }

    /// Brings back what was hidden, and gathers what was opened.
    pub fn restore(self) {
        let of = untrack(|| self.subject());
        self.opened.set(Unfolded::default().around(of));
    }
}

fn cut_of(scene: &Scene, line: usize) -> Option<Cut> {
    let link = scene.links.get(line)?;
    let end = |body: u32| faces::end(scene, scene.bodies.get(body as usize)?);
    let ((from, source), (to, target)) = (end(link.from)?, end(link.to)?);
    // Without the roots' own references nothing is held at all.
    let is_root = match scene.bodies.get(link.from as usize) {
        Some(Body::Object { role, .. }) => *role == Role::Root,
        _ => scene.parents.get(link.from as usize) == Some(&None),
    };
    let edge = link.edge.as_deref().map(naming::edge).unwrap_or_default();
    let at = link.at.filter(|_| !is_root);
    // A dominator stands above the object in its picture; what else it refers to has to be asked for.
    let sought = match scene.is_tree(link) {
        true => Gravity { focus: Some(to), opened: Vec::new() },
        false => {
            Gravity { focus: Some(from), opened: vec![Opened { id: from, children: 0, holders: 0, held: u32::MAX }] }
        }
    };
    let sought = Some(sought).filter(|_| scene.is_between_stars(link) && !is_root);
    Some(Cut { from, to, at, is_weak: link.is_weak, sought, words: [source, edge, target] })
}

fn class_of(scene: &Scene, key: Key) -> Option<String> {
    match scene.bodies.get(scene.find(key)?)? {
        Body::Star(star @ Star { .. }) => scene.class(star).map(|class| class.name.clone()),
        _ => None,
    }
}

/// Where a star leads: an object to the picture around it, a class to its objects.
fn led(route: &Route, key: Key, class: Option<&str>) -> Route {
    match (key, class) {
        (Key::Object(id), _) => {
            let around = Route { by: String::new(), only: String::new(), ..route.selecting(id) };
            around.viewing(View::Gravity(Some(id)))
        }
        (_, Some(class)) => route.viewing(View::Classes).filtering(&exactly(class)),
        (_, None) => route.viewing(View::Classes),
    }
}
