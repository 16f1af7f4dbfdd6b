//! While a snapshot is being opened.
//!
//! Takes the session's `Opening`; gives phase, bytes, share, speed, time left and Cancel. The live region says the phase
//! and whole tens of percent only, so that a screen reader is not flooded.

use crate::document;
use crate::session::{Opening, Session, State};
use heapsky::present::{format, text};
use leptos::prelude::*;

fn opening(session: Session) -> Option<Opening> {
    session.state.with(|state| match state {
        State::Opening(opening) => Some(opening.clone()),
        _ => None,
    })
}

/// The view.
#[component]
pub fn OpeningView() -> impl IntoView {
    let session = Session::here();
    let name = move || opening(session).map(|opening| format::middle(&format::visible(&opening.name), 200));
    let share = move || {
        let share = opening(session).and_then(|opening| opening.progress).map_or(0.0, |progress| progress.share);
        format::within(share, 0.0, 1.0)
    };
    let phase = move || {
        let stage = opening(session).and_then(|opening| opening.progress).map(|progress| progress.stage);
        stage.map_or(text::STAGE_START, text::stage).say(session.lang.get())
    };
    let percent = move || format::fixed(share() * 100.0, 0);
    let aloud = Memo::new(move |_| {
        let tens = format::percent((share() * 10.0).floor() / 10.0, 0);
        text::OPENING_ALOUD.fill(session.lang.get(), &[("stage", phase()), ("share", &tens)])
    });
    let facts = move || {
        let opening = opening(session)?;
        let progress = opening.progress?;
        let lang = session.lang.get();
        let elapsed = (document::now() - opening.since).max(1.0);
        let read = format::bytes(progress.read);
        let mut facts = vec![match progress.size.or(opening.size) {
            Some(size) => text::OPENING_BYTES.fill(lang, &[("read", &read), ("size", &format::bytes(size))]),
            None => read,
        }];
        let still_reading = progress.size.or(opening.size).is_none_or(|size| progress.read < size);
        if still_reading && elapsed > 300.0 {
            let speed = format::bytes((progress.read as f64 / elapsed * 1000.0) as u64);
            facts.push(text::OPENING_SPEED.fill(lang, &[("speed", &speed)]));
        }
        // Before that, an estimate jumps about.
        if elapsed > 800.0 && progress.share > 0.03 && progress.share < 1.0 {
            let left = format::duration(elapsed / progress.share * (1.0 - progress.share));
            facts.push(text::OPENING_LEFT.fill(lang, &[("time", &left)]));
        }
        Some(facts.into_iter().map(|fact| html! { <span>{fact}</span> }).collect_view())
    };
    html! {
        <div class="middle">
            <section class="card opening" aria-labelledby="opening-title">
                <h1 id="opening-title">
                    <span class="muted">{session.say(text::OPENING)}</span>
                    " "
                    <bdi>{move || name()}</bdi>
                </h1>
                <p class="phase">
                    <span>{move || phase()}</span>
                    <span class="number">{move || format::share(share())}</span>
                </p>
                <div
                    class="progress"
                    role="progressbar"
                    aria-valuemin="0"
                    aria-valuemax="100"
                    aria-valuenow=move || percent()
                    aria-labelledby="opening-title"
                >
                    <div style:width=move || format::percent(share(), 1)></div>
                </div>
                <p class="facts muted">{move || facts()}</p>
                <p class="aloud" aria-live="polite">{aloud}</p>
                <button type="button" class="button" on:click=move |_| session.close()>{session.say(text::CANCEL)}</button>
            </section>
        </div>
    }
}
