//! A small good file, and ways to damage it: in exactly one place, or as chance will have it.

use crate::chance::Chance;
use crate::extras;
use crate::plain::PlainHeap;
use crate::sketch::Sketch;
use crate::written::Hand;
use std::ops::Range;

/// Some of everything, so that every column has something to lose.
pub fn small() -> PlainHeap {
    Sketch::draw(
        r#"
        root -> (GC roots) -> Window(24) at 4:2:26
        root -shortcut window-> Window
        Window -> .cache: Map(16) at 9:1:0
        Map -internal table-> t=(table):array(400)
        t -[7]-> "quote \" slash \\ line \n 堆星图 \u0007"(40)
        Window -> .el: d=<div id=x>:native(100) detached
        Window -> .on: e=<div>:native(7) attached
        d -weak-> Window
        f:closure(64) -context self-> Window
        f -hidden 3-> Map
        "#,
    )
    .heap
}

/// The same with all the sections there are.
pub fn full() -> PlainHeap {
    let mut heap = small();
    heap.extras = extras::some(&heap);
    heap.places[0].script_node = Some(heap.nodes.len() - 1);
    heap
}

/// The newest hand that writes them: five location fields, no line breaks.
pub fn newest() -> Hand {
    Hand {
        location_fields: vec!["object_index", "script_id", "script_object_index", "line", "column"],
        between_rows: "",
        ..Hand::default()
    }
}

/// Where the value of `key` begins and where it ends: its brackets.
pub fn brackets(file: &[u8], key: &str) -> (usize, usize) {
    let text = String::from_utf8_lossy(file);
    let begin = text.find(&format!("\"{key}\":")).expect("the key") + key.len() + 3;
    let (mut depth, mut in_string, mut escaped) = (0, false, false);
    for (at, byte) in file.iter().enumerate().skip(begin) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => {
                depth -= 1;
                if depth == 0 {
                    return (begin, at);
                }
            }
            _ => {}
        }
    }
    panic!("{key} does not end")
}

/// The file with its `n`th number of `key` replaced, and where the new text stands.
pub fn with_number(file: &[u8], key: &str, n: usize, new: &str) -> (Vec<u8>, u64) {
    let (begin, end) = brackets(file, key);
    let mut numbers = Vec::new();
    let mut at = begin;
    while at < end {
        let length = file[at..end].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length > 0 {
            numbers.push((at, length));
        }
        at += length.max(1);
    }
    let (at, length) = numbers[n];
    ([&file[..at], new.as_bytes(), &file[at + length..]].concat(), at as u64)
}

pub fn replaced(file: &[u8], old: &str, new: &str) -> Vec<u8> {
    let text = String::from_utf8(file.to_vec()).unwrap();
    assert!(text.contains(old), "{old:?} is in the file");
    text.replacen(old, new, 1).into_bytes()
}

/// The file with white space between all tokens outside strings.
pub fn airy(file: &[u8]) -> Vec<u8> {
    let (mut out, mut in_string, mut escaped) = (Vec::new(), false, false);
    for &byte in file {
        let structural = !in_string && b",:[]{}".contains(&byte);
        if structural {
            out.extend_from_slice(b" \t");
        }
        out.push(byte);
        if structural {
            out.extend_from_slice(b"\r\n ");
        }
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ => {}
        }
    }
    out
}

/// What a broken producer or a fuzzer would put where a number stands.
const NUMBERS: [&str; 14] = [
    "0",
    "1",
    "2",
    "7",
    "-1",
    "15",
    "4294967295",
    "4294967296",
    "2147483648",
    "9007199254740992",
    "9007199254740993",
    "1.5",
    "1e3",
    "",
];

/// What may stand between quotes, and what V8 puts there when a rule goes by it.
const WORDS: [&str; 12] = [
    "elements",
    "first",
    "second",
    "table",
    "system / ExternalStringData",
    "1 / part of key (K @3) -> value (V @5) pair in WeakMap (table @7)",
    "Detached <div a=1>",
    "<img src=x onerror=alert(1)>",
    "\\uD83D\\u202E\\u0000",
    "Object",
    "__proto__",
    "\\",
];

/// The file with one to four pieces of damage, most of them such that it is still JSON.
pub fn mutated(file: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut file = file.to_vec();
    for _ in 0..=chance.below(3) {
        if file.is_empty() {
            return file;
        }
        match chance.below(8) {
            0 => break_bytes(&mut file, chance),
            1 => exchange_strings(&mut file, chance),
            2 => file.truncate(chance.below(file.len() + 1)),
            _ => exchange_numbers(&mut file, chance),
        }
    }
    file
}

/// One byte replaced, removed or inserted, or a piece doubled.
fn break_bytes(file: &mut Vec<u8>, chance: &mut Chance) {
    let at = chance.below(file.len());
    let byte = chance.pick(b"0123456789,[]{}\":-. \n\\x\xff");
    match chance.below(4) {
        0 => file[at] = byte,
        1 => drop(file.remove(at)),
        2 => file.insert(at, byte),
        _ => {
            let end = (at + chance.below(40)).min(file.len());
            let piece = file[at..end].to_vec();
            file.splice(at..at, piece);
        }
    }
}

/// One number replaced, two swapped (which keeps the sums of a column), or some rows doubled or removed.
fn exchange_numbers(file: &mut Vec<u8>, chance: &mut Chance) {
    let numbers = tokens(file, |byte| byte.is_ascii_digit());
    if numbers.is_empty() {
        return;
    }
    let one = chance.below(numbers.len());
    let ahead = chance.pick(&[1, 3, 5, 6, 7, 14, 21]) * (1 + chance.below(4));
    let other = (one + ahead).min(numbers.len() - 1);
    let (a, b) = (numbers[one].clone(), numbers[other].clone());
    match chance.below(8) {
        0 => drop(file.splice(a, chance.pick(&NUMBERS).bytes())),
        1 => {
            let copy = file[b].to_vec();
            file.splice(a, copy);
        }
        // Still a row of the same table, further up or down.
        2 | 3 => {
            let value = String::from_utf8_lossy(&file[a.clone()]).parse::<u64>().unwrap_or_default();
            let step = chance.pick(&[1, 5, 6, 7]);
            let value = if chance.one_in(2) { value.saturating_add(step) } else { value.saturating_sub(step) };
            file.splice(a, value.to_string().into_bytes());
        }
        4 if one < other => {
            let rows = file[a.start..b.start].to_vec();
            file.splice(a.start..a.start, rows);
        }
        5 if one < other => drop(file.drain(a.start..b.start)),
        _ if one < other => {
            let (first, second) = (file[a.clone()].to_vec(), file[b.clone()].to_vec());
            file.splice(b, first);
            file.splice(a, second);
        }
        _ => {}
    }
}

/// One string replaced, by one that is there or by one that means something.
fn exchange_strings(file: &mut Vec<u8>, chance: &mut Chance) {
    let quotes: Vec<usize> = (0..file.len()).filter(|at| file[*at] == b'"').collect();
    if quotes.len() < 4 {
        return;
    }
    let pair = |chance: &mut Chance| {
        let first = chance.below(quotes.len() - 1);
        quotes[first] + 1..quotes[first + 1]
    };
    let (a, b) = (pair(chance), pair(chance));
    let word = if chance.one_in(2) { file[b].to_vec() } else { chance.pick(&WORDS).as_bytes().to_vec() };
    file.splice(a, word);
}

/// Runs of such bytes.
fn tokens(file: &[u8], is: impl Fn(u8) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < file.len() {
        let length = file[at..].iter().take_while(|byte| is(**byte)).count();
        if length > 0 {
            found.push(at..at + length);
        }
        at += length.max(1);
    }
    found
}
