//! Draws one frame of the gravity graph.
//!
//! Takes everything by reference and leaves nothing behind but pixels and the text widths it measured. Coordinates are
//! CSS pixels; the caller has scaled the context for the screen.

use super::faces::{self, Face, Ink, Line};
use super::palette::{Palette, mark};
use heapsky::present::format;
use heapsky::present::gravity::labels::{self, Area, Ground, Side, Spot, Wish};
use heapsky::present::gravity::{Fold, Point, Scene};
use heapsky::question::gravity::{Body, Link};
use std::collections::HashMap;
use std::f64::consts::TAU;
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;

/// Height of a line of text.
const LEADING: f64 = 15.0;
/// The smallest disc that is drawn.
pub const SMALLEST: f64 = 3.0;
/// Labels looked for in one frame, at most; the rest is too small to matter.
const LABELS: usize = 150;

/// Text widths, by ink and text.
pub type Widths = HashMap<(Ink, String), f64>;

/// What a frame shows.
pub struct Frame<'a> {
    pub scene: &'a Scene,
    /// Where bodies are on the canvas, and their radii there.
    pub at: &'a [Point],
    pub radii: &'a [f64],
    pub faces: &'a [Face],
    pub palette: &'a Palette,
    pub size: Point,
    pub hover: Option<usize>,
    pub selected: Option<usize>,
    /// Where the arrow keys are, while the canvas has the focus.
    pub cursor: Option<usize>,
    /// Nothing moves: every label that fits is shown.
    pub calm: bool,
    /// Ground that is covered by controls.
    pub taken: &'a [Area],
}

/// Draws it all.
pub fn draw(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, widths: &mut Widths) {
    ctx.clear_rect(0.0, 0.0, frame.size[0], frame.size[1]);
    ctx.set_line_cap("round");
    ctx.set_line_join("round");
    for link in frame.scene.links.iter().filter(|link| !link.spine) {
        line(ctx, frame, link);
    }
    for link in frame.scene.links.iter().filter(|link| link.spine) {
        spine_line(ctx, frame, link);
    }
    // Small ones last, so that none hides behind a large one while the layout still parts them.
    for &body in &frame.scene.importance {
        disc(ctx, frame, body);
    }
    rings(ctx, frame);
    texts(ctx, frame, widths);
}

/// The visible part of a link: from rim to rim.
fn ends(frame: &Frame<'_>, link: &Link) -> Option<(Point, Point)> {
    let (from, to) = (link.from as usize, link.to as usize);
    let (a, b) = (*frame.at.get(from)?, *frame.at.get(to)?);
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx.hypot(dy);
    let (start, end) = (frame.radii[from] + 1.0, length - frame.radii[to] - 2.0);
    let along = |way: f64| [a[0] + dx / length * way, a[1] + dy / length * way];
    (end > start).then(|| (along(start), along(end)))
}

fn is_near(frame: &Frame<'_>, link: &Link) -> bool {
    let touches = |body: Option<usize>| body.is_some_and(|b| b == link.from as usize || b == link.to as usize);
    touches(frame.hover) || touches(frame.selected)
}

fn line(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, link: &Link) {
    let Some((from, to)) = ends(frame, link) else { return };
    let near = is_near(frame, link);
    let across = !frame.scene.is_tree(link);
    let ink = if near { &frame.palette.muted } else { &frame.palette.line };
    ctx.set_stroke_style_str(ink);
    // References across the tree are many and say less: faint until one looks at their ends.
    ctx.set_global_alpha(if across && !near { 0.45 } else { 1.0 });
    ctx.set_line_width(if near { 1.6 } else { 1.1 });
    set_dash(ctx, if link.edge.is_some() { &[] } else { &[4.0, 4.0] });
    stroke_line(ctx, from, to);
    set_dash(ctx, &[]);
    if link.edge.is_some() && (near || !across) {
        arrow(ctx, from, to, 6.0, ink);
    }
    ctx.set_global_alpha(1.0);
}

fn spine_line(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, link: &Link) {
    let Some((from, to)) = ends(frame, link) else { return };
    let ink = &frame.palette.spine;
    ctx.set_stroke_style_str(ink);
    // Lit: a wide faint stroke below, the line itself above.
    ctx.set_global_alpha(0.18);
    ctx.set_line_width(11.0);
    stroke_line(ctx, from, to);
    ctx.set_global_alpha(1.0);
    ctx.set_line_width(3.0);
    set_dash(ctx, if link.edge.is_some() { &[] } else { &[6.0, 6.0] });
    stroke_line(ctx, from, to);
    set_dash(ctx, &[]);
    if link.edge.is_some() {
        arrow(ctx, from, to, 11.0, ink);
    }
}

fn disc(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, body: usize) {
    let (Some(&[x, y]), Some(&radius)) = (frame.at.get(body), frame.radii.get(body)) else { return };
    if x + radius * 2.0 < 0.0
        || y + radius * 2.0 < 0.0
        || x - radius * 2.0 > frame.size[0]
        || y - radius * 2.0 > frame.size[1]
    {
        return;
    }
    match &frame.scene.bodies[body] {
        Body::Object { object, .. } => {
            let colour = frame.palette.kind(object.category);
            if frame.scene.spine.contains(&body) {
                glow(ctx, [x, y], radius, colour);
            }
            circle(ctx, [x, y], radius);
            ctx.set_fill_style_str(colour);
            ctx.fill();
            ctx.set_stroke_style_str(&frame.palette.rim);
            ctx.set_line_width(1.0);
            ctx.stroke();
            if frame.scene.accumulation() == Some(body) {
                circle(ctx, [x, y], radius + 4.0);
                ctx.set_stroke_style_str(&frame.palette.spine);
                ctx.set_line_width(2.0);
                ctx.stroke();
            }
            if radius >= 8.0 {
                let size = format::within(radius * 0.62, 8.0, 20.0);
                centred(ctx, frame, mark(object.category), [x, y], size, &frame.palette.mark);
            }
            let looked_at = frame.hover == Some(body) || frame.selected == Some(body) || frame.cursor == Some(body);
            if (radius >= 10.0 || looked_at) && matches!(frame.scene.fold(body), Fold::Opens(_)) {
                moon(ctx, frame, [x + radius * 0.72, y + radius * 0.72], colour);
            }
        }
        Body::More { category, .. } => {
            let colour = frame.palette.kind(*category);
            circle(ctx, [x, y], radius);
            ctx.set_fill_style_str(&frame.palette.ground);
            ctx.fill();
            ctx.set_stroke_style_str(colour);
            ctx.set_line_width(1.6);
            set_dash(ctx, &[3.0, 3.5]);
            ctx.stroke();
            set_dash(ctx, &[]);
            if radius >= 6.0 {
                centred(ctx, frame, "+", [x, y], format::within(radius * 1.1, 10.0, 18.0), &frame.palette.label);
            }
        }
    }
}

/// A small plus at the rim: this body has others to show.
fn moon(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, [x, y]: Point, colour: &str) {
    circle(ctx, [x, y], 4.5);
    ctx.set_fill_style_str(&frame.palette.ground);
    ctx.fill();
    ctx.set_stroke_style_str(colour);
    ctx.set_line_width(1.2);
    ctx.stroke();
    stroke_line(ctx, [x - 2.0, y], [x + 2.0, y]);
    stroke_line(ctx, [x, y - 2.0], [x, y + 2.0]);
}

/// Light around a body, fading out: faint discs upon each other.
fn glow(ctx: &CanvasRenderingContext2d, [x, y]: Point, radius: f64, colour: &str) {
    ctx.set_fill_style_str(colour);
    ctx.set_global_alpha(0.025);
    for ring in 1..=12 {
        circle(ctx, [x, y], radius + (radius * 0.45 + 6.0) * f64::from(ring) / 12.0);
        ctx.fill();
    }
    ctx.set_global_alpha(1.0);
}

fn rings(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>) {
    let palette = frame.palette;
    let marked = [
        (frame.hover, &palette.muted, 4.0, 1.5),
        (frame.selected, &palette.selection, 7.0, 2.5),
        // Where the keys are is told apart from the selection only where it is elsewhere.
        (frame.cursor.filter(|body| frame.selected != Some(*body)), &palette.focus, 7.0, 2.0),
    ];
    for (body, colour, away, width) in marked {
        let place = body.and_then(|body| Some((*frame.at.get(body)?, *frame.radii.get(body)?)));
        if let Some((at, radius)) = place {
            circle(ctx, at, radius + away);
            ctx.set_stroke_style_str(colour);
            ctx.set_line_width(width);
            ctx.stroke();
        }
    }
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

/// Names of bodies and lines, as many as fit; while things move, only those that matter, so that nothing flickers.
fn texts(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, widths: &mut Widths) {
    let scene = frame.scene;
    let near = [frame.selected, frame.hover, frame.cursor];
    let mut order: Vec<usize> = Vec::new();
    let important = scene.importance.iter().copied();
    let important = important.filter(|body| frame.calm || scene.spine.contains(body));
    for body in near.into_iter().flatten().chain(important) {
        if !order.contains(&body) {
            order.push(body);
        }
    }
    let visible = |body: &usize| {
        frame.at.get(*body).is_some_and(|at| (0..2).all(|axis| at[axis] > -40.0 && at[axis] < frame.size[axis] + 40.0))
    };
    // The spine's own names, then those on its lines, then the rest.
    order.retain(visible);
    order.truncate(LABELS);
    let (first, rest): (Vec<usize>, Vec<usize>) =
        order.into_iter().partition(|body| scene.spine.contains(body) || near.contains(&Some(*body)));
    let mut wishes = Vec::new();
    let mut worn = Vec::new();
    let around = |bodies: Vec<usize>, wishes: &mut Vec<Wish>, worn: &mut Vec<Face>, widths: &mut Widths| {
        for body in bodies {
            let Some(face) = frame.faces.get(body) else { continue };
            let sizes = sizes(ctx, frame.palette, face, widths);
            wishes.push(Wish::around(body, frame.at[body], frame.radii[body] + rings_of(frame, body), &sizes));
            worn.push(face.clone());
        }
    };
    around(first, &mut wishes, &mut worn, widths);
    for link in scene.links.iter().filter(|link| link.spine || is_near(frame, link)) {
        if let (Some(face), Some((from, to))) = (faces::of_line(link), ends(frame, link)) {
            let sizes = sizes(ctx, frame.palette, &face, widths);
            wishes.push(Wish::along(from, to, &sizes));
            worn.push(face);
        }
    }
    around(rest, &mut wishes, &mut worn, widths);
    let lines: Vec<_> = scene.links.iter().filter(|link| link.spine).filter_map(|link| ends(frame, link)).collect();
    let ground = Ground { at: frame.at, radii: frame.radii, lines: &lines, taken: frame.taken, canvas: frame.size };
    let spots = labels::place(&wishes, &ground);
    for (face, spot) in worn.iter().zip(spots) {
        if let Some(spot) = spot {
            write(ctx, frame.palette, face, spot, widths);
        }
    }
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
    let Some(form) = face.get(spot.form) else { return };
    if spot.side == Side::Middle {
        // The line does not run through its own name.
        ctx.set_fill_style_str(&palette.ground);
        ctx.set_global_alpha(0.86);
        ctx.fill_rect(spot.area.x, spot.area.y, spot.area.width, spot.area.height);
        ctx.set_global_alpha(1.0);
    }
    ctx.set_text_align("left");
    ctx.set_text_baseline("middle");
    for (row, line) in form.iter().enumerate() {
        let width = width(ctx, palette, line, widths);
        let free = spot.area.width - 4.0 - width;
        let mut x = spot.area.x
            + 2.0
            + match spot.side {
                Side::Right => 0.0,
                Side::Left => free,
                Side::Below | Side::Above | Side::Middle => free / 2.0,
            };
        let y = spot.area.y + (row as f64 + 0.5) * LEADING;
        for (text, ink) in line {
            ctx.set_font(&font(palette, *ink));
            // A halo of the ground keeps text readable over lines.
            ctx.set_stroke_style_str(&palette.ground);
            ctx.set_line_width(3.5);
            let _ = ctx.stroke_text(text, x, y);
            let colour = match ink {
                Ink::Strong | Ink::Name => &palette.label,
                Ink::Muted | Ink::Edge => &palette.muted,
                Ink::Spine => &palette.spine,
            };
            ctx.set_fill_style_str(colour);
            let _ = ctx.fill_text(text, x, y);
            x += widths.get(&(*ink, text.clone())).copied().unwrap_or(0.0);
        }
    }
}

fn font(palette: &Palette, ink: Ink) -> String {
    match ink {
        Ink::Strong => format!("600 12.5px {}", palette.code),
        Ink::Name => format!("11.5px {}", palette.code),
        Ink::Muted => format!("11.5px {}", palette.sans),
        Ink::Edge | Ink::Spine => format!("600 11px {}", palette.code),
    }
}

fn centred(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, text: &str, [x, y]: Point, size: f64, colour: &str) {
    ctx.set_font(&format!("600 {}px {}", format::fixed(size, 1), frame.palette.code));
    ctx.set_text_align("center");
    ctx.set_text_baseline("middle");
    ctx.set_fill_style_str(colour);
    let _ = ctx.fill_text(text, x, y + size * 0.04);
}

fn circle(ctx: &CanvasRenderingContext2d, [x, y]: Point, radius: f64) {
    ctx.begin_path();
    let _ = ctx.arc(x, y, radius, 0.0, TAU);
}

fn stroke_line(ctx: &CanvasRenderingContext2d, from: Point, to: Point) {
    ctx.begin_path();
    ctx.move_to(from[0], from[1]);
    ctx.line_to(to[0], to[1]);
    ctx.stroke();
}

fn arrow(ctx: &CanvasRenderingContext2d, from: Point, to: Point, size: f64, colour: &str) {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let length = dx.hypot(dy);
    if length < size {
        return;
    }
    let (ux, uy) = (dx / length * size, dy / length * size);
    let (bx, by) = (to[0] - ux, to[1] - uy);
    ctx.begin_path();
    ctx.move_to(to[0] + ux * 0.1, to[1] + uy * 0.1);
    ctx.line_to(bx - uy * 0.45, by + ux * 0.45);
    ctx.line_to(bx + uy * 0.45, by - ux * 0.45);
    ctx.close_path();
    ctx.set_fill_style_str(colour);
    ctx.fill();
}

fn set_dash(ctx: &CanvasRenderingContext2d, dash: &[f64]) {
    let segments: js_sys::Array = dash.iter().map(|length| JsValue::from_f64(*length)).collect();
    let _ = ctx.set_line_dash(&segments);
}
