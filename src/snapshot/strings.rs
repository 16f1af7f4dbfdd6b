//! The string table, decoded lazily.
//!
//! Owns the raw bytes of all strings, still JSON-escaped. Takes a [`Text`]; gives its characters. A broken escape or
//! bad UTF-8 becomes U+FFFD; an entry that is not there has a visible stand-in. V8 itself loses text before us: code
//! points above U+FFFF come as one 16-bit unit, lone surrogates as `???`, and strings are cut at 1024 units.

use crate::ids::Text;
use memchr::memchr;
use std::borrow::Cow;

/// All strings of the file.
#[derive(Debug, Default)]
pub struct StringTable {
    raw: Vec<u8>,
    starts: Vec<u32>,
    /// Whether the file ends before the table does.
    cut: bool,
}

impl StringTable {
    /// The name of the pseudo-root of a cut-off file; no table is that long.
    pub(crate) const LOST_EDGES: Text = Text(u32::MAX - 1);

    /// What a string reads that the cut took.
    pub const NAME_LOST: &'static str = "⟨name lost⟩";

    /// What there is of a table in a file that was cut off.
    pub(crate) fn cut_off(raw: Vec<u8>, starts: Vec<u32>) -> Self {
        Self { cut: true, ..Self::new(raw, starts) }
    }

    /// Freezes what the scanner collected.
    pub fn new(mut raw: Vec<u8>, mut starts: Vec<u32>) -> Self {
        // The reservation was for the rest of the file; give back what the closing brackets did not need when it is much.
        if raw.capacity() - raw.len() > raw.len() / 8 {
            raw.shrink_to_fit();
        }
        starts.shrink_to_fit();
        Self { raw, starts, cut: false }
    }

    /// Number of strings.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether the table is empty.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Whether the table has this entry.
    pub fn has(&self, text: Text) -> bool {
        text.index() < self.starts.len() || self.is_lost_edges(text)
    }

    fn is_lost_edges(&self, text: Text) -> bool {
        self.cut && text == Self::LOST_EDGES
    }

    /// The entry's bytes as in the file, escapes and all; empty if it is not there.
    pub fn raw(&self, text: Text) -> &[u8] {
        let Some(&start) = self.starts.get(text.index()) else {
            return if self.is_lost_edges(text) { b"(lost edges)" } else { &[] };
        };
        let end = self.starts.get(text.index() + 1).map_or(self.raw.len(), |end| *end as usize);
        &self.raw[start as usize..end]
    }

    /// Where the bytes of an entry begin, among [`StringTable::bytes`]; of one past the last, where the last one's end.
    #[inline]
    pub(crate) fn start(&self, text: Text) -> usize {
        self.starts.get(text.index()).map_or(self.raw.len(), |start| *start as usize)
    }

    /// The bytes of all entries, one behind the other.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.raw
    }

    /// The entry's characters.
    pub fn get(&self, text: Text) -> Cow<'_, str> {
        if !self.has(text) {
            if self.cut {
                return Cow::Borrowed(Self::NAME_LOST);
            }
            return Cow::Owned(format!("⟨no string {}⟩", text.0));
        }
        unescaped(self.raw(text))
    }

    /// At most `limit` characters of the entry, with `…` if there are more.
    pub fn cut(&self, text: Text, limit: usize) -> String {
        // An escape is at most 6 bytes a character (12 for a pair), so this many raw bytes hold `limit` characters.
        let raw = self.raw(text);
        if raw.len() <= limit || !self.has(text) {
            return self.get(text).into_owned();
        }
        let decoded = unescaped(&raw[..raw.len().min(limit.saturating_mul(12) + 12)]);
        match decoded.char_indices().nth(limit) {
            Some((end, _)) => format!("{}…", &decoded[..end]),
            None => decoded.into_owned(),
        }
    }
}

/// Undoes JSON's escapes.
pub(crate) fn unescaped(raw: &[u8]) -> Cow<'_, str> {
    if memchr(b'\\', raw).is_none() {
        return String::from_utf8_lossy(raw);
    }
    let mut out: Vec<u8> = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        let (decoded, used) = escape(&rest[at..]);
        out.extend_from_slice(decoded.encode_utf8(&mut [0; 4]).as_bytes());
        rest = &rest[at + used..];
    }
    out.extend_from_slice(rest);
    match String::from_utf8(out) {
        Ok(text) => Cow::Owned(text),
        Err(error) => Cow::Owned(String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

/// The text as JSON writes it, quotes and all.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// One escape at the start of `raw`: its character and length.
fn escape(raw: &[u8]) -> (char, usize) {
    let plain = |c| (c, 2);
    match raw.get(1) {
        Some(b'n') => plain('\n'),
        Some(b't') => plain('\t'),
        Some(b'r') => plain('\r'),
        Some(b'b') => plain('\u{8}'),
        Some(b'f') => plain('\u{c}'),
        Some(&c @ (b'"' | b'\\' | b'/')) => plain(char::from(c)),
        Some(b'u') => match unit(raw) {
            Some(high @ 0xD800..=0xDBFF) => match raw.get(6..).and_then(unit) {
                Some(low @ 0xDC00..=0xDFFF) => {
                    let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                    (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
                }
                _ => (char::REPLACEMENT_CHARACTER, 6),
            },
            Some(code) => (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 6),
            None => (char::REPLACEMENT_CHARACTER, raw.len().min(2)),
        },
        _ => (char::REPLACEMENT_CHARACTER, raw.len().min(2)),
    }
}

/// The 16-bit unit of `\uXXXX` at the start of `raw`.
fn unit(raw: &[u8]) -> Option<u32> {
    let digits = raw.get(..6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |code, byte| Some(code * 16 + char::from(*byte).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_json_and_comes_back() {
        let text: String = (0..0x180).filter_map(char::from_u32).chain("\u{2028}中😀\\n".chars()).collect();
        let json = quoted(&text);
        assert_eq!(json, serde_json::to_string(&text).unwrap_or_default());
        assert_eq!(unescaped(&json.as_bytes()[1..json.len() - 1]), text);
    }

    #[test]
    fn escapes_are_undone_and_broken_ones_are_visible() {
        for (raw, text) in [
            ("plain", "plain"),
            (r#"a\"b\\c\n\u0001"#, "a\"b\\c\n\u{1}"),
            (r"\uD83D\uDE00", "😀"),
            (r"\uF600", "\u{F600}"),
            (r"\uD83Dx", "\u{FFFD}x"),
            (r"\uZZZZ", "\u{FFFD}ZZZZ"),
            (r"\u12", "\u{FFFD}12"),
            ("\\", "\u{FFFD}"),
        ] {
            assert_eq!(unescaped(raw.as_bytes()), text, "{raw}");
        }
        assert_eq!(unescaped(b"\xff\\n"), "\u{FFFD}\n");
    }

    #[test]
    fn long_entries_are_cut_by_characters() {
        let table = StringTable::new("东京abc\\nd".as_bytes().to_vec(), vec![0, 6]);
        assert_eq!(table.cut(Text(0), 1), "东…");
        assert_eq!(table.cut(Text(0), 2), "东京");
        assert_eq!(table.cut(Text(1), 4), "abc\n…");
        assert_eq!(table.cut(Text(1), 5), "abc\nd");
        assert_eq!(table.cut(Text(9), 5), "⟨no string 9⟩");
    }
}
