//! One question and its answer, for as long as the part of the page that asked stands.

use crate::client::AskError;
use crate::session::Session;
use heapsky::present::{format, text};
use heapsky::question::{Ask, Refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The answer, `None` until it is there.
pub type Asked<A> = RwSignal<Option<Result<A, AskError>>>;

/// Asks once. An answer that comes after its part of the page is gone is dropped.
pub fn asked<Q>(session: Session, question: Q) -> Asked<Q::Answer>
where
    Q: Ask + 'static,
    Q::Answer: Send + Sync + 'static,
{
    let answer = RwSignal::new(None);
    spawn_local(async move {
        let got = session.ask(question).await;
        let _ = answer.try_set(Some(got));
    });
    answer
}

/// Why there is no answer, in place.
pub fn trouble(session: Session, error: AskError) -> AnyView {
    let words = move || {
        let lang = session.lang.get();
        match &error {
            AskError::Refused(Refusal::NoSuchObject(id)) => text::NO_SUCH_OBJECT.fill(lang, &[("id", &id.to_string())]),
            AskError::Refused(Refusal::NoSuchClass(key)) => {
                text::NO_SUCH_CLASS.fill(lang, &[("key", &format::visible(key))])
            }
            AskError::Gone => text::ASK_GONE.say(lang).to_owned(),
        }
    };
    html! { <p class="trouble" role="alert">{move || words()}</p> }
}

/// Says that something is being read.
pub fn loading(session: Session) -> AnyView {
    html! { <p class="loading">{session.say(text::LOADING)}</p> }
}
