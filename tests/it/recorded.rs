//! DevTools' own numbers for real snapshots: every node, every class, the totals.
//!
//! The two files in `tests/fixtures/recorded` are compared in every run. `HEAPSKY_ORACLE=DIR` compares the files of
//! another folder as well: `DIR/NAME.heapsnapshot.gz` with `DIR/oracle/NAME.nodes.ndjson.gz` and `.summary.json.gz`.

use crate::check::{Opened, difference, opened};
use crate::oracle::{self, Numbers, Way};
use crate::plain::{PlainHeap, read_with_serde};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The recorded files that are part of this project.
pub const NAMES: [&str; 2] = ["node-20.20.2", "chromium-156"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/recorded")
}

/// The bytes of a recorded snapshot.
pub fn file(name: &str) -> Vec<u8> {
    unpacked(&folder().join(format!("{name}.heapsnapshot.gz")))
}

fn unpacked(path: &Path) -> Vec<u8> {
    let packed = std::fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(packed).read_to_end(&mut bytes).expect("gzip");
    bytes
}

/// What DevTools says of the whole heap; `tests/fixtures/recorded/README.md` says what each field means.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    node_count: usize,
    edge_count: usize,
    total_size: u64,
    statistics: Statistics,
    classes: Vec<Class>,
}

#[derive(Deserialize)]
struct Statistics {
    native: NativeStatistics,
    v8heap: HeapStatistics,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NativeStatistics {
    total: u64,
    typed_arrays: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HeapStatistics {
    code: u64,
    js_arrays: u64,
    strings: u64,
    system: u64,
}

/// A row of the Summary view.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Class {
    pub key: String,
    pub name: String,
    pub count: u64,
    pub distance: i64,
    pub shallow: u64,
    pub retained: u64,
}

/// DevTools' pie, in the order native, typed arrays, code, JavaScript arrays, strings, system.
pub type Pie = [u64; 6];

fn numbers_of_devtools(heap: &PlainHeap, lines: &[u8]) -> Numbers {
    let position: HashMap<u64, usize> = heap.nodes.iter().enumerate().map(|(at, node)| (node.id, at)).collect();
    let mut numbers = Numbers {
        distance: Vec::new(),
        retained: Vec::new(),
        dominator: Vec::new(),
        shallow: Vec::new(),
        detachedness: Vec::new(),
    };
    for (line, node) in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).zip(&heap.nodes) {
        let (id, distance, retained, dominator, shallow, detachedness): (u64, i64, u64, u64, u64, u64) =
            serde_json::from_slice(line).expect("a line of six numbers");
        assert_eq!(id, node.id, "lines follow the file");
        numbers.distance.push(distance);
        numbers.retained.push(retained);
        numbers.dominator.push(position[&dominator]);
        numbers.shallow.push(shallow);
        numbers.detachedness.push(detachedness);
    }
    assert_eq!(numbers.distance.len(), heap.nodes.len(), "one line per node");
    numbers
}

/// One snapshot with everything DevTools says of it.
struct Recorded {
    name: String,
    plain: PlainHeap,
    ours: Opened,
    devtools: Numbers,
    summary: Summary,
}

impl Recorded {
    fn open(name: &str, snapshot: &Path, oracle: &Path) -> Recorded {
        let file = unpacked(snapshot);
        let plain = read_with_serde(&file);
        let devtools = numbers_of_devtools(&plain, &unpacked(&oracle.join(format!("{name}.nodes.ndjson.gz"))));
        let summary = serde_json::from_slice(&unpacked(&oracle.join(format!("{name}.summary.json.gz")))).expect("JSON");
        Recorded { name: name.into(), plain, ours: opened(&file), devtools, summary }
    }

    fn committed(name: &str) -> Recorded {
        Recorded::open(name, &folder().join(format!("{name}.heapsnapshot.gz")), &folder())
    }

    /// What differs, in words; empty if nothing does.
    fn differences(&self) -> Vec<String> {
        let mut found = Vec::new();
        found.extend(difference(&self.plain, &self.ours.numbers(), &self.devtools));
        let counts = [self.ours.heap.node_count(), self.ours.edge_count()];
        if counts != [self.summary.node_count, self.summary.edge_count] {
            found.push(format!("{counts:?} nodes and edges"));
        }
        if self.ours.total() != self.summary.total_size {
            found.push(format!("total {} where DevTools has {}", self.ours.total(), self.summary.total_size));
        }
        let (native, heap) = (&self.summary.statistics.native, &self.summary.statistics.v8heap);
        let pie = [native.total, native.typed_arrays, heap.code, heap.js_arrays, heap.strings, heap.system];
        if self.ours.pie() != pie {
            found.push(format!("statistics {:?} where DevTools has {pie:?}", self.ours.pie()));
        }
        found.extend(class_differences(&self.ours.classes(), &self.summary.classes));
        found.into_iter().map(|difference| format!("{}: {difference}", self.name)).collect()
    }
}

/// DevTools calls a type past the end of the file's own list `undefined` (Node 8's symbols); we say `other`.
fn with_our_words(mut class: Class) -> Class {
    if class.name == "(undefined)" {
        class.name = "(other)".into();
        class.key = ",(other)".into();
    }
    class
}

fn class_differences(ours: &[Class], devtools: &[Class]) -> Vec<String> {
    let by_key = |classes: &[Class]| -> BTreeMap<String, Class> {
        let map: BTreeMap<_, _> =
            classes.iter().cloned().map(with_our_words).map(|class| (class.key.clone(), class)).collect();
        assert_eq!(map.len(), classes.len(), "keys are unique");
        map
    };
    let (ours, theirs) = (by_key(ours), by_key(devtools));
    let missing =
        theirs.iter().filter(|(key, _)| !ours.contains_key(*key)).map(|(_, class)| format!("missing {class:?}"));
    let surplus =
        ours.iter().filter(|(key, _)| !theirs.contains_key(*key)).map(|(_, class)| format!("surplus {class:?}"));
    let other = ours
        .iter()
        .filter_map(|(key, class)| Some((class, theirs.get(key)?)))
        .filter(|(a, b)| a != b)
        .map(|(a, b)| format!("{a:?} where DevTools has {b:?}"));
    let all: Vec<_> = missing.chain(surplus).chain(other).collect();
    let count = all.len();
    let shown = all.into_iter().take(5).collect::<Vec<_>>().join("\n  ");
    if count == 0 { Vec::new() } else { vec![format!("{count} classes differ:\n  {shown}")] }
}

#[test]
fn node_20_has_devtools_numbers() {
    assert_eq!(Recorded::committed("node-20.20.2").differences().join("\n"), "");
}

#[test]
fn chromium_156_has_devtools_numbers() {
    assert_eq!(Recorded::committed("chromium-156").differences().join("\n"), "");
}

/// The twins are right where it can be checked: so they may judge heaps DevTools never saw.
#[test]
fn the_slow_twins_have_devtools_numbers_too() {
    for name in NAMES {
        let recorded = Recorded::committed(name);
        let twin = oracle::numbers(&recorded.plain, Way::LengauerTarjan);
        assert_eq!(difference(&recorded.plain, &twin, &recorded.devtools), None, "{name}");
    }
}

/// Does nothing without `HEAPSKY_ORACLE`: those files are too large to be part of the project.
#[test]
fn other_recorded_files_have_devtools_numbers() {
    let Some(folder) = std::env::var_os("HEAPSKY_ORACLE").map(PathBuf::from) else { return };
    let mut all = Vec::new();
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the folder can be read")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".heapsnapshot.gz")?.to_owned()))
        .filter(|name| folder.join(format!("oracle/{name}.nodes.ndjson.gz")).exists())
        .collect();
    names.sort();
    assert!(!names.is_empty(), "no recorded file in {}", folder.display());
    for name in &names {
        let recorded = Recorded::open(name, &folder.join(format!("{name}.heapsnapshot.gz")), &folder.join("oracle"));
        all.extend(recorded.differences());
        let twin = oracle::numbers(&recorded.plain, Way::LengauerTarjan);
        all.extend(
            difference(&recorded.plain, &twin, &recorded.devtools).map(|found| format!("{name}: twin: {found}")),
        );
    }
    assert_eq!(all.join("\n"), "", "of {names:?}");
}
