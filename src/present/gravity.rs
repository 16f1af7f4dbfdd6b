//! What the gravity graph decides without a browser: which body is where, who is under the pointer, which labels fit.
//!
//! Owns the step from a wire [`Neighbourhood`](crate::question::gravity::Neighbourhood) to something that can be laid out
//! and drawn. Takes wire types and numbers; gives numbers. The canvas and its events are the page's.

pub mod body;
pub mod camera;
pub mod batch;
pub mod data;
pub mod figure;
pub mod hue;
pub mod labels;
pub mod mode;
pub mod pick;
pub mod scene;

pub use body::{Body, Key, Weight};
pub use camera::Camera;
pub use hue::{HueName, Tint};
pub use mode::{Look, Mode};
pub use scene::{Fold, Scene};

/// A point, in layout units or in CSS pixels as the name beside it says.
pub type Point = [f64; 2];
