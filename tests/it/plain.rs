//! A heap in the plainest form: a list of nodes and a list of edges, with words instead of numbers for kinds.
//!
//! Owns the model that drawings, random graphs and serde_json's reading of a file share, so that one set of slow twins
//! serves all three. Guarantee: edges are grouped by source in node order, as in the file; node 0 is the root.

use crate::extras::{self, Extras};
use crate::written::EDGE_KINDS;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Nodes, edges and what else a file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlainHeap {
    pub nodes: Vec<PlainNode>,
    pub edges: Vec<PlainEdge>,
    /// The places of constructors and functions.
    pub places: Vec<Place>,
    pub extra_native_bytes: Option<u64>,
    /// What a heap can do without.
    pub extras: Extras,
    /// The file has no column for it (before V8 9): native nodes out of their document are named `Detached …`.
    pub detached_by_name: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PlainNode {
    /// As in `meta.node_types`.
    pub kind: Arc<str>,
    pub name: Arc<str>,
    pub id: u64,
    pub size: u64,
    /// 0 unknown, 1 attached, 2 detached.
    pub detachedness: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PlainEdge {
    pub from: usize,
    pub to: usize,
    /// As in `meta.edge_types`.
    pub kind: Arc<str>,
    pub label: Label,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Label {
    Name(Arc<str>),
    Index(u64),
}

/// Where an object's constructor or a function stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub node: usize,
    pub script: u64,
    pub line: u64,
    pub column: u64,
    pub script_node: Option<usize>,
}

impl PlainHeap {
    /// The edges out of each node, as positions in `edges`.
    pub fn out(&self) -> Vec<Vec<usize>> {
        let mut out = vec![Vec::new(); self.nodes.len()];
        for (position, edge) in self.edges.iter().enumerate() {
            out[edge.from].push(position);
        }
        out
    }

    /// Puts edges in file order: by source, in the order they were added.
    pub fn sort_edges(&mut self) {
        self.edges.sort_by_key(|edge| edge.from);
    }
}

impl PlainEdge {
    pub fn is(&self, kind: &str) -> bool {
        &*self.kind == kind
    }

    pub fn name(&self) -> Option<&str> {
        match &self.label {
            Label::Name(name) => Some(name),
            Label::Index(_) => None,
        }
    }
}

impl PlainNode {
    pub fn is(&self, kind: &str) -> bool {
        &*self.kind == kind
    }
}

/// The file as serde_json reads it: the stupid way, whole and at once.
#[derive(Deserialize)]
pub struct JsonFile {
    pub snapshot: JsonHeader,
    pub nodes: Vec<u64>,
    pub edges: Vec<u64>,
    #[serde(default)]
    pub locations: Vec<u64>,
    #[serde(default)]
    pub samples: Vec<u64>,
    #[serde(default)]
    pub trace_function_infos: Vec<u64>,
    #[serde(default)]
    pub trace_tree: serde_json::Value,
    #[serde(default)]
    pub scopes: Vec<i64>,
    #[serde(default)]
    pub scope_context_vars: Vec<i64>,
    #[serde(default)]
    pub scope_uses: Vec<i64>,
    pub strings: Vec<String>,
}

#[derive(Deserialize)]
pub struct JsonHeader {
    pub meta: JsonMeta,
    pub extra_native_bytes: Option<u64>,
}

#[derive(Deserialize)]
pub struct JsonMeta {
    pub node_fields: Vec<String>,
    pub node_types: Vec<serde_json::Value>,
    pub edge_fields: Vec<String>,
    pub edge_types: Vec<serde_json::Value>,
    #[serde(default)]
    pub location_fields: Vec<String>,
    pub sample_fields: Option<Vec<String>>,
    pub trace_function_info_fields: Option<Vec<String>>,
    pub trace_node_fields: Option<Vec<String>>,
    pub scope_fields: Option<Vec<String>>,
    pub scope_context_var_fields: Option<Vec<String>>,
    pub scope_use_fields: Option<Vec<String>>,
}

/// Reads a whole file with serde_json.
pub fn read_with_serde(bytes: &[u8]) -> PlainHeap {
    let file: JsonFile = serde_json::from_slice(&with_whole_pairs(bytes)).expect("serde_json reads the file");
    let meta = &file.snapshot.meta;
    let strings: Vec<Arc<str>> = file.strings.iter().map(|text| Arc::from(text.as_str())).collect();
    let node_kinds = words(&meta.node_types[0]);
    let edge_kinds = words(&meta.edge_types[0]);
    let column = columns(&meta.node_fields);
    let mut heap = PlainHeap { extra_native_bytes: file.snapshot.extra_native_bytes, ..PlainHeap::default() };
    heap.detached_by_name = !column.contains_key("detachedness");
    heap.extras = extras::of_json(&file, &strings, meta.node_fields.len());
    let mut edge_counts = Vec::new();
    for row in file.nodes.chunks_exact(meta.node_fields.len()) {
        let cell = |field: &str| column.get(field).map_or(0, |position| row[*position]);
        heap.nodes.push(PlainNode {
            kind: word(&node_kinds, cell("type")),
            name: strings[cell("name") as usize].clone(),
            id: cell("id"),
            size: cell("self_size"),
            detachedness: cell("detachedness"),
        });
        if cell("trace_node_id") != 0 {
            heap.extras.trace_of.insert(heap.nodes.len() - 1, cell("trace_node_id"));
        }
        edge_counts.push(cell("edge_count"));
    }
    let column = columns(&meta.edge_fields);
    let mut rows = file.edges.chunks_exact(meta.edge_fields.len());
    for (from, count) in edge_counts.iter().enumerate() {
        for row in rows.by_ref().take(*count as usize) {
            let kind = word(&edge_kinds, row[column["type"]]);
            let label = row[column["name_or_index"]];
            // What an unknown kind's number means nobody can know.
            let numbered = matches!(&*kind, "element" | "hidden") || !EDGE_KINDS.contains(&&*kind);
            heap.edges.push(PlainEdge {
                from,
                to: row[column["to_node"]] as usize / meta.node_fields.len(),
                kind,
                label: if numbered { Label::Index(label) } else { Label::Name(strings[label as usize].clone()) },
            });
        }
    }
    assert!(rows.next().is_none(), "edges beyond the nodes' counts");
    if !meta.location_fields.is_empty() {
        let column = columns(&meta.location_fields);
        heap.places = file
            .locations
            .chunks_exact(meta.location_fields.len())
            .map(|row| Place {
                node: row[column["object_index"]] as usize / meta.node_fields.len(),
                script: row[column["script_id"]],
                line: row[column["line"]],
                column: row[column["column"]],
                script_node: column
                    .get("script_object_index")
                    .map(|position| row[*position] as usize)
                    .filter(|offset| offset.is_multiple_of(meta.node_fields.len()))
                    .map(|offset| offset / meta.node_fields.len()),
            })
            .collect();
    }
    heap
}

/// The file with U+FFFD for each half of a surrogate pair that stands alone: serde_json refuses those, and JavaScript
/// strings have them.
fn with_whole_pairs(bytes: &[u8]) -> Vec<u8> {
    let unit = |at: usize| -> Option<u32> {
        let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let length = match (unit(at), unit(at + 6)) {
            (Some(0xD800..0xDC00), Some(0xDC00..0xE000)) => 12,
            (Some(0xD800..0xE000), _) => {
                out.extend_from_slice(b"\\uFFFD");
                at += 6;
                continue;
            }
            _ if bytes[at] == b'\\' => 2,
            _ => 1,
        };
        out.extend_from_slice(&bytes[at..(at + length).min(bytes.len())]);
        at += length;
    }
    out
}

pub fn columns(fields: &[String]) -> BTreeMap<&str, usize> {
    fields.iter().enumerate().map(|(position, field)| (field.as_str(), position)).collect()
}

fn words(list: &serde_json::Value) -> Vec<Arc<str>> {
    list.as_array().expect("an enum").iter().map(|word| Arc::from(word.as_str().expect("a word"))).collect()
}

fn word(words: &[Arc<str>], number: u64) -> Arc<str> {
    words.get(number as usize).cloned().unwrap_or_else(|| Arc::from(format!("unknown#{number}")))
}
