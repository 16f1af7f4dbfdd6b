//! What the colours of a picture tell apart: the kinds of its bodies, their classes, or their scripts.
//!
//! Takes a scene; gives each body the colour of one of the page's kinds, of which every theme has ten that can be told
//! apart, and the legend. Guarantee: in a picture by class or script no colour stands for two of them; those without a colour of their
//! own are grey.

use super::body::Body;
use super::scene::Scene;
use crate::order::{self, Key};
use crate::question::Category;
use std::collections::HashMap;

/// See the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tint {
    #[default]
    Kind,
    Class,
    Script,
}

/// What a colour stands for in a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HueName {
    Kind(Category),
    /// As the snapshot has it: hostile text.
    Class(String),
    Script(String),
    Others,
}

/// The colours of classes and scripts, those with most objects first.
const NAMES: [Category; 7] = [
    Category::Object,
    Category::Array,
    Category::Closure,
    Category::String,
    Category::Number,
    Category::Native,
    Category::Detached,
];
const GREY: Category = Category::System;

/// The colours of a scene.
#[derive(Clone, Debug, Default)]
pub struct Hues {
    /// Whose colour each body wears.
    of: Vec<Category>,
    /// The colours that are there.
    pub legend: Vec<(Category, HueName)>,
}

impl Hues {
    /// Colours by kind or by class.
    pub fn new(scene: &Scene, tint: Tint) -> Self {
        match tint {
            Tint::Kind => Self::of_kinds(scene),
            Tint::Class => Self::of_names(scene, class_of, HueName::Class),
            Tint::Script => Self::of_names(scene, |scene, body| scene.script(body), HueName::Script),
        }
    }

    /// The kind whose colour a body wears.
    pub fn of(&self, body: usize) -> Category {
        self.of.get(body).copied().unwrap_or(GREY)
    }

    fn of_kinds(scene: &Scene) -> Self {
        let of: Vec<Category> = scene.bodies.iter().map(Body::category).collect();
        let mut present = [false; Category::ALL.len()];
        of.iter().for_each(|kind| present[*kind as usize] = true);
        let there = Category::ALL.into_iter().filter(|kind| present[*kind as usize]);
        Self { of, legend: there.map(|kind| (kind, HueName::Kind(kind))).collect() }
    }

    fn of_names(
        scene: &Scene,
        name_of: for<'a> fn(&'a Scene, &'a Body) -> Option<&'a str>,
        told: fn(String) -> HueName,
    ) -> Self {
        let mut rows: HashMap<&str, usize> = HashMap::new();
        let mut sums: Vec<(&str, u64)> = Vec::new();
        for body in &scene.bodies {
            if let Some(name) = name_of(scene, body) {
                let row = *rows.entry(name).or_insert(sums.len());
                match sums.get_mut(row) {
                    Some(sum) => sum.1 = sum.1.saturating_add(body.count()),
                    None => sums.push((name, body.count())),
                }
            }
        }
        let mut most: Vec<Key> = sums.iter().zip(0..).map(|(sum, row)| (order::descending(sum.1), row)).collect();
        order::sort(&mut most);
        let worn: HashMap<&str, Category> =
            most.iter().zip(NAMES).map(|(key, kind)| (sums[key.1 as usize].0, kind)).collect();
        let hue = |body: &Body| name_of(scene, body).and_then(|name| worn.get(name).copied()).unwrap_or(GREY);
        let of: Vec<Category> = scene.bodies.iter().map(hue).collect();
        let named = most.iter().zip(NAMES).map(|(key, kind)| (kind, told(sums[key.1 as usize].0.to_owned())));
        let others = of.contains(&GREY).then_some((GREY, HueName::Others));
        let legend = named.chain(others).collect();
        Self { of, legend }
    }
}

fn class_of<'a>(scene: &'a Scene, body: &'a Body) -> Option<&'a str> {
    match body {
        Body::Object { object, .. } => Some(&object.class),
        Body::Star(star) => scene.class(star).map(|class| class.name.as_str()),
        Body::More { .. } => None,
    }
}
