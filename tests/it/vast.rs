//! Shapes as large as people have them: millions of objects in one list, below one object, millions of references.
//!
//! The files are written piece by piece while the parser reads them, so that the tests need little memory of their own.

use crate::check::Opened;
use crate::property::check_work;
use crate::shapes::ask_everything;
use heapsky::analysis::{Heap, Stage};
use heapsky::ids::{Distance, Node};
use heapsky::parse::Parser;

/// Objects of one byte each with id = row × 2 + 1, node 0 the root.
struct Shape<'a> {
    nodes: usize,
    /// How many references a node has.
    degree: &'a dyn Fn(usize) -> usize,
    /// Where a node's nth reference points.
    target: &'a dyn Fn(usize, usize) -> usize,
}

const HEADER: &str = r#"{"snapshot":{"meta":{"node_fields":["type","name","id","self_size","edge_count"],
"node_types":[["synthetic","object"]],"edge_fields":["type","name_or_index","to_node"],
"edge_types":[["element","property"]]},"node_count":0,"edge_count":0},"nodes":["#;

/// Text on its way into the parser.
struct Pipe {
    parser: Parser,
    piece: Vec<u8>,
}

impl Pipe {
    fn number(&mut self, mut number: usize) {
        let (mut digits, mut at) = ([0u8; 20], 20);
        loop {
            at -= 1;
            digits[at] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.text(&digits[at..]);
    }

    /// Numbers with a comma after each but the section's last.
    fn row(&mut self, row: &[usize], last: bool) {
        for (at, number) in row.iter().enumerate() {
            self.number(*number);
            if !last || at + 1 < row.len() {
                self.text(b",");
            }
        }
    }

    fn text(&mut self, text: &[u8]) {
        self.piece.extend_from_slice(text);
        if self.piece.len() >= 1 << 16 {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.parser.push(&self.piece).unwrap();
        self.piece.clear();
    }
}

fn opened(shape: &Shape) -> Opened {
    let mut pipe = Pipe { parser: Parser::new(None), piece: Vec::with_capacity(1 << 17) };
    pipe.text(HEADER.as_bytes());
    let mut edges = 0;
    for node in 0..shape.nodes {
        let degree = (shape.degree)(node);
        edges += degree;
        let size = usize::from(node > 0);
        pipe.row(&[size, 1, 2 * node + 1, size, degree], node + 1 == shape.nodes);
    }
    pipe.text(b"],\n\"edges\":[");
    for node in 0..shape.nodes {
        for nth in 0..(shape.degree)(node) {
            edges -= 1;
            pipe.row(&[0, nth, 5 * (shape.target)(node, nth)], edges == 0);
        }
    }
    pipe.text(b"],\n\"strings\":[\"<dummy>\",\"Link\"]}");
    pipe.flush();
    let Pipe { parser, piece } = pipe;
    drop(piece);
    let opened = Opened { heap: Heap::open(parser.finish().unwrap(), &mut |_: Stage| ()) };
    assert_eq!(opened.heap.total(), shape.nodes as u64 - 1);
    check_work(&opened.heap);
    ask_everything(&opened);
    opened
}

#[test]
fn a_chain_of_three_million() {
    let nodes = 3_000_000;
    let chain = opened(&Shape { nodes, degree: &|node| usize::from(node + 1 < nodes), target: &|node, _| node + 1 });
    for node in [1, 2, nodes / 2, nodes - 1] {
        let handle = Node(node as u32);
        assert_eq!(chain.heap.dominator(handle), Node(node as u32 - 1));
        assert_eq!(chain.heap.retained(handle), (nodes - node) as u64);
        assert_eq!(chain.heap.distance(handle), Distance::FromRoot(node as u32));
    }
}

#[test]
fn an_object_with_five_million_children() {
    let nodes = 5_000_002;
    let degree = |node| match node {
        0 => 1,
        1 => nodes - 2,
        _ => 0,
    };
    let wide = opened(&Shape { nodes, degree: &degree, target: &|node, nth| node + 1 + nth });
    assert_eq!(wide.heap.retained(Node(1)), nodes as u64 - 1);
    assert!((2..nodes as u32).all(|node| wide.heap.dominator(Node(node)) == Node(1)));
    assert_eq!(wide.heap.dominators().children(Node(1)).len(), nodes - 2);
}

/// All of them to a thousand objects, which so have 17,000 retainers each, all the same one.
#[test]
fn an_object_with_seventeen_million_references() {
    let (nodes, edges) = (1002, 17_000_000);
    let degree = |node| match node {
        0 => 1,
        1 => edges,
        _ => 0,
    };
    let hub = opened(&Shape { nodes, degree: &degree, target: &|node, nth| node + 1 + nth % (nodes - 2) });
    assert_eq!(hub.edge_count(), edges + 1);
    assert!((2..nodes as u32).all(|node| hub.heap.dominator(Node(node)) == Node(1)));
    assert_eq!(hub.heap.graph().retainer_count(Node(2)), edges / (nodes - 2));
}
