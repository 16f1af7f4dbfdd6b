//! The end of the file: from what was read to a frozen snapshot.
//!
//! Owns the last checks, which need the whole file, and the choice between refusing a file that ends too early and
//! keeping what is left of it. Takes the parser; gives the [`Snapshot`]. Guarantee: [`Parser::finish`] gives a whole
//! snapshot or none; a snapshot of which something is lost has a [`Cut`].

use super::columns::{EdgeColumns, NodeColumns};
use super::{Fault, OtherFile, ParseError, Parser, Section, State, salvage, warnings};
use crate::ids::{Edge, Node, NodeMap};
use crate::snapshot::{Cut, Lost, Snapshot, StringTable};

impl Parser {
    /// Ends the file. One that is not whole is refused.
    pub fn finish(self) -> Result<Snapshot, ParseError> {
        match self.state {
            State::End => {
                let cut = self.is_light.then(|| self.left_out());
                self.freeze(cut)
            }
            _ => Err(self.early_end()),
        }
    }

    /// What light mode passed over.
    fn left_out(&self) -> Cut {
        let promised = self.nodes.as_ref().map(NodeColumns::edges);
        let section = Section::Edges.key().into();
        Cut { lost: Lost::References, section, byte: self.offset, rows: 0, expected: promised, nameless: 0, unheld: 0 }
    }

    /// Ends the file, and of one that ends too early keeps what can be told apart from a guess: whole rows, whole
    /// strings. Such a snapshot has a [`Cut`], unless nothing but the closing brackets or an inessential section is
    /// missing. A file of which not one object is left is refused as by [`Parser::finish`].
    pub fn salvage(mut self) -> Result<Snapshot, ParseError> {
        if matches!(self.state, State::End) {
            return self.finish();
        }
        let error = self.early_end();
        let (Fault::Truncated { rows, expected }, Some(nodes)) = (&error.fault, &self.nodes) else { return Err(error) };
        if nodes.len() == 0 {
            return Err(error);
        }
        let (rows, expected, section) = (*rows, *expected, self.section);
        let in_strings = match std::mem::replace(&mut self.state, State::End) {
            State::Strings(run) => {
                self.strings = Some(run.whole());
                true
            }
            _ => false,
        };
        if self.is_light && self.nodes_done && self.strings.is_some() {
            self.end_missing = true;
            let cut = self.left_out();
            return self.freeze(Some(cut));
        }
        let lost = if !self.nodes_done {
            Lost::Nodes
        } else if self.edges.is_none() || section == Section::Edges {
            Lost::Edges
        } else if self.strings.is_none() {
            Lost::Names
        } else if in_strings {
            Lost::LateNames
        } else {
            self.end_missing = true;
            return self.freeze(None);
        };
        let section = section.key().into();
        self.freeze(Some(Cut { lost, section, byte: error.byte, rows, expected, nameless: 0, unheld: 0 }))
    }

    /// Why the file may not end here.
    fn early_end(&self) -> ParseError {
        match self.state {
            State::Begin => self.wrong(0, Fault::Empty),
            State::Foreign { at } => self.foreign(at),
            _ if self.meta.is_none() && self.other_file().is_some() => self.foreign(self.first_brace()),
            _ => {
                let (rows, expected) = self.rows();
                self.wrong(0, Fault::Truncated { rows, expected })
            }
        }
    }

    fn freeze(mut self, mut cut: Option<Cut>) -> Result<Snapshot, ParseError> {
        let lost = cut.as_ref().map(|cut| cut.lost);
        let Some(meta) = self.meta.take() else { return Err(self.foreign(self.first_brace())) };
        let missing = |what: &str| Fault::Missing { what: format!("section \"{what}\"") };
        self.section = Section::Top;
        if lost.is_none() && self.nodes.is_none() && self.edges.is_none() && self.strings.is_none() {
            return Err(ParseError { byte: 0, ..self.wrong(0, Fault::OtherFile(OtherFile::JuliaPart)) });
        }
        let Some(mut nodes) = self.nodes.take() else { return Err(self.wrong(0, missing("nodes"))) };
        let edges = match lost {
            Some(Lost::Nodes) => Some(EdgeColumns::with_room(0, None, meta.nodes.width)),
            Some(Lost::References | Lost::Edges) => {
                self.edges.take().or_else(|| Some(EdgeColumns::with_room(0, None, meta.nodes.width)))
            }
            _ => self.edges.take(),
        };
        let Some(mut edges) = edges else { return Err(self.wrong(0, missing("edges"))) };
        let strings = match (self.strings.take(), lost) {
            (Some(strings), None) => StringTable::new(strings.raw, strings.starts),
            (Some(strings), Some(_)) => StringTable::cut_off(strings.raw, strings.starts),
            (None, Some(_)) => StringTable::cut_off(Vec::new(), Vec::new()),
            (None, None) => return Err(self.wrong(0, missing("strings"))),
        };
        self.section = Section::Nodes;
        if nodes.len() == 0 {
            return Err(self.wrong(0, Fault::NoNodes));
        }
        let root = match usize::try_from(meta.root_row).ok().filter(|row| *row < nodes.len()) {
            Some(root) => root,
            // The root that a file names may be among the objects that are lost.
            None if lost == Some(Lost::Nodes) => 0,
            None => {
                let limit = nodes.len() as u64;
                let fault = Fault::OutOfRange { field: "root_index".into(), value: meta.root_row, limit };
                return Err(self.wrong(0, fault));
            }
        };
        self.section = Section::Edges;
        let (promised, found) = (nodes.edges(), edges.len() as u64);
        match &mut cut {
            Some(cut) if cut.lost <= Lost::Edges => {
                salvage::forget_lost_edges(&mut nodes, edges.len());
                if cut.lost == Lost::Edges {
                    let held = salvage::hold_unheld(&mut nodes, &mut edges, root);
                    cut.unheld = held.map_err(|fault| self.wrong(0, fault))?;
                }
            }
            _ if promised != found => return Err(self.wrong(0, Fault::EdgeCounts { promised, found })),
            _ => {}
        }
        // Only when a file has its edges before its nodes could a target still be unchecked.
        let astray = |edges: &EdgeColumns| {
            edges.edges.ends(0..edges.len() as u32).position(|end| end.target().index() >= nodes.len())
        };
        if let Some(row) = Some(&edges).filter(|_| self.edges_first).and_then(astray) {
            let target = edges.edges.end(Edge(row as u32)).target();
            let (value, limit) = (u64::from(target.0), nodes.len() as u64);
            let fault = Fault::OutOfRange { field: "to_node / width".into(), value, limit };
            return Err(ParseError { row: Some(row as u64), ..self.wrong(0, fault) });
        }
        edges.edges.freeze();
        let extras = self.inessential.freeze(nodes.len(), nodes.traces);
        let odd = warnings::Oddities {
            bad: extras.bad,
            unread: extras.unread,
            unknown_traces: extras.unknown_traces,
            repeated: self.repeated,
            end_missing: self.end_missing,
            names_to: nodes.last_name,
            edge_names_to: edges.last_name,
        };
        let mut snapshot = Snapshot {
            root: Node(root as u32),
            has_detachedness: meta.nodes.detachedness.is_some(),
            kinds: NodeMap::new(nodes.kinds),
            names: NodeMap::new(nodes.names),
            ids: nodes.ids,
            sizes: nodes.sizes,
            first_edge: nodes.first_edge,
            edges: edges.edges,
            strings,
            locations: extras.locations,
            samples: extras.samples,
            traces: extras.traces,
            scopes: extras.scopes,
            header: meta.header.clone(),
            unknown_nodes: nodes.unknown,
            unknown_edges: edges.unknown,
            extra_native_bytes: meta.extra_native_bytes,
            warnings: Vec::new(),
            cut: None,
        };
        if let Some(cut) = &mut cut {
            cut.nameless = warnings::nameless(&snapshot);
        }
        snapshot.cut = cut;
        snapshot.warnings = warnings::warnings(&snapshot, &meta, self.trailing, &odd);
        Ok(snapshot)
    }
}
