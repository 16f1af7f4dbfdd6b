//! Why a packed file cannot be unpacked: which container, where, what was found.
//!
//! Owns the error type of containers, as plain data, so that the page can say it in the reader's language. `Display` is
//! the technical English form. A file that merely ends too early is no error here: see [`Step::End`](super::Step).

use super::Container;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A reason to stop unpacking, with the place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContainerError {
    pub container: Container,
    pub fault: ContainerFault,
    /// Offset in the file as it lies on the disk, counted from 0. Inside a container within another it is the place of
    /// the outermost one, up to which had been read.
    pub byte: u64,
}

/// What was wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ContainerFault {
    /// The packed bytes make no sense.
    Damaged { detail: String },
    /// What was unpacked is not what was packed.
    Checksum,
    /// So many bytes became so many: more than any snapshot is compressed.
    Expands { packed: u64, unpacked: u64 },
    /// More than [`DEPTH`](super::DEPTH) containers in each other.
    TooDeep,
    /// An archive of so many files, none of which is a snapshot; the names of the first few.
    NoSnapshot { files: u64, names: Vec<String> },
    /// A zip with a password.
    Encrypted { name: String },
    /// A zip's compression that is not read here.
    Method { name: String, method: u16 },
    /// A zstd frame that wants more memory than is given to it (`zstd --long`, above 128 MiB).
    Window { needed: u64, limit: u64 },
    /// A zstd frame that was made with a dictionary, which is not in the file.
    Dictionary,
}

impl ContainerFault {
    pub(crate) fn damaged(detail: &str) -> Self {
        ContainerFault::Damaged { detail: detail.to_owned() }
    }
}

impl fmt::Display for ContainerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (packed byte {})", self.container.name(), self.fault, self.byte)
    }
}

impl std::error::Error for ContainerError {}

impl fmt::Display for ContainerFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ContainerFault::Damaged { detail } => f.write_str(detail),
            ContainerFault::Checksum => write!(f, "the unpacked bytes do not have the checksum that was packed"),
            ContainerFault::Expands { packed, unpacked } => {
                write!(f, "{packed} bytes became {unpacked}, a snapshot was needed")
            }
            ContainerFault::TooDeep => write!(f, "found more than {} containers in each other", super::DEPTH),
            ContainerFault::NoSnapshot { files, names } => {
                write!(f, "found {files} files {names:?}, a heap snapshot was needed")
            }
            ContainerFault::Encrypted { name } => write!(f, "{name:?} is encrypted"),
            ContainerFault::Method { name, method } => {
                write!(f, "{name:?} is packed by method {method}, 0, 8 or 93 was needed")
            }
            ContainerFault::Window { needed, limit } => {
                write!(f, "a frame needs a window of {needed} bytes, at most {limit} are given")
            }
            ContainerFault::Dictionary => write!(f, "a frame needs a dictionary, which is not in the file"),
        }
    }
}
