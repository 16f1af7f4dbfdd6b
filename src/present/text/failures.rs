//! Words for what went wrong: what happened, where, what to do.
//!
//! Owns the way from a [`Failure`] to sentences. Every fault has its own; the technical line of the error stays as the
//! folded detail. Text from the file is made visible and cut.

use super::containers::tell_container;
use super::foreign::other_file;
use super::{Lang, Phrase, phrases};
use crate::parse::{Fault, Needed, ParseError, Section};
use crate::present::format::{bytes, count, isolated, middle, visible};
use crate::protocol::Failure;

phrases! {
    FAILED = "没能打开 {name}", "{name} could not be opened";
    FAILED_WHERE = "位置", "Where";
    FAILED_DO = "怎么办", "What to do";
    FAILED_DETAILS = "技术细节", "Technical details";
    TRY_ANOTHER = "换一个文件", "Try another file";
    BACK = "回到首页", "Back to the start";
    BACK_TO = "重新打开 {name}", "Open {name} again";

    AT_BYTE = "第 {byte} 字节", "byte {byte}";
    AT_SECTION = "{section}，第 {byte} 字节", "{section}, byte {byte}";
    AT_ROW = "{section}，第 {row} 行，第 {byte} 字节", "{section}, row {row}, byte {byte}";

    SECTION_TOP = "文件最外层", "the file's outer level";
    SECTION_HEADER = "文件头（snapshot）", "the header (snapshot)";
    SECTION_NODES = "节点（nodes）", "the nodes";
    SECTION_EDGES = "边（edges）", "the edges";
    SECTION_FUNCTIONS = "trace_function_infos", "trace_function_infos";
    SECTION_TREE = "trace_tree", "trace_tree";
    SECTION_SAMPLES = "采样（samples）", "the samples";
    SECTION_LOCATIONS = "源码位置（locations）", "the locations";
    SECTION_SCOPES = "scopes", "scopes";
    SECTION_SCOPE_VARIABLES = "scope_context_vars", "scope_context_vars";
    SECTION_SCOPE_USES = "scope_uses", "scope_uses";
    SECTION_STRINGS = "字符串（strings）", "the strings";
    SECTION_UNKNOWN = "未知部分", "an unknown section";

    EMPTY_FILE = "文件是空的。", "The file is empty.";
    EMPTY_FILE_DO = "写快照时可能被中断，或者磁盘已满。请重新拍一份快照。",
        "Writing it may have been interrupted, or the disk was full. Take the snapshot again.";
    NOT_JSON = "这不是堆快照：文件以 {found} 开头，而快照以左花括号开头。", "This is not a heap snapshot: it begins with {found}, a snapshot begins with a brace.";
    NOT_JSON_DO = "请选择以 .heapsnapshot 结尾的文件，或装有它的 gzip、zstd、zip、tar 压缩包。",
        "Choose a file that ends in .heapsnapshot, or a gzip, zstd, zip or tar file with one inside.";
    BEHIND = "快照从文件中间才开始：第 {byte} 字节之前还有别的内容。", "The snapshot begins only inside the file: something else stands before byte {byte}.";
    BEHIND_DO = "前面可能是日志行，或 HTTP 分块的长度。请去掉多余内容后再打开，例如把快照写入单独的文件，或重新下载。",
        "It may be lines of a log, or the lengths of HTTP chunks. Remove what does not belong: write the snapshot to a file of its own, or download it again.";
    NOT_SNAPSHOT = "这是 JSON，但不是堆快照：没有 snapshot 部分，只有 {keys}。",
        "This is JSON but no heap snapshot: it has no \"snapshot\" part, only {keys}.";
    NOT_SNAPSHOT_BARE = "这是 JSON，但不是堆快照：没有 snapshot 部分。", "This is JSON but no heap snapshot: it has no \"snapshot\" part.";
    NOT_SNAPSHOT_DO = "请选择由 Node、Chrome、Deno 或 Bun 写出的 .heapsnapshot 文件。",
        "Choose a .heapsnapshot file written by Node, Chrome, Deno or Bun.";
    TRUNCATED = "文件不完整：读到 {rows} 行就结束了。", "The file is cut off: it ends after {rows} rows.";
    TRUNCATED_OF = "文件不完整：文件头说有 {expected} 行，读到 {rows} 行就结束了。",
        "The file is cut off: it ends after {rows} of {expected} rows.";
    TRUNCATED_DO = "写快照或复制文件时可能被中断：进程退出太早、磁盘已满、下载没有完成。请等写完再复制，或重新拍一份。",
        "Writing or copying it was probably interrupted: the process ended too early, the disk was full, the download stopped. Wait until it is written, copy it again, or take another.";
    UNEXPECTED = "文件内容损坏：出现了 {found}，这里应该是{needed}。", "The file is damaged: found {found} where {needed} belongs.";
    MISSING = "文件头缺少 {what}，没有它就无法读取。", "The header lacks {what}, without which nothing can be read.";
    BAD_HEADER = "文件头无法读取。", "The header cannot be read.";
    BAD_NUMBER = "文件内容损坏：{field} 的值 {value} 不是 0 到 2⁵³ 之间的整数。",
        "The file is damaged: {field} is {value}, no whole number between 0 and 2⁵³.";
    NOT_MULTIPLE = "文件内容损坏：{field} 的值 {value} 不是 {of} 的倍数。", "The file is damaged: {field} is {value}, not a multiple of {of}.";
    OUT_OF_RANGE = "文件内容损坏：{field} 的值 {value} 超出范围，应小于 {limit}。",
        "The file is damaged: {field} is {value}, past the end; it must be below {limit}.";
    HALF_ROW = "文件内容损坏：共有 {numbers} 个数，不是 {fields} 的倍数，最后一行不完整。",
        "The file is damaged: {numbers} numbers do not fill rows of {fields}.";
    EDGE_COUNTS = "文件内容损坏：节点声明共有 {promised} 条边，实际有 {found} 条。",
        "The file is damaged: the nodes claim {promised} edges, there are {found}.";
    NO_NODES = "快照里没有任何对象。", "The snapshot has no objects at all.";
    TOO_LARGE = "快照太大：有 {rows} 行，超出这里能编号的范围。", "The snapshot is too large: {rows} rows are more than can be numbered here.";
    TOO_LARGE_DO = "请在泄漏的早期拍摄，或减少进程里的数据后再拍。", "Take it earlier, while the leak is small, or with less data in the process.";
    DAMAGED_DO = "请重新拍摄或重新复制这个文件。如果同一个工具总是写出这样的文件，欢迎告诉我们工具名称和版本。",
        "Take or copy the snapshot again. If the same tool always writes such files, tell us its name and version.";

    UNREADABLE = "浏览器读不了这个文件。", "The browser could not read the file.";
    UNREADABLE_DO = "它可能被移动、改动，或没有读取权限。请重新选择它。",
        "It may have been moved or changed, or reading it is not permitted. Choose it again.";
    UNFETCHABLE = "没能下载 {url}。", "{url} could not be fetched.";
    UNFETCHABLE_STATUS = "没能下载 {url}：服务器回答 {status}。", "{url} could not be fetched: the server answered {status}.";
    UNFETCHABLE_DO = "请检查地址和网络。其他网站必须允许跨域读取（CORS）。也可以先下载到本机，再拖进来。",
        "Check the address and the network. Another site must allow it (CORS). Or download the file and drop it here.";
    WONT_FIT = "这个快照大约需要 {needed} 内存，而一个网页最多只有 {limit}。",
        "This snapshot needs about {needed} of memory; a page has {limit} at most.";
    WONT_FIT_DO = "可以用轻量模式打开：不读入引用，只看对象的种类、类和自身大小。要看是谁占住了内存，请在泄漏较小时拍一份更小的快照。",
        "Open it in light mode: without references, with the kinds, classes and own sizes of all objects. To see what holds the memory, take a smaller snapshot, earlier in the leak.";
    OPEN_LIGHT = "用轻量模式打开", "Open in light mode";
    OUT_OF_MEMORY = "内存不够：浏览器给这个页面的内存用完了。", "Out of memory: this page has used all the memory the browser gives it.";
    OUT_OF_MEMORY_DO = "关闭其他标签页再试；WebAssembly 最多只能使用 4 GiB。或者在泄漏较小时拍一份更小的快照。",
        "Close other tabs and try again; WebAssembly can use 4 GiB at most. Or take a smaller snapshot, earlier in the leak.";
    CRASHED = "后台线程意外停止。", "The background worker stopped unexpectedly.";
    CRASHED_DO = "这是我们的错误。可以直接打开下一个文件；如果同一个文件总是这样，请把技术细节告诉我们。",
        "This is our fault. You can open the next file right away; if the same file always does this, tell us the technical details.";

    NEED_KEY = "带引号的键名", "a quoted key";
    NEED_COLON = "冒号", "a colon";
    NEED_VALUE = "一个值", "a value";
    NEED_ARRAY = "数组开头 [", "the [ of a list";
    NEED_OBJECT = "对象开头", "the opening brace of an object";
    NEED_NUMBER = "一个整数", "a whole number";
    NEED_COMMA = "逗号或结尾", "a comma or the end";
    NEED_STRING = "带引号的字符串", "a quoted string";
    NEED_ESCAPE = "转义序列", "an escape sequence";
}

/// A failure in a person's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub what: String,
    /// Where in the file.
    pub place: Option<String>,
    /// What to do.
    pub advice: &'static str,
    /// The technical line, in English, for a report.
    pub detail: String,
}

/// Says a failure.
pub fn tell(failure: &Failure, lang: Lang) -> Told {
    let told = |what: String, advice: Phrase, detail: &str| Told {
        what,
        place: None,
        advice: advice.say(lang),
        detail: visible(detail),
    };
    match failure {
        Failure::Parse(error) => tell_parse(error, lang),
        Failure::Container(error) => tell_container(error, lang),
        Failure::Unreadable { detail } => told(UNREADABLE.say(lang).to_owned(), UNREADABLE_DO, detail),
        Failure::Unfetchable { url, status: 0, detail } => {
            told(UNFETCHABLE.fill(lang, &[("url", &address(url))]), UNFETCHABLE_DO, detail)
        }
        Failure::Unfetchable { url, status, detail } => {
            let values = [("url", &*address(url)), ("status", &*status.to_string())];
            told(UNFETCHABLE_STATUS.fill(lang, &values), UNFETCHABLE_DO, detail)
        }
        Failure::WontFit { needed, limit } => {
            let (needed, limit) = (bytes(*needed), bytes(*limit));
            let detail = format!("estimated {needed}, at most {limit}");
            told(WONT_FIT.fill(lang, &[("needed", &needed), ("limit", &limit)]), WONT_FIT_DO, &detail)
        }
        Failure::OutOfMemory { detail } => told(OUT_OF_MEMORY.say(lang).to_owned(), OUT_OF_MEMORY_DO, detail),
        Failure::Crashed { detail } => told(CRASHED.say(lang).to_owned(), CRASHED_DO, detail),
    }
}

fn address(url: &str) -> String {
    isolated(&middle(url, 120))
}

fn tell_parse(error: &ParseError, lang: Lang) -> Told {
    let (what, advice) = fault(&error.fault, lang);
    let place = match error.fault {
        // The place is the whole file.
        Fault::Empty | Fault::OtherFile(_) | Fault::NotSnapshot { .. } | Fault::NoNodes => None,
        _ => Some(place(error, lang)),
    };
    Told { what, place, advice: advice.say(lang), detail: visible(&error.to_string()) }
}

fn place(error: &ParseError, lang: Lang) -> String {
    let (byte, section) = (count(error.byte), section(error.section).say(lang));
    match (error.row, error.section) {
        (Some(row), _) => AT_ROW.fill(lang, &[("section", section), ("row", &count(row)), ("byte", &byte)]),
        (None, Section::Top) => AT_BYTE.fill(lang, &[("byte", &byte)]),
        (None, _) => AT_SECTION.fill(lang, &[("section", section), ("byte", &byte)]),
    }
}

fn fault(fault: &Fault, lang: Lang) -> (String, Phrase) {
    let quoted = |text: &str| format!("“{}”", isolated(&middle(text, 60)));
    let plain = |phrase: Phrase| phrase.say(lang).to_owned();
    match fault {
        Fault::Empty => (plain(EMPTY_FILE), EMPTY_FILE_DO),
        Fault::NotJson { found } => (NOT_JSON.fill(lang, &[("found", &quoted(found))]), NOT_JSON_DO),
        Fault::OtherFile(other) => other_file(*other, lang),
        Fault::Behind { begins } => (BEHIND.fill(lang, &[("byte", &count(*begins))]), BEHIND_DO),
        Fault::NotSnapshot { keys } if keys.is_empty() => (plain(NOT_SNAPSHOT_BARE), NOT_SNAPSHOT_DO),
        Fault::NotSnapshot { keys } => {
            let keys: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
            (NOT_SNAPSHOT.fill(lang, &[("keys", &keys.join(" "))]), NOT_SNAPSHOT_DO)
        }
        Fault::Truncated { rows, expected: Some(expected) } => {
            let values = [("rows", &*count(*rows)), ("expected", &*count(*expected))];
            (TRUNCATED_OF.fill(lang, &values), TRUNCATED_DO)
        }
        Fault::Truncated { rows, expected: None } => (TRUNCATED.fill(lang, &[("rows", &count(*rows))]), TRUNCATED_DO),
        Fault::Unexpected { found, needed: wanted } => {
            let found = match found {
                0x20..=0x7e => quoted(&char::from(*found).to_string()),
                other => format!("0x{other:02x}"),
            };
            (UNEXPECTED.fill(lang, &[("found", &found), ("needed", needed(*wanted).say(lang))]), DAMAGED_DO)
        }
        Fault::Missing { what } => (MISSING.fill(lang, &[("what", &isolated(what))]), DAMAGED_DO),
        Fault::BadHeader { .. } => (plain(BAD_HEADER), DAMAGED_DO),
        Fault::BadNumber { field, value } => {
            let values = [("field", &*isolated(field)), ("value", &*isolated(&middle(value, 40)))];
            (BAD_NUMBER.fill(lang, &values), DAMAGED_DO)
        }
        Fault::NotMultiple { field, value, of } => {
            let values = [("field", &*isolated(field)), ("value", &*value.to_string()), ("of", &*of.to_string())];
            (NOT_MULTIPLE.fill(lang, &values), DAMAGED_DO)
        }
        Fault::OutOfRange { field, value, limit } => {
            let values = [("field", &*isolated(field)), ("value", &*value.to_string()), ("limit", &*limit.to_string())];
            (OUT_OF_RANGE.fill(lang, &values), DAMAGED_DO)
        }
        Fault::HalfRow { numbers, fields } => {
            let values = [("numbers", &*count(*numbers)), ("fields", &*count(*fields))];
            (HALF_ROW.fill(lang, &values), DAMAGED_DO)
        }
        Fault::EdgeCounts { promised, found } => {
            let values = [("promised", &*count(*promised)), ("found", &*count(*found))];
            (EDGE_COUNTS.fill(lang, &values), DAMAGED_DO)
        }
        Fault::NoNodes => (plain(NO_NODES), DAMAGED_DO),
        Fault::TooLarge { rows } => (TOO_LARGE.fill(lang, &[("rows", &count(*rows))]), TOO_LARGE_DO),
    }
}

fn section(section: Section) -> Phrase {
    match section {
        Section::Top => SECTION_TOP,
        Section::Header => SECTION_HEADER,
        Section::Nodes => SECTION_NODES,
        Section::Edges => SECTION_EDGES,
        Section::TraceFunctionInfos => SECTION_FUNCTIONS,
        Section::TraceTree => SECTION_TREE,
        Section::Samples => SECTION_SAMPLES,
        Section::Locations => SECTION_LOCATIONS,
        Section::Scopes => SECTION_SCOPES,
        Section::ScopeContextVars => SECTION_SCOPE_VARIABLES,
        Section::ScopeUses => SECTION_SCOPE_USES,
        Section::Strings => SECTION_STRINGS,
        Section::Unknown => SECTION_UNKNOWN,
    }
}

fn needed(needed: Needed) -> Phrase {
    match needed {
        Needed::Key => NEED_KEY,
        Needed::Colon => NEED_COLON,
        Needed::Value => NEED_VALUE,
        Needed::Array => NEED_ARRAY,
        Needed::Object => NEED_OBJECT,
        Needed::Number => NEED_NUMBER,
        Needed::CommaOrEnd => NEED_COMMA,
        Needed::String => NEED_STRING,
        Needed::Escape => NEED_ESCAPE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::OtherFile;

    #[test]
    fn a_damaged_edge_says_where() {
        let fault = Fault::NotMultiple { field: "to_node".to_owned(), value: 37, of: 7 };
        let error = ParseError { fault, section: Section::Edges, row: Some(812), byte: 91_233 };
        let told = tell(&Failure::Parse(error), Lang::En);
        assert_eq!(told.place.as_deref(), Some("the edges, row 812, byte 91,233"));
        assert!(told.what.contains("37, not a multiple of 7"), "{}", told.what);
        assert_eq!(told.advice, DAMAGED_DO.say(Lang::En));
    }

    #[test]
    fn what_the_file_says_cannot_deceive() {
        let fault = Fault::NotJson { found: "a\u{202e}b\nc".repeat(100) };
        let error = ParseError { fault, section: Section::Top, row: None, byte: 0 };
        for lang in [Lang::Zh, Lang::En] {
            let told = tell(&Failure::Parse(error.clone()), lang);
            assert!(!told.what.contains('\u{202e}') && !told.what.contains('\n'), "{}", told.what);
            assert!(told.what.chars().count() < 800, "{}", told.what);
        }
    }

    #[test]
    fn the_two_languages_tell_the_same_failures_apart() {
        let parse = |fault| Failure::Parse(ParseError { fault, section: Section::Top, row: None, byte: 0 });
        let failures = [
            parse(Fault::Empty),
            parse(Fault::OtherFile(OtherFile::CpuProfile)),
            parse(Fault::OtherFile(OtherFile::HeapProfile)),
            parse(Fault::OtherFile(OtherFile::ChromeTrace)),
            parse(Fault::NotSnapshot { keys: vec!["a".to_owned()] }),
            parse(Fault::Truncated { rows: 3, expected: Some(9) }),
            parse(Fault::NoNodes),
            Failure::Crashed { detail: String::new() },
            Failure::OutOfMemory { detail: String::new() },
            Failure::WontFit { needed: 5_000_000_000, limit: 4_200_000_000 },
        ];
        for lang in [Lang::Zh, Lang::En] {
            let said: std::collections::HashSet<String> = failures.iter().map(|f| tell(f, lang).what).collect();
            assert_eq!(said.len(), failures.len());
        }
    }
}
