//! The keyboard of a grid: arrows, Home and End, pages, Enter; Delete thinks a retainer away.

use super::{Plot, is_for};
use crate::session::Session;
use heapsky::present::forest::Line;
use heapsky::present::ignoring;
use heapsky::question::Ignored;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// Lines that a page key goes.
const PAGE: u64 = 15;

/// Acts on a key; what it does not know is left to the browser.
pub fn press(plot: Plot, session: Session, event: &KeyboardEvent, go: &dyn Fn(Line)) {
    // The head has buttons of its own.
    if event.alt_key() || event.ctrl_key() || event.meta_key() || is_for(event, ".grid-head") {
        return;
    }
    let at = plot.at.get_untracked();
    let (number, rows) = plot.forest.with_untracked(|forest| (forest.number(at), forest.height()));
    let number = number.min(rows.saturating_sub(1));
    let to = match event.key().as_str() {
        "ArrowDown" => Some(number + 1),
        "ArrowUp" => Some(number.saturating_sub(1)),
        "PageDown" => Some(number + PAGE),
        "PageUp" => Some(number.saturating_sub(PAGE)),
        "Home" => Some(0),
        "End" => Some(rows),
        _ => None,
    };
    let (open, opens, parent, object, is_retainer) = plot.forest.with_untracked(|forest| {
        let entry = forest.entry(at);
        let opens = entry.is_some_and(|entry| entry.opens.is_some());
        let is_retainer = forest.level(at) > 1 && plot.is_of_retainers();
        (forest.opened(at), opens, forest.parent(at), entry.and_then(|entry| entry.object()), is_retainer)
    });
    match (event.key().as_str(), to) {
        (_, Some(to)) => {
            if let Some(line) = plot.forest.with_untracked(|forest| forest.line(to.min(rows.saturating_sub(1)))) {
                go(line);
            }
        }
        ("ArrowRight", _) => match open {
            None if opens => plot.toggle(at),
            None => {}
            Some(branch) => go(Line { branch, position: 0 }),
        },
        ("ArrowLeft", _) if open.is_some() => plot.toggle(at),
        ("ArrowLeft", _) => parent.into_iter().for_each(go),
        ("Delete", _) if is_retainer => {
            let ignored = object.map(Ignored::Object);
            let less = |ignored| {
                session.route.with_untracked(|route| route.filtering(&ignoring::with(&route.filter, &ignored)))
            };
            ignored.into_iter().for_each(|ignored| session.go(&less(ignored)));
        }
        ("Enter" | " ", _) => match object {
            Some(id) => session.select(id),
            None => plot.toggle(at),
        },
        _ => return,
    }
    event.prevent_default();
}
