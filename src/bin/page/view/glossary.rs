//! The glossary: every term of the page and V8's own names, each in a sentence.

use crate::session::Session;
use heapsky::present::glossary::{NAMES, TERMS};
use heapsky::present::text;
use leptos::prelude::*;

/// The view.
#[component]
pub fn GlossaryView() -> impl IntoView {
    let session = Session::here();
    let terms: Vec<_> = TERMS
        .iter()
        .map(|(term, meaning)| html! { <dt>{session.say(*term)}</dt><dd>{session.say(*meaning)}</dd> })
        .collect();
    let names: Vec<_> = NAMES
        .iter()
        .map(|(name, meaning)| html! { <dt><code>{*name}</code></dt><dd>{session.say(*meaning)}</dd> })
        .collect();
    html! {
        <article class="glossary" tabindex="0">
            <h1>{session.say(text::GLOSSARY)}</h1>
            <p class="muted">{session.say(text::GLOSSARY_LEAD)}</p>
            <h2>{session.say(text::GLOSSARY_PAGE)}</h2>
            <dl class="asks">{terms}</dl>
            <h2>{session.say(text::GLOSSARY_V8)}</h2>
            <dl class="asks">{names}</dl>
        </article>
    }
}
