//! What a picture has that its legend has to explain.

use super::super::body::Body;
use super::Scene;

/// Kinds of bodies and lines, each if there is one of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    pub spine: bool,
    pub reference: bool,
    /// A line that is no reference.
    pub dominance: bool,
    /// Between stars a line of the tree, and one across.
    pub holds: bool,
    pub across: bool,
    pub weak: bool,
    pub group: bool,
    pub more: bool,
    pub suspect: bool,
}

impl Signs {
    /// In one pass: asked one by one a hundred thousand bodies would keep the page.
    pub fn of(scene: &Scene) -> Self {
        let mut signs = Self::default();
        for link in &scene.links {
            let (is_star, is_tree) = (scene.is_between_stars(link), scene.is_tree(link));
            signs.weak |= link.is_weak;
            signs.spine |= link.spine;
            signs.reference |= !link.spine && !link.is_weak && link.edge.is_some();
            signs.dominance |=
                link.edge.is_none() && matches!(scene.bodies.get(link.to as usize), Some(Body::Object { .. }));
            signs.holds |= is_star && is_tree;
            signs.across |= is_star && !is_tree && !link.is_weak;
        }
        for (row, body) in scene.bodies.iter().enumerate() {
            signs.group |= body.is_group();
            signs.more |= matches!(body, Body::More { .. });
            signs.suspect |= scene.suspect(row).is_some();
        }
        signs
    }
}
