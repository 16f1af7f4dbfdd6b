//! Retainers as DevTools lists them: which references, from where, how far, in which order; also with one ignored.
//!
//! `NAME.retainers.json` of the recorded files has DevTools' lists; `tests/fixtures/recorded/README.md` says what each field
//! means.

use crate::check::{Opened, opened};
use crate::recorded;
use heapsky::ids::{Distance, ObjectId};
use heapsky::question::without::Ignored;
use heapsky::question::{EdgeName, LinkRow, NAME_LIMIT, Page, Retainers};
use serde::Deserialize;

/// Kind and name of the reference, id of its source, and how far that is from the roots.
type Row = (String, String, u64, i64);

/// DevTools' lists for one file. Of each the first 400 rows, and how many there are.
#[derive(Deserialize)]
struct Lists {
    retainers: Vec<(u64, usize, Vec<Row>)>,
    /// The same with one retainer ignored, the second id.
    ignoring: Vec<(u64, u64, usize, Vec<Row>)>,
}

/// From here on DevTools writes what no root reaches; before it, what only the engine's own roots reach.
const UNREACHED: i64 = 200_000_000;
const SYSTEM: i64 = 100_000_000;

fn row(row: LinkRow) -> Row {
    let name = match row.label.name {
        EdgeName::Name(name) => name,
        EdgeName::Index(index) => index.to_string(),
    };
    let distance = match row.object.distance {
        Distance::FromRoot(steps) => i64::from(steps),
        Distance::FromSystem(steps) => SYSTEM + i64::from(steps),
        Distance::Unreachable => UNREACHED,
    };
    (row.label.kind.name().into(), name, row.object.id.0, distance)
}

/// All retainers, page by page, without those that DevTools does not show: weak ones, and the root.
fn ours(opened: &Opened, of: u64, ignored: &[Ignored]) -> Vec<Row> {
    let root = opened.heap.snapshot().id(opened.heap.snapshot().root());
    let (mut rows, mut offset) = (Vec::new(), 0);
    loop {
        let page = Page { offset, limit: Page::MAX };
        let list = opened.ask(Retainers { of: ObjectId(of), ignored: ignored.to_vec(), page }).expect("retainers");
        offset += list.rows.len() as u32;
        rows.extend(list.rows.into_iter().filter(|row| row.object.id != root).map(row));
        if u64::from(offset) == list.total {
            rows.retain(|row| row.0 != "weak");
            return rows;
        }
    }
}

/// With those that are equally far in an order of their own: DevTools has them backwards, we as the file has them.
fn ties_sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.chunk_by_mut(|a, b| a.3 == b.3).for_each(<[Row]>::sort);
    rows
}

/// Every difference from DevTools, and how many rows were compared.
fn differences(name: &str, opened: &Opened, theirs: &Lists) -> (Vec<String>, usize) {
    let (mut found, mut compared) = (Vec::new(), 0);
    for (of, total, rows) in &theirs.retainers {
        let mut ours = ours(opened, *of, &[]);
        if ours.len() != *total {
            found.push(format!("{name} @{of}: {} retainers where DevTools has {total}", ours.len()));
        }
        // Which of many equally near ones stand in the first 400 is chance; how near they are is not.
        ours.truncate(rows.len());
        let far = |rows: &[Row]| rows.iter().map(|row| row.3).collect::<Vec<_>>();
        if far(&ours) != far(rows) {
            found.push(format!("{name} @{of}: distances {:?} where DevTools has {:?}", far(&ours), far(rows)));
        }
        if *total == rows.len() && ties_sorted(ours.clone()) != ties_sorted(rows.clone()) {
            found.push(format!("{name} @{of}: {ours:?} where DevTools has {rows:?}"));
        }
        compared += rows.len();
    }
    for (of, ignored, total, rows) in &theirs.ignoring {
        assert_eq!(*total, rows.len(), "a list that is whole");
        // What no root reaches now DevTools sorts by how far it was before.
        let ours = ties_sorted(ours(opened, *of, &[Ignored::Object(ObjectId(*ignored))]));
        let cut = |(kind, name, id, far): &Row| (kind.clone(), name.clone(), *id, (*far).min(UNREACHED));
        let theirs = ties_sorted(rows.iter().map(cut).collect());
        if ours != theirs {
            let pair = ours.iter().zip(&theirs).find(|(ours, theirs)| ours != theirs);
            found.push(format!("{name} @{of} without @{ignored}: {} of {total} rows, first {pair:?}", ours.len()));
        }
        compared += rows.len();
    }
    (found, compared)
}

#[test]
fn retainers_are_those_of_devtools() {
    let mut compared = 0;
    // A page has the beginning of a long name.
    let cut = |row: &mut Row| {
        if let Some((end, _)) = row.1.char_indices().nth(NAME_LIMIT) {
            row.1.replace_range(end.., "…");
        }
    };
    for name in recorded::NAMES.into_iter().filter(|name| !name.starts_with("hermes")) {
        let bytes = recorded::unpacked(&recorded::folder().join(format!("{name}.retainers.json")));
        let mut theirs: Lists = serde_json::from_slice(&bytes).expect("DevTools' lists");
        theirs.retainers.iter_mut().flat_map(|list| &mut list.2).for_each(cut);
        theirs.ignoring.iter_mut().flat_map(|list| &mut list.3).for_each(cut);
        assert!(theirs.retainers.len() > 200 && theirs.ignoring.len() > 5, "{name}");
        let (found, count) = differences(name, &opened(&recorded::file(name)), &theirs);
        assert_eq!(found.iter().take(8).cloned().collect::<Vec<_>>().join("\n"), "");
        compared += count;
    }
    assert!(compared > 15_000, "{compared} rows");
}
