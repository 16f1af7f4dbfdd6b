//! Which lists the page shows: what each asks, what its rows are, which columns they have, and into what a row opens.
//!
//! Owns the one table from lists to questions. A [`Listing`] with a [`Sort`] and a page is a question; its answer becomes
//! [`Entry`]s. Every view of an open heap that is a list is made of these, so that they look, sort, open and are exported
//! alike, and a new list is one arm in each function here.

use super::selecting;
use super::text::{self, Phrase};
use crate::ids::ObjectId;
use crate::question::cluster::ClusterRow;
use crate::question::merged::Via;
use crate::question::search::Found;
use crate::question::strings::StringView;
use crate::question::totals::{Grouping, Selection};
use crate::question::{
    Answer, Children, Classes, Cluster, Direction, Edges, Facts, Ignored, Instances, Members, Merged, Page, Question,
    Retainers, Rows, Search, StringGroup, Strings,
};
use std::sync::Arc;

pub use column::{Column, Sort};
use entry::*;
pub use entry::{Entry, Label};

mod column;
mod entry;

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
    /// Objects that a search finds.
    Search(String),
    /// Strings, or groups of them, whose text is like a pattern.
    Strings { view: StringView, text: String },
    /// The strings behind a row of those.
    StringGroup { view: StringView, of: ObjectId },
    /// Who holds the objects of a class, above these holders.
    Merged { class: String, above: Arc<[Via]> },
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

impl Listing {
    /// The head of the column of names.
    pub fn names(&self) -> Phrase {
        match self {
            Listing::Classes { grouping, .. } => selecting::grouping_name(*grouping),
            Listing::Merged { .. } => text::HELD_BY,
            _ => text::OBJECT,
        }
    }

    /// Its columns, from the left.
    pub fn columns(&self) -> &'static [Column] {
        match self {
            Listing::Subject { of, below } => below.of(*of).columns(),
            Listing::Classes { .. } => &[
                Column::Name,
                Column::Count,
                Column::Distance,
                Column::Own,
                Column::Retained,
                Column::Largest,
                Column::Share,
            ],
            Listing::Strings { view: StringView::Each, .. } => {
                &[Column::Name, Column::Distance, Column::Own, Column::Retained, Column::Share]
            }
            Listing::Strings { view: StringView::Duplicated, .. } => {
                &[Column::Name, Column::Count, Column::Own, Column::Wasted, Column::Share]
            }
            Listing::Strings { view: StringView::Families, .. } => {
                &[Column::Name, Column::Count, Column::Own, Column::Retained, Column::Share]
            }
            Listing::Merged { .. } => &[Column::Name, Column::Count, Column::Distance, Column::Retained, Column::Share],
            Listing::Children(_) => &[Column::Name, Column::Own, Column::Retained, Column::Share],
            Listing::Cluster { .. } | Listing::Members { .. } => {
                &[Column::Name, Column::Count, Column::Own, Column::Retained, Column::Share]
            }
            Listing::Instances { .. }
            | Listing::Edges(_)
            | Listing::Retainers { .. }
            | Listing::Search(_)
            | Listing::StringGroup { .. } => {
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
            (Listing::Instances { .. } | Listing::Search(_), Column::Distance) => sort(false),
            (Listing::Search(_), Column::Own | Column::Retained) => sort(true),
            (Listing::Strings { .. }, Column::Count | Column::Own | Column::Retained | Column::Wasted) => sort(true),
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
            Listing::Merged { .. } => Sort { column: Column::Count, descending: true },
            Listing::Strings { view: StringView::Duplicated, .. } => Sort { column: Column::Wasted, descending: true },
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
            Listing::Edges(of) => Edges { of, order: link_order(sort), direction, page }.into(),
            Listing::Search(text) => Search { text, order: instance_order(sort), direction, page }.into(),
            Listing::Strings { view, text } => {
                Strings { view, text, order: string_order(sort), direction, page }.into()
            }
            Listing::StringGroup { view, of } => StringGroup { view, of, page }.into(),
            Listing::Merged { class, above } => Merged { class, above: above.to_vec(), page }.into(),
            Listing::Retainers { of, ignored } => Retainers { of, ignored: ignored.to_vec(), page }.into(),
        }
    }

    /// The rows of its answer; `None` if it is the answer to something else.
    pub fn entries(&self, answer: Answer) -> Option<Rows<Entry>> {
        match (self, answer) {
            (Listing::Subject { of, below }, Answer::Facts(facts)) => {
                let mut entry = object_entry(facts.object, None, true, Some(below.of(*of)));
                if matches!(below, Below::Retainers { ignored } if !ignored.is_empty()) {
                    // That of the whole heap would contradict what follows when something is thought away.
                    entry.distance = None;
                }
                Some(Rows { rows: vec![entry], total: 1, offset: 0 })
            }
            (Listing::Classes { selection, grouping, .. }, Answer::Classes(list)) => {
                Some(each(list.classes, |class| class_entry(class, selection, *grouping)))
            }
            (Listing::Instances { .. }, Answer::Instances(rows)) => Some(each(rows, object_with_edges)),
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
            (Listing::Search(_), Answer::Search(found)) => {
                let rows = match found {
                    Found::Object(row) => Rows { rows: vec![row], total: 1, offset: 0 },
                    Found::NoSuchId => Rows { rows: Vec::new(), total: 0, offset: 0 },
                    Found::Names(rows) => rows,
                };
                Some(each(rows, object_with_edges))
            }
            (Listing::Strings { view, .. }, Answer::Strings(list)) => {
                Some(each(list.rows, |row| string_entry(row, *view)))
            }
            (Listing::StringGroup { .. }, Answer::StringGroup(rows)) => Some(each(rows, held_entry)),
            (Listing::Merged { class, above }, Answer::Merged(rows)) => {
                Some(each(rows, |row| merged_entry(row, class, above)))
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
                wasted: None,
                opens: Some(Listing::Members { of, class: alike.class, by_class }),
                label: Label::Alike { largest: alike.largest, same_name: alike.same_name },
            },
        }
    }
}
