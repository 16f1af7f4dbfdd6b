//! What is this object? (object panel)
//!
//! Owns the panel beside the view. Takes the selected id; gives its facts and its value, who refers to it, what is in it as
//! its program sees it, and folded away what V8 keeps beside that, its dominators and what it dominates. Each row is a link
//! that selects in turn.

use super::cell::{kind_name, object, retained, term};
use super::own_size;
use super::paths::link as link_to_paths;
use crate::address;
use crate::client::AskError;
use crate::session::Session;
use crate::widget::asked::{asked, failed, loading, trouble};
use crate::widget::copy::Copy;
use crate::widget::icon::{Icon, icon};
use crate::widget::later::later;
use heapsky::ids::ObjectId;
use heapsky::present::certainty::{Degree, Figure};
use heapsky::present::route::View;
use heapsky::present::{format, naming, selecting, text};
use heapsky::question::contents::Part;
use heapsky::question::facts::{Location, ObjectFacts};
use heapsky::question::{Children, Contents, Facts, Page, Retainers};
use leptos::prelude::*;
use sections::{Section, child_row, content_row, link_row, list};

mod sections;
mod value;

/// The panel; empty when nothing is selected.
#[component]
pub fn ObjectPanel() -> impl IntoView {
    let session = Session::here();
    let selected = Memo::new(move |_| (session.route.with(|route| route.selected), session.again.get()));
    let close = move |_| session.go(&session.route.with_untracked(|route| route.unselected()));
    let total = move || session.opened().map_or(0, |opened| opened.summary.total);
    let body = move || match selected.get().0 {
        None => html! { <p class="muted hint">{session.say(text::PANEL_EMPTY)}</p> },
        Some(id) => later(session, move || details(id, total())),
    };
    html! {
        <aside class="panel" class:filled=move || selected.get().0.is_some() aria-label=session.say(text::PANEL)>
            <button type="button" class="bare close" aria-label=session.say(text::CLOSE) title=session.say(text::CLOSE) on:click=close>
                {icon(Icon::Close)}
            </button>
            {move || body()}
        </aside>
    }
}

#[inline(never)]
fn details(id: ObjectId, total: u64) -> AnyView {
    let session = Session::here();
    let answer = asked(session, Facts { of: id });
    // Of a file that was cut off nobody can say that there are none.
    let (no_retainers, no_edges) = match session.sure.get_untracked().degree(Figure::References) {
        Degree::Exact => (text::NO_RETAINERS, text::NO_EDGES),
        _ => (text::NO_RETAINERS_CUT, text::NO_EDGES_CUT),
    };
    let body = move || match answer.get() {
        None => loading(session),
        Some(Err(AskError::Gone)) => trouble(session, AskError::Gone),
        Some(Err(error)) => {
            html! { <h2 class="title"><span class="id">{id.to_string()}</span></h2> {failed(session, error)} }
        }
        Some(Ok(facts)) => {
            let fields = text::form(facts.form);
            html! {
                {head(session, &facts, total)}
                {value::text(session, facts.text.clone())}
                {list(session, Section::known(text::RETAINERS, facts.retainers, no_retainers), link_row, move |page| {
                    Retainers { of: id, ignored: Vec::new(), page }
                })}
                {list(session, Section::open(fields, no_edges), content_row, move |page| contents(id, Part::Own, page))}
                {list(session, Section::folded(text::INTERNALS, no_edges), content_row, move |page| contents(id, Part::Engine, page))}
                {value::attributes(session, &facts.attributes)}
                {value::allocation(session, facts.allocation.clone())}
                {chain(session, &facts)}
                {(facts.object.dominated > 0).then(|| {
                    let section = Section { is_open: false, ..Section::known(text::DOMINATED_LIST, facts.object.dominated, no_edges) };
                    list(session, section, child_row, move |page| Children { of: Some(id), page })
                })}
            }
        }
    };
    html! { {move || body()} }
}

fn contents(of: ObjectId, part: Part, page: Page) -> Contents {
    Contents { of, part, page }
}

fn head(session: Session, facts: &ObjectFacts, total: u64) -> impl IntoView + use<> {
    let row = &facts.object;
    let (id, distance) = (row.id, row.distance);
    let full = naming::full(row);
    let sure = session.sure.get_untracked();
    let share = sure.held().is_known().then(|| sure.held().share(format::ratio(row.retained, total)));
    let place = facts.location.clone().map(|place| {
        let script = place.script.clone();
        let words = move || location(session, &place);
        let words = html! { <bdi>{move || words()}</bdi> };
        let script = match script {
            Some(script) => html! { <a href=move || session.href(|route| route.searching(&script)) title=session.say(text::FUNCTIONS_OF)>{words}</a> }.into_any(),
            None => words.into_any(),
        };
        let code = facts
            .code
            .as_deref()
            .map(|code| html! { <dd class="wide"><pre class="line" tabindex="0"><bdi>{format::visible(code)}</bdi></pre></dd> });
        html! { <dt>{session.say(text::LOCATION)}</dt><dd class="place">{script}</dd>{code} }
    });
    let is_told = sure.degree(Figure::References) != Degree::Missing;
    let holders = is_told.then(|| html! { " · " {holders_link(session, &facts.class)} });
    let link = move |()| address::link(&session.route.with_untracked(|route| route.selecting(id).to_string()));
    html! {
        <h2 class="title">
            <span class=format!("mark kind-{}", kind_name(row.category))></span>
            <bdi class="name" title=full.clone()>{format::middle(&full, 120)}</bdi>
            " "
            <span class="id">{id.to_string()}</span>
        </h2>
        <dl class="facts">
            <dt>{session.say(text::CLASS)}</dt>
            <dd>{class_link(session, &row.class)} {holders}</dd>

            <dt>{session.say(text::KIND_OF)}</dt>
            <dd>{session.say(text::node_kind(row.kind))}</dd>
            {own_size::facts(session, row)}
            <dt>{term(session, text::RETAINED)}</dt>
            <dd class="number">{retained(session, row)}<span class="muted">{share}</span></dd>
            <dt>{term(session, text::DISTANCE)}</dt>
            <dd class="number">{move || sure.distance(distance, session.lang.get())}</dd>
            <dt>{session.say(text::DOMINATED)}</dt>
            <dd class="number">{sure.held().count(row.dominated)}</dd>
            {place}
        </dl>
        <p class="actions">
            <a class="button" href=move || session.href(|route| route.selecting(id).viewing(View::Cluster(Some(id))))>
                {icon(Icon::Cluster)} {session.say(text::CLUSTER)}
            </a>
            <a class="button" title=session.say(text::OPEN_IN_TREE) href=move || session.href(|route| route.selecting(id).viewing(View::Tree(Some(id))))>
                {icon(Icon::Tree)} {session.say(text::TREE)}
            </a>
            <a class="button" title=session.say(text::OPEN_IN_GRAVITY) href=move || session.href(|route| route.selecting(id).viewing(View::Gravity(Some(id))))>
                {icon(Icon::Gravity)} {session.say(text::GRAVITY)}
            </a>
            <a class="button" href=link_to_paths(session, id)>{icon(Icon::Paths)} {session.say(text::PATHS)}</a>
            <Copy label=text::COPY_ID text=move |()| id.to_string() />
            <Copy label=text::COPY_LINK text=link />
        </p>
    }
}

/// The class, as a link to it in the class view.
fn class_link(session: Session, class: &str) -> impl IntoView + use<> {
    let (name, exact) = (naming::class_name(class), selecting::exactly(class));
    let href = move || session.href(|route| route.viewing(View::Classes).filtering(&exact));
    html! { <a href=move || href()><bdi class="name">{name}</bdi></a> }
}

/// The way to who holds all objects of its class.
fn holders_link(session: Session, key: &str) -> impl IntoView + use<> {
    let key = key.to_owned();
    let href = move || session.href(|route| route.viewing(View::Paths(None)).grouping(&key));
    html! { <a href=move || href() title=session.say(text::MERGED_LINK_LONG)>{session.say(text::MERGED_LINK)}</a> }
}

/// A place in words.
pub fn location(session: Session, place: &Location) -> String {
    let script = match &place.script {
        Some(script) => format::middle(&format::visible(script), 80),
        None => text::SCRIPT.fill(session.lang.get(), &[("id", &place.script_id.to_string())]),
    };
    // Editors count from 1; a column without its line says nothing.
    let numbers = [place.line, place.column].into_iter().map_while(|number| number);
    numbers.fold(script, |place, number| format!("{place}:{}", number.saturating_add(1)))
}

fn chain(session: Session, facts: &ObjectFacts) -> impl IntoView + use<> {
    let sure = session.sure.get_untracked();
    let gap = facts.chain.len().div_ceil(2);
    let skipped = facts.chain_skipped;
    let rows: Vec<_> = facts
        .chain
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let left_out = (skipped > 0 && at == gap).then(|| {
                let count = format::count(skipped);
                let words = move || text::STEPS_LEFT_OUT.fill(session.lang.get(), &[("count", &count)]);
                html! { <li class="gap">"⋯ " {move || words()}</li> }
            });
            let retained = sure.held().bytes(row.retained);
            html! { {left_out} <li>{object(session, row)}<span class="size muted">{retained}</span></li> }
        })
        .collect();
    let count = sure.held().count(facts.chain.len() as u64 + skipped);
    (!rows.is_empty()).then(|| {
        html! {
            <details class="list">
                <summary><h3>{term(session, text::CHAIN)}</h3><span class="muted">{count}</span></summary>
                <ol class="links">{rows}</ol>
            </details>
        }
    })
}
