//! When objects were allocated: the section `samples` of an allocation timeline.
//!
//! Owns the samples in file order. While a timeline runs, V8 notes now and then the time and the last object id given
//! out, so an object belongs to the first sample whose last id is not below its own. That holds for JavaScript objects,
//! whose ids are odd; even ids are not given out in order (as in DevTools' `buildSamples`).

use crate::ids::ObjectId;

/// One note of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Microseconds since the timeline began.
    pub timestamp_us: u64,
    /// The last object id given out by then.
    pub last_assigned_id: u64,
}

/// All samples of the file.
#[derive(Debug, Default)]
pub struct Samples {
    rows: Vec<Sample>,
    /// The highest id given out up to each sample. V8's ids ascend; a forged file's need not.
    reach: Vec<u64>,
}

impl Samples {
    pub(crate) fn new(mut rows: Vec<Sample>) -> Self {
        rows.shrink_to_fit();
        let highest = rows.iter().scan(0, |highest, sample| {
            *highest = sample.last_assigned_id.max(*highest);
            Some(*highest)
        });
        Self { reach: highest.collect(), rows }
    }

    /// The samples in file order.
    pub fn rows(&self) -> &[Sample] {
        &self.rows
    }

    /// The row of the first sample by which this id was given out.
    pub fn holding(&self, id: ObjectId) -> Option<usize> {
        if id.0.is_multiple_of(2) {
            return None;
        }
        let row = self.reach.partition_point(|reach| *reach < id.0);
        Some(row).filter(|row| *row < self.rows.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_belongs_to_the_first_sample_that_reaches_its_id() {
        let sample = |last_assigned_id| Sample { timestamp_us: 0, last_assigned_id };
        let samples = Samples::new([5, 9, 7, 20].map(sample).to_vec());
        for (id, row) in [(1, Some(0)), (5, Some(0)), (7, Some(1)), (9, Some(1)), (11, Some(3)), (21, None), (4, None)]
        {
            assert_eq!(samples.holding(ObjectId(id)), row, "{id}");
        }
        assert_eq!(Samples::default().holding(ObjectId(1)), None);
    }
}
