//! The `snapshot` object: what the file says about itself.
//!
//! Owns the schema: which column is where, which number means which kind. Everything is resolved by name, since orders
//! and enum positions differ between producers (Julia's enums, V8 14.9's extra location column). Counts are hints.

use super::error::Fault;
use crate::snapshot::{EdgeKind, NodeKind};
use serde::Deserialize;

/// Larger headers are refused; real ones are under 4 KiB.
pub const HEADER_LIMIT: usize = 1 << 20;

#[derive(Deserialize)]
struct HeaderJson {
    meta: Option<MetaJson>,
    #[serde(default)]
    node_count: Option<u64>,
    #[serde(default)]
    edge_count: Option<u64>,
    #[serde(default)]
    extra_native_bytes: Option<u64>,
    #[serde(default)]
    root_index: Option<u64>,
}

#[derive(Deserialize)]
struct MetaJson {
    #[serde(default)]
    node_fields: Vec<String>,
    #[serde(default)]
    node_types: Vec<serde_json::Value>,
    #[serde(default)]
    edge_fields: Vec<String>,
    #[serde(default)]
    edge_types: Vec<serde_json::Value>,
    #[serde(default)]
    location_fields: Vec<String>,
}

/// The header, resolved.
#[derive(Debug)]
pub struct Meta {
    /// Promised numbers of rows; 0 when the header does not say (Hermes writes 0).
    pub node_count: u64,
    pub edge_count: u64,
    /// Off-heap bytes known to the embedder (V8 13.6 and newer).
    pub extra_native_bytes: u64,
    /// Row of the root; only ever 0 in files seen.
    pub root_row: u64,
    pub nodes: NodeSchema,
    pub edges: EdgeSchema,
    pub locations: Option<LocationSchema>,
}

/// Columns of a node record.
#[derive(Debug)]
pub struct NodeSchema {
    pub width: usize,
    pub kind: usize,
    pub name: usize,
    pub id: usize,
    pub self_size: usize,
    pub edge_count: usize,
    pub detachedness: Option<usize>,
    /// Kind by the file's number; numbers past its end are [`NodeKind::Other`] (Node 6 and 8 emit an undeclared 12).
    pub kinds: Vec<NodeKind>,
}

/// Columns of an edge record.
#[derive(Debug)]
pub struct EdgeSchema {
    pub width: usize,
    pub kind: usize,
    pub name: usize,
    pub to: usize,
    pub kinds: Vec<EdgeKind>,
}

/// Columns of a location record.
#[derive(Debug)]
pub struct LocationSchema {
    pub width: usize,
    pub object: usize,
    pub script_id: usize,
    pub line: usize,
    pub column: usize,
    /// Node of the script itself (V8 14.9 and newer).
    pub script_object: Option<usize>,
}

impl Meta {
    /// Reads the bytes of the `snapshot` object.
    pub fn read(json: &[u8]) -> Result<Self, Fault> {
        let header: HeaderJson =
            serde_json::from_slice(json).map_err(|e| Fault::BadHeader { detail: e.to_string() })?;
        let meta = header.meta.ok_or_else(|| Fault::Missing { what: "snapshot.meta".into() })?;
        let node = |name: &str| column(&meta.node_fields, "node_fields", name);
        let edge = |name: &str| column(&meta.edge_fields, "edge_fields", name);
        let nodes = NodeSchema {
            width: meta.node_fields.len(),
            kind: node("type")?,
            name: node("name")?,
            id: node("id")?,
            self_size: node("self_size")?,
            edge_count: node("edge_count")?,
            detachedness: node("detachedness").ok(),
            kinds: enumeration(&meta.node_types).iter().map(|name| node_kind(name)).collect(),
        };
        let edges = EdgeSchema {
            width: meta.edge_fields.len(),
            kind: edge("type")?,
            name: edge("name_or_index")?,
            to: edge("to_node")?,
            kinds: enumeration(&meta.edge_types).iter().map(|name| edge_kind(name)).collect(),
        };
        let root_row = header.root_index.unwrap_or(0) / nodes.width as u64;
        Ok(Self {
            node_count: header.node_count.unwrap_or(0),
            edge_count: header.edge_count.unwrap_or(0),
            extra_native_bytes: header.extra_native_bytes.unwrap_or(0),
            root_row,
            locations: locations(&meta.location_fields),
            nodes,
            edges,
        })
    }
}

fn column(fields: &[String], list: &str, name: &str) -> Result<usize, Fault> {
    let missing = || Fault::Missing { what: format!("column \"{name}\" of snapshot.meta.{list}") };
    fields.iter().position(|field| field == name).ok_or_else(missing)
}

/// A file without location fields, or with fewer than these, has no usable locations.
fn locations(fields: &[String]) -> Option<LocationSchema> {
    let at = |name: &str| fields.iter().position(|field| field == name);
    Some(LocationSchema {
        width: fields.len(),
        object: at("object_index")?,
        script_id: at("script_id")?,
        line: at("line")?,
        column: at("column")?,
        script_object: at("script_object_index"),
    })
}

/// `node_types` and `edge_types` hold the enum first and words for the other columns after it.
fn enumeration(types: &[serde_json::Value]) -> Vec<String> {
    let words = types.first().and_then(|first| first.as_array()).map(Vec::as_slice).unwrap_or_default();
    words.iter().map(|word| word.as_str().unwrap_or_default().to_owned()).collect()
}

fn node_kind(name: &str) -> NodeKind {
    match name {
        "hidden" => NodeKind::Hidden,
        "array" => NodeKind::Array,
        "string" => NodeKind::String,
        "object" => NodeKind::Object,
        "code" => NodeKind::Code,
        "closure" => NodeKind::Closure,
        "regexp" => NodeKind::Regexp,
        "number" => NodeKind::Number,
        "native" => NodeKind::Native,
        "synthetic" => NodeKind::Synthetic,
        "concatenated string" => NodeKind::ConcatenatedString,
        "sliced string" => NodeKind::SlicedString,
        "symbol" => NodeKind::Symbol,
        "bigint" => NodeKind::Bigint,
        "object shape" => NodeKind::ObjectShape,
        "wasm object" => NodeKind::WasmObject,
        _ => NodeKind::Other,
    }
}

fn edge_kind(name: &str) -> EdgeKind {
    match name {
        "context" => EdgeKind::Context,
        "element" => EdgeKind::Element,
        "property" => EdgeKind::Property,
        "internal" => EdgeKind::Internal,
        "hidden" => EdgeKind::Hidden,
        "shortcut" => EdgeKind::Shortcut,
        "weak" => EdgeKind::Weak,
        _ => EdgeKind::Other,
    }
}
