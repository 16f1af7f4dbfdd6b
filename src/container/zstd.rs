//! Zstandard (RFC 8878): frames, skippable frames, checksums.
//!
//! Owns the walk from block to block. The work inside a block is done by ruzstd; it is given one whole block at a time,
//! at most 128 KiB, so that a file may come in any pieces. A frame's window is not allocated before there are bytes to
//! fill it. What follows the last frame and is no frame is ignored.

use super::gather::{Gather, u32_at};
use super::layer::{Layer, OUT, Turn, Wrong};
use super::{Container, ContainerFault};
use ruzstd::decoding::errors::FrameDecoderError;
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use ruzstd::io::Read;

const MAGIC: u32 = 0xFD2F_B528;

/// Window that a frame may ask for: that of `zstd --long`, and of the zstd program itself unless it is told otherwise.
const WINDOW: u64 = 128 << 20;

/// A block is never longer (RFC 8878, 3.1.1.2.4).
const BLOCK: usize = 128 * 1024;

/// A last block of no bytes: what ruzstd keeps back as window comes out after it.
const NOTHING: [u8; 3] = [1, 0, 0];

/// Whether these bytes begin a frame, or a skippable one.
pub fn begins(bytes: [u8; 4]) -> bool {
    let magic = u32::from_le_bytes(bytes);
    magic == MAGIC || is_skippable(magic)
}

fn is_skippable(magic: u32) -> bool {
    magic & 0xFFFF_FFF0 == 0x184D_2A50
}

enum State {
    /// Before a frame; what does not begin one after the first is ignored.
    Magic,
    SkipLength,
    Skip {
        left: u32,
    },
    Header {
        length: usize,
    },
    BlockHeader,
    /// So many bytes with the header, and after the last one with the frame's checksum.
    Block {
        need: usize,
    },
    /// What the frame kept back is coming out, at its end or where the file was cut.
    Drain,
    Cut,
    Ignored,
}

/// A zstd file being unpacked.
pub struct Zstd {
    state: State,
    gather: Gather,
    /// A decoder for each frame: a used one would allocate the window that the next frame's header states.
    frame: Box<FrameDecoder>,
    has_checksum: bool,
    /// Whole frames so far, skippable ones included.
    frames: u64,
    unpacked: u64,
}

impl Zstd {
    pub fn new() -> Self {
        Self {
            state: State::Magic,
            gather: Gather::default(),
            frame: Box::default(),
            has_checksum: false,
            frames: 0,
            unpacked: 0,
        }
    }

    fn step(&mut self, rest: &mut &[u8], out: &mut Vec<u8>) -> Result<Option<()>, ContainerFault> {
        match self.state {
            State::Magic => {
                // One byte more than the magic: a frame's descriptor, or the first of a length.
                if !self.gather.fill(rest, 5) {
                    return Ok(None);
                }
                let magic = u32_at(self.gather.bytes(), 0);
                self.state = match magic {
                    MAGIC => State::Header { length: header_length(self.gather.bytes()[4]) },
                    _ if is_skippable(magic) => State::SkipLength,
                    _ if self.frames > 0 => State::Ignored,
                    _ => return Err(ContainerFault::damaged("a frame does not begin as one")),
                };
            }
            State::SkipLength => {
                if !self.gather.fill(rest, 8) {
                    return Ok(None);
                }
                self.state = State::Skip { left: u32_at(self.gather.bytes(), 4) };
                self.gather.clear();
            }
            State::Skip { ref mut left } => {
                let skipped = rest.len().min(*left as usize);
                *rest = &rest[skipped..];
                *left -= skipped as u32;
                if *left > 0 {
                    return Ok(None);
                }
                self.frames += 1;
                self.state = State::Magic;
            }
            State::Header { length } => {
                if !self.gather.fill(rest, length) {
                    return Ok(None);
                }
                self.has_checksum = self.gather.bytes()[4] & 4 != 0;
                *self.frame = FrameDecoder::new();
                self.frame.set_max_window_size(WINDOW);
                self.frame.init(self.gather.bytes()).map_err(fault)?;
                self.gather.clear();
                self.state = State::BlockHeader;
            }
            State::BlockHeader => {
                if !self.gather.fill(rest, 3) {
                    return Ok(None);
                }
                let [a, b, c] = [0, 1, 2].map(|at| u32::from(self.gather.bytes()[at]));
                let header = a | b << 8 | c << 16;
                let (last, kind, size) = (header & 1 == 1, (header >> 1) & 3, (header >> 3) as usize);
                if size > BLOCK || kind == 3 {
                    return Err(ContainerFault::damaged("a block is of no known kind, or larger than 128 KiB"));
                }
                // A block of one repeated byte holds that byte alone.
                let body = if kind == 1 { 1 } else { size };
                self.state = State::Block { need: 3 + body + if last && self.has_checksum { 4 } else { 0 } };
            }
            State::Block { need } => {
                if !self.gather.fill(rest, need) {
                    return Ok(None);
                }
                self.frame.decode_blocks(self.gather.bytes(), BlockDecodingStrategy::UptoBlocks(1)).map_err(fault)?;
                self.gather.clear();
                self.collect(out)?;
                self.state = if self.frame.is_finished() { State::Drain } else { State::BlockHeader };
            }
            State::Drain | State::Cut => {
                let before = out.len();
                self.collect(out)?;
                if out.len() > before {
                    return Ok(Some(()));
                }
                if let State::Cut = self.state {
                    return Ok(None);
                }
                if self.has_checksum && self.frame.get_checksum_from_data() != self.frame.get_calculated_checksum() {
                    return Err(ContainerFault::Checksum);
                }
                self.frames += 1;
                self.state = State::Magic;
            }
            State::Ignored => {
                *rest = &[];
                return Ok(None);
            }
        }
        Ok(Some(()))
    }
}

impl Zstd {
    /// Moves what the frame gives into `out`.
    fn collect(&mut self, out: &mut Vec<u8>) -> Result<(), ContainerFault> {
        let before = out.len();
        out.resize(before + OUT, 0);
        let read = self.frame.read(&mut out[before..]);
        out.truncate(before + read.as_ref().map_or(0, |read| *read));
        self.unpacked += (out.len() - before) as u64;
        read.map(drop).map_err(|_| ContainerFault::damaged("the compressed bytes make no sense"))
    }
}

impl Layer for Zstd {
    fn container(&self) -> Container {
        Container::Zstd
    }

    fn turn(&mut self, input: &[u8], ended: bool, out: &mut Vec<u8>) -> Result<(usize, Turn), Wrong> {
        let (mut rest, full) = (input, out.len() + OUT);
        while out.len() < full {
            match self.step(&mut rest, out) {
                Ok(Some(())) => {}
                Ok(None) if ended => {
                    let turn = match self.state {
                        // Fewer bytes than a frame's first ones are no frame.
                        State::Magic if self.frames > 0 => Turn::End,
                        State::Ignored => Turn::End,
                        State::BlockHeader | State::Block { .. } => {
                            // The frame's own last block is lost. With a checksum, which is lost too, this is an error,
                            // but the frame counts as finished all the same.
                            let _ = self.frame.decode_blocks(&NOTHING[..], BlockDecodingStrategy::UptoBlocks(1));
                            self.state = State::Cut;
                            continue;
                        }
                        _ => Turn::Cut,
                    };
                    return Ok((input.len() - rest.len(), turn));
                }
                Ok(None) => break,
                Err(fault) => return Err(Wrong { fault, ahead: input.len() - rest.len() }),
            }
        }
        Ok((input.len() - rest.len(), Turn::More))
    }

    fn unpacked(&self) -> u64 {
        self.unpacked
    }
}

/// Bytes of a frame's header, the magic with it, as its descriptor says.
fn header_length(descriptor: u8) -> usize {
    let single = descriptor & 0x20 != 0;
    let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let size = match descriptor >> 6 {
        0 => usize::from(single),
        1 => 2,
        2 => 4,
        _ => 8,
    };
    5 + usize::from(!single) + dictionary + size
}

fn fault(error: FrameDecoderError) -> ContainerFault {
    match error {
        FrameDecoderError::WindowSizeTooBig { requested, max } => {
            ContainerFault::Window { needed: requested, limit: max }
        }
        FrameDecoderError::DictNotProvided { .. } => ContainerFault::Dictionary,
        // Its own words would bring eight kilobytes of them into the page.
        _ => ContainerFault::damaged("the compressed bytes make no sense"),
    }
}
