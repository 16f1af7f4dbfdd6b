//! The numbers by which the report decides, as a reader sees and changes them.
//!
//! Owns one table: each number's name, meaning, unit, and how to read and to set it. Takes the constants of a report; gives
//! texts for the exports and for the page's fields, and the constants after a change, brought into range.

use super::super::format;
use super::super::text::{self, Phrase};
use crate::question::report::Constants;

/// One of the numbers.
pub struct Constant {
    pub name: Phrase,
    pub meaning: Phrase,
    unit: Unit,
    get: fn(&Constants) -> f64,
    set: fn(&mut Constants, f64),
}

/// What a number counts.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    /// A part of one, typed in percent.
    Share,
    /// Bytes, typed in thousands.
    Size,
    Count,
}

impl Unit {
    /// What one in a field stands for.
    fn scale(self) -> f64 {
        match self {
            Unit::Share => 0.01,
            Unit::Size => 1000.0,
            Unit::Count => 1.0,
        }
    }
}

/// All of them, in the order of the page.
pub const CONSTANTS: [Constant; 7] = [
    Constant {
        name: text::SUSPECT_SHARE,
        meaning: text::SUSPECT_SHARE_MEANS,
        unit: Unit::Share,
        get: |of| of.suspect_share,
        set: |of, value| of.suspect_share = value,
    },
    Constant {
        name: text::SUSPECT_BYTES,
        meaning: text::SUSPECT_BYTES_MEANS,
        unit: Unit::Size,
        get: |of| of.suspect_bytes as f64,
        set: |of, value| of.suspect_bytes = value as u64,
    },
    Constant {
        name: text::BIG_DROP,
        meaning: text::BIG_DROP_MEANS,
        unit: Unit::Share,
        get: |of| of.big_drop,
        set: |of, value| of.big_drop = value,
    },
    Constant {
        name: text::ALIKE,
        meaning: text::ALIKE_MEANS,
        unit: Unit::Share,
        get: |of| of.alike,
        set: |of, value| of.alike = value,
    },
    Constant {
        name: text::REPEATS,
        meaning: text::REPEATS_MEANS,
        unit: Unit::Count,
        get: |of| of.repeats as f64,
        set: |of, value| of.repeats = value as u64,
    },
    Constant {
        name: text::CHAIN_LINKS,
        meaning: text::CHAIN_LINKS_MEANS,
        unit: Unit::Count,
        get: |of| of.chain as f64,
        set: |of, value| of.chain = value as u64,
    },
    Constant {
        name: text::LEAKING_FROM,
        meaning: text::LEAKING_FROM_MEANS,
        unit: Unit::Share,
        get: |of| of.leaking,
        set: |of, value| of.leaking = value,
    },
];

impl Constant {
    /// The number as it is said.
    pub fn said(&self, of: &Constants) -> String {
        let value = (self.get)(of);
        match self.unit {
            Unit::Share => format::percent(value, 0),
            Unit::Size => format::bytes(value as u64),
            Unit::Count => format::count(value as u64),
        }
    }

    /// The number as it stands in a field, without its unit.
    pub fn typed(&self, of: &Constants) -> String {
        format::fixed((self.get)(of) / self.unit.scale(), 0)
    }

    /// What stands behind the field.
    pub fn suffix(&self) -> &'static str {
        match self.unit {
            Unit::Share => "%",
            Unit::Size => "kB",
            Unit::Count => "",
        }
    }

    /// The constants after this was typed into the field; the same as before if it is no number (NaN), endless or negative.
    pub fn changed(&self, mut of: Constants, typed: f64) -> Constants {
        if typed.is_finite() && typed >= 0.0 {
            (self.set)(&mut of, typed * self.unit.scale());
        }
        of.in_range()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_changes_its_own_number_and_nothing_else() {
        let before = Constants::default();
        for (at, constant) in CONSTANTS.iter().enumerate() {
            let after = constant.changed(before, 64.0);
            assert_eq!(constant.typed(&after), "64", "{at}");
            assert_eq!((constant.get)(&after), 64.0 * constant.unit.scale(), "{at}");
            for (other, same) in CONSTANTS.iter().enumerate().filter(|(other, _)| *other != at) {
                assert_eq!((same.get)(&after), (same.get)(&before), "{at} moved {other}");
            }
        }
    }

    #[test]
    fn what_is_no_number_changes_nothing() {
        for typed in [-3.0, f64::NAN, f64::INFINITY] {
            for constant in &CONSTANTS {
                assert_eq!(constant.changed(Constants::default(), typed), Constants::default(), "{typed}");
            }
        }
    }
}
