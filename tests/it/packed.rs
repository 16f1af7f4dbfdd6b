//! Writers of containers, for tests: gzip, tar and zip as their formats say, with every oddity to choose.

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use std::io::Write;
use std::path::Path;

/// A file of tests/fixtures/containers.
pub fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/containers");
    std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A zstd file: one short raw block after the other, in a frame of unstated size with a window of 8 MiB.
pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x28, 0xB5, 0x2F, 0xFD, 0, 13 << 3];
    let mut blocks = bytes.chunks(100).peekable();
    if bytes.is_empty() {
        out.extend([1, 0, 0]);
    }
    while let Some(block) = blocks.next() {
        let header = u32::from(blocks.peek().is_none()) | (block.len() as u32) << 3;
        out.extend(&header.to_le_bytes()[..3]);
        out.extend(block);
    }
    out
}

/// A zstd file of one byte, so often: the shortest bomb there is.
pub fn zstd_bomb(byte: u8, blocks: usize) -> Vec<u8> {
    let mut out = vec![0x28, 0xB5, 0x2F, 0xFD, 0, 13 << 3];
    for block in 1..=blocks {
        let header = u32::from(block == blocks) | 1 << 1 | (128 * 1024) << 3;
        out.extend(&header.to_le_bytes()[..3]);
        out.push(byte);
    }
    out
}

/// A tar's header with a right checksum.
pub fn tar_header(name: &str, size: &[u8], kind: u8) -> [u8; 512] {
    let mut block = [0; 512];
    block[..name.len()].copy_from_slice(name.as_bytes());
    block[100..108].copy_from_slice(b"0000644\0");
    block[124..124 + size.len()].copy_from_slice(size);
    block[156] = kind;
    block[257..265].copy_from_slice(b"ustar\x0000");
    block[148..156].fill(b' ');
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

/// An entry of a tar: header, bytes, zeros.
pub fn tar_entry(name: &str, kind: u8, bytes: &[u8]) -> Vec<u8> {
    let size = format!("{:011o}", bytes.len());
    let mut out = tar_header(name, size.as_bytes(), kind).to_vec();
    out.extend(bytes);
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

pub fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out: Vec<u8> = files.iter().flat_map(|(name, bytes)| tar_entry(name, b'0', bytes)).collect();
    out.resize(out.len() + 1024, 0);
    out
}

/// An entry of a zip to be written.
pub struct Member<'a> {
    pub name: &'a str,
    pub method: u16,
    pub bytes: &'a [u8],
    /// Sizes and crc stand behind the data, the local header has zeros.
    pub described: bool,
    pub flags: u16,
}

impl<'a> Member<'a> {
    pub fn new(name: &'a str, method: u16, bytes: &'a [u8]) -> Self {
        Self { name, method, bytes, described: false, flags: 0 }
    }
}

pub fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A zip of these members, with a directory and a comment.
pub fn zip(members: &[Member]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for member in members {
        let packed = match member.method {
            8 => deflate(member.bytes),
            93 => zstd(member.bytes),
            _ => member.bytes.to_vec(),
        };
        let flags = member.flags | if member.described { 8 } else { 0 };
        let sizes = [crc(member.bytes), packed.len() as u32, member.bytes.len() as u32];
        let here = if member.described { [0; 3] } else { sizes };
        let record = |sizes: [u32; 3]| {
            let mut record = Vec::new();
            for field in [20, flags, member.method, 0, 0] {
                record.extend(field.to_le_bytes());
            }
            sizes.iter().for_each(|size| record.extend(size.to_le_bytes()));
            record.extend((member.name.len() as u16).to_le_bytes());
            record.extend(0u16.to_le_bytes());
            record
        };
        let offset = out.len() as u32;
        out.extend(b"PK\x03\x04");
        out.extend(record(here));
        out.extend(member.name.as_bytes());
        out.extend(&packed);
        if member.described {
            out.extend(b"PK\x07\x08");
            sizes.iter().for_each(|size| out.extend(size.to_le_bytes()));
        }
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(record(sizes));
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(member.name.as_bytes());
    }
    let (offset, length, count) = (out.len() as u32, directory.len() as u32, members.len() as u16);
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(offset.to_le_bytes());
    out.extend(7u16.to_le_bytes());
    out.extend(b"comment");
    out
}
