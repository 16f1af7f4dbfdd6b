//! One suspect as a card: the sentences, how it is held, where to look on.
//!
//! Takes a `Suspect`; gives sentences in the field's style, each name a link that selects, and the same as plain text.

use crate::session::Session;
use crate::view::cell::{edge, object, selects, term};
use crate::widget::copy::Copy;
use crate::widget::icon::{Icon, icon};
use crate::widget::rich::rich;
use heapsky::ids::ObjectId;
use heapsky::present::certainty::Certainty;
use heapsky::present::route::View;
use heapsky::present::text::{self, Lang, Phrase};
use heapsky::present::{format, naming};
use heapsky::question::ObjectRow;
use heapsky::question::report::{Hop, PiledClass, Suspect};
use leptos::prelude::*;

/// Keywords in a copy are cut in the middle to this many characters.
const KEYWORD: usize = 120;

/// A sentence and what stands in its slots, as text; the views turn names and ids into links.
struct Sentence {
    phrase: Phrase,
    /// The object its `name` and `id` are of.
    of: ObjectId,
    values: Vec<(&'static str, String)>,
}

impl Sentence {
    fn plain(&self, lang: Lang) -> String {
        let values: Vec<(&str, &str)> = self.values.iter().map(|(slot, value)| (*slot, value.as_str())).collect();
        self.phrase.fill(lang, &values)
    }

    fn view(self, session: Session) -> impl IntoView {
        let fill = move |slot| {
            let value = self.values.iter().find(|(name, _)| *name == slot).map(|(_, value)| value.clone());
            match slot {
                "id" => html! { <a class="id" href=selects(session, self.of)>{value}</a> },
                "name" | "class" => html! { <bdi class="name">{value}</bdi> },
                _ => html! { <span class="value">{value}</span> },
            }
        };
        rich(session, self.phrase, fill)
    }
}

fn named(phrase: Phrase, row: &ObjectRow) -> Sentence {
    let values = vec![("name", naming::spoken(row)), ("id", row.id.to_string())];
    Sentence { phrase, of: row.id, values }
}

/// What is said of a suspect, sentence by sentence.
fn sentences(suspect: &Suspect, sure: Certainty) -> Vec<Sentence> {
    let held = sure.held();
    let (object, point) = (&suspect.object, &suspect.accumulation);
    let mut holds = named(text::holds(naming::nature(object)), object);
    holds.values.push(("bytes", held.said_bytes(object.retained)));
    holds.values.push(("share", held.said_share(suspect.share)));
    let mut sentences = vec![holds];

    let here = point.id == object.id;
    if !here {
        sentences.push(named(text::piles(naming::nature(point)), point));
    }
    let mut values = vec![("count", held.count(suspect.piled)), ("bytes", held.bytes(suspect.piled_bytes))];
    let phrase = match (&suspect.piled_class, suspect.piled, here) {
        (_, 0, true) => text::HERE_ITSELF,
        (_, 0, false) => text::THERE_ITSELF,
        (Some(class), _, _) if telling(suspect, class) => {
            values.push(("some", held.count(class.count)));
            // "onError()" says more than "Function".
            let called = class.function.as_ref().map(|name| format!("{name}()"));
            values.push(("class", naming::class_name(called.as_ref().unwrap_or(&class.class))));
            values.push(("classbytes", held.bytes(class.bytes)));
            if here { text::HERE_MOSTLY } else { text::THERE_MOSTLY }
        }
        (_, _, true) => text::HERE_SPREAD,
        (_, _, false) => text::THERE_SPREAD,
    };
    sentences.push(Sentence { phrase, of: point.id, values });
    sentences
}

/// Whether one class makes up at least half of a pile; less says little about it.
fn telling(suspect: &Suspect, class: &PiledClass) -> bool {
    class.count * 2 >= suspect.piled || class.bytes >= suspect.piled_bytes / 2
}

/// The card.
#[component]
pub fn SuspectCard(number: usize, suspect: Suspect) -> impl IntoView {
    let session = Session::here();
    let sure = session.sure.get_untracked();
    let id = suspect.object.id;
    let title = format!("suspect-{number}");
    let labelled = title.clone();
    let heading = move || text::SUSPECT_NUMBER.fill(session.lang.get(), &[("number", &number.to_string())]);
    let width = format::percent(format::within(suspect.share, 0.0, 1.0), 2);
    let body: Vec<_> = sentences(&suspect, sure).into_iter().map(|s| s.view(session)).collect();
    let body = body.into_iter().map(|sentence| html! { <p>{sentence}</p> }).collect_view();
    let words: Vec<String> = suspect.keywords.clone();
    let plain = {
        let (suspect, keywords) = (suspect.clone(), words.clone());
        move |()| {
            let lang = session.lang.get_untracked();
            let said = sentences(&suspect, sure);
            let mut said: Vec<String> = said.iter().map(|sentence| sentence.plain(lang)).collect();
            if !sure.is_exact() {
                said.push(text::COPIED_CUT.say(lang).to_owned());
            }
            let gap = if lang == Lang::Zh { "" } else { " " };
            let said = said.join(gap);
            let words: Vec<_> = keywords.iter().map(|word| format::middle(&format::visible(word), KEYWORD)).collect();
            match words.is_empty() {
                true => said,
                false => format!("{said}\n{}: {}", text::KEYWORDS.say(lang), words.join(" ")),
            }
        }
    };
    html! {
        <article class="card suspect" aria-labelledby=labelled>
            <header>
                <h3 id=title>{icon(Icon::Alert)} {move || heading()}</h3>
                <span class="share-bar" aria-hidden="true"><span style:width=width></span></span>
                <strong class="number">{sure.held().share(suspect.share)}</strong>
            </header>
            <div class="sentences">{body}</div>
            {held_by(session, &suspect)}
            {keywords(session, words)}
            <footer class="actions">
                <a class="button" href=move || session.href(|route| route.selecting(id).viewing(View::Gravity(Some(id))))>
                    {icon(Icon::Gravity)} {session.say(text::GRAVITY)}
                </a>
                <a class="button" href=move || session.href(|route| route.selecting(id).viewing(View::Tree(Some(id))))>
                    {icon(Icon::Tree)} {session.say(text::TREE)}
                </a>
                <Copy label=text::COPY_REPORT text=plain />
            </footer>
        </article>
    }
}

/// The dominator path from the root to the accumulation point.
fn held_by(session: Session, suspect: &Suspect) -> impl IntoView + use<> {
    let gap = suspect.path.len().div_ceil(2);
    let skipped = suspect.path_skipped;
    let (this, point) = (suspect.object.id, suspect.accumulation.id);
    let steps: Vec<_> = suspect
        .path
        .iter()
        .enumerate()
        .map(|(at, hop)| {
            let left_out = (skipped > 0 && at == gap).then(|| {
                let words =
                    move || text::STEPS_LEFT_OUT.fill(session.lang.get(), &[("count", &format::count(skipped))]);
                html! { <li class="gap">"⋯ " {words}</li> }
            });
            html! { {left_out} {step(session, hop, this, point)} }
        })
        .collect();
    (!steps.is_empty()).then(|| {
        html! {
            <details class="held" open=true>
                <summary>{session.say(text::HELD_BY)}</summary>
                <ol>{steps}</ol>
            </details>
        }
    })
}

fn step(session: Session, hop: &Hop, suspect: ObjectId, point: ObjectId) -> impl IntoView + use<> {
    let id = hop.object.id;
    let tag = move |word: Phrase| html! { <span class="tag">{term(session, word)}</span> };
    let edge = hop.edge.as_ref().map(|label| edge(session, label));
    html! {
        <li>
            {edge}
            {object(session, &hop.object)}
            <span class="muted size">{session.sure.get_untracked().held().bytes(hop.object.retained)}</span>
            {(id == suspect).then(|| tag(text::SUSPECT))}
            {(id == point).then(|| tag(text::ACCUMULATION))}
        </li>
    }
}

fn keywords(session: Session, words: Vec<String>) -> impl IntoView {
    let chips: Vec<_> = words
        .into_iter()
        .map(|word| {
            let shown = format::middle(&format::visible(&word), 40);
            let label = shown.clone();
            let label = move || text::SEARCH_FOR.fill(session.lang.get(), &[("word", &label)]);
            let href = move || session.href(|route| route.searching(&word));
            html! { <a class="chip" href=move || href() title=move || label()><bdi>{shown}</bdi></a> }
        })
        .collect();
    (!chips.is_empty()).then(|| {
        html! { <p class="keywords"><span class="muted">{term(session, text::KEYWORDS)}</span> {chips}</p> }
    })
}
