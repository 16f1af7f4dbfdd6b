//! The tree list's memory: which rows are known, which are open, in what order they stand.
//!
//! Owns an outline of dominated objects, filled page by page as the user opens it. Takes rows; gives lines, top to bottom.
//! Rows are numbered in the order they arrived and never removed, so a number names a row for the outline's life; objects
//! that share an id (a broken file) stay apart. No recursion: an outline may be as deep as the heap.

use crate::question::children::ChildRow;
use crate::question::{EdgeLabel, ObjectRow, Rows};

/// One known row.
#[derive(Clone, Debug)]
pub struct Item {
    pub object: ObjectRow,
    pub edge: Option<EdgeLabel>,
    pub parent: Option<usize>,
    /// 1 for the topmost row.
    pub level: u32,
    /// Position among its siblings, from 1, and how many they are.
    pub position: u64,
    pub siblings: u64,
    /// Children that have been read, largest first.
    pub children: Vec<usize>,
    pub open: bool,
    /// A page of its children is on its way.
    pub reading: bool,
}

impl Item {
    /// Whether there is something to open.
    pub fn has_children(&self) -> bool {
        self.object.dominated > 0
    }

    /// Children that have not been read.
    pub fn unread(&self) -> u64 {
        self.object.dominated.saturating_sub(self.children.len() as u64)
    }
}

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Line {
    Row(usize),
    /// Below the read children of this row: the way to more of them.
    More(usize),
}

/// The outline.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    items: Vec<Item>,
}

/// As one number.
impl From<Line> for u64 {
    fn from(line: Line) -> u64 {
        match line {
            Line::Row(row) => (row as u64) << 1,
            Line::More(row) => (row as u64) << 1 | 1,
        }
    }
}

impl From<u64> for Line {
    fn from(number: u64) -> Line {
        let row = (number >> 1) as usize;
        if number & 1 == 0 { Line::Row(row) } else { Line::More(row) }
    }
}

impl Outline {
    /// An outline of one row.
    pub fn new(top: ObjectRow) -> Self {
        let item = Item {
            object: top,
            edge: None,
            parent: None,
            level: 1,
            position: 1,
            siblings: 1,
            children: Vec::new(),
            open: false,
            reading: false,
        };
        Outline { items: vec![item] }
    }

    /// A row by its number.
    pub fn get(&self, row: usize) -> Option<&Item> {
        self.items.get(row)
    }

    /// Opens or closes a row; says whether its children must be read first.
    pub fn toggle(&mut self, row: usize) -> bool {
        let Some(item) = self.items.get_mut(row) else { return false };
        item.open = !item.open && item.has_children();
        item.open && item.children.is_empty() && !item.reading
    }

    /// Notes that children of a row are being read; gives how many are there already, or `None` if nothing is to be read.
    pub fn begin(&mut self, row: usize) -> Option<u32> {
        let item = self.items.get_mut(row).filter(|item| !item.reading && item.unread() > 0)?;
        item.reading = true;
        u32::try_from(item.children.len()).ok()
    }

    /// Notes that reading ended without rows.
    pub fn give_up(&mut self, row: usize) {
        if let Some(item) = self.items.get_mut(row) {
            item.reading = false;
        }
    }

    /// Adds a page of a row's children; gives the number of the first.
    pub fn add(&mut self, row: usize, page: Rows<ChildRow>) -> Option<usize> {
        let first = self.items.len();
        let count = page.rows.len();
        let parent = self.items.get_mut(row)?;
        parent.reading = false;
        parent.object.dominated = page.total;
        parent.children.extend(first..first + count);
        let level = parent.level + 1;
        for (at, child) in page.rows.into_iter().enumerate() {
            self.items.push(Item {
                object: child.object,
                edge: child.edge,
                parent: Some(row),
                level,
                position: u64::from(page.offset) + at as u64 + 1,
                siblings: page.total,
                children: Vec::new(),
                open: false,
                reading: false,
            });
        }
        (count > 0).then_some(first)
    }

    /// What is shown, top to bottom.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut stack: Vec<Line> = if self.items.is_empty() { Vec::new() } else { vec![Line::Row(0)] };
        while let Some(line) = stack.pop() {
            lines.push(line);
            let Line::Row(row) = line else { continue };
            let item = &self.items[row];
            if !item.open {
                continue;
            }
            if item.unread() > 0 {
                stack.push(Line::More(row));
            }
            stack.extend(item.children.iter().rev().map(|&child| Line::Row(child)));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{Distance, ObjectId};
    use crate::question::{Category, NodeKind};

    fn object(id: u64, dominated: u64) -> ObjectRow {
        ObjectRow {
            id: ObjectId(id),
            name: String::new(),
            name_lost: false,
            class: String::new(),
            kind: NodeKind::Object,
            category: Category::Object,
            shallow: 8,
            raw: 8,
            retained: 8,
            distance: Distance::FromRoot(1),
            dominated,
        }
    }

    fn page(offset: u32, total: u64, ids: &[(u64, u64)]) -> Rows<ChildRow> {
        let rows = ids.iter().map(|&(id, dominated)| ChildRow { edge: None, object: object(id, dominated) }).collect();
        Rows { rows, total, offset }
    }

    #[test]
    fn rows_open_page_by_page_and_close() {
        let mut outline = Outline::new(object(1, 3));
        assert!(outline.toggle(0));
        assert_eq!(outline.begin(0), Some(0));
        assert_eq!(outline.begin(0), None, "one page at a time");
        assert_eq!(outline.add(0, page(0, 3, &[(10, 1), (11, 0)])), Some(1));
        assert_eq!(outline.lines(), [Line::Row(0), Line::Row(1), Line::Row(2), Line::More(0)]);
        assert_eq!(outline.begin(0), Some(2));
        outline.add(0, page(2, 3, &[(12, 0)]));
        assert!(outline.toggle(1));
        outline.begin(1);
        outline.add(1, page(0, 1, &[(20, 0)]));
        assert_eq!(outline.lines(), [0, 1, 4, 2, 3].map(Line::Row));
        let item = outline.get(3).map(|item| (item.position, item.siblings, item.level, item.parent));
        assert_eq!(item, Some((3, 3, 2, Some(0))));
        assert!(!outline.toggle(0));
        assert_eq!(outline.lines(), [Line::Row(0)]);
        assert!(!outline.toggle(0), "its children are known");
        assert_eq!(outline.lines().len(), 5);
    }

    #[test]
    fn an_object_inside_itself_does_not_hang() {
        let mut outline = Outline::new(object(1, 1));
        for row in 0..5000 {
            outline.toggle(row);
            outline.begin(row);
            outline.add(row, page(0, 1, &[(1, 1)]));
        }
        assert_eq!(outline.lines().len(), 5001);
    }

    #[test]
    fn a_row_without_children_does_not_open() {
        let mut outline = Outline::new(object(1, 0));
        assert!(!outline.toggle(0));
        assert_eq!(outline.begin(0), None);
        assert_eq!(outline.lines(), [Line::Row(0)]);
    }
}
