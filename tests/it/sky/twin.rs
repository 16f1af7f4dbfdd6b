//! The sky of objects by its definition: every list gathered anew, every step a search for the best. Slow, and shares no
//! code with the question.

use heapsky::analysis::Heap;
use heapsky::ids::{ClassId, Node, ObjectId};
use heapsky::question::sky::{Sky, Star, StarKind, StarLink};
use heapsky::question::{Category, EdgeKind, NodeKind};
use heapsky::snapshot::Label;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// What is a body, or can become one. A group is the children of an object that are of one class.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum What {
    One(Node),
    Group(Node, ClassId),
    Opening(Node, ClassId),
}

struct Twin<'a> {
    heap: &'a Heap,
    limit: usize,
    bodies: Vec<What>,
    offers: Vec<(u64, Reverse<Node>, What)>,
    /// Members that are no bodies, heaviest first.
    groups: HashMap<(Node, ClassId), Vec<Node>>,
    opened: HashMap<(ObjectId, ClassId), usize>,
    fresh: VecDeque<Node>,
}

/// The bodies and links, suspects not marked. Categories and scripts are not the twin's business.
pub fn sky(heap: &Heap, sky: &Sky, category: &dyn Fn(Node) -> Category) -> (Vec<Star>, Vec<StarLink>) {
    let opened = sky.opened.iter().map(|group| ((group.of, ClassId(group.class)), group.members as usize));
    let limit = sky.limit.clamp(1, 100_000) as usize;
    let (bodies, offers, groups, fresh) = Default::default();
    let mut twin = Twin { heap, limit, bodies, offers, groups, opened: opened.collect(), fresh };
    twin.add(heap.snapshot().root());
    twin.expand();
    while twin.left() > 0
        && let Some(best) = twin.offers.iter().map(|offer| (offer.0, offer.1)).max()
    {
        let at = twin.offers.iter().position(|offer| (offer.0, offer.1) == best).unwrap();
        match twin.offers.swap_remove(at).2 {
            What::One(node) => twin.add(node),
            What::Group(of, class) => {
                let members = &twin.groups[&(of, class)];
                if !members.is_empty() {
                    twin.bodies.push(What::Group(of, class));
                    let (mean, first) = (twin.sum(members) / members.len() as u64, Reverse(members[0]));
                    if twin.opened(of, class).is_none() {
                        twin.offers.push((mean, first, What::Opening(of, class)));
                    }
                }
            }
            What::Opening(of, class) => twin.show(of, class, usize::MAX),
        }
        twin.expand();
    }
    let stars = twin.stars(category);
    let links = twin.links(&stars);
    (stars, links)
}

/// What an object counts for: less with each link of the chain that it is in.
fn weight(heap: &Heap, node: Node) -> u64 {
    let class = heap.classes().of(node);
    let above = |node: Node| Some(heap.dominator(node)).filter(|above| *above != node);
    let (mut at, mut often) = (node, 1);
    while let Some(link) =
        std::iter::successors(above(at), |node| above(*node)).take(32).find(|other| heap.classes().of(*other) == class)
    {
        (at, often) = (link, often + 1);
    }
    heap.retained(node) / (often * often)
}

impl Twin<'_> {
    fn there(&self) -> Vec<What> {
        let is_there = |body: &What| match body {
            What::Group(of, class) => !self.groups[&(*of, *class)].is_empty(),
            _ => true,
        };
        self.bodies.iter().copied().filter(is_there).collect()
    }

    fn left(&self) -> usize {
        self.limit - self.there().len()
    }

    fn sum(&self, nodes: &[Node]) -> u64 {
        nodes.iter().map(|node| self.heap.retained(*node)).sum()
    }

    fn opened(&self, of: Node, class: ClassId) -> Option<usize> {
        self.opened.get(&(self.heap.snapshot().id(of), class)).copied()
    }

    fn add(&mut self, node: Node) {
        self.bodies.push(What::One(node));
        self.fresh.push_back(node);
    }

    fn show(&mut self, of: Node, class: ClassId, wanted: usize) {
        let left = self.left();
        let members = self.groups.get_mut(&(of, class)).unwrap();
        let shown: Vec<Node> = members.drain(..wanted.min(left).min(members.len())).collect();
        shown.into_iter().for_each(|node| self.add(node));
    }

    fn children(&self, of: Node) -> Vec<Node> {
        let heap = self.heap;
        let is_child = |node: &Node| *node != of && heap.dominator(*node) == of && heap.retained(*node) > 0;
        heap.snapshot().nodes().filter(is_child).collect()
    }

    fn expand(&mut self) {
        while let Some(node) = self.fresh.pop_front() {
            let (heap, children) = (self.heap, self.children(node));
            let mut classes: Vec<ClassId> = Vec::new();
            for child in &children {
                let class = heap.classes().of(*child);
                if !classes.contains(&class) {
                    classes.push(class);
                }
            }
            for class in classes {
                let is_member = |child: &Node| heap.classes().of(*child) == class;
                let list: Vec<Node> = children.iter().copied().filter(is_member).collect();
                self.divide(node, class, list);
            }
        }
    }

    /// Makes offers of the children of one class.
    fn divide(&mut self, of: Node, class: ClassId, mut list: Vec<Node>) {
        let heap = self.heap;
        list.sort_by_key(|node| (Reverse(heap.retained(*node)), *node));
        let mut alone = 0;
        let outstanding = |rest: &[Node]| {
            rest.len() > 1 && heap.retained(rest[0]) * (rest.len() as u64 - 1) >= 4 * self.sum(&rest[1..])
        };
        while list.len() >= 5 && outstanding(&list[alone..]) {
            alone += 1;
        }
        if list.len() - alone < 5 {
            alone = list.len();
        }
        let rest = list.split_off(alone);
        self.offers.extend(list.iter().map(|node| (weight(heap, *node), Reverse(*node), What::One(*node))));
        if let Some(first) = rest.first().copied() {
            self.offers.push((self.sum(&rest), Reverse(first), What::Group(of, class)));
            self.groups.insert((of, class), rest);
            self.show(of, class, self.opened(of, class).unwrap_or_default());
        }
    }

    fn stars(&self, category: &dyn Fn(Node) -> Category) -> Vec<Star> {
        let (heap, there) = (self.heap, self.there());
        let id = |node| heap.snapshot().id(node);
        let place = |node: Node| there.iter().position(|body| *body == What::One(node)).map(|at| at as u32);
        let star = |body: &What| match body {
            What::One(node) => Star {
                kind: StarKind::Object { id: id(*node) },
                class: heap.classes().of(*node).0,
                category: category(*node),
                count: 1,
                shallow: heap.shallow(*node),
                retained: heap.retained(*node),
                parent: place(heap.dominator(*node)).filter(|_| *node != heap.snapshot().root()),
                hidden: self
                    .children(*node)
                    .into_iter()
                    .filter(|child| self.home(&there, *child) == place(*node))
                    .count() as u64,
                script: None,
                suspect: 0,
            },
            What::Group(of, class) | What::Opening(of, class) => {
                let members = &self.groups[&(*of, *class)];
                Star {
                    kind: StarKind::Group { of: id(*of) },
                    class: class.0,
                    category: category(members[0]),
                    count: members.len() as u64,
                    shallow: members.iter().map(|node| heap.shallow(*node)).sum(),
                    retained: self.sum(members),
                    parent: place(*of),
                    hidden: 0,
                    script: None,
                    suspect: 0,
                }
            }
        };
        there.iter().map(star).collect()
    }

    /// The lowest body to which an object belongs.
    fn home(&self, there: &[What], node: Node) -> Option<u32> {
        let mut at = node;
        loop {
            let is_home = |body: &What| match body {
                What::One(node) => *node == at,
                What::Group(of, class) | What::Opening(of, class) => self.groups[&(*of, *class)].contains(&at),
            };
            if let Some(home) = there.iter().position(is_home) {
                return Some(home as u32);
            }
            at = self.heap.dominator(at);
        }
    }

    fn links(&self, stars: &[Star]) -> Vec<StarLink> {
        let (heap, snapshot, there) = (self.heap, self.heap.snapshot(), self.there());
        let homes: Vec<u32> = snapshot.nodes().filter_map(|node| self.home(&there, node)).collect();
        let mut counts: BTreeMap<(u32, u32), [u64; 2]> = BTreeMap::new();
        for node in snapshot.nodes() {
            for edge in snapshot.edges(node) {
                let (from, to) = (homes[node.index()], homes[snapshot.target(edge).index()]);
                let name = match snapshot.label(edge) {
                    Label::Name(name) => snapshot.text(name).into_owned(),
                    Label::Index(_) => String::new(),
                };
                let kinds = [EdgeKind::Property, EdgeKind::Context, EdgeKind::Element];
                let [one, other] = [&stars[from as usize], &stars[to as usize]];
                let is_told = heap.is_essential(edge)
                    && kinds.contains(&snapshot.edge_kind(edge))
                    && !(snapshot.edge_kind(edge) == EdgeKind::Property
                        && ["__proto__", "constructor"].contains(&name.as_str()));
                let engines =
                    [NodeKind::Code, NodeKind::Hidden, NodeKind::Native, NodeKind::ObjectShape, NodeKind::Synthetic];
                let own = snapshot.text(snapshot.name(node)).starts_with("system / ");
                let is_weak =
                    snapshot.edge_kind(edge) == EdgeKind::Weak && !own && !engines.contains(&snapshot.kind(node));
                let are_apart = from != to && one.parent != Some(to) && other.parent != Some(from);
                let hub = |at: u32| at == 0 || stars[at as usize].category == Category::Synthetic;
                if (is_told || is_weak) && are_apart && !hub(from) && !hub(to) {
                    counts.entry((from, to)).or_default()[usize::from(is_weak)] += 1;
                }
            }
        }
        let bytes = |from: u32, to: u32| stars[from as usize].retained.min(stars[to as usize].retained);
        let mut links = Vec::new();
        for is_weak in [false, true] {
            let counted = |counts: &[u64; 2]| if is_weak && counts[0] > 0 { 0 } else { counts[usize::from(is_weak)] };
            let mut ranked: Vec<((u32, u32), u64)> =
                counts.iter().map(|(pair, counts)| (*pair, counted(counts))).filter(|(_, count)| *count > 0).collect();
            ranked.sort_by_key(|(pair, count)| (Reverse(*count), *pair));
            let mut of_each = vec![0; stars.len()];
            ranked.retain(|((from, _), _)| {
                of_each[*from as usize] += 1;
                of_each[*from as usize] <= 3
            });
            ranked.truncate(if is_weak { stars.len() } else { 2 * stars.len() });
            let link = |((from, to), count)| StarLink { from, to, count, bytes: bytes(from, to), is_weak };
            links.extend(ranked.into_iter().map(link));
        }
        links.sort_by_key(|link| (link.from, link.to));
        links
    }
}
