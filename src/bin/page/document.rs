//! What the page writes on `<html>` and hears from the window.
//!
//! Owns `lang`, `data-state`, `data-idle`, `data-theme` and the title, and the one `hashchange` listener. Guarantee:
//! `data-idle` goes away at once when something begins or the user acts, and comes back only when nothing has been pending
//! for a moment, so that what follows from an answer (more rows, more asks) is not mistaken for rest.

use crate::address;
use crate::session::{Session, State};
use crate::widget::follow::follow;
use heapsky::present::{format, text};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// How long nothing must be pending. Effects and asks that follow from an answer start within the same task; a click's
/// `hashchange` comes a task later.
const REST: Duration = Duration::from_millis(40);

/// Characters of a file's name in the browser's tab, at most.
const TITLE: usize = 80;

/// Milliseconds since the page was loaded.
pub fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

fn html() -> Option<Element> {
    web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element())
}

/// Keeps `<html>` and the route up to date for the life of the page.
pub fn reflect(session: Session) {
    let Some(html) = html() else { return };

    let root = html.clone();
    follow(move || {
        let _ = root.set_attribute("lang", session.lang.get().code());
    });
    let root = html.clone();
    follow(move || {
        let _ = root.set_attribute("data-theme", if session.dark.get() { "dark" } else { "light" });
    });
    let root = html.clone();
    follow(move || {
        let _ = root.set_attribute("data-state", session.state.with(State::word));
    });
    follow(move || {
        let lang = session.lang.get();
        let title = match session.opened() {
            Some(opened) => {
                let name = format::middle(&format::visible(&opened.name), TITLE);
                let phrase = if opened.summary.cut.is_some() { text::TITLE_INCOMPLETE } else { text::TITLE_OF };
                phrase.fill(lang, &[("name", &name)])
            }
            None => text::TITLE.say(lang).to_owned(),
        };
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&title);
        }
    });

    rest(session, html);

    let on_hash = Closure::<dyn FnMut()>::new(move || session.arrived_at(address::current()));
    listen("hashchange", false, on_hash);
    listen("whole", false, Closure::<dyn FnMut()>::new(move || session.is_whole.set(true)));
}

fn rest(session: Session, html: Element) {
    // Counts what has happened; a timer that finds the count changed says nothing.
    let stirred = RwSignal::new(0_u32);
    follow(move || {
        let turn = stirred.get();
        let pending = session.is_pending() || session.state.with(|state| matches!(state, State::Opening(_)));
        let _ = html.remove_attribute("data-idle");
        if !pending {
            let root = html.clone();
            set_timeout(
                move || {
                    let now_pending = session.is_pending_untracked()
                        || session.state.with_untracked(|state| matches!(state, State::Opening(_)));
                    if !now_pending && stirred.get_untracked() == turn {
                        let _ = root.set_attribute("data-idle", "");
                    }
                },
                REST,
            );
        }
    });
    for event in ["click", "keydown", "drop", "hashchange", "popstate"] {
        let on_act = Closure::<dyn FnMut()>::new(move || stirred.update(|turn| *turn = turn.wrapping_add(1)));
        listen(event, true, on_act);
    }
}

/// Listens on the window for the life of the page.
fn listen(event: &str, capture: bool, listener: Closure<dyn FnMut()>) {
    if let Some(window) = web_sys::window() {
        let function = listener.as_ref().unchecked_ref();
        let _ = window.add_event_listener_with_callback_and_bool(event, function, capture);
    }
    listener.forget();
}

/// Lets the browser do what waits, and goes on with the next task: what takes long is cut by it.
pub async fn breathe() {
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback(&resolve);
        }
    });
    // Without a window nothing is drawn, and nobody waits.
    let _ = wasm_bindgen_futures::JsFuture::from(wait).await;
}
