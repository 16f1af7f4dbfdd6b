//! The rail: one link per view.

use crate::session::Session;
use crate::widget::icon::{Icon, icon};
use heapsky::ids::ObjectId;
use heapsky::present::route::{Route, View};
use heapsky::present::text::{self, Phrase};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The rail. Another view is opened on what is selected, so that one object can be looked at from all sides.
#[component]
pub fn Rail() -> impl IntoView {
    let session = Session::here();
    let link = move |view: fn(&Route) -> View, is: fn(&View) -> bool, picture: Icon, word: Phrase| {
        // The link to where one is leads nowhere else.
        let view = move |route: &Route| if is(&route.view) { route.view } else { view(route) };
        let href = move || session.href(|route| as_left(session, route, route.viewing(view(route))));
        let current = move || session.route.with(|route| is(&route.view)).then_some("page");
        html! {
            <li>
                <a href=move || href() aria-current=move || current() title=session.say(word)>
                    {icon(picture)} <span>{session.say(word)}</span>
                </a>
            </li>
        }
    };
    html! {
        <nav class="rail" aria-label=session.say(text::RAIL)>
            <ul>
                {link(|_| View::Report, |view| matches!(view, View::Report), Icon::Report, text::REPORT)}
                {link(
                    |route| View::Gravity(subject(route)),
                    |view| matches!(view, View::Gravity(_)),
                    Icon::Gravity,
                    text::GRAVITY,
                )}
                {link(
                    |route| View::Cluster(subject(route)),
                    |view| matches!(view, View::Cluster(_)),
                    Icon::Cluster,
                    text::CLUSTER,
                )}
                {link(|route| View::Tree(subject(route)), |view| matches!(view, View::Tree(_)), Icon::Tree, text::TREE)}
                {link(
                    |route| View::Icicle(subject(route)),
                    |view| matches!(view, View::Icicle(_)),
                    Icon::Icicle,
                    text::ICICLE,
                )}
                {link(|_| View::Classes, |view| matches!(view, View::Classes), Icon::Classes, text::CLASSES)}
                {link(
                    |route| View::Paths(subject(route)),
                    |view| matches!(view, View::Paths(_)),
                    Icon::Paths,
                    text::PATHS,
                )}
                {link(|_| View::Roots(None), |view| matches!(view, View::Roots(_)), Icon::Roots, text::GC_ROOTS)}
                {link(|_| View::Strings, |view| matches!(view, View::Strings), Icon::Strings, text::STRINGS)}
                {link(
                    |_| View::Statistics,
                    |view| matches!(view, View::Statistics),
                    Icon::Statistics,
                    text::STATISTICS,
                )}
            </ul>
        </nav>
    }
}

/// Goes where the link at this place of the rail goes, counted from 0.
pub fn follow(place: usize) {
    let document = web_sys::window().and_then(|window| window.document());
    let links = document.and_then(|document| document.query_selector_all(".rail a").ok());
    let link = links.and_then(|links| links.item(place as u32));
    if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) {
        link.click();
    }
}

/// The ways to an object as they were left: what was thought away stays so until it is restored.
fn as_left(session: Session, from: &Route, to: Route) -> Route {
    match (from.view, to.view, session.thought_away.get()) {
        (View::Paths(_), ..) => to,
        (_, View::Paths(of), Some((last, away))) if of.is_none_or(|of| of == last) => {
            Route { view: View::Paths(Some(last)), filter: away, ..to }
        }
        _ => to,
    }
}

/// The object another view is opened on: what is selected, or else what this view is of.
fn subject(route: &Route) -> Option<ObjectId> {
    let of = match route.view {
        View::Tree(of) | View::Cluster(of) | View::Gravity(of) | View::Icicle(of) | View::Paths(of) => of,
        View::Report
        | View::Classes
        | View::Roots(_)
        | View::Statistics
        | View::Strings
        | View::Glossary
        | View::Search => None,
    };
    route.selected.or(of)
}
