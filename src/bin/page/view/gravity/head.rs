//! What stands above the picture: its name, which picture it is, where a body is, and the picture as a file.

use super::ask::Asking;
use super::export;
use super::stage::{Kept, Stage};
use crate::session::Session;
use crate::widget::choice::choice;
use crate::widget::follow::follow;
use heapsky::present::format;
use heapsky::present::gravity::mode::{LAYERS, LIMITS, OWN, TINTS, sort};
use heapsky::present::gravity::{Key, Mode, Tint, Weight};
use heapsky::present::route::{Route, View};
use heapsky::present::text::{self, Phrase};
use leptos::ev;
use leptos::prelude::*;

/// The line with the title and the one with the switches.
#[component]
pub fn Head(
    asking: Asking,
    stage: Kept<Stage>,
    #[prop(into)] name: Signal<String>,
    #[prop(into)] list: Signal<String>,
) -> impl IntoView {
    let session = Session::here();
    let failed = RwSignal::new(false);
    let files = move || export::buttons(session, stage, name, failed);
    html! {
        <header class="gravity-head">
            <h1>{move || name.get()}</h1>
            <a class="gravity-as-list" href=move || list.get()>{session.say(text::GRAVITY_AS_LIST)}</a>
            <span role="status" class="muted">{move || failed.get().then(|| session.say(text::PICTURE_FAILED)())}</span>
            {files()}
        </header>
        <div class="gravity-switches">
            {modes(session, asking)}
            {move || switches(session, asking)}
            {finder(session, stage)}
        </div>
    }
}

/// Around an object, the whole heap, its classes: links, one of them the current one.
fn modes(session: Session, asking: Asking) -> impl IntoView {
    let link = move |mode: Mode, words: Phrase| {
        let to = move |route: &Route| {
            let around = Route { by: mode.word().to_owned(), only: String::new(), ..route.clone() };
            // The whole heap is around nobody; back at one object it is the selected one.
            let of = route.selected.filter(|_| mode == Mode::Around);
            around.viewing(View::Gravity(of))
        };
        let href = move || session.href(to);
        let current = move || (asking.look.get().mode == mode).then_some("page");
        html! { <a href=move || href() aria-current=move || current()>{session.say(words)}</a> }
    };
    html! {
        <nav class="gravity-modes" aria-label=session.say(text::GRAVITY_MODES)>
            {link(Mode::Around, text::GRAVITY_MODE_AROUND)}
            {link(Mode::Sky, text::GRAVITY_MODE_SKY)}
            {link(Mode::Classes, text::GRAVITY_MODE_CLASSES)}
        </nav>
    }
}

/// How many bodies, what their areas are, and how they are laid out.
fn switches(session: Session, asking: Asking) -> impl IntoView {
    let look = asking.look.get();
    let go = move |change: &dyn Fn(&Route) -> Route| session.go(&session.route.with_untracked(change));
    let limits = (look.mode == Mode::Sky).then(|| {
        let words = |limit: u32| {
            (limit.to_string(), text::GRAVITY_LIMITS[LIMITS.iter().position(|l| *l == limit).unwrap_or(0)])
        };
        let choose = move |only: String| go(&|route| Route { only: only.clone(), ..route.clone() });
        let chosen = look.limit.to_string();
        let list = choice(session, "bodies", LIMITS.into_iter().map(words), &chosen, choose).into_any();
        html! { <label>{session.say(text::GRAVITY_LIMIT)} " " {list}</label> }
    });
    let weights = [(String::new(), text::RETAINED), (OWN.to_owned(), text::SHALLOW)];
    let weight = if look.weight == Weight::Own { OWN } else { "" };
    let weigh = move |filter: String| go(&|route| route.filtering(&filter));
    let layouts = [(String::new(), text::GRAVITY_FORCES), (LAYERS.to_owned(), text::GRAVITY_LAYERS)];
    let layout = if look.is_layered { LAYERS } else { "" };
    let lay = move |word: String| go(&|route| route.sorting(&sort(word == LAYERS, look.tint)));
    let named = [text::GRAVITY_BY_CLASS, text::GRAVITY_BY_SCRIPT];
    let tints = TINTS.into_iter().zip(named).map(|((word, _), words)| (word.to_owned(), words));
    let tints = [(String::new(), text::GRAVITY_BY_KIND)].into_iter().chain(tints);
    let tint = TINTS.into_iter().find(|(_, tint)| *tint == look.tint).map_or("", |(word, _)| word);
    let dye = move |chosen: String| {
        let tint = TINTS.into_iter().find(|(word, _)| *word == chosen).map_or(Tint::Kind, |(_, tint)| tint);
        go(&|route| route.sorting(&sort(look.is_layered, tint)));
    };
    html! {
        {limits}
        <label>{session.say(text::GRAVITY_WEIGHT)} " " {choice(session, "area", weights.into_iter(), weight, weigh)}</label>
        <label>{session.say(text::GRAVITY_COLOUR)} " " {choice(session, "colour", tints, tint, dye)}</label>
        <label>{session.say(text::GRAVITY_LAYOUT)} " " {choice(session, "layout", layouts.into_iter(), layout, lay)}</label>
    }
}

/// Finds a body of the picture by name, class or `@id` and flies there; Enter goes on to the next.
fn finder(session: Session, stage: Kept<Stage>) -> impl IntoView {
    let found = RwSignal::new(None::<(usize, usize)>);
    let text = RwSignal::new(String::new());
    let was_meant = StoredValue::new(false);
    // In another picture they stand elsewhere.
    let scene = stage.with_value(Stage::shown).scene;
    follow(move || {
        scene.track();
        found.set(None);
    });
    let look = move |wanted: String, next: bool| {
        let hits = stage.with_value(|stage| stage.look(|picture| picture.find(&wanted)));
        let at = match found.get_untracked() {
            // The first Enter is for the one that was flown to.
            Some((at, _)) if next && !hits.is_empty() && was_meant.get_value() => (at + 1) % hits.len(),
            Some((at, _)) if next => at,
            _ => 0,
        };
        was_meant.set_value(next);
        found.set((!wanted.trim().is_empty()).then_some((at, hits.len())));
        if let Some(&body) = hits.get(at) {
            // Enter means it.
            let id = stage.with_value(|stage| stage.look(|picture| picture.scene.bodies.get(body)?.object()));
            if let Some(id) = id.filter(|_| next) {
                session.select(id);
            }
            stage.with_value(|stage| {
                stage.change(|picture| {
                    picture.cursor = picture.scene.bodies.get(body).map(Key::of);
                    picture.found = Some(body);
                    picture.fly_to(body);
                });
            });
        } else {
            stage.with_value(|stage| stage.mark(|picture| picture.found = None));
        }
        text.set(wanted);
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            look(text.get_untracked(), true);
        }
    };
    let words = move || {
        found.get().map(|(at, of)| match of {
            0 => session.say(text::GRAVITY_FOUND_NONE)().to_owned(),
            _ => {
                let (at, of) = (format::count(at as u64 + 1), format::count(of as u64));
                text::GRAVITY_FOUND.fill(session.lang.get(), &[("at", &at), ("of", &of)])
            }
        })
    };
    html! {
        <span class="gravity-finder">
            <input
                type="search"
                class="filter"
                placeholder=session.say(text::GRAVITY_FIND)
                aria-label=session.say(text::GRAVITY_FIND)
                on:input=move |event| look(event_target_value(&event), false)
                on:keydown=key
            />
            <span role="status" class="muted">{move || words()}</span>
        </span>
    }
}
