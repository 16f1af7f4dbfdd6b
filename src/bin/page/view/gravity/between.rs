//! Only the ways between two pinned bodies.
//!
//! Owns the panel that offers them and says what was found, the question that is under way, and how they come and go. The
//! two are those that were pinned last. Which two are shown is part of what the user opened (`ask.rs`).

use super::ask::Asking;
use super::faces;
use super::stage::{Kept, Stage};
use crate::client::AskError;
use crate::session::Session;
use crate::widget::asked::{Asked, failed, loading};
use heapsky::ids::ObjectId;
use heapsky::present::format;
use heapsky::present::gravity::Key;
use heapsky::present::text::{self, Lang};
use heapsky::question::between::{DETOUR, Found, Ways};
use heapsky::question::gravity::Neighbourhood;
use heapsky::question::{Ask, Between, Category, ObjectRow};
use leptos::prelude::*;

/// The question about ways and its answer.
#[derive(Clone, Copy, Default)]
pub struct WaysAsked {
    /// Without its picture, which is drawn.
    answer: Asked<Ways>,
    under_way: StoredValue<Option<u32>>,
    /// Asked for with fewer than two pinned.
    is_short: RwSignal<bool>,
}

impl WaysAsked {
    /// Asks; what is said of the answer is kept.
    pub async fn ask(self, session: Session, between: Between) -> Result<Neighbourhood, AskError> {
        let (id, answer) = session.start(between.into());
        self.under_way.try_set_value(id);
        let mut ways = Between::unwrap(answer.await?).ok_or(AskError::Gone)?;
        self.under_way.try_set_value(None);
        let empty = Neighbourhood { bodies: Vec::new(), links: Vec::new() };
        let picture = std::mem::replace(&mut ways.picture, empty);
        self.answer.try_set(Some(Ok(ways)));
        Ok(picture)
    }

    /// Nobody waits for it any more.
    pub fn stop(self, session: Session) {
        if let Some(id) = self.under_way.try_update_value(Option::take).flatten() {
            session.forget(id);
        }
        self.answer.set(None);
        self.is_short.set(false);
    }

    /// Says in the panel why there is no answer, if there was a question.
    pub fn failed(self, error: &AskError) -> bool {
        let was_asked = self.under_way.try_update_value(Option::take).flatten().is_some();
        if was_asked {
            self.answer.try_set(Some(Err(error.clone())));
        }
        was_asked
    }
}

impl Asking {
    fn shown_ways(self) -> Option<(ObjectId, ObjectId)> {
        let of = self.subject();
        self.opened.with(|unfolded| unfolded.around(of).between)
    }

    /// Shows only the ways between the two that were pinned last, or everything again.
    pub fn turn_ways(self, stage: &Stage) {
        if self.end_ways() {
            return;
        }
        let pinned = stage.shown().pinned.get_untracked();
        match pinned[..] {
            [.., from, to] => {
                self.cut.set(None);
                let mut next = self.unfolded();
                next.between = Some((from, to));
                self.opened.set(next);
            }
            _ => self.ways.is_short.set(true),
        }
    }

    /// Shows everything again; whether only ways were shown.
    pub fn end_ways(self) -> bool {
        let mut next = self.unfolded();
        let were_shown = next.between.take().is_some();
        if were_shown {
            self.cut.set(None);
            self.opened.set(next);
        }
        were_shown
    }

    /// Closes what was opened last.
    pub fn back(self) {
        if self.cut.with_untracked(Option::is_some) {
            self.cut.set(None);
        } else if !self.end_ways() {
            self.ways.is_short.set(false);
        }
    }

    /// What the picture is called while only ways are shown.
    pub fn ways_name(self, lang: Lang) -> Option<String> {
        self.shown_ways()?;
        self.ways.answer.with(|answer| {
            let ways = answer.as_ref()?.as_ref().ok()?;
            let ends = [&ways.from, &ways.to].map(faces::called);
            Some(text::BETWEEN_OF.fill(lang, &[("from", &ends[0]), ("to", &ends[1])]))
        })
    }
}

/// See the module.
#[component]
pub fn WaysPanel(asking: Asking, stage: Kept<Stage>) -> impl IntoView {
    let session = Session::here();
    let shown = stage.with_value(Stage::shown);
    let pair = Memo::new(move |_| {
        let last = || shown.pinned.with(|pinned| if let [.., from, to] = pinned[..] { Some((from, to)) } else { None });
        asking.shown_ways().or_else(last)
    });
    let is_on = move || asking.shown_ways().is_some();
    let name = move |id: ObjectId| {
        shown.scene.with(|scene| {
            let body = scene.find(Key::Object(id)).and_then(|body| scene.bodies.get(body));
            body.and_then(|body| faces::end(scene, body)).map_or_else(|| id.to_string(), |(_, name)| name)
        })
    };
    let line = move || {
        let (from, to) = pair.get()?;
        Some(html! { <bdi>{name(from)}</bdi> " ↔ " <bdi>{name(to)}</bdi> })
    };
    let words = move || match (is_on(), asking.ways.answer.get()) {
        (false, _) => ().into_any(),
        (true, None) => loading(session),
        (true, Some(Err(error))) => failed(session, error),
        (true, Some(Ok(ways))) => {
            told(&ways, session.lang.get()).into_iter().map(|words| html! { <p>{words}</p> }).collect_view().into_any()
        }
    };
    let turn = move |_| stage.with_value(|stage| asking.turn_ways(stage));
    let button = move || if is_on() { text::BETWEEN_END } else { text::BETWEEN_SHOW }.say(session.lang.get());
    let is_there = Memo::new(move |_| pair.get().is_some());
    let panel = move || {
        html! {
            <div class="gravity-cut" role="region" aria-label=session.say(text::BETWEEN)>
                <p class="gravity-ways-line">{session.say(text::BETWEEN_PINNED)} " " {move || line()}</p>
                <div role="status">{move || words()}</div>
                <button type="button" class="button" on:click=turn>{move || button()}</button>
            </div>
        }
    };
    let short = move || {
        let is_short = asking.ways.is_short.get() && !is_there.get();
        html! { <div role="status">{is_short.then(|| html! { <p class="gravity-cut">{session.say(text::BETWEEN_TWO)}</p> })}</div> }
    };
    html! {
        {move || is_there.get().then(panel)}
        {move || short()}
    }
}

/// The answer in sentences, what matters most first.
fn told(ways: &Ways, lang: Lang) -> Vec<String> {
    let mut words = Vec::new();
    for (found, from, to) in [(ways.there, &ways.from, &ways.to), (ways.back, &ways.to, &ways.from)] {
        words.extend(found.map(|found| way(found, [from, to].map(faces::called), lang)));
    }
    let is_reached = !words.is_empty();
    match is_reached {
        true if ways.is_written => return words,
        true => words.push(text::BETWEEN_ENGINE.say(lang).to_owned()),
        false => words.push(text::BETWEEN_NONE.say(lang).to_owned()),
    }
    words.extend(
        Some(&ways.holder)
            .filter(|holder| ![ways.from.id, ways.to.id].contains(&holder.id))
            .map(|holder| held(holder, lang)),
    );
    words
}

fn held(holder: &ObjectRow, lang: Lang) -> String {
    match holder.category {
        Category::Synthetic => text::BETWEEN_ROOTS.say(lang).to_owned(),
        _ => text::BETWEEN_HELD.fill(lang, &[("holder", &faces::called(holder))]),
    }
}

fn way(found: Found, [from, to]: [String; 2], lang: Lang) -> String {
    let steps = u64::from(found.steps);
    let [steps, most, count, shown] = [steps, steps + u64::from(DETOUR), found.objects, found.shown].map(format::count);
    let first = if found.steps == 1 { text::BETWEEN_STEP } else { text::BETWEEN_STEPS };
    let first = first.fill(lang, &[("from", &from), ("to", &to), ("steps", &steps)]);
    let all = if found.shown < found.objects { text::BETWEEN_SOME } else { text::BETWEEN_ALL };
    format!("{first} {}", all.fill(lang, &[("most", &most), ("count", &count), ("shown", &shown)]))
}
