//! What a file is that is no heap snapshot.
//!
//! Owns the first bytes and the top-level keys as evidence. Gives the error that names the file people dropped, or says
//! where in it a snapshot begins. Guarantee: what is said depends on the file alone and not on its pieces; so of a file
//! that is no snapshot the first [`HEAD`] bytes are read before anything is said.

mod evidence;
mod kinds;

pub use kinds::{Archive, Media, OtherFile};

use super::{Fault, ParseError, Parser, Section, State};
use memchr::memmem;

/// So many first bytes are evidence.
pub(super) const HEAD: usize = 64 * 1024;

/// So much of a foreign file's first line is shown.
const FIRST_LINE: usize = 60;

impl Parser {
    /// The first bytes: white space, perhaps UTF-8's byte order mark, then `{` of text. Anything else is another kind of
    /// file.
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

    /// Keeps the first bytes that were read.
    pub(super) fn remember(&mut self, bytes: &[u8]) {
        let room = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..room]);
    }

    /// So much of a file that is no snapshot is still to be read.
    pub(super) fn gather(&self, bytes: &[u8], at: u64) -> Result<usize, ParseError> {
        match HEAD.saturating_sub(self.head.len()).min(bytes.len()) {
            0 => Err(self.foreign(at)),
            more => Ok(more),
        }
    }

    /// What a file is that does not begin as JSON, or ends as JSON without being a snapshot. `at`: its first byte that is
    /// no white space.
    pub(super) fn foreign(&self, at: u64) -> ParseError {
        let place = |fault, byte| ParseError { fault, section: Section::Top, row: None, byte };
        if let Some(other) = evidence::by_keys(&self.keys, &self.head).or_else(|| evidence::by_content(&self.head)) {
            return place(Fault::OtherFile(other), 0);
        }
        if let Some(begins) = memmem::find(&self.head, b"{\"snapshot\":{") {
            return place(Fault::Behind { begins: begins as u64 }, begins as u64);
        }
        let rest = self.head.get(at as usize..).unwrap_or_default();
        if rest.first() == Some(&b'{') {
            return place(Fault::NotSnapshot { keys: self.keys.clone() }, 0);
        }
        let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let line = String::from_utf8_lossy(&line[..line.len().min(FIRST_LINE)]);
        let found = line.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
        place(Fault::NotJson { found }, at)
    }

    /// Where the file's first brace stands, of a file that begins with one.
    pub(super) fn first_brace(&self) -> u64 {
        self.head.iter().position(|byte| *byte == b'{').unwrap_or_default() as u64
    }

    /// Another tool's JSON, known by what was read of it before it ended.
    pub(super) fn other_file(&self) -> Option<OtherFile> {
        evidence::by_keys(&self.keys, &self.head)
    }

    /// Why the header cannot be read: before 2013 it had a title and a number and no schema.
    pub(super) fn bad_header(&self, ahead: usize, fault: Fault) -> ParseError {
        let old = matches!(&fault, Fault::Missing { what } if what == "snapshot.meta");
        if old && memmem::find(&self.scratch, b"\"uid\"").is_some() {
            let fault = Fault::OtherFile(OtherFile::OldChrome);
            return ParseError { fault, section: Section::Top, row: None, byte: 0 };
        }
        self.wrong(ahead, fault)
    }
}
