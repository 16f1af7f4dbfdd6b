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
    Contains(Needle),
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
            None => Ok(Pattern::Contains(Needle::new(text))),
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
            Pattern::Contains(needle) => needle.find(text.as_bytes()).is_some(),
            Pattern::Regex(regex) => regex.is_match(text),
        }
    }
}

/// A text that is looked for in others, in any case of ASCII letters.
#[derive(Debug)]
pub struct Needle {
    /// In small letters.
    letters: Vec<u8>,
    /// The place in it of the letter that is the rarest in others: of those only a few have to be looked at.
    rare: usize,
}

/// What strings of heaps are made of, from the most frequent letter on: counted in those of `tests/fixtures/recorded`.
const FREQUENT: &[u8] = b"et aroin01s5l4236978pcdmbyu./gfh_k()wv:@>jx<-z\",q='";

impl Needle {
    /// Of a text as it was typed.
    pub fn new(text: &str) -> Self {
        let letters = text.to_ascii_lowercase().into_bytes();
        let rarity = |letter: u8| FREQUENT.iter().position(|other| *other == letter).unwrap_or(FREQUENT.len());
        let rare = (0..letters.len()).max_by_key(|at| rarity(letters[*at])).unwrap_or(0);
        Self { letters, rare }
    }

    /// Its bytes, in ASCII small letters.
    pub fn letters(&self) -> &[u8] {
        &self.letters
    }

    /// Where it stands first in a text; 0 if it is empty.
    pub fn find(&self, text: &[u8]) -> Option<usize> {
        let Some(&rare) = self.letters.get(self.rare) else { return Some(0) };
        let others = text.get(self.rare..)?;
        let is_here = |at: &usize| {
            text.get(*at..*at + self.letters.len()).is_some_and(|part| part.eq_ignore_ascii_case(&self.letters))
        };
        match rare.to_ascii_uppercase() {
            upper if upper == rare => memchr::memchr_iter(rare, others).find(is_here),
            upper => memchr::memchr2_iter(rare, upper, others).find(is_here),
        }
    }
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
    fn a_needle_is_found_where_it_stands_first() {
        let texts = ["", "a", "Array", "XaRrAyarray", "zzqzzQz", "naïve Café", "中心监听器", "a.b/c:D", "aaaaab"];
        for text in texts {
            let small = text.to_ascii_lowercase();
            let letters: Vec<char> = text.chars().collect();
            for start in 0..=letters.len() {
                for end in start..=letters.len() {
                    for needle in [letters[start..end].iter().collect::<String>(), "QZ".into(), "arrax".into()] {
                        let found = Needle::new(&needle).find(text.as_bytes());
                        assert_eq!(found, small.find(&needle.to_ascii_lowercase()), "{needle} in {text}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_no_expression_is_refused_with_a_reason() {
        for bad in ["/(/", "/[z-a]/", "/a{99999999}/", "/(((a{999}){999}){999})/"] {
            let refusal = Pattern::read(bad).map(|_| ());
            assert!(matches!(refusal, Err(Refusal::BadPattern(why)) if !why.is_empty()), "{bad}");
        }
    }
}
