//! What holds of the numbers of every heap.

use heapsky::analysis::Heap;
use heapsky::ids::{Distance, Node};

/// The dominator tree is a tree of all nodes; the root retains the sum of all shallow sizes, which is the sum of the
/// file's; and for each essential edge `u → v` v's dominator is u or above it.
///
/// One exception to the last, which is DevTools' rule: in cycles that nothing holds each node hangs below the root by
/// itself and its edges count for nobody (`buildDominatorTree`). Such a node is reached by essential edges neither from
/// the root nor from any node that has no essential retainer.
pub fn check_invariants(heap: &Heap) {
    let snapshot = heap.snapshot();
    let (root, count) = (snapshot.root(), heap.node_count());
    let sum = |size: &dyn Fn(Node) -> u64| snapshot.nodes().fold(0u64, |sum, node| sum.saturating_add(size(node)));
    let shallow = sum(&|node| heap.shallow(node));
    assert_eq!(shallow, sum(&|node| snapshot.self_size(node)), "the transfer loses or makes bytes");
    assert_eq!(shallow, heap.retained(root), "the root retains everything");
    assert_eq!(heap.dominator(root), root);

    check_work(heap);

    // The tree in preorder; a subtree is a range of it.
    let mut children = vec![Vec::new(); count];
    for node in snapshot.nodes().filter(|node| *node != root) {
        children[heap.dominator(node).index()].push(node);
    }
    let (mut enter, mut leave, mut clock) = (vec![0u32; count], vec![0u32; count], 0);
    let mut work = vec![(root, false)];
    while let Some((node, done)) = work.pop() {
        if done {
            leave[node.index()] = clock;
            continue;
        }
        clock += 1;
        enter[node.index()] = clock;
        work.push((node, true));
        work.extend(children[node.index()].iter().map(|child| (*child, false)));
    }
    assert_eq!(clock as usize, count, "every node is below the root");
    for node in snapshot.nodes() {
        let mut listed: Vec<Node> = heap.dominators().children(node).to_vec();
        listed.sort_unstable();
        assert_eq!(listed, children[node.index()], "the children of {node:?}");
        let below = listed.iter().fold(heap.shallow(node), |sum, child| sum.saturating_add(heap.retained(*child)));
        assert_eq!(heap.retained(node), below, "what {node:?} retains");
    }

    let counted = counted(heap);
    for from in snapshot.nodes().filter(|node| counted[node.index()]) {
        for edge in snapshot.edges(from).filter(|edge| heap.is_essential(*edge)) {
            let to = snapshot.target(edge);
            let above = heap.dominator(to).index();
            let inside = enter[above] <= enter[from.index()] && leave[from.index()] <= leave[above];
            assert!(inside || to == root, "{edge:?} {from:?} → {to:?}: the dominator n{above} is not above {from:?}");
        }
    }
    for node in snapshot.nodes() {
        let reached = heap.distance(node) != Distance::Unreachable;
        assert!(reached || node != root, "the root is reached");
        assert!(counted[node.index()] || heap.dominator(node) == root, "{node:?}: a leftover cycle below {node:?}");
    }
}

/// Nodes whose edges count for dominators.
fn counted(heap: &Heap) -> Vec<bool> {
    let snapshot = heap.snapshot();
    let held = |node: &Node| heap.graph().retainers(*node).any(|(_, essential)| essential);
    let mut work: Vec<Node> = snapshot.nodes().filter(|node| *node == snapshot.root() || !held(node)).collect();
    let mut counted = vec![false; heap.node_count()];
    for node in &work {
        counted[node.index()] = true;
    }
    while let Some(node) = work.pop() {
        for edge in snapshot.edges(node).filter(|edge| heap.is_essential(*edge)) {
            let to = snapshot.target(edge);
            if !std::mem::replace(&mut counted[to.index()], true) {
                work.push(to);
            }
        }
    }
    counted
}

/// Steps for each node and edge that no heap may take more of: two climbs of eight a node before help comes, and what the
/// help takes.
const STEPS: u64 = 24;

/// Finding the dominators takes a number of steps that grows with the heap and no faster. All else that opening does is
/// loops over nodes and edges.
pub fn check_work(heap: &Heap) {
    check_steps(heap, STEPS);
}

/// The same with a bound of one's own.
pub fn check_steps(heap: &Heap, most: u64) {
    let (steps, size) = (heap.dominators().steps(), (heap.node_count() + heap.snapshot().edge_count()) as u64);
    assert!(steps <= most * size + 1000, "{steps} steps for {size} nodes and edges");
}
