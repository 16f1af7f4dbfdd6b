//! The frame loop: brings layout steps from the worker and the hand's changes to the canvas.
//!
//! Owns the [`Picture`] and what is under way. Takes neighbourhoods; gives frames, and through signals what the DOM around
//! the canvas shows. Guarantees: at most one layout order is under way, asked for from an animation frame, so that a
//! hidden page asks for none; while anything moves `data-idle` is absent; when nothing moves there are no frames.

use super::picture::Picture;
use crate::session::{Busy, Session};
use heapsky::ids::ObjectId;
use heapsky::layout::Held;
use heapsky::present::gravity::{Key, Point, Scene};
use heapsky::protocol::LayoutOrder;
use heapsky::question::gravity::Neighbourhood;
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

/// Ticks asked for per frame: a settling takes about half a second.
const PACE: u32 = 6;
/// Body-ticks in one order, so that no order keeps the worker longer than a frame or two.
const ORDER: u32 = 12_000;
/// Ticks done before a new picture is shown: the wildest moves explain nothing.
const HEAD_START: u32 = 100;

/// What the DOM around the canvas knows.
#[derive(Clone, Copy)]
pub struct Shown {
    /// Nothing moves.
    pub settled: RwSignal<bool>,
    /// What is drawn, or will be in a moment.
    pub scene: RwSignal<Arc<Scene>>,
    /// Where bodies are in CSS pixels, as they were when the picture last came to rest.
    pub places: RwSignal<BTreeMap<Key, Point>>,
    /// The body under the pointer and where that is.
    pub hover: RwSignal<Option<(usize, Point)>>,
    /// What the arrow keys came to, for those who listen.
    pub spoken: RwSignal<String>,
}

/// What is under way.
struct Inner {
    session: Session,
    shown: Shown,
    picture: Picture,
    hold: Option<Held>,
    settled: bool,
    in_flight: bool,
    /// Counts pictures, so that a late answer for an old one is known.
    epoch: u32,
    frame_asked: bool,
    busy: Option<Busy>,
}

/// What only this thread may touch, as a copyable handle for the DOM.
pub type Kept<T> = StoredValue<T, LocalStorage>;

/// A handle to the running picture.
#[derive(Clone)]
pub struct Stage(Rc<RefCell<Inner>>);

impl Stage {
    /// An empty picture.
    pub fn new(session: Session) -> Self {
        let shown = Shown {
            settled: RwSignal::new(false),
            scene: RwSignal::new(Arc::default()),
            places: RwSignal::new(BTreeMap::new()),
            hover: RwSignal::new(None),
            spoken: RwSignal::new(String::new()),
        };
        Self(Rc::new(RefCell::new(Inner {
            session,
            shown,
            picture: Picture::new(crate::preferences::prefers_calm()),
            hold: None,
            settled: true,
            in_flight: false,
            epoch: 0,
            frame_asked: false,
            busy: None,
        })))
    }

    /// The signals for the DOM.
    pub fn shown(&self) -> Shown {
        self.0.borrow().shown
    }

    /// Reads the picture.
    pub fn look<T>(&self, look: impl FnOnce(&Picture) -> T) -> T {
        look(&self.0.borrow().picture)
    }

    /// Changes what is drawn over the picture, such as a ring: one more frame.
    pub fn mark<T>(&self, change: impl FnOnce(&mut Picture) -> T) -> T {
        let result = change(&mut self.0.borrow_mut().picture);
        self.ask_frame();
        result
    }

    /// Changes where things are: not idle until that is drawn and told.
    pub fn change<T>(&self, change: impl FnOnce(&mut Picture) -> T) -> T {
        self.stir();
        self.mark(change)
    }

    /// The canvas is in the page.
    pub fn attach(&self, canvas: HtmlCanvasElement) {
        let context = canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into().ok());
        if let Some(context) = context {
            self.mark(|picture| picture.attach(canvas, context));
            self.reword();
        }
    }

    /// The language or the colours changed.
    pub fn reword(&self) {
        let session = self.0.borrow().session;
        let total = untrack(|| session.opened()).map_or(0, |opened| opened.summary.total);
        let (lang, sure) = (session.lang.get_untracked(), session.sure.get_untracked());
        self.mark(|picture| picture.reword(total, sure, lang));
    }

    /// Holds a body at a point of the layout, or lets it go.
    pub fn hold(&self, held: Option<Held>) {
        {
            let mut inner = self.0.borrow_mut();
            inner.hold = held;
            inner.settled = false;
            // From now on the user arranges the picture; a camera that follows would pull it from under the pointer.
            inner.picture.auto = false;
            // Under the pointer at once; the layout follows.
            if let Some(held) = held
                && let Some(at) = inner.picture.at.get_mut(held.body as usize)
            {
                *at = held.at.map(f64::from);
            }
        }
        self.stir();
    }

    /// The beginning of a new picture; what is under way for an older one comes to nothing.
    pub fn begin(&self) -> u32 {
        self.stir();
        let mut inner = self.0.borrow_mut();
        inner.epoch = inner.epoch.wrapping_add(1);
        inner.in_flight = true;
        inner.epoch
    }

    /// Whether nothing newer has begun.
    pub fn is_current(&self, epoch: u32) -> bool {
        self.0.borrow().epoch == epoch
    }

    /// There will be no new picture: the question had no answer.
    pub fn abandon(&self, epoch: u32) {
        if self.is_current(epoch) {
            let mut inner = self.0.borrow_mut();
            inner.in_flight = false;
            // The worker may hold another graph by now.
            inner.settled = true;
            drop(inner);
            self.ask_frame();
        }
    }

    /// Lays a neighbourhood out and shows it. `fresh` forgets where bodies stood; otherwise who stays keeps the place.
    pub async fn show(&self, epoch: u32, neighbourhood: Neighbourhood, focus: Option<ObjectId>, fresh: bool) {
        let scene = Scene::new(neighbourhood);
        let (session, calm, plan) = {
            let inner = self.0.borrow();
            let before = if fresh { BTreeMap::new() } else { inner.picture.scene.places(&inner.picture.at) };
            (inner.session, inner.picture.calm, scene.plan(&before, focus.map_or(0, |id| id.0)))
        };
        let ticks = (ORDER / (scene.bodies.len() as u32).max(1)).clamp(1, HEAD_START);
        let Ok(mut laid) = session.layout(LayoutOrder::Start(plan)).await else { return self.abandon(epoch) };
        let head_start = if fresh { HEAD_START } else { 0 };
        // Who wants no motion sees the picture when it has come to rest.
        while self.is_current(epoch) && !laid.settled && (calm || laid.ticks < head_start) {
            match session.layout(LayoutOrder::Step { ticks, held: None }).await {
                Ok(next) => laid = next,
                Err(_) => return self.abandon(epoch),
            }
        }
        if self.is_current(epoch) {
            self.install(scene, &laid.positions, laid.settled, fresh);
        }
    }

    fn install(&self, scene: Scene, positions: &[f32], settled: bool, fresh: bool) {
        {
            let mut inner = self.0.borrow_mut();
            let scene = Arc::new(scene);
            inner.shown.hover.set(None);
            inner.shown.scene.set(scene.clone());
            inner.picture.install(scene, positions, fresh);
            inner.hold = None;
            inner.in_flight = false;
            inner.settled = settled;
        }
        self.reword();
        self.stir();
    }

    /// Something moves from now on.
    fn stir(&self) {
        {
            let mut inner = self.0.borrow_mut();
            inner.picture.resting = false;
            if inner.busy.is_none() {
                inner.busy = Some(inner.session.busy());
                inner.shown.settled.set(false);
            }
        }
        self.ask_frame();
    }

    fn ask_frame(&self) {
        if !std::mem::replace(&mut self.0.borrow_mut().frame_asked, true) {
            let weak = Rc::downgrade(&self.0);
            request_animation_frame(move || {
                if let Some(stage) = upgrade(&weak) {
                    stage.frame();
                }
            });
        }
    }

    fn frame(&self) {
        let (pull, moving, waiting) = {
            let mut inner = self.0.borrow_mut();
            inner.frame_asked = false;
            let moving = inner.picture.glide() | inner.picture.is_growing();
            let (pull, waiting) = (!inner.settled && !inner.in_flight, inner.in_flight);
            inner.picture.resting = !moving && !pull && !waiting;
            inner.picture.draw();
            (pull, moving, waiting)
        };
        if pull {
            self.pull();
        }
        if moving {
            self.ask_frame();
        } else if !pull && !waiting {
            self.rest();
        }
    }

    /// Asks the worker for the next few ticks; its reply asks for the next frame.
    fn pull(&self) {
        let (session, sent, ticks, epoch) = {
            let mut inner = self.0.borrow_mut();
            inner.in_flight = true;
            let ticks = (ORDER / (inner.picture.at.len() as u32).max(1)).clamp(1, PACE);
            (inner.session, inner.hold, ticks, inner.epoch)
        };
        let weak = Rc::downgrade(&self.0);
        leptos::task::spawn_local(async move {
            let laid = session.layout(LayoutOrder::Step { ticks, held: sent }).await;
            let Some(stage) = upgrade(&weak).filter(|stage| stage.is_current(epoch)) else { return };
            {
                let mut inner = stage.0.borrow_mut();
                inner.in_flight = false;
                match laid {
                    Ok(laid) => {
                        inner.picture.move_to(&laid.positions);
                        // A pointer that moved or let go meanwhile has more to say.
                        inner.settled = laid.settled && inner.hold == sent;
                    }
                    Err(_) => inner.settled = true,
                }
                if let Some(held) = inner.hold
                    && let Some(at) = inner.picture.at.get_mut(held.body as usize)
                {
                    *at = held.at.map(f64::from);
                }
            }
            stage.ask_frame();
        });
    }

    /// Everything stands: tells the DOM where.
    fn rest(&self) {
        let mut inner = self.0.borrow_mut();
        if inner.busy.take().is_some() {
            let at = inner.picture.on_screen();
            let places = inner.picture.scene.places(&at);
            inner.shown.places.set(places);
            inner.shown.settled.set(true);
        }
    }
}

fn upgrade(weak: &Weak<RefCell<Inner>>) -> Option<Stage> {
    weak.upgrade().map(Stage)
}
