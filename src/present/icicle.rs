//! Where each slab of an icicle stands, and how the keyboard goes from one to the next.
//!
//! Takes the slabs in the order of the answer; gives left edge and width as shares of the whole. Guarantee: what hangs on
//! a slab is within its width, from the left in the order of the answer; the rest of the width is what is its own or too
//! narrow to be drawn.

use super::format::ratio;
use crate::question::icicle::Slabs;

/// Left edge and width of a slab.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub left: f64,
    pub width: f64,
}

/// The spans of all slabs.
pub fn spans(picture: &Slabs) -> Vec<Span> {
    let whole = picture.top.retained;
    // How far each is filled from the left; the top comes last.
    let mut filled: Vec<f64> = vec![0.0; picture.slabs.len() + 1];
    let mut spans: Vec<Span> = Vec::with_capacity(picture.slabs.len());
    for (at, slab) in picture.slabs.iter().enumerate() {
        let parent = slab.parent.map_or(picture.slabs.len(), |parent| parent as usize);
        let width = ratio(slab.retained(), whole);
        let left = filled[parent];
        filled[parent] += width;
        filled[at] = left;
        spans.push(Span { left, width });
    }
    spans
}

/// The slab a key goes to from this one.
pub fn step(picture: &Slabs, at: usize, key: &str) -> Option<usize> {
    let slabs = &picture.slabs;
    let here = slabs.get(at)?;
    let beside = |to: Option<usize>| to.filter(|to| slabs.get(*to).is_some_and(|slab| slab.level == here.level));
    match key {
        "ArrowUp" => here.parent.map(|parent| parent as usize),
        "ArrowDown" => slabs.iter().position(|slab| slab.parent == Some(at as u32)),
        "ArrowLeft" => beside(at.checked_sub(1)),
        "ArrowRight" => beside(Some(at + 1)),
        "Home" => Some(0),
        "End" => slabs.len().checked_sub(1),
        _ => None,
    }
}
