//! Opens one snapshot as the worker does and says how long each part took: what `cargo xtask bench` times, on this
//! machine and as WebAssembly.
//!
//! `open FILE` reads the file in pieces, parses, analyses, answers the report, and prints one line of JSON: counts, bytes,
//! milliseconds. `open FILE --sample N` prints a second line: N seeded random objects of each kind that the latencies in
//! the browser are measured on, and how long their questions took here. The same file gives the same sample everywhere.

use heapsky::analysis::Heap;
use heapsky::ids::{Node, ObjectId};
use heapsky::parse::{Parser, Section};
use heapsky::question::{Children, Facts, Page, Report, Retainers, Search, answer};
use serde_json::{Map, Value, json};
use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::time::Instant;

/// Bytes read and parsed at once.
const PIECE: usize = 4 << 20;

/// Tries for each object of the sample: a heap may have none of the kind that is looked for.
const TRIES: usize = 2000;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (path, sample) = match &args[..] {
        [path] => (path, None),
        [path, flag, count] if flag == "--sample" => (path, Some(count.parse()?)),
        _ => return Err("usage: open FILE [--sample N]".into()),
    };
    let started = Instant::now();
    let mut stages = Stages::default();
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut parser = Parser::new(Some(size));
    let mut piece = vec![0; PIECE];
    let mut clock = Instant::now();
    loop {
        let used = fill(&mut file, &mut piece)?;
        stages.add("read", lap(&mut clock));
        if used == 0 {
            break;
        }
        parser.push(&piece[..used])?;
        stages.add(section(parser.section()), lap(&mut clock));
    }
    drop(piece);
    let snapshot = parser.finish()?;
    stages.add("finish", lap(&mut clock));
    let parsed = ms(started);

    let mut stage = String::new();
    let heap = Heap::open(snapshot, &mut |next| {
        let spent = lap(&mut clock);
        if !stage.is_empty() {
            stages.add(&stage, spent);
        }
        stage = format!("{next:?}").to_lowercase();
    });
    lap(&mut clock);
    let report = Report::default().answer(&heap).map_err(|refusal| format!("{refusal:?}"))?;
    stages.add("report", lap(&mut clock));
    let total = ms(started);
    println!(
        "{}",
        json!({
            "bytes": size,
            "nodes": heap.snapshot().node_count(),
            "edges": heap.snapshot().edge_count(),
            "heapBytes": heap.total(),
            "suspects": report.suspects.len(),
            "parseMs": parsed,
            "readyMs": total,
            "stages": stages.0,
            "wasmBytes": wasm_memory(),
            "peakBytes": peak(),
        })
    );
    if let Some(count) = sample {
        println!("{}", draw(&heap, count));
    }
    Ok(())
}

/// Milliseconds by name, in the order in which they first came.
#[derive(Default)]
struct Stages(Map<String, Value>);

impl Stages {
    fn add(&mut self, name: &str, spent: f64) {
        let before = self.0.get(name).and_then(Value::as_f64).unwrap_or(0.0);
        self.0.insert(name.to_owned(), json!(round(before + spent)));
    }
}

/// The section that a piece ends in stands for the whole piece.
fn section(section: Section) -> &'static str {
    match section {
        Section::Top | Section::Header | Section::Nodes => "nodes",
        Section::Edges => "edges",
        Section::Strings => "strings",
        _ => "other",
    }
}

/// As many bytes as there are, up to the whole piece.
fn fill(file: &mut File, piece: &mut [u8]) -> std::io::Result<usize> {
    let mut used = 0;
    while used < piece.len() {
        match file.read(&mut piece[used..])? {
            0 => break,
            more => used += more,
        }
    }
    Ok(used)
}

fn lap(clock: &mut Instant) -> f64 {
    let spent = clock.elapsed().as_secs_f64() * 1000.0;
    *clock = Instant::now();
    spent
}

fn ms(since: Instant) -> f64 {
    round(since.elapsed().as_secs_f64() * 1000.0)
}

fn round(ms: f64) -> f64 {
    (ms * 100.0).round() / 100.0
}

/// The linear memory, which never shrinks.
#[cfg(target_arch = "wasm32")]
fn wasm_memory() -> Option<u64> {
    Some(core::arch::wasm32::memory_size::<0>() as u64 * 65536)
}

#[cfg(not(target_arch = "wasm32"))]
fn wasm_memory() -> Option<u64> {
    None
}

/// The most that this process had in memory, where Linux says it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib * 1024)
}

/// Seeded objects and words, and milliseconds of the questions about them.
fn draw(heap: &Heap, count: usize) -> Value {
    let snapshot = heap.snapshot();
    let mut chance = Chance(0x5eed);
    let mut pick = |wanted: &mut dyn FnMut(Node) -> bool| -> Vec<Node> {
        let Some(last) = snapshot.nodes().next_back() else { return Vec::new() };
        let mut found = Vec::new();
        for _ in 0..TRIES * count {
            let node = Node((chance.next() % (u64::from(last.0) + 1)) as u32);
            if found.len() < count && !found.contains(&node) && wanted(node) {
                found.push(node);
            }
        }
        found
    };
    let children = |node: Node, limit| {
        let page = Page::first(limit);
        Children { of: Some(snapshot.id(node)), page }.answer(heap).map(|page| page.rows).unwrap_or_default()
    };
    let any = pick(&mut |_| true);
    // Below them there is a row that opens: the browser shows the first page of children at once. Sorting millions of
    // children for each try would take for ever.
    let few = |node: Node| {
        let mut count = 0;
        for _ in heap.dominators().children(node) {
            count += 1;
            if count == 1000 {
                return false;
            }
        }
        true
    };
    let opens = |node| children(node, 1).first().is_some_and(|child| child.object.dominated > 0);
    let parents = pick(&mut |node| few(node) && opens(node));
    // More retainers than one page of the panel; such objects are few, and always the same kinds.
    let crowded = pick(&mut |node| heap.graph().retainer_count(node) > 60);
    // What people type: the first letters of some name, each once.
    let mut words: Vec<String> = Vec::new();
    pick(&mut |node| {
        let name = snapshot.text(snapshot.name(node));
        let word: String = name.chars().filter(char::is_ascii_alphanumeric).take(6).collect();
        let new = word.len() >= 3 && !words.contains(&word);
        if new {
            words.push(word);
        }
        new
    });

    let ids = |nodes: &[Node]| nodes.iter().map(|node| snapshot.id(*node)).collect::<Vec<ObjectId>>();
    let time = |ask: &dyn Fn(ObjectId), nodes: &[Node]| -> Vec<f64> {
        let timed = |id| {
            let start = Instant::now();
            ask(id);
            start.elapsed().as_secs_f64() * 1000.0
        };
        ids(nodes).into_iter().map(timed).collect()
    };
    let page = Page::first(50);
    let searched = words.iter().map(|word| {
        let start = Instant::now();
        let _ = answer(heap, &Search::first(word, page).into());
        start.elapsed().as_secs_f64() * 1000.0
    });
    let searched: Vec<f64> = searched.collect();
    json!({
        "any": ids(&any).iter().map(|id| id.0).collect::<Vec<_>>(),
        "parents": ids(&parents).iter().map(|id| id.0).collect::<Vec<_>>(),
        "crowded": ids(&crowded).iter().map(|id| id.0).collect::<Vec<_>>(),
        "words": words,
        "questions": {
            "facts": time(&|of| drop(Facts { of }.answer(heap)), &any),
            "children": time(&|of| drop(Children { of: Some(of), page }.answer(heap)), &parents),
            "retainers": time(&|of| drop(answer(heap, &Retainers { of, ignored: Vec::new(), page }.into())), &crowded),
            "search": searched,
        },
    })
}

/// SplitMix64, by Vigna.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
