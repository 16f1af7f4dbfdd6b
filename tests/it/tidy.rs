//! The rules of the house, as tests.
//!
//! Reads the sources, not the program. Each rule says what to do when it fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn house() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What is written by hand: everything below these folders, and the files beside them.
const PLACES: [&str; 6] = ["src", "tests", "examples", "xtask", "www", "index.html"];

/// All files with one of these endings, by path relative to the house, with their text.
fn files(endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = PLACES.iter().map(|place| house().join(place)).filter(|path| path.exists()).collect();
    while let Some(path) = open.pop() {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() {
            if !matches!(&*name, "node_modules" | "target" | "dist" | "fixtures") && !name.starts_with('.') {
                open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let relative = path.strip_prefix(house()).unwrap().to_str().unwrap().replace('\\', "/");
            found.push((relative, std::fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no file ends in {endings:?}");
    found
}

/// The text without comments, strings and what follows `#[cfg(test)]`: what the program is made of.
fn program(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut out = String::new();
    for line in text.lines() {
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('"') {
            if before.contains("//") {
                break;
            }
            out += before;
            out += "\"\"";
            let mut end = 0;
            let bytes = after.as_bytes();
            while end < bytes.len() && bytes[end] != b'"' {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            rest = after.get(end + 1..).unwrap_or_default();
        }
        out += rest.split("//").next().unwrap_or_default();
        out.push('\n');
    }
    out
}

/// Fails with one line per offence.
fn none(offences: Vec<String>, what_to_do: &str) {
    assert!(offences.is_empty(), "{what_to_do}\n  {}", offences.join("\n  "));
}

/// Which modules of the library each one may use. The pipeline is parse → snapshot → graph → analysis → question →
/// protocol → bin; `parse` is upstream of `snapshot` as a step and downstream of it as a program, for it makes one.
const MAY_USE: [(&str, &[&str]); 11] = [
    ("ids", &[]),
    ("order", &[]),
    ("container", &[]),
    ("snapshot", &["ids", "order"]),
    ("parse", &["ids", "order", "snapshot"]),
    ("graph", &["ids", "snapshot"]),
    ("analysis", &["ids", "order", "snapshot", "graph"]),
    ("layout", &["order"]),
    ("question", &["ids", "order", "snapshot", "graph", "analysis"]),
    ("protocol", &["ids", "container", "snapshot", "parse", "analysis", "layout", "question"]),
    ("present", &["ids", "order", "container", "snapshot", "parse", "analysis", "layout", "question", "protocol"]),
];

#[test]
fn modules_use_only_what_is_upstream() {
    let may_use: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
    let mut offences = Vec::new();
    let mut seen = BTreeSet::new();
    for (path, text) in files(&[".rs"]) {
        let Some(inside) = path.strip_prefix("src/").filter(|inside| !inside.starts_with("bin/")) else { continue };
        let module = inside.split(['/', '.']).next().unwrap();
        if module == "lib" {
            continue;
        }
        seen.insert(module.to_owned());
        let Some(allowed) = may_use.get(module) else {
            offences.push(format!("{path}: module {module} is not in the table"));
            continue;
        };
        let text = program(&text);
        for used in used_modules(&text) {
            if used != module && !allowed.contains(&&*used) {
                offences.push(format!("{path}: {module} uses {used}"));
            }
        }
        if text.contains("web_sys")
            || text.contains("js_sys")
            || text.contains("wasm_bindgen")
            || text.contains("leptos")
        {
            offences.push(format!("{path}: the library knows no browser"));
        }
    }
    none(offences, "move the code, or change MAY_USE and say why in ARCHITECTURE.md");
    assert_eq!(seen.len(), MAY_USE.len(), "MAY_USE names a module that is gone: {seen:?}");
}

/// Every `name` of `crate::name` and `crate::{name, …}`.
fn used_modules(program: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in program.match_indices("crate::") {
        let rest = &program[at + "crate::".len()..];
        let word = |text: &str| -> String {
            text.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
        };
        match rest.strip_prefix('{') {
            None => drop(used.insert(word(rest))),
            Some(list) => {
                let (mut depth, mut item) = (0, String::new());
                for c in list.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            used.insert(word(&item));
                            item.clear();
                            continue;
                        }
                        _ => {}
                    }
                    item.push(c);
                }
                used.insert(word(&item));
            }
        }
    }
    used.remove("");
    used
}

#[test]
fn the_import_reader_reads_imports() {
    let text = "use crate::ids::Node;\nuse crate::{graph::{A, B}, parse, snapshot::X};\nlet x = crate::layout::y();";
    assert_eq!(used_modules(text).into_iter().collect::<Vec<_>>(), ["graph", "ids", "layout", "parse", "snapshot"]);
    assert_eq!(program("a(\"x // y\"); // crate::z\nb").trim(), "a(\"\");  \nb".replace("  ", " ").trim());
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    let opens = |path: &str, text: &str| match path.rsplit('.').next() {
        Some("rs") => text.starts_with("//! "),
        Some("css") => text.starts_with("/*"),
        _ => text.starts_with("/*") || text.starts_with("//") || text.starts_with("#!"),
    };
    let mute = files(&[".rs", ".css", ".js", ".mjs"]).into_iter().filter(|(path, text)| !opens(path, text));
    none(mute.map(|(path, _)| path).collect(), "begin the file with what it owns, takes, gives and guarantees");
}

/// The files that may hold `unsafe`, each with its safe twin beside it.
const UNSAFE: [&str; 1] = ["src/parse/simd/machine.rs"];

#[test]
fn there_is_no_unsafe() {
    let mut offences = Vec::new();
    for (path, text) in files(&[".rs"]) {
        let program = program(&text);
        let word = program.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "unsafe");
        if word && !UNSAFE.contains(&&*path) {
            offences.push(path);
        }
    }
    none(offences, "write it without unsafe");
    let library = std::fs::read_to_string(house().join("src/lib.rs")).unwrap();
    assert!(library.contains("#![deny(unsafe_code)]"), "the compiler should say so too");
}

#[test]
fn what_comes_from_a_file_is_never_unwrapped() {
    let mut offences = Vec::new();
    for (path, text) in files(&[".rs"]) {
        if !path.starts_with("src/") || path.ends_with("/tests.rs") {
            continue;
        }
        for (row, line) in program(&text).lines().enumerate() {
            for call in [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("] {
                if line.contains(call) {
                    offences.push(format!("{path}:{}: {call}", row + 1));
                }
            }
        }
    }
    none(offences, "say what to do when it is not there");
}

/// A file longer than this has two things in it.
const LONG: usize = 400;

#[test]
fn files_stay_short() {
    let lengths = files(&[".rs", ".css", ".js", ".mjs"]).into_iter().map(|(path, text)| (path, text.lines().count()));
    let long = lengths.filter(|(_, length)| *length > LONG);
    none(long.map(|(path, length)| format!("{path}: {length} lines, at most {LONG}")).collect(), "split it");
}

#[test]
fn names_say_what_is_inside() {
    let vague = ["utils", "util", "common", "helpers", "helper", "manager", "types", "misc", "shared"];
    let offences = files(&[".rs", ".js", ".mjs", ".css"])
        .into_iter()
        .filter(|(path, _)| path.split('/').any(|part| vague.contains(&part.split('.').next().unwrap_or_default())));
    none(offences.map(|(path, _)| path).collect(), "name the file by what it owns");
}

#[test]
fn text_from_a_file_is_only_ever_text() {
    let mut offences = Vec::new();
    for (path, text) in files(&[".rs", ".js", ".html"]) {
        if path.starts_with("tests/") {
            continue;
        }
        let script = !path.ends_with(".rs");
        for sign in ["inner_html", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
            if text.contains(sign) && (script || sign != "eval(") {
                offences.push(format!("{path}: {sign}"));
            }
        }
        // The content security policy would drop it, in Firefox even from a cloned template.
        // An exported report is a document of its own, with a policy of its own that allows its one fixed style.
        let is_export = path == "src/present/report/html.rs";
        for sign in ["style=\"", "style='", "<style"] {
            if text.contains(sign) && !(is_export && sign == "<style") {
                offences.push(format!("{path}: {sign}"));
            }
        }
    }
    none(offences, "use text nodes, classes and style:property");
}

#[test]
fn the_page_asks_nobody_but_its_own_server() {
    let page = std::fs::read_to_string(house().join("index.html")).unwrap();
    assert!(
        page.contains("Content-Security-Policy") && page.contains("default-src 'none'"),
        "index.html has a strict policy"
    );
    // A blob inherits the policy; a worker started from a file would have none.
    assert!(page.contains("worker-src 'self' blob:;"), "index.html lets the worker start from a blob");
    let boot = std::fs::read_to_string(house().join("www/boot.js")).unwrap();
    assert!(boot.contains("`connect-src 'self' ${"), "boot.js narrows the policy on connections");
    for sign in ["'unsafe-inline'", "'unsafe-eval'", "<script>", " onclick", " onload", "src=\"http", "href=\"http"] {
        assert!(!page.contains(sign), "index.html: {sign}");
    }
}

#[test]
fn wasm_bindgen_and_its_code_generator_are_one_version() {
    let pinned = |manifest: &str, name: &str| -> String {
        let text = std::fs::read_to_string(house().join(manifest)).unwrap();
        let line =
            text.lines().find(|line| line.starts_with(&format!("{name} = "))).unwrap_or_else(|| panic!("{name}"));
        let (_, version) = line.split_once("\"=").unwrap_or_else(|| panic!("{manifest}: {line}: pin it with \"=…\""));
        version.split('"').next().unwrap_or_default().to_owned()
    };
    assert_eq!(pinned("Cargo.toml", "wasm-bindgen"), pinned("xtask/Cargo.toml", "wasm-bindgen-cli-support"));
}

#[test]
fn tests_are_not_switched_off() {
    let mut offences = Vec::new();
    for (path, text) in files(&[".rs", ".mjs", ".js"]) {
        if path.ends_with("tests/it/tidy.rs") {
            continue;
        }
        for sign in [
            "#[ignore",
            "#[should_panic",
            "test.skip(",
            "test.only(",
            "test.fixme(",
            "describe.only(",
            "describe.skip(",
        ] {
            if text.contains(sign) {
                offences.push(format!("{path}: {sign}"));
            }
        }
    }
    none(offences, "mend the test or delete it");
}

#[test]
fn nothing_is_left_for_later_in_secret() {
    let mut offences = Vec::new();
    for (path, text) in files(&[".rs", ".mjs", ".js", ".css", ".html"]) {
        if path.ends_with("tests/it/tidy.rs") {
            continue;
        }
        for sign in ["TODO", "FIXME", "HACK:"] {
            if text.contains(sign) {
                offences.push(format!("{path}: {sign}"));
            }
        }
    }
    none(offences, "do it, or open an issue");
}

#[test]
fn the_papers_are_there() {
    let papers = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"];
    let missing = papers.into_iter().filter(|paper| !house().join(paper).is_file()).map(str::to_owned);
    none(missing.collect(), "write it");
}
