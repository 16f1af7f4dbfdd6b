//! The page: everything a person sees.
//!
//! Owns the DOM. Takes what the worker answers; gives questions. `boot.js` starts it. It holds no snapshot: the worker
//! does, and every list here is a page of rows that was asked for.

/// `view!` without its type: Leptos writes code for the type of each view, and for each list and choice of such types.
/// It does so for closures too, but not for those it sees in the markup: `{move || words()}` is smaller than `{words}`.
macro_rules! html {
    ($($markup:tt)*) => {{
        #[allow(clippy::redundant_closure)]
        let view = ::leptos::prelude::view! { $($markup)* };
        ::leptos::prelude::IntoAny::into_any(view)
    }};
}

mod address;
mod client;
mod document;
mod preferences;
mod reply;
mod session;
mod shell;
mod view;
mod widget;

use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(|| {
        let session = session::Session::new(preferences::lang(), preferences::theme());
        provide_context(session);
        if let Some(source) = address::parameter("src") {
            match address::absolute(&source) {
                Some(url) => session.open_url(url),
                None => session.tell(session::Notice::BadSource(source)),
            }
        }
        html! { <shell::Shell /> }
    });
}
