//! Rows of numbers to columns.
//!
//! Owns the two number sections that a heap is made of: nodes and edges. Takes whole rows as the number run gives them;
//! checks each value before it is stored. Guarantee: after this, V8's `to_node` (a position in the flat
//! `nodes` array, row times width) exists no more, only [`Node`]s; memory follows the bytes read, never the header's
//! promises, which are capped by what the rest of the file could hold.

use super::error::Fault;
use super::meta::{EdgeSchema, NodeSchema};
use crate::ids::{Node, ObjectId, Starts, Text};
use crate::snapshot::{EdgeKind, Edges, End, Ids, Names, NodeKind, Sizes, UnknownKinds, code};

/// V8 keeps node positions in 28 bits; so do the flag bits of our columns.
const MAX_NODES: usize = 1 << 28;

/// A wrong value: which column of the row, and why.
pub struct Wrong {
    pub column: usize,
    pub fault: Fault,
}

/// Rows promised by the header, but no more than `bytes_left` could hold at two bytes a number.
pub fn room(promised: u64, width: usize, bytes_left: Option<u64>) -> usize {
    let possible = bytes_left.map_or(1 << 20, |bytes| bytes / (2 * width as u64) + 1);
    usize::try_from(promised.min(possible)).unwrap_or(0)
}

fn whole(value: i64, field: &str, column: usize) -> Result<u64, Wrong> {
    let bad = |_| Wrong { column, fault: Fault::BadNumber { field: field.into(), value: value.to_string() } };
    u64::try_from(value).map_err(bad)
}

/// The node columns while they grow.
pub struct NodeColumns {
    pub kinds: Vec<u8>,
    pub names: Vec<Text>,
    pub ids: Ids,
    pub sizes: Sizes,
    pub first_edge: Starts,
    pub unknown: UnknownKinds,
    /// Ids of allocation traces; empty as long as all are 0.
    pub traces: Vec<u32>,
    edges: u64,
    /// The largest name: a table that has it has all.
    pub last_name: u32,
}

impl NodeColumns {
    pub fn with_room(rows: usize) -> Self {
        let (mut kinds, mut names, mut first_edge) =
            (Vec::new(), Vec::new(), Starts::with_room(rows.saturating_add(1)));
        // A failed reservation is no error yet: the file may be smaller than it says.
        let _ = kinds.try_reserve_exact(rows);
        let _ = names.try_reserve_exact(rows);
        first_edge.push(0);
        let (ids, sizes) = (Ids::new(), Sizes::with_room(rows));
        let (unknown, traces) = (UnknownKinds::default(), Vec::new());
        Self { kinds, names, ids, sizes, first_edge, unknown, traces, edges: 0, last_name: 0 }
    }

    /// Stores one record.
    #[inline]
    pub fn push(&mut self, schema: &NodeSchema, row: &[i64]) -> Result<(), Wrong> {
        let kind = usize::try_from(row[schema.kind]).ok().and_then(|kind| schema.kinds.get(kind)).copied();
        let kind = match kind {
            Some(kind) if kind != NodeKind::Other => kind as u8,
            _ => self.other_kind(schema, row[schema.kind]),
        };
        let detachedness = match schema.detachedness.map(|column| row[column]) {
            Some(1) => 1u8,
            Some(2) => 2,
            _ => 0,
        };
        // A name that no table could hold reads as missing; the parser counts those once the strings are known.
        let name = u32::try_from(row[schema.name]).unwrap_or(u32::MAX);
        let id = whole(row[schema.id], "id", schema.id)?;
        let size = whole(row[schema.self_size], "self_size", schema.self_size)?;
        let edges = whole(row[schema.edge_count], "edge_count", schema.edge_count)?;
        self.edges = self.edges.saturating_add(edges);
        let first = u32::try_from(self.edges)
            .map_err(|_| Wrong { column: schema.edge_count, fault: Fault::TooLarge { rows: self.edges } })?;
        if self.kinds.len() >= MAX_NODES {
            return Err(Wrong { column: 0, fault: Fault::TooLarge { rows: self.kinds.len() as u64 + 1 } });
        }
        if let Some(trace) = schema.trace.map(|column| row[column]).filter(|id| *id != 0 || !self.traces.is_empty()) {
            self.push_trace(trace);
        }
        self.last_name = self.last_name.max(name);
        self.kinds.push(kind | detachedness << 6);
        self.names.push(Text(name));
        self.sizes.push(size);
        self.first_edge.push(first);
        self.ids.push(ObjectId(id));
        Ok(())
    }

    /// Stores whole records of plain numbers. False, and nothing is stored, if one of them is out of the ordinary in any
    /// way: then they are for [`NodeColumns::push`], which knows what to do and what to say.
    pub fn push_plain(&mut self, schema: &NodeSchema, numbers: &[u32]) -> bool {
        if !schema.is_usual {
            return false;
        }
        match schema.width {
            5 => self.push_rows::<5>(schema, numbers.as_chunks().0),
            6 => self.push_rows::<6>(schema, numbers.as_chunks().0),
            7 => self.push_rows::<7>(schema, numbers.as_chunks().0),
            _ => false,
        }
    }

    #[inline(never)]
    fn push_rows<const WIDTH: usize>(&mut self, schema: &NodeSchema, rows: &[[u32; WIDTH]]) -> bool {
        let code = |row: &[u32; WIDTH]| schema.codes.get(row[0] as usize).copied().unwrap_or(NodeSchema::UNUSUAL);
        let (mut usual, mut edges, mut last_name) = (true, self.edges, self.last_name);
        for row in rows {
            usual &= code(row) != NodeSchema::UNUSUAL;
            edges += u64::from(row[4]);
            last_name = last_name.max(row[1]);
        }
        if let Some(trace) = schema.trace {
            usual &= self.traces.is_empty() && rows.iter().all(|row| row[trace] == 0);
        }
        let fits = edges <= u64::from(u32::MAX) && self.kinds.len() + rows.len() <= MAX_NODES;
        if !usual || !fits {
            return false;
        }
        rows.iter().for_each(|row| self.ids.push(ObjectId(u64::from(row[2]))));
        match schema.detachedness {
            None => self.kinds.extend(rows.iter().map(code)),
            Some(column) => self.kinds.extend(rows.iter().map(|row| {
                // Anything but 1 and 2 is unknown.
                let state = row[column];
                code(row) | if state <= 2 { (state as u8) << 6 } else { 0 }
            })),
        }
        self.names.extend(rows.iter().map(|row| Text(row[1])));
        self.sizes.extend(rows.iter().map(|row| row[3]));
        let mut first = self.edges as u32;
        self.first_edge.extend(rows.iter().map(|row| {
            first += row[4];
            first
        }));
        (self.edges, self.last_name) = (edges, last_name);
        true
    }

    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    #[cold]
    fn other_kind(&mut self, schema: &NodeSchema, number: i64) -> u8 {
        let word = usize::try_from(number).ok().and_then(|row| schema.words.get(row)).map(String::as_str);
        code::of_unknown(&mut self.unknown, number, word)
    }

    /// Ids are unsigned 32-bit numbers in V8; any other names no trace, and the last value says so.
    fn push_trace(&mut self, id: i64) {
        self.traces.resize(self.kinds.len(), 0);
        self.traces.push(u32::try_from(id).unwrap_or(u32::MAX));
    }

    /// The sum of all `edge_count`s.
    pub fn edges(&self) -> u64 {
        self.edges
    }
}

/// The edge columns while they grow.
pub struct EdgeColumns {
    pub edges: Edges,
    pub unknown: UnknownKinds,
    /// The largest name: a table that has it has all.
    pub last_name: u32,
    /// The ends of the rows that are being looked at.
    ends: Vec<u32>,
    node_width: u64,
    /// `2^34 / node_width + 1`: multiplying by it and shifting divides a multiple of the width exactly,
    /// and spares a 64-bit division an edge. Widths are at least 5.
    reciprocal: u64,
}

impl EdgeColumns {
    /// Room for `rows`. `nodes`: what is known of them, for what edges and names are to be expected.
    pub fn with_room(rows: usize, nodes: Option<&NodeColumns>, node_width: usize) -> Self {
        let node_width = node_width as u64;
        let expected = nodes.map_or(0, |nodes| usize::try_from(nodes.edges()).unwrap_or(0));
        // Most of a file's strings are names of nodes; those of edges alone are few.
        let strings = 2 * nodes.map_or(0, NodeColumns::len) + (1 << 16);
        let (edges, unknown) = (Edges::with_room(rows, expected, strings), UnknownKinds::default());
        let reciprocal = (1 << 34) / node_width + 1;
        Self { edges, unknown, last_name: 0, ends: Vec::new(), node_width, reciprocal }
    }

    /// Stores one record. `nodes` is the node count, if the nodes are complete.
    #[inline]
    pub fn push(&mut self, schema: &EdgeSchema, row: &[i64], nodes: Option<usize>) -> Result<(), Wrong> {
        let kind = usize::try_from(row[schema.kind]).ok().and_then(|kind| schema.kinds.get(kind)).copied();
        let label = whole(row[schema.name], "name_or_index", schema.name)?;
        let to = whole(row[schema.to], "to_node", schema.to)?;
        let target = match u32::try_from(to) {
            Ok(_) => (to * self.reciprocal) >> 34,
            Err(_) => to / self.node_width,
        };
        if target * self.node_width != to {
            let fault = Fault::NotMultiple { field: "to_node".into(), value: to, of: self.node_width };
            return Err(Wrong { column: schema.to, fault });
        }
        let limit = nodes.unwrap_or(MAX_NODES) as u64;
        if target >= limit {
            let fault = Fault::OutOfRange { field: "to_node".into(), value: to, limit: limit * self.node_width };
            return Err(Wrong { column: schema.to, fault });
        }
        if self.edges.len() >= u32::MAX as usize {
            return Err(Wrong { column: 0, fault: Fault::TooLarge { rows: self.edges.len() as u64 + 1 } });
        }
        let target = Node(target as u32);
        match kind {
            Some(kind) if kind != EdgeKind::Other => {
                if kind.is_named() {
                    self.last_name = self.last_name.max(u32::try_from(label).unwrap_or(u32::MAX));
                }
                self.edges.push(kind, label, target);
            }
            _ => self.push_other(schema, row[schema.kind], label, target),
        }
        Ok(())
    }

    /// Stores whole records of plain numbers, as [`NodeColumns::push_plain`] does.
    #[inline(never)]
    pub fn push_plain(&mut self, schema: &EdgeSchema, numbers: &[u32], nodes: Option<usize>) -> bool {
        // Targets that are not checked here would have to be checked later.
        let (true, Some(nodes)) = (schema.is_usual, nodes) else { return false };
        let rows: &[[u32; 3]] = numbers.as_chunks().0;
        let (width, reciprocal) = (self.node_width as u32, self.reciprocal);
        let (mut usual, mut last_name) = (true, self.last_name);
        self.ends.clear();
        self.ends.extend(rows.iter().map(|[kind, name, to]| {
            let code = schema.codes.get(*kind as usize).copied().unwrap_or(EdgeSchema::UNUSUAL);
            let target = ((u64::from(*to) * reciprocal) >> 34) as u32;
            usual &= (code != EdgeSchema::UNUSUAL) & (*name != Names::LARGE);
            usual &= (target.wrapping_mul(width) == *to) & ((target as usize) < nodes);
            last_name = last_name.max(if schema.named >> code & 1 == 1 { *name } else { 0 });
            End::of(code, target)
        }));
        if !usual || self.edges.len() + rows.len() > u32::MAX as usize {
            return false;
        }
        self.edges.extend(&self.ends, rows.iter().map(|row| row[1]));
        self.last_name = last_name;
        true
    }

    #[cold]
    fn push_other(&mut self, schema: &EdgeSchema, number: i64, label: u64, target: Node) {
        let word = usize::try_from(number).ok().and_then(|row| schema.words.get(row)).map(String::as_str);
        let row = self.unknown.row(number, word, u8::MAX).unwrap_or(u8::MAX);
        self.edges.push_other(row, label, target);
    }

    pub fn len(&self) -> usize {
        self.edges.len()
    }
}
