//! What kinds of nodes and edges there are, and the file's words for those we do not know.
//!
//! Owns the two enums. Kinds come from the names in `meta.node_types` and `meta.edge_types`, never from positions:
//! those differ between producers. Guarantee: an unknown kind is `Other` wherever a rule asks, and still has its word.

use serde::{Deserialize, Serialize};

/// What kind of heap object a node is, resolved by name from the file's `meta.node_types`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum NodeKind {
    Hidden,
    Array,
    String,
    Object,
    Code,
    Closure,
    Regexp,
    Number,
    Native,
    Synthetic,
    ConcatenatedString,
    SlicedString,
    Symbol,
    Bigint,
    ObjectShape,
    WasmObject,
    /// A type this reader does not know.
    Other,
}

impl NodeKind {
    /// All kinds, in the order of the variants.
    pub const ALL: [NodeKind; 17] = [
        NodeKind::Hidden,
        NodeKind::Array,
        NodeKind::String,
        NodeKind::Object,
        NodeKind::Code,
        NodeKind::Closure,
        NodeKind::Regexp,
        NodeKind::Number,
        NodeKind::Native,
        NodeKind::Synthetic,
        NodeKind::ConcatenatedString,
        NodeKind::SlicedString,
        NodeKind::Symbol,
        NodeKind::Bigint,
        NodeKind::ObjectShape,
        NodeKind::WasmObject,
        NodeKind::Other,
    ];

    /// The kind with this word in `meta.node_types`.
    pub(crate) fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or(NodeKind::Other)
    }

    /// Flat, concatenated and sliced strings.
    pub fn is_string(self) -> bool {
        matches!(self, NodeKind::String | NodeKind::ConcatenatedString | NodeKind::SlicedString)
    }

    /// V8's own word, used in class names such as `(sliced string)`.
    pub fn name(self) -> &'static str {
        match self {
            NodeKind::Hidden => "hidden",
            NodeKind::Array => "array",
            NodeKind::String => "string",
            NodeKind::Object => "object",
            NodeKind::Code => "code",
            NodeKind::Closure => "closure",
            NodeKind::Regexp => "regexp",
            NodeKind::Number => "number",
            NodeKind::Native => "native",
            NodeKind::Synthetic => "synthetic",
            NodeKind::ConcatenatedString => "concatenated string",
            NodeKind::SlicedString => "sliced string",
            NodeKind::Symbol => "symbol",
            NodeKind::Bigint => "bigint",
            NodeKind::ObjectShape => "object shape",
            NodeKind::WasmObject => "wasm object",
            NodeKind::Other => "other",
        }
    }
}

/// What kind of reference an edge is, resolved by name from the file's `meta.edge_types`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum EdgeKind {
    /// A variable captured by a closure's context.
    Context,
    /// An array-like index.
    Element,
    /// A JavaScript property.
    Property,
    /// A slot of V8's own structure, by name.
    Internal,
    /// A slot of V8's own structure, by number.
    Hidden,
    /// A convenience reference, no slot: keeps nothing alive.
    Shortcut,
    /// A weak slot: keeps nothing alive.
    Weak,
    /// A type this reader does not know; treated as a numbered strong slot.
    Other,
}

impl EdgeKind {
    pub(super) const ALL: [EdgeKind; 8] = [
        EdgeKind::Context,
        EdgeKind::Element,
        EdgeKind::Property,
        EdgeKind::Internal,
        EdgeKind::Hidden,
        EdgeKind::Shortcut,
        EdgeKind::Weak,
        EdgeKind::Other,
    ];

    /// Whether `name_or_index` is a string; otherwise it is a plain number and must never index the strings.
    pub fn is_named(self) -> bool {
        !matches!(self, EdgeKind::Element | EdgeKind::Hidden | EdgeKind::Other)
    }

    /// V8's own word.
    pub fn name(self) -> &'static str {
        match self {
            EdgeKind::Context => "context",
            EdgeKind::Element => "element",
            EdgeKind::Property => "property",
            EdgeKind::Internal => "internal",
            EdgeKind::Hidden => "hidden",
            EdgeKind::Shortcut => "shortcut",
            EdgeKind::Weak => "weak",
            EdgeKind::Other => "other",
        }
    }

    /// The kind with this word in `meta.edge_types`.
    pub(crate) fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or(EdgeKind::Other)
    }
}

/// The words of the kinds that this reader does not know, in the order in which a file uses them.
#[derive(Debug, Default)]
pub(crate) struct UnknownKinds(Vec<(i64, String)>);

impl UnknownKinds {
    /// The row of a kind: the file's number and its word, if its list has one. None if there are `limit` others already:
    /// no producer has more than two.
    pub(crate) fn row(&mut self, number: i64, word: Option<&str>, limit: u8) -> Option<u8> {
        let known = self.0.iter().position(|(known, _)| *known == number);
        let row = known.unwrap_or(self.0.len());
        if known.is_none() && row < usize::from(limit) {
            self.0.push((number, word.map_or_else(|| format!("unknown#{number}"), str::to_owned)));
        }
        u8::try_from(row).ok().filter(|row| *row < limit)
    }

    pub(super) fn word(&self, row: u8) -> &str {
        self.0.get(usize::from(row)).map_or("unknown", |(_, word)| word)
    }
}

/// A node's kind as its column has it, in six bits: the codes above the known kinds are rows of unknown ones, the last
/// is for those that come too late to have a row.
pub(crate) mod code {
    use super::{NodeKind, UnknownKinds};

    const FIRST: u8 = NodeKind::Other as u8;
    const LAST: u8 = 63;

    pub(crate) fn of_unknown(kinds: &mut UnknownKinds, number: i64, word: Option<&str>) -> u8 {
        kinds.row(number, word, LAST - FIRST).map_or(LAST, |row| FIRST + row)
    }

    #[inline]
    pub(crate) fn kind(code: u8) -> NodeKind {
        NodeKind::ALL[usize::from(code.min(FIRST))]
    }

    pub(crate) fn word(kinds: &UnknownKinds, code: u8) -> &str {
        code.checked_sub(FIRST).map_or_else(|| kind(code).name(), |row| kinds.word(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_kinds_keep_their_words_until_there_are_too_many() {
        let mut kinds = UnknownKinds::default();
        assert_eq!(code::of_unknown(&mut kinds, 12, None), 16);
        assert_eq!(code::of_unknown(&mut kinds, 3, Some("novelty")), 17);
        assert_eq!(code::of_unknown(&mut kinds, 12, None), 16);
        let codes: Vec<u8> = (100..160).map(|number| code::of_unknown(&mut kinds, number, None)).collect();
        assert_eq!((codes[0], codes[44], codes[45], codes[59]), (18, 62, 63, 63));
        assert_eq!(code::of_unknown(&mut kinds, 3, Some("novelty")), 17);
        for (code, word) in [(0, "hidden"), (16, "unknown#12"), (17, "novelty"), (62, "unknown#144"), (63, "unknown")] {
            assert_eq!(code::word(&kinds, code), word);
        }
        assert_eq!(
            (code::kind(3), code::kind(16), code::kind(63)),
            (NodeKind::Object, NodeKind::Other, NodeKind::Other)
        );
    }
}
