//! Which objects does this one dominate? (tree list 树状列表)
//!
//! Owns the view of the route `tree`: the dominator tree from the root or from any object, as a treegrid that is read as
//! it is opened. Takes the route's subject; gives rows whose names are links that select. What is open stays open while
//! the subject is the same, also after a look at another view.

use super::cell::{edge, object_off_tab, retained, share, term, title};
use super::own_size;
use crate::client::AskError;
use crate::session::Session;
use crate::widget::asked::{loading, trouble};
use crate::widget::keyed::keyed;
use crate::widget::paged::more_words;
use heapsky::ids::ObjectId;
use heapsky::present::outline::{Line, Outline};
use heapsky::present::route::View;
use heapsky::present::{naming, text};
use heapsky::protocol::Opened;
use heapsky::question::facts::ObjectFacts;
use heapsky::question::{Children, Facts, ObjectRow, Page};
use leptos::attr::Attribute;
use leptos::attr::custom::custom_attribute;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// Children read at a time.
const STEP: u32 = 50;

/// The outline on the screen and what it is of. Lives as long as the page, so that another view may come between.
#[derive(Clone, Copy)]
pub struct Grove {
    /// File and subject.
    of: RwSignal<Option<(String, ObjectId)>>,
    facts: RwSignal<Option<Result<ObjectFacts, AskError>>>,
    outline: RwSignal<Outline>,
    /// The line that has the keyboard.
    at: RwSignal<Line>,
    error: RwSignal<Option<AskError>>,
}

impl Grove {
    /// An empty one; made once, by the shell.
    pub fn new() -> Self {
        Grove {
            of: RwSignal::new(None),
            facts: RwSignal::new(None),
            outline: RwSignal::new(Outline::default()),
            at: RwSignal::new(Line::Row(0)),
            error: RwSignal::new(None),
        }
    }

    /// Turns to another subject, unless it is the same.
    fn turn(self, session: Session, opened: &Opened, of: Option<ObjectId>) {
        let of = of.unwrap_or(opened.summary.root);
        let key = Some((format!("{} {}", opened.summary.fingerprint, opened.name), of));
        let same = self.of.with_untracked(|old| *old == key) && !matches!(self.facts.get_untracked(), Some(Err(_)));
        if same {
            return;
        }
        self.of.set(key.clone());
        self.facts.set(None);
        self.error.set(None);
        self.outline.set(Outline::default());
        self.at.set(Line::Row(0));
        spawn_local(async move {
            let facts = session.ask(Facts { of }).await;
            if self.of.with_untracked(|now| *now != key) {
                return;
            }
            if let Ok(facts) = &facts {
                self.outline.set(Outline::new(facts.object.clone()));
                self.toggle(session, 0);
            }
            self.facts.set(Some(facts));
        });
    }

    fn toggle(self, session: Session, row: usize) {
        let mut unread = false;
        self.outline.update(|outline| unread = outline.toggle(row));
        if unread {
            self.read(session, row, false);
        }
    }

    /// Reads the next page of a row's children; on request the keyboard goes to the first of them.
    fn read(self, session: Session, row: usize, go_there: bool) {
        let of = self.of.get_untracked();
        let Some((id, offset)) = self
            .outline
            .try_update(|outline| outline.begin(row).and_then(|at| outline.get(row).map(|item| (item.object.id, at))))
            .flatten()
        else {
            return;
        };
        spawn_local(async move {
            let answer = session.ask(Children { of: Some(id), page: Page { offset, limit: STEP } }).await;
            if self.of.with_untracked(|now| *now != of) {
                return;
            }
            match answer {
                Ok(page) => {
                    let first = self.outline.try_update(|outline| outline.add(row, page)).flatten();
                    if let Some(first) = first.filter(|_| go_there) {
                        self.go(Line::Row(first));
                    }
                }
                Err(error) => {
                    self.outline.update(|outline| outline.give_up(row));
                    self.error.set(Some(error));
                }
            }
        });
    }

    /// Gives a line the keyboard.
    fn go(self, line: Line) {
        self.at.set(line);
        // After the row is in the page.
        request_animation_frame(move || {
            let document = web_sys::window().and_then(|window| window.document());
            let row = document.and_then(|document| document.get_element_by_id(&line_id(line)));
            if let Some(row) = row.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = row.focus();
            }
        });
    }

    fn press(self, session: Session, event: &KeyboardEvent) {
        // The head has a button of its own.
        if event.alt_key() || event.ctrl_key() || event.meta_key() || in_head(event) {
            return;
        }
        let lines = self.outline.with_untracked(Outline::lines);
        let at = self.at.get_untracked();
        let position = lines.iter().position(|line| *line == at).unwrap_or(0);
        let key = event.key();
        let target = match key.as_str() {
            "ArrowDown" => lines.get(position + 1),
            "ArrowUp" => position.checked_sub(1).and_then(|above| lines.get(above)),
            "Home" => lines.first(),
            "End" => lines.last(),
            "PageDown" => lines.get(position + 15).or(lines.last()),
            "PageUp" => lines.get(position.saturating_sub(15)),
            _ => None,
        };
        let item = match at {
            Line::Row(row) => self.outline.with_untracked(|outline| outline.get(row).cloned()).map(|item| (row, item)),
            Line::More(_) => None,
        };
        match (key.as_str(), target, item) {
            (_, Some(line), _) => self.go(*line),
            ("ArrowDown" | "ArrowUp" | "PageDown" | "PageUp", None, _) => {}
            ("ArrowRight", _, Some((row, item))) if !item.open => self.toggle(session, row),
            ("ArrowRight", _, Some((_, item))) => {
                if let Some(child) = item.children.first() {
                    self.go(Line::Row(*child));
                }
            }
            ("ArrowLeft", _, Some((row, item))) if item.open => self.toggle(session, row),
            ("ArrowLeft", _, Some((_, item))) => {
                if let Some(parent) = item.parent {
                    self.go(Line::Row(parent));
                }
            }
            ("ArrowLeft", _, None) => {
                if let Line::More(row) = at {
                    self.go(Line::Row(row));
                }
            }
            ("Enter" | " ", _, Some((_, item))) => session.select(item.object.id),
            ("Enter" | " ", _, None) => {
                if let Line::More(row) = at {
                    self.read(session, row, true);
                }
            }
            _ => return,
        }
        event.prevent_default();
    }
}

fn line_id(line: Line) -> String {
    match line {
        Line::Row(row) => format!("tree-row-{row}"),
        Line::More(row) => format!("tree-more-{row}"),
    }
}

/// The view.
#[component]
pub fn TreeView(opened: Arc<Opened>, of: Option<ObjectId>) -> impl IntoView {
    let session = Session::here();
    let grove = expect_context::<Grove>();
    let total = opened.summary.total;
    grove.turn(session, &opened, of);
    let head = move || {
        grove.facts.with(|facts| match facts {
            Some(Ok(facts)) => Some(heading(session, facts)),
            _ => None,
        })
    };
    let body = move || match grove.facts.with(|facts| facts.as_ref().map(|facts| facts.clone().err())) {
        None => loading(session),
        Some(Some(error)) => trouble(session, error),
        Some(None) => html! { <Grid total=total /> },
    };
    html! { <div class="tree">{move || head()} {move || body()} {move || grove.error.get().map(|error| trouble(session, error))}</div> }
}

/// Title and the chain of dominators above the subject.
fn heading(session: Session, facts: &ObjectFacts) -> impl IntoView + use<> {
    let crumb = move |row: &ObjectRow| {
        let id = row.id;
        let href = move || session.href(|route| route.viewing(View::Tree(Some(id))));
        html! { <li><a href=move || href() title=title(row)><bdi>{naming::short(row)}</bdi></a></li> }
    };
    let gap = facts.chain.len().div_ceil(2);
    let skipped = facts.chain_skipped;
    let crumbs = facts.chain.iter().enumerate().map(|(at, row)| {
        let left_out = (skipped > 0 && at == gap).then(|| {
            let count = heapsky::present::format::count(skipped);
            let title = move || text::STEPS_LEFT_OUT.fill(session.lang.get(), &[("count", &count)]);
            html! { <li title=move || title()>"⋯"</li> }
        });
        html! { {left_out} {crumb(row)} }
    });
    let crumbs: Vec<_> = crumbs.collect();
    let here = html! { <li aria-current="page"><bdi>{naming::short(&facts.object)}</bdi></li> };
    html! {
        <h1>{term(session, text::TREE)}</h1>
        <nav class="crumbs" aria-label=session.say(text::TREE_LEVELS)><ol>{crumbs} {here}</ol></nav>
    }
}

#[component]
fn Grid(total: u64) -> impl IntoView {
    let session = Session::here();
    let grove = expect_context::<Grove>();
    let lines = move || grove.outline.with(Outline::lines);
    let header = move |word| html! { <span role="columnheader" class="number">{term(session, word)}</span> };
    html! {
        <div
            class="grid"
            role="treegrid"
            aria-label=session.say(text::TREE)
            on:keydown=move |event| grove.press(session, &event)
        >
            <div role="rowgroup" class="grid-head">
                <div role="row" class="grid-row">
                    <span role="columnheader">{session.say(text::OBJECT)}</span>
                    <span role="columnheader" class="number shallow">{own_size::head(session)}</span>
                    {header(text::RETAINED)}
                    <span role="columnheader" class="number">{session.say(text::OF_HEAP)}</span>
                </div>
            </div>
            <div role="rowgroup">
                {keyed(lines, move |line| match line {
                    Line::Row(row) => tree_row(session, grove, row, total),
                    Line::More(row) => more_row(session, grove, row),
                })}
            </div>
        </div>
    }
}

/// The macro knows no `aria-level`.
fn aria_level(level: u32) -> impl Attribute {
    custom_attribute("aria-level", level.to_string())
}

fn indent(level: u32) -> String {
    // A chain may be a million deep; past this the level is only said, not drawn.
    format!("{}px", 4 + 14 * (level - 1).min(32))
}

fn tree_row(session: Session, grove: Grove, row: usize, total: u64) -> AnyView {
    let Some(item) = grove.outline.with_untracked(|outline| outline.get(row).cloned()) else { return ().into_any() };
    let id = item.object.id;
    let line = Line::Row(row);
    let open = move || grove.outline.with(|outline| outline.get(row).is_some_and(|item| item.open));
    let opens = item.has_children();
    let expanded = move || opens.then(|| if open() { "true" } else { "false" });
    let selected = Memo::new(move |_| session.route.with(|route| route.selected == Some(id)));
    let toggle = move |event: MouseEvent| {
        // The twist opens; it does not select.
        event.stop_propagation();
        grove.at.set(line);
        grove.toggle(session, row);
    };
    let label = item.edge.as_ref().map(|label| html! { {edge(session, label)} " " });
    html! {
        <div
            role="row"
            class="grid-row"
            class:selected=selected
            id=line_id(line)
            tabindex=move || if grove.at.get() == line { "0" } else { "-1" }
            {..aria_level(item.level)}
            aria-posinset=item.position.to_string()
            aria-setsize=item.siblings.to_string()
            aria-expanded=move || expanded()
            aria-selected=move || if selected.get() { "true" } else { "false" }
            on:focus=move |_| grove.at.set(line)
            on:click=move |event| {
                if !on_link(&event) {
                    session.select(id);
                }
            }
            on:dblclick=move |_| {
                if opens {
                    grove.toggle(session, row);
                }
            }
        >
            <span role="gridcell" class="name-cell" style:padding-inline-start=indent(item.level)>
                {if opens {
                    html! {
                        <span class="twist" class:open=move || open() aria-hidden="true" on:click=toggle on:dblclick=|event| event.stop_propagation()></span>
                    }
                } else {
                    html! { <span class="twist none" aria-hidden="true"></span> }
                }}
                {label}
                {object_off_tab(session, &item.object)}
            </span>
            <span role="gridcell" class="number shallow">{own_size::cell(session, &item.object)}</span>
            <span role="gridcell" class="number">{retained(session, &item.object)}</span>
            <span role="gridcell" class="number">{share(session, &item.object, total)}</span>
        </div>
    }
}

/// Whether the key was pressed in the list's head.
fn in_head(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest(".grid-head").is_ok_and(|head| head.is_some()))
}

/// Whether the click was for a link, which goes its own way.
fn on_link(event: &MouseEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest("a").is_ok_and(|link| link.is_some()))
}

fn more_row(session: Session, grove: Grove, row: usize) -> AnyView {
    let line = Line::More(row);
    let facts = move || {
        grove.outline.with(|outline| {
            outline.get(row).map(|item| (item.level, item.reading, item.unread(), item.object.dominated))
        })
    };
    let words = move || match facts() {
        Some((_, false, unread, total)) => more_words(session, unread, u64::from(STEP), total),
        _ => session.say(text::LOADING)().to_owned(),
    };
    let level = untrack(facts).map_or(1, |(level, ..)| level + 1);
    html! {
        <div
            role="row"
            class="grid-row more-row"
            id=line_id(line)
            tabindex=move || if grove.at.get() == line { "0" } else { "-1" }
            {..aria_level(level)}
            on:focus=move |_| grove.at.set(line)
        >
            <span role="gridcell" class="name-cell" style:padding-inline-start=indent(level)>
                <button type="button" class="more" tabindex="-1" on:click=move |_| grove.read(session, row, true)>{move || words()}</button>
            </span>
        </div>
    }
}
