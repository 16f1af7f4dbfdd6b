//! The rows of a list, and how questions sort them.
//!
//! Takes the rows of an answer; gives [`Entry`]s, each with what stands below it when it is opened.

use super::super::format::visible;
use super::super::{naming, selecting};
use super::column::Column;
use super::{Listing, Sort};
use crate::ids::{Bytes, Distance, ObjectId};
use crate::question::children::ChildRow;
use crate::question::classes::{ClassOrder, ClassRow};
use crate::question::instances::InstanceOrder;
use crate::question::merged::{MOST_STEPS, MergedRow, Via};
use crate::question::strings::{StringOrder, StringRow, StringView};
use crate::question::totals::{Grouping, Selection};
use crate::question::{EdgeLabel, LinkOrder, LinkRow, ObjectRow, Rows};
use std::sync::Arc;

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
    pub wasted: Option<Bytes>,
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
        /// All have the name of the largest.
        same_name: bool,
    },
    Class(ClassRow),
    /// Strings that are equal or begin alike.
    Strings(StringRow),
    /// Like holders of a class's objects.
    Holders(MergedRow),
}

impl Entry {
    /// The object a row stands for.
    pub fn object(&self) -> Option<ObjectId> {
        match &self.label {
            Label::Object { row, .. } => Some(row.id),
            Label::Alike { .. } | Label::Class(_) | Label::Strings(_) | Label::Holders(_) => None,
        }
    }

    /// The name in full, for exports and titles.
    pub fn name(&self) -> String {
        match &self.label {
            Label::Object { row, .. } => naming::full(row),
            Label::Alike { largest, same_name: true } => naming::full(&largest.object),
            Label::Alike { largest, .. } => visible(&largest.object.class),
            Label::Class(class) => selecting::full_group(&class.name),
            Label::Holders(row) => visible(&row.largest.class),
            Label::Strings(row) => {
                row.prefix.as_ref().map_or_else(|| naming::full(&row.sample), |prefix| format!("{}…", visible(prefix)))
            }
        }
    }
}

pub(super) fn each<T>(rows: Rows<T>, entry: impl FnMut(T) -> Entry) -> Rows<Entry> {
    Rows { rows: rows.rows.into_iter().map(entry).collect(), total: rows.total, offset: rows.offset }
}

pub(super) fn class_order(sort: Sort) -> ClassOrder {
    match sort.column {
        Column::Name => ClassOrder::Name,
        Column::Count => ClassOrder::Count,
        Column::Distance => ClassOrder::Distance,
        Column::Own => ClassOrder::Shallow,
        Column::Largest => ClassOrder::Largest,
        Column::Retained | Column::Wasted | Column::Share => ClassOrder::Retained,
    }
}

pub(super) fn instance_order(sort: Sort) -> InstanceOrder {
    match sort.column {
        Column::Distance => InstanceOrder::Distance,
        Column::Own => InstanceOrder::Shallow,
        Column::Name | Column::Count => InstanceOrder::Id,
        Column::Retained | Column::Largest | Column::Wasted | Column::Share => InstanceOrder::Retained,
    }
}

pub(super) fn string_order(sort: Sort) -> StringOrder {
    match sort.column {
        Column::Count => StringOrder::Count,
        Column::Own => StringOrder::Shallow,
        Column::Wasted => StringOrder::Wasted,
        _ => StringOrder::Retained,
    }
}

/// An object that opens into what it refers to.
pub(super) fn object_with_edges(row: ObjectRow) -> Entry {
    let opens = Listing::Edges(Some(row.id));
    object_entry(row, None, true, Some(opens))
}

/// A string opens into who refers to it: of a string one wants to know where it is.
pub(super) fn held_entry(row: ObjectRow) -> Entry {
    let opens = Listing::Retainers { of: row.id, ignored: Arc::default() };
    object_entry(row, None, true, Some(opens))
}

pub(super) fn string_entry(row: StringRow, view: StringView) -> Entry {
    if view == StringView::Each {
        return held_entry(row.sample);
    }
    Entry {
        count: Some(row.count),
        distance: None,
        shallow: row.shallow,
        raw: row.raw,
        retained: row.retained,
        largest: None,
        wasted: Some(row.wasted),
        opens: Some(Listing::StringGroup { view, of: row.sample.id }),
        label: Label::Strings(row),
    }
}

/// A class opens into its objects, any other group into its classes.
pub(super) fn class_entry(class: ClassRow, selection: &Selection, grouping: Grouping) -> Entry {
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
        raw: class.raw,
        retained: class.retained,
        largest: Some(class.largest),
        wasted: None,
        opens: Some(opens),
        label: Label::Class(class),
    }
}

/// Like holders open into who holds them.
pub(super) fn merged_entry(row: MergedRow, class: &str, above: &[Via]) -> Entry {
    let above: Arc<[Via]> = above.iter().cloned().chain([row.via.clone()]).collect();
    let goes_on = !row.is_root && above.len() <= MOST_STEPS;
    Entry {
        count: Some(row.objects),
        distance: Some(row.largest.distance),
        shallow: row.largest.shallow,
        raw: row.largest.raw,
        retained: row.bytes,
        largest: None,
        wasted: None,
        opens: goes_on.then(|| Listing::Merged { class: class.to_owned(), above }),
        label: Label::Holders(row),
    }
}

pub(super) fn link_order(sort: Sort) -> LinkOrder {
    match sort.column {
        Column::Retained | Column::Largest | Column::Wasted | Column::Share => LinkOrder::Retained,
        Column::Own => LinkOrder::Shallow,
        Column::Distance => LinkOrder::Distance,
        Column::Name | Column::Count => LinkOrder::File,
    }
}

pub(super) fn child_entry(child: ChildRow, below: impl FnOnce(Option<ObjectId>) -> Listing) -> Entry {
    let opens = (child.object.dominated > 0).then(|| below(Some(child.object.id)));
    object_entry(child.object, child.edge, true, opens)
}

pub(super) fn link_entry(link: LinkRow, below: impl FnOnce(ObjectId) -> Listing) -> Entry {
    let opens = below(link.object.id);
    object_entry(link.object, Some(link.label), link.essential, Some(opens))
}

/// The row of one object.
pub(super) fn object_entry(row: ObjectRow, edge: Option<EdgeLabel>, holds: bool, opens: Option<Listing>) -> Entry {
    Entry {
        count: None,
        distance: Some(row.distance),
        shallow: row.shallow,
        raw: row.raw,
        retained: row.retained,
        largest: None,
        wasted: None,
        opens,
        label: Label::Object { row, edge, holds },
    }
}
