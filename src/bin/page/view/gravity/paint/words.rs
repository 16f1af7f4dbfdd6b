//! Names in the picture: which of them fit, and how they are written.
//!
//! Takes a frame; gives text on the canvas. Guarantee: no name lies on another, on a disc that is drawn one by one, or on a
//! line that it does not name.

use super::super::faces::{self, Face, Faces, Ink, Line};
use super::super::palette::Palette;
use super::{Frame, ends, is_near};
use heapsky::present::gravity::labels::{self, Ground, Side, Spot, Wish};
use heapsky::present::gravity::{Body, Point};
use std::collections::HashMap;
use std::rc::Rc;
use web_sys::CanvasRenderingContext2d;

/// Height of a line of text.
const LEADING: f64 = 15.0;
/// Discs smaller than this do not keep a name away.
const DOT: f64 = 6.0;
/// How far a crowd has to be spread to be named, in CSS pixels.
const APART: f64 = 40.0;
/// Labels looked for in one frame, at most; the rest is too small to matter.
const LABELS: usize = 150;

/// Text widths, by ink and text.
pub type Widths = HashMap<(Ink, String), f64>;

/// What writing needs from frame to frame.
#[derive(Default)]
pub struct Pen {
    pub widths: Widths,
    pub faces: Faces,
}

/// Room the rings around a body take.
fn rings_of(frame: &Frame<'_>, body: usize) -> f64 {
    if frame.selected == Some(body) || frame.cursor == Some(body) {
        8.0
    } else if frame.scene.accumulation() == Some(body) {
        5.0
    } else {
        0.0
    }
}

/// A piece of text where it stands: its left end, and the middle of its line.
pub struct Piece {
    pub text: String,
    pub ink: Ink,
    pub at: Point,
    end: Point,
}

/// Names of bodies and lines, as many as fit.
pub fn texts(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, pen: &mut Pen) {
    for (face, spot) in placed(ctx, frame, pen) {
        write(ctx, frame.palette, &face, spot, &mut pen.widths);
    }
}

/// The same as data.
pub fn pieces(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, pen: &mut Pen) -> Vec<Piece> {
    let placed = placed(ctx, frame, pen);
    let pieces = placed.iter().flat_map(|(face, spot)| pieces_of(ctx, frame.palette, face, *spot, &mut pen.widths));
    // A file may be seen with other fonts: what stands in one line has to flow.
    let mut lines: Vec<Piece> = Vec::new();
    let mut end = None;
    for piece in pieces {
        let is_next = end.replace(piece.end) == Some(piece.at);
        match lines.last_mut().filter(|_| is_next) {
            Some(line) => line.text.push_str(&piece.text),
            None => lines.push(piece),
        }
    }
    lines
}

/// Names that found a place; while things move, only those that matter, so that nothing flickers.
fn placed(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, pen: &mut Pen) -> Vec<(Rc<Face>, Spot)> {
    let scene = frame.scene;
    let near = [frame.selected, frame.hover, frame.cursor];
    let matters = |body: usize| scene.is_lit(body) || scene.suspect(body).is_some() || near.contains(&Some(body));
    let visible = |body: usize| {
        let is_in = |at: Point| (0..2).all(|axis| at[axis] > -40.0 && at[axis] < frame.size[axis] + 40.0);
        (frame.place)(body).is_some_and(|(at, _)| is_in(at))
    };
    // Those that matter, then those on the lit way's lines, then the rest.
    let mut first: Vec<usize> = Vec::new();
    for body in near.into_iter().flatten() {
        if !first.contains(&body) {
            first.push(body);
        }
    }
    let mut rest = Vec::new();
    for &body in frame.foremost {
        let list = if matters(body) { &mut first } else { &mut rest };
        if !list.contains(&body) && visible(body) && (frame.calm || matters(body)) && list.len() < LABELS {
            list.push(body);
        }
    }
    let place_of = |body: usize| frame.foremost.iter().position(|other| *other == body);
    let mut wishes = Vec::new();
    let mut worn = Vec::new();
    let around = |bodies: Vec<usize>, wishes: &mut Vec<Wish>, worn: &mut Vec<Rc<Face>>, pen: &mut Pen| {
        for body in bodies {
            let Some((at, radius)) = (frame.place)(body) else { continue };
            let face = pen.faces.of_body(scene, body);
            let sizes = sizes(ctx, frame.palette, &face, &mut pen.widths);
            // Without a place it is not among the discs; then its label keeps clear of all of them.
            let own = place_of(body).unwrap_or(usize::MAX);
            wishes.push(Wish::around(own, at, radius + rings_of(frame, body), &sizes));
            worn.push(face);
        }
    };
    around(first, &mut wishes, &mut worn, pen);
    let links = || frame.links.iter().filter_map(|row| scene.links.get(*row));
    for link in links().filter(|link| link.spine || is_near(frame, link)).take(LABELS) {
        if let (Some(face), Some((from, to))) = (faces::of_line(link), ends(frame, link)) {
            let sizes = sizes(ctx, frame.palette, &face, &mut pen.widths);
            wishes.push(Wish::along(from, to, &sizes));
            worn.push(Rc::new(face));
        }
    }
    if frame.in_bulk && frame.calm {
        for crowd in &scene.crowds {
            let places: Vec<Point> = crowd.some.iter().filter_map(|body| Some((frame.place)(*body)?.0)).collect();
            let spread = |axis: usize| {
                let along = places.iter().map(|at| at[axis]);
                along.clone().fold(f64::NEG_INFINITY, f64::max) - along.fold(f64::INFINITY, f64::min)
            };
            // One that is a dot needs no name.
            if places.is_empty() || spread(0).max(spread(1)) < APART {
                continue;
            }
            let middle = [0, 1].map(|axis| places.iter().map(|at| at[axis]).sum::<f64>() / places.len() as f64);
            if let Some(face) = pen.faces.of_crowd(scene, crowd) {
                let sizes = sizes(ctx, frame.palette, &face, &mut pen.widths);
                // Across the crowd itself, whose dots say less than its name; where its middle is taken, between that and
                // its rim.
                let away = spread(1).max(60.0) * 1.3;
                let (up, down) = ([middle[0], middle[1] - away], [middle[0], middle[1] + away]);
                wishes.push(Wish::along(up, down, &sizes));
                worn.push(Rc::new(face));
            }
        }
    }
    around(rest, &mut wishes, &mut worn, pen);
    let lines: Vec<_> = links().filter(|link| link.spine).filter_map(|link| ends(frame, link)).collect();
    // Among stars a name says more than the dots that it covers.
    let is_solid = |body: usize, radius: f64| radius >= DOT || !matches!(scene.bodies.get(body), Some(Body::Star(_)));
    let disc = |body: &usize| {
        (frame.place)(*body).map(|(at, radius)| (at, if is_solid(*body, radius) { radius } else { 0.0 }))
    };
    let (at, radii): (Vec<Point>, Vec<f64>) = frame.foremost.iter().filter_map(disc).unzip();
    let ground = Ground { at: &at, radii: &radii, lines: &lines, taken: frame.taken, canvas: frame.size };
    let spots = labels::place(&wishes, &ground);
    worn.into_iter().zip(spots).filter_map(|(face, spot)| Some((face, spot?))).collect()
}

fn sizes(ctx: &CanvasRenderingContext2d, palette: &Palette, face: &Face, widths: &mut Widths) -> Vec<Point> {
    let of_form = |form: &Vec<Line>| {
        let width = form.iter().map(|line| width(ctx, palette, line, widths)).fold(0.0, f64::max);
        [width + 4.0, form.len() as f64 * LEADING]
    };
    face.iter().map(of_form).collect()
}

fn width(ctx: &CanvasRenderingContext2d, palette: &Palette, line: &Line, widths: &mut Widths) -> f64 {
    let mut sum = 0.0;
    for (text, ink) in line {
        sum += match widths.get(&(*ink, text.clone())) {
            Some(width) => *width,
            None => {
                ctx.set_font(&font(palette, *ink));
                let width = ctx.measure_text(text).map_or(0.0, |metrics| metrics.width());
                widths.insert((*ink, text.clone()), width);
                width
            }
        };
    }
    sum
}

fn write(ctx: &CanvasRenderingContext2d, palette: &Palette, face: &Face, spot: Spot, widths: &mut Widths) {
    if spot.side == Side::Middle {
        // The line does not run through its own name.
        ctx.set_fill_style_str(&palette.ground);
        ctx.set_global_alpha(0.86);
        ctx.fill_rect(spot.area.x, spot.area.y, spot.area.width, spot.area.height);
        ctx.set_global_alpha(1.0);
    }
    ctx.set_text_align("left");
    ctx.set_text_baseline("middle");
    for Piece { text, ink, at: [x, y], .. } in pieces_of(ctx, palette, face, spot, widths) {
        ctx.set_font(&font(palette, ink));
        // A halo of the ground keeps text readable over lines.
        ctx.set_stroke_style_str(&palette.ground);
        ctx.set_line_width(3.5);
        let _ = ctx.stroke_text(&text, x, y);
        ctx.set_fill_style_str(colour(palette, ink));
        let _ = ctx.fill_text(&text, x, y);
    }
}

/// The colour of an ink.
pub fn colour(palette: &Palette, ink: Ink) -> &str {
    match ink {
        Ink::Strong | Ink::Name => &palette.label,
        Ink::Muted | Ink::Edge => &palette.muted,
        Ink::Spine => &palette.spine,
    }
}

fn pieces_of(
    ctx: &CanvasRenderingContext2d,
    palette: &Palette,
    face: &Face,
    spot: Spot,
    widths: &mut Widths,
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (row, line) in face.get(spot.form).into_iter().flatten().enumerate() {
        let free = spot.area.width - 4.0 - width(ctx, palette, line, widths);
        let aside = match spot.side {
            Side::Right => 0.0,
            Side::Left => free,
            Side::Below | Side::Above | Side::Middle => free / 2.0,
        };
        let mut at = [spot.area.x + 2.0 + aside, spot.area.y + (row as f64 + 0.5) * LEADING];
        for (text, ink) in line {
            let end = [at[0] + widths.get(&(*ink, text.clone())).copied().unwrap_or(0.0), at[1]];
            pieces.push(Piece { text: text.clone(), ink: *ink, at, end });
            at = end;
        }
    }
    pieces
}

fn font(palette: &Palette, ink: Ink) -> String {
    match ink {
        Ink::Strong => format!("600 12.5px {}", palette.code),
        Ink::Name => format!("11.5px {}", palette.code),
        Ink::Muted => format!("11.5px {}", palette.sans),
        Ink::Edge | Ink::Spine => format!("600 11px {}", palette.code),
    }
}
