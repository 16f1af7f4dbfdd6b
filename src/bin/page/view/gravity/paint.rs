//! Draws one frame of the gravity graph.
//!
//! Takes everything by reference and leaves nothing behind but pixels and the text widths it measured. Coordinates are
//! CSS pixels; the caller has scaled the context for the screen.

pub mod words;

use super::palette::{Palette, mark};
use heapsky::present::format;
use heapsky::present::gravity::figure::Dash;
use heapsky::present::gravity::labels::Area;
use heapsky::present::gravity::{Body, Fold, Point, Scene};
use heapsky::question::gravity::Link;
use std::f64::consts::TAU;
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;

/// Opacity of what the legend's filter leaves out.
const FAINT: f64 = 0.12;
/// The smallest disc that is drawn.
pub const SMALLEST: f64 = 3.0;
/// The same in a large picture.
pub const DOT: f64 = 0.8;
pub use words::Pen;

/// What a frame shows.
pub struct Frame<'a> {
    pub scene: &'a Scene,
    /// Where a body is on the canvas, and its radius there: asked for one by one, since of a large picture few are.
    pub place: &'a dyn Fn(usize) -> Option<(Point, f64)>,
    /// The links that are drawn one by one.
    pub links: &'a [usize],
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
    /// Bodies that are drawn one by one, the most important first: all of a small picture.
    pub foremost: &'a [usize],
    /// Lines and discs are on the canvas below already.
    pub in_bulk: bool,
    /// Bodies the user pinned.
    pub pinned: &'a [usize],
    /// What the legend's filter leaves out.
    pub faint: &'a dyn Fn(usize) -> bool,
}

/// Draws it all.
pub fn draw(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, pen: &mut Pen) {
    ctx.clear_rect(0.0, 0.0, frame.size[0], frame.size[1]);
    ctx.set_line_cap("round");
    ctx.set_line_join("round");
    let links = || frame.links.iter().filter_map(|row| Some((frame.scene.links.get(*row)?, *row)));
    for (link, row) in links().filter(|(link, _)| !link.spine) {
        line(ctx, frame, link, frame.scene.weights.get(row).copied().unwrap_or(1));
    }
    for (link, _) in links().filter(|(link, _)| link.spine) {
        spine_line(ctx, frame, link);
    }
    // Small ones last, so that none hides behind a large one while the layout still parts them.
    for &body in frame.foremost {
        let is_faint = (frame.faint)(body);
        ctx.set_global_alpha(if is_faint { FAINT } else { 1.0 });
        match frame.in_bulk {
            true if !is_faint => sign(ctx, frame, body),
            true => {}
            false => disc(ctx, frame, body, is_faint),
        }
        ctx.set_global_alpha(1.0);
    }
    rings(ctx, frame);
    words::texts(ctx, frame, pen);
}

/// The visible part of a link: from rim to rim.
pub fn ends(frame: &Frame<'_>, link: &Link) -> Option<(Point, Point)> {
    let (from, to) = (link.from as usize, link.to as usize);
    let ((a, from), (b, to)) = ((frame.place)(from)?, (frame.place)(to)?);
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx.hypot(dy);
    let (start, end) = (from + 1.0, length - to - 2.0);
    let along = |way: f64| [a[0] + dx / length * way, a[1] + dy / length * way];
    (end > start).then(|| (along(start), along(end)))
}

pub fn is_near(frame: &Frame<'_>, link: &Link) -> bool {
    let touches = |body: Option<usize>| body.is_some_and(|b| b == link.from as usize || b == link.to as usize);
    touches(frame.hover) || touches(frame.selected)
}

fn line(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, link: &Link, weight: u64) {
    let Some((from, to)) = ends(frame, link) else { return };
    let near = is_near(frame, link);
    let across = !frame.scene.is_tree(link);
    let ink = if near { &frame.palette.muted } else { &frame.palette.line };
    ctx.set_stroke_style_str(ink);
    // References across the tree are many and say less: faint until one looks at their ends.
    let is_faint = (frame.faint)(link.from as usize) || (frame.faint)(link.to as usize);
    ctx.set_global_alpha(if is_faint {
        FAINT
    } else if link.is_weak {
        0.75
    } else if across && !near {
        0.45
    } else {
        1.0
    });
    // As wide as what it carries, where it carries more than one reference.
    let much = (weight.max(1) as f64).ln() * 0.16;
    ctx.set_line_width(much + if near { 1.6 } else { 1.1 });
    let is_star = frame.scene.is_between_stars(link);
    set_dash(ctx, dashes(frame.scene.dash(link)));
    stroke_line(ctx, from, to);
    set_dash(ctx, &[]);
    if (link.edge.is_some() || is_star) && (near || !across) {
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
    let is_real = link.edge.is_some() || frame.scene.is_between_stars(link);
    set_dash(ctx, if is_real { &[] } else { &[0.1, 7.0] });
    stroke_line(ctx, from, to);
    set_dash(ctx, &[]);
    if is_real {
        arrow(ctx, from, to, 11.0, ink);
    }
}

fn disc(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, body: usize, is_faint: bool) {
    let Some(([x, y], radius)) = (frame.place)(body) else { return };
    if x + radius * 2.0 < 0.0
        || y + radius * 2.0 < 0.0
        || x - radius * 2.0 > frame.size[0]
        || y - radius * 2.0 > frame.size[1]
    {
        return;
    }
    let whole = &frame.scene.bodies[body];
    match whole {
        Body::Object { .. } | Body::Star(_) => {
            let colour = frame.palette.kind(frame.scene.hues.of(body));
            if frame.scene.is_lit(body) && !is_faint {
                glow(ctx, [x, y], radius, colour);
            }
            circle(ctx, [x, y], radius);
            ctx.set_fill_style_str(colour);
            ctx.fill();
            ctx.set_stroke_style_str(&frame.palette.rim);
            ctx.set_line_width(1.0);
            ctx.stroke();
            if whole.is_group() && radius > 5.0 {
                circle(ctx, [x, y], radius * 0.8);
                ctx.set_stroke_style_str(&frame.palette.ground);
                ctx.set_line_width((radius * 0.12).max(1.0));
                ctx.stroke();
            }
            if !is_faint {
                sign(ctx, frame, body);
            }
        }
        Body::More { .. } => {
            let colour = frame.palette.kind(frame.scene.hues.of(body));
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

/// What is drawn upon a disc: its kind's mark, where memory piles up, a suspect's number, and that it has others to show.
fn sign(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, body: usize) {
    let Some(([x, y], radius)) = (frame.place)(body) else { return };
    let Some(whole) = frame.scene.bodies.get(body).filter(|body| !matches!(body, Body::More { .. })) else { return };
    let colour = frame.palette.kind(frame.scene.hues.of(body));
    let suspect = frame.scene.suspect(body);
    if frame.scene.accumulation() == Some(body) || suspect.is_some() {
        circle(ctx, [x, y], radius + 4.0);
        ctx.set_stroke_style_str(&frame.palette.spine);
        ctx.set_line_width(2.0);
        ctx.stroke();
    }
    let looked_at = frame.hover == Some(body) || frame.selected == Some(body) || frame.cursor == Some(body);
    if radius >= 8.0 {
        let size = format::within(radius * 0.62, 8.0, 20.0);
        centred(ctx, frame, mark(whole.category()), [x, y], size, &frame.palette.mark);
    }
    if (radius >= 10.0 || looked_at) && matches!(frame.scene.fold(body), Fold::Opens(_)) {
        moon(ctx, frame, [x + radius * 0.72, y + radius * 0.72], colour);
    }
    if let Some(number) = suspect {
        let at = [x - (radius + 4.0) * 0.72, y - (radius + 4.0) * 0.72];
        circle(ctx, at, 8.0);
        ctx.set_fill_style_str(&frame.palette.spine);
        ctx.fill();
        centred(ctx, frame, &number.to_string(), at, 10.0, &frame.palette.ground);
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
    // Upon each other they are brightest at the rim.
    ctx.set_global_alpha(0.025);
    for ring in 1..=12 {
        circle(ctx, [x, y], radius + (radius * 0.45 + 6.0) * f64::from(ring) / 12.0);
        ctx.fill();
    }
    ctx.set_global_alpha(1.0);
}

fn rings(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>) {
    let palette = frame.palette;
    for &body in frame.pinned {
        if let Some(([x, y], radius)) = (frame.place)(body) {
            pin(ctx, [x + radius * 0.72, y - radius * 0.72], &palette.label);
        }
    }
    let marked = [
        (frame.hover, &palette.muted, 4.0, 1.5),
        (frame.selected, &palette.selection, 7.0, 2.5),
        // Where the keys are is told apart from the selection only where it is elsewhere.
        (frame.cursor.filter(|body| frame.selected != Some(*body)), &palette.focus, 7.0, 2.0),
    ];
    for (body, colour, away, width) in marked {
        let place = body.and_then(|body| (frame.place)(body));
        if let Some((at, radius)) = place {
            circle(ctx, at, radius + away);
            ctx.set_stroke_style_str(colour);
            ctx.set_line_width(width);
            ctx.stroke();
        }
    }
}

/// A pin that sticks in a rim; few fonts have one.
fn pin(ctx: &CanvasRenderingContext2d, [x, y]: Point, colour: &str) {
    ctx.set_stroke_style_str(colour);
    ctx.set_line_width(1.6);
    stroke_line(ctx, [x, y], [x + 6.0, y - 6.0]);
    circle(ctx, [x + 7.5, y - 7.5], 3.6);
    ctx.set_fill_style_str(colour);
    ctx.fill();
}

fn centred(ctx: &CanvasRenderingContext2d, frame: &Frame<'_>, text: &str, [x, y]: Point, size: f64, colour: &str) {
    ctx.set_font(&format!("600 {}px {}", format::fixed(size, 1), frame.palette.code));
    ctx.set_text_align("center");
    ctx.set_text_baseline("middle");
    ctx.set_fill_style_str(colour);
    let _ = ctx.fill_text(text, x, y + size * 0.04);
}

pub fn circle(ctx: &CanvasRenderingContext2d, [x, y]: Point, radius: f64) {
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

/// Lines have round ends, so that a dash without length is a dot.
fn dashes(dash: Dash) -> &'static [f64] {
    match dash {
        Dash::Whole => &[],
        Dash::Dashed => &[5.0, 5.0],
        Dash::Dotted => &[0.1, 4.0],
    }
}

fn set_dash(ctx: &CanvasRenderingContext2d, dash: &[f64]) {
    let segments: js_sys::Array = dash.iter().map(|length| JsValue::from_f64(*length)).collect();
    let _ = ctx.set_line_dash(&segments);
}
