//! Which objects count? (the filters of DevTools' Summary)
//!
//! Takes one of DevTools' filters; gives the nodes it lets through (`createNamedFilter`, `createNodeIdFilter`), node for
//! node the same. Retained by something is what is not reached once nothing leads to that any more, and was reached before:
//! so an object that something else holds too is in no such list.

use super::realms::Owners;
use super::{Work, texts};
use crate::analysis::Heap;
use crate::ids::{Bits, Distance, Edge, Node, ObjectId, Text, parts};
use crate::snapshot::{Detachedness, EdgeKind, Label, NodeKind};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// A filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Filter {
    #[default]
    All,
    /// Held by DOM nodes that are in no document.
    DetachedDom,
    /// Held by what the developer tools' console keeps.
    Console,
    /// Held by event handlers of the page.
    EventHandlers,
    /// Held by captured variables.
    Contexts,
    DuplicatedStrings,
    /// Reached by no root.
    Unreachable,
    /// Of one native context alone, by its id.
    NativeContext(ObjectId),
    /// Of several native contexts.
    SharedContexts,
    /// Of no native context.
    NoContext,
    /// Made while a timeline ran: ids above the first and up to the second.
    Ids {
        over: u64,
        upto: u64,
    },
}

impl Filter {
    /// Those without numbers, in the order of the list.
    pub const NAMED: [Filter; 7] = [
        Filter::All,
        Filter::DetachedDom,
        Filter::Console,
        Filter::EventHandlers,
        Filter::Contexts,
        Filter::DuplicatedStrings,
        Filter::Unreachable,
    ];

    /// The nodes it lets through; `None` where it lets all through.
    pub async fn nodes(self, heap: &Heap, work: &Work) -> Option<Rc<Bits>> {
        const KIND: &str = "filter";
        if self == Filter::All {
            return None;
        }
        Some(work.once(KIND, &format!("{self:?}"), self.find(heap, work)).await)
    }

    async fn find(self, heap: &Heap, work: &Work) -> Bits {
        let snapshot = heap.snapshot();
        let stop = match self {
            Filter::DuplicatedStrings => {
                let mut found = Bits::new(heap.node_count());
                let groups = texts::duplicates(heap, work).await;
                groups.members().iter().for_each(|node| {
                    found.set(node.index());
                });
                return found;
            }
            Filter::All => return each(heap, work, |_| true).await,
            Filter::Unreachable => return each(heap, work, |node| heap.distance(node) == Distance::Unreachable).await,
            Filter::Ids { over, upto } => {
                let is_in = |node| {
                    let id = snapshot.id(node).0;
                    id > over && id <= upto
                };
                return each(heap, work, is_in).await;
            }
            Filter::NativeContext(_) | Filter::SharedContexts | Filter::NoContext => {
                let owners = Owners::find(heap, work).await;
                let wanted = match self {
                    Filter::SharedContexts => Some(Owners::SHARED),
                    Filter::NativeContext(id) => heap.find(id).map(|node| node.0),
                    _ => Some(Owners::NONE),
                };
                return each(heap, work, |node| Some(owners.of(node)) == wanted).await;
            }
            Filter::DetachedDom => {
                Stop::Nodes(each(heap, work, |node| heap.detachedness(node) == Detachedness::Detached).await)
            }
            Filter::Contexts => {
                let names =
                    named(heap, work, |raw| raw == b"system / Context" || raw.starts_with(b"system / Context / "));
                let names = names.await;
                Stop::Nodes(each(heap, work, |node| names.get(snapshot.name(node).index())).await)
            }
            Filter::Console => Stop::Console(named(heap, work, |raw| raw.ends_with(b" / DevTools console")).await),
            Filter::EventHandlers => Stop::Nodes(handlers(heap, work).await),
        };
        let mut search = Reached::new(heap, &stop);
        while search.step() {
            work.stride(0.6).await;
        }
        // What was reached without it, and what never was.
        let reached = search.reached;
        each(heap, work, |node| !reached.get(node.index()) && heap.distance(node) != Distance::Unreachable).await
    }
}

/// Where a search does not go on.
enum Stop {
    /// Into these.
    Nodes(Bits),
    /// Over a synthetic node's edges of these names.
    Console(Bits),
}

/// The nodes for which something holds.
async fn each(heap: &Heap, work: &Work, is_in: impl Fn(Node) -> bool) -> Bits {
    let mut found = Bits::new(heap.node_count());
    for part in parts(heap.node_count()) {
        work.stride(0.2).await;
        part.map(Node).filter(|node| is_in(*node)).for_each(|node| {
            found.set(node.index());
        });
    }
    found
}

/// No name that decides a filter is so long.
const LONG: usize = 4096;

/// The rows of the string table for whose text something holds.
async fn named(heap: &Heap, work: &Work, is_in: impl Fn(&[u8]) -> bool) -> Bits {
    let strings = heap.snapshot().strings();
    let mut found = Bits::new(strings.len());
    for part in parts(strings.len()) {
        work.stride(0.1).await;
        for text in part.map(Text) {
            let raw = strings.raw(text);
            // The names in question are short and written as they are; another producer may escape a letter.
            let is_plain = raw.len() > LONG || memchr::memchr(b'\\', raw).is_none();
            if if is_plain { is_in(raw) } else { is_in(strings.get(text).as_bytes()) } {
                found.set(text.index());
            }
        }
    }
    found
}

/// A search from the root over all edges but the weak ones.
struct Reached<'a> {
    heap: &'a Heap,
    stop: &'a Stop,
    reached: Bits,
    open: Vec<Node>,
}

impl<'a> Reached<'a> {
    fn new(heap: &'a Heap, stop: &'a Stop) -> Self {
        let mut reached = Bits::new(heap.node_count());
        reached.set(heap.snapshot().root().index());
        Self { heap, stop, reached, open: vec![heap.snapshot().root()] }
    }

    /// Goes on for a while; false when done.
    #[inline(never)]
    fn step(&mut self) -> bool {
        let snapshot = self.heap.snapshot();
        for _ in 0..1 << 16 {
            let Some(node) = self.open.pop() else { return false };
            let is_synthetic = snapshot.kind(node) == NodeKind::Synthetic;
            for (edge, end) in snapshot.edges(node).zip(snapshot.ends(node)) {
                let target = end.target();
                if end.is_weak() || self.reached.get(target.index()) {
                    continue;
                }
                let is_stopped = match self.stop {
                    Stop::Nodes(nodes) => nodes.get(target.index()),
                    Stop::Console(names) => {
                        is_synthetic && matches!(snapshot.label(edge), Label::Name(name) if names.get(name.index()))
                    }
                };
                if !is_stopped {
                    self.reached.set(target.index());
                    self.open.push(target);
                }
            }
        }
        true
    }
}

/// What listeners of the page call: the first reference named 1 of a `V8EventListener` leads to the function, or to an
/// object of a framework of which the first that has code is the function.
async fn handlers(heap: &Heap, work: &Work) -> Bits {
    let listeners = named(heap, work, |raw| raw == b"V8EventListener").await;
    let snapshot = heap.snapshot();
    // One that is in no document is called `Detached V8EventListener` by the time DevTools looks.
    let is_one =
        |node: Node| listeners.get(snapshot.name(node).index()) && heap.detachedness(node) != Detachedness::Detached;
    let listeners = each(heap, work, is_one).await;
    let mut found = Bits::new(heap.node_count());
    for part in parts(heap.node_count()) {
        work.stride(0.4).await;
        for node in part.map(Node).filter(|node| listeners.get(node.index())) {
            let Some(callback) = first(heap, node, "1") else { continue };
            let within = || snapshot.edges(callback).map(|edge| snapshot.target(edge));
            let has_code = |node: &Node| first(heap, *node, "code").is_some();
            let handler = match has_code(&callback) {
                true => callback,
                false => within().find(has_code).unwrap_or(callback),
            };
            found.set(handler.index());
        }
    }
    found
}

/// The target of the first edge DevTools calls so, whatever its kind (`getEdgeTarget`).
fn first(heap: &Heap, node: Node, name: &str) -> Option<Node> {
    let snapshot = heap.snapshot();
    snapshot.edges(node).find(|edge| is_called(heap, *edge, name)).map(|edge| snapshot.target(edge))
}

/// A shortcut whose name begins with a number is called by that number.
fn is_called(heap: &Heap, edge: Edge, name: &str) -> bool {
    let snapshot = heap.snapshot();
    match snapshot.label(edge) {
        Label::Index(index) => index.to_string() == name,
        Label::Name(text) => {
            let raw = snapshot.text(text);
            let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
            match snapshot.edge_kind(edge) == EdgeKind::Shortcut && digits > 0 {
                true => raw[..digits].trim_start_matches('0') == name,
                false => raw == name,
            }
        }
    }
}
