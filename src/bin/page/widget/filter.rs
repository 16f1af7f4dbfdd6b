//! The field above a list that takes what its rows must be like. It stands in the address as the list's filter.

use crate::address;
use crate::session::Session;
use heapsky::present::route::Route;
use heapsky::present::text::Phrase;
use leptos::prelude::*;

/// The field.
pub fn filter(session: Session, hint: Phrase) -> impl IntoView {
    let shown = session.route.with_untracked(|route| route.filter.clone());
    let typed = move |event: web_sys::Event| {
        let typed = event_target_value(&event);
        replace(session, |route| route.filter = typed.trim().to_owned());
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
