//! What the user prefers: language, theme, and which of an object's own sizes is shown.
//!
//! Owns the choice and where it is kept. The address (`?lang=`) wins over what was kept, which wins over the browser.
//! Guarantee: storage that refuses (a sandboxed frame, private windows) only means that nothing is kept.

use crate::address;
use heapsky::present::route::Fingerprint;
use heapsky::present::shallow::Shallow;
use heapsky::present::text::Lang;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{MediaQueryList, Storage};

const NAME: &str = "heapsky.name.";
const LANG: &str = "heapsky.lang";
const THEME: &str = "heapsky.theme";
const SHALLOW: &str = "heapsky.shallow";

/// Light, dark, or what the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// The word in storage and in `<html data-theme>`.
    pub fn word(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The one after this, for a button that goes round.
    pub fn next(self) -> Self {
        match self {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        }
    }

    /// Whether the page is dark, given what the system prefers.
    pub fn is_dark(self, system_dark: bool) -> bool {
        match self {
            Theme::System => system_dark,
            Theme::Light => false,
            Theme::Dark => true,
        }
    }
}

/// The language to begin with.
pub fn lang() -> Lang {
    let asked = address::parameter("lang").and_then(|tag| Lang::parse(&tag));
    let kept = || read(LANG).and_then(|tag| Lang::parse(&tag));
    let browser = || {
        let languages = web_sys::window().map(|window| window.navigator().languages())?;
        languages.iter().filter_map(|tag| tag.as_string()).find_map(|tag| Lang::parse(&tag))
    };
    asked.or_else(kept).or_else(browser).unwrap_or(Lang::En)
}

/// Keeps a language that the user chose.
pub fn keep_lang(lang: Lang) {
    write(LANG, lang.code());
}

/// The theme to begin with.
pub fn theme() -> Theme {
    match read(THEME).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Keeps a theme that the user chose.
pub fn keep_theme(theme: Theme) {
    write(THEME, theme.word());
}

/// The own size to begin with.
pub fn shallow() -> Shallow {
    read(SHALLOW).and_then(|word| Shallow::parse(&word)).unwrap_or_default()
}

/// Keeps the own size that the user chose.
pub fn keep_shallow(shallow: Shallow) {
    write(SHALLOW, shallow.word());
}

/// Whether the system prefers dark, as it changes.
pub fn prefers_dark() -> ReadSignal<bool> {
    let query = media("(prefers-color-scheme: dark)");
    let (dark, set_dark) = signal(query.as_ref().is_some_and(MediaQueryList::matches));
    if let Some(query) = query {
        let again = query.clone();
        let on_change = Closure::<dyn FnMut()>::new(move || set_dark.set(again.matches()));
        let _ = query.add_event_listener_with_callback("change", on_change.as_ref().unchecked_ref());
        // Lives as long as the page.
        on_change.forget();
    }
    dark
}

/// Whether the user asked for less motion.
pub fn prefers_calm() -> bool {
    media("(prefers-reduced-motion: reduce)").is_some_and(|query| query.matches())
}

fn media(query: &str) -> Option<MediaQueryList> {
    web_sys::window().and_then(|window| window.match_media(query).ok()).flatten()
}

/// What the file of this content was called in this tab, if it was open here.
pub fn name_of(file: Fingerprint) -> Option<String> {
    tab_storage().and_then(|storage| storage.get_item(&format!("{NAME}{file}")).ok()).flatten()
}

/// Keeps that for a reload: the browser forgets the file, and a hash tells nobody which to choose. Not beyond the tab.
pub fn keep_name(file: Fingerprint, name: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.set_item(&format!("{NAME}{file}"), name);
    }
}

fn tab_storage() -> Option<Storage> {
    web_sys::window().and_then(|window| window.session_storage().ok()).flatten()
}

fn storage() -> Option<Storage> {
    // Throws in a sandboxed frame.
    web_sys::window().and_then(|window| window.local_storage().ok()).flatten()
}

fn read(key: &str) -> Option<String> {
    storage().and_then(|storage| storage.get_item(key).ok()).flatten()
}

fn write(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}
