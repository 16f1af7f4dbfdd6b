//! The numbers by which the report decides, each with its meaning and a field to change it.
//!
//! Owns the fields. Takes the constants in use; a change goes to the signal, from which the report is asked again.

use crate::session::Session;
use heapsky::present::report::constants as rows;
use heapsky::present::text;
use heapsky::question::report::Constants;
use leptos::prelude::*;

/// What one unit in a field is: a percent of a share, a kilobyte, one.
const UNITS: [f64; 7] = [0.01, 1000.0, 0.01, 0.01, 1.0, 1.0, 0.01];
const SUFFIXES: [&str; 7] = ["%", "kB", "%", "%", "", "", "%"];

/// The numbers in the order of [`rows`].
fn values(of: &Constants) -> [f64; 7] {
    [of.suspect_share, of.suspect_bytes as f64, of.big_drop, of.alike, of.repeats as f64, of.chain as f64, of.leaking]
}

fn changed(mut of: Constants, row: usize, value: f64) -> Constants {
    match row {
        0 => of.suspect_share = value,
        1 => of.suspect_bytes = value as u64,
        2 => of.big_drop = value,
        3 => of.alike = value,
        4 => of.repeats = value as u64,
        5 => of.chain = value as u64,
        _ => of.leaking = value,
    }
    of.in_range()
}

/// The section, folded. `used`: what the report on the screen was made with.
#[component]
pub fn ConstantsPanel(wanted: RwSignal<Constants>) -> impl IntoView {
    let session = Session::here();
    let fields = move || {
        let used = wanted.get();
        let numbers = values(&used);
        let row = |(row, constant): (usize, heapsky::present::report::Constant)| {
            let shown = (numbers[row] / UNITS[row]).round();
            let change = move |event: web_sys::Event| {
                let typed: Option<f64> = event_target_value(&event).trim().parse().ok();
                let value = typed.filter(|value| value.is_finite() && *value >= 0.0).map(|value| value * UNITS[row]);
                // What is no number puts the old one back.
                wanted.update(|wanted| *wanted = value.map_or(*wanted, |value| changed(*wanted, row, value)));
            };
            html! {
                <label>
                    <span class="name">{session.say(constant.name)}</span>
                    <span class="field">
                        <input type="number" min="0" prop:value=shown.to_string() on:change=change />
                        {SUFFIXES[row]}
                    </span>
                    <span class="muted">{session.say(constant.meaning)}</span>
                </label>
            }
        };
        rows(&used).into_iter().enumerate().map(row).collect_view()
    };
    let reset = move |_| wanted.set(Constants::default());
    html! {
        <details class="constants">
            <summary>{session.say(text::CONSTANTS)}</summary>
            <p class="muted">{session.say(text::CONSTANTS_LEAD)}</p>
            <div class="fields">{move || fields()}</div>
            <button type="button" class="button" on:click=reset>{session.say(text::CONSTANTS_RESET)}</button>
        </details>
    }
}
