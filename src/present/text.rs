//! Every word a person reads, in Chinese and in English.
//!
//! Owns the page's one table of words. A [`Phrase`] is a whole sentence or label in both languages, with named slots in
//! braces that may be filled by text ([`Phrase::fill`]) or by rich pieces such as links ([`Phrase::pieces`]); sentences
//! are never glued from fragments, so each language keeps its own word order. Guarantee (tested): both languages have
//! the same slots, and none is empty.

mod between;
mod classes;
mod containers;
mod cut;
mod failures;
mod foreign;
mod gravity;
mod landing;
mod lists;
mod objects;
mod paths;
mod patterns;
mod report;
mod shell;
mod strings;

pub use between::*;
pub use classes::*;
pub use containers::*;
pub use cut::*;
pub use failures::*;
pub use foreign::*;
pub use gravity::*;
pub use landing::*;
pub use lists::*;
pub use objects::*;
pub use paths::*;
pub use patterns::*;
pub use report::*;
pub use shell::*;
pub use strings::*;

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
// A pointer: phrases are passed around and kept in closures everywhere, and four words each would be code each time.
pub struct Phrase(pub &'static [&'static str; 2]);

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
            Lang::Zh => self.0[0],
            Lang::En => self.0[1],
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
        $($(#[$doc])* pub const $name: $crate::present::text::Phrase = $crate::present::text::Phrase(&[$zh, $en]);)*
        #[cfg(test)]
        pub(super) const TABLE: &[(&str, $crate::present::text::Phrase)] = &[$((stringify!($name), $name)),*];
    };
}
pub(crate) use phrases;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    // Each module has its own `TABLE`, and all are imported here.
    #[allow(unused_qualifications)]
    fn table() -> impl Iterator<Item = (&'static str, Phrase)> {
        [
            between::TABLE,
            classes::TABLE,
            containers::TABLE,
            cut::TABLE,
            failures::TABLE,
            foreign::TABLE,
            gravity::TABLE,
            landing::TABLE,
            lists::TABLE,
            paths::TABLE,
            objects::TABLE,
            patterns::TABLE,
            report::TABLE,
            shell::TABLE,
            strings::TABLE,
        ]
        .into_iter()
        .chain([crate::present::glossary::table()])
        .flatten()
        .copied()
    }

    fn slots(phrase: Phrase, lang: Lang) -> BTreeSet<&'static str> {
        let pieces = phrase.pieces(lang).into_iter();
        pieces.filter_map(|piece| if let Piece::Slot(name) = piece { Some(name) } else { None }).collect()
    }

    #[test]
    fn both_languages_say_everything_with_the_same_slots() {
        for (name, phrase) in table() {
            assert!(phrase.0.iter().all(|words| !words.trim().is_empty()), "{name}");
            assert_eq!(slots(phrase, Lang::Zh), slots(phrase, Lang::En), "{name}");
            for lang in [Lang::Zh, Lang::En] {
                let words = phrase.say(lang);
                assert_eq!(words.matches('{').count(), words.matches('}').count(), "{name}: {words}");
                assert!(!words.contains('!') && !words.contains('！'), "{name}: {words}");
            }
        }
    }

    #[test]
    fn slots_are_filled_in_the_order_of_the_language() {
        let phrase = Phrase(&["共 {total}，再显示 {step} 行", "Show {step} more of {total}"]);
        let values = [("step", "50"), ("total", "12,400")];
        assert_eq!(phrase.fill(Lang::En, &values), "Show 50 more of 12,400");
        assert_eq!(phrase.fill(Lang::Zh, &values), "共 12,400，再显示 50 行");
    }

    #[test]
    fn the_suspect_sentence_reads_as_promised() {
        let values = [("name", "Client"), ("id", "@46073"), ("bytes", "204.1 MB"), ("share", "86.52%")];
        let zh = HOLDS_INSTANCE.fill(Lang::Zh, &values);
        assert_eq!(zh, "一个 Client 实例 @46073 占用了 204.1 MB（86.52%）。");
        let en = HOLDS_INSTANCE.fill(Lang::En, &values);
        assert_eq!(en, "One Client @46073 holds 204.1 MB (86.52%).");
    }

    #[test]
    fn a_language_is_read_from_a_tag() {
        assert_eq!(Lang::parse("zh-Hans-CN"), Some(Lang::Zh));
        assert_eq!(Lang::parse("EN"), Some(Lang::En));
        assert_eq!(Lang::parse("de"), None);
    }
}
