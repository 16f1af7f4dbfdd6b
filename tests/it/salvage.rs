//! What is left of a file that was cut off: whole rows, whole strings, and nothing that was not there.
//!
//! The twin here is the same heap cut by hand, with the objects that nothing refers to found by definition.

use crate::check::{columns_in_pieces, opened, opened_rest, salvaged, section_of_cut};
use crate::damage::{brackets, replaced, small};
use crate::plain::{Label, PlainEdge, PlainHeap, PlainNode};
use crate::recorded;
use crate::sketch::Sketch;
use crate::written::file_of;
use heapsky::analysis::Heap;
use heapsky::ids::{Distance, Node};
use heapsky::parse::Section;
use heapsky::question::Report;
use heapsky::question::report::{Constants, Verdict};
use heapsky::snapshot::{Lost, Warning};
use std::collections::HashSet;

const LOST: &str = "⟨name lost⟩";

/// Whole numbers of a section among the first `length` bytes; the last one counts only if something follows it.
fn numbers(file: &[u8], key: &str, length: usize) -> usize {
    let (begin, end) = brackets(file, key);
    let text = std::str::from_utf8(&file[begin..length.clamp(begin, end + 1)]).unwrap();
    let found = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).count();
    found - usize::from(text.ends_with(|c: char| c.is_ascii_digit()))
}

/// The strings whose closing quote is among the first `length` bytes.
fn strings(file: &[u8], length: usize) -> HashSet<String> {
    let (begin, end) = brackets(file, "strings");
    let text = String::from_utf8_lossy(&file[begin..length.clamp(begin, end + 1)]);
    let whole = |line: &&str| line.len() >= 2 && line.ends_with('"') && serde_json::from_str::<String>(line).is_ok();
    // The writer puts each string on a line of its own.
    let lines = text.trim_start_matches('[').split('\n').map(|line| line.trim_end_matches([',', ']', '\n']));
    lines.filter(whole).map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Who can be reached from `from` without weak references.
fn reach(heap: &PlainHeap, from: usize) -> HashSet<usize> {
    let mut seen = HashSet::from([from]);
    while let Some(next) = heap.edges.iter().find(|e| !e.is("weak") && seen.contains(&e.from) && !seen.contains(&e.to))
    {
        seen.insert(next.to);
    }
    seen
}

/// Hangs what cannot be reached below a pseudo-root, by definition.
fn hold_unheld(heap: &mut PlainHeap) -> u64 {
    let mut reached = reach(heap, 0);
    let lost: Vec<usize> = (0..heap.nodes.len()).filter(|node| !reached.contains(node)).collect();
    let held = |node: usize| {
        heap.edges.iter().any(|e| !e.is("weak") && e.to == node && e.from != node && lost.contains(&e.from))
    };
    let mut heads: Vec<usize> = lost.iter().copied().filter(|node| !held(*node)).collect();
    for head in &heads {
        reached.extend(reach(heap, *head));
    }
    for node in &lost {
        if !reached.contains(node) {
            heads.push(*node);
            reached.extend(reach(heap, *node));
        }
    }
    if heads.is_empty() {
        return 0;
    }
    let edge = |from, to, index| PlainEdge { from, to, kind: "element".into(), label: Label::Index(index) };
    let pseudo = heap.nodes.len();
    let id = heap.nodes.iter().map(|node| node.id).max().unwrap() + 1;
    heap.nodes.push(PlainNode { kind: "synthetic".into(), name: "(lost edges)".into(), id, size: 0, detachedness: 0 });
    heap.edges.push(edge(0, pseudo, 1));
    heap.edges.extend(heads.iter().enumerate().map(|(at, head)| edge(pseudo, *head, at as u64 + 1)));
    heap.sort_edges();
    heads.len() as u64
}

/// Each truncation of the file keeps exactly what was whole.
fn check_every_truncation(heap: &PlainHeap) {
    let file = file_of(heap);
    for length in 1..file.len() {
        let cut_file = &file[..length];
        let section = section_of_cut(&file, length);
        let refused = columns_in_pieces([cut_file]).unwrap_err();
        let (nodes, edges) = (numbers(&file, "nodes", length) / 7, numbers(&file, "edges", length) / 3);
        if nodes == 0 {
            assert_eq!(salvaged(cut_file).unwrap_err(), refused, "{length} bytes");
            continue;
        }
        let (left, cut, warnings) = salvaged(cut_file).unwrap_or_else(|error| panic!("{length} bytes: {error}"));
        let (_, nodes_end) = brackets(&file, "nodes");
        let (_, edges_end) = brackets(&file, "edges");
        let (strings_begin, strings_end) = brackets(&file, "strings");
        let lost = match length {
            _ if length <= nodes_end => Lost::Nodes,
            _ if length <= edges_end => Lost::Edges,
            _ if length <= strings_begin => Lost::Names,
            _ if length <= strings_end => Lost::LateNames,
            _ => {
                assert_eq!((cut, warnings), (None, vec![Warning::EndMissing]), "{length} bytes");
                assert_eq!(left, columns_in_pieces([&file[..]]).unwrap());
                continue;
            }
        };
        let cut = cut.unwrap_or_else(|| panic!("{length} bytes: something is lost"));
        assert_eq!((cut.lost, cut.byte, &*cut.section), (lost, length as u64, section.key()), "{length} bytes");
        assert_eq!(warnings, [], "{length} bytes: the cut says it all");
        let known = strings(&file, length);
        let name = |name: &str| if known.contains(name) { name.into() } else { LOST.into() };
        let mut expect = heap.clone();
        expect.nodes.truncate(nodes);
        expect.edges.truncate(if lost == Lost::Nodes { 0 } else { edges });
        if section != Section::Strings {
            expect.places.clear();
        }
        for node in &mut expect.nodes {
            node.name = name(&node.name);
        }
        for edge in &mut expect.edges {
            if let Label::Name(label) = &mut edge.label {
                *label = name(label);
            }
        }
        let nameless = expect.nodes.iter().filter(|node| &*node.name == LOST).count() as u64;
        let unheld = if lost == Lost::Edges { hold_unheld(&mut expect) } else { 0 };
        assert_eq!((cut.nameless, cut.unheld), (nameless, unheld), "{length} bytes");
        assert_eq!(left.nodes, expect.nodes, "{length} bytes");
        assert_eq!(left.edges, expect.edges, "{length} bytes");
        if lost == Lost::LateNames {
            assert_eq!(left.places.len(), heap.places.len());
        }
        let rest = opened_rest(cut_file);
        assert_eq!(rest.total(), expect.nodes.iter().map(|node| node.size).sum::<u64>(), "{length} bytes");
    }
}

#[test]
fn every_truncation_keeps_what_was_whole() {
    check_every_truncation(&small());
    for seed in 0..12 {
        check_every_truncation(&crate::chance::random_heap(seed, 10));
    }
}

/// The first row of the edges that is cut, by the last object whose edges are whole.
fn cut_after_edges(file: &[u8], edges: usize) -> &[u8] {
    let (begin, end) = brackets(file, "edges");
    let mut seen = 0;
    let at = (begin..end).find(|at| {
        seen += usize::from(file[*at] == b',');
        seen == 3 * edges
    });
    &file[..=at.expect("so many edges")]
}

#[test]
fn what_lost_its_holder_hangs_below_the_lost_edges() {
    let sketch = Sketch::draw(
        "root -> Window(8) -> .kept: Kept(16)
        Window -> .cache: Map(24) -> .entry: Entry(32) -> .value: Value(64)
        a=Ring(1) -> b=Ring(2) -> a",
    );
    let file = file_of(&sketch.heap);
    // The edges of the root and the first two of Window are left; those of Map and Entry are lost.
    let cut_file = cut_after_edges(&file, 3);
    let rest = opened_rest(cut_file);
    let node = |handle: &str| Node(sketch.node(handle) as u32);
    let heap = &rest.heap;
    let pseudo = heap.snapshot().lost_edges().expect("a pseudo-root");
    let below: Vec<Node> = heap.dominators().children(pseudo).to_vec();
    assert_eq!(below, ["Entry", "Value", "a", "b"].map(node));
    assert_eq!(heap.dominator(pseudo), heap.snapshot().root());
    assert_eq!(heap.retained(pseudo), 32 + 64 + 1 + 2);
    assert_eq!(heap.dominator(node("Map")), node("Window"));
    assert_eq!(heap.retained(node("Window")), 8 + 16 + 24);
    assert_eq!(heap.summary().gc_roots, 1, "what lost its holder is no root");
    assert_eq!(heap.summary().cut.map(|cut| cut.unheld), Some(4));
}

#[test]
fn sizes_of_a_cut_off_file_are_the_files_own() {
    let sketch = Sketch::draw("root -> Window(8) -> .list: Array(16) -internal elements-> s=store:array(400)");
    let file = file_of(&sketch.heap);
    let store = Node(sketch.node("s") as u32);
    assert_eq!(opened(&file).heap.shallow(store), 0);
    let (begin, end) = brackets(&file, "strings");
    for length in [brackets(&file, "nodes").1 + 1, begin - 1, begin + 1, end] {
        assert_eq!(opened_rest(&file[..length]).heap.shallow(store), 400, "{length} bytes");
    }
}

#[test]
fn without_references_nobody_is_suspected() {
    let sketch = Sketch::draw("root -> Window(8) -> .big: Big(100000)");
    let file = file_of(&sketch.heap);
    let report = |length: usize| opened_rest(&file[..length]).ask(every_byte()).unwrap();
    let suspects = |length: usize| report(length).suspects.len();
    let (_, nodes_end) = brackets(&file, "nodes");
    let (strings_begin, _) = brackets(&file, "strings");
    assert_eq!(suspects(nodes_end), 0);
    // The leak may be in what is lost.
    assert_eq!(report(nodes_end).verdict, Verdict::Unknown, "nobody calls the rest of a file healthy");
    assert_eq!(suspects(strings_begin), 1, "with references the suspect is there, though without a name");
}

#[test]
fn what_lost_its_name_goes_by_its_kind() {
    let sketch = Sketch::draw("root -> Window(8) -> .cache: Cache(900) -> .last: Last(40)");
    let file = file_of(&sketch.heap);
    let rest = opened_rest(&file[..brackets(&file, "strings").0]);
    assert_eq!(rest.heap.class(Node(sketch.node("Cache") as u32)).name, "(object)");
    let report = rest.ask(every_byte()).unwrap();
    assert_eq!(report.suspects[0].keywords, [] as [&str; 0], "no word to look for");
    let root = &report.suspects[0].path[0].object;
    assert_eq!((&*root.name, root.name_lost), ("", false), "the root has no name to lose");
}

/// Sections in another order, as a tool that sorts keys writes them: the same is lost, whatever came before.
#[test]
fn a_cut_counts_what_is_lost_and_not_where() {
    let file = file_of(&small());
    let (begin, end) = brackets(&file, "strings");
    let strings = std::str::from_utf8(&file[begin..=end]).unwrap();
    let early = replaced(&file, "\n\"nodes\"", &format!("\n\"strings\":{strings},\"nodes\""));
    let (_, edges_end) = brackets(&early, "edges");
    let (left, cut, _) = salvaged(&early[..edges_end]).unwrap();
    let cut = cut.unwrap();
    assert_eq!((cut.lost, cut.nameless), (Lost::Edges, 0));
    assert!(left.nodes.iter().all(|node| &*node.name != LOST));
}

/// A real snapshot at every tenth of its length.
#[test]
fn a_real_file_opens_wherever_it_is_cut() {
    for name in recorded::NAMES {
        let file = recorded::file(name);
        let whole = opened(&file);
        let mut least = Lost::Nodes;
        for tenth in 1..10 {
            let rest = opened_rest(&file[..file.len() * tenth / 10]);
            let cut = rest.heap.summary().cut.unwrap_or_else(|| panic!("{name} at {tenth} tenths"));
            assert!(cut.lost >= least, "{name}: less is lost of a longer file");
            least = cut.lost;
            let heap = &rest.heap;
            let root = heap.snapshot().root();
            let sum: u64 = heap.snapshot().nodes().map(|node| heap.shallow(node)).sum();
            assert_eq!(sum, heap.retained(root), "{name} at {tenth} tenths");
            let same = heap.snapshot().nodes().take(whole.heap.node_count().min(heap.node_count()) - 1);
            for node in same {
                assert_eq!(heap.snapshot().id(node), whole.heap.snapshot().id(node));
                assert_eq!(heap.shallow(node), whole.heap.snapshot().self_size(node));
            }
            if cut.lost >= Lost::Edges {
                // Of those that the whole file reaches: Bun and Hermes leave thousands unreached.
                let reached = |heap: &Heap| {
                    heap.snapshot().nodes().filter(|node| heap.distance(*node) != Distance::Unreachable).count()
                };
                assert!(reached(heap) * 10 >= 9 * reached(&whole.heap), "{name} at {tenth} tenths");
            }
            rest.ask(every_byte()).unwrap();
        }
        assert_eq!(least, Lost::LateNames, "{name}");
    }
}

/// A report in which no suspect is too small.
fn every_byte() -> Report {
    Report { constants: Constants { suspect_bytes: 0, ..Constants::default() } }
}
