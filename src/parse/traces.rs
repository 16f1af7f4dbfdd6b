//! The allocation tree: `[id,function,count,size,[children…]]`, nested as deep as the program's call paths.
//!
//! Owns the scanner of `trace_tree`. Takes bytes after the `[` in any pieces; gives flat columns in which a row knows its
//! parent. Guarantee: the parents are the stack, so depth costs no more than rows do; numbers, brackets and commas in the
//! right order and nothing else. An array holds its records one after the other without brackets of their own, and
//! where in a record the children stand is the header's word.

use super::numbers::{MAX_DIGITS, MAX_SAFE};
use super::schema::Columns;
use crate::snapshot::TraceTree;

#[derive(Clone, Copy, PartialEq, Debug)]
enum At {
    /// After `[`: a value or `]`.
    Start,
    /// After `,`: a value.
    Comma,
    Digits,
    /// After a value: `,` or `]`.
    After,
}

/// The state between two pieces.
#[derive(Debug)]
pub struct TreeRun {
    at: At,
    width: usize,
    /// Id, function, count, size, children.
    fields: [usize; 5],
    /// The next value's column.
    field: usize,
    value: u64,
    digits: u32,
    /// Arrays that are open inside the outermost.
    depth: u64,
    /// The row whose children are being read.
    parent: u32,
    /// The row being read.
    row: u32,
    pub tree: TraceTree,
}

impl TreeRun {
    /// A run whose `[` has been read.
    pub fn new(schema: &Columns<5>) -> Self {
        let parent = TraceTree::NO_PARENT;
        let (width, fields, tree) = (schema.width, schema.at, TraceTree::default());
        Self { at: At::Start, width, fields, field: 0, value: 0, digits: 0, depth: 0, parent, row: parent, tree }
    }

    /// Arrays that are open, the outermost among them.
    pub fn open(&self) -> u64 {
        self.depth + 1
    }

    /// Reads on; returns how many bytes were used and whether the tree ended. On error: the offset of the wrong byte.
    pub fn read(&mut self, bytes: &[u8]) -> Result<(usize, bool), usize> {
        let mut i = 0;
        while let Some(&byte) = bytes.get(i) {
            let whole = self.field == 0;
            match (self.at, byte) {
                (At::Start | At::Comma | At::Digits, b'0'..=b'9') => {
                    if self.at != At::Digits {
                        self.begin().filter(|()| self.field != self.fields[4]).ok_or(i)?;
                        self.at = At::Digits;
                        (self.value, self.digits) = (0, 0);
                    }
                    self.digits += 1;
                    self.value = self.value.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                    if self.digits > MAX_DIGITS || self.value > MAX_SAFE {
                        return Err(i);
                    }
                }
                (At::Digits, _) => {
                    self.store().ok_or(i)?;
                    self.at = At::After;
                    continue;
                }
                (At::Start | At::Comma | At::After, b' ' | b'\n' | b'\r' | b'\t') => {}
                (At::Start | At::Comma, b'[') => {
                    self.begin().filter(|()| self.field == self.fields[4]).ok_or(i)?;
                    self.parent = self.row;
                    self.depth += 1;
                    self.field = 0;
                    self.at = At::Start;
                }
                (At::After, b',') => self.at = At::Comma,
                (At::Start | At::After, b']') if whole && self.depth == 0 => return Ok((i + 1, true)),
                (At::Start | At::After, b']') if whole => {
                    self.row = self.parent;
                    let parents = &self.tree.parents;
                    self.parent = parents.get(self.row as usize).copied().unwrap_or(TraceTree::NO_PARENT);
                    self.depth -= 1;
                    self.field = self.fields[4];
                    self.next();
                    self.at = At::After;
                }
                _ => return Err(i),
            }
            i += 1;
        }
        Ok((i, false))
    }

    /// Makes the row with its record's first value. None if there are too many.
    fn begin(&mut self) -> Option<()> {
        if self.field == 0 {
            self.row = u32::try_from(self.tree.ids.len()).ok().filter(|row| *row != TraceTree::NO_PARENT)?;
            self.tree.ids.push(0);
            self.tree.functions.push(u32::MAX);
            self.tree.counts.push(0);
            self.tree.sizes.push(0);
            self.tree.parents.push(self.parent);
        }
        Some(())
    }

    /// Stores the number just read. None if no such record has it.
    fn store(&mut self) -> Option<()> {
        let row = self.row as usize;
        let [id, function, count, size, _] = self.fields;
        if self.field == id {
            // The last value stands for ids that fit no column: no node finds its path by it.
            *self.tree.ids.get_mut(row)? = u32::try_from(self.value).ok().filter(|id| *id != u32::MAX)?;
        } else if self.field == function {
            *self.tree.functions.get_mut(row)? = u32::try_from(self.value).unwrap_or(u32::MAX);
        } else if self.field == count {
            *self.tree.counts.get_mut(row)? = self.value;
        } else if self.field == size {
            *self.tree.sizes.get_mut(row)? = self.value;
        }
        self.next();
        Some(())
    }

    fn next(&mut self) {
        self.field = if self.field + 1 == self.width { 0 } else { self.field + 1 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Result<&[(u32, u32, u32)], usize>) {
        let schema = Columns { width: 5, at: [0, 1, 2, 3, 4] };
        for cut in 0..=text.len() {
            let mut run = TreeRun::new(&schema);
            let (first, second) = text.as_bytes().split_at(cut);
            let result = match run.read(first) {
                Ok((_, false)) => run.read(second).map_err(|at| at + cut),
                other => other,
            };
            let tree = &run.tree;
            let rows: Vec<_> = (0..tree.ids.len()).map(|i| (tree.ids[i], tree.functions[i], tree.parents[i])).collect();
            match expect {
                Ok(expect) => {
                    assert_eq!((result.map(|(_, ended)| ended), &rows[..]), (Ok(true), expect), "{text} {cut}")
                }
                Err(at) => assert_eq!(result, Err(at), "{text} cut at {cut}"),
            }
        }
    }

    #[test]
    fn a_tree_becomes_rows_with_parents() {
        const NONE: u32 = TraceTree::NO_PARENT;
        check("]", Ok(&[]));
        check("1,0,2,3,[]]", Ok(&[(1, 0, NONE)]));
        check(
            "1,0,0,0,[2,1,0,0,[] ,\n3,2,0,0,[ 4,1,0,0,[]],5,1,0,0,[]]]",
            Ok(&[(1, 0, NONE), (2, 1, 0), (3, 2, 0), (4, 1, 2), (5, 1, 0)]),
        );
    }

    #[test]
    fn anything_else_is_refused_at_its_byte() {
        check("1,0,0,0]", Err(7));
        check("1,0,0,0,0]", Err(8));
        check("[]]", Err(0));
        check("1,0,0,0,[],]", Err(11));
        check("1,-1,0,0,[]]", Err(2));
        check("1,0,0,0,[2,0,0,0,[]}]", Err(19));
        check("4294967296,0,0,0,[]]", Err(10));
    }

    #[test]
    fn depth_costs_no_stack() {
        let mut run = TreeRun::new(&Columns { width: 5, at: [1, 2, 3, 4, 0] });
        let deep = 300_000;
        let text = format!("{}{}]", "[".repeat(deep), "],1,2,3,4".repeat(deep));
        assert_eq!(run.read(text.as_bytes()), Ok((text.len(), true)));
        assert_eq!((run.tree.ids.len(), run.tree.parents[deep - 1]), (deep, deep as u32 - 2));
    }
}
