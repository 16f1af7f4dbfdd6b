//! The frame: top bar, rail, banner and notices, the view, the panel; and the whole page as a drop zone.
//!
//! Owns which view stands for which state and route. A view is rebuilt only when its subject changes: selecting moves
//! nothing but the panel.

mod banner;
mod bar;
mod drop;
mod notice;
mod rail;
mod views;
mod working;

use crate::session::{Session, State};
use crate::view::landing::LandingView;
use crate::view::object::ObjectPanel;
use crate::view::opening::OpeningView;
use crate::view::report::ReportView;
use crate::view::search::History;
use crate::widget::grid::Shelf;
use crate::widget::later::later;
use banner::Banner;
use bar::Bar;
use drop::Drop;
use heapsky::present::route::{Route, View};
use heapsky::present::text;
use heapsky::protocol::Opened;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use notice::Notices;
use rail::Rail;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use working::Working;

pub use drop::pick;

/// The whole page.
#[component]
pub fn Shell() -> impl IntoView {
    let session = Session::here();
    provide_context(Shelf::new());
    provide_context(History::new());
    // Progress must not rebuild anything: only the kind of state and the heap that is open count here.
    let state = Memo::new_with_compare(
        move |_| session.state.get(),
        |old, new| match (old, new) {
            (Some(old), Some(new)) => same_stage(old, new),
            _ => true,
        },
    );
    let body = move || match state.get() {
        State::Empty => {
            html! { <main id="content" tabindex="-1" class="alone"><Notices /><LandingView /></main> }
        }
        State::Opening(_) => {
            html! { <main id="content" tabindex="-1" class="alone"><Notices /><OpeningView /></main> }
        }
        State::Failed { name, failure } => {
            let body = later(session, move || views::failure(name.clone(), failure.clone()));
            html! { <main id="content" tabindex="-1" class="alone"><Notices />{body}</main> }
        }
        State::Open(opened) => html! { <Heap opened=opened /> },
    };
    html! {
        <a class="skip" href="#content" on:click=skip>{session.say(text::SKIP)}</a>
        <Bar />
        {move || body()}
        <Drop />
    }
}

/// Whether a change of state leaves the view standing. True where `Memo` should tell its readers, so the reverse.
fn same_stage(old: &State, new: &State) -> bool {
    match (old, new) {
        (State::Empty, State::Empty) | (State::Opening(_), State::Opening(_)) => false,
        (State::Open(old), State::Open(new)) => !Arc::ptr_eq(old, new),
        _ => true,
    }
}

/// Goes to the content without touching the address, which is the route.
fn skip(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    focus(&["#content"]);
}

/// Gives the keyboard to the first of these that is there.
fn focus(selectors: &[&str]) {
    let Some(page) = web_sys::window().and_then(|window| window.document()) else { return };
    let mut found = selectors.iter().filter_map(|selector| page.query_selector(selector).ok().flatten());
    if let Some(element) = found.next().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Rail, view and panel of an open heap.
#[component]
fn Heap(opened: Arc<Opened>) -> impl IntoView {
    let session = Session::here();
    let subject = Memo::new(move |_| (session.route.with(Route::subject), session.again.get()));
    let banner = opened.clone();
    let view = move || match subject.get().0 {
        (View::Report, _) => html! { <ReportView opened=opened.clone() /> },
        (view, _) => {
            let opened = opened.clone();
            later(session, move || views::of(view, opened.clone()))
        }
    };
    let selected = Memo::new(move |_| session.route.with(|route| route.selected.is_some()));
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let with = event.ctrl_key() || event.meta_key() || event.alt_key();
        if event.default_prevented() || with || in_dialog(&event) {
            return;
        }
        let key = event.key();
        match key.as_bytes() {
            b"Escape" if selected.get_untracked() => {
                session.go(&session.route.with_untracked(|route| route.unselected()));
            }
            // As the rail counts them: 1 to 9, and 0 is the tenth.
            [digit @ b'0'..=b'9'] => {
                rail::follow(usize::from(digit - b'0').checked_sub(1).unwrap_or(9));
                // Once the view is there: arrows walk its list, or Tab goes on in it.
                request_animation_frame(|| focus(&["main [role=treegrid]", "#content"]));
            }
            _ => {}
        }
    });
    on_cleanup(move || keys.remove());
    html! {
        <div class="heap" class:with-panel=selected>
            <Rail />
            <main id="content" tabindex="-1"><Banner opened=banner /> <Notices /> {move || view()}</main>
            <ObjectPanel />
            <Working />
        </div>
    }
}

/// Keys in a dialog or a field are theirs.
fn in_dialog(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest("dialog, input, select, textarea").ok().flatten().is_some())
}
