//! A few bytes that must be looked at together, however they come.
//!
//! Owns what was gathered of a header. Guarantee: never holds more than was asked for.

use std::mem;

/// Bytes of a record that is not complete yet.
#[derive(Default)]
pub struct Gather(Vec<u8>);

impl Gather {
    /// Bytes that were gathered for one record and belong to the next.
    pub fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Takes from `input` until there are `need` bytes; whether there are.
    pub fn fill(&mut self, input: &mut &[u8], need: usize) -> bool {
        let missing = need.saturating_sub(self.0.len()).min(input.len());
        let (taken, rest) = input.split_at(missing);
        self.0.extend_from_slice(taken);
        *input = rest;
        self.0.len() >= need
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// What was gathered, leaving nothing.
    pub fn take(&mut self) -> Vec<u8> {
        mem::take(&mut self.0)
    }
}

/// Little-endian numbers at a place of a record; 0 past its end, which no caller asks for.
pub fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |chunk| u16::from_le_bytes(*chunk))
}

pub fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |chunk| u32::from_le_bytes(*chunk))
}

pub fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |chunk| u64::from_le_bytes(*chunk))
}
