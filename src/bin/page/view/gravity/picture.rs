//! The picture as it stands: bodies, places, camera, and what is marked.
//!
//! Owns what one frame needs, outside the reactive graph since it changes sixty times a second. Takes scenes, positions
//! and what the hand does; gives pixels and answers to 'who is here'. Nothing in here waits or asks.

mod drawing;
mod map;

use super::bulk::{Bulk, MANY};
use super::paint::{self, Pen};
use super::palette::Palette;
use crate::document::now;
use heapsky::ids::{Bytes, ObjectId};
use heapsky::present::certainty::Certainty;
use heapsky::present::format::within;
use heapsky::present::gravity::camera::Margin;
use heapsky::present::gravity::labels::Area;
use heapsky::present::gravity::{Body, Camera, Key, Point, Scene, pick};
use heapsky::present::text::Lang;
use heapsky::question::Category;
use map::Map;
use std::sync::Arc;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// How long a new body takes to come out of its parent, in milliseconds.
const BIRTH: f64 = 180.0;
/// Share of the way the camera glides per frame.
const GLIDE: f64 = 0.22;
/// Bodies of a large picture that the camera minds and the map shows, but for the outermost.
const SAMPLE: usize = 1_200;
/// How far beside a disc a pointer still means it.
const SLACK: f64 = 5.0;

/// Where everything is at a moment: the camera, and the bodies.
pub type Standing = (Camera, Vec<Point>);

/// See the module.
pub struct Picture {
    canvas: Option<(HtmlCanvasElement, CanvasRenderingContext2d)>,
    /// The canvas of the many, until there are many: who draws on it is a program to start.
    below: Option<HtmlCanvasElement>,
    bulk: Option<Bulk>,
    map: Option<Map>,
    /// What is in bulk is another picture's, or has other colours.
    bulk_is_stale: bool,
    pub scene: Arc<Scene>,
    /// Layout coordinates.
    pub at: Vec<Point>,
    /// Counts their changes.
    version: u32,
    /// About a thousand bodies, the outermost among them, and the corners of the whole: they tell as much as all.
    sample: Vec<usize>,
    corners: [Point; 2],
    /// When each body appeared; 0 for those that were always there.
    born: Vec<f64>,
    pub pen: Pen,
    pub camera: Camera,
    /// The camera follows the picture until the user takes it.
    pub auto: bool,
    /// The next glide arrives at once.
    jump: bool,
    /// Where the camera is flying.
    goal: Option<Camera>,
    pub hover: Option<usize>,
    /// What was searched for and found.
    pub found: Option<usize>,
    pub selected: Option<ObjectId>,
    /// Where the arrow keys are.
    pub cursor: Option<Key>,
    /// The last one last.
    pub pinned: Vec<Key>,
    /// Whether the canvas has the keyboard.
    pub focused: bool,
    /// Nothing moves.
    pub resting: bool,
    /// The user wants no motion.
    pub calm: bool,
    pub palette: Palette,
    /// The one colour that the legend's filter leaves, if it leaves out any.
    only: Option<Category>,
    /// Parts of the canvas that controls cover.
    pub taken: Vec<Area>,
}

impl Picture {
    /// An empty one.
    pub fn new(calm: bool) -> Self {
        Self {
            canvas: None,
            below: None,
            bulk: None,
            map: None,
            bulk_is_stale: true,
            scene: Arc::default(),
            at: Vec::new(),
            version: 0,
            sample: Vec::new(),
            corners: [[0.0; 2]; 2],
            born: Vec::new(),
            pen: Pen::default(),
            camera: Camera::default(),
            auto: true,
            jump: true,
            goal: None,
            hover: None,
            found: None,
            selected: None,
            cursor: None,
            pinned: Vec::new(),
            focused: false,
            resting: false,
            calm,
            palette: Palette::default(),
            only: None,
            taken: Vec::new(),
        }
    }

    /// The canvas to draw on, and the one below it for the many.
    pub fn attach(&mut self, canvas: HtmlCanvasElement, context: CanvasRenderingContext2d, below: HtmlCanvasElement) {
        self.canvas = Some((canvas, context));
        self.below = Some(below);
    }

    /// What draws in bulk, as the worker says.
    pub fn is_drawn_by(&self, context: &str) {
        if let Some(bulk) = &self.bulk {
            bulk.is_drawn_by(context);
        }
    }

    /// The canvases with what is drawn, the lower one first.
    pub fn canvases(&self) -> Vec<HtmlCanvasElement> {
        let below = self.bulk.as_ref().filter(|_| self.is_large()).map(|bulk| bulk.canvas().clone());
        below.into_iter().chain(self.canvas.as_ref().map(|(canvas, _)| canvas.clone())).collect()
    }

    /// Leaves the bodies of one colour, or of all.
    pub fn filter(&mut self, only: Option<Category>) {
        self.only = only;
        self.bulk_is_stale = true;
    }

    /// Whether the filter leaves a body out.
    pub fn is_faint(&self, body: usize) -> bool {
        self.only.is_some_and(|only| only != self.scene.hues.of(body))
    }

    fn is_large(&self) -> bool {
        self.scene.bodies.len() > MANY && self.bulk.as_ref().is_some_and(Bulk::is_there)
    }

    /// A new scene takes the old one's place. Who is new to the eye comes out of its parent, unless all are.
    pub fn install(&mut self, scene: Arc<Scene>, positions: &[f32], fresh: bool) {
        let now = now();
        let birth = |key: Key| if fresh || self.calm || self.scene.find(key).is_some() { 0.0 } else { now };
        if scene.bodies.len() > MANY {
            self.bulk = self.bulk.take().or_else(|| self.below.take().and_then(Bulk::new));
        }
        self.bulk_is_stale = true;
        self.born = scene.bodies.iter().map(|body| birth(Key::of(body))).collect();
        self.scene = scene;
        self.at = vec![[0.0; 2]; self.scene.bodies.len()];
        self.hover = None;
        self.found = None;
        self.auto |= fresh;
        self.jump |= fresh || self.calm;
        self.move_to(positions);
    }

    /// New positions, if they are this scene's.
    pub fn move_to(&mut self, positions: &[f32]) {
        if positions.len() == self.at.len() * 2 {
            self.version = self.version.wrapping_add(1);
            self.at = positions.chunks_exact(2).map(|pair| [f64::from(pair[0]), f64::from(pair[1])]).collect();
            self.take_sample();
        }
    }

    /// Where everything is now.
    pub fn standing(&self) -> Standing {
        (self.camera, self.at.clone())
    }

    /// Puts everything there, if it is this picture; gives where it was.
    pub fn stand(&mut self, (camera, at): Standing) -> Standing {
        if at.len() != self.at.len() {
            return self.standing();
        }
        (std::mem::replace(&mut self.camera, camera), std::mem::replace(&mut self.at, at))
    }

    /// Puts a body under the pointer at once; the layout follows.
    pub fn put(&mut self, body: u32, place: [f32; 2]) {
        if let Some(at) = self.at.get_mut(body as usize) {
            *at = place.map(f64::from);
            self.version = self.version.wrapping_add(1);
        }
    }

    /// Words in this language, colours as the style sheet has them now.
    pub fn reword(&mut self, total: Bytes, sure: Certainty, lang: Lang) {
        self.pen.faces.reword(total, sure, lang);
        self.bulk_is_stale = true;
        if let Some((canvas, _)) = &self.canvas {
            let palette = Palette::of(canvas);
            if palette.code != self.palette.code || palette.sans != self.palette.sans {
                self.pen.widths.clear();
            }
            self.palette = palette;
        }
        // Words of pictures long gone.
        if self.pen.widths.len() > 5_000 {
            self.pen.widths.clear();
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
        if !self.is_large() {
            return self.camera.fitted_clear(&self.at, &self.scene.radii, margin, &self.taken);
        }
        let (at, radii): (Vec<Point>, Vec<f64>) =
            self.sample.iter().map(|row| (self.at[*row], self.scene.radii[*row])).unzip();
        self.camera.fitted_clear(&at, &radii, margin, &self.taken)
    }

    /// Once per change of places, not per frame.
    fn take_sample(&mut self) {
        let at = &self.at;
        let mut rows: Vec<usize> = (0..at.len()).step_by(1 + at.len() / SAMPLE).collect();
        for axis in 0..2 {
            let by_axis = |a: &usize, b: &usize| at[*a][axis].total_cmp(&at[*b][axis]);
            let ends = [(0..at.len()).min_by(by_axis), (0..at.len()).max_by(by_axis)];
            for (corner, row) in self.corners.iter_mut().zip(ends) {
                corner[axis] = row.map_or(0.0, |row| at[row][axis]);
                rows.extend(row);
            }
        }
        self.sample = rows;
    }

    /// The map in the corner.
    pub fn attach_map(&mut self, canvas: HtmlCanvasElement, context: CanvasRenderingContext2d) {
        self.map = Some(Map::new(canvas, context));
    }

    /// Moves the camera to a point of the map.
    pub fn go_on_map(&mut self, at: Point) {
        if let Some(centre) = self.map.as_ref().and_then(|map| map.to_world(at)) {
            self.take();
            self.camera = Camera { centre, ..self.camera };
        }
    }

    /// Lets the camera follow; whether it is still on its way.
    pub fn glide(&mut self) -> bool {
        if self.at.is_empty() || self.camera.size[0] < 2.0 || !(self.auto || self.goal.is_some()) {
            return false;
        }
        let goal = match self.goal {
            Some(goal) => Camera { size: self.camera.size, ..goal },
            None => self.fit(),
        };
        if std::mem::take(&mut self.jump) || self.calm || self.camera.is_near(&goal) {
            self.camera = goal;
            self.goal = None;
            return false;
        }
        self.camera = self.camera.toward(goal, GLIDE);
        true
    }

    /// Flies to a body: into the middle, and near enough to see what is around it.
    pub fn fly_to(&mut self, body: usize) {
        let (Some(at), Some(radius)) = (self.at.get(body), self.scene.radii.get(body)) else { return };
        let zoom = self.camera.zoom.max(within(16.0 / radius, 0.3, 2.0));
        self.auto = false;
        self.goal = Some(Camera { centre: *at, zoom, ..self.camera });
    }

    /// The user takes the camera.
    pub fn take(&mut self) {
        self.auto = false;
        self.goal = None;
    }

    /// Whether a body is still coming out of its parent.
    pub fn is_growing(&self) -> bool {
        let now = now();
        !self.is_large() && self.born.iter().any(|born| now - born < BIRTH)
    }

    /// A body's radius on the canvas.
    pub fn radius(&self, body: usize) -> f64 {
        self.scene.radii.get(body).map_or(0.0, |radius| (radius * self.camera.zoom).max(self.radius_least()))
    }

    /// The body under a point of the canvas.
    pub fn under(&self, point: Point) -> Option<usize> {
        let slack = if self.is_large() { SLACK / 2.0 } else { SLACK };
        let reach = slack / self.camera.zoom;
        // In layout units: nothing has to be put on the canvas to be looked at.
        let world = self.camera.to_world(point);
        let least = self.radius_least() / self.camera.zoom;
        // Who is left out by the filter is not meant.
        pick::under(world, &self.at, &self.scene.radii, least, reach, |body| !self.is_faint(body))
    }

    fn radius_least(&self) -> f64 {
        if self.is_large() { paint::DOT } else { paint::SMALLEST }
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

    /// The largest group in sight that is at least as large on the canvas, once the user has taken the camera.
    pub fn near_group(&self, least: f64) -> Option<Key> {
        if self.auto {
            return None;
        }
        let is_near = |body: &usize| {
            let at = self.camera.to_screen(self.at[*body]);
            let is_in = (0..2).all(|axis| at[axis] > 0.0 && at[axis] < self.camera.size[axis]);
            is_in && self.radius(*body) >= least
        };
        let keys = self.scene.importance.iter().filter(|body| self.radius(**body) >= least);
        let mut groups = keys.filter(|body| matches!(Key::of(&self.scene.bodies[**body]), Key::Group(..)));
        groups.find(|body| is_near(body)).map(|body| Key::of(&self.scene.bodies[*body]))
    }

    /// Bodies with this in their name, or with this `@id`, the most important first.
    pub fn find(&self, wanted: &str) -> Vec<usize> {
        let has = |body: &usize| {
            let whole = &self.scene.bodies[*body];
            has(whole, &self.pen.faces.searched(&self.scene, whole), wanted)
        };
        self.scene.importance.iter().copied().filter(has).collect()
    }

    /// The body an arrow key leads to.
    pub fn toward(&self, direction: Point) -> Option<usize> {
        let from = self.cursor()?;
        let mut linked: Vec<usize> = Vec::new();
        for link in &self.scene.links {
            let ends = (link.from as usize, link.to as usize);
            if ends.0 == from {
                linked.push(ends.1);
            } else if ends.1 == from {
                linked.push(ends.0);
            }
        }
        pick::toward(from, direction, &self.at, &linked)
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
}

/// Whether a body's own text has what was typed.
fn has(body: &Body, name: &str, wanted: &str) -> bool {
    let wanted = wanted.trim();
    match wanted.strip_prefix('@') {
        Some(_) => body.object().is_some_and(|id| id.to_string() == wanted),
        None => !wanted.is_empty() && name.to_ascii_lowercase().contains(&wanted.to_ascii_lowercase()),
    }
}
