//! The fuzzer's properties for a second: on the seeds, on what was kept of long runs, on what crashed once, and on
//! seeded damage to all of these.
//!
//! `tests/fixtures/corpus` is a small set of inputs that reaches what hours of `cargo xtask fuzz` reached, written by its
//! `--keep`; `tests/fixtures/crashes` holds an input for each bug that was found so.

use crate::chance::Chance;
use crate::damage::mutated;
use crate::property::{self, packed_seeds, seeds};
use std::io::Read;
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Inputs that broke something once, by what was wrong.
fn crashes() -> Vec<(String, Vec<u8>)> {
    let mut inputs: Vec<(String, Vec<u8>)> = std::fs::read_dir(fixtures().join("crashes"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    inputs.sort();
    inputs
}

/// What was kept of a target's long runs: packed, each input after its length in four bytes.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let packed = std::fs::read(fixtures().join(format!("corpus/{target}.gz"))).unwrap();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
    let (mut inputs, mut rest) = (Vec::new(), &bytes[..]);
    while let Some((length, after)) = rest.split_first_chunk() {
        let (input, after) = after.split_at(u32::from_le_bytes(*length) as usize);
        inputs.push((format!("{target} {}", inputs.len()), input.to_vec()));
        rest = after;
    }
    assert!(inputs.len() > 100, "{target}: {} inputs", inputs.len());
    inputs
}

/// Runs a property on each input; a panic's message is preceded by the input's name.
fn hold(property: fn(&[u8]), inputs: &[(String, Vec<u8>)]) {
    for (name, input) in inputs {
        let name = Named(name);
        property(input);
        std::mem::forget(name);
    }
}

/// Says which input it was when the property panics.
struct Named<'a>(&'a str);

impl Drop for Named<'_> {
    fn drop(&mut self) {
        eprintln!("the property does not hold for {}", self.0);
    }
}

#[test]
fn what_crashed_once_does_no_more() {
    let crashes = crashes();
    hold(property::parse, &crashes);
    hold(property::open, &crashes);
    hold(property::structured, &crashes);
    hold(property::container, &crashes);
}

#[test]
fn what_the_fuzzer_found_is_read_the_same_in_any_pieces() {
    hold(property::parse, &seeds());
    hold(property::parse, &corpus("parse"));
    hold(property::parse, &corpus("open"));
}

#[test]
fn what_the_fuzzer_found_opens_and_answers() {
    hold(property::open, &seeds());
    hold(property::open, &corpus("parse"));
    hold(property::open, &corpus("open"));
}

#[test]
fn damage_to_all_of_it_changes_nothing() {
    let inputs: Vec<(String, Vec<u8>)> = [seeds(), corpus("open")].concat();
    let chance = &mut Chance::new(11);
    let (mut good, rounds) = (0, 4000);
    for round in 0..rounds {
        let (name, input) = &inputs[chance.below(inputs.len())];
        let damaged = mutated(input, chance);
        good += usize::from(heapsky::parse::read(&damaged).is_ok());
        let damaged = vec![(format!("{name}, round {round}"), damaged)];
        hold(property::parse, &damaged);
        hold(property::open, &damaged);
    }
    assert!((rounds / 20..rounds * 19 / 20).contains(&good), "{good} of {rounds} are snapshots: damage of both kinds");
}

#[test]
fn steered_heaps_have_the_twins_numbers() {
    hold(property::structured, &corpus("structured"));
    let chance = &mut Chance::new(13);
    for _ in 0..300 {
        let steering: Vec<u8> = (0..chance.below(1500)).map(|_| chance.below(256) as u8).collect();
        property::structured(&steering);
    }
}

#[test]
fn packed_bytes_give_the_same_however_they_come() {
    let inputs = [packed_seeds(), corpus("container")].concat();
    hold(property::container, &inputs);
    let chance = &mut Chance::new(17);
    for round in 0..1000 {
        let (name, input) = &inputs[chance.below(inputs.len())];
        hold(property::container, &[(format!("{name}, round {round}"), mutated(input, chance))]);
    }
}

/// `HEAPSKY_SEEDS=DIR` writes what a fuzzer starts from into two folders there (`cargo xtask fuzz` does); otherwise the
/// seeds are only looked at.
#[test]
fn seeds_are_small() {
    let folder = std::env::var_os("HEAPSKY_SEEDS").map(PathBuf::from);
    for (kind, seeds) in [("files", seeds()), ("packed", packed_seeds())] {
        assert!(seeds.len() > 20 && seeds.iter().all(|(_, file)| file.len() < 16_000));
        let Some(folder) = folder.as_ref().map(|folder| folder.join(kind)) else { continue };
        std::fs::create_dir_all(&folder).unwrap();
        for (name, file) in seeds {
            std::fs::write(folder.join(name), file).unwrap();
        }
    }
}
