//! Which picture of the heap is shown, as it stands in an address.
//!
//! Owns the words `by`, `only`, `filter` and `sort` of the route `gravity`. Guarantee: what makes no sense is the picture
//! around an object, of the usual size, by retained size, laid out by forces.

use super::body::Weight;
use super::hue::Tint;
use crate::present::route::{Route, View};

/// A picture of the heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// What is around one object.
    Around,
    /// The heaviest objects and groups of the whole heap.
    Sky,
    /// The heaviest classes.
    Classes,
}

/// Sizes of a sky to choose from.
pub const LIMITS: [u32; 3] = [1_000, 10_000, 100_000];
/// Classes in a picture of them.
pub const CLASSES: u32 = 250;

/// All that the address says of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub mode: Mode,
    /// Bodies of the whole heap, at most.
    pub limit: u32,
    pub weight: Weight,
    pub tint: Tint,
    /// Top-down instead of by forces.
    pub is_layered: bool,
}

impl Mode {
    /// As it stands in an address.
    pub fn word(self) -> &'static str {
        match self {
            Mode::Around => "",
            Mode::Sky => "sky",
            Mode::Classes => "classes",
        }
    }
}

impl Look {
    /// What the route says.
    pub fn of(route: &Route) -> Self {
        let mode = [Mode::Sky, Mode::Classes].into_iter().find(|mode| mode.word() == route.by);
        let mode = mode.filter(|_| matches!(route.view, View::Gravity(_))).unwrap_or(Mode::Around);
        let limit = LIMITS.into_iter().find(|limit| route.only == limit.to_string()).unwrap_or(LIMITS[0]);
        let has = |wanted: &str| route.sort.split('-').any(|word| word == wanted);
        Self {
            mode,
            limit: if mode == Mode::Classes { CLASSES } else { limit },
            weight: if route.filter == OWN { Weight::Own } else { Weight::Retained },
            tint: TINTS.into_iter().find(|(word, _)| has(word)).map_or(Tint::Kind, |(_, tint)| tint),
            is_layered: has(LAYERS),
        }
    }
}

/// `filter` of a picture whose areas are own sizes.
pub const OWN: &str = "own";
/// Words of `sort`, joined by `-`: laid out in layers, coloured by class or script.
pub const LAYERS: &str = "layers";
pub const TINTS: [(&str, Tint); 2] = [("class", Tint::Class), ("script", Tint::Script)];

/// `sort` of a picture that looks so.
pub fn sort(is_layered: bool, tint: Tint) -> String {
    let tint = TINTS.map(|(word, of)| (tint == of, word));
    let words = [(is_layered, LAYERS), tint[0], tint[1]];
    words.into_iter().filter(|word| word.0).map(|word| word.1).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_how_the_picture_looks() {
        let look = Look::of(&Route::parse("#/gravity?filter=own&sort=layers-class&only=10000&by=sky"));
        let wanted = Look { mode: Mode::Sky, limit: 10_000, weight: Weight::Own, tint: Tint::Class, is_layered: true };
        assert_eq!(sort(true, Tint::Class), "layers-class");
        assert_eq!(look, wanted);
        let usual =
            Look { mode: Mode::Around, limit: 1_000, weight: Weight::Retained, tint: Tint::Kind, is_layered: false };
        for hash in ["#/gravity", "#/gravity/@5?by=nonsense&only=7&sort=x&filter=y", "#/classes?by=sky"] {
            assert_eq!(Look::of(&Route::parse(hash)), usual, "{hash}");
        }
        assert_eq!(Look::of(&Route::parse("#/gravity?by=classes")).limit, CLASSES);
    }
}
