//! The sections that no view needs yet: whatever they hold, reading them gives places that exist.

use heapsky::snapshot::Snapshot;

/// Reads every column of every section.
pub fn read(snapshot: &Snapshot) {
    let nodes = snapshot.node_count();
    for node in snapshot.nodes() {
        assert!(!snapshot.kind_name(node).is_empty() || snapshot.kind(node).name() == "other");
        let place = snapshot.place(node);
        assert!(place.and_then(|place| place.script).is_none_or(|script| script.index() < nodes), "a script's node");
        let _ = place.map(|place| (place.known_line(), place.known_column()));
        if let Some(row) = snapshot.sample_of(node) {
            assert!(
                snapshot.samples().rows()[row].last_assigned_id >= snapshot.id(node).0,
                "the sample reaches the id"
            );
        }
        assert!(snapshot.trace(node).is_none_or(|trace| trace.index() < snapshot.traces().len()), "a node's trace");
        for edge in snapshot.edges(node) {
            let _ = snapshot.edge_kind_name(edge);
            assert!(snapshot.target(edge).index() < nodes, "a target");
        }
    }
    let traces = snapshot.traces();
    for trace in traces.iter() {
        assert!(traces.parent(trace).is_none_or(|parent| parent < trace), "a stack comes after the one it extends");
        assert!(traces.find(traces.id(trace)).is_some(), "a trace is found by its id");
        let _ = (traces.function(trace), traces.count(trace), traces.size(trace));
        assert!(traces.frames(trace).take(traces.len() + 1).count() <= traces.len(), "a stack ends");
    }
    let scopes = snapshot.scopes();
    for scope in scopes.iter() {
        assert!(scopes.script(scope).is_none_or(|script| script.index() < nodes), "a scope's script");
        if let Some(parent) = scopes.parent(scope) {
            assert!(parent < scope && scopes.depth(parent) < scopes.depth(scope), "a scope stands inside its parent");
        }
        assert!(scopes.find(scopes.script(scope), scopes.id(scope)).is_some(), "a scope is found by its id");
        for used in scopes.uses(scope).iter().take(100) {
            let _ = scopes.used_variable(scope, *used).map(|name| snapshot.text(name));
        }
        for name in scopes.variables(scope).iter().take(100) {
            let _ = snapshot.text(*name);
        }
    }
}
