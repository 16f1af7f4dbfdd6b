//! Where a JSON string ends, 64 bytes at a time.
//!
//! Takes the bytes behind the opening quote; gives the place of the first quote that is not escaped. Tables of texts that
//! are full of escapes take no longer than others: which bytes are escaped follows from a block's mask of backslashes by
//! an addition (G. Langdale and D. Lemire, "Parsing gigabytes of JSON per second", VLDB Journal 28, 2019, section 3.1.1).

use super::simd;

/// How the bytes end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Closed {
    /// At a quote that closes the string.
    Quote,
    /// Inside the string.
    No,
    /// Inside the string, and the last byte is a backslash that escapes what comes next.
    InEscape,
}

/// The offset of the closing quote, or the length.
pub fn closing(bytes: &[u8]) -> (usize, Closed) {
    let (blocks, tail) = bytes.as_chunks();
    let mut escape = 0;
    for (row, block) in blocks.iter().enumerate() {
        let (quotes, slashes) = simd::quotes_and_slashes(block);
        let found = quotes & !escaped(slashes, &mut escape);
        if found != 0 {
            return (64 * row + found.trailing_zeros() as usize, Closed::Quote);
        }
    }
    let mut escape = escape == 1;
    for (at, byte) in tail.iter().enumerate() {
        match byte {
            _ if escape => escape = false,
            b'\\' => escape = true,
            b'"' => return (64 * blocks.len() + at, Closed::Quote),
            _ => {}
        }
    }
    (bytes.len(), if escape { Closed::InEscape } else { Closed::No })
}

/// The bytes that stand behind a backslash which is not itself escaped. `carry` is 1 if the first byte does.
fn escaped(slashes: u64, carry: &mut u64) -> u64 {
    if slashes == 0 {
        return std::mem::take(carry);
    }
    const EVEN: u64 = 0x5555_5555_5555_5555;
    let slashes = slashes & !*carry;
    let behind = slashes << 1 | *carry;
    // Of each run of backslashes every second one is escaped. A carry runs through those that begin at an odd place.
    let odd_starts = slashes & !EVEN & !behind;
    let (ends, overflow) = odd_starts.overflowing_add(slashes);
    *carry = u64::from(overflow);
    (EVEN ^ ends << 1) & behind
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(bytes: &[u8]) -> (usize, Closed) {
        let mut escape = false;
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                _ if escape => escape = false,
                b'\\' => escape = true,
                b'"' => return (at, Closed::Quote),
                _ => {}
            }
        }
        (bytes.len(), if escape { Closed::InEscape } else { Closed::No })
    }

    #[test]
    fn strings_end_where_they_end_byte_by_byte() {
        let mut seed = 11u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for round in 0..30_000 {
            let length = random(300) as usize;
            let (slashes, quotes) = (1 + random(9), 1 + random(200));
            let byte = |_| match random(200) {
                rare if rare < quotes / 40 => b'"',
                often if often % 10 < slashes => b'\\',
                _ => b'x',
            };
            let bytes: Vec<u8> = (0..length).map(byte).collect();
            assert_eq!(closing(&bytes), plain(&bytes), "round {round}: {}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn runs_of_backslashes_of_any_length_at_any_place() {
        for before in 0..130 {
            for run in 0..140 {
                let text = "x".repeat(before) + &"\\".repeat(run) + "\"" + &"y\"".repeat(70);
                assert_eq!(closing(text.as_bytes()), plain(text.as_bytes()), "{before} {run}");
                let cut = &text.as_bytes()[..before + run];
                assert_eq!(closing(cut), plain(cut), "{before} {run}, cut");
            }
        }
    }
}
