//! What is odd in a file that can be read all the same.
//!
//! Takes a finished snapshot and its header; gives each oddity once, counted.

use super::Section;
use super::meta::Meta;
use crate::ids::{Bits, Edge, ObjectId, Text, parts};
use crate::order::{self, Key};
use crate::snapshot::{Label, Snapshot, Warning};
use std::ops::Range;

/// What the parser took note of on its way.
pub struct Oddities {
    /// Rows left out, by section.
    pub bad: Vec<(Section, u64)>,
    /// Sections left out.
    pub unread: Vec<Section>,
    /// Nodes whose allocation trace is not in the file.
    pub unknown_traces: u64,
    /// Keys that came again.
    pub repeated: u64,
    /// Nothing but the closing bracket is missing.
    pub end_missing: bool,
    /// The largest names of nodes and of edges: what spares a second look at them all.
    pub names_to: u32,
    pub edge_names_to: u32,
}

/// What was odd but did not stop us. What a cut-off file lacks is told by its cut.
pub fn warnings(snapshot: &Snapshot, meta: &Meta, trailing: u64, odd: &Oddities) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut differs = |section: Section, header: u64, found: usize| {
        if header != 0 && header != found as u64 && snapshot.cut().is_none() {
            warnings.push(Warning::CountDiffers { section: section.key().into(), header, found: found as u64 });
        }
    };
    differs(Section::Nodes, meta.node_count, snapshot.node_count());
    differs(Section::Edges, meta.edge_count, snapshot.edge_count());
    let missing = match snapshot.cut() {
        None => {
            let has = |text| snapshot.strings().has(Text(text));
            let nodes = if has(odd.names_to) { 0 } else { nameless(snapshot) };
            let edges = if has(odd.edge_names_to) { 0 } else { missing_edge_names(snapshot) };
            nodes + edges + missing_extras(snapshot)
        }
        Some(_) => 0,
    };
    if odd.end_missing {
        warnings.push(Warning::EndMissing);
    }
    let mut count = |count: u64, warning: fn(u64) -> Warning| {
        if count > 0 {
            warnings.push(warning(count));
        }
    };
    count(missing, |count| Warning::MissingStrings { count });
    count(shared_ids(snapshot), |count| Warning::SharedIds { count });
    count(odd.repeated, |count| Warning::RepeatedKeys { count });
    count(trailing, |count| Warning::TrailingBytes { count });
    if snapshot.cut().is_none() {
        count(odd.unknown_traces, |count| Warning::UnknownTraces { count });
        let row = |(section, count): &(Section, u64)| Warning::BadRows { section: section.key().into(), count: *count };
        warnings.extend(odd.bad.iter().map(row));
        warnings.extend(odd.unread.iter().map(|section| Warning::UnreadSection { section: section.key().into() }));
    }
    warnings
}

/// Objects whose name is not in the string table.
pub fn nameless(snapshot: &Snapshot) -> u64 {
    snapshot.nodes().filter(|node| !snapshot.strings().has(snapshot.name(*node))).count() as u64
}

fn missing_edge_names(snapshot: &Snapshot) -> u64 {
    let edges = (0..snapshot.edge_count() as u32).map(Edge);
    let missing = edges.filter(|edge| match snapshot.label(*edge) {
        Label::Name(text) => !snapshot.strings().has(text),
        Label::Index(_) => false,
    });
    missing.count() as u64
}

/// Names of the allocating functions and of captured variables.
fn missing_extras(snapshot: &Snapshot) -> u64 {
    let functions = snapshot.traces().functions().iter().flat_map(|function| [function.name, function.script_name]);
    let variables = snapshot.scopes().all_variables().iter().copied();
    functions.chain(variables).filter(|text| !snapshot.strings().has(*text)).count() as u64
}

/// Ids are unique in every file seen; a forged file could shadow an object. V8 counts most of them up, so a bit for each
/// that may be there is little; the others (hashes of native objects, addresses) are sorted.
fn shared_ids(snapshot: &Snapshot) -> u64 {
    if snapshot.ids.are_apart() {
        return 0;
    }
    let mut seen = Bits::new(2 * snapshot.node_count() + 64);
    let (mut again, mut far) = (0u64, Vec::new());
    for part in parts(snapshot.node_count()) {
        again += note_ids(snapshot, part, &mut seen, &mut far);
    }
    order::sort(&mut far);
    again + far.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64
}

/// Notes the ids of these nodes; returns how many were noted before.
#[inline(never)]
fn note_ids(snapshot: &Snapshot, part: Range<u32>, seen: &mut Bits, far: &mut Vec<Key>) -> u64 {
    let mut again = 0;
    for ObjectId(id) in snapshot.ids.range(part) {
        match usize::try_from(id).ok().filter(|id| *id < seen.len()) {
            Some(row) => again += u64::from(!seen.set(row)),
            None => far.push((id, 0)),
        }
    }
    again
}
