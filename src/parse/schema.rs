//! The columns of the sections that a heap can do without.
//!
//! Takes the `*_fields` lists of the header's `meta`; gives where each named column stands. A list that lacks one of
//! them, or is no list of words, gives no schema: then the section cannot be read, and the heap can.

use super::raw::Raw;

/// Where the named columns of a record stand.
#[derive(Debug)]
pub struct Columns<const N: usize> {
    /// Numbers in a record.
    pub width: usize,
    pub at: [usize; N],
}

impl<const N: usize> Columns<N> {
    fn find(fields: Raw, names: [&str; N]) -> Option<Self> {
        let fields = fields.items()?;
        let mut at = [0; N];
        for (at, name) in at.iter_mut().zip(names) {
            *at = fields.iter().position(|field| field.is_text(name))?;
        }
        Some(Self { width: fields.len(), at })
    }

    /// The named numbers of a whole record, in the order of the names.
    pub fn cells(&self, row: &[i64]) -> [i64; N] {
        self.at.map(|column| row[column])
    }
}

/// One schema a section.
#[derive(Debug)]
pub struct Schemas {
    /// Object, script id, line, column.
    pub locations: Option<Columns<4>>,
    /// The script's node, since V8 14.9; it came in the middle of the others.
    pub script_object: Option<usize>,
    /// Time, last id.
    pub samples: Option<Columns<2>>,
    /// Id, name, script name, script id, line, column.
    pub functions: Option<Columns<6>>,
    /// Id, function, count, size, children.
    pub tree: Option<Columns<5>>,
    /// Script, id, depth, number of variables, number of uses.
    pub scopes: Option<Columns<5>>,
    /// Name.
    pub variables: Option<Columns<1>>,
    /// Id of the declaring scope, slot.
    pub uses: Option<Columns<2>>,
}

impl Schemas {
    pub fn read<'a>(meta: &dyn Fn(&str) -> Raw<'a>) -> Self {
        let infos = ["function_id", "name", "script_name", "script_id", "line", "column"];
        let scopes = ["script_node_index", "scope_id", "depth", "scope_context_vars_count", "scope_uses_count"];
        let script = Columns::find(meta("location_fields"), ["script_object_index"]);
        Self {
            locations: Columns::find(meta("location_fields"), ["object_index", "script_id", "line", "column"]),
            script_object: script.map(|columns| columns.at[0]),
            samples: Columns::find(meta("sample_fields"), ["timestamp_us", "last_assigned_id"]),
            functions: Columns::find(meta("trace_function_info_fields"), infos),
            tree: Columns::find(meta("trace_node_fields"), ["id", "function_info_index", "count", "size", "children"]),
            scopes: Columns::find(meta("scope_fields"), scopes),
            variables: Columns::find(meta("scope_context_var_fields"), ["name"]),
            uses: Columns::find(meta("scope_use_fields"), ["declaring_scope_id", "slot_index"]),
        }
    }
}
