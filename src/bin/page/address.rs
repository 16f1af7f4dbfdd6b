//! The browser's address bar and history.
//!
//! Owns reading and writing the hash; what it means is `heapsky::present::route`. Takes and gives text. Guarantee: a
//! change made here is told to the session by the browser's own `hashchange`, the same road as a click, back or forward.

use heapsky::present::route::Route;

/// The route in the address bar.
pub fn current() -> Route {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    Route::parse(&hash.unwrap_or_default())
}

/// Goes to a hash: a new entry of the history.
pub fn push(hash: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(hash);
    }
}

/// Writes a hash over the current entry of the history; no event follows.
pub fn replace(hash: &str) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        // Refused in some sandboxed frames; the address then only lacks the file's fingerprint.
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(hash));
    }
}

/// A parameter of the query, before the hash: `?lang=`, `?src=`.
pub fn parameter(name: &str) -> Option<String> {
    let search = web_sys::window().and_then(|window| window.location().search().ok())?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// Takes a parameter of the query out of the address; no event follows.
pub fn forget(name: &str) {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return };
    let Ok(url) = location.href().and_then(|href| web_sys::Url::new(&href)) else { return };
    if url.search_params().has(name) {
        url.search_params().delete(name);
        replace(&url.href());
    }
}

/// The absolute form of a URL that may be relative to the page; only what `fetch` may get over http.
pub fn absolute(url: &str) -> Option<String> {
    let base =
        web_sys::window().and_then(|window| window.document()).and_then(|page| page.base_uri().ok()).flatten()?;
    let url = web_sys::Url::new_with_base(url, &base).ok()?;
    matches!(url.protocol().as_str(), "http:" | "https:").then(|| url.href())
}

/// The whole address with another hash, for copying.
pub fn link(hash: &str) -> String {
    let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    format!("{}{hash}", href.split('#').next().unwrap_or_default())
}
