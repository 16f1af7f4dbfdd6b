//! Bulk drawing where there is no WebGL2: the 2D context, one path per colour.
//!
//! Takes a batch, then places and a camera; gives pixels. What lies outside the canvas is not drawn.

use heapsky::protocol::paint::{Batch, Colour, Sight};
use js_sys::Array;
use std::f64::consts::TAU;
use wasm_bindgen::JsValue;
use web_sys::OffscreenCanvasRenderingContext2d as Context;

/// In CSS pixels.
type Point = [f64; 2];

/// Discs smaller than this, in CSS pixels, are squares: nobody sees the difference, and an arc costs about three times as much.
const ROUND: f64 = 2.2;

/// Length of a dash and of a gap, in CSS pixels; the other painter's program has the same.
const DASH: f64 = 5.0;

/// See the module.
pub struct Flat {
    context: Context,
    batch: Option<Batch>,
}

impl Flat {
    pub fn new(context: Context) -> Self {
        Self { context, batch: None }
    }

    pub fn load(&mut self, batch: Batch) {
        self.batch = Some(batch);
    }

    pub fn clear(&mut self) {
        let _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        self.context.clear_rect(0.0, 0.0, 1.0e5, 1.0e5);
    }

    /// A frame. `places`: x0, y0, x1, y1 …
    pub fn draw(&mut self, places: &[f32], sight: &Sight) {
        self.clear();
        let (context, Some(batch)) = (&self.context, &self.batch) else { return };
        if batch.count as usize * 2 != places.len() {
            return;
        }
        let _ = context.set_transform(sight.ratio, 0.0, 0.0, sight.ratio, 0.0, 0.0);
        let place = |body: u32| {
            let at = places.get(body as usize * 2..)?.first_chunk::<2>()?;
            Some([0, 1].map(|axis| (f64::from(at[axis]) - sight.centre[axis]) * sight.zoom + sight.size[axis] / 2.0))
        };
        let [width, height] = sight.size;
        // Runs of one colour are one path: strokes and discs come sorted by what they mean, colours change seldom.
        let mut last: Option<(Colour, bool)> = None;
        context.set_line_width(1.0);
        for stroke in &batch.strokes {
            let (Some(a), Some(b)) = (place(stroke.from), place(stroke.to)) else { continue };
            let is_aside =
                |axis: usize, room: f64| (a[axis] < 0.0 && b[axis] < 0.0) || (a[axis] > room && b[axis] > room);
            if is_aside(0, width) || is_aside(1, height) {
                continue;
            }
            let look = (stroke.colour, stroke.is_dashed);
            if last != Some(look) {
                if last.is_some() {
                    context.stroke();
                }
                context.begin_path();
                context.set_stroke_style_str(&css(stroke.colour));
                self.dash(stroke.is_dashed);
                last = Some(look);
            }
            context.move_to(a[0], a[1]);
            context.line_to(b[0], b[1]);
        }
        if last.is_some() {
            context.stroke();
        }
        self.dash(false);
        self.discs(batch, sight, &place);
    }

    fn dash(&self, is_dashed: bool) {
        let dash = if is_dashed { [DASH; 2].map(JsValue::from).into_iter().collect() } else { Array::new() };
        let _ = self.context.set_line_dash(&dash);
    }

    /// Discs colour by colour within a size: large ones first, so that none hides behind a larger one.
    fn discs(&self, batch: &Batch, sight: &Sight, place: &dyn Fn(u32) -> Option<Point>) {
        let context = &self.context;
        let [width, height] = sight.size;
        // Those that can be told apart one by one, the rest with one path per colour.
        let mut dots: Vec<(Colour, Vec<(Point, f64)>)> = Vec::new();
        for disc in &batch.discs {
            let Some([x, y]) = place(disc.body) else { continue };
            let radius = (f64::from(disc.radius) * sight.zoom).max(sight.smallest);
            if x + radius < 0.0 || y + radius < 0.0 || x - radius > width || y - radius > height {
                continue;
            }
            if radius < 5.0 {
                match dots.iter_mut().find(|(colour, _)| *colour == disc.colour) {
                    Some((_, list)) => list.push(([x, y], radius)),
                    None => dots.push((disc.colour, vec![([x, y], radius)])),
                }
                continue;
            }
            context.set_fill_style_str(&css(disc.colour));
            circle(context, [x, y], radius);
            context.fill();
            if disc.is_group {
                context.begin_path();
                let _ = context.arc(x, y, radius * 0.8, 0.0, TAU);
                context.set_stroke_style_str(&css(batch.ground));
                context.set_line_width((radius * 0.12).max(1.0));
                context.stroke();
            }
        }
        for (colour, list) in dots {
            context.set_fill_style_str(&css(colour));
            context.begin_path();
            for ([x, y], radius) in list {
                if radius < ROUND {
                    context.rect(x - radius, y - radius, radius * 2.0, radius * 2.0);
                } else {
                    context.move_to(x + radius, y);
                    let _ = context.arc(x, y, radius, 0.0, TAU);
                }
            }
            context.fill();
        }
    }
}

fn circle(context: &Context, [x, y]: Point, radius: f64) {
    context.begin_path();
    let _ = context.arc(x, y, radius, 0.0, TAU);
}

fn css([red, green, blue, alpha]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}{alpha:02x}")
}
