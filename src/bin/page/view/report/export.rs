//! The report as a file, on the clipboard, on paper.
//!
//! Takes the report; gives Markdown, HTML and JSON in the page's language. The texts of strings are left out unless the
//! reader asks for them.

use crate::session::Session;
use crate::widget::copy::Copy;
use crate::widget::save::save;
use heapsky::present::report::{Exported, Secrets, html as to_html, json, markdown};
use heapsky::present::text::{self, Phrase};
use heapsky::protocol::Opened;
use heapsky::question::report::LeakReport;
use leptos::prelude::*;
use std::sync::Arc;

type Write = fn(&Exported) -> String;

/// The row of buttons.
#[component]
pub fn Export(report: Arc<LeakReport>, opened: Arc<Opened>) -> impl IntoView {
    let session = Session::here();
    let hide = RwSignal::new(true);
    let write = StoredValue::new(move |write: Write| {
        let secrets = if hide.get_untracked() { Secrets::Hidden } else { Secrets::Shown };
        write(&Exported {
            report: &report,
            summary: &opened.summary,
            file: &opened.name,
            file_size: opened.file_size,
            lang: session.lang.get_untracked(),
            secrets,
        })
    });
    let text = move |form: Write| write.with_value(|write| write(form));
    let button = move |label: Phrase, extension: &'static str, mime: &'static str, form: Write| {
        let click = move |_| save(&format!("heapsky-report.{extension}"), mime, &text(form));
        html! { <button type="button" class="button" on:click=click>{session.say(label)}</button> }
    };
    let print = |_| {
        if let Some(window) = web_sys::window() {
            let _ = window.print();
        }
    };
    html! {
        <section class="export" aria-label=session.say(text::EXPORT)>
            <Copy label=text::COPY_MARKDOWN text=move |()| text(markdown) />
            {button(text::SAVE_MARKDOWN, "md", "text/markdown", markdown)}
            {button(text::SAVE_HTML, "html", "text/html", to_html)}
            {button(text::SAVE_JSON, "json", "application/json", json)}
            <button type="button" class="button" on:click=print>{session.say(text::PRINT)}</button>
            <label title=session.say(text::HIDE_TEXTS_MEANS)>
                <input type="checkbox" prop:checked=hide on:change=move |event| hide.set(event_target_checked(&event)) />
                {session.say(text::HIDE_TEXTS)}
            </label>
        </section>
    }
}
