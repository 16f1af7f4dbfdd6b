//! Functions and the code they stand in: the line at a place, and the search by place.

use crate::check::{Opened, id, opened, opened_sketch};
use crate::recorded;
use crate::sketch::Sketch;
use heapsky::ids::ObjectId;
use heapsky::present::certainty::Certainty;
use heapsky::present::report::{Secrets, card};
use heapsky::question::report::Constants;
use heapsky::question::search::Found;
use heapsky::question::{Facts, ObjectRow, Page, Report, Search};

/// Two functions of a script with three lines, and a function of another.
const SCRIPTS: &str = "
    root -> (GC roots) -> home:closure(64) at 4:0:12
    home -internal shared-> s1=shared:code(56) -internal script-> script=/srv/app/home.js:code(48)
    script -internal source-> source=\"text\"(900)
    (GC roots) -> inner:closure(64) at 4:2:9
    inner -internal shared-> s2=shared:code(56) -internal script-> script
    (GC roots) -> far:closure(64) at 4:9:0
    far -internal shared-> s3=shared:code(56) -internal script-> script
    (GC roots) -> other:closure(64) at 5:2:9
    other -internal shared-> s4=shared:code(56) -internal script-> script2=/srv/app/home-page.js:code(48)
    (GC roots) -> Widget(24) at 4:2:9
";

fn drawn(code: &str) -> (Sketch, Opened) {
    let mut sketch = Sketch::draw(SCRIPTS);
    let text = sketch.heap.nodes.iter_mut().find(|node| &*node.name == "text").unwrap();
    text.name = code.into();
    let opened = opened_sketch(&sketch);
    (sketch, opened)
}

fn code(opened: &Opened, of: ObjectId) -> Option<String> {
    opened.ask(Facts { of }).unwrap().code
}

#[test]
fn the_line_of_code_is_shown_if_the_file_has_it() {
    let (sketch, opened) = drawn("function home() {\r\n\n  const f = () => bus.on('x', f);\n}");
    let at = |handle| code(&opened, id(&sketch, handle));
    assert_eq!(at("home").as_deref(), Some("function home() {"));
    assert_eq!(at("inner").as_deref(), Some("const f = () => bus.on('x', f);"));
    // A class is told by the place of its constructor, whose script some function tells.
    assert_eq!(at("Widget").as_deref(), Some("const f = () => bus.on('x', f);"));
    assert_eq!((at("far"), at("other"), at("script")), (None, None, None), "past the end, no text, no place");
}

#[test]
fn a_line_that_v8_cut_off_says_so_or_is_not_shown() {
    let beginning = "function home() {\n\n  const long = [";
    let (sketch, opened) = drawn(&format!("{beginning}{}", "1".repeat(1024 - beginning.len())));
    assert!(code(&opened, id(&sketch, "inner")).unwrap().ends_with("1…"));
    let (sketch, opened) = drawn(&format!("{}\n\nconst", "x".repeat(1017)));
    assert_eq!(code(&opened, id(&sketch, "inner")), None, "the place is behind what is known");
}

fn found(opened: &Opened, text: &str) -> Vec<ObjectRow> {
    match opened.ask(Search::first(text, Page::first(1000))).unwrap() {
        Found::Names(rows) => rows.rows,
        other => panic!("{other:?}"),
    }
}

#[test]
fn functions_are_found_by_where_they_stand() {
    let (_, opened) = drawn("");
    let names = |text: &str| {
        let mut names: Vec<String> = found(&opened, text).into_iter().map(|row| row.name).collect();
        names.sort();
        names
    };
    // The script's own node is found by its name.
    assert_eq!(names("home.js"), ["/srv/app/home.js", "far", "home", "inner"]);
    assert_eq!(names("app/HOME"), ["/srv/app/home-page.js", "/srv/app/home.js", "far", "home", "inner", "other"]);
    assert_eq!(names("home.js:3"), ["inner"]);
    assert_eq!(names("/srv/app/home.js:1:13"), ["home"]);
    assert_eq!(names("home.js:3 kind:closure"), ["inner"]);
    assert!(names("home.js:4").is_empty() && names("home:3").is_empty() && names("home.js:3:9").is_empty());
}

/// As V8 writes them: the program's functions are found by its file, and their lines are theirs.
#[test]
fn a_real_program_has_its_lines() {
    let opened = opened(&recorded::file("node-20.20.2"));
    let functions = found(&opened, "runtime-prog.js");
    let leaky: Vec<&ObjectRow> = functions.iter().filter(|row| row.name == "leaky").collect();
    assert!(leaky.len() > 50, "{} functions", leaky.len());
    for row in leaky {
        let line = code(&opened, row.id).unwrap();
        assert!(line.contains("return function leaky() { return secret; }"), "{line}");
    }
    let add = functions.iter().find(|row| row.name == "add").unwrap();
    assert!(
        code(&opened, add.id).unwrap().contains("add(k) { const p = new Point("),
        "of a long line the part around it"
    );
}

/// The line stands in the report, and in its files only with the other texts.
#[test]
fn the_report_shows_the_line() {
    let listeners: String = (0..100)
        .map(|n| format!("List -[{n}]-> f{n}=inner:closure(9000) at 4:2:9\nf{n} -internal shared-> s2\n"))
        .collect();
    let mut sketch = Sketch::draw(&format!("{SCRIPTS}\n(GC roots) -> Bus(8) -> .list: List=Array(16)\n{listeners}"));
    sketch.heap.nodes.iter_mut().find(|node| &*node.name == "text").unwrap().name = "a\nb\n  bus.on(secret);\n".into();
    let constants = Constants { suspect_bytes: 0, ..Constants::default() };
    let report = opened_sketch(&sketch).ask(Report { constants }).unwrap();
    let source = &report.suspects[0].sources[0];
    assert_eq!((source.code.as_deref(), source.line), (Some("bus.on(secret);"), Some(2)));
    assert!(source.object.is_some());
    for (secrets, is_there) in [(Secrets::Shown, true), (Secrets::Hidden, false)] {
        let card = card(&report, 0, Certainty::default(), secrets).unwrap();
        assert_eq!(card.places[0].code.is_some(), is_there);
    }
}
