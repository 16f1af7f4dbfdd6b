//! Which strings have the words of a search.
//!
//! Takes the words; gives the strings that have them, and those that are nothing else. All strings stand one behind the
//! other in memory, so the words are looked for in many strings at once, and the few places where they stand are given to
//! their strings. To look at the strings one by one took three times as long (1.1 GB of Node, WebAssembly).

use super::share;
use crate::ids::{Bits, Text, parts};
use crate::question::Work;
use crate::question::pattern::Needle;
use crate::snapshot::StringTable;
use std::ops::Range;

/// Strings by what the words are to them.
pub struct Named {
    /// Have the words.
    pub has: Bits,
    /// Have no other letters.
    pub is: Bits,
}

impl Named {
    /// Goes through the whole table.
    pub async fn find(strings: &StringTable, needle: &Needle, work: &Work) -> Self {
        let mut named = Self { has: Bits::new(strings.len()), is: Bits::new(strings.len()) };
        for part in parts(strings.len()) {
            work.stride(0.3 * share(&part, strings.len())).await;
            named.part(strings, needle, part);
        }
        named
    }

    #[inline(never)]
    fn part(&mut self, strings: &StringTable, needle: &Needle, part: Range<u32>) {
        let found = Strings {
            strings,
            part: part.clone(),
            seek: |bytes: &[u8]| needle.find(bytes),
            len: needle.letters().len(),
        };
        found.for_each(|text| match strings.raw(text) {
            raw if memchr::memchr(b'\\', raw).is_some() => self.compare(text, needle, strings.get(text).as_bytes()),
            raw => self.note(text, raw.len() == needle.letters().len()),
        });
        // Where the words may be hidden behind escapes the text itself must be looked at.
        let escape: &[u8] = if is_escaped(needle) { b"\\" } else { b"\\u00" };
        let finder = memchr::memmem::Finder::new(escape);
        let hiding = Strings { strings, part, seek: |bytes: &[u8]| finder.find(bytes), len: escape.len() };
        hiding.for_each(|text| self.compare(text, needle, strings.get(text).as_bytes()));
    }

    fn compare(&mut self, text: Text, needle: &Needle, letters: &[u8]) {
        if needle.find(letters).is_some() {
            self.note(text, letters.len() == needle.letters().len());
        }
    }

    /// The string has the words, and maybe nothing else.
    fn note(&mut self, text: Text, is_all: bool) {
        self.has.set(text.index());
        if is_all {
            self.is.set(text.index());
        }
    }
}

/// Whether some string may have the needle while its raw bytes do not, by any escape: a stroke behind a backslash, what is
/// not ASCII and what cannot be printed. All other letters are hidden only where one is written by its number, `\u0041`; V8
/// writes none so, others may.
fn is_escaped(needle: &Needle) -> bool {
    let is_plain = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b' ' | b'_' | b'$' | b'.' | b'-');
    !needle.letters().iter().all(is_plain)
}

/// The strings of a part in whose raw bytes something is found, in order. `seek` tells where it stands first, and it is
/// `len` bytes long.
struct Strings<'a, F> {
    strings: &'a StringTable,
    part: Range<u32>,
    seek: F,
    len: usize,
}

impl<F: Fn(&[u8]) -> Option<usize>> Iterator for Strings<'_, F> {
    type Item = Text;

    fn next(&mut self) -> Option<Text> {
        let mut from = self.strings.start(Text(self.part.start));
        while !self.part.is_empty() {
            let bytes = &self.strings.bytes()[from..self.strings.start(Text(self.part.end))];
            let at = from + (self.seek)(bytes)?;
            self.part.start = holder(self.strings, self.part.clone(), at);
            let text = Text(self.part.start);
            if at + self.len <= self.strings.start(Text(text.0 + 1)) {
                self.part.start += 1;
                return Some(text);
            }
            // It stands across the end of a string.
            from = at + 1;
        }
        None
    }
}

/// Which of these strings has the byte. The steps grow, for it is mostly one of the next.
fn holder(strings: &StringTable, part: Range<u32>, at: usize) -> u32 {
    let ends_before = |row: u32| strings.start(Text(row + 1)) <= at;
    let (mut start, mut step) = (part.start, 1);
    while start + step < part.end && ends_before(start + step - 1) {
        start += step;
        step *= 2;
    }
    let mut end = part.end.min(start + step);
    while start < end {
        let middle = start + (end - start) / 2;
        if ends_before(middle) { start = middle + 1 } else { end = middle }
    }
    start.min(part.end - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::work::at_once;

    #[test]
    fn the_words_are_found_as_in_each_text_by_itself() {
        let raws = [
            r"plain",
            r"line\nend",
            r"a\u0041b",
            r"https:\/\/x",
            r"\u4e2d\u6587 user",
            "",
            "中文",
            r#"say \"user\""#,
            r"\\user",
            "us",
            "er",
            r"\\n",
            "USER",
            r"\u0075ser",
            r"tab\tuser\n",
            r"\uD83D\uDE00user",
            r"u\u0000ser",
            r"User.name-1_$ \u00e9",
            "user",
            "u",
            "",
        ];
        let mut starts = Vec::new();
        let mut bytes = Vec::new();
        for raw in raws {
            starts.push(bytes.len() as u32);
            bytes.extend_from_slice(raw.as_bytes());
        }
        let table = StringTable::new(bytes, starts);
        let words = [
            "n",
            "user",
            "USER",
            "aab",
            "//x",
            "\"u",
            "中文",
            "中",
            "\\",
            "\\n",
            "\n",
            "t",
            "tuser",
            "é",
            "😀",
            "u0041",
            "name-1_$ ",
            "e",
            "u",
            "useruser",
            "nothing",
        ];
        for words in words {
            let named = at_once(Named::find(&table, &Needle::new(words), &Work::default()));
            let small = words.to_ascii_lowercase();
            let texts = (0..raws.len()).map(|row| table.get(Text(row as u32)).to_ascii_lowercase());
            for (row, text) in texts.enumerate() {
                let (has, is) = (named.has.get(row), named.is.get(row));
                assert_eq!((has, is), (text.contains(&small), text == small), "{words:?} in {text:?}");
            }
        }
    }

    #[test]
    fn the_string_that_has_a_byte_is_found_from_any_row_before_it() {
        // Lengths 0 to 3, and runs of empty ones.
        let lens: Vec<u32> = (0..200).map(|row| if row / 20 % 2 == 0 { row * 7 % 4 } else { 0 }).collect();
        let mut holders = Vec::new();
        let mut starts = Vec::new();
        for (row, len) in (0u32..).zip(&lens) {
            starts.push(holders.len() as u32);
            holders.extend((0..*len).map(|_| row));
        }
        let table = StringTable::new(vec![b'x'; holders.len()], starts);
        for (at, wanted) in holders.iter().enumerate() {
            for from in 0..=*wanted {
                for to in [wanted + 1, 200] {
                    assert_eq!(holder(&table, from..to, at), *wanted, "byte {at} from {from} to {to}");
                }
            }
        }
    }
}
