//! Which class each object belongs to, and what each class holds.
//!
//! Owns DevTools' class names, keys and totals (`classKeyInternal`, `calculateObjectNames`, `buildAggregates`). A class
//! is a name and, for objects with a location, the place of its constructor: two classes of one name in two files are
//! two rows. Objects whose shallow size is 0 after the transfer belong to a class but are not counted in it. A class
//! retains what its members retain, each byte once: a member below another member adds nothing.

use super::detached::Detached;
use super::distance::Distances;
use super::dominators::Dominators;
use super::interfaces::Interfaces;
use crate::graph::Known;
use crate::ids::{Bytes, ClassId, Distance, Node, parts};
use crate::snapshot::{NodeKind, Place, Sizes, Snapshot};
use std::cell::Cell;
use std::collections::HashMap;
use std::iter::Peekable;
use std::ops::Range;

/// A row of the class table.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// `Array`, `{a, b}`, `(string)`, `Detached <div>` …
    pub name: String,
    /// Where its constructor stands, if the file says.
    pub place: Option<Place>,
    /// Members with a size.
    pub count: u64,
    /// The least distance of a member; unreachable wins.
    pub distance: Distance,
    pub shallow: Bytes,
    pub retained: Bytes,
}

impl Class {
    /// DevTools' key: `scriptId,line,column,name`, or `,name`.
    pub fn key(&self) -> String {
        match self.place {
            Some(place) => format!("{},{},{},{}", place.script_id, place.line, place.column, self.name),
            None => format!(",{}", self.name),
        }
    }
}

/// The class table and the class of each node.
#[derive(Debug)]
pub struct Classes {
    of: Column,
    table: Vec<Class>,
}

impl Classes {
    /// Names every object. The totals come later, with [`Classes::total`].
    pub fn new(snapshot: &Snapshot, known: &Known, detached: &Detached) -> Self {
        // Before what is needed for a while only: what stays must not stand behind it in memory.
        let of = Column::Narrow(Vec::with_capacity(snapshot.node_count()));
        let interfaces = Interfaces::new(snapshot, known);
        let mut naming = Naming::new(snapshot, detached, interfaces.names(), of);
        let (mut interface_of, mut place_of) = (interfaces.iter().peekable(), snapshot.locations().iter().peekable());
        for part in parts(snapshot.node_count()) {
            naming.part(part, &mut interface_of, &mut place_of);
        }
        let Naming { names, table, of, .. } = naming;
        let class = |(name, place): (u32, Option<u32>)| Class {
            name: names.names[name as usize].clone(),
            place: place.map(|row| snapshot.locations().place(row)),
            count: 0,
            distance: Distance::Unreachable,
            shallow: 0,
            retained: 0,
        };
        Self { of, table: table.keys.into_iter().map(class).collect() }
    }

    /// Counts and sums the members of each class.
    pub fn total(&mut self, root: Node, sizes: &Sizes, distances: &Distances, dominators: &Dominators) {
        let mut nearest = vec![u32::MAX; self.table.len()];
        let mut lost = vec![false; self.table.len()];
        for part in parts(sizes.len()) {
            self.count(part, sizes, distances, &mut nearest, &mut lost);
        }
        // How many members of each class are above the node; what is below one is held by it.
        let above: Vec<Cell<u32>> = vec![Cell::new(0); self.table.len()];
        let mut retained: Vec<Bytes> = vec![0; self.table.len()];
        let enter = |node| {
            if sizes.get(node) == 0 {
                return u32::MAX;
            }
            let row = self.of.get(node);
            let open = &above[row.index()];
            if open.get() == 0 {
                retained[row.index()] = retained[row.index()].saturating_add(dominators.retained(node));
            }
            open.set(open.get() + 1);
            row.0
        };
        let leave = |row: u32| {
            if let Some(open) = above.get(row as usize) {
                open.set(open.get() - 1);
            }
        };
        dominators.walk(root, enter, leave);
        for (class, retained) in self.table.iter_mut().zip(retained) {
            class.retained = retained;
        }
        for (row, class) in self.table.iter_mut().enumerate() {
            if !lost[row] {
                class.distance = Distances::unpack(nearest[row]);
            }
        }
    }

    /// Counts these members: all but what they retain. `nearest` and `lost`: the least distance by class, and whether one
    /// has none.
    #[inline(never)]
    fn count(
        &mut self,
        part: Range<u32>,
        sizes: &Sizes,
        distances: &Distances,
        nearest: &mut [u32],
        lost: &mut [bool],
    ) {
        for node in part.map(Node) {
            let (shallow, row) = (sizes.get(node), self.of(node).index());
            if shallow == 0 {
                continue;
            }
            let class = &mut self.table[row];
            class.count += 1;
            class.shallow = class.shallow.saturating_add(shallow);
            let rank = distances.rank(node);
            nearest[row] = nearest[row].min(rank);
            lost[row] |= Distances::unpack(rank) == Distance::Unreachable;
        }
    }

    /// The class of a node.
    #[inline]
    pub fn of(&self, node: Node) -> ClassId {
        self.of.get(node)
    }

    /// A row of the table.
    pub fn get(&self, class: ClassId) -> &Class {
        &self.table[class.index()]
    }

    /// Number of classes.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is none: never in an open heap.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// All classes, in the order in which the file first has them; also those whose members all have no size.
    pub fn iter(&self) -> impl Iterator<Item = (ClassId, &Class)> {
        self.table.iter().enumerate().map(|(row, class)| (ClassId(row as u32), class))
    }
}

/// What is known while objects are named, one after the other.
struct Naming<'a> {
    snapshot: &'a Snapshot,
    detached: &'a Detached,
    names: Names,
    /// The name of each interface.
    interface_rows: Vec<u32>,
    /// A name is looked up once per string and kind of treatment, not once per object.
    by_text: Vec<u32>,
    by_detached_text: HashMap<u32, u32>,
    by_kind: [u32; Snapshot::KIND_CODES],
    table: Table,
    of: Column,
}

impl<'a> Naming<'a> {
    fn new(snapshot: &'a Snapshot, detached: &'a Detached, interfaces: &[String], of: Column) -> Self {
        let mut names = Names::default();
        Self {
            interface_rows: interfaces.iter().map(|name| names.row(name)).collect(),
            names,
            by_text: vec![u32::MAX; snapshot.strings().len()],
            by_detached_text: HashMap::new(),
            by_kind: [u32::MAX; Snapshot::KIND_CODES],
            table: Table::default(),
            of,
            snapshot,
            detached,
        }
    }

    /// Names these objects. The lists have those that have an interface, and those that have a place, in file order.
    #[inline(never)]
    fn part(
        &mut self,
        part: Range<u32>,
        interfaces: &mut Peekable<impl Iterator<Item = (Node, u32)>>,
        places: &mut Peekable<impl Iterator<Item = (Node, u32)>>,
    ) {
        for node in part.map(Node) {
            let interface = interfaces.next_if(|(other, _)| *other == node).map(|(_, row)| row);
            let place = places.next_if(|(other, _)| *other == node).map(|(_, row)| row);
            let kind = self.snapshot.kind(node);
            let name = self.name(node, kind, interface);
            self.of.push(self.table.row(name, place.filter(|_| kind == NodeKind::Object)));
        }
    }

    #[inline]
    fn name(&mut self, node: Node, kind: NodeKind, interface: Option<u32>) -> u32 {
        let Self { snapshot, detached, names, by_text, .. } = self;
        let text = snapshot.name(node);
        // Of an object that lost its name, its kind is all that is left.
        let nameless = snapshot.cut().is_some() && !snapshot.strings().has(text);
        match (kind, interface) {
            (NodeKind::Object, Some(row)) => self.interface_rows[row as usize],
            (NodeKind::Object | NodeKind::Native, _) if !nameless => {
                if detached.renames(snapshot, node) {
                    let prefixed = || class_name(&format!("Detached {}", snapshot.text(text)));
                    return *self.by_detached_text.entry(text.0).or_insert_with(|| names.row(&prefixed()));
                }
                let mut fresh = || names.row(&class_name(&snapshot.text(text)));
                match by_text.get_mut(text.index()) {
                    Some(row) if *row != u32::MAX => *row,
                    Some(row) => {
                        *row = fresh();
                        *row
                    }
                    None => fresh(),
                }
            }
            _ => {
                let row = &mut self.by_kind[snapshot.kind_code(node)];
                if *row == u32::MAX {
                    *row = names.row(&kind_name(kind, snapshot.kind_name(node)));
                }
                *row
            }
        }
    }
}

/// The class name of a node that has no name of its own: V8's for some, else the file's own word for its kind.
fn kind_name(kind: NodeKind, word: &str) -> String {
    match kind {
        NodeKind::Hidden => "(system)".into(),
        NodeKind::Code => "(compiled code)".into(),
        NodeKind::Closure => "Function".into(),
        NodeKind::Regexp => "RegExp".into(),
        _ => format!("({word})"),
    }
}

/// The class name of an object or native node: its name, but elements go by their tag: `<div id="a">` is `<div>`.
fn class_name(name: &str) -> String {
    let tag = name.strip_prefix("Detached ").unwrap_or(name);
    match tag.find(' ') {
        Some(space) if tag.starts_with('<') => format!("{}>", &name[..name.len() - tag.len() + space]),
        _ => name.to_owned(),
    }
}

/// The class of each node: two bytes a node, four where there are more than 65,536 classes.
#[derive(Debug)]
enum Column {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

impl Column {
    #[inline]
    fn push(&mut self, class: ClassId) {
        match (&mut *self, u16::try_from(class.0)) {
            (Column::Narrow(column), Ok(class)) => column.push(class),
            (Column::Narrow(column), Err(_)) => {
                let mut wide = Vec::with_capacity(column.capacity());
                wide.extend(column.iter().copied().map(u32::from));
                wide.push(class.0);
                *self = Column::Wide(wide);
            }
            (Column::Wide(column), _) => column.push(class.0),
        }
    }

    #[inline]
    fn get(&self, node: Node) -> ClassId {
        ClassId(match self {
            Column::Narrow(column) => u32::from(column[node.index()]),
            Column::Wide(column) => column[node.index()],
        })
    }
}

#[derive(Default)]
struct Names {
    names: Vec<String>,
    rows: HashMap<String, u32>,
}

impl Names {
    fn row(&mut self, name: &str) -> u32 {
        if let Some(row) = self.rows.get(name) {
            return *row;
        }
        let row = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.rows.insert(name.to_owned(), row);
        row
    }
}

/// Distinct pairs of name and place.
#[derive(Default)]
struct Table {
    keys: Vec<(u32, Option<u32>)>,
    plain: Vec<u32>,
    placed: HashMap<(u32, u32), u32>,
    /// The last name and row at each place: a constructor mostly makes objects of one name.
    last: Vec<(u32, u32)>,
}

impl Table {
    fn row(&mut self, name: u32, place: Option<u32>) -> ClassId {
        let next = self.keys.len() as u32;
        if self.plain.len() <= name as usize {
            self.plain.resize(name as usize + 1, u32::MAX);
        }
        let row = match place {
            Some(place) => {
                if self.last.len() <= place as usize {
                    self.last.resize(place as usize + 1, (u32::MAX, 0));
                }
                let (last, row) = &mut self.last[place as usize];
                if *last != name {
                    (*last, *row) = (name, *self.placed.entry((name, place)).or_insert(next));
                }
                row
            }
            None => {
                let row = &mut self.plain[name as usize];
                if *row == u32::MAX {
                    *row = next;
                }
                row
            }
        };
        let row = *row;
        if row == next {
            self.keys.push((name, place));
        }
        ClassId(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_go_by_their_tag() {
        for (name, class) in [
            ("<div id=\"a\">", "<div>"),
            ("<div>", "<div>"),
            ("Detached <div class=b>", "Detached <div>"),
            ("Detached HTMLDivElement", "Detached HTMLDivElement"),
            ("a b", "a b"),
            ("", ""),
        ] {
            assert_eq!(class_name(name), class);
        }
    }
}
