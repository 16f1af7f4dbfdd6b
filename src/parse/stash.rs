//! Sections that stand before the header, kept raw until it says how wide their rows are.
//!
//! Owns their bytes. Every producer writes the header first, but a tool that sorts keys (`jq -S`) writes it behind the
//! edges, locations and nodes. Takes such a section's value as it comes; after the header the parser reads it again
//! through the same code, at the place in the file where it stood. Memory: the section's own size, in pieces that are
//! let go one by one as they are read.

use super::json::ValueRun;
use super::{ParseError, Parser, Section, State};
use std::collections::VecDeque;

/// Bytes in a piece: small beside a section, large beside a call.
const PIECE: usize = 1 << 20;

/// A section's value, raw.
pub(super) struct Stashed {
    section: Section,
    /// Where in the file the value begins.
    begin: u64,
    length: u64,
    pieces: VecDeque<Vec<u8>>,
}

impl Stashed {
    fn keep(&mut self, mut bytes: &[u8]) {
        self.length += bytes.len() as u64;
        while !bytes.is_empty() {
            let room = self.pieces.back().map_or(0, |piece| PIECE.saturating_sub(piece.len()));
            if room == 0 {
                self.pieces.push_back(Vec::new());
                continue;
            }
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            if let Some(piece) = self.pieces.back_mut() {
                piece.extend_from_slice(now);
            }
            bytes = later;
        }
    }
}

impl Parser {
    /// Begins to keep the value that starts at the next byte.
    pub(super) fn stash(&mut self, section: Section) {
        self.section = section;
        self.state = State::Stash(ValueRun::default());
        self.stash.push_back(Stashed { section, begin: self.offset, length: 0, pieces: VecDeque::new() });
    }

    /// Keeps what belongs to the value; returns how many bytes that were and whether it ended.
    pub(super) fn keep(&mut self, bytes: &[u8]) -> (usize, bool) {
        let State::Stash(run) = &mut self.state else { return (0, false) };
        let (used, ended) = run.walk(bytes);
        if let Some(last) = self.stash.back_mut() {
            last.keep(&bytes[..used]);
        }
        (used, ended)
    }

    /// Reads what was kept, in the order of the file. The header is known, and the parser stands behind it.
    pub(super) fn replay(&mut self) -> Result<(), ParseError> {
        let (here, size) = (self.offset, self.size);
        while let Some(mut stashed) = self.stash.pop_front() {
            self.offset = stashed.begin;
            // Room is made for what the section can hold, not for what the file can.
            self.size = Some(stashed.begin + stashed.length);
            let mut begun = false;
            while let Some(piece) = stashed.pieces.pop_front() {
                let mut rest = &piece[..];
                while let Some(first) = rest.first() {
                    let used = match std::mem::replace(&mut begun, true) {
                        false => self.enter(stashed.section, *first)?,
                        true => self.step(rest)?,
                    };
                    self.offset += used as u64;
                    rest = &rest[used..];
                }
            }
            // A bare number or word has no end of its own.
            self.leave();
        }
        (self.offset, self.size) = (here, size);
        Ok(())
    }
}
