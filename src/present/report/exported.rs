//! What is written into a file: the report with the heap's numbers, as titles and lines of text.
//!
//! Takes the answer and the summary; gives what Markdown, HTML and JSON have in common.

use super::super::certainty::{self, Certainty, Figure};
use super::super::format;
use super::super::format::visible;
use super::super::text::{self, Lang, Phrase};
use super::{Card, Secrets, Sentence, card, plain};
use crate::analysis::Summary;
use crate::ids::Bytes;
use crate::question::report::{KindSize, LeakReport};

/// What the exports need beside the report.
pub struct Exported<'a> {
    pub report: &'a LeakReport,
    pub summary: &'a Summary,
    pub file: &'a str,
    pub file_size: Bytes,
    pub lang: Lang,
    pub secrets: Secrets,
}

impl Exported<'_> {
    pub(super) fn sure(&self) -> Certainty {
        Certainty::of(self.summary.cut.as_ref())
    }

    pub(super) fn cards(&self) -> Vec<Card> {
        (0..self.report.suspects.len()).filter_map(|at| card(self.report, at, self.sure(), self.secrets)).collect()
    }

    /// File and heap in numbers.
    pub(super) fn numbers(&self) -> Vec<(Phrase, String)> {
        let (sure, summary) = (self.sure(), self.summary);
        let totals = sure.degree(Figure::Totals);
        let (nodes, edges) = certainty::counts(summary.nodes, summary.edges, summary.cut.as_ref());
        vec![
            (text::FILE, visible(self.file)),
            (text::FILE_SIZE, format::bytes(self.file_size)),
            (text::TOTAL, totals.bytes(summary.total)),
            (text::OBJECTS, totals.count(nodes)),
            (text::EDGES, sure.degree(Figure::References).count(edges)),
            (text::GC_ROOTS, sure.roots().count(summary.gc_roots)),
        ]
    }

    /// What follows a card's sentences: a title and lines of text.
    pub(super) fn sections(&self, card: &Card) -> Vec<(Phrase, Vec<String>)> {
        let lang = self.lang;
        let say = |sentences: &[Sentence]| sentences.iter().map(|said| said.plain(lang)).collect::<Vec<_>>();
        let one =
            |phrase: Option<Phrase>| phrase.map(|phrase| phrase.say(lang).to_owned()).into_iter().collect::<Vec<_>>();
        let places = card.places.iter().map(|place| {
            let phrase = if place.is_file { text::PLACE_FILE } else { text::PLACE_LINE };
            let (name, at, script) = (place.name.as_str(), place.at.as_str(), place.script.as_str());
            phrase.fill(lang, &[("role", place.role.say(lang)), ("name", name), ("at", at), ("script", script)])
        });
        let words = (!card.keywords.is_empty()).then(|| card.keywords.join("  ")).into_iter();
        let sections = vec![
            (text::HELD_AT, vec![plain(&card.path, lang)]),
            (text::EVIDENCE, say(&card.evidence)),
            (text::PLACES, places.collect()),
            (text::WHY, one(card.why)),
            (text::CHANGE, one(card.change)),
            (text::FALSE_ALARM, say(&card.doubts)),
            (text::KEYWORDS, words.collect()),
            (text::RELATED_TO, say(&card.related)),
        ];
        sections.into_iter().filter(|(_, lines)| lines.iter().any(|line| !line.is_empty())).collect()
    }
}

/// Sizes by kind: name, bytes, number.
pub(super) fn kinds(of: &Exported) -> Vec<(Phrase, String, String)> {
    let kinds = of.report.kinds.iter().filter(|kind| kind.bytes > 0);
    let row = |kind: &KindSize| {
        let degree = of.sure().memory(kind.kind);
        (text::memory(kind.kind), degree.bytes(kind.bytes), degree.count(kind.count))
    };
    kinds.map(row).collect()
}
