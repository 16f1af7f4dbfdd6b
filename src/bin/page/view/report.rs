//! What leaks? (leak report 内存泄漏报表)
//!
//! Takes the open heap's summary and the answer to `Report`; gives the numbers, the suspects and the sizes by kind.

mod kinds;
mod suspect;

use super::cell::{object, retained, size, sized, term};
use crate::session::Session;
use crate::widget::asked::{asked, loading, trouble};
use crate::widget::rich::rich;
use heapsky::present::certainty::{self, Degree, Figure};
use heapsky::present::{format, text};
use heapsky::protocol::Opened;
use heapsky::question::Report;
use heapsky::question::report::LeakReport;
use kinds::Kinds;
use leptos::prelude::*;
use std::sync::Arc;
use suspect::SuspectCard;

/// The view.
#[component]
pub fn ReportView(opened: Arc<Opened>) -> impl IntoView {
    let session = Session::here();
    let answer = asked(session, Report {});
    let total = opened.summary.total;
    let body = move || match answer.get() {
        None => loading(session),
        Some(Err(error)) => trouble(session, error),
        Some(Ok(report)) => {
            let kinds = report.kinds.clone();
            html! {
                {suspects(session, report, total)}
                <Kinds kinds=kinds total=total />
            }
        }
    };
    html! {
        <div class="report">
            <h1>{session.say(text::REPORT_FULL)}</h1>
            {numbers(session, &opened)}
            {warnings(session, opened.clone())}
            {move || body()}
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

fn suspects(session: Session, report: LeakReport, total: u64) -> impl IntoView {
    let limit = format::percent(report.suspect_share, 0);
    let count = report.suspects.len();
    let sure = session.sure.get_untracked();
    let largest = report.largest;
    let lead = move || {
        let lang = session.lang.get();
        let phrase = match (count, sure.is_exact()) {
            _ if sure.is_blind() => text::NO_SUSPECT_BLIND,
            (0, true) => text::NO_SUSPECT,
            (0, false) => text::NO_SUSPECT_CUT,
            (1, true) => text::SUSPECT_FOUND,
            (1, false) => text::SUSPECT_FOUND_CUT,
            (_, true) => text::SUSPECTS_FOUND,
            (_, false) => text::SUSPECTS_FOUND_CUT,
        };
        phrase.fill(lang, &[("count", &format::count(count as u64)), ("share", &limit)])
    };
    let largest = largest.filter(|_| count == 0).map(|row| {
        let share = sure.held().share(format::ratio(row.retained, total));
        let fill = move |slot| match slot {
            "object" => object(session, &row).into_any(),
            "bytes" => retained(session, &row).into_any(),
            _ => share.clone().into_any(),
        };
        html! { <p class="largest">{rich(session, text::LARGEST, fill)}</p> }
    });
    let cards = report.suspects.into_iter().enumerate();
    let cards = cards.map(|(at, suspect)| html! { <SuspectCard number=at + 1 suspect=suspect /> });
    html! {
        <section class="suspects" aria-labelledby="suspects-title">
            <h2 id="suspects-title">{term(session, text::SUSPECTS)}</h2>
            <p class="lead">{move || lead()}</p>
            {largest}
            {cards.collect_view()}
        </section>
    }
}
