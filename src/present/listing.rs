//! Which lists the page shows: what each asks, what its rows are, which columns they have, and into what a row opens.
//!
//! Owns the one table from lists to questions. A [`Listing`] with a [`Sort`] and a page is a question; its answer becomes
//! [`Entry`]s. Every view of an open heap that is a list is made of these, so that they look, sort, open and are exported
//! alike, and a new list is one arm in each function here.

use super::format::visible;
use super::text::{self, Phrase};
use super::{naming, selecting};
use crate::ids::{Bytes, Distance, ObjectId};
use crate::question::children::ChildRow;
use crate::question::classes::{ClassOrder, ClassRow};
use crate::question::cluster::ClusterRow;
use crate::question::instances::InstanceOrder;
use crate::question::totals::{Grouping, Selection};
use crate::question::{
    Answer, Children, Classes, Cluster, Direction, EdgeLabel, Edges, Facts, Ignored, Instances, LinkOrder, LinkRow,
    Members, ObjectRow, Page, Question, Retainers, Rows,
};
use std::sync::Arc;

pub use column::{Column, Sort};

mod column;

/// A list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Listing {
    /// One object as a list of one row, which opens into another list.
    Subject { of: ObjectId, below: Below },
    /// Classes, scripts, packages or kinds whose name is like a pattern, of the objects that count.
    Classes { text: String, selection: Selection, grouping: Grouping },
    /// The objects of a class, by its key, that count.
    Instances { class: String, selection: Selection },
    /// What an object dominates, one by one.
    Children(Option<ObjectId>),
    /// What an object dominates, like children told as one.
    Cluster { of: Option<ObjectId>, by_class: bool },
    /// The children behind a folded row.
    Members { of: Option<ObjectId>, class: u32, by_class: bool },
    /// What an object refers to.
    Edges(Option<ObjectId>),
    /// Who refers to an object, without what is thought away.
    Retainers { of: ObjectId, ignored: Arc<[Ignored]> },
}

/// Into what a list of one row opens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Below {
    Children,
    Cluster { by_class: bool },
    Edges,
    Retainers { ignored: Arc<[Ignored]> },
}

impl Below {
    /// The list below an object.
    pub fn of(&self, id: ObjectId) -> Listing {
        match self {
            Below::Children => Listing::Children(Some(id)),
            Below::Cluster { by_class } => Listing::Cluster { of: Some(id), by_class: *by_class },
            Below::Edges => Listing::Edges(Some(id)),
            Below::Retainers { ignored } => Listing::Retainers { of: id, ignored: ignored.clone() },
        }
    }
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub label: Label,
    pub count: Option<u64>,
    pub distance: Option<Distance>,
    pub shallow: Bytes,
    pub raw: Bytes,
    pub retained: Bytes,
    pub largest: Option<Bytes>,
    /// What stands below the row when it is opened.
    pub opens: Option<Listing>,
}

/// What a row is of.
#[derive(Clone, Debug, PartialEq)]
pub enum Label {
    /// An object, and the reference that leads to it or from it.
    Object {
        row: ObjectRow,
        edge: Option<EdgeLabel>,
        holds: bool,
    },
    /// Several children of one class.
    Alike {
        largest: ChildRow,
    },
    Class(ClassRow),
}

impl Entry {
    /// The object a row stands for.
    pub fn object(&self) -> Option<ObjectId> {
        match &self.label {
            Label::Object { row, .. } => Some(row.id),
            Label::Alike { .. } | Label::Class(_) => None,
        }
    }

    /// The name in full, for exports and titles.
    pub fn name(&self) -> String {
        match &self.label {
            Label::Object { row, .. } => naming::full(row),
            Label::Alike { largest } => visible(&largest.object.class),
            Label::Class(class) => selecting::full_group(&class.name),
        }
    }
}

impl Listing {
    /// The head of the column of names.
    pub fn names(&self) -> Phrase {
        match self {
            Listing::Classes { grouping, .. } => selecting::grouping_name(*grouping),
            _ => text::OBJECT,
        }
    }

    /// Its columns, from the left.
    pub fn columns(&self) -> &'static [Column] {
        match self {
            Listing::Subject { of, below } => below.of(*of).columns(),
            Listing::Classes { .. } => &Column::ALL,
            Listing::Children(_) => &[Column::Name, Column::Own, Column::Retained, Column::Share],
            Listing::Cluster { .. } | Listing::Members { .. } => {
                &[Column::Name, Column::Count, Column::Own, Column::Retained, Column::Share]
            }
            Listing::Instances { .. } | Listing::Edges(_) | Listing::Retainers { .. } => {
                &[Column::Name, Column::Distance, Column::Own, Column::Retained, Column::Share]
            }
        }
    }

    /// Whether a click on the head of this column sorts, and in which direction first.
    pub fn sorts_by(&self, column: Column) -> Option<Sort> {
        let sort = |descending| Some(Sort { column, descending });
        match (self, column) {
            (Listing::Subject { of, below }, _) => below.of(*of).sorts_by(column),
            (Listing::Classes { .. } | Listing::Edges(_), Column::Name | Column::Distance) => sort(false),
            (Listing::Instances { .. }, Column::Distance) => sort(false),
            (Listing::Classes { .. }, Column::Count | Column::Largest) => sort(true),
            (
                Listing::Classes { .. } | Listing::Instances { .. } | Listing::Edges(_),
                Column::Own | Column::Retained,
            ) => sort(true),
            _ => None,
        }
    }

    /// How it is sorted unless the reader says otherwise.
    pub fn natural(&self) -> Sort {
        match self {
            Listing::Subject { of, below } => below.of(*of).natural(),
            Listing::Retainers { .. } => Sort { column: Column::Distance, descending: false },
            _ => Sort { column: Column::Retained, descending: true },
        }
    }

    /// The question for a part of the list.
    pub fn question(&self, sort: Sort, page: Page) -> Question {
        let direction = if sort.descending { Direction::Down } else { Direction::Up };
        match self.clone() {
            Listing::Subject { of, .. } => Facts { of }.into(),
            Listing::Classes { text, selection, grouping } => {
                Classes { text, selection, grouping, order: class_order(sort), direction, page }.into()
            }
            Listing::Instances { class, selection } => {
                Instances { class, selection, order: instance_order(sort), direction, page }.into()
            }
            Listing::Children(of) => Children { of, page }.into(),
            Listing::Cluster { of, by_class } => Cluster { of, by_class, page }.into(),
            Listing::Members { of, class, by_class } => Members { of, class, by_class, page }.into(),
            Listing::Edges(of) => Edges { of, order: link_order(sort), page }.into(),
            Listing::Retainers { of, ignored } => Retainers { of, ignored: ignored.to_vec(), page }.into(),
        }
    }

    /// The rows of its answer; `None` if it is the answer to something else.
    pub fn entries(&self, answer: Answer) -> Option<Rows<Entry>> {
        match (self, answer) {
            (Listing::Subject { of, below }, Answer::Facts(facts)) => {
                let opens = below.of(*of);
                Some(Rows { rows: vec![object_entry(facts.object, None, true, Some(opens))], total: 1, offset: 0 })
            }
            (Listing::Classes { selection, grouping, .. }, Answer::Classes(list)) => {
                Some(each(list.classes, |class| class_entry(class, selection, *grouping)))
            }
            (Listing::Instances { .. }, Answer::Instances(rows)) => Some(each(rows, |row| {
                let opens = Listing::Edges(Some(row.id));
                object_entry(row, None, true, Some(opens))
            })),
            (Listing::Children(_), Answer::Children(rows)) => {
                Some(each(rows, |child| child_entry(child, Listing::Children)))
            }
            (Listing::Cluster { .. }, Answer::Cluster(rows)) => Some(each(rows, |row| self.cluster_entry(row))),
            (Listing::Members { by_class, .. }, Answer::Members(rows)) => {
                let by_class = *by_class;
                Some(each(rows, |child| child_entry(child, |of| Listing::Cluster { of, by_class })))
            }
            (Listing::Edges(_), Answer::Edges(rows)) => {
                Some(each(rows, |link| link_entry(link, |id| Listing::Edges(Some(id)))))
            }
            (Listing::Retainers { ignored, .. }, Answer::Retainers(rows)) => {
                let retainers = |of| Listing::Retainers { of, ignored: ignored.clone() };
                Some(each(rows, |link| link_entry(link, retainers)))
            }
            _ => None,
        }
    }

    fn cluster_entry(&self, row: ClusterRow) -> Entry {
        let (of, by_class) = match self {
            Listing::Cluster { of, by_class } => (*of, *by_class),
            _ => (None, false),
        };
        match row {
            ClusterRow::One(child) => child_entry(child, |of| Listing::Cluster { of, by_class }),
            ClusterRow::Many(alike) => Entry {
                count: Some(alike.count),
                distance: None,
                shallow: alike.shallow,
                raw: alike.raw,
                retained: alike.retained,
                largest: None,
                opens: Some(Listing::Members { of, class: alike.class, by_class }),
                label: Label::Alike { largest: alike.largest },
            },
        }
    }
}

fn each<T>(rows: Rows<T>, entry: impl FnMut(T) -> Entry) -> Rows<Entry> {
    Rows { rows: rows.rows.into_iter().map(entry).collect(), total: rows.total, offset: rows.offset }
}

fn class_order(sort: Sort) -> ClassOrder {
    match sort.column {
        Column::Name => ClassOrder::Name,
        Column::Count => ClassOrder::Count,
        Column::Distance => ClassOrder::Distance,
        Column::Own => ClassOrder::Shallow,
        Column::Largest => ClassOrder::Largest,
        Column::Retained | Column::Share => ClassOrder::Retained,
    }
}

fn instance_order(sort: Sort) -> InstanceOrder {
    match sort.column {
        Column::Distance => InstanceOrder::Distance,
        Column::Own => InstanceOrder::Shallow,
        Column::Name | Column::Count => InstanceOrder::Id,
        Column::Retained | Column::Largest | Column::Share => InstanceOrder::Retained,
    }
}

/// A class opens into its objects, any other group into its classes.
fn class_entry(class: ClassRow, selection: &Selection, grouping: Grouping) -> Entry {
    let (key, filter) = (class.key.clone(), selection.filter);
    let opens = match grouping {
        Grouping::Class => Listing::Instances { class: key, selection: selection.clone() },
        _ => {
            let selection = Selection { filter, within: Some((grouping, key)) };
            Listing::Classes { text: String::new(), selection, grouping: Grouping::Class }
        }
    };
    Entry {
        count: Some(class.count),
        distance: Some(class.distance),
        shallow: class.shallow,
        // The members' raw sizes are not summed up anywhere.
        raw: class.shallow,
        retained: class.retained,
        largest: Some(class.largest),
        opens: Some(opens),
        label: Label::Class(class),
    }
}

fn link_order(sort: Sort) -> LinkOrder {
    match sort.column {
        Column::Retained | Column::Largest | Column::Share => LinkOrder::Retained,
        Column::Own => LinkOrder::Shallow,
        Column::Distance => LinkOrder::Distance,
        Column::Name | Column::Count => LinkOrder::File,
    }
}

fn child_entry(child: ChildRow, below: impl FnOnce(Option<ObjectId>) -> Listing) -> Entry {
    let opens = (child.object.dominated > 0).then(|| below(Some(child.object.id)));
    object_entry(child.object, child.edge, true, opens)
}

fn link_entry(link: LinkRow, below: impl FnOnce(ObjectId) -> Listing) -> Entry {
    let opens = below(link.object.id);
    object_entry(link.object, Some(link.label), link.essential, Some(opens))
}

/// The row of one object.
fn object_entry(row: ObjectRow, edge: Option<EdgeLabel>, holds: bool, opens: Option<Listing>) -> Entry {
    Entry {
        count: None,
        distance: Some(row.distance),
        shallow: row.shallow,
        raw: row.raw,
        retained: row.retained,
        largest: None,
        opens,
        label: Label::Object { row, edge, holds },
    }
}
