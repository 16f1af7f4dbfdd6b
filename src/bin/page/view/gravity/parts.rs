//! What stands around and above the canvas: legend, zoom, the card of the body under the pointer, and the list of bodies.
//!
//! Takes the stage's signals; gives DOM. The list is the graph for those who do not see it, and for tests: each body with
//! its id, its place, a link that selects and a button that opens or folds.

use super::faces;
use super::hand::{Acts, Hand, STEP};
use super::palette::mark;
use super::stage::{Kept, Shown, Stage};
use crate::session::Session;
use crate::view::cell::kind_name;
use crate::widget::keyed::keyed;
use heapsky::ids::ObjectId;
use heapsky::present::gravity::{Fold, Key, Point, Scene};
use heapsky::present::{format, naming, text};
use heapsky::question::Category;
use heapsky::question::gravity::{Body, Link, NEIGHBOURS};
use leptos::prelude::*;
use std::sync::Arc;

/// Width of a card, and its distance from the body's rim.
const CARD: f64 = 262.0;
const BESIDE: f64 = 14.0;

/// The categories in the picture, and the kinds of lines.
#[component]
pub fn Legend(shown: Shown) -> impl IntoView {
    let session = Session::here();
    let category = |body: &Body| match body {
        Body::Object { object, .. } => object.category,
        Body::More { category, .. } => *category,
    };
    let present = move || {
        shown.scene.with(|scene| {
            let is_present = |kind: &Category| scene.bodies.iter().any(|body| category(body) == *kind);
            Category::ALL.into_iter().filter(is_present).collect::<Vec<_>>()
        })
    };
    // Only what the picture has needs a word.
    let has = move |has: fn(&Scene) -> bool| Memo::new(move |_| shown.scene.with(|scene| has(scene)));
    let spine = has(|scene| scene.links.iter().any(|link| link.spine));
    let reference = has(|scene| scene.links.iter().any(|link| !link.spine && link.edge.is_some()));
    let dominance = has(|scene| scene.links.iter().any(|link| is_mere_dominance(scene, link)));
    let more = has(|scene| scene.bodies.iter().any(|body| matches!(body, Body::More { .. })));
    let line = move |present: bool, look: &'static str, words: text::Phrase| {
        let class = format!("gravity-stroke {look}");
        present.then(move || html! { <li><span class=class aria-hidden="true"></span>{session.say(words)}</li> })
    };
    let pile = has(|scene| scene.accumulation().is_some());
    let pile = move || {
        let swatch = || html! { <span class="gravity-swatch is-accumulation" aria-hidden="true"></span> };
        pile.get().then(move || html! { <li>{swatch()}{session.say(text::ACCUMULATION)}</li> })
    };
    let rest = move |present: bool| {
        let swatch = || html! { <span class="gravity-swatch is-more" aria-hidden="true">"+"</span> };
        present.then(move || html! { <li>{swatch()}{session.say(text::GRAVITY_REST)}</li> })
    };
    let entry = move |kind: Category| {
        html! {
            <li>
                <span class=format!("gravity-swatch is-{}", kind_name(kind)) aria-hidden="true">{mark(kind)}</span>
                {session.say(text::category(kind))}
            </li>
        }
    };
    html! {
        <ul class="gravity-legend" aria-label=session.say(text::GRAVITY_LEGEND)>
            {move || present().into_iter().map(entry).collect_view()}
            {move || line(spine.get(), "is-spine", text::GRAVITY_SPINE)}
            {move || pile()}
            {move || line(reference.get(), "is-reference", text::GRAVITY_REFERENCE)}
            {move || line(dominance.get(), "is-dominance", text::GRAVITY_DOMINANCE)}
            {move || rest(more.get())}
            <li class="gravity-area">{session.say(text::GRAVITY_AREA)}</li>
        </ul>
    }
}

fn is_mere_dominance(scene: &Scene, link: &Link) -> bool {
    link.edge.is_none() && matches!(scene.bodies.get(link.to as usize), Some(Body::Object { .. }))
}

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
        let inside = shown.scene.with(|scene| facts(session, scene, body));
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
    move || shown.hover.get().map(card)
}

fn facts(session: Session, scene: &Scene, body: usize) -> Option<AnyView> {
    let lang = session.lang.get();
    let sure = session.sure.get();
    let held = sure.held();
    let (name, category) = match scene.bodies.get(body)? {
        Body::Object { object, .. } => {
            let id = object.id.to_string();
            let name = html! { <bdi class="gravity-name">{naming::short(object)}</bdi> " " <span class="gravity-id">{id}</span> };
            (name.into_any(), object.category)
        }
        Body::More { count, category, .. } => {
            (text::GRAVITY_MORE.fill(lang, &[("count", &held.count(*count))]).into_any(), *category)
        }
    };
    let (class, numbers) = match &scene.bodies[body] {
        Body::Object { object, .. } => {
            let total = session.opened().map_or(0, |opened| opened.summary.total);
            let share = held.share(format::ratio(object.retained, total));
            let own = session.own_size();
            let numbers = vec![
                (text::RETAINED, format!("{} · {share}", held.bytes(object.retained))),
                (own.title(), own.degree(sure).bytes(own.of(object))),
                (text::DISTANCE, sure.distance(object.distance, lang)),
            ];
            (naming::class(object), numbers)
        }
        Body::More { bytes, .. } => (None, vec![(text::RETAINED, held.bytes(*bytes))]),
    };
    let role = (scene.accumulation() == Some(body)).then(|| {
        html! { <p class="gravity-card-role">{text::ACCUMULATION.say(lang)}</p> }
    });
    let hint = match (&scene.bodies[body], scene.fold(body)) {
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

/// The bodies as a list.
#[component]
pub fn Bodies(shown: Shown, acts: Kept<Acts>) -> impl IntoView {
    let session = Session::here();
    let Shown { scene, places, .. } = shown;
    let rows = move || scene.with(|scene| scene.bodies.iter().map(Key::of).collect::<Vec<_>>());
    let item = move |key: Key| {
        let (id, kind) = match key {
            Key::Object(id) => (id, "object"),
            Key::More(id) => (id, "more"),
        };
        let place = move |axis: usize| places.with(|places| places.get(&key).map(|at| format::fixed(at[axis], 1)));
        html! {
            <li data-id=id.to_string() data-kind=kind data-x=move || place(0) data-y=move || place(1)>
                {body(session, scene, acts, key, id)}
            </li>
        }
    };
    html! {
        <ul class="gravity-bodies" role="list" aria-label=session.say(text::GRAVITY_BODIES)>
            {keyed(rows, item)}
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
                (Body::Object { object, .. }, Fold::Opens(_)) => {
                    (text::GRAVITY_OPEN, ("object", faces::called(object)))
                }
                (Body::Object { object, .. }, Fold::Folds) => (text::GRAVITY_FOLD, ("object", faces::called(object))),
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
