//! Whose global environment is an object part of? (native contexts)
//!
//! A page, each frame of it, a `vm` context: each has built-in objects of its own, which V8 calls a native context. Gives the
//! list of them, and which one each object belongs to, as DevTools does (`calculateNativeContextAttribution`): an object whose
//! map's map names a native context belongs to it; what those lead to, over references that are neither weak nor shortcuts,
//! belongs to the only one that leads to it, or is shared. The result is the least fixpoint, so the order of the search does
//! not matter.

use super::{ObjectRow, Refusal, Work, rows};
use crate::analysis::Heap;
use crate::ids::{Bits, Node, Text, parts};
use crate::snapshot::{EdgeKind, Label};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::rc::Rc;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Realms;

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RealmList {
    /// In file order, at most [`MOST`].
    pub realms: Vec<ObjectRow>,
}

/// More than this is no list to choose from.
pub const MOST: usize = 200;

impl Realms {
    /// The native contexts.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<RealmList, Refusal> {
        let realms = contexts(heap, work).await;
        let realms = realms.iter().take(MOST).map(|node| rows::object(heap, *node));
        Ok(RealmList { realms: realms.collect() })
    }
}

/// To whom an object belongs.
pub struct Owners(Vec<u32>);

impl Owners {
    /// Belongs to none: no native context leads to it.
    pub const NONE: u32 = u32::MAX;
    /// Belongs to several.
    pub const SHARED: u32 = u32::MAX - 1;

    /// The row of the native context, or one of the above.
    pub fn of(&self, node: Node) -> u32 {
        self.0[node.index()]
    }

    /// Works it out, or gives what was worked out last.
    pub async fn find(heap: &Heap, work: &Work) -> Rc<Self> {
        const KIND: &str = "owners";
        work.once(KIND, "", Self::work_out(heap, work)).await
    }

    async fn work_out(heap: &Heap, work: &Work) -> Self {
        let realms = contexts(heap, work).await;
        let mut owners = Self(vec![Self::NONE; heap.node_count()]);
        if realms.is_empty() {
            return owners;
        }
        let names = Names::find(heap, work).await;
        let mut is_realm = Bits::new(heap.node_count());
        realms.iter().for_each(|node| {
            is_realm.set(node.index());
        });
        let mut fixed = Bits::new(heap.node_count());
        for part in parts(heap.node_count()) {
            work.stride(0.1 + 0.4 * f64::from(part.start) / heap.node_count() as f64).await;
            owners.fix(heap, &names, &is_realm, part, &mut fixed);
        }
        let mut open: Vec<Node> = Vec::new();
        for part in parts(heap.node_count()) {
            open.extend(part.map(Node).filter(|node| fixed.get(node.index())));
        }
        while !open.is_empty() {
            work.stride(0.7).await;
            owners.spread(heap, &fixed, &mut open);
        }
        owners
    }

    /// What the objects' own maps say.
    #[inline(never)]
    fn fix(&mut self, heap: &Heap, names: &Names, is_realm: &Bits, part: Range<u32>, fixed: &mut Bits) {
        for node in part.map(Node) {
            let owner = match is_realm.get(node.index()) {
                true => Some(node),
                false => names.owner(heap, is_realm, node),
            };
            if let Some(owner) = owner {
                self.0[node.index()] = owner.0;
                fixed.set(node.index());
            }
        }
    }

    /// Some steps of the search.
    #[inline(never)]
    fn spread(&mut self, heap: &Heap, fixed: &Bits, open: &mut Vec<Node>) {
        for _ in 0..1 << 16 {
            let Some(node) = open.pop() else { return };
            let owner = self.0[node.index()];
            for end in heap.snapshot().ends(node) {
                let target = end.target();
                if matches!(end.kind(), EdgeKind::Weak | EdgeKind::Shortcut) || fixed.get(target.index()) {
                    continue;
                }
                let old = self.0[target.index()];
                let new = match old {
                    Self::NONE => owner,
                    old if old == owner => old,
                    _ => Self::SHARED,
                };
                if new != old {
                    self.0[target.index()] = new;
                    open.push(target);
                }
            }
        }
    }
}

/// The names by which V8 refers to an object's map and to a map's native context: the first of each in the table, as DevTools
/// looks them up.
struct Names {
    map: Option<Text>,
    native_context: Option<Text>,
}

impl Names {
    async fn find(heap: &Heap, work: &Work) -> Self {
        let strings = heap.snapshot().strings();
        let mut names = Self { map: None, native_context: None };
        for part in parts(strings.len()) {
            work.stride(0.1).await;
            for text in part.map(Text) {
                match strings.raw(text) {
                    b"map" => names.map = names.map.or(Some(text)),
                    b"native_context" => names.native_context = names.native_context.or(Some(text)),
                    _ => {}
                }
            }
        }
        names
    }

    fn slot(&self, heap: &Heap, node: Node, name: Option<Text>, is_it: impl Fn(Node) -> bool) -> Option<Node> {
        let (snapshot, name) = (heap.snapshot(), Label::Name(name?));
        let is_slot = |edge: &crate::ids::Edge| {
            snapshot.edge_kind(*edge) == EdgeKind::Internal
                && snapshot.label(*edge) == name
                && is_it(snapshot.target(*edge))
        };
        snapshot.edges(node).find(is_slot).map(|edge| snapshot.target(edge))
    }

    /// Object → map → its map → native context.
    fn owner(&self, heap: &Heap, is_realm: &Bits, node: Node) -> Option<Node> {
        let map = self.slot(heap, node, self.map, |_| true)?;
        let meta = self.slot(heap, map, self.map, |_| true)?;
        self.slot(heap, meta, self.native_context, |node| is_realm.get(node.index()))
    }
}

/// All native contexts, in file order.
async fn contexts(heap: &Heap, work: &Work) -> Rc<Vec<Node>> {
    const KIND: &str = "realms";
    work.once(KIND, "", find_contexts(heap, work)).await
}

async fn find_contexts(heap: &Heap, work: &Work) -> Vec<Node> {
    let snapshot = heap.snapshot();
    let strings = snapshot.strings();
    let mut named = Bits::new(strings.len());
    for part in parts(strings.len()) {
        work.stride(0.05).await;
        let is_name = |text: &Text| {
            let raw = strings.raw(*text);
            let raw = raw.strip_prefix(b"Detached ").unwrap_or(raw);
            // The page's address stands behind it.
            raw == NAME || raw.strip_prefix(NAME).is_some_and(|rest| rest.starts_with(b" / "))
        };
        part.map(Text).filter(is_name).for_each(|text| {
            named.set(text.index());
        });
    }
    let mut found = Vec::new();
    for part in parts(heap.node_count()) {
        work.stride(0.1).await;
        found.extend(part.map(Node).filter(|node| named.get(snapshot.name(*node).index())));
    }
    found
}

const NAME: &[u8] = b"system / NativeContext";
