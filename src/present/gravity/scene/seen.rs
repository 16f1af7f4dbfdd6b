//! Which bodies of an answer are to be seen, and which of them are the spine.

use super::super::body::{Body, Key};
use crate::ids::ObjectId;
use crate::question::gravity::{Link, Opened, Role};
use std::collections::HashSet;

/// The bodies that are to be seen, and where each went.
pub fn seen(bodies: Vec<Body>, links: &[Link], hidden: &HashSet<Key>) -> (Vec<Body>, Vec<Option<u32>>) {
    let mut is_hidden: Vec<bool> = bodies.iter().map(|body| hidden.contains(&Key::of(body))).collect();
    if !hidden.is_empty() {
        // The first link to a body is the tree's, and comes after the one to what it hangs on.
        let mut has_parent = vec![false; bodies.len()];
        for link in links {
            let (from, to) = (link.from as usize, link.to as usize);
            let above = is_hidden.get(from).copied().unwrap_or(false);
            if let Some(first) = has_parent.get_mut(to).filter(|first| !**first && from != to) {
                *first = true;
                is_hidden[to] |= above;
            }
        }
    }
    let mut next = 0;
    let moved: Vec<Option<u32>> = is_hidden
        .iter()
        .map(|is_hidden| {
            let row = (!is_hidden).then_some(next);
            next += u32::from(!is_hidden);
            row
        })
        .collect();
    let mut rows = is_hidden.iter();
    let mut bodies = bodies;
    bodies.retain(|_| rows.next() == Some(&false));
    (bodies, moved)
}

/// The list with one object's entry changed; `children` are those around an object without an entry.
pub fn changed(opened: &[Opened], id: ObjectId, change: impl FnOnce(&mut Opened), children: u32) -> Vec<Opened> {
    let old = opened.iter().rev().find(|opened| opened.id == id).copied();
    let mut next: Vec<Opened> = opened.iter().copied().filter(|opened| opened.id != id).collect();
    let mut entry = old.unwrap_or(Opened { id, children, holders: 0, held: 0 });
    change(&mut entry);
    next.push(entry);
    next
}

/// Follows the spine's links from the body no spine link leads to. Without any, the root or focus stands alone.
pub fn spine(bodies: &[Body], links: &[Link]) -> Vec<usize> {
    let next_of = |body: usize| links.iter().find(|l| l.spine && l.from as usize == body).map(|l| l.to as usize);
    let is_led_to = |body: usize| links.iter().any(|l| l.spine && l.to as usize == body);
    let starts = |body: &Body| matches!(body, Body::Object { role, .. } if *role != Role::Neighbour);
    let first = (0..bodies.len()).find(|&body| next_of(body).is_some() && !is_led_to(body));
    let mut at = first.or_else(|| bodies.iter().position(starts));
    let mut spine = Vec::new();
    while let Some(body) = at.filter(|body| !spine.contains(body)) {
        spine.push(body);
        at = next_of(body);
    }
    spine
}
