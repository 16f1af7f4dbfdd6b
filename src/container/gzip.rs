//! gzip (RFC 1952), of one member or many.
//!
//! Owns the headers and trailers around deflate streams. What follows the last member and is no member is ignored, as
//! gzip itself does: tapes and some uploads pad with zeros.

use super::crc::Crc;
use super::gather::{Gather, u16_at, u32_at};
use super::inflate::Inflate;
use super::layer::{Layer, OUT, Turn, Wrong};
use super::{Container, ContainerFault};

/// The first bytes of a member.
pub const MAGIC: [u8; 2] = [0x1f, 0x8b];

const HAS_CRC: u8 = 2;
const HAS_EXTRA: u8 = 4;
const HAS_NAME: u8 = 8;
const HAS_COMMENT: u8 = 16;

enum State {
    Header,
    /// The length of the extra field, then the field itself.
    ExtraLength {
        flags: u8,
    },
    Extra {
        flags: u8,
        left: u16,
    },
    /// A name or a comment, up to its zero byte.
    Words {
        flags: u8,
    },
    HeaderCrc,
    Data,
    Trailer,
    /// After a member: another one, or something that is ignored.
    Between,
    Ignored,
}

/// A gzip file being unpacked.
pub struct Gzip {
    state: State,
    gather: Gather,
    inflate: Inflate,
    crc: Crc,
    /// Bytes of this member, modulo 2^32 as its trailer counts them.
    member: u32,
    unpacked: u64,
}

impl Gzip {
    pub fn new() -> Self {
        Self {
            state: State::Header,
            gather: Gather::default(),
            inflate: Inflate::new(),
            crc: Crc::new(),
            member: 0,
            unpacked: 0,
        }
    }

    /// The next part of the header that the flags promise; each is dropped from `flags` when it is done.
    fn header_part(flags: u8) -> State {
        match flags {
            _ if flags & HAS_EXTRA != 0 => State::ExtraLength { flags: flags & !HAS_EXTRA },
            _ if flags & (HAS_NAME | HAS_COMMENT) != 0 => State::Words { flags },
            _ if flags & HAS_CRC != 0 => State::HeaderCrc,
            _ => State::Data,
        }
    }

    /// One step; `None` when more input is needed.
    fn step(&mut self, rest: &mut &[u8], out: &mut Vec<u8>) -> Result<Option<()>, ContainerFault> {
        match self.state {
            State::Header => {
                if !self.gather.fill(rest, 10) {
                    return Ok(None);
                }
                let header = self.gather.bytes();
                let (method, flags) = (header[2], header[3]);
                if method != 8 {
                    return Err(ContainerFault::damaged(&format!("found compression method {method}, 8 was needed")));
                }
                if flags & 0xE0 != 0 {
                    return Err(ContainerFault::damaged("the header has flags that nobody knows"));
                }
                self.gather.clear();
                self.state = Self::header_part(flags & (HAS_CRC | HAS_EXTRA | HAS_NAME | HAS_COMMENT));
            }
            State::ExtraLength { flags } => {
                if !self.gather.fill(rest, 2) {
                    return Ok(None);
                }
                self.state = State::Extra { flags, left: u16_at(self.gather.bytes(), 0) };
                self.gather.clear();
            }
            State::Extra { flags, ref mut left } => {
                let skipped = rest.len().min(usize::from(*left));
                *rest = &rest[skipped..];
                *left -= skipped as u16;
                if *left > 0 {
                    return Ok(None);
                }
                self.state = Self::header_part(flags);
            }
            State::Words { flags } => match memchr::memchr(0, rest) {
                Some(end) => {
                    *rest = &rest[end + 1..];
                    let done = if flags & HAS_NAME != 0 { HAS_NAME } else { HAS_COMMENT };
                    self.state = Self::header_part(flags & !done);
                }
                None => {
                    *rest = &[];
                    return Ok(None);
                }
            },
            State::HeaderCrc => {
                if !self.gather.fill(rest, 2) {
                    return Ok(None);
                }
                self.gather.clear();
                self.state = State::Data;
            }
            State::Data => {
                let (before, offered) = (out.len(), rest.len());
                let (used, ended) = match self.inflate.step(rest, out) {
                    Ok(step) => step,
                    Err(used) => {
                        *rest = &rest[used..];
                        return Err(ContainerFault::damaged("the compressed bytes make no sense"));
                    }
                };
                *rest = &rest[used..];
                let made = &out[before..];
                self.crc.take(made);
                self.member = self.member.wrapping_add(made.len() as u32);
                self.unpacked += made.len() as u64;
                if ended {
                    self.state = State::Trailer;
                } else if made.is_empty() && used == 0 || offered == 0 && made.is_empty() {
                    return Ok(None);
                }
            }
            State::Trailer => {
                if !self.gather.fill(rest, 8) {
                    return Ok(None);
                }
                let (crc, length) = (u32_at(self.gather.bytes(), 0), u32_at(self.gather.bytes(), 4));
                if crc != self.crc.value() || length != self.member {
                    return Err(ContainerFault::Checksum);
                }
                self.gather.clear();
                self.state = State::Between;
            }
            State::Between => {
                if !self.gather.fill(rest, 2) {
                    return Ok(None);
                }
                if self.gather.bytes() == MAGIC {
                    self.inflate.restart();
                    self.crc.restart();
                    self.member = 0;
                    self.state = State::Header;
                } else {
                    self.state = State::Ignored;
                }
            }
            State::Ignored => {
                *rest = &[];
                return Ok(None);
            }
        }
        Ok(Some(()))
    }
}

impl Layer for Gzip {
    fn container(&self) -> Container {
        Container::Gzip
    }

    fn turn(&mut self, input: &[u8], ended: bool, out: &mut Vec<u8>) -> Result<(usize, Turn), Wrong> {
        let (mut rest, full) = (input, out.len() + OUT);
        while out.len() < full {
            match self.step(&mut rest, out) {
                Ok(Some(())) => {}
                Ok(None) if ended => {
                    let turn = match self.state {
                        State::Between | State::Ignored => Turn::End,
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
