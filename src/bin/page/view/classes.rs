//! Class view 类视图: the classes of the heap, or its scripts, packages and kinds.
//!
//! Owns what stands above the grid: the pattern, which objects count, how they are grouped. All of it stands in the address.

use super::cell::term;
use super::lists::list;
use crate::session::Session;
use crate::widget::asked::asked;
use crate::widget::choice::choice;
use crate::widget::filter::{filter, replace};
use crate::widget::grid::Place;
use heapsky::present::listing::Listing;
use heapsky::present::selecting::{self, filter_name, filter_word, grouping_name, grouping_word};
use heapsky::present::{format, naming, text};
use heapsky::protocol::Opened;
use heapsky::question::filter::Filter;
use heapsky::question::totals::Grouping;
use heapsky::question::{ObjectRow, Realms, Timeline, timeline::Moment};
use leptos::prelude::*;
use std::sync::Arc;

/// The view.
#[component]
pub fn ClassesView(opened: Arc<Opened>) -> impl IntoView {
    let session = Session::here();
    let route = session.route.get_untracked();
    let (selection, grouping) = selecting::read(&route.only, &route.by);
    let only = selection.filter;
    let named = match only {
        _ if Filter::NAMED.contains(&only) => Filter::NAMED.to_vec(),
        _ => Filter::NAMED.into_iter().chain([only]).collect(),
    };
    let filters = named.into_iter().map(|filter| (filter_word(filter), filter_name(filter)));
    let groupings = Grouping::ALL.into_iter().map(|by| (grouping_word(by).to_owned(), grouping_name(by)));
    let head = html! {
        <p class="muted">{session.say(text::CLASSES_LEAD)}</p>
        <div class="controls">
            {filter(session, text::FILTER_HINT)}
            <label>
                {term(session, text::ONLY)}
                {choice(session, "only", filters, &route.only, move |word| replace(session, |route| route.only = word))}
            </label>
            <label>
                {term(session, text::GROUP_BY)}
                {choice(session, "by", groupings, &route.by, move |word| replace(session, |route| route.by = word))}
            </label>
            <Context filter=only />
            <Span filter=only />
        </div>
    };
    list(
        &opened,
        Place::Classes,
        text::CLASSES,
        head.into_any(),
        Listing::Classes { text: route.filter, selection, grouping },
    )
}

/// Of which global environment, if there is more than one.
#[component]
fn Context(filter: Filter) -> impl IntoView {
    let session = Session::here();
    let answer = asked(session, Realms);
    move || {
        let realms = answer.get()?.ok()?.realms;
        if realms.len() < 2 {
            return None;
        }
        let option = |filter_of: Filter, words: Box<dyn Fn() -> String + Send>| {
            html! { <option value=filter_word(filter_of) selected=filter_of == filter>{move || words()}</option> }
        };
        let phrase = |filter: Filter| Box::new(move || filter_name(filter).say(session.lang.get()).to_owned());
        let one = |realm: &ObjectRow| {
            let name = format!("{} {}", naming::realm(realm), realm.id);
            option(Filter::NativeContext(realm.id), Box::new(move || name.clone()))
        };
        let options: Vec<_> =
            [option(Filter::All, Box::new(move || text::ANY_CONTEXT.say(session.lang.get()).to_owned()))]
                .into_iter()
                .chain(realms.iter().map(one))
                .chain([Filter::SharedContexts, Filter::NoContext].map(|filter| option(filter, phrase(filter))))
                .collect();
        let go = move |event: web_sys::Event| replace(session, |route| route.only = event_target_value(&event));
        Some(html! {
            <label>
                {term(session, text::NATIVE_CONTEXT)}
                <select data-control="context" on:change=go>{options}</select>
            </label>
        })
    }
}

/// From when until when objects were allocated, if the file is a timeline.
#[component]
fn Span(filter: Filter) -> impl IntoView {
    let session = Session::here();
    let answer = asked(session, Timeline);
    let (over, upto) = match filter {
        Filter::Ids { over, upto } => (over, upto),
        _ => (0, u64::MAX),
    };
    move || {
        let moments = answer.get()?.ok()?.moments;
        if moments.is_empty() {
            return None;
        }
        let options = |edge: (u64, text::Phrase), now: u64, is_end: bool| {
            let mut moments: Vec<(u64, Option<f64>)> =
                moments.iter().map(|moment| (moment.last_id, Some(seconds(moment)))).collect();
            moments.insert(if is_end { moments.len() } else { 0 }, (edge.0, None));
            let options = moments.into_iter().map(|(id, at)| {
                let words = move || match at {
                    None => edge.1.say(session.lang.get()).to_owned(),
                    Some(at) => text::SECONDS.fill(session.lang.get(), &[("seconds", &format::fixed(at, 1))]),
                };
                html! { <option value=id.to_string() selected=id == now>{move || words()}</option> }
            });
            options.collect::<Vec<_>>()
        };
        let go = move |over: u64, upto: u64| {
            let filter = if (over, upto) == (0, u64::MAX) { Filter::All } else { Filter::Ids { over, upto } };
            replace(session, |route| route.only = filter_word(filter));
        };
        let number = |event: &web_sys::Event| event_target_value(event).parse().unwrap_or_default();
        Some(html! {
            <label>
                {session.say(text::ALLOCATED_AFTER)}
                <select data-control="after" on:change=move |event| go(number(&event), upto)>{options((0, text::AT_START), over, false)}</select>
            </label>
            <label>
                {session.say(text::ALLOCATED_UPTO)}
                <select data-control="upto" on:change=move |event| go(over, number(&event))>{options((u64::MAX, text::AT_END), upto, true)}</select>
            </label>
        })
    }
}

fn seconds(moment: &Moment) -> f64 {
    format::within(moment.micros as f64 / 1e6, 0.0, 1e9)
}
