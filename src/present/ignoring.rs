//! What a reader thinks away, as it stands in an address.
//!
//! Takes a list of objects, references and classes; gives one text and reads it back. `@12` is an object, `@12.3` the
//! fourth reference of one, anything else a class by its key; they are parted by line breaks, which in a class's name are
//! written `\n`. Guarantee: what was written reads back as itself; what makes no sense is left out.

use super::naming;
use super::route::parse_id;
use crate::question::Ignored;

/// As it stands in an address.
pub fn write(ignored: &[Ignored]) -> String {
    let words: Vec<String> = ignored.iter().map(word).collect();
    words.join("\n")
}

fn word(one: &Ignored) -> String {
    match one {
        Ignored::Object(id) => id.to_string(),
        Ignored::Reference { from, at } => format!("{from}.{at}"),
        Ignored::Class(key) => format!("c{}", key.replace('\\', "\\\\").replace('\n', "\\n")),
    }
}

/// What an address says.
pub fn read(text: &str) -> Vec<Ignored> {
    text.split('\n').filter_map(one).collect()
}

fn one(word: &str) -> Option<Ignored> {
    if let Some(key) = word.strip_prefix('c') {
        return Some(Ignored::Class(unescaped(key)));
    }
    match word.split_once('.') {
        None => parse_id(word).map(Ignored::Object),
        Some((from, at)) => Some(Ignored::Reference { from: parse_id(from)?, at: at.parse().ok()? }),
    }
}

fn unescaped(key: &str) -> String {
    let mut out = String::new();
    let mut letters = key.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => out.extend(letters.next().map(|escaped| if escaped == 'n' { '\n' } else { escaped })),
            (letter, false) => out.push(letter),
        }
    }
    out
}

/// The list with one more, once.
pub fn with(text: &str, more: &Ignored) -> String {
    let mut ignored = read(text);
    if !ignored.contains(more) {
        ignored.push(more.clone());
    }
    write(&ignored)
}

/// The list without one.
pub fn without(text: &str, less: &Ignored) -> String {
    let mut ignored = read(text);
    ignored.retain(|one| one != less);
    write(&ignored)
}

/// As a reader names it.
pub fn name(one: &Ignored) -> String {
    match one {
        Ignored::Object(id) => id.to_string(),
        Ignored::Reference { from, at } => format!("{from} #{at}"),
        Ignored::Class(key) => naming::class_name(&naming::of_key(key)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ObjectId;

    #[test]
    fn what_was_written_reads_back_as_itself() {
        let class = |key: &str| Ignored::Class(key.to_owned());
        let (id, from) = (ObjectId(12), ObjectId(1 << 53));
        let all = [
            Ignored::Object(id),
            Ignored::Reference { from, at: 0 },
            Ignored::Reference { from: id, at: u32::MAX },
            class(",Map"),
            class("4,2,26,Emitter"),
            class(",a\nb"),
            class(",a\\nb"),
            class(",a\\\nb\\"),
            class(",@12"),
            class(""),
        ];
        for from in 0..all.len() {
            for to in from..=all.len() {
                assert_eq!(read(&write(&all[from..to])), all[from..to]);
            }
        }
        let two = with(&with("", &all[0]), &all[3]);
        assert_eq!(with(&two, &all[0]), two);
        assert_eq!(read(&without(&two, &all[0])), all[3..4]);
        assert_eq!(read("@x\n@1.x\n\n12\n@3"), [Ignored::Object(ObjectId(3))]);
    }

    #[test]
    fn a_class_is_named_without_its_place() {
        let name = |key: &str| name(&Ignored::Class(key.to_owned()));
        assert_eq!(name("4,2,26,Emitter"), "Emitter");
        assert_eq!(name(",{a, b}"), "{a, b}");
        assert_eq!(name(",Map"), "Map");
        assert_eq!(name(""), "");
    }
}
