//! Which rows of a list of any length are in sight. The height in which they are is without the head of the list.
//!
//! Owns the arithmetic of scrolling. Up to [`HEIGHT`] pixels a list is as high as its rows; browsers cannot make an element
//! much higher (Firefox ends at 17.9 million pixels), so a longer list is that high and no more: small steps move by
//! pixels as everywhere, a large one, which is a drag of the bar, goes to that share of the list.

/// The height of a row in pixels.
pub const ROW: f64 = 28.0;
/// The greatest height of a list in pixels.
pub const HEIGHT: f64 = 8_000_000.0;

/// The height of a list with so many rows.
pub fn height(rows: u64) -> f64 {
    (rows as f64 * ROW).min(HEIGHT)
}

/// The row at the top, counted from 0, when the rows in sight are the last.
fn last_first(rows: u64, sight: f64) -> f64 {
    (rows as f64 - sight / ROW).max(0.0)
}

/// The way the scroll bar can go.
fn way(rows: u64, sight: f64) -> f64 {
    (height(rows) - sight).max(0.0)
}

/// The first row in sight after the element was scrolled from `before` to `now`; parts of a row count.
pub fn first(first: f64, before: f64, now: f64, rows: u64, sight: f64) -> f64 {
    let end = last_first(rows, sight);
    if rows as f64 * ROW <= HEIGHT {
        return (now / ROW).min(end);
    }
    let way = way(rows, sight);
    if now <= 0.0 {
        0.0
    } else if now >= way - 0.5 {
        end
    } else if (now - before).abs() <= 2.0 * sight {
        (first + (now - before) / ROW).max(0.0).min(end)
    } else {
        now / way * end
    }
}

/// Where the element is scrolled to when this row is the first.
pub fn offset(first: f64, rows: u64, sight: f64) -> f64 {
    if rows as f64 * ROW <= HEIGHT {
        return first * ROW;
    }
    let end = last_first(rows, sight);
    if end <= 0.0 { 0.0 } else { first / end * way(rows, sight) }
}

/// The first row when a row must be in sight, as near to the old one as can be.
pub fn reveal(row: u64, first: f64, sight: f64) -> f64 {
    let whole = (sight / ROW).floor().max(1.0);
    let row = row as f64;
    if row < first {
        row
    } else if row + 1.0 > first + whole {
        row + 1.0 - whole
    } else {
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_list_scrolls_by_pixels() {
        assert_eq!(height(100), 2800.0);
        assert_eq!(first(0.0, 0.0, 280.0, 100, 560.0), 10.0);
        assert_eq!(offset(10.0, 100, 560.0), 280.0);
        assert_eq!(first(0.0, 0.0, 9999.0, 100, 560.0), 80.0, "not past the end");
    }

    #[test]
    fn in_a_long_list_the_wheel_moves_by_rows_and_the_bar_by_shares() {
        let (rows, sight) = (15_000_000, 560.0);
        assert_eq!(height(rows), HEIGHT);
        assert_eq!(first(500.0, 1000.0, 1056.0, rows, sight), 502.0);
        let half = (HEIGHT - sight) / 2.0;
        let middle = first(500.0, 1000.0, half, rows, sight);
        assert!((middle - 7_499_990.0).abs() < 1.0, "{middle}");
        assert_eq!(first(500.0, 1000.0, 0.0, rows, sight), 0.0);
        assert_eq!(first(500.0, 1000.0, HEIGHT - sight, rows, sight), 15_000_000.0 - 20.0, "the last row can be seen");
    }

    #[test]
    fn every_row_can_be_reached_from_everywhere() {
        let (rows, sight) = (15_000_000, 560.0);
        for row in [0, 1, 19, 20, 7_000_000, rows - 1] {
            for from in [0.0, 3.5, 6_999_990.0, 14_999_980.0] {
                let to = reveal(row, from, sight);
                assert!(to <= row as f64 && row as f64 + 1.0 <= to + sight / ROW, "{row} from {from}: {to}");
                let top = offset(to, rows, sight);
                assert!((0.0..=HEIGHT).contains(&top), "{top}");
            }
        }
        assert_eq!(reveal(5, 3.0, 560.0), 3.0, "what is in sight moves nothing");
    }
}
