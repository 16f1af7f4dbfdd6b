//! Says that an answer takes longer, how far it is, and lets the reader stop it.

use crate::session::Session;
use heapsky::present::text;
use leptos::prelude::*;

/// In its own corner, so that nothing moves when it comes; it comes only when the work has gone on for a while (CSS).
#[component]
pub fn Working() -> impl IntoView {
    let session = Session::here();
    let is_there = Memo::new(move |_| session.working.with(Option::is_some));
    let share = move || session.working.get().map_or(0.0, |(_, share)| share);
    let stop = move |_| {
        if let Some((id, _)) = session.working.get_untracked() {
            session.forget(id);
        }
    };
    let words = move || {
        let percent = format!("{:.0} %", share() * 100.0);
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
