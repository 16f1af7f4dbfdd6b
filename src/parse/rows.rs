//! The number sections: from bytes to whole rows, and where a wrong number stands.
//!
//! Owns the batch between the number run and the columns. Takes the bytes of a section in any pieces; fills the columns.
//! Guarantee: an error names the byte at which its number begins, also when pieces cut the row or the number.

use super::columns::{EdgeColumns, NodeColumns, Wrong};
use super::inessential::Inessential;
use super::meta::Meta;
use super::numbers::{self, Stop};
use super::simd;
use super::{Fault, ParseError, Parser, Section, State};

/// Numbers read before they are turned into columns: 32 KiB, so that a batch stays in the first cache.
pub(super) const BATCH: usize = 4096;

impl Parser {
    /// Reads numbers of the current section until the bytes or the section end, turning batches into columns.
    pub(super) fn numbers(&mut self, bytes: &[u8]) -> Result<usize, ParseError> {
        let mut at = 0;
        // Whole rows, so that a full batch leaves nothing over.
        let room = (BATCH / self.width()).max(1) * self.width();
        loop {
            at = self.plain(bytes, at);
            let from = at;
            let State::Numbers(run) = &mut self.state else { return Ok(at) };
            let cut = run.in_number();
            let (used, stop) = match run.read(&bytes[at..], &mut self.batch, room) {
                Ok(read) => read,
                Err((wrong, _)) if !self.section.is_essential() => {
                    self.give_up(1);
                    return Ok(at + wrong);
                }
                Err((wrong, fault)) => {
                    // A row before it may be wrong in itself, and the first error is the one to tell.
                    self.take_rows().map_err(|(number, fault)| {
                        let byte = self.place(&bytes[from..from + wrong], from, cut, number);
                        ParseError { row: Some(self.rows().0), byte, ..self.wrong(at, fault) }
                    })?;
                    let byte = match &fault {
                        Fault::BadNumber { .. } => self.place(&bytes[from..from + wrong], from, cut, self.batch.len()),
                        _ => self.offset + (at + wrong) as u64,
                    };
                    return Err(ParseError { row: Some(self.rows().0), byte, ..self.wrong(at, fault) });
                }
            };
            at += used;
            let still_cut = run.in_number();
            let whole = self.take_rows().map_err(|(number, fault)| {
                let byte = self.place(&bytes[from..at], from, cut, number);
                ParseError { row: Some(self.rows().0), byte, ..self.wrong(at, fault) }
            })?;
            // What is left is less than a row; note where its numbers begin before the piece goes away.
            let left = self.batch.len() - whole;
            let open = usize::from(stop == Stop::Input && still_cut);
            let begun = (whole..self.batch.len() + open).map(|number| self.place(&bytes[from..at], from, cut, number));
            self.begun = begun.collect();
            self.batch.drain(..whole);
            match stop {
                Stop::Input => return Ok(at),
                Stop::Full => {}
                Stop::End => {
                    if left > 0 && !self.section.is_essential() {
                        self.inessential.spoil(self.section, 1);
                    } else if left > 0 {
                        let (numbers, fields) =
                            (self.rows().0 * self.width() as u64 + left as u64, self.width() as u64);
                        return Err(self.wrong(at, Fault::HalfRow { numbers, fields }));
                    }
                    self.batch.clear();
                    self.begun.clear();
                    self.nodes_done |= self.section == Section::Nodes;
                    self.leave();
                    return Ok(at);
                }
            }
        }
    }

    /// Reads whole rows by the fast kernel as long as they are as V8 writes them; returns where it stopped. Whatever it
    /// leaves, odd or wrong, is for the careful reader, which begins at the same row.
    fn plain(&mut self, bytes: &[u8], mut at: usize) -> usize {
        if !self.batch.is_empty() {
            return at;
        }
        let (Some(meta), State::Numbers(run)) = (&self.meta, &mut self.state) else { return at };
        let nodes = self.nodes.as_ref().filter(|_| self.nodes_done).map(NodeColumns::len);
        let width = match self.section {
            Section::Nodes => meta.nodes.width,
            Section::Edges => meta.edges.width,
            _ => return at,
        };
        while let Some(begin) = run.next_begin(bytes, at) {
            let (count, end) = simd::read(bytes, begin, &mut self.plain);
            let whole = count / width * width;
            let numbers = &self.plain[..whole];
            let stored = whole > 0
                && match (self.section, &mut self.nodes, &mut self.edges) {
                    (Section::Nodes, Some(columns), _) => columns.push_plain(&meta.nodes, numbers),
                    (Section::Edges, _, Some(columns)) => columns.push_plain(&meta.edges, numbers, nodes),
                    _ => false,
                };
            if !stored {
                break;
            }
            at = numbers::end_before(bytes, end, count - whole);
            run.behind_number();
        }
        at
    }

    /// Where in the file the batch's `number`th number begins. `piece` is what was read last, `from` bytes into the
    /// bytes being taken; `cut` says that it began inside a number. Numbers of earlier pieces have their places noted,
    /// the others are counted again: slow, and only for errors and for the few numbers a piece leaves over.
    pub(super) fn place(&self, piece: &[u8], from: usize, cut: bool, number: usize) -> u64 {
        if let Some(place) = self.begun.get(number) {
            return *place;
        }
        let tail = cut && piece.first().is_some_and(u8::is_ascii_digit);
        let own = number - self.begun.len() + usize::from(tail);
        let at = numbers::nth_number(piece, own).unwrap_or(piece.len());
        self.offset + (from + at) as u64
    }

    /// Stores the whole rows of the batch; returns how many numbers they had. On error: the batch's wrong number.
    pub(super) fn take_rows(&mut self) -> Result<usize, (usize, Fault)> {
        let Some(meta) = &self.meta else { return Ok(0) };
        let nodes = self.nodes.as_ref().filter(|_| self.nodes_done).map(NodeColumns::len);
        let width = self.width();
        let whole = self.batch.len() / width * width;
        let wrong = |row: usize, wrong: Wrong| (row * width + wrong.column, wrong.fault);
        let rows = self.batch[..whole].chunks_exact(width);
        match (self.section, &mut self.nodes, &mut self.edges) {
            (Section::Nodes, Some(columns), _) => {
                for (row, numbers) in rows.enumerate() {
                    columns.push(&meta.nodes, numbers).map_err(|w| wrong(row, w))?;
                }
            }
            (Section::Edges, _, Some(columns)) => {
                for (row, numbers) in rows.enumerate() {
                    columns.push(&meta.edges, numbers, nodes).map_err(|w| wrong(row, w))?;
                }
            }
            _ => self.inessential.push(self.section, meta, rows),
        }
        Ok(whole)
    }

    /// Numbers in a record of the current section.
    pub(super) fn width(&self) -> usize {
        let width = self.meta.as_ref().map(|meta| match self.section {
            Section::Nodes => meta.nodes.width,
            Section::Edges => meta.edges.width,
            section => Inessential::width(section, meta),
        });
        width.unwrap_or(1)
    }

    /// Whole rows of the current section so far, and how many the header promised.
    pub(super) fn rows(&self) -> (u64, Option<u64>) {
        let promised = |count: fn(&Meta) -> u64| self.meta.as_ref().map(count).filter(|count| *count > 0);
        match (self.section, &self.state) {
            (Section::Nodes, _) => {
                (self.nodes.as_ref().map_or(0, NodeColumns::len) as u64, promised(|meta| meta.node_count))
            }
            (Section::Edges, _) => {
                (self.edges.as_ref().map_or(0, EdgeColumns::len) as u64, promised(|meta| meta.edge_count))
            }
            (Section::Strings, State::Strings(run)) => (run.starts.len() as u64, None),
            (section, State::Numbers(_)) if !section.is_essential() => (self.inessential.rows, None),
            _ => (0, None),
        }
    }
}
