//! What stands around and above the canvas: zoom, map, the card of the body under the pointer, and the list of bodies.
//!
//! Takes the stage's signals; gives DOM. The list is the graph for those who do not see it, and for tests: each body with
//! its id, its place, a link that selects and a button that opens or folds.

use super::faces;
use super::hand::{Acts, Hand, STEP};
use super::palette::mark;
use super::stage::{Kept, LISTED, Shown, Stage};
use crate::session::Session;
use crate::view::cell::kind_name;
use crate::widget::follow::follow;
use crate::widget::keyed::keyed;
use heapsky::ids::{Bytes, ObjectId};
use heapsky::present::gravity::{Body, Fold, Key, Look, Point, Scene, Tint};
use heapsky::present::{format, naming, text};
use heapsky::question::ObjectRow;
use heapsky::question::gravity::NEIGHBOURS;
use heapsky::question::sky::{Star, StarKind};
use leptos::ev;
use leptos::html::Canvas;
use leptos::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// Width of a card, and its distance from the body's rim.
const CARD: f64 = 262.0;
const BESIDE: f64 = 14.0;

/// Zoom in, zoom out, show everything.
#[component]
pub fn Controls(hand: Hand) -> impl IntoView {
    let session = Session::here();
    let (closer, further) = (hand.clone(), hand.clone());
    let button = move |words: text::Phrase, path: &'static str, act: Box<dyn Fn()>| {
        html! {
            <button type="button" aria-label=session.say(words) title=session.say(words) on:click=move |_| act()>
                <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d=path /></svg>
            </button>
        }
    };
    let corners = "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4";
    html! {
        <div class="gravity-controls" role="group" aria-label=session.say(text::GRAVITY_CONTROLS)>
            {button(text::GRAVITY_ZOOM_IN, "M8 3v10M3 8h10", Box::new(move || closer.zoom_middle(STEP)))}
            {button(text::GRAVITY_ZOOM_OUT, "M3 8h10", Box::new(move || further.zoom_middle(1.0 / STEP)))}
            {button(text::GRAVITY_FIT, corners, Box::new(move || hand.fit()))}
        </div>
    }
}

/// The map in the corner; a press on it, or a drag over it, moves the camera.
#[component]
pub fn MapCanvas(stage: Kept<Stage>) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    follow(move || {
        let Some(canvas) = canvas.get() else { return };
        if let Some(context) = canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into().ok()) {
            stage.with_value(|stage| stage.mark(|picture| picture.attach_map(canvas, context)));
        }
    });
    let go = move |event: ev::PointerEvent| {
        if event.buttons() & 1 == 1 {
            let at = [f64::from(event.offset_x()), f64::from(event.offset_y())];
            stage.with_value(|stage| stage.change(|picture| picture.go_on_map(at)));
        }
    };
    html! { <canvas node_ref=canvas class="gravity-map" aria-hidden="true" on:pointerdown=go on:pointermove=go></canvas> }
}

/// The facts of the body under the pointer. The list says the same, so it is hidden from those who hear.
#[component]
pub fn Card(stage: Kept<Stage>) -> impl IntoView {
    let session = Session::here();
    let shown = stage.with_value(Stage::shown);
    let room = move |body| stage.with_value(|stage| stage.look(|picture| (picture.camera.size, picture.radius(body))));
    let card = move |(body, at): (usize, Point)| {
        let ([width, height], radius) = room(body);
        let beside = radius + BESIDE;
        let right = at[0] + beside;
        let x = if right + CARD < width { right } else { (at[0] - beside - CARD).max(4.0) };
        // Its height is what its words need: it hangs from its top in the upper half, stands on its foot in the lower.
        let upper = at[1] < height / 2.0;
        let top = upper.then(|| px((at[1] - 16.0).max(4.0)));
        let bottom = (!upper).then(|| px((height - at[1] - 16.0).max(4.0)));
        let inside = stage.with_value(|stage| shown.scene.with(|scene| facts(session, stage, scene, body)));
        html! {
            <div
                class="gravity-card"
                aria-hidden="true"
                style:left=px(x)
                style:top=top
                style:bottom=bottom
            >
                {inside}
            </div>
        }
    };
    move || {
        shown.learnt.track();
        shown.hover.get().map(card)
    }
}

fn facts(session: Session, stage: &Stage, scene: &Scene, body: usize) -> Option<AnyView> {
    let lang = session.lang.get();
    let sure = session.sure.get();
    let held = sure.held();
    let whole = scene.bodies.get(body)?;
    let of_object = |object: &ObjectRow| {
        let id = object.id.to_string();
        html! { <bdi class="gravity-name">{naming::short(object)}</bdi> " " <span class="gravity-id">{id}</span> }
            .into_any()
    };
    let total = session.opened().map_or(0, |opened| opened.summary.total);
    let retained = |bytes: Bytes| {
        let share = held.share(format::ratio(bytes, total));
        (text::RETAINED, format!("{} · {share}", held.bytes(bytes)))
    };
    let own = session.own_size();
    let of_row = |object: &ObjectRow| {
        let own = (own.title(), own.degree(sure).bytes(own.of(object)));
        vec![retained(object.retained), own, (text::DISTANCE, sure.distance(object.distance, lang))]
    };
    let (name, class, numbers) = match whole {
        Body::Object { object, .. } => (of_object(object), naming::class(object), of_row(object)),
        Body::More { count, bytes, .. } => {
            let name = text::GRAVITY_MORE.fill(lang, &[("count", &held.count(*count))]).into_any();
            (name, None, vec![(text::RETAINED, held.bytes(*bytes))])
        }
        Body::Star(star) => match stage.look(|picture| picture.pen.faces.row(whole).cloned()) {
            Some(object) => (of_object(&object), naming::class(&object), of_row(&object)),
            None => {
                let id = whole.object().map(|id| id.to_string());
                let name = html! { <bdi class="gravity-name">{faces::star_name(scene, star)}</bdi> " " <span class="gravity-id">{id}</span> };
                let count = (text::GRAVITY_COUNT, held.count(star.count));
                let own = (text::SHALLOW, held.bytes(star.shallow));
                let many = (!matches!(star.kind, StarKind::Object { .. })).then_some(count);
                (name.into_any(), None, many.into_iter().chain([retained(star.retained), own]).collect())
            }
        },
    };
    let script = scene.script(whole).filter(|_| Look::of(&session.route.get()).tint == Tint::Script);
    let script = script.map(|path| (text::GRAVITY_SCRIPT, format::end_of_path(&format::visible(path), 40)));
    let numbers: Vec<_> = numbers.into_iter().chain(script).collect();
    let category = whole.category();
    let role = (scene.accumulation() == Some(body)).then(|| text::ACCUMULATION.say(lang).to_owned());
    let suspect = scene.suspect(body).map(|number| text::SUSPECT_NUMBER.fill(lang, &[("number", &number.to_string())]));
    let role = role.or(suspect).map(|words| html! { <p class="gravity-card-role">{words}</p> });
    let hint = match (whole, scene.fold(body)) {
        (Body::Star(Star { kind: StarKind::Class, .. }), _) => Some(text::GRAVITY_LEADS_CLASS.say(lang).to_owned()),
        (Body::Star(_), Fold::Opens(_)) => Some(text::GRAVITY_CLICK_GROUP.say(lang).to_owned()),
        (_, Fold::Leads) => Some(text::GRAVITY_LEADS.say(lang).to_owned()),
        (_, Fold::Nothing) => None,
        (_, Fold::Folds) => Some(text::GRAVITY_CLICK_FOLD.say(lang).to_owned()),
        (Body::Object { .. }, Fold::Opens(1)) => Some(text::GRAVITY_CLICK_OPEN_ONE.say(lang).to_owned()),
        (Body::Object { .. }, Fold::Opens(count)) => {
            Some(text::GRAVITY_CLICK_OPEN.fill(lang, &[("count", &format::count(count))]))
        }
        (Body::More { .. }, Fold::Opens(count)) => {
            Some(text::GRAVITY_CLICK_MORE.fill(lang, &[("count", &next(count))]))
        }
    };
    let number = |(word, value): (text::Phrase, String)| html! { <dt>{word.say(lang)}</dt> <dd>{value}</dd> };
    let class = class.map(|class| html! { <bdi class="gravity-name">{class}</bdi> });
    let card = html! {
        <p class="gravity-card-name">{name}</p>
        <p class="gravity-card-kind">
            <span class=format!("gravity-swatch is-{}", kind_name(category))>{mark(category)}</span>
            <span>{text::category(category).say(lang)} " " {class}</span>
        </p>
        {role}
        <dl>{numbers.into_iter().map(number).collect_view()}</dl>
        {hint.map(|hint| html! { <p class="gravity-card-hint">{hint}</p> })}
    };
    Some(card.into_any())
}

/// How many of the rest the next click shows.
fn next(rest: u64) -> String {
    format::count(rest.min(u64::from(NEIGHBOURS)))
}

/// A length for the style.
fn px(length: f64) -> String {
    format!("{}px", format::fixed(length, 0))
}

/// Rows that come into the list in one frame.
const AT_A_TIME: usize = 25;

/// The bodies as a list.
#[component]
pub fn Bodies(shown: Shown, acts: Kept<Acts>) -> impl IntoView {
    let session = Session::here();
    let Shown { scene, places, .. } = shown;
    let (turn, there) = (RwSignal::new(0_u32), StoredValue::new(HashSet::<Key>::new()));
    // In the order of the answer as long as all are there; of more only the most important. A few new ones at a time: all at
    // once would keep the page.
    let wanted = move || -> Vec<Key> {
        scene.with(|scene| {
            let key = |body: &usize| scene.bodies.get(*body).map(Key::of);
            match scene.bodies.len() > LISTED {
                true => scene.importance.iter().take(LISTED).filter_map(key).collect(),
                false => scene.bodies.iter().map(Key::of).collect(),
            }
        })
    };
    let rows = move || {
        turn.track();
        let wanted = wanted();
        let (all, mut room) = (wanted.len(), AT_A_TIME);
        let mut fits = |key: &Key| {
            let is_there = there.with_value(|there| there.contains(key));
            let fits = is_there || room > 0;
            room -= usize::from(fits && !is_there);
            fits
        };
        let rows: Vec<Key> = wanted.into_iter().filter(|key| fits(key)).collect();
        there.set_value(rows.iter().copied().collect());
        if rows.len() < all {
            let busy = session.busy();
            request_animation_frame(move || {
                turn.try_update(|turn| *turn = turn.wrapping_add(1));
                drop(busy);
            });
        }
        rows
    };
    let item = move |key: Key| {
        let kind = match key {
            Key::Object(_) => "object",
            Key::More(_) => "more",
            Key::Group(..) => "group",
            Key::Class(_) => "class",
        };
        let id = key.id().unwrap_or(ObjectId(0));
        html! {
            <li data-id=id.to_string() data-kind=kind>
                {body(session, scene, acts, key, id)}
            </li>
        }
    };
    // Where each row's body stands: one attribute, since two of each row took longer than to draw a frame.
    let stand = move || {
        places.with(|places| {
            let place = |key: &Key| {
                places
                    .get(key)
                    .map_or(String::new(), |at| format!("{},{}", format::fixed(at[0], 1), format::fixed(at[1], 1)))
            };
            wanted().iter().map(place).collect::<Vec<_>>().join(" ")
        })
    };
    let cut = move || {
        let count = scene.with(|scene| scene.bodies.len());
        (count > LISTED).then(|| {
            let (shown, count) = (format::count(LISTED as u64), format::count(count as u64));
            let words = text::GRAVITY_LISTED.fill(session.lang.get(), &[("shown", &shown), ("count", &count)]);
            html! { <li class="muted">{words}</li> }
        })
    };
    html! {
        <ul class="gravity-bodies" role="list" aria-label=session.say(text::GRAVITY_BODIES) data-places=move || stand()>
            {keyed(rows, item)}
            {move || cut()}
        </ul>
    }
}

fn body(session: Session, scene: RwSignal<Arc<Scene>>, acts: Kept<Acts>, key: Key, id: ObjectId) -> impl IntoView {
    let words = move || {
        let total = session.opened().map_or(0, |opened| opened.summary.total);
        let lang = session.lang.get();
        scene.with(|scene| faces::spoken(scene, key, total, session.sure.get(), lang))
    };
    let button = move || {
        let lang = session.lang.get();
        scene.with(|scene| {
            let row = scene.find(key)?;
            let (phrase, values) = match (scene.bodies.get(row)?, scene.fold(row)) {
                (_, Fold::Nothing) => return None,
                (Body::More { count, .. }, _) => (text::GRAVITY_SHOW_MORE, ("count", next(*count))),
                (Body::Object { object, .. }, Fold::Leads) => (text::GRAVITY_LEAD, ("object", faces::called(object))),
                (Body::Object { object, .. }, Fold::Opens(_)) => {
                    (text::GRAVITY_OPEN, ("object", faces::called(object)))
                }
                (Body::Object { object, .. }, _) => (text::GRAVITY_FOLD, ("object", faces::called(object))),
                (Body::Star(star), Fold::Opens(_)) => {
                    let name = format::isolated(&faces::star_name(scene, star));
                    (text::GRAVITY_OPEN, ("object", format!("{} × {name}", format::count(star.count))))
                }
                (Body::Star(star), _) => {
                    let name = format::isolated(&faces::star_name(scene, star));
                    (text::GRAVITY_LEAD, ("object", name))
                }
            };
            Some(phrase.fill(lang, &[(values.0, &values.1)]))
        })
    };
    let is_object = matches!(key, Key::Object(_));
    let label = if is_object {
        let is_selected = move || session.route.with(|route| route.selected == Some(id));
        let current = move || is_selected().then_some("true");
        let href = move || session.href(|route| route.selecting(id));
        html! { <a href=move || href() aria-current=move || current()>{move || words()}</a> }
    } else {
        html! { <span>{move || words()}</span> }
    };
    let has_button = Memo::new(move |_| button().is_some());
    html! {
        {label}
        " "
        {move || has_button.get().then(|| html! {
            <button type="button" on:click=move |_| acts.with_value(|acts| (acts.toggle)(key))>{move || button()}</button>
        })}
    }
}
