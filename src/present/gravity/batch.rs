//! All lines and discs of a large picture, ready to be drawn in bulk.
//!
//! Takes a scene, colours, and what a filter leaves out; gives discs and lines in the order in which they are drawn, as
//! they cross to the worker that draws them. Guarantee: positions are those of the scene.

use super::body::Body;
use super::scene::Scene;
use crate::order::{self, First};
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

/// Links across that are drawn; more are a blot. Each body's own are drawn when one looks at it.
const ACROSS: usize = 10_000;
/// Their least opacity: with less the canvas, which has 256 steps for each part of a colour, rounds it to another one.
const FAINTEST: f64 = 0.035;

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
    let told = told(scene);
    let far = told.len().max(1) as f64;
    let (tree, across) = (dim(0.95), (within(150.0 / far, FAINTEST, 0.3) * 255.0) as u8);
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
    let is_drawn =
        |(row, link): &(usize, &Link)| !link.spine && (scene.is_tree(link) || told.binary_search(row).is_ok());
    let rest = scene.links.iter().enumerate().filter(is_drawn).map(|(_, link)| link);
    Batch {
        count: scene.bodies.len() as u32,
        // Small ones last, so that none hides behind a large one.
        discs: scene.importance.iter().filter_map(disc).collect(),
        strokes: rest.chain(lit).map(stroke).collect(),
        ground: hex(dyes.ground),
    }
}

/// The links across that are drawn, in order: those that stand for most.
fn told(scene: &Scene) -> Vec<usize> {
    let mut first = First::new(ACROSS);
    for (row, link) in scene.links.iter().enumerate().filter(|(_, link)| !scene.is_tree(link)) {
        // Of weak ones there are few, and somebody looks for them.
        let weight = if link.is_weak { u64::MAX } else { scene.weights.get(row).copied().unwrap_or(1) };
        first.push((order::descending(weight), row as u64));
    }
    let mut rows: Vec<order::Key> = first.sorted().into_iter().map(|(_, row)| (row, 0)).collect();
    order::sort(&mut rows);
    rows.into_iter().map(|(row, _)| row as usize).collect()
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

    fn star(kind: StarKind, category: Category, retained: u64, parent: Option<u32>, suspect: u32) -> Star {
        let (class, count, shallow, hidden, script) = (0, 1, 1, 0, None);
        Star { kind, class, category, count, shallow, retained, parent, hidden, script, suspect }
    }

    #[test]
    fn what_is_lit_lies_above_and_what_is_left_out_is_faint() {
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

    #[test]
    fn of_very_many_links_across_those_that_stand_for_most_are_drawn() {
        let count = ACROSS as u32 + 2_000;
        let bodies = (0..=count)
            .map(|row| {
                let id = ObjectId(u64::from(row) + 1);
                star(StarKind::Object { id }, Category::Object, 1, (row > 0).then_some(0), 0)
            })
            .collect();
        let link = |from| StarLink { from, to: from + 1, count: u64::from(from), bytes: 1, is_weak: from == 1 };
        let links = (1..count).map(link).collect();
        let stars = Stars { parts: 1, classes: vec![], bodies, links, scripts: vec![] };
        let scene = Scene::of_stars(stars, &HashSet::new(), Weight::Retained);
        let dyes = Dyes { kind: &|_| "#000000", line: "#010203", spine: "#ffffff", ground: "#000000" };
        let made = batch(&scene, &dyes, &|_| false);
        let across: Vec<u32> = made.strokes.iter().filter(|stroke| stroke.from > 0).map(|stroke| stroke.from).collect();
        assert_eq!(made.strokes.len(), count as usize + ACROSS, "the tree is whole");
        assert_eq!(across[0], 1, "the weak one");
        assert_eq!(across[1..], (count + 1 - ACROSS as u32..count).collect::<Vec<_>>());
        assert!(made.strokes.iter().all(|stroke| stroke.colour[3] >= 8));
    }
}
