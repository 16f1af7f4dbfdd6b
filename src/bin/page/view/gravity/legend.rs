//! The legend of the picture, which is its filter too.
//!
//! Takes the stage's signals; gives a list that folds. Only what the picture has stands in it.

use super::ask::Asking;
use super::palette::{hue_mark, hue_words};
use super::stage::{Kept, Shown, Stage};
use crate::session::Session;
use crate::view::cell::kind_name;
use crate::widget::follow::follow;
use heapsky::present::format;
use heapsky::present::gravity::{HueName, Mode, Tint, Weight};
use heapsky::present::route::View;
use heapsky::present::text;
use heapsky::question::Category;
use leptos::prelude::*;

/// The colours in the picture, each a switch that leaves only its own, and the kinds of lines.
#[component]
pub fn Legend(shown: Shown, stage: Kept<Stage>, asking: Asking) -> impl IntoView {
    let session = Session::here();
    let present = Memo::new(move |_| shown.scene.with(|scene| scene.hues.legend.clone()));
    let only = RwSignal::new(None::<Category>);
    let leave = move |kind: Option<Category>| {
        only.set(kind);
        stage.with_value(|stage| stage.mark(|picture| picture.filter(kind)));
    };
    // Another picture may not have the kind that was left.
    follow(move || {
        if only.get_untracked().is_some_and(|kind| !present.with(|present| present.iter().any(|(hue, _)| *hue == kind)))
        {
            leave(None);
        }
    });
    // Only what the picture has needs a word.
    let signs = Memo::new(move |_| shown.scene.with(|scene| scene.signs));
    let of_ways = Memo::new(move |_| shown.scene.with(|scene| scene.is_of_ways()));
    let pile = Memo::new(move |_| shown.scene.with(|scene| scene.accumulation().is_some()));
    let line = move |present: bool, look: &'static str, words: text::Phrase| {
        let class = format!("gravity-stroke {look}");
        present.then(move || html! { <li><span class=class aria-hidden="true"></span>{session.say(words)}</li> })
    };
    let swatch = move |look: &'static str, sign: &'static str, words: text::Phrase| {
        let class = format!("gravity-swatch {look}");
        html! { <li><span class=class aria-hidden="true">{sign}</span>{session.say(words)}</li> }
    };
    let report = move || {
        let href = move || session.href(|route| route.viewing(View::Report));
        let sign = html! { <span class="gravity-swatch is-suspect" aria-hidden="true">"1"</span> };
        html! { <li>{sign}<a href=move || href()>{session.say(text::GRAVITY_SUSPECTS)}</a></li> }
    };
    let entry = move |(hue, name): (Category, HueName)| {
        let toggle = move |_| leave(Some(hue).filter(|hue| only.get_untracked() != Some(*hue)));
        let sign = hue_mark(&name);
        let told = name.clone();
        let words = Signal::derive(move || hue_words(&told, session.lang.get()));
        // The whole path of a script, of which the legend has room for the end.
        let whole = match &name {
            HueName::Script(path) => Some(format::visible(path)),
            _ => None,
        };
        let title = move || {
            let kind = whole.clone().unwrap_or_else(|| words.get());
            text::GRAVITY_FILTER.fill(session.lang.get(), &[("kind", &kind)])
        };
        html! {
            <li>
                <button
                    type="button"
                    aria-pressed=move || if only.get() == Some(hue) { "true" } else { "false" }
                    class:is-out=move || only.get().is_some_and(|only| only != hue)
                    title=move || title()
                    on:click=toggle
                >
                    <span class=format!("gravity-swatch is-{}", kind_name(hue)) aria-hidden="true">{sign}</span>
                    <bdi>{move || words.get()}</bdi>
                </button>
            </li>
        }
    };
    let has_changes = move || {
        let of = asking.subject();
        let now = asking.opened.with(|unfolded| unfolded.around(of));
        !(now.bodies.is_empty() && now.groups.is_empty() && now.hidden.is_empty() && now.between.is_none())
    };
    let restore = move || {
        html! { <li><button type="button" class="gravity-restore" on:click=move |_| asking.restore()>{session.say(text::GRAVITY_RESTORE)}</button></li> }
    };
    let area = move || match asking.look.get().weight {
        Weight::Retained => session.say(text::GRAVITY_AREA)(),
        Weight::Own => session.say(text::GRAVITY_AREA_OWN)(),
    };
    let by_script = move || asking.look.get().tint == Tint::Script;
    let is_narrow = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64()).is_some_and(|w| w < 900.0);
    let folded = RwSignal::new(is_narrow);
    let fold = move || {
        let expanded = move || if folded.get() { "false" } else { "true" };
        let toggle = move |_| folded.update(|folded| *folded = !*folded);
        html! {
            <li><button type="button" class="gravity-fold" aria-expanded=move || expanded() on:click=toggle>{session.say(text::GRAVITY_LEGEND)}</button></li>
        }
    };
    let tree = move || match asking.look.get().mode {
        Mode::Classes => text::GRAVITY_HOLDS_CLASS,
        Mode::Around | Mode::Sky => text::GRAVITY_HOLDS,
    };
    html! {
        <ul class="gravity-legend" class:is-folded=move || folded.get() aria-label=session.say(text::GRAVITY_LEGEND)>
            {fold()}
            {move || present.get().into_iter().map(entry).collect_view()}
            {move || signs.get().suspect.then(report)}
            {move || line(signs.get().spine, "is-spine", if of_ways.get() { text::BETWEEN_SHORTEST } else { text::GRAVITY_SPINE })}
            {move || pile.get().then(|| swatch("is-accumulation", "", text::ACCUMULATION))}
            {move || line(signs.get().reference, "is-reference", text::GRAVITY_REFERENCE)}
            {move || line(signs.get().dominance, "is-dominance", text::GRAVITY_DOMINANCE)}
            {move || line(signs.get().holds, "is-reference", tree())}
            {move || line(signs.get().across, "is-across", text::GRAVITY_ACROSS)}
            {move || line(signs.get().weak, "is-weak", text::GRAVITY_WEAK)}
            {move || signs.get().group.then(|| swatch("is-group", "", text::GRAVITY_GROUP))}
            {move || signs.get().more.then(|| swatch("is-more", "+", text::GRAVITY_REST))}
            {move || by_script().then(|| html! { <li class="gravity-area">{session.say(text::GRAVITY_SCRIPTS)}</li> })}
            <li class="gravity-area">{move || area()}</li>
            {move || has_changes().then(restore)}
        </ul>
    }
}
