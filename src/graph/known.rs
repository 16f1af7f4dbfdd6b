//! Names that mean something to V8 or DevTools.
//!
//! Owns the few strings whose text decides a rule, resolved once so that no loop over nodes or edges compares text.
//! Takes the string table; gives a mark per [`Text`] and what ephemeron names say. Duplicate strings get the same mark.

use crate::ids::{Bits, ObjectId, Text, parts};
use crate::snapshot::{Snapshot, StringTable};
use std::collections::HashMap;
use std::ops::Range;

/// What a string is known as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Mark {
    Nothing,
    Object,
    Array,
    Proto,
    Elements,
    NativeContext,
    SloppyFunctionMap,
    MapDescriptors,
    ExternalStringData,
    JsArrayBufferData,
    DocumentDomTrees,
    GcRoots,
    /// An ephemeron's edge name; see [`Known::ephemeron`].
    Ephemeron,
}

const MARKED: [(&str, Mark); 11] = [
    ("Object", Mark::Object),
    ("Array", Mark::Array),
    ("__proto__", Mark::Proto),
    ("elements", Mark::Elements),
    ("system / NativeContext", Mark::NativeContext),
    ("sloppy_function_map", Mark::SloppyFunctionMap),
    ("(map descriptors)", Mark::MapDescriptors),
    ("system / ExternalStringData", Mark::ExternalStringData),
    ("system / JSArrayBufferData", Mark::JsArrayBufferData),
    ("(Document DOM trees)", Mark::DocumentDomTrees),
    ("(GC roots)", Mark::GcRoots),
];

/// Lengths of the marked names: most strings are told by theirs.
const SHORTEST: usize = 5;
const LONGEST: usize = 27;

/// An edge name that V8 writes twice for one WeakMap entry: once from the key, once from the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ephemeron {
    /// Id of the table.
    pub table: ObjectId,
    /// The same number for both edges of an entry.
    pub pair: u32,
}

/// The marks of all strings.
#[derive(Debug)]
pub struct Known {
    marks: Vec<Mark>,
    ephemerons: HashMap<Text, Ephemeron>,
}

impl Known {
    /// Looks at each string once.
    pub fn of(strings: &StringTable) -> Self {
        let mut known = Self { marks: vec![Mark::Nothing; strings.len()], ephemerons: HashMap::new() };
        let mut pairs = HashMap::new();
        for part in parts(strings.len()) {
            known.look(strings, part, &mut pairs);
        }
        known
    }

    #[inline(never)]
    fn look<'a>(&mut self, strings: &'a StringTable, part: Range<u32>, pairs: &mut HashMap<&'a [u8], u32>) {
        for text in part.map(Text) {
            let raw = strings.raw(text);
            if !(SHORTEST..=LONGEST).contains(&raw.len()) && raw.last() != Some(&b')') {
                continue;
            }
            if let Some((_, known)) = MARKED.iter().find(|(name, _)| name.as_bytes() == raw) {
                self.marks[text.index()] = *known;
            } else if let Some((pair, table)) = ephemeron(raw) {
                let next = pairs.len() as u32;
                let pair = *pairs.entry(pair).or_insert(next);
                self.ephemerons.insert(text, Ephemeron { table, pair });
                self.marks[text.index()] = Mark::Ephemeron;
            }
        }
    }

    /// What this string is known as.
    #[inline]
    pub fn mark(&self, text: Text) -> Mark {
        self.marks.get(text.index()).copied().unwrap_or(Mark::Nothing)
    }

    /// Which codes of edge names stand for an ephemeron's: a quick no for nearly all edges.
    pub fn pairs(&self, snapshot: &Snapshot) -> Bits {
        snapshot.edges.names().codes_where(|name| self.mark(Text(name)) == Mark::Ephemeron)
    }

    /// What an ephemeron's edge name says.
    #[inline]
    pub fn ephemeron(&self, text: Text) -> Option<Ephemeron> {
        match self.mark(text) {
            Mark::Ephemeron => self.ephemerons.get(&text).copied(),
            _ => None,
        }
    }
}

/// Splits `12 / part of key (K @1) -> value (V @2) pair in WeakMap (table @3)` into the part after the number and the
/// table's id. K and V are names a program can choose, so the fixed words are looked for from the right end, and a name
/// with a line break does not count, as in DevTools, whose expression uses `.`.
fn ephemeron(raw: &[u8]) -> Option<(&[u8], ObjectId)> {
    let (rest, table) = id_before(raw.strip_suffix(b")")?)?;
    let rest = rest.strip_suffix(b" pair in WeakMap (table")?.strip_suffix(b")")?;
    let digits = raw.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let pair = &raw[digits..];
    let middle = rest.get(digits..)?.strip_prefix(b" / part of key (")?;
    if digits == 0 || [r"\n", r"\r", r"\u2028", r"\u2029"].iter().any(|line| find(middle, line.as_bytes()).is_some()) {
        return None;
    }
    let arrow = b") -> value (";
    let mut from = 0;
    while let Some(at) = find(&middle[from..], arrow) {
        let (key, value) = (&middle[..from + at], &middle[from + at + arrow.len()..]);
        if id_before(key).is_some() && id_before(value).is_some() {
            return Some((pair, table));
        }
        from += at + 1;
    }
    None
}

/// Splits `… @123` at the end.
fn id_before(raw: &[u8]) -> Option<(&[u8], ObjectId)> {
    let digits = raw.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (rest, number) = raw.split_at(raw.len() - digits);
    let id = std::str::from_utf8(number).ok()?.parse().ok()?;
    Some((rest.strip_suffix(b" @")?, ObjectId(id)))
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(haystack, needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lengths_are_those_of_the_names() {
        let lengths = || MARKED.iter().map(|(name, _)| name.len());
        assert_eq!((lengths().min(), lengths().max()), (Some(SHORTEST), Some(LONGEST)));
    }

    #[test]
    fn an_ephemeron_name_is_read_from_the_right() {
        let name = b"2 / part of key (a) -> value (b @1 @5) -> value (c (d) @6) pair in WeakMap (table @77)";
        assert_eq!(ephemeron(name), Some((&name[1..], ObjectId(77))));
        for other in [
            "x / part of key (a @5) -> value (c @6) pair in WeakMap (table @77)",
            "2 / part of key (a @5) -> value (c @6) pair in WeakMap (table @)",
            "2 / part of key (a 5) -> value (c @6) pair in WeakMap (table @7)",
            "2 / part of key (a\\n @5) -> value (c @6) pair in WeakMap (table @7)",
            "2 / part of key (a @5) -> value (c @6) pair in WeakMap (table @99999999999999999999999)",
            "",
        ] {
            assert_eq!(ephemeron(other.as_bytes()), None, "{other}");
        }
    }
}
