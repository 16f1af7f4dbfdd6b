//! A JSON value as it stands in the file: the header's, which is small, irregular and hostile.
//!
//! Owns [`Raw`]. Takes the bytes of one value; gives, when asked, its text, its number, its items or its members. What
//! nobody asks for is checked and passed over. Guarantees: all of it is JSON, or it is an error with words; nesting costs
//! a byte for each bracket and no stack. serde_json read the header until it showed how much of the download it was.

use crate::snapshot::unescaped;
use std::collections::BTreeMap;

/// Where schemas are read, nothing real is nested as deep.
const DEEP: usize = 128;

/// A value that was checked.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'a> {
    bytes: &'a [u8],
    depth: usize,
}

impl<'a> Raw<'a> {
    /// What reads like a value that is not there.
    pub const NULL: Raw<'static> = Raw { bytes: b"null", depth: 0 };

    /// The one value that the bytes hold.
    pub fn read(bytes: &'a [u8]) -> Result<Self, String> {
        let mut reader = Reader { bytes, at: 0 };
        let value = reader.value()?;
        match reader.peek() {
            None => Ok(value),
            Some(_) => Err(reader.wrong("nothing more")),
        }
    }

    pub fn is_null(self) -> bool {
        self.bytes == b"null"
    }

    /// A whole number of 64 bits without a sign.
    pub fn number(self) -> Option<u64> {
        let is_plain = self.bytes.iter().all(u8::is_ascii_digit);
        is_plain.then(|| std::str::from_utf8(self.bytes).ok()?.parse().ok()).flatten()
    }

    pub fn text(self) -> Option<String> {
        let inside = self.bytes.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
        Some(unescaped(inside).into_owned())
    }

    pub fn is_text(self, text: &str) -> bool {
        self.text().is_some_and(|own| own == text)
    }

    /// The items of a list; of one that is nested too deep, none.
    pub fn items(self) -> Option<Vec<Raw<'a>>> {
        let mut items = Vec::new();
        if self.bytes.first() != Some(&b'[') || self.depth > DEEP {
            return None;
        }
        let mut reader = Reader { bytes: self.bytes, at: 1 };
        while reader.goes_on(b']') {
            items.push(reader.value().ok()?);
        }
        Some(items)
    }

    /// The members of an object; of two with one name the last.
    pub fn members(self) -> Option<BTreeMap<String, Raw<'a>>> {
        let mut members = BTreeMap::new();
        if self.bytes.first() != Some(&b'{') {
            return None;
        }
        let mut reader = Reader { bytes: self.bytes, at: 1 };
        while reader.goes_on(b'}') {
            let name = reader.value().ok()?.text()?;
            reader.pass(b':', "`:`").ok()?;
            members.insert(name, reader.value().ok()?);
        }
        Some(members)
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// The next byte that is no blank.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    /// Where in the header, what was found there and what was needed.
    fn wrong(&self, needed: &str) -> String {
        let found = match self.bytes.get(self.at) {
            Some(byte) => format!("found '{}'", byte.escape_ascii()),
            None => "it ends".to_owned(),
        };
        format!("{found} at its byte {}, {needed} was needed", self.at)
    }

    fn pass(&mut self, byte: u8, name: &str) -> Result<(), String> {
        if self.peek() != Some(byte) {
            return Err(self.wrong(name));
        }
        self.at += 1;
        Ok(())
    }

    /// Whether a checked list or object has another item; passes the comma or the end.
    fn goes_on(&mut self, end: u8) -> bool {
        if self.peek() == Some(b',') {
            self.at += 1;
        }
        self.peek().is_some_and(|byte| byte != end)
    }

    /// Checks and passes one value.
    fn value(&mut self) -> Result<Raw<'a>, String> {
        self.peek();
        let start = self.at;
        let mut open: Vec<u8> = Vec::new();
        let mut depth = 0;
        loop {
            match self.peek() {
                Some(bracket @ (b'[' | b'{')) => {
                    self.at += 1;
                    // The end of a list is two after its start, that of an object too.
                    open.push(bracket + 2);
                    depth = depth.max(open.len());
                    if self.peek() != Some(bracket + 2) {
                        self.name(&open)?;
                        continue;
                    }
                }
                Some(b'"') => self.string()?,
                Some(b'-' | b'0'..=b'9') => self.digits()?,
                _ => self.word()?,
            }
            // After a value: what ends here, and whether another follows.
            while let Some(end) = open.last().copied() {
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.name(&open)?;
                        break;
                    }
                    Some(byte) if byte == end => {
                        self.at += 1;
                        open.pop();
                    }
                    _ => return Err(self.wrong("`,` or the end of a list or object")),
                }
            }
            if open.is_empty() {
                return Ok(Raw { bytes: &self.bytes[start..self.at], depth });
            }
        }
    }

    /// In an object each value has a name before it.
    fn name(&mut self, open: &[u8]) -> Result<(), String> {
        if open.last() == Some(&b'}') {
            self.peek();
            self.string()?;
            self.pass(b':', "`:`")?;
        }
        Ok(())
    }

    fn string(&mut self) -> Result<(), String> {
        let start = self.at;
        self.pass(b'"', "a string")?;
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    self.at += 1;
                    let digits = match self.bytes.get(self.at) {
                        Some(b'u') => 4,
                        Some(byte) if b"\"\\/bfnrt".contains(byte) => 0,
                        _ => return Err(self.wrong("a known escape")),
                    };
                    self.at += 1;
                    for _ in 0..digits {
                        if !self.bytes.get(self.at).is_some_and(u8::is_ascii_hexdigit) {
                            return Err(self.wrong("a hexadecimal digit"));
                        }
                        self.at += 1;
                    }
                }
                Some(b' '..) => self.at += 1,
                _ => return Err(self.wrong("the end of a string")),
            }
        }
        self.at += 1;
        match std::str::from_utf8(&self.bytes[start..self.at]) {
            Ok(_) => Ok(()),
            Err(error) => {
                self.at = start + error.valid_up_to();
                Err(self.wrong("UTF-8"))
            }
        }
    }

    fn digits(&mut self) -> Result<(), String> {
        let run = |reader: &mut Self| {
            let start = reader.at;
            while reader.bytes.get(reader.at).is_some_and(u8::is_ascii_digit) {
                reader.at += 1;
            }
            match reader.at - start {
                0 => Err(reader.wrong("a digit")),
                digits => Ok(digits),
            }
        };
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        let first = self.at;
        if run(self)? > 1 && self.bytes[first] == b'0' {
            self.at = first;
            return Err(self.wrong("a number without a zero before it"));
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            run(self)?;
        }
        if let Some(b'e' | b'E') = self.bytes.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.bytes.get(self.at) {
                self.at += 1;
            }
            run(self)?;
        }
        Ok(())
    }

    fn word(&mut self) -> Result<(), String> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        match [&b"null"[..], b"true", b"false"].iter().find(|word| rest.starts_with(word)) {
            Some(word) => {
                self.at += word.len();
                Ok(())
            }
            None => Err(self.wrong("a value")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_json_is_what_serde_json_takes() {
        let good = [
            "null",
            " true ",
            "-0.5e+3",
            "0",
            "10",
            "\"\"",
            r#""a\"\\\/\b\f\n\r\t\u00e9""#,
            "[]",
            "{}",
            "[1, [2,{}], {\"a\" : [ ]}]",
            r#"{"a":1,"b":{"c":"}"},"a":2}"#,
        ];
        let bad = [
            "",
            " ",
            "nul",
            "nulll",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "+1",
            "\"",
            "\"\\q\"",
            "\"\\u12\"",
            "\"\n\"",
            "[",
            "]",
            "[1",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1}",
            "{1:2}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{\"a\":1",
            "{,}",
            "1 2",
            "[]]",
            "'a'",
        ];
        for text in good.iter().chain(&bad) {
            assert_eq!(Raw::read(text.as_bytes()).is_ok(), good.contains(text), "{text}");
            assert_eq!(serde_json::from_str::<serde_json::Value>(text).is_ok(), good.contains(text), "{text}");
        }
        assert!(Raw::read(b"\"\xFF\"").is_err());
    }

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        for (text, words) in [
            ("[1,]", "found ']' at its byte 3, a value was needed"),
            ("{\"a\" 1}", "found '1' at its byte 5, `:` was needed"),
            ("\"\\q\"", "found 'q' at its byte 2, a known escape was needed"),
            ("\"\\u1g\"", "found 'g' at its byte 4, a hexadecimal digit was needed"),
            ("[07]", "found '0' at its byte 1, a number without a zero before it was needed"),
            ("\"a\n\"", "found '\\n' at its byte 2, the end of a string was needed"),
            ("[1", "it ends at its byte 2, `,` or the end of a list or object was needed"),
        ] {
            assert_eq!(Raw::read(text.as_bytes()).err().as_deref(), Some(words), "{text}");
        }
        let error = Raw::read(b"\"a\xFF\"").err();
        assert_eq!(error.as_deref(), Some("found '\\xff' at its byte 2, UTF-8 was needed"));
    }

    /// What the text holds; null for what it does not.
    fn raw(text: &str) -> Raw<'_> {
        Raw::read(text.as_bytes()).unwrap_or(Raw::NULL)
    }

    #[test]
    fn values_are_read_when_they_are_asked_for() {
        let text = r#" {"a" : 1, "b":[ "x\u0041", 2.5 ,[-3]], "a":18446744073709551615 }"#;
        let object = raw(text).members().unwrap_or_default();
        assert_eq!(object["a"].number(), Some(u64::MAX));
        let items = object["b"].items().unwrap_or_default();
        assert_eq!((items.len(), items[0].text().as_deref(), items[0].is_text("xA")), (3, Some("xA"), true));
        let inner = items[2].items().unwrap_or_default();
        assert_eq!((items[1].number(), items[1].text(), inner[0].number()), (None, None, None));
        assert!(Raw::NULL.is_null() && Raw::NULL.number().is_none() && Raw::NULL.items().is_none());
    }

    #[test]
    fn nesting_costs_no_stack() {
        let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
        assert!(!raw(&deep).is_null() && raw(&deep).items().is_none());
        let inside = format!("{{\"deep\":{deep},\"flat\":[]}}");
        let members = raw(&inside).members().unwrap_or_default();
        assert!(members["deep"].items().is_none() && members["flat"].items().is_some_and(|items| items.is_empty()));
    }
}
