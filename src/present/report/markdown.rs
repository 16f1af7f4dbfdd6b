//! The report as Markdown.
//!
//! Every text of the heap is put in a code span or escaped: a name may not become a link, an image or HTML.

use super::super::text;
use super::exported::kinds;
use super::{CONSTANTS, Exported, notes, verdict};

/// The whole report.
pub fn markdown(of: &Exported) -> String {
    let lang = of.lang;
    let mut out = format!("# {}\n\n", text::REPORT_FULL.say(lang));
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    line(&format!("**{}**\n", escape(&verdict(of.report, of.sure()).plain(lang))));
    for (name, value) in of.numbers() {
        line(&format!("- {}: {}", name.say(lang), escape(&value)));
    }
    for card in of.cards() {
        let number = card.number.to_string();
        let title = text::SUSPECT_NUMBER.fill(lang, &[("number", &number)]);
        line(&format!("\n## {title}: {}\n", card.pattern.say(lang)));
        let said: Vec<String> = card.what.iter().map(|sentence| escape(&sentence.plain(lang))).collect();
        line(&said.join(text::gap(lang)));
        for (title, lines) in of.sections(&card) {
            line(&format!("\n**{}**\n", title.say(lang)));
            for text in lines {
                line(&format!("- {}", escape(&text)));
            }
        }
        line(&format!("\n*{}*", card.confidence.say(lang)));
    }
    let said = notes(of.report);
    if !said.is_empty() {
        line(&format!("\n## {}\n", text::NOTES.say(lang)));
        said.iter().for_each(|note| line(&format!("- {}", escape(&note.plain(lang)))));
    }
    line(&format!("\n## {}\n", text::BY_KIND.say(lang)));
    line(&format!(
        "| {} | {} | {} |\n|---|---:|---:|",
        text::KIND.say(lang),
        text::SIZE.say(lang),
        text::COUNT.say(lang)
    ));
    for (name, size, count) in kinds(of) {
        line(&format!("| {} | {size} | {count} |", name.say(lang)));
    }
    line(&format!("\n## {}\n", text::CONSTANTS.say(lang)));
    for constant in &CONSTANTS {
        line(&format!(
            "- {}: {} ({})",
            constant.name.say(lang),
            constant.said(&of.report.constants),
            constant.meaning.say(lang)
        ));
    }
    out
}

/// Text that Markdown leaves as it is.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if "\\`*_[]<>#|&~".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
