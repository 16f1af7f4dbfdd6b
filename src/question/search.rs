//! Which object did you mean? (search)
//!
//! Takes what the user typed: `@123` is an id and finds that object alone; anything else is looked for in the names of
//! all objects (constructor, function, string text), ignoring ASCII case, and finds also what is held under just that
//! name as a property or captured variable, so that a keyword of the report leads to its object. Gives matches by
//! retained size, largest first.

use super::{EdgeKind, ObjectRow, Page, Refusal, Rows, Work, rows};
use crate::analysis::Heap;
use crate::ids::{Bits, Node, ObjectId, Text, parts};
use crate::order::{self, First};
use crate::snapshot::Snapshot;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Search {
    pub text: String,
    pub page: Page,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Found {
    /// The text was an id and the heap has it.
    Object(ObjectRow),
    /// The text was an id and the heap does not have it.
    NoSuchId,
    /// Objects whose name or class contains the text, or that are held under it; maybe none.
    Names(Rows<ObjectRow>),
}

impl Search {
    /// The object with this id, or the objects with this in their name or class.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<Found, Refusal> {
        let text = self.text.trim();
        if let Some(Ok(id)) = text.strip_prefix('@').map(str::parse) {
            let found = heap.find(ObjectId(id)).map(|node| Found::Object(rows::object(heap, node)));
            return Ok(found.unwrap_or(Found::NoSuchId));
        }
        let needle = Needle::new(text);
        if needle.0.is_empty() {
            return Ok(Found::Names(Rows { rows: Vec::new(), total: 0, offset: self.page.offset }));
        }
        let snapshot = heap.snapshot();
        let mut names: Vec<Match> = Vec::with_capacity(snapshot.strings().len());
        for part in parts(snapshot.strings().len()) {
            work.stride(0.5 * share(&part, snapshot.strings().len())).await;
            compare_all(snapshot, &needle, part, &mut names);
        }
        let classes: Vec<Match> =
            heap.classes().iter().map(|(_, class)| needle.compare(class.name.as_bytes())).collect();
        let held = held_under(heap, &names, work).await;
        let matches = |node: &Node| {
            names.get(snapshot.name(*node).index()).is_some_and(|name| *name != Match::No)
                || classes[heap.classes().of(*node).index()] != Match::No
                || held.get(node.index())
        };
        let from = self.page.offset as usize;
        let mut first = First::new(from.saturating_add(self.page.limit.min(Page::MAX) as usize));
        let mut total = 0;
        for part in parts(heap.node_count()) {
            work.stride(0.8 + 0.2 * share(&part, heap.node_count())).await;
            let found = part.map(Node).filter(matches);
            total += found.map(|node| first.push((order::descending(heap.retained(node)), u64::from(node.0)))).count();
        }
        let page = first.sorted().into_iter().skip(from).map(|key| Node(key.1 as u32));
        let rows = page.map(|node| rows::object(heap, node)).collect();
        Ok(Found::Names(Rows { rows, total: total as u64, offset: self.page.offset }))
    }
}

/// How much of a loop is done where this part of it begins.
fn share(part: &Range<u32>, rows: usize) -> f64 {
    f64::from(part.start) / rows.max(1) as f64
}

/// Objects that somebody refers to by a property or variable of exactly this name.
async fn held_under(heap: &Heap, names: &[Match], work: &Work) -> Bits {
    let snapshot = heap.snapshot();
    let mut held = Bits::new(snapshot.node_count());
    if !names.contains(&Match::Equal) {
        return held;
    }
    let is_equal = |name: u32| names.get(name as usize) == Some(&Match::Equal);
    let codes = snapshot.edges.names().codes_where(is_equal);
    for part in parts(snapshot.edge_count()) {
        work.stride(0.5 + 0.3 * share(&part, snapshot.edge_count())).await;
        note_held(snapshot, &codes, part, is_equal, &mut held);
    }
    held
}

/// Notes what these edges lead to, if they have such a name. `codes`: a quick no for nearly all.
#[inline(never)]
fn note_held(snapshot: &Snapshot, codes: &Bits, edges: Range<u32>, is_equal: impl Fn(u32) -> bool, held: &mut Bits) {
    for (edge, end) in edges.clone().zip(snapshot.edges.ends(edges)) {
        if let EdgeKind::Property | EdgeKind::Context = end.kind()
            && snapshot.edges.names().candidate(edge, codes).is_some_and(&is_equal)
        {
            held.set(end.target().index());
        }
    }
}

/// Compares these strings. Most are as they stand in the file; of those with an escape only few need be decoded.
#[inline(never)]
fn compare_all(snapshot: &Snapshot, needle: &Needle, part: Range<u32>, names: &mut Vec<Match>) {
    for text in part.map(Text) {
        let raw = snapshot.strings().raw(text);
        names.push(match memchr::memchr(b'\\', raw) {
            None => needle.compare(raw),
            Some(_) if needle.is_hidden_in(raw) || needle.is_in(raw) => needle.compare(snapshot.text(text).as_bytes()),
            Some(_) => Match::No,
        });
    }
}

/// How a name compares with what is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Match {
    No,
    Part,
    Equal,
}

/// What to look for, in ASCII lower case.
struct Needle(Vec<u8>);

impl Needle {
    fn new(text: &str) -> Self {
        Self(text.to_ascii_lowercase().into_bytes())
    }

    fn compare(&self, text: &[u8]) -> Match {
        match self.is_in(text) {
            true if text.len() == self.0.len() => Match::Equal,
            true => Match::Part,
            false => Match::No,
        }
    }

    /// Whether the text may hold the needle and its raw bytes not: where a letter is written by its number, or a stroke
    /// behind a backslash. V8 writes so what is not ASCII and what cannot be printed; others may write anything so.
    fn is_hidden_in(&self, raw: &[u8]) -> bool {
        let escaped = |byte: &u8| !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b' ' | b'_' | b'$' | b'.' | b'-');
        self.0.iter().any(escaped) || memchr::memmem::find(raw, b"\\u00").is_some()
    }

    fn is_in(&self, text: &[u8]) -> bool {
        let Some(&first) = self.0.first() else { return true };
        let upper = first.to_ascii_uppercase();
        memchr::memchr2_iter(first, upper, text)
            .any(|at| text.get(at..at + self.0.len()).is_some_and(|part| part.eq_ignore_ascii_case(&self.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::StringTable;

    #[test]
    fn raw_bytes_decide_only_where_the_text_would_say_the_same() {
        let raws = [
            r"plain",
            r"line\nend",
            r"a\u0041b",
            r"https:\/\/x",
            r"\u4e2d\u6587 user",
            "中文",
            r#"say \"user\""#,
            r"\\user",
            r"\\n",
            r"\u0075ser",
            r"tab\tuser\n",
            r"\uD83D\uDE00user",
            r"u\u0000ser",
            r"User.name-1_$ \u00e9",
        ];
        for raw in raws {
            let table = StringTable::new(raw.as_bytes().to_vec(), vec![0]);
            let text = table.get(Text(0));
            let needles = [
                "n",
                "user",
                "aab",
                "//x",
                "\"u",
                "中文",
                "中",
                "\\",
                "\\n",
                "\n",
                "t",
                "tuser",
                "é",
                "😀",
                "u0041",
                "name-1_$ ",
            ];
            for needle in needles.map(Needle::new) {
                let raw = raw.as_bytes();
                let skipped = memchr::memchr(b'\\', raw).is_some() && !needle.is_hidden_in(raw) && !needle.is_in(raw);
                let found = needle.is_in(text.as_bytes());
                assert!(!(skipped && found), "{text:?} has {:?}", String::from_utf8_lossy(&needle.0));
            }
        }
    }
}
