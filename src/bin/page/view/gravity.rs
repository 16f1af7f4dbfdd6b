//! What is around this object, and what is in the whole heap? (gravity graph 引力图)
//!
//! Owns the view of the route `gravity`, in its three pictures (`present/gravity/mode.rs`). Takes the route; gives a canvas
//! with its legend, zoom, card, and the list of its bodies. `ask.rs` asks for what is shown, `stage.rs` brings it to rest,
//! `picture.rs` holds it, `paint.rs` draws it and `bulk.rs` has the many drawn, `hand.rs` hears the hand.
//! Guarantee: selecting fills the panel and leaves the picture where it is; what is opened or folded lives as long as
//! the view does and is not in the address.

mod ask;
mod between;
mod bulk;
mod cut;
mod export;
mod faces;
mod hand;
mod head;
mod legend;
mod paint;
mod palette;
mod parts;
mod picture;
mod stage;

use crate::client::AskError;
use crate::session::Session;
use crate::widget::follow::follow;
use ask::Asking;
use hand::Hand;
use heapsky::present::format;
use heapsky::present::gravity::labels::Area;
use heapsky::present::gravity::{Body, Key, Mode};
use heapsky::present::route::View;
use heapsky::present::text;
use leptos::ev;
use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use stage::Stage;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, ResizeObserver};

/// The view.
#[component]
pub fn GravityView() -> impl IntoView {
    let session = Session::here();
    if session.sure.get_untracked().is_blind() {
        return blind(session).into_any();
    }
    let stage = Stage::new(session);
    let shown = stage.shown();
    let asking = Asking::new(session);
    asking.follow(&stage);
    asking.follow_zoom(&stage);
    let acts = asking.acts(&stage);
    let hand = Hand::new(stage.clone(), acts.clone());
    let canvas = NodeRef::<Canvas>::new();
    let wrapper = NodeRef::<Div>::new();
    let below = NodeRef::<Canvas>::new();
    attach(session, stage.clone(), hand.clone(), [canvas, below], wrapper);

    // Without a wish of the user's the heap's first suspect stands in the middle.
    let centre = Memo::new(move |_| asking.subject().1.or_else(|| shown.scene.with(|scene| scene.focus())));
    let name = move || {
        let lang = session.lang.get();
        if let Some(words) = shown.scene.with(|scene| asking.ways_name(scene, lang)) {
            return words;
        }
        match asking.look.get().mode {
            Mode::Sky => return text::GRAVITY_OF_ROOT.say(lang).to_owned(),
            Mode::Classes => return text::GRAVITY_OF_CLASSES.say(lang).to_owned(),
            Mode::Around => {}
        }
        let object = shown.scene.with(|scene| {
            scene.bodies.iter().find_map(|body| match body {
                Body::Object { object, .. } if Some(object.id) == centre.get() => Some(faces::called(object)),
                _ => None,
            })
        });
        match (object, centre.get()) {
            (Some(object), _) => text::GRAVITY_OF.fill(lang, &[("object", &object)]),
            (None, Some(id)) => text::GRAVITY_OF.fill(lang, &[("object", &id.to_string())]),
            (None, None) => text::GRAVITY_OF_ROOT.say(lang).to_owned(),
        }
    };
    let count = move || shown.scene.with(|scene| scene.bodies.len());
    let label = move || text::GRAVITY_CANVAS.fill(session.lang.get(), &[("count", &format::count(count() as u64))]);
    let list = move || {
        session.href(|route| match asking.look.get().mode {
            Mode::Classes => route.viewing(View::Classes),
            Mode::Around | Mode::Sky => route.viewing(View::Tree(centre.get())),
        })
    };
    let trouble = move || {
        let lang = session.lang.get();
        let words = match (asking.refused.get(), asking.focus.get()) {
            (Some(AskError::Refused(_)), Some(id)) => text::NO_SUCH_OBJECT.fill(lang, &[("id", &id.to_string())]),
            (Some(AskError::Refused(_)), None) => text::GRAVITY_EMPTY.say(lang).to_owned(),
            (Some(AskError::Gone | AskError::Stopped), _) => text::ASK_GONE.say(lang).to_owned(),
            (None, _) if count() == 0 && shown.settled.get() => text::GRAVITY_EMPTY.say(lang).to_owned(),
            (None, _) => return None,
        };
        Some(html! { <p class="gravity-trouble" role="alert">{words}</p> })
    };

    let on = hand.clone();
    let press = move |event: ev::PointerEvent| on.press(&event);
    let on = hand.clone();
    let go = move |event: ev::PointerEvent| on.go(&event);
    let on = hand.clone();
    let lift = move |event: ev::PointerEvent| on.lift(&event);
    let on = hand.clone();
    let cancel = move |event: ev::PointerEvent| on.cancel(&event);
    let on = hand.clone();
    let leave = move |event: ev::PointerEvent| on.leave(&event);
    let on = hand.clone();
    let key = move |event: ev::KeyboardEvent| on.key(&event);
    let kept = StoredValue::new_local(stage.clone());
    let settled = move || {
        shown.took.get().map(|(took, ticks)| {
            let (seconds, bodies) = (format::fixed(took / 1000.0, 1), format::count(count() as u64));
            let ticks = format::count(u64::from(ticks));
            let values = [("bodies", &*bodies), ("seconds", &*seconds), ("ticks", &*ticks)];
            text::GRAVITY_SETTLED.fill(session.lang.get(), &values)
        })
    };
    let (focused, blurred) = (stage.clone(), stage);
    html! {
        <section class="gravity" aria-label=move || name()>
            <head::Head asking=asking stage=kept name=Signal::derive(name) list=Signal::derive(list) />
            <div
                class="gravity-stage"
                node_ref=wrapper
                data-bodies=count
                data-settled=move || shown.settled.get().then_some("")
            >
                <canvas node_ref=below class="gravity-below" aria-hidden="true"></canvas>
                <canvas
                    node_ref=canvas
                    tabindex="0"
                    role="application"
                    aria-label=move || label()
                    aria-describedby="gravity-keys"
                    on:pointerdown=press
                    on:pointermove=go
                    on:pointerup=lift
                    on:pointercancel=cancel
                    on:pointerleave=leave
                    on:keydown=key
                    on:focus=move |_| focused.mark(|picture| picture.focused = true)
                    on:blur=move |_| blurred.mark(|picture| picture.focused = false)
                ></canvas>
                {move || trouble()}
                <parts::Controls hand=hand />
                <legend::Legend shown=shown stage=kept asking=asking />
                <parts::MapCanvas stage=kept />
                <div class="gravity-asides">
                    <cut::CutPanel asking=asking />
                    <between::WaysPanel asking=asking stage=kept />
                </div>
                <parts::Card stage=kept />
                <parts::Bodies shown=shown acts=StoredValue::new_local(acts) />
            </div>
            <p class="gravity-hint">{session.say(text::GRAVITY_HINT)} " " {move || settled()}</p>
            <p class="gravity-heard" id="gravity-keys">{session.say(text::GRAVITY_KEYS)}</p>
            <p class="gravity-heard" role="status">{move || shown.spoken.get()}</p>
        </section>
    }
}

/// Of a file without references there is no picture to be had.
fn blind(session: Session) -> impl IntoView {
    let list = move || session.href(|route| route.viewing(View::Tree(None)));
    html! {
        <section class="gravity-blind" aria-label=session.say(text::GRAVITY_OF_ROOT)>
            <h1>{session.say(text::GRAVITY_OF_ROOT)}</h1>
            <p>{session.say(text::GRAVITY_BLIND)}</p>
            <p><a href=move || list()>{session.say(text::GRAVITY_AS_LIST)}</a></p>
        </section>
    }
}

/// Ties the stage to its canvas: size, colours, words, selection.
fn attach(session: Session, stage: Stage, hand: Hand, canvases: [NodeRef<Canvas>; 2], wrapper: NodeRef<Div>) {
    let observer = StoredValue::new_local(None::<Observer>);
    // Set by hand: the framework listens to wheels on the window, where browsers no longer let one stop the scrolling.
    let wheel = Closure::<dyn Fn(web_sys::WheelEvent)>::new(move |event| hand.wheel(&event));
    let wheel = StoredValue::new_local(wheel);
    let on_mount = stage.clone();
    follow(move || {
        let [Some(canvas), Some(below)] = canvases.map(|canvas| canvas.get()) else { return };
        let Some(wrapper) = wrapper.get() else { return };
        wheel.with_value(|wheel| {
            let _ = canvas.add_event_listener_with_callback("wheel", wheel.as_ref().unchecked_ref());
        });
        on_mount.attach(canvas, below);
        let stage = on_mount.clone();
        observer.set_value(Observer::new(wrapper.into(), move |wrapper| measure(&stage, wrapper)));
    });
    let reworded = stage.clone();
    follow(move || {
        session.lang.track();
        session.dark.track();
        let stage = reworded.clone();
        // After the effect that puts the theme on the page, so that the colours read are the new ones.
        request_animation_frame(move || stage.reword());
    });
    follow(move || {
        let selected = session.route.with(|route| route.selected);
        stage.mark(|picture| {
            picture.selected = selected;
            if let Some(id) = selected.filter(|id| picture.scene.find(Key::Object(*id)).is_some()) {
                picture.cursor = Some(Key::Object(id));
            }
        });
    });
}

/// What lies above the canvas and hides a part of it.
fn covers(wrapper: &HtmlElement) -> Vec<Element> {
    let Ok(found) = wrapper.query_selector_all(".gravity-legend, .gravity-controls, .gravity-ways") else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

/// The stage's size, and where it is covered.
fn measure(stage: &Stage, wrapper: &HtmlElement) {
    let frame = wrapper.get_bounding_client_rect();
    let area = |cover: Element| {
        let area = cover.get_bounding_client_rect();
        Area { x: area.x() - frame.x(), y: area.y() - frame.y(), width: area.width(), height: area.height() }
    };
    let taken = covers(wrapper).into_iter().map(area).filter(|area| area.height > 0.0).collect();
    stage.change(|picture| {
        picture.taken = taken;
        picture.camera = picture.camera.resized([frame.width(), frame.height()]);
    });
}

/// A `ResizeObserver` that stops when it is dropped.
struct Observer {
    observer: ResizeObserver,
    _listener: Closure<dyn FnMut()>,
}

impl Observer {
    /// Tells at once, and whenever the element or one of its covers changes its size.
    fn new(element: HtmlElement, on_resize: impl Fn(&HtmlElement) + 'static) -> Option<Self> {
        let observed = element.clone();
        let listener = Closure::<dyn FnMut()>::new(move || on_resize(&observed));
        let observer = ResizeObserver::new(listener.as_ref().unchecked_ref()).ok()?;
        observer.observe(&element);
        covers(&element).iter().for_each(|cover| observer.observe(cover));
        Some(Self { observer, _listener: listener })
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
