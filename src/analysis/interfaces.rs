//! Names for plain objects: `{a, b, c}` by the properties they have.
//!
//! Owns DevTools' inference (`inferInterfaceDefinitions` and its matching). Takes the plain objects (constructor
//! `Object`); gives an interface to each that has one. A candidate is the list of own property names in file order, up
//! to 120 characters; it counts if at least two objects and one in a thousand have just that list. An object then takes
//! the interface all of whose properties it has, the one with most properties, the more frequent one on a tie.
//!
//! Work is done once per distinct list of properties, not per object: a million rows of one table are one list.

use crate::graph::{Known, Mark};
use crate::ids::{Node, Text, parts};
use crate::order;
use crate::snapshot::{EdgeKind, Label, NodeKind, Snapshot, quoted};
use std::collections::HashMap;
use std::ops::Range;

/// Longest interface name, in UTF-16 units, before no further property is added.
const NAME_LIMIT: usize = 120;

/// No interface fits.
const NONE: u32 = u32::MAX;

/// The interfaces of a heap and who has which.
pub struct Interfaces {
    names: Vec<String>,
    /// Plain objects in file order with the row of their interface, in pieces: one list would move and double as it grows,
    /// and memory is tight here.
    of: Vec<Vec<(Node, u32)>>,
}

impl Interfaces {
    /// Looks at all plain objects.
    pub fn new(snapshot: &Snapshot, known: &Known) -> Self {
        let mut shapes = Shapes::default();
        let mut of: Vec<Vec<(Node, u32)>> = Vec::new();
        for part in parts(snapshot.node_count()) {
            let mut piece = Vec::new();
            shapes.add(snapshot, known, part, &mut piece);
            piece.shrink_to_fit();
            of.push(piece);
        }
        let definitions = definitions(snapshot, &shapes, of.iter().map(Vec::len).sum());
        let matcher = Matcher::new(snapshot, &definitions);
        let mut stamps = vec![u32::MAX; snapshot.strings().len()];
        let fits: Vec<u32> =
            shapes.lists.iter().enumerate().map(|(row, list)| matcher.best(list, &mut stamps, row as u32)).collect();
        for (_, row) in of.iter_mut().flatten() {
            *row = fits[*row as usize];
        }
        Self { names: definitions.into_iter().map(|definition| definition.name).collect(), of }
    }

    /// The plain objects that have an interface, in file order, with its row.
    pub fn iter(&self) -> impl Iterator<Item = (Node, u32)> + '_ {
        self.of.iter().flatten().copied().filter(|(_, row)| *row != NONE)
    }

    /// All names by row.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

fn is_plain(snapshot: &Snapshot, known: &Known, node: Node) -> bool {
    snapshot.kind(node) == NodeKind::Object && known.mark(snapshot.name(node)) == Mark::Object
}

/// Names of a node's properties, without its prototype link.
fn own_properties<'a>(snapshot: &'a Snapshot, known: &'a Known, node: Node) -> impl Iterator<Item = Text> + 'a {
    snapshot.edges(node).filter_map(|edge| match (snapshot.edge_kind(edge), snapshot.label(edge)) {
        (EdgeKind::Property, Label::Name(text)) if known.mark(text) != Mark::Proto => Some(text),
        _ => None,
    })
}

/// Distinct lists of properties and how many objects have each.
#[derive(Default)]
struct Shapes {
    lists: Vec<Box<[Text]>>,
    counts: Vec<u64>,
    rows: HashMap<Box<[Text]>, u32>,
    /// Lists met lately, by a poor but quick hash: a million rows of one table ask for one list.
    recent: Vec<u32>,
}

/// Lists that are remembered.
const RECENT: usize = 1 << 12;

impl Shapes {
    /// Lists the plain objects among these nodes, each with the row of its properties.
    #[inline(never)]
    fn add(&mut self, snapshot: &Snapshot, known: &Known, part: Range<u32>, of: &mut Vec<(Node, u32)>) {
        let mut properties = Vec::new();
        for node in part.map(Node).filter(|node| is_plain(snapshot, known, *node)) {
            properties.clear();
            properties.extend(own_properties(snapshot, known, node));
            of.push((node, self.row(&properties)));
        }
    }

    fn row(&mut self, properties: &[Text]) -> u32 {
        self.recent.resize(RECENT, NONE);
        let mix = properties.iter().fold(0u32, |mix, text| (mix.rotate_left(5) ^ text.0).wrapping_mul(0x9e37_79b1));
        let slot = (mix >> 16) as usize % RECENT;
        let recent = self.recent[slot];
        if self.lists.get(recent as usize).is_some_and(|list| **list == *properties) {
            self.counts[recent as usize] += 1;
            return recent;
        }
        let row = match self.rows.get(properties) {
            Some(row) => *row,
            None => {
                let row = self.lists.len() as u32;
                self.lists.push(properties.into());
                self.counts.push(0);
                self.rows.insert(properties.into(), row);
                row
            }
        };
        self.counts[row as usize] += 1;
        self.recent[slot] = row;
        row
    }
}

struct Definition {
    name: String,
    properties: Vec<Text>,
    count: u64,
}

/// The lists that are frequent enough, most frequent first; lists that are cut to the same name are one.
fn definitions(snapshot: &Snapshot, shapes: &Shapes, objects: usize) -> Vec<Definition> {
    let mut rows: HashMap<String, usize> = HashMap::new();
    let mut candidates: Vec<Definition> = Vec::new();
    for (list, count) in shapes.lists.iter().zip(&shapes.counts) {
        let Some((name, taken)) = interface_name(snapshot, list) else { continue };
        match rows.get(&name) {
            Some(row) => candidates[*row].count += count,
            None => {
                rows.insert(name.clone(), candidates.len());
                candidates.push(Definition { name, properties: list[..taken].to_vec(), count: *count });
            }
        }
    }
    // Stable: ties keep the order in which the file has them.
    candidates.retain(|candidate| candidate.count >= 2 && candidate.count.saturating_mul(1000) >= objects as u64);
    let mut rows: Vec<u32> = (0..candidates.len() as u32).collect();
    order::reorder(&mut rows, &|row| order::descending(candidates[row as usize].count));
    let mut candidates: Vec<Option<Definition>> = candidates.into_iter().map(Some).collect();
    rows.into_iter().filter_map(|row| candidates[row as usize].take()).collect()
}

/// `{a, b}` and how many of the properties it names; none for an object without properties.
fn interface_name(snapshot: &Snapshot, list: &[Text]) -> Option<(String, usize)> {
    let (mut name, mut units, mut taken) = (String::from("{"), 1, 0);
    for text in list {
        let property = property_name(&snapshot.text(*text));
        let more = property.encode_utf16().count();
        if units > 1 && units + more > NAME_LIMIT {
            break;
        }
        if units != 1 {
            name.push_str(", ");
            units += 2;
        }
        name.push_str(&property);
        units += more;
        taken += 1;
    }
    name.push('}');
    (taken > 0).then_some((name, taken))
}

/// A property as it stands in an interface's name: quoted like JSON when it holds one of `, ' " { }`.
fn property_name(text: &str) -> String {
    match text.contains([',', '\'', '"', '{', '}']) {
        true => quoted(text),
        false => text.to_owned(),
    }
}

/// Finds the best interface for a list of properties.
struct Matcher<'a> {
    definitions: &'a [Definition],
    /// Definitions by their property with the least handle: an object need only look under properties it has.
    by_anchor: HashMap<Text, Vec<u32>>,
    /// Rows past the string table cannot be stamped.
    strings: usize,
}

impl<'a> Matcher<'a> {
    fn new(snapshot: &Snapshot, definitions: &'a [Definition]) -> Self {
        let mut by_anchor: HashMap<Text, Vec<u32>> = HashMap::new();
        for (row, definition) in definitions.iter().enumerate() {
            if let Some(anchor) = definition.properties.iter().min() {
                by_anchor.entry(*anchor).or_default().push(row as u32);
            }
        }
        Self { definitions, by_anchor, strings: snapshot.strings().len() }
    }

    /// `stamps` marks the list's properties with `stamp`, so that asking whether one is there is one look.
    fn best(&self, list: &[Text], stamps: &mut [u32], stamp: u32) -> u32 {
        for text in list.iter().filter(|text| text.index() < self.strings) {
            stamps[text.index()] = stamp;
        }
        let has = |text: &Text| stamps.get(text.index()) == Some(&stamp);
        let mut best: Option<(usize, u32)> = None;
        for row in list.iter().filter_map(|text| self.by_anchor.get(text)).flatten() {
            let properties = &self.definitions[*row as usize].properties;
            let better = best.is_none_or(|(most, earliest)| {
                properties.len() > most || (properties.len() == most && *row < earliest)
            });
            if better && properties.iter().all(has) && has_repeats(properties, list) {
                best = Some((properties.len(), *row));
            }
        }
        best.map_or(NONE, |(_, row)| row)
    }
}

/// Two symbols of one description are two properties of one name: an interface that lists a name twice wants it twice.
fn has_repeats(wanted: &[Text], list: &[Text]) -> bool {
    let times = |texts: &[Text], text: Text| texts.iter().filter(|other| **other == text).count();
    let tally = order::tally(wanted.iter().map(|text| u64::from(text.0)));
    tally
        .into_iter()
        .filter(|(_, times)| *times > 1)
        .all(|(text, wanted)| times(list, Text(text as u32)) as u64 >= wanted)
}
