//! What a name must be like.
//!
//! Takes what a reader typed: a text that is contained, in any case of ASCII letters, or a regular expression between two
//! strokes, `/^user-\d+/i`. A pattern that cannot be read is a [`Refusal`] that says why.

use super::Refusal;
use regex_lite::{Regex, RegexBuilder};
use std::ops::Range;

/// A pattern, ready to be used.
#[derive(Debug)]
pub enum Pattern {
    /// Everything has it.
    Empty,
    /// In ASCII small letters.
    Contains(Vec<u8>),
    Regex(Regex),
}

/// Most bytes of memory an expression may take: a nested repetition must not fill the heap's.
const REGEX_SIZE: usize = 1 << 20;

impl Pattern {
    /// Reads a text, or an expression between strokes; after the second may stand `i`, for any case of letters.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let inside = text.strip_prefix('/').and_then(|rest| rest.rsplit_once('/'));
        match inside.filter(|(inside, flags)| !inside.is_empty() && matches!(*flags, "" | "i")) {
            Some((inside, flags)) => {
                let mut builder = RegexBuilder::new(inside);
                let regex = builder.case_insensitive(flags == "i").size_limit(REGEX_SIZE).build();
                regex.map(Pattern::Regex).map_err(|error| Refusal::BadPattern(error.to_string()))
            }
            None if text.is_empty() => Ok(Pattern::Empty),
            None => Ok(Pattern::Contains(text.to_ascii_lowercase().into_bytes())),
        }
    }

    /// A part of a loop over texts in pieces, between which the loop may rest: an expression can take a millisecond a text.
    pub fn pieces(&self, part: Range<u32>) -> impl Iterator<Item = Range<u32>> + use<> {
        let piece = if matches!(self, Pattern::Regex(_)) { 1 << 5 } else { 1 << 16 };
        part.clone().step_by(piece).map(move |start| start..part.end.min(start + piece as u32))
    }

    /// Whether a text has it.
    pub fn is_in(&self, text: &str) -> bool {
        match self {
            Pattern::Empty => true,
            Pattern::Contains(needle) => contains(needle, text.as_bytes()),
            Pattern::Regex(regex) => regex.is_match(text),
        }
    }
}

/// Whether a text has the needle, which is in ASCII small letters and not empty.
pub fn contains(needle: &[u8], text: &[u8]) -> bool {
    let Some(&first) = needle.first() else { return true };
    let upper = first.to_ascii_uppercase();
    memchr::memchr2_iter(first, upper, text)
        .any(|at| text.get(at..at + needle.len()).is_some_and(|part| part.eq_ignore_ascii_case(needle)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_contained_and_an_expression_matches() {
        let is_in = |pattern: &str, text: &str| Pattern::read(pattern).is_ok_and(|pattern| pattern.is_in(text));
        assert!(is_in("", "anything") && is_in("event", "EventEmitter") && !is_in("events", "EventEmitter"));
        assert!(is_in("/^Event/", "EventEmitter") && !is_in("/^event/", "EventEmitter") && is_in("/^event/i", "Event"));
        assert!(is_in(r"/user-\d{3}$/", "a user-042") && !is_in(r"/user-\d{3}$/", "user-1"));
        // What is no expression is a text.
        assert!(is_in("a/b", "x/a/b") && is_in("//", "http://x") && is_in("/etc/passwd", "cat /etc/passwd"));
        assert!(is_in("/中.监/", "中心监听器"));
    }

    #[test]
    fn what_is_no_expression_is_refused_with_a_reason() {
        for bad in ["/(/", "/[z-a]/", "/a{99999999}/", "/(((a{999}){999}){999})/"] {
            let refusal = Pattern::read(bad).map(|_| ());
            assert!(matches!(refusal, Err(Refusal::BadPattern(why)) if !why.is_empty()), "{bad}");
        }
    }
}
