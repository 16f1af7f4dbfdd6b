//! What is the memory made of? Notes for the reader, never an alarm.
//!
//! Takes a heap; gives what is worth a sentence: texts that are there many times, short strings that keep long ones,
//! concatenations, buffers outside the heap, code and its source text, DOM nodes out of their document. One pass over the
//! nodes; the texts are told apart by the file's string table, which has each once.

use super::super::NodeKind;
use super::furniture::{named, slot};
use crate::analysis::{Heap, MemoryKind};
use crate::ids::{Bits, Bytes, Node, parts};
use crate::order;
use crate::snapshot::Detachedness;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A fact about the heap. Each has at least [`WORTH`] of the heap or [`WORTH_BYTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub kind: NoteKind,
    pub count: u64,
    pub bytes: Bytes,
}

/// What a note is about: what `count` counts and what `bytes` are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteKind {
    /// Texts that are there more than once; bytes of all but one of each.
    Duplicates,
    /// Parts of strings; bytes of the whole strings that only they keep.
    Slices,
    /// Concatenated strings; their own bytes.
    Ropes,
    /// ArrayBuffers; bytes outside the JavaScript heap.
    Buffers,
    /// Scripts; bytes of their source text.
    Sources,
    /// DOM nodes out of their document; their own bytes.
    Detached,
    /// Code of all kinds, compiled functions and what belongs to them; told if it is much of the heap.
    Code,
    /// Strings of all kinds; told if they are much of the heap.
    Strings,
}

/// Those that one pass over the nodes sums up.
const SUMMED: [NoteKind; 6] =
    [NoteKind::Duplicates, NoteKind::Slices, NoteKind::Ropes, NoteKind::Buffers, NoteKind::Sources, NoteKind::Detached];

/// A note needs this part of the heap …
pub const WORTH: f64 = 0.05;
/// … or so many bytes.
pub const WORTH_BYTES: Bytes = 1 << 20;

/// Code and strings are in every heap: they are worth a sentence from this part on.
pub const MUCH: f64 = 0.3;

/// V8 writes so many characters of a string: two longer ones with the same beginning cannot be told apart.
const TRUNCATED: usize = 1024;

/// The notes, the largest first.
pub fn notes(heap: &Heap, blind: bool) -> Vec<Note> {
    let snapshot = heap.snapshot();
    let whole = [(NoteKind::Code, MemoryKind::Code), (NoteKind::Strings, MemoryKind::Strings)];
    let whole = whole.into_iter().filter_map(|(kind, memory)| {
        let (_, part) = heap.statistics().parts().into_iter().find(|(kind, _)| *kind == memory)?;
        let much = part.bytes as f64 >= MUCH * heap.total() as f64 && part.bytes >= WORTH_BYTES;
        much.then_some(Note { kind, count: part.count, bytes: part.bytes })
    });
    let strings = snapshot.strings().len();
    let (seen, repeated) = (vec![0; strings], Bits::new(strings));
    let mut sums = Sums { heap, of: [(0, 0); SUMMED.len()], seen, repeated, blind };
    for part in parts(heap.node_count()) {
        sums.add(part);
    }
    let worth = WORTH_BYTES.min((WORTH * heap.total() as f64).ceil() as Bytes).max(1);
    let notes = SUMMED.into_iter().zip(sums.of).map(|(kind, (count, bytes))| Note { kind, count, bytes });
    let notes: Vec<Note> = whole.chain(notes.filter(|note| note.bytes >= worth)).collect();
    order::sorted(&notes, &|note| order::descending(note.bytes))
}

struct Sums<'a> {
    heap: &'a Heap,
    /// Count and bytes of each kind of [`SUMMED`].
    of: [(u64, Bytes); SUMMED.len()],
    /// For each text one more than the size of the first string that has it; 0 if none was met.
    seen: Vec<u32>,
    /// Texts of which there is another string of the same size.
    repeated: Bits,
    /// No references: nothing can be said that follows from them.
    blind: bool,
}

impl Sums<'_> {
    #[inline(never)]
    fn add(&mut self, part: Range<u32>) {
        let snapshot = self.heap.snapshot();
        for node in part.map(Node) {
            match snapshot.kind(node) {
                NodeKind::String => self.string(node),
                NodeKind::SlicedString if !self.blind => self.slice(node),
                NodeKind::ConcatenatedString => self.note(NoteKind::Ropes, snapshot.self_size(node)),
                NodeKind::Native if self.heap.detachedness(node) == Detachedness::Detached => {
                    self.note(NoteKind::Detached, snapshot.self_size(node));
                }
                NodeKind::Native | NodeKind::Hidden if named(self.heap, node, b"system / JSArrayBufferData") => {
                    self.note(NoteKind::Buffers, snapshot.self_size(node));
                }
                NodeKind::Code if !self.blind => self.code(node),
                _ => {}
            }
        }
    }

    fn note(&mut self, kind: NoteKind, bytes: Bytes) {
        let sum = &mut self.of[kind as usize];
        sum.0 += 1;
        sum.1 = sum.1.saturating_add(bytes);
    }

    fn string(&mut self, node: Node) {
        let snapshot = self.heap.snapshot();
        let (bytes, text) = (snapshot.self_size(node), snapshot.name(node));
        let size = u32::try_from(bytes.saturating_add(1)).unwrap_or(u32::MAX);
        // A name past the table has no text.
        let Some(first) = self.seen.get_mut(text.index()) else { return };
        if *first == 0 {
            *first = size;
        } else if *first == size && snapshot.strings().raw(text).len() < TRUNCATED {
            let sum = &mut self.of[NoteKind::Duplicates as usize];
            sum.0 += u64::from(self.repeated.set(text.index()));
            sum.1 = sum.1.saturating_add(bytes);
        }
    }

    fn slice(&mut self, node: Node) {
        let parent = slot(self.heap, node, "parent").filter(|parent| self.heap.dominator(*parent) == node);
        if let Some(parent) = parent {
            self.note(NoteKind::Slices, self.heap.snapshot().self_size(parent));
        }
    }

    /// A script has its source; code of other kinds has no slot of this name.
    fn code(&mut self, node: Node) {
        let snapshot = self.heap.snapshot();
        if let Some(source) = slot(self.heap, node, "source").filter(|text| snapshot.kind(*text).is_string()) {
            self.note(NoteKind::Sources, snapshot.self_size(source));
        }
    }
}
