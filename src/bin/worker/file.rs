//! The bytes of a snapshot, piece by piece.
//!
//! Owns reading. Takes a `Blob` or a URL; gives `Uint8Array`s in order, decompressed if the bytes are gzip, and how far
//! it has come in bytes of the file itself. Guarantee: three slices are on their way while one is being parsed, since
//! in Chromium a slice takes longer to arrive than to parse (measured: 190-250 MB/s one by one, 510-560 read ahead).

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ReadableStream, ReadableStreamDefaultReader, WritableStream, WritableStreamDefaultWriter};

/// Bytes of a slice.
const SLICE: f64 = 8.0 * 1024.0 * 1024.0;

/// Slices asked for before the first of them is used.
const AHEAD: usize = 3;

/// First bytes of a gzip stream (RFC 1952).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A source of pieces.
pub struct Pieces {
    from: From,
    /// Bytes of the file that were read, shared with the task that feeds a decompressor.
    read: Rc<Cell<u64>>,
    /// A piece that was looked at and not used.
    pending: Option<Uint8Array>,
}

enum From {
    Slices {
        blob: Blob,
        next: f64,
        ahead: VecDeque<JsFuture>,
    },
    Stream(ReadableStreamDefaultReader),
    /// The decompressor's output; its input is counted where it is fed.
    Decompressed(ReadableStreamDefaultReader),
}

impl Pieces {
    /// The slices of a blob.
    pub fn of_blob(blob: Blob) -> Self {
        Self::new(From::Slices { blob, next: 0.0, ahead: VecDeque::new() })
    }

    /// The chunks of a response's body.
    pub fn of_stream(stream: &ReadableStream) -> Result<Self, JsValue> {
        Ok(Self::new(From::Stream(ReadableStreamDefaultReader::new(stream)?)))
    }

    fn new(from: From) -> Self {
        Self { from, read: Rc::default(), pending: None }
    }

    /// Whether the pieces are not the file's own bytes.
    pub fn is_decompressed(&self) -> bool {
        matches!(self.from, From::Decompressed(_))
    }

    /// Bytes of the file that were read.
    pub fn read(&self) -> u64 {
        self.read.get()
    }

    /// The same bytes decompressed, if they are gzip; told by content, not by name.
    pub async fn unpacked(mut self) -> Result<Self, JsValue> {
        let Some(first) = self.next().await? else { return Ok(self) };
        let gzip = first.length() >= 2 && [first.get_index(0), first.get_index(1)] == GZIP;
        self.read.set(self.read.get() - u64::from(first.length()));
        self.pending = Some(first);
        if !gzip {
            return Ok(self);
        }
        let (readable, writable) = decompressor()?;
        let (writer, read) = (writable.get_writer()?, self.read.clone());
        let reader = ReadableStreamDefaultReader::new(&readable)?;
        spawn_local(feed(self, writer));
        Ok(Self { from: From::Decompressed(reader), read, pending: None })
    }

    /// The next piece, or nothing at the end.
    pub async fn next(&mut self) -> Result<Option<Uint8Array>, JsValue> {
        if let Some(piece) = self.pending.take() {
            self.count(&piece);
            return Ok(Some(piece));
        }
        let piece = match &mut self.from {
            From::Slices { blob, next, ahead } => {
                while ahead.len() < AHEAD && *next < blob.size() {
                    let end = (*next + SLICE).min(blob.size());
                    ahead.push_back(JsFuture::from(blob.slice_with_f64_and_f64(*next, end)?.array_buffer()));
                    *next = end;
                }
                match ahead.pop_front() {
                    Some(slice) => Some(Uint8Array::new(&slice.await?)),
                    None => None,
                }
            }
            From::Stream(reader) => chunk(reader).await?,
            From::Decompressed(reader) => return chunk(reader).await,
        };
        if let Some(piece) = &piece {
            self.count(piece);
        }
        Ok(piece)
    }

    fn count(&self, piece: &Uint8Array) {
        self.read.set(self.read.get() + u64::from(piece.length()));
    }
}

/// The browser's own gzip decompressor. By reflection, as web-sys still counts its binding as unstable.
fn decompressor() -> Result<(ReadableStream, WritableStream), JsValue> {
    let class: Function = Reflect::get(&js_sys::global(), &"DecompressionStream".into())?.dyn_into()?;
    let stream = Reflect::construct(&class, &Array::of1(&"gzip".into()))?;
    let end = |name: &str| Reflect::get(&stream, &name.into());
    Ok((end("readable")?.dyn_into()?, end("writable")?.dyn_into()?))
}

async fn chunk(reader: &ReadableStreamDefaultReader) -> Result<Option<Uint8Array>, JsValue> {
    let result: Object = JsFuture::from(reader.read()).await?.unchecked_into();
    if Reflect::get(&result, &"done".into())?.is_truthy() {
        return Ok(None);
    }
    Ok(Some(Reflect::get(&result, &"value".into())?.unchecked_into()))
}

/// Gives compressed pieces to the decompressor. A read error is passed on by aborting, which makes the reader fail with
/// the same reason; a decompression error fails the reader by itself, so then there is nobody left to tell.
async fn feed(mut pieces: Pieces, writer: WritableStreamDefaultWriter) {
    loop {
        match pieces.next().await {
            Ok(Some(piece)) => {
                if JsFuture::from(writer.write_with_chunk(&piece)).await.is_err() {
                    return;
                }
            }
            Ok(None) => {
                let _ = JsFuture::from(writer.close()).await;
                return;
            }
            Err(reason) => {
                let _ = JsFuture::from(writer.abort_with_reason(&reason)).await;
                return;
            }
        }
    }
}
