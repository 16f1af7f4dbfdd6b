//! Opening: from a source of bytes to an open heap, telling the page how far it is.
//!
//! Owns the weights by which a share of the whole is told. Takes the page's order; gives the heap and what to say about
//! it, or the failure.

use crate::file::Pieces;
use crate::post;
use heapsky::analysis::{Heap, Stage};
use heapsky::parse::{Parser, Section};
use heapsky::protocol::{Failure, FromWorker, Opened, Progress, Source};
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DedicatedWorkerGlobalScope, Response};

/// Bytes given to the parser at once: small enough that progress flows and wasm gets its hot loops compiled early.
const PIECE: usize = 1 << 20;

/// Milliseconds between two reports of progress.
const PACE: f64 = 50.0;

/// Share of the whole that is done when a stage begins, measured on a 215 MB snapshot in Chromium.
const BEGINS: [(Stage, f64); 6] = [
    (Stage::Retainers, 0.52),
    (Stage::Sizes, 0.65),
    (Stage::Dominators, 0.70),
    (Stage::Distances, 0.86),
    (Stage::Classes, 0.92),
    (Stage::Report, 0.99),
];

/// Opens what the page wants opened.
pub async fn open(
    scope: &DedicatedWorkerGlobalScope,
    source: Source,
    file: JsValue,
) -> Result<(Heap, Opened), Failure> {
    let mut progress = Reporter::new();
    let (name, size, pieces) = match source {
        Source::File { name, size } => {
            let blob: Blob = file.dyn_into().map_err(|_| Failure::Unreadable { detail: "no file was given".into() })?;
            (name, Some(size), Pieces::of_blob(blob))
        }
        Source::Url { url } => fetch(scope, url).await?,
    };
    let unreadable = |error: JsValue| Failure::Unreadable { detail: describe(&error) };
    let mut pieces = pieces.unpacked().await.map_err(unreadable)?;
    // Of a compressed file the parser cannot know how much is to come.
    let plain_size = if pieces.is_decompressed() { None } else { size };
    let mut parser = Parser::new(plain_size);
    let mut buffer = vec![0; PIECE];
    while let Some(array) = pieces.next().await.map_err(unreadable)? {
        let before = pieces.read() - if pieces.is_decompressed() { 0 } else { u64::from(array.length()) };
        let mut at = 0;
        while at < array.length() {
            let end = array.length().min(at + PIECE as u32);
            let part = &mut buffer[..(end - at) as usize];
            array.subarray(at, end).copy_to(part);
            parser.push(part).map_err(Failure::Parse)?;
            at = end;
            let read = before + if pieces.is_decompressed() { 0 } else { u64::from(at) };
            progress.reading(scope, stage(parser.section()), read, size);
        }
    }
    drop(buffer);
    let (read, plain) = (pieces.read(), parser.offset());
    let snapshot = parser.salvage().map_err(Failure::Parse)?;
    let heap = Heap::open(snapshot, &mut |stage| progress.begin(scope, stage, read, size));
    let opened = Opened {
        name,
        file_size: if size.is_some() { read } else { plain.min(read) },
        inside: None,
        left_out: 0,
        summary: heap.summary(),
        warnings: heap.snapshot().warnings().to_vec(),
        elapsed_ms: progress.elapsed(),
    };
    Ok((heap, opened))
}

/// Starts a download. The name is the last part of the path.
async fn fetch(scope: &DedicatedWorkerGlobalScope, url: String) -> Result<(String, Option<u64>, Pieces), Failure> {
    let failed = |status, detail| Failure::Unfetchable { url: url.clone(), status, detail };
    let answer = JsFuture::from(scope.fetch_with_str(&url)).await.map_err(|error| failed(0, describe(&error)))?;
    let response: Response = answer.dyn_into().map_err(|_| failed(0, "no response".into()))?;
    if !response.ok() {
        return Err(failed(response.status(), response.status_text()));
    }
    let header = |name: &str| response.headers().get(name).ok().flatten();
    // With a content encoding the length is that of the encoded bytes, which are not those we get.
    let length = header("content-length").filter(|_| header("content-encoding").is_none());
    let size = length.and_then(|length| length.parse().ok());
    let body = response.body().ok_or_else(|| failed(response.status(), "the response has no body".into()))?;
    let pieces = Pieces::of_stream(&body).map_err(|error| failed(response.status(), describe(&error)))?;
    let path = url.split(['?', '#']).next().unwrap_or(&url);
    let name = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(&url);
    Ok((name.to_owned(), size, pieces))
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
