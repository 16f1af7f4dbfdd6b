//! Heaps drawn as text.
//!
//! ```text
//! root -> Window(24)                     # a root edge; Window is an object of 24 bytes
//! Window -> .cache: Map(16)              # a property
//! Window -[3]-> Array(32)                # an element
//! Map -> m=table:array(400)              # an unnamed slot (internal, numbered from 1); m is the handle for later lines
//! Array -weak-> Map                      # any of V8's edge kinds by name: weak, context, internal, hidden, shortcut …
//! f:closure(64) -context self-> Window   # … with a label
//! root -> Window -> .a: A(8) -> .b: B(8) # a chain
//! "some text"(40)                        # a node nobody holds; quoted names are strings, in (parentheses) synthetic
//! <div>:native(100) detached             # a DOM node that knows its state: attached or detached
//! Widget(24) @4001 at 4:2:26             # an id of its own; the place of its constructor, script:line:column
//! ```
//!
//! A node is `handle=name:kind(size) @id state at place`; all but the name may be left out. The first mention makes the
//! node, later ones need only its handle (the name, if no handle was given). Kinds are V8's words (`array`, `native`,
//! `concatenated-string` …), `object` by default. Ids are odd, in order of first mention; `root` is there from the start
//! with id 1. Nodes stand in the file in that order, a node's edges in the order of their lines. `#` begins a comment.
//! An edge label may be quoted: `A -internal "a -> b"-> B`.

use crate::plain::{Label, Place, PlainEdge, PlainHeap, PlainNode};
use std::collections::HashMap;
use std::sync::Arc;

/// A drawn heap, and which handle is which node.
#[derive(Clone, Debug, Default)]
pub struct Sketch {
    pub heap: PlainHeap,
    handles: HashMap<String, usize>,
    names: Vec<String>,
}

impl Sketch {
    /// Reads a drawing; panics with the line it cannot read.
    pub fn draw(text: &str) -> Sketch {
        let mut sketch = Sketch::default();
        sketch.add("root", PlainNode { kind: Arc::from("synthetic"), ..node("", 1) });
        for line in text.lines() {
            let mut pen = Pen { rest: line.trim(), line };
            if pen.rest.is_empty() || pen.rest.starts_with('#') {
                continue;
            }
            let mut from = pen.node(&mut sketch);
            while !pen.at_end() {
                let (kind, label) = pen.arrow();
                let (kind, label) = match pen.property() {
                    Some(name) => ("property".to_owned(), Some(Label::Name(Arc::from(name)))),
                    None => (kind, label),
                };
                let to = pen.node(&mut sketch);
                sketch.connect(from, to, &kind, label);
                from = to;
            }
        }
        sketch.heap.sort_edges();
        sketch
    }

    /// The node with this handle.
    pub fn node(&self, handle: &str) -> usize {
        *self.handles.get(handle).unwrap_or_else(|| panic!("the drawing has no node {handle:?}"))
    }

    /// The id of the node with this handle.
    pub fn id(&self, handle: &str) -> u64 {
        self.heap.nodes[self.node(handle)].id
    }

    /// The handle of a node.
    pub fn handle(&self, node: usize) -> &str {
        &self.names[node]
    }

    fn add(&mut self, handle: &str, node: PlainNode) -> usize {
        let taken = self.handles.insert(handle.to_owned(), self.names.len());
        assert!(taken.is_none(), "the drawing has two nodes {handle:?}");
        self.heap.nodes.push(node);
        self.names.push(handle.to_owned());
        self.names.len() - 1
    }

    fn connect(&mut self, from: usize, to: usize, kind: &str, label: Option<Label>) {
        let nth = self.heap.edges.iter().filter(|edge| edge.from == from).count() as u64 + 1;
        // Like V8: the root's own edges are elements, an unnamed slot has its number as its name.
        let kind = if kind.is_empty() && from == 0 { "element" } else { kind };
        let kind = if kind.is_empty() { "internal" } else { kind };
        let named = matches!(kind, "context" | "property" | "internal" | "shortcut" | "weak");
        let label = match label {
            Some(Label::Name(name)) if !named => Label::Index(name.parse().expect("an index")),
            Some(label) => label,
            None if named => Label::Name(Arc::from(nth.to_string())),
            None => Label::Index(nth),
        };
        self.heap.edges.push(PlainEdge { from, to, kind: Arc::from(kind), label });
    }
}

fn node(name: &str, id: u64) -> PlainNode {
    PlainNode { kind: Arc::from("object"), name: Arc::from(name), id, size: 0, detachedness: 0 }
}

/// What is left of a line.
struct Pen<'a> {
    rest: &'a str,
    line: &'a str,
}

impl<'a> Pen<'a> {
    fn fail(&self, wanted: &str) -> ! {
        panic!("{wanted} wanted at {:?} in {:?}", self.rest, self.line)
    }

    fn at_end(&mut self) -> bool {
        self.rest = self.rest.trim_start();
        self.rest.is_empty() || self.rest.starts_with("# ")
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn eat(&mut self, text: &str) -> bool {
        let there = self.rest.starts_with(text);
        if there {
            self.take(text.len());
        }
        there
    }

    /// Up to the next of `stops`, or the end.
    fn until(&mut self, stops: &str) -> &'a str {
        self.take(self.rest.find(|c| stops.contains(c)).unwrap_or(self.rest.len()))
    }

    /// `"…"`, with `\"` and `\n` as in JSON.
    fn quoted(&mut self) -> Option<String> {
        if !self.rest.starts_with('"') {
            return None;
        }
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<String>();
        let text = values.next().and_then(Result::ok).unwrap_or_else(|| self.fail("a closing quote"));
        let length = values.byte_offset();
        self.take(length);
        Some(text)
    }

    fn number(&mut self) -> u64 {
        let digits = self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
        self.take(digits).parse().unwrap_or_else(|_| self.fail("a number"))
    }

    /// `.name:` in front of a target.
    fn property(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        if !self.eat(".") {
            return None;
        }
        let name = self.quoted().unwrap_or_else(|| self.until(":").to_owned());
        if !self.eat(":") {
            self.fail("':' after the property");
        }
        Some(name)
    }

    /// `->`, `-[3]->`, `-weak->`, `-context x->`.
    fn arrow(&mut self) -> (String, Option<Label>) {
        if !self.eat("-") {
            self.fail("an arrow");
        }
        if self.eat(">") {
            return (String::new(), None);
        }
        let (kind, label) = if self.eat("[") {
            let index = self.number();
            if !self.eat("]") {
                self.fail("']'");
            }
            ("element".to_owned(), Some(Label::Index(index)))
        } else {
            let kind = self.until(" -").to_owned();
            self.rest = self.rest.trim_start();
            let label = match self.quoted() {
                Some(name) => Some(name),
                None if self.rest.starts_with("->") => None,
                None => Some(self.take(self.rest.find("->").unwrap_or_else(|| self.fail("'->'"))).to_owned()),
            };
            (kind, label.map(|name| Label::Name(Arc::from(name))))
        };
        if !self.eat("->") {
            self.fail("'->'");
        }
        (kind, label)
    }

    /// A node, new or already drawn.
    fn node(&mut self, sketch: &mut Sketch) -> usize {
        self.rest = self.rest.trim_start();
        let mut handle = None;
        let mut default_kind = "object";
        let mut name = loop {
            if let Some(text) = self.quoted() {
                default_kind = "string";
                break text;
            }
            if self.rest.starts_with('(') {
                default_kind = "synthetic";
                let end = self.rest.find(')').unwrap_or_else(|| self.fail("')'"));
                break self.take(end + 1).to_owned();
            }
            if self.eat("<") {
                break format!("<{}", self.until(">")) + if self.eat(">") { ">" } else { self.fail("'>'") };
            }
            if self.eat("{}") {
                break "Object".to_owned();
            }
            let word = self.until("=:(@ ").to_owned();
            if handle.is_none() && self.eat("=") {
                handle = Some(word);
                continue;
            }
            if word.is_empty() {
                self.fail("a node");
            }
            break word;
        };
        if let Some(known) = sketch.handles.get(&name)
            && handle.is_none()
            && !self.rest.starts_with([':', '('])
        {
            return *known;
        }
        let kind = if self.eat(":") { self.until("(@ ").replace('-', " ") } else { default_kind.to_owned() };
        let mut size = 0;
        if self.eat("(") {
            size = self.number();
            if !self.eat(")") {
                self.fail("')' after the size");
            }
        }
        let handle = handle.unwrap_or_else(|| name.clone());
        let id = 2 * sketch.names.len() as u64 + 1;
        let at = sketch.add(&handle, PlainNode { kind: Arc::from(kind), size, ..node(&std::mem::take(&mut name), id) });
        loop {
            self.rest = self.rest.trim_start();
            let node = &mut sketch.heap.nodes[at];
            if self.eat("@") {
                node.id = self.number();
            } else if self.eat("attached") {
                node.detachedness = 1;
            } else if self.eat("detached") {
                node.detachedness = 2;
            } else if self.eat("at ") {
                let script = self.number();
                let mut after_colon = || if self.eat(":") { self.number() } else { self.fail("':'") };
                let (line, column) = (after_colon(), after_colon());
                sketch.heap.places.push(Place { node: at, script, line, column, script_node: None });
            } else {
                return at;
            }
        }
    }
}

#[test]
fn a_drawing_becomes_the_heap_it_shows() {
    let sketch = Sketch::draw(
        r#"
        # comments and empty lines are skipped
        root -> Window(24)                   # trailing comments too
        Window -> .cache: Map(16)
        Window -[3]-> a=Array(32) @4001
        Map -> t=(table):array(400) -weak-> a
        f:closure(64) -context self-> Window
        "it's \"text\""(40)
        Map -internal "a -> b"-> d=<div id=x>:native(8) detached at 4:2:26
        "#,
    );
    let heap = &sketch.heap;
    let nodes: Vec<_> =
        heap.nodes.iter().map(|n| format!("{}:{}({}) @{} {}", n.name, n.kind, n.size, n.id, n.detachedness)).collect();
    let edges: Vec<_> = heap
        .edges
        .iter()
        .map(|e| format!("{} -{} {:?}-> {}", sketch.handle(e.from), e.kind, e.label, sketch.handle(e.to)))
        .collect();
    assert_eq!(
        nodes,
        [
            ":synthetic(0) @1 0",
            "Window:object(24) @3 0",
            "Map:object(16) @5 0",
            "Array:object(32) @4001 0",
            "(table):array(400) @9 0",
            "f:closure(64) @11 0",
            "it's \"text\":string(40) @13 0",
            "<div id=x>:native(8) @15 2"
        ]
    );
    assert_eq!(
        edges,
        [
            "root -element Index(1)-> Window",
            "Window -property Name(\"cache\")-> Map",
            "Window -element Index(3)-> a",
            "Map -internal Name(\"1\")-> t",
            "Map -internal Name(\"a -> b\")-> d",
            "t -weak Name(\"1\")-> a",
            "f -context Name(\"self\")-> Window"
        ]
    );
    assert_eq!(heap.places, [Place { node: 7, script: 4, line: 2, column: 26, script_node: None }]);
}
