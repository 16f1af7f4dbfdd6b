//! Numbers 64 bytes at a time: the fast reader of the two large sections.
//!
//! Owns the kernel. Takes bytes from the first digit of a number on, written as V8 writes them: digits with one comma
//! between two numbers, and at most a line break before the comma (Node 22 and older). Gives the numbers as `u32`, and
//! where the last one ends. It stops before the first 64 bytes that hold anything else, and before a number above
//! 32 bits: what those are, and whether they are wrong, is for `numbers.rs` to say. So it has no error of its own.
//!
//! Each block becomes three bit masks (digits, commas, line breaks). The grammar is then a few shifts and ands, and the
//! ends of numbers are the bits where a digit is followed by none: no branch a digit, none a number. A number is read
//! from the eight bytes before its end, four of them at once (D. Lemire and G. Langdale, "Parsing gigabytes of JSON per
//! second", VLDB Journal 28, 2019). Of a longer one the first digits are read after.
//!
//! The instructions are in [`machine`], and have safe twins there; [`plain_four`] is the twin of [`four`], and what
//! machines without such registers use.

mod machine;

/// Numbers that fit the caller's buffer.
pub const ROOM: usize = 4096;

/// Bytes looked at together.
const BLOCK: usize = 64;

/// A block and the eight bytes before it.
const WINDOW: usize = BLOCK + 8;

/// Most numbers in a block: a digit and a comma each.
const MOST: usize = BLOCK / 2;

/// What each byte of a block is, bit by bit.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Masks {
    digits: u64,
    commas: u64,
    breaks: u64,
}

/// Reads from `bytes[from..]`, which must begin with a number and have eight bytes before it. Returns how many numbers
/// were read and where the last of them ends, which is where its separator stands.
#[inline(never)]
pub fn read(bytes: &[u8], from: usize, out: &mut [u32; ROOM]) -> (usize, usize) {
    let (mut count, mut end) = (0, from);
    if from < 8 {
        return (0, from);
    }
    // What the byte before the block was. At the start that is the comma or bracket before the first number.
    let (mut digit, mut broke) = (0u64, 0u64);
    // Runs of two, four and eight digits that reach the end of the last block: for numbers of nine digits and more.
    let mut runs = [0u64; 4];
    let mut at = from;
    while let Some(window) = bytes.get(at - 8..).and_then(<[u8]>::first_chunk::<WINDOW>) {
        let (Some(block), true) = (window.last_chunk::<BLOCK>(), count <= ROOM - MOST) else { break };
        let Masks { digits, commas, breaks } = masks(block);
        let after_digit = digits << 1 | digit;
        let after_break = breaks << 1 | broke;
        // Each byte is one of the three; a break follows a digit; a comma follows a digit or a break, and every break
        // has one.
        let wrong = !(digits | commas | breaks)
            | breaks & !after_digit
            | commas & !(after_digit | after_break)
            | after_break & !commas;
        if wrong != 0 {
            break;
        }
        let ends = after_digit & !digits;
        let found = ends.count_ones() as usize;
        let Some(room) = out[count..].first_chunk_mut::<MOST>() else { break };
        let mut rest = ends;
        let mut next = || {
            let stop = rest.trailing_zeros() as usize % BLOCK;
            rest &= rest.wrapping_sub(1);
            stop
        };
        // The last four may be fewer: what is read for the others is written over.
        for slots in room.as_chunks_mut::<4>().0.iter_mut().take(found.div_ceil(4)) {
            *slots = four([next(), next(), next(), next()].map(|stop| word(window, stop)));
        }
        let mut long = ends & longer_than_eight(digits, &mut runs);
        while long != 0 {
            let stop = long.trailing_zeros();
            let before = ends & ((1 << stop) - 1);
            let row = before.count_ones() as usize;
            let Some(number) = long_number(bytes, at + stop as usize, room[row]) else {
                // The caller goes on behind the number before.
                let end = if row == 0 { end } else { at + 63 - before.leading_zeros() as usize };
                return (count + row, end);
            };
            room[row] = number;
            long &= long - 1;
        }
        if ends != 0 {
            end = at + 63 - ends.leading_zeros() as usize;
        }
        count += found;
        (digit, broke) = (digits >> 63, breaks >> 63);
        at += BLOCK;
    }
    (count, end)
}

/// The bits right behind at least nine digits. `runs` carries what the last block ended with.
fn longer_than_eight(digits: u64, runs: &mut [u64; 4]) -> u64 {
    let two = digits & (digits << 1 | runs[0] >> 63);
    let four = two & (two << 2 | runs[1] >> 62);
    let eight = four & (four << 4 | runs[2] >> 60);
    let nine = eight & (digits << 8 | runs[0] >> 56);
    // Such a number may fill the last block to its end and have no digit in this one.
    let behind = nine << 1 | runs[3] >> 63;
    *runs = [digits, two, four, nine];
    behind
}

/// The eight bytes before a place in the block, the first in the lowest byte.
#[inline(always)]
fn word(window: &[u8; WINDOW], stop: usize) -> u64 {
    // One load at any level of optimization: eight single bytes are put together only at the highest, and parsing took
    // twice as long at the one that the worker is built with.
    window[stop..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Four numbers from the eight bytes before their ends.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn four(words: [u64; 4]) -> [u32; 4] {
    use core::arch::wasm32::*;
    let two = |first: u64, second: u64| {
        let digits = v128_xor(i64x2(first as i64, second as i64), u8x16_splat(b'0'));
        // Units first, so that the separator before a number is the lowest byte that is no digit.
        let digits = u8x16_shuffle::<7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8>(digits, digits);
        let others = u8x16_gt(digits, u8x16_splat(9));
        // All below the lowest bit: all, if there is none.
        let kept = v128_andnot(i64x2_sub(others, i64x2_splat(1)), others);
        let digits = v128_and(digits, kept);
        let tens = i16x8_mul(u16x8_shr(digits, 8), i16x8_splat(10));
        let pairs = i16x8_add(v128_and(digits, u16x8_splat(0xff)), tens);
        i32x4_dot_i16x8(pairs, i16x8(1, 100, 1, 100, 1, 100, 1, 100))
    };
    let (first, second) = (two(words[0], words[1]), two(words[2], words[3]));
    let low = u32x4_shuffle::<0, 2, 4, 6>(first, second);
    let high = u32x4_shuffle::<1, 3, 5, 7>(first, second);
    let numbers = i32x4_add(low, i32x4_mul(high, i32x4_splat(10_000)));
    [
        u32x4_extract_lane::<0>(numbers),
        u32x4_extract_lane::<1>(numbers),
        u32x4_extract_lane::<2>(numbers),
        u32x4_extract_lane::<3>(numbers),
    ]
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn four(words: [u64; 4]) -> [u32; 4] {
    plain_four(words)
}

/// The same one by one: the safe twin of the above for the tests, and what other machines use.
#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
#[inline(always)]
fn plain_four(words: [u64; 4]) -> [u32; 4] {
    words.map(|word| value(digits_of(word).0))
}

/// The digits of the number that ends with a word, in the order of the text: the first is the lowest byte, and what is
/// before the number is zero. The second value is eight for each digit, 64 if all are digits.
#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
#[inline(always)]
fn digits_of(word: u64) -> (u64, u32) {
    let digits = word ^ 0x3030_3030_3030_3030;
    // The high bit of each byte that is no digit; the last of them is the separator before the number.
    let others = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080;
    let bits = others.leading_zeros();
    (digits & u64::MAX.checked_shl(64 - bits).unwrap_or(0), bits)
}

#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
#[inline(always)]
fn value(digits: u64) -> u32 {
    let pairs = (digits.wrapping_mul(10 << 8 | 1) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100 << 16 | 1) >> 16) & 0x0000_ffff_0000_ffff;
    (fours.wrapping_mul(10_000 << 32 | 1) >> 32) as u32
}

/// A number of nine or ten digits, whose last eight are known, if it fits. Longer ones fit only with zeros before them,
/// which nobody writes.
#[inline]
fn long_number(bytes: &[u8], end: usize, last_eight: u32) -> Option<u32> {
    let digit = |back: usize| bytes.get(end.checked_sub(back)?)?.checked_sub(b'0').filter(|digit| *digit <= 9);
    let first = match (digit(9)?, digit(10), digit(11)) {
        (ninth, None, _) => ninth,
        (ninth, Some(tenth), None) => 10 * tenth + ninth,
        _ => return None,
    };
    u32::try_from(u64::from(first) * 100_000_000 + u64::from(last_eight)).ok()
}

/// What each byte of a block is.
#[inline(always)]
fn masks(block: &[u8; BLOCK]) -> Masks {
    let parts = sixteens(block);
    Masks {
        digits: bits(parts, |bytes| machine::below_ten(machine::minus(bytes, b'0'))),
        commas: bits(parts, |bytes| machine::equal(bytes, b',')),
        breaks: bits(parts, |bytes| machine::equal(bytes, b'\n')),
    }
}

/// The quotes and the backslashes of a block, bit by bit.
#[inline(always)]
pub fn quotes_and_slashes(block: &[u8; BLOCK]) -> (u64, u64) {
    let parts = sixteens(block);
    (bits(parts, |bytes| machine::equal(bytes, b'"')), bits(parts, |bytes| machine::equal(bytes, b'\\')))
}

/// A block in four registers.
#[inline(always)]
fn sixteens(block: &[u8; BLOCK]) -> [machine::Bytes; 4] {
    let parts = block.as_chunks::<16>().0;
    [machine::load(&parts[0]), machine::load(&parts[1]), machine::load(&parts[2]), machine::load(&parts[3])]
}

/// The masks of four registers in one.
#[inline(always)]
fn bits(parts: [machine::Bytes; 4], mask: impl Fn(machine::Bytes) -> u64) -> u64 {
    mask(parts[0]) | mask(parts[1]) << 16 | mask(parts[2]) << 32 | mask(parts[3]) << 48
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Reads with the kernel; the rest of the text is read by eye.
    fn numbers(text: &str) -> (Vec<u32>, String) {
        let padded = format!("\"nodes\":[{text}");
        let mut out = [0; ROOM];
        let (count, end) = read(padded.as_bytes(), 9, &mut out);
        (out[..count].to_vec(), padded[end..].to_owned())
    }

    #[test]
    fn four_numbers_are_those_of_the_safe_twin() {
        for width in 1..=8 {
            for before in [",", "\n", ":[", "9,"] {
                let text = |row: u64| format!("1234567{before}{}", 98_765_432 / 10u64.pow(8 - width) - row % 9);
                let words: [u64; 4] = std::array::from_fn(|row| {
                    let text = text(row as u64);
                    u64::from_le_bytes(*text.as_bytes().last_chunk().unwrap())
                });
                assert_eq!(four(words), plain_four(words));
                let expect: [u32; 4] =
                    std::array::from_fn(|row| text(row as u64).split(before).last().unwrap().parse().unwrap());
                assert_eq!(four(words), expect, "{width} {before}");
            }
        }
    }

    #[test]
    fn numbers_of_any_length_at_any_place() {
        for width in 1..=10 {
            for separator in [",", "\n,"] {
                for first in 0..70 {
                    let mut text = "7".repeat(first.min(8)) + &",5".repeat(first / 2);
                    text = text.trim_start_matches(',').to_owned();
                    let mut expect: Vec<u32> =
                        text.split(',').filter(|word| !word.is_empty()).map(|word| word.parse().unwrap_or(0)).collect();
                    for row in 0..100u64 {
                        let number = (3_141_592_653u64 + row) / 10u64.pow(10 - width);
                        if !text.is_empty() {
                            text += separator;
                        }
                        text += &number.to_string();
                        expect.push(number as u32);
                    }
                    let (read, rest) = numbers(&text);
                    assert!(read.len() > 50 && expect.starts_with(&read), "{width} {first}: {read:?}");
                    let left = rest.split([',', '\n']).filter(|word| !word.is_empty()).count();
                    assert_eq!(read.len() + left, expect.len(), "{width} {first}: {rest}");
                }
            }
        }
    }

    #[test]
    fn it_stops_before_what_is_not_plain() {
        let plain = "1,22,333\n,4444,".repeat(12);
        for (odd, most) in [
            ("-5,", 48),
            (" 5,", 48),
            ("4294967296,", 48),
            ("12345678901234567,", 48),
            ("99999999999999999999,", 48),
            (",", 48),
            ("\n", 48),
            ("5\n6,", 48),
            ("5\n\n,", 48),
            ("]", 48),
            ("5.5,", 48),
            ("\"", 48),
            ("é,", 48),
        ] {
            let (read, rest) = numbers(&format!("{plain}{odd}{plain}{plain}"));
            assert!(read.len() <= most + 1 && read.len() >= most - 32, "{odd}: {}", read.len());
            assert!(rest.contains(odd), "{odd}");
            for (row, number) in read.iter().enumerate().take(most) {
                assert_eq!(*number, [1, 22, 333, 4444][row % 4]);
            }
        }
        assert_eq!(numbers("1,2,3").0, [] as [u32; 0], "too little to look at");
    }

    #[test]
    fn the_largest_that_fits() {
        let tail = ",1".repeat(40);
        assert_eq!(numbers(&format!("4294967295{tail}")).0[0], u32::MAX);
        assert_eq!(numbers(&format!("0000000004294967295{tail}")).0.first(), None);
    }
}
