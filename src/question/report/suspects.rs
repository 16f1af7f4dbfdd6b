//! Which objects hold more than they should? The candidates, no two of which are the same leak.
//!
//! Takes a heap and the constants; gives [`Candidate`]s. Eclipse MAT looks at the objects right below the roots and follows
//! the largest child down; in a JavaScript heap everything is below one global object and one module registry, and a leak
//! beside an honest cache is below the same object as the cache. So this goes the other way: the dominator tree is cut to
//! the nodes that hold at least the wanted share, and from its leaves up each byte is counted for the lowest node that
//! holds enough bytes of its own. Guarantee: every byte belongs to at most one candidate, so the sum of what candidates hold is
//! at most the heap; no object of the program that holds the share by itself is left out.

use super::super::rows;
use super::constants::Constants;
use super::furniture::{Furniture, Role};
use super::groups;
use crate::analysis::Heap;
use crate::ids::{Bytes, ClassId, Node};
use crate::order;
use crate::snapshot::NodeKind;

/// What may be leaking.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The object at which memory piles up; of a group the largest member, of a chain its first link or who has that as a
    /// part.
    pub point: Node,
    /// The node whose children are the pile: the point, or a part of it such as a Map's table; of a chain the first link.
    pub store: Node,
    /// What belongs to it and to no other candidate.
    pub bytes: Bytes,
    /// Children of the store that are suspects themselves or lead to one.
    pub apart: Vec<Node>,
    pub form: Form,
}

/// How the memory lies there.
#[derive(Clone, Debug)]
pub enum Form {
    /// Below one object.
    Pile,
    /// In objects that hold one another: so many of the point's class, and the nodes of the first round.
    Chain { links: u64, round: Vec<Node> },
    /// In objects of one class that have no dominator in common but a hub, largest first.
    Group { members: Vec<Node>, count: u64 },
}

/// A node that holds at least the wanted share.
struct Heavy {
    node: Node,
    parent: u32,
    role: Role,
    /// The nearest object above a part, itself for an object.
    owner: Option<Node>,
    /// What it holds that no candidate below it has.
    own: Bytes,
    /// The first link of the chain it is in.
    chain: Option<u32>,
    leaf: bool,
}

/// Objects that hold one another.
struct Chain {
    /// The row of the first link.
    head: u32,
    links: u64,
    round: Vec<Node>,
}

const NO_PARENT: u32 = u32::MAX;

/// After so many other nodes a class that has not come again is no chain any more.
const ROUND: usize = 16;

/// All candidates, in no order.
pub fn candidates(heap: &Heap, furniture: &Furniture, constants: &Constants) -> Vec<Candidate> {
    let floor = floor(heap, constants);
    let mut heavy = heavy(heap, furniture, constants, floor);
    let chains = chains(heap, &mut heavy, constants);
    let mut found: Vec<Candidate> = Vec::new();
    // The largest candidate below each node.
    let mut below: Vec<Option<usize>> = vec![None; heavy.len()];
    // Children stand behind their parents.
    for at in (0..heavy.len()).rev() {
        let Heavy { node, parent, role, owner, own, chain, .. } = heavy[at];
        let link = chain.is_some_and(|head| head as usize != at);
        let mut left = own;
        let apart = || heavy.iter().filter(|entry| entry.parent == at as u32).map(|entry| entry.node).collect();
        let inner =
            below[at].filter(|inner| found[*inner].bytes as f64 >= constants.big_drop * heap.retained(node) as f64);
        if let Some(inner) = inner.filter(|_| role != Role::Hub) {
            // What contains little but a suspect is part of it.
            found[inner].bytes = found[inner].bytes.saturating_add(own);
            left = 0;
        } else if own >= floor && !link {
            let chain = chains.iter().find(|chain| chain.head as usize == at);
            let form = chain.map(|chain| Form::Chain { links: chain.links, round: chain.round.clone() });
            match (form, owner) {
                (Some(form), _) => {
                    let point = owner.unwrap_or(node);
                    found.push(Candidate { point, store: node, bytes: own, apart: Vec::new(), form });
                    below[at] = Some(found.len() - 1);
                }
                (None, Some(point)) => {
                    found.push(Candidate { point, store: node, bytes: own, apart: apart(), form: Form::Pile });
                    below[at] = Some(found.len() - 1);
                }
                // What a hub holds is many things, not one.
                (None, None) => found.extend(groups::groups(heap, furniture, node, floor)),
            }
            left = 0;
        }
        if parent != NO_PARENT {
            let parent = parent as usize;
            heavy[parent].own = heavy[parent].own.saturating_add(left);
            let size = |candidate: Option<usize>| candidate.map_or(0, |at| found[at].bytes);
            if size(below[at]) > size(below[parent]) {
                below[parent] = below[at];
            }
        }
    }
    found
}

/// The bytes below which nothing is a suspect.
fn floor(heap: &Heap, constants: &Constants) -> Bytes {
    let share = (constants.suspect_share * heap.total() as f64).ceil() as Bytes;
    share.max(constants.suspect_bytes).max(1)
}

/// Children looked at in one call, for the reason of [`parts`](crate::ids::parts): a hub has millions.
const PART: usize = 1 << 16;

/// Those that hold so much.
#[inline(never)]
fn at_least(heap: &Heap, children: &[Node], floor: Bytes) -> Vec<Node> {
    children.iter().copied().filter(|child| heap.retained(*child) >= floor).collect()
}

/// The one that holds most, of equals the first.
#[inline(never)]
fn heaviest(heap: &Heap, children: &[Node]) -> Option<Node> {
    children.iter().copied().max_by_key(|child| (heap.retained(*child), std::cmp::Reverse(*child)))
}

/// The dominator tree of what holds at least `floor`: a parent before its children.
fn heavy(heap: &Heap, furniture: &Furniture, constants: &Constants, floor: Bytes) -> Vec<Heavy> {
    let root = heap.snapshot().root();
    let entry = |node, parent, role, owner| Heavy {
        node,
        parent,
        role,
        owner,
        own: heap.retained(node),
        chain: None,
        leaf: true,
    };
    let mut heavy = vec![entry(root, NO_PARENT, Role::Hub, None)];
    let mut at = 0;
    while at < heavy.len() {
        let (node, above) = (heavy[at].node, heavy[at].owner);
        let large = heap.dominators().children(node).chunks(PART).flat_map(|part| at_least(heap, part, floor));
        for child in large {
            if is_one_of_many(heap, above, constants, node, child) {
                continue;
            }
            let role = furniture.role(child);
            let owner = match role {
                Role::Hub => None,
                Role::Part => above,
                Role::Scope | Role::Object => Some(child),
            };
            heavy[at].own = heavy[at].own.saturating_sub(heap.retained(child));
            heavy[at].leaf = false;
            heavy.push(entry(child, at as u32, role, owner));
        }
        at += 1;
    }
    heavy
}

/// Whether a large object lies in a pile of its like: then the pile is the suspect, and no single object in it.
fn is_one_of_many(heap: &Heap, owner: Option<Node>, constants: &Constants, parent: Node, child: Node) -> bool {
    let Some(owner) = owner else { return false };
    // Two Maps that are fields of one object are two things; two Maps in one array are a pile.
    let collection = ["Array", "Map", "Set"].contains(&heap.class(owner).name.as_str());
    let of = heap.classes().of(child);
    (heap.retained(child) as f64) < constants.big_drop * heap.retained(parent) as f64
        && (collection || is_named(heap, child) || heap.snapshot().kind(child) == NodeKind::Closure)
        && heap.dominators().children(parent).iter().filter(|other| heap.classes().of(**other) == of).nth(1).is_some()
}

/// Marks the nodes that hold one another in turn; gives, by first link, how many links and the first round.
///
/// A list of a million jobs is a million dominators deep, and each keeps all that follow: without this, the last tenth of
/// the list would be called the suspect, and the tenth before it the next.
fn chains(heap: &Heap, heavy: &mut [Heavy], constants: &Constants) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    let leaves: Vec<u32> = (0..heavy.len() as u32).filter(|at| heavy[*at as usize].leaf).collect();
    for leaf in leaves {
        let mut way = Vec::new();
        let mut at = leaf;
        while at != NO_PARENT {
            way.push(at);
            at = heavy[at as usize].parent;
        }
        way.reverse();
        let mut nodes: Vec<Node> = way.iter().map(|at| heavy[*at as usize].node).collect();
        tail(heap, &mut nodes);
        let Some(sort) = most_frequent(heap, &nodes) else { continue };
        let Some((first, last, links)) = longest_run(heap, &nodes, sort) else { continue };
        if links < constants.chain || first >= way.len() {
            continue;
        }
        let head = way[first];
        for at in &way[first..way.len().min(last + 1)] {
            let entry = &mut heavy[*at as usize];
            entry.chain = entry.chain.or(Some(head));
        }
        let again = nodes[first + 1..].iter().position(|node| self::sort(heap, *node) == sort).unwrap_or(0);
        let round = nodes[first..].iter().copied().take(again + 2).collect();
        if chains.iter().all(|chain| chain.head != head) {
            chains.push(Chain { head, links, round });
        }
    }
    chains
}

/// What makes two nodes of one sort.
type Sort = (ClassId, u32);

fn sort(heap: &Heap, node: Node) -> Sort {
    (heap.classes().of(node), heap.snapshot().name(node).0)
}

/// The way on below its last node: always the largest child.
fn tail(heap: &Heap, way: &mut Vec<Node>) {
    while let Some(at) = way.last() {
        // A broad node is no link of a chain, and looking through its children takes long.
        let children = heap.dominators().children(*at);
        if children.is_empty() || children.len() > 64 {
            return;
        }
        let Some(next) = children.iter().copied().max_by_key(|child| heap.retained(*child)) else { return };
        way.push(next);
    }
}

/// The sort that comes most often on a way: an object of the program, rather than the scopes and functions between. The
/// middle of a long way tells.
fn most_frequent(heap: &Heap, way: &[Node]) -> Option<Sort> {
    const LOOKED_AT: usize = 4096;
    let from = way.len().saturating_sub(LOOKED_AT) / 2;
    let snapshot = heap.snapshot();
    // Elements and tables lie between any two objects.
    let is_between = |node: &&Node| matches!(snapshot.kind(**node), NodeKind::Array | NodeKind::Synthetic);
    let nodes = way[from..].iter().take(LOOKED_AT).filter(|node| !is_between(node));
    let number = |node: &Node| {
        let (class, name) = sort(heap, *node);
        u64::from(class.0) << 32 | u64::from(name)
    };
    let counts = order::tally(nodes.clone().map(number));
    let most = counts.iter().map(|(_, count)| *count).max()?;
    // Within a round each sort comes equally often, give or take the ends; the first that is an object says most.
    let often: Vec<u64> = counts.into_iter().filter(|(_, count)| *count + 2 >= most).map(|(sort, _)| sort).collect();
    let telling = |node: &&Node| snapshot.kind(**node) == NodeKind::Object && !rows::is_system(heap, **node);
    let mut candidates = nodes.filter(|node| often.contains(&number(node)));
    let first = candidates.clone().find(telling).or_else(|| candidates.next())?;
    Some(sort(heap, *first))
}

/// Where nodes of a sort come again and again, never more than a round apart: first, last, how many.
fn longest_run(heap: &Heap, way: &[Node], wanted: Sort) -> Option<(usize, usize, u64)> {
    let mut best: Option<(usize, usize, u64)> = None;
    let mut run: Option<(usize, usize, u64)> = None;
    for at in (0..way.len()).filter(|at| sort(heap, way[*at]) == wanted) {
        run = match run {
            Some((first, last, links)) if at - last <= ROUND => Some((first, at, links + 1)),
            _ => Some((at, at, 1)),
        };
        if run.map(|run| run.2) > best.map(|best| best.2) {
            best = run;
        }
    }
    best
}

/// What a developer would say holds it: the topmost object above a pile that contains little else and is of a class that
/// somebody named; the pile's own object if there is none.
pub fn holder(heap: &Heap, furniture: &Furniture, point: Node, bytes: Bytes, constants: &Constants) -> Node {
    let mut holder = point;
    let mut at = point;
    // A longer way up is a list's, and its first link is the point already.
    for _ in 0..64 {
        at = heap.dominator(at);
        if (bytes as f64) < constants.big_drop * heap.retained(at) as f64 {
            return holder;
        }
        match furniture.role(at) {
            Role::Hub | Role::Scope => return holder,
            Role::Part => {}
            Role::Object if is_named(heap, at) => holder = at,
            Role::Object => {}
        }
    }
    holder
}

/// Whether the object's class says more than what every object is.
fn is_named(heap: &Heap, node: Node) -> bool {
    let class = heap.class(node).name.as_str();
    heap.snapshot().kind(node) != NodeKind::Closure
        && !class.starts_with(['{', '('])
        && !["Object", "Array", "Map", "Set", "WeakMap", "WeakSet"].contains(&class)
}

/// The largest single object of the program, whatever its share.
pub fn largest(heap: &Heap, furniture: &Furniture) -> Option<Node> {
    let mut best: Option<Node> = None;
    let mut ways = vec![heap.snapshot().root()];
    while let Some(way) = ways.pop() {
        for child in heap.dominators().children(way).iter().copied() {
            match furniture.role(child) {
                Role::Object if best.is_none_or(|best| heap.retained(child) > heap.retained(best)) => {
                    best = Some(child)
                }
                Role::Object => {}
                // What holds less than the best holds nothing larger.
                _ if best.is_some_and(|best| heap.retained(child) <= heap.retained(best)) => {}
                _ => ways.push(child),
            }
        }
    }
    best
}

/// Where memory piles up below any object: the largest child while it keeps `big_drop` of its parent, the last of the
/// program's own (MAT's `FindLeaksQuery.findAccumulationPoint`).
pub fn accumulation(heap: &Heap, furniture: &Furniture, from: Node, constants: &Constants) -> Node {
    // MAT gives up after so many steps: a list that long is its own accumulation point.
    const WALK_LIMIT: usize = 1000;
    let (mut point, mut store) = (from, from);
    for _ in 0..WALK_LIMIT {
        let parts = heap.dominators().children(store).chunks(PART);
        let most: Vec<Node> = parts.filter_map(|part| heaviest(heap, part)).collect();
        let Some(child) = heaviest(heap, &most) else { return point };
        if (heap.retained(child) as f64) < constants.big_drop * heap.retained(store) as f64 {
            return point;
        }
        store = child;
        if furniture.role(child) != Role::Part {
            point = child;
        }
    }
    from
}
