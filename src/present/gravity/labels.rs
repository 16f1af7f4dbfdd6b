//! Which labels fit, and where.
//!
//! Takes discs, and labels with the spots they could take, most important first, all in CSS pixels; gives a spot for each
//! label that finds one. Guarantee: no label lies on another label, on a disc that is not its own or on a line it does
//! not name, or leaves the canvas.

use super::Point;
use crate::present::format::within;

/// Space between a disc and its label.
const GAP: f64 = 4.0;

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    /// Whether two rectangles share a point.
    pub fn meets(&self, other: &Area) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    /// Whether a disc reaches in.
    pub fn meets_disc(&self, at: Point, radius: f64) -> bool {
        let dx = at[0] - within(at[0], self.x, self.x + self.width);
        let dy = at[1] - within(at[1], self.y, self.y + self.height);
        dx * dx + dy * dy < radius * radius
    }

    /// Whether a line runs through, by points along it that lie closer together than a line of text is high.
    fn meets_line(&self, (from, to): (Point, Point)) -> bool {
        let length = (to[0] - from[0]).hypot(to[1] - from[1]);
        let steps = within(length / 5.0, 1.0, 400.0) as u32;
        (0..=steps).any(|step| {
            let share = f64::from(step) / f64::from(steps);
            self.meets_disc([0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * share), 3.0)
        })
    }

    fn is_within(&self, size: Point) -> bool {
        self.x >= 0.0 && self.y >= 0.0 && self.x + self.width <= size[0] && self.y + self.height <= size[1]
    }
}

/// Where a label stands from its disc or line: tells how to align its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Right,
    Left,
    Below,
    Above,
    /// On the middle of a line.
    Middle,
}

/// A place a label could take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Which form of the label fits here: 0 is the whole, higher ones are shorter.
    pub form: usize,
    pub area: Area,
    pub side: Side,
}

/// A label that wants a place.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Position of its body among the discs; the name of a line has none.
    pub body: Option<usize>,
    /// Best first.
    pub spots: Vec<Spot>,
}

impl Wish {
    /// The name of a body: right, left, below, above, then the corners; the whole label before a shorter one.
    pub fn around(body: usize, [x, y]: Point, radius: f64, sizes: &[Point]) -> Self {
        let far = radius + GAP;
        // At 45 degrees the rim is nearer in each axis.
        let slant = radius * 0.707 + GAP * 0.7;
        let spots = sizes.iter().enumerate().flat_map(|(form, &[width, height])| {
            let middle = (x - width / 2.0, y - height / 2.0);
            let (right, left) = (x + slant, x - slant - width);
            let places = [
                (Side::Right, x + far, middle.1),
                (Side::Left, x - far - width, middle.1),
                (Side::Below, middle.0, y + far),
                (Side::Above, middle.0, y - far - height),
                (Side::Right, right, middle.1 - slant),
                (Side::Right, right, middle.1 + slant),
                (Side::Left, left, middle.1 - slant),
                (Side::Left, left, middle.1 + slant),
            ];
            places.map(|(side, x, y)| Spot { form, side, area: Area { x, y, width, height } })
        });
        Self { body: Some(body), spots: spots.collect() }
    }

    /// The name of a line: on its middle, else a little nearer to one of its ends.
    pub fn along(from: Point, to: Point, sizes: &[Point]) -> Self {
        let spots = sizes.iter().enumerate().flat_map(|(form, &[width, height])| {
            [0.5, 0.44, 0.56, 0.38, 0.62].map(|share| {
                let [x, y] = [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * share);
                let area = Area { x: x - width / 2.0, y: y - height / 2.0, width, height };
                Spot { form, side: Side::Middle, area }
            })
        });
        Self { body: None, spots: spots.collect() }
    }
}

/// What labels keep clear of, in CSS pixels.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ground<'a> {
    /// Middles and radii of the discs.
    pub at: &'a [Point],
    pub radii: &'a [f64],
    /// Lines that only their own names may stand on.
    pub lines: &'a [(Point, Point)],
    /// What is covered by something else.
    pub taken: &'a [Area],
    pub canvas: Point,
}

/// Greedy: each wish, in order, takes its first free spot. Gives one entry per wish.
pub fn place(wishes: &[Wish], ground: &Ground<'_>) -> Vec<Option<Spot>> {
    let Ground { at, radii, lines, taken, canvas } = *ground;
    let mut used = taken.to_vec();
    let mut chosen = Vec::with_capacity(wishes.len());
    for wish in wishes {
        let is_free = |spot: &&Spot| {
            spot.area.is_within(canvas)
                && !used.iter().any(|other| spot.area.meets(other))
                && (wish.body.is_none() || !lines.iter().any(|line| spot.area.meets_line(*line)))
                && !at.iter().zip(radii).enumerate().any(|(body, (at, r))| {
                    // A label may come close to its own disc, not to another's.
                    spot.area.meets_disc(*at, if wish.body == Some(body) { r - 0.5 } else { r + 1.5 })
                })
        };
        let spot = wish.spots.iter().find(is_free).copied();
        used.extend(spot.map(|spot| spot.area));
        chosen.push(spot);
    }
    chosen
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn labels_never_overlap_each_other_a_disc_or_the_edge() {
        let mut state = 3u64;
        let mut random = |scale: f64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f64 / f64::from(1 << 24) * scale
        };
        let at: Vec<Point> = (0..120).map(|_| [random(800.0), random(600.0)]).collect();
        let radii: Vec<f64> = (0..120).map(|_| 3.0 + random(9.0)).collect();
        let sizes = [[90.0, 28.0], [60.0, 14.0]];
        let names = (0..120).map(|body| Wish::around(body, at[body], radii[body], &sizes));
        let lines = at.chunks(2).map(|pair| Wish::along(pair[0], pair[1], &[[40.0, 12.0]]));
        let wishes: Vec<Wish> = names.chain(lines).collect();
        let taken = [Area { x: 0.0, y: 500.0, width: 200.0, height: 100.0 }];
        let lines = [([0.0, 0.0], [800.0, 600.0])];
        let ground = Ground { at: &at, radii: &radii, lines: &lines, taken: &taken, canvas: [800.0, 600.0] };
        let placed = place(&wishes, &ground);
        let found: Vec<(Option<usize>, Spot)> =
            wishes.iter().zip(&placed).filter_map(|(wish, spot)| Some((wish.body, (*spot)?))).collect();
        assert!(found.len() > 20, "only {} found a place", found.len());
        for (index, (own, spot)) in found.iter().enumerate() {
            assert!(spot.area.is_within([800.0, 600.0]) && !spot.area.meets(&taken[0]));
            assert!(own.is_none() || !spot.area.meets_line(lines[0]));
            assert!(found[index + 1..].iter().all(|(_, other)| !spot.area.meets(&other.area)));
            for body in (0..at.len()).filter(|&body| Some(body) != *own) {
                assert!(!spot.area.meets_disc(at[body], radii[body]), "{spot:?} on disc {body}");
            }
        }
    }

    #[test]
    fn the_first_wish_wins_and_the_next_goes_elsewhere() {
        let at = [[100.0, 100.0], [100.0, 130.0]];
        let radii = [8.0, 8.0];
        let sizes = [[50.0, 30.0], [30.0, 10.0]];
        let wishes = [Wish::around(1, at[1], 8.0, &sizes), Wish::around(0, at[0], 8.0, &sizes)];
        let outcome = |canvas| place(&wishes, &Ground { at: &at, radii: &radii, canvas, ..Ground::default() });
        let forms = |canvas| outcome(canvas).iter().map(|s| s.map(|s| (s.form, s.side))).collect::<Vec<_>>();
        assert_eq!(forms([400.0, 150.0]), [Some((0, Side::Right)), Some((0, Side::Right))]);
        assert_eq!(forms([400.0, 140.0]), [Some((0, Side::Right)), Some((0, Side::Left))]);
        assert_eq!(forms([60.0, 60.0]), [None, None]);
    }

    #[test]
    fn the_name_of_a_line_stands_on_its_middle() {
        let wish = Wish::along([0.0, 0.0], [200.0, 100.0], &[[40.0, 10.0]]);
        let line = [([0.0, 0.0], [200.0, 100.0])];
        let ground = Ground { lines: &line, canvas: [300.0, 300.0], ..Ground::default() };
        let spot = place(&[wish], &ground)[0].expect("its own line is not in the way");
        assert_eq!((spot.side, spot.area), (Side::Middle, Area { x: 80.0, y: 45.0, width: 40.0, height: 10.0 }));
    }
}
