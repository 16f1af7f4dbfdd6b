//! Where the page stands, and what it has to say beside.
//!
//! Owns the states of opening and the notices; the session changes them and says when.

use heapsky::present::route::Fingerprint;
use heapsky::protocol::{Failure, Opened, Progress};
use std::sync::Arc;

/// Where opening stands.
#[derive(Clone, Debug)]
pub enum State {
    Empty,
    Opening(Opening),
    Open(Arc<Opened>),
    Failed { name: String, failure: Failure },
}

impl State {
    /// The word in `<html data-state>`.
    pub fn word(&self) -> &'static str {
        match self {
            State::Empty => "empty",
            State::Opening(_) => "opening",
            State::Open(_) => "open",
            State::Failed { .. } => "failed",
        }
    }
}

/// Something to know that stops nothing; shown above the view until it is dismissed.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// More than one file was dropped: this one is opened, so many were left out.
    LeftOut { opened: String, count: u32 },
    /// The file was an archive: this snapshot in it was opened, so many were left out.
    Inside { archive: String, name: String, left_out: u32 },
    /// What was dropped is no file.
    NoFile,
    /// `?src=` is not something the browser may fetch.
    BadSource(String),
    /// The link was for another file than the one that is open.
    OtherFile(Fingerprint),
}

/// A snapshot on its way.
#[derive(Clone, Debug)]
pub struct Opening {
    pub name: String,
    pub size: Option<u64>,
    /// `performance.now()` at the start.
    pub since: f64,
    pub progress: Option<Progress>,
}

/// The long answers that are being worked out, and how much of each is done.
#[derive(Clone, Default)]
pub struct LongAnswers(Vec<(u32, f32)>);

impl LongAnswers {
    /// Notes how far an answer is.
    pub fn tell(&mut self, id: u32, share: f32) {
        self.end(id);
        self.0.push((id, share));
    }

    /// Notes that one takes longer, of which nothing else is known yet.
    pub fn wait(&mut self, id: u32) {
        if self.0.iter().all(|(other, _)| *other != id) {
            self.0.push((id, 0.0));
        }
    }

    /// It is there, or nobody waits for it any more. Whether it was among them.
    pub fn end(&mut self, id: u32) -> bool {
        let before = self.0.len();
        self.0.retain(|(other, _)| *other != id);
        self.0.len() < before
    }

    /// All of them.
    pub fn ids(&self) -> Vec<u32> {
        self.0.iter().map(|(id, _)| *id).collect()
    }

    /// How much is done, while there is any. One answer may only wait for what another works out, so the farthest counts.
    pub fn share(&self) -> Option<f32> {
        self.0.iter().map(|(_, share)| *share).reduce(f32::max)
    }
}
