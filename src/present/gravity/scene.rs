//! A graph made ready for layout and drawing: sizes of bodies, lengths of links, the spine, and who keeps their place.
//!
//! Takes the answer to [`Gravity`](crate::question::Gravity) or [`Sky`](crate::question::Sky), what is not to be seen, and
//! what stood where before; gives a [`Plan`] and the facts the drawing needs by position. Guarantee: positions follow the
//! answer's bodies; links to bodies that are not there are left out.

mod opening;
mod plan;
mod seen;
mod signs;

use super::Point;
use super::body::{Body, Key, Weight};
use super::figure::Dash;
use super::hue::{Hues, Tint};
use crate::ids::ObjectId;
use crate::order;
use crate::present::format::within;
use crate::question::between::{Told, Ways};
use crate::question::gravity::{Link, Neighbourhood, Role};
use crate::question::report::Constants;
use crate::question::sky::{Star, StarClass, StarKind, Stars};
pub use opening::{Fold, MEMBERS};
use seen::{crowds, seen, spine};
pub use signs::Signs;
use std::collections::{HashMap, HashSet};

/// Radius of a body that holds as much as the largest one, in layout units.
const LARGEST: f64 = 46.0;
/// Radius of the smallest body: still a target for a finger at the usual zoom …
const SMALLEST: f64 = 9.0;
/// … as long as the picture has no more than so many; with more the smallest are smaller, down to a dot.
const FEW: f64 = 200.0;
const DOT: f64 = 2.0;
/// A '+n more' body needs room for its number.
const MORE: f64 = 16.0;
/// How far the lit way goes on below a suspect, at most: a chain has no end where something piles up.
const STEPS: usize = 6;
/// So many like bodies around one are told as a crowd.
const CROWD: u32 = 12;

/// Like stars around one body.
#[derive(Clone, Debug, PartialEq)]
pub struct Crowd {
    /// Some of them, spread over all.
    pub some: Vec<usize>,
    pub count: u32,
    pub retained: u64,
}

/// A drawable graph.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    pub bodies: Vec<Body>,
    pub links: Vec<Link>,
    /// How many references each link stands for, or between classes how many bytes, by position.
    pub weights: Vec<u64>,
    /// Radius of each body in layout units; its area follows its size.
    pub radii: Vec<f64>,
    /// The body each one hangs on: its dominator.
    pub parents: Vec<Option<usize>>,
    /// From the root to the accumulation point.
    pub spine: Vec<usize>,
    /// Positions by label priority: the spine from its end, then by size.
    pub importance: Vec<usize>,
    /// Positions of the links on the way that is lit, and of the bodies on it, with the suspects.
    pub lit_links: Vec<usize>,
    pub marked: Vec<usize>,
    /// Crowds of like bodies around one, the largest first.
    pub crowds: Vec<Crowd>,
    /// What is said of the ways between two objects, if they are the picture: all its links say as much.
    pub ways: Option<Told>,
    /// Whether a body is on the way that is lit.
    is_lit: Vec<bool>,
    /// Objects that hang on each body and are bodies themselves.
    present: Vec<u32>,
    /// Its colours, and what they tell apart.
    pub hues: Hues,
    /// What the legend explains.
    pub signs: Signs,
    /// The classes of stars, by number.
    classes: Vec<StarClass>,
    /// The scripts of its bodies.
    scripts: Vec<String>,
    /// The numbers of all keys, in order, each with its body.
    rows: Vec<order::Key>,
}

impl Scene {
    /// Makes a neighbourhood ready. `hidden`: bodies that are not to be seen, with all that hangs on them.
    pub fn new(neighbourhood: Neighbourhood, hidden: &HashSet<Key>, weight: Weight) -> Self {
        Self::around(neighbourhood, None, hidden, weight)
    }

    /// The same of the ways between two objects.
    pub fn of_ways(ways: Ways, hidden: &HashSet<Key>, weight: Weight) -> Self {
        Self::around(ways.picture, Some(ways.told), hidden, weight)
    }

    fn around(neighbourhood: Neighbourhood, ways: Option<Told>, hidden: &HashSet<Key>, weight: Weight) -> Self {
        let bodies: Vec<Body> = neighbourhood.bodies.into_iter().map(Body::from).collect();
        let weights = vec![1; neighbourhood.links.len()];
        let mut scene = Self::of(bodies, neighbourhood.links, weights, hidden, weight);
        scene.scripts = neighbourhood.scripts;
        scene.ways = ways;
        for link in &scene.links {
            // Where all ways begin hangs on nobody, even if one of them comes back to it.
            if link.to > 0 || !scene.is_of_ways() {
                scene.parents[link.to as usize].get_or_insert(link.from as usize);
            }
            if link.spine {
                scene.is_lit[link.from as usize] = true;
                scene.is_lit[link.to as usize] = true;
            }
        }
        scene.spine = spine(&scene.bodies, &scene.links);
        scene.spine.iter().for_each(|body| scene.is_lit[*body] = true);
        scene.ranked(weight)
    }

    /// Makes a picture of the whole heap ready. The way from the root to the first suspect is lit.
    pub fn of_stars(stars: Stars, hidden: &HashSet<Key>, weight: Weight) -> Self {
        Self::begun(stars, hidden, weight).hung().ranked(weight)
    }

    /// The first of three steps, between which who has no time may pause. The other two are [`Scene::hung`] and
    /// [`Scene::ranked`].
    pub fn begun(stars: Stars, hidden: &HashSet<Key>, weight: Weight) -> Self {
        let Stars { classes, bodies, links, scripts, parts: _ } = stars;
        let link = |from, to, is_weak| Link { from, to, edge: None, is_weak, at: None, spine: false };
        let mut ties: Vec<Link> = Vec::with_capacity(bodies.len() + links.len());
        let parents =
            bodies.iter().zip(0..).filter_map(|(star, to)| Some((star.parent.filter(|from| *from < to)?, to)));
        ties.extend(parents.map(|(from, to)| link(from, to, false)));
        let mut weights = vec![1; ties.len()];
        let are_classes = bodies.iter().any(|star| star.kind == StarKind::Class);
        ties.extend(links.iter().map(|across| link(across.from, across.to, across.is_weak)));
        weights.extend(links.iter().map(|across| if are_classes { across.bytes } else { across.count }));
        let bodies = bodies.into_iter().map(Body::Star).collect();
        let mut scene = Self::of(bodies, ties, weights, hidden, weight);
        (scene.classes, scene.scripts) = (classes, scripts);
        scene
    }

    /// Says what hangs on what, and which way is lit.
    pub fn hung(mut self) -> Self {
        match self.bodies.first() {
            Some(Body::Star(Star { kind: StarKind::Class, .. })) => self.hang_classes(),
            _ => self.hang_stars(),
        }
        self
    }

    fn of(
        bodies: Vec<Body>,
        mut links: Vec<Link>,
        mut weights: Vec<u64>,
        hidden: &HashSet<Key>,
        weight: Weight,
    ) -> Self {
        let (bodies, moved) = seen(bodies, &links, hidden);
        let mut kept = 0;
        for row in 0..links.len() {
            let at = |body: u32| moved.get(body as usize).copied().flatten();
            let (Some(from), Some(to)) = (at(links[row].from), at(links[row].to)) else { continue };
            if from != to {
                if kept != row {
                    links.swap(kept, row);
                }
                (links[kept].from, links[kept].to) = (from, to);
                weights[kept] = weights[row];
                kept += 1;
            }
        }
        links.truncate(kept);
        weights.truncate(kept);
        let largest = bodies.iter().map(|body| body.weight(weight)).max().unwrap_or(0);
        let smallest = within(SMALLEST * (FEW / bodies.len().max(1) as f64).sqrt(), DOT, SMALLEST);
        let radius = |body: &Body| {
            let share = body.weight(weight) as f64 / largest.max(1) as f64;
            let least = if matches!(body, Body::More { .. }) { MORE } else { smallest };
            within(LARGEST * share.sqrt(), least, LARGEST)
        };
        let mut rows: Vec<order::Key> = bodies.iter().map(|body| u64::from(Key::of(body))).zip(0..).collect();
        order::sort(&mut rows);
        Self {
            radii: bodies.iter().map(radius).collect(),
            parents: vec![None; bodies.len()],
            is_lit: vec![false; bodies.len()],
            present: vec![0; bodies.len()],
            rows,
            bodies,
            links,
            weights,
            ..Self::default()
        }
    }

    /// Stars hang on their dominators; the way to the first suspect is lit.
    fn hang_stars(&mut self) {
        for link in &self.links {
            // The tree's links come first.
            let parent = &mut self.parents[link.to as usize];
            if link.from < link.to && parent.is_none() {
                *parent = Some(link.from as usize);
            }
        }
        let suspect = self.bodies.iter().position(|body| matches!(body, Body::Star(Star { suspect: 1, .. })));
        // Down to where it piles up, as the report walks: as long as one body keeps most of the one above.
        let big_drop = Constants::default().big_drop;
        let heir = |body: usize| {
            let weight = |body: usize| self.bodies[body].weight(Weight::Retained);
            let mut best = None;
            for (child, parent) in self.parents.iter().enumerate() {
                if *parent == Some(body) && best.is_none_or(|best| weight(child) > weight(best)) {
                    best = Some(child);
                }
            }
            best.filter(|best| {
                self.bodies[*best].object().is_some() && weight(*best) as f64 >= weight(body) as f64 * big_drop
            })
        };
        let pile = suspect.map(|first| {
            let below = std::iter::successors(Some(first), |body| heir(*body));
            below.take(STEPS).last().unwrap_or(first)
        });
        let mut at = pile;
        while let Some(body) = at.filter(|body| !self.is_lit[*body]) {
            self.is_lit[body] = true;
            at = self.parents[body];
        }
        for row in 0..self.links.len() {
            let link = &self.links[row];
            let is_lit = self.is_lit[link.to as usize] && self.is_tree(link);
            self.links[row].spine = is_lit;
        }
    }

    /// A class hangs on the one whose objects hold most of it, as far as that makes no circle.
    fn hang_classes(&mut self) {
        let mut best: Vec<u64> = vec![0; self.bodies.len()];
        for (link, bytes) in self.links.iter().zip(&self.weights) {
            let to = link.to as usize;
            if *bytes > best[to] {
                (best[to], self.parents[to]) = (*bytes, Some(link.from as usize));
            }
        }
        for body in 0..self.bodies.len() {
            let (mut at, mut steps) = (self.parents[body], 0);
            while let Some(parent) = at.filter(|parent| *parent != body && steps <= self.bodies.len()) {
                (at, steps) = (self.parents[parent], steps + 1);
            }
            if at.is_some() {
                self.parents[body] = None;
            }
        }
    }

    /// Says who is important, and how many hang on each.
    pub fn ranked(mut self, weight: Weight) -> Self {
        let mut others: Vec<order::Key> = (0..self.bodies.len())
            .filter(|body| !self.spine.contains(body))
            .map(|body| (order::descending(self.bodies[body].weight(weight)), body as u64))
            .collect();
        order::sort(&mut others);
        self.importance = self.spine.iter().rev().copied().chain(others.iter().map(|key| key.1 as usize)).collect();
        if self.is_of_ways() {
            let (ends, rest): (Vec<usize>, Vec<usize>) = self.importance.iter().partition(|body| self.is_end(**body));
            self.importance = [ends, rest].concat();
        }
        self.lit_links = (0..self.links.len()).filter(|link| self.links[*link].spine).collect();
        self.marked =
            (0..self.bodies.len()).filter(|body| self.is_lit(*body) || self.suspect(*body).is_some()).collect();
        self.hues = Hues::new(&self, Tint::Kind);
        self.crowds = crowds(&self);
        self.signs = Signs::of(&self);
        for (body, parent) in self.bodies.iter().zip(&self.parents) {
            if let Some(parent) = parent.filter(|_| body.object().is_some()) {
                self.present[parent] += 1;
            }
        }
        self
    }

    /// The same with other colours.
    pub fn tinted(mut self, tint: Tint) -> Self {
        self.hues = Hues::new(&self, tint);
        self
    }

    /// Where the focus' memory piles up, when a way leads there: the end of the spine.
    pub fn accumulation(&self) -> Option<usize> {
        self.spine.last().copied().filter(|_| self.spine.len() > 1 && !self.is_of_ways())
    }

    /// How a link is drawn: what keeps nothing alive is dashed, what is no reference dotted.
    pub fn dash(&self, link: &Link) -> Dash {
        match (link.is_weak, &link.edge) {
            (true, _) => Dash::Dashed,
            (false, None) if !self.is_between_stars(link) => Dash::Dotted,
            _ => Dash::Whole,
        }
    }

    /// Whether a link is part of the tree: not a reference across.
    pub fn is_tree(&self, link: &Link) -> bool {
        self.is_of_ways() || self.parents.get(link.to as usize) == Some(&Some(link.from as usize))
    }

    /// Whether the picture is the ways between two objects.
    pub fn is_of_ways(&self) -> bool {
        self.ways.is_some()
    }

    /// Whether a body is one of the two between which ways are shown.
    fn is_end(&self, body: usize) -> bool {
        matches!(self.bodies.get(body), Some(Body::Object { role: Role::End, .. }))
    }

    /// Whether a link is between stars, which have lines of one kind for all that holds.
    pub fn is_between_stars(&self, link: &Link) -> bool {
        matches!(self.bodies.get(link.to as usize), Some(Body::Star(_)))
    }

    /// Whether a body is on the way that is lit.
    pub fn is_lit(&self, body: usize) -> bool {
        self.is_lit.get(body) == Some(&true)
    }

    /// Which of the report's suspects a body is: 1 is the first.
    pub fn suspect(&self, body: usize) -> Option<u32> {
        match self.bodies.get(body) {
            Some(Body::Star(star)) if star.suspect > 0 => Some(star.suspect),
            _ => None,
        }
    }

    /// The name of a star's class, and the key that leads to it.
    pub fn class(&self, star: &Star) -> Option<&StarClass> {
        let row = self.classes.binary_search_by_key(&star.class, |class| class.class).ok()?;
        self.classes.get(row)
    }

    /// The path or URL of a body's script, or of the script of who holds it.
    pub fn script(&self, body: &Body) -> Option<&str> {
        self.scripts.get(body.script()? as usize).map(String::as_str)
    }

    /// Where each body stands, for the next plan.
    pub fn places(&self, at: &[Point]) -> HashMap<Key, Point> {
        self.bodies.iter().map(Key::of).zip(at.iter().copied()).collect()
    }

    /// Position of a body.
    pub fn find(&self, key: Key) -> Option<usize> {
        let number = u64::from(key);
        let from = self.rows.partition_point(|row| row.0 < number);
        // Two keys have one number only in a forged file.
        let same = self.rows[from..].iter().take_while(|row| row.0 == number).map(|row| row.1 as usize);
        same.into_iter().find(|body| self.bodies.get(*body).map(Key::of) == Some(key))
    }

    /// The object the picture is about.
    pub fn focus(&self) -> Option<ObjectId> {
        self.bodies.iter().find_map(|body| match body {
            Body::Object { object, role: Role::Focus, .. } => Some(object.id),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests;
