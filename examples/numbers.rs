//! Writes this project's numbers for a snapshot in the form of the recorded DevTools numbers, so that anyone can check
//! us with a text diff: `cargo run --release --example numbers -- FILE PREFIX`. FILE may be gzipped.
//!
//! `PREFIX.nodes.ndjson` has one line a node in file order: `[id, distance, retained, dominatorId, shallow,
//! detachedness]`. `PREFIX.summary.json` has counts, total, statistics and classes, laid out and ordered as DevTools'
//! numbers in `tests/fixtures/recorded` are, which have more keys: CONTRIBUTING.md has the two lines that compare.

use heapsky::analysis::{Class, Heap};
use heapsky::ids::Distance;
use heapsky::parse::Parser;
use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};
use std::cmp::Reverse;
use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(path), Some(prefix)) = (args.next(), args.next()) else {
        return Err("usage: numbers FILE PREFIX".into());
    };
    let heap = open(&path)?;
    let mut nodes = BufWriter::new(File::create(format!("{prefix}.nodes.ndjson"))?);
    write_nodes(&heap, &mut nodes)?;
    nodes.flush()?;
    let mut summary = BufWriter::new(File::create(format!("{prefix}.summary.json"))?);
    write_summary(&heap, &mut summary)?;
    summary.flush()?;
    Ok(())
}

/// One line a node, in file order.
pub fn write_nodes(heap: &Heap, out: &mut impl Write) -> io::Result<()> {
    let snapshot = heap.snapshot();
    for node in snapshot.nodes() {
        writeln!(
            out,
            "[{},{},{},{},{},{}]",
            snapshot.id(node).0,
            number(heap.distance(node)),
            heap.retained(node),
            snapshot.id(heap.dominator(node)).0,
            heap.shallow(node),
            heap.detachedness(node) as u8
        )?;
    }
    Ok(())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    node_count: usize,
    edge_count: usize,
    total_size: u64,
    statistics: Statistics,
    classes: Vec<Row>,
}

#[derive(Serialize)]
struct Statistics {
    total: u64,
    native: Native,
    v8heap: V8Heap,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Native {
    total: u64,
    typed_arrays: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct V8Heap {
    total: u64,
    code: u64,
    js_arrays: u64,
    strings: u64,
    system: u64,
}

#[derive(Serialize)]
struct Row {
    key: String,
    name: String,
    count: u64,
    distance: i64,
    shallow: u64,
    retained: u64,
}

impl Row {
    fn of(class: &Class) -> Self {
        Row {
            key: class.key(),
            name: class.name.clone(),
            count: class.count,
            distance: number(class.distance),
            shallow: class.shallow,
            retained: class.retained,
        }
    }
}

/// Counts, total, statistics, and the classes with a size: largest first, then by key as JavaScript compares text.
pub fn write_summary(heap: &Heap, out: &mut impl Write) -> io::Result<()> {
    let parts = heap.statistics();
    let native = parts.typed_arrays.bytes + parts.other_native.bytes + parts.extra;
    let mut classes: Vec<Row> =
        heap.classes().iter().filter(|(_, class)| class.count > 0).map(|(_, class)| Row::of(class)).collect();
    classes.sort_by_cached_key(|row| (Reverse(row.retained), row.key.encode_utf16().collect::<Vec<u16>>()));
    let summary = Summary {
        node_count: heap.snapshot().node_count(),
        edge_count: heap.snapshot().edge_count(),
        total_size: heap.total(),
        statistics: Statistics {
            total: heap.total(),
            native: Native { total: native, typed_arrays: parts.typed_arrays.bytes },
            v8heap: V8Heap {
                total: heap.total() - native,
                code: parts.code.bytes,
                js_arrays: parts.js_arrays.bytes,
                strings: parts.strings.bytes,
                system: parts.system.bytes,
            },
        },
        classes,
    };
    let mut json = Serializer::with_formatter(&mut *out, PrettyFormatter::with_indent(b" "));
    summary.serialize(&mut json)?;
    writeln!(out)
}

/// DevTools' way to write a distance.
fn number(distance: Distance) -> i64 {
    match distance {
        Distance::FromRoot(steps) => i64::from(steps),
        Distance::FromSystem(steps) => 100_000_000 + i64::from(steps),
        Distance::Unreachable => -5,
    }
}

fn open(path: &str) -> Result<Heap, Box<dyn Error>> {
    let mut file = File::open(path)?;
    let mut magic = [0; 2];
    let gzip = file.read_exact(&mut magic).is_ok() && magic == [0x1f, 0x8b];
    let file = File::open(path)?;
    let size = (!gzip).then(|| file.metadata().map(|meta| meta.len())).transpose()?;
    let mut reader: Box<dyn Read> =
        if gzip { Box::new(flate2::read::MultiGzDecoder::new(file)) } else { Box::new(file) };
    let started = std::time::Instant::now();
    let mut parser = Parser::new(size);
    let mut piece = vec![0; 1 << 20];
    loop {
        match reader.read(&mut piece)? {
            0 => break,
            used => parser.push(&piece[..used])?,
        }
    }
    let snapshot = parser.finish()?;
    let parsed = started.elapsed();
    let mut last = started.elapsed();
    let heap = Heap::open(snapshot, &mut |stage| {
        eprintln!("{:?} begins at {:?} (+{:?})", stage, started.elapsed(), started.elapsed() - last);
        last = started.elapsed();
    });
    eprintln!("parsed in {parsed:?}, open in {:?}", started.elapsed());
    Ok(heap)
}
