//! Which classes are there, and what does each hold? (class view 类视图)
//!
//! Takes a text, an order and a page; gives the rows of DevTools' Summary (`getAggregates` without a filter): a name and,
//! for objects that have one, the place of their constructor; members with a size of their own; the least distance of a
//! member; what they hold themselves and together. Classes none of whose members has a size are left out, as there.
//! Guarantee: ties stand in the order in which the file first has the classes.

use super::{Direction, Page, Refusal, Rows, facts, rows};
use crate::analysis::{Class, Heap};
use crate::ids::{Bytes, ClassId, Distance};
use crate::order;
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Classes {
    /// Only classes whose name contains this, in any case of ASCII letters.
    pub text: String,
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
    /// DevTools' key: names the class in this file and in other files of the program.
    pub key: String,
    /// Cut; hostile text.
    pub name: String,
    /// Where the constructor stands.
    pub place: Option<facts::Location>,
    pub count: u64,
    pub distance: Distance,
    pub shallow: Bytes,
    pub retained: Bytes,
}

impl Classes {
    /// The page of classes.
    pub fn answer(&self, heap: &Heap) -> Result<ClassList, Refusal> {
        let needle = self.text.to_ascii_lowercase();
        let has = |class: &Class| needle.is_empty() || class.name.to_ascii_lowercase().contains(&needle);
        let wanted = || heap.classes().iter().filter(|(_, class)| class.count > 0 && has(class));
        let (mut count, mut shallow) = (0, 0u64);
        for (_, class) in wanted() {
            count += class.count;
            shallow = shallow.saturating_add(class.shallow);
        }
        let key = |(id, class): (ClassId, &Class)| (self.direction.of(self.order.number(class)), u64::from(id.0));
        let (page, total) = match self.order {
            ClassOrder::Name => self.by_name(wanted()),
            _ => rows::take_page(wanted().map(key), self.page),
        };
        let rows = page.into_iter().map(|id| row(heap, ClassId(id as u32))).collect();
        Ok(ClassList { classes: Rows { rows, total: total as u64, offset: self.page.offset }, count, shallow })
    }

    /// Two numbers hold what of a name is compared, so the list is sorted by the second and then by the first.
    fn by_name<'a>(&self, classes: impl Iterator<Item = (ClassId, &'a Class)>) -> (Vec<u64>, usize) {
        let names: Vec<(ClassId, [u64; 2])> = classes.map(|(id, class)| (id, letters(&class.name))).collect();
        let mut list: Vec<u32> = (0..names.len() as u32).collect();
        for half in [1, 0] {
            order::reorder(&mut list, &|at| self.direction.of(names[at as usize].1[half]));
        }
        let (from, limit) = (self.page.offset as usize, self.page.limit.min(Page::MAX) as usize);
        let page = list.iter().skip(from).take(limit).map(|at| u64::from(names[*at as usize].0.0));
        (page.collect(), names.len())
    }
}

impl ClassOrder {
    fn number(self, class: &Class) -> u64 {
        match self {
            ClassOrder::Name => 0,
            ClassOrder::Count => class.count,
            ClassOrder::Distance => rank(class.distance),
            ClassOrder::Shallow => class.shallow,
            ClassOrder::Retained => class.retained,
        }
    }
}

/// A number that sorts by distance, nearest first.
fn rank(distance: Distance) -> u64 {
    match distance {
        Distance::FromRoot(steps) => u64::from(steps),
        Distance::FromSystem(steps) => 1 << 32 | u64::from(steps),
        Distance::Unreachable => u64::MAX,
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

fn row(heap: &Heap, id: ClassId) -> ClassRow {
    let class = heap.classes().get(id);
    ClassRow {
        key: class.key(),
        name: rows::cut(class.name.clone()),
        place: class.place.map(|place| facts::place_in(heap, place, None)),
        count: class.count,
        distance: class.distance,
        shallow: class.shallow,
        retained: class.retained,
    }
}
