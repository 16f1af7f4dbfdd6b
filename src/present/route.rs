//! What the address bar says: view, selection, search text, file.
//!
//! Owns the hash of the URL, `#/tree/@123?sel=@5&q=text&f=1a2b3c4d`, which is the only copy of where the user is. Two
//! total functions: [`Route::parse`] reads any string (what it does not understand falls back to the report) and
//! `Display` writes it. Guarantee: `Route::parse(&route.to_string()) == route` for every route.

use crate::ids::ObjectId;
use std::fmt;

/// Where the user is.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Route {
    pub view: View,
    /// The one selected object; it fills the panel.
    pub selected: Option<ObjectId>,
    /// What is searched for; shown by [`View::Search`], kept by the others.
    pub text: String,
    /// What a list is filtered by, and how it is sorted; another view forgets both.
    pub filter: String,
    pub sort: String,
    /// Which objects a list is of, and how it groups them; forgotten likewise.
    pub only: String,
    pub by: String,
    /// Which file the link is about.
    pub file: Option<Fingerprint>,
}

/// One of the page's views.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum View {
    /// Leak report 内存泄漏报表.
    #[default]
    Report,
    /// Tree list 树状列表; `None` starts at the root.
    Tree(Option<ObjectId>),
    /// Object-cluster view 对象簇视图; `None` starts at the root.
    Cluster(Option<ObjectId>),
    /// Gravity graph 引力图; `None` starts at the root.
    Gravity(Option<ObjectId>),
    /// Class view 类视图.
    Classes,
    /// Retainers of an object and the ways to it; `None` has none yet.
    Paths(Option<ObjectId>),
    /// Containment, from the GC roots or from an object.
    Roots(Option<ObjectId>),
    /// Retained sizes as an icicle; `None` starts at the root.
    Icicle(Option<ObjectId>),
    Statistics,
    /// Strings; which view of them stands in [`Route::by`].
    Strings,
    /// What every word means.
    Glossary,
    /// The list of objects whose name contains [`Route::text`].
    Search,
}

/// Names a file by its content (`Summary::fingerprint`): eight hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub u32);

impl Fingerprint {
    /// Reads exactly eight hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.len() == 8 && text.bytes().all(|b| b.is_ascii_hexdigit());
        hex.then(|| u32::from_str_radix(text, 16).ok().map(Self)).flatten()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl Route {
    /// Reads a hash, with or without its `#`.
    pub fn parse(hash: &str) -> Self {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let mut route = Route::default();
        let (view, of) = (parts.next(), parts.next().map(unescape).and_then(|id| parse_id(&id)));
        route.view = match view {
            Some("tree") => View::Tree(of),
            Some("gravity") => View::Gravity(of),
            Some("clusters") => View::Cluster(of),
            Some("classes") => View::Classes,
            Some("paths") => View::Paths(of),
            Some("roots") => View::Roots(of),
            Some("icicle") => View::Icicle(of),
            Some("statistics") => View::Statistics,
            Some("strings") => View::Strings,
            Some("glossary") => View::Glossary,
            Some("search") => View::Search,
            _ => View::Report,
        };
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = unescape(value);
            match key {
                "sel" => route.selected = parse_id(&value),
                "q" => route.text = value,
                "filter" => route.filter = value,
                "sort" => route.sort = value,
                "only" => route.only = value,
                "by" => route.by = value,
                "f" => route.file = Fingerprint::parse(&value),
                _ => {}
            }
        }
        route
    }

    /// The same place with another object selected.
    pub fn selecting(&self, id: ObjectId) -> Self {
        Route { selected: Some(id), ..self.clone() }
    }

    /// The same place with nothing selected.
    pub fn unselected(&self) -> Self {
        Route { selected: None, ..self.clone() }
    }

    /// Another view of the same file, with the same selection.
    pub fn viewing(&self, view: View) -> Self {
        match std::mem::discriminant(&view) == std::mem::discriminant(&self.view) {
            true => Route { view, ..self.clone() },
            false => Route {
                view,
                filter: String::new(),
                sort: String::new(),
                only: String::new(),
                by: String::new(),
                ..self.clone()
            },
        }
    }

    /// What the view is of: while this stays, the view stays. Lists turn to another order by themselves, and the gravity
    /// graph follows the whole route.
    pub fn subject(&self) -> (View, String) {
        match self.view {
            View::Gravity(_) => (View::Gravity(None), String::new()),
            View::Search => (View::Search, self.text.clone()),
            view => (view, format!("{} {} {}", self.filter, self.only, self.by)),
        }
    }

    /// The same list in another order.
    pub fn sorting(&self, sort: &str) -> Self {
        Route { sort: sort.to_owned(), ..self.clone() }
    }

    /// The same list with only what has this in its name.
    pub fn filtering(&self, filter: &str) -> Self {
        Route { filter: filter.to_owned(), ..self.clone() }
    }

    /// The same view of another group of objects.
    pub fn grouping(&self, by: &str) -> Self {
        Route { by: by.to_owned(), ..self.clone() }
    }

    /// The list of objects named like `text`.
    pub fn searching(&self, text: &str) -> Self {
        Route { text: text.to_owned(), ..self.viewing(View::Search) }
    }

    /// The object a link to another file's heap is about: its selection, or else what its view starts from.
    pub fn wanted(&self) -> Option<ObjectId> {
        self.selected.or(match self.view {
            View::Tree(of)
            | View::Cluster(of)
            | View::Gravity(of)
            | View::Paths(of)
            | View::Roots(of)
            | View::Icicle(of) => of,
            View::Report | View::Classes | View::Statistics | View::Strings | View::Glossary | View::Search => None,
        })
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, of) = match self.view {
            View::Report => ("report", None),
            View::Tree(of) => ("tree", of),
            View::Cluster(of) => ("clusters", of),
            View::Gravity(of) => ("gravity", of),
            View::Classes => ("classes", None),
            View::Paths(of) => ("paths", of),
            View::Roots(of) => ("roots", of),
            View::Icicle(of) => ("icicle", of),
            View::Statistics => ("statistics", None),
            View::Strings => ("strings", None),
            View::Glossary => ("glossary", None),
            View::Search => ("search", None),
        };
        write!(f, "#/{word}")?;
        if let Some(id) = of {
            write!(f, "/{id}")?;
        }
        let mut mark = '?';
        if let Some(id) = self.selected {
            write!(f, "{mark}sel={id}")?;
            mark = '&';
        }
        for (key, text) in
            [("q", &self.text), ("filter", &self.filter), ("sort", &self.sort), ("only", &self.only), ("by", &self.by)]
        {
            if !text.is_empty() {
                write!(f, "{mark}{key}={}", escape(text))?;
                mark = '&';
            }
        }
        if let Some(file) = self.file {
            write!(f, "{mark}f={file}")?;
        }
        Ok(())
    }
}

/// Reads `@123`, as typed by a person or written in an address.
pub fn parse_id(text: &str) -> Option<ObjectId> {
    let digits = text.trim().strip_prefix('@')?;
    let plain = !digits.is_empty() && digits.len() <= 16 && digits.bytes().all(|b| b.is_ascii_digit());
    let id = plain.then(|| digits.parse().ok()).flatten()?;
    (id <= 1 << 53).then_some(ObjectId(id))
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Undoes [`escape`]; a `%` that starts no escape stands for itself, bytes that are no UTF-8 become U+FFFD.
fn unescape(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).filter(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        let code =
            pair.and_then(|pair| std::str::from_utf8(pair).ok()).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match (byte, code) {
            (b'%', Some(code)) => {
                out.push(code);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_reads_back_as_itself() {
        let ids = [None, Some(ObjectId(0)), Some(ObjectId(46089)), Some(ObjectId(1 << 53))];
        let texts = ["", "Client", "a&b=c#d?e/f%41", "监听器 \u{202e}x", "@12", "100%", "+ +"];
        let files = [None, Some(Fingerprint(0)), Some(Fingerprint(0x1a2b_3c4d)), Some(Fingerprint(u32::MAX))];
        let mut views =
            vec![View::Report, View::Search, View::Classes, View::Statistics, View::Strings, View::Glossary];
        let of = |id| {
            [View::Tree(id), View::Gravity(id), View::Cluster(id), View::Paths(id), View::Roots(id), View::Icicle(id)]
        };
        views.extend(ids.iter().flat_map(|&id| of(id)));
        for &view in &views {
            for &selected in &ids {
                for text in texts {
                    for &file in &files {
                        let sort = if text.is_empty() { "-retained" } else { "" };
                        let (filter, sort) = (texts[5].to_owned(), sort.to_owned());
                        let (only, by) = (text.to_owned(), String::new());
                        let route = Route { view, selected, text: text.to_owned(), filter, sort, only, by, file };
                        assert_eq!(Route::parse(&route.to_string()), route, "{route}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_address_reads_as_written() {
        let route = Route::parse("#/tree/@123?sel=@5&q=text&f=1a2b3c4d");
        assert_eq!(route.view, View::Tree(Some(ObjectId(123))));
        assert_eq!(route.selected, Some(ObjectId(5)));
        assert_eq!(route.text, "text");
        assert_eq!(route.file, Some(Fingerprint(0x1a2b_3c4d)));
        assert_eq!(route.to_string(), "#/tree/@123?sel=@5&q=text&f=1a2b3c4d");
    }

    #[test]
    fn nonsense_falls_back_to_the_report() {
        let odd = [
            "",
            "#",
            "#/",
            "#/nowhere",
            "#?",
            "#//??&&==",
            "%",
            "#/tree/12",
            "#/tree/@x",
            "#/report?sel=12&f=12&q",
            "#/report?f=+1a2b3c4",
            "#/report?sel=@99999999999999999999",
        ];
        for hash in odd {
            let route = Route::parse(hash);
            assert!(matches!(route.view, View::Report | View::Tree(None)), "{hash}");
            assert_eq!((route.selected, route.file), (None, None), "{hash}");
        }
    }
}
