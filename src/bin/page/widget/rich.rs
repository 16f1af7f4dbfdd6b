//! A sentence with rich pieces in its slots.
//!
//! Takes a phrase and a function from slot to view; gives the phrase in the current language, in its own word order.

use crate::session::Session;
use heapsky::present::text::{Phrase, Piece};
use leptos::prelude::*;

/// The phrase, rebuilt when the language changes.
pub fn rich(session: Session, phrase: Phrase, fill: impl Fn(&'static str) -> AnyView + Send + 'static) -> AnyView {
    // Boxed: one body for all that fill a sentence.
    pieced(session, phrase, Box::new(fill))
}

fn pieced(session: Session, phrase: Phrase, fill: Box<dyn Fn(&'static str) -> AnyView + Send>) -> AnyView {
    let views = move || {
        let pieces = phrase.pieces(session.lang.get()).into_iter();
        let views = pieces.map(|piece| match piece {
            Piece::Text(text) => text.into_any(),
            Piece::Slot(slot) => fill(slot),
        });
        views.collect_view()
    };
    views.into_any()
}
