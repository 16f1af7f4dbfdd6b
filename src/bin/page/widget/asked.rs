//! One question and its answer, for as long as the part of the page that asked stands.

use crate::client::AskError;
use crate::session::Session;
use heapsky::present::{format, text};
use heapsky::question::{Answer, Ask, Question, Refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The answer, `None` until it is there.
pub type Asked<A> = RwSignal<Option<Result<A, AskError>>>;

/// Asks once. When its part of the page goes, the answer is not waited for any more.
pub fn asked<Q>(session: Session, question: Q) -> Asked<Q::Answer>
where
    Q: Ask + 'static,
    Q::Answer: Send + Sync + 'static,
{
    let answer = RwSignal::new(None);
    ask_while_here(session, question.into(), move |got| {
        let got = got.and_then(|got| Q::unwrap(got).ok_or(AskError::Gone));
        let _ = answer.try_set(Some(got));
    });
    answer
}

/// Asks, and stops the work on the answer when this part of the page goes before it is there.
pub fn ask_while_here(session: Session, question: Question, take: impl FnOnce(Result<Answer, AskError>) + 'static) {
    let (id, answer) = session.start(question);
    if let Some(id) = id {
        on_cleanup(move || session.forget(id));
    }
    spawn_local(async move { take(answer.await) });
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
            AskError::Refused(Refusal::BadTerm(term)) => text::BAD_TERM.fill(lang, &[("term", &format::visible(term))]),
            AskError::Refused(Refusal::BadPattern(why)) => {
                text::BAD_PATTERN.fill(lang, &[("why", &format::visible(why))])
            }
            AskError::Refused(Refusal::NoSuchReference { from, at }) => {
                text::NO_SUCH_REFERENCE.fill(lang, &[("id", &from.to_string()), ("at", &at.to_string())])
            }
            AskError::Stopped => text::ASK_STOPPED.say(lang).to_owned(),
            AskError::Gone => text::ASK_GONE.say(lang).to_owned(),
        }
    };
    html! { <p class="trouble" role="alert">{move || words()}</p> }
}

/// Why there is no answer; one that was stopped can be asked for again, with all that is asked for in its view.
pub fn failed(session: Session, error: AskError) -> AnyView {
    let again = (error == AskError::Stopped).then(|| {
        let again = move |_| session.again.update(|again| *again = again.wrapping_add(1));
        html! { <button type="button" class="button" on:click=again>{session.say(text::TRY_AGAIN)}</button> }
    });
    html! { {trouble(session, error)} {again} }.into_any()
}

/// Says that something is being read.
pub fn loading(session: Session) -> AnyView {
    html! { <p class="loading">{session.say(text::LOADING)}</p> }
}
