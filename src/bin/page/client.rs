//! The page's end of the worker: the only file that touches `Worker`.
//!
//! Owns one worker for one snapshot. Takes the typed messages of `heapsky::protocol`; gives futures for answers and calls
//! `on_event` for what nobody asked for. On the wire a message is `{ body, file }` to the worker and `{ body, bulk }` from
//! it: `body` is the message as bytes, a `File` and a `Float32Array` cannot be in it. Guarantees: nothing is sent before the worker
//! listens; each ask settles exactly once, with [`AskError::Gone`] if the worker dies or is dropped first; a worker that
//! dies is told as `Failed`, never as silence. Dropping the client terminates the worker and gives its memory back.

use crate::reply::{Asked, Reply, reply};
use heapsky::protocol::paint::PaintOrder;
use heapsky::protocol::{Failure, FromWorker, LayoutOrder, Opened, Progress, Source, ToWorker, decode, encode};
use heapsky::question::{Answer, Question, Refusal};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, File, MessageEvent, OffscreenCanvas, Worker, WorkerOptions, WorkerType};

/// What the worker says unasked.
pub enum Event {
    Progress(Progress),
    /// An answer takes longer.
    Working {
        id: u32,
        share: f32,
    },
    /// It is there, or nobody waits for it any more.
    Worked {
        id: u32,
    },
    Opened(Opened),
    Failed(Failure),
}

/// Why an ask has no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum AskError {
    /// The worker answered: no.
    Refused(Refusal),
    /// The worker is gone; its end was told on its own.
    Gone,
    /// It was not waited for.
    Stopped,
}

/// The state of the layout after an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Laid {
    /// Nothing moves any more.
    pub settled: bool,
    /// Ticks done since the start.
    pub ticks: u32,
    /// x0, y0, x1, y1 … in the order of the plan's bodies.
    pub positions: Vec<f32>,
}

enum Waiting {
    Answer(Asked<Result<Answer, AskError>>),
    Layout(Asked<Result<Laid, AskError>>),
    Painting(Asked<Result<String, AskError>>),
}

impl Waiting {
    fn give_up(self, error: AskError) {
        match self {
            Waiting::Answer(asked) => asked.settle(Err(error)),
            Waiting::Layout(asked) => asked.settle(Err(error)),
            Waiting::Painting(asked) => asked.settle(Err(error)),
        }
    }
}

struct State {
    worker: Option<Worker>,
    ready: bool,
    /// Messages that wait for the worker to listen.
    queue: Vec<JsValue>,
    /// By the id of what was asked; a few at most.
    waiting: Vec<(u32, Waiting)>,
    next_id: u32,
}

impl State {
    /// Who waits for the answer with this id, no longer.
    fn settled(&mut self, id: u32) -> Option<Waiting> {
        let at = self.waiting.iter().position(|(asked, _)| *asked == id)?;
        Some(self.waiting.swap_remove(at).1)
    }
}

/// Resolves when an order to paint is carried out.
pub type Painted = Reply<Result<String, AskError>>;

type Listener<E> = Closure<dyn FnMut(E)>;

/// A running worker.
pub struct Client {
    state: Rc<RefCell<State>>,
    _on_message: Listener<MessageEvent>,
    _on_error: Listener<web_sys::Event>,
}

impl Client {
    /// Starts a worker. `on_event` is also called when it cannot be started.
    pub fn start(on_event: impl Fn(Event) + 'static) -> Self {
        let state = State { worker: None, ready: false, queue: Vec::new(), waiting: Vec::new(), next_id: 1 };
        let state = Rc::new(RefCell::new(state));
        let on_event = Rc::new(on_event);

        let (weak, tell) = (Rc::downgrade(&state), on_event.clone());
        let on_message = Closure::new(move |event: MessageEvent| receive(&weak, &*tell, &event.data()));
        let (weak, tell) = (Rc::downgrade(&state), on_event.clone());
        let on_error = Closure::new(move |event: web_sys::Event| {
            event.prevent_default();
            die(&weak, &*tell, Failure::Crashed { detail: describe(&event) });
        });

        let client = Client { state, _on_message: on_message, _on_error: on_error };
        match client.spawn() {
            Ok(worker) => client.state.borrow_mut().worker = Some(worker),
            Err(error) => {
                let (weak, detail) = (Rc::downgrade(&client.state), format!("{error:?}"));
                // Later, so that the caller has stored the client when the news arrives.
                wasm_bindgen_futures::spawn_local(async move {
                    die(&weak, &*on_event, Failure::Crashed { detail });
                });
            }
        }
        client
    }

    fn spawn(&self) -> Result<Worker, JsValue> {
        let document = web_sys::window().and_then(|window| window.document());
        let url = document.and_then(|document| document.document_element());
        let url = url.and_then(|html| html.get_attribute("data-worker"));
        let url = url.ok_or_else(|| JsValue::from_str("the page does not name its worker (data-worker)"))?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&url, &options)?;
        let (on_message, on_error) = (self._on_message.as_ref(), self._on_error.as_ref());
        worker.add_event_listener_with_callback("message", on_message.unchecked_ref())?;
        worker.add_event_listener_with_callback("error", on_error.unchecked_ref())?;
        worker.add_event_listener_with_callback("messageerror", on_error.unchecked_ref())?;
        Ok(worker)
    }

    /// Opens a snapshot. Once in the life of a client.
    pub fn open(&self, source: Source, file: Option<File>, light: bool) {
        self.send(&ToWorker::Open { source, light }, file);
    }

    /// Asks a question; the future resolves with the answer. The number is for [`Client::forget`].
    pub fn ask(&self, question: Question) -> (u32, Reply<Result<Answer, AskError>>) {
        let (asked, answer) = reply();
        let id = self.expect_answer(Waiting::Answer(asked));
        self.send(&ToWorker::Ask { id, question }, None);
        (id, answer)
    }

    /// Does not wait for an answer any more: it resolves as [`AskError::Stopped`], and the worker stops its work on it. Does
    /// nothing when the answer was there already.
    pub fn forget(&self, id: u32) {
        let waiting = self.state.borrow_mut().settled(id);
        if let Some(waiting) = waiting {
            self.send(&ToWorker::Forget { id }, None);
            waiting.give_up(AskError::Stopped);
        }
    }

    /// Gives the worker's layout an order; the future resolves with the positions after it.
    pub fn layout(&self, order: LayoutOrder) -> Reply<Result<Laid, AskError>> {
        let (asked, laid) = reply();
        let id = self.expect_answer(Waiting::Layout(asked));
        self.send(&ToWorker::Layout { id, order }, None);
        laid
    }

    /// Gives the painter an order; the future resolves when it is carried out, with what draws. Attached are its canvas, or
    /// the places of the bodies.
    pub fn paint(&self, order: PaintOrder, canvas: Option<&OffscreenCanvas>, places: Option<&[f32]>) -> Painted {
        let (asked, painted) = reply();
        let id = self.expect_answer(Waiting::Painting(asked));
        let canvas = canvas.map(|canvas| ("canvas", JsValue::from(canvas)));
        let places = places.map(|places| ("bulk", JsValue::from(js_sys::Float32Array::from(places))));
        self.send_with(&ToWorker::Paint { id, order }, canvas.or(places));
        painted
    }

    fn expect_answer(&self, waiting: Waiting) -> u32 {
        let mut state = self.state.borrow_mut();
        let id = state.next_id;
        state.next_id = id.wrapping_add(1);
        state.waiting.push((id, waiting));
        id
    }

    fn send(&self, message: &ToWorker, file: Option<File>) {
        self.send_with(message, file.map(|file| ("file", file.into())));
    }

    /// Sends a message with something beside its body.
    fn send_with(&self, message: &ToWorker, beside: Option<(&str, JsValue)>) {
        let sent = envelope(message, beside).and_then(|envelope| {
            let mut state = self.state.borrow_mut();
            match &state.worker {
                Some(worker) if state.ready => post(worker, &envelope),
                Some(_) => {
                    state.queue.push(envelope);
                    Ok(())
                }
                None => Err(JsValue::UNDEFINED),
            }
        });
        if sent.is_err() {
            give_up_all(&self.state);
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if let Some(worker) = self.state.borrow_mut().worker.take() {
            worker.terminate();
        }
        give_up_all(&self.state);
    }
}

fn envelope(message: &ToWorker, beside: Option<(&str, JsValue)>) -> Result<JsValue, JsValue> {
    let envelope = js_sys::Object::new();
    let body = js_sys::Uint8Array::from(encode(message).as_slice());
    js_sys::Reflect::set(&envelope, &"body".into(), &body)?;
    if let Some((name, value)) = beside {
        js_sys::Reflect::set(&envelope, &name.into(), &value)?;
    }
    Ok(envelope.into())
}

/// Files are cloned as handles; a canvas and numbers in bulk go over for good.
fn post(worker: &Worker, envelope: &JsValue) -> Result<(), JsValue> {
    let transfer = js_sys::Array::new();
    if let Ok(bulk) = property(envelope, "bulk").dyn_into::<js_sys::Float32Array>() {
        transfer.push(&bulk.buffer());
    }
    if let Ok(canvas) = property(envelope, "canvas").dyn_into::<OffscreenCanvas>() {
        transfer.push(&canvas);
    }
    worker.post_message_with_transfer(envelope, &transfer)
}

fn receive(state: &Weak<RefCell<State>>, tell: &dyn Fn(Event), data: &JsValue) {
    let Some(strong) = state.upgrade() else { return };
    let message: Option<FromWorker> = match property(data, "body").dyn_into::<js_sys::Uint8Array>() {
        Ok(body) => decode(&body.to_vec()),
        Err(_) => last_words(data).map(FromWorker::Failed),
    };
    let Some(message) = message else {
        let detail = "the worker sent a message the page cannot read".to_owned();
        return die(state, tell, Failure::Crashed { detail });
    };
    match message {
        FromWorker::Ready => {
            let (worker, queue) = {
                let mut state = strong.borrow_mut();
                state.ready = true;
                (state.worker.clone(), std::mem::take(&mut state.queue))
            };
            for envelope in queue {
                if let Some(Err(error)) = worker.as_ref().map(|worker| post(worker, &envelope)) {
                    return die(state, tell, Failure::Crashed { detail: format!("{error:?}") });
                }
            }
        }
        FromWorker::Progress(progress) => tell(Event::Progress(progress)),
        FromWorker::Opened(opened) => tell(Event::Opened(opened)),
        FromWorker::Answered { id, result } => {
            let waiting = strong.borrow_mut().settled(id);
            tell(Event::Worked { id });
            if let Some(Waiting::Answer(asked)) = waiting {
                asked.settle(result.map_err(AskError::Refused));
            }
        }
        FromWorker::Working { id, share } => {
            // It may have been on its way when the answer was forgotten, and then nothing would end it.
            let is_waited_for = strong.borrow().waiting.iter().any(|(asked, _)| *asked == id);
            if is_waited_for {
                tell(Event::Working { id, share });
            }
        }
        FromWorker::Laid { id, settled, ticks } => {
            let bulk = property(data, "bulk").dyn_into::<js_sys::Float32Array>();
            let positions = bulk.map(|bulk| bulk.to_vec()).unwrap_or_default();
            let waiting = strong.borrow_mut().settled(id);
            if let Some(Waiting::Layout(asked)) = waiting {
                asked.settle(Ok(Laid { settled, ticks, positions }));
            }
        }
        FromWorker::Painted { id, context } => {
            let waiting = strong.borrow_mut().settled(id);
            if let Some(Waiting::Painting(asked)) = waiting {
                asked.settle(Ok(context));
            }
        }
        FromWorker::Failed(failure) => die(state, tell, failure),
    }
}

/// What `worker.js` says when the worker's own program cannot.
fn last_words(data: &JsValue) -> Option<Failure> {
    let detail = property(data, "detail").as_string()?;
    match property(data, "failed").as_string()?.as_str() {
        "memory" => Some(Failure::OutOfMemory { detail }),
        _ => Some(Failure::Crashed { detail }),
    }
}

fn property(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Ends the worker, settles what waits for it and says why.
fn die(state: &Weak<RefCell<State>>, tell: &dyn Fn(Event), failure: Failure) {
    let Some(state) = state.upgrade() else { return };
    if let Some(worker) = state.borrow_mut().worker.take() {
        worker.terminate();
    }
    give_up_all(&state);
    tell(Event::Failed(failure));
}

fn give_up_all(state: &Rc<RefCell<State>>) {
    let waiting = std::mem::take(&mut state.borrow_mut().waiting);
    waiting.into_iter().for_each(|(_, waiting)| waiting.give_up(AskError::Gone));
}

fn describe(event: &web_sys::Event) -> String {
    match event.dyn_ref::<ErrorEvent>() {
        Some(error) if !error.message().is_empty() => error.message(),
        _ if event.type_() == "messageerror" => "a message could not be read".to_owned(),
        _ => "the worker could not be loaded or stopped without a word".to_owned(),
    }
}
