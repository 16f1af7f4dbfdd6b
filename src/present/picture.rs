//! Pictures as SVG: what the page draws with elements, as a file of its own.
//!
//! Takes the icicle's slabs or memory by kind, and the colours of the page; gives a whole SVG document with title, file
//! and legend. Everything that came from a snapshot is made visible and escaped, so that the file holds no markup but ours.

use super::certainty::Degree;
use super::format::{escaped, fixed, middle, ratio, visible};
use super::icicle::{self, spans};
use super::naming;
use super::text::{Lang, category};
use crate::ids::Bytes;
use crate::question::Category;
use crate::question::icicle::Slabs;
use crate::question::report::SUSPECT_SHARE;

/// The colours of the page as they are now.
#[derive(Clone, Debug, Default)]
pub struct Inks {
    pub paper: String,
    pub text: String,
    pub muted: String,
    pub hot: String,
    /// In the order of [`Category::ALL`].
    pub kinds: Vec<String>,
}

impl Inks {
    fn kind(&self, category: Category) -> &str {
        let row = Category::ALL.iter().position(|kind| *kind == category);
        row.and_then(|row| self.kinds.get(row)).map_or("gray", String::as_str)
    }
}

/// What stands above a picture.
pub struct Caption<'a> {
    pub title: &'a str,
    /// The file's name and how large its heap is.
    pub file: &'a str,
}

/// A part of memory in the picture of all of it.
pub struct Part {
    pub name: String,
    pub bytes: Bytes,
    /// How sure its size and its share are.
    pub size: Degree,
    pub share: Degree,
    /// Whose colour it has.
    pub category: Category,
}

const WIDTH: f64 = 1600.0;
const MARGIN: f64 = 24.0;
const LEVEL: f64 = 26.0;
/// Below title and file.
const TOP: f64 = 84.0;

/// The icicle as the page shows it, of a heap of so many bytes; `held` marks each figure.
pub fn icicle(slabs: &Slabs, total: Bytes, held: Degree, caption: &Caption, lang: Lang, inks: &Inks) -> String {
    let levels = slabs.slabs.iter().map(|slab| slab.level).max().unwrap_or(0);
    let room = WIDTH - 2.0 * MARGIN;
    let mut body = String::new();
    let top = format!("{} {} · {}", naming::short(&slabs.top), slabs.top.id, held.bytes(slabs.top.retained));
    slab(&mut body, [MARGIN, TOP, room], &inks.muted, None, &top, inks);
    let mut used = [false; Category::ALL.len()];
    for (row, span) in slabs.slabs.iter().zip(spans(slabs)) {
        let (name, kind) = icicle::name(row);
        let words = format!("{name} · {}", held.bytes(row.retained()));
        used[kind as usize] = true;
        let hot = ratio(row.retained(), total) >= SUSPECT_SHARE;
        let at = [MARGIN + span.left * room, TOP + LEVEL * f64::from(row.level), span.width * room];
        slab(&mut body, at, inks.kind(kind), hot.then_some(inks.hot.as_str()), &words, inks);
    }
    let used = Category::ALL.into_iter().filter(|kind| used[*kind as usize]);
    let names = used.map(|kind| (category(kind).say(lang).to_owned(), inks.kind(kind)));
    let foot = TOP + LEVEL * f64::from(levels + 1) + 28.0;
    legend(&mut body, names, foot, inks);
    document(foot + MARGIN, caption, &body, inks)
}

/// Memory by kind: one bar, and a line for each part.
pub fn parts(parts: &[Part], total: Bytes, caption: &Caption, inks: &Inks) -> String {
    let room = WIDTH - 2.0 * MARGIN;
    let mut body = String::new();
    let mut left = MARGIN;
    for part in parts {
        let width = ratio(part.bytes, total) * room;
        body.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"40\" fill=\"{}\"/>\n",
            number(left),
            number(TOP),
            number((width - 1.0).max(0.5)),
            escaped(inks.kind(part.category)),
        ));
        left += width;
    }
    for (row, part) in parts.iter().enumerate() {
        let y = TOP + 76.0 + 28.0 * row as f64;
        let share = part.share.share(ratio(part.bytes, total));
        mark(&mut body, MARGIN, y, inks.kind(part.category));
        text(&mut body, [MARGIN + 22.0, y], "start", &inks.text, &part.name);
        text(&mut body, [MARGIN + 420.0, y], "end", &inks.text, &part.size.bytes(part.bytes));
        text(&mut body, [MARGIN + 520.0, y], "end", &inks.muted, &share);
    }
    document(TOP + 76.0 + 28.0 * parts.len() as f64 + MARGIN, caption, &body, inks)
}

fn slab(out: &mut String, [x, y, width]: [f64; 3], colour: &str, rim: Option<&str>, words: &str, inks: &Inks) {
    let (colour, words) = (escaped(colour), escaped(&middle(&visible(words), 160)));
    let rim = rim.map(|colour| format!(" stroke=\"{}\"", escaped(colour))).unwrap_or_default();
    let is_wide = width > 25.0;
    let [x, y, width, height] = [x, y, (width - 1.0).max(0.3), LEVEL - 2.0].map(number);
    // What does not fit is cut by the slab's own frame; the whole is its title.
    out.push_str(&format!(
        "<svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"><title>{words}</title>\
         <rect width=\"100%\" height=\"100%\" fill=\"{colour}\" fill-opacity=\"0.3\"{rim}/>"
    ));
    if is_wide {
        out.push_str(&format!("<text x=\"6\" y=\"16\" fill=\"{}\">{words}</text>", escaped(&inks.text)));
    }
    out.push_str("</svg>\n");
}

fn legend<'a>(out: &mut String, names: impl Iterator<Item = (String, &'a str)>, y: f64, inks: &Inks) {
    let mut x = MARGIN;
    for (name, colour) in names {
        mark(out, x, y, colour);
        text(out, [x + 20.0, y], "start", &inks.muted, &name);
        // Chinese characters are twice as wide as letters; there is nothing here that measures.
        x += 48.0 + name.chars().map(|char| if char.is_ascii() { 7.5 } else { 14.0 }).sum::<f64>();
    }
}

fn mark(out: &mut String, x: f64, y: f64, colour: &str) {
    let colour = escaped(colour);
    out.push_str(&format!(
        "<rect x=\"{}\" y=\"{}\" width=\"12\" height=\"12\" rx=\"3\" fill=\"{colour}\"/>\n",
        number(x),
        number(y - 11.0),
    ));
}

fn text(out: &mut String, [x, y]: [f64; 2], anchor: &str, colour: &str, words: &str) {
    let (colour, words, [x, y]) = (escaped(colour), escaped(&visible(words)), [x, y].map(number));
    out.push_str(&format!("<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{words}</text>\n"));
}

/// A length in the picture.
fn number(number: f64) -> String {
    fixed(number, 2)
}

fn document(height: f64, caption: &Caption, body: &str, inks: &Inks) -> String {
    let title = escaped(&visible(caption.title));
    let [width, height] = [WIDTH, height].map(|side| fixed(side, 0));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title>{title}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n\
         <text x=\"{}\" y=\"38\" font-size=\"20\" font-weight=\"600\" fill=\"{}\">{title}</text>\n",
        escaped(&inks.paper),
        number(MARGIN),
        escaped(&inks.text),
    );
    text(&mut out, [MARGIN, 62.0], "start", &inks.muted, caption.file);
    out.push_str(body);
    out.push_str("</svg>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inks() -> Inks {
        let kinds = vec!["#123456".to_owned(); Category::ALL.len()];
        Inks { paper: "#fff".into(), text: "#000".into(), muted: "#666".into(), hot: "#f00".into(), kinds }
    }

    fn part(name: &str, bytes: Bytes) -> Part {
        let (size, share, category) = (Degree::Exact, Degree::Exact, Category::Object);
        Part { name: name.to_owned(), bytes, size, share, category }
    }

    #[test]
    fn what_a_snapshot_says_is_text_and_nothing_else() {
        let evil = "</text><script>alert(1)</script>&\"\u{202e}\u{0}\u{ffff}";
        let part = Part { size: Degree::Part, share: Degree::Estimate, ..part(evil, 40) };
        let svg = parts(&[part], 100, &Caption { title: evil, file: evil }, &inks());
        assert!(!svg.contains("<script"), "{svg}");
        assert!(svg.contains("&lt;script&gt;") && svg.contains("≥40") && svg.contains("≈40.0%"), "{svg}");
        assert!(!svg.contains(['\u{202e}', '\u{0}', '\u{ffff}']));
        assert_eq!(svg.matches("<svg").count(), svg.matches("</svg>").count());
    }

    #[test]
    fn parts_of_the_bar_stand_side_by_side() {
        let svg = parts(&[part("x", 75), part("x", 25)], 100, &Caption { title: "t", file: "f" }, &inks());
        let lefts: Vec<&str> = svg.lines().filter(|line| line.contains("height=\"40\"")).collect();
        assert!(lefts[0].contains("x=\"24.00\"") && lefts[1].contains("x=\"1188.00\""), "{lefts:?}");
    }
}
