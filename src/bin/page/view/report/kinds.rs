//! Memory by kind, as one bar and as a table.

use crate::session::Session;
use crate::view::cell::{share_bar, sized};
use crate::view::own_size;
use heapsky::order;
use heapsky::present::certainty::{Degree, Figure};
use heapsky::present::{format, shallow, text};
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
    let sure = session.sure.get_untracked();
    let totals = sure.degree(Figure::Totals);
    let mut keys: Vec<_> = kinds.iter().zip(0..).map(|(kind, row)| (order::descending(kind.bytes), row)).collect();
    order::sort(&mut keys);
    let kinds: Vec<_> = keys.iter().map(|key| &kinds[key.1 as usize]).filter(|kind| kind.bytes > 0).collect();
    let bar = kinds.iter().map(|kind| {
        let width = format::percent(format::ratio(kind.bytes, total), 3);
        html! { <span class=format!("kind-{}", colour(kind.kind)) style:width=width></span> }
    });
    let bar = bar.collect_view();
    let rows = kinds.iter().map(|kind| {
        let degree = sure.memory(kind.kind);
        let count = (kind.kind != MemoryKind::Extra).then(|| degree.count(kind.count));
        // Of a total that is itself a part, no share is exact.
        let share = if degree == Degree::Exact && totals == Degree::Exact { Degree::Exact } else { Degree::Estimate };
        html! {
            <tr>
                <th scope="row">
                    <span class=format!("mark kind-{}", colour(kind.kind))></span>
                    {session.say(text::memory(kind.kind))}
                </th>
                <td class="number">{count}</td>
                <td class="number">{sized(session, kind.bytes, degree)}</td>
                <td class="number">{share_bar(kind.bytes, total, false, share)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let title = move || match shallow::is_fixed(sure) {
        true => session.say(text::RAW_FIXED)(),
        false => session.say(text::BY_KIND_SIZES)(),
    };
    let arrays = (sure.degree(Figure::Names) == Degree::Missing).then(|| {
        html! { <p class="muted">{session.say(text::BY_KIND_CUT)}</p> }
    });
    let stores = (!sure.is_exact()).then(|| html! { <p class="muted">{session.say(text::BY_KIND_STORES)}</p> });
    html! {
        <section class="kinds" aria-labelledby="kinds-title">
            <h2 id="kinds-title">{session.say(text::BY_KIND)}</h2>
            {own_size::sums(session)}
            <div class="stack" aria-hidden="true">{bar}</div>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{session.say(text::KIND)}</th>
                        <th scope="col" class="number">{session.say(text::COUNT)}</th>
                        <th scope="col" class="number"><span class="term" title=move || title()>{session.say(text::SIZE)}</span></th>
                        <th scope="col" class="number">{session.say(text::SHARE)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {stores} {arrays}
        </section>
    }
}
