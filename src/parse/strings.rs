//! The string table: `["<dummy>","a\"b", …]`, read in any pieces and decoded only when somebody looks.
//!
//! Owns the scanner. Takes bytes after the `[`; gives the raw bytes between the quotes, still escaped, one after the
//! other, and where each begins. Guarantee: each string starts and ends at a quote; nothing is decoded, so a table of
//! 300 MB costs its own size and no more.

use super::error::{Fault, Needed};
use super::quotes::{self, Closed};

#[derive(Clone, Copy, PartialEq, Debug)]
enum At {
    Start,
    Comma,
    Inside,
    Escape,
    After,
}

/// The state between two pieces.
#[derive(Debug)]
pub struct StringRun {
    at: At,
    /// Raw bytes of all strings so far.
    pub raw: Vec<u8>,
    /// Where each string begins in `raw`; the end of the last is `raw.len()`.
    pub starts: Vec<u32>,
}

impl StringRun {
    /// A run whose `[` has been read. `at_most` bounds the bytes still to come, if the file's size is known: the table
    /// is then allocated once.
    pub fn new(at_most: Option<u64>) -> Self {
        let mut raw = Vec::new();
        if let Some(bytes) = at_most.and_then(|bytes| usize::try_from(bytes).ok()) {
            // A failed reservation is no error yet: growing step by step may still fit.
            let _ = raw.try_reserve_exact(bytes);
        }
        Self { at: At::Start, raw, starts: Vec::new() }
    }

    /// Without a last string that the end of the file cut.
    pub fn whole(mut self) -> Self {
        if matches!(self.at, At::Inside | At::Escape)
            && let Some(start) = self.starts.pop()
        {
            self.raw.truncate(start as usize);
        }
        self
    }

    /// Reads strings; returns the bytes used and whether the closing `]` was among them. On error the first value is
    /// the offset of the wrong byte.
    pub fn read(&mut self, bytes: &[u8]) -> Result<(usize, bool), (usize, Fault)> {
        let mut i = 0;
        while i < bytes.len() {
            if self.at == At::Inside {
                let rest = &bytes[i..];
                let (end, closed) = quotes::closing(rest);
                self.raw.extend_from_slice(&rest[..end]);
                i += end;
                match closed {
                    Closed::Quote => {
                        self.at = At::After;
                        i += 1;
                    }
                    Closed::No => break,
                    Closed::InEscape => {
                        self.at = At::Escape;
                        break;
                    }
                }
                continue;
            }
            let byte = bytes[i];
            match (self.at, byte) {
                (At::Escape, _) => {
                    self.raw.push(byte);
                    self.at = At::Inside;
                }
                (At::Start | At::Comma, b'"') => {
                    let start = u32::try_from(self.raw.len())
                        .map_err(|_| (i, Fault::TooLarge { rows: self.starts.len() as u64 }))?;
                    self.starts.push(start);
                    self.at = At::Inside;
                }
                (At::Start | At::Comma | At::After, b' ' | b'\n' | b'\r' | b'\t') => {}
                (At::After, b',') => self.at = At::Comma,
                (At::Start | At::After, b']') => return Ok((i + 1, true)),
                (At::After, found) => return Err((i, Fault::Unexpected { found, needed: Needed::CommaOrEnd })),
                (_, found) => return Err((i, Fault::Unexpected { found, needed: Needed::String })),
            }
            i += 1;
        }
        Ok((i, false))
    }
}
