//! The typed messages between page and worker.
//!
//! Owns the envelope; with `question/*` these are the only types on the wire. A message is bytes in postcard's format
//! (property `body`, a transferred `Uint8Array`): fields by position, variants by number. Both programs are built from
//! the same source, so no name has to travel and no code to compare names has to be downloaded: 33 KB (brotli) less
//! than serde-wasm-bindgen's objects. Three things travel beside the body in the same `postMessage` object, because serde
//! cannot carry them: the `File` of an [`ToWorker::Open`] (property `file`), the canvas of a painter (property `canvas`), and
//! numbers in bulk (property `bulk`, a transferred `Float32Array`). When no Rust can speak any more, `worker.js` does, with the properties
//! `failed` and `detail` and no body. Guarantee: the worker sends [`FromWorker::Ready`] first, then any number of `Progress`, then exactly
//! one of `Opened` or `Failed`, and after `Opened` exactly one `Answered` for each `Ask` that is not forgotten first. To cancel
//! an opening is no message: the page terminates the worker and starts another, since wasm memory never shrinks.

pub mod paint;

pub use crate::analysis::{Stage, Summary};
use crate::container::ContainerError;
use crate::ids::Bytes;
use crate::parse::ParseError;
use crate::question::{Answer, Question, Refusal};
pub use crate::snapshot::{Cut, Lost, Warning};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The message as the bytes of its body.
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    // Fails on lists of unknown length alone, which no message has; the other side then says that it cannot read it.
    postcard::to_allocvec(message).unwrap_or_default()
}

/// The message of a body; `None` if it is none.
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    postcard::from_bytes(body).ok()
}

/// Page → worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ToWorker {
    /// Open this snapshot, in light mode without its references. Sent once in the life of a worker.
    Open { source: Source, light: bool },
    /// Answer this question about the open heap.
    Ask { id: u32, question: Question },
    /// Nobody waits for this answer any more. It may be under way already, or on its way.
    Forget { id: u32 },
    /// Lay a small graph out, or go on doing so. Pulled by the page one step at a time, so that a hidden tab or a slow
    /// screen stops the work by itself; the result depends on the number of ticks alone, not on how they were asked for.
    Layout { id: u32, order: LayoutOrder },
    /// Paint, and say when it is done.
    Paint { id: u32, order: paint::PaintOrder },
}

/// What the worker's one layout simulation should do next (`layout.rs`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum LayoutOrder {
    /// Forget the old graph, take this one, and answer with its start positions.
    Start(crate::layout::Plan),
    /// Answer with the places of these bodies in layers, once and for all; `order` is that of siblings.
    Layers { radii: Vec<f32>, parents: Vec<Option<u32>>, order: Vec<u32> },
    /// Pin a body to its place, or let it go, and answer as to no tick.
    Pin { body: u32, is_pinned: bool },
    /// Advance by so many ticks. `held` keeps one body where the pointer is and warms the layout up again.
    Step { ticks: u32, held: Option<crate::layout::Held> },
}

/// Where the bytes come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Source {
    /// A `File` or `Blob`, attached to the message as `file`.
    File { name: String, size: Bytes },
    /// An absolute URL the browser may fetch (`?src=`).
    Url { url: String },
}

/// Worker → page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum FromWorker {
    /// The worker listens.
    Ready,
    /// Work goes on. Sent at most every 50 ms or so, and at each change of stage.
    Progress(Progress),
    /// The heap is open; questions may be asked.
    Opened(Opened),
    /// The answer to the `Ask` with this id.
    Answered { id: u32, result: Result<Answer, Refusal> },
    /// The answer to the `Ask` with this id takes longer; `share` of the work is done, 0 to 1.
    Working { id: u32, share: f32 },
    /// The layout after an order. Positions x0, y0, x1, y1 … are in `bulk`.
    Laid { id: u32, settled: bool, ticks: u32 },
    /// An order to paint is carried out, by this context: `webgl2`, `2d` or `none`.
    Painted { id: u32, context: String },
    /// Opening failed; the worker is of no further use.
    Failed(Failure),
}

/// How far opening has come.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    pub stage: Stage,
    /// Bytes of the file consumed so far.
    pub read: Bytes,
    /// Size of the file, when known (a URL without `content-length` has none).
    pub size: Option<Bytes>,
    /// Share of the whole opening that is done, 0 to 1, by the usual weight of each stage.
    pub share: f64,
}

/// What is known of a heap as soon as it is open.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opened {
    /// File name, or the last part of the URL.
    pub name: String,
    /// Size of the file in bytes.
    pub file_size: Bytes,
    /// The snapshot's name inside the archive, when the file is one, and how many more snapshots are in it.
    pub inside: Option<String>,
    pub left_out: u32,
    pub summary: Summary,
    /// What did not stop us, counted by kind.
    pub warnings: Vec<Warning>,
    /// Milliseconds from `Open` to `Opened` by the worker's clock.
    pub elapsed_ms: f64,
}

/// Why a heap could not be opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Failure {
    /// The file is empty, not a snapshot, broken or cut off.
    Parse(ParseError),
    /// What the file is packed in cannot be unpacked, or holds no snapshot.
    Container(ContainerError),
    /// The browser could not read the file (moved, changed, no permission).
    Unreadable { detail: String },
    /// The URL could not be fetched: HTTP status, or 0 when the network or CORS refused.
    Unfetchable { url: String, status: u16, detail: String },
    /// The header promises more than memory can hold: nothing was read yet. Light mode may fit.
    WontFit { needed: Bytes, limit: Bytes },
    /// wasm memory ran out (4 GiB at most).
    OutOfMemory { detail: String },
    /// The worker stopped with a panic or could not start.
    Crashed { detail: String },
}
