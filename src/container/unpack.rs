//! The chain: a file's bytes in, the bytes of what is packed in it out, through at most [`DEPTH`] containers.
//!
//! Owns the layers, what lies between them, and the guard against bombs. Driven by pulling: [`Unpacker::pull`] says
//! what it needs; bytes go in through [`Unpacker::room`] and come out of [`Unpacker::bytes`]. A file that is no container
//! passes through without being copied. Guarantees: memory is bounded whatever comes; the same file gives the same bytes
//! however it is cut into pieces; all that can be unpacked of a cut file comes out before the cut is told.

use super::gzip::Gzip;
use super::layer::{Layer, OUT, Turn, Wrong};
use super::tar::Tar;
use super::zip::stream::Stream;
use super::zip::{Entry, Fed, Listed};
use super::zstd::Zstd;
use super::{Container, ContainerError, ContainerFault, DEPTH, SNIFF, sniff};

/// So much may come out of anything.
const FREE: u64 = 64 << 20;

/// Beyond that, so many bytes out of one. Measured, at best: 5 (gzip -9) and 9 (zstd -19) for snapshots of Node and
/// Chromium; 19 and 83 for a drawn heap of 100,000 strings of a kilobyte each that differ in their last digits. Only a
/// heap whose objects all have one id comes to more (552), and no producer writes one. Bombs come to 1,000 and more.
const RATIO: u64 = 300;

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// [`Unpacker::bytes`] are there.
    Bytes,
    /// More of the file is needed: [`Unpacker::room`], or [`Unpacker::end`].
    Input,
    /// The file is needed again from its start: an archive ended, and now it is known which entry to open. What had
    /// been unpacked was not passed on.
    Again,
    /// All is out. `cut`: the file ends too early.
    End { cut: bool },
}

struct Stage {
    layer: Box<dyn Layer>,
    out: Vec<u8>,
    /// How much of `out` was used.
    at: usize,
    ended: Option<Turn>,
}

/// A file being unpacked.
pub struct Unpacker {
    input: Vec<u8>,
    at: usize,
    ended: bool,
    /// Bytes of the file used.
    taken: u64,
    stages: Vec<Stage>,
    /// For each stage the entry to open, as far as that was found out by reading the archive once.
    picks: [Option<u32>; DEPTH],
    /// Whether what comes out of the last stage is known to be no container.
    plain: bool,
    /// Bytes of the last pull, still to be dropped.
    lent: usize,
    passed: u64,
    /// What the first stage is, if it is not for the first bytes to tell.
    first: First,
    /// Bytes of the file used, when others unpack the first container.
    packed: Option<u64>,
}

/// A first stage that is known beforehand.
#[derive(Clone)]
enum First {
    Unknown,
    /// The bytes are the data of an entry of a zip.
    Entry(Listed),
    /// Somebody else unpacks this container, and gives what comes out of it.
    Unpacked(Container),
}

impl Default for Unpacker {
    fn default() -> Self {
        Self::new()
    }
}

impl Unpacker {
    /// For a whole file, whatever it is.
    pub fn new() -> Self {
        Self {
            input: Vec::new(),
            at: 0,
            ended: false,
            taken: 0,
            stages: Vec::new(),
            picks: [None; DEPTH],
            plain: false,
            lent: 0,
            passed: 0,
            first: First::Unknown,
            packed: None,
        }
    }

    /// For the data of one entry of a zip, as its directory lists it. Places are counted from the data's start.
    pub fn of_entry(entry: Listed) -> Result<Self, ContainerError> {
        Self::beginning(First::Entry(entry))
    }

    /// For what somebody else gets out of this container, which is the first; told by [`Unpacker::packed`].
    pub fn behind(container: Container) -> Result<Self, ContainerError> {
        Self::beginning(First::Unpacked(container))
    }

    fn beginning(first: First) -> Result<Self, ContainerError> {
        let mut unpacker = Self::new();
        match &first {
            First::Unknown => {}
            First::Unpacked(container) => unpacker.push(Box::new(Passed { container: *container, passed: 0 })),
            First::Entry(entry) => match Entry::new(entry.method, Some(entry.packed), Some(entry.promise)) {
                Some(decoder) => unpacker.push(Box::new(Member { decoder, name: entry.name.clone() })),
                None => {
                    let fault = ContainerFault::Method { name: entry.name.clone(), method: entry.method };
                    return Err(ContainerError { container: Container::Zip, fault, byte: 0 });
                }
            },
        }
        unpacker.first = first;
        Ok(unpacker)
    }

    /// Says how many bytes of the file were used by who unpacks its first container.
    pub fn packed(&mut self, bytes: u64) {
        self.packed = Some(bytes);
    }

    /// Makes room for `length` bytes more of the file, to be filled by the caller.
    pub fn room(&mut self, length: usize) -> &mut [u8] {
        self.input.drain(..self.at);
        self.at = 0;
        let before = self.input.len();
        self.input.resize(before + length, 0);
        &mut self.input[before..]
    }

    /// Says that the file has ended.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// The bytes that the last [`Step::Bytes`] announced.
    pub fn bytes(&self) -> &[u8] {
        let (bytes, _) = self.available(self.stages.len());
        &bytes[..self.lent]
    }

    /// The containers found so far, the outermost first.
    pub fn containers(&self) -> impl Iterator<Item = Container> {
        self.stages.iter().map(|stage| stage.layer.container())
    }

    /// Bytes of the file that were used.
    pub fn taken(&self) -> u64 {
        self.packed.unwrap_or(self.taken)
    }

    /// The name of what comes out, inside the innermost archive.
    pub fn inside(&self) -> Option<&str> {
        self.stages.iter().rev().find_map(|stage| stage.layer.inside())
    }

    /// How many more snapshots the archives hold.
    pub fn left_out(&self) -> u32 {
        self.stages.iter().fold(0, |sum, stage| sum.saturating_add(stage.layer.left_out()))
    }

    /// Goes on until something is to be done.
    pub fn pull(&mut self) -> Result<Step, ContainerError> {
        let lent = std::mem::take(&mut self.lent);
        self.consume(self.stages.len(), lent);
        loop {
            let top = self.stages.len();
            let (have, ended) = self.available(top);
            let length = have.len();
            if !self.plain && (length >= SNIFF || ended) {
                if let Some(found) = sniff(&have[..length.min(SNIFF)]) {
                    self.open(found)?;
                    continue;
                }
                self.plain = true;
            }
            if self.plain && length > 0 {
                self.lent = length;
                self.passed += length as u64;
                return Ok(Step::Bytes);
            }
            if self.plain && ended {
                return self.finish();
            }
            // From the top down, the first stage that can do something does it.
            let mut level = top;
            loop {
                let Some(below) = level.checked_sub(1) else { return Ok(Step::Input) };
                match self.turn(below)? {
                    Some(Turn::Again(pick)) => {
                        self.restart(below, pick)?;
                        return Ok(Step::Again);
                    }
                    Some(_) => break,
                    None => level = below,
                }
            }
        }
    }

    fn finish(&self) -> Result<Step, ContainerError> {
        let last = self.stages.last();
        let cut = last.is_some_and(|stage| stage.ended == Some(Turn::Cut));
        match last {
            Some(stage) if cut && self.passed == 0 => {
                let detail = "it ends before anything can be unpacked".to_owned();
                Err(self.error(stage.layer.container(), ContainerFault::Damaged { detail }, self.taken()))
            }
            _ => Ok(Step::End { cut }),
        }
    }

    /// What a stage may take: the file's bytes for the first, else what the one below has put out.
    fn available(&self, level: usize) -> (&[u8], bool) {
        match level.checked_sub(1).and_then(|below| self.stages.get(below)) {
            Some(stage) => (&stage.out[stage.at..], stage.ended.is_some()),
            None => (&self.input[self.at..], self.ended),
        }
    }

    fn consume(&mut self, level: usize, used: usize) {
        match level.checked_sub(1).and_then(|below| self.stages.get_mut(below)) {
            Some(stage) => {
                stage.at += used;
                if stage.at == stage.out.len() {
                    stage.out.clear();
                    stage.at = 0;
                }
            }
            None => {
                self.at += used;
                self.taken += used as u64;
            }
        }
    }

    /// Lets one stage work; `None` if it could do nothing without more input.
    fn turn(&mut self, level: usize) -> Result<Option<Turn>, ContainerError> {
        let (below, rest) = self.stages.split_at_mut(level);
        let Some(stage) = rest.first_mut() else { return Ok(None) };
        let (input, ended) = match below.last() {
            Some(below) => (&below.out[below.at..], below.ended.is_some()),
            None => (&self.input[self.at..], self.ended),
        };
        if stage.ended.is_some() || input.is_empty() && !ended {
            return Ok(None);
        }
        let before = (stage.out.len(), stage.layer.unpacked());
        let container = stage.layer.container();
        match stage.layer.turn(input, ended, &mut stage.out) {
            Ok((used, turn)) => {
                let worked = used > 0 || before != (stage.out.len(), stage.layer.unpacked());
                let unpacked = stage.layer.unpacked();
                if let Turn::End | Turn::Cut = turn {
                    stage.ended = Some(turn);
                } else if !worked && turn == Turn::More {
                    return Ok(None);
                }
                self.consume(level, used);
                let packed = self.taken();
                if unpacked > FREE + RATIO * packed {
                    return Err(self.error(container, ContainerFault::Expands { packed, unpacked }, packed));
                }
                Ok(Some(turn))
            }
            Err(Wrong { fault, ahead }) => {
                let byte = self.taken() + if level == 0 { ahead as u64 } else { 0 };
                Err(self.error(container, fault, byte))
            }
        }
    }

    /// Puts a layer on top of the chain.
    fn open(&mut self, container: Container) -> Result<(), ContainerError> {
        let pick = self.picks.get(self.stages.len()).copied().flatten();
        if self.stages.len() == DEPTH {
            return Err(self.error(container, ContainerFault::TooDeep, self.taken()));
        }
        self.push(match container {
            Container::Gzip => Box::new(Gzip::new()),
            Container::Zstd => Box::new(Zstd::new()),
            Container::Zip => Box::new(Stream::new(pick)),
            Container::Tar => Box::new(Tar::new(pick)),
        });
        Ok(())
    }

    fn push(&mut self, layer: Box<dyn Layer>) {
        self.stages.push(Stage { layer, out: Vec::new(), at: 0, ended: None });
    }

    fn restart(&mut self, level: usize, pick: u32) -> Result<(), ContainerError> {
        let mut picks = self.picks;
        picks[level] = Some(pick);
        *self = Self { picks, ..Self::beginning(self.first.clone())? };
        Ok(())
    }

    fn error(&self, container: Container, fault: ContainerFault, byte: u64) -> ContainerError {
        ContainerError { container, fault, byte }
    }
}

/// One entry of a zip whose place is known: the first stage when the directory was read.
struct Member {
    decoder: Entry,
    name: String,
}

impl Layer for Member {
    fn container(&self) -> Container {
        Container::Zip
    }

    fn turn(&mut self, input: &[u8], ended: bool, out: &mut Vec<u8>) -> Result<(usize, Turn), Wrong> {
        match self.decoder.feed(input, ended, out) {
            Ok((used, Fed::Done)) => Ok((used, Turn::End)),
            Ok((used, Fed::Cut)) => Ok((used, Turn::Cut)),
            Ok((used, Fed::More(_))) => Ok((used, Turn::More)),
            Err((ahead, fault)) => Err(Wrong { fault, ahead }),
        }
    }

    fn unpacked(&self) -> u64 {
        self.decoder.size
    }

    fn inside(&self) -> Option<&str> {
        Some(&self.name)
    }
}

/// A container that somebody else unpacks.
struct Passed {
    container: Container,
    passed: u64,
}

impl Layer for Passed {
    fn container(&self) -> Container {
        self.container
    }

    fn turn(&mut self, input: &[u8], ended: bool, out: &mut Vec<u8>) -> Result<(usize, Turn), Wrong> {
        let used = input.len().min(OUT);
        out.extend_from_slice(&input[..used]);
        self.passed += used as u64;
        Ok((used, if ended && used == input.len() { Turn::End } else { Turn::More }))
    }

    fn unpacked(&self) -> u64 {
        self.passed
    }
}
