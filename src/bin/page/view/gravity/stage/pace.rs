//! How many ticks to ask for per frame.
//!
//! Takes when frames and answers come; gives a number of ticks: as many as the worker can make while the browser draws
//! anyway. What a layout comes to depends on its ticks alone, so this changes how soon it settles, not where.

use crate::document::now;

/// Ticks asked for per frame: a settling takes about half a second. Where drawing takes longer than they do, because the
/// machine has no GPU, up to so many.
const PACE: u32 = 6;
const SLOW_PACE: f64 = 24.0;
/// Body-ticks in one order, so that no order keeps the worker longer than a frame or two where drawing is quick.
pub const ORDER: u32 = 12_000;
/// An answer that waited longer than so many milliseconds for its frame came too soon; one that waited less than these was
/// waited for.
const TOO_SOON: f64 = 20.0;
const WAITED_FOR: f64 = 4.0;

/// See the module.
#[derive(Default)]
pub struct Pace {
    /// Ticks per order, as far as drawing allows more than usual.
    more: f64,
    /// When the last answer came, until its frame is drawn.
    answered: f64,
    /// Milliseconds.
    tick: f64,
}

impl Pace {
    /// Ticks to ask for now, of so many bodies. While one is held the picture follows the hand.
    pub fn ticks(&self, bodies: usize, is_held: bool) -> u32 {
        let usual = (ORDER / (bodies as u32).max(1)).clamp(1, PACE);
        if is_held { usual } else { usual.max(self.more as u32) }
    }

    /// An answer came to an order of so many ticks.
    pub fn heard(&mut self, asked: f64, ticks: u32) {
        self.answered = now();
        self.tick = (self.answered - asked) / f64::from(ticks.max(1));
    }

    /// A frame is about to be drawn.
    pub fn saw_frame(&mut self) {
        let answered = std::mem::take(&mut self.answered);
        let waited = now() - answered;
        if answered == 0.0 {
            return;
        }
        if waited > TOO_SOON {
            self.more = (self.more + waited / self.tick.max(0.5) / 2.0).min(SLOW_PACE);
        } else if waited < WAITED_FOR {
            self.more *= 0.8;
        }
    }
}
