//! The head of a grid: names of columns, which sort, and edges, which are dragged.

use super::Plot;
use crate::session::Session;
use crate::view::cell::term;
use crate::view::own_size;
use heapsky::present::listing::{Column, Sort};
use heapsky::present::text;
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A column is at least so wide.
const LEAST: u32 = 52;

/// The widths as CSS has them; the names take what is left.
pub fn template(columns: &[Column], widths: &[u32], without: &[Column]) -> String {
    let widths = shown(columns, widths, without).map(|width| match width {
        0 => format!("minmax({}px, 1fr)", Column::NAMES),
        width => format!("{width}px"),
    });
    widths.collect::<Vec<_>>().join(" ")
}

/// How wide a row is at least, in pixels: those below are as wide as the heads.
pub fn least(columns: &[Column], widths: &[u32], without: &[Column]) -> u32 {
    Column::NAMES + shown(columns, widths, without).sum::<u32>()
}

/// The widths of the columns that are there; that of the names is 0.
fn shown(columns: &[Column], widths: &[u32], without: &[Column]) -> impl Iterator<Item = u32> {
    columns.iter().zip(widths).filter(|(column, _)| !without.contains(column)).map(|(_, width)| *width)
}

/// The row of heads.
pub fn head(session: Session, plot: Plot, columns: &'static [Column], widths: RwSignal<Vec<u32>>) -> impl IntoView {
    let cells: Vec<_> =
        columns.iter().enumerate().map(|(at, column)| cell(session, plot, *column, at, widths)).collect();
    html! {
        <div role="rowgroup" class="grid-head">
            <div role="row" class="grid-row">{cells}</div>
        </div>
    }
}

fn cell(session: Session, plot: Plot, column: Column, at: usize, widths: RwSignal<Vec<u32>>) -> AnyView {
    let class = match column {
        Column::Name => "head",
        Column::Largest => "head number largest-column",
        Column::Distance => "head number distance-column",
        Column::Own => "head number own-column",
        _ => "head number",
    };
    let sorts = plot.shown().and_then(|(listing, _)| listing.sorts_by(column));
    let now = move || plot.shown().map(|(_, sort)| sort).filter(|sort| sort.column == column);
    let state = move || match now() {
        Some(Sort { descending: true, .. }) => Some("descending"),
        Some(_) => Some("ascending"),
        None => sorts.map(|_| "none"),
    };
    let title = match column {
        Column::Name => plot.shown().map_or(text::OBJECT, |(listing, _)| listing.names()),
        column => column.title(),
    };
    let words = move || (column != Column::Own).then(|| term(session, title));
    // Its own word is a button that changes what it shows.
    let own = (column == Column::Own).then(|| own_size::head(session));
    let sort = sorts.map(|first| {
        let other = move || match now() {
            Some(sort) => Sort { descending: !sort.descending, ..sort },
            None => first,
        };
        let arrow = move || match now() {
            Some(Sort { descending: true, .. }) => "↓",
            Some(_) => "↑",
            None => "↕",
        };
        let href = move || {
            let sort = other().word();
            session.href(|route| route.sorting(&sort))
        };
        let label = move || {
            let column = session.say(title)();
            text::SORT_BY.fill(session.lang.get(), &[("column", column)])
        };
        html! { <a class="sort" class:on=move || now().is_some() href=move || href() aria-label=move || label() title=move || label()>{words()} <span class="arrow" aria-hidden="true">{move || arrow()}</span></a> }.into_any()
    });
    let sort = sort.unwrap_or_else(|| words().into_any());
    let edge = (column != Column::Name).then(|| html! { <span class="edge-drag" aria-hidden="true" on:pointerdown=move |event| drag(&event, at, widths)></span> });
    html! {
        <span role="columnheader" class=class aria-sort=move || state()>
            {edge}
            {own}
            {sort}
        </span>
    }
    .into_any()
}

/// Follows the pointer until it is let go; the column's left edge goes with it.
fn drag(event: &PointerEvent, at: usize, widths: RwSignal<Vec<u32>>) {
    event.prevent_default();
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(target) = target else { return };
    let _ = target.set_pointer_capture(event.pointer_id());
    let (from, width) = (event.client_x(), widths.with_untracked(|widths| widths[at]));
    let moved = wasm_bindgen::closure::Closure::<dyn FnMut(PointerEvent)>::new(move |event: PointerEvent| {
        // A pointer that only passes by holds no button.
        if event.buttons() > 0 {
            let wide = i64::from(width) + i64::from(from - event.client_x());
            widths.update(|widths| widths[at] = wide.clamp(i64::from(LEAST), 600) as u32);
        }
    });
    if let Ok(target) = target.dyn_into::<web_sys::HtmlElement>() {
        // The element keeps the last one alone, and drops it with the grid.
        target.set_onpointermove(Some(moved.into_js_value().unchecked_ref()));
    }
}
