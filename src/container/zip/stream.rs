//! A zip read from its start, by the headers before each entry.
//!
//! Owns the walk from entry to entry where the directory cannot be asked: inside another container, or when the file is
//! cut off before it. Guarantee: an entry's place is never guessed; where a header does not say how long its entry is
//! and the data does not either, that is an error.

use super::{CENTRAL, Common, END, Entry, Fed, LOCAL, LOCAL_HEADER, Promise, SPLIT, size, zip64};
use crate::container::choice::{Chooser, Verdict};
use crate::container::gather::{Gather, u32_at, u64_at};
use crate::container::layer::{Layer, OUT, Turn, Wrong};
use crate::container::{Container, ContainerFault, SNIFF};

enum Fate {
    Out,
    Peek,
    Drop,
}

enum State {
    Signature,
    Local,
    Data {
        entry: Box<Entry>,
        fate: Fate,
        described: bool,
    },
    /// After an entry whose sizes follow it.
    Descriptor {
        made: Promise,
        packed: u64,
    },
    Skip {
        left: u64,
    },
    /// The directory, and whatever is behind it.
    Ignored,
}

/// A zip being unpacked as it comes.
pub struct Stream {
    state: State,
    gather: Gather,
    chooser: Chooser,
    name: String,
    /// What was unpacked to be looked at or dropped.
    scratch: Vec<u8>,
    unpacked: u64,
}

impl Stream {
    /// `pick`: the number of the entry to open, if that is known.
    pub fn new(pick: Option<u32>) -> Self {
        Self {
            state: State::Signature,
            gather: Gather::default(),
            chooser: Chooser::new(pick),
            name: String::new(),
            scratch: Vec::new(),
            unpacked: 0,
        }
    }

    fn step(&mut self, rest: &mut &[u8], ended: bool, out: &mut Vec<u8>) -> Result<Option<()>, ContainerFault> {
        match &mut self.state {
            State::Signature => {
                if !self.gather.fill(rest, 4) {
                    return Ok(None);
                }
                let magic = self.gather.bytes();
                if magic.starts_with(&LOCAL) {
                    self.state = State::Local;
                } else if magic == SPLIT {
                    self.gather.clear();
                } else if magic.starts_with(&CENTRAL) || magic.starts_with(&END) || magic.starts_with(b"PK\x06") {
                    self.state = State::Ignored;
                } else {
                    return Err(ContainerFault::damaged("an entry does not begin as one"));
                }
            }
            State::Local => {
                if !self.gather.fill(rest, LOCAL_HEADER) {
                    return Ok(None);
                }
                let Common { name, extra, .. } = Common::read(self.gather.bytes(), 4);
                if !self.gather.fill(rest, LOCAL_HEADER + name + extra) {
                    return Ok(None);
                }
                let header = self.gather.take();
                self.state = self.local(&header)?;
            }
            State::Data { entry, fate, described } => {
                let target = if let Fate::Out = fate { &mut *out } else { &mut self.scratch };
                let (before, left) = (target.len(), entry.left);
                let (used, fed) = match entry.feed(rest, ended, target) {
                    Ok(fed) => fed,
                    Err((used, fault)) => {
                        self.unpacked += (target.len() - before) as u64;
                        *rest = &rest[used..];
                        // What was only looked at may be broken behind its first bytes: in smaller pieces the fault
                        // would never have been met.
                        let left = left.filter(|_| matches!(fate, Fate::Peek) && !*described);
                        if let (Some(left), Some(first)) = (left, self.scratch.get(..SNIFF))
                            && self.chooser.look(&self.name, first) != Verdict::Open
                        {
                            self.state = State::Skip { left: left.saturating_sub(used as u64) };
                            return Ok(Some(()));
                        }
                        return Err(fault);
                    }
                };
                self.unpacked += (target.len() - before) as u64;
                *rest = &rest[used..];
                let done = fed == Fed::Done;
                if let Fate::Peek = fate
                    && (done || self.scratch.len() >= SNIFF)
                {
                    let first = &self.scratch[..self.scratch.len().min(SNIFF)];
                    *fate = match self.chooser.look(&self.name, first) {
                        Verdict::Open => {
                            out.append(&mut self.scratch);
                            Fate::Out
                        }
                        Verdict::Skip | Verdict::Peek => Fate::Drop,
                    };
                }
                if let Fate::Drop = fate {
                    self.scratch.clear();
                }
                if done {
                    let (made, packed) = (entry.made(), entry.packed);
                    self.state = if *described { State::Descriptor { made, packed } } else { State::Signature };
                } else if let (Fate::Drop, Some(left), false) = (&*fate, entry.left, *described) {
                    self.state = State::Skip { left };
                } else if let Fed::More(false) | Fed::Cut = fed {
                    return Ok(None);
                }
            }
            State::Descriptor { made, packed } => {
                // With or without a signature, with sizes of four or of eight bytes: that which is true is meant.
                let enough = self.gather.fill(rest, 24);
                if !enough && !ended {
                    return Ok(None);
                }
                let record = self.gather.take();
                let body = |record: &[u8]| {
                    let crc = u32_at(record, 0) == made.crc;
                    let long = u64_at(record, 4) == *packed && u64_at(record, 12) == made.size;
                    let short = u32_at(record, 4) == *packed as u32 && u32_at(record, 8) == made.size as u32;
                    (crc && long && record.len() >= 20, crc && short && record.len() >= 12)
                };
                let marked = record.starts_with(&SPLIT);
                let signed = if marked { body(record.get(4..).unwrap_or_default()) } else { (false, false) };
                let length = match (signed, body(&record)) {
                    ((true, _), _) => 24,
                    ((_, true), _) => 16,
                    (_, (true, _)) => 20,
                    (_, (_, true)) => 12,
                    _ if !enough => return Ok(None),
                    _ => return Err(ContainerFault::Checksum),
                };
                self.gather = Gather::of(record[length..].to_vec());
                self.state = State::Signature;
            }
            State::Skip { left } => {
                let skipped = usize::try_from(*left).map_or(rest.len(), |left| left.min(rest.len()));
                *rest = &rest[skipped..];
                *left -= skipped as u64;
                if *left > 0 {
                    return Ok(None);
                }
                self.state = State::Signature;
            }
            State::Ignored => {
                *rest = &[];
                return Ok(None);
            }
        }
        Ok(Some(()))
    }

    fn local(&mut self, header: &[u8]) -> Result<State, ContainerFault> {
        let common = Common::read(header, 4);
        let (name, extra) = header[LOCAL_HEADER..].split_at(common.name);
        self.name = String::from_utf8_lossy(name).into_owned();
        let [long_unpacked, long_packed] = zip64(extra, [common.unpacked == u32::MAX, common.packed == u32::MAX]);
        let (packed, unpacked) = (size(common.packed, long_packed), size(common.unpacked, long_unpacked));
        // Bit 3: crc and sizes follow the data, and stand here as 0.
        let described = common.flags & 8 != 0;
        let known = (!described || packed > 0).then_some(packed);
        let skip = |known: Option<u64>| match known {
            Some(left) => Ok(State::Skip { left }),
            None => Err(ContainerFault::damaged("an entry does not say how long it is")),
        };
        if self.name.ends_with('/') {
            return skip(Some(packed));
        }
        let verdict = self.chooser.meet(&self.name);
        let entry = || {
            let promise = (!described).then_some(Promise { crc: common.crc, size: unpacked });
            Entry::new(common.method, known, promise).filter(|entry| common.method == 8 || entry.is_measured())
        };
        let (verdict, entry) = match (verdict, entry()) {
            (verdict, Some(entry)) if !common.is_encrypted() => (verdict, Some(entry)),
            // Whatever is in it, only its name can be gone by.
            (Verdict::Peek, _) => (self.chooser.look(&self.name, &[]), None),
            (verdict, _) => (verdict, None),
        };
        match (verdict, entry) {
            (Verdict::Open, Some(entry)) => Ok(State::Data { entry: Box::new(entry), fate: Fate::Out, described }),
            (Verdict::Peek, Some(entry)) => {
                self.scratch.clear();
                Ok(State::Data { entry: Box::new(entry), fate: Fate::Peek, described })
            }
            (Verdict::Skip | Verdict::Peek, entry) => match (known, entry) {
                (None, Some(entry)) => Ok(State::Data { entry: Box::new(entry), fate: Fate::Drop, described }),
                (Some(left), _) if described => {
                    // The descriptor cannot be checked against data that is not read; so it is read.
                    match Entry::new(common.method, Some(left), None) {
                        Some(entry) => Ok(State::Data { entry: Box::new(entry), fate: Fate::Drop, described }),
                        None => Err(ContainerFault::damaged("an entry does not say where the next one begins")),
                    }
                }
                (known, _) => skip(known),
            },
            (Verdict::Open, None) if common.is_encrypted() => {
                Err(ContainerFault::Encrypted { name: self.name.clone() })
            }
            (Verdict::Open, None) => Err(ContainerFault::Method { name: self.name.clone(), method: common.method }),
        }
    }

    /// What the end of the input means here.
    fn end(&self) -> Result<Turn, ContainerFault> {
        let cut = match &self.state {
            State::Data { fate: Fate::Out, .. } => return Ok(Turn::Cut),
            State::Ignored => false,
            // Without a directory something is missing.
            _ => true,
        };
        self.chooser.end(cut)
    }
}

impl Layer for Stream {
    fn container(&self) -> Container {
        Container::Zip
    }

    fn turn(&mut self, input: &[u8], ended: bool, out: &mut Vec<u8>) -> Result<(usize, Turn), Wrong> {
        let (mut rest, full, dropped) = (input, out.len() + OUT, self.unpacked + OUT as u64);
        while out.len() < full && self.unpacked < dropped {
            let step = self.step(&mut rest, ended, out);
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
