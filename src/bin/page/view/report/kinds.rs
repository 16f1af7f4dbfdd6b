//! Memory by kind, as one bar and as a table.

use crate::session::Session;
use crate::view::cell::{kind_name, share_bar, sized};
use crate::view::own_size;
use crate::widget::picture::buttons as picture_buttons;
use heapsky::order;
use heapsky::present::certainty::{Degree, Figure};
use heapsky::present::picture::{self, Caption, Inks, Part};
use heapsky::present::{format, shallow, text};
use heapsky::question::Category;
use heapsky::question::report::{KindSize, MemoryKind};
use leptos::prelude::*;

/// Whose colour a kind of memory has: that of the objects it is mostly made of.
fn category(kind: MemoryKind) -> Category {
    match kind {
        MemoryKind::Code => Category::Code,
        MemoryKind::Strings => Category::String,
        MemoryKind::JsArrays => Category::Array,
        MemoryKind::TypedArrays => Category::Number,
        MemoryKind::System => Category::System,
        MemoryKind::OtherObjects => Category::Object,
        MemoryKind::OtherNative => Category::Native,
        MemoryKind::Extra => Category::Synthetic,
    }
}

fn colour(kind: MemoryKind) -> &'static str {
    kind_name(category(kind))
}

fn largest_first(kinds: &[KindSize]) -> Vec<KindSize> {
    let mut keys: Vec<_> = kinds.iter().zip(0..).map(|(kind, row)| (order::descending(kind.bytes), row)).collect();
    order::sort(&mut keys);
    keys.iter().map(|key| kinds[key.1 as usize].clone()).filter(|kind| kind.bytes > 0).collect()
}

/// The section; kinds without bytes are left out, largest first.
#[component]
pub fn Kinds(kinds: Vec<KindSize>, total: u64) -> impl IntoView {
    let session = Session::here();
    let sure = session.sure.get_untracked();
    let totals = sure.degree(Figure::Totals);
    let kinds = largest_first(&kinds);
    // Of a total that is itself a part, no share is exact.
    let share_degree = move |kind: MemoryKind| match (sure.memory(kind), totals) {
        (Degree::Exact, Degree::Exact) => Degree::Exact,
        _ => Degree::Estimate,
    };
    let parts = kinds.clone();
    let svg = move |inks: &Inks| {
        let (title, file) = crate::widget::picture::caption(session, text::BY_KIND);
        let lang = session.lang.get_untracked();
        let part = |kind: &KindSize| Part {
            name: text::memory(kind.kind).say(lang).to_owned(),
            bytes: kind.bytes,
            size: sure.memory(kind.kind),
            share: share_degree(kind.kind),
            category: category(kind.kind),
        };
        let parts: Vec<Part> = parts.iter().map(part).collect();
        picture::parts(&parts, total, &Caption { title: &title, file: &file }, inks)
    };
    let bar = kinds.iter().map(|kind| {
        let width = format::percent(format::ratio(kind.bytes, total), 3);
        html! { <span class=format!("kind-{}", colour(kind.kind)) style:width=width></span> }
    });
    let bar = bar.collect_view();
    let rows = kinds.iter().map(|kind| {
        let degree = sure.memory(kind.kind);
        let count = (kind.kind != MemoryKind::Extra).then(|| degree.count(kind.count));
        let share = share_degree(kind.kind);
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
            {picture_buttons(session, "memory-by-kind", svg)}
        </section>
    }
}
