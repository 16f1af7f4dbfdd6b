//! Writes this project's numbers for a snapshot in the form of the recorded DevTools numbers, so that anyone can check
//! us with a text diff: `cargo run --release --example numbers -- FILE PREFIX`. FILE may be gzipped.
//!
//! `PREFIX.nodes.ndjson` has one line a node in file order: `[id, distance, retained, dominatorId, shallow,
//! detachedness]`; `PREFIX.summary.json` has counts, total, statistics and classes.

use heapsky::analysis::Heap;
use heapsky::ids::Distance;
use heapsky::parse::Parser;
use serde_json::json;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Read, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(path), Some(prefix)) = (args.next(), args.next()) else {
        return Err("usage: numbers FILE PREFIX".into());
    };
    let heap = open(&path)?;
    let snapshot = heap.snapshot();
    let mut nodes = BufWriter::new(File::create(format!("{prefix}.nodes.ndjson"))?);
    for node in snapshot.nodes() {
        writeln!(
            nodes,
            "[{},{},{},{},{},{}]",
            snapshot.id(node).0,
            number(heap.distance(node)),
            heap.retained(node),
            snapshot.id(heap.dominator(node)).0,
            heap.shallow(node),
            heap.detachedness(node) as u8
        )?;
    }
    nodes.flush()?;
    let parts = heap.statistics();
    let native = parts.typed_arrays.bytes + parts.other_native.bytes + parts.extra;
    let mut classes: Vec<_> = heap.classes().iter().filter(|(_, class)| class.count > 0).collect();
    classes.sort_by_key(|(_, class)| class.key());
    let classes = classes.into_iter().map(|(_, class)| {
        json!({ "key": class.key(), "name": class.name, "count": class.count, "distance": number(class.distance),
            "shallow": class.shallow, "retained": class.retained })
    });
    let summary = json!({
        "nodeCount": snapshot.node_count(),
        "edgeCount": snapshot.edge_count(),
        "totalSize": heap.total(),
        "statistics": {
            "total": heap.total(),
            "native": { "total": native, "typedArrays": parts.typed_arrays.bytes },
            "v8heap": { "total": heap.total() - native, "code": parts.code.bytes, "jsArrays": parts.js_arrays.bytes,
                "strings": parts.strings.bytes, "system": parts.system.bytes },
        },
        "classes": classes.collect::<Vec<_>>(),
    });
    std::fs::write(format!("{prefix}.summary.json"), serde_json::to_string_pretty(&summary)?)?;
    Ok(())
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
