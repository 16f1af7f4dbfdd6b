//! Functions by where they stand in the code.
//!
//! Takes the words of a search; gives the functions of the scripts whose path or URL has them, if the words can be part of
//! one. `home.js` finds all functions of the file, `home.js:16` those that begin in its 16th line, `home.js:16:38` the one
//! that begins there.

use crate::analysis::Heap;
use crate::ids::Bits;
use crate::question::Work;
use crate::question::pattern::Needle;
use crate::question::scripts::Scripts;
use crate::snapshot::NodeKind;

/// A file, and maybe a line and a column in it, counted from 1 as editors do.
#[derive(Debug, PartialEq)]
struct Standing<'a> {
    file: &'a str,
    line: Option<u64>,
    column: Option<u64>,
}

impl<'a> Standing<'a> {
    /// Reads words; only what has a dot or a stroke in it can be a file.
    fn read(words: &'a str) -> Option<Self> {
        let number = |text: &'a str| -> (&'a str, Option<u64>) {
            let parts = text.rsplit_once(':').and_then(|(rest, digits)| Some((rest, digits.parse::<u64>().ok()?)));
            parts.map_or((text, None), |(rest, number)| (rest, Some(number)))
        };
        let (rest, last) = number(words);
        let (file, first) = number(rest);
        let (line, column) = if first.is_some() { (first, last) } else { (last, None) };
        file.contains(['.', '/', '\\']).then_some(Self { file, line, column })
    }
}

/// The functions that stand where the words say; none where they say no place.
pub async fn standing(heap: &Heap, words: &str, work: &Work) -> Bits {
    let snapshot = heap.snapshot();
    let mut found = Bits::new(snapshot.node_count());
    let Some(wanted) = Standing::read(words) else { return found };
    let scripts = Scripts::known(heap, work).await;
    let needle = Needle::new(wanted.file);
    let is_there: Vec<bool> =
        (0..scripts.count()).map(|row| needle.find(scripts.name(row).as_bytes()).is_some()).collect();
    if !is_there.contains(&true) {
        return found;
    }
    for (at, (node, row)) in snapshot.locations().iter().enumerate() {
        if at % (1 << 16) == 0 {
            work.stride(0.4).await;
        }
        let place = snapshot.locations().place(row);
        let is_at = |number: Option<u64>, wanted: Option<u64>| {
            wanted.is_none_or(|wanted| number.is_some_and(|number| number.saturating_add(1) == wanted))
        };
        if snapshot.kind(node) == NodeKind::Closure
            && is_at(place.known_line(), wanted.line)
            && is_at(place.known_column(), wanted.column)
            && scripts.of(heap, node).is_some_and(|script| is_there[script])
        {
            found.set(node.index());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_file_and_maybe_a_line_and_a_column() {
        let read = |words| Standing::read(words).map(|place| (place.file, place.line, place.column));
        assert_eq!(read("home.js"), Some(("home.js", None, None)));
        assert_eq!(read("home.js:16"), Some(("home.js", Some(16), None)));
        assert_eq!(read("/srv/app/home.js:16:38"), Some(("/srv/app/home.js", Some(16), Some(38))));
        assert_eq!(read("node:internal/timers"), Some(("node:internal/timers", None, None)));
        assert_eq!(read("C:\\app\\a b.js:3"), Some(("C:\\app\\a b.js", Some(3), None)));
        for other in ["", "Client", "16:38", "home", "a:b:1"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
