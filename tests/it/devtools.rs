//! What Chrome DevTools says of a snapshot, and how ours differs from it.
//!
//! Takes a snapshot's bytes and DevTools' numbers for it; gives a [`Report`]: how much was compared, and every
//! difference in words. Checks on the way what holds for any heap: the twins agree, and so do the invariants.

use crate::check::{Opened, difference, opened};
use crate::oracle::{self, Numbers, Way};
use crate::plain::{PlainHeap, read_with_serde};
use crate::{invariants, oracle::essential};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

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

/// One line per node in file order.
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
pub struct Recorded {
    name: String,
    plain: PlainHeap,
    ours: Opened,
    devtools: Numbers,
    summary: Summary,
}

/// What comparing one snapshot found.
pub struct Report {
    pub name: String,
    pub nodes: usize,
    pub classes: usize,
    /// In words; empty if nothing differs.
    pub differences: Vec<String>,
}

impl Report {
    /// A row of the table that the folder's comparison prints.
    pub fn line(&self) -> String {
        let Report { name, nodes, classes, differences } = self;
        format!("{name:<40} {nodes:>9} nodes {classes:>6} classes {:>4} differences", differences.len())
    }
}

impl Recorded {
    /// Opens `file` with our core, and reads DevTools' lines and summary for it.
    pub fn open(name: &str, file: &[u8], lines: &[u8], summary: &[u8]) -> Recorded {
        let plain = read_with_serde(file);
        let devtools = numbers_of_devtools(&plain, lines);
        let summary = serde_json::from_slice(summary).expect("DevTools' summary");
        Recorded { name: name.into(), plain, ours: opened(file), devtools, summary }
    }

    /// Compares everything that can be compared.
    pub fn report(&self) -> Report {
        let mut found = Vec::new();
        let ours = self.ours.numbers();
        found.extend(difference(&self.plain, &ours, &self.devtools));
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
        // The twins are right where it can be checked: so they may judge heaps DevTools never saw.
        let twin = oracle::numbers(&self.plain, Way::LengauerTarjan);
        found.extend(difference(&self.plain, &twin, &self.devtools).map(|found| format!("twin: {found}")));
        let essential = essential::essential(&self.plain);
        found.extend(invariants::broken(&self.plain, &essential, &ours));
        Report {
            name: self.name.clone(),
            nodes: self.plain.nodes.len(),
            classes: self.summary.classes.len(),
            differences: found.into_iter().map(|difference| format!("{}: {difference}", self.name)).collect(),
        }
    }
}

/// We say which number a type past the end of the file's own list has (12: the symbols of Node 6 and 8); DevTools says
/// `undefined`.
fn in_devtools_words(mut class: Class) -> Class {
    if class.name.starts_with("(unknown#") {
        class.name = "(undefined)".into();
        class.key = ",(undefined)".into();
    }
    class
}

pub fn class_differences(ours: &[Class], devtools: &[Class]) -> Vec<String> {
    let by_key = |classes: &[Class]| -> BTreeMap<String, Class> {
        let map: BTreeMap<_, _> =
            classes.iter().cloned().map(in_devtools_words).map(|class| (class.key.clone(), class)).collect();
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
    missing.chain(surplus).chain(other).collect()
}
