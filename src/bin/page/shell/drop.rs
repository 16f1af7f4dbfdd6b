//! The whole page as a drop zone, and the one file input.

use crate::session::Session;
use heapsky::present::text;
use leptos::ev::{self, DragEvent};
use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

const PICKER: &str = "picker";

/// Opens the browser's file picker.
pub fn pick() {
    let document = web_sys::window().and_then(|window| window.document());
    let input = document.and_then(|document| document.get_element_by_id(PICKER));
    if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
        input.click();
    }
}

/// Hears drops anywhere; shows where one may let go.
#[component]
pub fn Drop() -> impl IntoView {
    let session = Session::here();
    let over = RwSignal::new(false);
    let input = NodeRef::<Input>::new();
    let hold = move |event: DragEvent| {
        // Without this the browser would leave the page and show the file.
        event.prevent_default();
        let files = event.data_transfer().is_some_and(|data| data.types().iter().any(|kind| kind == "Files"));
        over.set(files);
    };
    let leave = move |event: DragEvent| {
        // Between two elements of the page there is a related target; out of the window there is none.
        if event.related_target().is_none() {
            over.set(false);
        }
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(files) = event.data_transfer().and_then(|data| data.files()) {
            session.open_files(&files);
        }
    };
    let listeners = [
        window_event_listener(ev::dragenter, hold),
        window_event_listener(ev::dragover, hold),
        window_event_listener(ev::dragleave, leave),
        window_event_listener(ev::drop, drop),
    ];
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));

    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let files = input.files().filter(|files| files.length() > 0);
        if let Some(files) = files {
            session.open_files(&files);
        }
        // So that the same file can be chosen again.
        input.set_value("");
    };
    html! {
        <input
            node_ref=input
            id=PICKER
            class="away"
            type="file"
            accept=".heapsnapshot,.heaptimeline,.gz,.zst,.zip,.tar,.tgz,.json,application/json,application/gzip,application/zip"
            tabindex="-1"
            aria-label=session.say(text::PICK)
            on:change=chosen
        />
        {move || over.get().then(|| html! { <div class="dropping"><p>{session.say(text::DROP_HERE)}</p></div> })}
    }
}
