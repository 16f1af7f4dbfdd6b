//! What opening a body of a picture would do, and what to ask for after it.

use super::super::body::{Body, Key};
use super::Scene;
use super::seen::changed;
use crate::ids::ObjectId;
use crate::question::gravity::{NEIGHBOURS, Opened};
use crate::question::sky::OpenedGroup;

/// How many more members of a group one step shows.
pub const MEMBERS: u32 = 48;

/// What opening a body would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// It dominates nothing more than the picture shows.
    Nothing,
    /// It would show some of so many objects that are not in the picture.
    Opens(u64),
    /// It would take what hangs on it away.
    Folds,
    /// It leads to another picture or list.
    Leads,
}

impl Scene {
    /// What opening this body would do.
    pub fn fold(&self, body: usize) -> Fold {
        match self.bodies.get(body) {
            Some(_) if self.is_of_ways() => Fold::Leads,
            Some(Body::Object { object, shown: 0, .. }) => {
                match object.dominated.saturating_sub(u64::from(self.present[body])) {
                    0 => Fold::Nothing,
                    hidden => Fold::Opens(hidden),
                }
            }
            Some(Body::Object { .. }) => Fold::Folds,
            Some(Body::More { count, .. }) => Fold::Opens(*count),
            Some(body) if body.is_group() => Fold::Opens(body.count()),
            Some(Body::Star(_)) => Fold::Leads,
            None => Fold::Nothing,
        }
    }

    /// What to ask for after this body was opened or folded: an object with bodies around it folds, one without opens,
    /// '+n more' opens more in place. `None` when there is nothing to open.
    pub fn toggle(&self, key: Key, opened: &[Opened]) -> Option<Vec<Opened>> {
        let fold = self.fold(self.find(key)?);
        let (id, children) = match (key, fold) {
            (Key::More(id), _) => (id, self.default_children(id).saturating_add(NEIGHBOURS)),
            (Key::Object(id), Fold::Opens(_)) => (id, NEIGHBOURS),
            (Key::Object(id), Fold::Folds) => (id, 0),
            _ => return None,
        };
        Some(changed(opened, id, |change| change.children = children, self.default_children(id)))
    }

    /// What to ask for to show, or to show no more, who refers to an object (`is_up`), or what it refers to.
    pub fn walk(&self, key: Key, is_up: bool, opened: &[Opened]) -> Option<Vec<Opened>> {
        let (Key::Object(id), Some(_)) = (key, self.find(key)) else { return None };
        let turn = |count: &mut u32| *count = if *count == 0 { NEIGHBOURS } else { 0 };
        let change = |change: &mut Opened| turn(if is_up { &mut change.holders } else { &mut change.held });
        Some(changed(opened, id, change, self.default_children(id)))
    }

    /// Dominated children that are around an object now.
    fn default_children(&self, id: ObjectId) -> u32 {
        match self.find(Key::Object(id)).and_then(|body| self.bodies.get(body)) {
            Some(Body::Object { shown, .. }) => *shown,
            _ => 0,
        }
    }

    /// The same for a group of stars: more of its members come out. `None` if it is none.
    pub fn open_group(&self, key: Key, opened: &[OpenedGroup]) -> Option<Vec<OpenedGroup>> {
        let Key::Group(of, class) = key else { return None };
        let parent = self.parents[self.find(key)?];
        let is_member = |(body, hangs_on): (&Body, &Option<usize>)| {
            *hangs_on == parent && body.object().is_some() && matches!(body, Body::Star(star) if star.class == class)
        };
        let shown = self.bodies.iter().zip(&self.parents).filter(|pair| is_member(*pair)).count() as u32;
        let mut next: Vec<OpenedGroup> =
            opened.iter().copied().filter(|group| (group.of, group.class) != (of, class)).collect();
        next.push(OpenedGroup { of, class, members: shown.saturating_add(MEMBERS) });
        Some(next)
    }
}
