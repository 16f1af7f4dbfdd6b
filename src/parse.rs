//! Bytes to [`Snapshot`]: a streaming, schema-driven, resumable parser.
//!
//! Owns the state between two pieces of a file. Takes the bytes in any pieces through [`Parser::push`]; gives a frozen
//! [`Snapshot`] from [`Parser::finish`], or the first [`ParseError`]. Guarantees: the same bytes give the same result
//! however they are cut; nothing panics; nothing recurses; no allocation is larger than the bytes read (or still to
//! come) justify. The file is one JSON object; the header must come before the number sections, as every producer
//! writes it, since only the header says how wide a record is. Unknown keys are skipped.

use crate::ids::NodeMap;
use crate::snapshot::{Snapshot, StringTable, Warning};
use columns::{EdgeColumns, LocationRows, NodeColumns, Wrong};
use json::ValueRun;
use meta::Meta;
use numbers::{NumberRun, Stop};
use strings::StringRun;

mod columns;
mod error;
mod json;
mod meta;
mod numbers;
mod strings;

pub use error::{Fault, Needed, OtherFile, ParseError, Section};

/// Numbers read before they are turned into columns: 32 KiB, so that a batch stays in the first cache.
const BATCH: usize = 4096;

/// So much of a foreign file's first line is shown.
const FIRST_LINE: usize = 60;

/// A key longer than this is not one of ours; only its start is kept.
const KEY_LIMIT: usize = 64;

enum State {
    /// Before the first byte that is no white space.
    Begin,
    /// In the first line of a file that does not begin with `{`.
    Foreign {
        at: u64,
    },
    /// After `{` or `,`: a key, or `}` right after `{`.
    Key {
        first: bool,
    },
    /// Inside a key.
    InKey {
        escaped: bool,
    },
    Colon,
    /// Before the value of the key in `self.key`.
    Value,
    Header(ValueRun),
    Numbers(NumberRun),
    Strings(StringRun),
    Skip(ValueRun),
    /// After a value.
    After,
    /// After the closing `}`.
    End,
}

/// The push parser.
pub struct Parser {
    state: State,
    section: Section,
    /// Offset in the file of the next byte.
    offset: u64,
    size: Option<u64>,
    key: Vec<u8>,
    /// The first bytes of the file, to show when they are no snapshot; later the header's bytes.
    scratch: Vec<u8>,
    keys: Vec<String>,
    meta: Option<Meta>,
    batch: Vec<i64>,
    /// Where in the file each number begins that an earlier piece left in `batch`, and the one it cut.
    begun: Vec<u64>,
    nodes: Option<NodeColumns>,
    nodes_done: bool,
    edges: Option<EdgeColumns>,
    locations: LocationRows,
    location_rows: u64,
    strings: Option<StringRun>,
    trailing: u64,
}

impl Parser {
    /// A parser for a file of `size` bytes, if known: it bounds what is allocated at once and never what is read.
    pub fn new(size: Option<u64>) -> Self {
        Self {
            state: State::Begin,
            section: Section::Top,
            offset: 0,
            size,
            key: Vec::new(),
            scratch: Vec::new(),
            keys: Vec::new(),
            meta: None,
            batch: Vec::with_capacity(BATCH + 64),
            begun: Vec::new(),
            nodes: None,
            nodes_done: false,
            edges: None,
            locations: LocationRows::default(),
            location_rows: 0,
            strings: None,
            trailing: 0,
        }
    }

    /// Bytes taken so far.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The section the next byte belongs to.
    pub fn section(&self) -> Section {
        self.section
    }

    /// Takes the next piece. After an error the parser is of no further use.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), ParseError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let used = self.step(rest)?;
            self.offset += used as u64;
            rest = &rest[used..];
        }
        Ok(())
    }

    /// Ends the file.
    pub fn finish(mut self) -> Result<Snapshot, ParseError> {
        match self.state {
            State::Begin => return Err(self.wrong(0, Fault::Empty)),
            State::Foreign { at } => return Err(self.foreign(at)),
            State::End => {}
            _ if self.meta.is_none() && self.other_file().is_some() => return Err(self.not_a_snapshot()),
            _ => {
                let (rows, expected) = self.rows();
                return Err(self.wrong(0, Fault::Truncated { rows, expected }));
            }
        }
        let Some(meta) = self.meta.take() else { return Err(self.not_a_snapshot()) };
        let missing = |what: &str| Fault::Missing { what: format!("section \"{what}\"") };
        self.section = Section::Top;
        let Some(nodes) = self.nodes.take() else { return Err(self.wrong(0, missing("nodes"))) };
        let Some(edges) = self.edges.take() else { return Err(self.wrong(0, missing("edges"))) };
        let Some(strings) = self.strings.take() else { return Err(self.wrong(0, missing("strings"))) };
        self.section = Section::Nodes;
        if nodes.len() == 0 {
            return Err(self.wrong(0, Fault::NoNodes));
        }
        let root = usize::try_from(meta.root_row).ok().filter(|row| *row < nodes.len());
        let Some(root) = root else {
            let fault =
                Fault::OutOfRange { field: "root_index".into(), value: meta.root_row, limit: nodes.len() as u64 };
            return Err(self.wrong(0, fault));
        };
        self.section = Section::Edges;
        let (promised, found) = (nodes.edges(), edges.len() as u64);
        if promised != found {
            return Err(self.wrong(0, Fault::EdgeCounts { promised, found }));
        }
        // Only when a file has its edges before its nodes could a target still be unchecked.
        if let Some(row) = edges.targets.iter().position(|target| target.index() >= nodes.len()) {
            let (value, limit) = (u64::from(edges.targets[row].0), nodes.len() as u64);
            let fault = Fault::OutOfRange { field: "to_node / width".into(), value, limit };
            return Err(ParseError { row: Some(row as u64), ..self.wrong(0, fault) });
        }
        let node_count = nodes.len();
        let (locations, bad_locations) = self.locations.freeze(node_count);
        let strings = StringTable::new(strings.raw, strings.starts);
        let mut snapshot = Snapshot {
            root: crate::ids::Node(root as u32),
            has_detachedness: meta.nodes.detachedness.is_some(),
            kinds: NodeMap::new(nodes.kinds),
            names: NodeMap::new(nodes.names),
            ids: nodes.ids,
            sizes: nodes.sizes,
            first_edge: nodes.first_edge,
            labels: edges.labels,
            targets: edges.targets,
            strings,
            locations,
            extra_native_bytes: meta.extra_native_bytes,
            warnings: Vec::new(),
        };
        let warnings = warnings(&snapshot, &meta, self.trailing, bad_locations);
        snapshot.warnings = warnings;
        Ok(snapshot)
    }

    /// Consumes some of `bytes`, changes the state, or fails.
    fn step(&mut self, bytes: &[u8]) -> Result<usize, ParseError> {
        let byte = bytes[0];
        let space = matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        match &mut self.state {
            State::Begin => self.begin(byte),
            State::Foreign { at } => {
                let at = *at;
                if byte == b'\n' || self.scratch.len() >= FIRST_LINE {
                    return Err(self.foreign(at));
                }
                self.scratch.push(byte);
                Ok(1)
            }
            State::Key { .. } | State::Colon | State::Value | State::After if space => Ok(1),
            State::Key { first } => match byte {
                b'"' => {
                    self.key.clear();
                    self.state = State::InKey { escaped: false };
                    Ok(1)
                }
                b'}' if *first => self.close(),
                found => Err(self.wrong(0, Fault::Unexpected { found, needed: Needed::Key })),
            },
            State::InKey { escaped } => {
                match byte {
                    _ if *escaped => *escaped = false,
                    b'\\' => *escaped = true,
                    b'"' => self.state = State::Colon,
                    _ if self.key.len() < KEY_LIMIT => self.key.push(byte),
                    _ => {}
                }
                Ok(1)
            }
            State::Colon => match byte {
                b':' => {
                    self.state = State::Value;
                    Ok(1)
                }
                found => Err(self.wrong(0, Fault::Unexpected { found, needed: Needed::Colon })),
            },
            State::Value => self.value(byte),
            State::Header(run) => {
                let (used, ended) = run.walk(bytes);
                if self.scratch.len() + used > meta::HEADER_LIMIT {
                    return Err(self.wrong(0, Fault::BadHeader { detail: "it is larger than 1 MiB".into() }));
                }
                self.scratch.extend_from_slice(&bytes[..used]);
                if ended {
                    let meta = Meta::read(&self.scratch).map_err(|fault| self.wrong(used, fault))?;
                    self.meta = Some(meta);
                    self.scratch = Vec::new();
                    self.leave();
                }
                Ok(used)
            }
            State::Skip(run) => {
                let (used, ended) = run.walk(bytes);
                if ended {
                    self.leave();
                }
                Ok(used)
            }
            State::Strings(run) => match run.read(bytes) {
                Ok((used, false)) => Ok(used),
                Ok((used, true)) => {
                    if let State::Strings(run) = std::mem::replace(&mut self.state, State::After) {
                        self.strings = Some(run);
                    }
                    self.leave();
                    Ok(used)
                }
                Err((at, fault)) => {
                    let row = (run.starts.len() as u64).saturating_sub(1);
                    Err(ParseError { row: Some(row), ..self.wrong(at, fault) })
                }
            },
            State::Numbers(_) => self.numbers(bytes),
            State::After => match byte {
                b',' => {
                    self.state = State::Key { first: false };
                    Ok(1)
                }
                b'}' => self.close(),
                found => Err(self.wrong(0, Fault::Unexpected { found, needed: Needed::CommaOrEnd })),
            },
            State::End => {
                self.trailing += bytes.iter().filter(|byte| !byte.is_ascii_whitespace()).count() as u64;
                Ok(bytes.len())
            }
        }
    }

    /// The first bytes: white space, perhaps UTF-8's byte order mark, then `{`. Anything else is another kind of file;
    /// its first line is gathered to be shown.
    fn begin(&mut self, byte: u8) -> Result<usize, ParseError> {
        let mark = [0xEF, 0xBB, 0xBF];
        let in_mark = mark.get(self.offset as usize) == Some(&byte);
        match byte {
            b'{' => self.state = State::Key { first: true },
            b' ' | b'\n' | b'\r' | b'\t' => {}
            _ if in_mark => {}
            _ => {
                self.state = State::Foreign { at: self.offset };
                return Ok(0);
            }
        }
        Ok(1)
    }

    /// The first line of a file that is no JSON, made printable, to show what was found.
    fn foreign(&self, at: u64) -> ParseError {
        let line = String::from_utf8_lossy(&self.scratch);
        let found = line.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
        ParseError { fault: Fault::NotJson { found }, section: Section::Top, row: None, byte: at }
    }

    /// Chooses how to read the value of the key just read.
    fn value(&mut self, byte: u8) -> Result<usize, ParseError> {
        let bytes_left = self.size.map(|size| size.saturating_sub(self.offset));
        let array = |this: &Self| match byte {
            b'[' => Ok(1),
            found => Err(this.wrong(0, Fault::Unexpected { found, needed: Needed::Array })),
        };
        if matches!(byte, b',' | b'}' | b']' | b':') {
            return Err(self.wrong(0, Fault::Unexpected { found: byte, needed: Needed::Value }));
        }
        let key = std::mem::take(&mut self.key);
        if self.meta.is_none() && self.keys.len() < 8 {
            self.keys.push(String::from_utf8_lossy(&key).into_owned());
        }
        // 0 bytes used: the value's first byte is part of it, and the run must see it.
        match (key.as_slice(), &self.meta) {
            (b"snapshot", None) => {
                self.section = Section::Header;
                if byte != b'{' {
                    return Err(self.wrong(0, Fault::Unexpected { found: byte, needed: Needed::Object }));
                }
                self.scratch.clear();
                self.state = State::Header(ValueRun::default());
                Ok(0)
            }
            (b"nodes", Some(meta)) if self.nodes.is_none() => {
                self.nodes = Some(NodeColumns::with_room(columns::room(meta.node_count, meta.nodes.width, bytes_left)));
                self.section = Section::Nodes;
                self.state = State::Numbers(NumberRun::new());
                array(self)
            }
            (b"edges", Some(meta)) if self.edges.is_none() => {
                let room = columns::room(meta.edge_count, meta.edges.width, bytes_left);
                self.edges = Some(EdgeColumns::with_room(room, meta.nodes.width));
                self.section = Section::Edges;
                self.state = State::Numbers(NumberRun::new());
                array(self)
            }
            (b"locations", Some(meta)) if meta.locations.is_some() && self.location_rows == 0 => {
                self.section = Section::Locations;
                self.state = State::Numbers(NumberRun::new());
                array(self)
            }
            (b"strings", Some(_)) if self.strings.is_none() => {
                self.section = Section::Strings;
                self.state = State::Strings(StringRun::new(bytes_left));
                array(self)
            }
            (key, _) => {
                self.section = match key {
                    b"trace_function_infos" => Section::TraceFunctionInfos,
                    b"trace_tree" => Section::TraceTree,
                    b"samples" => Section::Samples,
                    _ => Section::Unknown,
                };
                self.state = State::Skip(ValueRun::default());
                Ok(0)
            }
        }
    }

    /// Reads numbers of the current section until the bytes or the section end, turning batches into columns.
    fn numbers(&mut self, bytes: &[u8]) -> Result<usize, ParseError> {
        let mut at = 0;
        // Whole rows, so that a full batch leaves nothing over.
        let room = (BATCH / self.width()).max(1) * self.width();
        loop {
            let from = at;
            let State::Numbers(run) = &mut self.state else { return Ok(at) };
            let cut = run.in_number();
            let (used, stop) = match run.read(&bytes[at..], &mut self.batch, room) {
                Ok(read) => read,
                Err((wrong, fault)) => {
                    let rows = self.rows().0 + (self.batch.len() / self.width().max(1)) as u64;
                    return Err(ParseError { row: Some(rows), ..self.wrong(at + wrong, fault) });
                }
            };
            at += used;
            let still_cut = run.in_number();
            let whole = self.take_rows().map_err(|(number, fault)| {
                let byte = self.place(&bytes[from..at], from, cut, number);
                ParseError { row: Some(self.rows().0), byte, ..self.wrong(at, fault) }
            })?;
            // What is left is less than a row; note where its numbers begin before the piece goes away.
            let left = self.batch.len() - whole;
            let open = usize::from(stop == Stop::Input && still_cut);
            let begun = (whole..self.batch.len() + open).map(|number| self.place(&bytes[from..at], from, cut, number));
            self.begun = begun.collect();
            self.batch.drain(..whole);
            match stop {
                Stop::Input => return Ok(at),
                Stop::Full => {}
                Stop::End => {
                    if left > 0 {
                        let (numbers, fields) =
                            (self.rows().0 * self.width() as u64 + left as u64, self.width() as u64);
                        return Err(self.wrong(at, Fault::HalfRow { numbers, fields }));
                    }
                    self.batch.clear();
                    self.begun.clear();
                    self.nodes_done |= self.section == Section::Nodes;
                    self.leave();
                    return Ok(at);
                }
            }
        }
    }

    /// Where in the file the batch's `number`th number begins. `piece` is what was read last, `from` bytes into the
    /// bytes being taken; `cut` says that it began inside a number. Numbers of earlier pieces have their places noted,
    /// the others are counted again: slow, and only for errors and for the few numbers a piece leaves over.
    fn place(&self, piece: &[u8], from: usize, cut: bool, number: usize) -> u64 {
        if let Some(place) = self.begun.get(number) {
            return *place;
        }
        let tail = cut && piece.first().is_some_and(u8::is_ascii_digit);
        let own = number - self.begun.len() + usize::from(tail);
        let at = numbers::nth_number(piece, own).unwrap_or(piece.len());
        self.offset + (from + at) as u64
    }

    /// Stores the whole rows of the batch; returns how many numbers they had. On error: the batch's wrong number.
    fn take_rows(&mut self) -> Result<usize, (usize, Fault)> {
        let Some(meta) = &self.meta else { return Ok(0) };
        let nodes = self.nodes.as_ref().filter(|_| self.nodes_done).map(NodeColumns::len);
        let width = self.width();
        let whole = self.batch.len() / width * width;
        let wrong = |row: usize, wrong: Wrong| (row * width + wrong.column, wrong.fault);
        let rows = self.batch[..whole].chunks_exact(width);
        match (self.section, &mut self.nodes, &mut self.edges) {
            (Section::Nodes, Some(columns), _) => {
                for (row, numbers) in rows.enumerate() {
                    columns.push(&meta.nodes, numbers).map_err(|w| wrong(row, w))?;
                }
            }
            (Section::Edges, _, Some(columns)) => {
                for (row, numbers) in rows.enumerate() {
                    columns.push(&meta.edges, numbers, nodes).map_err(|w| wrong(row, w))?;
                }
            }
            _ => {
                if let Some(schema) = &meta.locations {
                    for numbers in rows {
                        self.locations.push(schema, meta.nodes.width, numbers);
                        self.location_rows += 1;
                    }
                }
            }
        }
        Ok(whole)
    }

    /// Numbers in a record of the current section.
    fn width(&self) -> usize {
        let width = self.meta.as_ref().map(|meta| match self.section {
            Section::Nodes => meta.nodes.width,
            Section::Edges => meta.edges.width,
            _ => meta.locations.as_ref().map_or(1, |schema| schema.width),
        });
        width.unwrap_or(1)
    }

    /// Whole rows of the current section so far, and how many the header promised.
    fn rows(&self) -> (u64, Option<u64>) {
        let promised = |count: fn(&Meta) -> u64| self.meta.as_ref().map(count).filter(|count| *count > 0);
        match (self.section, &self.state) {
            (Section::Nodes, _) => {
                (self.nodes.as_ref().map_or(0, NodeColumns::len) as u64, promised(|meta| meta.node_count))
            }
            (Section::Edges, _) => {
                (self.edges.as_ref().map_or(0, EdgeColumns::len) as u64, promised(|meta| meta.edge_count))
            }
            (Section::Locations, _) => (self.location_rows, None),
            (Section::Strings, State::Strings(run)) => (run.starts.len() as u64, None),
            _ => (0, None),
        }
    }

    fn leave(&mut self) {
        self.state = State::After;
        self.section = Section::Top;
    }

    /// The closing `}` of the file.
    fn close(&mut self) -> Result<usize, ParseError> {
        self.state = State::End;
        match self.meta {
            Some(_) => Ok(1),
            None => Err(self.not_a_snapshot()),
        }
    }

    fn other_file(&self) -> Option<OtherFile> {
        let has = |key: &str| self.keys.iter().any(|other| other == key);
        match () {
            () if has("traceEvents") => Some(OtherFile::ChromeTrace),
            () if has("head") => Some(OtherFile::HeapProfile),
            () if has("nodes") && (has("startTime") || has("timeDeltas") || has("samples")) => {
                Some(OtherFile::CpuProfile)
            }
            () => None,
        }
    }

    fn not_a_snapshot(&self) -> ParseError {
        let fault = match self.other_file() {
            Some(other) => Fault::OtherFile(other),
            None => Fault::NotSnapshot { keys: self.keys.clone() },
        };
        ParseError { fault, section: Section::Top, row: None, byte: 0 }
    }

    /// An error so many bytes after the last one taken.
    fn wrong(&self, ahead: usize, fault: Fault) -> ParseError {
        ParseError { fault, section: self.section, row: None, byte: self.offset + ahead as u64 }
    }
}

/// What was odd but did not stop us.
fn warnings(snapshot: &Snapshot, meta: &Meta, trailing: u64, bad_locations: u64) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut differs = |section: Section, header: u64, found: usize| {
        if header != 0 && header != found as u64 {
            warnings.push(Warning::CountDiffers { section: section.key().into(), header, found: found as u64 });
        }
    };
    differs(Section::Nodes, meta.node_count, snapshot.node_count());
    differs(Section::Edges, meta.edge_count, snapshot.edge_count());
    let strings = snapshot.strings();
    let nodes = snapshot.nodes().filter(|node| !strings.has(snapshot.name(*node))).count();
    let edges = missing_edge_names(snapshot);
    let mut count = |count: u64, warning: fn(u64) -> Warning| {
        if count > 0 {
            warnings.push(warning(count));
        }
    };
    count(nodes as u64 + edges, |count| Warning::MissingStrings { count });
    count(shared_ids(snapshot), |count| Warning::SharedIds { count });
    count(bad_locations, |count| Warning::BadLocations { count });
    count(trailing, |count| Warning::TrailingBytes { count });
    warnings
}

fn missing_edge_names(snapshot: &Snapshot) -> u64 {
    use crate::snapshot::Label;
    let edges = (0..snapshot.edge_count() as u32).map(crate::ids::Edge);
    let missing = edges.filter(|edge| match snapshot.label(*edge) {
        Label::Name(text) => !snapshot.strings().has(text),
        Label::Index(_) => false,
    });
    missing.count() as u64
}

/// Ids are unique in every file seen; a forged file could shadow an object. Ascending ids, the rule, need no memory.
fn shared_ids(snapshot: &Snapshot) -> u64 {
    let ids = || snapshot.nodes().map(|node| snapshot.id(node));
    if ids().zip(ids().skip(1)).all(|(a, b)| a < b) {
        return 0;
    }
    let mut sorted: Vec<_> = ids().collect();
    sorted.sort_unstable();
    sorted.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64
}

/// Reads a whole snapshot that is already in memory.
pub fn read(bytes: &[u8]) -> Result<Snapshot, ParseError> {
    let mut parser = Parser::new(Some(bytes.len() as u64));
    parser.push(bytes)?;
    parser.finish()
}
