//! The bytes of one entry of a zip.
//!
//! Owns its decompression and the comparison with what the header promised. Takes the packed bytes, which end where
//! the header says or, in a stream without sizes, where the compressed data says.

use crate::container::ContainerFault;
use crate::container::crc::Crc;
use crate::container::inflate::Inflate;
use crate::container::layer::{Layer, OUT, Turn};
use crate::container::zstd::Zstd;

enum Packing {
    Stored,
    Deflate(Inflate),
    Zstd(Box<Zstd>),
}

/// What the unpacked bytes have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    pub crc: u32,
    pub size: u64,
}

/// What an entry needs after it was fed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fed {
    /// More; with `false` nothing was done, so more bytes.
    More(bool),
    /// It is complete, and what was promised.
    Done,
    /// The input ended inside it.
    Cut,
}

/// An entry being unpacked.
pub struct Entry {
    packing: Packing,
    /// The compressed data is at its end.
    over: bool,
    /// Packed bytes still to come, if that is known.
    pub left: Option<u64>,
    promise: Option<Promise>,
    crc: Crc,
    /// Bytes so far.
    pub size: u64,
    /// Packed bytes so far.
    pub packed: u64,
}

impl Entry {
    /// An entry by its method, or nothing if that is not read here. `packed`: how many bytes, if known.
    pub fn new(method: u16, packed: Option<u64>, promise: Option<Promise>) -> Option<Self> {
        let packing = match (method, packed) {
            (0, _) => Packing::Stored,
            (8, _) => Packing::Deflate(Inflate::new()),
            // 20 is the number zstd had for a year.
            (93 | 20, Some(_)) => Packing::Zstd(Box::new(Zstd::new())),
            _ => return None,
        };
        Some(Self { packing, over: false, left: packed, promise, crc: Crc::new(), size: 0, packed: 0 })
    }

    /// Takes some of `input` and appends to `out`. `ended`: nothing comes after `input`.
    pub fn feed(
        &mut self,
        input: &[u8],
        ended: bool,
        out: &mut Vec<u8>,
    ) -> Result<(usize, Fed), (usize, ContainerFault)> {
        let most = self.left.and_then(|left| usize::try_from(left).ok()).unwrap_or(usize::MAX).min(input.len());
        let (offered, before) = (&input[..most], out.len());
        let last = self.left == Some(most as u64);
        let used = match &mut self.packing {
            Packing::Stored => {
                let used = most.min(OUT);
                out.extend_from_slice(&offered[..used]);
                self.over = last && used == most;
                used
            }
            // What stands between the end of the data and the end of the entry is skipped.
            Packing::Deflate(_) | Packing::Zstd(_) if self.over => {
                if self.left.is_some() {
                    most
                } else {
                    0
                }
            }
            Packing::Deflate(inflate) => {
                let (used, over) = inflate
                    .step(offered, out)
                    .map_err(|used| (used, ContainerFault::damaged("the compressed bytes make no sense")))?;
                self.over = over;
                used
            }
            Packing::Zstd(zstd) => {
                let (used, turn) = zstd.turn(offered, last, out).map_err(|wrong| (wrong.ahead, wrong.fault))?;
                self.over = turn == Turn::End;
                used
            }
        };
        self.left = self.left.map(|left| left.saturating_sub(used as u64));
        self.packed += used as u64;
        self.crc.take(&out[before..]);
        self.size += (out.len() - before) as u64;
        if self.over && matches!(self.left, None | Some(0)) {
            if self.promise.is_some_and(|promise| promise != self.made()) {
                return Err((used, ContainerFault::Checksum));
            }
            return Ok((used, Fed::Done));
        }
        if used > 0 || out.len() > before {
            return Ok((used, Fed::More(true)));
        }
        match self.left {
            Some(0) => Err((used, ContainerFault::damaged("an entry ends before its compressed data"))),
            _ if ended => Ok((used, Fed::Cut)),
            _ => Ok((used, Fed::More(false))),
        }
    }

    /// Whether its end is known before it is reached.
    pub fn is_measured(&self) -> bool {
        self.left.is_some()
    }

    /// What came out.
    pub fn made(&self) -> Promise {
        Promise { crc: self.crc.value(), size: self.size }
    }
}
