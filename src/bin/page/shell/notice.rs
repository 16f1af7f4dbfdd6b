//! Things to know that stop nothing, above the view.

use crate::session::{Notice, Session};
use crate::widget::icon::{Icon, icon};
use heapsky::present::{format, text};
use leptos::prelude::*;

/// The line; nothing when there is nothing to know.
#[component]
pub fn Notices() -> impl IntoView {
    let session = Session::here();
    let words = move |notice: &Notice| {
        let lang = session.lang.get();
        match notice {
            Notice::LeftOut(count) => text::LEFT_OUT.fill(lang, &[("count", &count.to_string())]),
            Notice::NoFile => text::NO_FILE_DROPPED.say(lang).to_owned(),
            Notice::BadSource(url) => {
                text::BAD_SRC.fill(lang, &[("url", &format::isolated(&format::middle(url, 120)))])
            }
            Notice::OtherFile(asked) => {
                let open = session.opened().map(|opened| opened.summary.fingerprint.clone()).unwrap_or_default();
                text::OTHER_FILE.fill(lang, &[("asked", &asked.to_string()), ("open", &open)])
            }
        }
    };
    move || {
        session.notice.get().map(|notice| {
            let shown = move || words(&notice);
            view! {
                <div class="notice" role="status">
                    {icon(Icon::Alert)}
                    <p>{shown}</p>
                    <button type="button" class="button" on:click=move |_| session.notice.set(None)>
                        {session.say(text::DISMISS)}
                    </button>
                </div>
            }
        })
    }
}
