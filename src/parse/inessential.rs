//! The sections that a heap can do without: locations, samples, allocation traces, scopes.
//!
//! Owns their columns while they grow, and the account of what was wrong with them. Guarantee: nothing in them stops
//! the parser. A row that makes no sense is left out and counted; a section that is no list of whole numbers, or that
//! the header does not describe, is left out as a whole and named.

use super::json::ValueRun;
use super::locations::LocationRows;
use super::meta::Meta;
use super::scopes::ScopeRows;
use super::{Parser, Section, State};
use crate::ids::Text;
use crate::snapshot::{Locations, Sample, Samples, Scopes, TraceFunction, TraceTree, Traces};

/// Columns and complaints so far.
#[derive(Default)]
pub struct Inessential {
    locations: LocationRows,
    samples: Vec<Sample>,
    functions: Vec<TraceFunction>,
    pub tree: TraceTree,
    scopes: ScopeRows,
    bad: Vec<(Section, u64)>,
    unread: Vec<Section>,
    /// Rows of the section that is being read.
    pub rows: u64,
}

/// The same, frozen.
pub struct Extras {
    pub locations: Locations,
    pub samples: Samples,
    pub traces: Traces,
    pub scopes: Scopes,
    /// Rows that were left out, by section.
    pub bad: Vec<(Section, u64)>,
    /// Sections that were left out.
    pub unread: Vec<Section>,
    /// Nodes whose allocation trace is not in the file.
    pub unknown_traces: u64,
}

impl Inessential {
    /// Numbers in a row; 1 if the header does not say.
    pub fn width(section: Section, meta: &Meta) -> usize {
        let fields = &meta.fields;
        let width = match section {
            Section::Locations => fields.locations.as_ref().map(|columns| columns.width),
            Section::Samples => fields.samples.as_ref().map(|columns| columns.width),
            Section::TraceFunctionInfos => fields.functions.as_ref().map(|columns| columns.width),
            Section::Scopes => fields.scopes.as_ref().map(|columns| columns.width),
            Section::ScopeContextVars => fields.variables.as_ref().map(|columns| columns.width),
            Section::ScopeUses => fields.uses.as_ref().map(|columns| columns.width),
            _ => None,
        };
        width.unwrap_or(1)
    }

    /// Stores whole rows.
    pub fn push<'a>(&mut self, section: Section, meta: &Meta, rows: impl Iterator<Item = &'a [i64]>) {
        for row in rows {
            self.rows += 1;
            if self.row(section, meta, row).is_none() {
                self.lose(section);
            }
        }
    }

    /// Stores a row; None if the section cannot be read.
    fn row(&mut self, section: Section, meta: &Meta, row: &[i64]) -> Option<()> {
        let fields = &meta.fields;
        let width = meta.nodes.width;
        match section {
            Section::Locations => {
                let columns = fields.locations.as_ref()?;
                let script = fields.script_object.map(|column| row[column]);
                if self.locations.push(columns.cells(row), script, width).is_none() {
                    self.spoil(section, 1);
                }
            }
            Section::Samples => match fields.samples.as_ref()?.cells(row).map(u64::try_from) {
                [Ok(timestamp_us), Ok(last_assigned_id)] => {
                    self.samples.push(Sample { timestamp_us, last_assigned_id })
                }
                _ => self.spoil(section, 1),
            },
            Section::TraceFunctionInfos => {
                let cells = fields.functions.as_ref()?.cells(row);
                if cells.iter().any(|cell| *cell < 0) {
                    self.spoil(section, 1);
                }
                // The tree names functions by row, so a bad one keeps its place.
                let [function_id, name, script_name, script_id, line, column] = cells.map(|cell| cell.max(0) as u64);
                let text = |name: u64| Text(u32::try_from(name).unwrap_or(u32::MAX));
                let (name, script_name) = (text(name), text(script_name));
                self.functions.push(TraceFunction { function_id, name, script_name, script_id, line, column });
            }
            Section::Scopes => self.scopes.push(fields.scopes.as_ref()?.cells(row), width)?,
            Section::ScopeContextVars => self.scopes.push_variable(fields.variables.as_ref()?.cells(row)[0]),
            Section::ScopeUses => self.scopes.push_use(fields.uses.as_ref()?.cells(row)),
            _ => return None,
        }
        Some(())
    }

    /// Counts rows that make no sense.
    pub fn spoil(&mut self, section: Section, rows: u64) {
        match self.bad.iter_mut().find(|(other, _)| *other == section) {
            Some((_, count)) => *count += rows,
            None => self.bad.push((section, rows)),
        }
    }

    /// Notes that a section is left out as a whole.
    pub fn lose(&mut self, section: Section) {
        if !self.unread.contains(&section) {
            self.unread.push(section);
        }
    }

    /// Checks what needs the number of nodes, and drops what is left out. `traced` is the nodes' trace ids.
    pub fn freeze(mut self, nodes: usize, traced: Vec<u32>) -> Extras {
        let unread = std::mem::take(&mut self.unread);
        let kept = |sections: &[Section]| !sections.iter().any(|section| unread.contains(section));
        let scopes = kept(&[Section::Scopes, Section::ScopeContextVars, Section::ScopeUses]);
        let (scopes, bad) = Some(self.scopes).filter(|_| scopes).unwrap_or_default().freeze(nodes);
        let locations = Some(self.locations).filter(|_| kept(&[Section::Locations])).unwrap_or_default();
        let (locations, bad_locations) = locations.freeze(nodes);
        let samples = Some(self.samples).filter(|_| kept(&[Section::Samples])).unwrap_or_default();
        let functions = Some(self.functions).filter(|_| kept(&[Section::TraceFunctionInfos])).unwrap_or_default();
        let tree = Some(self.tree).filter(|_| kept(&[Section::TraceTree])).unwrap_or_default();
        let traces = Traces::new(functions, tree, traced);
        let mut extras = Extras {
            unknown_traces: if kept(&[Section::TraceTree]) { traces.lost() } else { 0 },
            locations,
            samples: Samples::new(samples),
            traces,
            scopes,
            bad: self.bad,
            unread: Vec::new(),
        };
        extras.spoil(Section::Locations, bad_locations);
        if kept(&[Section::TraceFunctionInfos]) {
            extras.spoil(Section::TraceTree, extras.traces.without_function());
        }
        extras.spoil(Section::Scopes, bad.scopes);
        extras.spoil(Section::ScopeContextVars, bad.variables);
        extras.spoil(Section::ScopeUses, bad.uses);
        extras.bad.retain(|(section, _)| kept(&[*section]));
        extras.unread = unread;
        extras
    }
}

impl Extras {
    fn spoil(&mut self, section: Section, rows: u64) {
        match self.bad.iter_mut().find(|(other, _)| *other == section) {
            Some((_, count)) => *count += rows,
            None if rows > 0 => self.bad.push((section, rows)),
            None => {}
        }
    }
}

impl Parser {
    /// Leaves out the section being read, from the byte that cannot stand in it to its end. `open` arrays are open.
    pub(super) fn give_up(&mut self, open: u64) {
        self.inessential.lose(self.section);
        self.batch.clear();
        self.begun.clear();
        self.state = State::Skip(ValueRun::inside(open));
    }

    /// Reads on in `trace_tree`.
    pub(super) fn tree(&mut self, bytes: &[u8]) -> usize {
        let State::Tree(run) = &mut self.state else { return 0 };
        match run.read(bytes) {
            Ok((used, false)) => used,
            Ok((used, true)) => {
                self.inessential.tree = std::mem::take(&mut run.tree);
                self.leave();
                used
            }
            Err(at) => {
                let open = run.open();
                self.give_up(open);
                at
            }
        }
    }
}
