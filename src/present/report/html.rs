//! The report as one HTML file that needs nothing else.
//!
//! Every text is escaped; the file has no script, loads nothing, and forbids both.

use super::super::format::escaped;
use super::super::text;
use super::exported::kinds;
use super::{CONSTANTS, Exported, notes, verdict};

const STYLE: &str = "body{font:15px/1.5 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;max-width:860px;\
margin:32px auto;padding:0 16px;color:#1c2230;background:#fff}h1{font-size:24px}h2{font-size:18px;margin:32px 0 8px}\
h3{font-size:13px;color:#5a6275;margin:12px 0 2px}.verdict{font-size:17px;font-weight:600}article{border:1px solid #d8dce6;\
border-radius:10px;padding:4px 16px 16px;margin:16px 0;break-inside:avoid}code,.path{font-family:ui-monospace,Menlo,Consolas,\
monospace;overflow-wrap:anywhere}ul{margin:0;padding-left:20px;overflow-wrap:anywhere}table{border-collapse:collapse}\
td,th{padding:2px 12px 2px 0;text-align:left}.n{text-align:right;font-variant-numeric:tabular-nums}.muted{color:#5a6275}\
@media(prefers-color-scheme:dark){body{background:#12151d;color:#e6e9f0}article{border-color:#343b4c}h3,.muted{color:#9aa3b8}}\
@media print{body{margin:0;max-width:none;background:#fff;color:#000}}";

/// The whole report.
pub fn html(of: &Exported) -> String {
    let lang = of.lang;
    let title = text::REPORT_FULL.say(lang);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title} · {}</title><style>{STYLE}</style></head><body>\n\
         <h1>{title}</h1>\n<p class=\"verdict\">{}</p>\n<table>\n",
        lang.code(),
        escaped(of.file),
        escaped(&verdict(of.report, of.sure()).plain(lang)),
    );
    let mut add = |text: &str| out.push_str(text);
    for (name, value) in of.numbers() {
        add(&format!("<tr><th>{}</th><td><bdi>{}</bdi></td></tr>\n", name.say(lang), escaped(&value)));
    }
    add("</table>\n");
    for card in of.cards() {
        let number = card.number.to_string();
        let heading = text::SUSPECT_NUMBER.fill(lang, &[("number", &number)]);
        add(&format!("<article><h2>{heading}: {}</h2>\n<p>", card.pattern.say(lang)));
        let said: Vec<String> = card.what.iter().map(|sentence| escaped(&sentence.plain(lang))).collect();
        add(&said.join(text::gap(lang)));
        add("</p>\n");
        for (title, lines) in of.sections(&card) {
            let path = if title == text::HELD_AT { " class=\"path\"" } else { "" };
            add(&format!("<h3>{}</h3><ul{path}>", title.say(lang)));
            lines.iter().for_each(|line| add(&format!("<li>{}</li>", escaped(line))));
            add("</ul>\n");
        }
        add(&format!("<p class=\"muted\">{}</p></article>\n", card.confidence.say(lang)));
    }
    let said = notes(of.report);
    if !said.is_empty() {
        add(&format!("<h2>{}</h2><ul>", text::NOTES.say(lang)));
        said.iter().for_each(|note| add(&format!("<li>{}</li>", escaped(&note.plain(lang)))));
        add("</ul>\n");
    }
    add(&format!("<h2>{}</h2><table>\n", text::BY_KIND.say(lang)));
    for (name, size, count) in kinds(of) {
        let row = format!("<td class=\"n\">{size}</td><td class=\"n\">{count}</td>");
        add(&format!("<tr><th>{}</th>{row}</tr>\n", name.say(lang)));
    }
    add(&format!("</table>\n<h2>{}</h2><ul>", text::CONSTANTS.say(lang)));
    for constant in &CONSTANTS {
        let (name, meaning) = (constant.name.say(lang), constant.meaning.say(lang));
        add(&format!(
            "<li>{name}: {} <span class=\"muted\">{meaning}</span></li>",
            constant.said(&of.report.constants)
        ));
    }
    add("</ul>\n</body></html>\n");
    out
}
