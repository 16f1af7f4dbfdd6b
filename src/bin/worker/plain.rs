//! The bytes of the snapshot in a file, whatever it is packed in.
//!
//! Owns the way from pieces of a file to plain bytes. The framing is the library's (`container`); this file fetches what
//! it asks for. While all is well, gzip and deflate on the disk go through the browser's decompressor, which works beside
//! the worker. That one can neither read a second member, nor say where a file is damaged, nor give all there is of a cut
//! one; so at the first objection the library unpacks the file once more from its start and goes on where it was.

use crate::file::{Decompressor, Pieces, range};
use crate::open::describe;
use crate::origin::Origin;
use heapsky::container::zip::{Asked, Finder, Listed};
use heapsky::container::{Container, ContainerError, SNIFF, Step, Unpacker, sniff};
use heapsky::protocol::Failure;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::Blob;

/// Bytes unpacked or parsed at once: small enough that progress flows and wasm gets its hot loops compiled early.
const PIECE: u32 = 1 << 20;

/// The snapshot in a zip on the disk.
struct Found {
    entry: Listed,
    begins: u64,
    left_out: u32,
}

/// Plain bytes, piece by piece.
pub struct Plain {
    origin: Origin,
    found: Option<Found>,
    /// The format that the browser decompresses, as long as it does not object.
    native: Option<&'static str>,
    pieces: Pieces,
    /// A piece of which the unpacker has had so much.
    piece: Option<(Uint8Array, u32)>,
    unpacker: Unpacker,
    /// Plain bytes given out, and how many of them are still to come once more.
    given: u64,
    again: u64,
}

impl Plain {
    /// Looks what the file is. `loading` is told how much is there of a file that must be loaded whole first.
    pub async fn open(mut origin: Origin, loading: &mut dyn FnMut(u64, Option<u64>)) -> Result<Self, Failure> {
        let mut pieces = origin.pieces().await?;
        // A line may bring a few bytes at a time.
        let (mut first, mut start) = (Vec::new(), Vec::new());
        while start.len() < SNIFF {
            let Some(piece) = pieces.next().await.map_err(unreadable)? else { break };
            start.extend(piece.subarray(0, SNIFF as u32).to_vec());
            first.push(piece);
        }
        pieces.unread(first);
        let container = sniff(&start[..start.len().min(SNIFF)]);
        let mut found = None;
        if container == Some(Container::Zip) {
            // Its directory stands at the end.
            if origin.blob().is_none() {
                origin = Origin::Blob(load(&mut pieces, &mut |read| loading(read, origin.size())).await?);
            }
            if let Some(blob) = origin.blob() {
                found = find(blob).await?;
                pieces = Pieces::of_blob(blob.clone());
            }
        }
        let native = match (&found, container) {
            _ if origin.blob().is_none() => None,
            (Some(found), _) if found.entry.method == 8 => Some("deflate-raw"),
            (None, Some(Container::Gzip)) => Some("gzip"),
            _ => None,
        };
        let (unpacker, piece) = (Unpacker::new(), None);
        let mut plain = Self { origin, found, native, pieces, piece, unpacker, given: 0, again: 0 };
        plain.unpacker = plain.unpacker()?;
        if plain.found.is_some() || plain.native.is_some() {
            plain.rewind().await?;
        }
        Ok(plain)
    }

    /// Goes on to the next plain bytes, which are then in [`Plain::bytes`]; `false` at the end.
    pub async fn next(&mut self) -> Result<bool, Failure> {
        loop {
            match self.unpacker.pull() {
                Ok(Step::Bytes) => {
                    let length = self.unpacker.bytes().len() as u64;
                    let known = self.again.min(length);
                    self.given += length - known;
                    if known < length {
                        return Ok(true);
                    }
                    self.again -= known;
                }
                Ok(Step::Input) => self.feed().await?,
                Ok(Step::Again) => self.rewind().await?,
                Ok(Step::End { cut: true }) | Err(_) if self.native.is_some() => self.take_over().await?,
                Ok(Step::End { .. }) => return Ok(false),
                Err(mut error) => {
                    error.byte += self.before();
                    return Err(Failure::Container(error));
                }
            }
        }
    }

    /// The bytes that [`Plain::next`] came to.
    pub fn bytes(&mut self) -> &[u8] {
        // Those that were given out before the library took over.
        let known = std::mem::take(&mut self.again) as usize;
        &self.unpacker.bytes()[known..]
    }

    /// Bytes of the file itself that were used.
    pub fn read(&self) -> u64 {
        self.before() + self.unpacker.taken()
    }

    /// Whether the bytes are not simply those of the file.
    pub fn is_packed(&self) -> bool {
        self.unpacker.containers().next().is_some()
    }

    /// Size of the file, if known.
    pub fn size(&self) -> Option<u64> {
        self.origin.size()
    }

    /// The name of the snapshot in the archive.
    pub fn inside(&self) -> Option<String> {
        self.unpacker.inside().map(str::to_owned)
    }

    /// How many more snapshots are in the archive.
    pub fn left_out(&self) -> u32 {
        let listed = self.found.as_ref().map_or(0, |found| found.left_out);
        listed.saturating_add(self.unpacker.left_out())
    }

    fn before(&self) -> u64 {
        self.found.as_ref().map_or(0, |found| found.begins)
    }

    fn unpacker(&self) -> Result<Unpacker, Failure> {
        let unpacker = match (&self.found, self.native) {
            (Some(found), None) => Unpacker::of_entry(found.entry.clone()),
            (Some(found), Some(_)) => {
                // What the browser gives is as if it were stored; so its checksum is checked.
                let mut entry = found.entry.clone();
                (entry.method, entry.packed) = (0, entry.promise.size);
                Unpacker::of_entry(entry)
            }
            (None, Some(_)) => Unpacker::behind(Container::Gzip),
            (None, None) => Ok(Unpacker::new()),
        };
        unpacker.map_err(Failure::Container)
    }

    /// Begins to read from the start.
    async fn rewind(&mut self) -> Result<(), Failure> {
        let pieces = match (&self.found, self.origin.blob()) {
            (Some(found), Some(blob)) => {
                let end = (found.begins + found.entry.packed) as f64;
                let data = blob.slice_with_f64_and_f64(found.begins as f64, end).map_err(unreadable)?;
                Pieces::of_blob(data)
            }
            _ => self.origin.pieces().await?,
        };
        self.pieces = match self.native.map(Decompressor::new) {
            None => pieces,
            Some(Some(decompressor)) => pieces.through(decompressor).map_err(unreadable)?,
            // This browser has none; nothing was given out yet.
            Some(None) => {
                self.native = None;
                self.unpacker = self.unpacker()?;
                pieces
            }
        };
        self.piece = None;
        Ok(())
    }

    /// The library goes on without the browser's decompressor.
    async fn take_over(&mut self) -> Result<(), Failure> {
        self.native = None;
        self.unpacker = self.unpacker()?;
        self.again = self.given;
        self.rewind().await
    }

    /// Gives the unpacker a piece.
    async fn feed(&mut self) -> Result<(), Failure> {
        let (piece, at) = match self.piece.take() {
            Some(piece) => piece,
            None => match self.pieces.next().await {
                Ok(Some(piece)) => (piece, 0),
                Ok(None) => {
                    self.unpacker.end();
                    return Ok(());
                }
                Err(_) if self.native.is_some() => return self.take_over().await,
                Err(error) => return Err(unreadable(error)),
            },
        };
        let end = piece.length().min(at + PIECE);
        piece.subarray(at, end).copy_to(self.unpacker.room((end - at) as usize));
        if self.native.is_some() {
            self.unpacker.packed(self.pieces.read());
        }
        if end < piece.length() {
            self.piece = Some((piece, end));
        } else {
            self.pieces.used(piece);
        }
        Ok(())
    }
}

/// Loads all pieces. The browser keeps them, on the disk if there are many.
async fn load(pieces: &mut Pieces, loading: &mut dyn FnMut(u64)) -> Result<Blob, Failure> {
    let parts = Array::new();
    while let Some(piece) = pieces.next().await.map_err(unreadable)? {
        parts.push(&piece);
        loading(pieces.read());
    }
    Blob::new_with_u8_array_sequence(&parts).map_err(unreadable)
}

/// The snapshot in a zip by its directory, if it has one.
async fn find(blob: &Blob) -> Result<Option<Found>, Failure> {
    let (mut finder, mut asked) = Finder::new(blob.size() as u64);
    loop {
        match asked {
            Asked::Range(bytes) => {
                let bytes = range(blob, bytes.start, bytes.end).await.map_err(unreadable)?;
                asked = finder.take(&bytes).map_err(|error: ContainerError| Failure::Container(error))?;
            }
            Asked::Found { entry, begins, left_out } => return Ok(Some(Found { entry, begins, left_out })),
            Asked::NoDirectory => return Ok(None),
        }
    }
}

fn unreadable(error: JsValue) -> Failure {
    Failure::Unreadable { detail: describe(&error) }
}
