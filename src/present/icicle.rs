//! Where each slab of an icicle stands, and how the keyboard goes from one to the next.
//!
//! Takes the slabs in the order of the answer; gives left edge and width as shares of the whole. Guarantee: what hangs on
//! a slab is within its width, from the left in the order of the answer; the rest of the width is what is its own or too
//! narrow to be drawn.

use super::format::{count, ratio};
use super::naming;
use crate::question::Category;
use crate::question::cluster::ClusterRow;
use crate::question::icicle::{Slab, Slabs};

/// Left edge and width of a slab.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub left: f64,
    pub width: f64,
}

/// The spans of all slabs.
pub fn spans(picture: &Slabs) -> Vec<Span> {
    let whole = picture.top.retained;
    // How far each is filled from the left; the top comes last.
    let mut filled: Vec<f64> = vec![0.0; picture.slabs.len() + 1];
    let mut spans: Vec<Span> = Vec::with_capacity(picture.slabs.len());
    for (at, slab) in picture.slabs.iter().enumerate() {
        let parent = slab.parent.map_or(picture.slabs.len(), |parent| parent as usize);
        let width = ratio(slab.retained(), whole);
        let left = filled[parent];
        filled[parent] += width;
        filled[at] = left;
        spans.push(Span { left, width });
    }
    spans
}

/// What a slab is called, and whose colour it has.
pub fn name(slab: &Slab) -> (String, Category) {
    let (object, name) = match &slab.row {
        ClusterRow::One(child) => (&child.object, naming::short(&child.object)),
        ClusterRow::Many(alike) => {
            let object = &alike.largest.object;
            (object, format!("{} × {}", naming::alike(object, alike.same_name), count(alike.count)))
        }
    };
    (name, object.category)
}

/// The slab a key goes to from this one.
pub fn step(picture: &Slabs, at: usize, key: &str) -> Option<usize> {
    let slabs = &picture.slabs;
    let here = slabs.get(at)?;
    let beside = |to: Option<usize>| to.filter(|to| slabs.get(*to).is_some_and(|slab| slab.level == here.level));
    match key {
        "ArrowUp" => here.parent.map(|parent| parent as usize),
        "ArrowDown" => slabs.iter().position(|slab| slab.parent == Some(at as u32)),
        "ArrowLeft" => beside(at.checked_sub(1)),
        "ArrowRight" => beside(Some(at + 1)),
        "Home" => Some(0),
        "End" => slabs.len().checked_sub(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{Distance, ObjectId};
    use crate::question::children::ChildRow;
    use crate::question::{NodeKind, ObjectRow};

    fn object(retained: u64) -> ObjectRow {
        ObjectRow {
            id: ObjectId(1),
            name: "A".to_owned(),
            name_lost: false,
            class: "A".to_owned(),
            kind: NodeKind::Object,
            category: Category::Object,
            shallow: 1,
            raw: 1,
            retained,
            distance: Distance::FromRoot(1),
            dominated: 0,
        }
    }

    /// Two slabs on the top, two on the first of them.
    fn picture() -> Slabs {
        let slab = |retained, level, parent| Slab {
            row: ClusterRow::One(ChildRow { edge: None, object: object(retained) }),
            level,
            parent,
        };
        let slabs = vec![slab(60, 1, None), slab(30, 1, None), slab(40, 2, Some(0)), slab(15, 2, Some(0))];
        Slabs { top: object(100), slabs, cut: false }
    }

    #[test]
    fn slabs_stand_side_by_side_within_what_they_hang_on() {
        let spans: Vec<(f64, f64)> = spans(&picture()).iter().map(|span| (span.left, span.width)).collect();
        assert_eq!(spans, [(0.0, 0.6), (0.6, 0.3), (0.0, 0.4), (0.4, 0.15)]);
    }

    #[test]
    fn keys_go_to_the_slab_they_point_at() {
        let picture = picture();
        let to = |at, key| step(&picture, at, key);
        assert_eq!([to(0, "ArrowDown"), to(2, "ArrowUp"), to(1, "ArrowDown")], [Some(2), Some(0), None]);
        assert_eq!([to(0, "ArrowRight"), to(1, "ArrowRight"), to(2, "ArrowLeft")], [Some(1), None, None]);
        assert_eq!([to(3, "Home"), to(0, "End"), to(0, "x"), to(9, "Home")], [Some(0), Some(3), None, None]);
    }
}
