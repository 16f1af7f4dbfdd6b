//! One line of a grid.

use super::{Plot, is_for};
use crate::session::Session;
use crate::view::cell::{edge, object_off_tab, share_bar, sized_in};
use crate::view::own_size;
use crate::widget::icon::{Icon, icon};
use heapsky::ids::{Bytes, ObjectId};
use heapsky::present::certainty::{Degree, Figure};
use heapsky::present::forest::Line;
use heapsky::present::listing::{Column, Entry, Label};
use heapsky::present::route::View;
use heapsky::present::{format, glossary, ignoring, naming, selecting, text};
use heapsky::question::Ignored;
use heapsky::question::classes::GroupName;
use heapsky::question::merged::ViaName;
use heapsky::question::report::SUSPECT_SHARE;
use leptos::attr::Attribute;
use leptos::attr::custom::custom_attribute;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The element of a line.
pub fn id(line: Line) -> String {
    format!("line-{}-{}", line.branch, line.position)
}

/// The macro knows no `aria-level`.
fn aria_level(level: u32) -> impl Attribute {
    custom_attribute("aria-level", level.to_string())
}

fn indent(level: u32) -> String {
    // A chain may be a million deep; past this the level is only said, not drawn.
    format!("{}px", 4 + 14 * (level - 1).min(32))
}

/// A row; until it is read, its place.
pub fn row(session: Session, plot: Plot, columns: &'static [Column], line: Line, total: Bytes) -> AnyView {
    let (entry, level, siblings) =
        plot.forest.with_untracked(|forest| (forest.entry(line).cloned(), forest.level(line), forest.siblings(line)));
    let Some(entry) = entry else {
        return html! {
            <div role="row" class="grid-row unread" id=id(line) {..aria_level(level)}>
                <span role="gridcell" class="name-cell muted" style:padding-inline-start=indent(level)>{text::LOADING.say(session.lang.get_untracked())}</span>
            </div>
        };
    };
    let lang = session.lang.get_untracked();
    let opens = entry.opens.is_some();
    let open = move || plot.forest.with(|forest| forest.opened(line).is_some());
    let expanded = move || opens.then(|| if open() { "true" } else { "false" });
    let object = entry.object();
    let selected = move || object.is_some() && session.route.with(|route| route.selected == object);
    let again = plot.is_again(line);
    let class = move || {
        let is = |is: bool, word: &'static str| if is { word } else { "" };
        ["grid-row", is(selected(), " selected"), is(plot.at.get() == line, " active"), is(again, " again")].concat()
    };
    let toggle = move |event: MouseEvent| {
        // The twist opens; it does not select.
        event.stop_propagation();
        plot.at.set(line);
        plot.toggle(line);
    };
    let click = move |event: MouseEvent| {
        plot.at.set(line);
        match object {
            Some(id) if !is_for(&event, "a") => session.select(id),
            // Nothing can be selected but opened.
            None => plot.toggle(line),
            _ => {}
        }
    };
    let circle = again.then(|| {
        html! { <span class="tag" title=text::CYCLE.say(lang)>"↻ " {text::CYCLE_SHORT.say(lang)}</span> }
    });
    let twist = match opens {
        true => html! {
            <span class="twist" class:open=move || open() aria-hidden="true" on:click=toggle on:dblclick=|event| event.stop_propagation()></span>
        },
        false => html! { <span class="twist none" aria-hidden="true"></span> },
    };
    let numbers: Vec<_> = columns.iter().skip(1).map(|column| cell(session, *column, &entry, total)).collect();
    html! {
        <div
            role="row"
            class=move || class()
            id=id(line)
            {..aria_level(level)}
            aria-posinset=(u64::from(line.position) + 1).to_string()
            aria-setsize=siblings.to_string()
            aria-expanded=move || expanded()
            aria-selected=move || if selected() { "true" } else { "false" }
            on:click=click
            on:dblclick=move |_| plot.toggle(line)
        >
            <span role="gridcell" class="name-cell" style:padding-inline-start=indent(level)>
                {twist}
                {label(session, plot, &entry, level)}
                {circle}
            </span>
            {numbers}
        </div>
    }
}

fn label(session: Session, plot: Plot, entry: &Entry, level: u32) -> AnyView {
    let lang = session.lang.get_untracked();
    match &entry.label {
        Label::Object { row, edge: reference, holds } => {
            let reference = reference.as_ref().map(|label| html! { {edge(session, label)} " " });
            let weak = (!holds).then(|| {
                html! { <span class="tag" title=text::NOT_HOLDING.say(lang)>{text::WEAK.say(lang)}</span> }
            });
            let what = text::root_category(&row.name).filter(|_| row.kind == heapsky::question::NodeKind::Synthetic);
            let what = what.map(|what| html! { <span class="explained muted">{what.say(lang)}</span> });
            let ignore = (level > 1 && plot.is_of_retainers()).then(|| ignore(session, row.id));
            html! { {reference} {object_off_tab(session, row)} {weak} {what} {ignore} }
        }
        Label::Alike { largest, same_name } => {
            let name = naming::alike(&largest.object, *same_name);
            let (count, bytes) = (format::count(entry.count.unwrap_or(0)), entry.retained);
            let held = session.sure.get_untracked().held();
            let bytes = held.bytes(bytes);
            let words = text::REPEATED.fill(lang, &[("count", &count), ("bytes", &bytes)]);
            let mark = crate::view::cell::mark(session, largest.object.category);
            // One row per class: some have one member.
            let times = (entry.count != Some(1)).then(|| html! { <span class="times">{words}</span> });
            html! { <span class="object alike">{mark} <bdi class="name">{name}</bdi> {times}</span> }
        }
        Label::Strings(strings) => {
            let begin = entry.name();
            let short = format::middle(&begin, 80);
            let mark = crate::view::cell::mark(session, strings.sample.category);
            html! { <span class="object alike">{mark} <bdi class="name" title=format::middle(&begin, 400)>{short}</bdi></span> }
        }
        Label::Holders(holders) => {
            let count = format::count(holders.holders);
            let words = text::HOLDERS.fill(lang, &[("count", &count)]);
            let times = (holders.holders > 1).then(|| html! { <span class="times">{words}</span> });
            let reference = match holders.via.name {
                ViaName::Many => html! { <bdi class="edge">"[…]"</bdi> }.into_any(),
                ViaName::Name(_) => edge(session, &holders.label).into_any(),
            };
            html! { {reference} " " {object_off_tab(session, &holders.largest)} {times} }
        }
        Label::Class(class) => {
            let name = selecting::group(&class.name, lang);
            let place = class.place.as_ref().map(|place| {
                let full = crate::view::object::location(session, place);
                let short = heapsky::question::report::short(&full);
                html! { <bdi class="class" title=full>{short}</bdi> }
            });
            let full = entry.name();
            // What V8 calls its own is explained where it stands.
            let meaning = glossary::of_name(&full);
            let full = format::middle(&full, 400);
            let title = match meaning {
                Some(meaning) => format!("{full}: {}", meaning.say(lang)),
                None => full,
            };
            let is_told = session.sure.get_untracked().degree(Figure::References) != Degree::Missing;
            let holders = (is_told && matches!(class.name, GroupName::Class(_))).then(|| {
                let key = class.key.clone();
                let href = move || session.href(|route| route.viewing(View::Paths(None)).grouping(&key));
                html! { <a class="act quiet" tabindex="-1" href=move || href() title=text::MERGED_LINK_LONG.say(lang) aria-label=text::MERGED_LINK.say(lang)>{icon(Icon::Paths)}</a> }
            });
            html! { <span class="object"><bdi class="name" title=title>{name}</bdi> {place}</span> {holders} }
        }
    }
}

/// Thinks a retainer away.
fn ignore(session: Session, id: ObjectId) -> impl IntoView {
    let href = move || session.href(|route| route.filtering(&ignoring::with(&route.filter, &Ignored::Object(id))));
    let lang = session.lang.get_untracked();
    let long = text::IGNORE_OBJECT.fill(lang, &[("id", &id.to_string())]);
    html! { <a class="act" tabindex="-1" href=move || href() title=long>{text::IGNORE.say(lang)}</a> }
}

fn cell(session: Session, column: Column, entry: &Entry, total: Bytes) -> AnyView {
    let (sure, lang) = (session.sure.get_untracked(), session.lang.get_untracked());
    let body = match column {
        Column::Name => ().into_any(),
        Column::Count => entry.count.map(|count| sure.degree(Figure::Totals).count(count)).into_any(),
        Column::Distance => match entry.distance {
            Some(distance) => {
                let (full, short) = (sure.distance(distance, lang), sure.short_distance(distance, lang));
                html! { <span title=full>{short}</span> }.into_any()
            }
            None => ().into_any(),
        },
        Column::Own => own_size::size(session, entry.shallow, entry.raw).into_any(),
        Column::Retained => sized_in(lang, entry.retained, sure.degree(Figure::Held)).into_any(),
        Column::Wasted => entry.wasted.map(|wasted| sized_in(lang, wasted, Degree::Exact)).into_any(),
        Column::Largest => match (&entry.label, entry.largest) {
            (Label::Class(class), Some(largest)) => {
                let held = sure.degree(Figure::Held);
                let (largest, smallest) = (held.bytes(largest), held.bytes(class.smallest));
                let values = [("largest", largest.as_str()), ("smallest", smallest.as_str())];
                let words = text::LARGEST_MEMBER_TITLE.fill(lang, &values);
                html! { <span class="size" title=words>{largest}</span> }.into_any()
            }
            _ => ().into_any(),
        },
        Column::Share => {
            // Of groups of strings the list shows what they are, not what they retain.
            let part = if entry.wasted.is_some() { entry.shallow } else { entry.retained };
            let hot = sure.held().is_known() && format::ratio(part, total) >= SUSPECT_SHARE;
            let mark = hot.then(|| {
                let share = format::percent(SUSPECT_SHARE, 0);
                let words = text::HOT.fill(lang, &[("share", &share)]);
                html! { <span class="hot-mark" role="img" title=words.clone() aria-label=words>"▲"</span> }
            });
            html! { {mark} {share_bar(part, total, hot, sure.held())} }.into_any()
        }
    };
    let class = match column {
        Column::Own => "number shallow own-column",
        Column::Distance => "number distance-column",
        Column::Largest => "number largest-column",
        Column::Share => "number share-cell",
        _ => "number",
    };
    html! { <span role="gridcell" class=class>{body}</span> }
}
