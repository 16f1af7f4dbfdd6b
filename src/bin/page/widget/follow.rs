//! What happens again whenever a signal it reads changes.
//!
//! The page's only `Effect`: each with a type of its own would be code of its own.

use leptos::prelude::*;

/// Does it, and again when what it read has changed, until the part of the page that asked for it goes.
pub fn follow(act: impl FnMut() + 'static) {
    boxed(Box::new(act));
}

fn boxed(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| act());
}
