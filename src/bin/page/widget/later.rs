//! What needs the late part of the page.
//!
//! Takes what to show; shows that it is loading until the part is there, which on most networks is before anybody can have
//! asked (`www/boot.js`). `data-idle` is kept away meanwhile.

use super::asked::loading;
use crate::session::Session;
use leptos::prelude::*;

/// What `then` gives, once it can.
pub fn later(session: Session, then: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    if session.is_whole.get_untracked() {
        return then();
    }
    let busy = StoredValue::new_local(Some(session.busy()));
    let body = move || {
        if !session.is_whole.get() {
            return loading(session);
        }
        busy.set_value(None);
        untrack(&then)
    };
    html! { {move || body()} }
}
