//! What pointer, wheel and keys do to the picture.
//!
//! Owns gestures in progress. Takes DOM events of the canvas; gives changes of the stage and, through [`Acts`], what
//! leaves the picture: selecting and opening. A press that hardly moves is a click; two on one body are a double click,
//! told here and not by the browser, since a panel that opens after the first may move the picture from under the second.

use super::stage::Stage;
use crate::document::now;
use heapsky::layout::Held;
use heapsky::present::format::within;
use heapsky::present::gravity::{Key, Point};
use leptos::prelude::Set;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent, WheelEvent};

/// A press that moves less is a click, in CSS pixels.
const STILL: f64 = 4.0;
/// Two clicks within this time are a double click, in milliseconds.
const TWICE: f64 = 420.0;
/// Zoom of one key press or button click.
pub const STEP: f64 = 1.35;

/// What a gesture means outside the picture.
#[derive(Clone)]
pub struct Acts {
    pub select: Rc<dyn Fn(Key)>,
    pub toggle: Rc<dyn Fn(Key)>,
    /// Takes a body, and what hangs on it, out of the picture.
    pub hide: Rc<dyn Fn(Key)>,
    /// Shows who refers to an object (`true`), or what it refers to; or shows them no more.
    pub walk: Rc<dyn Fn(Key, bool)>,
    /// Asks what cutting a line of the picture would free; of none, asks no more.
    pub cut: Rc<dyn Fn(Option<usize>)>,
    /// Shows only the ways between the two that were pinned last, or everything again.
    pub ways: Rc<dyn Fn()>,
    /// Closes what was opened last: the panel of a cut, or the ways.
    pub back: Rc<dyn Fn()>,
}

#[derive(Clone, Copy)]
struct Press {
    pointer: i32,
    /// Where it began, and where it is.
    from: Point,
    at: Point,
    /// The body under its beginning, with the distance from the body's middle in layout units.
    body: Option<(usize, Point)>,
    moved: bool,
}

#[derive(Default)]
struct Gestures {
    presses: Vec<Press>,
    last_click: Option<(Key, Point, f64)>,
}

/// The hand over one canvas.
#[derive(Clone)]
pub struct Hand {
    stage: Stage,
    acts: Acts,
    gestures: Rc<RefCell<Gestures>>,
}

impl Hand {
    pub fn new(stage: Stage, acts: Acts) -> Self {
        Self { stage, acts, gestures: Rc::default() }
    }

    /// A button or finger goes down.
    pub fn press(&self, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        let at = place(event);
        let body = self.stage.look(|picture| {
            let body = picture.under(at)?;
            let (centre, point) = (picture.at[body], picture.camera.to_world(at));
            Some((body, [centre[0] - point[0], centre[1] - point[1]]))
        });
        if let Some(canvas) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        let mut gestures = self.gestures.borrow_mut();
        if gestures.presses.len() == 1 {
            // A second finger: from now on it is a pinch.
            if gestures.presses[0].moved && gestures.presses[0].body.is_some() {
                self.stage.hold(None);
            }
            gestures.presses[0].moved = true;
            gestures.presses[0].body = None;
        }
        let moved = !gestures.presses.is_empty();
        let body = body.filter(|_| !moved);
        gestures.presses.push(Press { pointer: event.pointer_id(), from: at, at, body, moved });
    }

    /// The pointer moves, pressed or not.
    pub fn go(&self, event: &PointerEvent) {
        let at = place(event);
        let mut gestures = self.gestures.borrow_mut();
        let Some(index) = gestures.presses.iter().position(|press| press.pointer == event.pointer_id()) else {
            drop(gestures);
            return self.point_at(Some(at), event);
        };
        let other = gestures.presses.iter().find(|press| press.pointer != event.pointer_id()).map(|press| press.at);
        let press = &mut gestures.presses[index];
        let before = std::mem::replace(&mut press.at, at);
        press.moved |= distance(press.from, at) > STILL;
        let press = *press;
        drop(gestures);
        match (other, press.body) {
            (Some(other), _) => self.pinch(other, before, at),
            (None, _) if !press.moved => {}
            (None, Some((body, off))) => {
                let point = self.stage.look(|picture| picture.camera.to_world(at));
                let at = [0, 1].map(|axis| (point[axis] + off[axis]) as f32);
                self.point_at(None, event);
                self.stage.hold(Some(Held { body: body as u32, at }));
            }
            (None, None) => {
                let by = [at[0] - before[0], at[1] - before[1]];
                self.point_at(None, event);
                self.stage.change(|picture| {
                    picture.take();
                    picture.camera = picture.camera.panned(by);
                });
            }
        }
        show_cursor(event, if press.moved { "grabbing" } else { "pointer" });
    }

    /// A button or finger goes up.
    pub fn lift(&self, event: &PointerEvent) {
        let mut gestures = self.gestures.borrow_mut();
        let Some(index) = gestures.presses.iter().position(|press| press.pointer == event.pointer_id()) else { return };
        let press = gestures.presses.remove(index);
        if press.moved {
            drop(gestures);
            if press.body.is_some() {
                self.stage.hold(None);
            }
            return;
        }
        let last = gestures.last_click.take();
        let twice = last.filter(|(_, at, time)| now() - time < TWICE && distance(*at, press.from) < 2.0 * STILL);
        let key = press.body.and_then(|(body, _)| self.stage.look(|p| p.scene.bodies.get(body).map(Key::of)));
        if let Some((key, _, _)) = twice.filter(|(key, _, _)| !matches!(key, Key::More(_))) {
            drop(gestures);
            (self.acts.toggle)(key);
            return;
        }
        gestures.last_click = key.map(|key| (key, press.from, now()));
        drop(gestures);
        match key {
            Some(key @ Key::More(_)) => (self.acts.toggle)(key),
            Some(key) => (self.acts.select)(key),
            None => (self.acts.cut)(self.stage.line_under(press.from)),
        }
    }

    /// The system took the pointer away.
    pub fn cancel(&self, event: &PointerEvent) {
        let mut gestures = self.gestures.borrow_mut();
        let held = gestures.presses.iter().any(|press| press.moved && press.body.is_some());
        gestures.presses.retain(|press| press.pointer != event.pointer_id());
        drop(gestures);
        if held {
            self.stage.hold(None);
        }
    }

    /// The pointer leaves the canvas.
    pub fn leave(&self, event: &PointerEvent) {
        self.point_at(None, event);
    }

    /// The wheel zooms about the pointer; a pinch on a touchpad comes as a wheel with ctrl.
    pub fn wheel(&self, event: &WheelEvent) {
        event.prevent_default();
        let at = [f64::from(event.offset_x()), f64::from(event.offset_y())];
        let unit = match event.delta_mode() {
            WheelEvent::DOM_DELTA_LINE => 18.0,
            WheelEvent::DOM_DELTA_PAGE => 300.0,
            _ => 1.0,
        };
        let speed = if event.ctrl_key() { 0.01 } else { 0.0016 };
        let factor = within(-event.delta_y() * unit * speed, -0.7, 0.7).exp();
        self.zoom(factor, at);
    }

    /// Zooms about a point of the canvas.
    pub fn zoom(&self, factor: f64, at: Point) {
        self.stage.change(|picture| {
            picture.take();
            picture.camera = picture.camera.zoomed(factor, at);
        });
    }

    /// Zooms about the middle.
    pub fn zoom_middle(&self, factor: f64) {
        let middle = self.stage.look(|picture| picture.camera.size.map(|side| side / 2.0));
        self.zoom(factor, middle);
    }

    /// Shows everything, and follows again.
    pub fn fit(&self) {
        self.stage.change(|picture| picture.auto = true);
    }

    /// A key goes down on the canvas. What it is for is told in the canvas' description.
    pub fn key(&self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        // As the hint writes them, and with Caps Lock.
        let key = event.key();
        let key = if key.len() == 1 { key.to_ascii_lowercase() } else { key };
        match key.as_str() {
            "ArrowRight" => self.step([1.0, 0.0]),
            "ArrowLeft" => self.step([-1.0, 0.0]),
            "ArrowDown" => self.step([0.0, 1.0]),
            "ArrowUp" => self.step([0.0, -1.0]),
            "Enter" | " " => self.at_cursor(&*self.acts.toggle),
            "h" | "Delete" => self.at_cursor(&*self.acts.hide),
            "c" => self.at_cursor(&|key| (self.acts.cut)(self.stage.line_to(key))),
            "w" => (self.acts.ways)(),
            "Escape" => (self.acts.back)(),
            "r" => self.at_cursor(&|key| (self.acts.walk)(key, true)),
            "e" => self.at_cursor(&|key| (self.acts.walk)(key, false)),
            "p" => self.at_cursor(&|key| self.stage.pin(key)),
            "+" | "=" => self.zoom_middle(STEP),
            "-" | "_" => self.zoom_middle(1.0 / STEP),
            "0" => self.fit(),
            _ => return,
        }
        event.prevent_default();
    }

    fn at_cursor(&self, act: &dyn Fn(Key)) {
        let key = self.stage.look(|picture| picture.cursor().and_then(|b| picture.scene.bodies.get(b).map(Key::of)));
        if let Some(key) = key {
            act(key);
        }
    }

    fn step(&self, direction: Point) {
        let Some(body) = self.stage.look(|picture| picture.toward(direction)) else { return };
        let key = self.stage.change(|picture| {
            let key = picture.scene.bodies.get(body).map(Key::of);
            picture.cursor = key;
            picture.reveal(body);
            key
        });
        if let Some(key) = key {
            (self.acts.select)(key);
        }
    }

    fn pinch(&self, other: Point, before: Point, at: Point) {
        let middle = |a: Point, b: Point| [f64::midpoint(a[0], b[0]), f64::midpoint(a[1], b[1])];
        let (old, new) = (middle(other, before), middle(other, at));
        let factor = distance(other, at) / distance(other, before).max(1.0);
        self.stage.change(|picture| {
            picture.take();
            picture.camera = picture.camera.panned([new[0] - old[0], new[1] - old[1]]).zoomed(factor, new);
        });
    }

    fn point_at(&self, at: Option<Point>, event: &PointerEvent) {
        let hover = self.stage.look(|picture| at.and_then(|at| picture.under(at)));
        if at.is_some() {
            show_cursor(event, if hover.is_some() { "pointer" } else { "grab" });
        }
        if self.stage.look(|picture| picture.hover == hover) {
            return;
        }
        let card = self.stage.mark(|picture| {
            picture.hover = hover;
            hover.and_then(|body| Some((body, picture.camera.to_screen(*picture.at.get(body)?))))
        });
        self.stage.shown().hover.set(card);
    }
}

fn place(event: &PointerEvent) -> Point {
    [f64::from(event.offset_x()), f64::from(event.offset_y())]
}

fn distance(a: Point, b: Point) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn show_cursor(event: &PointerEvent, cursor: &str) {
    if let Some(canvas) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        let _ = canvas.style().set_property("cursor", cursor);
    }
}
