//! A snapshot that could not be opened: what happened, where, what to do.

use crate::session::Session;
use crate::shell::pick;
use crate::widget::icon::{Icon, icon};
use crate::widget::rich::rich;
use heapsky::present::{format, text};
use heapsky::protocol::Failure;
use leptos::prelude::*;

/// The view.
#[component]
pub fn FailureView(name: String, failure: Failure) -> impl IntoView {
    let session = Session::here();
    // Without its references the same file takes a third.
    let light = matches!(failure, Failure::WontFit { .. } | Failure::OutOfMemory { .. });
    let told = Memo::new(move |_| text::tell(&failure, session.lang.get()));
    let name = format::middle(&format::visible(&name), 200);
    // A file that is none must not cost the heap that was open.
    let before = session.name_before().map(|name| {
        let name = format::middle(&format::visible(&name), 40);
        let words = move || text::BACK_TO.fill(session.lang.get(), &[("name", &format::isolated(&name))]);
        html! { <button type="button" class="button primary" on:click=move |_| session.open_before()>{move || words()}</button> }
    });
    let other = !light && before.is_none();
    let title = rich(session, text::FAILED, move |_| html! { <bdi>{name.clone()}</bdi> });
    html! {
        <div class="middle">
            <section class="card failure" role="alert" aria-labelledby="failure-title">
                <h1 id="failure-title">{icon(Icon::Alert)} <span>{title}</span></h1>
                <p class="what">{move || told.with(|told| told.what.clone())}</p>
                <dl>
                    {move || {
                        told.with(|told| told.place.clone())
                            .map(|place| html! { <dt>{session.say(text::FAILED_WHERE)}</dt><dd class="place">{place}</dd> })
                    }}
                    <dt>{session.say(text::FAILED_DO)}</dt>
                    <dd>{move || told.with(|told| told.advice)}</dd>
                </dl>
                <p class="actions">
                    {before}
                    {light
                        .then(|| {
                            html! {
                                <button type="button" class="button primary" on:click=move |_| session.open_light()>
                                    {session.say(text::OPEN_LIGHT)}
                                </button>
                            }
                        })}
                    <button type="button" class="button" class:primary=other on:click=move |_| pick()>
                        {session.say(text::TRY_ANOTHER)}
                    </button>
                    <button type="button" class="button" on:click=move |_| session.close()>{session.say(text::BACK)}</button>
                </p>
                <details>
                    <summary>{session.say(text::FAILED_DETAILS)}</summary>
                    <pre tabindex="0"><bdi>{move || told.with(|told| told.detail.clone())}</bdi></pre>
                </details>
            </section>
        </div>
    }
}
