//! The worker program: decode a message, call the library, encode the answer.
//!
//! Owns the open heap and the one layout simulation. Takes and gives the messages of `protocol.rs`. Guarantee: the page
//! hears `Ready` first, and of a panic in words; short questions are answered while a long one is worked out; an abort without words (memory ran out) is told by `worker.js`.

mod file;
mod open;
mod origin;
mod painter;
mod plain;
mod strides;
mod warm;

use heapsky::analysis::Heap;
use heapsky::layout::Simulation;
use heapsky::layout::layered::layered;
use heapsky::protocol::paint::PaintOrder;
use heapsky::protocol::{Failure, FromWorker, LayoutOrder, ToWorker, decode, encode};
use heapsky::question::{self, Answer, Question, Work, work};
use js_sys::{Array, Float32Array, Object, Reflect, Uint8Array};
use painter::Painter;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

#[derive(Default)]
struct Session {
    heap: Option<Rc<Heap>>,
    /// What the last long answers left behind for the next.
    work: Work,
    /// The questions whose answers are wanted.
    asked: Rc<RefCell<Vec<u32>>>,
    simulation: Option<Simulation>,
    painter: Option<Painter>,
    /// A file has come: nothing is to be warmed up any more.
    busy: Rc<Cell<bool>>,
}

fn main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let panic_scope = scope.clone();
    std::panic::set_hook(Box::new(move |panic| {
        // So that `worker.js` does not take the abort that follows for a lack of memory.
        let _ = Reflect::set(&js_sys::global(), &"panicked".into(), &JsValue::TRUE);
        post(&panic_scope, &FromWorker::Failed(Failure::Crashed { detail: panic.to_string() }), None);
    }));
    let session = Rc::new(RefCell::new(Session::default()));
    let busy = session.borrow().busy.clone();
    let listener_scope = scope.clone();
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        let body = Reflect::get(&data, &"body".into()).ok().and_then(|body| body.dyn_into::<Uint8Array>().ok());
        match body.and_then(|body| decode(&body.to_vec())) {
            Some(message) => take(&listener_scope, &session, message, &data),
            None => fail(&listener_scope, "message not understood".into()),
        }
    });
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    post(&scope, &FromWorker::Ready, None);
    spawn_local(warm::up(busy));
}

fn take(scope: &DedicatedWorkerGlobalScope, session: &Rc<RefCell<Session>>, message: ToWorker, data: &JsValue) {
    match message {
        ToWorker::Open { source, light } => {
            session.borrow().busy.set(true);
            let file = Reflect::get(data, &"file".into()).unwrap_or_default();
            let (scope, session) = (scope.clone(), session.clone());
            spawn_local(async move {
                match open::open(&scope, source, file, light).await {
                    Ok((heap, opened)) => {
                        session.borrow_mut().heap = Some(Rc::new(heap));
                        post(&scope, &FromWorker::Opened(opened), None);
                    }
                    Err(failure) => post(&scope, &FromWorker::Failed(failure), None),
                }
            });
        }
        ToWorker::Ask { id, question } => {
            let session = session.borrow();
            let Some(heap) = session.heap.clone() else {
                return fail(scope, "a question came before a heap was open".into());
            };
            let (scope, asked) = (scope.clone(), session.asked.clone());
            let circumstances = session.work.resting(Rc::new(strides::Strides::new(scope.clone(), id)));
            asked.borrow_mut().push(id);
            spawn_local(async move {
                let answer = async {
                    match &question {
                        // What all of the others need comes later (`xtask/src/split`).
                        Question::Report(report) => report.answer(&heap).map(Answer::Report),
                        _ => question::answer_in_strides(&heap, &question, &circumstances).await,
                    }
                };
                let is_wanted = || asked.borrow().contains(&id);
                if let Some(result) = work::while_wanted(answer, is_wanted).await {
                    asked.borrow_mut().retain(|other| *other != id);
                    post(&scope, &FromWorker::Answered { id, result }, None);
                }
            });
        }
        ToWorker::Forget { id } => session.borrow().asked.borrow_mut().retain(|other| *other != id),
        ToWorker::Paint { id, order } => {
            session.borrow().busy.set(true);
            let painter = &mut session.borrow_mut().painter;
            paint(painter, order, data);
            let context = painter.as_ref().map_or("none", Painter::context).to_owned();
            post(scope, &FromWorker::Painted { id, context }, None);
        }
        ToWorker::Layout { id, order } => {
            lay_out(scope, &mut session.borrow_mut().simulation, id, order);
        }
    }
}

// The late part of the program begins at this, at painting, and at all questions but one (`xtask/src/split`).
#[inline(never)]
fn lay_out(scope: &DedicatedWorkerGlobalScope, simulation: &mut Option<Simulation>, id: u32, order: LayoutOrder) {
    let (settled, simulation) = match (order, simulation) {
        (LayoutOrder::Layers { radii, parents, order }, slot) => {
            // What moves by forces is gone.
            *slot = None;
            let places = layered(&radii, &parents, &order);
            let laid = FromWorker::Laid { id, settled: true, ticks: 0 };
            return post(scope, &laid, Some(Float32Array::from(places.as_flattened())));
        }
        (LayoutOrder::Start(plan), slot) => (false, slot.insert(Simulation::new(plan))),
        (LayoutOrder::Pin { body, is_pinned }, Some(simulation)) => {
            simulation.pin(body, is_pinned);
            (simulation.step(0), simulation)
        }
        (LayoutOrder::Step { ticks, held }, Some(simulation)) => {
            match held {
                Some(held) => simulation.hold(held),
                None => simulation.release(),
            }
            (simulation.step(ticks), simulation)
        }
        (LayoutOrder::Step { .. } | LayoutOrder::Pin { .. }, None) => {
            return fail(scope, "a layout step came before its start".into());
        }
    };
    let laid = FromWorker::Laid { id, settled, ticks: simulation.ticks() };
    post(scope, &laid, Some(Float32Array::from(simulation.positions())));
}

#[inline(never)]
fn paint(painter: &mut Option<Painter>, order: PaintOrder, data: &JsValue) {
    let attached = |name: &str| Reflect::get(data, &name.into()).unwrap_or_default();
    match (order, painter) {
        (PaintOrder::Start, slot) => *slot = attached("canvas").dyn_into().ok().map(Painter::new),
        (PaintOrder::Load(batch), Some(painter)) => painter.load(batch),
        (PaintOrder::Frame(sight), Some(painter)) => {
            if let Ok(places) = attached("bulk").dyn_into::<Float32Array>() {
                painter.place(places.to_vec());
            }
            painter.draw(&sight);
        }
        (PaintOrder::Clear, Some(painter)) => painter.clear(),
        (_, None) => {}
    }
}

fn fail(scope: &DedicatedWorkerGlobalScope, detail: String) {
    post(scope, &FromWorker::Failed(Failure::Crashed { detail }), None);
}

/// Sends a message, with bulk numbers transferred beside it.
fn post(scope: &DedicatedWorkerGlobalScope, message: &FromWorker, bulk: Option<Float32Array>) {
    let envelope = Object::new();
    let body = Uint8Array::from(encode(message).as_slice());
    let transfer = Array::of1(&body.buffer());
    let put = || {
        Reflect::set(&envelope, &"body".into(), &body)?;
        if let Some(bulk) = &bulk {
            Reflect::set(&envelope, &"bulk".into(), bulk)?;
            transfer.push(&bulk.buffer());
        }
        scope.post_message_with_transfer(&envelope, &transfer)
    };
    if let Err(error) = put() {
        // The page would wait for ever; an error event is all that can still reach it.
        wasm_bindgen::throw_val(error);
    }
}
