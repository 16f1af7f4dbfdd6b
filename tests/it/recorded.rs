//! Recorded snapshots of every model of file, each with DevTools' own numbers: every node, every class, the totals.
//!
//! Those in `tests/fixtures/recorded` are compared in every run. `HEAPSKY_ORACLE=DIR` compares another folder's as well,
//! and prints a row for each (`-- --nocapture` shows them): `DIR/NAME.heapsnapshot` with `DIR/oracle/NAME.nodes.ndjson`
//! and `NAME.summary.json`, `DIR/NAME.heaptimeline` with `NAME.timeline.…`; each file plain or with `.gz`.

pub use crate::devtools::{Class, Pie};
use crate::devtools::{Recorded, Report};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Its `main` is not called here.
#[allow(dead_code)]
#[path = "../../examples/numbers.rs"]
mod numbers;

/// The recorded files that are part of this project.
pub const NAMES: [&str; 8] = [
    "bun-1.4.5",
    "chromium-156",
    "chromium-156-console",
    "hermes-0.5.0",
    "hermes-0.11.0",
    "node-8.17.0.timeline",
    "node-20.20.2",
    "workerd-2026-11-17.timeline",
];

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/recorded")
}

/// The bytes of a recorded snapshot.
pub fn file(name: &str) -> Vec<u8> {
    snapshot(&folder(), name)
}

pub fn snapshot(folder: &Path, name: &str) -> Vec<u8> {
    unpacked(&match name.strip_suffix(".timeline") {
        Some(name) => folder.join(format!("{name}.heaptimeline")),
        None => folder.join(format!("{name}.heapsnapshot")),
    })
}

/// The file with this path, or with this path and `.gz`.
pub fn unpacked(path: &Path) -> Vec<u8> {
    if let Ok(bytes) = std::fs::read(path) {
        return bytes;
    }
    let path = path.with_added_extension("gz");
    let packed = std::fs::File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(packed).read_to_end(&mut bytes).expect("gzip");
    bytes
}

/// Compares one snapshot with DevTools' numbers for it.
fn report(folder: &Path, oracle: &Path, name: &str) -> Report {
    let lines = unpacked(&oracle.join(format!("{name}.nodes.ndjson")));
    let summary = unpacked(&oracle.join(format!("{name}.summary.json")));
    Recorded::open(name, &snapshot(folder, name), &lines, &summary).report()
}

/// The snapshots in a folder, by name.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().to_str()?.to_owned();
            let name = name.strip_suffix(".gz").unwrap_or(&name);
            match name.strip_suffix(".heaptimeline") {
                Some(name) => Some(format!("{name}.timeline")),
                None => name.strip_suffix(".heapsnapshot").map(str::to_owned),
            }
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Fails with every difference; at most a few of each snapshot.
fn none_differs(reports: &[Report]) {
    let shown = reports.iter().flat_map(|report| report.differences.iter().take(8));
    assert_eq!(shown.cloned().collect::<Vec<_>>().join("\n"), "");
}

#[test]
fn every_model_of_file_has_devtools_numbers() {
    let reports: Vec<Report> = NAMES.iter().map(|name| report(&folder(), &folder(), name)).collect();
    none_differs(&reports);
    // A comparison of nothing finds nothing.
    for report in reports {
        assert!(report.nodes > 2_000 && report.classes > 10, "{}", report.line());
    }
}

#[test]
fn every_recorded_file_is_compared() {
    let mut listed = NAMES.to_vec();
    listed.sort();
    assert_eq!(names(&folder()), listed);
}

/// A small heap with DevTools' numbers, all three as texts.
#[derive(serde::Deserialize)]
struct RandomHeap {
    file: String,
    nodes: String,
    summary: String,
}

/// Heaps no program has: every name, kind, column and WeakMap entry that a rule of DevTools looks at, by chance. DevTools'
/// numbers for them were made once, with the snapshots' own.
#[test]
fn random_heaps_have_devtools_numbers() {
    let lines = unpacked(&folder().join("random.jsonl"));
    let lines = String::from_utf8(lines).unwrap();
    let reports: Vec<Report> = lines
        .lines()
        .enumerate()
        .map(|(row, line)| {
            let heap: RandomHeap = serde_json::from_str(line).unwrap();
            let name = format!("line {}", row + 1);
            Recorded::open(&name, heap.file.as_bytes(), heap.nodes.as_bytes(), heap.summary.as_bytes()).report()
        })
        .collect();
    none_differs(&reports);
    let (heaps, nodes) = (reports.len(), reports.iter().map(|report| report.nodes).sum::<usize>());
    assert!(heaps > 200 && nodes > 4_000, "{heaps} heaps, {nodes} nodes");
}

/// Does nothing without `HEAPSKY_ORACLE`: those files are too large to be part of the project.
#[test]
fn other_recorded_files_have_devtools_numbers() {
    let Some(folder) = std::env::var_os("HEAPSKY_ORACLE").map(PathBuf::from) else { return };
    let oracle = folder.join("oracle");
    let has_oracle =
        |name: &String| ["", ".gz"].iter().any(|packed| oracle.join(format!("{name}.nodes.ndjson{packed}")).exists());
    let (with, without): (Vec<String>, Vec<String>) = names(&folder).into_iter().partition(has_oracle);
    assert!(!with.is_empty(), "no recorded file in {}", folder.display());
    let mut reports = Vec::new();
    for name in &with {
        let report = report(&folder, &oracle, name);
        println!("{}", report.line());
        reports.push(report);
    }
    let (nodes, classes) =
        reports.iter().fold((0, 0), |(nodes, classes), report| (nodes + report.nodes, classes + report.classes));
    println!("{} snapshots, {nodes} nodes, {classes} classes; without DevTools' numbers: {without:?}", reports.len());
    none_differs(&reports);
}

/// The five keys of DevTools' summary that the example writes, as they stand in the text.
fn compared_part(summary: &str) -> String {
    let mut blocks: Vec<String> = Vec::new();
    for line in summary.lines().skip(1).filter(|line| *line != "}") {
        // Keys of the outermost object are one space in.
        if line.starts_with(" \"") {
            blocks.push(String::new());
        }
        let block = blocks.last_mut().expect("a key comes first");
        *block += line;
        block.push('\n');
    }
    let keys = ["nodeCount", "edgeCount", "totalSize", "statistics", "classes"];
    blocks.retain(|block| keys.iter().any(|key| block.starts_with(&format!(" \"{key}\": "))));
    let blocks: Vec<&str> = blocks.iter().map(|block| block.trim_end().trim_end_matches(',')).collect();
    format!("{{\n{}\n}}\n", blocks.join(",\n"))
}

/// So that anyone can check us with a text diff.
#[test]
fn the_numbers_example_writes_what_devtools_writes() {
    for name in NAMES {
        let opened = crate::check::opened(&file(name));
        let (mut nodes, mut summary) = (Vec::new(), Vec::new());
        numbers::write_nodes(&opened.heap, &mut nodes).unwrap();
        numbers::write_summary(&opened.heap, &mut summary).unwrap();
        let oracle = |what: &str| String::from_utf8(unpacked(&folder().join(format!("{name}.{what}")))).unwrap();
        assert!(nodes == oracle("nodes.ndjson").into_bytes(), "{name}: the lines of its nodes");
        // The one word that is ours on purpose; see ARCHITECTURE.md.
        let devtools = compared_part(&oracle("summary.json")).replace("(undefined)", "(unknown#12)");
        assert_eq!(String::from_utf8(summary).unwrap(), devtools, "{name}");
    }
}
