//! The picture as it stands: bodies, places, camera, and what is marked.
//!
//! Owns what one frame needs, outside the reactive graph since it changes sixty times a second. Takes scenes, positions
//! and what the hand does; gives pixels and answers to 'who is here'. Nothing in here waits or asks.

use super::faces::{self, Face};
use super::paint::{self, Frame, Widths};
use super::palette::Palette;
use crate::document::now;
use heapsky::ids::{Bytes, ObjectId};
use heapsky::present::certainty::Certainty;
use heapsky::present::format::within;
use heapsky::present::gravity::camera::Margin;
use heapsky::present::gravity::labels::Area;
use heapsky::present::gravity::{Camera, Key, Point, Scene, pick};
use heapsky::present::text::Lang;
use std::sync::Arc;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// How long a new body takes to come out of its parent, in milliseconds.
const BIRTH: f64 = 180.0;
/// Share of the way the camera glides per frame.
const GLIDE: f64 = 0.22;
/// How far beside a disc a pointer still means it.
const SLACK: f64 = 5.0;

/// See the module.
pub struct Picture {
    canvas: Option<(HtmlCanvasElement, CanvasRenderingContext2d)>,
    pub scene: Arc<Scene>,
    /// Layout coordinates.
    pub at: Vec<Point>,
    /// When each body appeared; 0 for those that were always there.
    born: Vec<f64>,
    faces: Vec<Face>,
    pub camera: Camera,
    /// The camera follows the picture until the user takes it.
    pub auto: bool,
    /// The next glide arrives at once.
    jump: bool,
    pub hover: Option<usize>,
    pub selected: Option<ObjectId>,
    /// Where the arrow keys are.
    pub cursor: Option<Key>,
    /// Whether the canvas has the keyboard.
    pub focused: bool,
    /// Nothing moves.
    pub resting: bool,
    /// The user wants no motion.
    pub calm: bool,
    palette: Palette,
    widths: Widths,
    /// Parts of the canvas that controls cover.
    pub taken: Vec<Area>,
}

impl Picture {
    /// An empty one.
    pub fn new(calm: bool) -> Self {
        Self {
            canvas: None,
            scene: Arc::default(),
            at: Vec::new(),
            born: Vec::new(),
            faces: Vec::new(),
            camera: Camera::default(),
            auto: true,
            jump: true,
            hover: None,
            selected: None,
            cursor: None,
            focused: false,
            resting: false,
            calm,
            palette: Palette::default(),
            widths: Widths::new(),
            taken: Vec::new(),
        }
    }

    /// The canvas to draw on.
    pub fn attach(&mut self, canvas: HtmlCanvasElement, context: CanvasRenderingContext2d) {
        self.canvas = Some((canvas, context));
    }

    /// A new scene takes the old one's place. Who is new to the eye comes out of its parent, unless all are.
    pub fn install(&mut self, scene: Arc<Scene>, positions: &[f32], fresh: bool) {
        let now = now();
        let birth = |key: Key| if fresh || self.calm || self.scene.find(key).is_some() { 0.0 } else { now };
        self.born = scene.bodies.iter().map(|body| birth(Key::of(body))).collect();
        self.scene = scene;
        self.at = vec![[0.0; 2]; self.scene.bodies.len()];
        self.hover = None;
        self.auto |= fresh;
        self.jump |= fresh || self.calm;
        self.move_to(positions);
    }

    /// New positions, if they are this scene's.
    pub fn move_to(&mut self, positions: &[f32]) {
        if positions.len() == self.at.len() * 2 {
            self.at = positions.chunks_exact(2).map(|pair| [f64::from(pair[0]), f64::from(pair[1])]).collect();
        }
    }

    /// Words in this language, colours as the style sheet has them now.
    pub fn reword(&mut self, total: Bytes, sure: Certainty, lang: Lang) {
        self.faces = faces::of_bodies(&self.scene, total, sure, lang);
        if let Some((canvas, _)) = &self.canvas {
            let palette = Palette::of(canvas);
            if palette.code != self.palette.code || palette.sans != self.palette.sans {
                self.widths.clear();
            }
            self.palette = palette;
        }
        // Words of pictures long gone.
        if self.widths.len() > 5_000 {
            self.widths.clear();
        }
    }

    /// Where the camera goes to show everything.
    pub fn fit(&self) -> Camera {
        let [width, height] = self.camera.size;
        // Names stand beside the bodies, mostly on the right.
        let margin = Margin {
            left: within(width * 0.08, 16.0, 64.0),
            top: within(height * 0.06, 16.0, 44.0),
            right: within(width * 0.15, 24.0, 110.0),
            bottom: within(height * 0.06, 16.0, 44.0),
        };
        self.camera.fitted_clear(&self.at, &self.scene.radii, margin, &self.taken)
    }

    /// Lets the camera follow; whether it is still on its way.
    pub fn glide(&mut self) -> bool {
        if !self.auto || self.at.is_empty() || self.camera.size[0] < 2.0 {
            return false;
        }
        let goal = self.fit();
        if std::mem::take(&mut self.jump) || self.calm || self.camera.is_near(&goal) {
            self.camera = goal;
            return false;
        }
        self.camera = self.camera.toward(goal, GLIDE);
        true
    }

    /// Whether a body is still coming out of its parent.
    pub fn is_growing(&self) -> bool {
        let now = now();
        self.born.iter().any(|born| now - born < BIRTH)
    }

    /// Where each body is on the canvas, in CSS pixels.
    pub fn on_screen(&self) -> Vec<Point> {
        self.at.iter().map(|at| self.camera.to_screen(*at)).collect()
    }

    /// A body's radius on the canvas.
    pub fn radius(&self, body: usize) -> f64 {
        self.scene.radii.get(body).map_or(0.0, |radius| (radius * self.camera.zoom).max(paint::SMALLEST))
    }

    /// The body under a point of the canvas.
    pub fn under(&self, point: Point) -> Option<usize> {
        let radii: Vec<f64> = (0..self.at.len()).map(|body| self.radius(body)).collect();
        pick::under(point, &self.on_screen(), &radii, SLACK)
    }

    /// Where the arrow keys start: their own place, the selection, or the most important body.
    pub fn cursor(&self) -> Option<usize> {
        let own = self.cursor.and_then(|key| self.scene.find(key));
        own.or_else(|| self.selected()).or_else(|| self.scene.importance.first().copied())
    }

    /// The selected body, if the picture has it.
    pub fn selected(&self) -> Option<usize> {
        self.selected.and_then(|id| self.scene.find(Key::Object(id)))
    }

    /// The body an arrow key leads to.
    pub fn toward(&self, direction: Point) -> Option<usize> {
        let linked = |a: usize, b: usize| {
            self.scene.links.iter().any(|link| {
                let (from, to) = (link.from as usize, link.to as usize);
                (from, to) == (a, b) || (from, to) == (b, a)
            })
        };
        pick::toward(self.cursor()?, direction, &self.at, linked)
    }

    /// Moves the camera as little as needed to show a body.
    pub fn reveal(&mut self, body: usize) {
        let Some(at) = self.at.get(body).map(|at| self.camera.to_screen(*at)) else { return };
        let lack = [0, 1].map(|axis| {
            let (low, high) = (40.0, self.camera.size[axis] - 40.0);
            (low - at[axis]).max(0.0) + (high - at[axis]).min(0.0)
        });
        if lack != [0.0; 2] {
            self.auto = false;
            self.camera = self.camera.panned(lack);
        }
    }

    /// Draws a frame.
    pub fn draw(&mut self) {
        let Some((canvas, ctx)) = &self.canvas else { return };
        let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        let ratio = within(ratio, 0.5, 4.0);
        // Setting the size clears the canvas, even to the same size.
        let pixels = self.camera.size.map(|side| within((side * ratio).round(), 1.0, 8192.0) as u32);
        if canvas.width() != pixels[0] {
            canvas.set_width(pixels[0]);
        }
        if canvas.height() != pixels[1] {
            canvas.set_height(pixels[1]);
        }
        let _ = ctx.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
        let (at, radii) = self.emerging();
        let frame = Frame {
            scene: &self.scene,
            at: &at,
            radii: &radii,
            faces: &self.faces,
            palette: &self.palette,
            size: self.camera.size,
            hover: self.hover,
            selected: self.selected(),
            cursor: self.focused.then(|| self.cursor()).flatten(),
            calm: self.resting,
            taken: &self.taken,
        };
        paint::draw(ctx, &frame, &mut self.widths);
    }

    /// Places and radii as drawn: new bodies are on their way out of their parent.
    fn emerging(&self) -> (Vec<Point>, Vec<f64>) {
        let now = now();
        let at = self.on_screen();
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
