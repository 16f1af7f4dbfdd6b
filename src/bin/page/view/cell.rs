//! How one object, one size and one edge look in every list.
//!
//! Owns the pieces that rows are made of. Everything that came from a snapshot is made visible and put in as text; what
//! follows from references carries the mark of how sure it is.

use crate::session::Session;
use heapsky::ids::{Bytes, ObjectId};
use heapsky::present::certainty::Degree;
use heapsky::present::report::{Step, Words};
use heapsky::present::{format, glossary, naming, text};
use heapsky::question::{Category, EdgeLabel, ObjectRow};
use leptos::prelude::*;

/// The word of a category in class names and CSS variables (`--kind-object`).
pub fn kind_name(category: Category) -> &'static str {
    match category {
        Category::Object => "object",
        Category::Array => "array",
        Category::Closure => "closure",
        Category::String => "string",
        Category::Code => "code",
        Category::Number => "number",
        Category::Native => "native",
        Category::System => "system",
        Category::Synthetic => "synthetic",
        Category::Detached => "detached",
    }
}

/// The coloured shape of a category.
pub fn mark(session: Session, category: Category) -> impl IntoView {
    let title = session.say(text::category(category));
    html! { <span class=format!("mark kind-{}", kind_name(category)) title=move || title()></span> }
}

/// The name of an object in full, for titles: name, class, id.
pub fn title(row: &ObjectRow) -> String {
    let class = naming::class(row).map(|class| format!("  {class}")).unwrap_or_default();
    format!("\u{2068}{}{class}\u{2069}  {}", naming::full(row), row.id)
}

/// The `href` that selects an object and leaves the view where it is.
pub fn selects(session: Session, id: ObjectId) -> impl Fn() -> String + Copy + Send + 'static {
    move || session.href(|route| route.selecting(id))
}

/// Shape, name, class and id as one link that selects the object.
pub fn object(session: Session, row: &ObjectRow) -> impl IntoView + use<> {
    link(session, row, None)
}

/// The same where the row itself takes the keyboard, so that Tab leaves the list instead of walking through it.
pub fn object_off_tab(session: Session, row: &ObjectRow) -> impl IntoView + use<> {
    link(session, row, Some("-1"))
}

fn link(session: Session, row: &ObjectRow, tabindex: Option<&'static str>) -> impl IntoView + use<> {
    let (id, name, class) = (row.id, naming::short(row), naming::class(row));
    let current = move || session.route.with(|route| route.selected == Some(id)).then_some("true");
    html! {
        <a class="object" href=selects(session, id) title=title(row) aria-current=move || current() tabindex=tabindex>
            {mark(session, row.category)}
            <bdi class="name">{name}</bdi>
            {class.map(|class| html! { <bdi class="class">{class}</bdi> })}
            <span class="id">{id.to_string()}</span>
        </a>
    }
}

/// A size: short, exact when pointed at.
pub fn size(bytes: Bytes) -> impl IntoView {
    html! { <span class="size" title=format!("{} B", format::count(bytes))>{format::bytes(bytes)}</span> }
}

/// A size as far as it is known; why it is not, when pointed at.
pub fn sized(session: Session, bytes: Bytes, degree: Degree) -> impl IntoView {
    let title = move || degree.exact_bytes(bytes, session.lang.get());
    html! { <span class="size" title=move || title()>{degree.bytes(bytes)}</span> }
}

/// The same for rows by the thousand, which are made anew in another language.
pub fn sized_in(lang: text::Lang, bytes: Bytes, degree: Degree) -> impl IntoView + use<> {
    html! { <span class="size" title=degree.exact_bytes(bytes, lang)>{degree.bytes(bytes)}</span> }
}

/// What an object keeps alive.
pub fn retained(session: Session, row: &ObjectRow) -> impl IntoView + use<> {
    sized(session, row.retained, session.sure.get_untracked().held())
}

/// A share as a number over a bar.
pub fn share_bar(part: Bytes, whole: Bytes, hot: bool, degree: Degree) -> impl IntoView {
    let share = format::ratio(part, whole);
    let bar = degree.is_known().then(|| {
        let width = format::percent(format::within(share, 0.0, 1.0), 2);
        html! { <span class="fill" class:hot=hot class:rough=degree != Degree::Exact style:width=width></span> }
    });
    html! {
        <span class="share">
            {bar}
            <span class="number">{degree.share(share)}</span>
        </span>
    }
}

/// An edge's name, with its kind when pointed at; a dominance pair that is no reference shows a plain dash.
pub fn edge(session: Session, label: &EdgeLabel) -> impl IntoView + use<> {
    let kind = session.say(text::edge_kind(label.kind));
    html! { <bdi class="edge" title=kind>{naming::edge(label)}</bdi> }
}

/// The way from the roots in code notation, each step a link.
pub fn notation(session: Session, steps: Vec<Step>) -> AnyView {
    let steps: Vec<_> = steps
        .into_iter()
        .map(|Step { joint, words, object }| {
            let words = move || match &words {
                Words::Code(code) => code.clone(),
                named => named.say(session.lang.get()),
            };
            html! { <span class="joint">{joint}</span><a href=selects(session, object)><bdi>{move || words()}</bdi></a> }
        })
        .collect();
    html! { <p class="notation">{steps}</p> }
}

/// A term with its meaning as a tooltip.
pub fn term(session: Session, word: text::Phrase) -> impl IntoView {
    let meaning = glossary::TERMS.iter().find(|(term, _)| *term == word).map(|(_, meaning)| *meaning);
    let title = move || meaning.map(|meaning| session.say(meaning)());
    html! { <span class="term" title=move || title()>{session.say(word)}</span> }
}
