//! Every step of the way from the roots, the engine's too.
//!
//! Takes a suspect; gives a list that unfolds: reference, object, what it holds.

use crate::session::Session;
use crate::view::cell::{edge, object, term};
use heapsky::ids::ObjectId;
use heapsky::present::format;
use heapsky::present::text::{self, Phrase};
use heapsky::question::report::{Hop, Suspect};
use leptos::prelude::*;

/// The list, folded.
pub fn every_step(session: Session, suspect: &Suspect) -> impl IntoView + use<> {
    let gap = suspect.path.len().div_ceil(2);
    let skipped = suspect.path_skipped;
    let this = suspect.object.id;
    let point = suspect.accumulation.as_ref().map_or(this, |row| row.id);
    let steps: Vec<_> = suspect
        .path
        .iter()
        .enumerate()
        .map(|(at, hop)| {
            let left_out = (skipped > 0 && at == gap).then(|| {
                let words =
                    move || text::STEPS_LEFT_OUT.fill(session.lang.get(), &[("count", &format::count(skipped))]);
                html! { <li class="gap">"⋯ " {words}</li> }
            });
            html! { {left_out} {step(session, hop, this, point)} }
        })
        .collect();
    (!steps.is_empty()).then(|| {
        html! {
            <details class="held">
                <summary>{session.say(text::ALL_STEPS)}</summary>
                <ol>{steps}</ol>
            </details>
        }
    })
}

fn step(session: Session, hop: &Hop, suspect: ObjectId, point: ObjectId) -> impl IntoView + use<> {
    let id = hop.object.id;
    let tag = move |word: Phrase| html! { <span class="tag">{term(session, word)}</span> };
    let edge = hop.edge.as_ref().map(|label| edge(session, label));
    html! {
        <li>
            {edge}
            {object(session, &hop.object)}
            <span class="muted size">{session.sure.get_untracked().held().bytes(hop.object.retained)}</span>
            {(id == suspect).then(|| tag(text::SUSPECT))}
            {(id == point).then(|| tag(text::ACCUMULATION))}
        </li>
    }
}
