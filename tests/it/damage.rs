//! A small good file, and ways to damage it in exactly one place.

use crate::plain::PlainHeap;
use crate::sketch::Sketch;

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
