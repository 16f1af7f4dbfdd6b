//! tar: ustar, pax headers, GNU's long names and large sizes.
//!
//! Owns the walk from block to block, and passes the one entry through that is the snapshot. A header is known by its
//! checksum, which every tar has, and not by its magic, which the oldest lack. Links, folders and devices have no bytes;
//! sparse files are none of ours.

use super::choice::{Chooser, Verdict};
use super::gather::Gather;
use super::layer::{Layer, OUT, Turn, Wrong};
use super::{Container, ContainerFault, SNIFF};

/// A tar is made of these.
pub const BLOCK: usize = 512;

/// A long name or a pax header may be so long; no path is.
const NAME_LIMIT: u64 = 1 << 20;

/// Whether a block is a header: it holds the sum of its bytes, with the sum's own eight as spaces.
pub fn is_header(block: &[u8; BLOCK]) -> bool {
    let Some(stored) = number(&block[148..156]) else { return false };
    let others = || block[..148].iter().chain(&block[156..]);
    // Some old tars took bytes as signed.
    let (plain, signed): (i64, i64) =
        (others().map(|b| i64::from(*b)).sum(), others().map(|b| i64::from(*b as i8)).sum());
    let spaces = 8 * i64::from(b' ');
    i64::try_from(stored).is_ok_and(|stored| stored == plain + spaces || stored == signed + spaces)
}

/// Octal digits between spaces, up to a zero byte; or, with the first bit set, big-endian binary (GNU, for 8 GiB and more).
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        let (first, rest) = (u64::from(field[0] & 0x7F), &field[1..]);
        // 0xFF begins a negative number.
        return rest.iter().try_fold(first, |sum, byte| sum.checked_mul(256)?.checked_add(u64::from(*byte)));
    }
    let digits = field.split(|byte| *byte == 0).next().unwrap_or_default().trim_ascii();
    digits.iter().try_fold(0u64, |sum, byte| match byte {
        b'0'..=b'7' => sum.checked_mul(8)?.checked_add(u64::from(byte - b'0')),
        _ => None,
    })
}

fn text(field: &[u8]) -> String {
    let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    String::from_utf8_lossy(&field[..end]).into_owned()
}

enum Fate {
    Out,
    Peek(Vec<u8>),
    Drop,
}

enum State {
    Header,
    /// What says something of the next entry, by its type.
    Note {
        kind: u8,
        size: u64,
    },
    /// An entry's bytes.
    Data {
        left: u64,
        size: u64,
        fate: Fate,
    },
    /// Zeros up to the next block.
    Padding {
        left: u64,
    },
    /// After the end of the archive.
    Ignored,
}

/// A tar being unpacked.
pub struct Tar {
    state: State,
    gather: Gather,
    chooser: Chooser,
    name: String,
    /// Said of the next entry, before it.
    next_name: Option<String>,
    next_size: Option<u64>,
    unpacked: u64,
}

impl Tar {
    /// `pick`: the number of the entry to open, if that is known.
    pub fn new(pick: Option<u32>) -> Self {
        Self {
            state: State::Header,
            gather: Gather::default(),
            chooser: Chooser::new(pick),
            name: String::new(),
            next_name: None,
            next_size: None,
            unpacked: 0,
        }
    }

    fn step(&mut self, rest: &mut &[u8], out: &mut Vec<u8>) -> Result<Option<()>, ContainerFault> {
        match &mut self.state {
            State::Header => {
                if !self.gather.fill(rest, BLOCK) {
                    return Ok(None);
                }
                let block = self.gather.take();
                self.state = match block.first_chunk() {
                    _ if block.iter().all(|byte| *byte == 0) => State::Ignored,
                    Some(block) if is_header(block) => self.header(block)?,
                    _ => return Err(ContainerFault::damaged("a block is no header of a file")),
                };
            }
            State::Note { kind, size } => {
                let (kind, size) = (*kind, *size);
                if !self.gather.fill(rest, size as usize) {
                    return Ok(None);
                }
                let note = self.gather.take();
                match kind {
                    b'L' => self.next_name = Some(text(&note)),
                    b'x' => self.pax(&note)?,
                    _ => {}
                }
                self.state = State::Padding { left: padding(size) };
            }
            State::Data { left, size, fate } => {
                let most = usize::try_from(*left).map_or(rest.len(), |left| left.min(rest.len()));
                let done = matches!(fate, Fate::Drop) || *left <= most as u64;
                let taken = match fate {
                    Fate::Drop => most,
                    Fate::Out => most.min(OUT),
                    Fate::Peek(peeked) => most.min(SNIFF - peeked.len()),
                };
                let bytes = &rest[..taken];
                match fate {
                    Fate::Drop => {}
                    Fate::Out => {
                        out.extend_from_slice(bytes);
                        self.unpacked += taken as u64;
                    }
                    Fate::Peek(peeked) => peeked.extend_from_slice(bytes),
                }
                *rest = &rest[taken..];
                *left -= taken as u64;
                let done = done && *left == 0;
                if let Fate::Peek(peeked) = fate
                    && (done || peeked.len() == SNIFF)
                {
                    *fate = match self.chooser.look(&self.name, peeked) {
                        Verdict::Open => {
                            out.append(peeked);
                            Fate::Out
                        }
                        Verdict::Skip | Verdict::Peek => Fate::Drop,
                    };
                }
                if done {
                    self.state = State::Padding { left: padding(*size) };
                } else if taken == 0 {
                    return Ok(None);
                }
            }
            State::Padding { left } => {
                let skipped = rest.len().min(*left as usize);
                *rest = &rest[skipped..];
                *left -= skipped as u64;
                if *left > 0 {
                    return Ok(None);
                }
                self.state = State::Header;
            }
            State::Ignored => {
                *rest = &[];
                return Ok(None);
            }
        }
        Ok(Some(()))
    }

    fn header(&mut self, block: &[u8; BLOCK]) -> Result<State, ContainerFault> {
        let size = number(&block[124..136]).ok_or_else(|| ContainerFault::damaged("a size is no number"))?;
        let kind = block[156];
        if matches!(kind, b'L' | b'K' | b'x' | b'g') {
            if size > NAME_LIMIT {
                return Err(ContainerFault::damaged("a name is longer than 1 MiB"));
            }
            return Ok(State::Note { kind, size });
        }
        let (name, size) = (self.next_name.take(), self.next_size.take().unwrap_or(size));
        self.name = name.unwrap_or_else(|| match &block[257..263] {
            b"ustar\0" if block[345] != 0 => format!("{}/{}", text(&block[345..500]), text(&block[..100])),
            _ => text(&block[..100]),
        });
        match kind {
            // Links, devices, folders, pipes: a size, if any, is not that of bytes.
            b'1'..=b'6' => Ok(State::Header),
            b'0' | 0 | b'7' if !self.name.ends_with('/') => {
                let fate = match self.chooser.meet(&self.name) {
                    Verdict::Open => Fate::Out,
                    Verdict::Skip => Fate::Drop,
                    Verdict::Peek => Fate::Peek(Vec::new()),
                };
                Ok(State::Data { left: size, size, fate })
            }
            _ => Ok(State::Data { left: size, size, fate: Fate::Drop }),
        }
    }

    /// Records `LENGTH KEY=VALUE\n`, the length being that of the whole record.
    fn pax(&mut self, note: &[u8]) -> Result<(), ContainerFault> {
        let wrong = || ContainerFault::damaged("a pax header makes no sense");
        let mut rest = note;
        while !rest.is_empty() {
            let space = rest.iter().position(|byte| *byte == b' ').ok_or_else(wrong)?;
            let length = std::str::from_utf8(&rest[..space]).ok().and_then(|digits| digits.parse().ok());
            let length: usize = length.ok_or_else(wrong)?;
            let record = rest.get(space + 1..length).ok_or_else(wrong)?;
            let record = record.strip_suffix(b"\n").ok_or_else(wrong)?;
            rest = &rest[length..];
            let Some(equals) = record.iter().position(|byte| *byte == b'=') else { return Err(wrong()) };
            let (key, value) = (&record[..equals], &record[equals + 1..]);
            match key {
                b"path" => self.next_name = Some(text(value)),
                b"size" => {
                    let size = std::str::from_utf8(value).ok().and_then(|digits| digits.parse().ok());
                    self.next_size = Some(size.ok_or_else(wrong)?);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What the end of the input means here.
    fn end(&self) -> Result<Turn, ContainerFault> {
        let cut = match &self.state {
            State::Data { fate: Fate::Out, .. } => return Ok(Turn::Cut),
            State::Ignored => false,
            _ => true,
        };
        self.chooser.end(cut)
    }
}

impl Layer for Tar {
    fn container(&self) -> Container {
        Container::Tar
    }

    fn turn(&mut self, input: &[u8], ended: bool, out: &mut Vec<u8>) -> Result<(usize, Turn), Wrong> {
        let (mut rest, full) = (input, out.len() + OUT);
        while out.len() < full {
            let step = self.step(&mut rest, out);
            let ahead = input.len() - rest.len();
            match step {
                Ok(Some(())) => {}
                Ok(None) if ended => {
                    return self.end().map(|turn| (ahead, turn)).map_err(|fault| Wrong { fault, ahead });
                }
                Ok(None) => break,
                Err(fault) => return Err(Wrong { fault, ahead }),
            }
        }
        Ok((input.len() - rest.len(), Turn::More))
    }

    fn unpacked(&self) -> u64 {
        self.unpacked
    }

    fn inside(&self) -> Option<&str> {
        self.chooser.opened()
    }

    fn left_out(&self) -> u32 {
        self.chooser.left_out()
    }
}

fn padding(size: u64) -> u64 {
    (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64
}
