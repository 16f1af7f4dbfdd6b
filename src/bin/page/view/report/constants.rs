//! The numbers by which the report decides, each with its meaning and a field to change it.
//!
//! Owns the fields, made once, so that who types keeps the keyboard. Takes the constants wanted; a change goes back there,
//! and the report is asked again.

use crate::session::Session;
use heapsky::present::report::{CONSTANTS, Constant};
use heapsky::present::text;
use heapsky::question::report::Constants;
use leptos::prelude::*;

/// The section, folded.
#[component]
pub fn ConstantsPanel(wanted: RwSignal<Constants>) -> impl IntoView {
    let session = Session::here();
    let field = |constant: &'static Constant| {
        let change = move |event: web_sys::Event| {
            let before = wanted.get_untracked();
            let input = event_target::<web_sys::HtmlInputElement>(&event);
            let after = constant.changed(before, input.value_as_number());
            if after != before {
                wanted.set(after);
            }
            // Also after what was no number, or out of range.
            input.set_value(&constant.typed(&after));
        };
        html! {
            <label>
                <span class="name">{session.say(constant.name)}</span>
                <span class="field">
                    <input type="number" min="0" prop:value=move || constant.typed(&wanted.get()) on:change=change />
                    {constant.suffix()}
                </span>
                <span class="muted">{session.say(constant.meaning)}</span>
            </label>
        }
    };
    let reset = move |_| wanted.set(Constants::default());
    html! {
        <details class="constants">
            <summary>{session.say(text::CONSTANTS)}</summary>
            <p class="muted">{session.say(text::CONSTANTS_LEAD)}</p>
            <div class="fields">{CONSTANTS.iter().map(field).collect_view()}</div>
            <button type="button" class="button" on:click=reset>{session.say(text::CONSTANTS_RESET)}</button>
        </details>
    }
}
