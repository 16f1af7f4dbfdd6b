//! Which bodies of an answer are to be seen, and which of them are the spine.

use super::super::body::{Body, Key, Weight};
use super::{CROWD, Crowd, Scene};
use crate::ids::ObjectId;
use crate::order;
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

/// Objects of one class around one body, where they are many.
pub fn crowds(scene: &Scene) -> Vec<Crowd> {
    let member = |(row, body): (usize, &Body)| match body {
        Body::Star(star) if body.object().is_some() => {
            let parent = scene.parents[row]? as u64;
            Some((parent << 32 | u64::from(star.class), row as u64))
        }
        _ => None,
    };
    let mut keys: Vec<order::Key> = scene.bodies.iter().enumerate().filter_map(member).collect();
    order::sort(&mut keys);
    let mut crowds: Vec<(u64, Crowd)> = Vec::new();
    for alike in keys.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() >= CROWD as usize) {
        let rows = alike.iter().map(|key| key.1 as usize);
        let weight = |row: usize| scene.bodies[row].weight(Weight::Retained);
        let retained = rows.clone().fold(0u64, |sum, row| sum.saturating_add(weight(row)));
        let some = rows.step_by(1 + alike.len() / SOME).collect();
        crowds.push((retained, Crowd { some, count: alike.len() as u32, retained }));
    }
    let mut order: Vec<order::Key> = crowds.iter().zip(0..).map(|(c, row)| (order::descending(c.0), row)).collect();
    order::sort(&mut order);
    order.iter().take(CROWDS).filter_map(|key| crowds.get(key.1 as usize)).map(|(_, crowd)| crowd.clone()).collect()
}

/// Members of a crowd that tell where it is.
const SOME: usize = 60;
/// Crowds that are told, at most.
const CROWDS: usize = 40;

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
