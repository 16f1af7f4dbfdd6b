//! Only the ways between two pinned bodies.
//!
//! Owns the panel that offers them and says what was found, the question that is under way, and how they come and go. The
//! two are those that were pinned last. Which two are shown is part of what the user opened (`ask.rs`).

use super::ask::Asking;
use super::faces;
use super::picture::Picture;
use super::stage::{Kept, Stage};
use crate::client::AskError;
use crate::session::Session;
use crate::widget::asked::loading;
use heapsky::ids::ObjectId;
use heapsky::present::format;
use heapsky::present::gravity::{Key, Scene};
use heapsky::present::text::{self, Lang};
use heapsky::question::between::{DETOUR, Found, Told, Ways};
use heapsky::question::{Ask, Between, Category};
use leptos::prelude::*;

/// The question about ways.
#[derive(Clone, Copy, Default)]
pub struct WaysAsked {
    under_way: StoredValue<Option<u32>>,
    /// Asked for with fewer than two pinned.
    is_short: RwSignal<bool>,
}

impl WaysAsked {
    /// Asks.
    pub async fn ask(self, session: Session, between: Between) -> Result<Ways, AskError> {
        let (id, answer) = session.start(between.into());
        self.under_way.try_set_value(id);
        Between::unwrap(answer.await?).ok_or(AskError::Gone)
    }

    /// Nobody waits for it any more.
    pub fn stop(self, session: Session) {
        if let Some(id) = self.under_way.try_update_value(Option::take).flatten() {
            session.forget(id);
        }
        self.is_short.set(false);
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
        let pair = stage.look(Picture::last_pinned);
        if pair.is_none() {
            return self.ways.is_short.set(true);
        }
        self.cut.set(None);
        let mut next = self.unfolded();
        next.between = pair;
        self.opened.set(next);
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
    pub fn ways_name(self, scene: &Scene, lang: Lang) -> Option<String> {
        self.shown_ways()?;
        let ends = [scene.ways.as_ref()?.from, scene.ways.as_ref()?.to].map(|id| name(scene, id));
        Some(text::BETWEEN_OF.fill(lang, &[("from", &ends[0]), ("to", &ends[1])]))
    }
}

/// An object of the picture, for a sentence.
fn name(scene: &Scene, id: ObjectId) -> String {
    let body = scene.find(Key::Object(id)).and_then(|body| scene.bodies.get(body));
    body.and_then(|body| faces::end(scene, body)).map_or_else(|| id.to_string(), |(_, name)| name)
}

/// See the module.
#[component]
pub fn WaysPanel(asking: Asking, stage: Kept<Stage>) -> impl IntoView {
    let session = Session::here();
    let shown = stage.with_value(Stage::shown);
    let pair = move || {
        shown.pins.track();
        asking.shown_ways().or_else(|| stage.with_value(|stage| stage.look(Picture::last_pinned)))
    };
    let is_on = move || asking.shown_ways().is_some();
    let line = move || {
        let (from, to) = pair()?;
        let [from, to] = shown.scene.with(|scene| [from, to].map(|id| name(scene, id)));
        Some(html! { <bdi>{from}</bdi> " ↔ " <bdi>{to}</bdi> })
    };
    let words = move || {
        let pair = asking.shown_ways()?;
        let told = shown.scene.with(|scene| {
            let ways = scene.ways.as_ref().filter(|ways| (ways.from, ways.to) == pair)?;
            Some(told(scene, ways, session.lang.get()))
        });
        Some(match told {
            Some(told) => told.into_iter().map(|words| html! { <p>{words}</p> }).collect_view().into_any(),
            None if asking.refused.with(Option::is_some) => ().into_any(),
            None => loading(session),
        })
    };
    let turn = move |_| stage.with_value(|stage| asking.turn_ways(stage));
    let button = move || if is_on() { text::BETWEEN_END } else { text::BETWEEN_SHOW }.say(session.lang.get());
    let is_there = Memo::new(move |_| pair().is_some());
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
        <div class="gravity-ways">{move || is_there.get().then(panel)} {move || short()}</div>
    }
}

/// The answer in sentences, what matters most first.
fn told(scene: &Scene, ways: &Told, lang: Lang) -> Vec<String> {
    let mut words = Vec::new();
    for (found, from, to) in [(ways.there, ways.from, ways.to), (ways.back, ways.to, ways.from)] {
        words.extend(found.map(|found| way(found, [from, to].map(|id| name(scene, id)), lang)));
    }
    match words.is_empty() {
        false if ways.is_written => return words,
        false => words.push(text::BETWEEN_ENGINE.say(lang).to_owned()),
        true => words.push(text::BETWEEN_NONE.say(lang).to_owned()),
    }
    let holder = &ways.holder;
    if holder.category == Category::Synthetic {
        words.push(text::BETWEEN_ROOTS.say(lang).to_owned());
    } else if ![ways.from, ways.to].contains(&holder.id) {
        words.push(text::BETWEEN_HELD.fill(lang, &[("holder", &faces::called(holder))]));
    }
    words
}

fn way(found: Found, [from, to]: [String; 2], lang: Lang) -> String {
    let steps = u64::from(found.steps);
    let [steps, most, count, shown] = [steps, steps + u64::from(DETOUR), found.objects, found.shown].map(format::count);
    let values =
        [("from", &*from), ("to", &to), ("steps", &steps), ("most", &most), ("count", &count), ("shown", &shown)];
    let first = if found.steps == 1 { text::BETWEEN_STEP } else { text::BETWEEN_STEPS };
    let all = if found.shown < found.objects { text::BETWEEN_SOME } else { text::BETWEEN_ALL };
    format!("{} {}", first.fill(lang, &values), all.fill(lang, &values))
}
