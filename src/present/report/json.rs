//! The report as JSON, for scripts.
//!
//! Owns the public format, which stays when the wire types change: `docs/report-json.md` describes it. Numbers are bytes
//! and counts to the last digit; lines and columns are counted from 1; sentences are in the chosen language.

use super::super::format::fixed;
use super::super::naming;
use super::super::text;
use super::{CONSTANTS, Card, Exported, Secrets, notes, plain, verdict};
use crate::question::ObjectRow;
use crate::question::report::{Pattern, Suspect, Verdict};
use crate::snapshot::quoted;

/// The whole report.
pub fn json(of: &Exported) -> String {
    let lang = of.lang;
    let mut out = Writer { out: String::new(), first: true };
    out.open('{');
    out.key("verdict").text(match of.report.verdict {
        Verdict::Healthy => "healthy",
        Verdict::Look => "look",
        Verdict::Leaking => "leaking",
        Verdict::Unknown => "unknown",
    });
    out.key("reason").text(&verdict(of.report, of.sure()).plain(lang));
    out.key("lang").text(lang.code());
    out.key("file").text(of.file);
    out.key("fileSize").number(of.file_size);
    out.key("total").number(of.summary.total);
    out.key("objects").number(of.summary.nodes);
    out.key("edges").number(of.summary.edges);
    out.key("exact").raw(if of.sure().is_exact() { "true" } else { "false" });
    out.key("suspects").open('[');
    for (card, suspect) in of.cards().iter().zip(&of.report.suspects) {
        write_suspect(&mut out, of, card, suspect);
    }
    out.close(']');
    out.key("notes").texts(notes(of.report).iter().map(|note| note.plain(lang)));
    out.key("kinds").open('[');
    for kind in &of.report.kinds {
        out.item().open('{');
        out.key("kind").text(text::memory(kind.kind).say(lang));
        out.key("bytes").number(kind.bytes);
        out.key("count").number(kind.count);
        out.close('}');
    }
    out.close(']');
    out.key("constants").open('[');
    for constant in &CONSTANTS {
        out.item().open('{');
        out.key("name").text(constant.name.say(lang));
        out.key("value").text(&constant.said(&of.report.constants));
        out.close('}');
    }
    out.close(']');
    out.close('}');
    out.out.push('\n');
    out.out
}

fn write_suspect(out: &mut Writer, of: &Exported, card: &Card, suspect: &Suspect) {
    let lang = of.lang;
    out.item().open('{');
    match suspect.pattern.as_ref().map(word) {
        Some(word) => out.key("pattern").text(word),
        None => out.key("pattern").raw("null"),
    }
    out.key("patternName").text(card.pattern.say(lang));
    out.key("bytes").number(suspect.bytes);
    out.key("share").raw(&fixed(suspect.share, 6));
    out.key("strength").raw(&fixed(suspect.strength, 2));
    out.key("members").number(suspect.members);
    write_object(out.key("object"), &suspect.object, of.secrets);
    match &suspect.accumulation {
        Some(row) => write_object(out.key("accumulation"), row, of.secrets),
        None => out.key("accumulation").raw("null"),
    }
    out.key("path").text(&plain(&card.path, lang));
    out.key("sentences").texts(card.what.iter().chain(&card.evidence).map(|said| said.plain(lang)));
    out.key("source").open('[');
    for (source, place) in suspect.sources.iter().zip(&card.places) {
        out.item().open('{');
        out.key("role").text(place.role.say(lang));
        out.key("function").text(&place.name);
        out.key("script").text(&place.script);
        for (name, number) in [("line", source.line), ("column", source.column)] {
            if let Some(number) = number {
                out.key(name).number(number + 1);
            }
        }
        if let Some(code) = &place.code {
            out.key("code").text(code);
        }
        out.close('}');
    }
    out.close(']');
    out.key("why").text(card.why.map_or("", |why| why.say(lang)));
    out.key("change").text(card.change.map_or("", |change| change.say(lang)));
    out.key("doubts").texts(card.doubts.iter().map(|said| said.plain(lang)));
    out.key("keywords").texts(card.keywords.iter().cloned());
    out.key("related").open('[');
    suspect.related.iter().for_each(|at| out.item().number(u64::from(at + 1)));
    out.close(']');
    out.close('}');
}

fn write_object(out: &mut Writer, row: &ObjectRow, secrets: Secrets) {
    let hidden = row.kind.is_string() && secrets == Secrets::Hidden;
    out.open('{');
    out.key("id").text(&row.id.to_string());
    out.key("name").text(&if hidden { row.class.clone() } else { naming::spoken(row) });
    out.key("class").text(&row.class);
    out.key("retained").number(row.retained);
    out.close('}');
}

/// The pattern's word in the format.
fn word(pattern: &Pattern) -> &'static str {
    match pattern {
        Pattern::Listeners { .. } => "listeners",
        Pattern::Modules { .. } => "modules",
        Pattern::Timers { .. } => "timers",
        Pattern::Collection { .. } => "collection",
        Pattern::Closures { .. } => "closures",
        Pattern::Promises { .. } => "promises",
        Pattern::Buffers { .. } => "buffers",
        Pattern::Detached { .. } => "detached",
        Pattern::Strings { .. } => "strings",
        Pattern::Tooling => "tooling",
        Pattern::Code { .. } => "code",
    }
}

/// Writes JSON: commas and escapes. serde_json would be the larger part of the page.
struct Writer {
    out: String,
    /// Nothing stands in the innermost bracket yet.
    first: bool,
}

impl Writer {
    fn item(&mut self) -> &mut Self {
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
        self
    }

    fn key(&mut self, name: &str) -> &mut Self {
        self.item();
        self.out.push_str("\n\"");
        self.out.push_str(name);
        self.out.push_str("\": ");
        self
    }

    fn open(&mut self, bracket: char) {
        self.out.push(bracket);
        self.first = true;
    }

    fn close(&mut self, bracket: char) {
        self.out.push(bracket);
        self.first = false;
    }

    fn raw(&mut self, value: &str) {
        self.out.push_str(value);
    }

    fn number(&mut self, number: u64) {
        self.raw(&number.to_string());
    }

    fn text(&mut self, text: &str) {
        self.raw(&quoted(text));
    }

    fn texts(&mut self, texts: impl Iterator<Item = String>) {
        self.open('[');
        texts.for_each(|text| self.item().text(&text));
        self.close(']');
    }
}
