//! The bytes of a file, piece by piece, as they lie on the disk or come over the line.
//!
//! Owns reading, and the browser's own decompressor. Takes a `Blob` or a stream; gives `Uint8Array`s in order, and how far
//! it has come in bytes of the file itself. A blob is read as a stream of bytes into a buffer of ours: the browser fills
//! its pipe while one piece is parsed, and no garbage is left. The buffer is filled before it is used: a read
//! gives what the pipe has, 0.1 to 0.8 MB. Where streams of bytes are missing three slices are on their way.
//! Measured in Chromium 148 on 1.1 GB, of which parsing alone took 1.2 s: 1.3 s so, 1.8 s with slices of 16 MiB, 2.0 s
//! with slices of 8 MiB.

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, ReadableStream, ReadableStreamByobReader, ReadableStreamDefaultReader, WritableStream,
    WritableStreamDefaultWriter,
};

/// Bytes of the buffer: Chromium's pipe holds as much.
const BUFFER: u32 = 2 << 20;

/// Bytes of a slice.
const SLICE: f64 = 8.0 * 1024.0 * 1024.0;

/// Slices asked for before the first of them is used.
const AHEAD: usize = 3;

/// A source of pieces.
pub struct Pieces {
    from: From,
    /// Bytes of the file that were read, shared with the task that feeds a decompressor.
    read: Rc<Cell<u64>>,
    /// Pieces that were looked at and not used.
    pending: VecDeque<Uint8Array>,
}

enum From {
    Bytes {
        reader: ReadableStreamByobReader,
        /// The buffer of a piece that was used.
        spare: Option<Uint8Array>,
    },
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
    /// The bytes of a blob.
    pub fn of_blob(blob: Blob) -> Self {
        // Safari's blobs have no streams of bytes before 17.
        match ReadableStreamByobReader::new(&blob.stream()) {
            Ok(reader) => Self::new(From::Bytes { reader, spare: None }),
            Err(_) => Self::new(From::Slices { blob, next: 0.0, ahead: VecDeque::new() }),
        }
    }

    /// The chunks of a response's body.
    pub fn of_stream(stream: &ReadableStream) -> Result<Self, JsValue> {
        Ok(Self::new(From::Stream(ReadableStreamDefaultReader::new(stream)?)))
    }

    fn new(from: From) -> Self {
        Self { from, read: Rc::default(), pending: VecDeque::new() }
    }

    /// Bytes of the file that were read.
    pub fn read(&self) -> u64 {
        self.read.get()
    }

    /// The same bytes through the browser's decompressor, which works beside the worker.
    pub fn through(self, decompressor: Decompressor) -> Result<Self, JsValue> {
        let (writer, read) = (decompressor.writable.get_writer()?, self.read.clone());
        let reader = ReadableStreamDefaultReader::new(&decompressor.readable)?;
        spawn_local(feed(self, writer));
        Ok(Self { from: From::Decompressed(reader), read, pending: VecDeque::new() })
    }

    /// Gives pieces back, to be read again before the others.
    pub fn unread(&mut self, pieces: impl IntoIterator<Item = Uint8Array>) {
        self.pending.extend(pieces);
        let length: u64 = self.pending.iter().map(|piece| u64::from(piece.length())).sum();
        self.read.set(self.read.get() - length);
    }

    /// The next piece, or nothing at the end.
    pub async fn next(&mut self) -> Result<Option<Uint8Array>, JsValue> {
        let piece = match self.pending.pop_front() {
            Some(piece) => Some(piece),
            None => self.fetch().await?,
        };
        // What a decompressor puts out was counted where it went in.
        if let (Some(piece), From::Bytes { .. } | From::Slices { .. } | From::Stream(_)) = (&piece, &self.from) {
            self.read.set(self.read.get() + u64::from(piece.length()));
        }
        Ok(piece)
    }

    /// Takes a piece back that is not needed any more.
    pub fn used(&mut self, piece: Uint8Array) {
        if let From::Bytes { spare, .. } = &mut self.from {
            *spare = Some(piece);
        }
    }

    async fn fetch(&mut self) -> Result<Option<Uint8Array>, JsValue> {
        match &mut self.from {
            From::Bytes { reader, spare } => {
                let buffer = match spare.take() {
                    Some(piece) => Uint8Array::new(&piece.buffer()),
                    None => Uint8Array::new_with_length(BUFFER),
                };
                fill(reader, buffer).await
            }
            From::Slices { blob, next, ahead } => {
                while ahead.len() < AHEAD && *next < blob.size() {
                    let end = (*next + SLICE).min(blob.size());
                    ahead.push_back(JsFuture::from(blob.slice_with_f64_and_f64(*next, end)?.array_buffer()));
                    *next = end;
                }
                match ahead.pop_front() {
                    Some(slice) => Ok(Some(Uint8Array::new(&slice.await?))),
                    None => Ok(None),
                }
            }
            From::Stream(reader) | From::Decompressed(reader) => chunk(reader).await,
        }
    }
}

impl Drop for Pieces {
    /// Nobody reads on: a decompressor would keep its input, a download would go on.
    fn drop(&mut self) {
        let cancelled = match &self.from {
            From::Bytes { reader, .. } => Some(reader.cancel()),
            From::Stream(reader) | From::Decompressed(reader) => Some(reader.cancel()),
            From::Slices { .. } => None,
        };
        if let Some(cancelled) = cancelled.map(JsFuture::from) {
            // Of a stream that has failed the cancelling fails too, and nobody is left to tell.
            spawn_local(async move {
                let _ = cancelled.await;
            });
        }
    }
}

/// Some bytes of a blob.
pub async fn range(blob: &Blob, from: u64, to: u64) -> Result<Vec<u8>, JsValue> {
    let slice = blob.slice_with_f64_and_f64(from as f64, to as f64)?;
    Ok(Uint8Array::new(&JsFuture::from(slice.array_buffer()).await?).to_vec())
}

/// The browser's own decompressor.
pub struct Decompressor {
    readable: ReadableStream,
    writable: WritableStream,
}

impl Decompressor {
    /// One for `gzip` or `deflate-raw`, if the browser has it. By reflection, as web-sys counts its binding as unstable.
    pub fn new(format: &str) -> Option<Self> {
        let class: Function = Reflect::get(&js_sys::global(), &"DecompressionStream".into()).ok()?.dyn_into().ok()?;
        let stream = Reflect::construct(&class, &Array::of1(&format.into())).ok()?;
        let end = |name: &str| Reflect::get(&stream, &name.into()).ok();
        Some(Self { readable: end("readable")?.dyn_into().ok()?, writable: end("writable")?.dyn_into().ok()? })
    }
}

async fn chunk(reader: &ReadableStreamDefaultReader) -> Result<Option<Uint8Array>, JsValue> {
    Ok(result(JsFuture::from(reader.read()).await?)?.1)
}

/// Reads until the buffer is full: less at the end, and nothing behind it.
async fn fill(reader: &ReadableStreamByobReader, mut buffer: Uint8Array) -> Result<Option<Uint8Array>, JsValue> {
    let mut filled = 0;
    while filled < buffer.length() {
        // The browser takes the buffer away and gives it back under a new name, also at the end.
        let room = buffer.subarray(filled, buffer.length());
        let (is_end, read) = result(JsFuture::from(reader.read_with_array_buffer_view(&room)).await?)?;
        let Some(read) = read else { return Ok(None) };
        buffer = Uint8Array::new(&read.buffer());
        if is_end {
            return Ok((filled > 0).then(|| buffer.subarray(0, filled)));
        }
        filled += read.length();
    }
    Ok(Some(buffer))
}

/// What a reader's promise came to: whether that was the end, and the bytes, if there are any.
fn result(result: JsValue) -> Result<(bool, Option<Uint8Array>), JsValue> {
    let result: Object = result.unchecked_into();
    let value = Reflect::get(&result, &"value".into())?;
    let is_end = Reflect::get(&result, &"done".into())?.is_truthy();
    Ok((is_end, value.dyn_into().ok()))
}

/// Gives compressed pieces to the decompressor. A read error is passed on by aborting, which makes the reader fail; a
/// decompression error fails the reader by itself, so then there is nobody left to tell.
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
