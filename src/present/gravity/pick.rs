//! Which body is meant: by a pointer, or by an arrow key.
//!
//! Takes places in one unit, whichever; gives positions of bodies.

use super::Point;
use crate::present::format::within;

/// The body under a point, of those that are meant. No disc is smaller than `least`; where discs (with `slack` around them
/// for fingers) overlap, the one whose rim is nearest.
pub fn under(
    point: Point,
    at: &[Point],
    radii: &[f64],
    least: f64,
    slack: f64,
    is_meant: impl Fn(usize) -> bool,
) -> Option<usize> {
    let mut nearest = (slack, None);
    for (body, (at, radius)) in at.iter().zip(radii).enumerate() {
        let (dx, dy, radius) = (at[0] - point[0], at[1] - point[1], radius.max(least));
        // Most are far away, and a root takes its time.
        if dx.abs() > radius + slack || dy.abs() > radius + slack {
            continue;
        }
        let past = dx.hypot(dy) - radius;
        if (past < nearest.0 || (past == slack && nearest.1.is_none())) && is_meant(body) {
            nearest = (past, Some(body));
        }
    }
    nearest.1
}

/// The line under a point, given as its two ends; of several the nearest.
pub fn line(point: Point, lines: impl Iterator<Item = (usize, (Point, Point))>, slack: f64) -> Option<usize> {
    let away = |(line, (a, b)): (usize, (Point, Point))| {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / (dx * dx + dy * dy).max(1.0e-9);
        let share = within(along, 0.0, 1.0);
        (line, (a[0] + dx * share - point[0]).hypot(a[1] + dy * share - point[1]))
    };
    lines.map(away).filter(|(_, away)| *away <= slack).min_by(by_number).map(|(line, _)| line)
}

/// The body an arrow key goes to: of those it is `linked` to the one that lies most in that direction, or, where no link goes that way, the
/// nearest of all that do.
pub fn toward(from: usize, direction: Point, at: &[Point], linked: &[usize]) -> Option<usize> {
    let origin = *at.get(from)?;
    let rated = |body: usize| {
        let (dx, dy) = (at[body][0] - origin[0], at[body][1] - origin[1]);
        let ahead = dx * direction[0] + dy * direction[1];
        let aside = (dx * direction[1] - dy * direction[0]).abs();
        // Within 60 degrees of the arrow; what lies aside counts double.
        (body != from && ahead > 0.0 && aside <= ahead * 1.732).then_some((body, ahead + 2.0 * aside))
    };
    let near = linked.iter().copied().filter(|body| *body < at.len()).filter_map(rated).min_by(by_number);
    near.or_else(|| (0..at.len()).filter_map(rated).min_by(by_number)).map(|(body, _)| body)
}

fn by_number(a: &(usize, f64), b: &(usize, f64)) -> std::cmp::Ordering {
    a.1.total_cmp(&b.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: [Point; 5] = [[0.0, 0.0], [100.0, 10.0], [60.0, 0.0], [0.0, -80.0], [-50.0, 300.0]];

    #[test]
    fn the_pointer_finds_the_disc_it_is_on() {
        let radii = [20.0, 10.0, 10.0, 5.0, 5.0];
        let find = |point, slack| under(point, &AT, &radii, 0.0, slack, |_| true);
        assert_eq!(find([5.0, 5.0], 0.0), Some(0));
        assert_eq!(find([69.0, 0.0], 0.0), Some(2));
        assert_eq!(find([30.0, 30.0], 0.0), None);
        assert_eq!(find([0.0, -70.0], 6.0), Some(3));
        assert_eq!(under([0.0, 0.0], &[], &[], 0.0, 9.0, |_| true), None);
        assert_eq!(under([5.0, 5.0], &AT, &radii, 0.0, 0.0, |body| body != 0), None, "not meant");
        assert_eq!(under([0.0, -65.0], &AT, &radii, 15.0, 0.0, |_| true), Some(3), "drawn larger than it is");
    }

    #[test]
    fn the_pointer_finds_the_line_it_is_on() {
        let lines = [([0.0, 0.0], [100.0, 0.0]), ([0.0, 20.0], [100.0, 20.0]), ([5.0, 5.0], [5.0, 5.0])];
        let at = |point| line(point, lines.into_iter().enumerate(), 4.0);
        assert_eq!(at([50.0, 3.0]), Some(0));
        assert_eq!(at([50.0, 18.0]), Some(1));
        assert_eq!(at([50.0, 10.0]), None);
        assert_eq!(at([106.0, 0.0]), None, "past its end");
        assert_eq!(at([5.0, 7.0]), Some(2), "a line without length is a point");
    }

    #[test]
    fn an_arrow_prefers_a_link_and_else_the_nearest() {
        let linked = [1, 77];
        assert_eq!(toward(0, [1.0, 0.0], &AT, &linked), Some(1), "2 is nearer but not linked");
        assert_eq!(toward(0, [0.0, -1.0], &AT, &linked), Some(3));
        assert_eq!(toward(0, [-1.0, 0.0], &AT, &linked), None, "4 lies too far aside");
        assert_eq!(toward(9, [1.0, 0.0], &AT, &linked), None);
    }
}
