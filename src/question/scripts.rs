//! Which script and which npm package does an object come from?
//!
//! Takes the places of the file; gives each script its path or URL and its package, found in one pass. An object comes from
//! the script of its constructor, a function from its own; objects without a place (plain ones, arrays, strings) come from
//! none that the file would tell.

use super::{Work, facts};
use crate::analysis::Heap;
use crate::ids::Node;
use crate::order;
use crate::snapshot::{NodeKind, Place};
use std::rc::Rc;

/// The scripts of a heap.
pub struct Scripts {
    /// By script id, which is V8's.
    ids: Vec<u64>,
    names: Vec<String>,
}

/// Functions of a script that are asked for its name before it counts as nameless.
const ASKED: u32 = 100;

impl Scripts {
    /// Finds them.
    async fn find(heap: &Heap, work: &Work) -> Self {
        let snapshot = heap.snapshot();
        let locations = snapshot.locations();
        let ids = order::tally(locations.places().map(|place| place.script_id));
        let ids: Vec<u64> = ids.into_iter().map(|(id, _)| id).collect();
        let row = |place: Place| ids.binary_search(&place.script_id).unwrap_or_default();
        let rows: Vec<usize> = locations.places().map(row).collect();
        let mut names: Vec<Asked> = vec![Asked::Left(ASKED); ids.len()];
        for (at, (node, place)) in locations.iter().enumerate() {
            if at % (1 << 16) == 0 {
                work.stride(0.05).await;
            }
            let name = &mut names[rows[place as usize]];
            let Asked::Left(left @ 1..) = *name else { continue };
            // Before V8 14.9 only a function can tell.
            if snapshot.kind(node) == NodeKind::Closure || locations.place(place).script.is_some() {
                *name = facts::script_name_at(heap, node).map_or(Asked::Left(left - 1), Asked::Told);
            }
        }
        let name = |asked| if let Asked::Told(name) = asked { name } else { String::new() };
        Self { ids, names: names.into_iter().map(name).collect() }
    }

    /// The same, found once.
    pub async fn known(heap: &Heap, work: &Work) -> Rc<Self> {
        work.once("scripts", "", Self::find(heap, work)).await
    }

    /// Number of scripts.
    pub fn count(&self) -> usize {
        self.ids.len()
    }

    /// The row of an object's script.
    pub fn of(&self, heap: &Heap, node: Node) -> Option<usize> {
        let kind = heap.snapshot().kind(node);
        let place = (kind == NodeKind::Object || kind == NodeKind::Closure).then(|| heap.snapshot().place(node));
        self.ids.binary_search(&place.flatten()?.script_id).ok()
    }

    /// V8's id of a script.
    pub fn id(&self, row: usize) -> u64 {
        self.ids[row]
    }

    /// The name of the script with this id, if the file tells.
    pub fn name_of(&self, id: u64) -> Option<String> {
        let row = self.ids.binary_search(&id).ok()?;
        Some(self.names[row].clone()).filter(|name| !name.is_empty())
    }

    /// Its path or URL; empty if the file does not tell. Hostile text.
    pub fn name(&self, row: usize) -> &str {
        &self.names[row]
    }
}

/// The name of a script while it is looked for.
#[derive(Clone)]
enum Asked {
    /// So many may still be asked.
    Left(u32),
    Told(String),
}

/// The npm package of a script: what follows its last `node_modules`, with the scope if there is one.
pub fn package(script: &str) -> Package {
    if script.is_empty() {
        return Package::Unknown;
    }
    if script.starts_with("node:") || script.starts_with("internal/") {
        return Package::Node;
    }
    let path = script.replace('\\', "/");
    let Some((_, inside)) = path.rsplit_once("node_modules/") else { return Package::App };
    let mut parts = inside.split('/').filter(|part| !part.is_empty() && !part.starts_with('.'));
    match (parts.next(), parts.next()) {
        (Some(scope), Some(name)) if scope.starts_with('@') => Package::Npm(format!("{scope}/{name}")),
        (Some(name), Some(_)) => Package::Npm(name.to_owned()),
        _ => Package::App,
    }
}

/// Whose a script is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Package {
    /// A package, by its name.
    Npm(String),
    /// Node's own.
    Node,
    /// In no package: the program itself.
    App,
    /// The script has no name.
    Unknown,
}

impl Package {
    /// As one word; those that are no npm package in parentheses, which no package has in its name.
    pub fn word(&self) -> String {
        match self {
            Package::Npm(name) => name.clone(),
            Package::Node => "(node)".into(),
            Package::App => "(app)".into(),
            Package::Unknown => "(unknown)".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_what_follows_the_last_node_modules() {
        let npm = |name: &str| Package::Npm(name.to_owned());
        assert_eq!(package("/srv/node_modules/express/lib/router.js"), npm("express"));
        assert_eq!(package("file:///srv/node_modules/a/node_modules/@scope/b/index.js"), npm("@scope/b"));
        assert_eq!(package(r"C:\srv\node_modules\lodash\lodash.js"), npm("lodash"));
        assert_eq!(package("/srv/node_modules/.pnpm/ws@8.1.0/node_modules/ws/lib/sender.js"), npm("ws"));
        assert_eq!(package("/srv/app/server.js"), Package::App);
        assert_eq!(package("/srv/node_modules/loose.js"), Package::App);
        assert_eq!(package("node:events"), Package::Node);
        assert_eq!(package("internal/timers"), Package::Node);
        assert_eq!(package(""), Package::Unknown);
    }
}
