//! The top bar: brand, open file, search, language, theme, help.

use super::in_dialog;
use crate::address;
use crate::preferences::{Theme, keep_lang, keep_theme};
use crate::session::{Session, State};
use crate::shell::pick;
use crate::view::help::Help;
use crate::view::search::SearchBox;
use crate::widget::icon::{Icon, icon};
use heapsky::present::certainty::{Certainty, Figure};
use heapsky::present::{format, text};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    let session = Session::here();
    let help = RwSignal::new(false);
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if event.key() == "?" && !event.default_prevented() && !in_dialog(&event) {
            help.set(true);
        }
    });
    on_cleanup(move || keys.remove());
    let open = Memo::new(move |_| session.state.with(|state| matches!(state, State::Open(_))));
    let file = move || {
        session.opened().map(|opened| {
            let name = format::visible(&opened.name);
            let total = Certainty::of(opened.summary.cut.as_ref()).degree(Figure::Totals).bytes(opened.summary.total);
            let heap = move || text::HEAP.fill(session.lang.get(), &[("bytes", &total)]);
            let sure = Certainty::of(opened.summary.cut.as_ref());
            let (word, why) = match sure.is_light() {
                true => (text::LIGHT, text::LIGHT_WHY),
                false => (text::INCOMPLETE, text::INCOMPLETE_WHY),
            };
            let incomplete = (!sure.is_exact()).then(|| {
                html! {
                    <span class="tag incomplete" title=session.say(why)>
                        {icon(Icon::Alert)} <span class="word">{session.say(word)}</span>
                    </span>
                }
            });
            html! {
                <p class="file">
                    <bdi class="name" title=format::middle(&name, 400)>{format::middle(&name, 48)}</bdi>
                    {incomplete}
                    <span class="muted">{format::bytes(opened.file_size)}</span>
                    <span class="muted">{move || heap()}</span>
                </p>
            }
        })
    };
    let switch_lang = move |_| {
        let lang = session.lang.get_untracked().other();
        keep_lang(lang);
        // What the address asks for would win over the choice when the page is loaded again.
        address::forget("lang");
        session.lang.set(lang);
    };
    let switch_theme = move |_| {
        let theme = session.theme.get_untracked().next();
        keep_theme(theme);
        session.theme.set(theme);
    };
    let theme_words = move || {
        session.say(match session.theme.get() {
            Theme::System => text::THEME_SYSTEM,
            Theme::Light => text::THEME_LIGHT,
            Theme::Dark => text::THEME_DARK,
        })()
    };
    let theme_icon = move || {
        icon(match session.theme.get() {
            Theme::System => Icon::System,
            Theme::Light => Icon::Light,
            Theme::Dark => Icon::Dark,
        })
    };
    html! {
        <header class="bar">
            <p class="brand"><span class="star" aria-hidden="true">"✦"</span> <span class="word">{session.say(text::BRAND)}</span></p>
            {move || file()}
            <span class="gap"></span>
            {move || open.get().then(|| html! { <SearchBox /> })}
            {move || open.get().then(|| html! {
                <button
                    type="button"
                    class="bare"
                    aria-label=session.say(text::OPEN_ANOTHER)
                    title=session.say(text::OPEN_ANOTHER)
                    on:click=move |_| pick()
                >
                    {icon(Icon::Open)}
                </button>
            })}
            <button
                type="button"
                class="bare"
                data-control="lang"
                aria-label=session.say(text::LANGUAGE)
                title=session.say(text::LANGUAGE)
                on:click=switch_lang
            >
                {session.say(text::LANGUAGE_SHORT)}
            </button>
            <button type="button" class="bare" data-control="theme" aria-label=move || theme_words() title=move || theme_words() on:click=switch_theme>
                {move || theme_icon()}
            </button>
            <button
                type="button"
                class="bare"
                data-control="help"
                aria-label=session.say(text::HELP)
                title=session.say(text::HELP)
                on:click=move |_| help.set(true)
            >
                {icon(Icon::Help)}
            </button>
        </header>
        <Help open=help />
    }
}
