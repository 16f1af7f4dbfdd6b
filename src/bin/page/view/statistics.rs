//! What is the memory made of? (statistics 统计)
//!
//! Owns the view of the route `statistics`: DevTools' parts of the heap as a bar and as a table, whose memory it is, and
//! V8's kinds of node.

use super::cell::{share_bar, sized, term};
use super::report::kinds::Kinds;
use crate::session::Session;
use crate::widget::asked::{asked, failed, loading};
use crate::widget::save::save;
use heapsky::ids::Bytes;
use heapsky::present::certainty::{Degree, Figure};
use heapsky::present::exported::{Sums, csv_sums, json_sums};
use heapsky::present::text::{self, Phrase};
use heapsky::question::Statistics;
use heapsky::question::report::{KindSize, MemoryKind};
use heapsky::question::statistics::Parts;
use leptos::prelude::*;

/// The view.
#[component]
pub fn StatisticsView() -> impl IntoView {
    let session = Session::here();
    let answer = asked(session, Statistics);
    let body = move || match answer.get() {
        None => loading(session),
        Some(Err(error)) => failed(session, error),
        Some(Ok(parts)) => tables(session, &parts),
    };
    html! {
        <div class="report statistics" tabindex="0" role="region" aria-label=session.say(text::STATISTICS)>
            <h1>{session.say(text::STATISTICS)}</h1>
            <p class="muted">{session.say(text::STATISTICS_LEAD)}</p>
            {move || body()}
        </div>
    }
}

fn tables(session: Session, parts: &Parts) -> AnyView {
    let kinds = parts.kinds.iter().map(|part| KindSize { kind: part.kind, bytes: part.bytes, count: part.count });
    let kinds: Vec<KindSize> = kinds.collect();
    let sure = session.sure.get_untracked();
    let degree = sure.degree(Figure::Held).min(sure.degree(Figure::Totals));
    let total = parts.total;
    let origins: Vec<_> = parts
        .origins
        .iter()
        .map(|part| row(session, text::origin(part.origin), degree, part.count, part.bytes, total))
        .collect();
    let nodes: Vec<_> = parts
        .nodes
        .iter()
        .map(|part| {
            row(session, text::node_kind(part.kind), sure.degree(Figure::Totals), part.count, part.shallow, total)
        })
        .collect();
    let parts = parts.clone();
    let export = move |json: bool| {
        let rows = sums(session, &parts);
        match json {
            true => save("statistics.json", "application/json", &json_sums(&rows)),
            false => save("statistics.csv", "text/csv", &csv_sums(&rows)),
        }
    };
    let as_csv = export.clone();
    html! {
        <Kinds kinds=kinds total=total />
        {table(session, text::ORIGINS, text::ORIGIN, origins)}
        {table(session, text::NODE_KINDS, text::V8_KIND, nodes)}
        <p class="muted">{session.say(text::NODE_KINDS_ALL)}</p>
        <p class="grid-foot">
            <span></span>
            <button type="button" class="button" on:click=move |_| as_csv(false)>{session.say(text::EXPORT_CSV)}</button>
            <button type="button" class="button" on:click=move |_| export(true)>{session.say(text::EXPORT_JSON)}</button>
        </p>
    }
    .into_any()
}

/// All three tables as one, in the words of the page.
fn sums(session: Session, parts: &Parts) -> Vec<Sums> {
    let lang = session.lang.get_untracked();
    let row = |table: Phrase, name: Phrase, count: Option<u64>, bytes: Bytes| Sums {
        table: table.say(lang).to_owned(),
        name: name.say(lang).to_owned(),
        count,
        bytes,
    };
    let kinds = parts.kinds.iter().map(|part| {
        let count = (part.kind != MemoryKind::Extra).then_some(part.count);
        row(text::BY_KIND, text::memory(part.kind), count, part.bytes)
    });
    let origins =
        parts.origins.iter().map(|part| row(text::ORIGINS, text::origin(part.origin), Some(part.count), part.bytes));
    let nodes = parts
        .nodes
        .iter()
        .map(|part| row(text::NODE_KINDS, text::node_kind(part.kind), Some(part.count), part.shallow));
    kinds.chain(origins).chain(nodes).collect()
}

fn table(session: Session, title: Phrase, first: Phrase, rows: Vec<AnyView>) -> AnyView {
    let head = move |word| html! { <th scope="col" class="number">{term(session, word)}</th> };
    html! {
        <section class="kinds">
            <h2>{session.say(title)}</h2>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{session.say(first)}</th>
                        {head(text::COUNT)}
                        {head(text::SHALLOW)}
                        {head(text::SHARE)}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn row(session: Session, name: Phrase, degree: Degree, count: u64, bytes: Bytes, total: Bytes) -> AnyView {
    // Of a total that is itself a part, no share is a bound.
    let share = if degree == Degree::Exact { Degree::Exact } else { Degree::Estimate };
    html! {
        <tr>
            <th scope="row">{session.say(name)}</th>
            <td class="number">{degree.count(count)}</td>
            <td class="number">{sized(session, bytes, degree)}</td>
            <td class="number">{share_bar(bytes, total, false, share)}</td>
        </tr>
    }
    .into_any()
}
