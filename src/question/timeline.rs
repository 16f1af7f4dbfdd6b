//! When were objects allocated? (allocation timeline)
//!
//! Gives some of the moments at which V8 noted the last id it had given out; none if the file is no timeline. Two of them
//! make a [`Filter::Ids`](super::filter::Filter::Ids).

use super::Refusal;
use crate::analysis::Heap;
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timeline;

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    /// In the order of time, at most [`MOMENTS`].
    pub moments: Vec<Moment>,
}

/// What V8 noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Since the timeline began.
    pub micros: u64,
    /// The last id given out by then.
    pub last_id: u64,
}

/// More than this is no list to choose from.
pub const MOMENTS: usize = 60;

impl Timeline {
    /// Moments at which ids had been given out since the last, evenly chosen.
    pub fn answer(&self, heap: &Heap) -> Result<Moments, Refusal> {
        let mut moments: Vec<Moment> = Vec::new();
        for sample in heap.snapshot().samples().rows() {
            let is_later = moments.last().is_none_or(|last| last.last_id < sample.last_assigned_id);
            if is_later {
                moments.push(Moment { micros: sample.timestamp_us, last_id: sample.last_assigned_id });
            }
        }
        let step = moments.len().div_ceil(MOMENTS).max(1);
        Ok(Moments { moments: moments.into_iter().step_by(step).collect() })
    }
}
