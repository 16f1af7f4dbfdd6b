//! A table of millions of rows, each of which may open into another such table.
//!
//! Owns the part of a [`Plot`] that is on the screen. Rows of one height are drawn where they are looked at, and read
//! from the worker as they come into sight; nothing moves when they arrive. Browsers end at some 17 million pixels, so a
//! longer list is scrolled in scale: the wheel moves by rows, the bar by shares. The keyboard goes by
//! `aria-activedescendant`, since the row that has it may leave the page.

mod head;
mod keys;
mod plot;
mod row;

use crate::session::Session;
use crate::widget::asked::trouble;
use crate::widget::follow::follow;
use crate::widget::keyed::keyed;
use heapsky::present::forest::Line;
use heapsky::present::listing::Column;
use heapsky::present::text::{self, Phrase};
use heapsky::present::window::{self, ROW};
use leptos::html::Div;
use leptos::prelude::*;
pub use plot::{Place, Plot, Shelf};
use std::time::Duration;
use wasm_bindgen::JsCast;

/// Rows drawn above and below what is in sight, so that a short way shows no gap.
const SPARE: u64 = 8;

/// Milliseconds until they are, once what is in sight is on the screen.
const SOON: Duration = Duration::from_millis(50);

/// The grid of a plot. `label`: what a screen reader calls it.
#[component]
pub fn Grid(plot: Plot, label: Phrase, total: u64) -> impl IntoView {
    let session = Session::here();
    let scroller = NodeRef::<Div>::new();
    let columns: &'static [Column] = plot.columns();
    let listing = plot.shown_untracked().map(|(listing, _)| listing);
    let sorts = |column: Column| listing.as_ref().is_some_and(|listing| listing.sorts_by(column).is_some());
    let natural: Vec<(Column, u32)> = columns.iter().map(|column| (*column, column.width(sorts(*column)))).collect();
    let widths = RwSignal::new(natural.iter().map(|(_, width)| *width).collect::<Vec<u32>>());
    let room = RwSignal::new(u32::MAX);
    // Not by what was dragged: a column that is made wider pushes no other out.
    let sorted = move || plot.shown().map(|(_, sort)| sort.column);
    let without = Memo::new(move |_| Column::without_room(&natural, room.get(), sorted()));
    let is_without = move |column: Column| without.with(|without| without.contains(&column));
    let template = move || widths.with(|widths| without.with(|without| head::template(columns, widths, without)));
    let least = move || widths.with(|widths| without.with(|without| head::least(columns, widths, without)));
    // What is seen of it, in pixels; a guess until the browser has laid it out.
    let sight = RwSignal::new(900.0f64);
    let measure = move || {
        if let Some(element) = scroller.get_untracked() {
            // The head lies over the first row's place.
            let height = (f64::from(element.client_height()) - ROW).max(ROW);
            let width = u32::try_from(element.client_width()).unwrap_or(u32::MAX);
            if sight.get_untracked() != height {
                sight.set(height);
            }
            if room.get_untracked() != width {
                room.set(width);
            }
        }
    };
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || {
        resized.remove();
        plot.stop(session);
    });
    // The panel takes room when something is selected.
    let selected = Memo::new(move |_| session.route.with(|route| route.selected.is_some()));
    follow(move || {
        selected.track();
        request_animation_frame(measure);
    });
    scroller.on_load(move |element| {
        request_animation_frame(move || {
            measure();
            // Back where one was.
            let rows = plot.forest.with_untracked(|forest| forest.height());
            let top = window::offset(plot.first.get_untracked(), rows, sight.get_untracked());
            plot.last.set_value(top);
            element.set_scroll_top(top as i32);
        });
    });
    // A list in another order begins at its top. Not set where it is there already: that makes the browser lay all out at once.
    let rewound = StoredValue::new(plot.rewound.get_untracked());
    follow(move || {
        let times = plot.rewound.get();
        if let Some(element) = scroller.get_untracked().filter(|_| rewound.get_value() != times) {
            rewound.set_value(times);
            element.set_scroll_top(0);
        }
    });
    // A list that begins has no rows to spare, which would keep those in sight from the screen.
    follow(move || {
        plot.turn.track();
        let busy = session.busy();
        let complete = move || {
            plot.spare.set(SPARE);
            drop(busy);
        };
        request_animation_frame(move || set_timeout(complete, SOON));
    });
    let rows = move || plot.forest.with(|forest| forest.height());
    let scroll = move |_| {
        let Some(element) = scroller.get_untracked() else { return };
        // What stands around a list, such as the words above it, comes and goes without a word to the list.
        measure();
        let (top, rows) = (f64::from(element.scroll_top()), plot.forest.with_untracked(|forest| forest.height()));
        let first = window::first(plot.first.get_untracked(), plot.last.get_value(), top, rows, sight.get_untracked());
        plot.last.set_value(top);
        plot.first.set(first);
    };
    let span = move || {
        let (first, rows) = (plot.first.get(), rows());
        let spare = plot.spare.get();
        let from = (first as u64).saturating_sub(spare);
        let to = (first + sight.get() / ROW).ceil() as u64 + spare;
        (from.min(rows), to.min(rows))
    };
    follow(move || {
        let (from, to) = span();
        plot.fill(session, from, to);
    });
    // A line is another row once it is read.
    const READ: u64 = 1 << 63;
    let lines = move || {
        let (from, to) = span();
        plot.forest.with(|forest| {
            let lines = (from..to).filter_map(|at| forest.line(at));
            lines.map(|line| u64::from(line) | if forest.entry(line).is_some() { READ } else { 0 }).collect()
        })
    };
    let shift = move || {
        let (from, _) = span();
        let first = plot.first.get();
        format!("translateY({}px)", (plot.last.get_value() - (first - from as f64) * ROW).round())
    };
    let go = move |line: Line| {
        measure();
        plot.go(line, scroller, sight.get_untracked());
    };
    let active = move || plot.at.try_get().map(row::id);
    html! {
        <div
            class="grid"
            class:failed=move || plot.error.get().is_some() && plot.forest.with(|forest| forest.total().is_none())
            class:narrow=move || room.get() < Column::NARROW
            class:no-largest=move || is_without(Column::Largest)
            class:no-distance=move || is_without(Column::Distance)
            class:no-own=move || is_without(Column::Own)
            role="treegrid"
            tabindex="0"
            node_ref=scroller
            aria-label=session.say(label)
            aria-busy=move || plot.is_old.get().then_some("true")
            aria-rowcount=move || (rows() + 1).to_string()
            aria-activedescendant=move || active()
            style:--columns=move || template()
            on:scroll=scroll
            on:keydown=move |event| keys::press(plot, session, &event, &go)
        >
            {head::head(session, plot, columns, widths)}
            <div class="grid-space" style:min-width=move || format!("{}px", least()) style:height=move || format!("{}px", window::height(rows()))>
                <div class="grid-window" role="rowgroup" style:transform=move || shift()>
                    {move || {
                        // Its rows have the keys that those of the order before had.
                        plot.turn.track();
                        // Rows have their words and sizes once and for all: an effect for each would take longer than the row.
                        session.lang.track();
                        session.own_size();
                        keyed(lines, move |line: u64| row::row(session, plot, columns, Line::from(line & !READ), total))
                    }}
                </div>
            </div>
        </div>
        {move || plot.error.get().map(|error| html! {
            <div class="grid-trouble">
                {trouble(session, error)}
                <button type="button" class="button" on:click=move |_| plot.error.set(None)>{session.say(text::TRY_AGAIN)}</button>
            </div>
        })}
    }
}

/// Whether an event came from a part of the row that has an answer of its own.
fn is_for(event: &web_sys::Event, selector: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
}
