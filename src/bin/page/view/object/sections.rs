//! The lists of the object panel.
//!
//! Owns how a section reads its rows, page by page, those of a folded one when it is opened, and how a row looks.

use crate::session::Session;
use crate::view::cell::{edge, object, term};
use crate::widget::keyed::numbered;
use crate::widget::paged::Paged;
use heapsky::present::certainty::Figure;
use heapsky::present::format;
use heapsky::present::text::{self, Phrase};
use heapsky::question::children::ChildRow;
use heapsky::question::{Ask, ContentKey, ContentRow, LinkRow, ObjectRow, Page, Rows};
use leptos::prelude::*;

/// Rows read at a time.
const STEP: u32 = 30;

/// A section of the panel.
#[derive(Clone, Copy)]
pub struct Section {
    pub title: Phrase,
    /// How many rows there are; otherwise the first page tells.
    pub count: Option<u64>,
    /// What to say where there are none.
    pub none: Phrase,
    pub is_open: bool,
}

impl Section {
    /// Open, of so many rows.
    pub fn known(title: Phrase, count: u64, none: Phrase) -> Self {
        Section { title, count: Some(count), none, is_open: true }
    }

    /// Open.
    pub fn open(title: Phrase, none: Phrase) -> Self {
        Section { title, count: None, none, is_open: true }
    }

    /// Closed until asked.
    pub fn folded(title: Phrase, none: Phrase) -> Self {
        Section { title, count: None, none, is_open: false }
    }
}

/// The section.
pub fn list<Q, T, V>(
    session: Session,
    section: Section,
    row: fn(Session, &T) -> V,
    question: impl Fn(Page) -> Q + Copy + Send + Sync + 'static,
) -> AnyView
where
    Q: Ask<Answer = Rows<T>> + 'static,
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let rows = Paged::<T>::new();
    let read = move || rows.read(session, STEP, question);
    let opened = move || {
        if rows.total.get_untracked().is_none() {
            read();
        }
    };
    if section.is_open {
        opened();
    }
    let body = html! {
        <ul class="links">{numbered(rows.rows, move |of| row(session, of))}</ul>
        {rows.foot(session, STEP, read)}
    };
    frame(session, section, rows.total, body.into_any(), Box::new(opened))
}

/// Apart from [`list`], so that there is one for all sections.
fn frame(
    session: Session,
    section: Section,
    total: RwSignal<Option<u64>>,
    body: AnyView,
    opened: Box<dyn Fn()>,
) -> AnyView {
    let Section { title, count, none, is_open } = section;
    let references = session.sure.get_untracked().degree(Figure::References);
    let count = move || count.or(total.get()).map(|count| references.count(count));
    let nothing = move || (total.get() == Some(0)).then(|| html! { <p class="muted">{session.say(none)}</p> });
    html! {
        <details class="list" open=is_open on:toggle=move |_| opened()>
            <summary><h3>{term(session, title)}</h3><span class="muted">{count}</span></summary>
            {nothing}
            {body}
        </details>
    }
    .into_any()
}

/// A reference from or to another object.
pub fn link_row(session: Session, link: &LinkRow) -> AnyView {
    row(session, edge(session, &link.label).into_any(), Some(&link.object), link.essential)
}

/// A dominated object.
pub fn child_row(session: Session, child: &ChildRow) -> AnyView {
    let edge = child.edge.as_ref().map(|label| edge(session, label));
    row(session, edge.into_any(), Some(&child.object), true)
}

/// What is in the object, by the name, the index or the key that leads to it.
pub fn content_row(session: Session, content: &ContentRow) -> AnyView {
    let key = match &content.key {
        ContentKey::None => ().into_any(),
        ContentKey::NotTold => html! { {not_told(session)} <span class="joint">"→"</span> }.into_any(),
        ContentKey::Object(key) => {
            html! { <span class="key">{object(session, key)}</span> <span class="joint">"→"</span> }.into_any()
        }
        ContentKey::Edge { label, out } => {
            let count = format::count(u64::from(*out));
            let shown = format!("↑{count}");
            let words = move || text::VARIABLE_OUT.fill(session.lang.get(), &[("count", &count)]);
            let tag = (*out > 0).then(|| html! { <span class="tag" title=move || words()>{shown}</span> });
            html! { {edge(session, label)} {tag} }.into_any()
        }
    };
    row(session, key, content.value.as_ref(), content.holds)
}

fn not_told(session: Session) -> impl IntoView {
    html! { <span class="muted" title=session.say(text::NOT_TOLD_LONG)>{session.say(text::NOT_TOLD)}</span> }
}

fn row(session: Session, before: AnyView, value: Option<&ObjectRow>, holds: bool) -> AnyView {
    let weak = (!holds)
        .then(|| html! { <span class="tag" title=session.say(text::NOT_HOLDING)>{session.say(text::WEAK)}</span> });
    let held = session.sure.get_untracked().held();
    let value = match value {
        Some(value) => html! {
            {object(session, value)}
            {weak}
            <span class="size muted">{held.bytes(value.retained)}</span>
        }
        .into_any(),
        None => not_told(session).into_any(),
    };
    html! { <li class:weak=!holds>{before} {value}</li> }.into_any()
}
