//! Words of the frame: top bar, rail, search, notices.

use super::{Lang, Phrase, phrases};
use crate::present::format;
use crate::snapshot::Warning;

phrases! {
    /// The browser's tab.
    TITLE = "Heapsky 堆星图", "Heapsky";
    TITLE_OF = "{name} · Heapsky 堆星图", "{name} · Heapsky";
    TITLE_INCOMPLETE = "{name}（不完整）· Heapsky 堆星图", "{name} (incomplete) · Heapsky";
    BRAND = "Heapsky 堆星图", "Heapsky";
    SKIP = "跳到内容", "Skip to content";
    HEAP = "堆 {bytes}", "heap {bytes}";
    RAIL = "视图", "Views";
    REPORT = "泄漏报表", "Leak report";
    REPORT_FULL = "内存泄漏报表", "Leak report";
    TREE = "树状列表", "Tree list";
    LANGUAGE = "EN 切换到英文", "Switch to Chinese (中文)";
    LANGUAGE_SHORT = "EN", "中";
    THEME_SYSTEM = "主题：跟随系统", "Theme: as the system";
    THEME_LIGHT = "主题：浅色", "Theme: light";
    THEME_DARK = "主题：深色", "Theme: dark";
    HELP = "帮助", "Help";
    CLOSE = "关闭", "Close";
    OPEN_ANOTHER = "打开另一个文件", "Open another file";
    SEARCH = "搜索", "Search";
    SEARCH_HINT = "@id 或名称", "@id or name";
    DROP_HERE = "松手即可打开这个文件", "Let go to open this file";
    LEFT_OUT = "一次只能打开一个文件：已打开 {name}，另外 {count} 个没有打开。",
        "One file at a time: {name} was opened, {count} more left out.";
    INSIDE = "已打开压缩包 {archive} 里的 {name}。", "Opened {name} from the archive {archive}.";
    INSIDE_FIRST = "压缩包 {archive} 里有 {count} 个快照，已打开第一个：{name}。要看其他的，请先解压。",
        "The archive {archive} has {count} snapshots; the first was opened: {name}. For the others, unpack it.";
    NO_FILE_DROPPED = "拖进来的不是文件。请拖入一个 .heapsnapshot 文件。",
        "What was dropped is not a file. Drop a .heapsnapshot file.";
    OTHER_FILE = "链接指向另一个文件（{asked}），现在打开的是 {open}。链接里的 @id 在这里可能是别的对象，或者不存在。",
        "The link is for another file ({asked}); {open} is open. An @id from the link may be a different object here, or none.";
    BAD_SRC = "地址 {url} 不能打开：只接受 http 或 https 地址。", "The address {url} cannot be opened: only http and https.";
    DISMISS = "知道了", "Dismiss";
    COPY = "复制", "Copy";
    COPIED = "已复制", "Copied";
    COPY_FAILED = "浏览器不允许复制", "The browser refused to copy";
    LOADING = "正在读取…", "Reading…";
    ASK_GONE = "没有得到回答：后台线程已停止。", "No answer: the background worker has stopped.";
    NO_SUCH_REFERENCE = "{id} 没有第 {at} 个引用。", "{id} has no reference number {at}.";
    ASK_STOPPED = "已停止。", "Stopped.";
    TRY_AGAIN = "再试一次", "Try again";
    WORKING = "正在遍历整个堆……{percent}", "Going through the whole heap … {percent}";
    STOP = "停止", "Stop";
    NO_SUCH_OBJECT = "这个堆里没有 {id}。", "This heap has no {id}.";
    MORE_ROWS = "再显示 {step} 行（共 {total} 行）", "Show {step} more of {total}";

    WARNINGS = "读取时发现 {count} 处异常，不影响打开。", "{count} oddities in the file, none of which stopped us.";
    WARN_COUNT = "{section}：文件头说有 {header} 行，实际 {found} 行",
        "{section}: the header promised {header} rows, the file has {found}";
    WARN_IDS = "{count} 个对象与前面的对象 id 相同", "{count} objects share an id with an earlier one";
    WARN_STRINGS = "{count} 个名称不在字符串表里", "{count} names are not in the string table";
    WARN_TRAILING = "快照结束后还有 {count} 字节，已忽略", "{count} bytes after the end of the snapshot were ignored";
    WARN_END = "文件在结尾处被截断，但对象、引用和名称都完整", "The file is cut off at its very end; objects, references and names are all there";
    WARN_ROWS = "{section}：有 {count} 行说不通，已忽略", "{section}: {count} rows make no sense and are left out";
    WARN_UNREAD = "{section}：无法读取，整个部分已忽略", "{section}: this part could not be read and is left out";
    WARN_REPEATED = "{count} 个部分在文件里重复出现，只读取了各自的第一份",
        "{count} parts stand in the file again; the first of each was read";
    WARN_TRACES = "{count} 个对象的分配调用栈不在文件里", "{count} objects name an allocation stack that is not in the file";

    HELP_TITLE = "怎么用", "How to use this";
    HELP_LINKS = "点一下选中对象，右边显示它的详情；地址栏就是你所在的位置，可以后退、刷新、分享。",
        "A click selects an object and fills the panel on the right. The address bar says where you are: go back, reload, share it.";
    HELP_SEARCH_KEY = "跳到搜索框", "go to the search box";
    HELP_SEARCH_WORDS = "@46089 直接跳到对象；其他文字按名称查找，也可以写 class:、size:>1mb 等", "@46089 jumps to that object; other words are looked for in names; class:, size:>1mb and others narrow it down";
    HELP_ARROWS = "在列表里移动、展开、收起", "move, open and fold in a list";
    HELP_ENTER = "选中当前行", "select the current row";
    HELP_ESCAPE = "关闭面板", "close the panel";
    HELP_ENDS = "到列表的开头、结尾，翻页", "first and last row, page up and down";
    HELP_DELETE = "在引用者里：忽略当前行，重新计算", "among retainers: ignore the current row and compute again";
    HELP_VIEWS = "左边的第几个视图", "the views on the left, in their order";
    HELP_SHEET = "这份说明", "this sheet";
    HELP_GLOSSARY = "全部术语，包括 V8 的类名", "All terms, V8's own class names among them";
    GLOSSARY = "术语表", "Glossary";
    GLOSSARY_LEAD = "页面上的每个词，和快照里 V8 自己的名称。", "Every word of the page, and V8's own names in a snapshot.";
    GLOSSARY_PAGE = "页面上的词", "Words of the page";
    GLOSSARY_V8 = "V8 的名称", "V8's names";
    HELP_TERMS = "术语", "Terms";
}

/// One oddity of the file, in words.
pub fn warning(warning: &Warning, lang: Lang) -> String {
    let counted = |phrase: Phrase, count: u64| phrase.fill(lang, &[("count", &format::count(count))]);
    match warning {
        Warning::CountDiffers { section, header, found } => {
            let (header, found) = (format::count(*header), format::count(*found));
            let section = format::isolated(section);
            WARN_COUNT.fill(lang, &[("section", &section), ("header", &header), ("found", &found)])
        }
        Warning::SharedIds { count } => counted(WARN_IDS, *count),
        Warning::MissingStrings { count } => counted(WARN_STRINGS, *count),
        Warning::EndMissing => WARN_END.say(lang).to_owned(),
        Warning::TrailingBytes { count } => counted(WARN_TRAILING, *count),
        Warning::BadRows { section, count } => {
            WARN_ROWS.fill(lang, &[("section", &format::isolated(section)), ("count", &format::count(*count))])
        }
        Warning::UnreadSection { section } => WARN_UNREAD.fill(lang, &[("section", &format::isolated(section))]),
        Warning::RepeatedKeys { count } => counted(WARN_REPEATED, *count),
        Warning::UnknownTraces { count } => counted(WARN_TRACES, *count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each. A new variant does not compile until it stands here too.
    fn each() -> Vec<Warning> {
        let all = vec![
            Warning::CountDiffers { section: "no\u{202e}des".to_owned(), header: 3, found: 5 },
            Warning::SharedIds { count: 5 },
            Warning::MissingStrings { count: 5 },
            Warning::EndMissing,
            Warning::TrailingBytes { count: 5 },
            Warning::BadRows { section: "loc\u{202e}ations".to_owned(), count: 5 },
            Warning::UnreadSection { section: "sco\u{202e}pes".to_owned() },
            Warning::RepeatedKeys { count: 5 },
            Warning::UnknownTraces { count: 5 },
        ];
        let mut kinds = std::collections::BTreeSet::new();
        for warning in &all {
            kinds.insert(match warning {
                Warning::CountDiffers { .. } => 0,
                Warning::SharedIds { .. } => 1,
                Warning::MissingStrings { .. } => 2,
                Warning::TrailingBytes { .. } => 3,
                Warning::EndMissing => 4,
                Warning::BadRows { .. } => 5,
                Warning::UnreadSection { .. } => 6,
                Warning::RepeatedKeys { .. } => 7,
                Warning::UnknownTraces { .. } => 8,
            });
        }
        assert_eq!(kinds.len(), all.len());
        all
    }

    #[test]
    fn every_oddity_has_words_of_its_own() {
        for lang in [Lang::Zh, Lang::En] {
            let said: std::collections::BTreeSet<String> = each().iter().map(|odd| warning(odd, lang)).collect();
            assert_eq!(said.len(), each().len());
            for words in said {
                assert!(!words.is_empty() && !words.contains('{') && !words.contains('\u{202e}'), "{words}");
            }
        }
    }
}
