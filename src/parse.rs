//! Bytes to [`Snapshot`]: a streaming, schema-driven, resumable parser.
//!
//! Owns the state between two pieces of a file. Takes the bytes in any pieces through [`Parser::push`]; gives a frozen
//! [`Snapshot`] from [`Parser::finish`], or the first [`ParseError`]; from [`Parser::salvage`] also what is left of a
//! file that ends too early. Guarantees: the same bytes give the same result
//! however they are cut; nothing panics; nothing recurses; no allocation is larger than the bytes read (or still to
//! come) justify. The file is one JSON object with its sections in any order; those that come before the header wait for
//! it, since only the header says how wide a record is. Unknown keys are skipped; of a key that is repeated the first is
//! read, as DevTools does.

use crate::snapshot::Snapshot;
use columns::{EdgeColumns, NodeColumns};
use inessential::Inessential;
use json::ValueRun;
use meta::Meta;
use numbers::NumberRun;
use stash::Stashed;
use std::collections::VecDeque;
use strings::StringRun;
use traces::TreeRun;

mod columns;
mod error;
mod finish;
mod foreign;
mod inessential;
mod json;
mod locations;
mod meta;
mod numbers;
mod quotes;
mod raw;
mod rows;
mod salvage;
mod schema;
mod scopes;
mod sections;
mod simd;
mod stash;
mod strings;
mod traces;
mod warnings;

pub use error::{Fault, Needed, ParseError, Section};
pub use foreign::{Archive, Media, OtherFile};

/// A key longer than this is not one of ours; only its start is kept.
const KEY_LIMIT: usize = 64;

enum State {
    /// Before the first byte that is no white space.
    Begin,
    /// In the first bytes of a file that is no snapshot.
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
    /// Inside a section that comes before the header.
    Stash(ValueRun),
    Numbers(NumberRun),
    Tree(TreeRun),
    Strings(StringRun),
    /// Inside a list of numbers that is passed over.
    Pass,
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
    /// The first bytes of the file: evidence of what it is.
    head: Vec<u8>,
    /// The header's bytes.
    scratch: Vec<u8>,
    keys: Vec<String>,
    meta: Option<Meta>,
    batch: Vec<i64>,
    /// Numbers that the fast kernel has read.
    plain: Box<[u32; simd::ROOM]>,
    /// Where in the file each number begins that an earlier piece left in `batch`, and the one it cut.
    begun: Vec<u64>,
    nodes: Option<NodeColumns>,
    nodes_done: bool,
    edges: Option<EdgeColumns>,
    /// Edges were read before all nodes were: their targets are not checked yet.
    edges_first: bool,
    inessential: Inessential,
    stash: VecDeque<Stashed>,
    /// Sections whose key has come, and how many came again.
    seen: Vec<Section>,
    repeated: u64,
    strings: Option<StringRun>,
    trailing: u64,
    /// The file ended before its closing bracket, and nothing that matters is missing.
    end_missing: bool,
    /// References are passed over.
    is_light: bool,
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
            head: Vec::new(),
            scratch: Vec::new(),
            keys: Vec::new(),
            meta: None,
            batch: Vec::with_capacity(rows::BATCH + 64),
            plain: Box::new([0; simd::ROOM]),
            begun: Vec::new(),
            nodes: None,
            nodes_done: false,
            edges: None,
            edges_first: false,
            inessential: Inessential::default(),
            stash: VecDeque::new(),
            seen: Vec::new(),
            repeated: 0,
            strings: None,
            trailing: 0,
            end_missing: false,
            is_light: false,
        }
    }

    /// In light mode: references are passed over, whatever they are, and the snapshot says so by its
    /// [`Cut`](crate::snapshot::Cut). For files that would not fit into memory otherwise.
    pub fn light(self) -> Self {
        Self { is_light: true, ..self }
    }

    /// How many nodes and edges are to be expected, once the header was read: what it says, unless the file is too short
    /// for that; if it says nothing, what a file of this length usually has.
    pub fn promised(&self) -> Option<(u64, u64)> {
        let meta = self.meta.as_ref()?;
        let size = self.size.unwrap_or(u64::MAX);
        // Two bytes a number are the least; 82 bytes of a file make a node with its edges, in files of Node.
        let at_most = |count: u64, width: usize| match count {
            0 => None,
            count => Some(count.min(size / (2 * width as u64))),
        };
        let nodes = at_most(meta.node_count, meta.nodes.width).or(self.size.map(|size| size / 82)).unwrap_or(0);
        Some((nodes, at_most(meta.edge_count, meta.edges.width).unwrap_or(3 * nodes)))
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
            self.remember(&rest[..used]);
            rest = &rest[used..];
            if !self.stash.is_empty() && self.meta.is_some() {
                self.replay()?;
            }
        }
        Ok(())
    }

    /// Consumes some of `bytes`, changes the state, or fails.
    fn step(&mut self, bytes: &[u8]) -> Result<usize, ParseError> {
        let byte = bytes[0];
        let space = matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        match &mut self.state {
            State::Begin => self.begin(byte),
            State::Foreign { at } => {
                let at = *at;
                self.gather(bytes, at)
            }
            State::Key { .. } | State::Colon | State::Value | State::After if space => Ok(1),
            State::Key { first } => match byte {
                b'"' => {
                    self.key.clear();
                    self.state = State::InKey { escaped: false };
                    Ok(1)
                }
                b'}' if *first => self.close(),
                // UTF-16 without a mark begins as JSON does.
                0 if self.offset == 1 => {
                    self.state = State::Foreign { at: 0 };
                    Ok(0)
                }
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
                    let meta = Meta::read(&self.scratch).map_err(|fault| self.bad_header(used, fault))?;
                    self.meta = Some(meta);
                    self.scratch = Vec::new();
                    self.leave();
                }
                Ok(used)
            }
            State::Pass => {
                let end = memchr::memchr(b']', bytes);
                if end.is_some() {
                    self.leave();
                }
                Ok(end.map_or(bytes.len(), |end| end + 1))
            }
            State::Skip(run) => {
                let (used, ended) = run.walk(bytes);
                if ended {
                    self.leave();
                }
                Ok(used)
            }
            State::Stash(_) => {
                let (used, ended) = self.keep(bytes);
                if ended {
                    self.leave();
                }
                Ok(used)
            }
            State::Tree(_) => Ok(self.tree(bytes)),
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

    fn leave(&mut self) {
        self.state = State::After;
        self.section = Section::Top;
    }

    /// The closing `}` of the file.
    fn close(&mut self) -> Result<usize, ParseError> {
        self.state = match self.meta {
            Some(_) => State::End,
            None => State::Foreign { at: self.first_brace() },
        };
        Ok(1)
    }

    /// An error so many bytes after the last one taken.
    fn wrong(&self, ahead: usize, fault: Fault) -> ParseError {
        ParseError { fault, section: self.section, row: None, byte: self.offset + ahead as u64 }
    }
}

/// Reads a whole snapshot that is already in memory.
pub fn read(bytes: &[u8]) -> Result<Snapshot, ParseError> {
    let mut parser = Parser::new(Some(bytes.len() as u64));
    parser.push(bytes)?;
    parser.finish()
}
