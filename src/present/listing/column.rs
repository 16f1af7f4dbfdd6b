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

    /// Whether a list that is so many pixels wide does without it.
    pub fn gives_way(self, room: u32) -> bool {
        room < match self {
            Column::Distance | Column::Own => Self::NARROW,
            Column::Largest => Self::TIGHT,
            Column::Name | Column::Count | Column::Retained | Column::Wasted | Column::Share => 0,
        }
    }

    /// Narrower lists do without most, and without one.
    pub const NARROW: u32 = 600;
    pub const TIGHT: u32 = 940;
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
