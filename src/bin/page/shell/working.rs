//! Says that an answer takes longer, how far it is, and lets the reader stop it.

use crate::session::Session;
use heapsky::present::{format, text};
use leptos::prelude::*;

/// In its own corner, so that nothing moves when it comes. An answer that takes 50 ms is one that takes longer; it
/// fades in (CSS), so that what is there a moment later does not flash.
#[component]
pub fn Working() -> impl IntoView {
    let session = Session::here();
    let is_there = Memo::new(move |_| session.working.with(|working| working.share().is_some()));
    let share = move || session.working.with(|working| working.share().unwrap_or(0.0));
    let stop = move |_| {
        let ids = session.working.with_untracked(|working| working.ids());
        ids.into_iter().for_each(|id| session.forget(id));
    };
    let words = move || {
        let percent = format!("{} %", format::fixed(f64::from(share()) * 100.0, 0));
        text::WORKING.fill(session.lang.get(), &[("percent", &percent)])
    };
    move || {
        is_there.get().then(|| {
            html! {
                <div class="working">
                    <span role="status" class="unseen">{session.say(text::LOADING)}</span>
                    <span aria-hidden="true">{move || words()}</span>
                    <progress max="1" prop:value=move || f64::from(share()) aria-label=session.say(text::LOADING)></progress>
                    <button type="button" class="button" on:click=stop>{session.say(text::STOP)}</button>
                </div>
            }
        })
    }
}
