//! A list that is read page by page.
//!
//! Owns the rows so far. Takes a function from [`Page`] to a question; gives a signal of rows and a button for more.
//! Guarantee: rows come in order, each page is asked once.

use super::asked::{failed, loading};
use crate::client::AskError;
use crate::session::Session;
use heapsky::present::{format, text};
use heapsky::question::{Answer, Ask, Page, Question, Rows};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Rows so far.
pub struct Paged<T: 'static> {
    pub rows: RwSignal<Vec<T>>,
    /// Of the whole list; `None` until the first page is there.
    pub total: RwSignal<Option<u64>>,
    pub error: RwSignal<Option<AskError>>,
    reading: RwSignal<bool>,
}

impl<T> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Paged<T> {}

impl<T: Clone + Send + Sync + 'static> Paged<T> {
    /// An empty list; nothing is asked yet.
    pub fn new() -> Self {
        Paged {
            rows: RwSignal::new(Vec::new()),
            total: RwSignal::new(None),
            error: RwSignal::new(None),
            reading: RwSignal::new(false),
        }
    }

    /// Reads the next page.
    pub fn read<Q>(self, session: Session, step: u32, question: impl Fn(Page) -> Q)
    where
        Q: Ask<Answer = Rows<T>> + 'static,
    {
        let Some(offset) = self.begin() else { return };
        let question = question(Page { offset, limit: step }).into();
        self.await_page(session, question, Q::unwrap);
    }

    /// Apart from [`Paged::read`], so that there is one for all questions about such rows.
    fn await_page(self, session: Session, question: Question, unwrap: fn(Answer) -> Option<Rows<T>>) {
        spawn_local(async move {
            match session.ask_any(question).await.map(unwrap) {
                Ok(Some(page)) => self.take(page),
                Ok(None) => self.fail(AskError::Gone),
                Err(error) => self.fail(error),
            }
        });
    }

    /// Notes that a page is being read; gives where it begins, or `None` while another is on its way.
    pub fn begin(self) -> Option<u32> {
        if self.reading.get_untracked() {
            return None;
        }
        self.reading.set(true);
        self.rows.with_untracked(|rows| u32::try_from(rows.len()).ok())
    }

    /// Notes that a page could not be read.
    pub fn fail(self, error: AskError) {
        let _ = self.reading.try_set(false);
        let _ = self.error.try_set(Some(error));
    }

    /// Appends a page that was read.
    pub fn take(self, page: Rows<T>) {
        let _ = self.reading.try_set(false);
        let _ = self.rows.try_update(|rows| rows.extend(page.rows));
        let _ = self.total.try_set(Some(page.total));
    }

    /// What stands below the rows: "reading", "show 50 more of 12,400", or why there are none.
    pub fn foot(self, session: Session, step: u32, more: impl Fn() + Send + Sync + 'static) -> AnyView {
        let shown = Box::new(move || self.rows.with(Vec::len) as u64);
        foot(session, step, self.total, self.error, shown, Arc::new(more))
    }
}

/// Apart from [`Paged::foot`], so that there is one for all lists.
fn foot(
    session: Session,
    step: u32,
    total: RwSignal<Option<u64>>,
    error: RwSignal<Option<AskError>>,
    shown: Box<dyn Fn() -> u64 + Send>,
    more: Arc<dyn Fn() + Send + Sync>,
) -> AnyView {
    let words = move || {
        if let Some(error) = error.get() {
            return Some(failed(session, error));
        }
        let Some(total) = total.get() else { return Some(loading(session)) };
        let shown = shown();
        let more = more.clone();
        (shown < total).then(|| {
            let words = move || more_words(session, total - shown, u64::from(step), total);
            html! { <button class="more" type="button" on:click=move |_| more()>{move || words()}</button> }
        })
    };
    html! { {move || words()} }
}

/// "Show 50 more of 12,400".
pub fn more_words(session: Session, left: u64, step: u64, total: u64) -> String {
    let values = [("step", &*format::count(step.min(left))), ("total", &*format::count(total))];
    text::MORE_ROWS.fill(session.lang.get(), &values)
}
