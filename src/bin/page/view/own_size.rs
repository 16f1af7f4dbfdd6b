//! The column of objects' own sizes: its head, which switches between shallow and raw, and its cells.
//!
//! Owns the switch. Takes rows; gives a button that says what the column shows, and sizes that follow it everywhere at
//! once, since lists make their rows anew. Where the open heap leaves no choice the button stays, to say why.

use super::cell::{sized, sized_in, term};
use crate::preferences::keep_shallow;
use crate::session::Session;
use heapsky::ids::Bytes;
use heapsky::present::shallow::{self, Shallow};
use heapsky::present::text;
use heapsky::question::ObjectRow;
use leptos::prelude::*;

/// The head of the column.
pub fn head(session: Session) -> impl IntoView {
    let fixed = move || shallow::is_fixed(session.sure.get());
    let meaning = move || session.say(session.own_size().meaning(session.sure.get()))();
    let switch = move |_| {
        if !untrack(fixed) {
            let other = session.shallow.get_untracked().other();
            keep_shallow(other);
            session.shallow.set(other);
        }
    };
    html! {
        <button
            type="button"
            class="own-size"
            data-control="own-size"
            aria-disabled=move || fixed().then_some("true")
            title=move || meaning()
            on:click=switch
        >
            {move || session.say(session.own_size().title())()}
            <svg class="swap" viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
                <path d="M1 4h9L7.5 1.5M11 8H2l2.5 2.5" fill="none" stroke="currentColor" stroke-width="1.4" />
            </svg>
        </button>
    }
}

/// The size of anything that has both, in a row that is made anew when another is chosen.
pub fn size(session: Session, devtools: Bytes, raw: Bytes) -> impl IntoView + use<> {
    let shown = untrack(|| session.own_size());
    let bytes = if shown == Shallow::Raw { raw } else { devtools };
    sized_in(session.lang.get_untracked(), bytes, shown.degree(session.sure.get_untracked()))
}

/// Both sizes as facts of the panel; the raw one where it says more.
pub fn facts(session: Session, row: &ObjectRow) -> impl IntoView + use<> {
    let sure = session.sure.get_untracked();
    let fact = move |shown: Shallow, bytes| {
        html! {
            <dt>{term(session, shown.title())}</dt>
            <dd class="number">{sized(session, bytes, shown.degree(sure))}</dd>
        }
    };
    let fixed = shallow::is_fixed(sure);
    let devtools = (!fixed).then(|| fact(Shallow::DevTools, row.shallow));
    let raw = (fixed || row.raw != row.shallow).then(|| fact(Shallow::Raw, row.raw));
    html! { {devtools} {raw} }
}

/// Under sums that are made of shallow sizes, whatever the columns show: says so to who chose raw sizes.
pub fn sums(session: Session) -> impl IntoView {
    let differs = move || session.own_size() == Shallow::Raw && !shallow::is_fixed(session.sure.get());
    move || differs().then(|| html! { <p class="muted">{session.say(text::BY_KIND_SIZES)}</p> })
}
