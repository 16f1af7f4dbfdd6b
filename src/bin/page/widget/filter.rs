//! The field above a list that takes what its rows must be like. It stands in the address as the list's filter.

use crate::address;
use crate::session::Session;
use crate::widget::pause::Pause;
use heapsky::present::route::Route;
use heapsky::present::text::Phrase;
use leptos::prelude::*;
use std::time::Duration;

/// Who types on does not want the rows for what is not finished.
const PAUSE: Duration = Duration::from_millis(350);

/// The field.
pub fn filter(session: Session, hint: Phrase) -> impl IntoView {
    let shown = session.route.with_untracked(|route| route.filter.clone());
    let apply = move |typed: String| {
        if session.route.with_untracked(|route| route.filter != typed.trim()) {
            replace(session, |route| route.filter = typed.trim().to_owned());
        }
    };
    // Enter does not wait.
    let pause = Pause::new();
    let typing = move |event: web_sys::Event| {
        let typed = event_target_value(&event);
        pause.then(PAUSE, move || apply(typed));
    };
    let typed = move |event: web_sys::Event| {
        pause.stop();
        apply(event_target_value(&event));
    };
    html! {
        <input
            type="search"
            class="filter"
            autocomplete="off"
            spellcheck="false"
            data-control="filter"
            aria-label=session.say(hint)
            placeholder=session.say(hint)
            prop:value=shown
            on:input=typing
            on:change=typed
        />
    }
}

/// Changes the address where what was before is no place to go back to.
pub fn replace(session: Session, change: impl FnOnce(&mut Route)) {
    let mut route = session.route.get_untracked();
    change(&mut route);
    address::replace(&route.to_string());
    session.route.set(route);
}
