//! Which object did you mean? (search)
//!
//! Owns the box in the top bar, what was searched for while the page is open, and the list of results. The box takes `@123`,
//! which selects that object, or terms, which go to the route `search`; there each further key searches anew, and whatever
//! was being looked for is given up. `/` and Ctrl/Cmd+K go to the box. What was typed may be a secret of the heap: it is
//! kept nowhere but in the page's memory.

use super::cell::selects;
use super::lists::grid;
use crate::session::Session;
use crate::widget::filter::replace;
use crate::widget::follow::follow;
use crate::widget::grid::{Place, Shelf};
use crate::widget::icon::{Icon, icon};
use crate::widget::pause::Pause;
use crate::widget::rich::rich;
use heapsky::ids::ObjectId;
use heapsky::present::certainty::{Degree, Figure};
use heapsky::present::listing::Listing;
use heapsky::present::route::{View, parse_id};
use heapsky::present::text::Phrase;
use heapsky::present::{format, text};
use heapsky::protocol::Opened;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::Input;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// Searches that are remembered.
const REMEMBERED: usize = 12;

/// Who types on does not want the objects for what is not finished.
const PAUSE: Duration = Duration::from_millis(150);

/// What was searched for, the latest first. Made once, by the shell.
#[derive(Clone, Copy)]
pub struct History(RwSignal<Vec<String>>);

impl History {
    /// Nothing yet.
    pub fn new() -> Self {
        History(RwSignal::new(Vec::new()))
    }
}

/// The box in the top bar.
#[component]
pub fn SearchBox() -> impl IntoView {
    let session = Session::here();
    let input = NodeRef::<Input>::new();
    let typed = Memo::new(move |_| session.route.with(|route| route.text.clone()));
    let History(history) = expect_context();
    // A route that says what stands in the box already leaves it alone: a space at its end is where the next word begins.
    follow(move || {
        let typed = typed.get();
        if let Some(input) = input.get().filter(|input| input.value().trim() != typed) {
            input.set_value(&typed);
        }
    });
    let pause = Pause::new();
    let seek = move || {
        let Some(words) = input.get_untracked().map(|input| input.value()) else { return };
        let words = words.trim();
        if session.route.with_untracked(|route| route.view == View::Search && route.text != words) {
            replace(session, |route| words.clone_into(&mut route.text));
        }
    };
    let typing = move |_| pause.then(PAUSE, seek);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        pause.stop();
        let Some(words) = input.get_untracked().map(|input| input.value()) else { return };
        let words = words.trim();
        if !words.is_empty() {
            history.update(|history| {
                history.retain(|other| other != words);
                history.insert(0, words.to_owned());
                history.truncate(REMEMBERED);
            });
        }
        let route = session.route.get_untracked();
        match parse_id(words) {
            // In the list of an older search the id is looked up there too, so that it does not stand beside old results.
            Some(id) if route.view == View::Search => session.go(&route.searching(words).selecting(id)),
            Some(id) => session.go(&route.selecting(id)),
            // Nothing typed asks what can be.
            None if words.is_empty() => session.go(&route.searching("")),
            None => session.go(&route.searching(words)),
        }
    };
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let shortcut = event.key() == "/" && !in_text(&event)
            || event.key().eq_ignore_ascii_case("k") && (event.ctrl_key() || event.meta_key());
        if let Some(input) = input.get_untracked().filter(|_| shortcut) {
            event.prevent_default();
            let _ = input.focus();
            input.select();
        }
    });
    on_cleanup(move || keys.remove());
    html! {
        <form class="search" role="search" on:submit=submit>
            {icon(Icon::Search)}
            <input
                node_ref=input
                type="search"
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                aria-label=session.say(text::SEARCH)
                aria-keyshortcuts="/ Control+K Meta+K"
                placeholder=session.say(text::SEARCH_HINT)
                on:input=typing
            />
            <kbd aria-hidden="true">"/"</kbd>
        </form>
    }
}

/// Whether the key was meant for a field.
fn in_text(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// The list of results for one text.
#[component]
pub fn SearchView(opened: Arc<Opened>, text: String) -> impl IntoView {
    let session = Session::here();
    if text.is_empty() {
        return html! {
            <div class="results">
                <h1>{session.say(text::SEARCH)}</h1>
                <p>{session.say(text::SEARCH_EMPTY)}</p>
                {terms(session)}
            </div>
        };
    }
    let words = format::middle(&format::visible(&text), 80);
    let name = words.clone();
    let has_terms = has_terms(&words);
    let phrase = if has_terms { text::RESULTS_OF } else { text::RESULTS };
    let heading = rich(session, phrase, move |_| html! { <bdi class="name">{name.clone()}</bdi> });
    // Digits alone may be an id that was typed without its sign.
    let meant = text.parse().ok().map(|number| meant(session, ObjectId(number)));
    let is_id = parse_id(&text).is_some();
    let body = grid(&opened, Place::Search, text::RESULTS_LIST, Listing::Search(text));
    let plot = expect_context::<Shelf>().plot(Place::Search);
    let total = Memo::new(move |_| plot.forest.with(|forest| forest.total()));
    let names = session.sure.get_untracked().degree(Figure::Names);
    let count = move || {
        let count = total.get().filter(|count| *count > 0)?;
        let lang = session.lang.get();
        Some(match count {
            1 if names == Degree::Exact => text::RESULT_ONE.say(lang).to_owned(),
            _ => text::RESULTS_COUNT.fill(lang, &[("count", &names.count(u64::from(count)))]),
        })
    };
    let nothing = move || (total.get() == Some(0)).then(|| nothing(session, &words, is_id));
    html! {
        <div class="list-view results" class:nothing=move || total.get() == Some(0)>
            <h1>{heading}</h1>
            <p class="muted" role="status">{move || count()}</p>
            {meant}
            {move || nothing()}
            {body}
        </div>
    }
}

/// Whether it asks for more than names: terms, an expression, an id.
fn has_terms(words: &str) -> bool {
    words.contains(':') || words.starts_with('/') || parse_id(words).is_some()
}

/// What to say when nothing is found.
fn nothing(session: Session, words: &str, is_id: bool) -> AnyView {
    if is_id {
        let words = text::NO_SUCH_ID.fill(session.lang.get(), &[("id", words)]);
        return html! { <p class="lead" role="status">{words}</p> };
    }
    // In a file without names it would say something of the heap that is true of the file alone.
    let is_named = session.sure.get_untracked().degree(Figure::Names) != Degree::Missing;
    let words = words.to_owned();
    let phrase = if has_terms(&words) { text::NOTHING_MATCHES } else { text::NOTHING_FOUND };
    html! {
        {lost_names(session)}
        {is_named.then(|| html! {
            <p class="lead">{rich(session, phrase, move |_| html! { <bdi class="name">{words.clone()}</bdi> })}</p>
            <p class="muted">{session.say(text::NOTHING_FOUND_HINT)}</p>
            {terms(session)}
        })}
    }
    .into_any()
}

/// What can be asked.
fn terms(session: Session) -> AnyView {
    const TERMS: [(&str, Phrase); 8] = [
        ("@46089", text::SEARCH_TERM_ID),
        ("Socket", text::SEARCH_TERM_WORDS),
        ("/^user-\\d+/i", text::SEARCH_TERM_EXPRESSION),
        ("class:Socket", text::SEARCH_TERM_CLASS),
        ("size:>1mb", text::SEARCH_TERM_SIZE),
        ("kind:closure", text::SEARCH_TERM_KIND),
        ("prop:listeners", text::SEARCH_TERM_PROP),
        ("class:Map retained:>1mb", text::SEARCH_TERM_ALL),
    ];
    let rows: Vec<_> = TERMS
        .into_iter()
        .map(|(example, meaning)| {
            let href = move || session.href(|route| route.searching(example));
            html! { <dt><a href=move || href()><code>{example}</code></a></dt><dd>{session.say(meaning)}</dd> }
        })
        .collect();
    let History(history) = expect_context();
    let recent = move || {
        let recent: Vec<_> = history.get();
        let links = recent.into_iter().map(|words| {
            let shown = format::middle(&format::visible(&words), 80);
            let href = move || session.href(|route| route.searching(&words));
            html! { <a class="chip" href=move || href()><bdi>{shown}</bdi></a> }
        });
        let links: Vec<_> = links.collect();
        (!links.is_empty()).then(|| {
            html! { <h2>{session.say(text::SEARCH_HISTORY)}</h2><p class="keywords">{links}</p> }
        })
    };
    html! {
        <h2>{session.say(text::SEARCH_TERMS)}</h2>
        <dl class="asks">{rows}</dl>
        {move || recent()}
    }
    .into_any()
}

/// Why a name may not be found in a file that was cut off.
fn lost_names(session: Session) -> impl IntoView {
    let hint = match session.sure.get_untracked().degree(Figure::Names) {
        Degree::Exact => None,
        Degree::Part | Degree::Estimate => Some(text::SOME_NAMES_HINT),
        Degree::Missing => Some(text::NO_NAMES_HINT),
    };
    hint.map(|hint| html! { <p class="lead">{session.say(hint)}</p> })
}

fn meant(session: Session, id: ObjectId) -> impl IntoView {
    let link = move |_| html! { <a href=selects(session, id)>{id.to_string()}</a> };
    html! { <p>{rich(session, text::ID_MEANT, link)}</p> }
}
