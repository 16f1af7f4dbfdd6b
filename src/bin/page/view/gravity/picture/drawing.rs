//! A frame of the picture, drawn.
//!
//! Takes the picture as it stands; gives pixels on both canvases, or the frame itself to whoever draws it elsewhere.

use super::super::paint::{self, Frame, Pen};
use super::{BIRTH, Picture};
use crate::client::Painted;
use crate::document::now;
use heapsky::ids::ObjectId;
use heapsky::present::format::within;
use heapsky::present::gravity::{Camera, Key, Point};
use heapsky::protocol::paint::Sight;
use web_sys::CanvasRenderingContext2d;

/// Radius from which a body of a large picture is drawn one by one, with its mark and name, in CSS pixels …
const APART: f64 = 4.0;
/// … but for no more than so many.
const FOREMOST: usize = 300;
/// Lines of one body that are drawn over the rest.
const NEAR_LINKS: usize = 500;

impl Picture {
    /// Pins a body, or lets it go; whether it is pinned now.
    pub fn pin(&mut self, key: Key) -> bool {
        let is_pinned = !self.pinned.contains(&key);
        self.pinned.retain(|other| *other != key);
        self.pinned.extend(is_pinned.then_some(key));
        is_pinned
    }

    /// The two objects that were pinned last.
    pub fn last_pinned(&self) -> Option<(ObjectId, ObjectId)> {
        let object = |key: &Key| if let Key::Object(id) = key { Some(*id) } else { None };
        let mut last = self.pinned.iter().rev().filter_map(object);
        let to = last.next()?;
        Some((last.next()?, to))
    }

    /// Tells who draws the many what they are, unless it is known. What is not in bulk will have to be told when it is.
    pub fn load_bulk(&mut self) {
        if !self.is_large() || !self.bulk_is_stale {
            return;
        }
        if let Some(mut bulk) = self.bulk.take() {
            self.bulk_is_stale = false;
            bulk.load(&self.scene, &self.palette, &|body| self.is_faint(body));
            self.bulk = Some(bulk);
        }
    }

    /// Orders what is drawn in bulk, if it is another than what is there; the rest is to be drawn when the future resolves.
    pub fn draw_bulk(&mut self) -> Option<Painted> {
        let (ratio, pixels) = self.screen();
        let is_large = self.is_large();
        self.load_bulk();
        let mut bulk = self.bulk.take()?;
        let painted = if is_large {
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
        if let Some(mut map) = self.map.take() {
            map.draw(self);
            self.map = Some(map);
        }
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
        let in_bulk = self.is_large();
        let emerging = if in_bulk { None } else { Some(self.emerging()) };
        let place = |body: usize| match &emerging {
            Some((at, radii)) => at.get(body).copied().zip(radii.get(body).copied()),
            None => Some((self.camera.to_screen(*self.at.get(body)?), self.radius(body))),
        };
        let foremost = self.foremost();
        let pinned: Vec<usize> = self.pinned.iter().filter_map(|key| self.scene.find(*key)).collect();
        let cursor = self.focused.then(|| self.cursor()).flatten().or(self.found);
        let near = [self.hover, self.selected(), cursor];
        let frame = Frame {
            scene: &self.scene,
            place: &place,
            links: &self.links_one_by_one(near),
            palette: &self.palette,
            size: self.camera.size,
            hover: self.hover,
            selected: self.selected(),
            cursor,
            calm: self.resting,
            taken: &self.taken,
            foremost: &foremost,
            in_bulk,
            pinned: &pinned,
            faint: &|body: usize| self.is_faint(body),
        };
        let result = self.canvas.as_ref().map(|(_, ctx)| act(ctx, &frame, &mut pen));
        self.pen = pen;
        result
    }

    /// All links of a small picture; of a large one those that are lit, and those of the bodies that are looked at.
    fn links_one_by_one(&self, near: [Option<usize>; 3]) -> Vec<usize> {
        let links = &self.scene.links;
        if !self.is_large() {
            return (0..links.len()).collect();
        }
        let mut list = self.scene.lit_links.clone();
        let near: Vec<u32> = near.into_iter().flatten().map(|body| body as u32).collect();
        if !near.is_empty() {
            let is_near = |row: &usize| near.contains(&links[*row].from) || near.contains(&links[*row].to);
            list.extend((0..links.len()).filter(is_near).take(NEAR_LINKS));
        }
        list
    }

    /// The bodies that are drawn one by one: all of a small picture; of a large one those on the canvas that are large
    /// enough to be told apart, and those that matter.
    fn foremost(&self) -> Vec<usize> {
        let scene = &self.scene;
        if !self.is_large() {
            return scene.importance.clone();
        }
        let is_in = |body: &usize| {
            let (at, radius) = (self.camera.to_screen(self.at[*body]), self.radius(*body));
            (0..2).all(|axis| at[axis] > -radius && at[axis] < self.camera.size[axis] + radius)
        };
        // They come by size: behind the first that is too small there is none that is not.
        let apart = scene.importance.iter().copied().take_while(|body| self.radius(*body) >= APART);
        let mut foremost: Vec<usize> =
            apart.filter(is_in).filter(|body| !self.is_faint(*body)).take(FOREMOST).collect();
        let marked = scene.marked.iter().copied().filter(is_in);
        let missing: Vec<usize> = marked.filter(|body| !foremost.contains(body) && !self.is_faint(*body)).collect();
        foremost.extend(missing);
        foremost
    }

    /// Places and radii as drawn: new bodies are on their way out of their parent.
    fn emerging(&self) -> (Vec<Point>, Vec<f64>) {
        let now = now();
        let at: Vec<Point> = self.at.iter().map(|at| self.camera.to_screen(*at)).collect();
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
