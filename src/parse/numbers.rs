//! A run of whole numbers: `[1,2,\n-3]`, read in any pieces.
//!
//! Owns the grammar of number arrays (V8 writes no spaces, Node 22 and older put a line break before a record's comma,
//! other producers may use any white space). Takes bytes after the `[`; gives numbers into a caller's batch, and says
//! why it stopped. A number cut by the end of a piece is kept and finished by the next. Guarantee: digits, commas and
//! white space in the right order and nothing else, each number at most 2^53 in magnitude, no allocation.

use super::error::{Fault, Needed};

/// Above this a JavaScript reader of the same file could not hold the number either.
pub(super) const MAX_SAFE: u64 = 1 << 53;

/// No number up to 2^53 has more digits, and 18 digits cannot overflow `u64`.
pub(super) const MAX_DIGITS: u32 = 18;

/// Where in the grammar the run is.
#[derive(Clone, Copy, PartialEq, Debug)]
enum At {
    /// After `[`: a number or `]`.
    Start,
    /// After `,`: a number.
    Comma,
    /// After `-`: a digit.
    Minus,
    /// Inside a number.
    Digits,
    /// After a number and white space: `,` or `]`.
    Space,
}

/// Why [`NumberRun::read`] stopped.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Stop {
    /// All bytes are used.
    Input,
    /// The batch is full.
    Full,
    /// The closing `]` was read.
    End,
}

/// The state between two pieces.
#[derive(Debug)]
pub struct NumberRun {
    at: At,
    value: u64,
    digits: u32,
    negative: bool,
}

impl NumberRun {
    /// A run whose `[` has been read.
    pub fn new() -> Self {
        Self { at: At::Start, value: 0, digits: 0, negative: false }
    }

    /// Whether a number was begun but not finished.
    pub fn in_number(&self) -> bool {
        matches!(self.at, At::Digits | At::Minus)
    }

    /// Where the next number begins, if it is one without a sign right at `at` or behind a plain separator.
    pub fn next_begin(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let begin = match (self.at, bytes.get(at..)?) {
            (At::Start | At::Comma, _) => at,
            (At::Space, [b',', ..]) => at + 1,
            (At::Space, [b'\n', b',', ..]) => at + 2,
            _ => return None,
        };
        bytes.get(begin).filter(|byte| byte.is_ascii_digit()).map(|_| begin)
    }

    /// Goes on right behind a number that somebody else has read.
    pub fn behind_number(&mut self) {
        self.at = At::Space;
    }

    /// Reads numbers into `batch` until the bytes, the room or the array end. Returns how many bytes were used.
    /// On error the first value is the offset of the wrong byte in `bytes`; of a number that is too large, of what
    /// follows its digits.
    pub fn read(&mut self, bytes: &[u8], batch: &mut Vec<i64>, room: usize) -> Result<(usize, Stop), (usize, Fault)> {
        let mut i = 0;
        loop {
            if self.at == At::Digits {
                // The hot loop: no check but the byte's own; too many digits are found after it.
                let begin = i;
                let mut value = self.value;
                while let Some(digit) = bytes.get(i).map(|b| b.wrapping_sub(b'0')).filter(|d| *d <= 9) {
                    value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
                    i += 1;
                }
                self.value = value;
                self.digits = self.digits.saturating_add((i - begin) as u32);
                if self.digits > MAX_DIGITS {
                    let value = "of more than 18 digits".into();
                    return Err((i, Fault::BadNumber { field: "number".into(), value }));
                }
                // A number that the piece cuts is not judged by its first digits.
                let Some(&byte) = bytes.get(i) else { return Ok((i, Stop::Input)) };
                if self.value > MAX_SAFE {
                    return Err((i, Fault::BadNumber { field: "number".into(), value: self.text() }));
                }
                batch.push(self.take());
                i += 1;
                match byte {
                    b',' => self.at = At::Comma,
                    b']' => return Ok((i, Stop::End)),
                    b' ' | b'\n' | b'\r' | b'\t' => self.at = At::Space,
                    found => return Err((i - 1, Fault::Unexpected { found, needed: Needed::CommaOrEnd })),
                }
                if batch.len() >= room {
                    return Ok((i, Stop::Full));
                }
                continue;
            }
            let Some(&byte) = bytes.get(i) else { return Ok((i, Stop::Input)) };
            match (self.at, byte) {
                (At::Start | At::Comma | At::Minus, b'0'..=b'9') => {
                    self.at = At::Digits;
                    continue;
                }
                (At::Start | At::Comma, b'-') => {
                    self.negative = true;
                    self.at = At::Minus;
                }
                (At::Start | At::Comma | At::Space, b' ' | b'\n' | b'\r' | b'\t') => {}
                (At::Space, b',') => self.at = At::Comma,
                (At::Start | At::Space, b']') => return Ok((i + 1, Stop::End)),
                (At::Space, found) => return Err((i, Fault::Unexpected { found, needed: Needed::CommaOrEnd })),
                (_, found) => return Err((i, Fault::Unexpected { found, needed: Needed::Number })),
            }
            i += 1;
        }
    }

    fn text(&self) -> String {
        format!("{}{}", if self.negative { "-" } else { "" }, self.value)
    }

    fn take(&mut self) -> i64 {
        // At most 2^53, checked by the caller, so the cast is exact.
        let value = if self.negative { -(self.value as i64) } else { self.value as i64 };
        self.value = 0;
        self.digits = 0;
        self.negative = false;
        value
    }
}

/// Where the number ends that stands `back` numbers before the one that ends at `end`, in a piece of plain numbers.
pub fn end_before(bytes: &[u8], mut end: usize, back: usize) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    for _ in 0..back {
        while end > 0 && digit(end - 1) {
            end -= 1;
        }
        while end > 0 && !digit(end - 1) {
            end -= 1;
        }
    }
    end
}

/// Where the `n`th number of a valid piece begins: only used to say where an error is.
pub fn nth_number(bytes: &[u8], n: usize) -> Option<usize> {
    let mut seen = 0;
    let mut inside = false;
    for (i, byte) in bytes.iter().enumerate() {
        let number = byte.is_ascii_digit() || *byte == b'-';
        if number && !inside {
            if seen == n {
                return Some(i);
            }
            seen += 1;
        }
        inside = number;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Result<&[i64], usize>) {
        for cut in 0..=text.len() {
            let (mut run, mut batch) = (NumberRun::new(), Vec::new());
            let mut result = Ok(Stop::Input);
            let mut base = 0;
            for part in [&text.as_bytes()[..cut], &text.as_bytes()[cut..]] {
                match run.read(part, &mut batch, usize::MAX) {
                    Ok((_, Stop::Input)) => base += part.len(),
                    Ok((_, stop)) => {
                        result = Ok(stop);
                        break;
                    }
                    Err((at, _)) => {
                        result = Err(base + at);
                        break;
                    }
                }
            }
            match expect {
                Ok(numbers) => assert_eq!((result, &batch[..]), (Ok(Stop::End), numbers), "{text} cut at {cut}"),
                Err(at) => assert_eq!(result, Err(at), "{text} cut at {cut}"),
            }
        }
    }

    #[test]
    fn numbers_in_any_pieces() {
        check("]", Ok(&[]));
        check("0]", Ok(&[0]));
        check(" 12 ,\n3 ]", Ok(&[12, 3]));
        check("1,-2\n,9007199254740992]", Ok(&[1, -2, 1 << 53]));
    }

    #[test]
    fn anything_else_is_refused_at_its_byte() {
        check("1,,2]", Err(2));
        check("1,]", Err(2));
        check("1 2]", Err(2));
        check("1.5]", Err(1));
        check("1e3]", Err(1));
        check("-]", Err(1));
        check("\"a\"]", Err(0));
        check("9007199254740993]", Err(16));
    }

    #[test]
    fn the_nth_number_is_found_again() {
        assert_eq!(nth_number(b"12,\n-3,4", 0), Some(0));
        assert_eq!(nth_number(b"12,\n-3,4", 1), Some(4));
        assert_eq!(nth_number(b"12,\n-3,4", 2), Some(7));
        assert_eq!(nth_number(b"12", 1), None);
    }
}
