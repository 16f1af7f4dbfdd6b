//! What the source declares and uses where: the sections `scopes`, `scope_context_vars` and `scope_uses` (Chrome 156).
//!
//! Owns the scopes in file order, preorder by script. A scope has the variables it keeps in a context, by slot, and the
//! uses of such variables in its own code. With them one can tell which captured variable nobody can read any more.
//! Guarantee: a scope's parent stands before it and is of the same script; variables and uses are slices of what is
//! there, whatever the file's counts say. Memory: 36 bytes a scope, nothing without the sections.

use crate::ids::{Node, Scope, Text};
use crate::order;

/// One row as `parse/scopes.rs` makes it.
#[derive(Clone, Debug)]
pub(crate) struct ScopeRow {
    /// [`ScopeRow::NONE`] if the file names no node.
    pub script: u32,
    /// [`ScopeRow::NONE`] for the outermost.
    pub parent: u32,
    pub depth: u32,
    /// Where its variables begin; they end where the next row's begin.
    pub variables: u32,
    /// As `variables`.
    pub uses: u32,
    pub id: i64,
}

impl ScopeRow {
    pub(crate) const NONE: u32 = u32::MAX;
}

/// A use of a captured variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScopeUse {
    /// The id of the scope that declares it, in the same script.
    pub declaring_scope_id: i64,
    /// Which of that scope's variables.
    pub slot: u64,
}

/// All scopes of the file.
#[derive(Debug, Default)]
pub struct Scopes {
    rows: Vec<ScopeRow>,
    variables: Vec<Text>,
    uses: Vec<ScopeUse>,
    /// Rows by script and id.
    by_id: Vec<Scope>,
}

impl Scopes {
    pub(crate) fn new(rows: Vec<ScopeRow>, variables: Vec<Text>, uses: Vec<ScopeUse>) -> Self {
        let mut by_id: Vec<u32> = (0..rows.len() as u32).collect();
        // A signed number sorts as an unsigned one with its sign turned.
        order::reorder(&mut by_id, &|row| rows[row as usize].id as u64 ^ 1 << 63);
        order::reorder(&mut by_id, &|row| u64::from(rows[row as usize].script));
        let by_id = by_id.into_iter().map(Scope).collect();
        Self { rows, variables, uses, by_id }
    }

    /// Number of scopes.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the file has no scopes.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All scopes in file order, a scope before those inside it.
    pub fn iter(&self) -> impl Iterator<Item = Scope> + use<> {
        (0..self.len() as u32).map(Scope)
    }

    /// The file's id: where the scope begins in the source, -2 for the script itself, -1 for a wrapper around it.
    pub fn id(&self, scope: Scope) -> i64 {
        self.rows[scope.index()].id
    }

    /// The node of the script.
    pub fn script(&self, scope: Scope) -> Option<Node> {
        Some(self.rows[scope.index()].script).filter(|script| *script != ScopeRow::NONE).map(Node)
    }

    /// How deep the file says it is nested; 0 for the script itself.
    pub fn depth(&self, scope: Scope) -> u32 {
        self.rows[scope.index()].depth
    }

    /// The scope around it.
    pub fn parent(&self, scope: Scope) -> Option<Scope> {
        Some(self.rows[scope.index()].parent).filter(|parent| *parent != ScopeRow::NONE).map(Scope)
    }

    /// The variables it keeps in its context, by slot.
    pub fn variables(&self, scope: Scope) -> &[Text] {
        slice(
            &self.variables,
            self.rows[scope.index()].variables,
            self.rows.get(scope.index() + 1).map(|row| row.variables),
        )
    }

    /// The captured variables that its own code uses.
    pub fn uses(&self, scope: Scope) -> &[ScopeUse] {
        slice(&self.uses, self.rows[scope.index()].uses, self.rows.get(scope.index() + 1).map(|row| row.uses))
    }

    /// The first scope of a script with this id.
    pub fn find(&self, script: Option<Node>, id: i64) -> Option<Scope> {
        let wanted = (script.map_or(ScopeRow::NONE, |node| node.0), id);
        let key = |scope: &Scope| (self.rows[scope.index()].script, self.id(*scope));
        let row = self.by_id.partition_point(|scope| key(scope) < wanted);
        self.by_id.get(row).copied().filter(|scope| key(scope) == wanted)
    }

    /// The name of the variable that a scope uses, if the file declares it.
    pub fn used_variable(&self, scope: Scope, used: ScopeUse) -> Option<Text> {
        let declaring = self.find(self.script(scope), used.declaring_scope_id)?;
        self.variables(declaring).get(usize::try_from(used.slot).ok()?).copied()
    }

    /// The variables of all scopes.
    pub(crate) fn all_variables(&self) -> &[Text] {
        &self.variables
    }
}

fn slice<T>(all: &[T], begin: u32, end: Option<u32>) -> &[T] {
    let end = end.map_or(all.len(), |end| (end as usize).min(all.len()));
    all.get(begin as usize..end).unwrap_or_default()
}
