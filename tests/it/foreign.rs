//! Every other file people drop: known by its content, named, the same however it is cut.

use crate::check::check_fault;
use crate::damage::small;
use crate::written::file_of;
use heapsky::parse::{Archive, Fault, Media, OtherFile, ParseError, Parser, Section};
use heapsky::present::text::{Lang, tell};
use heapsky::protocol::Failure;
use std::collections::BTreeSet;

fn error_in_pieces<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> ParseError {
    let mut parser = Parser::new(None);
    for piece in pieces {
        if let Err(error) = parser.push(piece) {
            return error;
        }
    }
    parser.salvage().expect_err("no snapshot")
}

/// An ELF or Mach-O header with this type at its place.
fn header(magic: &[u8], at: usize, kind: u8) -> Vec<u8> {
    let mut bytes = magic.to_vec();
    bytes.resize(64, 0);
    bytes[at] = kind;
    bytes
}

fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
    let mark = mark.then_some(0xFEFF);
    let units = mark.into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

/// A protobuf message behind its tag or length.
fn message(tag: Option<u8>, body: &[u8]) -> Vec<u8> {
    tag.into_iter().chain([body.len() as u8]).chain(body.iter().copied()).collect()
}

/// One or more of each kind.
fn samples() -> Vec<(OtherFile, Vec<u8>)> {
    use OtherFile::*;
    let text = |kind: OtherFile, text: &str| (kind, text.as_bytes().to_vec());
    let start = "{\"snapshot\":{\"meta\":{";
    // The 21st of November 2026, in microseconds.
    let time = [0x08, 0x80, 0x80, 0xEF, 0xD9, 0xC0, 0x99, 0x98, 0x03];
    let firefox = [message(None, &time), message(None, &[0x08, 1, 0x10, 2])].concat();
    let packets = message(Some(0x0A), &[0x40, 1, 2]).repeat(5);
    let mut windows = header(b"MZ", 0x3C, 0x40);
    windows.extend(b"PE\0\0");
    vec![
        text(CpuProfile, "{\"nodes\":[{\"id\":1}],\"startTime\":1,\"endTime\":2,\"samples\":[1],\"timeDeltas\":[0]}"),
        text(CpuProfile, "{\"nodes\":[{\"id\":1}],\"startTime\":1,\"endTime\":2,\"samples\":[1"),
        text(HeapProfile, "{\"head\":{\"callFrame\":{},\"selfSize\":0,\"id\":1,\"children\":[]},\"samples\":[]}"),
        text(ChromeTrace, "{\"traceEvents\":[{\"ph\":\"X\"}]}"),
        text(ChromeTrace, "{\"metadata\":{},\"traceEvents\":[]}"),
        text(ChromeTrace, "[{\"pid\":1,\"tid\":2,\"ts\":3,\"ph\":\"X\",\"name\":\"a\"},\n{\"pid\":1"),
        (PerfettoTrace, packets),
        text(JscSnapshot, "{\"version\":3,\"type\":\"Inspector\",\"nodes\":[0,0],\"nodeClassNames\":[\"\"]}"),
        text(JscSnapshot, "{\"version\":2,\"type\":\"GCDebugging\",\"nodes\":[0,0"),
        (FirefoxSnapshot, firefox),
        text(ProtocolLog, "{\"id\":1,\"result\":{}}\n{\"method\":\"HeapProfiler.addHeapSnapshotChunk\",\"params\":{}}"),
        text(
            ProtocolLog,
            "<- {\"method\":\"HeapProfiler.addHeapSnapshotChunk\",\"params\":{\"chunk\":\"{\\\"snapshot\"}}",
        ),
        text(Quoted, "\"{\\\"snapshot\\\":{\\\"meta\\\":{}}}\""),
        text(Quoted, "[\"{\\\"snapshot\\\":{\", \"\\\"meta\\\"\"]"),
        text(OldChrome, "{\"snapshot\":{\"title\":\"Snapshot 1\",\"uid\":1},\"nodes\":[{\"type\":1}]}"),
        text(
            JuliaPart,
            &format!(
                "{start}\"node_fields\":[\"type\",\"name\",\"id\",\"self_size\",\"edge_count\"],\"node_types\":[[\"synthetic\"]],\"edge_fields\":[\"type\",\"name_or_index\",\"to_node\"],\"edge_types\":[[\"internal\"]]}},\"node_count\":1,\"edge_count\":0}}}}\n"
            ),
        ),
        text(NodeReport, "{\"header\":{\"reportVersion\":3,\"event\":\"JavaScript API\"},\"javascriptHeap\":{}}"),
        text(Lighthouse, "{\"lighthouseVersion\":\"12\",\"audits\":{}}"),
        text(JavaHeap, "JAVA PROFILE 1.0.2\0\0\0\0\x08"),
        (Pprof, [message(Some(0x0A), &[0x08, 1, 0x10, 2]), message(Some(0x0A), &[0x08, 3, 0x10, 4])].concat()),
        text(DotNet, "\x14\0\0\0!FastSerialization.1"),
        text(DotNet, "Nettrace\x14\0\0\0!FastSerialization.1"),
        (Python, b"\x80\x05\x95\x10tracemalloc\x94".to_vec()),
        text(Python, "memray\0\x0a"),
        (CoreDump, header(b"\x7FELF\x02\x01\x01", 16, 4)),
        (CoreDump, header(b"\xCF\xFA\xED\xFE", 12, 4)),
        text(CoreDump, "MDMP\u{13}"),
        (Program, header(b"\x7FELF\x02\x01\x01", 16, 3)),
        (Program, windows),
        text(Program, "\0asm\x01\0\0\0"),
        text(WebPage, "<!DOCTYPE html><html><title>Sign in</title>"),
        text(WebPage, "\n<!-- proxy --><HTML><BODY>502 Bad Gateway"),
        text(
            ErrorAnswer,
            "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
        ),
        (Utf16, utf16("{\"snapshot\":{", true, false)),
        (Utf16, utf16("{\"snapshot\":{", true, true)),
        (Utf16, utf16("{\"snapshot\":{", false, false)),
        (Utf16, utf16("{\"snapshot\":{", false, true)),
        (Utf32, [b"\xFF\xFE\0\0".to_vec(), start.bytes().flat_map(|byte| [byte, 0, 0, 0]).collect()].concat()),
        (Utf32, start.bytes().flat_map(|byte| [0, 0, 0, byte]).collect()),
        (Archive(self::Archive::SevenZip), b"7z\xBC\xAF\x27\x1C\0\x04".to_vec()),
        (Archive(self::Archive::Rar), b"Rar!\x1A\x07\x01\0".to_vec()),
        (Archive(self::Archive::Xz), b"\xFD7zXZ\0\0\x04".to_vec()),
        text(Archive(self::Archive::Bzip2), "BZh91AY&SY"),
        (Archive(self::Archive::Lz4), b"\x04\x22\x4D\x18\x64".to_vec()),
        (Media(self::Media::Png), b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR".to_vec()),
        (Media(self::Media::Jpeg), b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec()),
        text(Media(self::Media::Gif), "GIF89a"),
        text(Media(self::Media::WebP), "RIFF\x01\0\0\0WEBPVP8 "),
        text(Media(self::Media::Pdf), "%PDF-1.7\n"),
        text(Media(self::Media::Mp4), "\0\0\0\x20ftypisom"),
        (Media(self::Media::WebM), b"\x1A\x45\xDF\xA3\x9F\x42\x86".to_vec()),
        text(Media(self::Media::Sqlite), "SQLite format 3\0\x10\0"),
        text(Media(self::Media::Xml), "<?xml version=\"1.0\"?><plist/>"),
    ]
}

#[test]
fn other_files_are_recognised_by_their_content() {
    for (kind, file) in samples() {
        check_fault(&file, Section::Top, &Fault::OtherFile(kind));
        let whole = error_in_pieces([&file[..]]);
        for cut in 0..file.len() {
            assert_eq!(error_in_pieces([&file[..cut], &file[cut..]]), whole, "{kind:?} cut at {cut}");
        }
        // However much comes after it.
        let long = [&file[..], &[b'\n'; 200_000]].concat();
        let error = error_in_pieces(long.chunks(1000));
        let perfetto = matches!(kind, OtherFile::PerfettoTrace);
        assert!(perfetto || error.fault == whole.fault, "{kind:?}: {error}");
    }
}

#[test]
fn each_kind_has_its_own_words_and_an_advice() {
    let kinds: BTreeSet<&str> = samples().iter().map(|(kind, _)| kind.name()).collect();
    for lang in [Lang::Zh, Lang::En] {
        let told = samples().into_iter().map(|(kind, _)| {
            let error = ParseError { fault: Fault::OtherFile(kind), section: Section::Top, row: None, byte: 0 };
            let told = tell(&Failure::Parse(error), lang);
            assert!(!told.advice.is_empty() && told.place.is_none());
            told.what
        });
        assert_eq!(told.collect::<BTreeSet<_>>().len(), kinds.len());
    }
}

#[test]
fn a_snapshot_behind_something_else_is_found() {
    let snapshot = file_of(&small());
    for before in
        ["Debugger listening on ws://127.0.0.1:9229\n", "1000\r\n", "{\"level\":\"info\"}\n", "HTTP/1.1 200 OK\r\n\r\n"]
    {
        let file = [before.as_bytes(), &snapshot].concat();
        let begins = before.len() as u64;
        let whole = error_in_pieces([&file[..]]);
        assert_eq!((&whole.fault, whole.byte), (&Fault::Behind { begins }, begins), "{before:?}");
        for length in 1..80 {
            assert_eq!(error_in_pieces(file.chunks(length)), whole, "{before:?} in pieces of {length}");
        }
    }
    let far = [&[b'x'; 70_000], &snapshot[..]].concat();
    assert!(matches!(error_in_pieces([&far[..]]).fault, Fault::NotJson { .. }), "so far nobody looks");
}

/// A snapshot without its header, or cut off before it, has much in common with other files.
#[test]
fn a_snapshot_is_not_taken_for_another_file() {
    let file = String::from_utf8(file_of(&small())).unwrap();
    let headless = file.replacen("\"snapshot\":", "\"other\":", 1);
    assert!(matches!(error_in_pieces([headless.as_bytes()]).fault, Fault::NotSnapshot { .. }));
    for length in 1..file.len() {
        let mut parser = Parser::new(None);
        parser.push(&file.as_bytes()[..length]).unwrap();
        if let Err(error) = parser.finish() {
            assert!(matches!(error.fault, Fault::Truncated { .. }), "{length}: {error}");
        }
    }
}
