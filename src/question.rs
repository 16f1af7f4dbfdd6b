//! What can be asked of an open heap.
//!
//! Owns the closed list of questions and the rows they share. One file per question holds its request, its rows and
//! `answer()`, which is pure: the same heap and the same question give the same rows. Every list is a [`Page`] of rows
//! with a total; no answer grows with the heap. Objects are named by [`ObjectId`]; an id that the heap does not have is
//! a [`Refusal`], not a panic.

use crate::analysis::Heap;
use crate::ids::{Bytes, Distance, ObjectId};
use crate::order;
pub use crate::snapshot::{EdgeKind, NodeKind};
use serde::{Deserialize, Deserializer, Serialize};

pub mod between;
pub mod children;
pub mod classes;
pub mod cluster;
mod code;
pub mod contents;
pub mod edges;
pub mod facts;
pub mod filter;
pub mod gravity;
pub mod icicle;
pub mod instances;
pub mod merged;
pub mod objects;
mod origins;
pub mod paths;
pub mod pattern;
pub mod realms;
pub mod report;
pub mod retainers;
mod rows;
pub mod scripts;
pub mod search;
pub mod sky;
pub mod statistics;
pub mod strings;
pub mod texts;
pub mod timeline;
pub mod totals;
pub mod twins;
pub mod without;
pub mod work;

pub use between::Between;
pub use children::Children;
pub use classes::Classes;
pub use cluster::{Cluster, Members};
pub use contents::{ContentKey, Contents};
pub use edges::{Edges, LinkOrder};
pub use facts::Facts;
pub use gravity::Gravity;
pub use icicle::Icicle;
pub use instances::Instances;
pub use merged::Merged;
pub use objects::Objects;
pub use paths::Paths;
pub use realms::Realms;
pub use report::Report;
pub use retainers::Retainers;
pub use search::Search;
pub use sky::Sky;
pub use statistics::Statistics;
pub use strings::{StringGroup, Strings};
pub use timeline::Timeline;
pub use without::Ignored;
pub use work::Work;

/// Pairs a question with the type of its answer, so that `client.ask(Retainers { .. })` returns retainer rows.
pub trait Ask: Into<Question> {
    type Answer;
    /// Takes this question's answer out of the wire enum; `None` if the other side answered something else.
    fn unwrap(answer: Answer) -> Option<Self::Answer>;
}

macro_rules! questions {
    ($($name:ident => $answer:ty $(, $slow:ident)?;)*) => {
        /// Any question, as it crosses the wire.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Question { $(#[serde(deserialize_with = "apart")] $name($name)),* }

        /// Any answer, as it crosses the wire.
        #[derive(Clone, Debug, Serialize, Deserialize)]
        pub enum Answer { $(#[serde(deserialize_with = "apart")] $name($answer)),* }

        $(
            impl From<$name> for Question {
                fn from(question: $name) -> Self { Question::$name(question) }
            }
            impl Ask for $name {
                type Answer = $answer;
                fn unwrap(answer: Answer) -> Option<$answer> {
                    match answer { Answer::$name(rows) => Some(rows), _ => None }
                }
            }
        )*

        /// Answers any question; in strides, if it goes through the whole heap.
        pub async fn answer_in_strides(heap: &Heap, question: &Question, work: &Work) -> Result<Answer, Refusal> {
            match question { $(Question::$name(q) => given!(q, heap, work $(, $slow)?).map(Answer::$name)),* }
        }
    };
}

/// Reads a question or an answer in a function of its own: in the browser, that of a report is there before all others
/// (`xtask/src/split`), which is not possible when one function reads them all.
#[inline(never)]
fn apart<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    T::deserialize(from)
}

macro_rules! given {
    ($question:ident, $heap:ident, $work:ident) => {
        $question.answer($heap)
    };
    ($question:ident, $heap:ident, $work:ident, slow) => {
        $question.answer($heap, $work).await
    };
}

/// Answers any question at once.
pub fn answer(heap: &Heap, question: &Question) -> Result<Answer, Refusal> {
    work::at_once(answer_in_strides(heap, question, &Work::default()))
}

questions! {
    Report => report::LeakReport;
    Children => Rows<children::ChildRow>;
    Classes => classes::ClassList, slow;
    Instances => Rows<ObjectRow>, slow;
    Cluster => Rows<cluster::ClusterRow>;
    Members => Rows<children::ChildRow>;
    Icicle => icicle::Slabs;
    Statistics => statistics::Parts, slow;
    Strings => strings::StringList, slow;
    StringGroup => Rows<ObjectRow>, slow;
    Timeline => timeline::Moments;
    Realms => realms::RealmList, slow;
    Facts => facts::ObjectFacts;
    Contents => Rows<ContentRow>, slow;
    Edges => Rows<LinkRow>;
    Retainers => Rows<LinkRow>, slow;
    Paths => paths::Held, slow;
    Merged => Rows<merged::MergedRow>, slow;
    Search => search::Found, slow;
    Gravity => gravity::Neighbourhood, slow;
    Between => between::Ways, slow;
    Objects => Vec<ObjectRow>;
    Sky => sky::Stars, slow;
}

/// Which part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    pub offset: u32,
    /// At most [`Page::MAX`] rows are given, whatever is asked.
    pub limit: u32,
}

impl Page {
    /// More rows than this in one message would block the page while they are decoded.
    pub const MAX: u32 = 1000;

    /// The first `limit` rows.
    pub const fn first(limit: u32) -> Self {
        Self { offset: 0, limit }
    }
}

/// Which end of an order comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// The least, the nearest, the first letter.
    Up,
    /// The most.
    Down,
}

impl Direction {
    /// The key that sorts so.
    fn of(self, number: u64) -> u64 {
        match self {
            Direction::Up => number,
            Direction::Down => order::descending(number),
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rows<T> {
    pub rows: Vec<T>,
    /// Rows in the whole list.
    pub total: u64,
    /// Position of the first of `rows` in the whole list.
    pub offset: u32,
}

/// An object as every list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectRow {
    pub id: ObjectId,
    /// The node's own name, decoded and cut to [`NAME_LIMIT`] characters: string text, function name, constructor.
    /// Hostile text: show it as text only.
    pub name: String,
    /// The file's string table does not have the name: the file was cut off, or never had it. `name` is a stand-in.
    pub name_lost: bool,
    /// DevTools' class name (`Array`, `{a, b}`, `(string)`, `Function` …).
    pub class: String,
    pub kind: NodeKind,
    pub category: Category,
    /// As in DevTools: backing stores are charged to their owner.
    pub shallow: Bytes,
    /// `self_size` as the file has it.
    pub raw: Bytes,
    pub retained: Bytes,
    pub distance: Distance,
    /// How many objects it immediately dominates.
    pub dominated: u64,
}

/// Names longer than this are cut on the wire.
pub const NAME_LIMIT: usize = 400;

/// The coarse kinds that have a colour and a mark in every view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Category {
    Object,
    /// Backing stores: V8's FixedArrays, property arrays, hash tables.
    Array,
    Closure,
    String,
    Code,
    Number,
    /// Off-heap and embedder objects, DOM nodes.
    Native,
    /// V8's own structures.
    System,
    /// Roots that are no real object.
    Synthetic,
    /// A DOM node that is no longer in its document.
    Detached,
}

impl Category {
    /// In legend order.
    pub const ALL: [Category; 10] = [
        Category::Object,
        Category::Array,
        Category::Closure,
        Category::String,
        Category::Code,
        Category::Number,
        Category::Native,
        Category::System,
        Category::Synthetic,
        Category::Detached,
    ];
}

/// How one object refers to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EdgeLabel {
    pub kind: EdgeKind,
    pub name: EdgeName,
}

/// The name of an edge: a property, variable or slot name, or an index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum EdgeName {
    /// Cut to [`NAME_LIMIT`] characters; hostile text.
    Name(String),
    Index(u64),
}

/// A reference with the object at its other end: the target for edges, the source for retainers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkRow {
    pub label: EdgeLabel,
    /// Whether the reference keeps its target alive (counts for dominators).
    pub essential: bool,
    pub object: ObjectRow,
}

/// A part of an object's contents (`contents.rs`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContentRow {
    pub key: ContentKey,
    /// Whether the reference keeps its target alive.
    pub holds: bool,
    /// `None` where the file does not have the value.
    pub value: Option<ObjectRow>,
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// This heap has no object with this id.
    NoSuchObject(ObjectId),
    /// This heap has no class with this key.
    NoSuchClass(String),
    /// What the reader typed cannot be read as an expression; why, in the words of its reader.
    BadPattern(String),
    /// A term of a search cannot be read, such as `size:many`.
    BadTerm(String),
    /// This object has no reference at this place.
    NoSuchReference { from: ObjectId, at: u32 },
}
