//! Opening: from a source of bytes to an open heap, telling the page how far it is.
//!
//! Owns the weights by which a share of the whole is told. Takes the page's order; gives the heap and what to say about
//! it, or the failure.

use crate::origin::Origin;
use crate::plain::Plain;
use crate::post;
use heapsky::analysis::{Heap, Stage, footprint};
use heapsky::parse::{Parser, Section};
use heapsky::protocol::{Failure, FromWorker, Opened, Progress, Source};
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

/// Milliseconds between two reports of progress.
const PACE: f64 = 50.0;

/// What a heap may take: a memory of WebAssembly ends at 4 GiB, and some of it is for the program and its answers.
const LIMIT: u64 = (4 << 30) - (96 << 20);

/// Share of the whole that is done when a stage begins, measured on a 215 MB snapshot in Chromium.
const BEGINS: [(Stage, f64); 6] = [
    (Stage::Distances, 0.33),
    (Stage::Retainers, 0.45),
    (Stage::Dominators, 0.54),
    (Stage::Sizes, 0.74),
    (Stage::Classes, 0.86),
    (Stage::Report, 0.98),
];

/// Opens what the page wants opened.
pub async fn open(
    scope: &DedicatedWorkerGlobalScope,
    source: Source,
    file: JsValue,
    light: bool,
) -> Result<(Heap, Opened), Failure> {
    let mut progress = Reporter::new();
    let (name, origin) = Origin::of(scope, source, file)?;
    let loading = &mut |read, size| progress.reading(scope, Stage::Nodes, read, size);
    let mut plain = Plain::open(origin, loading).await?;
    let size = plain.size();
    let mut parser = None;
    let mut fits = false;
    while plain.next().await? {
        // Of a packed file the parser cannot know how much is to come.
        let length = if plain.is_packed() { None } else { size };
        let parser = parser.get_or_insert_with(|| match light {
            false => Parser::new(length),
            true => Parser::new(length).light(),
        });
        parser.push(plain.bytes()).map_err(Failure::Parse)?;
        // Without a length there is nothing to hold the header's promises against, and they are no more than hints.
        if !fits && let (Some(length), Some((nodes, edges))) = (length, parser.promised()) {
            let needed = footprint(nodes, edges, length, light);
            if needed > LIMIT {
                return Err(Failure::WontFit { needed, limit: LIMIT });
            }
            fits = true;
        }
        progress.reading(scope, stage(parser.section()), plain.read(), size);
    }
    let read = plain.read();
    let snapshot = parser.unwrap_or_else(|| Parser::new(size)).salvage().map_err(Failure::Parse)?;
    let (inside, left_out) = (plain.inside(), plain.left_out());
    drop(plain);
    let heap = Heap::open(snapshot, &mut |stage| progress.begin(scope, stage, read, size));
    let opened = Opened {
        name,
        file_size: size.unwrap_or(read),
        inside,
        left_out,
        summary: heap.summary(),
        warnings: heap.snapshot().warnings().to_vec(),
        elapsed_ms: progress.elapsed(),
    };
    Ok((heap, opened))
}

/// A thrown value in words.
pub fn describe(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    message.or_else(|| error.as_string()).unwrap_or_else(|| format!("{error:?}"))
}

fn stage(section: Section) -> Stage {
    match section {
        Section::Top | Section::Header | Section::Nodes => Stage::Nodes,
        Section::Edges => Stage::Edges,
        Section::Strings => Stage::Strings,
        _ => Stage::Other,
    }
}

struct Reporter {
    started: f64,
    last: f64,
    stage: Stage,
}

impl Reporter {
    fn new() -> Self {
        Self { started: now(), last: 0.0, stage: Stage::Nodes }
    }

    fn elapsed(&self) -> f64 {
        now() - self.started
    }

    /// While bytes come in: at each new stage, and now and then. Between two sections the last stage still stands.
    fn reading(&mut self, scope: &DedicatedWorkerGlobalScope, stage: Stage, read: u64, size: Option<u64>) {
        let stage = stage.max(self.stage);
        if stage == self.stage && now() - self.last < PACE {
            return;
        }
        let read_share = size.map_or(0.0, |size| read as f64 / size.max(1) as f64).min(1.0);
        self.tell(scope, stage, read, size, read_share * BEGINS[0].1);
    }

    fn begin(&mut self, scope: &DedicatedWorkerGlobalScope, stage: Stage, read: u64, size: Option<u64>) {
        let share = BEGINS.iter().find(|(other, _)| *other == stage).map_or(BEGINS[0].1, |(_, share)| *share);
        self.tell(scope, stage, read, size, share);
    }

    fn tell(&mut self, scope: &DedicatedWorkerGlobalScope, stage: Stage, read: u64, size: Option<u64>, share: f64) {
        self.stage = stage;
        self.last = now();
        post(scope, &FromWorker::Progress(Progress { stage, read, size, share }), None);
    }
}

fn now() -> f64 {
    // `performance` is there in every worker; without it times read as 0.
    let performance = Reflect::get(&js_sys::global(), &"performance".into()).ok();
    performance.and_then(|p| p.dyn_into::<web_sys::Performance>().ok()).map_or(0.0, |p| p.now())
}
