//! What the layout is asked for: rest lengths, which links pull, and who keeps a place.

use super::super::Point;
use super::super::body::{Body, Key};
use super::Scene;
use crate::layout::{Plan, PlanLink};
use crate::protocol::LayoutOrder;
use crate::question::gravity::{Link, Role};
use crate::question::sky::{Star, StarKind};
use std::collections::HashMap;

/// Room between two rims: a name of the edge fits on a spine link.
pub(super) const SPINE_LENGTH: f32 = 84.0;
pub(super) const LENGTH: f32 = 34.0;
/// Around a body that everybody looks at, so that its own name fits between it and its neighbours.
pub(super) const WIDE_LENGTH: f32 = 62.0;
/// Between a neighbour that was opened and what it hangs on: its own neighbours need the room.
pub(super) const OPENED_LENGTH: f32 = 76.0;
/// Between two stars, for one of the smallest and for one of the largest.
pub(super) const STAR_LENGTH: f32 = 8.0;
/// Between two classes.
pub(super) const CLASS_LENGTH: f32 = 48.0;

impl Scene {
    /// The layout to ask for. `before` tells where bodies stood; whoever is new starts beside its parent.
    /// `pinned` stay where they stood.
    pub fn plan(&self, before: &HashMap<Key, Point>, pinned: &[Key], seed: u64) -> Plan {
        let place = |body| before.get(&Key::of(body)).map(|at| at.map(|c| c as f32));
        let body = |body: u32| self.bodies.get(body as usize);
        let is_looked_at = |row| matches!(body(row), Some(Body::Object { role: Role::Focus | Role::Accumulation, .. }));
        let is_open = |row| matches!(body(row), Some(Body::Object { shown, .. }) if *shown > 0);
        let length = |l: &Link| match (l, body(l.to)) {
            (_, Some(Body::Star(Star { kind: StarKind::Class, .. }))) => CLASS_LENGTH,
            (_, Some(Body::Star(_))) => STAR_LENGTH + self.radii[l.to as usize] as f32,
            (Link { spine: true, .. }, _) => SPINE_LENGTH,
            (l, _) if is_open(l.to) => OPENED_LENGTH,
            (l, _) if is_looked_at(l.from) => WIDE_LENGTH,
            _ => LENGTH,
        };
        // Only the links of the tree are springs: references across would pull clusters into each other.
        let link = |l: &Link| PlanLink { from: l.from, to: l.to, length: length(l) };
        Plan {
            radii: self.radii.iter().map(|r| *r as f32).collect(),
            links: self.links.iter().filter(|l| self.is_tree(l) || self.is_only(l)).map(link).collect(),
            // Nothing to say about a hundred thousand that are new.
            placed: if before.is_empty() { Vec::new() } else { self.bodies.iter().map(place).collect() },
            pinned: pinned.iter().filter_map(|key| self.find(*key)).map(|body| body as u32).collect(),
            spine: self.spine.iter().map(|body| *body as u32).collect(),
            seed,
        }
    }

    /// The same graph top-down: siblings by importance, beside each other.
    pub fn layers(&self) -> LayoutOrder {
        LayoutOrder::Layers {
            radii: self.radii.iter().map(|r| *r as f32).collect(),
            parents: self.parents.iter().map(|parent| parent.map(|parent| parent as u32)).collect(),
            order: self.importance.iter().map(|body| *body as u32).collect(),
        }
    }

    /// Whether a link is all that a body has: of one that refers to another and hangs on nobody in the picture.
    fn is_only(&self, link: &Link) -> bool {
        let from = link.from as usize;
        let hangs_on_nobody = self.parents.get(from) == Some(&None);
        hangs_on_nobody && matches!(self.bodies.get(from), Some(Body::Object { role: Role::Neighbour, .. }))
    }
}
