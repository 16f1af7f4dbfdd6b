//! The ways between two objects by their definition: all that are nowhere twice, one after the other.

use super::{links, row};
use crate::check::Opened;
use crate::oracle::{dominators, essential};
use crate::plain::{Label, PlainHeap};
use heapsky::question::between::Ways;
use heapsky::question::gravity::Role;
use std::collections::BTreeSet;

pub struct Twin {
    /// Targets by source: of written references, and of all that are essential.
    out: [Vec<BTreeSet<usize>>; 2],
    dominator: Vec<usize>,
}

type Pairs = BTreeSet<(usize, usize)>;

impl Twin {
    pub fn new(heap: &PlainHeap) -> Self {
        let is_essential = essential::essential(heap);
        let mut out = [0; 2].map(|_| vec![BTreeSet::new(); heap.nodes.len()]);
        for (edge, _) in heap.edges.iter().zip(&is_essential).filter(|(_, essential)| **essential) {
            let is_of_class =
                matches!(&edge.label, Label::Name(name) if matches!(&**name, "__proto__" | "constructor"));
            let is_written = match &*edge.kind {
                "property" => !is_of_class,
                "context" | "element" => true,
                "internal" => {
                    let engine = ["code", "hidden", "native", "object shape", "synthetic"];
                    !engine.contains(&&*heap.nodes[edge.to].kind)
                }
                _ => false,
            };
            if is_written {
                out[0][edge.from].insert(edge.to);
            }
            out[1][edge.from].insert(edge.to);
        }
        Self { out, dominator: dominators::by_definition(heap, &is_essential).dominator }
    }

    /// The steps of the shortest way, and the pairs on all of two steps more.
    fn ways(&self, ground: usize, from: usize, to: usize) -> Option<(usize, Pairs)> {
        let out = &self.out[ground];
        let mut reached = BTreeSet::from([from]);
        let mut steps = 0;
        while !reached.contains(&to) {
            let next: BTreeSet<usize> = reached.iter().flat_map(|node| &out[*node]).chain(&reached).copied().collect();
            if next == reached {
                return None;
            }
            (reached, steps) = (next, steps + 1);
        }
        // How many steps the end is away at least, so that the walk does not go where it cannot come from in time.
        let far: Vec<usize> = (0..out.len()).map(|node| distance(out, node, to)).collect();
        let mut pairs = Pairs::new();
        walk(out, &far, &mut vec![from], to, steps + 2, &mut pairs);
        Some((steps, pairs))
    }

    pub fn check(&self, heap: &PlainHeap, opened: &Opened, ends: (usize, usize), ways: &Ways, what: &str) {
        let (from, to) = ends;
        let rows: Vec<usize> = ways.picture.bodies.iter().map(|body| row(body).0.id.0 as usize / 2).collect();
        let found: Pairs = ways.picture.links.iter().map(|l| (rows[l.from as usize], rows[l.to as usize])).collect();
        assert_eq!(found.len(), ways.picture.links.len(), "{what}: one link for each pair");
        assert_eq!(rows.iter().collect::<BTreeSet<_>>().len(), rows.len(), "{what}: each body once");
        let end = |at: usize| row(&ways.picture.bodies[at]).1 == Role::End;
        let marked: BTreeSet<usize> = (0..rows.len()).filter(|at| end(*at)).map(|at| rows[at]).collect();
        assert_eq!(marked, BTreeSet::from([from, to]), "{what}");
        let holder = self.above(from).into_iter().find(|node| self.above(to).contains(node)).unwrap();
        assert_eq!(ways.told.holder.id.0 as usize / 2, holder, "{what}: holder");
        let both = |ground| [self.ways(ground, from, to), self.ways(ground, to, from)];
        let [written, all] = [both(0), both(1)];
        let told = [ways.told.there, ways.told.back].map(|found| found.map(|found| found.steps as usize));
        let steps =
            |found: &[Option<(usize, Pairs)>; 2]| found.each_ref().map(|found| found.as_ref().map(|found| found.0));
        if from == to {
            assert_eq!((told, rows), ([None; 2], vec![from]), "{what}");
            return;
        }
        let is_held = &*heap.nodes[holder].kind != "synthetic" && ![from, to].contains(&holder);
        let expect = if is_held || written.iter().any(Option::is_some) { &written } else { &all };
        assert_eq!(told, steps(expect), "{what}: steps");
        if told == [None; 2] {
            return self.check_held(expect, ways, &rows, holder, what);
        }
        assert_eq!(ways.told.is_written, written.iter().any(Option::is_some), "{what}");
        let pairs: Pairs = expect.iter().flatten().flat_map(|(_, pairs)| pairs).copied().collect();
        assert_eq!(found, pairs, "{what}: {}", links(ways));
        for (found, expect) in [ways.told.there, ways.told.back].into_iter().zip(expect) {
            let (Some(found), Some((_, pairs))) = (found, expect) else { continue };
            let nodes: BTreeSet<usize> = pairs.iter().flat_map(|pair| [pair.0, pair.1]).collect();
            assert_eq!((found.objects, found.shown), (nodes.len() as u64, nodes.len() as u64), "{what}");
        }
        let lit: Vec<(usize, usize)> = ways
            .picture
            .links
            .iter()
            .take_while(|link| link.spine)
            .map(|l| (rows[l.from as usize], rows[l.to as usize]))
            .collect();
        assert_eq!(Some(lit.len()), told[0].or(told[1]), "{what}: one shortest way is lit");
        assert!(lit.windows(2).all(|pair| pair[0].1 == pair[1].0), "{what}: {lit:?}");
        assert!(ways.picture.links[lit.len()..].iter().all(|link| !link.spine), "{what}");
        for link in &ways.picture.links {
            self.check_named(heap, opened, ways, link, what);
        }
    }

    /// A shortest way to each from what holds both.
    fn check_held(&self, all: &[Option<(usize, Pairs)>; 2], ways: &Ways, rows: &[usize], holder: usize, what: &str) {
        assert!(all.iter().all(Option::is_none), "{what}");
        assert!(ways.picture.links.iter().all(|link| link.spine), "{what}");
        for end in [ways.told.from, ways.told.to].map(|id| id.0 as usize / 2) {
            // Up over the links, from the end.
            let mut reached = BTreeSet::from([end]);
            while let Some(link) =
                ways.picture.links.iter().find(|link| {
                    reached.contains(&rows[link.to as usize]) && !reached.contains(&rows[link.from as usize])
                })
            {
                reached.insert(rows[link.from as usize]);
            }
            assert!(reached.contains(&holder), "{what}: the holder leads to n{end}");
            let shortest = self.ways(0, holder, end).or_else(|| self.ways(1, holder, end)).map(|found| found.0);
            let nameless = ways.picture.links.iter().any(|link| link.edge.is_none() && rows[link.to as usize] == end);
            assert_eq!(shortest.is_none(), nameless, "{what}: n{end}");
        }
    }

    /// The reference is there, at its place.
    fn check_named(
        &self,
        heap: &PlainHeap,
        opened: &Opened,
        ways: &Ways,
        link: &heapsky::question::gravity::Link,
        what: &str,
    ) {
        let [from, to] = [link.from, link.to].map(|at| row(&ways.picture.bodies[at as usize]).0.id);
        let node = opened.heap.find(from).unwrap();
        let edge = opened.heap.snapshot().edges(node).nth(link.at.unwrap() as usize).unwrap();
        assert_eq!(opened.heap.snapshot().id(opened.heap.snapshot().target(edge)), to, "{what}");
        let plain = &heap.edges[edge.index()];
        let kind = opened.heap.snapshot().edge_kind(edge);
        assert_eq!(link.edge.as_ref().map(|edge| edge.kind), Some(kind), "{what}");
        let is_written = matches!(&*plain.kind, "property" | "context" | "element" | "internal");
        assert!(is_written || !ways.told.is_written, "{what}: {plain:?}");
    }

    /// The dominators of a node, itself first.
    fn above(&self, node: usize) -> Vec<usize> {
        let mut above = vec![node];
        while above.last() != Some(&0) {
            above.push(self.dominator[above[above.len() - 1]]);
        }
        above
    }
}

fn distance(out: &[BTreeSet<usize>], from: usize, to: usize) -> usize {
    let mut reached = BTreeSet::from([from]);
    for steps in 0..out.len() {
        if reached.contains(&to) {
            return steps;
        }
        reached = reached.iter().flat_map(|node| &out[*node]).chain(&reached).copied().collect();
    }
    usize::MAX
}

fn walk(out: &[BTreeSet<usize>], far: &[usize], way: &mut Vec<usize>, to: usize, most: usize, pairs: &mut Pairs) {
    let at = way[way.len() - 1];
    if at == to {
        pairs.extend(way.windows(2).map(|pair| (pair[0], pair[1])));
        return;
    }
    for &next in &out[at] {
        if !way.contains(&next) && far[next].saturating_add(way.len()) <= most {
            way.push(next);
            walk(out, far, way, to, most, pairs);
            way.pop();
        }
    }
}

/// Each body of a picture is on a way of at most so many steps that is in the picture.
pub fn check_whole(ways: &Ways, most: u32, what: &str) {
    let count = ways.picture.bodies.len();
    let mut out = vec![BTreeSet::new(); count];
    for link in &ways.picture.links {
        out[link.from as usize].insert(link.to as usize);
    }
    let at = |id| ways.picture.bodies.iter().position(|body| row(body).0.id == id).unwrap();
    let (from, to) = (at(ways.told.from), at(ways.told.to));
    for node in 0..count {
        let steps = distance(&out, from, node).saturating_add(distance(&out, node, to));
        assert!(steps <= most as usize, "{what}: {steps} steps through {node}");
    }
}
