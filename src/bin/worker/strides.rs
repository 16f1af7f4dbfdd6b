//! Lets messages in between the strides of long work.
//!
//! The worker has one thread: while it counts, it hears nothing, neither the next question nor that nobody waits any more.

use crate::post;
use heapsky::protocol::FromWorker;
use heapsky::question::work::Rest;
use js_sys::{Function, Promise, Reflect};
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::DedicatedWorkerGlobalScope;

/// Milliseconds of one stride. Another question waits as long at most; browsers let a timer that was set by a timer wait
/// 4 ms, which is what each rest costs.
const STRIDE: f64 = 40.0;

/// The strides of one answer.
pub struct Strides {
    scope: DedicatedWorkerGlobalScope,
    id: u32,
    since: Rc<Cell<f64>>,
    /// The most that was told: work is made of works, each of which counts from its own beginning.
    told: Cell<f64>,
}

impl Strides {
    /// The answer's question has this id.
    pub fn new(scope: DedicatedWorkerGlobalScope, id: u32) -> Self {
        Self { scope, id, since: Rc::new(Cell::new(js_sys::Date::now())), told: Cell::new(0.0) }
    }
}

impl Rest for Strides {
    fn is_due(&self) -> bool {
        js_sys::Date::now() - self.since.get() > STRIDE
    }

    fn rest(&self, share: f64) -> Pin<Box<dyn Future<Output = ()>>> {
        self.told.set(share.max(self.told.get()));
        post(&self.scope, &FromWorker::Working { id: self.id, share: self.told.get() as f32 }, None);
        let since = self.since.clone();
        Box::pin(async move {
            // Where there are no timers it goes on without a rest.
            let _ = rest().await;
            since.set(js_sys::Date::now());
        })
    }
}

/// Lets messages in.
pub async fn rest() -> Result<(), JsValue> {
    let global = js_sys::global();
    let timeout: Function = Reflect::get(&global, &"setTimeout".into())?.dyn_into()?;
    let promise = Promise::new(&mut |done, _| {
        // It fails only where there is no `setTimeout`, and then the promise never settles: nothing is warmed.
        let _ = timeout.call1(&global, &done);
    });
    JsFuture::from(promise).await.map(|_| ())
}
