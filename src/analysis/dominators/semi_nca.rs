//! Semi-NCA: immediate dominators by depth-first number.
//!
//! L. Georgiadis, "Linear-Time Algorithms for Dominators and Related Problems", PhD thesis, Princeton, 2005, section 2.3;
//! semidominators as in Lengauer and Tarjan, TOPLAS 1 (1979), then each immediate dominator as the nearest common
//! ancestor of the parent and the semidominator.
//!
//! The paths that semidominators are taken over are kept for heads alone (`number.rs`). A node of one retainer has its
//! parent for semidominator, which is above all that is below it: on a path it can only be the least when no head on that
//! path comes to anything above `w`, and then the least is the nearest ancestor up to `w`. So a candidate that is still
//! below `w` climbs from parent to parent until it is not. For real heaps that is a step or none; for a list of millions
//! below each of whose members something hangs it would be quadratic. After a budget of steps the climbs therefore leave
//! their tracks ([`Climb`]), and so do those of the second half ([`far`]).

use super::Links;
use super::number::{NONE, Numbering};
use crate::graph::Graph;
use crate::ids::Node;
use std::ops::Range;

/// Heads for one call: browsers replace a function's first, slow code only when it is called again.
const PART: u32 = 1 << 14;

/// Steps for each node before a climb is helped.
const BUDGET: usize = 8;

/// For each number the number of its dominator: less than it, and 0 for the root.
pub fn dominators(graph: &Graph, mut numbering: Numbering) -> Links {
    let count = numbering.head_nodes.len() as u32;
    let mut semi = Semi {
        graph,
        least: std::mem::take(&mut numbering.heads),
        semi: vec![0; count as usize],
        ancestor: std::mem::take(&mut numbering.above),
        path: Vec::new(),
        climb: Climb { budget: BUDGET * numbering.parent.len(), tracks: None },
        steps: 0,
    };
    let mut to = count;
    while to > 1 {
        let from = to.saturating_sub(PART).max(1);
        semi.part(&numbering, from..to);
        to = from;
    }
    let semis = std::mem::take(&mut semi.semi);
    let climbed = BUDGET * numbering.parent.len() - semi.climb.budget;
    let mut steps = semi.steps + climbed as u64;
    drop(semi);
    // What is not needed any more goes before anything else comes.
    let Numbering { mut parent, number, head, head_nodes, .. } = numbering;
    drop(head);
    let mut budget = BUDGET * parent.len();
    let number_of = |node: &Node| number[node.index()];
    for row in (1..head_nodes.len()).step_by(PART as usize) {
        let to = head_nodes.len().min(row + PART as usize);
        let heads = head_nodes[row..to].iter().map(number_of).zip(semis[row..to].iter().copied());
        if let Some(done) = nearest(&mut parent, heads, &mut budget) {
            let heads: Vec<u32> = head_nodes[row + done..].iter().map(number_of).collect();
            steps += far(&mut parent, &heads, &semis[row + done..]);
            break;
        }
    }
    drop((head_nodes, semis));
    steps += (BUDGET * parent.len() - budget) as u64;
    Links { vertex: Numbering::vertex(&number), idom: parent, number, steps }
}

struct Semi<'a> {
    graph: &'a Graph,
    /// By head: the least semidominator on the compressed path up to the last ancestor looked at; as long as none is
    /// known, its number. Semi-NCA asks for that number alone, never for whose it is.
    least: Vec<u32>,
    /// By head: its semidominator, a number.
    semi: Vec<u32>,
    /// By head: the head at which that path ends.
    ancestor: Vec<u32>,
    path: Vec<u32>,
    climb: Climb,
    steps: u64,
}

impl Semi<'_> {
    /// The semidominators of these heads, the last first. All after them are known.
    #[inline(never)]
    fn part(&mut self, numbering: &Numbering, heads: Range<u32>) {
        for row in heads.rev() {
            let w = self.least[row as usize];
            let mut least = numbering.parent[w as usize];
            for (retainer, essential) in self.graph.retainers(numbering.head_nodes[row as usize]) {
                let head = numbering.head[retainer.index()];
                self.steps += 1;
                if !essential || head == NONE {
                    continue;
                }
                let mut candidate = match head > row {
                    true => self.eval(head, row),
                    false => numbering.number[retainer.index()],
                };
                if candidate > w {
                    candidate = self.climb.up_to(candidate, w, &numbering.parent, &mut self.steps);
                }
                least = least.min(candidate);
                // Nothing is above the root.
                if least == 0 {
                    break;
                }
            }
            self.least[row as usize] = least;
            self.semi[row as usize] = least;
        }
    }

    /// The least semidominator of the heads from this one up to the last after `last`. Compresses that path.
    #[inline]
    fn eval(&mut self, head: u32, last: u32) -> u32 {
        let Self { least, ancestor, path, steps, .. } = self;
        let mut top = head;
        while ancestor[top as usize] > last {
            path.push(top);
            top = ancestor[top as usize];
        }
        *steps += path.len() as u64;
        while let Some(below) = path.pop() {
            least[below as usize] = least[below as usize].min(least[top as usize]);
            ancestor[below as usize] = ancestor[top as usize];
            top = below;
        }
        least[head as usize]
    }
}

/// Finds the nearest ancestor up to a number that only ever falls.
struct Climb {
    /// Steps that may still be done from parent to parent.
    budget: usize,
    /// By number: some ancestor with nothing between that is not above the last `w`. Made when the budget is used up.
    tracks: Option<Vec<u32>>,
}

impl Climb {
    #[inline]
    fn up_to(&mut self, from: u32, w: u32, parent: &[u32], steps: &mut u64) -> u32 {
        let mut at = from;
        while at > w {
            if self.budget == 0 {
                return self.on_tracks(at, w, parent, steps);
            }
            self.budget -= 1;
            at = parent[at as usize];
        }
        at
    }

    /// The same, with each track moved up by two as it is used (path halving).
    #[cold]
    fn on_tracks(&mut self, from: u32, w: u32, parent: &[u32], steps: &mut u64) -> u32 {
        let tracks = self.tracks.get_or_insert_with(|| parent.to_vec());
        let mut at = from;
        while at > w {
            *steps += 1;
            let up = tracks[at as usize];
            if up > w {
                tracks[at as usize] = tracks[up as usize];
            }
            at = up;
        }
        at
    }
}

/// Makes the parent of each head its dominator: the nearest ancestor in the dominator tree, as far as it is known, that is
/// not below the semidominator. If that takes more steps than are left: how many heads are done.
#[inline(never)]
fn nearest(idom: &mut [u32], heads: impl Iterator<Item = (u32, u32)>, budget: &mut usize) -> Option<usize> {
    for (done, (w, semi)) in heads.enumerate() {
        let mut dominator = idom[w as usize];
        while dominator > semi {
            if *budget == 0 {
                return Some(done);
            }
            *budget -= 1;
            dominator = idom[dominator as usize];
        }
        idom[w as usize] = dominator;
    }
    None
}

/// The same for these heads and all after them; returns the steps. Climbing step by step is quadratic when a long list hangs above many
/// objects that the root holds too, so each number also has a jump far up: E. W. Myers, "An applicative random-access
/// stack", Information Processing Letters 17 (1983), finds an ancestor in O(log n) with two words a number.
#[cold]
fn far(idom: &mut [u32], heads: &[u32], semi: &[u32]) -> u64 {
    let mut steps = 0;
    let (mut jump, mut depth) = (vec![0u32; idom.len()], vec![0u32; idom.len()]);
    let mut heads = heads.iter().zip(semi).peekable();
    for w in 1..idom.len() {
        let mut dominator = idom[w];
        if let Some((_, semi)) = heads.next_if(|(head, _)| **head as usize == w) {
            while dominator > *semi {
                steps += 1;
                let far = jump[dominator as usize];
                dominator = if far > *semi { far } else { idom[dominator as usize] };
            }
            idom[w] = dominator;
        }
        let far = jump[dominator as usize];
        let farther = jump[far as usize];
        // Two jumps of the same length above make one of twice that length and one.
        let same = depth[dominator as usize] - depth[far as usize] == depth[far as usize] - depth[farther as usize];
        jump[w] = if same { farther } else { dominator };
        depth[w] = depth[dominator as usize] + 1;
    }
    steps
}
