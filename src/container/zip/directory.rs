//! A zip read by its directory, which stands at its end.
//!
//! Owns the search: the end record, zip64's, the directory, the header of the entry that is the snapshot. Does no
//! reading: [`Finder`] says which bytes of the file it wants next, and takes them. Guarantees: it asks for at most
//! [`DIRECTORY`] bytes at once, and for so few ranges that a hostile file cannot keep it busy.

use super::{CENTRAL, Common, END, Entry, Fed, Promise, data_begins, size, zip64};
use crate::container::choice::{Rank, rank_of_content, rank_of_name};
use crate::container::gather::{u16_at, u32_at, u64_at};
use crate::container::{Container, ContainerError, ContainerFault, SNIFF};
use std::ops::Range;

const END_RECORD: u64 = 22;
const LOCATOR: u64 = 20;
const END_64: u64 = 56;
const CENTRAL_HEADER: usize = 46;

/// A directory may be so long: half a million entries.
const DIRECTORY: u64 = 64 << 20;

/// When no name tells: so many entries are looked into, and so far, which gives their first bytes whatever the method.
const LOOKS: usize = 64;
const LOOK: u64 = 64 * 1024;

/// So many names are told when none is a snapshot.
const NAMES: usize = 4;

/// An entry as the directory lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub name: String,
    pub method: u16,
    pub encrypted: bool,
    /// Bytes it takes in the file.
    pub packed: u64,
    /// What its bytes have to be.
    pub promise: Promise,
    /// Where its local header stands in the file.
    offset: u64,
}

/// What the search needs, or found.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// These bytes of the file.
    Range(Range<u64>),
    /// Nothing: this entry is the snapshot, its data begins there, and so many more are left out.
    Found { entry: Listed, begins: u64, left_out: u32 },
    /// Nothing: there is no directory, so the file is cut off or was never finished.
    NoDirectory,
}

enum State {
    Tail,
    End64 {
        end: u64,
    },
    Directory {
        shift: u64,
    },
    /// Looking into entry `at` of those whose names tell nothing.
    Look {
        at: usize,
    },
    Local {
        chosen: usize,
    },
}

/// The search for the snapshot in a zip of this size.
pub struct Finder {
    size: u64,
    asked: Range<u64>,
    state: State,
    entries: Vec<Listed>,
    /// The rank of each entry, as far as it is known.
    ranks: Vec<Rank>,
}

impl Finder {
    /// A search in a file of `size` bytes, and what it wants first.
    pub fn new(size: u64) -> (Self, Asked) {
        // The end record is followed by a comment of at most 65,535 bytes.
        let tail = size.saturating_sub(END_RECORD + u64::from(u16::MAX) + LOCATOR)..size;
        let finder = Self { size, asked: tail.clone(), state: State::Tail, entries: Vec::new(), ranks: Vec::new() };
        (finder, Asked::Range(tail))
    }

    /// Takes the bytes it asked for.
    pub fn take(&mut self, bytes: &[u8]) -> Result<Asked, ContainerError> {
        match self.state {
            State::Tail => self.tail(bytes),
            State::End64 { end } => {
                if !bytes.starts_with(b"PK\x06\x06") || bytes.len() < END_64 as usize {
                    return Err(self.damaged("the end record of zip64 is not where it should be"));
                }
                self.directory(u64_at(bytes, 40), u64_at(bytes, 48), end)
            }
            State::Directory { shift } => {
                self.list(bytes, shift)?;
                self.ranks = self.entries.iter().map(|entry| rank_of_name(&entry.name)).collect();
                if self.ranks.contains(&Rank::Snapshot) { self.choose() } else { self.look(0) }
            }
            State::Look { at } => {
                self.ranks[at] = self.peek(at, bytes);
                self.look(at + 1)
            }
            State::Local { chosen } => {
                let Some(ahead) = data_begins(bytes) else {
                    return Err(self.damaged("an entry is not where the directory says"));
                };
                let (entry, best) = (self.entries[chosen].clone(), self.ranks[chosen]);
                let alike = self.ranks.iter().filter(|rank| **rank == best && best > Rank::File).count();
                let begins = entry.offset + ahead;
                if begins.checked_add(entry.packed).is_none_or(|end| end > self.size) {
                    return Err(self.damaged("an entry goes beyond the end of the file"));
                }
                let left_out = u32::try_from(alike.saturating_sub(1)).unwrap_or(u32::MAX);
                Ok(Asked::Found { entry, begins, left_out })
            }
        }
    }

    fn ask(&mut self, from: u64, length: u64, state: State) -> Result<Asked, ContainerError> {
        self.asked = from.min(self.size)..from.saturating_add(length).min(self.size);
        self.state = state;
        if from > self.size {
            return Err(self.damaged("a record stands beyond the end of the file"));
        }
        Ok(Asked::Range(self.asked.clone()))
    }

    /// The last end record whose comment fits.
    fn tail(&mut self, bytes: &[u8]) -> Result<Asked, ContainerError> {
        let fits = |at: &usize| {
            let record = &bytes[*at..];
            record.len() >= END_RECORD as usize
                && at + END_RECORD as usize + usize::from(u16_at(record, 20)) <= bytes.len()
        };
        let found = memchr::memmem::rfind_iter(bytes, &END).find(fits);
        let Some(at) = found else { return Ok(Asked::NoDirectory) };
        let end = self.asked.start + at as u64;
        let locator = at.checked_sub(LOCATOR as usize).map(|before| &bytes[before..at]);
        if let Some(locator) = locator.filter(|locator| locator.starts_with(b"PK\x06\x07")) {
            let at = u64_at(locator, 8);
            return self.ask(at, END_64, State::End64 { end: at });
        }
        self.directory(u64::from(u32_at(bytes, at + 12)), u64::from(u32_at(bytes, at + 16)), end)
    }

    /// The directory ends where the end record begins. If it does not begin where that says, something stands before
    /// the zip, such as a program that unpacks it, and all places are as much farther.
    fn directory(&mut self, length: u64, stated: u64, end: u64) -> Result<Asked, ContainerError> {
        if length > DIRECTORY {
            return Err(self.damaged("the directory is larger than 64 MiB"));
        }
        let begins = end.checked_sub(length);
        let (Some(begins), Some(shift)) = (begins, begins.and_then(|begins| begins.checked_sub(stated))) else {
            return Err(self.damaged("the directory does not fit before its end"));
        };
        self.ask(begins, length, State::Directory { shift })
    }

    fn list(&mut self, bytes: &[u8], shift: u64) -> Result<(), ContainerError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let common = Common::read(rest, 6);
            let comment = usize::from(u16_at(rest, 32));
            let length = CENTRAL_HEADER + common.name + common.extra + comment;
            if !rest.starts_with(&CENTRAL) || rest.len() < length {
                return Err(self.damaged("the directory makes no sense"));
            }
            let (name, extra) = rest[CENTRAL_HEADER..].split_at(common.name);
            let old_offset = u32_at(rest, 42);
            let full = [common.unpacked, common.packed, old_offset].map(|field| field == u32::MAX);
            let [unpacked, packed, offset] = zip64(&extra[..common.extra], full);
            rest = &rest[length..];
            let name = String::from_utf8_lossy(name).into_owned();
            let Some(offset) = size(old_offset, offset).checked_add(shift) else {
                return Err(self.damaged("an entry stands beyond the end of the file"));
            };
            if name.ends_with('/') || rank_of_name(&name) == Rank::Never {
                continue;
            }
            self.entries.push(Listed {
                name,
                method: common.method,
                encrypted: common.is_encrypted(),
                packed: size(common.packed, packed),
                promise: Promise { crc: common.crc, size: size(common.unpacked, unpacked) },
                offset,
            });
        }
        Ok(())
    }

    /// Looks into the entries from `at` on, or chooses when there are no more to look into.
    fn look(&mut self, at: usize) -> Result<Asked, ContainerError> {
        // A single file needs no look: it is the one, whatever is in it.
        match self.entries.get(at).filter(|_| at < LOOKS && self.entries.len() > 1) {
            Some(entry) => self.ask(entry.offset, LOOK, State::Look { at }),
            None => self.choose(),
        }
    }

    /// What the first bytes of an entry say; an entry that cannot be read says nothing.
    fn peek(&self, at: usize, bytes: &[u8]) -> Rank {
        let entry = &self.entries[at];
        let begins = data_begins(bytes).and_then(|ahead| usize::try_from(ahead).ok());
        let unpacked = || {
            let mut rest = bytes.get(begins?..).filter(|_| !entry.encrypted)?;
            let mut decoder = Entry::new(entry.method, Some(entry.packed), None)?;
            let mut out = Vec::new();
            while out.len() < SNIFF {
                match decoder.feed(rest, false, &mut out) {
                    Ok((used, Fed::More(true))) => rest = &rest[used..],
                    _ => break,
                }
            }
            Some(out)
        };
        unpacked().map_or(Rank::File, |out| rank_of_content(&out[..out.len().min(SNIFF)]))
    }

    fn choose(&mut self) -> Result<Asked, ContainerError> {
        let best = self.ranks.iter().max().copied();
        let chosen = self.ranks.iter().position(|rank| Some(*rank) == best);
        let only = self.entries.len() == 1;
        let Some(chosen) = chosen.filter(|_| only || best > Some(Rank::File)) else {
            let names = self.entries.iter().take(NAMES).map(|entry| entry.name.clone()).collect();
            return Err(self.wrong(ContainerFault::NoSnapshot { files: self.entries.len() as u64, names }));
        };
        let entry = &self.entries[chosen];
        let (name, method, offset) = (entry.name.clone(), entry.method, entry.offset);
        if entry.encrypted {
            return Err(self.wrong(ContainerFault::Encrypted { name }));
        }
        if Entry::new(method, Some(0), None).is_none() {
            return Err(self.wrong(ContainerFault::Method { name, method }));
        }
        self.ask(offset, super::LOCAL_HEADER as u64, State::Local { chosen })
    }

    fn wrong(&self, fault: ContainerFault) -> ContainerError {
        ContainerError { container: Container::Zip, fault, byte: self.asked.start }
    }

    fn damaged(&self, detail: &str) -> ContainerError {
        self.wrong(ContainerFault::Damaged { detail: detail.to_owned() })
    }
}
