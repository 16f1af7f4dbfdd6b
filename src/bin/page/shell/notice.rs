//! Things to know that stop nothing, above the view.

use crate::session::{Notice, Session};
use crate::widget::icon::{Icon, icon};
use heapsky::present::{format, text};
use leptos::prelude::*;

/// One line each; nothing when there is nothing to know.
#[component]
pub fn Notices() -> impl IntoView {
    let session = Session::here();
    let line = move |notice: Notice| {
        let told = notice.clone();
        let dismiss = move |_| session.notices.update(|notices| notices.retain(|other| *other != notice));
        html! {
            <div class="notice" role="status">
                {icon(Icon::Alert)}
                <p>{move || words(session, &told)}</p>
                <button type="button" class="button" on:click=dismiss>{session.say(text::DISMISS)}</button>
            </div>
        }
    };
    move || session.notices.get().into_iter().map(line).collect_view()
}

fn words(session: Session, notice: &Notice) -> String {
    let lang = session.lang.get();
    // Names of files are as hostile as names in them.
    let named = |name: &str| format::isolated(&format::middle(&format::visible(name), 80));
    match notice {
        Notice::LeftOut { opened, count } => {
            text::LEFT_OUT.fill(lang, &[("name", &named(opened)), ("count", &format::count(u64::from(*count)))])
        }
        Notice::Inside { archive, name, left_out: 0 } => {
            text::INSIDE.fill(lang, &[("archive", &named(archive)), ("name", &named(name))])
        }
        Notice::Inside { archive, name, left_out } => {
            let count = format::count(u64::from(*left_out) + 1);
            text::INSIDE_FIRST.fill(lang, &[("archive", &named(archive)), ("name", &named(name)), ("count", &count)])
        }
        Notice::NoFile => text::NO_FILE_DROPPED.say(lang).to_owned(),
        Notice::BadSource(url) => text::BAD_SRC.fill(lang, &[("url", &format::isolated(&format::middle(url, 120)))]),
        Notice::OtherFile(asked) => {
            let open = session.opened().map(|opened| opened.summary.fingerprint.clone()).unwrap_or_default();
            text::OTHER_FILE.fill(lang, &[("asked", &asked.to_string()), ("open", &open)])
        }
    }
}
