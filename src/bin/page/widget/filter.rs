//! The field above a list that takes what its rows must be like. It stands in the address as the list's filter.

use crate::address;
use crate::session::Session;
use heapsky::present::route::Route;
use heapsky::present::text::Phrase;
use leptos::leptos_dom::helpers::TimeoutHandle;
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
    // When no key has come for a moment; Enter does not wait.
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = waiting.get_value() {
            timer.clear();
        }
    };
    let typing = move |event: web_sys::Event| {
        stop();
        let typed = event_target_value(&event);
        waiting.set_value(set_timeout_with_handle(move || apply(typed), PAUSE).ok());
    };
    let typed = move |event: web_sys::Event| {
        stop();
        apply(event_target_value(&event));
    };
    on_cleanup(stop);
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
