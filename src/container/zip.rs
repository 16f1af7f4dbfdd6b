//! zip (APPNOTE 6.3.10): its records, its entries, its directory.
//!
//! Owns what the two ways of reading a zip share. A file on the disk is read by its directory, which is the truth and
//! stands at the end ([`Finder`]); what comes as a stream, inside another container or without its end, is read by the
//! headers before each entry ([`stream`]).

pub mod directory;
mod entry;
pub(super) mod stream;

pub use directory::{Asked, Finder, Listed};
pub(super) use entry::{Entry, Fed, Promise};

use super::gather::{u16_at, u32_at, u64_at};

pub(super) const LOCAL: [u8; 4] = *b"PK\x03\x04";
pub(super) const CENTRAL: [u8; 4] = *b"PK\x01\x02";
pub(super) const END: [u8; 4] = *b"PK\x05\x06";
/// Before the first entry of a zip that was to be split over disks, and before a data descriptor.
pub(super) const SPLIT: [u8; 4] = *b"PK\x07\x08";

/// Bytes of a local header before the name.
pub const LOCAL_HEADER: usize = 30;

/// Whether these bytes begin a zip.
pub(super) fn begins(magic: [u8; 4]) -> bool {
    [LOCAL, END, SPLIT].contains(&magic)
}

/// How far behind the start of its local header an entry's data begins; nothing if these bytes are no such header.
pub fn data_begins(header: &[u8]) -> Option<u64> {
    let header = header.first_chunk::<LOCAL_HEADER>().filter(|header| header.starts_with(&LOCAL))?;
    Some(LOCAL_HEADER as u64 + u64::from(u16_at(header, 26)) + u64::from(u16_at(header, 28)))
}

/// What zip64 says in an entry's extra fields, in its fixed order; each is there only if the old field is full.
fn zip64<const N: usize>(extra: &[u8], full: [bool; N]) -> [Option<u64>; N] {
    let (mut rest, mut found) = (extra, [None; N]);
    while rest.len() >= 4 {
        let (id, length) = (u16_at(rest, 0), usize::from(u16_at(rest, 2)));
        let Some(field) = rest.get(4..4 + length) else { break };
        if id == 1 {
            let values = (0..).step_by(8).map(|at| field.get(at..at + 8).map(|field| u64_at(field, 0)));
            let places = found.iter_mut().zip(full).filter_map(|(slot, full)| full.then_some(slot));
            places.zip(values).for_each(|(slot, value)| *slot = value);
            break;
        }
        rest = &rest[4 + length..];
    }
    found
}

/// A size from its old field, or from zip64 if that is full.
fn size(old: u32, new: Option<u64>) -> u64 {
    if old == u32::MAX { new.unwrap_or(u64::from(old)) } else { u64::from(old) }
}

/// What both headers say of an entry. `at`: where the version needed stands, from which on they agree.
struct Common {
    flags: u16,
    method: u16,
    crc: u32,
    packed: u32,
    unpacked: u32,
    name: usize,
    extra: usize,
}

impl Common {
    fn read(header: &[u8], at: usize) -> Self {
        Self {
            flags: u16_at(header, at + 2),
            method: u16_at(header, at + 4),
            crc: u32_at(header, at + 10),
            packed: u32_at(header, at + 14),
            unpacked: u32_at(header, at + 18),
            name: usize::from(u16_at(header, at + 22)),
            extra: usize::from(u16_at(header, at + 24)),
        }
    }

    /// A password, strong encryption, or AES.
    fn is_encrypted(&self) -> bool {
        self.flags & 0x41 != 0 || self.method == 99
    }
}
