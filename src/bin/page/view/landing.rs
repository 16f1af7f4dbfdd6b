//! Before anything is open: what this is, how to give it a snapshot.
//!
//! Takes nothing; gives the first page. The drop itself is heard by the shell, since the whole page takes it.

use crate::session::Session;
use crate::shell::pick;
use crate::widget::copy::Copy;
use crate::widget::icon::{Icon, icon};
use crate::widget::rich::rich;
use crate::{address, preferences};
use heapsky::present::format;
use heapsky::present::route::Route;
use heapsky::present::text::{self, Phrase};
use leptos::prelude::*;

/// The view.
#[component]
pub fn LandingView() -> impl IntoView {
    let session = Session::here();
    html! {
        <div class="landing">
            <h1>{session.say(text::SENTENCE)}</h1>
            {move || session.wanted.get().map(|route| wanted(session, route))}
            <section class="drop" aria-labelledby="drop-title">
                {icon(Icon::File)}
                <p class="drop-title" id="drop-title">{session.say(text::DROP_TITLE)}</p>
                <p class="muted">{session.say(text::DROP_NOTE)}</p>
                <button type="button" class="button primary" on:click=move |_| pick()>{session.say(text::PICK)}</button>
            </section>
            <Promise />
            <section aria-labelledby="samples">
                <h2 id="samples">{session.say(text::SAMPLES)}</h2>
                <div class="samples">
                    {sample(session, text::SAMPLE_LISTENERS, text::SAMPLE_LISTENERS_NOTE, "samples/listeners.heapsnapshot.gz")}
                    {sample(session, text::SAMPLE_ARRAY, text::SAMPLE_ARRAY_NOTE, "samples/array.heapsnapshot.gz")}
                </div>
            </section>
            <Taking />
        </div>
    }
}

/// A link came first: says which file and object it is for.
fn wanted(session: Session, route: Route) -> impl IntoView {
    let (id, file) = (route.wanted(), route.file);
    let phrase = match (id, file) {
        (Some(_), Some(_)) => text::WANTED,
        (None, Some(_)) => text::WANTED_VIEW,
        _ => text::WANTED_ANY,
    };
    let fill = move |slot| {
        let words = match slot {
            "id" => id.map(|id| id.to_string()),
            _ => file.map(|file| match preferences::name_of(file) {
                Some(name) => format!("{} ({file})", format::middle(&format::visible(&name), 60)),
                None => file.to_string(),
            }),
        };
        html! { <code><bdi>{words}</bdi></code> }
    };
    html! { <p class="wanted" role="status">{rich(session, phrase, fill)}</p> }
}

fn sample(session: Session, name: Phrase, note: Phrase, url: &'static str) -> impl IntoView {
    let open = move |_| {
        if let Some(url) = address::absolute(url) {
            session.open_url(url);
        }
    };
    html! {
        <button type="button" class="card sample" on:click=open>
            <strong>{session.say(name)}</strong>
            <span class="muted">{session.say(note)}</span>
        </button>
    }
}

#[component]
fn Promise() -> impl IntoView {
    let session = Session::here();
    html! {
        <section class="promise">
            <details>
                <summary>
                    <strong>{session.say(text::PRIVACY)}</strong>
                    " "
                    <span class="linklike">{session.say(text::PRIVACY_HOW)}</span>
                </summary>
                <ul>
                    <li>{session.say(text::PRIVACY_WASM)}</li>
                    <li>{session.say(text::PRIVACY_CSP)}</li>
                    <li>{session.say(text::PRIVACY_OFFLINE)}</li>
                </ul>
            </details>
        </section>
    }
}

const NODE: &str = "node --heapsnapshot-signal=SIGUSR2 app.js\nkill -USR2 <pid>";
const DENO: &str = "deno run --inspect app.ts";
const BUN: &str = "await Bun.write(\"app.heapsnapshot\",\n  Bun.generateHeapSnapshot(\"v8\"));";

#[component]
fn Taking() -> impl IntoView {
    let session = Session::here();
    html! {
        <section aria-labelledby="taking">
            <h2 id="taking">{session.say(text::TAKE_TITLE)}</h2>
            <div class="recipes">
                {recipe(session, "Node.js", text::TAKE_NODE, Some(NODE))}
                {recipe(session, "Chrome", text::TAKE_CHROME, None)}
                {recipe(session, "Deno", text::TAKE_DENO, Some(DENO))}
                {recipe(session, "Bun", text::TAKE_BUN, Some(BUN))}
            </div>
        </section>
    }
}

fn recipe(session: Session, runtime: &'static str, note: Phrase, code: Option<&'static str>) -> impl IntoView {
    html! {
        <article class="recipe">
            <h3>{runtime}</h3>
            <p>{session.say(note)}</p>
            {code
                .map(|code| {
                    html! {
                        <div class="code">
                            <pre tabindex="0" aria-label=runtime>{code}</pre>
                            <Copy label=text::COPY text=move |()| code.to_owned() />
                        </div>
                    }
                })}
        </article>
    }
}
