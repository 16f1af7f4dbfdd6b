//! What stands beside each body and on each line of the picture.
//!
//! Takes a scene and the language; gives labels as lines of inked text, each with shorter forms to fall back to. Text
//! from the snapshot has passed through `naming` and `format`, so every character is visible.

use heapsky::ids::Bytes;
use heapsky::present::certainty::{Certainty, Degree};
use heapsky::present::gravity::{Key, Scene};
use heapsky::present::text::{self, Lang};
use heapsky::present::{format, naming};
use heapsky::question::gravity::{Body, Link, Role};
use heapsky::question::{EdgeLabel, ObjectRow};

/// Names in the picture are cut in the middle to this many characters.
const NAME: usize = 26;
/// Names on lines.
const EDGE: usize = 20;

/// How a piece of text is inked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// The name of a body on the spine.
    Strong,
    Name,
    /// Ids and sizes.
    Muted,
    /// The name of an edge, and of one on the spine.
    Edge,
    Spine,
}

/// One line of text.
pub type Line = Vec<(String, Ink)>;

/// A label: its forms, the whole first.
pub type Face = Vec<Vec<Line>>;

/// The label of each body.
pub fn of_bodies(scene: &Scene, total: Bytes, sure: Certainty, lang: Lang) -> Vec<Face> {
    let of_row = |(row, body)| of_body(body, scene.accumulation() == Some(row), total, sure.held(), lang);
    scene.bodies.iter().enumerate().map(of_row).collect()
}

fn of_body(body: &Body, is_accumulation: bool, total: Bytes, held: Degree, lang: Lang) -> Face {
    match body {
        Body::Object { object, role, .. } => of_object(object, *role, is_accumulation, total, held, lang),
        Body::More { count, bytes, .. } => {
            let count = text::GRAVITY_MORE.fill(lang, &[("count", &held.count(*count))]);
            let short = vec![(count, Ink::Muted)];
            let mut long = short.clone();
            long.push((format!("  {}", held.bytes(*bytes)), Ink::Muted));
            vec![vec![long], vec![short]]
        }
    }
}

fn of_object(object: &ObjectRow, role: Role, is_accumulation: bool, total: Bytes, held: Degree, lang: Lang) -> Face {
    // Many bodies of one kind and no name: the id at least tells them apart.
    let (name, id) = match object.name_lost {
        true => (object.id.to_string(), String::new()),
        false => (format::middle(&naming::full(object), NAME), format!(" {}", object.id)),
    };
    let size = held.bytes(object.retained);
    if role == Role::Neighbour {
        let name = (name, Ink::Name);
        return vec![vec![vec![name.clone(), (format!("  {size}"), Ink::Muted)]], vec![vec![name]]];
    }
    let head = vec![(name, Ink::Strong), (id, Ink::Muted)];
    let name = head[..1].to_vec();
    let muted = |text: String| vec![(text, Ink::Muted)];
    let facts = format!("{size} · {}", held.share(format::ratio(object.retained, total)));
    let mut forms = Vec::new();
    if is_accumulation {
        forms.push(vec![head.clone(), muted(format!("{facts} · {}", text::ACCUMULATION.say(lang)))]);
        let word = muted(text::ACCUMULATION.say(lang).to_owned());
        forms.push(vec![head.clone(), muted(facts.clone()), word]);
    }
    forms.extend([vec![head, muted(facts)], vec![name.clone(), muted(size)], vec![name]]);
    forms
}

/// The name on a line, if the line is a real reference.
pub fn of_line(link: &Link) -> Option<Face> {
    let ink = if link.spine { Ink::Spine } else { Ink::Edge };
    link.edge.as_ref().map(|edge| vec![vec![vec![(edge_name(edge), ink)]]])
}

fn edge_name(edge: &EdgeLabel) -> String {
    format::middle(&naming::edge(edge), EDGE)
}

/// A body in one spoken line; nothing if it is not there.
pub fn spoken(scene: &Scene, key: Key, total: Bytes, sure: Certainty, lang: Lang) -> Option<String> {
    let held = sure.held();
    let find = |key: Key| scene.find(key).and_then(|body| scene.bodies.get(body));
    let fill = |phrase: text::Phrase, values: [(&str, String); 3]| {
        phrase.fill(lang, &values.each_ref().map(|(slot, value)| (*slot, value.as_str())))
    };
    Some(match find(key)? {
        Body::Object { object, .. } => {
            let share = held.share(format::ratio(object.retained, total));
            let bytes = held.bytes(object.retained);
            fill(text::GRAVITY_BODY, [("object", called(object)), ("bytes", bytes), ("share", share)])
        }
        Body::More { of, count, bytes, .. } => {
            let parent = match find(Key::Object(*of)) {
                Some(Body::Object { object, .. }) => called(object),
                _ => of.to_string(),
            };
            let (count, bytes) = (held.count(*count), held.bytes(*bytes));
            fill(text::GRAVITY_MORE_OF, [("object", parent), ("count", count), ("bytes", bytes)])
        }
    })
}

/// Name and id of an object, for a sentence.
pub fn called(object: &ObjectRow) -> String {
    format!("{} {}", format::isolated(&naming::short(object)), object.id)
}
