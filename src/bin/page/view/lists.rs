//! The views that are lists: tree list 树状列表, object-cluster view 对象簇视图, containment from the GC roots.
//!
//! Owns what stands above each grid: title, the chain of dominators, the filter, the export. What is open and where one is
//! stays on the [`Shelf`] while another view is looked at.

use super::cell::{term, title};
use crate::client::AskError;
use crate::session::Session;
use crate::widget::asked::{asked, trouble};
use crate::widget::follow::follow;
use crate::widget::grid::{Grid, Place, Plot, Shelf};
use crate::widget::save::save;
use heapsky::ids::ObjectId;
use heapsky::present::certainty::Figure;
use heapsky::present::exported::{csv_head, csv_row, json_row};
use heapsky::present::listing::{Below, Listing, Sort};
use heapsky::present::route::{Route, View};
use heapsky::present::text::{self, Phrase};
use heapsky::present::{format, naming};
use heapsky::protocol::Opened;
use heapsky::question::{Facts, Ignored, ObjectRow, Page};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Most rows of one exported file.
const EXPORTED: u32 = 200_000;

/// The dominator tree, object by object.
#[component]
pub fn TreeView(opened: Arc<Opened>, of: Option<ObjectId>) -> impl IntoView {
    let subject = of.unwrap_or(opened.summary.root);
    let listing = Listing::Subject { of: subject, below: Below::Children };
    let head = crumbs(subject, View::Tree);
    list(&opened, Place::Tree, text::TREE, head, listing)
}

/// The dominator tree with like children as one.
#[component]
pub fn ClusterView(opened: Arc<Opened>, of: Option<ObjectId>) -> impl IntoView {
    let session = Session::here();
    let subject = of.unwrap_or(opened.summary.root);
    // Kept in the address as the filter of this view.
    let by_class = session.route.with_untracked(|route| route.filter == BY_CLASS);
    let switch = move |_| {
        let filter = if by_class { "" } else { BY_CLASS };
        session.go(&session.route.with_untracked(|route| route.filtering(filter)));
    };
    let head = html! {
        <p class="muted">{session.say(text::CLUSTER_LEAD)}</p>
        {crumbs(subject, View::Cluster)}
        <label class="switch"><input type="checkbox" prop:checked=by_class on:change=switch /> {session.say(text::BY_CLASS)}</label>
    };
    let listing = Listing::Subject { of: subject, below: Below::Cluster { by_class } };
    list(&opened, Place::Cluster, text::CLUSTER, head.into_any(), listing)
}

const BY_CLASS: &str = "by-class";

/// References, from the roots down.
#[component]
pub fn RootsView(opened: Arc<Opened>, of: Option<ObjectId>) -> impl IntoView {
    let session = Session::here();
    let subject = of.unwrap_or(opened.summary.root);
    let head = html! { <p class="muted">{session.say(text::ROOTS_LEAD)}</p> };
    list(&opened, Place::Roots, text::GC_ROOTS, head.into_any(), Listing::Subject { of: subject, below: Below::Edges })
}

/// The tree of retainers, below what the view of paths has above it.
#[component]
pub fn RetainersGrid(opened: Arc<Opened>, of: ObjectId, ignored: Arc<[Ignored]>) -> impl IntoView {
    let listing = Listing::Subject { of, below: Below::Retainers { ignored } };
    grid(&opened, Place::Retainers, text::RETAINER_TREE, listing)
}

/// Who holds the objects of a class, by its key.
#[component]
pub fn MergedGrid(opened: Arc<Opened>, class: String) -> impl IntoView {
    grid(&opened, Place::Merged, text::MERGED, Listing::Merged { class, above: Arc::default() })
}

/// What all have in common.
pub fn list(opened: &Arc<Opened>, place: Place, title: Phrase, head: AnyView, listing: Listing) -> AnyView {
    let session = Session::here();
    html! {
        <div class="list-view">
            <h1>{term(session, title)}</h1>
            {head}
            {grid(opened, place, title, listing)}
        </div>
    }
    .into_any()
}

/// The grid with its foot.
pub fn grid(opened: &Arc<Opened>, place: Place, title: Phrase, listing: Listing) -> impl IntoView + use<> {
    let session = Session::here();
    let plot = expect_context::<Shelf>().plot(place);
    let file = format!("{} {}", opened.summary.fingerprint, opened.name);
    let summed = matches!(listing, Listing::Classes { .. } | Listing::Strings { .. });
    let is_strings = matches!(listing, Listing::Strings { .. });
    let here = session.route.with_untracked(Route::subject);
    let turn = move || {
        // The next view's order is none of this one's business.
        let Some(asked) = session.route.with(|route| (route.subject() == here).then(|| Sort::parse(&route.sort)))
        else {
            return;
        };
        let sort = asked.filter(|sort| listing.sorts_by(sort.column).is_some()).unwrap_or(listing.natural());
        plot.turn(session, &file, &listing, sort);
    };
    // Before the grid is there, and again with the address.
    turn();
    follow(turn);
    let total = opened.summary.total;
    let rows = move || {
        let count = plot.forest.with(|forest| forest.total()).filter(|_| summed)?;
        let (objects, bytes, wasted) = plot.sum.get().unwrap_or_default();
        let totals = session.sure.get().degree(Figure::Totals);
        let (count, objects) = (format::count(u64::from(count)), totals.count(objects));
        let [bytes, wasted_bytes] = [bytes, wasted].map(|bytes| totals.bytes(bytes));
        let values = [
            ("count", &*count),
            ("objects", &objects),
            ("strings", &objects),
            ("bytes", &bytes),
            ("wasted", &wasted_bytes),
        ];
        let words = match (&*count, is_strings, wasted) {
            ("0", ..) => text::NO_CLASS,
            (_, false, _) => text::SHOWN_OF,
            (_, true, 0) => text::STRINGS_SUM,
            (_, true, _) => text::STRINGS_SUM_WASTED,
        };
        Some(words.fill(session.lang.get(), &values))
    };
    html! {
        <Grid plot=plot label=title total=total />
        <p class="grid-foot">
            <span class="muted" role="status">{move || rows()}</span>
            <Export plot=plot title=title />
        </p>
    }
}

/// The chain of dominators above an object, each a link to the same view of it.
fn crumbs(of: ObjectId, view: fn(Option<ObjectId>) -> View) -> AnyView {
    let session = Session::here();
    let answer = asked(session, Facts { of });
    let crumb = move |row: &ObjectRow| {
        let id = row.id;
        let href = move || session.href(|route| route.viewing(view(Some(id))));
        html! { <li><a href=move || href() title=title(row)><bdi>{naming::short(row)}</bdi></a></li> }
    };
    let list = move || {
        let facts = answer.get()?.ok()?;
        let (gap, skipped) = (facts.chain.len().div_ceil(2), facts.chain_skipped);
        let links = facts.chain.iter().enumerate().map(|(at, row)| {
            let left_out = (skipped > 0 && at == gap).then(|| {
                let count = format::count(skipped);
                let title = move || text::STEPS_LEFT_OUT.fill(session.lang.get(), &[("count", &count)]);
                html! { <li title=move || title()>"⋯"</li> }
            });
            html! { {left_out} {crumb(row)} }
        });
        let links: Vec<_> = links.collect();
        let here = html! { <li aria-current="page"><bdi>{naming::short(&facts.object)}</bdi></li> };
        Some(html! { <ol>{links} {here}</ol> })
    };
    html! { <nav class="crumbs" aria-label=session.say(text::TREE_LEVELS)>{move || list()}</nav> }.into_any()
}

/// What there is to say of an export that ended.
#[derive(Clone)]
enum Told {
    /// Only the first of so many rows are in the file.
    Cut(u64),
    Failed(AskError),
}

/// The topmost list as a file; of a list of one row, what that opens into.
#[component]
fn Export(plot: Plot, title: Phrase) -> impl IntoView {
    let session = Session::here();
    // What there is to say of the last export.
    let told = RwSignal::new(None::<Told>);
    // How much of the one under way is done.
    let going = RwSignal::new(None::<f64>);
    // Counts exports: one that was stopped, or whose list is gone, is not the last any more.
    let last = RwSignal::new(0u32);
    let export = move |json: bool| {
        let Some((listing, sort)) = plot.shown() else { return };
        let listing = match listing {
            Listing::Subject { of, below } => below.of(of),
            other => other,
        };
        let this = last.get_untracked().wrapping_add(1);
        last.set(this);
        told.set(None);
        going.set(Some(0.0));
        spawn_local(async move {
            let columns = listing.columns();
            let mut parts = Vec::new();
            let mut offset = 0;
            let (is_whole, total) = loop {
                let page = Page { offset, limit: Page::MAX };
                let answer = session.ask_any(listing.question(sort, page)).await;
                let rows = match answer.map(|answer| listing.entries(answer)) {
                    Ok(Some(rows)) => rows,
                    other => {
                        let _ = going.try_set(None);
                        let _ = told.try_set(Some(Told::Failed(other.err().unwrap_or(AskError::Gone))));
                        return;
                    }
                };
                if last.try_get_untracked() != Some(this) {
                    return;
                }
                offset += rows.rows.len() as u32;
                going.set(Some(f64::from(offset) / rows.total.clamp(1, u64::from(EXPORTED)) as f64));
                let row = if json { json_row } else { csv_row };
                parts.extend(rows.rows.iter().map(|entry| row(columns, entry)));
                if rows.rows.is_empty() || u64::from(offset) >= rows.total {
                    break (true, rows.total);
                }
                if offset >= EXPORTED {
                    break (false, rows.total);
                }
            };
            going.set(None);
            told.set((!is_whole).then_some(Told::Cut(total)));
            let mut name = title.say(text::Lang::En).to_ascii_lowercase().replace(' ', "-");
            if !is_whole {
                name.push_str(&format!("-first-{EXPORTED}"));
            }
            match json {
                true => save(&format!("{name}.json"), "application/json", &format!("[{}]\n", parts.join(",\n"))),
                false => save(&format!("{name}.csv"), "text/csv", &format!("{}{}", csv_head(columns), parts.concat())),
            }
        });
    };
    let told = move || match told.get()? {
        Told::Failed(error) => Some(trouble(session, error).into_any()),
        Told::Cut(total) => {
            let (count, total) = (format::count(u64::from(EXPORTED)), format::count(total));
            let words = text::EXPORT_CUT.fill(session.lang.get(), &[("count", &count), ("total", &total)]);
            Some(html! { <span class="muted">{words}</span> }.into_any())
        }
    };
    // Not announced step by step, and one button all the while.
    let is_going = Memo::new(move |_| going.with(Option::is_some));
    let percent = move || {
        let share = format::percent(going.get().unwrap_or(1.0).min(1.0), 0);
        text::EXPORTING.fill(session.lang.get(), &[("percent", &share)])
    };
    let stop = move |_| {
        last.update(|last| *last = last.wrapping_add(1));
        going.set(None);
    };
    let under_way = move || {
        is_going.get().then(|| {
            html! {
                <span class="muted">{move || percent()}</span>
                <button type="button" class="button" on:click=stop>{session.say(text::STOP)}</button>
            }
        })
    };
    html! {
        <span role="status">{move || told()}</span>
        {move || under_way()}
        <button type="button" class="button" on:click=move |_| export(false)>{session.say(text::EXPORT_CSV)}</button>
        <button type="button" class="button" on:click=move |_| export(true)>{session.say(text::EXPORT_JSON)}</button>
    }
}
