//! The small map in the corner: the whole picture, and the part of it that the canvas shows.
//!
//! Owns the map's canvas. Takes the picture as it stands; draws a sample of the bodies and a frame, or hides the map while
//! all bodies are in sight. A click on it moves the camera there.

use super::super::paint::circle;
use super::Picture;
use heapsky::present::gravity::{Camera, Point};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Its size in CSS pixels, and the room around the bodies in it.
const SIZE: Point = [150.0, 104.0];
const MARGIN: f64 = 8.0;
/// Pixels for one of CSS.
const SCALE: f64 = 2.0;

/// See the module.
pub struct Map {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// How it shows the layout, while it is there.
    camera: Option<Camera>,
}

impl Map {
    pub fn new(canvas: HtmlCanvasElement, context: CanvasRenderingContext2d) -> Self {
        canvas.set_width((SIZE[0] * SCALE) as u32);
        canvas.set_height((SIZE[1] * SCALE) as u32);
        Self { canvas, context, camera: None }
    }

    /// The layout point at a point of the map.
    pub fn to_world(&self, at: Point) -> Option<Point> {
        self.camera.map(|camera| camera.to_world(at))
    }

    /// Draws it anew, or hides it.
    pub fn draw(&mut self, picture: &Picture) {
        let [low, high] = picture.corners;
        let [width, height] = picture.camera.size;
        let is_in = |at: Point| {
            let at = picture.camera.to_screen(at);
            at[0] > -1.0 && at[1] > -1.0 && at[0] < width + 1.0 && at[1] < height + 1.0
        };
        let is_whole = picture.at.is_empty() || (is_in(low) && is_in(high));
        let _ = self.canvas.style().set_property("visibility", if is_whole { "hidden" } else { "visible" });
        self.camera = None;
        if is_whole {
            return;
        }
        let free = [0, 1].map(|axis| (SIZE[axis] - 2.0 * MARGIN) / (high[axis] - low[axis]).max(1.0));
        let centre = [0, 1].map(|axis| f64::midpoint(low[axis], high[axis]));
        let camera = Camera { centre, zoom: free[0].min(free[1]), size: SIZE };
        let context = &self.context;
        let _ = context.set_transform(SCALE, 0.0, 0.0, SCALE, 0.0, 0.0);
        context.clear_rect(0.0, 0.0, SIZE[0], SIZE[1]);
        context.set_fill_style_str(&picture.palette.muted);
        context.begin_path();
        for row in &picture.sample {
            let [x, y] = camera.to_screen(picture.at[*row]);
            context.rect(x - 0.6, y - 0.6, 1.2, 1.2);
        }
        context.fill();
        context.set_fill_style_str(&picture.palette.spine);
        for &body in &picture.scene.marked {
            circle(context, camera.to_screen(picture.at[body]), 1.8);
            context.fill();
        }
        let corners = [[0.0, 0.0], [width, height]].map(|at| camera.to_screen(picture.camera.to_world(at)));
        let [from, to] = corners;
        context.set_stroke_style_str(&picture.palette.selection);
        context.set_line_width(1.5);
        context.stroke_rect(from[0], from[1], to[0] - from[0], to[1] - from[1]);
        self.camera = Some(camera);
    }
}
