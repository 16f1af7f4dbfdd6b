//! Samples, traces and scopes as the tests see them: the part of the core's API that reads them.

use crate::extras::{Extras, Function, Scope, Trace};
use heapsky::snapshot::Snapshot;
use std::sync::Arc;

/// What the parser read, in the plain form.
pub fn extras(snapshot: &Snapshot) -> Extras {
    let text = |text| -> Arc<str> { Arc::from(snapshot.text(text)) };
    let (traces, scopes) = (snapshot.traces(), snapshot.scopes());
    let functions = traces.functions();
    Extras {
        samples: snapshot.samples().rows().iter().map(|row| (row.timestamp_us, row.last_assigned_id)).collect(),
        functions: functions
            .iter()
            .map(|function| Function {
                id: function.function_id,
                name: text(function.name),
                script: text(function.script_name),
                script_id: function.script_id,
                line: function.line,
                column: function.column,
            })
            .collect(),
        traces: traces
            .iter()
            .map(|trace| Trace {
                id: traces.id(trace),
                function: functions
                    .iter()
                    .position(|function| traces.function(trace).is_some_and(|own| std::ptr::eq(own, function)))
                    .unwrap_or(usize::MAX),
                count: traces.count(trace),
                size: traces.size(trace),
                parent: traces.parent(trace).map(|parent| parent.index()),
            })
            .collect(),
        trace_of: snapshot.nodes().filter_map(|node| Some((node.index(), traces.id(snapshot.trace(node)?)))).collect(),
        scopes: scopes
            .iter()
            .map(|scope| Scope {
                script: scopes.script(scope).map(|script| script.index()),
                id: scopes.id(scope),
                depth: u64::from(scopes.depth(scope)),
                parent: scopes.parent(scope).map(|parent| parent.index()),
                variables: scopes.variables(scope).iter().map(|name| text(*name)).collect(),
                uses: scopes.uses(scope).iter().map(|used| (used.declaring_scope_id, used.slot)).collect(),
            })
            .collect(),
    }
}
