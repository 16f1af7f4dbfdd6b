//! Strings 字符串: each, the repeated ones with what they waste, and families that begin alike.

use super::cell::term;
use super::lists::list;
use crate::session::Session;
use crate::widget::choice::choice;
use crate::widget::filter::{filter, replace};
use crate::widget::grid::Place;
use heapsky::present::listing::Listing;
use heapsky::present::selecting::{read_strings, strings_name, strings_word};
use heapsky::present::text;
use heapsky::protocol::Opened;
use heapsky::question::strings::StringView;
use leptos::prelude::*;
use std::sync::Arc;

/// The view.
#[component]
pub fn StringsView(opened: Arc<Opened>) -> impl IntoView {
    let session = Session::here();
    let route = session.route.get_untracked();
    let view = read_strings(&route.by);
    let views = StringView::ALL.into_iter().map(|view| (strings_word(view).to_owned(), strings_name(view)));
    let show = move |word| {
        replace(session, |route| {
            route.by = word;
            // Not every view is sorted by everything.
            route.sort.clear();
        });
    };
    let head = html! {
        <p class="muted">{session.say(text::STRINGS_LEAD)}</p>
        <div class="controls">
            {filter(session, text::STRINGS_FILTER)}
            <label>{term(session, text::STRINGS_SHOW)} {choice(session, "by", views, &route.by, show)}</label>
        </div>
    };
    list(&opened, Place::Strings, text::STRINGS, head.into_any(), Listing::Strings { view, text: route.filter })
}
