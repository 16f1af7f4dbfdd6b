//! The core's API, as the tests see it: the only file here that calls the parser and the analysis.
//!
//! Takes bytes or drawings; gives panics that name the node by its handle. When the API changes, this file changes and
//! no test does.

use crate::oracle::Numbers;
use crate::oracle::distance::{NOT_REACHED, SYSTEM};
use crate::plain::{Label, Place, PlainEdge, PlainHeap, PlainNode};
use crate::recorded::{Class, Pie};
use crate::sketch::Sketch;
use crate::written::file_of;
use heapsky::analysis::{Heap, MemoryKind, Stage};
use heapsky::ids::{Distance, Node, ObjectId};
use heapsky::parse::{Fault, ParseError, Parser, Section};
use heapsky::protocol::{decode, encode};
use heapsky::question::{Ask, Page, Question, Refusal, answer};
use heapsky::snapshot::{self, Cut, Snapshot, Warning};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

mod extras;

/// Parses a file given in pieces.
fn parsed<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<Snapshot, ParseError> {
    let mut parser = Parser::new(None);
    for piece in pieces {
        parser.push(piece)?;
    }
    parser.finish()
}

/// Parses a whole file whose size is known.
fn parsed_whole(file: &[u8]) -> Result<Snapshot, ParseError> {
    heapsky::parse::read(file)
}

/// What the parser read, in the plain form.
fn plain(snapshot: &Snapshot) -> PlainHeap {
    let text = |text| -> Arc<str> { Arc::from(snapshot.text(text)) };
    let mut heap = PlainHeap::default();
    for node in snapshot.nodes() {
        heap.nodes.push(PlainNode {
            kind: Arc::from(snapshot.kind_name(node)),
            name: text(snapshot.name(node)),
            id: snapshot.id(node).0,
            size: snapshot.self_size(node),
            detachedness: snapshot.detachedness(node) as u64,
        });
        for edge in snapshot.edges(node) {
            heap.edges.push(PlainEdge {
                from: node.index(),
                to: snapshot.target(edge).index(),
                kind: Arc::from(snapshot.edge_kind_name(edge)),
                label: match snapshot.label(edge) {
                    snapshot::Label::Name(name) => Label::Name(text(name)),
                    snapshot::Label::Index(index) => Label::Index(index),
                },
            });
        }
        if let Some(place) = snapshot.place(node) {
            let (script, line, column) = (place.script_id, place.line, place.column);
            let script_node = place.script.map(|script| script.index());
            heap.places.push(Place { node: node.index(), script, line, column, script_node });
        }
    }
    heap.extra_native_bytes = Some(snapshot.extra_native_bytes()).filter(|bytes| *bytes > 0);
    heap.extras = extras::extras(snapshot);
    heap
}

/// The same heap with what a file may say twice or not at all in one form: a node has one place, the last one given.
fn normal(heap: &PlainHeap) -> PlainHeap {
    let places: BTreeMap<usize, Place> = heap.places.iter().map(|place| (place.node, *place)).collect();
    let extra_native_bytes = heap.extra_native_bytes.filter(|bytes| *bytes > 0);
    PlainHeap { places: places.into_values().collect(), extra_native_bytes, ..heap.clone() }
}

/// What the parser reads from a file in pieces.
pub fn columns_in_pieces<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<PlainHeap, ParseError> {
    parsed(pieces).map(|snapshot| plain(&snapshot))
}

/// The file has exactly these nodes, edges and places.
pub fn check_columns(file: &[u8], expect: &PlainHeap) {
    let snapshot = parsed_whole(file).unwrap_or_else(|error| panic!("{error}"));
    let (ours, expect) = (plain(&snapshot), normal(expect));
    for (at, (ours, expect)) in ours.nodes.iter().zip(&expect.nodes).enumerate() {
        assert_eq!(ours, expect, "node {at}");
    }
    for (at, (ours, expect)) in ours.edges.iter().zip(&expect.edges).enumerate() {
        assert_eq!(ours, expect, "edge {at}");
    }
    assert_eq!((ours.nodes.len(), ours.edges.len()), (expect.nodes.len(), expect.edges.len()), "nodes and edges");
    assert_eq!(ours.places, expect.places);
    assert_eq!(ours.extra_native_bytes, expect.extra_native_bytes);
    assert_eq!(ours.extras, expect.extras);
}

/// What the parser found odd.
pub fn warnings_of(file: &[u8]) -> Vec<Warning> {
    parsed_whole(file).unwrap_or_else(|error| panic!("{error}")).warnings().to_vec()
}

/// The file is refused, for this reason at this place.
pub fn check_error(file: &[u8], section: Section, row: Option<u64>, byte: u64, fault: &Fault) {
    let expect = ParseError { fault: fault.clone(), section, row, byte };
    let error = parsed_whole(file).expect_err("a broken file");
    assert_eq!(error, expect, "\n  found {error}\n needed {expect}");
}

/// The file is refused for this reason in this section.
pub fn check_fault(file: &[u8], section: Section, fault: &Fault) {
    let error = parsed_whole(file).expect_err("a broken file");
    assert_eq!((error.section, &error.fault), (section, fault), "{error}");
    assert!(error.byte <= file.len() as u64, "{error} in a file of {} bytes", file.len());
}

/// The error in words.
pub fn fault_text(file: &[u8]) -> String {
    parsed_whole(file).expect_err("a broken file").to_string()
}

/// What is left of a file that may be cut off: its columns, the account of what is lost, and the odd things.
pub fn salvaged(file: &[u8]) -> Result<(PlainHeap, Option<Cut>, Vec<Warning>), ParseError> {
    let snapshot = salvaged_snapshot(file)?;
    Ok((plain(&snapshot), snapshot.cut().cloned(), snapshot.warnings().to_vec()))
}

fn salvaged_snapshot(file: &[u8]) -> Result<Snapshot, ParseError> {
    let mut parser = Parser::new(Some(file.len() as u64));
    parser.push(file)?;
    parser.salvage()
}

/// Opens what is left of a file.
pub fn opened_rest(file: &[u8]) -> Opened {
    let snapshot = salvaged_snapshot(file).unwrap_or_else(|error| panic!("{error}"));
    Opened { heap: Heap::open(snapshot, &mut |_: Stage| ()) }
}

/// Which section the file's first `length` bytes end in.
pub fn section_of_cut(file: &[u8], length: usize) -> Section {
    [
        Section::Header,
        Section::Nodes,
        Section::Edges,
        Section::TraceFunctionInfos,
        Section::TraceTree,
        Section::Samples,
        Section::Locations,
        Section::Strings,
    ]
    .into_iter()
    .find(|section| {
        let (begin, end) = crate::damage::brackets(file, section.key());
        (begin + 1..=end).contains(&length)
    })
    .unwrap_or(Section::Top)
}

/// An open heap, with its numbers in the twins' form.
pub struct Opened {
    pub heap: Heap,
}

/// Parses and analyses, or says why not.
pub fn try_open(file: &[u8]) -> Result<Opened, ParseError> {
    Ok(Opened { heap: Heap::open(parsed_whole(file)?, &mut |_: Stage| ()) })
}

/// Parses and analyses a file that is good.
pub fn opened(file: &[u8]) -> Opened {
    try_open(file).unwrap_or_else(|error| panic!("{error}"))
}

/// Writes a drawing as a file and opens it.
pub fn opened_sketch(sketch: &Sketch) -> Opened {
    opened(&file_of(&sketch.heap))
}

impl Opened {
    fn nodes(&self) -> impl Iterator<Item = Node> {
        (0..self.heap.node_count() as u32).map(Node)
    }

    /// Every number of every node, distances as DevTools writes them.
    pub fn numbers(&self) -> Numbers {
        let heap = &self.heap;
        let distance = |node| match heap.distance(node) {
            Distance::FromRoot(steps) => i64::from(steps),
            Distance::FromSystem(steps) => SYSTEM + i64::from(steps),
            Distance::Unreachable => NOT_REACHED,
        };
        Numbers {
            distance: self.nodes().map(distance).collect(),
            retained: self.nodes().map(|node| heap.retained(node)).collect(),
            dominator: self.nodes().map(|node| heap.dominator(node).index()).collect(),
            shallow: self.nodes().map(|node| heap.shallow(node)).collect(),
            detachedness: self.nodes().map(|node| heap.detachedness(node) as u64).collect(),
        }
    }

    pub fn edge_count(&self) -> usize {
        self.heap.snapshot().edge_count()
    }

    pub fn total(&self) -> u64 {
        self.heap.total()
    }

    /// The classes that DevTools lists: those with a member that has a size.
    pub fn classes(&self) -> Vec<Class> {
        let rows = self.heap.classes().iter().filter(|(_, class)| class.count > 0);
        rows.map(|(_, class)| Class {
            key: class.key(),
            name: class.name.clone(),
            count: class.count,
            distance: match class.distance {
                Distance::FromRoot(steps) => i64::from(steps),
                Distance::FromSystem(steps) => SYSTEM + i64::from(steps),
                Distance::Unreachable => NOT_REACHED,
            },
            shallow: class.shallow,
            retained: class.retained,
        })
        .collect()
    }

    /// The statistics in DevTools' slices.
    pub fn pie(&self) -> Pie {
        let parts = self.heap.statistics().parts();
        let bytes =
            |wanted| parts.iter().filter(|(kind, _)| *kind == wanted).map(|(_, share)| share.bytes).sum::<u64>();
        assert_eq!(parts.iter().map(|(_, share)| share.bytes).sum::<u64>(), self.total(), "the parts are the whole");
        let typed = bytes(MemoryKind::TypedArrays);
        [
            typed + bytes(MemoryKind::OtherNative) + bytes(MemoryKind::Extra),
            typed,
            bytes(MemoryKind::Code),
            bytes(MemoryKind::JsArrays),
            bytes(MemoryKind::Strings),
            bytes(MemoryKind::System),
        ]
    }

    /// Asks as the page does, through the wire enums.
    pub fn ask<Q: Ask>(&self, question: Q) -> Result<Q::Answer, Refusal> {
        let question: Question = sent(question.into());
        let given = sent(answer(&self.heap, &question))?;
        Ok(Q::unwrap(given).unwrap_or_else(|| panic!("the answer to {question:?} is of another kind")))
    }
}

/// What the other program reads of a message.
pub fn sent<T: Serialize + DeserializeOwned + Debug>(message: T) -> T {
    let read = decode(&encode(&message)).unwrap_or_else(|| panic!("nobody can read {message:?}"));
    assert_eq!(format!("{read:?}"), format!("{message:?}"), "what was sent is what is read");
    read
}

/// How many nodes differ in each column, with the first of each; `None` if none does.
pub fn difference(heap: &PlainHeap, ours: &Numbers, theirs: &Numbers) -> Option<String> {
    fn column<T: PartialEq + std::fmt::Display>(
        heap: &PlainHeap,
        name: &str,
        ours: &[T],
        theirs: &[T],
    ) -> Option<String> {
        assert_eq!(ours.len(), theirs.len(), "rows of {name}");
        let mut wrong = (0..ours.len()).filter(|&node| ours[node] != theirs[node]);
        let first = wrong.next()?;
        let node = &heap.nodes[first];
        Some(format!(
            "{name} of {} nodes, first n{first} {} {:?} @{}: {} where {} is right",
            wrong.count() + 1,
            node.kind,
            node.name,
            node.id,
            ours[first],
            theirs[first]
        ))
    }
    let columns = [
        column(heap, "detachedness", &ours.detachedness, &theirs.detachedness),
        column(heap, "shallow", &ours.shallow, &theirs.shallow),
        column(heap, "dominator", &ours.dominator, &theirs.dominator),
        column(heap, "retained", &ours.retained, &theirs.retained),
        column(heap, "distance", &ours.distance, &theirs.distance),
    ];
    let found: Vec<String> = columns.into_iter().flatten().collect();
    if found.is_empty() { None } else { Some(found.join("; ")) }
}

/// `handle value` lines (or comma-separated), compared with what `value` gives for each handle. A handle ends at the
/// first space, or at its closing parenthesis.
fn check_column(text: &str, expect: &str, value: impl Fn(&Sketch, &Opened, usize) -> String) {
    let sketch = Sketch::draw(text);
    let opened = opened_sketch(&sketch);
    let expected: Vec<&str> = expect.split(['\n', ',']).map(str::trim).filter(|line| !line.is_empty()).collect();
    let found: Vec<String> = expected
        .iter()
        .map(|line| {
            let end = if line.starts_with('(') { line.find(')').map(|at| at + 1) } else { line.find(' ') };
            let handle = &line[..end.unwrap_or_else(|| panic!("{line:?} is no handle and value"))];
            format!("{handle} {}", value(&sketch, &opened, sketch.node(handle)))
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

/// Retained sizes, by handle.
pub fn check_retained(sketch: &str, expect: &str) {
    check_column(sketch, expect, |_, opened, node| opened.heap.retained(Node(node as u32)).to_string());
}

/// Shallow sizes as DevTools has them, by handle.
pub fn check_shallow(sketch: &str, expect: &str) {
    check_column(sketch, expect, |_, opened, node| opened.heap.shallow(Node(node as u32)).to_string());
}

/// Immediate dominators, by handle.
pub fn check_dominators(sketch: &str, expect: &str) {
    check_column(sketch, expect, |sketch, opened, node| {
        sketch.handle(opened.heap.dominator(Node(node as u32)).index()).to_owned()
    });
}

/// Distances, by handle: `2`, `system+1`, `unreachable`.
pub fn check_distances(sketch: &str, expect: &str) {
    check_column(sketch, expect, |_, opened, node| match opened.heap.distance(Node(node as u32)) {
        Distance::FromRoot(steps) => steps.to_string(),
        Distance::FromSystem(steps) => format!("system+{steps}"),
        Distance::Unreachable => "unreachable".into(),
    });
}

/// Detachedness, by handle: `unknown`, `attached`, `detached`.
pub fn check_detachedness(sketch: &str, expect: &str) {
    check_column(sketch, expect, |_, opened, node| {
        format!("{:?}", opened.heap.detachedness(Node(node as u32))).to_lowercase()
    });
}

/// The whole class table: `key count distance shallow retained` lines in any order.
pub fn check_classes(sketch: &str, expect: &str) {
    let classes = opened_sketch(&Sketch::draw(sketch)).classes();
    let mut found: Vec<String> = classes
        .iter()
        .map(|class| format!("{} {} {} {} {}", class.key, class.count, class.distance, class.shallow, class.retained))
        .collect();
    let mut expected: Vec<&str> = expect.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{sketch}");
}

/// The id a question needs.
pub fn id(sketch: &Sketch, handle: &str) -> ObjectId {
    ObjectId(sketch.id(handle))
}

/// A list far longer than any of the drawings.
pub const ALL: Page = Page::first(Page::MAX);
