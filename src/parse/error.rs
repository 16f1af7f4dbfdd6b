//! Why bytes are not a heap snapshot: where, what was found, what was needed.
//!
//! Owns the error type of the parser. It is plain data so that the page can say it in the reader's language
//! (`present/text.rs`); `Display` is the technical English form: positional, lower case, found then needed.

use super::OtherFile;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A reason to stop, with the place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParseError {
    pub fault: Fault,
    pub section: Section,
    /// Row of the section, counted from 0, where there is one.
    pub row: Option<u64>,
    /// Offset in the file, counted from 0, of the byte that was wrong (for a cut-off file: its length).
    pub byte: u64,
}

/// The parts of the file, in V8's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Section {
    /// Outside every section: the start of the file, keys, separators.
    Top,
    /// The `snapshot` object.
    Header,
    Nodes,
    Edges,
    TraceFunctionInfos,
    TraceTree,
    Samples,
    Locations,
    Scopes,
    ScopeContextVars,
    ScopeUses,
    Strings,
    /// A key this reader does not know.
    Unknown,
}

impl Section {
    /// All sections with a key of their own, in V8's order.
    pub(super) const KEYED: [Section; 11] = [
        Section::Header,
        Section::Nodes,
        Section::Edges,
        Section::TraceFunctionInfos,
        Section::TraceTree,
        Section::Samples,
        Section::Locations,
        Section::Scopes,
        Section::ScopeContextVars,
        Section::ScopeUses,
        Section::Strings,
    ];

    /// The section with this key in the file.
    pub(super) fn from_key(key: &[u8]) -> Section {
        let known = Self::KEYED.into_iter().find(|section| section.key().as_bytes() == key);
        known.unwrap_or(Section::Unknown)
    }

    /// Whether there is no heap without it.
    pub(super) fn is_essential(self) -> bool {
        matches!(self, Section::Top | Section::Header | Section::Nodes | Section::Edges | Section::Strings)
    }

    /// The key in the file.
    pub const fn key(self) -> &'static str {
        match self {
            Section::Top => "file",
            Section::Header => "snapshot",
            Section::Nodes => "nodes",
            Section::Edges => "edges",
            Section::TraceFunctionInfos => "trace_function_infos",
            Section::TraceTree => "trace_tree",
            Section::Samples => "samples",
            Section::Locations => "locations",
            Section::Scopes => "scopes",
            Section::ScopeContextVars => "scope_context_vars",
            Section::ScopeUses => "scope_uses",
            Section::Strings => "strings",
            Section::Unknown => "unknown section",
        }
    }
}

/// What was wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Fault {
    /// 0 bytes, or only white space.
    Empty,
    /// The file does not begin with `{`; `found` is its first line, cut short and made printable.
    NotJson { found: String },
    /// A file of another kind, recognised.
    OtherFile(OtherFile),
    /// A snapshot begins in this file, but something else stands before it: lines of a log, lengths of chunks.
    Behind { begins: u64 },
    /// A JSON object without a `snapshot` header; the keys it has instead (at most eight).
    NotSnapshot { keys: Vec<String> },
    /// The file ended inside `section`. `expected` rows were promised by the header, if it said.
    Truncated { rows: u64, expected: Option<u64> },
    /// A byte that cannot stand here.
    Unexpected { found: u8, needed: Needed },
    /// The header lacks something without which nothing can be read, e.g. `meta.node_fields` or its column `to_node`.
    Missing { what: String },
    /// The header is not JSON, or larger than 1 MiB.
    BadHeader { detail: String },
    /// A number above 2^53 or, where a count or index belongs, below 0.
    BadNumber { field: String, value: String },
    /// An offset that is not a multiple of the record size.
    NotMultiple { field: String, value: u64, of: u64 },
    /// An index past the end.
    OutOfRange { field: String, value: u64, limit: u64 },
    /// The section's numbers do not fill whole rows.
    HalfRow { numbers: u64, fields: u64 },
    /// The nodes' `edge_count`s add up to `promised`, the section has `found`.
    EdgeCounts { promised: u64, found: u64 },
    /// No nodes at all, so no root.
    NoNodes,
    /// More rows than 32-bit handles can name.
    TooLarge { rows: u64 },
}

/// What would have been right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Needed {
    Key,
    Colon,
    Value,
    Array,
    Object,
    Number,
    CommaOrEnd,
    String,
    Escape,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.section.key())?;
        if let Some(row) = self.row {
            write!(f, "row {row}: ")?;
        }
        write!(f, "{} (byte {})", self.fault, self.byte)
    }
}

impl std::error::Error for ParseError {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Empty => write!(f, "the file is empty, a heap snapshot was needed"),
            Fault::NotJson { found } => write!(f, "found {found:?}, '{{' was needed"),
            Fault::OtherFile(other) => write!(f, "found {}, a heap snapshot was needed", other.name()),
            Fault::Behind { begins } => write!(f, "a snapshot begins only at byte {begins}, behind something else"),
            Fault::NotSnapshot { keys } => {
                write!(f, "found JSON with keys {keys:?}, a first key \"snapshot\" was needed")
            }
            Fault::Truncated { rows, expected: Some(expected) } => {
                write!(f, "the file ends after {rows} rows, {expected} were promised")
            }
            Fault::Truncated { rows, expected: None } => write!(f, "the file ends after {rows} rows"),
            Fault::Unexpected { found, needed } => {
                write!(f, "found {:?}, {needed} was needed", char::from(*found))
            }
            Fault::Missing { what } => write!(f, "{what} is missing"),
            Fault::BadHeader { detail } => write!(f, "the header cannot be read: {detail}"),
            Fault::BadNumber { field, value } => {
                write!(f, "{field} {value} is no whole number between 0 and 2^53")
            }
            Fault::NotMultiple { field, value, of } => write!(f, "{field} {value} is not a multiple of {of}"),
            Fault::OutOfRange { field, value, limit } => write!(f, "{field} {value} is not below {limit}"),
            Fault::HalfRow { numbers, fields } => {
                write!(f, "found {numbers} numbers, a multiple of {fields} was needed")
            }
            Fault::EdgeCounts { promised, found } => {
                write!(f, "found {found} edges, the nodes' edge_counts add up to {promised}")
            }
            Fault::NoNodes => write!(f, "found no node, a root was needed"),
            Fault::TooLarge { rows } => write!(f, "found {rows} rows, at most 2^28 nodes and 2^32 edges can be opened"),
        }
    }
}

impl fmt::Display for Needed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Needed::Key => "a quoted key",
            Needed::Colon => "':'",
            Needed::Value => "a value",
            Needed::Array => "'['",
            Needed::Object => "'{'",
            Needed::Number => "a whole number",
            Needed::CommaOrEnd => "',' or the end",
            Needed::String => "a quoted string",
            Needed::Escape => "an escape sequence",
        })
    }
}
