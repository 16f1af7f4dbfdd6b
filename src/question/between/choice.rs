//! Which of the objects on short ways are shown.
//!
//! Takes a search that met; gives a leg: one shortest way, and around it as many others as there is room for, each with a
//! whole way through it. Guarantee: what is counted is exact, what is shown depends on the heap alone.

use super::search::{NONE, Place, Search, Terrain};
use super::{LIMIT, LINE};
use crate::ids::Node;
use crate::order::First;
use crate::question::{Work, rows};
use std::collections::HashMap;

/// Objects that may get a body, for each that there is room for.
const TRIED: usize = 10;

/// Ways for which there was no room, until no more is tried: the next may be as long and as costly to follow.
const MISFITS: u32 = 20;

/// Objects looked at between two pauses.
const PART: usize = 1 << 12;

/// The ways of one direction.
pub struct Leg {
    /// References on a shortest way, and on the longest that count.
    pub steps: u32,
    pub most: u32,
    /// Objects on them, both ends among them.
    pub objects: u64,
    /// Those that are shown.
    pub places: Vec<Place>,
    /// Up to where they can be cut off: all that is left is whole ways.
    whole: Vec<usize>,
    /// One shortest way, and after how many of it others are left out.
    pub line: Vec<Node>,
    pub gap: Option<usize>,
}

impl Leg {
    /// Two objects and no way.
    pub fn unlinked((from, to): (Node, Node)) -> Self {
        let none = [NONE; 2];
        let places =
            [(from, 0), (to, 1)].map(|(node, ahead)| Place { node, ahead, behind: 0, before: none, after: none });
        Self {
            steps: 0,
            most: 0,
            objects: 2,
            places: places.to_vec(),
            whole: vec![2],
            line: vec![from, to],
            gap: Some(1),
        }
    }

    /// The one way alone.
    pub fn line_only(mut self) -> Self {
        self.places.truncate(self.line.len());
        self
    }

    /// Half the room is another leg's.
    pub fn trim(&mut self) {
        let whole = self.whole.iter().rev().find(|end| **end <= LIMIT / 2);
        self.places.truncate(whole.copied().unwrap_or(self.line.len()));
    }
}

/// The ways from one object to another, if there are any, with so many steps more than the shortest.
pub async fn choose(
    search: &mut Search,
    terrain: Terrain<'_>,
    ends: (Node, Node),
    detour: u32,
    work: &Work,
    share: f64,
) -> Option<Leg> {
    let steps = search.explore(terrain, ends, detour, work, share).await?;
    let most = steps + detour;
    let mut first = First::new(TRIED * LIMIT);
    let mut objects = 0;
    for (node, nth) in search.within(most).zip(0..) {
        if nth % PART == 0 {
            work.stride(share + 0.2).await;
        }
        let sum = search.sum(node).unwrap_or(NONE);
        // Only a way of two steps more can be twice at one object.
        if sum < steps + 2 || search.place(terrain, node).through().is_some() {
            objects += 1;
            first.push((u64::from(sum), u64::from(node.0)));
        }
    }
    let mut line = vec![ends.0];
    let mut at = search.place(terrain, ends.0);
    while at.after[0] != NONE {
        if line.len() % PART == 0 {
            work.stride(share + 0.25).await;
        }
        at = search.place(terrain, Node(at.after[0]));
        line.push(at.node);
    }
    let (line, skipped) = rows::ends(line, LINE);
    let gap = (skipped > 0).then_some(LINE / 2);
    let mut shown = Shown { search, terrain, places: Vec::new(), known: HashMap::new() };
    line.iter().for_each(|node| shown.add(search.place(terrain, *node), BACK | ON));
    let mut whole = vec![shown.places.len()];
    let mut misfits = 0;
    for (_, row) in first.sorted() {
        if shown.places.len() == LIMIT || misfits == MISFITS {
            break;
        }
        misfits += u32::from(!shown.admit(Node(row as u32)));
        whole.push(shown.places.len());
    }
    Some(Leg { steps, most, objects, places: shown.places, whole, line, gap })
}

/// What is shown of a shortest way at an object: back to the beginning, on to the end.
const BACK: u32 = 1;
const ON: u32 = 2;

struct Shown<'a> {
    search: &'a Search,
    terrain: Terrain<'a>,
    places: Vec<Place>,
    known: HashMap<Node, u32>,
}

impl Shown<'_> {
    fn add(&mut self, place: Place, known: u32) {
        match self.known.get_mut(&place.node) {
            Some(old) => *old |= known,
            None => {
                self.known.insert(place.node, known);
                self.places.push(place);
            }
        }
    }

    /// Shows an object with a way through it; whether there is room for all of it.
    fn admit(&mut self, node: Node) -> bool {
        let Some(mut room) = (LIMIT - self.places.len()).checked_sub(1) else { return false };
        if self.known.contains_key(&node) {
            return true;
        }
        let place = self.search.place(self.terrain, node);
        let Some((before, after)) = place.through() else { return true };
        let mut fresh = vec![(place, BACK | ON)];
        for (mut row, known) in [(before, BACK), (after, ON)] {
            while row != NONE {
                match self.known.get(&Node(row)) {
                    Some(old) if old & known != 0 => break,
                    Some(_) => {}
                    None if room == 0 => return false,
                    None => room -= 1,
                }
                let place = self.search.place(self.terrain, Node(row));
                row = if known == BACK { place.before[0] } else { place.after[0] };
                fresh.push((place, known));
            }
        }
        fresh.into_iter().for_each(|(place, known)| self.add(place, known));
        true
    }
}
