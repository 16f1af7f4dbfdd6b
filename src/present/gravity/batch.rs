//! All lines and discs of a large picture, ready to be drawn in bulk.
//!
//! Takes a scene, colours, and what a filter leaves out; gives discs and lines in the order in which they are drawn, as
//! they cross to the worker that draws them. Guarantee: positions are those of the scene.

use super::body::Body;
use super::scene::Scene;
use crate::present::format::within;
use crate::protocol::paint::{Batch, Colour, Disc, Stroke};
use crate::question::Category;
use crate::question::gravity::Link;

/// The colours of a batch, as a style sheet writes them: `#rrggbb`. Anything else is grey.
pub struct Dyes<'a> {
    pub kind: &'a dyn Fn(Category) -> &'a str,
    pub line: &'a str,
    pub spine: &'a str,
    pub ground: &'a str,
}

/// Alpha of what the filter leaves out.
const FAINT: u8 = 26;

/// The scene's bodies and links. `is_faint`: those the legend's filter leaves out.
pub fn batch(scene: &Scene, dyes: &Dyes<'_>, is_faint: &dyn Fn(usize) -> bool) -> Batch {
    let kinds = Category::ALL.map(|kind| hex((dyes.kind)(kind)));
    let disc = |&body: &usize| {
        let whole = scene.bodies.get(body)?;
        let mut colour = kinds[scene.hues.of(body) as usize];
        if is_faint(body) {
            colour[3] = FAINT;
        }
        let is_group = whole.is_group() || matches!(whole, Body::More { .. });
        Some(Disc { body: body as u32, radius: *scene.radii.get(body)? as f32, colour, is_group })
    };
    let (line, spine) = (hex(dyes.line), hex(dyes.spine));
    // Many lines upon each other would be one blot.
    let dim = |share: f64| (share * 255.0 / (1.0 + (scene.links.len() as f64 / 4_000.0).sqrt())) as u8;
    // Those across go far, and many of them to the same few bodies.
    let far = scene.links.len().saturating_sub(scene.bodies.len()).max(1) as f64;
    let (tree, across) = (dim(0.95), (within(150.0 / far, 0.012, 0.3) * 255.0) as u8);
    let stroke = |link: &Link| {
        let [red, green, blue, _] = if link.spine { spine } else { line };
        let alpha = match (link.spine, scene.is_tree(link)) {
            _ if is_faint(link.from as usize) || is_faint(link.to as usize) => dim(0.08),
            (true, _) => 255,
            // Few, and broken anyway.
            _ if link.is_weak => across.max(100),
            (false, true) => tree,
            (false, false) => across,
        };
        Stroke { from: link.from, to: link.to, colour: [red, green, blue, alpha], is_dashed: link.is_weak }
    };
    // What is lit lies above the rest.
    let lit = scene.links.iter().filter(|link| link.spine);
    Batch {
        count: scene.bodies.len() as u32,
        // Small ones last, so that none hides behind a large one.
        discs: scene.importance.iter().filter_map(disc).collect(),
        strokes: scene.links.iter().filter(|link| !link.spine).chain(lit).map(stroke).collect(),
        ground: hex(dyes.ground),
    }
}

fn hex(colour: &str) -> Colour {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6);
    let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0x80_80_80);
    let [_, red, green, blue] = number.to_be_bytes();
    [red, green, blue, 255]
}

#[cfg(test)]
mod tests {
    use super::super::body::Weight;
    use super::*;
    use crate::ids::ObjectId;
    use crate::question::sky::{Star, StarKind, StarLink, Stars};
    use std::collections::HashSet;

    #[test]
    fn what_is_lit_lies_above_and_what_is_left_out_is_faint() {
        let star = |kind, category, retained, parent, suspect| Star {
            kind,
            class: 0,
            category,
            count: 1,
            shallow: 1,
            retained,
            parent,
            hidden: 0,
            script: None,
            suspect,
        };
        let object = |id| StarKind::Object { id: ObjectId(id) };
        let bodies = vec![
            star(object(1), Category::Synthetic, 100, None, 0),
            star(object(2), Category::Object, 90, Some(0), 1),
            star(StarKind::Group { of: ObjectId(1) }, Category::String, 95, Some(0), 0),
        ];
        let links = vec![StarLink { from: 1, to: 2, count: 3, bytes: 9, is_weak: true }];
        let scene = Scene::of_stars(
            Stars { parts: 1, classes: vec![], bodies, links, scripts: vec![] },
            &HashSet::new(),
            Weight::Retained,
        );
        let kind = |kind: Category| if kind == Category::String { "#00ff7f" } else { "red" };
        let dyes = Dyes { kind: &kind, line: "#010203", spine: "#ffffff", ground: "" };
        let made = batch(&scene, &dyes, &|body| body == 2);
        let discs: Vec<_> = made.discs.iter().map(|disc| (disc.body, disc.colour, disc.is_group)).collect();
        let grey = [0x80, 0x80, 0x80, 255];
        assert_eq!(discs, [(0, grey, false), (2, [0, 255, 127, FAINT], true), (1, grey, false)], "by weight");
        let ends: Vec<_> = made.strokes.iter().map(|stroke| (stroke.from, stroke.to)).collect();
        assert_eq!(ends, [(0, 2), (1, 2), (0, 1)], "the lit way last");
        let dashed: Vec<_> = made.strokes.iter().map(|stroke| stroke.is_dashed).collect();
        assert_eq!(dashed, [false, true, false], "what keeps nothing alive");
        assert_eq!(made.strokes[2].colour, [255; 4]);
        assert!(made.strokes[0].colour[3] < 60 && made.ground == grey);
    }
}
