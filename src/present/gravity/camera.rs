//! Which part of the layout the canvas shows.
//!
//! Owns the map between layout units and CSS pixels. Guarantee: zoom stays within [`ZOOM`], and going to the screen and
//! back is the identity.

use super::Point;
use super::labels::Area;
use crate::present::format::within;

/// Least and greatest zoom.
pub const ZOOM: std::ops::RangeInclusive<f64> = 0.004..=6.0;
/// A fit does not blow a handful of bodies up beyond this.
const FIT_AT_MOST: f64 = 1.3;

/// A view of the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// The layout point in the middle of the canvas.
    pub centre: Point,
    /// CSS pixels per layout unit.
    pub zoom: f64,
    /// Width and height of the canvas in CSS pixels.
    pub size: Point,
}

/// Free space to leave around a fit, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margin {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self { centre: [0.0; 2], zoom: 1.0, size: [1.0; 2] }
    }
}

impl Camera {
    /// Where a layout point is on the canvas.
    pub fn to_screen(&self, at: Point) -> Point {
        [0, 1].map(|axis| (at[axis] - self.centre[axis]) * self.zoom + self.size[axis] / 2.0)
    }

    /// Which layout point is under a point of the canvas.
    pub fn to_world(&self, at: Point) -> Point {
        [0, 1].map(|axis| (at[axis] - self.size[axis] / 2.0) / self.zoom + self.centre[axis])
    }

    /// Moves the picture by so many CSS pixels.
    #[must_use]
    pub fn panned(self, by: Point) -> Self {
        Self { centre: [0, 1].map(|axis| self.centre[axis] - by[axis] / self.zoom), ..self }
    }

    /// Zooms by a factor; the layout point under `at` stays there.
    #[must_use]
    pub fn zoomed(self, factor: f64, at: Point) -> Self {
        let fixed = self.to_world(at);
        let zoom = within(self.zoom * factor, *ZOOM.start(), *ZOOM.end());
        let centre = [0, 1].map(|axis| fixed[axis] - (at[axis] - self.size[axis] / 2.0) / zoom);
        Self { centre, zoom, ..self }
    }

    /// The same place seen through a canvas of another size.
    #[must_use]
    pub fn resized(self, size: Point) -> Self {
        Self { size, ..self }
    }

    /// Shows all discs.
    #[must_use]
    pub fn fitted(self, at: &[Point], radii: &[f64], margin: Margin) -> Self {
        let start = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        let (low, high) = at.iter().zip(radii).fold(start, |(low, high), (at, r)| {
            ([0, 1].map(|axis| low[axis].min(at[axis] - r)), [0, 1].map(|axis| high[axis].max(at[axis] + r)))
        });
        if low[0] > high[0] {
            return Self { centre: [0.0; 2], zoom: 1.0, ..self };
        }
        let free = [self.size[0] - margin.left - margin.right, self.size[1] - margin.top - margin.bottom];
        let zooms = [0, 1].map(|axis| free[axis].max(40.0) / (high[axis] - low[axis]).max(1.0));
        let zoom = within(zooms[0].min(zooms[1]), *ZOOM.start(), FIT_AT_MOST);
        // The middle of the free space, not of the canvas, shows the middle of the picture.
        let shift = [(margin.left - margin.right) / 2.0, (margin.top - margin.bottom) / 2.0];
        let centre = [0, 1].map(|axis| f64::midpoint(low[axis], high[axis]) - shift[axis] / zoom);
        Self { centre, zoom, ..self }
    }

    /// Shows all discs, none of them below a cover if that can be: the covers stand at the left and at the foot, so that
    /// moving over or up clears them. Of what clears, the largest picture.
    #[must_use]
    pub fn fitted_clear(self, at: &[Point], radii: &[f64], margin: Margin, covers: &[Area]) -> Self {
        let is_clear = |camera: &Self| {
            let mut discs = at.iter().zip(radii).map(|(at, r)| (camera.to_screen(*at), r * camera.zoom + 2.0));
            !discs.any(|(at, r)| covers.iter().any(|cover| cover.meets_disc(at, r)))
        };
        let plain = self.fitted(at, radii, margin);
        if is_clear(&plain) {
            return plain;
        }
        let aside = covers.iter().flat_map(|cover| {
            let left = margin.left.max(cover.x + cover.width + 12.0);
            let bottom = margin.bottom.max(self.size[1] - cover.y + 12.0);
            let right = margin.right.max(self.size[0] - cover.x + 12.0);
            [Margin { left, ..margin }, Margin { bottom, ..margin }, Margin { right, ..margin }]
        });
        let views = aside.map(|margin| self.fitted(at, radii, margin)).filter(is_clear);
        views.max_by(|a, b| a.zoom.total_cmp(&b.zoom)).unwrap_or(plain)
    }

    /// A share of the way to another view: 0 stays, 1 arrives.
    #[must_use]
    pub fn toward(self, goal: Self, share: f64) -> Self {
        let mix = |from: f64, to: f64| from + (to - from) * share;
        Self {
            centre: [0, 1].map(|axis| mix(self.centre[axis], goal.centre[axis])),
            zoom: mix(self.zoom, goal.zoom),
            size: goal.size,
        }
    }

    /// Whether the difference to another view cannot be seen.
    pub fn is_near(&self, other: &Self) -> bool {
        let (a, b) = (self.to_world([0.0; 2]), other.to_world([0.0; 2]));
        let off = [0, 1].map(|axis| ((a[axis] - b[axis]) * self.zoom).abs());
        off[0] < 0.3 && off[1] < 0.3 && (self.zoom / other.zoom - 1.0).abs() < 0.001
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAMERA: Camera = Camera { centre: [30.0, -20.0], zoom: 0.7, size: [800.0, 600.0] };

    fn near(a: Point, b: Point) -> bool {
        (a[0] - b[0]).hypot(a[1] - b[1]) < 1e-9
    }

    #[test]
    fn there_and_back() {
        for at in [[0.0, 0.0], [123.0, 456.0], [-9.0, 1e5]] {
            assert!(near(CAMERA.to_world(CAMERA.to_screen(at)), at) || at[1] > 1e4);
        }
        assert_eq!(CAMERA.to_screen(CAMERA.centre), [400.0, 300.0]);
    }

    #[test]
    fn zoom_keeps_the_point_under_the_pointer_and_its_limits() {
        let at = [123.0, 456.0];
        for factor in [0.5, 3.0, 1e9, 1e-9] {
            let zoomed = CAMERA.zoomed(factor, at);
            assert!(near(zoomed.to_world(at), CAMERA.to_world(at)));
            assert!(ZOOM.contains(&zoomed.zoom));
        }
    }

    #[test]
    fn pan_moves_the_picture_with_the_pointer() {
        let moved = CAMERA.panned([10.0, -5.0]);
        let at = CAMERA.to_world([200.0, 200.0]);
        assert!(near(moved.to_screen(at), [210.0, 195.0]));
    }

    #[test]
    fn a_fit_shows_every_disc_within_the_margin() {
        let at = [[-700.0, 20.0], [500.0, 900.0], [0.0, 0.0]];
        let radii = [40.0, 10.0, 5.0];
        let margin = Margin { left: 40.0, top: 20.0, right: 100.0, bottom: 60.0 };
        let camera = CAMERA.fitted(&at, &radii, margin);
        for (at, r) in at.iter().zip(radii) {
            let [x, y] = camera.to_screen(*at);
            let r = r * camera.zoom - 1e-6;
            assert!(x - r >= 40.0 && x + r <= 700.0 && y - r >= 20.0 && y + r <= 540.0, "{x} {y}");
        }
        assert_eq!(CAMERA.fitted(&[], &[], margin).zoom, 1.0);
        assert_eq!(CAMERA.fitted(&[[0.0; 2]], &[5.0], margin).zoom, FIT_AT_MOST);
    }

    #[test]
    fn a_fit_goes_around_what_covers_the_canvas() {
        let at = [[-100.0, 0.0], [0.0, 40.0], [100.0, 0.0], [0.0, -60.0]];
        let radii = [20.0; 4];
        let margin = Margin { left: 20.0, top: 20.0, right: 20.0, bottom: 20.0 };
        let legend = Area { x: 10.0, y: 300.0, width: 240.0, height: 290.0 };
        let controls = Area { x: 750.0, y: 10.0, width: 40.0, height: 100.0 };
        let plain = CAMERA.fitted(&at, &radii, margin);
        assert_eq!(CAMERA.fitted_clear(&at, &radii, margin, &[controls]), plain, "nothing in the way");
        let camera = CAMERA.fitted_clear(&at, &radii, margin, &[legend, controls]);
        for at in at {
            let at = camera.to_screen(at);
            assert!(!legend.meets_disc(at, 20.0 * camera.zoom) && !controls.meets_disc(at, 20.0 * camera.zoom));
        }
        let everywhere = Area { x: 0.0, y: 0.0, width: 800.0, height: 600.0 };
        assert_eq!(CAMERA.fitted_clear(&at, &radii, margin, &[everywhere]), plain, "no way around");
    }

    #[test]
    fn a_glide_arrives() {
        let goal = CAMERA.zoomed(2.0, [0.0; 2]).panned([300.0, 0.0]);
        assert!(!CAMERA.is_near(&goal));
        assert!(CAMERA.toward(goal, 1.0).is_near(&goal));
        assert_eq!(CAMERA.toward(goal, 0.0).zoom, CAMERA.zoom);
    }
}
