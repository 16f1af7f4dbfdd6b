//! What does the code say there? (a line of a script)
//!
//! Takes the node of a script and a place in it; gives the line as the heap has it. V8 keeps the text of each script as a
//! string, and writes the first 1,024 units of it into a snapshot, or more if told so (`--heap-snapshot-string-limit`): a
//! line past those is not known, and one that ends there may go on.

use super::rows;
use crate::analysis::Heap;
use crate::ids::Node;

/// Characters of a line that are given; of a longer one those around the place.
const LINE: usize = 160;
/// Characters of a longer line that are given before the place.
const BEFORE: usize = 40;
/// Characters of a script that are looked through.
const SCRIPT: usize = 1 << 18;

/// The line with this number, counted from 0, without the blanks around it.
pub fn line(heap: &Heap, script: Node, line: u64, column: Option<u64>) -> Option<String> {
    let source = rows::slot(heap, script, "source").filter(|source| heap.snapshot().kind(*source).is_string())?;
    if !heap.snapshot().strings().has(heap.snapshot().name(source)) {
        return None;
    }
    let (text, is_whole) = rows::text(heap, source, SCRIPT);
    let line = usize::try_from(line).ok()?;
    let mut lines = text.split('\n').skip(line);
    let found = lines.next()?;
    let is_cut = lines.next().is_none() && !is_whole;
    around(found, is_cut, column)
}

/// What of a line is shown. Columns count UTF-16 units; a character further makes no difference here.
fn around(line: &str, is_cut: bool, column: Option<u64>) -> Option<String> {
    let blanks = line.chars().take_while(|letter| letter.is_whitespace()).count();
    let line = line.trim();
    if line.is_empty() {
        return None;
    }
    let column = column.and_then(|column| usize::try_from(column).ok()).unwrap_or(0).saturating_sub(blanks);
    let length = line.chars().count();
    // A place behind what is known says nothing of what stands there.
    if is_cut && column >= length {
        return None;
    }
    let from = if length <= LINE { 0 } else { column.saturating_sub(BEFORE).min(length - LINE) };
    let shown: String = line.chars().skip(from).take(LINE).collect();
    let (before, after) = (if from > 0 { "…" } else { "" }, if is_cut || from + LINE < length { "…" } else { "" });
    Some(format!("{before}{shown}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_shown_around_its_place() {
        assert_eq!(around("  emitter.on('x', f);\r", false, Some(4)).as_deref(), Some("emitter.on('x', f);"));
        assert_eq!(around(" \t", false, None), None);
        assert_eq!(around("const a = ", true, Some(3)).as_deref(), Some("const a =…"));
        assert_eq!(around("const a = ", true, Some(30)), None);
        let long = "x".repeat(100) + "HERE" + &"y".repeat(400);
        let shown = around(&long, false, Some(100)).unwrap_or_default();
        assert_eq!(shown.chars().count(), LINE + 2);
        assert!(shown.starts_with("…xx") && shown.ends_with("y…") && shown.contains("HERE"));
        let end = around(&long, false, Some(503)).unwrap_or_default();
        assert!(end.starts_with('…') && end.ends_with('y') && end.chars().count() == LINE + 1);
    }
}
