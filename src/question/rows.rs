//! How an object or a reference becomes a row.
//!
//! Owns the one way from handles to wire rows, so that an object looks the same in every list. Takes nodes and edges
//! of a heap; gives rows with names cut to [`NAME_LIMIT`].

use super::{Category, EdgeLabel, EdgeName, NAME_LIMIT, ObjectRow, Page, Refusal, Rows};
use crate::analysis::Heap;
use crate::ids::{ClassId, Edge, Node, ObjectId};
use crate::order::{self, First, Key};
use crate::snapshot::{Detachedness, EdgeKind, Label, NodeKind};

/// The node with this id, or the refusal to answer about it.
pub fn find(heap: &Heap, id: ObjectId) -> Result<Node, Refusal> {
    heap.find(id).ok_or(Refusal::NoSuchObject(id))
}

/// The class with this key, or the refusal to answer about it.
pub fn class(heap: &Heap, key: &str) -> Result<ClassId, Refusal> {
    let class = heap.classes().iter().find(|(_, class)| class.key() == key).map(|(id, _)| id);
    class.ok_or_else(|| Refusal::NoSuchClass(key.to_owned()))
}

/// The row of an object.
pub fn object(heap: &Heap, node: Node) -> ObjectRow {
    ObjectRow {
        id: heap.snapshot().id(node),
        name: object_name(heap, node),
        name_lost: name_lost(heap, node),
        class: cut(heap.class(node).name.clone()),
        kind: heap.snapshot().kind(node),
        category: category(heap, node),
        shallow: heap.shallow(node),
        raw: heap.snapshot().self_size(node),
        retained: heap.retained(node),
        distance: heap.distance(node),
        dominated: heap.dominators().children(node).len() as u64,
    }
}

/// Whether the file does not have the object's name. The root has none to lose.
fn name_lost(heap: &Heap, node: Node) -> bool {
    !heap.snapshot().strings().has(heap.snapshot().name(node)) && node != heap.snapshot().root()
}

/// The object's name. Where V8 calls all of a kind the same, what tells them apart: the text of a concatenated string, the
/// value of a number if the file has it, what a symbol is for, which of `true`, `null` … a constant is.
#[inline(never)]
pub fn object_name(heap: &Heap, node: Node) -> String {
    let snapshot = heap.snapshot();
    let own = || snapshot.strings().cut(snapshot.name(node), NAME_LIMIT);
    let of_string = |string: Option<Node>| {
        let string = string.filter(|node| snapshot.kind(*node) == NodeKind::String && !name_lost(heap, *node));
        string.map(|node| snapshot.strings().cut(snapshot.name(node), NAME_LIMIT))
    };
    match snapshot.kind(node) {
        // Where a rope's name is lost, so are those of the edges to its parts.
        _ if name_lost(heap, node) => own(),
        _ if !snapshot.strings().has(snapshot.name(node)) => String::new(),
        NodeKind::ConcatenatedString => match text(heap, node, NAME_LIMIT) {
            (text, true) => text,
            (text, false) => format!("{text}…"),
        },
        NodeKind::Native if snapshot.has_detachedness && heap.detachedness(node) == Detachedness::Detached => {
            cut(format!("Detached {}", own()))
        }
        NodeKind::Number => of_string(slot(heap, node, "value")).unwrap_or_else(own),
        NodeKind::Symbol => match of_string(slot(heap, node, "name")) {
            Some(name) => cut(format!("Symbol({name})")),
            None => own(),
        },
        // The first slot of a constant is its text.
        NodeKind::Hidden | NodeKind::Native if snapshot.strings().raw(snapshot.name(node)) == b"system / Oddball" => {
            let mut targets = snapshot.edges(node).take(4).map(|edge| snapshot.target(edge));
            of_string(targets.find(|node| snapshot.kind(*node) == NodeKind::String)).unwrap_or_else(own)
        }
        _ => own(),
    }
}

/// V8 writes this many UTF-16 units of a string, unless told otherwise (`--heap-snapshot-string-limit`).
const V8_LIMIT: usize = 1024;

/// The first characters of a string's text, and whether they are all, as far as can be known: a text just as long as V8
/// writes at most has been cut off, but for one in a thousand. A rope's parts hang on the edges `first` and `second`.
/// It can be as deep as it is long, or in a forged file a cycle: parts are taken from a stack, and no more of them than
/// there are characters to fill and some empty ones to pass.
pub fn text(heap: &Heap, node: Node, limit: usize) -> (String, bool) {
    let snapshot = heap.snapshot();
    let mut text = String::new();
    let (mut parts, mut is_whole) = (vec![node], true);
    for _ in 0..4 * limit {
        let Some(part) = parts.pop() else { break };
        match snapshot.kind(part) {
            NodeKind::ConcatenatedString => {
                parts.extend(slot(heap, part, "second"));
                parts.extend(slot(heap, part, "first"));
            }
            _ => {
                let begin = snapshot.strings().cut(snapshot.name(part), limit);
                is_whole &= begin.len() < V8_LIMIT || begin.encode_utf16().count() != V8_LIMIT;
                text.push_str(&begin);
            }
        }
        if text.len() > 4 * limit {
            break;
        }
    }
    match text.char_indices().nth(limit) {
        Some((end, _)) => (text[..end].to_owned(), false),
        None => (text, is_whole && parts.is_empty()),
    }
}

/// What a slot of the engine's own refers to. A program can give its objects a property of the same name, which is not it.
pub fn slot(heap: &Heap, node: Node, name: &str) -> Option<Node> {
    target(heap, node, EdgeKind::Internal, name)
}

/// What a property refers to.
pub fn property(heap: &Heap, node: Node, name: &str) -> Option<Node> {
    target(heap, node, EdgeKind::Property, name)
}

/// The target of the first such reference among the first few dozens: for objects whose shape is known. The names asked for
/// are ASCII letters, so the file's bytes are compared.
#[inline(never)]
fn target(heap: &Heap, node: Node, kind: EdgeKind, name: &str) -> Option<Node> {
    let snapshot = heap.snapshot();
    let named = |text| snapshot.strings().raw(text) == name.as_bytes();
    let is = |edge: &Edge| {
        snapshot.edge_kind(*edge) == kind && matches!(snapshot.label(*edge), Label::Name(text) if named(text))
    };
    snapshot.edges(node).take(64).find(is).map(|edge| snapshot.target(edge))
}

/// At most [`NAME_LIMIT`] characters.
#[inline(never)]
pub fn cut(text: String) -> String {
    match text.char_indices().nth(NAME_LIMIT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The coarse kind of an object.
pub fn category(heap: &Heap, node: Node) -> Category {
    let snapshot = heap.snapshot();
    match snapshot.kind(node) {
        NodeKind::Array => Category::Array,
        NodeKind::Closure => Category::Closure,
        NodeKind::String | NodeKind::ConcatenatedString | NodeKind::SlicedString | NodeKind::Symbol => Category::String,
        NodeKind::Code => Category::Code,
        NodeKind::Number | NodeKind::Bigint => Category::Number,
        // Node's own natives say so too, and are in no document.
        NodeKind::Native
            if heap.detachedness(node) == Detachedness::Detached
                && !snapshot.strings().raw(snapshot.name(node)).starts_with(b"Detached Node / ") =>
        {
            Category::Detached
        }
        // Since V8 14.9 its own structures are native too; array buffers' data stays what it is, off-heap memory.
        NodeKind::Native if is_system(heap, node) => Category::System,
        NodeKind::Native => Category::Native,
        NodeKind::Hidden | NodeKind::ObjectShape => Category::System,
        NodeKind::Synthetic => Category::Synthetic,
        NodeKind::Object | NodeKind::Regexp | NodeKind::WasmObject | NodeKind::Other => Category::Object,
    }
}

/// Whether V8 names the node as one of its own structures.
#[inline(never)]
pub fn is_system(heap: &Heap, node: Node) -> bool {
    let snapshot = heap.snapshot();
    let raw = snapshot.strings().raw(snapshot.name(node));
    raw.starts_with(b"system / ") && raw != b"system / JSArrayBufferData"
}

/// The label of a reference.
pub fn label(heap: &Heap, edge: Edge) -> EdgeLabel {
    let snapshot = heap.snapshot();
    let name = match snapshot.label(edge) {
        Label::Name(text) => EdgeName::Name(snapshot.strings().cut(text, NAME_LIMIT)),
        Label::Index(index) => EdgeName::Index(index),
    };
    EdgeLabel { kind: snapshot.edge_kind(edge), name }
}

/// For each of `targets`, the reference from `from` that says most: what a developer wrote before V8's own slots.
/// One pass over the edges of `from`, however many targets there are.
pub fn references(heap: &Heap, from: Node, targets: &[Node]) -> Vec<Option<Edge>> {
    let snapshot = heap.snapshot();
    let mut wanted: Vec<Key> = targets.iter().map(|node| u64::from(node.0)).zip(0..).collect();
    order::sort(&mut wanted);
    let mut best: Vec<Option<Edge>> = vec![None; targets.len()];
    for edge in snapshot.edges(from) {
        if !heap.is_essential(edge) {
            continue;
        }
        let target = u64::from(snapshot.target(edge).0);
        let Ok(found) = wanted.binary_search_by_key(&target, |entry| entry.0) else { continue };
        let slot = &mut best[wanted[found].1 as usize];
        if slot.is_none_or(|old| rank(snapshot.edge_kind(edge)) < rank(snapshot.edge_kind(old))) {
            *slot = Some(edge);
        }
    }
    best
}

/// How little a kind of reference says to a developer.
pub fn rank(kind: EdgeKind) -> u8 {
    match kind {
        EdgeKind::Property | EdgeKind::Context => 0,
        EdgeKind::Element => 1,
        EdgeKind::Internal => 2,
        EdgeKind::Hidden | EdgeKind::Shortcut | EdgeKind::Weak | EdgeKind::Other => 3,
    }
}

/// Whether an object is one that a program can have, or holds what it has: none of V8's notes about code and shapes.
pub fn is_of_program(heap: &Heap, node: Node) -> bool {
    use NodeKind::{Code, Hidden, Native, ObjectShape, Synthetic};
    !matches!(heap.snapshot().kind(node), Code | Hidden | Native | ObjectShape | Synthetic)
}

/// Whether a property leads to what all objects of a class have in common: prototype or constructor.
pub fn is_of_class(heap: &Heap, edge: Edge) -> bool {
    let snapshot = heap.snapshot();
    match snapshot.label(edge) {
        Label::Name(name) => matches!(snapshot.strings().raw(name), b"__proto__" | b"constructor"),
        Label::Index(_) => false,
    }
}

/// The dominated children of a node, largest first, ties in file order: those on the page, and how many there are.
pub fn heaviest(heap: &Heap, node: Node, page: Page) -> (Vec<Node>, usize) {
    largest(heap, heap.dominators().children(node).iter().copied(), page)
}

/// The largest of some objects by what they retain, ties in file order: those on the page, and how many there are.
pub fn largest(heap: &Heap, nodes: impl Iterator<Item = Node>, page: Page) -> (Vec<Node>, usize) {
    let keys = nodes.map(|node| (order::descending(heap.retained(node)), u64::from(node.0)));
    let (rows, total) = take_page(keys, page);
    (rows.into_iter().map(|row| Node(row as u32)).collect(), total)
}

/// The second numbers of the keys on a page of a list that is not in order yet, and how long the list is.
pub fn take_page(keys: impl Iterator<Item = Key>, page: Page) -> (Vec<u64>, usize) {
    let mut on_page = OnPage::new(page);
    keys.for_each(|key| on_page.push(key));
    let Rows { rows, total, .. } = on_page.rows(|key| key.1);
    (rows, total as usize)
}

/// The rows on a page of a list that is not in order yet and comes key by key.
pub struct OnPage {
    page: Page,
    first: First,
    total: u64,
}

impl OnPage {
    /// None yet.
    pub fn new(page: Page) -> Self {
        let wanted = (page.offset as usize).saturating_add(page.limit.min(Page::MAX) as usize);
        Self { page, first: First::new(wanted), total: 0 }
    }

    /// Takes a row into account.
    pub fn push(&mut self, key: Key) {
        self.first.push(key);
        self.total += 1;
    }

    /// The page.
    pub fn rows<T>(self, row: impl FnMut(Key) -> T) -> Rows<T> {
        let page = self.first.sorted().into_iter().skip(self.page.offset as usize);
        Rows { rows: page.map(row).collect(), total: self.total, offset: self.page.offset }
    }
}

/// Dominators from the root down to the node, both included.
pub fn path(heap: &Heap, node: Node) -> Vec<Node> {
    let mut path = vec![node];
    let mut at = node;
    while at != heap.snapshot().root() {
        at = heap.dominator(at);
        path.push(at);
    }
    path.reverse();
    path
}

/// The first and last part of a path, at most `limit` nodes, and how many are left out between them: the list of a
/// queue that never drains is millions long.
pub fn ends(mut path: Vec<Node>, limit: usize) -> (Vec<Node>, u64) {
    let skipped = path.len().saturating_sub(limit);
    if skipped > 0 {
        path.drain(limit / 2..limit / 2 + skipped);
    }
    (path, skipped as u64)
}
