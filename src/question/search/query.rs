//! What a reader typed into the search box.
//!
//! Takes the text; gives its terms. `class:Foo`, `kind:closure`, `size:>1mb`, `retained:10k..1m`, `prop:cache`, `held:cache`
//! and `/expression/i` are terms of their own and may stand in any order; a value with blanks stands in quotes. All other
//! words together are one text that is looked for, without the quotes that keep them together. All terms must hold.

use super::super::pattern::Pattern;
use super::super::{Category, Refusal};
use crate::ids::{Bytes, ObjectId};
use crate::snapshot::NodeKind;

/// The terms.
#[derive(Debug, Default)]
pub struct Query {
    /// The text is an id and nothing else.
    pub id: Option<ObjectId>,
    /// What names must have, and under what exact name else an object may be held.
    pub words: String,
    /// What names must match.
    pub expressions: Vec<Pattern>,
    pub classes: Vec<Pattern>,
    pub kinds: Vec<KindTerm>,
    pub sizes: Vec<SizeTerm>,
    /// Names of properties or captured variables that an object must have.
    pub properties: Vec<String>,
    /// Names of properties or captured variables under which somebody must hold it.
    pub held: Vec<String>,
}

/// A kind of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindTerm {
    Category(Category),
    Node(NodeKind),
}

/// A size within bounds, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeTerm {
    /// Of what it retains, else of its own size.
    pub is_retained: bool,
    pub least: Bytes,
    pub most: Bytes,
}

impl Query {
    /// Reads a text.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let mut query = Query::default();
        if let Some(Ok(id)) = text.strip_prefix('@').map(str::parse) {
            query.id = Some(ObjectId(id));
            return Ok(query);
        }
        let mut words: Vec<String> = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (term, after) = term(rest);
            rest = after.trim_start();
            match term.split_once(':') {
                Some((key, value)) if !value.is_empty() && KEYS.contains(&key) => {
                    query.add(key, unquoted(value), term)?
                }
                _ if is_expression(term) => query.expressions.push(Pattern::read(term)?),
                _ => words.push(word(term).to_owned()),
            }
        }
        query.words = words.join(" ");
        Ok(query)
    }

    fn add(&mut self, key: &str, value: &str, term: &str) -> Result<(), Refusal> {
        let bad = || Refusal::BadTerm(term.to_owned());
        match key {
            "class" => self.classes.push(Pattern::read(value)?),
            "kind" => self.kinds.push(kind(value).ok_or_else(bad)?),
            "prop" => self.properties.push(value.to_owned()),
            "held" => self.held.push(value.to_owned()),
            _ => {
                let (least, most) = bounds(value).ok_or_else(bad)?;
                self.sizes.push(SizeTerm { is_retained: key == "retained", least, most });
            }
        }
        Ok(())
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        let lists = [self.expressions.len(), self.classes.len(), self.kinds.len(), self.sizes.len()];
        self.id.is_none()
            && self.words.is_empty()
            && lists == [0; 4]
            && self.properties.is_empty()
            && self.held.is_empty()
    }
}

const KEYS: [&str; 6] = ["class", "kind", "size", "retained", "prop", "held"];

/// The first term, and what follows it. A blank in quotes, or in an expression, parts nothing.
fn term(text: &str) -> (&str, &str) {
    let value = KEYS.iter().find_map(|key| text.strip_prefix(key)?.strip_prefix(':')).unwrap_or(text);
    let skipped = text.len() - value.len();
    let mut letters = value.char_indices().peekable();
    let close = match letters.peek() {
        Some((_, '"')) => Some('"'),
        Some((_, '/')) => Some('/'),
        _ => None,
    };
    let mut is_open = false;
    let mut is_escaped = false;
    for (at, letter) in letters {
        if Some(letter) == close && !is_escaped {
            is_open = at == 0;
        } else if letter.is_whitespace() && !is_open {
            return text.split_at(skipped + at);
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    // Never closed: then it was none, and blanks part it as they part anything.
    match value.find(char::is_whitespace).filter(|_| is_open) {
        Some(at) => text.split_at(skipped + at),
        None => (text, ""),
    }
}

fn is_expression(term: &str) -> bool {
    let end = term.strip_prefix('/').and_then(|rest| rest.rsplit_once('/'));
    end.is_some_and(|(inside, flags)| !inside.is_empty() && matches!(flags, "" | "i"))
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|rest| !rest.is_empty()).unwrap_or(text)
}

/// A word that is looked for. Quotes around it are the reader's if they keep something together, or keep it from being a term;
/// else they may stand in the text itself.
fn word(term: &str) -> &str {
    let inside = unquoted(term);
    let is_term = inside.split_once(':').is_some_and(|(key, _)| KEYS.contains(&key)) || is_expression(inside);
    if is_term || inside.contains(char::is_whitespace) { inside } else { term }
}

/// A kind by its word: one of the coarse ones of every view, or V8's.
fn kind(word: &str) -> Option<KindTerm> {
    let word = word.to_ascii_lowercase().replace(['-', '_'], " ");
    let category = |category: &Category| format!("{category:?}").to_ascii_lowercase() == word;
    if let Some(category) = Category::ALL.into_iter().find(category) {
        return Some(KindTerm::Category(category));
    }
    let node = match word.as_str() {
        "hidden" => NodeKind::Hidden,
        "regexp" => NodeKind::Regexp,
        "concatenated string" | "cons string" => NodeKind::ConcatenatedString,
        "sliced string" => NodeKind::SlicedString,
        "symbol" => NodeKind::Symbol,
        "bigint" => NodeKind::Bigint,
        "object shape" => NodeKind::ObjectShape,
        "function" => NodeKind::Closure,
        _ => return None,
    };
    Some(KindTerm::Node(node))
}

/// `>1mb`, `<=10k`, `64`, `1k..2k`. More than is more, and not as much.
fn bounds(text: &str) -> Option<(Bytes, Bytes)> {
    if let Some((least, most)) = text.split_once("..") {
        return Some((bytes(least)?, bytes(most)?));
    }
    let at_least = |text: &str| bytes(text).map(|least| (least, Bytes::MAX));
    if let Some(text) = text.strip_prefix(">=") {
        return at_least(text);
    }
    if let Some(text) = text.strip_prefix("<=") {
        return bytes(text).map(|most| (0, most));
    }
    if let Some(text) = text.strip_prefix('>') {
        return bytes(text).map(|least| (least.saturating_add(1), Bytes::MAX));
    }
    if let Some(text) = text.strip_prefix('<') {
        return bytes(text).and_then(|most| Some((0, most.checked_sub(1)?)));
    }
    let exact = bytes(text.strip_prefix('=').unwrap_or(text))?;
    Some((exact, exact))
}

/// Bytes, also with a fraction and a unit, which count in thousands as all of the page does.
fn bytes(text: &str) -> Option<Bytes> {
    let text = text.to_ascii_lowercase();
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        _ => return None,
    };
    Some((number(digits)? * unit).round() as Bytes)
}

/// Digits, with a point among them or none. Rust's own way (`parse::<f64>`) is exact for any number of digits, and
/// its table of powers of five is 10 KB to download; this is exact while they fit into 53 bits.
fn number(text: &str) -> Option<f64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_plain = [whole, part].iter().all(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_plain || whole.len() + part.len() == 0 {
        return None;
    }
    // One division, so that 1.1 is the float nearest to it; digits that no float tells apart are left out.
    let part = &part[..part.len().min(15)];
    let read = |from: f64, digits: &str| digits.bytes().fold(from, |sum, byte| sum * 10.0 + f64::from(byte - b'0'));
    Some(read(read(0.0, whole), part) / part.bytes().fold(1.0, |scale, _| scale * 10.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_rust_reads_them() {
        for text in ["0", "007", "1.1", "0.3", ".5", "5.", "2.675", "1234567.89", "9007199254740991", "0.1234567"] {
            assert_eq!(number(text), text.parse().ok(), "{text}");
        }
        for text in ["", ".", "-3", "+3", "1e3", "NaN", "inf", "1.2.3", "1,5", " 1", "１"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    fn read(text: &str) -> Query {
        Query::read(text).unwrap_or_default()
    }

    #[test]
    fn words_are_one_text_and_terms_stand_apart() {
        let query = read("  Client class:Socket size:>1mb  pool ");
        assert_eq!(query.words, "Client pool");
        assert_eq!(query.sizes, [SizeTerm { is_retained: false, least: 1_000_001, most: u64::MAX }]);
        assert!(query.classes[0].is_in("TLSSocket"));
        assert_eq!(read("hello  world").words, "hello world");
        assert_eq!(read("\"class:x y\"").words, "class:x y");
        assert_eq!(read("\"two words\"").words, "two words");
        assert_eq!(read("a \"quoted\" b").words, "a \"quoted\" b");
        assert_eq!(read("http://host/path").words, "http://host/path");
        assert_eq!(read("prop:\"a b\" held:c").properties, ["a b"]);
        assert!(read("   ").is_empty() && !read("held:x").is_empty());
        assert_eq!(read("@12").id, Some(ObjectId(12)));
        assert_eq!((read("@12 x").id, read("@12 x").words), (None, "@12 x".to_owned()));
    }

    #[test]
    fn expressions_may_hold_blanks_and_strokes() {
        let query = read(r"/a b\/c/i class:/^S t/ word");
        assert!(query.expressions[0].is_in("x A B/C") && query.classes[0].is_in("S t"));
        assert_eq!(query.words, "word");
        // Paths are no expressions.
        assert_eq!(read("/srv/app/x.js other").words, "/srv/app/x.js other");
        assert_eq!(read("/open end").words, "/open end");
        assert_eq!(read("\"open end").words, "\"open end");
    }

    #[test]
    fn sizes_have_bounds_and_units() {
        assert_eq!(bounds("64"), Some((64, 64)));
        assert_eq!(bounds("=1.5k"), Some((1500, 1500)));
        assert_eq!(bounds(">=1kb"), Some((1000, u64::MAX)));
        assert_eq!(bounds("<2m"), Some((0, 1_999_999)));
        assert_eq!(bounds("<=2MB"), Some((0, 2_000_000)));
        assert_eq!(bounds("1k..1g"), Some((1000, 1_000_000_000)));
        for bad in ["", "many", ">", "1x", "..", "1..", "-1", "<0", "1e3", "NaN"] {
            assert_eq!(bounds(bad), None, "{bad}");
        }
        assert_eq!(kind("Closure"), Some(KindTerm::Category(Category::Closure)));
        assert_eq!(kind("sliced-string"), Some(KindTerm::Node(NodeKind::SlicedString)));
        for bad in ["size:many", "kind:thing", "retained:1..x"] {
            assert!(matches!(Query::read(bad), Err(Refusal::BadTerm(term)) if term == bad), "{bad}");
        }
        assert!(matches!(Query::read("class:/(/"), Err(Refusal::BadPattern(_))));
    }
}
