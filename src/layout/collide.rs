//! Keeps discs apart.
//!
//! Owns the sweep order, kept between rounds. Takes places and radii; moves overlapping discs along the line of their
//! centres until they just clear each other, the smaller one more. One round settles a pair; a crowd needs several.

use super::Vector;

/// Free space between two rims.
pub const GAP: f64 = 5.0;

/// Sweep and prune along x.
#[derive(Default)]
pub struct Sweep {
    order: Vec<u32>,
}

impl Sweep {
    /// One round. A pinned body is never moved.
    pub fn separate(&mut self, at: &mut [Vector], radii: &[f64], pinned: Option<usize>) {
        if self.order.len() != at.len() {
            self.order = (0..at.len() as u32).collect();
        }
        let left = |body: u32| at[body as usize][0] - radii[body as usize];
        // Insertion: nearly sorted from the round before, which makes it almost no work.
        for end in 1..self.order.len() {
            let body = self.order[end];
            let mut at = end;
            while at > 0 && left(body).total_cmp(&left(self.order[at - 1])).then(body.cmp(&self.order[at - 1])).is_lt()
            {
                self.order[at] = self.order[at - 1];
                at -= 1;
            }
            self.order[at] = body;
        }
        for first in 0..self.order.len() {
            let a = self.order[first] as usize;
            for second in first + 1..self.order.len() {
                let b = self.order[second] as usize;
                if at[b][0] - radii[b] > at[a][0] + radii[a] + GAP {
                    break;
                }
                part(at, radii, a.min(b), a.max(b), pinned);
            }
        }
    }
}

fn part(at: &mut [Vector], radii: &[f64], a: usize, b: usize, pinned: Option<usize>) {
    let wished = radii[a] + radii[b] + GAP;
    let (mut dx, mut dy) = (at[b][0] - at[a][0], at[b][1] - at[a][1]);
    let squared = dx * dx + dy * dy;
    if squared >= wished * wished {
        return;
    }
    let mut distance = squared.sqrt();
    if distance < 1.0e-6 {
        // On one spot: part in a direction of their own, so that a crowd on one spot does not stay on one line.
        (dx, dy) = (1.0 + (b % 7) as f64, 1.0 + (a % 5) as f64 - (b % 3) as f64);
        distance = (dx * dx + dy * dy).sqrt();
    }
    let lack = (wished - squared.sqrt()) / distance;
    let (heavy_a, heavy_b) = (radii[a] * radii[a], radii[b] * radii[b]);
    let share_b = match pinned {
        Some(body) if body == a => 1.0,
        Some(body) if body == b => 0.0,
        _ => heavy_a / (heavy_a + heavy_b),
    };
    at[b] = [at[b][0] + dx * lack * share_b, at[b][1] + dy * lack * share_b];
    at[a] = [at[a][0] - dx * lack * (1.0 - share_b), at[a][1] - dy * lack * (1.0 - share_b)];
}
