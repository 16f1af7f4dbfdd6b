//! What stands beside each body and on each line of the picture.
//!
//! Takes a scene and the language; gives labels as lines of inked text, each with shorter forms to fall back to. Text
//! from the snapshot has passed through `naming` and `format`, so every character is visible.

use heapsky::ids::{Bytes, ObjectId};
use heapsky::present::certainty::{Certainty, Degree};
use heapsky::present::gravity::scene::Crowd;
use heapsky::present::gravity::{Body, Key, Scene};
use heapsky::present::text::{self, Lang};
use heapsky::present::{format, naming};
use heapsky::question::gravity::{Link, Role};
use heapsky::question::sky::{Star, StarKind};
use heapsky::question::{EdgeLabel, ObjectRow};
use std::collections::HashMap;
use std::rc::Rc;

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

/// The labels of a picture, each made when it is first needed, and the names of stars that have come.
pub struct Faces {
    total: Bytes,
    sure: Certainty,
    lang: Lang,
    made: HashMap<usize, Rc<Face>>,
    /// What is known of objects of which the picture brought only the class.
    rows: HashMap<ObjectId, ObjectRow>,
    /// Objects whose names were missed.
    missed: Vec<ObjectId>,
}

impl Default for Faces {
    fn default() -> Self {
        Self {
            total: 0,
            sure: Certainty::default(),
            lang: Lang::En,
            made: HashMap::new(),
            rows: HashMap::new(),
            missed: Vec::new(),
        }
    }
}

impl Faces {
    /// All labels anew: another picture, another language.
    pub fn reword(&mut self, total: Bytes, sure: Certainty, lang: Lang) {
        (self.total, self.sure, self.lang) = (total, sure, lang);
        self.made.clear();
    }

    /// Names that were missed have come.
    pub fn learn(&mut self, rows: Vec<ObjectRow>) {
        // Names of pictures long gone.
        if self.rows.len() > 20_000 {
            self.rows.clear();
        }
        self.rows.extend(rows.into_iter().map(|row| (row.id, row)));
        self.made.clear();
    }

    /// The objects whose names were missed since this was last asked.
    pub fn missed(&mut self) -> Vec<ObjectId> {
        std::mem::take(&mut self.missed)
    }

    /// What is known of a star that is an object.
    pub fn row(&self, body: &Body) -> Option<&ObjectRow> {
        self.rows.get(&body.object()?)
    }

    /// The label of a body.
    pub fn of_body(&mut self, scene: &Scene, body: usize) -> Rc<Face> {
        if let Some(face) = self.made.get(&body) {
            return face.clone();
        }
        let (held, lang) = (self.sure.held(), self.lang);
        let face = match scene.bodies.get(body) {
            Some(Body::Object { object, role, .. }) => {
                of_object(object, *role, scene.accumulation() == Some(body), self.total, held, lang)
            }
            Some(Body::More { count, bytes, .. }) => {
                let count = text::GRAVITY_MORE.fill(lang, &[("count", &held.count(*count))]);
                let short = vec![(count, Ink::Muted)];
                let mut long = short.clone();
                long.push((format!("  {}", held.bytes(*bytes)), Ink::Muted));
                vec![vec![long], vec![short]]
            }
            Some(Body::Star(star)) => {
                let name = format::middle(&self.name_of(scene, star), NAME);
                self.of_star(star, name, scene.is_lit(body) || scene.suspect(body).is_some())
            }
            None => Vec::new(),
        };
        let face = Rc::new(face);
        self.made.insert(body, face.clone());
        face
    }

    /// The label of a crowd: how many of what, and what they retain together.
    pub fn of_crowd(&self, scene: &Scene, crowd: &Crowd) -> Option<Face> {
        let Some(Body::Star(star)) = crowd.some.first().and_then(|body| scene.bodies.get(*body)) else { return None };
        let held = self.sure.held();
        let name = format::middle(&star_name(scene, star), NAME);
        let many = format!("{} × ", held.count(u64::from(crowd.count)));
        let line: Line = vec![(many, Ink::Muted), (name, Ink::Strong)];
        Some(vec![vec![line.clone(), vec![(held.bytes(crowd.retained), Ink::Muted)]], vec![line]])
    }

    /// The text in which a body is searched: its name as far as it is known, and its class.
    pub fn searched(&self, scene: &Scene, body: &Body) -> String {
        match body {
            Body::Object { object, .. } => format!("{} {}", object.name, object.class),
            Body::More { .. } => String::new(),
            Body::Star(star) => {
                let class = scene.class(star).map_or("", |class| class.name.as_str());
                format!("{} {class}", self.row(body).map_or("", |row| row.name.as_str()))
            }
        }
    }

    fn name_of(&mut self, scene: &Scene, star: &Star) -> String {
        if let StarKind::Object { id } = star.kind {
            match self.rows.get(&id) {
                Some(row) if row.name_lost => return id.to_string(),
                Some(row) => return naming::full(row),
                None if self.missed.len() < MISSED => self.missed.push(id),
                None => {}
            }
        }
        star_name(scene, star)
    }

    fn of_star(&self, star: &Star, name: String, matters: bool) -> Face {
        let held = self.sure.held();
        let size = held.bytes(star.retained);
        let ink = if matters { Ink::Strong } else { Ink::Name };
        let many = match star.kind {
            StarKind::Group { .. } => Some((format!("{} × ", held.count(star.count)), Ink::Muted)),
            StarKind::Object { .. } | StarKind::Class => None,
        };
        let line: Line = many.into_iter().chain([(name, ink)]).collect();
        let mut long = line.clone();
        if matters {
            let share = held.share(format::ratio(star.retained, self.total));
            return vec![vec![line.clone(), vec![(format!("{size} · {share}"), Ink::Muted)]], vec![line]];
        }
        long.push((format!("  {size}"), Ink::Muted));
        vec![vec![long], vec![line]]
    }
}

/// Names asked for at once, at most.
const MISSED: usize = 200;

/// What a star is called as long as only its class is known.
pub fn star_name(scene: &Scene, star: &Star) -> String {
    scene.class(star).map_or_else(String::new, |class| format::visible(&class.name))
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
    let share = |bytes: Bytes| held.share(format::ratio(bytes, total));
    Some(match find(key)? {
        Body::Object { object, .. } => {
            let bytes = held.bytes(object.retained);
            fill(text::GRAVITY_BODY, [("object", called(object)), ("bytes", bytes), ("share", share(object.retained))])
        }
        Body::More { of, count, bytes, .. } => {
            let parent = match find(Key::Object(*of)) {
                Some(Body::Object { object, .. }) => called(object),
                _ => of.to_string(),
            };
            let (count, bytes) = (held.count(*count), held.bytes(*bytes));
            fill(text::GRAVITY_MORE_OF, [("object", parent), ("count", count), ("bytes", bytes)])
        }
        Body::Star(star) => {
            let name = format::isolated(&star_name(scene, star));
            let object = match star.kind {
                StarKind::Object { id } => format!("{name} {id}"),
                StarKind::Group { .. } | StarKind::Class => format!("{} × {name}", held.count(star.count)),
            };
            let bytes = held.bytes(star.retained);
            fill(text::GRAVITY_BODY, [("object", object), ("bytes", bytes), ("share", share(star.retained))])
        }
    })
}

/// The object that a body is, if it is one, with its name and id for a sentence.
pub fn end(scene: &Scene, body: &Body) -> Option<(ObjectId, String)> {
    let id = body.object()?;
    let name = match body {
        Body::Object { object, .. } => called(object),
        Body::Star(star) => format!("{} {id}", format::isolated(&star_name(scene, star))),
        Body::More { .. } => return None,
    };
    Some((id, name))
}

/// Name and id of an object, for a sentence.
pub fn called(object: &ObjectRow) -> String {
    format!("{} {}", format::isolated(&naming::short(object)), object.id)
}
