//! Raw bytes as a file: what the parser makes of them, and what stands on that.
//!
//! An input is a file. What follows its last NUL byte (JSON has none) says how the file is cut: each byte is the length
//! of a piece, over and over.

use super::{check_invariants, questions, sections};
use crate::chance::Chance;
use crate::damage;
use heapsky::analysis::Heap;
use heapsky::parse::{ParseError, Parser};
use heapsky::present::text::{Lang, tell, warning};
use heapsky::protocol::Failure;
use heapsky::snapshot::Snapshot;

/// The file of an input, and the lengths of the pieces it comes in.
fn file_and_cuts(input: &[u8]) -> (&[u8], &[u8]) {
    match input.iter().rposition(|byte| *byte == 0) {
        Some(at) => (&input[..at], &input[at + 1..]),
        None => (input, &[]),
    }
}

/// Another input made of this one, with damage such that most are still JSON; for every second seed none, so that the
/// fuzzer makes its own.
pub fn mutated(input: &[u8], seed: u32) -> Option<Vec<u8>> {
    let chance = &mut Chance::new(u64::from(seed));
    chance.one_in(2).then(|| damage::mutated(input, chance))
}

/// Seeded by the file itself: an input that failed once fails again.
pub fn chance(file: &[u8]) -> Chance {
    Chance::new(file.iter().fold(0, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte))))
}

/// How a file is ended.
type End = fn(Parser) -> Result<Snapshot, ParseError>;

fn read_whole(file: &[u8], end: End) -> Result<Snapshot, ParseError> {
    let mut parser = Parser::new(Some(file.len() as u64));
    parser.push(file)?;
    end(parser)
}

fn read_in_pieces(file: &[u8], cuts: &[u8], end: End) -> Result<Snapshot, ParseError> {
    let mut parser = Parser::new(None);
    let mut rest = file;
    let mut lengths = cuts.iter().map(|byte| usize::from(*byte)).cycle();
    let mut chance = chance(file);
    while !rest.is_empty() {
        let length = lengths.next().unwrap_or_else(|| 1 + chance.below(64));
        let (piece, after) = rest.split_at(length.clamp(1, rest.len()));
        parser.push(piece)?;
        rest = after;
    }
    end(parser)
}

/// Some truncation of the file.
fn cut(file: &[u8]) -> &[u8] {
    &file[..chance(file).below(file.len() + 1)]
}

/// Whole and in pieces the file gives the same snapshot, to the last column, or the same error at a byte it has; so does
/// what is left of it when it is cut off.
pub fn parse(input: &[u8]) {
    let (file, cuts) = file_and_cuts(input);
    let whole = check_pieces(file, cuts, Parser::finish);
    let rest = check_pieces(file, cuts, Parser::salvage);
    if let Ok(whole) = &whole {
        assert_eq!(whole.cut(), None, "a whole file is not cut off");
        let rest = rest.expect("a whole file loses nothing");
        assert_eq!(format!("{whole:?}"), format!("{rest:?}"), "a whole file loses nothing");
    }
    let file = cut(file);
    if let Ok(rest) = check_pieces(file, cuts, Parser::salvage)
        && let Some(cut) = rest.cut()
    {
        assert_eq!(cut.byte, file.len() as u64, "the cut is at the end");
        assert!(read_whole(file, Parser::finish).is_err(), "what is lost cannot be whole");
    }
}

/// The file's snapshot or its error, the same in pieces.
fn check_pieces(file: &[u8], cuts: &[u8], end: End) -> Result<Snapshot, ParseError> {
    match (read_whole(file, end), read_in_pieces(file, cuts, end)) {
        (Ok(whole), Ok(pieces)) => {
            assert_eq!(format!("{whole:?}"), format!("{pieces:?}"), "the pieces make another snapshot");
            for odd in whole.warnings() {
                assert!(!warning(odd, Lang::Zh).is_empty() && !warning(odd, Lang::En).is_empty());
            }
            Ok(whole)
        }
        (Err(whole), Err(pieces)) => {
            assert_eq!(whole, pieces, "the pieces make another error");
            assert!(whole.byte <= file.len() as u64, "{whole} in a file of {} bytes", file.len());
            for lang in [Lang::Zh, Lang::En] {
                assert!(!tell(&Failure::Parse(whole.clone()), lang).what.is_empty());
            }
            Err(whole)
        }
        (whole, pieces) => panic!("whole: {:?}, in pieces: {:?}", whole.err(), pieces.err()),
    }
}

/// A file that is a snapshot can be read in all its sections, opens, keeps the invariants, and answers every question; so does what is left of one that
/// is cut off, by itself or by us.
pub fn open(input: &[u8]) {
    let (file, _) = file_and_cuts(input);
    for file in [file, cut(file)] {
        if let Ok(snapshot) = read_whole(file, Parser::salvage) {
            sections::read(&snapshot);
            let heap = Heap::open(snapshot, &mut |_| ());
            check_invariants(&heap);
            questions::ask(&heap, &mut chance(file));
        }
    }
}
