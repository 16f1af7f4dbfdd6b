//! What a file is that is no heap snapshot.
//!
//! Owns the first bytes and the top-level keys as evidence. Gives the error that names the file people dropped.

use super::{Fault, OtherFile, ParseError, Parser, Section, State};

/// So much of a foreign file's first line is shown.
pub(super) const FIRST_LINE: usize = 60;

impl Parser {
    /// The first bytes: white space, perhaps UTF-8's byte order mark, then `{`. Anything else is another kind of file;
    /// its first line is gathered to be shown.
    pub(super) fn begin(&mut self, byte: u8) -> Result<usize, ParseError> {
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
    pub(super) fn foreign(&self, at: u64) -> ParseError {
        let line = String::from_utf8_lossy(&self.scratch);
        let found = line.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
        ParseError { fault: Fault::NotJson { found }, section: Section::Top, row: None, byte: at }
    }

    pub(super) fn other_file(&self) -> Option<OtherFile> {
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

    pub(super) fn not_a_snapshot(&self) -> ParseError {
        let fault = match self.other_file() {
            Some(other) => Fault::OtherFile(other),
            None => Fault::NotSnapshot { keys: self.keys.clone() },
        };
        ParseError { fault, section: Section::Top, row: None, byte: 0 }
    }
}
