//! One suspect as a card: what, who holds it, the evidence, where in the code, what to change, when it is no leak.
//!
//! Takes a `Card` and the `Suspect` it was made of; gives the sentences with each object a link that selects, the way in
//! code notation with each step a link, and the way on to the other views.

use super::way::every_step;
use crate::session::Session;
use crate::view::cell::{notation, selects, term};
use crate::widget::copy::Copy;
use crate::widget::icon::{Icon, icon};
use crate::widget::rich::rich;
use heapsky::present::format;
use heapsky::present::report::{Card, Place, Sentence, Value, plain};
use heapsky::present::route::View;
use heapsky::present::text::{self, Phrase};
use heapsky::question::report::Suspect;
use leptos::prelude::*;

/// A sentence with its objects as links.
pub fn sentence(session: Session, said: Sentence) -> AnyView {
    let fill = move |slot: &'static str| {
        let value = said.values.iter().find(|(name, _)| *name == slot).map(|(_, value)| value.clone());
        match value {
            Some(Value::Object(id)) => html! { <a class="id" href=selects(session, id)>{id.to_string()}</a> },
            Some(Value::Name(name)) => html! { <bdi class="name">{name}</bdi> },
            Some(Value::Words(phrase)) => html! { <span>{session.say(phrase)}</span> },
            Some(Value::Text(text)) => html! { <span class="value">{text}</span> },
            Some(Value::Size(text, bytes)) => {
                html! { <span class="value" title=format!("{} B", format::count(bytes))>{text}</span> }
            }
            None => slot.into_any(),
        }
    };
    rich(session, said.phrase, fill)
}

/// The card.
#[component]
pub fn SuspectCard(card: Card, suspect: Suspect) -> impl IntoView {
    let session = Session::here();
    let sure = session.sure.get_untracked();
    let id = card.object;
    let point = card.accumulation.unwrap_or(id);
    let title = format!("suspect-{}", card.number);
    let labelled = title.clone();
    let number = card.number.to_string();
    let heading = move || text::SUSPECT_NUMBER.fill(session.lang.get(), &[("number", &number)]);
    let width = format::percent(format::within(card.share, 0.0, 1.0), 2);
    let copied = card.clone();
    let text = move |()| copy(session, &copied);
    let what: Vec<_> = card
        .what
        .into_iter()
        .map(|said| html! { {sentence(session, said)} {move || text::gap(session.lang.get())} })
        .collect();
    let badge = if card.is_known { "badge" } else { "badge unknown" };
    let confidence = session.say(card.confidence);
    html! {
        <article class="card suspect" aria-labelledby=labelled>
            <header>
                <h3 id=title>{icon(Icon::Alert)} {move || heading()}</h3>
                <span class=badge title=move || confidence()>{session.say(card.pattern)}</span>
                <span class="share-bar" aria-hidden="true"><span style:width=width></span></span>
                <strong class="number">{sure.held().share(card.share)}</strong>
            </header>
            <p class="sentences">{what}</p>
            <dl class="facts">
                {row(session, text::HELD_AT, notation(session, card.path))}
                {list(session, text::EVIDENCE, card.evidence)}
                {places(session, card.places)}
                {advice(session, text::CHANGE, card.change)}
                {advice(session, text::WHY, card.why)}
                {list(session, text::FALSE_ALARM, card.doubts)}
                {list(session, text::RELATED_TO, card.related)}
            </dl>
            {every_step(session, &suspect)}
            {keywords(session, suspect.keywords)}
            <footer class="actions">
                <a class="button" href=move || session.href(|route| route.selecting(id).viewing(View::Gravity(Some(id))))>
                    {icon(Icon::Gravity)} {session.say(text::GRAVITY)}
                </a>
                <a class="button" href=move || session.href(|route| route.selecting(point).viewing(View::Cluster(Some(point))))>
                    {icon(Icon::Cluster)} {session.say(text::CLUSTER)}
                </a>
                <a class="button" href=move || session.href(|route| route.selecting(point).viewing(View::Tree(Some(point))))>
                    {icon(Icon::Tree)} {session.say(text::TREE)}
                </a>
                <a class="button" href=move || session.href(|route| route.selecting(point).viewing(View::Paths(Some(point))))>
                    {icon(Icon::Paths)} {session.say(text::PATHS)}
                </a>
                <Copy label=text::COPY text=text />
            </footer>
        </article>
    }
}

/// The card as text, in the page's language.
fn copy(session: Session, card: &Card) -> String {
    let (lang, sure) = (session.lang.get_untracked(), session.sure.get_untracked());
    let said = |sentences: &[Sentence]| sentences.iter().map(|said| said.plain(lang)).collect::<Vec<_>>();
    let mut lines =
        vec![card.pattern.say(lang).to_owned(), said(&card.what).join(text::gap(lang)), plain(&card.path, lang)];
    lines.extend(said(&card.evidence));
    lines.extend(card.places.iter().map(|place| format!("{} {}", place.name, place.at)));
    lines.extend(card.change.map(|change| change.say(lang).to_owned()));
    if !card.keywords.is_empty() {
        lines.push(format!("{}: {}", text::KEYWORDS.say(lang), card.keywords.join(" ")));
    }
    if !sure.is_exact() {
        lines.push(text::COPIED_CUT.say(lang).to_owned());
    }
    lines.join("\n")
}

/// A fact with its title.
fn row(session: Session, title: Phrase, body: AnyView) -> AnyView {
    html! { <div><dt>{term(session, title)}</dt><dd>{body}</dd></div> }
}

fn list(session: Session, title: Phrase, said: Vec<Sentence>) -> Option<AnyView> {
    let lines: Vec<_> = said.into_iter().map(|said| html! { <p>{sentence(session, said)}</p> }).collect();
    (!lines.is_empty()).then(|| row(session, title, lines.into_any()))
}

fn advice(session: Session, title: Phrase, said: Option<Phrase>) -> Option<AnyView> {
    said.map(|said| row(session, title, html! { <p>{session.say(said)}</p> }))
}

/// Functions and files, as text that can be copied into an editor.
fn places(session: Session, places: Vec<Place>) -> Option<AnyView> {
    let lines: Vec<_> = places
        .into_iter()
        .map(|place| {
            let name = (!place.is_file).then(|| html! { <bdi class="name">{place.name}</bdi> " " });
            let script = place.script.clone();
            let at = html! { <bdi class="at" title=place.script>{place.at}</bdi> };
            let at = match place.object {
                Some(id) => html! { <a href=selects(session, id)>{name} {at}</a> }.into_any(),
                None => html! { <a href=move || session.href(|route| route.searching(&script)) title=session.say(text::FUNCTIONS_OF)>{name} {at}</a> }.into_any(),
            };
            html! {
                <p><span class="muted">{session.say(place.role)}</span> " " {at}</p>
                {place.code.map(|code| html! { <pre class="line" tabindex="0"><bdi>{code}</bdi></pre> })}
            }
        })
        .collect();
    (!lines.is_empty()).then(|| row(session, text::PLACES, lines.into_any()))
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
