//! The `snapshot` object: what the file says about itself.
//!
//! Owns the schema: which column is where, which number means which kind. Everything is resolved by name, since orders
//! and enum positions differ between producers (Julia's enums, V8 14.9's extra location column). Counts are hints.

use super::error::Fault;
use super::raw::Raw;
use super::schema::Schemas;
use crate::snapshot::{EdgeKind, Header, NodeKind};
use std::collections::BTreeMap;

/// Larger headers are refused; real ones are under 4 KiB.
pub const HEADER_LIMIT: usize = 1 << 20;

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
    pub fields: Schemas,
    pub header: Header,
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
    /// The allocation trace, where the column is there (since V8 13.6 only while allocations are tracked).
    pub trace: Option<usize>,
    /// Kind by the file's number; numbers past its end are [`NodeKind::Other`] (Node 6 and 8 emit an undeclared 12).
    pub kinds: Vec<NodeKind>,
    /// The file's word for each number.
    pub words: Vec<String>,
    /// The columns stand in V8's order, which the fast reader knows.
    pub is_usual: bool,
    /// The code of each known kind by the file's number, [`NodeSchema::UNUSUAL`] for others.
    pub codes: [u8; 64],
}

impl NodeSchema {
    pub const UNUSUAL: u8 = u8::MAX;
}

/// Columns of an edge record.
#[derive(Debug)]
pub struct EdgeSchema {
    pub width: usize,
    pub kind: usize,
    pub name: usize,
    pub to: usize,
    pub kinds: Vec<EdgeKind>,
    /// The file's word for each number.
    pub words: Vec<String>,
    /// The columns stand in V8's order, and there are no others.
    pub is_usual: bool,
    /// As for nodes.
    pub codes: [u8; 64],
    /// One bit for each code: whether edges of that kind have a name.
    pub named: u64,
}

impl EdgeSchema {
    /// Below 64, so that it can be looked up in `named`.
    pub const UNUSUAL: u8 = 63;
}

impl Meta {
    /// Reads the bytes of the `snapshot` object.
    pub fn read(json: &[u8]) -> Result<Self, Fault> {
        let header = Object::read(json)?;
        let meta = match header.value("meta") {
            meta if meta.is_null() => return Err(Fault::Missing { what: "snapshot.meta".into() }),
            meta => Object::of(meta)?,
        };
        let (node_fields, edge_fields) = (meta.list("node_fields")?, meta.list("edge_fields")?);
        let node = |name: &str| column(&node_fields, "node_fields", name);
        let edge = |name: &str| column(&edge_fields, "edge_fields", name);
        let node_words = enumeration(&meta.list("node_types")?);
        let edge_words = enumeration(&meta.list("edge_types")?);
        let mut nodes = NodeSchema {
            is_usual: false,
            codes: [NodeSchema::UNUSUAL; 64],
            width: node_fields.len(),
            kind: node("type")?,
            name: node("name")?,
            id: node("id")?,
            self_size: node("self_size")?,
            edge_count: node("edge_count")?,
            detachedness: node("detachedness").ok(),
            trace: node("trace_node_id").ok(),
            kinds: node_words.iter().map(|word| NodeKind::from_name(word)).collect(),
            words: node_words,
        };
        let mut edges = EdgeSchema {
            is_usual: false,
            codes: [EdgeSchema::UNUSUAL; 64],
            named: 0,
            width: edge_fields.len(),
            kind: edge("type")?,
            name: edge("name_or_index")?,
            to: edge("to_node")?,
            kinds: edge_words.iter().map(|word| EdgeKind::from_name(word)).collect(),
            words: edge_words,
        };
        nodes.is_usual = [nodes.kind, nodes.name, nodes.id, nodes.self_size, nodes.edge_count] == [0, 1, 2, 3, 4];
        edges.is_usual = [edges.kind, edges.name, edges.to, edges.width] == [0, 1, 2, 3];
        for (code, kind) in nodes.codes.iter_mut().zip(&nodes.kinds).filter(|(_, kind)| **kind != NodeKind::Other) {
            *code = *kind as u8;
        }
        for (code, kind) in edges.codes.iter_mut().zip(&edges.kinds).filter(|(_, kind)| **kind != EdgeKind::Other) {
            *code = *kind as u8;
            edges.named |= u64::from(kind.is_named()) << *kind as u8;
        }
        let (root, width) = (header.number("root_index")?.unwrap_or(0), nodes.width as u64);
        if root % width != 0 {
            return Err(Fault::NotMultiple { field: "root_index".into(), value: root, of: width });
        }
        // Hints and labels: whatever stands there, it costs nobody the heap.
        let hint = |count: &str| header.value(count).number().unwrap_or(0);
        let fields = Schemas::read(&|name| meta.value(name));
        let header = Header {
            title: header.value("title").text(),
            uid: header.value("uid").number(),
            node_count: hint("node_count"),
            edge_count: hint("edge_count"),
            trace_function_count: hint("trace_function_count"),
            extra_native_bytes: header.number("extra_native_bytes")?,
        };
        Ok(Self {
            node_count: header.node_count,
            edge_count: header.edge_count,
            extra_native_bytes: header.extra_native_bytes.unwrap_or(0),
            root_row: root / width,
            fields,
            header,
            nodes,
            edges,
        })
    }
}

/// An object whose values are read one by one: what nobody asks for may be as deep and as odd as it likes.
struct Object<'a>(BTreeMap<String, Raw<'a>>);

impl<'a> Object<'a> {
    fn read(json: &'a [u8]) -> Result<Self, Fault> {
        Self::of(Raw::read(json).map_err(|detail| Fault::BadHeader { detail })?)
    }

    fn of(value: Raw<'a>) -> Result<Self, Fault> {
        value.members().map(Self).ok_or_else(|| Fault::BadHeader { detail: "an object is needed".into() })
    }

    /// The value of this name; null if it is not there.
    fn value(&self, name: &str) -> Raw<'a> {
        self.0.get(name).copied().unwrap_or(Raw::NULL)
    }

    /// A list of the schema; one that is not there is empty.
    fn list(&self, name: &str) -> Result<Vec<Raw<'a>>, Fault> {
        match self.value(name) {
            value if value.is_null() => Ok(Vec::new()),
            value => value.items().ok_or_else(|| Fault::BadHeader { detail: format!("{name} is no list") }),
        }
    }

    /// A number that counts.
    fn number(&self, name: &str) -> Result<Option<u64>, Fault> {
        match self.value(name) {
            value if value.is_null() => Ok(None),
            value => match value.number() {
                Some(number) => Ok(Some(number)),
                None => Err(Fault::BadHeader { detail: format!("{name} is no whole number") }),
            },
        }
    }
}

fn column(fields: &[Raw], list: &str, name: &str) -> Result<usize, Fault> {
    let missing = || Fault::Missing { what: format!("column \"{name}\" of snapshot.meta.{list}") };
    fields.iter().position(|field| field.is_text(name)).ok_or_else(missing)
}

/// `node_types` and `edge_types` hold the enum first and words for the other columns after it.
fn enumeration(types: &[Raw]) -> Vec<String> {
    let words = types.first().and_then(|first| first.items()).unwrap_or_default();
    words.iter().map(|word| word.text().unwrap_or_default()).collect()
}
