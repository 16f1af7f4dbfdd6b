//! Deflate (RFC 1951), the compression inside gzip and zip.
//!
//! Owns one stream. The work is done by miniz_oxide, which is safe Rust and has a window of 32 KiB, whatever comes.

use super::layer::OUT;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};

/// A deflate stream.
pub struct Inflate(Box<InflateState>);

impl Inflate {
    pub fn new() -> Self {
        Self(InflateState::new_boxed(DataFormat::Raw))
    }

    pub fn restart(&mut self) {
        self.0.reset(DataFormat::Raw);
    }

    /// Unpacks some; returns how many bytes of `input` were used and whether the stream ended, or that it makes no sense.
    pub fn step(&mut self, input: &[u8], out: &mut Vec<u8>) -> Result<(usize, bool), usize> {
        let before = out.len();
        out.resize(before + OUT, 0);
        let result = inflate(&mut self.0, input, &mut out[before..], MZFlush::None);
        out.truncate(before + result.bytes_written);
        match result.status {
            Ok(MZStatus::StreamEnd) => Ok((result.bytes_consumed, true)),
            // `Buf`: nothing could be done, more input is needed.
            Ok(_) | Err(MZError::Buf) => Ok((result.bytes_consumed, false)),
            Err(_) => Err(result.bytes_consumed),
        }
    }
}
