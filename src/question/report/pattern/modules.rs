//! Modules loaded again: the same file in many of Node's module records.
//!
//! Takes a case whose pile is of records (`Module` of `lib/internal/modules/cjs/loader.js`); gives the files that come more
//! than once. Deleting a file from `require.cache` leaves its record in the parent's `children`.

use super::super::super::{NodeKind, rows};
use super::super::furniture::{is_module, property};
use super::super::pile::each;
use super::super::suspects::Form;
use super::{Case, Pattern};
use crate::ids::{Bytes, Node};
use crate::order::{self, Key};

/// So often the same file is no accident of a test or a link.
const AGAIN: u64 = 3;

/// A file that was loaded.
#[derive(Clone)]
pub struct Loaded {
    file: Node,
    times: u64,
    bytes: Bytes,
}

/// The same file again and again.
pub fn reloaded(case: &Case, files: &[Loaded]) -> Option<Pattern> {
    let first = files.first().filter(|first| first.times >= AGAIN)?;
    let again: Vec<&Loaded> = files.iter().filter(|file| file.times > 1).collect();
    Some(Pattern::Modules {
        file: rows::object_name(case.heap, first.file),
        times: first.times,
        files: again.len() as u64,
        records: again.iter().map(|file| file.times).sum(),
    })
}

/// The names of the files that were loaded more than once, those that hold most first.
pub fn names(case: &Case, files: &[Loaded]) -> Vec<String> {
    let again = files.iter().filter(|file| file.times > 1);
    again.map(|file| rows::object_name(case.heap, file.file)).collect()
}

/// The files of all records of the pile, those that were loaded again and hold most first; none of another pile.
pub fn files(case: &Case) -> Vec<Loaded> {
    if !is_registry(case) {
        return Vec::new();
    }
    let heap = case.heap;
    // By the text of the name: each load makes a new string of it, which may be put together of parts.
    let mut records: Vec<Key> = Vec::new();
    let mut add = |record: Node| {
        let Some(file) = property(heap, record, "filename").filter(|_| is_module(heap, record)) else { return };
        // A part of a string has no text in the file.
        if heap.snapshot().kind(file) != NodeKind::SlicedString {
            records.push((fingerprint(&rows::object_name(heap, file)), u64::from(record.0)));
        }
    };
    match &case.candidate.form {
        Form::Group { members, .. } => members.iter().for_each(|member| add(*member)),
        _ => each(heap, case.furniture, case.candidate.store, add),
    }
    order::sort(&mut records);
    let mut files: Vec<Loaded> = Vec::new();
    for same in records.chunk_by(|a, b| a.0 == b.0) {
        let Some(file) = property(heap, Node(same[0].1 as u32), "filename") else { continue };
        let bytes = same.iter().fold(0u64, |sum, record| sum.saturating_add(heap.retained(Node(record.1 as u32))));
        files.push(Loaded { file, times: same.len() as u64, bytes });
    }
    order::sorted(&files, &|file| order::descending(if file.times > 1 { file.bytes } else { 0 }))
}

/// A number that is the same for the same text (FNV-1a); of the few thousand files of a program no two share one.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// Whether the pile is of module records, such as `require.cache`.
pub fn is_registry(case: &Case) -> bool {
    let records = case.piled.samples.iter().filter(|node| is_module(case.heap, **node)).count();
    records * 2 > case.piled.samples.len()
}
