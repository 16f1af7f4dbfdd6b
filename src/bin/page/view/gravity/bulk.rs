//! The many: all lines and discs of a large picture, drawn by a worker of their own on a canvas below the one with names.
//!
//! Owns that worker, which lives as long as the view. Takes what a frame shows; gives orders to paint, and only for what
//! changed since the last. Guarantee: where the browser cannot draw in a worker, or the worker ends, there is no bulk, and
//! the page draws every body by itself.

use crate::client::{Client, Event, Painted};
use heapsky::present::gravity::batch::{Dyes, batch};
use heapsky::present::gravity::{Point, Scene};
use heapsky::protocol::paint::{PaintOrder, Sight};
use js_sys::Reflect;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

use super::palette::Palette;

/// A picture with more bodies than this is drawn in bulk.
pub const MANY: usize = 400;

/// See the module.
pub struct Bulk {
    canvas: HtmlCanvasElement,
    client: Client,
    is_dead: Rc<Cell<bool>>,
    /// The last frame, if there is one on the canvas.
    seen: Option<Sight>,
    /// The places the worker has, by their number.
    places: Option<u32>,
}

impl Bulk {
    /// On this canvas, for good: a canvas can be given away once.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        // Missing before Safari 16.4 and Firefox 105.
        Reflect::get(&canvas, &"transferControlToOffscreen".into()).ok().filter(|method| method.is_function())?;
        let offscreen = canvas.transfer_control_to_offscreen().ok()?;
        let is_dead = Rc::new(Cell::new(false));
        let died = is_dead.clone();
        let client = Client::start(move |event| {
            if matches!(event, Event::Failed(_)) {
                died.set(true);
            }
        });
        drop(client.paint(PaintOrder::Start, Some(&offscreen), None));
        Some(Self { canvas, client, is_dead, seen: None, places: None })
    }

    /// Whether there is somebody to draw.
    pub fn is_there(&self) -> bool {
        !self.is_dead.get()
    }

    /// Another picture, or other colours.
    pub fn load(&mut self, scene: &Scene, palette: &Palette, is_faint: &dyn Fn(usize) -> bool) {
        let dyes = Dyes {
            kind: &|kind| palette.kind(kind),
            line: &palette.line,
            spine: &palette.spine,
            ground: &palette.ground,
        };
        let order = PaintOrder::Load(batch(scene, &dyes, is_faint));
        drop(self.client.paint(order, None, None));
        self.seen = None;
    }

    /// A frame, if it is another than the last; it is there when the future resolves. `version`: a number that the places
    /// have.
    pub fn draw(&mut self, at: &[Point], version: u32, sight: Sight) -> Option<Painted> {
        let has_moved = self.places != Some(version);
        if !has_moved && self.seen == Some(sight) {
            return None;
        }
        let places: Option<Vec<f32>> = has_moved.then(|| at.iter().flatten().map(|c| *c as f32).collect());
        (self.seen, self.places) = (Some(sight), Some(version));
        Some(self.client.paint(PaintOrder::Frame(sight), None, places.as_deref()))
    }

    /// What draws, as the worker says.
    pub fn is_drawn_by(&self, context: &str) {
        // For tests, and for who wonders why it is slow.
        let _ = self.canvas.unchecked_ref::<web_sys::Element>().set_attribute("data-context", context);
    }

    /// Nothing is drawn in bulk now.
    pub fn clear(&mut self) {
        if self.seen.take().is_some() {
            drop(self.client.paint(PaintOrder::Clear, None, None));
        }
    }

    /// For a picture as a file: what is on it.
    pub fn canvas(&self) -> &HtmlCanvasElement {
        &self.canvas
    }
}
