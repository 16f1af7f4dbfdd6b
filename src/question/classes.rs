//! Which classes are there, and what does each hold? (class view 类视图)
//!
//! Takes a pattern, which objects count, how they are grouped, an order and a page; gives the rows of DevTools' Summary
//! (`getAggregates`): a name and, for objects that have one, the place of their constructor; members with a size of their
//! own; the least distance of a member; what they hold themselves and together; or the same for each script, npm package or
//! kind. Groups none of whose members has a size are left out, as there. Guarantee: ties stand in the order in which the
//! file first has the classes.

use super::pattern::Pattern;
use super::scripts::{Package, Scripts};
use super::totals::{Grouping, Groups, Selection, Total, Totals};
use super::{Direction, NodeKind, Page, Refusal, Rows, Work, facts, rows};
use crate::analysis::{Distances, Heap};
use crate::ids::{Bytes, ClassId, Distance, parts};
use crate::order;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Classes {
    /// Only groups whose name is like this: see [`Pattern`].
    pub text: String,
    pub selection: Selection,
    pub grouping: Grouping,
    pub order: ClassOrder,
    pub direction: Direction,
    pub page: Page,
}

/// By what classes are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClassOrder {
    /// By the first sixteen bytes of the name, capital and small letters alike.
    Name,
    Count,
    Distance,
    Shallow,
    Retained,
    /// By what the largest member retains.
    Largest,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassList {
    pub classes: Rows<ClassRow>,
    /// Members and bytes of all classes of the list together, not of the page alone.
    pub count: u64,
    pub shallow: Bytes,
}

/// A row of the view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassRow {
    /// DevTools' key of a class, which names it in other files of the program too; what names a group in a [`Selection`].
    pub key: String,
    pub name: GroupName,
    /// Where the constructor stands.
    pub place: Option<facts::Location>,
    pub count: u64,
    pub distance: Distance,
    pub shallow: Bytes,
    /// As the file has it.
    pub raw: Bytes,
    pub retained: Bytes,
    /// What the member that retains least, and the one that retains most, retains.
    pub smallest: Bytes,
    pub largest: Bytes,
}

/// What a row is called. Names are cut; hostile text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum GroupName {
    Class(String),
    /// A path or URL, or V8's number of a script that has none.
    Script(Result<String, u64>),
    /// An npm package.
    Package(String),
    /// Scripts of Node itself.
    OfNode,
    /// Scripts in no package.
    OfApp,
    /// Scripts without a name.
    OfUnknown,
    /// Objects of which the file tells no script.
    NoScript,
    Kind(NodeKind),
}

impl Classes {
    /// The page of classes.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<ClassList, Refusal> {
        let pattern = Pattern::read(&self.text)?;
        let totals = Totals::of(heap, &self.selection, self.grouping, work).await;
        let mut rows: Vec<usize> = Vec::new();
        for part in parts(totals.rows.len()).flat_map(|part| pattern.pieces(part)) {
            work.stride(0.95).await;
            let there = part.map(|row| row as usize).filter(|row| totals.rows[*row].count > 0);
            rows.extend(there.filter(|row| pattern.is_in(&name(heap, &totals.grouping, *row))));
        }
        let (mut count, mut shallow) = (0, 0u64);
        for total in rows.iter().map(|row| &totals.rows[*row]) {
            count += total.count;
            shallow = shallow.saturating_add(total.shallow);
        }
        let key = |row: usize| (self.direction.of(self.order.number(&totals.rows[row])), row as u64);
        let (page, total) = match self.order {
            ClassOrder::Name => {
                self.by_name(rows.iter().map(|row| (*row, letters(&name(heap, &totals.grouping, *row)))))
            }
            _ => rows::take_page(rows.iter().map(|row| key(*row)), self.page),
        };
        let scripts = Scripts::known(heap, work).await;
        let rows = page.into_iter().map(|row| class_row(heap, &totals, &scripts, row as usize)).collect();
        Ok(ClassList { classes: Rows { rows, total: total as u64, offset: self.page.offset }, count, shallow })
    }

    /// Two numbers hold what of a name is compared, so the list is sorted by the second and then by the first.
    fn by_name(&self, rows: impl Iterator<Item = (usize, [u64; 2])>) -> (Vec<u64>, usize) {
        let names: Vec<(usize, [u64; 2])> = rows.collect();
        let mut list: Vec<u32> = (0..names.len() as u32).collect();
        for half in [1, 0] {
            order::reorder(&mut list, &|at| self.direction.of(names[at as usize].1[half]));
        }
        let (from, limit) = (self.page.offset as usize, self.page.limit.min(Page::MAX) as usize);
        let page = list.iter().skip(from).take(limit).map(|at| names[*at as usize].0 as u64);
        (page.collect(), names.len())
    }
}

impl ClassOrder {
    fn number(self, total: &Total) -> u64 {
        match self {
            ClassOrder::Name => 0,
            ClassOrder::Count => total.count,
            ClassOrder::Distance => u64::from(total.rank),
            ClassOrder::Shallow => total.shallow,
            ClassOrder::Retained => total.retained,
            ClassOrder::Largest => total.largest,
        }
    }
}

/// The first letters of a name as numbers that sort like them.
fn letters(name: &str) -> [u64; 2] {
    let mut bytes = [0u8; 16];
    for (to, from) in bytes.iter_mut().zip(name.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    let number = u128::from_be_bytes(bytes);
    [(number >> 64) as u64, number as u64]
}

/// The name of a group as it is searched and sorted.
fn name<'a>(heap: &'a Heap, groups: &'a Groups, row: usize) -> Cow<'a, str> {
    match groups {
        Groups::Classes => Cow::Borrowed(&heap.classes().get(ClassId(row as u32)).name),
        Groups::Scripts(scripts) if row < scripts.count() => Cow::Borrowed(scripts.name(row)),
        Groups::Packages(_, packages) if row < packages.1.len() => Cow::Borrowed(&packages.1[row]),
        Groups::Scripts(_) | Groups::Packages(..) => Cow::Borrowed(""),
        Groups::Kinds => Cow::Owned(format!("{:?}", NodeKind::ALL[row]).to_ascii_lowercase()),
    }
}

fn group_name(heap: &Heap, groups: &Groups, row: usize) -> GroupName {
    let name = || rows::cut(name(heap, groups, row).into_owned());
    match groups {
        Groups::Classes => GroupName::Class(name()),
        Groups::Kinds => GroupName::Kind(NodeKind::ALL[row]),
        Groups::Scripts(scripts) if row < scripts.count() => {
            GroupName::Script(Some(name()).filter(|name| !name.is_empty()).ok_or(scripts.id(row)))
        }
        Groups::Packages(_, packages) if row < packages.1.len() => match name() {
            word if word == Package::Node.word() => GroupName::OfNode,
            word if word == Package::App.word() => GroupName::OfApp,
            word if word == Package::Unknown.word() => GroupName::OfUnknown,
            word => GroupName::Package(word),
        },
        Groups::Scripts(_) | Groups::Packages(..) => GroupName::NoScript,
    }
}

fn class_row(heap: &Heap, totals: &Totals, scripts: &Scripts, row: usize) -> ClassRow {
    let total = &totals.rows[row];
    let place = match totals.grouping {
        Groups::Classes => heap.classes().get(ClassId(row as u32)).place,
        _ => None,
    };
    ClassRow {
        key: totals.grouping.key(heap, row),
        name: group_name(heap, &totals.grouping, row),
        // A constructor's place names no script before V8 14.9; some function of the script does.
        place: place.map(|place| facts::located(place, scripts.name_of(place.script_id))),
        count: total.count,
        distance: Distances::unpack(total.rank),
        shallow: total.shallow,
        raw: total.raw,
        retained: total.retained,
        smallest: total.smallest,
        largest: total.largest,
    }
}
