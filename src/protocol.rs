//! The typed messages between page and worker.
//!
//! Owns the envelope; with `question/*` these are the only types on the wire. Messages go through serde-wasm-bindgen.
//! Two things travel beside the serde body in the same `postMessage` object, because serde cannot carry them: the `File`
//! of an [`ToWorker::Open`] (property `file`), and bulk numbers of an answer (property `bulk`, a transferred
//! `Float32Array`). Guarantee: the worker sends [`FromWorker::Ready`] first, then any number of `Progress`, then exactly
//! one of `Opened` or `Failed`, and after `Opened` exactly one `Answered` for each `Ask`. Cancel is not a message: the
//! page terminates the worker and starts another, since wasm memory never shrinks.

use crate::ids::{Bytes, ObjectId};
use crate::parse::ParseError;
use crate::question::{Answer, Question, Refusal};
use serde::{Deserialize, Serialize};

/// Page → worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ToWorker {
    /// Open this snapshot. Sent once in the life of a worker.
    Open(Source),
    /// Answer this question about the open heap.
    Ask { id: u32, question: Question },
    /// Lay a small graph out, or go on doing so. Pulled by the page one step at a time, so that a hidden tab or a slow
    /// screen stops the work by itself; the result depends on the number of ticks alone, not on how they were asked for.
    Layout { id: u32, order: LayoutOrder },
}

/// What the worker's one layout simulation should do next (`layout.rs`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum LayoutOrder {
    /// Forget the old graph, take this one, and answer with its start positions.
    Start(crate::layout::Plan),
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
    /// The layout after an order. Positions x0, y0, x1, y1 … are in `bulk`.
    Laid { id: u32, settled: bool, ticks: u32 },
    /// Opening failed; the worker is of no further use.
    Failed(Failure),
}

/// The named steps of opening a file, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// Reading and parsing: header and node records.
    Nodes,
    /// Reading and parsing: edge records.
    Edges,
    /// Reading and parsing: the small sections between edges and strings.
    Other,
    /// Reading and parsing: the string table.
    Strings,
    /// Checking references and turning edges around.
    Retainers,
    /// Charging backing stores to their owners (DevTools' shallow sizes).
    Sizes,
    /// Dominator tree and retained sizes.
    Dominators,
    /// Distances from the roots.
    Distances,
    /// Class names, totals by class and by kind.
    Classes,
    /// The suspects of the leak report.
    Report,
}

impl Stage {
    /// All stages in the order they run.
    pub const ALL: [Stage; 10] = [
        Stage::Nodes,
        Stage::Edges,
        Stage::Other,
        Stage::Strings,
        Stage::Retainers,
        Stage::Sizes,
        Stage::Dominators,
        Stage::Distances,
        Stage::Classes,
        Stage::Report,
    ];
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
    pub summary: Summary,
    /// What did not stop us, counted by kind.
    pub warnings: Vec<Warning>,
    /// Milliseconds from `Open` to `Opened` by the worker's clock.
    pub elapsed_ms: f64,
}

/// The size of the heap in numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Sum of shallow sizes plus `extra_native_bytes`: DevTools' total.
    pub total: Bytes,
    pub nodes: u64,
    pub edges: u64,
    /// Children of `(GC roots)` and user roots: the objects from which the collector starts.
    pub gc_roots: u64,
    pub strings: u64,
    /// The root's id (1 in V8, 0 in Julia).
    pub root: ObjectId,
    /// Eight hex digits that name this file's content, for links.
    pub fingerprint: String,
}

/// Something odd in the file that did not stop us.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Warning {
    /// The header promised `header` rows, the section has `found`.
    CountDiffers { section: String, header: u64, found: u64 },
    /// So many nodes have an id that an earlier node has.
    SharedIds { count: u64 },
    /// So many names point past the end of the string table.
    MissingStrings { count: u64 },
    /// So many bytes after the end of the snapshot were ignored.
    TrailingBytes { count: u64 },
}

/// Why a heap could not be opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Failure {
    /// The file is empty, not a snapshot, broken or cut off.
    Parse(ParseError),
    /// The browser could not read the file (moved, changed, no permission).
    Unreadable { detail: String },
    /// The URL could not be fetched: HTTP status, or 0 when the network or CORS refused.
    Unfetchable { url: String, status: u16, detail: String },
    /// wasm memory ran out (4 GiB at most).
    OutOfMemory { detail: String },
    /// The worker stopped with a panic or could not start.
    Crashed { detail: String },
}
