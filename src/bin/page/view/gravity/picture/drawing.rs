//! A frame of the picture, drawn.
//!
//! Takes the picture as it stands; gives pixels on both canvases, or the frame itself to whoever draws it elsewhere.

use super::super::paint::{self, Frame, Pen};
use super::{BIRTH, Picture};
use crate::client::Painted;
use crate::document::now;
use heapsky::present::format::within;
use heapsky::present::gravity::{Camera, Point};
use heapsky::protocol::paint::Sight;
use web_sys::CanvasRenderingContext2d;

/// Radius from which a body of a large picture is drawn one by one, with its mark and name, in CSS pixels …
const APART: f64 = 4.0;
/// … but for no more than so many.
const FOREMOST: usize = 300;

impl Picture {
    /// Orders what is drawn in bulk, if it is another than what is there; the rest is to be drawn when the future resolves.
    pub fn draw_bulk(&mut self) -> Option<Painted> {
        let (ratio, pixels) = self.screen();
        let is_large = self.is_large();
        let is_stale = self.bulk_is_stale;
        let mut bulk = self.bulk.take()?;
        let painted = if is_large {
            // What is not in bulk will have to be loaded when it is.
            self.bulk_is_stale = false;
            if is_stale {
                bulk.load(&self.scene, &self.palette, &|body| self.is_faint(body));
            }
            let Camera { centre, zoom, size } = self.camera;
            let sight = Sight { centre, size, zoom, ratio, smallest: paint::DOT, pixels };
            bulk.draw(&self.at, self.version, sight)
        } else {
            bulk.clear();
            None
        };
        self.bulk = Some(bulk);
        painted
    }

    /// Draws what is not in bulk: all of a small picture.
    pub fn draw(&mut self) {
        let Some((canvas, ctx)) = &self.canvas else { return };
        let (ratio, pixels) = self.screen();
        // Setting the size clears the canvas, even to the same size.
        if canvas.width() != pixels[0] {
            canvas.set_width(pixels[0]);
        }
        if canvas.height() != pixels[1] {
            canvas.set_height(pixels[1]);
        }
        let _ = ctx.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
        self.with_frame(paint::draw);
    }

    /// Pixels of the screen per CSS pixel, and the canvas' size in them.
    fn screen(&self) -> (f64, [u32; 2]) {
        let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        let ratio = within(ratio, 0.5, 4.0);
        (ratio, self.camera.size.map(|side| within((side * ratio).round(), 1.0, 8192.0) as u32))
    }

    /// What a frame shows now, for drawing it.
    pub fn with_frame<T>(
        &mut self,
        act: impl FnOnce(&CanvasRenderingContext2d, &Frame<'_>, &mut Pen) -> T,
    ) -> Option<T> {
        let mut pen = std::mem::take(&mut self.pen);
        let (at, radii) = self.emerging();
        let foremost = self.foremost(&at, &radii);
        let pinned: Vec<usize> = self.pinned.iter().filter_map(|key| self.scene.find(*key)).collect();
        let frame = Frame {
            scene: &self.scene,
            at: &at,
            radii: &radii,
            palette: &self.palette,
            size: self.camera.size,
            hover: self.hover,
            selected: self.selected(),
            cursor: self.focused.then(|| self.cursor()).flatten().or(self.found),
            calm: self.resting,
            taken: &self.taken,
            foremost: &foremost,
            in_bulk: self.is_large(),
            pinned: &pinned,
            faint: &|body: usize| self.is_faint(body),
        };
        let result = self.canvas.as_ref().map(|(_, ctx)| act(ctx, &frame, &mut pen));
        self.pen = pen;
        result
    }

    /// The bodies that are drawn one by one: all of a small picture; of a large one those on the canvas that are large
    /// enough to be told apart, and those that matter.
    fn foremost(&self, at: &[Point], radii: &[f64]) -> Vec<usize> {
        if !self.is_large() {
            return self.scene.importance.clone();
        }
        let mut foremost = Vec::new();
        for &body in &self.scene.importance {
            let matters = self.scene.is_lit(body) || self.scene.suspect(body).is_some();
            let is_large = radii[body] >= APART && foremost.len() < FOREMOST;
            let is_in =
                |axis: usize| at[body][axis] > -radii[body] && at[body][axis] < self.camera.size[axis] + radii[body];
            if (is_large || matters) && is_in(0) && is_in(1) && !self.is_faint(body) {
                foremost.push(body);
            }
        }
        foremost
    }

    /// Places and radii as drawn: new bodies are on their way out of their parent.
    fn emerging(&self) -> (Vec<Point>, Vec<f64>) {
        let now = now();
        let at = self.on_screen();
        if self.is_large() {
            let radii = (0..at.len()).map(|body| self.radius(body)).collect();
            return (at, radii);
        }
        let grown = |body: usize| {
            let age = self.born.get(body).map_or(1.0, |born| within((now - born) / BIRTH, 0.0, 1.0));
            1.0 - (1.0 - age) * (1.0 - age)
        };
        let place = |body: usize| {
            let (share, parent) = (grown(body), self.scene.parents[body]);
            let from = parent.and_then(|parent| at.get(parent)).copied().unwrap_or(at[body]);
            [0, 1].map(|axis| from[axis] + (at[body][axis] - from[axis]) * share)
        };
        let radius = |body: usize| self.radius(body) * grown(body);
        ((0..at.len()).map(place).collect(), (0..at.len()).map(radius).collect())
    }
}
