//! The frame.
use leptos::prelude::*;
#[component]
pub fn Shell() -> impl IntoView {
    view! { <main></main> }
}
