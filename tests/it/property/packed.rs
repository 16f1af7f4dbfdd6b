//! Packed bytes: whatever they claim to be, the same comes out however they come, and never more than there is room for.

use super::bytes::chance;
use crate::chance::Chance;
use heapsky::container::zip::{Asked, Finder};
use heapsky::container::{Container, ContainerError, SNIFF, Step, Unpacker, sniff};
use heapsky::present::text::{Lang, tell};
use heapsky::protocol::Failure;

/// When so much has come out, it has been seen that more would: bombs are for tests that have the time.
const ENOUGH: usize = 2 << 20;

/// What came out, up to [`ENOUGH`].
#[derive(Debug, PartialEq)]
struct Unpacked {
    bytes: Vec<u8>,
    /// `None` if there is more.
    cut: Option<bool>,
    inside: Option<String>,
    left_out: u32,
}

/// As a stream in two ways, and as a file on a disk, of which a zip's directory may ask for any part.
pub fn container(file: &[u8]) {
    let (mut at_once, mut cut_up) = (Unpacker::new(), Unpacker::new());
    let whole = unpacked(&mut at_once, file, &mut |_| 1 << 16);
    let mut chance = chance(file);
    let lengths: [usize; 3] = [1, 1 + chance.below(20), 1 + chance.below(700)];
    let pieces = unpacked(&mut cut_up, file, &mut |chance| chance.pick(&lengths));
    match (&whole, &pieces) {
        (Ok(whole), Ok(pieces)) => {
            let length = whole.bytes.len().min(pieces.bytes.len());
            assert_eq!(whole.bytes[..length], pieces.bytes[..length], "the pieces give other bytes");
            if whole.cut.is_some() || pieces.cut.is_some() {
                assert_eq!(whole, pieces, "the pieces end otherwise");
            }
        }
        // Of several containers in each other the one that meets its fault first tells it.
        (Err(whole), Err(pieces)) => {
            assert!(
                whole == pieces || at_once.containers().count().max(cut_up.containers().count()) > 1,
                "whole: {whole:?}, in pieces: {pieces:?}"
            )
        }
        _ => panic!("whole: {whole:?}, in pieces: {pieces:?}"),
    }
    let on_disk = on_disk(file);
    for error in [whole.err(), on_disk.err()].into_iter().flatten() {
        assert!(error.byte <= file.len() as u64, "{error} in a file of {} bytes", file.len());
        for lang in [Lang::Zh, Lang::En] {
            assert!(!tell(&Failure::Container(error.clone()), lang).what.is_empty());
        }
    }
}

fn unpacked(
    unpacker: &mut Unpacker,
    file: &[u8],
    piece: &mut dyn FnMut(&mut Chance) -> usize,
) -> Result<Unpacked, ContainerError> {
    let (mut at, mut bytes, mut again) = (0, Vec::new(), 0);
    let mut chance = chance(file);
    loop {
        match unpacker.pull()? {
            Step::Bytes => {
                assert!(!unpacker.bytes().is_empty(), "something comes out");
                bytes.extend_from_slice(unpacker.bytes());
                if bytes.len() > ENOUGH {
                    return Ok(Unpacked { bytes, cut: None, inside: None, left_out: 0 });
                }
            }
            Step::Input if at == file.len() => unpacker.end(),
            Step::Input => {
                let end = file.len().min(at + piece(&mut chance));
                unpacker.room(end - at).copy_from_slice(&file[at..end]);
                at = end;
            }
            Step::Again => {
                again += 1;
                assert!(bytes.is_empty() && again <= 8, "the file is read again and again");
                at = 0;
            }
            Step::End { cut } => {
                let inside = unpacker.inside().map(str::to_owned);
                return Ok(Unpacked { bytes, cut: Some(cut), inside, left_out: unpacker.left_out() });
            }
        }
    }
}

fn on_disk(file: &[u8]) -> Result<(), ContainerError> {
    if sniff(&file[..file.len().min(SNIFF)]) != Some(Container::Zip) {
        return Ok(());
    }
    let (mut finder, mut asked) = Finder::new(file.len() as u64);
    for _ in 0..10_000 {
        match asked {
            Asked::Range(range) => {
                let part = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
                let part = part.and_then(|(start, end)| file.get(start..end)).expect("a part of the file");
                asked = finder.take(part)?;
            }
            Asked::Found { entry, begins, .. } => {
                let end = begins.checked_add(entry.packed).expect("an end");
                let data = file.get(begins as usize..end as usize).expect("a part of the file");
                return unpacked(&mut Unpacker::of_entry(entry)?, data, &mut |_| 1 << 16).map(drop);
            }
            Asked::NoDirectory => return Ok(()),
        }
    }
    panic!("the directory asks without end");
}
