//! What is in the whole heap, as a sky of bodies? (gravity graph 引力图)
//!
//! Takes of what the bodies are, how many there may be, and which groups the user opened or gathered; gives bodies and the
//! references between them. Of objects: the dominator tree seen from above, cut where the heaviest `limit` end, like
//! children told as one body until the cut comes down to them, and the links of a chain counting for less the more there
//! are. Of classes: the classes that retain most, and which holds
//! which. Guarantee: at most `limit` bodies, dense, parents before children; no body retains more than its parent; the order
//! is fixed by the heap alone. `sky/tree.rs` cuts the tree, `sky/queue.rs` says what comes next, `sky/siblings.rs` which
//! children are alike, `sky/homes.rs` to which body each object belongs, `sky/across.rs` finds the references between
//! bodies, `sky/classes.rs` is the sky of classes.

use super::{Category, Refusal, Work, origins, report, rows};
use crate::analysis::Heap;
use crate::ids::{Bytes, ClassId, Node, ObjectId};
use crate::order;
use serde::{Deserialize, Serialize};
use tree::Tree;

mod across;
mod classes;
mod homes;
mod queue;
mod siblings;
mod tally;
mod tree;

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sky {
    pub of: SkyOf,
    /// Most bodies; from 1 to [`MOST`], whatever is asked.
    pub limit: u32,
    /// Groups that do not follow the cut. Those that are not there are passed over; of several for one group the last counts.
    pub opened: Vec<OpenedGroup>,
    /// Which part of the answer, from 0: whoever reads it may have no time for all at once.
    pub part: u32,
}

/// Bodies of a part.
pub const PART: u32 = 20_000;

/// More bodies than this are not to be drawn, nor to be sent in one message.
pub const MOST: u32 = 100_000;

/// What the bodies are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SkyOf {
    Objects,
    Classes,
}

/// A group the user opened or gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedGroup {
    /// Whose children.
    pub of: ObjectId,
    /// As [`Star::class`] has it.
    pub class: u32,
    /// So many of the heaviest are bodies; 0: gathered, none is.
    pub members: u32,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stars {
    /// How many parts there are. Classes and scripts are in the first, a link in that of its `from`.
    pub parts: u32,
    /// Each class that a body has, once, by number.
    pub classes: Vec<StarClass>,
    pub bodies: Vec<Star>,
    /// References across the tree, by `from` and `to`; the tree itself is in [`Star::parent`].
    pub links: Vec<StarLink>,
    /// Each script that a body has, once: its path or URL, or V8's number (`origins.rs`). Hostile text.
    pub scripts: Vec<String>,
}

/// A class as bodies have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StarClass {
    /// Means nothing in another heap.
    pub class: u32,
    /// Cut; hostile text.
    pub name: String,
    /// DevTools' key, which names the class in other files of the program too.
    pub key: String,
}

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StarKind {
    Object {
        id: ObjectId,
    },
    /// Those of an object's dominated children that are of one class, do not stand out and are no bodies.
    Group {
        of: ObjectId,
    },
    Class,
}

/// Something with mass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Star {
    pub kind: StarKind,
    pub class: u32,
    /// Of a group that of the member that retains most, of a class that of the first member.
    pub category: Category,
    /// Objects it stands for: 1 for an object.
    pub count: u64,
    pub shallow: Bytes,
    pub retained: Bytes,
    /// Position of the body of its dominator; none for the root and for classes.
    pub parent: Option<u32>,
    /// Objects it directly dominates that retain something, are no bodies and in no group's body; 0 for groups and classes.
    pub hidden: u64,
    /// The row in [`Stars::scripts`].
    pub script: Option<u32>,
    /// 1 for the body that is or has the report's first suspect, 2 for the second …; 0: none.
    pub suspect: u32,
}

/// References from one body, or what belongs to it, to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StarLink {
    /// Positions in `bodies`.
    pub from: u32,
    pub to: u32,
    /// Of objects how many references a developer wrote; of classes how many objects of the one class are immediately
    /// dominated by one of the other.
    pub count: u64,
    /// Of objects what the lesser body retains; of classes what those objects are large themselves.
    pub bytes: Bytes,
    /// References that keep nothing alive, where no other leads the same way; `count` has how many.
    pub is_weak: bool,
}

impl Sky {
    /// A part of the bodies and links.
    pub async fn answer(&self, heap: &Heap, work: &Work) -> Result<Stars, Refusal> {
        let whole = Self { part: 0, ..self.clone() };
        let stars = work.once("sky", &format!("{whole:?}"), whole.find(heap, work)).await;
        Ok(stars.part(self.part))
    }

    async fn find(&self, heap: &Heap, work: &Work) -> Stars {
        let limit = self.limit.clamp(1, MOST) as usize;
        let (mut bodies, nodes, links) = match self.of {
            SkyOf::Classes => classes::sky(heap, limit, work).await,
            SkyOf::Objects => {
                let tree = Tree::cut(heap, limit, &self.opened, work).await;
                let (mut bodies, nodes) = tree.bodies();
                let homes = tree.homes(work).await;
                mark(heap, &mut bodies, |node| homes.of(node));
                let links = across::links(heap, &bodies, &homes, work).await;
                (bodies, nodes, links)
            }
        };
        let scripts = origins::of_stars(heap, &mut bodies, &nodes, work).await;
        let parts = (bodies.len() as u32).div_ceil(PART).max(1);
        Stars { parts, classes: names(heap, &bodies), bodies, links, scripts }
    }
}

impl Stars {
    fn part(&self, part: u32) -> Self {
        let ends = [part, part.saturating_add(1)].map(|part| part.saturating_mul(PART).min(self.bodies.len() as u32));
        let [first, last] = ends.map(|end| self.links.partition_point(|link| link.from < end));
        let (classes, scripts) = match part {
            0 => (self.classes.clone(), self.scripts.clone()),
            _ => Default::default(),
        };
        let bodies = self.bodies[ends[0] as usize..ends[1] as usize].to_vec();
        Self { parts: self.parts, classes, bodies, links: self.links[first..last].to_vec(), scripts }
    }

    /// Adds the next part.
    pub fn extend(&mut self, next: Self) {
        self.bodies.extend(next.bodies);
        self.links.extend(next.links);
    }
}

/// Notes where the report's suspects are. Where two are in one body, the more suspicious is told.
fn mark(heap: &Heap, bodies: &mut [Star], home: impl Fn(Node) -> u32) {
    for (node, suspect) in report::suspect_objects(heap).into_iter().zip(1..) {
        if let Some(body) = bodies.get_mut(home(node) as usize).filter(|body| body.suspect == 0) {
            body.suspect = suspect;
        }
    }
}

/// The classes of these bodies.
fn names(heap: &Heap, bodies: &[Star]) -> Vec<StarClass> {
    let classes = order::tally(bodies.iter().map(|body| u64::from(body.class))).into_iter().map(|(class, _)| {
        let (number, class) = (class as u32, heap.classes().get(ClassId(class as u32)));
        StarClass { class: number, name: rows::cut(class.name.clone()), key: class.key() }
    });
    classes.collect()
}
