//! A picture of a graph as an SVG file, whatever the graph is of.
//!
//! Takes bodies, lines and labels where they stand in the picture, the colours of the page, and a legend; gives a whole
//! SVG document: the title on top, the picture, the legend at its foot and the file's name in the last corner. Guarantees:
//! the file needs nothing else, has no script and refers to nothing; every text is made visible and escaped, every colour
//! is one; no number in it is other than finite, for what has a place or a size that is no number is left out.

use super::Point;
use crate::present::format::{escaped, fixed, middle, visible, within};
use legend::{Placed, Sign, fitting, place_keys, width_of};

mod legend;
#[cfg(test)]
mod tests;

/// A picture of a graph.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    pub title: String,
    /// The file's name.
    pub caption: String,
    /// Width and height of the picture itself; title and legend are added to it.
    pub size: [f64; 2],
    pub ground: String,
    pub ink: String,
    pub muted: String,
    pub bodies: Vec<FigureBody>,
    pub lines: Vec<FigureLine>,
    pub labels: Vec<FigureLabel>,
    pub legend: Vec<FigureKey>,
}

/// A disc. A colour that is empty is none.
#[derive(Clone, Debug, Default)]
pub struct FigureBody {
    pub at: Point,
    pub radius: f64,
    pub fill: String,
    pub stroke: String,
    pub width: f64,
    pub dashed: bool,
    /// A short text inside, or nothing.
    pub mark: String,
    pub mark_ink: String,
    /// What a pointer that rests on it is told.
    pub words: String,
}

/// A line between two points: give the rims of the bodies, or the head of the arrow is under one.
#[derive(Clone, Debug, Default)]
pub struct FigureLine {
    pub from: Point,
    pub to: Point,
    pub ink: String,
    pub width: f64,
    pub dash: Dash,
    pub arrow: bool,
    pub opacity: f64,
}

/// How a line is broken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dash {
    #[default]
    Whole,
    /// A reference that keeps nothing alive.
    Dashed,
    /// No reference at all.
    Dotted,
}

/// A line of text.
#[derive(Clone, Debug, Default)]
pub struct FigureLabel {
    /// The left end, in the middle of the line's height.
    pub at: Point,
    pub text: String,
    pub ink: String,
    pub size: f64,
    pub strong: bool,
    pub code: bool,
}

/// An entry of the legend: a disc, or a line, or a mark alone, and what it says.
#[derive(Clone, Debug, Default)]
pub struct FigureKey {
    pub words: String,
    pub fill: Option<String>,
    pub mark: String,
    /// Its colour, and how it is broken.
    pub line: Option<(String, Dash)>,
}

const MARGIN: f64 = 24.0;
/// Room for the title.
pub const TOP: f64 = 56.0;
const TITLE: f64 = 20.0;
/// Size of the letters of legend and caption.
const LETTERS: f64 = 13.0;
/// Height of a row of the legend.
const ROW: f64 = 22.0;
/// No picture is smaller, so that its title has room, or larger, so that a browser can show it.
const SMALLEST: f64 = 320.0;
const LARGEST: f64 = 100_000.0;
/// No other number is larger.
const FAR: f64 = 1.0e6;
/// Share of a letter's size its middle is above the line it stands on.
const MIDDLE: f64 = 0.35;
/// A mark smaller than this cannot be read and is left out.
const LEGIBLE: f64 = 4.0;
/// Characters of a text at most: nobody reads more in a picture, and a heap has strings of megabytes.
const LONG: usize = 1_000;

impl Figure {
    /// The picture as a file.
    pub fn svg(&self) -> String {
        let [width, height] = self.size.map(|side| if side.is_finite() { side } else { 0.0 });
        let (width, height) = (within(width, SMALLEST, LARGEST), within(height, 1.0, LARGEST));
        let room = width - 2.0 * MARGIN;
        let (keys, rows) = place_keys(&self.legend, room);
        let foot = TOP + height + MARGIN;
        let corner = foot + ROW * rows as f64;
        let bottom = corner + ROW + MARGIN / 2.0;
        let (w, h, ink) = (number(width), number(bottom), self.ink());
        let title = fitting(&self.title, TITLE, room);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
             font-family=\"system-ui, sans-serif\" font-size=\"{LETTERS}\">\n<title>{}</title>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n\
             <text x=\"{MARGIN}\" y=\"36\" font-size=\"{TITLE}\" font-weight=\"600\" fill=\"{ink}\">{title}</text>\n\
             <svg y=\"{TOP}\" width=\"{w}\" height=\"{}\">\n",
            text(&self.title),
            colour(&self.ground, "white"),
            number(height),
        );
        self.lines.iter().for_each(|line| draw_line(&mut out, line, &ink));
        self.bodies.iter().for_each(|body| draw_body(&mut out, body, &ink));
        self.open_halo(&mut out);
        self.labels.iter().for_each(|label| draw_label(&mut out, label, &ink));
        out.push_str("</g>\n</svg>\n");
        keys.into_iter().for_each(|key| self.draw_key(&mut out, key, [MARGIN, foot]));
        out.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"{}\">{}</text>\n</svg>\n",
            number(width - MARGIN),
            number(corner + ROW / 2.0 + MIDDLE * LETTERS),
            colour(&self.muted, &ink),
            fitting(&self.caption, LETTERS, room),
        ));
        out
    }

    fn ink(&self) -> String {
        colour(&self.ink, "black")
    }

    /// Letters on a line or a disc stand out by a rim of the ground.
    fn open_halo(&self, out: &mut String) {
        out.push_str(&format!(
            "<g stroke=\"{}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">\n",
            colour(&self.ground, "white")
        ));
    }

    /// An entry of the legend whose left upper corner is here.
    fn draw_key(&self, out: &mut String, Placed { key, sign, sign_at, words_at, room }: Placed, [left, top]: Point) {
        let (ink, [x, y]) = (self.ink(), [left + sign_at[0], top + sign_at[1]]);
        match (sign, &key.fill, &key.line) {
            (Sign::Line, _, Some((own, dash))) => {
                let half = sign.width() / 2.0;
                let (ink, from, to) = (own.clone(), [x - half, y], [x + half, y]);
                let line = FigureLine { from, to, ink, width: 1.5, dash: *dash, arrow: false, opacity: 1.0 };
                draw_line(out, &line, &self.ink());
            }
            (Sign::Disc, Some(fill), _) => {
                // As in the picture, where a body like it is there.
                let like = self.bodies.iter().find(|body| body.fill == *fill && body.mark == key.mark);
                let mark_ink = like.map_or(&self.ground, |body| &body.mark_ink).clone();
                let (mark, fill, radius) = (key.mark.clone(), fill.clone(), sign.width() / 2.0);
                draw_body(out, &FigureBody { at: [x, y], radius, fill, mark, mark_ink, ..FigureBody::default() }, &ink);
            }
            (Sign::Mark, ..) => draw_mark(out, [x, y], LETTERS, &key.mark, &ink),
            _ => {}
        }
        out.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" fill=\"{}\">{}</text>\n",
            number(left + words_at[0]),
            number(top + words_at[1] + MIDDLE * LETTERS),
            colour(&self.muted, &ink),
            fitting(&key.words, LETTERS, room),
        ));
    }
}

fn draw_body(out: &mut String, body: &FigureBody, ink: &str) {
    if !is_there(body.at) || !body.radius.is_finite() || body.radius <= 0.0 {
        return;
    }
    let radius = body.radius.min(FAR);
    let words = if body.words.is_empty() { String::new() } else { format!("<title>{}</title>", text(&body.words)) };
    let (fill, stroke, width) = (colour(&body.fill, "none"), colour(&body.stroke, "none"), or_none(body.width));
    let rim = if width > 0.0 && stroke != "none" {
        format!(
            " stroke=\"{stroke}\" stroke-width=\"{}\"{}",
            number(width),
            dashes(if body.dashed { Dash::Dashed } else { Dash::Whole })
        )
    } else {
        String::new()
    };
    let [x, y] = body.at.map(number);
    out.push_str(&format!("<g>{words}<circle cx=\"{x}\" cy=\"{y}\" r=\"{}\" fill=\"{fill}\"{rim}/>", number(radius)));
    if !body.mark.is_empty() {
        // The mark fills the disc, but keeps away from its rim.
        let size = (1.5 * radius * LETTERS / width_of(&visible(&body.mark), LETTERS)).min(1.1 * radius);
        if size >= LEGIBLE {
            draw_mark(out, body.at, size, &body.mark, &colour(&body.mark_ink, ink));
        }
    }
    out.push_str("</g>\n");
}

/// A short text around a point.
fn draw_mark(out: &mut String, [x, y]: Point, size: f64, mark: &str, ink: &str) {
    out.push_str(&format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"middle\" fill=\"{ink}\">{}</text>",
        number(x),
        number(y + MIDDLE * size),
        number(size),
        text(mark),
    ));
}

fn draw_line(out: &mut String, line: &FigureLine, ink: &str) {
    let (width, [dx, dy]) = (or_none(line.width), [0, 1].map(|axis| line.to[axis] - line.from[axis]));
    let length = dx.hypot(dy);
    if !is_there(line.from) || !is_there(line.to) || width <= 0.0 {
        return;
    }
    let opacity = if line.opacity.is_finite() { within(line.opacity, 0.0, 1.0) } else { 1.0 };
    let faint = if opacity < 1.0 { format!(" opacity=\"{}\"", number(opacity)) } else { String::new() };
    let own = colour(&line.ink, ink);
    // The head is part of the length, so that its tip is where the line was to end.
    let head = (5.0 + 2.0 * width).min(length);
    let is_arrow = line.arrow && length > 0.1;
    let along = |from_end: f64, aside: f64| {
        let (x, y) = (dx / length, dy / length);
        [line.to[0] - x * from_end - y * aside, line.to[1] - y * from_end + x * aside].map(number)
    };
    let [x, y] = line.from.map(number);
    // Not quite to the head's back, or a seam would show.
    let [to_x, to_y] = if is_arrow { along(head * 0.8, 0.0) } else { line.to.map(number) };
    let dashes = dashes(line.dash);
    let wide = number(width);
    out.push_str(&format!(
        "<path d=\"M{x} {y}L{to_x} {to_y}\" fill=\"none\" stroke=\"{own}\" stroke-width=\"{wide}\"{dashes}{faint}/>"
    ));
    if is_arrow {
        let [[tip_x, tip_y], [a_x, a_y], [b_x, b_y]] =
            [along(0.0, 0.0), along(head, head * 0.42), along(head, head * -0.42)];
        out.push_str(&format!("<path d=\"M{tip_x} {tip_y}L{a_x} {a_y}L{b_x} {b_y}Z\" fill=\"{own}\"{faint}/>"));
    }
    out.push('\n');
}

fn draw_label(out: &mut String, label: &FigureLabel, ink: &str) {
    if !is_there(label.at) || !label.size.is_finite() || label.size <= 0.0 || label.text.is_empty() {
        return;
    }
    let size = label.size.min(200.0);
    let weight = if label.strong { " font-weight=\"600\"" } else { "" };
    let family = if label.code { " font-family=\"ui-monospace, Menlo, Consolas, monospace\"" } else { "" };
    out.push_str(&format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{weight}{family}>{}</text>\n",
        number(label.at[0]),
        number(label.at[1] + MIDDLE * size),
        number(size),
        colour(&label.ink, ink),
        text(&label.text),
    ));
}

fn dashes(dash: Dash) -> &'static str {
    match dash {
        Dash::Whole => "",
        Dash::Dashed => " stroke-dasharray=\"4 3\"",
        Dash::Dotted => " stroke-dasharray=\"0.1 4\" stroke-linecap=\"round\"",
    }
}

/// Whether a point can be drawn.
fn is_there(at: Point) -> bool {
    at.iter().all(|c| c.abs() <= FAR)
}

/// A width, or none where it is no number.
fn or_none(width: f64) -> f64 {
    if width.is_finite() { within(width, 0.0, FAR) } else { 0.0 }
}

/// A number with at most two decimals.
fn number(number: f64) -> String {
    let said = fixed(if number.is_finite() { number } else { 0.0 }, 2);
    said.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A text as it stands in the file.
fn text(text: &str) -> String {
    escaped(&visible(&middle(text, LONG)))
}

/// A colour, or another one where it is empty or could be more than a colour: `url()` and `src()` would load something.
fn colour(colour: &str, other: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "#(),.%/- +".contains(c);
    let small = colour.trim().to_ascii_lowercase();
    let is_colour = !small.is_empty() && small.len() <= 100 && small.chars().all(is_plain);
    if is_colour && !small.contains("url") && !small.contains("src") { small } else { other.to_owned() }
}
