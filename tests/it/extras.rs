//! The sections that a heap can do without, in the plain form: samples, allocation traces, scopes.
//!
//! Owns the model, how serde_json's reading of a file becomes one, and seeded random ones. `written.rs` writes it,
//! `check/extras.rs` makes it from what the parser read.

use crate::chance::Chance;
use crate::plain::{JsonFile, PlainHeap, columns};
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extras {
    /// Time, last id.
    pub samples: Vec<(u64, u64)>,
    pub functions: Vec<Function>,
    /// In preorder.
    pub traces: Vec<Trace>,
    /// The trace's id by node, where it has one.
    pub trace_of: BTreeMap<usize, u64>,
    pub scopes: Vec<Scope>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    pub id: u64,
    pub name: Arc<str>,
    pub script: Arc<str>,
    pub script_id: u64,
    pub line: u64,
    pub column: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trace {
    pub id: u64,
    pub function: usize,
    pub count: u64,
    pub size: u64,
    pub parent: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    pub script: Option<usize>,
    pub id: i64,
    pub depth: u64,
    pub parent: Option<usize>,
    pub variables: Vec<Arc<str>>,
    /// Id of the declaring scope, slot.
    pub uses: Vec<(i64, u64)>,
}

impl Extras {
    /// The rows of each row's children, and the roots under `None`.
    pub fn children(&self) -> BTreeMap<Option<usize>, Vec<usize>> {
        let mut children: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (row, trace) in self.traces.iter().enumerate() {
            children.entry(trace.parent).or_default().push(row);
        }
        children
    }

    /// Parents from depths: the last row of the same script that is one less deep, if no row in between is as shallow.
    pub fn nest(&mut self) {
        for row in 0..self.scopes.len() {
            let (depth, script) = (self.scopes[row].depth, self.scopes[row].script);
            let before = self.scopes[..row].iter().rposition(|other| other.script != script || other.depth < depth);
            let around = |at: &usize| self.scopes[*at].script == script && self.scopes[*at].depth + 1 == depth;
            self.scopes[row].parent = before.filter(around);
        }
    }
}

/// A list of fields that names some; Hermes and Julia have empty ones.
fn given(fields: &Option<Vec<String>>) -> Option<&Vec<String>> {
    fields.as_ref().filter(|fields| !fields.is_empty())
}

/// What serde_json read. `width` is that of a node.
pub fn of_json(file: &JsonFile, strings: &[Arc<str>], width: usize) -> Extras {
    let meta = &file.snapshot.meta;
    let mut extras = Extras::default();
    if let Some(fields) = given(&meta.sample_fields) {
        let column = columns(fields);
        let rows = file.samples.chunks_exact(fields.len());
        extras.samples = rows.map(|row| (row[column["timestamp_us"]], row[column["last_assigned_id"]])).collect();
    }
    if let Some(fields) = given(&meta.trace_function_info_fields) {
        let column = columns(fields);
        let text = |number: u64| strings[number as usize].clone();
        let functions = file.trace_function_infos.chunks_exact(fields.len()).map(|row| Function {
            id: row[column["function_id"]],
            name: text(row[column["name"]]),
            script: text(row[column["script_name"]]),
            script_id: row[column["script_id"]],
            line: row[column["line"]],
            column: row[column["column"]],
        });
        extras.functions = functions.collect();
    }
    if let Some(fields) = given(&meta.trace_node_fields) {
        tree(&mut extras.traces, &file.trace_tree, &columns(fields), None);
    }
    if let (Some(fields), Some(names), Some(uses)) =
        (&meta.scope_fields, &meta.scope_context_var_fields, &meta.scope_use_fields)
    {
        let (column, name, used) = (columns(fields), columns(names), columns(uses));
        let mut names = file.scope_context_vars.chunks_exact(names.len()).map(|row| row[name["name"]] as usize);
        let mut uses = file
            .scope_uses
            .chunks_exact(uses.len())
            .map(|row| (row[used["declaring_scope_id"]], row[used["slot_index"]] as u64));
        for row in file.scopes.chunks_exact(fields.len()) {
            let count = |field| row[column[field]] as usize;
            extras.scopes.push(Scope {
                script: Some(count("script_node_index") / width),
                id: row[column["scope_id"]],
                depth: row[column["depth"]] as u64,
                parent: None,
                variables: (0..count("scope_context_vars_count"))
                    .map(|_| strings[names.next().unwrap()].clone())
                    .collect(),
                uses: (0..count("scope_uses_count")).map(|_| uses.next().unwrap()).collect(),
            });
        }
        extras.nest();
    }
    extras
}

/// The nested lists, flat. Only for files that serde_json can read, which are not deep.
fn tree(traces: &mut Vec<Trace>, list: &serde_json::Value, column: &BTreeMap<&str, usize>, parent: Option<usize>) {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    for row in list.chunks_exact(column.len()) {
        let cell = |field| row[column[field]].as_u64().expect("a number");
        let (id, function) = (cell("id"), cell("function_info_index") as usize);
        traces.push(Trace { id, function, count: cell("count"), size: cell("size"), parent });
        tree(traces, &row[column["children"]], column, Some(traces.len() - 1));
    }
}

/// Some of everything, for a heap of at least two nodes.
pub fn some(heap: &PlainHeap) -> Extras {
    let mut extras = Extras { samples: vec![(0, 3), (43_015, 9), (97_596, 21)], ..Extras::default() };
    let texts = [("(root)", "", 0, 0, 0), ("run \"it\"", "file:///a.js", 7, 10, 3), ("堆", "file:///a.js", 7, 1, 0)];
    for (id, (name, script, script_id, line, column)) in texts.into_iter().enumerate() {
        let (id, name, script) = (id as u64 * 2, Arc::from(name), Arc::from(script));
        extras.functions.push(Function { id, name, script, script_id, line, column });
    }
    for (id, function, parent) in [(1, 0, None), (2, 1, Some(0)), (5, 2, Some(1)), (3, 2, Some(0)), (4, 1, Some(3))] {
        extras.traces.push(Trace { id, function, count: 10 * id, size: 1000 * id, parent });
    }
    extras.trace_of = BTreeMap::from([(1, 5), (heap.nodes.len() - 1, 1)]);
    let script = Some(heap.nodes.len() - 1);
    for (script, id, depth, variables, uses) in [
        (script, -2, 0, vec!["Widget", "kept"], vec![]),
        (script, 20, 1, vec![], vec![(-2, 1), (-2, 0)]),
        (script, 27, 2, vec!["this"], vec![]),
        (script, 30, 1, vec![], vec![(27, 0)]),
        (Some(1), -1, 0, vec!["a"], vec![(-1, 0)]),
    ] {
        let variables = variables.into_iter().map(Arc::from).collect();
        extras.scopes.push(Scope { script, id, depth, parent: None, variables, uses });
    }
    extras.nest();
    extras
}

/// Random ones, for any heap.
pub fn random(chance: &mut Chance, heap: &PlainHeap) -> Extras {
    let mut extras = Extras::default();
    let names = ["", "f", "(root)", "a \"b\" \\", "名", "\n\u{1}", "anonymous"];
    for time in 0..chance.below(6) as u64 {
        extras.samples.push((time * 1000 + chance.below(900) as u64, chance.below(2 * heap.nodes.len() + 3) as u64));
    }
    for id in 0..chance.below(5) as u64 {
        let (name, script) = (Arc::from(chance.pick(&names)), Arc::from(chance.pick(&names)));
        let mut cell = || chance.below(1 << 20) as u64;
        extras.functions.push(Function { id, name, script, script_id: cell(), line: cell(), column: cell() });
    }
    if !extras.functions.is_empty() {
        let mut path = Vec::new();
        for row in 0..chance.below(9) {
            path.truncate(chance.below(path.len() + 1));
            let (function, parent) = (chance.below(extras.functions.len()), path.last().copied());
            let (count, size) = (chance.below(99) as u64, chance.next() >> 12);
            extras.traces.push(Trace { id: 100 - 7 * row as u64, function, count, size, parent });
            path.push(row);
        }
        let nodes = (0..heap.nodes.len()).filter(|_| !extras.traces.is_empty() && chance.one_in(3)).collect::<Vec<_>>();
        extras.trace_of = nodes.into_iter().map(|node| (node, chance.pick(&extras.traces).id)).collect();
    }
    let (mut depth, mut script) = (0, None);
    for row in 0..chance.below(9) as i64 {
        if script.is_none() || chance.one_in(4) {
            (depth, script) = (0, Some(chance.below(heap.nodes.len())));
        }
        let variables = (0..chance.below(3)).map(|_| Arc::from(chance.pick(&names))).collect();
        let uses = (0..chance.below(3)).map(|_| (chance.below(9) as i64 - 2, chance.below(4) as u64)).collect();
        extras.scopes.push(Scope { script, id: row - 2, depth, parent: None, variables, uses });
        depth = 1 + chance.below(depth as usize + 1) as u64;
    }
    extras.nest();
    extras
}
