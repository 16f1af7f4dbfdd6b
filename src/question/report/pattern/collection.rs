//! A collection that only grows: many objects of one sort below an array, Map, Set, dictionary or list.
//!
//! Takes a case; gives the collection with what its names and keys say it is for. One snapshot cannot show growth: the
//! evidence is that there are many and that they are alike.

use super::super::super::{EdgeKind, NodeKind, rows};
use super::super::furniture::{named, slot};
use super::functions::enough;
use super::traits::Traits;
use super::{Case, CollectionRole, Keys, Pattern, Shape};
use crate::snapshot::Label;

/// Many of one sort.
pub fn growing(case: &Case, _: &Traits) -> Option<Pattern> {
    if !enough(case) {
        return None;
    }
    let class = case.piled.pile.class.as_ref()?;
    let keys = keys(case);
    let shape = shape(case, keys.len() as u64);
    Some(Pattern::Collection {
        shape,
        role: role(case),
        entries: class.count,
        class: class.function.clone().unwrap_or_else(|| class.class.clone()),
        average: class.bytes / class.count.max(1),
        keys: kind_of_keys(&keys),
    })
}

fn shape(case: &Case, keys: u64) -> Shape {
    let (heap, point) = (case.heap, case.candidate.point);
    match () {
        () if case.piled.pile.is_chain => Shape::LinkedList,
        () if named(heap, point, b"Map") || named(heap, point, b"WeakMap") => Shape::Map,
        () if named(heap, point, b"Set") || named(heap, point, b"WeakSet") => Shape::Set,
        () if named(heap, point, b"Array") => Shape::Array,
        () if heap.snapshot().kind(point) == NodeKind::Object && keys >= case.constants.repeats.min(SAMPLED as u64) => {
            Shape::Dictionary
        }
        () => Shape::Object,
    }
}

/// Keys looked at.
const SAMPLED: usize = 40;

/// Some keys: names of properties, or the texts in a Map's table.
fn keys(case: &Case) -> Vec<String> {
    let (heap, point) = (case.heap, case.candidate.point);
    let snapshot = heap.snapshot();
    if let Some(table) = slot(heap, point, "table").filter(|_| !named(heap, point, b"Object")) {
        let texts = snapshot
            .edges(table)
            .map(|edge| snapshot.target(edge))
            .filter(|node| snapshot.kind(*node).is_string() && heap.retained(*node) < 1024);
        return texts.take(SAMPLED).map(|node| rows::object_name(heap, node)).collect();
    }
    let own = snapshot.edges(point).filter(|edge| snapshot.edge_kind(*edge) == EdgeKind::Property);
    let names = own.filter_map(|edge| match snapshot.label(edge) {
        Label::Name(text) => Some(snapshot.strings().cut(text, super::super::super::NAME_LIMIT)),
        Label::Index(_) => None,
    });
    names.filter(|name| name != "__proto__" && !name.starts_with("<symbol")).take(SAMPLED).collect()
}

/// What most keys look like.
fn kind_of_keys(keys: &[String]) -> Option<Keys> {
    let most =
        |is: fn(&str) -> bool| keys.len() >= 10 && keys.iter().filter(|key| is(key)).count() * 10 >= keys.len() * 8;
    match () {
        () if most(is_url) => Some(Keys::Urls),
        () if most(is_time) => Some(Keys::Times),
        () if most(is_id) => Some(Keys::Ids),
        () => None,
    }
}

fn is_url(key: &str) -> bool {
    let after_method = key.split_once(' ').map_or(key, |(_, rest)| rest);
    [key, after_method]
        .iter()
        .any(|key| key.contains("://") || (key.starts_with('/') && key.len() > 1) || key.contains('?'))
}

/// Milliseconds since 1970, or an ISO date.
fn is_time(key: &str) -> bool {
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    (key.len() == 13 && digits == 13 && key.starts_with('1'))
        || (digits >= 8 && key.get(4..5) == Some("-") && key.starts_with("20"))
}

/// Numbers, hexadecimal strings, UUIDs, words with a number: `sess_81f3`.
fn is_id(key: &str) -> bool {
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    let id = |byte: u8| byte.is_ascii_alphanumeric() || b"-_:.#@".contains(&byte);
    (3..=80).contains(&key.len()) && digits >= 1 && key.bytes().all(id)
}

/// What the names on the way say the collection is for.
fn role(case: &Case) -> Option<CollectionRole> {
    let mut words: Vec<String> = super::super::path::last_names(case.hops).into_iter().rev().take(3).collect();
    words.push(rows::object_name(case.heap, case.holder));
    let text = words.join(" ").to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match () {
        () if has(&["queue", "pending", "backlog", "jobs", "tasks", "waiting", "outbox", "inbox"]) => {
            Some(CollectionRole::Queue)
        }
        () if has(&["cache", "memo", "lookup"]) => Some(CollectionRole::Cache),
        () if has(&[
            "registry",
            "session",
            "clients",
            "connections",
            "sockets",
            "instances",
            "subscribers",
            "rooms",
        ]) =>
        {
            Some(CollectionRole::Registry)
        }
        () if has(&["log", "history", "audit", "metrics", "stats", "records", "events"]) => Some(CollectionRole::Log),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_by_their_look() {
        let ten = |key: fn(u32) -> String| (0..10).map(key).collect::<Vec<String>>();
        assert_eq!(kind_of_keys(&ten(|n| format!("/home?page={n}"))), Some(Keys::Urls));
        assert_eq!(kind_of_keys(&ten(|n| format!("GET https://x.test/{n}"))), Some(Keys::Urls));
        assert_eq!(kind_of_keys(&ten(|n| format!("17000000000{n:02}"))), Some(Keys::Times));
        assert_eq!(kind_of_keys(&ten(|n| format!("2026-11-{n:02}"))), Some(Keys::Times));
        assert_eq!(kind_of_keys(&ten(|n| format!("sess_{n}a8f"))), Some(Keys::Ids));
        assert_eq!(kind_of_keys(&ten(|n| "abcdefghij"[..=n as usize].to_owned())), None);
        assert_eq!(kind_of_keys(&["/a".to_owned()]), None);
    }
}
