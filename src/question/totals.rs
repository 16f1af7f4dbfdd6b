//! What do the classes hold, of some of the objects, or the scripts, packages and kinds?
//!
//! Takes which objects count and how they are grouped; gives for each group what DevTools gives for a class under a filter
//! (`buildAggregates`, `calculateClassesRetainedSize`): members with a size of their own, the least distance, sums, and
//! what they retain together, each byte once. Kept for the next question: a list is sorted and paged from it.

use super::filter::Filter;
use super::scripts::{Scripts, package};
use super::{NodeKind, Work};
use crate::analysis::{Distances, Heap};
use crate::ids::{Bits, Bytes, Distance, Node, parts};
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;

/// How objects are grouped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Grouping {
    #[default]
    Class,
    Script,
    Package,
    Kind,
}

impl Grouping {
    /// All, in the order of the list.
    pub const ALL: [Grouping; 4] = [Grouping::Class, Grouping::Script, Grouping::Package, Grouping::Kind];
}

/// Which objects count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Selection {
    pub filter: Filter,
    /// Those of a group alone, by its key.
    pub within: Option<(Grouping, String)>,
}

/// What a group holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Total {
    pub count: u64,
    /// The least distance of a member, as it sorts; that of one without a distance wins.
    pub rank: u32,
    pub shallow: Bytes,
    /// The members' `self_size` as the file has it.
    pub raw: Bytes,
    pub retained: Bytes,
    /// What the member that retains least, and the one that retains most, retains.
    pub smallest: Bytes,
    pub largest: Bytes,
}

/// All groups.
pub struct Totals {
    pub grouping: Groups,
    pub rows: Vec<Total>,
}

/// Which group each object is in.
#[derive(Clone)]
pub enum Groups {
    /// The row is the class.
    Classes,
    Scripts(Rc<Scripts>),
    /// The package of each script, and the packages' words; the last is for objects without a script.
    Packages(Rc<Scripts>, Rc<(Vec<u32>, Vec<String>)>),
    Kinds,
}

impl Groups {
    async fn new(heap: &Heap, grouping: Grouping, work: &Work) -> Self {
        match grouping {
            Grouping::Class => Groups::Classes,
            Grouping::Kind => Groups::Kinds,
            Grouping::Script => Groups::Scripts(Scripts::known(heap, work).await),
            Grouping::Package => {
                let scripts = Scripts::known(heap, work).await;
                let (mut rows, mut words): (Vec<u32>, Vec<String>) = Default::default();
                for row in 0..scripts.count() {
                    let word = package(scripts.name(row)).word();
                    let known = words.iter().position(|other| *other == word);
                    rows.push(known.unwrap_or(words.len()) as u32);
                    if known.is_none() {
                        words.push(word);
                    }
                }
                Groups::Packages(scripts, Rc::new((rows, words)))
            }
        }
    }

    /// Number of groups.
    fn len(&self, heap: &Heap) -> usize {
        match self {
            Groups::Classes => heap.classes().len(),
            Groups::Scripts(scripts) => scripts.count() + 1,
            Groups::Packages(_, packages) => packages.1.len() + 1,
            Groups::Kinds => NodeKind::ALL.len(),
        }
    }

    /// The group of an object. What has no script is in the last.
    #[inline]
    pub fn of(&self, heap: &Heap, node: Node) -> usize {
        match self {
            Groups::Classes => heap.classes().of(node).index(),
            Groups::Scripts(scripts) => scripts.of(heap, node).unwrap_or(scripts.count()),
            Groups::Packages(scripts, packages) => {
                scripts.of(heap, node).map_or(packages.1.len(), |row| packages.0[row] as usize)
            }
            Groups::Kinds => heap.snapshot().kind(node) as usize,
        }
    }

    /// What names a group in another question.
    pub fn key(&self, heap: &Heap, row: usize) -> String {
        match self {
            Groups::Classes => heap.classes().get(crate::ids::ClassId(row as u32)).key(),
            Groups::Scripts(scripts) if row < scripts.count() => scripts.id(row).to_string(),
            Groups::Packages(_, packages) if row < packages.1.len() => packages.1[row].clone(),
            Groups::Scripts(_) | Groups::Packages(..) => String::new(),
            Groups::Kinds => row.to_string(),
        }
    }

    /// The group with this key.
    fn find(&self, heap: &Heap, key: &str) -> Option<usize> {
        (0..self.len(heap)).find(|row| self.key(heap, *row) == key)
    }
}

/// The objects of a selection.
pub struct Selected {
    nodes: Option<Rc<Bits>>,
    /// `None` inside where there is no such group.
    within: Option<(Groups, Option<usize>)>,
}

impl Selected {
    /// Finds them.
    pub async fn find(heap: &Heap, selection: &Selection, work: &Work) -> Self {
        let nodes = selection.filter.nodes(heap, work).await;
        let within = match &selection.within {
            None => None,
            Some((grouping, key)) => {
                let groups = Groups::new(heap, *grouping, work).await;
                let row = groups.find(heap, key);
                Some((groups, row))
            }
        };
        Self { nodes, within }
    }

    /// Whether the object counts.
    #[inline]
    pub fn has(&self, heap: &Heap, node: Node) -> bool {
        self.nodes.as_ref().is_none_or(|nodes| nodes.get(node.index()))
            && self.within.as_ref().is_none_or(|(groups, row)| Some(groups.of(heap, node)) == *row)
    }

    fn is_everything(&self) -> bool {
        self.nodes.is_none() && self.within.is_none()
    }
}

const KIND: &str = "totals";

impl Totals {
    /// Sums up.
    pub async fn of(heap: &Heap, selection: &Selection, grouping: Grouping, work: &Work) -> Rc<Self> {
        let key = format!("{selection:?} {grouping:?}");
        work.once(KIND, &key, Self::sum(heap, selection, grouping, work)).await
    }

    async fn sum(heap: &Heap, selection: &Selection, grouping: Grouping, work: &Work) -> Self {
        let selected = Selected::find(heap, selection, work).await;
        let groups = Groups::new(heap, grouping, work).await;
        let none = Total { count: 0, rank: 0, shallow: 0, raw: 0, retained: 0, smallest: Bytes::MAX, largest: 0 };
        let rows = vec![none; groups.len(heap)];
        let mut sums = Sums { heap, selected, groups, rows };
        for part in parts(heap.node_count()) {
            work.stride(0.3 + 0.3 * f64::from(part.start) / heap.node_count() as f64).await;
            sums.count(part);
        }
        match (&sums.groups, sums.selected.is_everything()) {
            (Groups::Classes, true) => {
                for (row, (_, class)) in sums.rows.iter_mut().zip(heap.classes().iter()) {
                    row.retained = class.retained;
                }
            }
            _ => sums.retained(work).await,
        }
        Self { grouping: sums.groups, rows: sums.rows }
    }
}

struct Sums<'a> {
    heap: &'a Heap,
    selected: Selected,
    groups: Groups,
    rows: Vec<Total>,
}

impl Sums<'_> {
    /// All but what they retain together.
    #[inline(never)]
    fn count(&mut self, part: Range<u32>) {
        let heap = self.heap;
        for node in part.map(Node) {
            let shallow = heap.shallow(node);
            if shallow == 0 || !self.selected.has(heap, node) {
                continue;
            }
            let row = self.groups.of(heap, node);
            let total = &mut self.rows[row];
            let (retained, rank) = (heap.retained(node), heap.distance_rank(node));
            total.rank = match (total.count, heap.distance(node)) {
                (0, _) | (_, Distance::Unreachable) => rank,
                // The rank of one that has no distance is the greatest.
                _ if Distances::unpack(total.rank) == Distance::Unreachable => total.rank,
                _ => rank.min(total.rank),
            };
            total.count += 1;
            total.shallow = total.shallow.saturating_add(shallow);
            total.raw = total.raw.saturating_add(heap.snapshot().self_size(node));
            total.smallest = total.smallest.min(retained);
            total.largest = total.largest.max(retained);
        }
    }

    /// What is below a member is held by it already.
    async fn retained(&mut self, work: &Work) {
        let Self { heap, selected, groups, rows, .. } = self;
        // How many members of each group are above the node.
        let above: Vec<Cell<u32>> = vec![Cell::new(0); rows.len()];
        let enter = |node: Node| {
            if heap.shallow(node) == 0 || !selected.has(heap, node) {
                return u32::MAX;
            }
            let row = groups.of(heap, node);
            if above[row].replace(above[row].get() + 1) == 0 {
                rows[row].retained = rows[row].retained.saturating_add(heap.retained(node));
            }
            row as u32
        };
        let leave = |row: u32| {
            if let Some(open) = above.get(row as usize) {
                open.set(open.get() - 1);
            }
        };
        let mut walk = heap.dominators().walking(heap.snapshot().root(), enter, leave);
        while walk.step() {
            work.stride(0.8).await;
        }
    }
}
