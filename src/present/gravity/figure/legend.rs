//! Where each entry of a picture's legend stands, and how wide a text is about.
//!
//! Takes entries and the width there is; gives a place for each, down the columns from the left. Guarantee: no entry is
//! wider than its room, which is within that width.

use super::{FigureKey, LETTERS, LONG, ROW};
use crate::present::format::{escaped, middle, visible};

/// Between two columns.
const GAP: f64 = 28.0;
/// Between a sign and its words.
const SPACE: f64 = 8.0;
/// So many columns at most.
const COLUMNS: usize = 12;
/// How wide a letter is, as a share of its size: between those of `system-ui` on the three systems, rather too wide.
const LETTER: f64 = 0.58;

/// What stands before the words of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Disc,
    Line,
    Mark,
    Nothing,
}

impl Sign {
    fn of(key: &FigureKey) -> Self {
        match key {
            FigureKey { line: Some(_), .. } => Self::Line,
            FigureKey { fill: Some(_), .. } => Self::Disc,
            FigureKey { mark, .. } if !mark.is_empty() => Self::Mark,
            _ => Self::Nothing,
        }
    }

    /// How wide it is.
    pub fn width(self) -> f64 {
        match self {
            Self::Line => 28.0,
            Self::Disc | Self::Mark => 16.0,
            Self::Nothing => 0.0,
        }
    }
}

/// An entry that has its place.
pub struct Placed<'a> {
    pub key: &'a FigureKey,
    pub sign: Sign,
    /// The middle of its sign, and the left end of its words, in the middle of their height, from the legend's corner.
    pub sign_at: [f64; 2],
    pub words_at: [f64; 2],
    /// Room for the words.
    pub room: f64,
}

/// The entries in as many columns as fit, and how many rows that makes.
pub fn place_keys(keys: &[FigureKey], room: f64) -> (Vec<Placed<'_>>, usize) {
    let signs = keys.iter().map(Sign::of);
    // All words begin below each other, behind the widest sign; a note without a sign begins where signs do.
    let widest = signs.clone().map(Sign::width).fold(0.0, f64::max);
    let lead = |sign: Sign| if sign == Sign::Nothing { 0.0 } else { widest + SPACE };
    let wide = |(key, sign): (&FigureKey, Sign)| lead(sign) + width_of(&visible(&middle(&key.words, LONG)), LETTERS);
    let widths: Vec<f64> = keys.iter().zip(signs).map(wide).collect();
    let columns_of = |rows: usize| -> Vec<f64> {
        widths.chunks(rows).map(|column| column.iter().fold(0.0, |widest, width| width.max(widest))).collect()
    };
    let rows_of = |columns: usize| keys.len().div_ceil(columns).max(1);
    let fits = |columns: &[f64]| columns.iter().sum::<f64>() + GAP * (columns.len() as f64 - 1.0) <= room;
    let columns = (2..=COLUMNS).rev().find(|columns| fits(&columns_of(rows_of(*columns)))).unwrap_or(1);
    let rows = rows_of(columns);
    let mut placed = Vec::with_capacity(keys.len());
    let mut left = 0.0;
    for (keys, width) in keys.chunks(rows).zip(columns_of(rows)) {
        for (row, key) in keys.iter().enumerate() {
            let (sign, y) = (Sign::of(key), ROW * (row as f64 + 0.5));
            let (sign_at, words_at) = ([left + widest / 2.0, y], [left + lead(sign), y]);
            placed.push(Placed { key, sign, sign_at, words_at, room: width.min(room) - lead(sign) });
        }
        left += width + GAP;
    }
    (placed, if keys.is_empty() { 0 } else { rows })
}

/// About how wide a text is; nothing here can measure.
pub fn width_of(text: &str, size: f64) -> f64 {
    let letters = text.chars().map(|char| if is_wide(char) { 2.0 } else { 1.0 });
    letters.sum::<f64>() * size * LETTER
}

/// A text as it stands in the file, its middle cut out if it is wider than the room.
pub fn fitting(text: &str, size: f64, room: f64) -> String {
    let whole = visible(&middle(text, LONG));
    if width_of(&whole, size) <= room {
        return escaped(&whole);
    }
    // How many characters fit is between these two: halved until there is nothing between.
    let (mut fits, mut exceeds) = (1, whole.chars().count());
    while exceeds > fits + 1 {
        let limit = (fits + exceeds) / 2;
        let is_within = width_of(&middle(&whole, limit), size) <= room;
        *(if is_within { &mut fits } else { &mut exceeds }) = limit;
    }
    escaped(&middle(&whole, fits))
}

/// Whether a character is twice as wide as a letter (Unicode's East Asian Width, W and F, by its large blocks).
fn is_wide(char: char) -> bool {
    matches!(char,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}'
    )
}
