//! What leaks? (leak report 内存泄漏报表)
//!
//! Takes the constants; gives the verdict, the suspects with all that a developer needs to find the line of code, and the
//! sizes by kind. Each suspect says what holds how much, where it piles up, who holds it in code notation, which known
//! pattern it follows with the evidence, where in the source, and how sure the report is. Guarantee: no two suspects are
//! the same memory; a pattern is named only on evidence found in the heap.

use super::{EdgeKind, EdgeName, NodeKind, ObjectRow, Refusal, rows};
use crate::analysis::Heap;
pub use crate::analysis::MemoryKind;
use crate::ids::{Bytes, Node};
use crate::order;
use crate::snapshot::StringTable;
pub use constants::{Constants, SUSPECT_SHARE};
use furniture::Furniture;
use path::Terrain;
pub use path::{Hop, Piece};
pub use pattern::{ClosureForm, CollectionRole, Doubt, Keys, Pattern, PromiseForm, Shape, StringForm};
pub use pile::{Pile, PiledClass};
use serde::{Deserialize, Serialize};
pub use source::{Source, SourceRole, short};
use suspects::{Candidate, Form};
pub use waste::{Note, NoteKind};

mod constants;
pub(super) mod furniture;
mod groups;
pub(super) mod path;
mod pattern;
mod pile;
mod source;
mod suspects;
mod waste;

/// The request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub constants: Constants,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeakReport {
    pub verdict: Verdict,
    /// The most suspicious first: by share times [`Suspect::strength`].
    pub suspects: Vec<Suspect>,
    /// What the memory is made of, where that is worth knowing; never an alarm.
    pub notes: Vec<Note>,
    /// The numbers by which all this was decided.
    pub constants: Constants,
    /// When there is no suspect: the largest single object. The root itself never counts.
    pub largest: Option<ObjectRow>,
    pub kinds: Vec<KindSize>,
}

/// The heap in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Nothing stands out.
    Healthy,
    /// Something holds much, and may be meant to.
    Look,
    /// Something holds much in the way leaks do.
    Leaking,
    /// The file was cut off, and what is left shows nothing: the leak may be in what is lost.
    Unknown,
}

/// Something that holds much of the heap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suspect {
    /// What holds it: the outermost object that contains little else; of a group the largest member.
    pub object: ObjectRow,
    /// How many objects the suspect is: 1, or a group's number.
    pub members: u64,
    /// What it holds and no other suspect does.
    pub bytes: Bytes,
    /// `bytes` over the heap's total, 0 to 1.
    pub share: f64,
    /// Where the memory piles up; the suspect itself if it has it directly, none for a group without a common holder.
    pub accumulation: Option<ObjectRow>,
    pub pile: Pile,
    /// From a root to the accumulation point, or to a group's largest member. The middle of a long way is left out:
    /// `path_skipped` hops after the first half.
    pub path: Vec<Hop>,
    pub path_skipped: u64,
    /// The most telling first.
    pub sources: Vec<Source>,
    pub pattern: Option<Pattern>,
    /// What speaks for a false alarm, as found in the heap.
    pub doubts: Vec<Doubt>,
    /// How much the heap's structure says "leak", 0 to 1.
    pub strength: f64,
    /// Class and edge names along the way, for searching the code: most telling first.
    pub keywords: Vec<String>,
    /// Positions of other suspects to which the way has its beginning in common.
    pub related: Vec<u32>,
}

/// Bytes by coarse kind; the sum is the heap's total.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindSize {
    pub kind: MemoryKind,
    pub bytes: Bytes,
    /// Objects of this kind with a size of their own; 0 for [`MemoryKind::Extra`].
    pub count: u64,
}

/// Most suspects in a report.
const SUSPECTS: usize = 12;

impl Report {
    /// The report.
    pub fn answer(&self, heap: &Heap) -> Result<LeakReport, Refusal> {
        let constants = self.constants.in_range();
        let blind = is_blind(heap);
        let furniture = Furniture::new(heap);
        let suspects = if blind { Vec::new() } else { suspects(heap, &furniture, &constants) };
        let largest = match suspects.is_empty() && !blind {
            true => suspects::largest(heap, &furniture).map(|node| rows::object(heap, node)),
            false => None,
        };
        let parts = heap.statistics().parts().into_iter();
        Ok(LeakReport {
            verdict: verdict(heap.snapshot().cut().is_some(), &suspects, &constants),
            notes: waste::notes(heap, blind),
            suspects,
            constants,
            largest,
            kinds: parts.map(|(kind, part)| KindSize { kind, bytes: part.bytes, count: part.count }).collect(),
        })
    }
}

/// Without one reference nobody holds anything: a large object would be called a leak for its own size.
fn is_blind(heap: &Heap) -> bool {
    heap.snapshot().cut().is_some_and(|cut| cut.lost.is_blind())
}

/// The one word, from the first suspect.
fn verdict(is_cut: bool, suspects: &[Suspect], constants: &Constants) -> Verdict {
    match suspects.first() {
        // The leak may be in what is lost.
        None if is_cut => Verdict::Unknown,
        None => Verdict::Healthy,
        Some(first) if first.share * first.strength >= constants.leaking || first.strength >= 1.0 => Verdict::Leaking,
        Some(_) => Verdict::Look,
    }
}

/// The object that stands first in the report.
pub(super) fn first_suspect(heap: &Heap) -> Option<Node> {
    let furniture = Furniture::new(heap);
    let suspects = suspects(heap, &furniture, &Constants::default());
    match suspects.first() {
        Some(first) => heap.find(first.object.id),
        None => suspects::largest(heap, &furniture).filter(|node| heap.retained(*node) > 0),
    }
}

/// The objects of the report's suspects, in its order.
pub(super) fn suspect_objects(heap: &Heap) -> Vec<Node> {
    if is_blind(heap) {
        return Vec::new();
    }
    let suspects = suspects(heap, &Furniture::new(heap), &Constants::default());
    suspects.iter().filter_map(|suspect| heap.find(suspect.object.id)).collect()
}

/// Where memory piles up below an object.
pub(super) fn accumulation(heap: &Heap, from: Node) -> Node {
    suspects::accumulation(heap, &Furniture::new(heap), from, &Constants::default())
}

/// All suspects, the most suspicious first.
fn suspects(heap: &Heap, furniture: &Furniture, constants: &Constants) -> Vec<Suspect> {
    let candidates = suspects::candidates(heap, furniture, constants);
    let suspects: Vec<Suspect> =
        candidates.iter().filter_map(|candidate| suspect(heap, furniture, candidate, constants)).collect();
    // By id first, so that ties are the same in every run.
    let suspects = order::sorted(&suspects, &|suspect| suspect.object.id.0);
    // Positive floats sort as their bits do.
    let mut suspects =
        order::sorted(&suspects, &|suspect| order::descending((suspect.share * suspect.strength).to_bits()));
    suspects.truncate(SUSPECTS);
    relate(&mut suspects);
    suspects
}

/// Everything about one candidate; nothing for what no developer could change.
fn suspect(heap: &Heap, furniture: &Furniture, candidate: &Candidate, constants: &Constants) -> Option<Suspect> {
    let piled = pile::pile(heap, furniture, candidate);
    let (holder, point, members) = match &candidate.form {
        Form::Group { members, count } => {
            let point = groups::common_holder(heap, furniture, members, constants);
            (point.unwrap_or(candidate.point), point, *count)
        }
        _ => {
            let holder = suspects::holder(heap, furniture, candidate.point, candidate.bytes, constants);
            (holder, Some(candidate.point), 1)
        }
    };
    // What stands around the holder and is little belongs to the candidate, and is not held by the holder.
    let bytes = if members == 1 { candidate.bytes.min(heap.retained(holder)) } else { candidate.bytes };
    let candidate = &Candidate { bytes, ..candidate.clone() };
    let way = path::way(heap, furniture, point.unwrap_or(candidate.point), Terrain::default());
    let (hops, path_skipped) = path::hops(heap, furniture, &way);
    let case =
        pattern::Case { heap, furniture, constants, candidate, piled: &piled, holder, point, way: &way, hops: &hops };
    let found = pattern::recognise(&case)?;
    let share = candidate.bytes as f64 / heap.total().max(1) as f64;
    let keywords = keywords(&hops, piled.pile.class.as_ref(), &found.sources);
    Some(Suspect {
        object: rows::object(heap, if members == 1 { holder } else { candidate.point }),
        members,
        bytes: candidate.bytes,
        share,
        accumulation: point.map(|point| rows::object(heap, point)),
        pile: piled.pile,
        path: hops,
        path_skipped,
        sources: found.sources,
        pattern: found.pattern,
        doubts: found.doubts,
        strength: found.strength,
        keywords,
        related: Vec::new(),
    })
}

/// Notes which ways have a beginning in common that a developer sees: the same module or object, and one step more.
fn relate(suspects: &mut [Suspect]) {
    let beginnings: Vec<Vec<Piece>> = suspects
        .iter()
        .map(|suspect| suspect.path.iter().filter_map(|hop| hop.piece.clone()).take(2).collect())
        .collect();
    for at in 0..suspects.len() {
        let same = |other: &usize| *other != at && beginnings[at].len() == 2 && beginnings[*other] == beginnings[at];
        suspects[at].related = (0..suspects.len()).filter(same).map(|other| other as u32).collect();
    }
}

/// Words to look for in the code: functions and files, then names a developer gave on the way, then classes.
fn keywords(hops: &[Hop], piled: Option<&PiledClass>, sources: &[Source]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut add = |word: &str| {
        let everywhere = matches!(
            word,
            "Object" | "Array" | "Map" | "Set" | "Function" | "Promise" | "exports" | "this" | "Module" | "global"
        );
        let telling = !word.is_empty()
            && word != StringTable::NAME_LOST
            && !everywhere
            && !word.starts_with(['(', '<', '{'])
            && !word.starts_with("system / ");
        if telling && words.len() < 12 && !words.iter().any(|other| other == word) {
            words.push(word.to_owned());
        }
    };
    // What leads to the first written step is the engine's way to it.
    let written = || hops.iter().filter(|hop| hop.piece.is_some());
    for hop in written().skip(1) {
        if let Some((EdgeKind::Property | EdgeKind::Context, EdgeName::Name(name))) =
            hop.edge.as_ref().map(|edge| (edge.kind, &edge.name))
        {
            add(name);
        }
    }
    for source in sources {
        add(&source.name);
        if let Some(script) = &source.script {
            add(&short(script));
        }
    }
    for hop in written() {
        match hop.object.kind {
            NodeKind::Closure => add(&hop.object.name),
            kind if kind.is_string() => {}
            _ => add(&hop.object.class),
        }
    }
    if let Some(piled) = piled {
        add(piled.function.as_ref().unwrap_or(&piled.class));
    }
    words
}
