//! What a snapshot may be packed in: gzip, zstd, zip, tar, one in the other.
//!
//! Owns the framing of packed files and no reading: bytes go in, unpacked bytes come out ([`Unpacker`]); a zip's
//! directory asks for the ranges it wants ([`zip::Finder`]). Guarantees: a container is known by its first bytes and
//! never by its name; no size that a file states is ever allocated; what was unpacked before a cut comes out before the
//! cut is told; what expands beyond reason is refused while it is still small; names are text and nothing else.

mod choice;
mod crc;
mod fault;
mod gather;
mod gzip;
mod inflate;
mod layer;
mod tar;
mod unpack;
pub mod zip;
mod zstd;

pub use choice::{Rank, rank_of_content, rank_of_name};
pub use fault::{ContainerError, ContainerFault};
pub use unpack::{Step, Unpacker};

use serde::{Deserialize, Serialize};

/// So many first bytes tell what a file is packed in: tar's mark stands in the checksum of its first block.
pub const SNIFF: usize = tar::BLOCK;

/// Layers of containers in each other that are opened.
pub const DEPTH: usize = 4;

/// A kind of container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Container {
    Gzip,
    Zstd,
    Zip,
    Tar,
}

impl Container {
    /// Its name, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Container::Gzip => "gzip",
            Container::Zstd => "zstd",
            Container::Zip => "zip",
            Container::Tar => "tar",
        }
    }
}

/// The container that begins with these bytes. Give it [`SNIFF`] of them, or all there are.
pub fn sniff(bytes: &[u8]) -> Option<Container> {
    if bytes.starts_with(&gzip::MAGIC) {
        return Some(Container::Gzip);
    }
    if let Some(magic) = bytes.first_chunk::<4>() {
        if zstd::begins(*magic) {
            return Some(Container::Zstd);
        }
        if zip::begins(*magic) {
            return Some(Container::Zip);
        }
    }
    bytes.first_chunk().is_some_and(tar::is_header).then_some(Container::Tar)
}
