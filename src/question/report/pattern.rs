//! Which known leak is it, and on what evidence?
//!
//! Takes a candidate with its pile and its way; gives the pattern with its numbers, the places in the source, and how
//! strongly the heap's structure says "leak". Guarantee: a pattern is named only where the objects that make it were found;
//! what fits none stays a suspect without a pattern; what no developer could change is dropped. The order of the rules is
//! from the narrowest to the widest: a queue of parked functions is parked functions before it is an array that grows.

use super::Constants;
use super::furniture::{Furniture, named};
use super::path::{Hop, Way};
use super::pile::Piled;
use super::source::Source;
use super::suspects::{Candidate, Form};
use crate::analysis::Heap;
use crate::ids::{Bytes, Node};
use serde::{Deserialize, Serialize};
use traits::Traits;

mod collection;
mod contents;
mod doubts;
mod functions;
mod modules;
mod places;
mod traits;

/// A known leak, with its evidence. Names are hostile text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Pattern {
    /// Listeners added again and again.
    Listeners {
        /// The class of what is listened to.
        class: Option<String>,
        event: Option<String>,
        count: u64,
        /// The listeners' name, if they have one in common.
        function: Option<String>,
        /// Part of those looked at that are the same function of the source, 0 to 1.
        same: f64,
    },
    /// A module loaded again and again after it was deleted from `require.cache`.
    Modules {
        /// The file loaded most often, and how often.
        file: String,
        times: u64,
        /// How many different files were loaded more than once.
        files: u64,
        records: u64,
    },
    /// Timers that are never cleared.
    Timers {
        count: u64,
        /// Milliseconds, if the heap tells.
        every: Option<u64>,
        /// The class of which each timer keeps an object.
        keeps: Option<String>,
    },
    /// A collection that only grows.
    Collection {
        shape: Shape,
        role: Option<CollectionRole>,
        entries: u64,
        class: String,
        average: Bytes,
        keys: Option<Keys>,
    },
    /// Functions that keep the variables of the scope they were made in.
    Closures {
        form: ClosureForm,
        count: u64,
        function: Option<String>,
        /// The variable that keeps most, and its class.
        variable: Option<String>,
        class: Option<String>,
    },
    /// Promises that never settle, functions parked at an `await` or `yield`.
    Promises { form: PromiseForm, count: u64, function: Option<String> },
    /// Memory outside the JavaScript heap, held by buffers.
    Buffers { count: u64, bytes: Bytes },
    /// DOM nodes that are out of their document.
    Detached { count: u64, name: Option<String> },
    /// Text.
    Strings { form: StringForm, count: u64, bytes: Bytes, distinct: Option<f64> },
    /// Kept only by the console, a debugger or other tools.
    Tooling,
    /// Code or source text made at run time.
    Code { count: u64 },
}

/// What kind of collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    Array,
    Map,
    Set,
    /// An object used as a dictionary.
    Dictionary,
    /// Objects that lead to the next one.
    LinkedList,
    /// Any other object with many of a kind below it.
    Object,
}

/// What the names around a collection say it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CollectionRole {
    Cache,
    Queue,
    Registry,
    Log,
}

/// What the keys look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keys {
    Urls,
    Ids,
    Times,
}

/// How functions keep their scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClosureForm {
    /// Each scope keeps the one before.
    Chain,
    /// Many functions, each with a scope of its own.
    Many,
    /// One scope keeps it all.
    Scope,
}

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PromiseForm {
    Promise,
    AsyncFunction,
    Generator,
    /// What AsyncLocalStorage carries along.
    Storage,
}

/// What about the strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StringForm {
    /// The same text again and again.
    Duplicates,
    /// Parts that keep the whole.
    Slices,
    /// Concatenations that were never flattened.
    Ropes,
    /// One long text.
    Long,
}

/// What speaks for a false alarm, found in the heap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Doubt {
    /// The holder has a field with this name: a limit, so it may be full rather than growing.
    Limit(String),
    /// The objects differ: nothing was added again and again.
    Mixed,
    /// The runtime's own code holds it.
    Runtime,
}

impl Doubt {
    /// What the doubt leaves of a suspect's strength. A full cache with a limit must come after a real leak a fifth its size.
    fn factor(&self) -> f64 {
        match self {
            Doubt::Limit(_) => 0.15,
            Doubt::Mixed | Doubt::Runtime => 0.3,
        }
    }
}

/// What the rules go by.
pub struct Case<'a> {
    pub heap: &'a Heap,
    pub furniture: &'a Furniture<'a>,
    pub constants: &'a Constants,
    pub candidate: &'a Candidate,
    pub piled: &'a Piled,
    /// What holds it all, for a developer.
    pub holder: Node,
    /// Where it piles up; none for a group that nothing holds in common.
    pub point: Option<Node>,
    pub way: &'a Way,
    pub hops: &'a [Hop],
}

/// What the rules found.
pub struct Found {
    pub pattern: Option<Pattern>,
    pub sources: Vec<Source>,
    pub doubts: Vec<Doubt>,
    pub strength: f64,
}

/// The pattern of a case; `None` for what is no suspect at all.
pub fn recognise(case: &Case) -> Option<Found> {
    if is_furniture(case) {
        return None;
    }
    let traits = Traits::of(case);
    let files = modules::files(case);
    let reloaded = modules::reloaded(case, &files);
    if reloaded.is_none() && modules::is_registry(case) {
        return None;
    }
    // The program's own files, each loaded once, are what it is made of.
    if reloaded.is_none() && traits.most(traits.files, case.constants.alike) {
        return None;
    }
    let rules: [fn(&Case, &Traits) -> Option<Pattern>; 10] = [
        contents::tooling,
        functions::timers,
        functions::listeners,
        contents::detached,
        functions::parked,
        contents::code,
        contents::strings,
        contents::buffers,
        functions::closures,
        collection::growing,
    ];
    let pattern = reloaded.or_else(|| rules.iter().find_map(|rule| rule(case, &traits)));
    let doubts = doubts::doubts(case, pattern.as_ref());
    let strength = doubts.iter().fold(strength(case, pattern.as_ref()), |strength, doubt| strength * doubt.factor());
    Some(Found { sources: places::places(case, &traits, &files), pattern, doubts, strength })
}

/// What belongs to the runtime and cannot grow by a program's fault: Node's table of its own modules, and the many
/// different functions that every heap has.
fn is_furniture(case: &Case) -> bool {
    let sample = case.piled.samples.first().copied();
    if sample.is_some_and(|sample| named(case.heap, sample, b"BuiltinModule"))
        || named(case.heap, case.holder, b"BuiltinModule")
    {
        return true;
    }
    // Things of a class that everybody uses belong together only if somebody holds them together, or is the same function.
    let class = case.piled.pile.class.as_ref();
    let common = class.is_none_or(|class| {
        let every = ["Function", "Object", "Array", "Map", "Set", "Promise"].contains(&class.class.as_str());
        (every && class.function.is_none() && class.class != "Function")
            || class.class.starts_with(['(', '{'])
            || class.class.starts_with("blink::")
    });
    matches!(case.candidate.form, Form::Group { .. }) && common && case.point.is_none()
}

/// That fewer than this are alike says nothing.
const FEW: u64 = 10;

/// How much the pattern says "leak". Nobody adds the same listener a thousand times on purpose; a large Map may be meant.
fn strength(case: &Case, pattern: Option<&Pattern>) -> f64 {
    match pattern {
        Some(Pattern::Listeners { same, .. }) if *same >= case.constants.alike => 1.0,
        Some(Pattern::Modules { .. } | Pattern::Timers { .. }) => 1.0,
        Some(Pattern::Closures { form: ClosureForm::Chain, .. }) => 1.0,
        Some(
            Pattern::Detached { .. } | Pattern::Promises { .. } | Pattern::Strings { form: StringForm::Slices, .. },
        ) => 0.9,
        Some(Pattern::Listeners { .. } | Pattern::Closures { form: ClosureForm::Many, .. } | Pattern::Code { .. }) => {
            0.8
        }
        Some(
            Pattern::Collection { .. } | Pattern::Buffers { .. } | Pattern::Strings { form: StringForm::Ropes, .. },
        ) => 0.7,
        Some(Pattern::Strings { .. } | Pattern::Closures { .. }) => 0.6,
        Some(Pattern::Tooling) => 0.25,
        None if case.piled.alike >= case.constants.alike && case.piled.pile.count >= FEW => 0.5,
        None => 0.3,
    }
}
