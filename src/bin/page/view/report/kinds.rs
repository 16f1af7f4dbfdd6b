//! Memory by kind, as one bar and as a table.

use crate::session::Session;
use crate::view::cell::{share_bar, size};
use heapsky::present::{format, text};
use heapsky::question::report::{KindSize, MemoryKind};
use leptos::prelude::*;

/// The colour of a kind of memory: that of the objects it is mostly made of.
fn colour(kind: MemoryKind) -> &'static str {
    match kind {
        MemoryKind::Code => "code",
        MemoryKind::Strings => "string",
        MemoryKind::JsArrays => "array",
        MemoryKind::TypedArrays => "number",
        MemoryKind::System => "system",
        MemoryKind::OtherObjects => "object",
        MemoryKind::OtherNative => "native",
        MemoryKind::Extra => "synthetic",
    }
}

/// The section; kinds without bytes are left out, largest first.
#[component]
pub fn Kinds(kinds: Vec<KindSize>, total: u64) -> impl IntoView {
    let session = Session::here();
    let mut kinds: Vec<_> = kinds.into_iter().filter(|kind| kind.bytes > 0).collect();
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.bytes));
    let bar = kinds.iter().map(|kind| {
        let width = format!("{:.3}%", format::ratio(kind.bytes, total) * 100.0);
        view! { <span class=format!("kind-{}", colour(kind.kind)) style:width=width></span> }
    });
    let bar = bar.collect_view();
    let rows = kinds.iter().map(|kind| {
        let count = (kind.kind != MemoryKind::Extra).then(|| format::count(kind.count));
        view! {
            <tr>
                <th scope="row">
                    <span class=format!("mark kind-{}", colour(kind.kind))></span>
                    {session.say(text::memory(kind.kind))}
                </th>
                <td class="number">{count}</td>
                <td class="number">{size(kind.bytes)}</td>
                <td class="number">{share_bar(kind.bytes, total, false)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="kinds" aria-labelledby="kinds-title">
            <h2 id="kinds-title">{session.say(text::BY_KIND)}</h2>
            <div class="stack" aria-hidden="true">{bar}</div>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{session.say(text::KIND)}</th>
                        <th scope="col" class="number">{session.say(text::COUNT)}</th>
                        <th scope="col" class="number">{session.say(text::SIZE)}</th>
                        <th scope="col" class="number">{session.say(text::SHARE)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}
