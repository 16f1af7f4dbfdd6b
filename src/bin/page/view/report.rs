//! What leaks? (leak report 内存泄漏报表)
//!
//! Takes the open heap's summary and the answer to `Report`; gives the verdict, the suspects as cards, what is worth knowing,
//! the sizes by kind, the exports, and the numbers by which it decides. What is said stands in `present/report`.

mod constants;
mod export;
pub mod kinds;
mod suspect;
mod way;

use super::cell::{object, retained, size, sized, term};
use crate::session::Session;
use crate::widget::asked::{failed, loading};
use crate::widget::icon::{Icon, icon};
use crate::widget::rich::rich;
use constants::ConstantsPanel;
use export::Export;
use heapsky::present::certainty::{self, Degree, Figure};
use heapsky::present::report::{self as says, Secrets};
use heapsky::present::{format, text};
use heapsky::protocol::Opened;
use heapsky::question::Report;
use heapsky::question::report::{Constants, LeakReport, Verdict};
use kinds::Kinds;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use suspect::{SuspectCard, sentence};

/// The view.
#[component]
pub fn ReportView(opened: Arc<Opened>) -> impl IntoView {
    let session = Session::here();
    let wanted = RwSignal::new(Constants::default());
    let answer = RwSignal::new(None);
    // The old report stands until the new one is there.
    Effect::new(move || {
        let constants = wanted.get();
        spawn_local(async move {
            let got = session.ask(Report { constants }).await;
            if wanted.try_get_untracked() == Some(constants) {
                let _ = answer.try_set(Some(got.map(Arc::new)));
            }
        });
    });
    let total = opened.summary.total;
    let of = opened.clone();
    let verdict = move || match answer.get() {
        Some(Ok(report)) => answer_first(session, &report).into_any(),
        Some(Err(_)) => ().into_any(),
        // As high as the sentence that comes, so that nothing jumps.
        None => html! { <p class="verdict" aria-hidden="true"><span>" "</span></p> },
    };
    let body = move || match answer.get() {
        None => loading(session),
        Some(Err(error)) => failed(session, error),
        Some(Ok(report)) => html! {
            {suspects(session, &report)}
            {notes(session, &report)}
            <Kinds kinds=report.kinds.clone() total=total />
            <Export report=report opened=of.clone() />
        },
    };
    html! {
        <div class="report">
            <h1>{session.say(text::REPORT_FULL)}</h1>
            {move || verdict()}
            {numbers(session, &opened)}
            {warnings(session, opened.clone())}
            {move || body()}
            <ConstantsPanel wanted=wanted />
        </div>
    }
}

/// File and heap in numbers.
fn numbers(session: Session, opened: &Opened) -> impl IntoView + use<> {
    let summary = &opened.summary;
    let took = format::duration(opened.elapsed_ms);
    let took = move || text::OPENED_IN.fill(session.lang.get(), &[("time", &took)]);
    let sure = session.sure.get_untracked();
    let totals = sure.degree(Figure::Totals);
    let (nodes, edges) = certainty::counts(summary.nodes, summary.edges, summary.cut.as_ref());
    let count = |word, number: u64, degree: Degree| {
        html! { <div><dt>{term(session, word)}</dt><dd class="number">{degree.count(number)}</dd></div> }
    };
    let inside = opened.inside.as_ref().map(|name| {
        let name = format::visible(name);
        html! { <bdi title=format::middle(&name, 400)>"› " {format::middle(&name, 60)}</bdi> }
    });
    let name = format::visible(&opened.name);
    html! {
        <dl class="numbers">
            <div class="file">
                <dt>{session.say(text::FILE)}</dt>
                <dd><bdi title=format::middle(&name, 400)>{format::middle(&name, 60)}</bdi>{inside}<span class="muted">{move || took()}</span></dd>
            </div>
            <div><dt>{session.say(text::FILE_SIZE)}</dt><dd class="number">{size(opened.file_size)}</dd></div>
            <div><dt>{session.say(text::TOTAL)}</dt><dd class="number">{sized(session, summary.total, totals)}</dd></div>
            {count(text::OBJECTS, nodes, totals)}
            {count(text::EDGES, edges, sure.degree(Figure::References))}
            {count(text::GC_ROOTS, summary.gc_roots, sure.roots())}
        </dl>
    }
}

/// What was odd in the file, as one line that unfolds.
fn warnings(session: Session, opened: Arc<Opened>) -> impl IntoView {
    let count = opened.warnings.len();
    (count > 0).then(|| {
        let line = move || text::WARNINGS.fill(session.lang.get(), &[("count", &format::count(count as u64))]);
        let list = move || {
            let lang = session.lang.get();
            opened.warnings.iter().map(|warning| html! { <li>{text::warning(warning, lang)}</li> }).collect_view()
        };
        html! { <details class="warnings"><summary>{move || line()}</summary><ul>{move || list()}</ul></details> }
    })
}

/// The answer first: the heap in one sentence, and what qualifies it.
fn answer_first(session: Session, report: &LeakReport) -> impl IntoView + use<> {
    let sure = session.sure.get_untracked();
    let said = says::verdict(report, sure);
    let level = match report.verdict {
        Verdict::Healthy => "ok",
        Verdict::Look => "warn",
        Verdict::Leaking => "hot",
        Verdict::Unknown => "muted",
    };
    let mark = if report.verdict == Verdict::Healthy { Icon::Check } else { Icon::Alert };
    let count = report.suspects.len();
    let limit = format::percent(report.constants.suspect_share, 0);
    // Of a file that was cut off, what was found is an estimate.
    let cut = (!sure.is_exact() && count > 0).then(|| {
        let phrase = match count {
            1 => text::SUSPECT_FOUND_CUT,
            _ => text::SUSPECTS_FOUND_CUT,
        };
        let words =
            move || phrase.fill(session.lang.get(), &[("count", &format::count(count as u64)), ("share", &limit)]);
        html! { <p class="lead">{move || words()}</p> }
    });
    html! {
        <p class=format!("verdict {level}") role="status">{icon(mark)} <span>{sentence(session, said)}</span></p>
        {cut}
    }
}

fn suspects(session: Session, report: &LeakReport) -> impl IntoView + use<> {
    let sure = session.sure.get_untracked();
    let largest = report.largest.clone().map(|row| {
        let share = sure.held().share(format::ratio(row.retained, session.opened().map_or(1, |o| o.summary.total)));
        let fill = move |slot| match slot {
            "object" => object(session, &row).into_any(),
            "bytes" => retained(session, &row).into_any(),
            _ => share.clone().into_any(),
        };
        html! { <p class="largest">{rich(session, text::LARGEST, fill)}</p> }
    });
    let made_of = says::made_of(report).map(|said| html! { <p>{sentence(session, said)}</p> });
    let cards = report.suspects.iter().enumerate().filter_map(|(at, suspect)| {
        let card = says::card(report, at, sure, Secrets::Shown)?;
        Some(html! { <SuspectCard card=card suspect=suspect.clone() /> })
    });
    let cards = cards.collect_view();
    let none = report.suspects.is_empty();
    html! {
        <section class="suspects" aria-labelledby="suspects-title">
            <h2 id="suspects-title">{term(session, if none { text::NO_SUSPECTS } else { text::SUSPECTS })}</h2>
            {made_of}
            {largest}
            {cards}
        </section>
    }
}

/// What is worth knowing about the memory.
fn notes(session: Session, report: &LeakReport) -> impl IntoView + use<> {
    let said = says::notes(report);
    (!said.is_empty()).then(|| {
        let lines: Vec<_> = said.into_iter().map(|said| html! { <li>{sentence(session, said)}</li> }).collect();
        html! {
            <section class="notes" aria-labelledby="notes-title">
                <h2 id="notes-title">{session.say(text::NOTES)}</h2>
                <ul>{lines}</ul>
            </section>
        }
    })
}
