//! Leaks made of functions: listeners, timers, parked functions, closures.
//!
//! Takes a case; gives the pattern or nothing. Node's names are those of `lib/events.js`, `lib/internal/event_target.js` and
//! `lib/internal/timers.js`; Blink's those of its heap snapshot names.

use super::super::super::{EdgeKind, EdgeName, NodeKind, rows};
use super::super::furniture::{Role, is_context, named, property, slot};
use super::super::path::Piece;
use super::super::pile::each;
use super::super::suspects::Form;
use super::traits::Traits;
use super::{Case, ClosureForm, Pattern, PromiseForm};
use crate::ids::{Bytes, Node};
use crate::order;
use crate::snapshot::Label;

/// Timers in Node's lists, or Blink's timers.
pub fn timers(case: &Case, _: &Traits) -> Option<Pattern> {
    let heap = case.heap;
    let sample = *case.piled.samples.first()?;
    let names: [&[u8]; 3] = [b"Timeout", b"DOMTimer", b"Immediate"];
    let is_timer = |node: Node| names.iter().any(|name| named(heap, node, name));
    // Deno holds each timer twice, by number and by time; what piles up below the roots are the callbacks.
    let is_callback = |node: &Node| {
        let mut sources = heap.graph().retainers(*node).take(64).map(|(source, _)| source);
        sources.any(|source| is_timer(source) && property(heap, source, "_onTimeout") == Some(*node))
    };
    let callbacks = case.piled.samples.iter().filter(|node| is_callback(node)).count();
    let are_callbacks = callbacks as f64 >= case.constants.alike * case.piled.samples.len() as f64;
    let list = [case.candidate.point, case.holder].into_iter().any(|node| named(heap, node, b"TimersList"));
    if !((is_timer(sample) && (list || enough(case))) || (are_callbacks && enough(case))) {
        return None;
    }
    let every = case.hops.iter().rev().find_map(|hop| match hop.edge.as_ref().map(|edge| &edge.name) {
        // Node's lists stand in an object by their milliseconds.
        Some(EdgeName::Index(ms)) if hop.object.name == "TimersList" => Some(*ms),
        _ => None,
    });
    let class = case.piled.pile.class.as_ref();
    Some(Pattern::Timers {
        count: class.map_or(case.piled.pile.count, |class| class.count),
        every,
        keeps: kept(case, sample),
    })
}

/// The class of the largest object that a developer made below a node.
fn kept(case: &Case, of: Node) -> Option<String> {
    let heap = case.heap;
    let mut best: Option<(Bytes, Node)> = None;
    let mut nodes = vec![of];
    let mut at = 0;
    while at < nodes.len() && nodes.len() < 200 {
        let node = nodes[at];
        at += 1;
        for child in heap.dominators().children(node).iter().copied().take(50) {
            let plain = heap.snapshot().kind(child) == NodeKind::Object && case.furniture.role(child) == Role::Object;
            let known = ["Object", "Array", "Map", "Set"].contains(&heap.class(child).name.as_str());
            if plain && !known && best.is_none_or(|(bytes, _)| heap.retained(child) > bytes) {
                best = Some((heap.retained(child), child));
            }
            nodes.push(child);
        }
    }
    best.map(|(_, node)| rows::cut(heap.class(node).name.clone()))
}

/// Whether there are so many of one sort that it is no accident.
pub fn enough(case: &Case) -> bool {
    let count = case.piled.pile.class.as_ref().map_or(0, |class| class.count);
    count >= case.constants.repeats && (case.piled.alike >= case.constants.alike || mostly(case))
}

/// Whether the main class has nearly all bytes: the small things between do not count then.
fn mostly(case: &Case) -> bool {
    let class = case.piled.pile.class.as_ref().map_or(0, |class| class.bytes);
    class as f64 >= case.constants.alike * case.piled.pile.bytes as f64
}

/// Listeners of an emitter, an event target, a DOM node.
pub fn listeners(case: &Case, _: &Traits) -> Option<Pattern> {
    let heap = case.heap;
    let class = case.piled.pile.class.as_ref()?;
    let sample = *case.piled.samples.first()?;
    let names: Vec<&str> = case.hops.iter().filter_map(|hop| property_of(hop.piece.as_ref())).collect();
    let on_emitter = names.iter().rposition(|name| *name == "_events").filter(|at| names.len() - at <= 2);
    let is_function = heap.snapshot().kind(sample) == NodeKind::Closure;
    // Node has a symbol and a class of its own for an event target's listeners; Deno a dictionary of arrays by event, in
    // which each listener is an object with its callback.
    let in_deno = names.iter().rposition(|name| *name == "listeners").filter(|at| names.len() - at == 2);
    let in_deno = in_deno.filter(|_| property(heap, sample, "callback").is_some());
    let on_target = names.iter().any(|name| name.starts_with("<symbol kEvents")) || named(heap, sample, b"Listener");
    let on_emitter = on_emitter.filter(|_| is_function);
    let on_target = on_target && (named(heap, sample, b"Listener") || is_function);
    let any = on_emitter.is_some() || on_target || in_deno.is_some() || is_dom_listener(case, sample);
    if !any || class.count < case.constants.repeats {
        return None;
    }
    // The event stands under a name in an emitter and in Deno, and is the key of a Map in Node's event target.
    let event = on_emitter.or(in_deno).and_then(|at| names.get(at + 1)).map(|name| (*name).to_owned());
    let event = event.or_else(|| if on_target { event_of_target(case) } else { None });
    let (same, most) = most_frequent(case, &functions(case));
    let function = most.map(|node| rows::object_name(heap, node)).filter(|name| !name.is_empty());
    Some(Pattern::Listeners { class: target_class(case), event, count: class.count, function, same })
}

fn property_of(piece: Option<&Piece>) -> Option<&str> {
    match piece {
        Some(Piece::Property(name)) => Some(name),
        _ => None,
    }
}

/// Blink's wrapper around a function that listens.
fn is_dom_listener(case: &Case, node: Node) -> bool {
    let raw = case.heap.snapshot().strings().raw(case.heap.snapshot().name(node));
    [
        b"V8EventListener".as_slice(),
        b"EventListener",
        b"V8EventHandlerNonNull",
        b"RegisteredEventListener",
        b"JSEventListener",
    ]
    .iter()
    .any(|name| raw.ends_with(name))
}

/// An event target keeps its listeners by the event's name: the key of the Map's entry.
fn event_of_target(case: &Case) -> Option<String> {
    let heap = case.heap;
    let nodes = &case.way.nodes;
    let table = nodes.windows(2).find(|pair| named(heap, pair[0], b"Map") || named(heap, pair[0], b"SafeMap"))?[1];
    // The table of a Map has key, value, next of each entry in turn.
    let value = nodes.get(nodes.iter().position(|node| *node == table)? + 1)?;
    let snapshot = heap.snapshot();
    let edges: Vec<_> = snapshot.edges(table).take(4096).collect();
    let at = edges.iter().position(|edge| snapshot.target(*edge) == *value)?;
    let key =
        edges[..at].iter().rev().map(|edge| snapshot.target(*edge)).find(|node| snapshot.kind(*node).is_string())?;
    Some(rows::object_name(heap, key))
}

/// What is listened to: the class of the object above the listeners' own containers.
fn target_class(case: &Case) -> Option<String> {
    let at = case.hops.iter().position(|hop| {
        matches!(property_of(hop.piece.as_ref()), Some(name) if name == "_events" || name == "listeners" || name.starts_with("<symbol kEvents"))
    });
    let in_dom = || case.way.nodes.iter().position(|node| named(case.heap, *node, b"blink::EventTargetData"));
    let before = in_dom().and_then(|at| case.way.nodes[..at].last());
    let owner = at.and_then(|at| case.hops[..at].last()).map(|hop| hop.object.class.clone());
    let owner = owner.or_else(|| before.map(|node| rows::cut(case.heap.class(*node).name.clone())));
    owner.or_else(|| Some(rows::cut(case.heap.class(case.holder).name.clone())))
}

/// The samples; of a chain the first links.
pub fn chain_samples(case: &Case) -> Vec<Node> {
    let Form::Chain { .. } = &case.candidate.form else { return case.piled.samples.clone() };
    let heap = case.heap;
    let sort = |node: Node| (heap.classes().of(node), heap.snapshot().name(node));
    let Some(first) = case.piled.samples.first().copied() else { return Vec::new() };
    let mut links = Vec::new();
    let mut at = case.candidate.store;
    for _ in 0..2000 {
        if sort(at) == sort(first) {
            links.push(at);
        }
        let largest = heap.dominators().children(at).iter().copied().take(64).max_by_key(|child| heap.retained(*child));
        let Some(next) = largest.filter(|_| links.len() < 100) else { break };
        at = next;
    }
    links
}

/// The function a listener or callback is, or has: behind a wrapper for one call stands the original.
fn function(case: &Case, node: Node) -> Option<Node> {
    let heap = case.heap;
    let is_function = |node: &Node| heap.snapshot().kind(*node) == NodeKind::Closure;
    let given = ["listener", "callback", "_onTimeout"].iter().find_map(|name| property(heap, node, name));
    let bound = || ["bound_target_function", "bound_function"].iter().find_map(|name| slot(heap, node, name));
    let own = given.or_else(bound).filter(is_function);
    own.or(Some(node).filter(is_function)).or_else(|| {
        // Blink has some objects of its own between its listener and the function.
        let snapshot = heap.snapshot();
        let mut nodes = vec![node];
        let mut at = 0;
        while at < nodes.len() {
            let targets = snapshot.edges(nodes[at]).take(32).map(|edge| snapshot.target(edge));
            for target in targets {
                if is_function(&target) {
                    return Some(target);
                }
                if snapshot.kind(target) == NodeKind::Native && nodes.len() < 24 && !nodes.contains(&target) {
                    nodes.push(target);
                }
            }
            at += 1;
        }
        None
    })
}

/// The functions of samples.
pub fn functions(case: &Case) -> Vec<Node> {
    chain_samples(case).into_iter().filter_map(|node| function(case, node)).collect()
}

/// Which part of some closures is the same function of the source, and one of those.
pub fn most_frequent(case: &Case, functions: &[Node]) -> (f64, Option<Node>) {
    let shared = |function: &Node| slot(case.heap, *function, "shared").unwrap_or(*function);
    let counts = order::tally(functions.iter().map(|function| u64::from(shared(function).0)));
    let most = counts.into_iter().max_by_key(|(node, count)| (*count, std::cmp::Reverse(*node)));
    let Some((most, count)) = most else { return (0.0, None) };
    let one = functions.iter().find(|function| u64::from(shared(function).0) == most);
    (count as f64 / functions.len() as f64, one.copied())
}

/// Functions parked at an `await` or `yield`, promises that wait, what AsyncLocalStorage carries along.
pub fn parked(case: &Case, traits: &Traits) -> Option<Pattern> {
    let alike = case.constants.alike;
    // A chain of reactions: many wait for one promise.
    let reactions = case.piled.pile.is_chain && is_reaction(case);
    if !(enough(case) || reactions) {
        return None;
    }
    let form = match () {
        () if traits.most(traits.stored, alike) => PromiseForm::Storage,
        () if traits.most(traits.generators, alike) => PromiseForm::Generator,
        () if traits.most(traits.parked, alike) => PromiseForm::AsyncFunction,
        () if traits.most(traits.pending, alike) || reactions => PromiseForm::Promise,
        () => return None,
    };
    let count = match case.piled.pile.is_chain {
        true => case.piled.pile.count,
        false => case.piled.pile.class.as_ref().map_or(0, |class| class.count),
    };
    let function = traits.waiting.map(|node| rows::object_name(case.heap, node)).filter(|name| !name.is_empty());
    Some(Pattern::Promises { form, count, function })
}

fn is_reaction(case: &Case) -> bool {
    let Form::Chain { round, .. } = &case.candidate.form else { return false };
    round.iter().any(|node| named(case.heap, *node, b"system / PromiseReaction"))
}

/// Closures that keep their scopes: one after the other, many side by side, or one scope with all.
pub fn closures(case: &Case, traits: &Traits) -> Option<Pattern> {
    let heap = case.heap;
    let function = |node: Option<Node>| node.map(|node| rows::object_name(heap, node)).filter(|name| !name.is_empty());
    if let Form::Chain { round, links } = &case.candidate.form {
        let scope = round.iter().copied().find(|node| is_context(heap, *node))?;
        let closure = round.iter().copied().find(|node| heap.snapshot().kind(*node) == NodeKind::Closure);
        // The variable that leads on to the next link.
        let next = round.iter().position(|node| *node == scope).and_then(|at| round.get(at + 1));
        let variable = next.and_then(|next| variable(case, scope, *next));
        let class = next.map(|next| rows::cut(heap.class(*next).name.clone()));
        let form = ClosureForm::Chain;
        return Some(Pattern::Closures { form, count: *links, function: function(closure), variable, class });
    }
    let kept = |scope: Node| {
        let largest = largest_variable(case, scope);
        (
            largest.as_ref().map(|(name, _)| name.clone()),
            largest.map(|(_, node)| rows::cut(heap.class(node).name.clone())),
        )
    };
    if case.furniture.role(case.candidate.point) == Role::Scope {
        let (variable, class) = kept(case.candidate.point);
        return Some(Pattern::Closures { form: ClosureForm::Scope, count: 1, function: None, variable, class });
    }
    let all = case.piled.pile.class.as_ref()?;
    let closures = case.piled.samples.iter().all(|node| heap.snapshot().kind(*node) == NodeKind::Closure);
    if !(closures && enough(case) && traits.part(traits.scope_bytes) >= 0.5) {
        return None;
    }
    let (_, most) = most_frequent(case, &functions(case));
    let (variable, class) = traits.scope.map_or((None, None), kept);
    Some(Pattern::Closures { form: ClosureForm::Many, count: all.count, function: function(most), variable, class })
}

/// The variable of a scope that refers to a node.
fn variable(case: &Case, scope: Node, to: Node) -> Option<String> {
    let snapshot = case.heap.snapshot();
    let edge = snapshot
        .edges(scope)
        .find(|edge| snapshot.edge_kind(*edge) == EdgeKind::Context && snapshot.target(*edge) == to)?;
    match snapshot.label(edge) {
        Label::Name(text) => Some(snapshot.strings().cut(text, super::super::super::NAME_LIMIT)),
        Label::Index(_) => None,
    }
}

/// The variable that holds most of what a scope keeps.
fn largest_variable(case: &Case, scope: Node) -> Option<(String, Node)> {
    let heap = case.heap;
    let mut best: Option<Node> = None;
    each(heap, case.furniture, scope, |node| {
        if best.is_none_or(|best| heap.retained(node) > heap.retained(best)) && variable(case, scope, node).is_some() {
            best = Some(node);
        }
    });
    best.and_then(|node| Some((variable(case, scope, node)?, node)))
}
