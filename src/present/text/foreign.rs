//! Words for files that are no heap snapshot: what it is, and what opens it.
//!
//! Owns one sentence and one advice for each kind.

use super::{Lang, Phrase, phrases};
use crate::parse::OtherFile;

phrases! {
    CPU_PROFILE = "这是 CPU 分析文件（.cpuprofile），不是堆快照。", "This is a CPU profile (.cpuprofile), not a heap snapshot.";
    CPU_PROFILE_DO = "它记录时间花在哪里，请在开发者工具的“性能”面板中打开。要看内存，请拍摄堆快照。",
        "It tells where time went; open it in the Performance panel of the developer tools. For memory, take a heap snapshot.";
    HEAP_PROFILE = "这是内存采样文件（.heapprofile），不是堆快照。", "This is a sampling heap profile (.heapprofile), not a heap snapshot.";
    HEAP_PROFILE_DO = "它只记录内存在哪里分配，不含对象和引用。要找出谁占住内存，请拍摄堆快照。",
        "It tells where memory was allocated and has no objects or references. To see who holds memory, take a heap snapshot.";
    TRACE = "这是 Chrome 的跟踪文件（trace），不是堆快照。", "This is a Chrome trace, not a heap snapshot.";
    TRACE_DO = "请在开发者工具的“性能”面板中打开它。要看内存，请拍摄堆快照。",
        "Open it in the Performance panel of the developer tools. For memory, take a heap snapshot.";
    PERFETTO = "这是 Perfetto 的跟踪文件，不是堆快照。", "This is a Perfetto trace, not a heap snapshot.";
    PERFETTO_DO = "请在 ui.perfetto.dev 打开它。要看内存，请拍摄堆快照。", "Open it on ui.perfetto.dev. For memory, take a heap snapshot.";
    JSC = "这是 JavaScriptCore（Safari、Bun）自己格式的堆快照，不是 V8 格式。",
        "This is a heap snapshot in JavaScriptCore's own format (Safari, Bun), not in V8's.";
    JSC_DO = "请在 Safari 的网页检查器中打开它。Bun 也能写出 V8 格式：Bun.generateHeapSnapshot(\"v8\")。",
        "Open it in Safari's Web Inspector. Bun can write V8's format too: Bun.generateHeapSnapshot(\"v8\").";
    FIREFOX = "这是 Firefox 的内存快照（.fxsnapshot），不是 V8 格式。", "This is a Firefox memory snapshot (.fxsnapshot), not in V8's format.";
    FIREFOX_DO = "请在 Firefox 开发者工具的“内存”面板中打开它。要在这里查看，请用 Chrome 打开同一页面再拍摄快照。",
        "Open it in the Memory panel of Firefox's developer tools. To look at the page here, take a snapshot of it in Chrome.";
    PROTOCOL = "这是开发者工具协议（CDP）的消息记录：快照被分成许多块，装在消息里。",
        "These are messages of the DevTools protocol: the snapshot is in them, in many chunks.";
    PROTOCOL_DO = "请按顺序把每条 HeapProfiler.addHeapSnapshotChunk 消息的 params.chunk 拼接起来，存成 .heapsnapshot 文件。",
        "Join params.chunk of every HeapProfiler.addHeapSnapshotChunk message, in order, and save that as a .heapsnapshot file.";
    QUOTED = "快照被存成了一个 JSON 字符串：整个内容外面多了一层引号。", "The snapshot was saved as a JSON string: there are quotes around all of it.";
    QUOTED_DO = "写文件时多做了一次 JSON.stringify。可以用 jq -r . 还原，再打开得到的文件。",
        "JSON.stringify was called once too often. Restore it with jq -r . and open what comes out.";
    OLD_CHROME = "这是 2013 年以前的 Chrome 写的快照，格式已经废弃。", "This snapshot was written by a Chrome from before 2013, in a format that is no longer used.";
    OLD_CHROME_DO = "请用较新的 Chrome 重新拍摄。", "Take it again with a newer Chrome.";
    JULIA_PART = "文件只有文件头，没有节点、边和字符串。Julia 的流式快照会分成四个文件，这是其中的 .metadata.json。",
        "The file has a header alone, no nodes, edges or strings. Julia streams a snapshot into four files; this looks like its .metadata.json.";
    JULIA_PART_DO = "请先在 Julia 中用 Profile.HeapSnapshot.assemble_snapshot 把四个文件合成一个，再打开它。",
        "Put the four together in Julia with Profile.HeapSnapshot.assemble_snapshot, then open the result.";
    NODE_REPORT = "这是 Node 的诊断报告，不是堆快照。", "This is a Node diagnostic report, not a heap snapshot.";
    NODE_REPORT_DO = "它有堆的总量，没有对象。要看对象，请用 node --heapsnapshot-signal=SIGUSR2 或 v8.writeHeapSnapshot() 拍摄。",
        "It has the heap's totals and no objects. For those take a snapshot with node --heapsnapshot-signal=SIGUSR2 or v8.writeHeapSnapshot().";
    LIGHTHOUSE = "这是 Lighthouse 的报告，不是堆快照。", "This is a Lighthouse report, not a heap snapshot.";
    LIGHTHOUSE_DO = "请在 googlechrome.github.io/lighthouse/viewer 打开它。要看内存，请拍摄堆快照。",
        "Open it on googlechrome.github.io/lighthouse/viewer. For memory, take a heap snapshot.";
    JAVA_HEAP = "这是 Java 的堆转储（hprof），不是 V8 堆快照。", "This is a Java heap dump (hprof), not a V8 heap snapshot.";
    JAVA_HEAP_DO = "请用 Eclipse MAT 或 VisualVM 打开它。", "Open it in Eclipse MAT or VisualVM.";
    PPROF = "这是 pprof 格式的分析文件，不是堆快照。", "This is a profile in pprof's format, not a heap snapshot.";
    PPROF_DO = "请用 go tool pprof 打开它。", "Open it with go tool pprof.";
    DOT_NET = "这是 .NET 的跟踪或堆转储，不是 V8 堆快照。", "This is a .NET trace or heap dump, not a V8 heap snapshot.";
    DOT_NET_DO = "请用 PerfView 或 Visual Studio 打开它。", "Open it in PerfView or Visual Studio.";
    PYTHON = "这是 Python 的内存分析文件，不是 V8 堆快照。", "This is a Python memory profile, not a V8 heap snapshot.";
    PYTHON_DO = "请用写出它的工具打开：memray 或 tracemalloc。", "Open it with the tool that wrote it: memray or tracemalloc.";
    CORE_DUMP = "这是进程的核心转储（core dump），不是堆快照。", "This is a core dump of a process, not a heap snapshot.";
    CORE_DUMP_DO = "请用 lldb、gdb 或 llnode 查看它。要在这里打开，请趁进程还在运行时拍摄堆快照。",
        "Look into it with lldb, gdb or llnode. For this tool, take a heap snapshot while the process is running.";
    PROGRAM = "这是程序文件，不是堆快照。", "This is a program, not a heap snapshot.";
    WEB_PAGE = "这是网页（HTML），不是堆快照。它多半是被当作快照存下来的登录页或错误页。",
        "This is a web page (HTML), not a heap snapshot: probably a login or error page that was saved in its place.";
    WEB_PAGE_DO = "请在浏览器里打开下载地址，看看它说什么；登录后再下载一次。", "Open the download's address in a browser and see what it says; log in and download again.";
    ERROR_ANSWER = "这是服务器的错误信息（XML），不是堆快照。", "This is a server's error message (XML), not a heap snapshot.";
    ERROR_ANSWER_DO = "下载链接可能已过期，或没有访问权限。请重新获取链接再下载。",
        "The link may have expired, or access was denied. Get a new link and download again.";
    UTF_16 = "文件的编码是 UTF-16，而快照是 UTF-8。PowerShell 的 > 会写出这样的文件。",
        "The file is in UTF-16, a snapshot is in UTF-8. PowerShell's > writes such files.";
    UTF_32 = "文件的编码是 UTF-32，而快照是 UTF-8。", "The file is in UTF-32, a snapshot is in UTF-8.";
    ENCODING_DO = "请转成 UTF-8，例如 iconv -f UTF-16 -t UTF-8；更好的办法是直接用 v8.writeHeapSnapshot() 写文件，不经过重定向。",
        "Convert it to UTF-8, for example with iconv -f UTF-16 -t UTF-8. Better, let v8.writeHeapSnapshot() write the file, without a redirection.";
    ARCHIVE = "这是 {name} 压缩包，这里不能解压。", "This is a {name} archive, which is not unpacked here.";
    ARCHIVE_DO = "请先在本机解压，再打开里面的快照；gzip、zstd、zip 和 tar 可以直接打开。",
        "Unpack it yourself and open the snapshot in it; gzip, zstd, zip and tar are opened as they are.";
    MEDIA = "这是 {name} 文件，不是堆快照。", "This is a {name} file, not a heap snapshot.";
    OTHER_DO = "请选择以 .heapsnapshot 结尾的文件。", "Choose a file that ends in .heapsnapshot.";
}

/// What a file is, and what to do with it.
pub(super) fn other_file(other: OtherFile, lang: Lang) -> (String, Phrase) {
    let (what, advice) = match other {
        OtherFile::CpuProfile => (CPU_PROFILE, CPU_PROFILE_DO),
        OtherFile::HeapProfile => (HEAP_PROFILE, HEAP_PROFILE_DO),
        OtherFile::ChromeTrace => (TRACE, TRACE_DO),
        OtherFile::PerfettoTrace => (PERFETTO, PERFETTO_DO),
        OtherFile::JscSnapshot => (JSC, JSC_DO),
        OtherFile::FirefoxSnapshot => (FIREFOX, FIREFOX_DO),
        OtherFile::ProtocolLog => (PROTOCOL, PROTOCOL_DO),
        OtherFile::Quoted => (QUOTED, QUOTED_DO),
        OtherFile::OldChrome => (OLD_CHROME, OLD_CHROME_DO),
        OtherFile::JuliaPart => (JULIA_PART, JULIA_PART_DO),
        OtherFile::NodeReport => (NODE_REPORT, NODE_REPORT_DO),
        OtherFile::Lighthouse => (LIGHTHOUSE, LIGHTHOUSE_DO),
        OtherFile::JavaHeap => (JAVA_HEAP, JAVA_HEAP_DO),
        OtherFile::Pprof => (PPROF, PPROF_DO),
        OtherFile::DotNet => (DOT_NET, DOT_NET_DO),
        OtherFile::Python => (PYTHON, PYTHON_DO),
        OtherFile::CoreDump => (CORE_DUMP, CORE_DUMP_DO),
        OtherFile::Program => (PROGRAM, OTHER_DO),
        OtherFile::WebPage => (WEB_PAGE, WEB_PAGE_DO),
        OtherFile::ErrorAnswer => (ERROR_ANSWER, ERROR_ANSWER_DO),
        OtherFile::Utf16 => (UTF_16, ENCODING_DO),
        OtherFile::Utf32 => (UTF_32, ENCODING_DO),
        OtherFile::Archive(archive) => return (ARCHIVE.fill(lang, &[("name", archive.name())]), ARCHIVE_DO),
        OtherFile::Media(media) => return (MEDIA.fill(lang, &[("name", media.name())]), OTHER_DO),
    };
    (what.say(lang).to_owned(), advice)
}
