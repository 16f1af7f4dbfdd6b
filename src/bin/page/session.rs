//! What the page knows: state of opening, address, preferences, how sure the open heap is; and the way to ask.
//!
//! Owns the state machine Empty → Opening → Open | Failed → Opening …, the route, and the worker's client. Guarantees:
//! `<html data-state>` always says the state; `<html data-idle>` is there exactly while nothing is pending.
//!
//! ## For views
//! A view gets everything from the context: `let session = Session::here();` (`Session` is `Copy`; take it in the
//! component's body, not in an event handler).
//! - `session.ask(Children { .. }).await` → `Result<Rows<ChildRow>, AskError>`; also inside a `LocalResource`.
//! - `session.layout(LayoutOrder::..).await` → `Result<Laid, AskError>` with `settled`, `ticks`, `positions`.
//! - `let busy = session.busy();` keeps `data-idle` away until `busy` is dropped: hold one while an animation or a layout
//!   is running. Asks and layout orders do this by themselves, but only while they are under way.
//! - `session.route.get()` is where the user is; `session.go(&route)` goes there (a new entry of the history).
//!   `session.route.with(|route| route.selecting(id).to_string())` is the `href` of an ordinary link that selects, and
//!   `session.select(id)` does the same from a canvas.
//! - `session.opened()` is the open heap's `Opened` (name, `summary.total`, …); reactive.
//! - `session.sure` says how far the open heap's figures can be relied on; what follows from references is written through
//!   it, or by the cells in `view/cell.rs`, which ask it. `session.own_size()` is which of the two own sizes is shown.
//! - `session.say(SOME_PHRASE)` is a closure that gives the words in the current language, for use as a child or an
//!   attribute; `session.lang.get()` is the language; the words of the gravity view stand in `present/text/gravity.rs`.
//! - `session.dark.get()` says whether the page is dark now, for what CSS cannot paint. Kinds are painted with the CSS
//!   variables `--kind-object --kind-array --kind-closure --kind-string --kind-code --kind-number --kind-native
//!   --kind-system --kind-synthetic --kind-detached`, named by `crate::view::cell::kind_name(category)`.

mod opening;
mod state;

use crate::client::{AskError, Client, Event, Laid};
use crate::preferences::{self, Theme, prefers_dark};
use crate::{address, document};
use heapsky::ids::ObjectId;
use heapsky::present::certainty::Certainty;
use heapsky::present::route::{Fingerprint, Route};
use heapsky::present::shallow::Shallow;
use heapsky::present::text::{Lang, Phrase};
use heapsky::protocol::{LayoutOrder, Opened};
use heapsky::question::{Answer, Ask, Question};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use opening::Origin;
pub use state::{LongAnswers, Notice, Opening, State};
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

/// Everything a view may know or do. `Copy`: hand it around.
// A pointer, because nearly every closure of the page has a copy; there is one session for the life of the page.
#[derive(Clone, Copy)]
pub struct Session(&'static Parts);

impl Deref for Session {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What a session is made of.
pub struct Parts {
    pub state: RwSignal<State>,
    pub route: RwSignal<Route>,
    pub lang: RwSignal<Lang>,
    pub theme: RwSignal<Theme>,
    /// Whether the page is dark now: the theme, or what the system prefers.
    pub dark: Signal<bool>,
    /// The route the user came with before any file was open: what a shared link asks for.
    pub wanted: RwSignal<Option<Route>>,
    /// Things to know that stop nothing, one of a kind.
    pub notices: RwSignal<Vec<Notice>>,
    /// How far the open heap's figures can be relied on.
    pub sure: Memo<Certainty>,
    /// Which own size the user wants to see; what can be shown is [`Session::own_size`].
    pub shallow: RwSignal<Shallow>,
    /// The long answers that are being worked out.
    pub working: RwSignal<LongAnswers>,
    /// Whose ways were looked at last, and what was thought away then, as the address has it.
    pub thought_away: RwSignal<Option<(ObjectId, String)>>,
    /// Counts how often what was stopped was asked for again: view and panel ask anew.
    pub again: RwSignal<u32>,
    /// Whether the late part of the page's code is there: see `widget/later.rs`.
    pub is_whole: RwSignal<bool>,
    pending: RwSignal<u32>,
    client: StoredValue<Option<Client>, LocalStorage>,
    /// What was opened last, or was tried to.
    last: StoredValue<Option<Origin>, LocalStorage>,
    /// The heap that was open when one was tried that failed, and where in it the reader was.
    before: StoredValue<Option<(Origin, Route)>, LocalStorage>,
    /// The address may be about a heap that was open before.
    visited: StoredValue<bool>,
    /// The worker died before anything was opened with it.
    stillborn: StoredValue<bool>,
    /// Counts clients, so that a late event of an old one is known.
    generation: StoredValue<u32>,
}

/// Keeps `data-idle` away while it lives.
pub struct Busy(RwSignal<u32>);

impl Drop for Busy {
    fn drop(&mut self) {
        // The signal may be gone when the page is; then nobody reads it.
        let _ = self.0.try_update(|pending| *pending = pending.saturating_sub(1));
    }
}

/// Says after a moment that an answer takes longer, unless it is dropped before.
struct Patience(TimeoutHandle);

impl Patience {
    /// An answer that comes sooner is there at once.
    const MOMENT: Duration = Duration::from_millis(50);

    fn new(tell: impl FnOnce() + 'static) -> Option<Self> {
        set_timeout_with_handle(tell, Self::MOMENT).ok().map(Self)
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        self.0.clear();
    }
}

impl Session {
    /// The session of this page.
    pub fn here() -> Self {
        expect_context::<Session>()
    }

    /// Makes the session from the address, the browser's language and what was kept.
    pub fn new(lang: Lang, theme: Theme) -> Self {
        let route = address::current();
        let theme = RwSignal::new(theme);
        let system_dark = prefers_dark();
        let state = RwSignal::new(State::Empty);
        let sure = move |state: &State| match state {
            State::Open(opened) => Certainty::of(opened.summary.cut.as_ref()),
            _ => Certainty::default(),
        };
        let parts = Parts {
            state,
            wanted: RwSignal::new(asks_for(&route)),
            route: RwSignal::new(route),
            lang: RwSignal::new(lang),
            theme,
            dark: Signal::derive(move || theme.get().is_dark(system_dark.get())),
            notices: RwSignal::new(Vec::new()),
            sure: Memo::new(move |_| state.with(sure)),
            shallow: RwSignal::new(preferences::shallow()),
            working: RwSignal::new(LongAnswers::default()),
            thought_away: RwSignal::new(None),
            again: RwSignal::new(0),
            is_whole: RwSignal::new(false),
            pending: RwSignal::new(0),
            client: StoredValue::new_local(None),
            last: StoredValue::new_local(None),
            before: StoredValue::new_local(None),
            visited: StoredValue::new(false),
            stillborn: StoredValue::new(false),
            generation: StoredValue::new(0),
        };
        let session = Session(Box::leak(Box::new(parts)));
        session.new_client();
        document::reflect(session);
        session
    }

    /// Words in the current language, as a closure for a child or an attribute.
    pub fn say(self, phrase: Phrase) -> impl Fn() -> &'static str + Copy + Send + 'static {
        move || phrase.say(self.lang.get())
    }

    /// The open heap, if one is.
    pub fn opened(self) -> Option<Arc<Opened>> {
        self.state.with(|state| match state {
            State::Open(opened) => Some(opened.clone()),
            _ => None,
        })
    }

    /// Which own size of objects can be shown: the one the user wants, unless the heap does not tell it. Reactive.
    pub fn own_size(self) -> Shallow {
        self.shallow.get().within(self.sure.get())
    }

    /// Says something to know, in place of what was said of the same kind.
    pub fn tell(self, notice: Notice) {
        let kind = std::mem::discriminant(&notice);
        self.notices.update(|notices| {
            notices.retain(|other| std::mem::discriminant(other) != kind);
            notices.push(notice);
        });
    }

    /// Whether something is under way.
    pub fn is_pending(self) -> bool {
        self.pending.get() > 0
    }

    /// The same, without subscribing.
    pub fn is_pending_untracked(self) -> bool {
        self.pending.get_untracked() > 0
    }

    /// Keeps `data-idle` away until the value is dropped.
    pub fn busy(self) -> Busy {
        let _ = self.pending.try_update(|pending| *pending += 1);
        Busy(self.pending)
    }

    /// Asks the open heap.
    pub async fn ask<Q: Ask>(self, question: Q) -> Result<Q::Answer, AskError> {
        Q::unwrap(self.ask_any(question.into()).await?).ok_or(AskError::Gone)
    }

    /// The same for a question of any kind.
    pub async fn ask_any(self, question: Question) -> Result<Answer, AskError> {
        self.start(question).1.await
    }

    /// Asks now; the number is for [`Session::forget`].
    pub fn start(self, question: Question) -> (Option<u32>, impl Future<Output = Result<Answer, AskError>>) {
        let busy = self.busy();
        // The worker of a heap that is still on its way has no answers; whoever asks now is being taken down.
        let is_open = self.state.with_untracked(|state| matches!(state, State::Open(_)));
        let ask = |client: &Option<Client>| client.as_ref().map(|client| client.ask(question));
        let (id, answer) = self.client.try_with_value(|client| ask(client).filter(|_| is_open)).flatten().unzip();
        let patience = id.and_then(|id| Patience::new(move || self.working.update(|working| working.wait(id))));
        (id, async move {
            let (_busy, _patience) = (busy, patience);
            match answer {
                Some(answer) => answer.await,
                None => Err(AskError::Gone),
            }
        })
    }

    /// Stops the work on an answer that nobody waits for any more.
    pub fn forget(self, id: u32) {
        self.with_client(|client| client.forget(id));
        self.worked(id);
    }

    fn worked(self, id: u32) {
        self.working.maybe_update(|working| working.end(id));
    }

    /// Gives the worker's layout an order.
    pub async fn layout(self, order: LayoutOrder) -> Result<Laid, AskError> {
        let _busy = self.busy();
        if !self.state.with_untracked(|state| matches!(state, State::Open(_))) {
            return Err(AskError::Gone);
        }
        let laid = self.client.try_with_value(|client| client.as_ref().map(|client| client.layout(order))).flatten();
        match laid {
            Some(laid) => laid.await,
            None => Err(AskError::Gone),
        }
    }

    /// Goes to a route: a new entry of the history.
    pub fn go(self, route: &Route) {
        address::push(&route.to_string());
    }

    /// Selects an object: fills the panel, does not move the view.
    pub fn select(self, id: ObjectId) {
        self.go(&self.route.with_untracked(|route| route.selecting(id)));
    }

    /// The link to a route, naming the open file.
    pub fn href(self, change: impl Fn(&Route) -> Route) -> String {
        self.route.with(|route| change(route).to_string())
    }

    /// The browser is at another address: a click, back, forward, or a link typed by hand.
    pub fn arrived_at(self, mut route: Route) {
        if let Some(opened) = self.opened() {
            let file = Fingerprint::parse(&opened.summary.fingerprint);
            if route.file != file {
                if let Some(other) = route.file {
                    self.tell(Notice::OtherFile(other));
                }
                route.file = file;
                address::replace(&route.to_string());
            }
        } else {
            self.wanted.set(asks_for(&route));
        }
        if self.route.with_untracked(|old| *old != route) {
            self.route.set(route);
        }
    }

    fn with_client(self, act: impl FnOnce(&Client)) {
        self.client.with_value(|client| client.as_ref().map(act));
    }

    /// Drops the old worker with its memory and starts a fresh one.
    fn new_client(self) {
        self.stillborn.set_value(false);
        let generation = self.generation.with_value(|generation| generation.wrapping_add(1));
        self.generation.set_value(generation);
        let client = Client::start(move |event| {
            if self.generation.try_get_value() == Some(generation) {
                self.hear(event);
            }
        });
        self.client.set_value(Some(client));
    }

    fn hear(self, event: Event) {
        match event {
            Event::Progress(progress) => self.state.update(|state| {
                if let State::Opening(opening) = state {
                    opening.progress = Some(progress);
                }
            }),
            Event::Working { id, share } => self.working.update(|working| working.tell(id, share)),
            Event::Worked { id } => self.worked(id),
            Event::Opened(opened) => self.arrive(opened),
            Event::Failed(failure) => self.fail(failure),
        }
    }
}

/// The route, if it asks for something of a file that is not open yet.
fn asks_for(route: &Route) -> Option<Route> {
    (route.file.is_some() || route.wanted().is_some()).then(|| route.clone())
}
