//! Retainers and paths: who holds this object, and what if they did not?
//!
//! Owns what is thought away, which stands in the address: a chip for each, and what all of them free together. Below stand
//! the different ways from the roots, each in code notation and step by step with what cutting it frees, and the tree of
//! retainers.

use super::cell::{edge, notation, object, retained, term};
use crate::session::Session;
use crate::view::lists::{MergedGrid, RetainersGrid};
use crate::widget::asked::{asked, failed, loading};
use crate::widget::icon::{Icon, icon};
use heapsky::ids::{Distance, ObjectId};
use heapsky::present::report::{self, Secrets};
use heapsky::present::route::View;
use heapsky::present::text::{self, Phrase};
use heapsky::present::{format, ignoring, naming, selecting};
use heapsky::protocol::Opened;
use heapsky::question::paths::{Held, HeldWay, Step, WAYS};
use heapsky::question::without::Freed;
use heapsky::question::{Direction, Edges, Facts, Ignored, LinkOrder, ObjectRow, Page, Paths};
use leptos::prelude::*;
use std::sync::Arc;

/// The view of one object.
#[component]
pub fn PathsView(opened: Arc<Opened>, of: Option<ObjectId>) -> impl IntoView {
    let session = Session::here();
    let class = session.route.with_untracked(|route| route.by.clone());
    if of.is_none() && !class.is_empty() {
        return html! { <MergedView opened=opened class=class /> }.into_any();
    }
    let Some(of) = of else {
        return html! {
            <div class="paths"><h1>{term(session, text::PATHS)}</h1><p class="lead">{session.say(text::PATHS_NONE)}</p>
                <p class="actions">
                    <a class="button" href=move || session.href(|route| route.viewing(View::Report))>
                        {icon(Icon::Report)} {session.say(text::REPORT)}
                    </a>
                </p>
            </div>
        }
        .into_any();
    };
    let written = session.route.with_untracked(|route| route.filter.clone());
    let ignored = ignoring::read(&written);
    session.thought_away.set(Some((of, written)));
    let answer = asked(session, Paths { of, ignored: ignored.clone() });
    let body = {
        let ignored = ignored.clone();
        move || match answer.get() {
            None => loading(session),
            Some(Err(error)) => failed(session, error),
            Some(Ok(held)) => html! {
                {subject(session, &held)}
                {freed(session, held.freed, held.distance)}
                {ways(session, &held, !ignored.is_empty())}
            },
        }
    };
    html! {
        <div class="paths">
            <h1>{term(session, text::PATHS)}</h1>
            <p class="muted">{session.say(text::PATHS_LEAD)}</p>
            {chips(session, &ignored)}
            {move || body()}
            <h2>{term(session, text::RETAINER_TREE)}</h2>
            <RetainersGrid opened=opened of=of ignored=ignored.into() />
        </div>
    }
    .into_any()
}

/// The view of all objects of a class, by its key.
#[component]
fn MergedView(opened: Arc<Opened>, class: String) -> impl IntoView {
    let session = Session::here();
    // A key is the class's name with the place of its constructor; an index would not tell which is which.
    let name = naming::class_name(&naming::of_key(&class));
    let href = {
        let name = selecting::exactly(&naming::of_key(&class));
        move || session.href(|route| route.viewing(View::Classes).filtering(&name))
    };
    html! {
        <div class="paths">
            <h1>{term(session, text::PATHS)}</h1>
            <p class="subject"><span class="muted">{session.say(text::CLASS)}</span> <a href=move || href()><bdi class="name">{name}</bdi></a></p>
            <p class="muted">{session.say(text::MERGED_LEAD)}</p>
            <h2>{session.say(text::MERGED)}</h2>
            <MergedGrid opened=opened class=class />
        </div>
    }
}

fn subject(session: Session, held: &Held) -> impl IntoView + use<> {
    let sure = session.sure.get_untracked();
    let distance = held.distance;
    html! {
        <p class="subject">
            {object(session, &held.object)}
            <span class="muted">{term(session, text::RETAINED)} " " {retained(session, &held.object)}</span>
            <span class="muted">{term(session, text::DISTANCE)} " " {move || sure.distance(distance, session.lang.get())}</span>
        </p>
    }
}

/// What is thought away, each with the way to have it back.
fn chips(session: Session, ignored: &[Ignored]) -> impl IntoView + use<> {
    let chips: Vec<_> = ignored
        .iter()
        .map(|one| {
            let (name, less) = (chip_name(session, one), one.clone());
            let shown = name.clone();
            let label = move || text::RESTORE.fill(session.lang.get(), &[("name", &name())]);
            let spoken = label.clone();
            let href = move || session.href(|route| route.filtering(&ignoring::without(&route.filter, &less)));
            html! {
                <a class="chip" href=move || href() title=move || label() aria-label=move || spoken()>
                    <bdi>{move || shown()}</bdi> {icon(Icon::Close)}
                </a>
            }
        })
        .collect();
    (!chips.is_empty()).then(|| {
        html! {
            <p class="keywords ignored">
                <span class="muted">{term(session, text::IGNORED)}</span> {chips}
                <a class="button" href=move || session.href(|route| route.filtering(""))>{session.say(text::RESTORE_ALL)}</a>
            </p>
        }
    })
}

/// What is thought away as a reader knows it: `Cache.pages`, `Socket @12`. Until that is asked, as the address has it.
fn chip_name(session: Session, one: &Ignored) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let written = ignoring::name(one);
    let (id, at) = match one {
        Ignored::Object(id) => (Some(*id), None),
        Ignored::Reference { from, at } => (Some(*from), Some(*at)),
        Ignored::Class(_) => (None, None),
    };
    let object = id.map(|of| asked(session, Facts { of }));
    let edge = id.zip(at).map(|(of, offset)| {
        let page = Page { offset, limit: 1 };
        asked(session, Edges { of: Some(of), order: LinkOrder::File, direction: Direction::Up, page })
    });
    move || {
        let object = object.and_then(|answer| answer.get()?.ok()).map(|facts| naming::short(&facts.object));
        let edge = edge.map(|answer| answer.get()?.ok()?.rows.first().map(|link| naming::edge(&link.label)));
        match (object, edge, id) {
            // `Cache.pages`, but `Context → theThing`.
            (Some(object), Some(Some(edge)), _) if edge.starts_with(['.', '[']) => format!("{object}{edge}"),
            (Some(object), Some(Some(edge)), _) => format!("{object} → {edge}"),
            (Some(object), None, Some(id)) => format!("{object} {id}"),
            _ => written.clone(),
        }
    }
}

fn freed(session: Session, freed: Option<Freed>, distance: Distance) -> impl IntoView + use<> {
    let held = session.sure.get_untracked().held();
    let words = move |freed: Freed| {
        let (bytes, count) = (held.bytes(freed.bytes), format::count(freed.objects));
        match freed.objects {
            0 => text::THEN_FREED_NOTHING.say(session.lang.get()).to_owned(),
            _ => text::THEN_FREED.fill(session.lang.get(), &[("bytes", &bytes), ("count", &count)]),
        }
    };
    let nobody = match (distance, freed) {
        (Distance::Unreachable, Some(_)) => Some(text::UNREACHED_THEN),
        (Distance::Unreachable, None) => Some(text::UNREACHED),
        _ => None,
    };
    html! {
        {freed.map(|freed| html! { <p class="lead freed" role="status">{move || words(freed)}</p> })}
        {nobody.map(|words| html! { <p class="lead">{session.say(words)}</p> })}
    }
}

fn ways(session: Session, held: &Held, is_less: bool) -> impl IntoView + use<> {
    let count = held.ways.len() as u64;
    let cut = held.is_cut.then(|| {
        let words = move || text::WAYS_CUT.fill(session.lang.get(), &[("count", &format::count(WAYS as u64))]);
        html! { <p class="muted">{move || words()}</p> }
    });
    let heading = move || match count {
        1 => text::WAYS_ONE.say(session.lang.get()).to_owned(),
        count => text::WAYS_COUNT.fill(session.lang.get(), &[("count", &format::count(count))]),
    };
    // The first is what one came for; the others would push the retainers out of sight.
    let list: Vec<_> =
        held.ways.iter().enumerate().map(|(at, way)| one(session, at, way, at == 0 && !is_less)).collect();
    (count > 0).then(|| {
        html! {
            <h2>{term(session, text::WAYS)} " " <span class="muted">{move || heading()}</span></h2>
            <ol class="ways">{list}</ol>
            {cut}
        }
    })
}

fn one(session: Session, at: usize, way: &HeldWay, open: bool) -> impl IntoView + use<> {
    let hops: Vec<_> = way.steps.iter().map(|step| step.hop.clone()).collect();
    let code = report::notation(&hops, way.skipped, false, Secrets::Shown);
    let gap = way.steps.len().div_ceil(2);
    let skipped = way.skipped;
    let steps: Vec<_> = way
        .steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let left_out = (skipped > 0 && at == gap).then(|| {
                let words =
                    move || text::STEPS_LEFT_OUT.fill(session.lang.get(), &[("count", &format::count(skipped))]);
                html! { <li class="gap">"⋯ " {words}</li> }
            });
            html! { {left_out} {step_row(session, step)} }
        })
        .collect();
    let number = format::count(at as u64 + 1);
    let label = move || text::WAY_NUMBER.fill(session.lang.get(), &[("number", &number)]);
    html! {
        <li>
            {notation(session, code)}
            <details class="held" open=open>
                <summary><span class="unseen">{move || label()} " "</span>{session.say(text::ALL_STEPS)}</summary>
                <ol>{steps}</ol>
            </details>
        </li>
    }
}

/// A step: the reference, the object, what cutting frees, and the ways to think it away.
fn step_row(session: Session, step: &Step) -> impl IntoView + use<> {
    let row = &step.hop.object;
    let held = session.sure.get_untracked().held();
    let label = step.hop.edge.as_ref().map(|label| edge(session, label));
    let alike = (step.alike > 1).then(|| {
        let count = format::count(step.alike);
        let shown = format!("×{count}");
        let words = move || text::ALIKE_HOLDERS.fill(session.lang.get(), &[("count", &count)]);
        html! { <span class="tag" title=move || words()>{shown}</span> }
    });
    let frees = step.frees.filter(|_| held.is_known()).map(|bytes| {
        let short = held.bytes(bytes);
        let long = short.clone();
        let words = move || match bytes {
            0 => text::CUTTING_FREES_NOTHING.say(session.lang.get()).to_owned(),
            _ => text::CUTTING_FREES.fill(session.lang.get(), &[("bytes", &long)]),
        };
        html! {
            <span class="frees muted" class:nothing=bytes == 0 title=move || words()>
                {session.say(text::FREES)} " " <span class="number">{short}</span>
            </span>
        }
    });
    html! {
        <li>
            {label} {object(session, row)} {alike}
            <span class="acts">{frees} {acts(session, step, row)}</span>
        </li>
    }
}

fn acts(session: Session, step: &Step, row: &ObjectRow) -> impl IntoView + use<> {
    let cut = step.reference.filter(|_| step.frees.is_some()).map(|(from, at)| {
        act(session, text::CUT, move || session.say(text::CUT_LONG)().to_owned(), Ignored::Reference { from, at })
    });
    let (id, name) = (row.id.to_string(), naming::class_name(&row.class));
    let long = move || text::IGNORE_OBJECT.fill(session.lang.get(), &[("id", &id)]);
    let object = step.frees.is_some().then(|| act(session, text::IGNORE, long, Ignored::Object(row.id)));
    let long = move || text::IGNORE_CLASS_LONG.fill(session.lang.get(), &[("name", &name)]);
    let class = step.class.clone().filter(|_| step.frees.is_some());
    let class = class.map(|key| act(session, text::IGNORE_CLASS, long, Ignored::Class(key)));
    html! { {cut} {object} {class} }
}

/// A link to the same view without one thing more.
fn act(
    session: Session,
    short: Phrase,
    long: impl Fn() -> String + Clone + Send + Sync + 'static,
    more: Ignored,
) -> impl IntoView {
    let href = move || session.href(|route| route.filtering(&ignoring::with(&route.filter, &more)));
    let spoken = long.clone();
    html! { <a class="act" href=move || href() title=move || long() aria-label=move || spoken()>{session.say(short)}</a> }
}

/// The way to this view of an object.
pub fn link(session: Session, of: ObjectId) -> impl Fn() -> String + Copy + Send + 'static {
    move || session.href(|route| route.selecting(of).viewing(View::Paths(Some(of))))
}
