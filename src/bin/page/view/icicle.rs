//! How does retained memory divide, level by level? (icicle 冰柱图)
//!
//! Owns the view of the route `icicle`: slabs as wide as what they retain, each a link that selects; a double click goes
//! into one. The object-cluster view is the same as a list.

use super::cell::{kind_name, term, title};
use crate::session::Session;
use crate::widget::asked::{asked, failed, loading};
use crate::widget::picture;
use heapsky::ids::{Bytes, ObjectId};
use heapsky::present::icicle::{self, Span, spans, step};
use heapsky::present::picture::{self as pictures, Caption, Inks};
use heapsky::present::route::View;
use heapsky::present::{format, naming, text};
use heapsky::question::Icicle;
use heapsky::question::cluster::ClusterRow;
use heapsky::question::icicle::{Slab, Slabs};
use heapsky::question::report::SUSPECT_SHARE;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// The height of a level in pixels.
const LEVEL: u32 = 26;

/// The view.
#[component]
pub fn IcicleView(of: Option<ObjectId>, total: Bytes) -> impl IntoView {
    let session = Session::here();
    let answer = asked(session, Icicle { of });
    let body = move || match answer.get() {
        None => loading(session),
        Some(Err(error)) => failed(session, error),
        Some(Ok(slabs)) => drawn(session, Arc::new(slabs), of, total),
    };
    if session.sure.get_untracked().is_blind() {
        return html! {
            <div class="icicle-view">
                <h1>{term(session, text::ICICLE)}</h1>
                <p>{session.say(text::ICICLE_BLIND)}</p>
            </div>
        }
        .into_any();
    }
    let list = move || session.href(|route| route.viewing(View::Cluster(of)));
    html! {
        <div class="icicle-view">
            <h1>{term(session, text::ICICLE)}</h1>
            <p class="muted">{session.say(text::ICICLE_LEAD)} " " <a href=move || list()>{session.say(text::CLUSTER)}</a></p>
            {move || body()}
        </div>
    }
    .into_any()
}

fn drawn(session: Session, slabs: Arc<Slabs>, of: Option<ObjectId>, total: Bytes) -> AnyView {
    let at = RwSignal::new(0usize);
    let sure = session.sure.get_untracked();
    let top = &slabs.top;
    let head = {
        let share = sure.held().share(format::ratio(top.retained, total));
        let words = format!("{} {} · {} · {share}", naming::short(top), top.id, sure.held().bytes(top.retained));
        html! { <div class="slab whole" title=title(top)><bdi>{words}</bdi></div> }
    };
    let up = of.map(|_| {
        let href = move || session.href(|route| route.viewing(View::Icicle(None)));
        html! { <p><a href=move || href()>{session.say(text::TREE_OF_ROOT)}</a></p> }
    });
    let levels = slabs.slabs.iter().map(|slab| slab.level).max().unwrap_or(0);
    let drawn: Vec<_> = slabs
        .slabs
        .iter()
        .zip(spans(&slabs))
        .enumerate()
        .map(|(row, (slab, span))| {
            let parent = slab.parent.and_then(|parent| slabs.slabs.get(parent as usize)).map(|slab| &slab.row);
            let above = match parent {
                Some(ClusterRow::One(child)) => Some(child.object.id),
                _ => of,
            };
            draw(session, slab, (span, above), row, at, total)
        })
        .collect();
    let none = drawn.is_empty().then(|| html! { <p class="muted">{session.say(text::ICICLE_SELF)}</p> });
    let cut = slabs.cut.then(|| html! { <p class="muted">{session.say(text::ICICLE_CUT)}</p> });
    let drawing = slabs.clone();
    let svg = move |inks: &Inks| {
        let (title, file) = picture::caption(session, text::ICICLE);
        pictures::icicle(
            &drawing,
            total,
            sure.held(),
            &Caption { title: &title, file: &file },
            session.lang.get_untracked(),
            inks,
        )
    };
    let press = move |event: KeyboardEvent| {
        if event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        if let Some(to) = step(&slabs, at.get_untracked(), &event.key()) {
            event.prevent_default();
            at.set(to);
            let document = web_sys::window().and_then(|window| window.document());
            let slab = document.and_then(|document| document.get_element_by_id(&format!("slab-{to}")));
            if let Some(slab) = slab.and_then(|slab| slab.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = slab.focus();
            }
        }
    };
    html! {
        {up}
        {head}
        <div class="icicle" role="group" aria-label=session.say(text::ICICLE) style:height=format!("{}px", LEVEL * levels) on:keydown=press>
            {drawn}
        </div>
        {none}
        {cut}
        {picture::buttons(session, "icicle", svg)}
    }
    .into_any()
}

/// `of`: what the slab hangs on.
fn draw(
    session: Session,
    slab: &Slab,
    (span, of): (Span, Option<ObjectId>),
    row: usize,
    at: RwSignal<usize>,
    total: Bytes,
) -> AnyView {
    let child = match &slab.row {
        ClusterRow::One(child) => child,
        ClusterRow::Many(alike) => &alike.largest,
    };
    let id = child.object.id;
    let (name, category) = icicle::name(slab);
    let held = session.sure.get_untracked().held();
    let share = format::ratio(slab.retained(), total);
    let hot = share >= SUSPECT_SHARE;
    let edge = child.edge.as_ref().map(|edge| format!("{} → ", naming::edge(edge))).unwrap_or_default();
    let words = format!("{edge}{name} · {} · {}", held.bytes(slab.retained()), held.share(share));
    let is_one = matches!(slab.row, ClusterRow::One(_));
    let href = move || session.href(|route| route.selecting(id));
    let enter = move |_| {
        // Like ones differ in what they hold: they are gone through in the list.
        let view = if is_one { View::Icicle(Some(id)) } else { View::Cluster(of) };
        session.go(&session.route.with_untracked(|route| route.viewing(view)));
    };
    let current = move || session.route.with(|route| is_one && route.selected == Some(id)).then_some("true");
    let class = format!("slab kind-back-{}", kind_name(category));
    let label = words.clone();
    html! {
        <a
            id=format!("slab-{row}")
            class=class
            class:hot=hot
            href=href
            title=words
            aria-label=label
            aria-current=move || current()
            tabindex=move || if at.get() == row { "0" } else { "-1" }
            style:left=format::percent(span.left, 3)
            style:width=format::percent(span.width, 3)
            style:top=format!("{}px", LEVEL * (slab.level - 1))
            on:focus=move |_| at.set(row)
            on:dblclick=enter
        >
            <bdi>{name}</bdi>
            {(span.width > 0.12).then(|| html! { <span class="muted">{format!(" · {}", held.bytes(slab.retained()))}</span> })}
        </a>
    }
    .into_any()
}
