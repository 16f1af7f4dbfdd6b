//! How sure is what the page says of a heap?
//!
//! Owns the one decision about a file that was cut off: which figures are exact, which are the least there can be, which
//! are estimates and which are not there at all, and how each is written. Takes a [`Cut`] and numbers; gives text that
//! carries its mark. Views write what follows from references (sizes held, shares of them, distances) only through here.
//! Guarantee: for a whole file every text is what [`format`](super::format) writes, without a mark.
//!
//! What a cut leaves: the nodes come first in every producer's file, then the edges, then what few need, then the
//! strings, in the order in which they were first used.

use super::format;
use super::text::{self, Lang};
use crate::ids::{Bytes, Distance};
use crate::question::report::MemoryKind;
use crate::snapshot::{Cut, Lost};

/// How far a figure can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Degree {
    Exact,
    /// Some of it was read: the true figure is no smaller.
    Part,
    /// It may be larger or smaller.
    Estimate,
    /// Nothing is known.
    Missing,
}

/// What the page has figures of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// Kind and own size of an object, as the file has them.
    Kinds,
    /// How many objects, and all their bytes.
    Totals,
    References,
    /// Names of objects and of references, so classes too.
    Names,
    /// Shallow sizes as in DevTools: whoever owns a backing store, a second owner may be among what is lost, so the
    /// core leaves the file's own sizes as they are.
    Shallow,
    /// Retained sizes and all that follows: shares of the heap, dominators, suspects.
    Held,
    Distances,
}

impl Figure {
    /// In the order of the banner.
    pub const ALL: [Figure; 7] = [
        Figure::Kinds,
        Figure::Totals,
        Figure::References,
        Figure::Names,
        Figure::Shallow,
        Figure::Held,
        Figure::Distances,
    ];
}

/// How far an open heap can be relied on. Made once from its summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Certainty {
    lost: Option<Lost>,
    /// The strings stand before what is lost, as in files whose keys were sorted.
    named: bool,
}

impl Certainty {
    /// Of a heap with this cut; of a whole file without one.
    pub fn of(cut: Option<&Cut>) -> Self {
        Certainty { lost: cut.map(|cut| cut.lost), named: cut.is_some_and(is_named) }
    }

    /// Whether the references were passed over on purpose.
    pub fn is_light(self) -> bool {
        self.lost == Some(Lost::References)
    }

    /// Whether the file is whole.
    pub fn is_exact(self) -> bool {
        self.lost.is_none()
    }

    /// Whether the file ends before its references: then nothing can be said of who holds what.
    pub fn is_blind(self) -> bool {
        self.lost.is_some_and(Lost::is_blind)
    }

    /// How far a figure can be relied on.
    pub fn degree(self, figure: Figure) -> Degree {
        use {Degree::*, Figure::*};
        let Some(lost) = self.lost else { return Exact };
        match (figure, lost) {
            (Kinds, _) => Exact,
            (Totals, Lost::Nodes) => Part,
            (Totals, _) => Exact,
            (References, Lost::Nodes | Lost::References) => Missing,
            (References, Lost::Edges) => Part,
            (References, Lost::Names | Lost::LateNames) => Exact,
            (Names, Lost::LateNames) => Part,
            (Names, _) if self.named => Exact,
            (Names, _) => Missing,
            (Shallow, _) => Missing,
            (Held | Distances, Lost::Nodes | Lost::References) => Missing,
            // Which references hold goes by names too: `part of key … in WeakMap`, `sloppy_function_map`.
            (Held | Distances, _) => Estimate,
        }
    }

    /// A retained size, or a count of dominated objects, and shares of them.
    pub fn held(self) -> Degree {
        self.degree(Figure::Held)
    }

    /// How many objects the collector starts from. References that start in the program take such objects away from the
    /// engine's own lists of roots: with some of them lost the number is several times too high.
    pub fn roots(self) -> Degree {
        if self.degree(Figure::References) == Degree::Exact { self.held() } else { Degree::Missing }
    }

    /// The bytes of one kind of memory. Arrays are told by their names; what they own, by references. The others are
    /// sums of the file's own sizes.
    pub fn memory(self, kind: MemoryKind) -> Degree {
        match (kind, self.lost) {
            (_, None) | (MemoryKind::Extra, _) => Degree::Exact,
            (MemoryKind::Code | MemoryKind::Strings | MemoryKind::System, _) => self.degree(Figure::Totals),
            _ => Degree::Estimate,
        }
    }

    fn distance_degree(self, distance: Distance) -> Degree {
        match (self.lost, distance) {
            (Some(Lost::Edges), Distance::FromSystem(_) | Distance::Unreachable) => Degree::Missing,
            _ => self.degree(Figure::Distances),
        }
    }

    /// A distance. What only the cut made unreachable cannot be told from what is.
    pub fn distance(self, distance: Distance, lang: Lang) -> String {
        self.distance_degree(distance).mark(text::distance(distance, lang))
    }

    /// The same for a narrow column.
    pub fn short_distance(self, distance: Distance, lang: Lang) -> String {
        self.distance_degree(distance).mark(text::short_distance(distance, lang))
    }
}

/// Whether a file was cut off behind its strings.
pub fn is_named(cut: &Cut) -> bool {
    cut.lost <= Lost::Edges && cut.nameless == 0
}

/// Stands where nothing is known.
const NOTHING: &str = "—";

impl Degree {
    /// A figure with its mark.
    pub fn mark(self, figure: String) -> String {
        match self {
            Degree::Exact => figure,
            Degree::Part => format!("≥{figure}"),
            Degree::Estimate => format!("≈{figure}"),
            Degree::Missing => NOTHING.to_owned(),
        }
    }

    /// A size, short.
    pub fn bytes(self, bytes: Bytes) -> String {
        self.mark(format::bytes(bytes))
    }

    /// A size to the byte, with the reason for its mark: for tooltips.
    pub fn exact_bytes(self, bytes: Bytes, lang: Lang) -> String {
        let value = self.mark(format!("{} B", format::count(bytes)));
        match self {
            Degree::Exact => value,
            Degree::Part => text::WHY_PART.fill(lang, &[("value", &value)]),
            Degree::Estimate => text::WHY_ESTIMATE.fill(lang, &[("value", &value)]),
            Degree::Missing => text::WHY_MISSING.say(lang).to_owned(),
        }
    }

    /// A number of things.
    pub fn count(self, count: u64) -> String {
        self.mark(format::count(count))
    }

    /// A share of a whole, with one decimal.
    pub fn share(self, share: f64) -> String {
        self.mark(format::share(share))
    }

    /// A share for a sentence: with two decimals if it is exact, without any if it is not.
    pub fn said_share(self, share: f64) -> String {
        match self {
            Degree::Exact => format::exact_share(share),
            _ => self.mark(format::percent(share, 0)),
        }
    }

    /// A number of bytes for a sentence: to the byte if it is exact, else two figures of it and zeros.
    pub fn said_bytes(self, bytes: Bytes) -> String {
        match self {
            Degree::Exact => format::count(bytes),
            _ => {
                let unit = 10u64.pow(bytes.max(1).ilog10().saturating_sub(1));
                self.mark(format::count((bytes / unit + (bytes % unit) / unit.div_ceil(2).max(1)).saturating_mul(unit)))
            }
        }
    }

    /// Whether a bar may be drawn.
    pub fn is_known(self) -> bool {
        self != Degree::Missing
    }
}

/// Objects and references that the file itself has: without the pseudo-root that holds what lost its holders.
pub fn counts(nodes: u64, edges: u64, cut: Option<&Cut>) -> (u64, u64) {
    match cut {
        Some(Cut { unheld, .. }) if *unheld > 0 => (nodes.saturating_sub(1), edges.saturating_sub(unheld + 1)),
        _ => (nodes, edges),
    }
}

#[cfg(test)]
pub(super) fn cut(lost: Lost) -> Cut {
    let section = match lost {
        Lost::Nodes => "nodes",
        Lost::References | Lost::Edges => "edges",
        Lost::Names | Lost::LateNames => "strings",
    };
    Cut {
        lost,
        section: section.to_owned(),
        byte: 2_500_000,
        rows: 812,
        expected: Some(51_055),
        nameless: 7,
        unheld: 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOSSES: [Lost; 4] = [Lost::Nodes, Lost::Edges, Lost::Names, Lost::LateNames];

    fn after(lost: Lost) -> Certainty {
        Certainty::of(Some(&cut(lost)))
    }

    #[test]
    fn a_whole_file_carries_no_mark() {
        let sure = Certainty::of(None);
        for figure in Figure::ALL {
            assert_eq!(sure.degree(figure), Degree::Exact);
        }
        assert_eq!(sure.held().bytes(1500), format::bytes(1500));
        assert_eq!(sure.held().exact_bytes(1500, Lang::En), "1,500 B");
        assert_eq!(sure.distance(Distance::FromRoot(3), Lang::En), "3");
        assert_eq!(sure.memory(MemoryKind::JsArrays), Degree::Exact);
    }

    #[test]
    fn nothing_that_follows_from_references_is_exact_in_a_cut_file() {
        for lost in LOSSES {
            assert_eq!(after(lost).memory(MemoryKind::JsArrays), Degree::Estimate, "{lost:?}");
            for figure in [Figure::Held, Figure::Distances, Figure::Shallow, Figure::Names] {
                assert_ne!(after(lost).degree(figure), Degree::Exact, "{lost:?} {figure:?}");
            }
            assert_eq!(after(lost).degree(Figure::Kinds), Degree::Exact, "{lost:?}");
            for text in [after(lost).held().bytes(1500), after(lost).distance(Distance::FromRoot(3), Lang::Zh)] {
                assert!(text.starts_with('≈') || text == NOTHING, "{lost:?}: {text}");
            }
        }
    }

    #[test]
    fn what_is_lost_is_no_number_at_all() {
        let blind = after(Lost::Nodes);
        assert!(blind.is_blind() && !blind.held().is_known());
        assert_eq!(blind.held().bytes(1500), "—");
        assert_eq!(blind.held().share(0.5), "—");
        assert_eq!(after(Lost::Edges).held().share(0.0001), "≈<0.1%");
        let held = after(Lost::Edges).held();
        assert_eq!((held.said_bytes(1_486_408), held.said_share(0.2680)), ("≈1,500,000".into(), "≈27%".into()));
        assert_eq!(
            (held.said_bytes(0), held.said_bytes(7), held.said_bytes(u64::MAX)),
            ("≈0".into(), "≈7".into(), "≈18,000,000,000,000,000,000".into())
        );
        let exact = Certainty::of(None).held();
        assert_eq!((exact.said_bytes(1_486_408), exact.said_share(0.2680)), ("1,486,408".into(), "26.80%".into()));
        assert_eq!(blind.degree(Figure::Totals).count(51), "≥51");
        assert!(!blind.held().exact_bytes(1500, Lang::En).contains("1,500"));
        assert_eq!(after(Lost::Edges).degree(Figure::References), Degree::Part);
        assert_eq!(after(Lost::Edges).roots(), Degree::Missing);
        assert_eq!(after(Lost::Names).roots(), Degree::Estimate);
        assert_eq!(Certainty::of(None).roots(), Degree::Exact);
        assert_eq!(after(Lost::Edges).distance(Distance::Unreachable, Lang::En), "—");
        assert_eq!(after(Lost::Names).distance(Distance::Unreachable, Lang::En), "≈unreachable");
    }

    #[test]
    fn the_less_is_lost_the_more_is_sure() {
        for figure in Figure::ALL {
            let degrees = LOSSES.map(|lost| after(lost).degree(figure));
            assert!(degrees.is_sorted_by(|more_lost, less_lost| more_lost >= less_lost), "{figure:?} {degrees:?}");
        }
    }

    #[test]
    fn names_that_stand_first_are_not_lost() {
        let sorted = Certainty::of(Some(&Cut { nameless: 0, ..cut(Lost::Edges) }));
        assert_eq!(sorted.degree(Figure::Names), Degree::Exact);
        assert_eq!(sorted.held(), Degree::Estimate);
    }

    #[test]
    fn the_pseudo_root_is_not_counted() {
        assert_eq!(counts(11, 24, None), (11, 24));
        assert_eq!(counts(11, 24, Some(&cut(Lost::Edges))), (10, 20));
        let held = Cut { unheld: 0, ..cut(Lost::Names) };
        assert_eq!(counts(11, 24, Some(&held)), (11, 24));
    }
}
