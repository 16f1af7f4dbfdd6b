//! Which view stands for which route; all but the landing page, the opening and the report, which a visit begins with.
//!
//! The late part of the page begins here (`xtask/src/split`): these functions are called when it is there (`later`).

use crate::session::Session;
use crate::view::classes::ClassesView;
use crate::view::failure::FailureView;
use crate::view::glossary::GlossaryView;
use crate::view::gravity::GravityView;
use crate::view::icicle::IcicleView;
use crate::view::lists::{ClusterView, RootsView, TreeView};
use crate::view::paths::PathsView;
use crate::view::report::ReportView;
use crate::view::search::SearchView;
use crate::view::statistics::StatisticsView;
use crate::view::strings::StringsView;
use heapsky::present::route::View;
use heapsky::protocol::{Failure, Opened};
use leptos::prelude::*;
use std::sync::Arc;

/// The view of an open heap.
#[inline(never)]
pub fn of(view: View, opened: Arc<Opened>) -> AnyView {
    match view {
        View::Report => html! { <ReportView opened=opened /> },
        View::Tree(of) => html! { <TreeView opened=opened of=of /> },
        View::Cluster(of) => html! { <ClusterView opened=opened of=of /> },
        View::Classes => html! { <ClassesView opened=opened /> },
        View::Roots(of) => html! { <RootsView opened=opened of=of /> },
        View::Paths(of) => html! { <PathsView opened=opened of=of /> },
        View::Icicle(of) => html! { <IcicleView of=of total=opened.summary.total /> },
        View::Statistics => html! { <StatisticsView /> },
        View::Gravity(_) => html! { <GravityView /> },
        View::Glossary => html! { <GlossaryView /> },
        View::Strings => html! { <StringsView opened=opened /> },
        View::Search => {
            let text = Session::here().route.with_untracked(|route| route.text.clone());
            html! { <SearchView opened=opened text=text /> }
        }
    }
}

/// Why there is no open heap.
#[inline(never)]
pub fn failure(name: String, failure: Failure) -> AnyView {
    html! { <FailureView name=name failure=failure /> }
}
