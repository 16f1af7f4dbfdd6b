//! What stands in a picture of the heap, whatever was asked: objects around one, the stars of the whole heap, classes.
//!
//! Owns the names by which a body is known from one answer to the next. Takes wire types; gives what all of them have in
//! common.

use crate::ids::{Bytes, ObjectId};
use crate::question::gravity::{self, Role};
use crate::question::sky::{Star, StarKind};
use crate::question::{Category, ObjectRow};

/// Something with mass.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// An object around the one that the picture is about.
    Object { object: Box<ObjectRow>, role: Role, shown: u32, script: Option<u32> },
    /// The rest of an object's dominated children.
    More { of: ObjectId, count: u64, bytes: Bytes, category: Category },
    /// An object, a group of like ones, or a class, in a picture of the whole heap.
    Star(Star),
}

/// Which size of a body its area follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Weight {
    #[default]
    Retained,
    Own,
}

impl From<gravity::Body> for Body {
    fn from(body: gravity::Body) -> Self {
        match body {
            gravity::Body::Object { object, role, shown, script } => {
                Body::Object { object: Box::new(object), role, shown, script }
            }
            gravity::Body::More { of, count, bytes, category } => Body::More { of, count, bytes, category },
        }
    }
}

impl Body {
    /// Its coarse kind, or that of the heaviest of many.
    pub fn category(&self) -> Category {
        match self {
            Body::Object { object, .. } => object.category,
            Body::More { category, .. } => *category,
            Body::Star(star) => star.category,
        }
    }

    /// What its area stands for.
    pub fn weight(&self, weight: Weight) -> Bytes {
        match (self, weight) {
            (Body::Object { object, .. }, Weight::Retained) => object.retained,
            (Body::Object { object, .. }, Weight::Own) => object.shallow,
            (Body::More { bytes, .. }, Weight::Retained) => *bytes,
            // What the rest holds itself nobody has added up; its body is as small as it can be.
            (Body::More { .. }, Weight::Own) => 0,
            (Body::Star(star), Weight::Retained) => star.retained,
            (Body::Star(star), Weight::Own) => star.shallow,
        }
    }

    /// The row of its script among those of its picture.
    pub fn script(&self) -> Option<u32> {
        match self {
            Body::Object { script, .. } => *script,
            Body::More { .. } => None,
            Body::Star(star) => star.script,
        }
    }

    /// The object it is, if it is one.
    pub fn object(&self) -> Option<ObjectId> {
        match Key::of(self) {
            Key::Object(id) => Some(id),
            _ => None,
        }
    }

    /// Whether it is the like children of one body, told as one.
    pub fn is_group(&self) -> bool {
        matches!(Key::of(self), Key::Group(..))
    }

    /// How many objects it stands for.
    pub fn count(&self) -> u64 {
        match self {
            Body::Object { .. } => 1,
            Body::More { count, .. } => *count,
            Body::Star(star) => star.count,
        }
    }
}

/// What a body is, from one answer to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Object(ObjectId),
    /// The rest of this object's children.
    More(ObjectId),
    /// Those of this object's children that are of this class.
    Group(ObjectId, u32),
    Class(u32),
}

impl Key {
    /// The key of a body.
    pub fn of(body: &Body) -> Self {
        match body {
            Body::Object { object, .. } => Key::Object(object.id),
            Body::More { of, .. } => Key::More(*of),
            Body::Star(star) => match star.kind {
                StarKind::Object { id } => Key::Object(id),
                StarKind::Group { of } => Key::Group(of, star.class),
                StarKind::Class => Key::Class(star.class),
            },
        }
    }

    /// The object it is, or whose children it is.
    pub fn id(self) -> Option<ObjectId> {
        match self {
            Key::Object(id) | Key::More(id) | Key::Group(id, _) => Some(id),
            Key::Class(_) => None,
        }
    }
}

/// Bits of a class and of an id in a key's number. V8's ids stay far below, as do the classes of a heap; a forged file with
/// greater ones gets rows in the list of bodies that say nothing.
const CLASS: u32 = 20;
const ID: u32 = 42;

/// As one number, for lists.
impl From<Key> for u64 {
    fn from(key: Key) -> u64 {
        let (tag, class, id) = match key {
            Key::Object(id) => (0, 0, id.0),
            Key::More(id) => (1, 0, id.0),
            Key::Group(id, class) => (2, class, id.0),
            Key::Class(class) => (3, class, 0),
        };
        tag << (ID + CLASS) | (u64::from(class) & ((1 << CLASS) - 1)) << ID | id & ((1 << ID) - 1)
    }
}

impl From<u64> for Key {
    fn from(number: u64) -> Key {
        let id = ObjectId(number & ((1 << ID) - 1));
        let class = (number >> ID & ((1 << CLASS) - 1)) as u32;
        match number >> (ID + CLASS) {
            0 => Key::Object(id),
            1 => Key::More(id),
            2 => Key::Group(id, class),
            _ => Key::Class(class),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_from_its_number() {
        let id = ObjectId(4_000_000_123);
        for key in [Key::Object(id), Key::More(id), Key::Group(id, 70_001), Key::Class(3), Key::Object(ObjectId(0))] {
            assert_eq!(Key::from(u64::from(key)), key);
        }
    }
}
