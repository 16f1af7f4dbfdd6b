//! Who holds the objects of a class? (merged ways to the roots)
//!
//! Takes a class and the steps gone up so far; gives the holders one step further up, like ones as one row with how many of
//! the objects hang on them. Each object hangs on one holder: of those that keep it alive the one nearest to the roots, the
//! first in the file where several are as near; so the counts of all rows of a level add up to the objects that came so far,
//! less those no root reaches. References are alike if they come from one class by one name; indices are like any other, and
//! so are the names by which a dictionary holds many.

use super::{EdgeLabel, ObjectRow, Page, Refusal, Rows, Work, rows};
use crate::analysis::Heap;
use crate::ids::{Bits, Bytes, ClassId, Edge, Node, parts};
use crate::order::{self, Key};
use crate::snapshot::{EdgeKind, Label};
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::collections::HashMap;
use std::pin::Pin;
use std::rc::Rc;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Merged {
    /// As a class row has it.
    pub class: String,
    /// The rows gone through, the first nearest to the objects; at most [`MOST_STEPS`] count.
    pub above: Vec<Via>,
    pub page: Page,
}

/// What names a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Via {
    /// The key of the holders' class.
    pub class: String,
    pub name: ViaName,
}

/// By what the holders refer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ViaName {
    Name(String),
    /// Indices, or the many names of a dictionary.
    Many,
}

/// Holders of one class that refer by one name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MergedRow {
    pub via: Via,
    /// How one of them refers.
    pub label: EdgeLabel,
    /// How many of the class's objects hang on them, and what these retain; one that another of them holds counts with that.
    pub objects: u64,
    pub bytes: Bytes,
    /// How many holders there are.
    pub holders: u64,
    /// The one that retains most.
    pub largest: ObjectRow,
    /// The root holds nobody up.
    pub is_root: bool,
}

/// A holder that refers to so many by different names is a dictionary.
const DICTIONARY: usize = 8;
/// Of a holder with more references than this the name of one stands for all.
const HUB: usize = 1 << 16;
/// Steps up that can be asked for: a list of a million has as many, and nobody opens row by row so far.
pub const MOST_STEPS: usize = 200;

impl Merged {
    /// The page of holders.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<Rows<MergedRow>, Refusal> {
        let class = rows::class(heap, &self.class)?;
        let groups = self.groups(heap, class, self.above.len().min(MOST_STEPS), work).await;
        let keys: Vec<Key> = groups.iter().map(|group| order::descending(group.objects)).zip(0..).collect();
        let (page, total) = rows::take_page(keys.into_iter(), self.page);
        let rows = page.into_iter().map(|row| groups[row as usize].row(heap)).collect();
        Ok(Rows { rows, total: total as u64, offset: self.page.offset })
    }

    /// The holders so many steps up. Those of the last two levels are kept, so that a page costs nothing and a row that is
    /// opened one step.
    fn groups<'a>(&'a self, heap: &'a Heap, class: ClassId, steps: usize, work: &'a Work) -> Groups<'a> {
        const KINDS: [&str; 2] = ["merged, even", "merged, odd"];
        Box::pin(async move {
            let (key, above) = (format!("{} {:?}", self.class, &self.above[..steps]), self.above[..steps].split_last());
            let find = async {
                let level = match above {
                    None => Level::of_class(heap, class, work).await,
                    Some((via, _)) => {
                        let below = self.groups(heap, class, steps - 1, work).await;
                        Level::above(below.iter().filter(|group| group.is(heap, via)))
                    }
                };
                level.groups(heap, work).await
            };
            work.once(KINDS[steps % 2], &key, find).await
        })
    }
}

type Groups<'a> = Pin<Box<dyn Future<Output = Rc<Vec<Group>>> + 'a>>;

/// Objects, and for each what hangs on it; in file order.
struct Level {
    nodes: Vec<Hanging>,
}

/// An object, how many of the class hang on it, and what these retain.
#[derive(Clone, Copy)]
struct Hanging {
    node: Node,
    objects: u64,
    bytes: Bytes,
}

/// Holders of one class and name, each with how many hang on it.
struct Group {
    class: ClassId,
    name: ViaName,
    edge: Edge,
    objects: u64,
    bytes: Bytes,
    holders: Vec<Hanging>,
}

impl Level {
    /// The holders of some groups; one may be in several.
    fn above<'a>(groups: impl Iterator<Item = &'a Group>) -> Self {
        let all: Vec<Hanging> = groups.flat_map(|group| group.holders.iter().copied()).collect();
        let mut keys: Vec<Key> = all.iter().map(|one| u64::from(one.node.0)).zip(0..).collect();
        order::sort(&mut keys);
        let mut nodes: Vec<Hanging> = Vec::with_capacity(all.len());
        for one in keys.iter().map(|(_, row)| all[*row as usize]) {
            match nodes.last_mut().filter(|last| last.node == one.node) {
                Some(last) => {
                    last.objects += one.objects;
                    last.bytes = last.bytes.saturating_add(one.bytes);
                }
                None => nodes.push(one),
            }
        }
        Self { nodes }
    }

    async fn of_class(heap: &Heap, class: ClassId, work: &Work) -> Self {
        let is_member = |node: Node| heap.classes().of(node) == class && heap.shallow(node) > 0;
        // Those that no other member holds.
        let (mut top, above) = (Bits::new(heap.node_count()), Cell::new(0u32));
        let enter = |node: Node| {
            if !is_member(node) {
                return 0;
            }
            if above.replace(above.get() + 1) == 0 {
                top.set(node.index());
            }
            1
        };
        let mut walk = heap.dominators().walking(heap.snapshot().root(), enter, |of: u32| above.set(above.get() - of));
        while walk.step() {
            work.stride(0.1).await;
        }
        drop(walk);
        let mut nodes = Vec::new();
        for part in parts(heap.node_count()) {
            work.stride(0.2).await;
            let members = part.map(Node).filter(|node| is_member(*node));
            nodes.extend(members.map(|node| {
                let bytes = if top.get(node.index()) { heap.retained(node) } else { 0 };
                Hanging { node, objects: 1, bytes }
            }));
        }
        Self { nodes }
    }

    /// The holders of these.
    async fn groups(&self, heap: &Heap, work: &Work) -> Vec<Group> {
        // Holder and held, so that the references of a holder are gone through once.
        let mut pairs: Vec<Key> = Vec::new();
        for part in self.nodes.chunks(1 << 12) {
            work.stride(0.3).await;
            let pair = |one: &Hanging| Some((u64::from(holder(heap, one.node)?.0), u64::from(one.node.0)));
            pairs.extend(part.iter().filter_map(pair));
        }
        order::sort(&mut pairs);
        let mut groups: Vec<Group> = Vec::new();
        let mut known: HashMap<(ClassId, ViaName), usize> = HashMap::new();
        for of_one in pairs.chunk_by(|one, other| one.0 == other.0) {
            work.stride(0.7).await;
            let from = Node(of_one[0].0 as u32);
            let held: Vec<Node> = of_one.iter().map(|pair| Node(pair.1 as u32)).collect();
            for (name, edge, held) in by_name(heap, from, &held) {
                let (objects, bytes) = held
                    .iter()
                    .map(|node| self.hanging(*node))
                    .fold((0, 0), |sum: (u64, Bytes), one| (sum.0 + one.0, sum.1.saturating_add(one.1)));
                let class = heap.classes().of(from);
                let row = *known.entry((class, name.clone())).or_insert(groups.len());
                if row == groups.len() {
                    groups.push(Group { class, name, edge, objects: 0, bytes: 0, holders: Vec::new() });
                }
                groups[row].objects += objects;
                groups[row].bytes = groups[row].bytes.saturating_add(bytes);
                groups[row].holders.push(Hanging { node: from, objects, bytes });
            }
        }
        groups
    }

    /// How many of the class hang on this one, and what they retain.
    fn hanging(&self, node: Node) -> (u64, Bytes) {
        let at = self.nodes.binary_search_by_key(&node.0, |one| one.node.0);
        at.map_or((0, 0), |at| (self.nodes[at].objects, self.nodes[at].bytes))
    }
}

/// What keeps an object alive, nearest to the roots. Nothing, if that is no nearer than the object itself.
fn holder(heap: &Heap, node: Node) -> Option<Node> {
    let mut nearest = heap.distance_rank(node);
    let mut found = None;
    for (source, essential) in heap.graph().retainers(node) {
        let rank = heap.distance_rank(source);
        if essential && rank < nearest {
            (nearest, found) = (rank, Some(source));
        }
    }
    found
}

/// What one holder holds, by the name of the reference, and one reference of each.
fn by_name(heap: &Heap, from: Node, held: &[Node]) -> Vec<(ViaName, Edge, Vec<Node>)> {
    let asked = if heap.snapshot().edges(from).len() > HUB { &held[..1] } else { held };
    let edges = rows::references(heap, from, asked).into_iter().zip(asked);
    let named = edges.filter_map(|(edge, node)| edge.map(|edge| (via_name(heap, edge), edge, *node)));
    let mut out: Vec<(ViaName, Edge, Vec<Node>)> = Vec::new();
    for (name, edge, node) in named {
        match out.iter_mut().find(|(other, ..)| *other == name) {
            Some((.., nodes)) => nodes.push(node),
            None => out.push((name, edge, vec![node])),
        }
        if out.len() >= DICTIONARY || asked.len() < held.len() {
            return vec![(ViaName::Many, edge, held.to_vec())];
        }
    }
    out
}

fn via_name(heap: &Heap, edge: Edge) -> ViaName {
    let snapshot = heap.snapshot();
    match snapshot.label(edge) {
        Label::Name(text) => {
            let raw = snapshot.strings().raw(text);
            // The slots of V8's own arrays have their numbers for names.
            let is_slot = snapshot.edge_kind(edge) == EdgeKind::Internal && raw.iter().all(u8::is_ascii_digit);
            if is_slot { ViaName::Many } else { ViaName::Name(snapshot.strings().cut(text, super::NAME_LIMIT)) }
        }
        Label::Index(_) => ViaName::Many,
    }
}

impl Group {
    fn is(&self, heap: &Heap, via: &Via) -> bool {
        self.name == via.name && heap.classes().get(self.class).key() == via.class
    }

    fn row(&self, heap: &Heap) -> MergedRow {
        let nodes = || self.holders.iter().map(|one| one.node);
        let by_size = |best: Node, node: Node| if heap.retained(node) > heap.retained(best) { node } else { best };
        let largest = nodes().reduce(by_size).unwrap_or(heap.snapshot().root());
        MergedRow {
            via: Via { class: heap.classes().get(self.class).key(), name: self.name.clone() },
            label: rows::label(heap, self.edge),
            objects: self.objects,
            bytes: self.bytes,
            holders: self.holders.len() as u64,
            largest: rows::object(heap, largest),
            is_root: largest == heap.snapshot().root(),
        }
    }
}
