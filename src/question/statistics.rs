//! What is the memory made of, kind by kind? (statistics)
//!
//! Gives DevTools' parts of the heap (`calculateStatistics`), the numbers behind each of V8's kinds of node, and what is
//! the program's own beside the engine's and the source text. Every list is as short as the list of kinds.

use super::{NodeKind, Refusal, Work, rows};
use crate::analysis::{Heap, MemoryKind};
use crate::ids::{Bits, Bytes, Node, parts};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statistics;

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parts {
    pub total: Bytes,
    pub kinds: Vec<KindPart>,
    pub nodes: Vec<NodePart>,
    pub origins: Vec<OriginPart>,
}

/// A kind of memory as DevTools has them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindPart {
    pub kind: MemoryKind,
    pub bytes: Bytes,
    pub count: u64,
}

/// A kind of node as V8 writes them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodePart {
    pub kind: NodeKind,
    /// All nodes of the kind, also those without bytes of their own.
    pub count: u64,
    pub shallow: Bytes,
    /// The largest of them.
    pub largest: Bytes,
}

/// Whose memory it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OriginPart {
    pub origin: Origin,
    pub bytes: Bytes,
    pub count: u64,
}

/// Where memory comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// The program's objects, functions, strings.
    App,
    /// The text of the program's scripts.
    Source,
    /// Compiled code and what the engine keeps beside it.
    Code,
    /// The engine's own structures.
    Engine,
    /// Outside the JavaScript heap: buffers, DOM, what the header adds.
    External,
}

impl Origin {
    /// In the order of the list.
    pub const ALL: [Origin; 5] = [Origin::App, Origin::Source, Origin::Code, Origin::Engine, Origin::External];
}

impl Statistics {
    /// The parts of the heap.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<Parts, Refusal> {
        let mut sums = Sums {
            heap,
            sources: sources(heap, work).await,
            kinds: [(0, 0, 0); NodeKind::ALL.len()],
            origins: [(0, 0); 5],
        };
        for part in parts(heap.node_count()) {
            work.stride(0.7).await;
            sums.add(part);
        }
        let extra = heap.snapshot().extra_native_bytes();
        sums.origins[Origin::External as usize].1 = sums.origins[Origin::External as usize].1.saturating_add(extra);
        let kinds = heap.statistics().parts().into_iter();
        let nodes = NodeKind::ALL.into_iter().zip(sums.kinds).filter(|(_, sum)| sum.0 > 0);
        Ok(Parts {
            total: heap.total(),
            kinds: kinds.map(|(kind, part)| KindPart { kind, bytes: part.bytes, count: part.count }).collect(),
            nodes: nodes.map(|(kind, (count, shallow, largest))| NodePart { kind, count, shallow, largest }).collect(),
            origins: Origin::ALL
                .into_iter()
                .zip(sums.origins)
                .map(|(origin, (count, bytes))| OriginPart { origin, bytes, count })
                .collect(),
        })
    }
}

struct Sums<'a> {
    heap: &'a Heap,
    sources: Bits,
    /// Number, bytes and the largest of each kind.
    kinds: [(u64, Bytes, Bytes); NodeKind::ALL.len()],
    /// Number and bytes of each origin.
    origins: [(u64, Bytes); 5],
}

impl Sums<'_> {
    #[inline(never)]
    fn add(&mut self, part: Range<u32>) {
        for node in part.map(Node) {
            let (kind, bytes) = (self.heap.snapshot().kind(node), self.heap.shallow(node));
            let (count, sum, largest) = &mut self.kinds[kind as usize];
            *count += 1;
            *sum = sum.saturating_add(bytes);
            *largest = bytes.max(*largest);
            let (count, sum) = &mut self.origins[self.origin(node, kind) as usize];
            *count += u64::from(bytes > 0);
            *sum = sum.saturating_add(bytes);
        }
    }

    fn origin(&self, node: Node, kind: NodeKind) -> Origin {
        match kind {
            kind if kind.is_string() && self.sources.get(node.index()) => Origin::Source,
            NodeKind::Code => Origin::Code,
            NodeKind::Hidden | NodeKind::ObjectShape | NodeKind::Synthetic => Origin::Engine,
            NodeKind::Native if rows::is_system(self.heap, node) => Origin::Engine,
            NodeKind::Native => Origin::External,
            NodeKind::Array if !self.belongs_to_the_program(node) => Origin::Engine,
            _ => Origin::App,
        }
    }

    /// Whether a store is a program's object's: most are counted in their owner's size, but none is in files that have
    /// the engine's internals.
    fn belongs_to_the_program(&self, store: Node) -> bool {
        let mut node = store;
        for _ in 0..STORES {
            node = self.heap.dominator(node);
            match self.heap.snapshot().kind(node) {
                NodeKind::Array => {}
                NodeKind::Object | NodeKind::Closure | NodeKind::Regexp => return true,
                _ => return false,
            }
        }
        false
    }
}

/// A table of tables is not deeper than this.
const STORES: usize = 4;

/// The strings that are the text of a script: what a script's slot `source` refers to.
async fn sources(heap: &Heap, work: &Work) -> Bits {
    let mut sources = Bits::new(heap.node_count());
    for part in parts(heap.node_count()) {
        work.stride(0.3).await;
        mark_sources(heap, part, &mut sources);
    }
    sources
}

#[inline(never)]
fn mark_sources(heap: &Heap, part: Range<u32>, sources: &mut Bits) {
    let code = part.map(Node).filter(|node| heap.snapshot().kind(*node) == NodeKind::Code);
    for text in code.filter_map(|script| rows::slot(heap, script, "source")) {
        sources.set(text.index());
    }
}
