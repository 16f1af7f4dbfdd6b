//! Which object did you mean? (search)
//!
//! Takes what the user typed: `@123` is an id and finds that object alone; else its terms (`query.rs`) must all hold. Plain
//! words are looked for in the names of all objects (constructor, function, string text) and of classes, ignoring ASCII case,
//! and find also what is held under just that name as a property or captured variable, so that a keyword of the report leads
//! to its object; and functions by where they stand (`standing.rs`). Gives matches in the wanted order, ties in file order;
//! what was found is kept for the next page.

use super::instances::InstanceOrder;
use super::pattern::{Pattern, contains};
use super::rows::OnPage;
use super::{Direction, EdgeKind, ObjectRow, Page, Refusal, Rows, Work, rows};
use crate::analysis::Heap;
use crate::ids::{Bits, Node, Text, parts};
use crate::snapshot::Snapshot;
use query::{KindTerm, Query};
use serde::{Deserialize, Serialize};
use std::ops::Range;

pub mod query;
mod standing;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Search {
    pub text: String,
    pub order: InstanceOrder,
    pub direction: Direction,
    pub page: Page,
}

impl Search {
    /// The first matches, what retains most first.
    pub fn first(text: &str, page: Page) -> Self {
        Self { text: text.to_owned(), order: InstanceOrder::Retained, direction: Direction::Down, page }
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Found {
    /// The text was an id and the heap has it.
    Object(ObjectRow),
    /// The text was an id and the heap does not have it.
    NoSuchId,
    /// The objects for which all terms hold; maybe none.
    Names(Rows<ObjectRow>),
}

impl Search {
    /// The object with this id, or the objects for which the terms hold.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<Found, Refusal> {
        let query = Query::read(&self.text)?;
        if let Some(id) = query.id {
            let found = heap.find(id).map(|node| Found::Object(rows::object(heap, node)));
            return Ok(found.unwrap_or(Found::NoSuchId));
        }
        if query.is_empty() {
            return Ok(Found::Names(Rows { rows: Vec::new(), total: 0, offset: self.page.offset }));
        }
        let matches = work.once("search", &self.text, matches(heap, &query, work)).await;
        let mut page = OnPage::new(self.page);
        for part in parts(heap.node_count()) {
            work.stride(0.8 + 0.2 * share(&part, heap.node_count())).await;
            self.gather(heap, &matches, part, &mut page);
        }
        Ok(Found::Names(page.rows(|key| rows::object(heap, Node(key.1 as u32)))))
    }

    #[inline(never)]
    fn gather(&self, heap: &Heap, matches: &Bits, part: Range<u32>, page: &mut OnPage) {
        let found = part.map(Node).filter(|node| matches.get(node.index()));
        found.for_each(|node| page.push((self.direction.of(self.order.number(heap, node)), u64::from(node.0))));
    }
}

/// The nodes for which all terms hold.
async fn matches(heap: &Heap, query: &Query, work: &Work) -> Bits {
    let snapshot = heap.snapshot();
    let strings = snapshot.strings().len();
    let mut terms = Terms {
        heap,
        query,
        names: Vec::new(),
        expressions: Vec::new(),
        classes: heap.classes().iter().map(|(_, class)| Classed::of(query, &class.name)).collect(),
        held: Bits::new(0),
        standing: standing::standing(heap, &query.words, work).await,
        links: Vec::new(),
    };
    if !query.words.is_empty() {
        let needle = Needle::new(&query.words);
        terms.names.reserve_exact(strings);
        for part in parts(strings) {
            work.stride(0.4 * share(&part, strings)).await;
            compare_all(snapshot, &needle, part, &mut terms.names);
        }
        let names = &terms.names;
        if names.contains(&Match::Equal) {
            let is_equal = |name: u32| names.get(name as usize) == Some(&Match::Equal);
            terms.held = targets(heap, is_equal, Side::Target, work).await;
        }
    }
    for pattern in &query.expressions {
        let mut matching = Bits::new(strings);
        for part in parts(strings) {
            for part in pattern.pieces(part) {
                work.stride(0.4 * share(&part, strings)).await;
                match_all(snapshot, pattern, part, &mut matching);
            }
        }
        terms.expressions.push(matching);
    }
    for (name, side) in query
        .properties
        .iter()
        .map(|name| (name, Side::Source))
        .chain(query.held.iter().map(|name| (name, Side::Target)))
    {
        let named = exactly(heap, name, work).await;
        terms.links.push(targets(heap, |name| named.get(name as usize), side, work).await);
    }
    let mut found = Bits::new(heap.node_count());
    for part in parts(heap.node_count()) {
        work.stride(0.7 + 0.1 * share(&part, heap.node_count())).await;
        terms.note(part, &mut found);
    }
    found
}

/// What the terms say of strings and classes, looked up for each node.
struct Terms<'a> {
    heap: &'a Heap,
    query: &'a Query,
    /// How each string compares with the words, if there are any.
    names: Vec<Match>,
    /// Which strings match, for each expression.
    expressions: Vec<Bits>,
    classes: Vec<Classed>,
    /// What is held under exactly the words.
    held: Bits,
    /// The functions that stand where the words say.
    standing: Bits,
    /// Which objects have, or are held under, each of the names asked for.
    links: Vec<Bits>,
}

/// What the terms say of a class.
struct Classed {
    /// Its name has the words.
    has_words: bool,
    /// All terms about classes hold.
    is_in: bool,
}

impl Classed {
    fn of(query: &Query, name: &str) -> Self {
        Self {
            has_words: !query.words.is_empty() && Needle::new(&query.words).compare(name.as_bytes()) != Match::No,
            is_in: query.classes.iter().all(|pattern| pattern.is_in(name)),
        }
    }
}

impl Terms<'_> {
    #[inline(never)]
    fn note(&self, part: Range<u32>, found: &mut Bits) {
        for node in part.map(Node) {
            if self.hold(node) {
                found.set(node.index());
            }
        }
    }

    fn hold(&self, node: Node) -> bool {
        let (heap, query) = (self.heap, self.query);
        let snapshot = heap.snapshot();
        let (name, class) = (snapshot.name(node).index(), &self.classes[heap.classes().of(node).index()]);
        let has_words = query.words.is_empty()
            || self.names.get(name).is_some_and(|name| *name != Match::No)
            || class.has_words
            || self.held.get(node.index())
            || self.standing.get(node.index());
        let is_kind = |kind: &KindTerm| match kind {
            KindTerm::Category(category) => rows::category(heap, node) == *category,
            KindTerm::Node(kind) => snapshot.kind(node) == *kind,
        };
        has_words
            && class.is_in
            && self.expressions.iter().all(|matching| matching.get(name))
            && self.links.iter().all(|link| link.get(node.index()))
            && query.sizes.iter().all(|size| {
                let bytes = if size.is_retained { heap.retained(node) } else { heap.shallow(node) };
                (size.least..=size.most).contains(&bytes)
            })
            && query.kinds.iter().all(is_kind)
    }
}

/// Which strings match the expression.
#[inline(never)]
fn match_all(snapshot: &Snapshot, pattern: &Pattern, part: Range<u32>, matching: &mut Bits) {
    for text in part.map(Text) {
        if pattern.is_in(&snapshot.text(text)) {
            matching.set(text.index());
        }
    }
}

/// The strings that are just this.
async fn exactly(heap: &Heap, name: &str, work: &Work) -> Bits {
    let strings = heap.snapshot().strings();
    let mut equal = Bits::new(strings.len());
    for part in parts(strings.len()) {
        work.stride(0.5).await;
        for text in part.map(Text) {
            let raw = strings.raw(text);
            let is_equal = raw == name.as_bytes() || memchr::memchr(b'\\', raw).is_some() && strings.get(text) == name;
            if is_equal {
                equal.set(text.index());
            }
        }
    }
    equal
}

/// How much of a loop is done where this part of it begins.
fn share(part: &Range<u32>, rows: usize) -> f64 {
    f64::from(part.start) / rows.max(1) as f64
}

/// Which end of a reference is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Source,
    Target,
}

/// Objects that somebody refers to, or that refer to something, by a property or variable of such a name.
async fn targets(heap: &Heap, is_equal: impl Fn(u32) -> bool, side: Side, work: &Work) -> Bits {
    let snapshot = heap.snapshot();
    let mut found = Bits::new(snapshot.node_count());
    let codes = snapshot.edges.names().codes_where(&is_equal);
    for part in parts(snapshot.node_count()) {
        work.stride(0.5 + 0.2 * share(&part, snapshot.node_count())).await;
        note_ends(snapshot, &codes, part, &is_equal, side, &mut found);
    }
    found
}

/// Notes one end of the edges of these nodes that have such a name. `codes`: a quick no for nearly all.
#[inline(never)]
fn note_ends(
    snapshot: &Snapshot,
    codes: &Bits,
    nodes: Range<u32>,
    is_equal: impl Fn(u32) -> bool,
    side: Side,
    found: &mut Bits,
) {
    for node in nodes.map(Node) {
        for (edge, end) in snapshot.edges(node).zip(snapshot.ends(node)) {
            if let EdgeKind::Property | EdgeKind::Context = end.kind()
                && snapshot.edges.names().candidate(edge.0, codes).is_some_and(&is_equal)
            {
                found.set(if side == Side::Target { end.target().index() } else { node.index() });
            }
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
        contains(&self.0, text)
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
