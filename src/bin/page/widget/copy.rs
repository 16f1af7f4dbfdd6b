//! A button that copies text and says whether it did.

use crate::session::Session;
use heapsky::present::text::{self, Phrase};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Copies what `text` gives at the time of the click.
#[component]
pub fn Copy(label: Phrase, #[prop(into)] text: Callback<(), String>) -> impl IntoView {
    let session = Session::here();
    let outcome = RwSignal::new(None::<bool>);
    let copy = move |_| {
        let words = text.run(());
        spawn_local(async move {
            let done = write(&words).await;
            let _ = outcome.try_set(Some(done));
            set_timeout(
                move || {
                    let _ = outcome.try_set(None);
                },
                Duration::from_millis(1600),
            );
        });
    };
    let words = move || match outcome.get() {
        None => session.say(label)(),
        Some(true) => session.say(text::COPIED)(),
        Some(false) => session.say(text::COPY_FAILED)(),
    };
    html! {
        <button type="button" class="button" on:click=copy>
            {move || words()}
        </button>
    }
}

async fn write(text: &str) -> bool {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else { return false };
    // Missing in pages that are not secure; the binding would throw.
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).unwrap_or(JsValue::UNDEFINED);
    match clipboard.dyn_into::<web_sys::Clipboard>() {
        Ok(clipboard) => JsFuture::from(clipboard.write_text(text)).await.is_ok(),
        Err(_) => false,
    }
}
