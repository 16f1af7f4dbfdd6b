//! The files people drop that are no heap snapshot.
//!
//! Owns their names. Each has its words and its advice in `present/text/foreign.rs`.

use serde::{Deserialize, Serialize};

/// A kind of file that is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OtherFile {
    /// `.cpuprofile`: `nodes` of objects with `startTime`, `endTime`, `samples`.
    CpuProfile,
    /// `.heapprofile`: a sampling profile with `head`.
    HeapProfile,
    /// Chrome trace: `traceEvents`, or a list of events.
    ChromeTrace,
    /// Perfetto's binary trace.
    PerfettoTrace,
    /// JavaScriptCore's own snapshot (Safari, Bun's default).
    JscSnapshot,
    /// Firefox's `.fxsnapshot`, without its gzip.
    FirefoxSnapshot,
    /// Messages of the DevTools protocol, which carry a snapshot in chunks.
    ProtocolLog,
    /// A snapshot written as a JSON string.
    Quoted,
    /// Chrome's format before 2013.
    OldChrome,
    /// A header without sections: one of the four files that Julia streams.
    JuliaPart,
    /// Node's diagnostic report.
    NodeReport,
    /// Lighthouse's report.
    Lighthouse,
    /// Java's hprof.
    JavaHeap,
    /// pprof's protobuf: Go, and others.
    Pprof,
    /// .NET's `.gcdump` and `.nettrace`.
    DotNet,
    /// memray's or tracemalloc's file.
    Python,
    /// A core dump or minidump of a process.
    CoreDump,
    /// A program or library.
    Program,
    /// HTML.
    WebPage,
    /// XML that says why there is no file, as object stores answer.
    ErrorAnswer,
    /// Text in UTF-16 or UTF-32.
    Utf16,
    Utf32,
    /// An archive that is not unpacked here.
    Archive(Archive),
    /// A picture, a film, a document, a database.
    Media(Media),
}

/// An archive or compression that is not unpacked here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Archive {
    SevenZip,
    Rar,
    Xz,
    Bzip2,
    Lz4,
}

/// Something else that is known by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Media {
    Png,
    Jpeg,
    Gif,
    WebP,
    Pdf,
    Mp4,
    WebM,
    Sqlite,
    Xml,
}

impl Archive {
    /// Its name, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Archive::SevenZip => "7z",
            Archive::Rar => "RAR",
            Archive::Xz => "xz",
            Archive::Bzip2 => "bzip2",
            Archive::Lz4 => "LZ4",
        }
    }
}

impl Media {
    /// Its name, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Media::Png => "PNG",
            Media::Jpeg => "JPEG",
            Media::Gif => "GIF",
            Media::WebP => "WebP",
            Media::Pdf => "PDF",
            Media::Mp4 => "MP4",
            Media::WebM => "WebM",
            Media::Sqlite => "SQLite",
            Media::Xml => "XML",
        }
    }
}

impl OtherFile {
    /// What it is, in the technical line of an error.
    pub const fn name(self) -> &'static str {
        match self {
            OtherFile::CpuProfile => "a CPU profile",
            OtherFile::HeapProfile => "a sampling heap profile",
            OtherFile::ChromeTrace => "a Chrome trace",
            OtherFile::PerfettoTrace => "a Perfetto trace",
            OtherFile::JscSnapshot => "a JavaScriptCore snapshot",
            OtherFile::FirefoxSnapshot => "a Firefox snapshot",
            OtherFile::ProtocolLog => "DevTools protocol messages",
            OtherFile::Quoted => "a snapshot as a JSON string",
            OtherFile::OldChrome => "a snapshot of the format before 2013",
            OtherFile::JuliaPart => "a header without sections",
            OtherFile::NodeReport => "a Node diagnostic report",
            OtherFile::Lighthouse => "a Lighthouse report",
            OtherFile::JavaHeap => "a Java heap dump",
            OtherFile::Pprof => "a pprof profile",
            OtherFile::DotNet => "a .NET trace",
            OtherFile::Python => "a Python memory profile",
            OtherFile::CoreDump => "a core dump",
            OtherFile::Program => "a program",
            OtherFile::WebPage => "a web page",
            OtherFile::ErrorAnswer => "an error answer in XML",
            OtherFile::Utf16 => "UTF-16",
            OtherFile::Utf32 => "UTF-32",
            OtherFile::Archive(archive) => archive.name(),
            OtherFile::Media(media) => media.name(),
        }
    }
}
