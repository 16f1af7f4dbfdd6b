//! Which strings are there, which of them twice, and which are alike?
//!
//! Takes a view of the strings, a pattern their text must be like, an order and a page; gives single strings, groups of equal
//! ones with what all but one of them waste, or families that begin alike. Equal is what DevTools takes for equal
//! (`texts.rs`); a family begins with the same [`PREFIX`] letters, any digit being like any other, and has at least two
//! members. Strings without a size of their own are in no list. Guarantee: ties stand in file order.

use super::pattern::Pattern;
use super::rows::OnPage;
use super::texts::{self, Groups};
use super::{Direction, ObjectRow, Page, Refusal, Rows, Work, rows};
use crate::analysis::Heap;
use crate::ids::{Bytes, Node, ObjectId, parts};
use crate::order::{self, Key};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::rc::Rc;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Strings {
    pub view: StringView,
    /// Only strings whose text is like this: see [`Pattern`]. Of a group one string is looked at, they are alike.
    pub text: String,
    pub order: StringOrder,
    pub direction: Direction,
    pub page: Page,
}

/// What a row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum StringView {
    /// A string.
    #[default]
    Each,
    /// Equal strings.
    Duplicated,
    /// Strings that begin alike.
    Families,
}

impl StringView {
    /// All, in the order of the list.
    pub const ALL: [StringView; 3] = [StringView::Each, StringView::Duplicated, StringView::Families];
}

/// By what rows are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StringOrder {
    Count,
    Shallow,
    Retained,
    Wasted,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StringList {
    pub rows: Rows<StringRow>,
    /// Strings and bytes of all rows together, not of the page alone, and what of these is there more than once.
    pub count: u64,
    pub shallow: Bytes,
    pub wasted: Bytes,
}

/// A row of the view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StringRow {
    /// The string, or the largest of them.
    pub sample: ObjectRow,
    /// How a family begins, digits as `#`; hostile text.
    pub prefix: Option<String>,
    pub count: u64,
    pub shallow: Bytes,
    pub raw: Bytes,
    pub retained: Bytes,
    /// What would be saved if equal strings were one.
    pub wasted: Bytes,
}

/// Which strings stand behind a row?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StringGroup {
    pub view: StringView,
    /// Any string of the row.
    pub of: ObjectId,
    pub page: Page,
}

/// Letters by which a family begins; fewer than the least make no family.
pub const PREFIX: usize = 24;
const LEAST_PREFIX: usize = 8;

impl Strings {
    /// The page of strings or groups.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<StringList, Refusal> {
        let pattern = Pattern::read(&self.text)?;
        let mut list = Gathered {
            heap,
            pattern: &pattern,
            order: self.order,
            direction: self.direction,
            page: OnPage::new(self.page),
            count: 0,
            shallow: 0,
            wasted: 0,
            is_wasteful: self.view == StringView::Duplicated,
        };
        let groups = groups(heap, self.view, work).await;
        match &groups {
            None => {
                for part in parts(heap.node_count()).flat_map(|part| pattern.pieces(part)) {
                    work.stride(f64::from(part.start) / heap.node_count() as f64).await;
                    list.strings(part);
                }
            }
            Some(groups) => {
                for part in parts(groups.count()).flat_map(|part| pattern.pieces(part)) {
                    work.stride(0.9).await;
                    list.groups(groups, part);
                }
            }
        }
        let Gathered { page, count, shallow, wasted, .. } = list;
        let row = |key: Key| match &groups {
            None => row(heap, self.view, &[Node(key.1 as u32)]),
            Some(groups) => row(heap, self.view, groups.group(key.1 as usize)),
        };
        Ok(StringList { rows: page.rows(row), count, shallow, wasted })
    }
}

impl StringGroup {
    /// The strings of the row, what retains most first.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<Rows<ObjectRow>, Refusal> {
        let node = rows::find(heap, self.of)?;
        let groups = groups(heap, self.view, work).await;
        let groups = groups.as_ref();
        let group = groups.and_then(|groups| (0..groups.count()).find(|row| groups.group(*row).contains(&node)));
        let alone = [node];
        let members = match (groups, group) {
            (Some(groups), Some(row)) => groups.group(row),
            _ => &alone[..],
        };
        let mut page = OnPage::new(self.page);
        members.iter().for_each(|node| page.push((order::descending(heap.retained(*node)), u64::from(node.0))));
        Ok(page.rows(|key| rows::object(heap, Node(key.1 as u32))))
    }
}

async fn groups(heap: &Heap, view: StringView, work: &Work) -> Option<Rc<Groups>> {
    match view {
        StringView::Each => None,
        StringView::Duplicated => Some(texts::duplicates(heap, work).await),
        StringView::Families => Some(families(heap, work).await),
    }
}

/// What of a list is known when all of it was looked at.
struct Gathered<'a> {
    heap: &'a Heap,
    pattern: &'a Pattern,
    order: StringOrder,
    direction: Direction,
    page: OnPage,
    count: u64,
    shallow: Bytes,
    wasted: Bytes,
    /// The strings of a row are equal.
    is_wasteful: bool,
}

impl Gathered<'_> {
    #[inline(never)]
    fn strings(&mut self, part: Range<u32>) {
        for node in part.map(Node).filter(|node| is_one(self.heap, *node)) {
            self.row(&[node], u64::from(node.0));
        }
    }

    #[inline(never)]
    fn groups(&mut self, groups: &Groups, part: Range<u32>) {
        for row in part {
            self.row(groups.group(row as usize), u64::from(row));
        }
    }

    fn row(&mut self, members: &[Node], key: u64) {
        let Some(first) = members.first() else { return };
        // No text is read that nobody asked about.
        if !matches!(self.pattern, Pattern::Empty) && !self.pattern.is_in(&texts::text(self.heap, *first)) {
            return;
        }
        let sums = Sums::of(self.heap, members);
        self.count += members.len() as u64;
        self.shallow = self.shallow.saturating_add(sums.shallow);
        if self.is_wasteful {
            self.wasted = self.wasted.saturating_add(sums.wasted);
        }
        let number = match self.order {
            StringOrder::Count => members.len() as u64,
            StringOrder::Shallow => sums.shallow,
            StringOrder::Retained => sums.retained,
            StringOrder::Wasted => sums.wasted,
        };
        self.page.push((self.direction.of(number), key));
    }
}

/// What strings have together.
#[derive(Default)]
struct Sums {
    shallow: Bytes,
    raw: Bytes,
    retained: Bytes,
    /// All but the largest: what is saved where they are equal.
    wasted: Bytes,
    largest: Option<Node>,
}

impl Sums {
    fn of(heap: &Heap, members: &[Node]) -> Self {
        let mut sums = Self::default();
        let mut most = 0;
        for node in members {
            let shallow = heap.shallow(*node);
            sums.shallow = sums.shallow.saturating_add(shallow);
            sums.raw = sums.raw.saturating_add(heap.snapshot().self_size(*node));
            // A string holds no other string of its group but by its parts, which a rope shares with nobody it counts.
            sums.retained = sums.retained.saturating_add(heap.retained(*node));
            if sums.largest.is_none() || shallow > most {
                (most, sums.largest) = (shallow, Some(*node));
            }
        }
        sums.wasted = sums.shallow.saturating_sub(most);
        sums
    }
}

fn row(heap: &Heap, view: StringView, members: &[Node]) -> StringRow {
    let sums = Sums::of(heap, members);
    let sample = sums.largest.unwrap_or(heap.snapshot().root());
    let prefix = (view == StringView::Families).then(|| prefix(heap, sample)).flatten();
    StringRow {
        sample: rows::object(heap, sample),
        prefix,
        count: members.len() as u64,
        shallow: sums.shallow,
        raw: sums.raw,
        retained: sums.retained,
        wasted: if view == StringView::Duplicated { sums.wasted } else { 0 },
    }
}

/// Whether it is a string that has a size.
fn is_one(heap: &Heap, node: Node) -> bool {
    heap.snapshot().kind(node).is_string() && heap.shallow(node) > 0
}

/// Strings that begin alike, kept for the next question.
async fn families(heap: &Heap, work: &Work) -> Rc<Groups> {
    const KIND: &str = "families";
    work.once(KIND, "", find_families(heap, work)).await
}

async fn find_families(heap: &Heap, work: &Work) -> Groups {
    let mut keys: Vec<Key> = Vec::new();
    for part in parts(heap.node_count()) {
        work.stride(0.8 * f64::from(part.start) / heap.node_count() as f64).await;
        begin(heap, part, &mut keys);
    }
    Groups::new(keys)
}

/// By what each of these strings begins, as a number.
#[inline(never)]
fn begin(heap: &Heap, part: Range<u32>, keys: &mut Vec<Key>) {
    for node in part.map(Node).filter(|node| is_one(heap, *node)) {
        if let Some(prefix) = prefix(heap, node) {
            keys.push((texts::hash(&prefix), u64::from(node.0)));
        }
    }
}

/// How the string begins, digits as `#`; none if it is too short or its text is lost.
fn prefix(heap: &Heap, node: Node) -> Option<String> {
    let strings = heap.snapshot().strings();
    let name = heap.snapshot().name(node);
    if !strings.has(name) {
        return None;
    }
    let begin = match texts::is_rope(heap, node) {
        true => texts::text(heap, node).chars().take(PREFIX).collect(),
        false => strings.cut(name, PREFIX),
    };
    let begin: String =
        begin.chars().take(PREFIX).map(|letter| if letter.is_ascii_digit() { '#' } else { letter }).collect();
    (begin.chars().count() >= LEAST_PREFIX).then_some(begin)
}
