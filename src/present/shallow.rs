//! Which of an object's two own sizes is shown.
//!
//! Owns the choice between the shallow size as in DevTools, where a backing store counts for the object that owns it,
//! and the raw size, which is `self_size` as the file has it. Takes a row; gives bytes and the words that say which.
//! Guarantee: where owners are not known, the size is raw, whatever was chosen.

use super::certainty::{Certainty, Degree, Figure};
use super::text::{self, Phrase};
use crate::ids::Bytes;
use crate::question::ObjectRow;

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Shallow {
    #[default]
    DevTools,
    Raw,
}

impl Shallow {
    /// The word in storage.
    pub fn word(self) -> &'static str {
        match self {
            Shallow::DevTools => "devtools",
            Shallow::Raw => "raw",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Shallow::DevTools, Shallow::Raw].into_iter().find(|shallow| shallow.word() == word)
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Shallow::DevTools => Shallow::Raw,
            Shallow::Raw => Shallow::DevTools,
        }
    }

    /// What can be shown of a heap for this choice.
    pub fn within(self, sure: Certainty) -> Self {
        if is_fixed(sure) { Shallow::Raw } else { self }
    }

    /// The size of a row.
    pub fn of(self, row: &ObjectRow) -> Bytes {
        match self {
            Shallow::DevTools => row.shallow,
            Shallow::Raw => row.raw,
        }
    }

    /// How far such a size can be relied on.
    pub fn degree(self, sure: Certainty) -> Degree {
        match self {
            Shallow::DevTools => sure.degree(Figure::Shallow),
            Shallow::Raw => sure.degree(Figure::Kinds),
        }
    }

    /// The head of its column.
    pub fn title(self) -> Phrase {
        match self {
            Shallow::DevTools => text::SHALLOW,
            Shallow::Raw => text::RAW,
        }
    }

    /// What the column shows and what a click on its head does.
    pub fn meaning(self, sure: Certainty) -> Phrase {
        match self {
            _ if is_fixed(sure) => text::RAW_FIXED,
            Shallow::DevTools => text::SHALLOW_SHOWN,
            Shallow::Raw => text::RAW_SHOWN,
        }
    }
}

/// Whether there is nothing to choose.
pub fn is_fixed(sure: Certainty) -> bool {
    !sure.degree(Figure::Shallow).is_known()
}

#[cfg(test)]
mod tests {
    use super::super::certainty;
    use super::*;
    use crate::snapshot::Lost;

    #[test]
    fn the_choice_survives_storage() {
        for shallow in [Shallow::DevTools, Shallow::Raw] {
            assert_eq!(Shallow::parse(shallow.word()), Some(shallow));
            assert_eq!(shallow.other().other(), shallow);
        }
        assert_eq!(Shallow::parse("<b>"), None);
    }

    #[test]
    fn without_owners_the_size_is_raw_and_exact() {
        let sure = Certainty::of(Some(&certainty::cut(Lost::Edges)));
        let shown = Shallow::DevTools.within(sure);
        assert_eq!(shown, Shallow::Raw);
        assert_eq!(shown.degree(sure), Degree::Exact);
        assert_eq!(shown.meaning(sure), text::RAW_FIXED);
    }

    #[test]
    fn in_a_whole_file_the_choice_is_the_users() {
        let sure = Certainty::of(None);
        for shallow in [Shallow::DevTools, Shallow::Raw] {
            assert_eq!(shallow.within(sure), shallow);
            assert_eq!(shallow.degree(sure), Degree::Exact);
        }
        assert_ne!(Shallow::DevTools.meaning(sure), Shallow::Raw.meaning(sure));
    }
}
