//! Which strings are equal?
//!
//! Takes the strings of a heap; gives them in groups of one text, as DevTools finds duplicates
//! (`createDuplicatedStringsFilter`): strings and concatenated strings that have a size, without concatenated ones whose
//! one half is empty, which V8 has flattened. A text that V8 has cut off is told from others by its length and hash. Strings
//! are compared by a hash first and then in full, each text of the table once however many strings have it.

use super::{Work, rows};
use crate::analysis::Heap;
use crate::ids::{Node, Text, parts};
use crate::order::{self, Key};
use crate::snapshot::{EdgeKind, Label, NodeKind};
use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::rc::Rc;

/// Strings in groups.
pub struct Groups {
    /// The strings of the first group in file order, then those of the second …
    members: Vec<Node>,
    /// Where each group begins; one more row than groups.
    first: Vec<u32>,
}

impl Groups {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.first.len() - 1
    }

    /// The strings of a group, in file order.
    pub fn group(&self, row: usize) -> &[Node] {
        &self.members[self.first[row] as usize..self.first[row + 1] as usize]
    }

    /// All strings that are in a group.
    pub fn members(&self) -> &[Node] {
        &self.members
    }

    /// Groups of at least two, from keys that are equal just where strings are to be in one group.
    pub(super) fn new(mut keys: Vec<Key>) -> Self {
        order::sort(&mut keys);
        let mut groups = Self { members: Vec::new(), first: vec![0] };
        for run in keys.chunk_by(|one, other| one.0 == other.0).filter(|run| run.len() > 1) {
            groups.members.extend(run.iter().map(|key| Node(key.1 as u32)));
            groups.first.push(groups.members.len() as u32);
        }
        groups
    }
}

/// Groups of strings with the same text, kept for the next question.
pub async fn duplicates(heap: &Heap, work: &Work) -> Rc<Groups> {
    const KIND: &str = "duplicates";
    work.once(KIND, "", find_duplicates(heap, work)).await
}

async fn find_duplicates(heap: &Heap, work: &Work) -> Groups {
    // By row of the table where the text stands in it as it is.
    let mut by_text: Vec<Key> = Vec::new();
    let mut special: Vec<Node> = Vec::new();
    let slots = Slots::find(heap, work).await;
    for part in parts(heap.node_count()) {
        work.stride(0.1 + 0.3 * f64::from(part.start) / heap.node_count() as f64).await;
        gather(heap, &slots, part, &mut by_text, &mut special);
    }
    order::sort(&mut by_text);
    // Each distinct text once: its hash, and a string that has it.
    let mut texts: Vec<Key> = Vec::new();
    let mut holders: Vec<Node> = Vec::new();
    let mut hashed = 0usize;
    for run in by_text.chunk_by(|one, other| one.0 == other.0) {
        let node = Node(run[0].1 as u32);
        hashed += hash_into(heap, &slots, node, &mut texts, &mut holders);
        if hashed > STRIDE {
            hashed = 0;
            work.stride(0.5).await;
        }
    }
    let distinct = holders.len();
    for node in &special {
        hashed += hash_into(heap, &slots, *node, &mut texts, &mut holders);
        if hashed > STRIDE {
            hashed = 0;
            work.stride(0.7).await;
        }
    }
    order::sort(&mut texts);
    // Which of the texts is each: the first of its equals.
    let mut same: Vec<u32> = (0..holders.len() as u32).collect();
    for run in texts.chunk_by(|one, other| one.0 == other.0).filter(|run| run.len() > 1) {
        work.stride(0.8).await;
        unite(heap, &slots, run, &holders, &mut same);
    }
    let mut keys = Vec::with_capacity(by_text.len() + special.len());
    for (run, same) in by_text.chunk_by(|one, other| one.0 == other.0).zip(&same) {
        keys.extend(run.iter().map(|key| (u64::from(*same), key.1)));
    }
    let others = special.iter().zip(&same[distinct..]);
    keys.extend(others.map(|(node, same)| (u64::from(*same), u64::from(node.0))));
    work.stride(0.9).await;
    Groups::new(keys)
}

/// Bytes hashed between two rests.
const STRIDE: usize = 1 << 20;

/// Hashes the text of a string; gives how long it is, or a little for a short one.
fn hash_into(heap: &Heap, slots: &Slots, node: Node, texts: &mut Vec<Key>, holders: &mut Vec<Node>) -> usize {
    let text = text(heap, node);
    texts.push((hash(&(&*text, slots.cut_off(heap, node))), holders.len() as u64));
    holders.push(node);
    text.len().max(64)
}

/// Makes the strings of one hash that are equal in full one.
fn unite(heap: &Heap, slots: &Slots, run: &[Key], holders: &[Node], same: &mut [u32]) {
    let mut firsts: Vec<u32> = Vec::new();
    for (_, row) in run {
        let node = holders[*row as usize];
        let (full, cut) = (text(heap, node), slots.cut_off(heap, node));
        let is_same = |first: &&u32| {
            let other = holders[**first as usize];
            text(heap, other) == full && slots.cut_off(heap, other) == cut
        };
        match firsts.iter().find(is_same) {
            Some(first) => same[*row as usize] = *first,
            None => firsts.push(*row as u32),
        }
    }
}

#[inline(never)]
fn gather(heap: &Heap, slots: &Slots, part: Range<u32>, by_text: &mut Vec<Key>, special: &mut Vec<Node>) {
    let snapshot = heap.snapshot();
    for node in part.map(Node) {
        let kind = snapshot.kind(node);
        if !matches!(kind, NodeKind::String | NodeKind::ConcatenatedString) || heap.shallow(node) == 0 {
            continue;
        }
        match kind {
            NodeKind::ConcatenatedString if is_flat(heap, node) => {}
            // Of texts that a cut-off file has lost nobody knows whether they are equal.
            _ if !snapshot.strings().has(snapshot.name(node)) => {}
            NodeKind::String if slots.cut_off(heap, node).is_none() => {
                by_text.push((u64::from(snapshot.name(node).0), u64::from(node.0)));
            }
            _ => special.push(node),
        }
    }
}

/// Whether the string is made of others.
pub fn is_rope(heap: &Heap, node: Node) -> bool {
    heap.snapshot().kind(node) == NodeKind::ConcatenatedString
}

/// A number for a text and what belongs to it. Different ones have the same number only if somebody meant them to.
pub fn hash(text: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Whether V8 has flattened the concatenated string: one of its halves is empty.
pub fn is_flat(heap: &Heap, node: Node) -> bool {
    let halves = ["first", "second"].map(|name| rows::slot(heap, node, name));
    halves.into_iter().flatten().any(|half| text(heap, half).is_empty())
}

/// The text of a string. Of a concatenated one as many parts as DevTools takes (`consStringName`): until they have 1,024
/// letters together. A part that is longer than [`PART`] is cut, with its length behind it, because many ropes may hold one
/// huge text.
pub fn text(heap: &Heap, node: Node) -> Cow<'_, str> {
    let snapshot = heap.snapshot();
    if snapshot.kind(node) != NodeKind::ConcatenatedString {
        return snapshot.strings().get(snapshot.name(node));
    }
    let (mut out, mut units) = (String::new(), 0);
    let mut open = vec![node];
    for _ in 0..MOST_PARTS {
        let Some(part) = open.pop().filter(|_| units < 1024) else { break };
        if snapshot.kind(part) == NodeKind::ConcatenatedString {
            open.extend(rows::slot(heap, part, "second"));
            open.extend(rows::slot(heap, part, "first"));
            continue;
        }
        let name = snapshot.name(part);
        if snapshot.strings().raw(name).len() > PART {
            out.push_str(&snapshot.strings().cut(name, PART));
            out.push_str(&snapshot.strings().raw(name).len().to_string());
            break;
        }
        let text = snapshot.strings().get(name);
        units += text.encode_utf16().count();
        out.push_str(&text);
    }
    Cow::Owned(out)
}

const PART: usize = 1 << 16;
/// A rope of empty parts has no end before this; in a forged file it may be a cycle.
const MOST_PARTS: usize = 1 << 14;

/// The table's rows of the slots by which V8 tells that it has cut a text off.
struct Slots {
    truncated: Vec<Text>,
}

impl Slots {
    async fn find(heap: &Heap, work: &Work) -> Self {
        let strings = heap.snapshot().strings();
        let mut truncated = Vec::new();
        for part in parts(strings.len()) {
            work.stride(0.1 * f64::from(part.start) / strings.len() as f64).await;
            truncated.extend(part.map(Text).filter(|text| strings.raw(*text) == b"truncated"));
        }
        Self { truncated }
    }

    /// Length and hash of a text that V8 has cut off (`nodeIsTruncatedString`, `nodeStringLength`, `nodeStringHash`).
    fn cut_off(&self, heap: &Heap, node: Node) -> Option<(Option<i64>, Option<i64>)> {
        let snapshot = heap.snapshot();
        // Files in which no text is cut off have no such name, and nothing to look for.
        let mut edges = snapshot.edges(node).filter(|_| !self.truncated.is_empty());
        let is_slot = |edge: crate::ids::Edge| {
            snapshot.edge_kind(edge) == EdgeKind::Internal
                && matches!(snapshot.label(edge), Label::Name(name) if self.truncated.contains(&name))
        };
        let slot = snapshot.target(edges.find(|edge| is_slot(*edge))?);
        let is_cut = value(heap, slot, "bool")? == "true";
        let number = |name: &str| {
            let text = value(heap, rows::slot(heap, node, name)?, "int")?;
            leading_integer(&text)
        };
        is_cut.then(|| (number("length"), number("hash")))
    }
}

/// The value of a node by which V8 writes a number or a truth value: a number called `int` or `bool`, whose slot `value` is
/// a string.
fn value<'a>(heap: &'a Heap, node: Node, kind: &str) -> Option<Cow<'a, str>> {
    let snapshot = heap.snapshot();
    let is_one = snapshot.kind(node) == NodeKind::Number && snapshot.text(snapshot.name(node)) == kind;
    let value = is_one.then(|| rows::slot(heap, node, "value")).flatten()?;
    Some(snapshot.text(snapshot.name(value)))
}

/// As JavaScript's `parseInt` reads it.
fn leading_integer(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let end = digits.bytes().take_while(u8::is_ascii_digit).count();
    digits[..end].parse().ok().map(|number: i64| sign * number)
}
