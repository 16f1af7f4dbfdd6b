//! Where in the code? Functions, the scripts they stand in, and the functions whose scopes are kept.
//!
//! Owns the ways from a node to its source over V8's own slots, in all the forms they had: a closure's `shared`, a shared
//! function's `script` (`script_or_debug_info` up to V8 12), a context's `scope_info`, which the shared function of that
//! scope names too. Lines and columns are the file's `locations`, counted from 0.

use super::super::{NodeKind, facts, rows};
use super::furniture::{is_context, slot};
use crate::analysis::Heap;
use crate::ids::{Node, ObjectId};
use crate::snapshot::Label;
use serde::{Deserialize, Serialize};

/// A place to look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    pub role: SourceRole,
    /// The name of the function, class or file; empty for a function without one.
    pub name: String,
    /// The script's path or URL.
    pub script: Option<String>,
    /// Counted from 0.
    pub line: Option<u64>,
    pub column: Option<u64>,
    /// The line of code, if the file has it. Hostile text.
    pub code: Option<String>,
    /// The function or object that is meant.
    pub object: Option<ObjectId>,
}

/// What the place has to do with the leak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SourceRole {
    /// The function that is kept again and again: a listener, a callback, a parked function.
    Kept,
    /// The function in whose scope the memory is held.
    Scope,
    /// The constructor of what piles up.
    Class,
    /// The constructor of the holder.
    Holder,
    /// The file that was loaded again, or that has the variable.
    Module,
}

impl Source {
    /// A place that is a file, or somewhere in it.
    pub fn of_file(role: SourceRole, name: String, script: String) -> Self {
        Self { role, name, script: Some(script), line: None, column: None, code: None, object: None }
    }
}

/// The place of a function or of an object's constructor.
pub fn of(heap: &Heap, node: Node, role: SourceRole) -> Option<Source> {
    let (place, code) = facts::place(heap, node).unzip();
    let shared = || slot(heap, node, "shared");
    let script = place.as_ref().and_then(|place| place.script.clone());
    let script = script.or_else(|| script_of_shared(heap, shared()?));
    let (line, column) = place.map_or((None, None), |place| (place.line, place.column));
    if script.is_none() && line.is_none() {
        return None;
    }
    let name = match heap.snapshot().kind(node) {
        NodeKind::Closure => rows::object_name(heap, node),
        _ => rows::cut(heap.class(node).name.clone()),
    };
    let object = Some(heap.snapshot().id(node));
    Some(Source { role, name, script: script.map(tidy), line, column, code: code.flatten(), object })
}

/// The script of a shared function.
fn script_of_shared(heap: &Heap, shared: Node) -> Option<String> {
    facts::script_name(heap, facts::script_of_shared(heap, shared)?).map(tidy)
}

/// `file:///a/b.js` is `/a/b.js`.
fn tidy(script: String) -> String {
    match script.strip_prefix("file://") {
        Some(path) => path.to_owned(),
        None => script,
    }
}

/// The last parts of a path or URL by which a developer knows the file: `home.js`, `orders/index.js`, and the package's
/// name before a file of a dependency.
pub fn short(script: &str) -> String {
    if is_runtime(script) {
        return script.to_owned();
    }
    let path = script.split(['?', '#']).next().unwrap_or(script).replace('\\', "/");
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let Some(file) = parts.last() else { return script.to_owned() };
    if let Some(at) = parts.iter().rposition(|part| *part == "node_modules") {
        return parts[at + 1..].join("/");
    }
    match parts.len() {
        2.. if file.starts_with("index.") => format!("{}/{file}", parts[parts.len() - 2]),
        _ => (*file).to_owned(),
    }
}

/// Whether the runtime brought the script with it.
pub fn is_runtime(script: &str) -> bool {
    ["node:", "internal/", "ext:", "deno:", "bun:"].iter().any(|start| script.starts_with(start))
}

/// The function a context belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeOf {
    /// Empty for the top of a script or module, and for a function without a name.
    pub function: String,
    pub script: Option<String>,
    /// Whether it is the outermost scope of its script: the variables of a module.
    pub is_top: bool,
}

/// Whether the scope is the outermost of its script.
pub fn is_top(heap: &Heap, context: Node) -> bool {
    slot(heap, context, "previous").is_none_or(|outer| !is_context(heap, outer))
}

/// The shared function of a context's scope, if it is still there.
fn shared_of(heap: &Heap, context: Node) -> Option<Node> {
    let snapshot = heap.snapshot();
    let info = slot(heap, context, "scope_info");
    let named = |node: Node| {
        let is_name = |edge| {
            let names: [&[u8]; 2] = [b"name_or_scope_info", b"scope_info"];
            matches!(snapshot.label(edge), Label::Name(text) if names.contains(&snapshot.strings().raw(text)))
        };
        snapshot.edges(node).any(|edge| Some(snapshot.target(edge)) == info && is_name(edge))
    };
    // Inner functions name it too, as their outer scope: few, but a file may claim any number.
    let mut shared = info.into_iter().flat_map(|info| heap.graph().retainers(info).take(4096));
    let shared = shared.find(|(source, _)| {
        snapshot.kind(*source) == NodeKind::Code && snapshot.edges(*source).len() < 64 && named(*source)
    });
    shared.map(|(source, _)| source)
}

/// Whose variables a context holds. The function's shared info and the context name the same ScopeInfo.
pub fn scope_of(heap: &Heap, context: Node) -> ScopeOf {
    let shared = shared_of(heap, context);
    let function = shared.map(|shared| rows::object_name(heap, shared)).unwrap_or_default();
    let function = function.strip_prefix("system / SharedFunctionInfo").unwrap_or(&function);
    let function = function.strip_prefix(" / ").unwrap_or(function);
    let function = if function == "(shared function info)" { String::new() } else { function.to_owned() };
    let script = shared.and_then(|shared| script_of_shared(heap, shared)).or_else(|| script_of_closures(heap, context));
    ScopeOf { function, script, is_top: is_top(heap, context) }
}

/// The script of any function that was made in the scope.
fn script_of_closures(heap: &Heap, context: Node) -> Option<String> {
    let snapshot = heap.snapshot();
    let mut sources = heap.graph().retainers(context).take(256).map(|(source, _)| source);
    sources.find_map(|source| {
        // V8 drops the function around a module once it ran; a scope within it has the script too.
        if is_context(heap, source) {
            return script_of_shared(heap, shared_of(heap, source)?);
        }
        // A generator stands for the function it runs.
        let closure = slot(heap, source, "function").unwrap_or(source);
        let is_closure = snapshot.kind(closure) == NodeKind::Closure && slot(heap, source, "context") == Some(context);
        is_closure.then(|| slot(heap, closure, "shared").and_then(|shared| script_of_shared(heap, shared))).flatten()
    })
}

/// A scope as a place: its function, or its file.
pub fn of_scope(scope: &ScopeOf) -> Option<Source> {
    let script = scope.script.clone()?;
    let role = if scope.is_top { SourceRole::Module } else { SourceRole::Scope };
    let name = if scope.function.is_empty() { short(&script) } else { scope.function.clone() };
    Some(Source::of_file(role, name, script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_as_its_developer_calls_it() {
        for (script, expect) in [
            ("/srv/app/home.js", "home.js"),
            ("C:\\srv\\app\\home.js", "home.js"),
            ("/srv/app/orders/index.mjs", "orders/index.mjs"),
            ("index.js", "index.js"),
            ("/srv/node_modules/.pnpm/a@1/node_modules/@scope/pool/lib/pool.js", "@scope/pool/lib/pool.js"),
            ("https://x.test/static/main.js?v=12#top", "main.js"),
            ("", ""),
        ] {
            assert_eq!(short(script), expect, "{script}");
        }
    }
}
