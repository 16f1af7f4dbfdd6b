//! What is missing from a file that was cut off, above every view.
//!
//! Takes the open heap; gives nothing for a whole file, else a banner that cannot be dismissed: where the file ends, what
//! that costs, what to do, and figure by figure what can be relied on.

use crate::session::Session;
use crate::widget::icon::{Icon, icon};
use heapsky::present::certainty::{Certainty, Degree, Figure};
use heapsky::present::text;
use heapsky::protocol::Opened;
use leptos::prelude::*;
use std::sync::Arc;

/// The banner.
#[component]
pub fn Banner(opened: Arc<Opened>) -> impl IntoView {
    let session = Session::here();
    let cut = opened.summary.cut.clone()?;
    let file_size = opened.file_size;
    let sure = Certainty::of(Some(&cut));
    let noted = cut.clone();
    let notes = move || {
        let notes = text::cut_notes(&noted, session.lang.get()).into_iter();
        notes.map(|note| html! { <p>{note}</p> }).collect_view()
    };
    let sentence = move |at: usize| {
        let cut = cut.clone();
        move || std::mem::take(&mut text::cut(&cut, file_size, session.lang.get())[at])
    };
    let (first, second) = (sentence(0), sentence(1));
    let figure = |figure| {
        let degree = sure.degree(figure);
        let class = match degree {
            Degree::Exact => "exact",
            Degree::Part | Degree::Estimate => "estimate",
            Degree::Missing => "missing",
        };
        html! {
            <div class=class><dt>{session.say(text::figure(figure))}</dt><dd>{session.say(text::degree(degree))}</dd></div>
        }
    };
    let figures = Figure::ALL.into_iter().map(figure).collect_view();
    Some(html! {
        <section class="cut" aria-label=session.say(text::CUT_TITLE)>
            {icon(Icon::Alert)}
            <div class="cut-words">
                <div role="status">
                    <p><strong>{move || first()}</strong> " " {move || second()}</p>
                </div>
                <details>
                    <summary>{session.say(text::CUT_DETAILS)}</summary>
                    <dl>{figures}</dl>
                    {move || notes()}
                </details>
            </div>
        </section>
    })
}
