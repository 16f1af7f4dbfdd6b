//! Leaks told by what lies in the pile: detached DOM nodes, buffers, strings, code, and what only tools hold.
//!
//! Takes a case and its traits; gives the pattern or nothing.

use super::super::super::{EdgeName, NodeKind, rows};
use super::super::furniture::named;
use super::super::path::{CONSOLE, Piece};
use super::functions::enough;
use super::traits::Traits;
use super::{Case, Pattern, StringForm};
use crate::snapshot::Detachedness;

/// Kept by the console: Chrome names its global handles so, and DevTools' own filter goes by the same name.
pub fn tooling(case: &Case, _: &Traits) -> Option<Pattern> {
    let by_tool = case.hops.iter().any(
        |hop| matches!(hop.edge.as_ref().map(|edge| &edge.name), Some(EdgeName::Name(name)) if name.ends_with(CONSOLE)),
    );
    // The debugger's own roots, and the hooks by which the tools of frameworks look into a page.
    let by_hook = case.hops.iter().any(|hop| match &hop.piece {
        Some(Piece::Root(category)) => category.starts_with("(Debugger"),
        Some(Piece::Property(name)) => name.starts_with("__") && name.to_ascii_uppercase().contains("DEVTOOLS"),
        _ => false,
    });
    (by_tool || by_hook).then_some(Pattern::Tooling)
}

/// Most of what piled up holds DOM nodes out of their document.
pub fn detached(case: &Case, traits: &Traits) -> Option<Pattern> {
    if !traits.most(traits.detached, 0.5) {
        return None;
    }
    let snapshot = case.heap.snapshot();
    let all = snapshot.nodes().filter(|node| {
        snapshot.kind(*node) == NodeKind::Native && case.heap.detachedness(*node) == Detachedness::Detached
    });
    Some(Pattern::Detached { count: all.count() as u64, name: traits.detached_name.clone() })
}

/// Each of the pile has a script of its own: source text made at run time.
pub fn code(case: &Case, traits: &Traits) -> Option<Pattern> {
    if !(enough(case) && traits.most(traits.scripts, case.constants.alike)) {
        return None;
    }
    let count = case.piled.pile.class.as_ref().map_or(0, |class| class.count);
    Some(Pattern::Code { count })
}

/// Part of a pile's bytes from which its text is what matters.
const TEXT: f64 = 0.6;

/// Strings: parts that keep the whole, ropes, the same text again and again, one long text.
pub fn strings(case: &Case, traits: &Traits) -> Option<Pattern> {
    let heap = case.heap;
    let count = case.piled.pile.class.as_ref().map_or(0, |class| class.count);
    let pattern = |form, part: f64, distinct| {
        let bytes = (case.candidate.bytes as f64 * part) as u64;
        Some(Pattern::Strings { form, count, bytes, distinct })
    };
    let kind = heap.snapshot().kind(case.candidate.point);
    if kind.is_string() && heap.shallow(case.candidate.point) * 2 > case.candidate.bytes {
        return Some(Pattern::Strings {
            form: StringForm::Long,
            count: 1,
            bytes: case.candidate.bytes,
            distinct: None,
        });
    }
    if !enough(case) {
        return None;
    }
    if traits.part(traits.sliced_bytes) >= TEXT {
        return pattern(StringForm::Slices, traits.part(traits.sliced_bytes), None);
    }
    if traits.part(traits.rope_bytes) >= TEXT {
        return pattern(StringForm::Ropes, traits.part(traits.rope_bytes), None);
    }
    let distinct = traits.text_bytes as f64 / traits.string_bytes.max(1) as f64;
    if traits.part(traits.string_bytes) >= TEXT && traits.strings >= 40 && distinct <= 0.4 {
        return pattern(StringForm::Duplicates, traits.part(traits.string_bytes) * (1.0 - distinct), Some(distinct));
    }
    None
}

/// Most bytes are off-heap memory of buffers.
pub fn buffers(case: &Case, traits: &Traits) -> Option<Pattern> {
    let heap = case.heap;
    let itself = rows::object_name(heap, case.candidate.point);
    if named(heap, case.candidate.store, b"system / JSArrayBufferData") || itself == "ArrayBuffer" {
        return Some(Pattern::Buffers { count: 1, bytes: case.candidate.bytes });
    }
    let count = case.piled.pile.class.as_ref().map_or(0, |class| class.count);
    let part = traits.part(traits.buffer_bytes);
    let bytes = (case.candidate.bytes as f64 * part) as u64;
    (enough(case) && part >= 0.5).then_some(Pattern::Buffers { count, bytes })
}
