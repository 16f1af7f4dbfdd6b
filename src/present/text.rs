//! Every word a person reads, in Chinese and in English.
//!
//! Owns the page's one table of words. A [`Phrase`] is a whole sentence or label in both languages, with named slots in
//! braces that may be filled by text ([`Phrase::fill`]) or by rich pieces such as links ([`Phrase::pieces`]); sentences
//! are never glued from fragments, so each language keeps its own word order. Guarantee (tested): both languages have
//! the same slots, and none is empty.

mod failures;
mod gravity;
mod landing;
mod objects;
mod report;
mod shell;

pub use failures::*;
pub use gravity::*;
pub use landing::*;
pub use objects::*;
pub use report::*;
pub use shell::*;

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// The code in `?lang=`, in storage and in `<html lang>`.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// Reads a language tag such as `zh-CN` or `en`; other languages are not spoken here.
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        match tag.split(['-', '_']).next() {
            Some("zh") => Some(Lang::Zh),
            Some("en") => Some(Lang::En),
            _ => None,
        }
    }

    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }
}

/// One thing to say, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Phrase {
    pub zh: &'static str,
    pub en: &'static str,
}

/// A part of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words of the language.
    Text(&'static str),
    /// A named place for something else.
    Slot(&'static str),
}

impl Phrase {
    /// The phrase as it stands; for phrases without slots.
    pub const fn say(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// The phrase with its slots filled by text. A slot without a value shows its name, so that a mistake is seen.
    pub fn fill(self, lang: Lang, values: &[(&str, &str)]) -> String {
        let mut out = String::new();
        for piece in self.pieces(lang) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Slot(name) => {
                    out.push_str(values.iter().find(|(slot, _)| *slot == name).map_or(name, |(_, value)| value));
                }
            }
        }
        out
    }

    /// The phrase cut at its slots, in the order of the language.
    pub fn pieces(self, lang: Lang) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut rest = self.say(lang);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((slot, after)) = after.split_once('}') else { break };
            if !before.is_empty() {
                pieces.push(Piece::Text(before));
            }
            pieces.push(Piece::Slot(slot));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest));
        }
        pieces
    }
}

/// Declares phrases as constants and lists them for the tests.
macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident = $zh:expr, $en:expr;)*) => {
        $($(#[$doc])* pub const $name: $crate::present::text::Phrase = $crate::present::text::Phrase { zh: $zh, en: $en };)*
        #[cfg(test)]
        pub(super) const TABLE: &[(&str, $crate::present::text::Phrase)] = &[$((stringify!($name), $name)),*];
    };
}
pub(crate) use phrases;
