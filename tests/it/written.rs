//! A plain heap as the bytes of a real `.heapsnapshot`.
//!
//! Takes a [`PlainHeap`] and a [`Hand`], the way the file is written; gives the file. By default that is Node 20's hand:
//! seven node fields, one record per line with the comma in front, four location fields. Scopes are written as Chrome
//! 156 does if the heap has any. Whoever wants a broken file writes a good one and breaks it.

use crate::plain::{Label, PlainHeap};
use std::collections::HashMap;

/// How a producer writes.
#[derive(Clone, Debug)]
pub struct Hand {
    pub node_fields: Vec<&'static str>,
    pub node_kinds: Vec<&'static str>,
    pub edge_fields: Vec<&'static str>,
    pub edge_kinds: Vec<&'static str>,
    pub location_fields: Vec<&'static str>,
    pub sample_fields: Vec<&'static str>,
    pub function_fields: Vec<&'static str>,
    pub trace_fields: Vec<&'static str>,
    pub scope_fields: Vec<&'static str>,
    pub variable_fields: Vec<&'static str>,
    pub use_fields: Vec<&'static str>,
    /// The keys in the order of the file. One that is none of V8's gets a value that is hard to skip.
    pub sections: Vec<&'static str>,
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

/// V8's keys in V8's order.
pub const SECTIONS: [&str; 11] = [
    "snapshot",
    "nodes",
    "edges",
    "trace_function_infos",
    "trace_tree",
    "samples",
    "locations",
    "scopes",
    "scope_context_vars",
    "scope_uses",
    "strings",
];

/// The value of a key that nobody knows.
pub const STRANGE: &str = r#"{"a":[1,{"b":"]}\"\\"}],"nodes":[1,2],"c":[[[-1.5e3,null]]]}"#;

impl Default for Hand {
    fn default() -> Self {
        Hand {
            node_fields: vec!["type", "name", "id", "self_size", "edge_count", "trace_node_id", "detachedness"],
            node_kinds: NODE_KINDS.to_vec(),
            edge_fields: vec!["type", "name_or_index", "to_node"],
            edge_kinds: EDGE_KINDS.to_vec(),
            location_fields: vec!["object_index", "script_id", "line", "column"],
            sample_fields: vec!["timestamp_us", "last_assigned_id"],
            function_fields: vec!["function_id", "name", "script_name", "script_id", "line", "column"],
            trace_fields: vec!["id", "function_info_index", "count", "size", "children"],
            scope_fields: vec![
                "script_node_index",
                "scope_id",
                "depth",
                "scope_context_vars_count",
                "scope_uses_count",
            ],
            variable_fields: vec!["name"],
            use_fields: vec!["declaring_scope_id", "slot_index"],
            sections: SECTIONS.to_vec(),
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
    fn number(&mut self, text: &'a str) -> String {
        let number = *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            self.texts.len() - 1
        });
        number.to_string()
    }
}

/// Writes a heap in Node 20's hand.
pub fn file_of(heap: &PlainHeap) -> Vec<u8> {
    file_in(heap, &Hand::default())
}

/// Writes a heap in any hand.
pub fn file_in(heap: &PlainHeap, hand: &Hand) -> Vec<u8> {
    assert!(heap.edges.is_sorted_by_key(|edge| edge.from), "edges are grouped by source");
    let extras = &heap.extras;
    let mut strings = Strings { numbers: HashMap::new(), texts: vec!["<dummy>"] };
    let mut edge_counts = vec![0usize; heap.nodes.len()];
    for edge in &heap.edges {
        edge_counts[edge.from] += 1;
    }
    let place = |kinds: &[&str], kind: &str| {
        kinds.iter().position(|k| *k == kind).unwrap_or_else(|| panic!("this hand has no kind {kind:?}")).to_string()
    };
    // What is nowhere stands between two nodes.
    let offset = |node: Option<usize>| node.map_or(1, |node| node * hand.node_fields.len()).to_string();
    let between = format!("{},", hand.between_rows);
    let mut written: HashMap<&str, String> = HashMap::new();
    let mut write = |key: &'static str, rows: Vec<String>| drop(written.insert(key, rows.join(&between)));
    let nodes = heap.nodes.iter().enumerate().map(|(at, node)| {
        row(&hand.node_fields, |field| match field {
            "type" => place(&hand.node_kinds, &node.kind),
            "name" => strings.number(&node.name),
            "id" => node.id.to_string(),
            "self_size" => node.size.to_string(),
            "edge_count" => edge_counts[at].to_string(),
            "trace_node_id" => extras.trace_of.get(&at).unwrap_or(&0).to_string(),
            "detachedness" => node.detachedness.to_string(),
            _ => "0".into(),
        })
    });
    write("nodes", nodes.collect());
    let edges = heap.edges.iter().map(|edge| {
        row(&hand.edge_fields, |field| match field {
            "type" => place(&hand.edge_kinds, &edge.kind),
            "name_or_index" => match &edge.label {
                Label::Name(name) => strings.number(name),
                Label::Index(index) => index.to_string(),
            },
            "to_node" => offset(Some(edge.to)),
            _ => "0".into(),
        })
    });
    write("edges", edges.collect());
    let functions = extras.functions.iter().map(|function| {
        row(&hand.function_fields, |field| match field {
            "function_id" => function.id.to_string(),
            "name" => strings.number(&function.name),
            "script_name" => strings.number(&function.script),
            "script_id" => function.script_id.to_string(),
            "line" => function.line.to_string(),
            "column" => function.column.to_string(),
            _ => "0".into(),
        })
    });
    write("trace_function_infos", functions.collect());
    write("trace_tree", vec![tree(heap, hand, None)]);
    let samples = extras.samples.iter().map(|(time, last)| {
        row(&hand.sample_fields, |field| match field {
            "timestamp_us" => time.to_string(),
            "last_assigned_id" => last.to_string(),
            _ => "0".into(),
        })
    });
    write("samples", samples.collect());
    let locations = heap.places.iter().map(|at| {
        row(&hand.location_fields, |field| match field {
            "object_index" => offset(Some(at.node)),
            "script_id" => at.script.to_string(),
            "script_object_index" => offset(at.script_node),
            "line" => at.line.to_string(),
            "column" => at.column.to_string(),
            _ => "0".into(),
        })
    });
    write("locations", locations.collect());
    let scopes = extras.scopes.iter().map(|scope| {
        row(&hand.scope_fields, |field| match field {
            "script_node_index" => offset(scope.script),
            "scope_id" => scope.id.to_string(),
            "depth" => scope.depth.to_string(),
            "scope_context_vars_count" => scope.variables.len().to_string(),
            "scope_uses_count" => scope.uses.len().to_string(),
            _ => "-7".into(),
        })
    });
    write("scopes", scopes.collect());
    let variables = extras.scopes.iter().flat_map(|scope| &scope.variables);
    let variables = variables.map(|name| {
        row(&hand.variable_fields, |field| if field == "name" { strings.number(name) } else { "-7".into() })
    });
    write("scope_context_vars", variables.collect());
    let uses = extras.scopes.iter().flat_map(|scope| &scope.uses).map(|(id, slot)| {
        row(&hand.use_fields, |field| match field {
            "declaring_scope_id" => id.to_string(),
            "slot_index" => slot.to_string(),
            _ => "-7".into(),
        })
    });
    write("scope_uses", uses.collect());
    let texts = strings.texts.iter().map(|text| serde_json::to_string(text).unwrap());
    written.insert("strings", texts.collect::<Vec<_>>().join(",\n"));
    let mut file = String::from("{");
    let mut first = true;
    for key in &hand.sections {
        if key.starts_with("scope") && extras.scopes.is_empty() {
            continue;
        }
        file += if std::mem::take(&mut first) { "" } else { ",\n" };
        match written.get(key) {
            Some(rows) => file += &format!("\"{key}\":[{rows}]"),
            None if *key == "snapshot" => file += &format!("\"snapshot\":{}", header(heap, hand)),
            None => file += &format!("\"{key}\":{STRANGE}"),
        }
        if *key == "edges" && !hand.sections_extra.is_empty() {
            file += &format!(",\n{}", hand.sections_extra.trim_end_matches(','));
        }
    }
    (file + "}").into_bytes()
}

fn row<'a>(fields: &[&'a str], cell: impl FnMut(&'a str) -> String) -> String {
    fields.iter().copied().map(cell).collect::<Vec<_>>().join(",")
}

/// The children of a trace, one record after the other.
fn tree(heap: &PlainHeap, hand: &Hand, parent: Option<usize>) -> String {
    let children = heap.extras.children().remove(&parent).unwrap_or_default();
    let records = children.into_iter().map(|child| {
        let trace = &heap.extras.traces[child];
        row(&hand.trace_fields, |field| match field {
            "id" => trace.id.to_string(),
            "function_info_index" => trace.function.to_string(),
            "count" => trace.count.to_string(),
            "size" => trace.size.to_string(),
            "children" => format!("[{}]", tree(heap, hand, Some(child))),
            _ => "0".into(),
        })
    });
    records.collect::<Vec<_>>().join(",")
}

fn header(heap: &PlainHeap, hand: &Hand) -> String {
    let (nodes, edges) = hand.counts.unwrap_or((heap.nodes.len() as u64, heap.edges.len() as u64));
    let mut meta = serde_json::json!({
        "node_fields": hand.node_fields,
        "node_types": std::iter::once(serde_json::json!(hand.node_kinds))
            .chain(hand.node_fields.iter().skip(1).map(|field| if *field == "name" { "string".into() } else { "number".into() }))
            .collect::<Vec<_>>(),
        "edge_fields": hand.edge_fields,
        "edge_types": [hand.edge_kinds, "string_or_number", "node"],
        "trace_function_info_fields": hand.function_fields,
        "trace_node_fields": hand.trace_fields,
        "sample_fields": hand.sample_fields,
        "location_fields": hand.location_fields,
    });
    if !heap.extras.scopes.is_empty() {
        meta["scope_fields"] = serde_json::json!(hand.scope_fields);
        meta["scope_context_var_fields"] = serde_json::json!(hand.variable_fields);
        meta["scope_use_fields"] = serde_json::json!(hand.use_fields);
    }
    let functions = heap.extras.functions.len();
    let native = heap.extra_native_bytes.map_or(String::new(), |bytes| format!(",\"extra_native_bytes\":{bytes}"));
    format!(
        "{{\"meta\":{meta},\"node_count\":{nodes},\"edge_count\":{edges},\"trace_function_count\":{functions}{native}{}}}",
        hand.header_extra
    )
}
