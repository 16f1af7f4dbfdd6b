//! Which section is read how.
//!
//! Owns the choice made at each key: read now, keep until the header is known, skip. Guarantee: what the heap cannot do
//! without must be what it should be; everything else may be anything.

use super::columns::{self, EdgeColumns, NodeColumns};
use super::json::ValueRun;
use super::meta::Meta;
use super::numbers::NumberRun;
use super::strings::StringRun;
use super::traces::TreeRun;
use super::{Fault, Needed, ParseError, Parser, Section, State};

impl Parser {
    /// Chooses what to do with the value of the key just read. Uses its first byte or leaves it to the run that follows.
    pub(super) fn value(&mut self, byte: u8) -> Result<usize, ParseError> {
        if matches!(byte, b',' | b'}' | b']' | b':') {
            return Err(self.wrong(0, Fault::Unexpected { found: byte, needed: Needed::Value }));
        }
        let key = std::mem::take(&mut self.key);
        if self.meta.is_none() && self.keys.len() < 8 {
            self.keys.push(String::from_utf8_lossy(&key).into_owned());
        }
        let section = Section::from_key(&key);
        if section == Section::Unknown {
            return Ok(self.skip(section));
        }
        if self.seen.contains(&section) {
            self.repeated += 1;
            return Ok(self.skip(section));
        }
        self.seen.push(section);
        match (section, &self.meta) {
            (Section::Header, _) | (_, Some(_)) => self.enter(section, byte),
            (_, None) => {
                self.stash(section);
                Ok(0)
            }
        }
    }

    /// Begins to read a section's value, whose first byte is `byte`.
    pub(super) fn enter(&mut self, section: Section, byte: u8) -> Result<usize, ParseError> {
        self.section = section;
        let left = self.size.map(|size| size.saturating_sub(self.offset));
        let wide = |count: fn(&Meta) -> (u64, usize)| {
            self.meta.as_ref().map(count).map_or(0, |(rows, width)| columns::room(rows, width, left))
        };
        let node_width = self.meta.as_ref().map_or(1, |meta| meta.nodes.width);
        let (state, opening, needed) = match section {
            Section::Header => {
                self.scratch.clear();
                (State::Header(ValueRun::default()), b'{', Needed::Object)
            }
            Section::Nodes => {
                self.nodes = Some(NodeColumns::with_room(wide(|meta| (meta.node_count, meta.nodes.width))));
                (State::Numbers(NumberRun::new()), b'[', Needed::Array)
            }
            Section::Edges => {
                let room = wide(|meta| (meta.edge_count, meta.edges.width));
                self.edges_first = !self.nodes_done;
                let nodes = self.nodes.as_ref().filter(|_| self.nodes_done);
                match self.is_light {
                    false => {
                        self.edges = Some(EdgeColumns::with_room(room, nodes, node_width));
                        (State::Numbers(NumberRun::new()), b'[', Needed::Array)
                    }
                    true => {
                        self.edges = Some(EdgeColumns::with_room(0, None, node_width));
                        (State::Pass, b'[', Needed::Array)
                    }
                }
            }
            Section::Strings => (State::Strings(StringRun::new(left)), b'[', Needed::Array),
            _ if byte != b'[' => {
                self.inessential.lose(section);
                return Ok(self.skip(section));
            }
            Section::TraceTree if let Some(schema) = self.meta.as_ref().and_then(|meta| meta.fields.tree.as_ref()) => {
                (State::Tree(TreeRun::new(schema)), b'[', Needed::Array)
            }
            _ => {
                self.inessential.rows = 0;
                (State::Numbers(NumberRun::new()), b'[', Needed::Array)
            }
        };
        if byte != opening {
            return Err(self.wrong(0, Fault::Unexpected { found: byte, needed }));
        }
        self.state = state;
        // The header's run wants the whole value, its first byte too.
        Ok(usize::from(section != Section::Header))
    }

    /// Skips a value, from its first byte on.
    fn skip(&mut self, section: Section) -> usize {
        self.section = section;
        self.state = State::Skip(ValueRun::default());
        0
    }
}
