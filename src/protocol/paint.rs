//! What crosses to the worker that draws the many of a large picture.
//!
//! Owns the words between `present/gravity/batch.rs`, which makes them, and `bin/worker/painter.rs`, which draws them.

use serde::{Deserialize, Serialize};

/// What the painter should do next. A worker that paints has no heap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PaintOrder {
    /// On the `OffscreenCanvas` attached to the message as `canvas`.
    Start,
    /// Another picture, or other colours.
    Load(Batch),
    /// A frame; attached as `bulk` are the places x0, y0, x1, y1 …, if they changed.
    Frame(Sight),
    /// An empty canvas.
    Clear,
}

/// Red, green, blue, alpha.
pub type Colour = [u8; 4];

/// A disc as it is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disc {
    /// Its position in the scene.
    pub body: u32,
    /// In layout units.
    pub radius: f32,
    pub colour: Colour,
    /// It stands for many: a ring around its middle says so.
    pub is_group: bool,
}

/// A line as it is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stroke {
    pub from: u32,
    pub to: u32,
    pub colour: Colour,
    pub is_dashed: bool,
}

/// What does not change from frame to frame.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    pub count: u32,
    pub discs: Vec<Disc>,
    pub strokes: Vec<Stroke>,
    /// The colour between a group's middle and its ring.
    pub ground: Colour,
}

/// What a frame of them shows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sight {
    /// The layout point in the middle of the canvas, and the canvas' size in CSS pixels.
    pub centre: [f64; 2],
    pub size: [f64; 2],
    /// CSS pixels per layout unit, pixels of the screen per CSS pixel, and the least radius in CSS pixels.
    pub zoom: f64,
    pub ratio: f64,
    pub smallest: f64,
    pub pixels: [u32; 2],
}
