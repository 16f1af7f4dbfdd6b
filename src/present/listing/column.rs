//! The columns of a list, and by which it is sorted.
//!
//! Owns their words, widths and which of them a narrow list does without.

use super::super::text::{self, Phrase};

/// A column of numbers beside the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Name,
    Count,
    Distance,
    /// Shallow or raw, as the reader chose.
    Own,
    Retained,
    /// What the largest member retains.
    Largest,
    /// What equal strings waste.
    Wasted,
    /// What is retained as a share of the heap.
    Share,
}

impl Column {
    /// All columns.
    pub const ALL: [Column; 8] = [
        Column::Name,
        Column::Count,
        Column::Distance,
        Column::Own,
        Column::Retained,
        Column::Largest,
        Column::Wasted,
        Column::Share,
    ];

    /// The word in an address and in an exported file.
    pub fn word(self) -> &'static str {
        match self {
            Column::Name => "name",
            Column::Count => "count",
            Column::Distance => "distance",
            Column::Own => "shallow",
            Column::Retained => "retained",
            Column::Largest => "largest",
            Column::Wasted => "wasted",
            Column::Share => "share",
        }
    }

    /// The head of the column.
    pub fn title(self) -> Phrase {
        match self {
            Column::Name => text::OBJECT,
            Column::Count => text::COUNT,
            Column::Distance => text::DISTANCE,
            Column::Own => text::SHALLOW,
            Column::Retained => text::RETAINED,
            Column::Largest => text::LARGEST_MEMBER,
            Column::Wasted => text::WASTED,
            Column::Share => text::OF_HEAP,
        }
    }

    /// How wide it is at first, in pixels; a column that sorts has an arrow in its head. The names take what is left.
    pub fn width(self, sorts: bool) -> u32 {
        let arrow = if sorts { 24 } else { 0 };
        match self {
            Column::Name => 0,
            Column::Count => 80 + arrow,
            Column::Distance => 92 + arrow,
            Column::Own => 106 + arrow,
            Column::Retained => 96 + arrow,
            Column::Largest | Column::Wasted => 72 + arrow,
            Column::Share => 92,
        }
    }

    /// Which columns a list has no room for; what matters least goes first. `widths`: of all its columns, in pixels. `sorted`:
    /// by which it is sorted; that one stays.
    pub fn without_room(widths: &[(Column, u32)], room: u32, sorted: Option<Column>) -> Vec<Column> {
        let mut needed: u32 = widths.iter().map(|(_, width)| *width).sum();
        let mut without = Vec::new();
        for (column, names) in [(Column::Largest, 280), (Column::Distance, Self::NAMES), (Column::Own, Self::NAMES)] {
            let gives_way = |other: Column| other == column && Some(other) != sorted && needed + names > room;
            if let Some((_, width)) = widths.iter().find(|(other, _)| gives_way(*other)) {
                needed -= width;
                without.push(column);
            }
        }
        without
    }

    /// The names take no less.
    pub const NAMES: u32 = 160;

    /// A narrower list does without explanations beside its names.
    pub const NARROW: u32 = 600;
}

/// By what a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    pub column: Column,
    pub descending: bool,
}

impl Sort {
    /// Reads `retained` or `-retained`.
    pub fn parse(word: &str) -> Option<Self> {
        let (descending, word) = word.strip_prefix('-').map_or((false, word), |rest| (true, rest));
        let column = Column::ALL.into_iter().find(|column| column.word() == word)?;
        Some(Sort { column, descending })
    }

    /// As it stands in an address.
    pub fn word(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.column.word())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Listing;
    use super::*;
    use crate::question::totals::{Grouping, Selection};

    #[test]
    fn what_is_shown_has_room() {
        let (selection, grouping) = (Selection::default(), Grouping::Class);
        let list = Listing::Classes { text: String::new(), selection, grouping };
        let width = |column: &Column| (*column, column.width(list.sorts_by(*column).is_some()));
        let classes: Vec<(Column, u32)> = list.columns().iter().map(width).collect();
        let without = |room, sorted| Column::without_room(&classes, room, sorted);
        assert_eq!(without(u32::MAX, None), []);
        assert_eq!(without(900, None), [Column::Largest]);
        // Beside the panel in a window of 1,280.
        assert_eq!(without(686, None), [Column::Largest, Column::Distance]);
        assert_eq!(without(686, Some(Column::Distance)), [Column::Largest, Column::Own]);
        assert_eq!(without(686, Some(Column::Largest)), [Column::Distance, Column::Own]);
        assert_eq!(without(400, None), [Column::Largest, Column::Distance, Column::Own]);
        for sorted in Column::ALL.map(Some) {
            for room in 606..1300 {
                let without = without(room, sorted);
                let shown = classes.iter().filter(|(column, _)| !without.contains(column));
                assert!(Column::NAMES + shown.map(|(_, width)| width).sum::<u32>() <= room, "{room}, {sorted:?}");
            }
        }
    }
}
