//! A graph as data for other programs: DOT for Graphviz, JSON for scripts.
//!
//! Takes nodes and edges, whatever they stand for; gives text. Guarantees: every text is made visible, so that no control
//! and no direction mark is left in it; none of it is read as syntax, as a placeholder of DOT (`\N`) or as an entity; bytes
//! and counts are whole; an edge to or from a node that is not there is left out. Each node's id is to be its own: other
//! programs take nodes of one id for one node.
//!
//! DOT follows <https://graphviz.org/doc/info/lang.html> and, for what a backslash means in a label,
//! <https://graphviz.org/docs/attr-types/escString/>.

use crate::ids::Bytes;
use crate::present::exported::string;
use crate::present::format::{self, fixed, ratio, visible};

/// A node: an object, a class, the rest of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphNode {
    pub id: String,
    pub label: String,
    pub kind: String,
    /// What it holds, and what of that is its own.
    pub bytes: Bytes,
    pub own: Bytes,
    /// How many objects it stands for.
    pub count: u64,
}

/// An edge between the nodes at two positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphEdge {
    pub from: usize,
    pub to: usize,
    pub label: String,
    /// `dominates`, `reference`, `weak` or `path`.
    pub kind: &'static str,
}

/// A graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GraphData {
    pub title: String,
    /// The snapshot's name.
    pub file: String,
    pub nodes: Vec<GraphNode>,
    pub edges: Vec<GraphEdge>,
}

/// Inches across of the node that holds most, and of the smallest that can be seen.
const WIDEST: f64 = 1.6;
const NARROWEST: f64 = 0.2;

impl GraphData {
    /// For Graphviz. Sizes and kinds stand in attributes of their own, which it passes over and other readers keep.
    pub fn dot(&self) -> String {
        let largest = self.nodes.iter().map(|node| node.bytes).max().unwrap_or(0);
        let mut out = format!(
            "digraph heap {{\n  graph [label=\"{}\\n{}\", labelloc=t, tooltip=\"{}\"];\n  \
             node [shape=circle, fixedsize=shape, fontname=\"sans-serif\", fontsize=10];\n  \
             edge [fontname=\"sans-serif\", fontsize=8];\n",
            shown(&self.title),
            shown(&self.file),
            shown(&self.title),
        );
        for node in &self.nodes {
            // The disc's area follows the bytes, as on the page.
            let width = (WIDEST * ratio(node.bytes, largest).sqrt()).max(NARROWEST);
            let (label, kind) = (shown(&node.label), shown(&node.kind));
            out.push_str(&format!(
                "  {} [label=\"{label}\\n{}\", tooltip=\"{label}\\n{kind}\\nretained {} B\\nshallow {} B\\ncount {}\", \
                 width={}, kind=\"{kind}\", retained={}, shallow={}, count={}];\n",
                quoted(&node.id),
                format::bytes(node.bytes),
                node.bytes,
                node.own,
                node.count,
                fixed(width, 2),
                node.bytes,
                node.own,
                node.count,
            ));
        }
        for (from, to, edge) in self.sound_edges() {
            let (label, kind) = (shown(&edge.label), shown(edge.kind));
            let style = match edge.kind {
                "weak" => "dashed",
                "path" => "bold",
                _ => "solid",
            };
            out.push_str(&format!(
                "  {} -> {} [label=\"{label}\", tooltip=\"{label}\", kind=\"{kind}\", style={style}];\n",
                quoted(&from.id),
                quoted(&to.id),
            ));
        }
        out.push_str("}\n");
        out
    }

    /// For scripts. An edge names its nodes by id.
    pub fn json(&self) -> String {
        let text = |text: &str| string(&visible(text));
        let node = |node: &GraphNode| {
            format!(
                "{{\"id\":{},\"label\":{},\"kind\":{},\"retained\":{},\"shallow\":{},\"count\":{}}}",
                text(&node.id),
                text(&node.label),
                text(&node.kind),
                node.bytes,
                node.own,
                node.count
            )
        };
        let edge = |(from, to, edge): (&GraphNode, &GraphNode, &GraphEdge)| {
            format!(
                "{{\"from\":{},\"to\":{},\"label\":{},\"kind\":{}}}",
                text(&from.id),
                text(&to.id),
                text(&edge.label),
                text(edge.kind)
            )
        };
        format!(
            "{{\"title\":{},\"file\":{},\"nodes\":[\n{}\n],\"edges\":[\n{}\n]}}\n",
            text(&self.title),
            text(&self.file),
            self.nodes.iter().map(node).collect::<Vec<_>>().join(",\n"),
            self.sound_edges().map(edge).collect::<Vec<_>>().join(",\n"),
        )
    }

    /// The edges whose ends are there, with these.
    fn sound_edges(&self) -> impl Iterator<Item = (&GraphNode, &GraphNode, &GraphEdge)> {
        self.edges.iter().filter_map(|edge| Some((self.nodes.get(edge.from)?, self.nodes.get(edge.to)?, edge)))
    }
}

/// A text between the quotes of a label. A backslash begins a placeholder there and `&` an entity, with which a name could
/// bring back a direction mark.
fn shown(text: &str) -> String {
    visible(text).replace('&', "&amp;").replace('\\', "\\\\").replace('"', "\\\"")
}

/// An id with its quotes. Two backslashes stay two in an id, but the same ones wherever it stands.
fn quoted(id: &str) -> String {
    format!("\"{}\"", shown(id))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::Value;

    const EVIL: [&str; 9] = [
        "plain",
        "</svg><script>alert(1)</script>",
        "say \"hi\"; a -> b",
        "ends in a backslash\\",
        "\\N \\G \\\" // # /*",
        "line\nend\r\u{0}\u{1b}",
        "\u{202e}turned\u{2066}",
        "&quot;&#8238;&",
        "监听器 שלום",
    ];

    fn evil() -> GraphData {
        let node = |(at, name): (usize, &&str)| GraphNode {
            id: format!("@{at} {name}"),
            label: (*name).to_owned(),
            kind: (*name).to_owned(),
            bytes: u64::MAX - at as u64,
            own: 7,
            count: 1,
        };
        let edge = |(at, name): (usize, &&str)| GraphEdge {
            from: at,
            to: (at + 1) % EVIL.len(),
            label: (*name).to_owned(),
            kind: ["dominates", "reference", "path"][at % 3],
        };
        let mut edges: Vec<GraphEdge> = EVIL.iter().enumerate().map(edge).collect();
        let lost = |from, to| GraphEdge { from, to, label: "lost".into(), kind: "path" };
        edges.extend([lost(0, 99), lost(usize::MAX, 0)]);
        let nodes = EVIL.iter().enumerate().map(node).collect();
        GraphData { title: EVIL.concat(), file: EVIL[3].into(), nodes, edges }
    }

    /// DOT as the language defines it, as far as it is used here: words, quoted texts, `->`, and single signs.
    fn tokens(dot: &str) -> Vec<String> {
        let mut chars = dot.chars().peekable();
        let mut tokens = Vec::new();
        while let Some(char) = chars.next() {
            match char {
                '"' => {
                    let mut text = String::from("\"");
                    loop {
                        match chars.next().unwrap() {
                            '"' => break,
                            // The scanner takes `\"` for a quote and leaves other pairs as they are.
                            '\\' if chars.peek() == Some(&'"') => text.extend(chars.next()),
                            '\\' => text.extend(['\\', chars.next().unwrap()]),
                            char => text.push(char),
                        }
                    }
                    tokens.push(text);
                }
                '-' if chars.peek() == Some(&'>') => {
                    chars.next();
                    tokens.push("->".into());
                }
                char if char.is_whitespace() => {}
                char if char.is_ascii_alphanumeric() => {
                    let mut word = String::from(char);
                    while let Some(char) = chars.next_if(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)) {
                        word.push(char);
                    }
                    tokens.push(word);
                }
                char => {
                    assert!("{}[]=,;".contains(char), "{char:?} in {dot}");
                    tokens.push(char.into());
                }
            }
        }
        tokens
    }

    /// What Graphviz shows of a label: entities once, pairs after a backslash once.
    fn drawn(label: &str) -> String {
        let (mut out, mut chars) = (String::new(), label.trim_start_matches('"').chars());
        while let Some(char) = chars.next() {
            match char {
                '\\' => match chars.next().unwrap() {
                    'n' => out.push('\n'),
                    '\\' => out.push('\\'),
                    char => panic!("\\{char} in {label}"),
                },
                char => out.push(char),
            }
        }
        out.replace("&amp;", "&")
    }

    /// The first words of a statement, and its attributes.
    type Statement = (Vec<String>, Vec<(String, String)>);

    fn statements(dot: &str) -> Vec<Statement> {
        let tokens = tokens(dot);
        assert_eq!(tokens[..3], ["digraph", "heap", "{"]);
        assert_eq!(tokens[tokens.len() - 1], "}");
        let all = tokens[3..tokens.len() - 1].split(|token| token == ";").filter(|words| !words.is_empty());
        let statement = |words: &[String]| {
            let open = words.iter().position(|word| word == "[").unwrap();
            assert_eq!(words[words.len() - 1], "]");
            let pairs = words[open + 1..words.len() - 1].split(|word| word == ",");
            let pair = |pair: &[String]| {
                assert!(pair.len() == 3 && pair[1] == "=", "{pair:?}");
                (pair[0].clone(), pair[2].clone())
            };
            (words[..open].to_vec(), pairs.map(pair).collect())
        };
        all.map(statement).collect()
    }

    #[test]
    fn what_a_name_says_is_no_dot() {
        let data = evil();
        let dot = data.dot();
        assert!(!dot.chars().any(|c| c != '\n' && visible(&c.to_string()) != c.to_string()), "{dot:?}");
        let statements = statements(&dot);
        assert_eq!(statements.len(), 3 + 2 * EVIL.len(), "edges to nowhere are left out");
        let nodes = &statements[3..3 + EVIL.len()];
        for ((words, attributes), node) in nodes.iter().zip(&data.nodes) {
            assert_eq!(words.len(), 1);
            let label = drawn(&attributes[0].1);
            assert_eq!(label.split_once('\n').unwrap().0, visible(&node.label));
            assert_eq!(attributes[4], ("retained".to_owned(), node.bytes.to_string()));
        }
        for (at, (words, attributes)) in statements[3 + EVIL.len()..].iter().enumerate() {
            assert_eq!(*words, [&nodes[at].0[0], "->", &nodes[(at + 1) % EVIL.len()].0[0]]);
            assert_eq!(drawn(&attributes[0].1), visible(EVIL[at]));
        }
    }

    #[test]
    fn the_widest_holds_most() {
        let node = |bytes| GraphNode { bytes, ..evil().nodes[0].clone() };
        let dot = GraphData { nodes: vec![node(400), node(100), node(0)], ..GraphData::default() }.dot();
        let widths: Vec<String> = statements(&dot)[3..]
            .iter()
            .map(|(_, attributes)| format!("{}={}", attributes[2].0, attributes[2].1))
            .collect();
        assert_eq!(widths, ["width=1.60", "width=0.80", "width=0.20"]);
    }

    #[test]
    fn the_json_says_the_same() {
        let data = evil();
        let value: Value = serde_json::from_str(&data.json()).unwrap();
        assert_eq!(value["title"], visible(&data.title));
        let (nodes, edges) = (value["nodes"].as_array().unwrap(), value["edges"].as_array().unwrap());
        assert_eq!((nodes.len(), edges.len()), (EVIL.len(), EVIL.len()));
        for (at, name) in EVIL.into_iter().enumerate() {
            assert_eq!(nodes[at]["label"], visible(name));
            assert_eq!(nodes[at]["retained"].as_u64(), Some(u64::MAX - at as u64));
            assert_eq!((&edges[at]["from"], &edges[at]["label"]), (&nodes[at]["id"], &Value::from(visible(name))));
            assert_eq!(edges[at]["to"], nodes[(at + 1) % EVIL.len()]["id"]);
        }
    }

    #[test]
    fn a_graph_of_nothing() {
        let data = GraphData::default();
        assert_eq!(statements(&data.dot()).len(), 3);
        let value: Value = serde_json::from_str(&data.json()).unwrap();
        assert_eq!((&value["nodes"], &value["edges"]), (&Value::from(vec![0u8; 0]), &Value::from(vec![0u8; 0])));
    }
}
