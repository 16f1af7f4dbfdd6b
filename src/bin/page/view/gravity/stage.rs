//! The frame loop: brings layout steps from the worker and the hand's changes to the canvas.
//!
//! Owns the [`Picture`] and what is under way. Takes neighbourhoods; gives frames, and through signals what the DOM around
//! the canvas shows. Guarantees: at most one layout order is under way, asked for from an animation frame, so that a
//! hidden page asks for none; while anything moves `data-idle` is absent; when nothing moves there are no frames.

mod laying;

use super::paint::{Frame, Pen, ends};
use super::picture::{Picture, Standing};
use crate::document::now;
use crate::session::{Busy, Session};
use heapsky::layout::Held;
use heapsky::present::gravity::{Key, Point, Scene, Tint, pick};
use heapsky::question::Objects;
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Bodies that stand in the list beside the canvas.
pub const LISTED: usize = 200;

/// What the DOM around the canvas knows.
#[derive(Clone, Copy)]
pub struct Shown {
    /// Nothing moves.
    pub settled: RwSignal<bool>,
    /// What is drawn, or will be in a moment.
    pub scene: RwSignal<Arc<Scene>>,
    /// Where the listed bodies are in CSS pixels, as they were when the picture last came to rest.
    pub places: RwSignal<HashMap<Key, Point>>,
    /// The body under the pointer and where that is.
    pub hover: RwSignal<Option<(usize, Point)>>,
    /// Counts pins that came and went.
    pub pins: RwSignal<u32>,
    /// What the arrow keys came to, for those who listen.
    pub spoken: RwSignal<String>,
    /// How long the last layout took to settle, in milliseconds, and in how many ticks.
    pub took: RwSignal<Option<(f64, u32)>>,
    /// Counts names of stars that have come.
    pub learnt: RwSignal<u32>,
}

type OnRest = Rc<dyn Fn(&Stage)>;

/// What is under way.
struct Inner {
    session: Session,
    shown: Shown,
    picture: Picture,
    hold: Option<Held>,
    /// Where a body was let go, until the worker knows.
    dropped: Option<Held>,
    settled: bool,
    in_flight: bool,
    /// Counts pictures, so that a late answer for an old one is known.
    epoch: u32,
    frame_asked: bool,
    /// What is drawn in bulk is on its way.
    is_painting: bool,
    /// What it shows.
    sent: Standing,
    busy: Option<Busy>,
    /// Laid out in layers: nothing moves by itself, and nothing can be dragged.
    is_layered: bool,
    /// Where bodies stood before only ways were shown.
    aside: HashMap<Key, Point>,
    /// When the layout that is under way began, and its ticks so far.
    began: f64,
    ticks: u32,
    on_rest: Option<OnRest>,
}

/// What only this thread may touch, as a copyable handle for the DOM.
pub type Kept<T> = StoredValue<T, LocalStorage>;

/// A handle to the running picture.
#[derive(Clone)]
pub struct Stage(Rc<RefCell<Inner>>);

impl Stage {
    /// An empty picture.
    pub fn new(session: Session) -> Self {
        let shown = Shown {
            settled: RwSignal::new(false),
            scene: RwSignal::new(Arc::default()),
            places: RwSignal::new(HashMap::new()),
            hover: RwSignal::new(None),
            pins: RwSignal::new(0),
            spoken: RwSignal::new(String::new()),
            took: RwSignal::new(None),
            learnt: RwSignal::new(0),
        };
        Self(Rc::new(RefCell::new(Inner {
            session,
            shown,
            picture: Picture::new(crate::preferences::prefers_calm()),
            hold: None,
            dropped: None,
            settled: true,
            in_flight: false,
            epoch: 0,
            frame_asked: false,
            is_painting: false,
            sent: Standing::default(),
            busy: None,
            is_layered: false,
            aside: HashMap::new(),
            began: 0.0,
            ticks: 0,
            on_rest: None,
        })))
    }

    /// The signals for the DOM.
    pub fn shown(&self) -> Shown {
        self.0.borrow().shown
    }

    /// Reads the picture.
    pub fn look<T>(&self, look: impl FnOnce(&Picture) -> T) -> T {
        look(&self.0.borrow().picture)
    }

    /// Draws what a frame shows now, elsewhere than on the canvas.
    pub fn draw_with<T>(&self, act: impl FnOnce(&CanvasRenderingContext2d, &Frame<'_>, &mut Pen) -> T) -> Option<T> {
        self.0.borrow_mut().picture.with_frame(act)
    }

    /// Changes what is drawn over the picture, such as a ring: one more frame.
    pub fn mark<T>(&self, change: impl FnOnce(&mut Picture) -> T) -> T {
        let result = change(&mut self.0.borrow_mut().picture);
        self.ask_frame();
        result
    }

    /// Changes where things are: not idle until that is drawn and told.
    pub fn change<T>(&self, change: impl FnOnce(&mut Picture) -> T) -> T {
        self.stir();
        self.mark(change)
    }

    /// The canvas is in the page, and the one below it.
    pub fn attach(&self, canvas: HtmlCanvasElement, below: HtmlCanvasElement) {
        let context = canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into().ok());
        if let Some(context) = context {
            // Its colours come in the next frame (`attach` of the view): to ask for them now would lay out the page twice.
            self.mark(|picture| picture.attach(canvas, context, below));
        }
    }

    /// To be called whenever everything has come to rest.
    pub fn on_rest(&self, act: impl Fn(&Stage) + 'static) {
        self.0.borrow_mut().on_rest = Some(Rc::new(act));
    }

    /// The line under a point of the canvas, of those that are drawn one by one.
    pub fn line_under(&self, point: Point) -> Option<usize> {
        self.draw_with(|_, frame, _| {
            let links = frame.links.iter().filter_map(|row| Some((*row, ends(frame, frame.scene.links.get(*row)?)?)));
            pick::line(point, links, 5.0)
        })
        .flatten()
    }

    /// The line of the tree that leads to a body.
    pub fn line_to(&self, key: Key) -> Option<usize> {
        self.look(|picture| {
            let body = picture.scene.find(key)? as u32;
            picture.scene.links.iter().position(|link| link.to == body && picture.scene.is_tree(link))
        })
    }

    /// The same bodies, coloured by something else.
    pub fn recolour(&self, tint: Tint) {
        {
            let mut inner = self.0.borrow_mut();
            let scene = Arc::new(Scene::clone(&inner.picture.scene).tinted(tint));
            inner.picture.scene = scene.clone();
            inner.shown.scene.set(scene);
        }
        self.stir();
        self.reword();
    }

    /// The language or the colours changed.
    pub fn reword(&self) {
        let session = self.0.borrow().session;
        let total = untrack(|| session.opened()).map_or(0, |opened| opened.summary.total);
        let (lang, sure) = (session.lang.get_untracked(), session.sure.get_untracked());
        self.mark(|picture| picture.reword(total, sure, lang));
    }

    /// The beginning of a new picture; what is under way for an older one comes to nothing.
    pub fn begin(&self) -> u32 {
        self.stir();
        let mut inner = self.0.borrow_mut();
        inner.epoch = inner.epoch.wrapping_add(1);
        inner.shown.took.set(None);
        inner.in_flight = true;
        inner.epoch
    }

    /// Whether nothing newer has begun.
    pub fn is_current(&self, epoch: u32) -> bool {
        self.0.borrow().epoch == epoch
    }

    /// There will be no new picture: the question had no answer.
    pub fn abandon(&self, epoch: u32) {
        if self.is_current(epoch) {
            let mut inner = self.0.borrow_mut();
            inner.in_flight = false;
            // The worker may hold another graph by now.
            inner.settled = true;
            drop(inner);
            self.ask_frame();
        }
    }

    /// Something moves from now on.
    fn stir(&self) {
        {
            let mut inner = self.0.borrow_mut();
            inner.picture.resting = false;
            if inner.busy.is_none() {
                inner.busy = Some(inner.session.busy());
                inner.shown.settled.set(false);
            }
        }
        self.ask_frame();
    }

    fn ask_frame(&self) {
        if !std::mem::replace(&mut self.0.borrow_mut().frame_asked, true) {
            let weak = Rc::downgrade(&self.0);
            request_animation_frame(move || {
                if let Some(stage) = upgrade(&weak) {
                    stage.frame();
                }
            });
        }
    }

    fn frame(&self) {
        let (pull, moving, waiting) = {
            let mut inner = self.0.borrow_mut();
            inner.frame_asked = false;
            let moving = inner.picture.glide() | inner.picture.is_growing();
            let (pull, waiting) = (!inner.settled && !inner.in_flight, inner.in_flight);
            inner.picture.resting = !moving && !pull && !waiting;
            (pull, moving, waiting)
        };
        let is_drawn = self.draw();
        if pull {
            self.pull();
        }
        if moving {
            self.ask_frame();
        } else if !pull && !waiting && is_drawn {
            self.learn();
            self.rest();
        }
    }

    /// Draws what is to be seen now; whether all of it is there already. What is drawn in bulk is drawn elsewhere, in its own
    /// time: names and rings wait for it, so that they stand where the discs do.
    fn draw(&self) -> bool {
        let painted = {
            let mut inner = self.0.borrow_mut();
            if inner.is_painting {
                return false;
            }
            match inner.picture.draw_bulk() {
                Some(painted) => {
                    inner.is_painting = true;
                    inner.sent = inner.picture.standing();
                    painted
                }
                None => {
                    inner.picture.draw();
                    return true;
                }
            }
        };
        let weak = Rc::downgrade(&self.0);
        leptos::task::spawn_local(async move {
            let context = painted.await;
            let Some(stage) = upgrade(&weak) else { return };
            {
                let mut inner = stage.0.borrow_mut();
                inner.is_painting = false;
                if let Ok(context) = context {
                    inner.picture.is_drawn_by(&context);
                }
                // Names and rings stand where the discs do, though both may have moved on.
                let sent = std::mem::take(&mut inner.sent);
                let now = inner.picture.stand(sent);
                inner.picture.draw();
                inner.picture.stand(now);
            }
            // Something may have changed meanwhile.
            stage.ask_frame();
        });
        false
    }

    /// Asks for the names that the last frame missed.
    fn learn(&self) {
        let (session, ids) = {
            let mut inner = self.0.borrow_mut();
            (inner.session, inner.picture.pen.faces.missed())
        };
        if ids.is_empty() {
            return;
        }
        let (weak, busy) = (Rc::downgrade(&self.0), session.busy());
        leptos::task::spawn_local(async move {
            let rows = session.ask(Objects { ids }).await;
            let (Some(stage), Ok(rows)) = (upgrade(&weak), rows) else { return };
            let learnt = stage.shown().learnt;
            stage.mark(|picture| picture.pen.faces.learn(rows));
            learnt.update(|count| *count += 1);
            drop(busy);
        });
    }

    /// Everything stands: tells the DOM where.
    fn rest(&self) {
        let act = {
            let mut inner = self.0.borrow_mut();
            if inner.busy.take().is_none() {
                return;
            }
            let picture = &inner.picture;
            let listed = picture.scene.importance.iter().take(LISTED);
            let places: HashMap<Key, Point> = listed
                .filter_map(|body| {
                    let key = picture.scene.bodies.get(*body).map(Key::of)?;
                    Some((key, picture.camera.to_screen(*picture.at.get(*body)?)))
                })
                .collect();
            inner.shown.places.set(places);
            let began = std::mem::take(&mut inner.began);
            if began > 0.0 && !inner.is_layered {
                inner.shown.took.set(Some((now() - began, inner.ticks)));
            }
            inner.shown.settled.set(true);
            inner.on_rest.clone()
        };
        if let Some(act) = act {
            act(self);
        }
    }
}

fn upgrade(weak: &Weak<RefCell<Inner>>) -> Option<Stage> {
    weak.upgrade().map(Stage)
}
