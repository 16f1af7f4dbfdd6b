//! Orders for the worker's layout, and what becomes of its places.
//!
//! Takes scenes and what the hand does; gives the picture its places. Guarantee: at most one order is under way but for
//! pins, which wait for no answer.

use super::{Inner, Stage, upgrade};
use crate::client::{AskError, Laid};
use crate::document::{breathe, now};
use heapsky::layout::Held;
use heapsky::present::gravity::{Key, Point, Scene};
use heapsky::protocol::LayoutOrder;
use leptos::prelude::*;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// Ticks asked for per frame: a settling takes about half a second.
const PACE: u32 = 9;
/// Body-ticks in one order, so that no order keeps the worker longer than a frame or two.
const ORDER: u32 = 12_000;
/// Ticks done before a new picture is shown: the wildest moves explain nothing …
const HEAD_START: u32 = 100;
/// … but no more body-ticks than take a moment: a large picture starts near its end.
const MOMENT: u32 = 100_000;
impl Stage {
    /// Pins a body where it is, or lets it go.
    pub fn pin(&self, key: Key) {
        let (session, order) = {
            let mut inner = self.0.borrow_mut();
            let Some(body) = inner.picture.scene.find(key).filter(|_| !inner.is_layered) else { return };
            let is_pinned = inner.picture.pin(key);
            inner.shown.pins.update(|pins| *pins += 1);
            inner.picture.auto = false;
            inner.settled = false;
            (inner.session, LayoutOrder::Pin { body: body as u32, is_pinned })
        };
        self.stir();
        leptos::task::spawn_local(async move {
            // The next step tells what came of it.
            let _ = session.layout(order).await;
        });
    }

    /// Holds a body at a point of the layout, or lets it go.
    pub fn hold(&self, held: Option<Held>) {
        {
            let mut inner = self.0.borrow_mut();
            if inner.is_layered {
                return;
            }
            let before = std::mem::replace(&mut inner.hold, held);
            // A quick hand lets go before the worker has heard that it held.
            inner.dropped = if held.is_none() { before.or(inner.dropped) } else { None };
            inner.settled = false;
            // From now on the user arranges the picture; a camera that follows would pull it from under the pointer.
            inner.picture.auto = false;
            // Under the pointer at once; the layout follows.
            if let Some(held) = held {
                inner.picture.put(held.body, held.at);
            }
        }
        self.stir();
    }

    /// Lays a scene out and shows it. `fresh` forgets where bodies stood; otherwise who stays keeps the place.
    pub async fn show(&self, epoch: u32, scene: Scene, seed: u64, is_layered: bool, fresh: bool) {
        if fresh {
            let mut inner = self.0.borrow_mut();
            inner.picture.pinned.clear();
            inner.aside.clear();
            inner.shown.pins.update(|pins| *pins += 1);
        }
        self.0.borrow_mut().began = now();
        match self.lay(epoch, &scene, seed, is_layered, fresh).await {
            Ok(laid) if self.is_current(epoch) => self.install(epoch, Arc::new(scene), laid, is_layered, fresh).await,
            Ok(_) => {}
            Err(_) => self.abandon(epoch),
        }
    }

    /// The places to begin with.
    async fn lay(&self, epoch: u32, scene: &Scene, seed: u64, layers: bool, fresh: bool) -> Result<Laid, AskError> {
        let (session, calm, order) = {
            let mut inner = self.0.borrow_mut();
            let before = match fresh || layers || inner.is_layered {
                true => HashMap::new(),
                false => inner.places_for(scene),
            };
            let order = match layers {
                true => scene.layers(),
                false => LayoutOrder::Start(scene.plan(&before, &inner.picture.pinned, seed)),
            };
            (inner.session, inner.picture.calm, order)
        };
        breathe().await;
        // The worker has one layout: an order for a picture that nobody wants any more would take the place of the next one's.
        if !self.is_current(epoch) {
            return Err(AskError::Stopped);
        }
        let bodies = (scene.bodies.len() as u32).max(1);
        let ticks = (ORDER / bodies).clamp(1, HEAD_START);
        let head_start = if fresh { HEAD_START.min(MOMENT / bodies) } else { 0 };
        let mut laid = session.layout(order).await?;
        // Who wants no motion sees the picture when it has come to rest.
        while self.is_current(epoch) && !laid.settled && (calm || laid.ticks < head_start) {
            laid = session.layout(LayoutOrder::Step { ticks, held: None }).await?;
        }
        Ok(laid)
    }

    async fn install(&self, epoch: u32, scene: Arc<Scene>, laid: Laid, is_layered: bool, fresh: bool) {
        {
            let mut inner = self.0.borrow_mut();
            let is_other = inner.is_layered != is_layered;
            inner.is_layered = is_layered;
            inner.shown.hover.set(None);
            inner.picture.install(scene.clone(), &laid.positions, fresh || is_other);
            (inner.hold, inner.dropped) = (None, None);
        }
        // Who draws the many, the first frame, and what stands around the canvas have a moment each.
        breathe().await;
        if !self.is_current(epoch) {
            return;
        }
        self.reword();
        self.0.borrow_mut().picture.load_bulk();
        self.stir();
        breathe().await;
        if !self.is_current(epoch) {
            return;
        }
        let shown = {
            let mut inner = self.0.borrow_mut();
            inner.in_flight = false;
            inner.settled = laid.settled;
            inner.ticks = laid.ticks;
            inner.shown
        };
        shown.scene.set(scene);
        self.ask_frame();
    }

    /// Asks the worker for the next few ticks; its reply asks for the next frame.
    pub(super) fn pull(&self) {
        let (session, sent, ticks, epoch) = {
            let mut inner = self.0.borrow_mut();
            inner.in_flight = true;
            let sent = inner.hold.or_else(|| inner.dropped.take());
            (inner.session, sent, (ORDER / (inner.picture.at.len() as u32).max(1)).clamp(1, PACE), inner.epoch)
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
                        inner.ticks = laid.ticks;
                        // A pointer that moved or let go meanwhile has more to say.
                        inner.settled = laid.settled && inner.hold == sent;
                    }
                    Err(_) => inner.settled = true,
                }
                if let Some(held) = inner.hold {
                    inner.picture.put(held.body, held.at);
                }
            }
            stage.ask_frame();
        });
    }
}

impl Inner {
    /// Where bodies stand for the next picture: as now, and those that only ways have replaced for a while as before.
    fn places_for(&mut self, next: &Scene) -> HashMap<Key, Point> {
        let now = &self.picture.scene;
        let places = now.places(&self.picture.at);
        match (now.is_of_ways(), next.is_of_ways()) {
            (false, true) => self.aside.clone_from(&places),
            (true, false) => {
                let mut before = std::mem::take(&mut self.aside);
                before.extend(places.into_iter().filter(|(key, _)| self.picture.pinned.contains(key)));
                return before;
            }
            _ => {}
        }
        places
    }
}
