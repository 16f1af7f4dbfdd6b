//! How far to the right each branch of a tree stands, so that the tree is narrow and yet reads as one.
//!
//! Takes branches breadth first, each with half its width; gives the middle of each. Guarantees: in a layer each branch
//! is at least the wished gap to the right of the one before it; a parent is above the middle between its first and its
//! last child; a like branch looks alike wherever it hangs. Linear in time.
//!
//! Reingold and Tilford, Tidier Drawings of Trees (1981), in the linear form for any number of children of Buchheim, Jünger
//! and Leipert (2002), where they walk in depth. Here it goes by parents from the last one back: all the walk needs is
//! that what hangs on a branch, and its siblings to the left, were there before. Widths differ, which the proof allows:
//! what is compared are always neighbours in one layer.

use super::NONE;
use std::ops::Range;

/// A branch. The first one is the stem, which has no parent; the children of each stand one after another, behind it.
#[derive(Clone, Debug)]
pub struct Branch {
    pub parent: usize,
    pub children: Range<usize>,
    /// Half the width.
    pub half: f64,
}

/// The middle of each branch. Only branches as described may be given.
pub fn place(branches: &[Branch], gap: f64) -> Vec<f64> {
    let all = || vec![0.0; branches.len()];
    let mut walk = Walk {
        branches,
        gap,
        place: all(),
        shift: all(),
        owed: all(),
        owed_change: all(),
        thread: vec![NONE; branches.len()],
        ancestor: (0..branches.len()).collect(),
    };
    for parent in branches.iter().rev() {
        let mut deepest = parent.children.start;
        for branch in parent.children.clone() {
            walk.settle(branch, parent.children.start);
            deepest = walk.part(branch, parent.children.start, deepest);
        }
        walk.pay(parent.children.clone());
    }
    for (at, branch) in branches.iter().enumerate().skip(1) {
        walk.place[at] += walk.shift[branch.parent];
        walk.shift[at] += walk.shift[branch.parent];
    }
    if let Some(stem) = branches.first().filter(|stem| !stem.children.is_empty()) {
        walk.place[0] = walk.middle(&stem.children);
    }
    walk.place
}

/// The columns of the paper's walk.
struct Walk<'a> {
    branches: &'a [Branch],
    gap: f64,
    /// Where each branch stands among its siblings (`prelim`).
    place: Vec<f64>,
    /// How far all that hangs on it is to be moved (`mod`).
    shift: Vec<f64>,
    /// What a branch, and through it those left of it, will be moved by when all siblings are there (`shift`, `change`).
    owed: Vec<f64>,
    owed_change: Vec<f64>,
    /// Where an outline goes on below a branch without children.
    thread: Vec<usize>,
    /// The sibling a branch of an outline hangs on, as far as that is known.
    ancestor: Vec<usize>,
}

impl Walk<'_> {
    /// Puts a branch beside its left sibling, over the middle of its children.
    fn settle(&mut self, branch: usize, first: usize) {
        let children = &self.branches[branch].children;
        let middle = (!children.is_empty()).then(|| self.middle(children));
        if branch == first {
            self.place[branch] = middle.unwrap_or(0.0);
        } else {
            self.place[branch] = self.place[branch - 1] + self.apart(branch - 1, branch);
            self.shift[branch] = middle.map_or(0.0, |middle| self.place[branch] - middle);
        }
    }

    /// Moves a branch away from all that hangs on its siblings to the left, down along both outlines (`apportion`).
    /// `deepest` is the sibling that has the left outline where no ancestor is known; gives the same for the next branch.
    fn part(&mut self, branch: usize, first: usize, mut deepest: usize) -> usize {
        if branch == first {
            return deepest;
        }
        // Inner and outer outlines, left and right, and how far each is moved by what it hangs on.
        let (mut in_left, mut out_left, mut in_right, mut out_right) = (branch - 1, first, branch, branch);
        let [mut by_in_left, mut by_out_left] = [in_left, out_left].map(|at| self.shift[at]);
        let [mut by_in_right, mut by_out_right] = [self.shift[branch]; 2];
        loop {
            let (next_left, next_right) = (self.below_right(in_left), self.below_left(in_right));
            if next_left == NONE || next_right == NONE {
                if next_left != NONE && self.below_right(out_right) == NONE {
                    self.thread[out_right] = next_left;
                    self.shift[out_right] += by_in_left - by_out_right;
                }
                if next_right != NONE && self.below_left(out_left) == NONE {
                    self.thread[out_left] = next_right;
                    self.shift[out_left] += by_in_right - by_out_left;
                    deepest = branch;
                }
                return deepest;
            }
            (in_left, in_right) = (next_left, next_right);
            // The outer outlines are at least as deep as the inner ones.
            (out_left, out_right) = (self.below_left(out_left), self.below_right(out_right));
            self.ancestor[out_right] = branch;
            let lack =
                self.place[in_left] + by_in_left - self.place[in_right] - by_in_right + self.apart(in_left, in_right);
            if lack > 0.0 {
                let known = self.ancestor[in_left];
                let is_sibling = self.branches[known].parent == self.branches[branch].parent;
                self.push(if is_sibling { known } else { deepest }, branch, lack);
                by_in_right += lack;
                by_out_right += lack;
            }
            by_in_left += self.shift[in_left];
            by_in_right += self.shift[in_right];
            by_out_left += self.shift[out_left];
            by_out_right += self.shift[out_right];
        }
    }

    /// Moves a branch to the right; those between it and the sibling it met will share the way.
    fn push(&mut self, met: usize, branch: usize, by: f64) {
        let share = by / (branch - met) as f64;
        self.owed_change[branch] -= share;
        self.owed[branch] += by;
        self.owed_change[met] += share;
        self.place[branch] += by;
        self.shift[branch] += by;
    }

    /// Moves siblings by what they are owed.
    fn pay(&mut self, siblings: Range<usize>) {
        let (mut by, mut change) = (0.0, 0.0);
        for sibling in siblings.rev() {
            self.place[sibling] += by;
            self.shift[sibling] += by;
            change += self.owed_change[sibling];
            by += self.owed[sibling] + change;
        }
    }

    /// The middle between the first and the last of some siblings.
    fn middle(&self, siblings: &Range<usize>) -> f64 {
        (self.place[siblings.start] + self.place[siblings.end - 1]) / 2.0
    }

    /// How far the middles of two neighbours must be apart.
    fn apart(&self, left: usize, right: usize) -> f64 {
        self.branches[left].half + self.branches[right].half + self.gap
    }

    fn below_left(&self, at: usize) -> usize {
        let children = &self.branches[at].children;
        if children.is_empty() { self.thread[at] } else { children.start }
    }

    fn below_right(&self, at: usize) -> usize {
        let children = &self.branches[at].children;
        if children.is_empty() { self.thread[at] } else { children.end - 1 }
    }
}
