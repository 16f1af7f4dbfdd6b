//! V8's ids of the objects, in runs.
//!
//! Owns the encoding. V8 gives ids in the order in which it writes the nodes, every second number, so a first snapshot of
//! a process is a few long runs (of the blocks of 64 neighbours 99.8 % and more are one, in files of Node 20 and 26 and Chromium 156): one run
//! costs what four ids do. Where runs are short, as after a life of garbage collections, the column has four bytes a node,
//! or eight where one needs more (Julia's ids are addresses).

use crate::ids::{Node, ObjectId};
use crate::order;

/// One run in so many rows costs less than a column.
const OFTEN: usize = 8;

/// So many runs are never too many.
const FEW: usize = 1 << 10;

/// V8's `kObjectIdStep`.
const STEP: u64 = 2;

/// Object ids by node.
#[derive(Debug)]
pub(crate) enum Ids {
    /// Rows and ids at which runs begin, and how many rows there are.
    Runs(Vec<(u32, u64)>, u32),
    Narrow(Vec<u32>),
    Wide(Vec<u64>),
}

impl Ids {
    pub(crate) fn new() -> Self {
        Ids::Runs(Vec::new(), 0)
    }

    #[inline]
    pub(crate) fn get(&self, node: Node) -> ObjectId {
        ObjectId(match self {
            Ids::Runs(runs, _) => match runs.partition_point(|(row, _)| *row <= node.0).checked_sub(1) {
                Some(run) => runs[run].1 + STEP * u64::from(node.0 - runs[run].0),
                None => 0,
            },
            Ids::Narrow(ids) => u64::from(ids[node.index()]),
            Ids::Wide(ids) => ids[node.index()],
        })
    }

    /// Appends a row.
    #[inline]
    pub(crate) fn push(&mut self, id: ObjectId) {
        match self {
            Ids::Runs(runs, len) => {
                let goes_on = runs.last().is_some_and(|(row, first)| id.0 == first + STEP * u64::from(*len - row));
                *len += 1;
                if !goes_on {
                    runs.push((*len - 1, id.0));
                    self.unroll_if_short();
                }
            }
            Ids::Narrow(ids) => match u32::try_from(id.0) {
                Ok(id) => ids.push(id),
                Err(_) => {
                    let mut wide = Vec::with_capacity(ids.capacity());
                    wide.extend(ids.iter().copied().map(u64::from));
                    wide.push(id.0);
                    *self = Ids::Wide(wide);
                }
            },
            Ids::Wide(ids) => ids.push(id.0),
        }
    }

    #[cold]
    fn unroll_if_short(&mut self) {
        let Ids::Runs(runs, len) = self else { return };
        if runs.len() <= *len as usize / OFTEN + FEW {
            return;
        }
        let all = self.iter().collect::<Vec<ObjectId>>();
        *self = Ids::Narrow(Vec::new());
        all.into_iter().for_each(|id| self.push(id));
    }

    /// Whether no id can come twice, as far as runs tell: those that overlap may still take turns.
    pub(crate) fn are_apart(&self) -> bool {
        let Ids::Runs(runs, len) = self else { return false };
        let ends = runs.iter().skip(1).map(|(row, _)| *row).chain([*len]);
        let mut ranges: Vec<(u64, u64)> =
            runs.iter().zip(ends).map(|((row, id), end)| (*id, id + STEP * u64::from(end - row))).collect();
        order::sort(&mut ranges);
        ranges.windows(2).all(|pair| pair[0].1 <= pair[1].0)
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Ids::Runs(_, len) => *len as usize,
            Ids::Narrow(ids) => ids.len(),
            Ids::Wide(ids) => ids.len(),
        }
    }

    /// All ids in file order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = ObjectId> + '_ {
        self.range(0..self.len() as u32)
    }

    /// The ids of consecutive rows: quicker than one by one.
    pub(crate) fn range(&self, rows: std::ops::Range<u32>) -> impl Iterator<Item = ObjectId> + '_ {
        let (runs, mut run) = match self {
            Ids::Runs(runs, _) => (&runs[..], runs.partition_point(|(row, _)| *row <= rows.start)),
            _ => (&[][..], 0),
        };
        rows.map(move |row| match self {
            Ids::Runs(..) => {
                while runs.get(run).is_some_and(|(first, _)| *first <= row) {
                    run += 1;
                }
                let (first, id) = runs.get(run.wrapping_sub(1)).copied().unwrap_or_default();
                ObjectId(id + STEP * u64::from(row - first))
            }
            _ => self.get(Node(row)),
        })
    }

    /// One look at each run, or at each id: no index is kept for a question that a click asks once.
    pub(super) fn find(&self, id: ObjectId) -> Option<Node> {
        let row = match self {
            Ids::Runs(runs, len) => {
                let ends = runs.iter().skip(1).map(|(row, _)| *row).chain([*len]);
                let mut found = runs.iter().zip(ends).filter_map(|((row, first), end)| {
                    let away = id.0.checked_sub(*first).filter(|away| away % STEP == 0)? / STEP;
                    (away < u64::from(end - row)).then(|| row + away as u32)
                });
                return found.next().map(Node);
            }
            Ids::Narrow(ids) => {
                let id = u32::try_from(id.0).ok()?;
                ids.iter().position(|other| *other == id)
            }
            Ids::Wide(ids) => ids.iter().position(|other| *other == id.0),
        };
        row.map(|row| Node(row as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &[u64]) -> Ids {
        let mut ids = Ids::new();
        list.iter().for_each(|id| ids.push(ObjectId(*id)));
        assert_eq!(ids.len(), list.len());
        let all: Vec<u64> = ids.iter().map(|id| id.0).collect();
        assert_eq!(all, list);
        for (row, id) in list.iter().enumerate().step_by(97) {
            let first = list.iter().position(|other| other == id).map(|row| Node(row as u32));
            assert_eq!((ids.get(Node(row as u32)).0, ids.find(ObjectId(*id))), (*id, first));
            let some: Vec<u64> = ids.range(row as u32..list.len() as u32).take(5).map(|id| id.0).collect();
            assert_eq!(some, list[row..list.len().min(row + 5)]);
        }
        assert_eq!(ids.find(ObjectId(4)), None);
        ids
    }

    #[test]
    fn ids_in_runs_and_without() {
        let runs: Vec<u64> = (0..20_000).map(|row| 101 + 2 * row + 1_000_000 * (row / 3000)).collect();
        assert!(matches!(check(&runs), Ids::Runs(runs, 20_000) if runs.len() == 7));
        assert!(check(&runs).are_apart() && check(&[9, 11, 13, 1, 3, 5, 7]).are_apart());
        assert!(!check(&[9, 11, 13, 1, 3, 5, 7, 9]).are_apart() && !check(&[7, 7]).are_apart());
        let random = |row: u64| 5 + (row * 2_654_435_761) % 4_000_000_000;
        assert!(matches!(check(&(0..9000).map(random).collect::<Vec<_>>()), Ids::Narrow(_)));
        let addresses = |row: u64| (1 << 40) + random(row);
        assert!(matches!(check(&(0..9000).map(addresses).collect::<Vec<_>>()), Ids::Wide(_)));
        let late = |row| if row == 8000 { 1 << 40 } else { random(row) };
        assert!(matches!(check(&(0..9000).map(late).collect::<Vec<_>>()), Ids::Wide(_)));
        check(&[7, 7, 9, 9, 11, 5]);
        check(&[]);
    }
}
