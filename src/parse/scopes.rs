//! Scopes while they grow: three sections that only make sense together.
//!
//! Takes rows of `scopes`, `scope_context_vars` and `scope_uses`; gives [`Scopes`]. A scope's counts say how many of the
//! next rows of the other two are its own, so a count that makes no sense spoils all later ones: then nothing is kept.
//! Nesting is told by depth alone, in preorder, and begins anew with each script.

use crate::ids::{Scope, Text};
use crate::snapshot::{ScopeRow, ScopeUse, Scopes};

/// Rows so far.
#[derive(Default)]
pub struct ScopeRows {
    rows: Vec<ScopeRow>,
    /// The open scopes of the current script, outermost first, with their depth.
    open: Vec<(u32, Scope)>,
    script: Option<i64>,
    /// How many rows of the other sections the scopes claim.
    claimed: [u32; 2],
    variables: Vec<Text>,
    uses: Vec<ScopeUse>,
    bad_scopes: u64,
    bad_uses: u64,
}

/// What makes no sense, by section.
#[derive(Debug, Default, PartialEq)]
pub struct Bad {
    pub scopes: u64,
    pub variables: u64,
    pub uses: u64,
}

impl ScopeRows {
    /// Stores a scope: script, id, depth, number of variables, number of uses. None if the rest cannot be made out.
    pub fn push(&mut self, cells: [i64; 5], node_width: usize) -> Option<()> {
        let [script, id, depth, variables, uses] = cells;
        let depth = u32::try_from(depth).ok()?;
        let row = Scope(u32::try_from(self.rows.len()).ok()?);
        if self.script.replace(script) != Some(script) {
            self.open.clear();
        }
        while self.open.last().is_some_and(|(open, _)| *open >= depth) {
            self.open.pop();
        }
        let around = self.open.last().filter(|(open, _)| open.checked_add(1) == Some(depth)).map(|(_, scope)| *scope);
        self.open.push((depth, row));
        let width = node_width as i64;
        let node = u32::try_from(script / width).ok().filter(|_| script % width == 0);
        self.bad_scopes += u64::from(node.is_none() || (depth > 0 && around.is_none()));
        let [first_variable, first_use] = self.claimed;
        self.claimed[0] = first_variable.checked_add(u32::try_from(variables).ok()?)?;
        self.claimed[1] = first_use.checked_add(u32::try_from(uses).ok()?)?;
        self.rows.push(ScopeRow {
            script: node.unwrap_or(ScopeRow::NONE),
            parent: around.map_or(ScopeRow::NONE, |scope| scope.0),
            depth,
            variables: first_variable,
            uses: first_use,
            id,
        });
        Some(())
    }

    /// Stores a variable. A name that no table could hold reads as missing.
    pub fn push_variable(&mut self, name: i64) {
        self.variables.push(Text(u32::try_from(name).unwrap_or(u32::MAX)));
    }

    /// Stores a use: id of the declaring scope, slot. One that makes no sense still takes its place in the count.
    pub fn push_use(&mut self, [declaring_scope_id, slot]: [i64; 2]) {
        self.bad_uses += u64::from(slot < 0);
        self.uses.push(ScopeUse { declaring_scope_id, slot: u64::try_from(slot).unwrap_or(u64::MAX) });
    }

    /// Checks the nodes and the counts; drops what no scope claims.
    pub fn freeze(mut self, nodes: usize) -> (Scopes, Bad) {
        for row in &mut self.rows {
            if row.script != ScopeRow::NONE && row.script as usize >= nodes {
                row.script = ScopeRow::NONE;
                self.bad_scopes += 1;
            }
        }
        let differs = |claimed: u32, found: usize| u64::from(claimed).abs_diff(found as u64);
        let bad = Bad {
            scopes: self.bad_scopes,
            variables: differs(self.claimed[0], self.variables.len()),
            uses: self.bad_uses + differs(self.claimed[1], self.uses.len()),
        };
        self.variables.truncate(self.claimed[0] as usize);
        self.uses.truncate(self.claimed[1] as usize);
        (Scopes::new(self.rows, self.variables, self.uses), bad)
    }
}
