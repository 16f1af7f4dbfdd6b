//! What would be freed if a line of the picture were cut, and what still holds the object then.
//!
//! Owns the panel above the canvas. Takes the line that was clicked; gives the answer of the ways to its object without that
//! reference, and a link to them.

use super::ask::{Asking, Cut};
use crate::session::Session;
use crate::widget::asked::{asked, failed, loading};
use heapsky::present::format;
use heapsky::present::ignoring;
use heapsky::present::route::View;
use heapsky::present::text;
use heapsky::question::{Ignored, Paths};
use leptos::prelude::*;

/// See the module.
#[component]
pub fn CutPanel(asking: Asking) -> impl IntoView {
    let session = Session::here();
    move || asking.cut.get().map(|cut| panel(session, asking, cut))
}

fn panel(session: Session, asking: Asking, cut: Cut) -> impl IntoView {
    let Cut { from, to, at, is_weak, sought, words: [source, edge, target] } = cut;
    let close = move || {
        html! { <button type="button" class="gravity-cut-close" aria-label=session.say(text::CLOSE) on:click=move |_| asking.cut.set(None)>"×"</button> }
    };
    let line =
        html! { <p class="gravity-cut-line"><bdi>{source}</bdi> " " <b>{edge}</b> " → " <bdi>{target}</bdi></p> };
    if sought.is_some() {
        return html! {
            <div class="gravity-cut" role="region" aria-label=session.say(text::GRAVITY_CUT)>
                {close()}
                {line}
                <div role="status">{loading(session)}</div>
            </div>
        }
        .into_any();
    }
    // What keeps nothing alive frees nothing.
    let Some(at) = at.filter(|_| !is_weak) else {
        let href = move || session.href(|route| route.viewing(View::Paths(Some(to))));
        return html! {
            <div class="gravity-cut" role="region" aria-label=session.say(text::GRAVITY_CUT)>
                {close()}
                {line}
                <p role="status">{session.say(if is_weak { text::GRAVITY_CUT_WEAK } else { text::GRAVITY_CUT_NONE })}</p>
                <p><a href=move || href()>{session.say(text::GRAVITY_CUT_WHO)}</a></p>
            </div>
        }
        .into_any();
    };
    let ignored = vec![Ignored::Reference { from, at }];
    let written = ignoring::write(&ignored);
    let answer = asked(session, Paths { of: to, ignored });
    let words = move || match answer.get() {
        None => loading(session),
        Some(Err(error)) => failed(session, error),
        Some(Ok(held)) => {
            let (lang, sure) = (session.lang.get(), session.sure.get().held());
            let freed = held.freed.filter(|freed| freed.objects > 0).map(|freed| {
                let (bytes, count) = (sure.bytes(freed.bytes), format::count(freed.objects));
                text::THEN_FREED.fill(lang, &[("bytes", &bytes), ("count", &count)])
            });
            let left = match held.ways.len() as u64 {
                0 => text::GRAVITY_CUT_UNHELD.say(lang).to_owned(),
                count if held.is_cut => text::GRAVITY_CUT_WAYS_MORE.fill(lang, &[("count", &format::count(count))]),
                1 => text::GRAVITY_CUT_WAY.say(lang).to_owned(),
                count => text::GRAVITY_CUT_WAYS.fill(lang, &[("count", &format::count(count))]),
            };
            // What is freed is held by nobody; a way to it that is left begins where nothing is kept.
            let left = if freed.is_some() { text::GRAVITY_CUT_UNHELD.say(lang).to_owned() } else { left };
            let freed = freed.unwrap_or_else(|| text::THEN_FREED_NOTHING.say(lang).to_owned());
            html! { <p class="gravity-cut-freed">{freed}</p> <p>{left}</p> }.into_any()
        }
    };
    let href = move || session.href(|route| route.viewing(View::Paths(Some(to))).filtering(&written));
    html! {
        <div class="gravity-cut" role="region" aria-label=session.say(text::GRAVITY_CUT)>
            {close()}
            {line}
            <p class="muted">{session.say(text::GRAVITY_CUT_IF)}</p>
            <div role="status">{move || words()}</div>
            <p><a href=move || href()>{session.say(text::GRAVITY_CUT_SHOW)}</a></p>
        </div>
    }
    .into_any()
}
