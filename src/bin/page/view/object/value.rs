//! The value of an object in the panel: the text of a string, what V8 notes, where it was allocated.

use super::location;
use crate::session::Session;
use crate::view::cell::term;
use crate::widget::copy::Copy;
use heapsky::present::format;
use heapsky::present::text;
use heapsky::question::EdgeName;
use heapsky::question::facts::{Allocation, Attribute, Frame, StringValue};
use leptos::prelude::*;

/// The text of a string, and how far it is that.
pub fn text(session: Session, value: Option<StringValue>) -> AnyView {
    let Some(value) = value else { return ().into_any() };
    let StringValue { text, is_whole, is_of_parent } = value;
    let shown = format::visible_lines(&text);
    let doubt = match (is_of_parent, is_whole) {
        (true, _) => Some(text::TEXT_OF_PARENT),
        (false, false) => Some(text::TEXT_CUT),
        (false, true) => None,
    };
    html! {
        <details class="list" open=true>
            <summary><h3>{term(session, text::TEXT)}</h3></summary>
            {doubt.map(|words| html! { <p class="muted">{session.say(words)}</p> })}
            <pre class="text" tabindex="0"><bdi>{shown}</bdi></pre>
            <p class="actions"><Copy label=text::COPY_TEXT text=move |()| text.clone() /></p>
        </details>
    }
    .into_any()
}

/// What V8 notes about the object.
pub fn attributes(session: Session, attributes: &[Attribute]) -> AnyView {
    let rows: Vec<_> = attributes
        .iter()
        .map(|Attribute { name, value }| {
            let name = match name {
                EdgeName::Name(name) => format::visible(name),
                EdgeName::Index(index) => index.to_string(),
            };
            html! { <dt><bdi>{name}</bdi></dt><dd><bdi>{format::middle(&format::visible(value), 120)}</bdi></dd> }
        })
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    let count = format::count(rows.len() as u64);
    html! {
        <details class="list">
            <summary><h3>{term(session, text::ATTRIBUTES)}</h3><span class="muted">{count}</span></summary>
            <dl class="facts">{rows}</dl>
        </details>
    }
    .into_any()
}

/// The stack on which the object was made, and when.
pub fn allocation(session: Session, allocation: Option<Allocation>) -> AnyView {
    let Some(Allocation { stack, micros }) = allocation else { return ().into_any() };
    let when = micros.map(|micros| {
        let seconds = format::fixed(micros as f64 / 1e6, 1);
        let words = move || text::ALLOCATED_WHEN.fill(session.lang.get(), &[("seconds", &seconds)]);
        html! { <p class="muted">{move || words()}</p> }
    });
    let frames: Vec<_> = stack
        .into_iter()
        .map(|Frame { function, place }| {
            let name = move || match function.is_empty() {
                true => text::ANONYMOUS.say(session.lang.get()).to_owned(),
                false => format::middle(&format::visible(&function), 80),
            };
            let place = place.map(|place| {
                let words = move || location(session, &place);
                html! { <bdi class="class">{move || words()}</bdi> }
            });
            html! { <li><bdi class="name">{move || name()}</bdi> {place}</li> }
        })
        .collect();
    html! {
        <details class="list" open=true>
            <summary><h3>{term(session, text::ALLOCATED_AT)}</h3></summary>
            {when}
            <ol class="links frames">{frames}</ol>
        </details>
    }
    .into_any()
}
