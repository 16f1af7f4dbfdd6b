//! What first bytes and top-level keys say.
//!
//! Owns the one table of recognisers, from the surest to the vaguest. Takes the first bytes of a file; gives its kind, if it
//! is one that is known. Guarantee: nothing here trusts a length in the bytes beyond comparing it.

use super::kinds::{Archive, Media, OtherFile};
use memchr::memmem;

/// Magic numbers: place, bytes, kind.
const MAGIC: &[(usize, &[u8], OtherFile)] = &[
    (0, b"JAVA PROFILE 1.0.", OtherFile::JavaHeap),
    (0, b"MDMP", OtherFile::CoreDump),
    (0, b"PAGEDU64", OtherFile::CoreDump),
    (0, b"PAGEDUMP", OtherFile::CoreDump),
    (0, b"Nettrace", OtherFile::DotNet),
    (0, b"!FastSerialization.1", OtherFile::DotNet),
    (4, b"!FastSerialization.1", OtherFile::DotNet),
    (0, b"memray\0", OtherFile::Python),
    (0, b"\0asm", OtherFile::Program),
    (0, b"7z\xBC\xAF\x27\x1C", OtherFile::Archive(Archive::SevenZip)),
    (0, b"Rar!\x1A\x07", OtherFile::Archive(Archive::Rar)),
    (0, b"\xFD7zXZ\0", OtherFile::Archive(Archive::Xz)),
    (0, b"BZh", OtherFile::Archive(Archive::Bzip2)),
    (0, b"\x04\x22\x4D\x18", OtherFile::Archive(Archive::Lz4)),
    (0, b"\x89PNG\r\n\x1A\n", OtherFile::Media(Media::Png)),
    (0, b"\xFF\xD8\xFF", OtherFile::Media(Media::Jpeg)),
    (0, b"GIF8", OtherFile::Media(Media::Gif)),
    (8, b"WEBP", OtherFile::Media(Media::WebP)),
    (0, b"%PDF-", OtherFile::Media(Media::Pdf)),
    (4, b"ftyp", OtherFile::Media(Media::Mp4)),
    (0, b"\x1A\x45\xDF\xA3", OtherFile::Media(Media::WebM)),
    (0, b"SQLite format 3\0", OtherFile::Media(Media::Sqlite)),
    // UTF-32's mark begins with that of UTF-16.
    (0, b"\xFF\xFE\0\0", OtherFile::Utf32),
    (0, b"\0\0\xFE\xFF", OtherFile::Utf32),
    (0, b"{\0\0\0", OtherFile::Utf32),
    (0, b"\0\0\0{", OtherFile::Utf32),
    (0, b"\xFF\xFE", OtherFile::Utf16),
    (0, b"\xFE\xFF", OtherFile::Utf16),
    (0, b"{\0", OtherFile::Utf16),
    (0, b"\0{", OtherFile::Utf16),
];

type Recogniser = fn(&[u8]) -> bool;

/// Forms that take more than one comparison.
const FORMS: &[(Recogniser, OtherFile)] = &[
    (is_protocol_log, OtherFile::ProtocolLog),
    (is_quoted, OtherFile::Quoted),
    (is_list_of_events, OtherFile::ChromeTrace),
    (is_core, OtherFile::CoreDump),
    (is_program, OtherFile::Program),
    (is_tracemalloc, OtherFile::Python),
    (is_firefox, OtherFile::FirefoxSnapshot),
    (is_pprof, OtherFile::Pprof),
    (is_perfetto, OtherFile::PerfettoTrace),
    (is_error_answer, OtherFile::ErrorAnswer),
    (is_web_page, OtherFile::WebPage),
    (is_xml, OtherFile::Media(Media::Xml)),
];

/// The kind of file that begins with these bytes.
pub fn by_content(head: &[u8]) -> Option<OtherFile> {
    let magic = MAGIC.iter().find(|(at, magic, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic)));
    let form = || FORMS.iter().find(|(is, _)| is(head)).map(|(_, kind)| *kind);
    magic.map(|(_, _, kind)| *kind).or_else(form)
}

/// The kind of JSON object that has these keys, the first few, and begins with these bytes.
pub fn by_keys(keys: &[String], head: &[u8]) -> Option<OtherFile> {
    let has = |key: &str| keys.iter().any(|other| other == key);
    let says = |text: &str| contains(head, text.as_bytes());
    match () {
        () if says("HeapProfiler.addHeapSnapshotChunk") => Some(OtherFile::ProtocolLog),
        () if has("traceEvents") => Some(OtherFile::ChromeTrace),
        () if has("head") && says("\"callFrame\"") => Some(OtherFile::HeapProfile),
        () if has("nodeClassNames") || has("nodes") && has("type") && has("version") => Some(OtherFile::JscSnapshot),
        // A snapshot without its header has samples too, but also edges.
        () if has("nodes") && !has("edges") && (has("startTime") || has("timeDeltas") || has("samples")) => {
            Some(OtherFile::CpuProfile)
        }
        () if has("lighthouseVersion") => Some(OtherFile::Lighthouse),
        () if has("header") && says("\"reportVersion\"") => Some(OtherFile::NodeReport),
        () => None,
    }
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    memmem::find(bytes, text).is_some()
}

/// Text without a byte order mark and white space.
fn text(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start()
}

fn is_protocol_log(head: &[u8]) -> bool {
    contains(head, b"HeapProfiler.addHeapSnapshotChunk")
}

fn is_quoted(head: &[u8]) -> bool {
    let inside = text(head).strip_prefix(b"[").map_or(text(head), text);
    inside.starts_with(br#""{\"snapshot\""#)
}

/// A trace may be a bare list, and need not even be closed.
fn is_list_of_events(head: &[u8]) -> bool {
    text(head).starts_with(b"[")
        && contains(head, b"\"ph\":")
        && contains(head, b"\"ts\":")
        && contains(head, b"\"pid\":")
}

/// ELF with the type of a core dump, or Mach-O with that.
fn is_core(head: &[u8]) -> bool {
    let half = |at: usize| head.get(at..at + 2);
    let elf = head.starts_with(b"\x7FELF") && (half(16) == Some(&[4, 0]) || half(16) == Some(&[0, 4]));
    let mach = head.starts_with(b"\xCF\xFA\xED\xFE") || head.starts_with(b"\xCE\xFA\xED\xFE");
    elf || mach && half(12) == Some(&[4, 0])
}

fn is_program(head: &[u8]) -> bool {
    let mach: [&[u8]; 3] = [b"\xCF\xFA\xED\xFE", b"\xCE\xFA\xED\xFE", b"\xCA\xFE\xBA\xBE"];
    let windows = || {
        let at = head.get(0x3C..0x40).and_then(|at| at.first_chunk()).map(|at| u32::from_le_bytes(*at) as usize);
        head.starts_with(b"MZ") && at.and_then(|at| head.get(at..)).is_some_and(|rest| rest.starts_with(b"PE\0\0"))
    };
    head.starts_with(b"\x7FELF") || mach.iter().any(|magic| head.starts_with(magic)) || windows()
}

/// A pickle (protocol 2 or newer) of tracemalloc's classes.
fn is_tracemalloc(head: &[u8]) -> bool {
    head.first() == Some(&0x80) && contains(head, b"tracemalloc")
}

/// A protobuf varint and what is behind it.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let length = bytes.iter().take(10).position(|byte| byte & 0x80 == 0)? + 1;
    let value = bytes[..length].iter().rev().fold(0u64, |value, byte| value << 7 | u64::from(byte & 0x7F));
    Some((value, &bytes[length..]))
}

/// Messages behind their lengths: the first holds a time in microseconds, the second a node with its id (CoreDump.proto).
fn is_firefox(head: &[u8]) -> bool {
    let first = || {
        let (length, rest) = varint(head)?;
        let (message, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        let (time, over) = varint(message.strip_prefix(&[0x08])?)?;
        let (_, node) = varint(rest)?;
        // From 2014, when the format was made, to 2100.
        let plausible = (1_388_534_400_000_000..4_102_444_800_000_000).contains(&time);
        Some(over.is_empty() && plausible && node.starts_with(&[0x08]))
    };
    first().unwrap_or(false)
}

/// A profile begins with what it measures: two or more pairs of a type and a unit (profile.proto).
fn is_pprof(head: &[u8]) -> bool {
    let pair = |at: usize| matches!(head.get(at..at + 6), Some([0x0A, 4, 0x08, _, 0x10, _]));
    pair(0) && pair(6)
}

/// Nothing but packets, each field 1 with its length (trace.proto).
fn is_perfetto(head: &[u8]) -> bool {
    let mut rest = head;
    // A packet's tag is the end of a line in text, which has no bytes such as these.
    if !head.iter().take(64).any(|byte| *byte < b'\t') {
        return false;
    }
    for packets in 0.. {
        let packet = rest.strip_prefix(&[0x0A]).and_then(varint);
        let Some((length, behind)) = packet else { return false };
        match usize::try_from(length).ok().and_then(|length| behind.get(length..)) {
            Some(next) if length > 0 => rest = next,
            // Past the bytes that are here: enough of them came before.
            _ => return packets >= 3,
        }
        if rest.is_empty() {
            return packets >= 3;
        }
    }
    false
}

fn lower(head: &[u8]) -> Vec<u8> {
    text(head).iter().take(2048).map(u8::to_ascii_lowercase).collect()
}

fn is_error_answer(head: &[u8]) -> bool {
    let head = lower(head);
    head.starts_with(b"<") && contains(&head, b"<code>") && contains(&head, b"<message>")
}

fn is_web_page(head: &[u8]) -> bool {
    let head = lower(head);
    head.starts_with(b"<")
        && [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].iter().any(|tag| contains(&head, tag))
}

fn is_xml(head: &[u8]) -> bool {
    text(head).starts_with(b"<?xml")
}
