//! Draws the many of a large picture, away from the page's thread.
//!
//! Owns an `OffscreenCanvas` that the page gave away: WebGL2 where a GPU draws it, a hundred thousand discs in a call or two,
//! else the 2D context with one path per colour. Takes a [`Batch`] once per picture, then places and a [`Sight`] per frame.
//! Guarantee: both contexts draw the same bodies in the same order with the same colours. A page has one worker for this
//! beside the one that has the heap: where there is no GPU a frame takes longer than the page may be kept waiting.

mod flat;
mod gl;

use heapsky::protocol::paint::{Batch, Sight};
use wasm_bindgen::JsCast;
use web_sys::OffscreenCanvas;

/// See the module.
pub struct Painter {
    canvas: OffscreenCanvas,
    how: How,
    /// x0, y0, x1, y1 …
    places: Vec<f32>,
}

enum How {
    Gl(Box<gl::Gl>),
    Flat(flat::Flat),
    /// The browser gives no context at all.
    Nothing,
}

impl Painter {
    /// On this canvas.
    pub fn new(canvas: OffscreenCanvas) -> Self {
        let how = match gl::Gl::new(&canvas) {
            Some(gl) => How::Gl(Box::new(gl)),
            None => match canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into().ok()) {
                Some(context) => How::Flat(flat::Flat::new(context)),
                None => How::Nothing,
            },
        };
        Self { canvas, how, places: Vec::new() }
    }

    /// What draws: for tests, and for who wonders why it is slow.
    pub fn context(&self) -> &'static str {
        match self.how {
            How::Gl(_) => "webgl2",
            How::Flat(_) => "2d",
            How::Nothing => "none",
        }
    }

    /// Another picture, or other colours.
    pub fn load(&mut self, batch: Batch) {
        match &mut self.how {
            How::Gl(gl) => gl.load(&batch),
            How::Flat(flat) => flat.load(batch),
            How::Nothing => {}
        }
    }

    /// Bodies are elsewhere now.
    pub fn place(&mut self, places: Vec<f32>) {
        self.places = places;
    }

    /// A frame.
    pub fn draw(&mut self, sight: &Sight) {
        let [width, height] = sight.pixels;
        // Setting the size clears the canvas, even to the same size.
        if self.canvas.width() != width {
            self.canvas.set_width(width);
        }
        if self.canvas.height() != height {
            self.canvas.set_height(height);
        }
        match &mut self.how {
            How::Gl(gl) => gl.draw(&self.places, sight),
            How::Flat(flat) => flat.draw(&self.places, sight),
            How::Nothing => {}
        }
    }

    /// Nothing is drawn in bulk now.
    pub fn clear(&mut self) {
        match &mut self.how {
            How::Gl(gl) => gl.clear(),
            How::Flat(flat) => flat.clear(),
            How::Nothing => {}
        }
    }
}
