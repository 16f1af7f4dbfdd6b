//! A list to choose from.

use crate::session::Session;
use heapsky::present::text::Phrase;
use leptos::prelude::*;

/// A `select` with these words and what they are called. `name`: for tests and styles.
pub fn choice(
    session: Session,
    name: &'static str,
    options: impl Iterator<Item = (String, Phrase)>,
    chosen: &str,
    choose: impl Fn(String) + 'static,
) -> impl IntoView {
    let options: Vec<_> = options
        .map(|(word, phrase)| {
            let selected = word == chosen;
            html! { <option value=word prop:selected=selected>{session.say(phrase)}</option> }
        })
        .collect();
    html! { <select data-control=name on:change=move |event| choose(event_target_value(&event))>{options}</select> }
}
