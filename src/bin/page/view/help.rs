//! How to use the page, and its terms.

use crate::session::Session;
use crate::widget::follow::follow;
use crate::widget::icon::{Icon, icon};
use crate::widget::later::later;
use heapsky::present::glossary;
use heapsky::present::route::View;
use heapsky::present::text::{self, Phrase};
use leptos::html::Dialog;
use leptos::prelude::*;

/// A dialog that `open` shows.
#[component]
pub fn Help(open: RwSignal<bool>) -> impl IntoView {
    let session = Session::here();
    let dialog = NodeRef::<Dialog>::new();
    follow(move || {
        let (open, Some(dialog)) = (open.get(), dialog.get()) else { return };
        match (open, dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // Made when it is asked for first, and kept.
    let wanted = Memo::new(move |before: Option<&bool>| before.copied().unwrap_or(false) || open.get());
    html! {
        <dialog class="help" node_ref=dialog aria-labelledby="help-title" on:close=move |_| open.set(false)>
            <header>
                <h2 id="help-title">{session.say(text::HELP_TITLE)}</h2>
                <button type="button" class="bare" aria-label=session.say(text::CLOSE) on:click=move |_| open.set(false)>
                    {icon(Icon::Close)}
                </button>
            </header>
            {move || wanted.get().then(|| later(session, move || sheet(session, open)))}
        </dialog>
    }
}

#[inline(never)]
fn sheet(session: Session, open: RwSignal<bool>) -> AnyView {
    let key = move |keys: &'static str, words: Phrase| {
        html! { <dt><kbd>{keys}</kbd></dt><dd>{session.say(words)}</dd> }
    };
    html! {
        <p>{session.say(text::HELP_LINKS)}</p>
        <dl class="keys">
            {key("/  Ctrl K  ⌘K", text::HELP_SEARCH_KEY)}
            {key("@46089", text::HELP_SEARCH_WORDS)}
            {key("↑ ↓ ← →", text::HELP_ARROWS)}
            {key("Home  End  PgUp  PgDn", text::HELP_ENDS)}
            {key("Enter", text::HELP_ENTER)}
            {key("Delete", text::HELP_DELETE)}
            {key("1 … 9  0", text::HELP_VIEWS)}
            {key("?", text::HELP_SHEET)}
            {key("Esc", text::HELP_ESCAPE)}
        </dl>
        <h3>{session.say(text::HELP_TERMS)}</h3>
        {move || session.opened().map(|_| html! {
            <p>
                <a href=move || session.href(|route| route.viewing(View::Glossary)) on:click=move |_| open.set(false)>
                    {session.say(text::HELP_GLOSSARY)}
                </a>
            </p>
        })}
        <dl class="terms">
            {glossary::TERMS
                .iter()
                .map(|(term, meaning)| html! { <dt>{session.say(*term)}</dt><dd>{session.say(*meaning)}</dd> })
                .collect_view()}
        </dl>
    }
}
