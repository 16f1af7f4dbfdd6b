//! The leak report as a reader gets it: sentences, code notation, places, advice.
//!
//! Owns what is said of a heap, once for the page, the exports and the command line. Takes the answer to `Report`; gives a
//! [`Card`] per suspect, made of [`Sentence`]s whose slots may become links, and the whole report as Markdown, HTML or
//! JSON. Guarantee: every text that came from the file passes through [`super::format::visible`]; with
//! [`Secrets::Hidden`] no text of the heap's strings is among it.

mod constants;
mod evidence;
mod exported;
mod html;
mod json;
mod markdown;
pub mod notation;

use super::certainty::Certainty;
use super::format::{self, middle, visible};
use super::naming;
use super::text::{self, Lang, Phrase};
use crate::ids::{Bytes, ObjectId};
use crate::order;
use crate::question::report::{
    Doubt, KindSize, LeakReport, NoteKind, Pattern, PiledClass, Shape, Source, SourceRole, Suspect, Verdict,
};
use crate::question::{EdgeName, ObjectRow};
pub use constants::{CONSTANTS, Constant};
pub use exported::Exported;
pub use html::html;
pub use json::json;
pub use markdown::markdown;
use notation::is_identifier;
pub use notation::{Step, Words, notation, plain};

/// Whether the texts of strings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    Shown,
    Hidden,
}

/// What stands in a slot.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    /// A name from the code.
    Name(String),
    /// An object, which a page can link to.
    Object(ObjectId),
    /// Words of the reader's language.
    Words(Phrase),
    /// A size, and its exact bytes.
    Size(String, Bytes),
}

/// A sentence and what stands in its slots.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    pub phrase: Phrase,
    pub values: Vec<(&'static str, Value)>,
}

impl Sentence {
    /// A sentence without slots.
    pub fn of(phrase: Phrase) -> Self {
        Self { phrase, values: Vec::new() }
    }

    fn text(mut self, slot: &'static str, text: String) -> Self {
        self.values.push((slot, Value::Text(text)));
        self
    }

    fn size(mut self, slot: &'static str, bytes: Bytes, sure: Certainty) -> Self {
        self.values.push((slot, Value::Size(sure.held().bytes(bytes), bytes)));
        self
    }

    fn name(mut self, slot: &'static str, name: &str) -> Self {
        self.values.push((slot, Value::Name(middle(&visible(name), naming::SHORT))));
        self
    }

    fn object(mut self, row: &ObjectRow, secrets: Secrets) -> Self {
        self.values.push(("name", Value::Name(spoken(row, secrets))));
        self.values.push(("id", Value::Object(row.id)));
        self
    }

    /// The sentence as text.
    pub fn plain(&self, lang: Lang) -> String {
        let texts = self.values.iter().map(|(slot, value)| match value {
            Value::Text(text) | Value::Name(text) | Value::Size(text, _) => (*slot, text.clone()),
            Value::Object(id) => (*slot, id.to_string()),
            Value::Words(phrase) => (*slot, phrase.say(lang).to_owned()),
        });
        let texts: Vec<(&str, String)> = texts.collect();
        let texts: Vec<(&str, &str)> = texts.iter().map(|(slot, text)| (*slot, text.as_str())).collect();
        self.phrase.fill(lang, &texts)
    }
}

/// What an object is called; a string by its kind alone where texts are hidden.
fn spoken(row: &ObjectRow, secrets: Secrets) -> String {
    match row.kind.is_string() && secrets == Secrets::Hidden {
        true => visible(&row.class),
        false => naming::spoken(row),
    }
}

/// One suspect, ready to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub number: usize,
    pub object: ObjectId,
    pub accumulation: Option<ObjectId>,
    pub share: f64,
    /// The pattern's name, or that there is none.
    pub pattern: Phrase,
    pub is_known: bool,
    /// How strongly the heap says so.
    pub confidence: Phrase,
    /// What holds how much, and where it piles up.
    pub what: Vec<Sentence>,
    /// Who holds it, in code notation.
    pub path: Vec<Step>,
    /// The pattern's numbers.
    pub evidence: Vec<Sentence>,
    pub why: Option<Phrase>,
    pub change: Option<Phrase>,
    /// Why it may be no leak.
    pub doubts: Vec<Sentence>,
    pub places: Vec<Place>,
    pub keywords: Vec<String>,
    pub related: Vec<Sentence>,
}

/// A place in the source.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub role: Phrase,
    pub name: String,
    /// The file as a whole.
    pub is_file: bool,
    /// `home.js:17:22`, counted from 1; the whole path in `script`.
    pub at: String,
    pub script: String,
    /// The line of code, where texts are shown.
    pub code: Option<String>,
    /// The function or object that is meant.
    pub object: Option<ObjectId>,
}

/// The card of a suspect; `at` counts from 0.
pub fn card(report: &LeakReport, at: usize, sure: Certainty, secrets: Secrets) -> Option<Card> {
    let suspect = report.suspects.get(at)?;
    let advice = suspect.pattern.as_ref().map(text::advice);
    let mut doubts: Vec<Sentence> = suspect.doubts.iter().map(doubt).collect();
    doubts.extend(advice.map(|advice| Sentence::of(advice.alarm)));
    let related = suspect.related.iter();
    Some(Card {
        number: at + 1,
        object: suspect.object.id,
        accumulation: suspect.accumulation.as_ref().map(|row| row.id),
        share: suspect.share,
        pattern: advice.map_or(text::NO_PATTERN, |advice| advice.name),
        is_known: advice.is_some(),
        confidence: confidence(suspect.strength),
        what: what(suspect, sure, secrets),
        path: notation(&suspect.path, suspect.path_skipped, tail(suspect), secrets),
        evidence: suspect
            .pattern
            .as_ref()
            .map(|pattern| evidence::evidence(pattern, sure, secrets))
            .unwrap_or_default(),
        why: advice.map(|advice| advice.why),
        change: advice.map(|advice| advice.change),
        doubts,
        places: suspect.sources.iter().map(|source| place(source, secrets)).collect(),
        keywords: keywords(suspect, secrets).map(|word| middle(&visible(word), naming::SHORT)).collect(),
        related: related.map(|at| Sentence::of(text::RELATED).text("number", (at + 1).to_string())).collect(),
    })
}

/// The keywords; without the keys of objects where texts are hidden.
fn keywords(suspect: &Suspect, secrets: Secrets) -> impl Iterator<Item = &String> {
    let is_key = |word: &String| {
        let names = suspect.path.iter().filter_map(|hop| hop.edge.as_ref());
        !is_identifier(word) && names.map(|edge| &edge.name).any(|name| *name == EdgeName::Name(word.clone()))
    };
    suspect.keywords.iter().filter(move |word| secrets == Secrets::Shown || !is_key(word))
}

/// Whether the notation ends in the many entries of a collection.
fn tail(suspect: &Suspect) -> bool {
    let collection = suspect
        .accumulation
        .as_ref()
        .is_some_and(|row| ["Array", "Map", "Set", "WeakMap", "WeakSet"].contains(&row.class.as_str()));
    let dictionary = matches!(suspect.pattern, Some(Pattern::Collection { shape: Shape::Dictionary, .. }));
    (collection || dictionary) && !suspect.pile.is_chain && suspect.pile.count > 1
}

fn confidence(strength: f64) -> Phrase {
    match strength {
        0.8.. => text::CONFIDENCE_HIGH,
        0.5.. => text::CONFIDENCE_MEDIUM,
        _ => text::CONFIDENCE_LOW,
    }
}

fn doubt(doubt: &Doubt) -> Sentence {
    match doubt {
        Doubt::Limit(name) => Sentence::of(text::DOUBT_LIMIT).name("name", name),
        Doubt::Mixed => Sentence::of(text::DOUBT_MIXED),
        Doubt::Runtime => Sentence::of(text::DOUBT_RUNTIME),
    }
}

/// What is said first: what holds how much, and where it lies.
fn what(suspect: &Suspect, sure: Certainty, secrets: Secrets) -> Vec<Sentence> {
    let held = sure.held();
    let amount =
        |sentence: Sentence| sentence.size("bytes", suspect.bytes, sure).text("share", held.said_share(suspect.share));
    if suspect.members > 1 {
        let class = suspect.pile.class.as_ref().map(called).unwrap_or_default();
        let group = Sentence::of(text::HOLD_TOGETHER).text("count", held.count(suspect.members)).name("class", &class);
        let mut said = vec![amount(group)];
        match &suspect.accumulation {
            Some(row) => said.push(Sentence::of(text::HELD_TOGETHER).object(row, secrets)),
            None => said.push(Sentence::of(text::HELD_APART)),
        }
        return said;
    }
    let object = &suspect.object;
    let mut said = vec![amount(Sentence::of(text::holds(naming::nature(object))).object(object, secrets))];
    let point = suspect.accumulation.as_ref().unwrap_or(object);
    let here = point.id == object.id;
    if !here {
        said.push(Sentence::of(text::piles(naming::nature(point))).object(point, secrets));
    }
    let pile = &suspect.pile;
    let numbers = |phrase| Sentence::of(phrase).text("count", held.count(pile.count)).size("bytes", pile.bytes, sure);
    said.push(match (&pile.class, pile.count) {
        (_, 0) if here => Sentence::of(text::HERE_ITSELF),
        (_, 0) => Sentence::of(text::THERE_ITSELF),
        // V8's own structures have no name that says anything.
        (Some(class), _) if pile.is_chain && class.class.starts_with('(') => numbers(text::CHAINED_LINKS),
        (Some(class), _) if pile.is_chain => numbers(text::CHAINED).name("class", &called(class)),
        (Some(class), count) if class.count == count => {
            numbers(if here { text::HERE_ALL } else { text::THERE_ALL }).name("class", &called(class))
        }
        (Some(class), _) if telling(pile.count, pile.bytes, class) => {
            numbers(if here { text::HERE_MOSTLY } else { text::THERE_MOSTLY })
                .text("some", held.count(class.count))
                .name("class", &called(class))
                .size("classbytes", class.bytes, sure)
        }
        _ => numbers(if here { text::HERE_SPREAD } else { text::THERE_SPREAD }),
    });
    said
}

/// "onError()" says more than "Function".
fn called(class: &PiledClass) -> String {
    class.function.as_ref().map_or_else(|| class.class.clone(), |name| format!("{name}()"))
}

/// Whether one class makes up at least half of a pile; less says little about it.
fn telling(count: u64, bytes: Bytes, class: &PiledClass) -> bool {
    class.count.saturating_mul(2) >= count || class.bytes >= bytes / 2
}

/// A source as a reader finds it: lines and columns counted from 1.
fn place(source: &Source, secrets: Secrets) -> Place {
    let role = match source.role {
        SourceRole::Kept => text::PLACE_KEPT,
        SourceRole::Scope => text::PLACE_SCOPE,
        SourceRole::Class => text::PLACE_CLASS,
        SourceRole::Holder => text::PLACE_HOLDER,
        SourceRole::Module => text::PLACE_MODULE,
    };
    let script = source.script.as_deref().unwrap_or_default();
    let mut at = match script.is_empty() {
        true => String::new(),
        false => middle(&visible(&crate::question::report::short(script)), naming::SHORT),
    };
    for number in [source.line, source.column].into_iter().flatten() {
        at = format!("{at}:{}", number + 1);
    }
    let is_file = source.line.is_none() && source.role != SourceRole::Scope;
    // Code is the text of a string too.
    let code = source.code.as_deref().filter(|_| secrets == Secrets::Shown).map(visible);
    let (name, object) = (middle(&visible(&source.name), naming::SHORT), source.object);
    Place { role, is_file, name, at, script: visible(script), code, object }
}

/// The heap in one sentence.
pub fn verdict(report: &LeakReport, sure: Certainty) -> Sentence {
    let said = |known: Phrase, unknown: Phrase, first: &Suspect| {
        let name = first.pattern.as_ref().map(|pattern| text::advice(pattern).name);
        let mut said = Sentence::of(if name.is_some() { known } else { unknown });
        said.values.extend(name.map(|name| ("pattern", Value::Words(name))));
        said.text("share", sure.held().share(first.share))
    };
    match (report.verdict, report.suspects.first()) {
        (Verdict::Leaking, Some(first)) => said(text::VERDICT_LEAKING, text::VERDICT_LEAKING_UNKNOWN, first),
        (Verdict::Look, Some(first)) => said(text::VERDICT_LOOK, text::VERDICT_LOOK_UNKNOWN, first),
        (Verdict::Unknown, _) if sure.is_blind() => Sentence::of(text::NO_SUSPECT_BLIND),
        (Verdict::Unknown, _) => {
            Sentence::of(text::NO_SUSPECT_CUT).text("share", format::percent(report.constants.suspect_share, 0))
        }
        _ => Sentence::of(text::VERDICT_HEALTHY)
            .text("share", format::percent(report.constants.suspect_share, 0))
            .text("bytes", format::bytes(report.constants.suspect_bytes)),
    }
}

/// The three largest kinds of memory: what to say when nothing stands out.
pub fn made_of(report: &LeakReport) -> Option<Sentence> {
    let kinds: Vec<_> = report.kinds.iter().filter(|kind| kind.bytes > 0).collect();
    let kinds = order::sorted(&kinds, &|kind| order::descending(kind.bytes));
    let [first, second, third, ..] = kinds[..] else { return None };
    let word = |kind: &KindSize| Value::Words(text::memory(kind.kind));
    let values = vec![("first", word(first)), ("second", word(second)), ("third", word(third))];
    report.suspects.is_empty().then_some(Sentence { phrase: text::MADE_OF, values })
}

/// What the memory is made of, in sentences.
pub fn notes(report: &LeakReport) -> Vec<Sentence> {
    let said = report.notes.iter().map(|note| {
        let phrase = match note.kind {
            NoteKind::Duplicates => text::NOTE_DUPLICATES,
            NoteKind::Slices => text::NOTE_SLICES,
            NoteKind::Ropes => text::NOTE_ROPES,
            NoteKind::Buffers => text::NOTE_BUFFERS,
            NoteKind::Sources => text::NOTE_SOURCES,
            NoteKind::Code => text::NOTE_CODE,
            NoteKind::Strings => text::NOTE_STRINGS,
            NoteKind::Detached => text::NOTE_DETACHED,
        };
        Sentence::of(phrase).text("count", format::count(note.count)).text("bytes", format::bytes(note.bytes))
    });
    said.collect()
}
