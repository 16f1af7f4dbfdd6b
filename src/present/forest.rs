//! A list of millions of rows, each of which may open into another such list: which line of the screen is which row.
//!
//! Owns a tree of branches. A branch is one list, read in blocks of [`BLOCK`] rows as they come into sight; rows that are
//! open have a branch of their own below them. Takes answers; gives lines by their number from the top, and which blocks
//! are missing for them. Lines are found by adding heights, never by making a list of all; no recursion, since a tree
//! may be opened as deep as the heap. Guarantee: a block is asked for once, unless its answer failed.

use std::collections::BTreeMap;

/// Rows read at a time.
pub const BLOCK: u32 = 100;

/// A row of a branch: what a line of the screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line {
    pub branch: u32,
    pub position: u32,
}

/// As one number.
impl From<Line> for u64 {
    fn from(line: Line) -> u64 {
        u64::from(line.branch) << 32 | u64::from(line.position)
    }
}

impl From<u64> for Line {
    fn from(number: u64) -> Line {
        Line { branch: (number >> 32) as u32, position: number as u32 }
    }
}

/// A block of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Want {
    pub branch: u32,
    /// The first of its rows.
    pub offset: u32,
}

/// The tree. `L` names a list, `E` is a row of it.
#[derive(Clone, Debug)]
pub struct Forest<L, E> {
    branches: Vec<Branch<L, E>>,
}

#[derive(Clone, Debug)]
struct Branch<L, E> {
    list: L,
    parent: Option<Line>,
    /// 1 for the top.
    level: u32,
    /// Rows of the list, once known.
    total: Option<u32>,
    /// By number of block: its rows, or none while they are on their way.
    blocks: BTreeMap<u32, Option<Vec<E>>>,
    /// Rows that have a branch, by position; whether it is open.
    below: BTreeMap<u32, (u32, bool)>,
    /// Lines of the rows and of all that is open below them.
    height: u64,
}

impl<L: Clone, E> Forest<L, E> {
    /// A list of which nothing is read.
    pub fn new(list: L) -> Self {
        let mut forest = Forest { branches: Vec::new() };
        forest.grow(list, None, 1);
        forest
    }

    fn grow(&mut self, list: L, parent: Option<Line>, level: u32) -> u32 {
        self.branches.push(Branch {
            list,
            parent,
            level,
            total: None,
            blocks: BTreeMap::new(),
            below: BTreeMap::new(),
            // One line says that it is being read.
            height: 1,
        });
        self.branches.len() as u32 - 1
    }

    /// Lines on the screen, if it were high enough.
    pub fn height(&self) -> u64 {
        self.branches[0].height
    }

    /// Rows of the topmost list, once known.
    pub fn total(&self) -> Option<u32> {
        self.branches[0].total
    }

    /// The list a branch shows.
    pub fn list(&self, branch: u32) -> Option<&L> {
        self.branches.get(branch as usize).map(|branch| &branch.list)
    }

    /// The line with this number, counted from 0.
    pub fn line(&self, mut at: u64) -> Option<Line> {
        if at >= self.height() {
            return None;
        }
        let mut branch = 0u32;
        'down: loop {
            let mut above = 0;
            for (position, (child, open)) in &self.branches[branch as usize].below {
                let row = u64::from(*position) + above;
                if at <= row {
                    break;
                }
                let height = if *open { self.branches[*child as usize].height } else { 0 };
                if at <= row + height {
                    at -= row + 1;
                    branch = *child;
                    continue 'down;
                }
                above += height;
            }
            return Some(Line { branch, position: (at - above) as u32 });
        }
    }

    /// The number of a line, counted from 0; of one that is hidden, where it would be.
    pub fn number(&self, line: Line) -> u64 {
        let mut number = 0;
        let mut at = Some(line);
        while let Some(line) = at {
            let branch = &self.branches[line.branch as usize];
            let open = branch.below.range(..line.position).filter(|(_, (_, open))| *open);
            let heights: u64 = open.map(|(_, (child, _))| self.branches[*child as usize].height).sum();
            number += u64::from(line.position) + heights;
            at = branch.parent;
            number += u64::from(at.is_some());
        }
        number
    }

    /// The row of a line, if it is read.
    pub fn entry(&self, line: Line) -> Option<&E> {
        let branch = self.branches.get(line.branch as usize)?;
        branch.blocks.get(&(line.position / BLOCK))?.as_ref()?.get((line.position % BLOCK) as usize)
    }

    /// How deep a line stands; 1 for the top.
    pub fn level(&self, line: Line) -> u32 {
        self.branches.get(line.branch as usize).map_or(1, |branch| branch.level)
    }

    /// How many rows stand beside a line, itself counted; 0 while that is not known.
    pub fn siblings(&self, line: Line) -> u32 {
        self.branches.get(line.branch as usize).and_then(|branch| branch.total).unwrap_or(0)
    }

    /// The line a line hangs on.
    pub fn parent(&self, line: Line) -> Option<Line> {
        self.branches.get(line.branch as usize)?.parent
    }

    /// The branch below a line, if it is open.
    pub fn opened(&self, line: Line) -> Option<u32> {
        let (child, open) = self.branches.get(line.branch as usize)?.below.get(&line.position)?;
        open.then_some(*child)
    }

    /// Opens a line into a list, or closes it; what was read stays.
    pub fn toggle(&mut self, line: Line, list: impl FnOnce() -> L) {
        let Some(branch) = self.branches.get(line.branch as usize) else { return };
        let known = branch.below.get(&line.position).copied();
        let (child, open) = match known {
            Some((child, open)) => (child, !open),
            None => {
                let level = branch.level + 1;
                (self.grow(list(), Some(line), level), true)
            }
        };
        self.branches[line.branch as usize].below.insert(line.position, (child, open));
        self.measure(line.branch);
    }

    /// The blocks that lines `from..to` need and nobody has asked for; they count as asked for from now on.
    pub fn wants(&mut self, from: u64, to: u64) -> Vec<Want> {
        let mut wants = Vec::new();
        for line in (from..to.min(self.height())).map_while(|at| self.line(at)).collect::<Vec<_>>() {
            let block = line.position / BLOCK;
            let blocks = &mut self.branches[line.branch as usize].blocks;
            if let std::collections::btree_map::Entry::Vacant(place) = blocks.entry(block) {
                place.insert(None);
                wants.push(Want { branch: line.branch, offset: block * BLOCK });
            }
        }
        wants
    }

    /// Puts a block in its place.
    pub fn take(&mut self, want: Want, rows: Vec<E>, total: u64) {
        let Some(branch) = self.branches.get_mut(want.branch as usize) else { return };
        branch.total = Some(u32::try_from(total).unwrap_or(u32::MAX));
        branch.blocks.insert(want.offset / BLOCK, Some(rows));
        self.measure(want.branch);
    }

    /// Notes that a block did not come: it may be asked for again.
    pub fn give_up(&mut self, want: Want) {
        if let Some(branch) = self.branches.get_mut(want.branch as usize) {
            branch.blocks.remove(&(want.offset / BLOCK));
        }
    }

    /// Adds up the heights again, from one branch to the top.
    fn measure(&mut self, from: u32) {
        let mut at = Some(from);
        while let Some(row) = at {
            let branch = &self.branches[row as usize];
            let open = branch.below.values().filter(|(_, open)| *open);
            let heights: u64 = open.map(|(child, _)| self.branches[*child as usize].height).sum();
            let height = u64::from(branch.total.unwrap_or(1)) + heights;
            let branch = &mut self.branches[row as usize];
            branch.height = height;
            at = branch.parent.map(|line| line.branch);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Tree = Forest<&'static str, u32>;

    /// Answers a want: rows are their positions plus a hundred thousand for each branch.
    fn answer(forest: &mut Tree, want: Want, total: u32) {
        let rows = (want.offset..total.min(want.offset + BLOCK)).map(|row| row + 100_000 * want.branch).collect();
        forest.take(want, rows, u64::from(total));
    }

    fn show(forest: &Tree) -> Vec<(u32, Option<u32>)> {
        let lines = (0..forest.height()).map_while(|at| forest.line(at));
        lines.map(|line| (forest.level(line), forest.entry(line).copied())).collect()
    }

    #[test]
    fn a_list_is_read_where_it_is_looked_at() {
        let mut forest = Tree::new("all");
        assert_eq!(show(&forest), [(1, None)], "one line says that it is being read");
        let wants = forest.wants(0, 40);
        assert_eq!(wants, [Want { branch: 0, offset: 0 }]);
        assert_eq!(forest.wants(0, 40), [], "asked once");
        answer(&mut forest, wants[0], 15_000_000);
        assert_eq!(forest.height(), 15_000_000);
        assert_eq!(forest.entry(Line { branch: 0, position: 7 }), Some(&7));
        let far = forest.wants(14_999_980, 15_000_020);
        assert_eq!(far, [Want { branch: 0, offset: 14_999_900 }]);
        answer(&mut forest, far[0], 15_000_000);
        assert_eq!(forest.entry(Line { branch: 0, position: 14_999_999 }), Some(&14_999_999));
    }

    #[test]
    fn rows_open_below_rows_and_close_again() {
        let mut forest = Tree::new("top");
        forest.wants(0, 1).into_iter().for_each(|want| answer(&mut forest, want, 3));
        let second = Line { branch: 0, position: 1 };
        forest.toggle(second, || "child");
        assert_eq!(show(&forest), [(1, Some(0)), (1, Some(1)), (2, None), (1, Some(2))]);
        forest.wants(0, 9).into_iter().for_each(|want| answer(&mut forest, want, 2));
        forest.toggle(Line { branch: 1, position: 0 }, || "grandchild");
        forest.wants(0, 9).into_iter().for_each(|want| answer(&mut forest, want, 1));
        let lines = [0, 1, 100_000, 200_000, 100_001, 2].map(Some);
        assert_eq!(show(&forest).into_iter().map(|(_, row)| row).collect::<Vec<_>>(), lines);
        assert_eq!(forest.list(2), Some(&"grandchild"));
        for at in 0..forest.height() {
            assert_eq!(forest.line(at).map(|line| forest.number(line)), Some(at));
        }
        forest.toggle(second, || "never");
        assert_eq!(forest.height(), 3);
        forest.toggle(second, || "never");
        assert_eq!(forest.height(), 6, "what was open below is open still");
        assert_eq!(forest.parent(Line { branch: 1, position: 1 }), Some(second));
    }

    #[test]
    fn a_block_that_failed_is_asked_for_again() {
        let mut forest = Tree::new("all");
        let wants = forest.wants(0, 1);
        forest.give_up(wants[0]);
        assert_eq!(forest.wants(0, 1), wants);
    }

    #[test]
    fn a_tree_may_be_opened_as_deep_as_a_heap() {
        let mut forest = Tree::new("all");
        for branch in 0..20_000 {
            answer(&mut forest, Want { branch, offset: 0 }, 1);
            if branch < 2_000 {
                forest.toggle(Line { branch, position: 0 }, || "below");
            } else {
                break;
            }
        }
        assert_eq!(forest.height(), 2_001);
        let last = forest.line(2_000).unwrap_or(Line { branch: 0, position: 0 });
        assert_eq!((forest.level(last), forest.number(last)), (2_001, 2_000));
    }

    #[test]
    fn lines_agree_with_a_list_of_all_of_them() {
        let mut forest = Tree::new("all");
        forest.wants(0, 1).into_iter().for_each(|want| answer(&mut forest, want, 9));
        let mut state = 1u32;
        for step in 0..400u32 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = u64::from(state >> 8) % forest.height();
            let line = forest.line(at).unwrap_or(Line { branch: 0, position: 0 });
            forest.toggle(line, || "more");
            for want in forest.wants(0, 10_000) {
                answer(&mut forest, want, 1 + (step + want.branch) % 5);
            }
        }
        let mut all = Vec::new();
        let mut stack = vec![Line { branch: 0, position: 0 }];
        while let Some(line) = stack.pop() {
            if line.position >= forest.siblings(line) {
                continue;
            }
            all.push(line);
            stack.push(Line { position: line.position + 1, ..line });
            stack.extend(forest.opened(line).map(|branch| Line { branch, position: 0 }));
        }
        assert_eq!(all.len() as u64, forest.height());
        for (at, line) in (0..).zip(&all) {
            assert_eq!((forest.line(at), forest.number(*line)), (Some(*line), at));
        }
    }
}
