//! What is in a pile? The few facts about its objects that all rules go by.
//!
//! Takes the samples of a pile; looks at each and at some of what it alone holds; gives counts and bytes. Bounded: so many
//! samples, so many nodes below each.

use super::super::super::{NodeKind, facts, rows};
use super::super::furniture::{is_context, named, slot};
use super::Case;
use super::functions::chain_samples;
use crate::analysis::Heap;
use crate::ids::{Bytes, Node};
use crate::order::{self, Key};
use crate::snapshot::{Detachedness, Label};

/// Samples whose inside is looked at.
const LOOKED_AT: usize = 60;
/// Nodes below one sample.
const BELOW: usize = 200;

/// Facts about the samples of a pile.
#[derive(Default)]
pub struct Traits {
    /// How many samples were looked at, and what they hold.
    pub samples: u64,
    pub bytes: Bytes,
    /// Samples with a promise that waits, with a parked function, with a store of AsyncLocalStorage.
    pub pending: u64,
    pub parked: u64,
    pub generators: u64,
    pub stored: u64,
    /// Samples that hold detached DOM nodes, and the name of one.
    pub detached: u64,
    pub detached_name: Option<String>,
    /// Samples with a script of their own that was made at run time, or loaded from a file.
    pub scripts: u64,
    pub files: u64,
    /// Bytes of buffers, of strings, of texts behind slices, of ropes with all their parts.
    pub buffer_bytes: Bytes,
    pub string_bytes: Bytes,
    pub sliced_bytes: Bytes,
    pub rope_bytes: Bytes,
    /// Strings seen, and the bytes that one copy of each text would need.
    pub strings: u64,
    pub text_bytes: Bytes,
    /// Bytes below contexts.
    pub scope_bytes: Bytes,
    /// A function that is parked or waits.
    pub waiting: Option<Node>,
    /// A scope that keeps most of its sample.
    pub scope: Option<Node>,
}

impl Traits {
    /// Looks at a pile.
    pub fn of(case: &Case) -> Self {
        let mut traits = Traits::default();
        let mut texts: Vec<Key> = Vec::new();
        let samples = chain_samples(case);
        let step = samples.len().div_ceil(LOOKED_AT).max(1);
        let links: &[Node] = if case.piled.pile.is_chain { &samples } else { &[] };
        for sample in samples.iter().copied().step_by(step) {
            // Each link holds all that follow; what is its own is told by the average.
            let whole = match links.is_empty() {
                true => case.heap.retained(sample),
                false => case.candidate.bytes / case.piled.pile.count.max(1),
            };
            traits.look(case.heap, Sample { node: sample, whole, links }, &mut texts);
        }
        // Text and size of each string: one of each text is needed.
        order::sort(&mut texts);
        texts.dedup_by_key(|text| text.0);
        traits.text_bytes = texts.iter().fold(0, |sum, (_, bytes)| sum.saturating_add(*bytes));
        traits
    }

    /// Whether nearly all samples have something.
    pub fn most(&self, count: u64, alike: f64) -> bool {
        self.samples > 0 && count as f64 >= alike * self.samples as f64
    }

    /// The part of the samples' bytes.
    pub fn part(&self, bytes: Bytes) -> f64 {
        bytes as f64 / self.bytes.max(1) as f64
    }

    fn look(&mut self, heap: &Heap, sample: Sample, texts: &mut Vec<Key>) {
        let mut seen = Seen::default();
        let mut nodes = vec![sample.node];
        let mut at = 0;
        while at < nodes.len() {
            let node = nodes[at];
            at += 1;
            self.node(heap, node, sample, &mut seen, texts);
            let room = BELOW.saturating_sub(nodes.len());
            let below = heap.dominators().children(node).iter().copied();
            nodes.extend(below.filter(|node| !sample.links.contains(node)).take(room));
        }
        self.samples += 1;
        self.bytes = self.bytes.saturating_add(sample.whole);
        let once = |flag: bool| u64::from(flag);
        self.pending += once(seen.pending);
        self.parked += once(seen.parked);
        self.generators += once(seen.generator);
        self.stored += once(seen.stored);
        self.detached += once(seen.detached);
        self.scripts += once(seen.script);
        self.files += once(seen.file);
    }

    fn node(&mut self, heap: &Heap, node: Node, sample: Sample, seen: &mut Seen, texts: &mut Vec<Key>) {
        let snapshot = heap.snapshot();
        // What makes the pattern must be what the sample is mainly made of: many an object has a promise somewhere.
        let bulk = heap.retained(node).saturating_mul(2) >= sample.whole;
        match snapshot.kind(node) {
            NodeKind::String => {
                self.string_bytes = self.string_bytes.saturating_add(heap.shallow(node));
                self.strings += 1;
                texts.push((u64::from(snapshot.name(node).0), heap.shallow(node)));
            }
            NodeKind::SlicedString => {
                let parent = slot(heap, node, "parent");
                if let Some(parent) = parent.filter(|parent| heap.dominator(*parent) == node) {
                    self.sliced_bytes = self.sliced_bytes.saturating_add(heap.retained(parent));
                }
            }
            NodeKind::ConcatenatedString => {
                let above = snapshot.kind(heap.dominator(node));
                if node == sample.node || above != NodeKind::ConcatenatedString {
                    self.rope_bytes = self.rope_bytes.saturating_add(heap.retained(node));
                }
            }
            NodeKind::Native | NodeKind::Hidden if is_buffer(heap, node) => {
                self.buffer_bytes = self.buffer_bytes.saturating_add(heap.shallow(node));
            }
            NodeKind::Native if heap.detachedness(node) == Detachedness::Detached => {
                seen.detached |= bulk || heap.retained(node).saturating_mul(10) >= sample.whole;
                self.detached_name.get_or_insert_with(|| rows::object_name(heap, node));
            }
            // Of all code only a script has source text.
            NodeKind::Code if slot(heap, node, "source").is_some() => {
                let file = is_from_file(heap, node);
                seen.file |= file;
                seen.script |= !file;
            }
            NodeKind::Object if is_context(heap, node) => {
                self.scope_bytes = self.scope_bytes.saturating_add(scope_bytes(heap, node));
                if self.scope.is_none() && bulk {
                    self.scope = Some(node);
                }
            }
            NodeKind::Object | NodeKind::Other if bulk => self.object(heap, node, seen),
            _ => {}
        }
        if bulk && rows::is_system(heap, node) && named(heap, node, b"system / PromiseReaction") {
            seen.pending = true;
        }
    }

    fn object(&mut self, heap: &Heap, node: Node, seen: &mut Seen) {
        if slot(heap, node, "parameters_and_registers").is_some() {
            // A generator that never ran, is running or is done has none of its registers in use, but all of them here.
            let function = slot(heap, node, "function");
            seen.parked = true;
            // V8's object behind an async function is called by the class alone.
            seen.generator |= !named(heap, node, b"Generator") && !named(heap, node, b"AsyncFunction");
            self.waiting = self.waiting.or(function);
        }
        if let Some(reactions) = slot(heap, node, "reactions_or_result") {
            seen.pending |= named(heap, reactions, b"system / PromiseReaction");
        }
        let store = heap.snapshot().edges(node).take(24).any(|edge| {
            matches!(heap.snapshot().label(edge), Label::Name(text)
                if heap.snapshot().strings().raw(text).starts_with(b"<symbol kResourceStore"))
        });
        seen.stored |= store || named(heap, node, b"AsyncContextFrame") || named(heap, node, b"AsyncResource");
    }
}

/// An object that is looked at.
#[derive(Clone, Copy)]
struct Sample<'a> {
    node: Node,
    /// Bytes that are its own.
    whole: Bytes,
    /// Other samples, where they hold one another.
    links: &'a [Node],
}

#[derive(Default)]
struct Seen {
    pending: bool,
    parked: bool,
    generator: bool,
    stored: bool,
    detached: bool,
    script: bool,
    file: bool,
}

/// What a context alone holds, but for what an inner context would count again.
fn scope_bytes(heap: &Heap, context: Node) -> Bytes {
    let inner = heap.dominators().children(context).iter().filter(|child| is_context(heap, **child));
    let inner = inner.fold(0u64, |sum, child| sum.saturating_add(heap.retained(*child)));
    heap.retained(context).saturating_sub(inner)
}

/// The bytes of an ArrayBuffer.
fn is_buffer(heap: &Heap, node: Node) -> bool {
    named(heap, node, b"system / JSArrayBufferData")
}

/// Whether the script has a file or address: what `new Function` and `vm` compile has none, or a made-up one.
fn is_from_file(heap: &Heap, script: Node) -> bool {
    facts::script_name(heap, script).is_some_and(|name| !name.starts_with("evalmachine") && !name.starts_with('<'))
}
