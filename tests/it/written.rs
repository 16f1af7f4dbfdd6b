//! A plain heap as the bytes of a real `.heapsnapshot`.
//!
//! Takes a [`PlainHeap`] and a [`Hand`], the way the file is written; gives the file. By default that is Node 20's hand:
//! seven node fields, one record per line with the comma in front, four location fields. Whoever wants a broken file
//! writes a good one and breaks it.

use crate::plain::{Label, PlainHeap};
use std::collections::HashMap;
use std::fmt::Write;

/// How a producer writes.
#[derive(Clone, Debug)]
pub struct Hand {
    pub node_fields: Vec<&'static str>,
    pub node_kinds: Vec<&'static str>,
    pub edge_fields: Vec<&'static str>,
    pub edge_kinds: Vec<&'static str>,
    pub location_fields: Vec<&'static str>,
    /// Between records; V8 before 13.6 breaks the line.
    pub between_rows: &'static str,
    /// `node_count` and `edge_count` of the header; `None` is the truth.
    pub counts: Option<(u64, u64)>,
    /// Written at the end of `snapshot`, e.g. `,"later":1`.
    pub header_extra: &'static str,
    /// Written between `edges` and `locations`, e.g. `"later":[1],`.
    pub sections_extra: &'static str,
}

/// V8's node kinds in V8's order (11.x, which had the longest list).
pub const NODE_KINDS: [&str; 16] = [
    "hidden",
    "array",
    "string",
    "object",
    "code",
    "closure",
    "regexp",
    "number",
    "native",
    "synthetic",
    "concatenated string",
    "sliced string",
    "symbol",
    "bigint",
    "object shape",
    "wasm object",
];

/// V8's edge kinds in V8's order.
pub const EDGE_KINDS: [&str; 7] = ["context", "element", "property", "internal", "hidden", "shortcut", "weak"];

impl Default for Hand {
    fn default() -> Self {
        Hand {
            node_fields: vec!["type", "name", "id", "self_size", "edge_count", "trace_node_id", "detachedness"],
            node_kinds: NODE_KINDS.to_vec(),
            edge_fields: vec!["type", "name_or_index", "to_node"],
            edge_kinds: EDGE_KINDS.to_vec(),
            location_fields: vec!["object_index", "script_id", "line", "column"],
            between_rows: "\n",
            counts: None,
            header_extra: "",
            sections_extra: "",
        }
    }
}

/// The file's string table: each text once, in order of first use, after V8's `<dummy>`.
struct Strings<'a> {
    numbers: HashMap<&'a str, usize>,
    texts: Vec<&'a str>,
}

impl<'a> Strings<'a> {
    fn number(&mut self, text: &'a str) -> usize {
        *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            self.texts.len() - 1
        })
    }
}

/// Writes a heap in Node 20's hand.
pub fn file_of(heap: &PlainHeap) -> Vec<u8> {
    file_in(heap, &Hand::default())
}

/// Writes a heap in any hand.
pub fn file_in(heap: &PlainHeap, hand: &Hand) -> Vec<u8> {
    assert!(heap.edges.is_sorted_by_key(|edge| edge.from), "edges are grouped by source");
    let mut strings = Strings { numbers: HashMap::new(), texts: vec!["<dummy>"] };
    let mut edge_counts = vec![0usize; heap.nodes.len()];
    for edge in &heap.edges {
        edge_counts[edge.from] += 1;
    }
    let place = |kinds: &[&str], kind: &str| {
        kinds.iter().position(|k| *k == kind).unwrap_or_else(|| panic!("this hand has no kind {kind:?}"))
    };
    let mut nodes = Vec::new();
    for (node, edge_count) in heap.nodes.iter().zip(&edge_counts) {
        let row: Vec<String> = hand
            .node_fields
            .iter()
            .map(|field| match *field {
                "type" => place(&hand.node_kinds, &node.kind).to_string(),
                "name" => strings.number(&node.name).to_string(),
                "id" => node.id.to_string(),
                "self_size" => node.size.to_string(),
                "edge_count" => edge_count.to_string(),
                "detachedness" => node.detachedness.to_string(),
                _ => "0".into(),
            })
            .collect();
        nodes.push(row.join(","));
    }
    let mut edges = Vec::new();
    for edge in &heap.edges {
        let row: Vec<String> = hand
            .edge_fields
            .iter()
            .map(|field| match *field {
                "type" => place(&hand.edge_kinds, &edge.kind).to_string(),
                "name_or_index" => match &edge.label {
                    Label::Name(name) => strings.number(name).to_string(),
                    Label::Index(index) => index.to_string(),
                },
                "to_node" => (edge.to * hand.node_fields.len()).to_string(),
                _ => "0".into(),
            })
            .collect();
        edges.push(row.join(","));
    }
    let mut locations = Vec::new();
    for at in &heap.places {
        let row: Vec<String> = hand
            .location_fields
            .iter()
            .map(|field| match *field {
                "object_index" => (at.node * hand.node_fields.len()).to_string(),
                "script_id" => at.script.to_string(),
                "line" => at.line.to_string(),
                "column" => at.column.to_string(),
                _ => "0".into(),
            })
            .collect();
        locations.push(row.join(","));
    }
    let (node_count, edge_count) = hand.counts.unwrap_or((heap.nodes.len() as u64, heap.edges.len() as u64));
    let header = serde_json::json!({
        "node_fields": hand.node_fields,
        "node_types": std::iter::once(serde_json::json!(hand.node_kinds))
            .chain(hand.node_fields.iter().skip(1).map(|field| if *field == "name" { "string".into() } else { "number".into() }))
            .collect::<Vec<_>>(),
        "edge_fields": hand.edge_fields,
        "edge_types": [hand.edge_kinds, "string_or_number", "node"],
        "trace_function_info_fields": ["function_id", "name", "script_name", "script_id", "line", "column"],
        "trace_node_fields": ["id", "function_info_index", "count", "size", "children"],
        "sample_fields": ["timestamp_us", "last_assigned_id"],
        "location_fields": hand.location_fields,
    });
    let row = format!("{},", hand.between_rows);
    let native = heap.extra_native_bytes.map_or(String::new(), |bytes| format!(",\"extra_native_bytes\":{bytes}"));
    let mut file = String::new();
    write!(
        file,
        "{{\"snapshot\":{{\"meta\":{header},\"node_count\":{node_count},\"edge_count\":{edge_count},\
         \"trace_function_count\":0{native}{}}},\n\"nodes\":[{}],\n\"edges\":[{}],\n{}\
         \"trace_function_infos\":[],\n\"trace_tree\":[],\n\"samples\":[],\n\"locations\":[{}],\n\"strings\":[{}]}}",
        hand.header_extra,
        nodes.join(&row),
        edges.join(&row),
        hand.sections_extra,
        locations.join(&row),
        strings.texts.iter().map(|text| serde_json::to_string(text).unwrap()).collect::<Vec<_>>().join(",\n"),
    )
    .unwrap();
    file.into_bytes()
}
