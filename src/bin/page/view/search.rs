//! Which object did you mean? (search)
//!
//! Owns the box in the top bar and the list of results. The box takes `@123`, which selects that object, or text, which
//! goes to the route `search`; `/` and Ctrl/Cmd+K go to the box.

use super::cell::{object, retained, selects, share, term};
use super::own_size;
use crate::session::Session;
use crate::widget::icon::{Icon, icon};
use crate::widget::keyed::numbered;
use crate::widget::paged::Paged;
use crate::widget::rich::rich;
use heapsky::ids::ObjectId;
use heapsky::present::certainty::{Degree, Figure};
use heapsky::present::route::{View, parse_id};
use heapsky::present::{format, text};
use heapsky::question::search::Found;
use heapsky::question::{ObjectRow, Page, Search};
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

/// Rows read at a time.
const STEP: u32 = 50;

/// The box in the top bar.
#[component]
pub fn SearchBox() -> impl IntoView {
    let session = Session::here();
    let input = NodeRef::<Input>::new();
    let typed = Memo::new(move |_| session.route.with(|route| route.text.clone()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(words) = input.get_untracked().map(|input| input.value()) else { return };
        let words = words.trim();
        let route = session.route.get_untracked();
        match parse_id(words) {
            // In the list of an older search the id is looked up there too, so that it does not stand beside old results.
            Some(id) if route.view == View::Search => session.go(&route.searching(words).selecting(id)),
            Some(id) => session.go(&route.selecting(id)),
            None if words.is_empty() => {}
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
                prop:value=typed
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
pub fn SearchView(text: String, total: u64) -> impl IntoView {
    let session = Session::here();
    let words = format::middle(&format::visible(&text), 80);
    let name = words.clone();
    let heading = rich(session, text::RESULTS, move |_| html! { <bdi class="name">{name.clone()}</bdi> });
    if text.is_empty() {
        return html! { <div class="results"><h1>{session.say(text::SEARCH)}</h1><p>{session.say(text::SEARCH_EMPTY)}</p></div> };
    }
    let list = Paged::<ObjectRow>::new();
    let one = RwSignal::new(None::<Option<ObjectRow>>);
    read(session, list, one, text.clone());
    // Digits alone may be an id that was typed without its sign.
    let meant = text.parse().ok().map(|number| meant(session, ObjectId(number)));
    let more = move || read(session, list, one, text.clone());
    let names = session.sure.get_untracked().degree(Figure::Names);
    // In a file without names it would say something of the heap that is true of the file alone.
    let named = names != Degree::Missing;
    let nothing = {
        let words = words.clone();
        move || {
            let words = words.clone();
            html! {
                {lost_names(session)}
                {named.then(|| html! {
                    <p class="lead">{rich(session, text::NOTHING_FOUND, move |_| html! { <bdi class="name">{words.clone()}</bdi> })}</p>
                    <p class="muted">{session.say(text::NOTHING_FOUND_HINT)}</p>
                })}
            }
        }
    };
    let body = move || match (one.get(), list.total.get()) {
        (Some(None), _) => {
            let words = text::NO_SUCH_ID.fill(session.lang.get(), &[("id", &words)]);
            html! { <p class="lead" role="status">{words}</p> }
        }
        (Some(Some(row)), _) => table(session, RwSignal::new(vec![row]), total).into_any(),
        (None, Some(0)) => nothing().into_any(),
        (None, Some(_)) => table(session, list.rows, total).into_any(),
        (None, None) => ().into_any(),
    };
    let count = move || {
        list.total.get().filter(|count| *count > 0).map(|count| {
            let lang = session.lang.get();
            match count {
                1 if names == Degree::Exact => text::RESULT_ONE.say(lang).to_owned(),
                _ => text::RESULTS_COUNT.fill(lang, &[("count", &names.count(count))]),
            }
        })
    };
    let foot = move || one.with(Option::is_none).then(|| list.foot(session, STEP, more.clone()));
    html! {
        <div class="results">
            <h1>{heading}</h1>
            <p class="muted" role="status">{move || count()}</p>
            {meant}
            {move || body()}
            {move || foot()}
        </div>
    }
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

/// Reads the next page of results; an id gives one object or none.
fn read(session: Session, list: Paged<ObjectRow>, one: RwSignal<Option<Option<ObjectRow>>>, text: String) {
    let Some(offset) = list.begin() else { return };
    spawn_local(async move {
        match session.ask(Search { text, page: Page { offset, limit: STEP } }).await {
            Ok(Found::Names(page)) => list.take(page),
            Ok(Found::Object(row)) => {
                let _ = one.try_set(Some(Some(row)));
            }
            Ok(Found::NoSuchId) => {
                let _ = one.try_set(Some(None));
            }
            Err(error) => list.fail(error),
        }
    });
}

fn table(session: Session, rows: RwSignal<Vec<ObjectRow>>, total: u64) -> impl IntoView {
    let head = move |word| html! { <th scope="col" class="number">{term(session, word)}</th> };
    let row = move |row: &ObjectRow| {
        html! {
            <tr>
                <td class="name-cell">{object(session, row)}</td>
                <td class="number">{own_size::cell(session, row)}</td>
                <td class="number">{retained(session, row)}</td>
                <td class="number">{share(session, row, total)}</td>
            </tr>
        }
    };
    html! {
        <table class="objects">
            <thead>
                <tr>
                    <th scope="col">{session.say(text::OBJECT)}</th>
                    <th scope="col" class="number">{own_size::head(session)}</th>
                    {head(text::RETAINED)}
                    <th scope="col" class="number">{session.say(text::OF_HEAP)}</th>
                </tr>
            </thead>
            <tbody>
                {numbered(rows, row)}
            </tbody>
        </table>
    }
}
