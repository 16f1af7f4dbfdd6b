//! Words of the leak report: summary, suspects, kinds of memory.

use super::{Phrase, phrases};
use crate::present::naming::Nature;
use crate::question::report::MemoryKind;

phrases! {
    FILE = "文件", "File";
    FILE_SIZE = "文件大小", "File size";
    TOTAL = "总浅层大小", "Total shallow size";
    OBJECTS = "对象", "Objects";
    EDGES = "边", "Edges";
    GC_ROOTS = "GC 根", "GC roots";
    OPENED_IN = "打开用时 {time}", "opened in {time}";
    BY_KIND = "各种类占用的内存", "Memory by kind";
    BY_KIND_SIZES = "与开发者工具的统计一致：内部存储算在拥有它的对象上。",
        "As in DevTools' statistics: a backing store counts for its owner.";
    KIND = "种类", "Kind";
    SIZE = "大小", "Size";
    SHARE = "占比", "Share";
    COUNT = "对象数", "Objects";

    SUSPECTS = "可疑点", "Suspects";
    NO_SUSPECTS = "没有可疑点", "No suspects";
    LARGEST = "最大的单个对象是 {object}，占用 {bytes}（{share}）。", "The largest single object is {object}, which holds {bytes} ({share}).";
    SUSPECT_NUMBER = "可疑点 {number}", "Suspect {number}";

    HOLDS_INSTANCE = "一个 {name} 实例 {id} 占用了 {bytes}（{share}）。",
        "One {name} {id} holds {bytes} ({share}).";
    HOLDS_FUNCTION = "函数 {name} {id} 占用了 {bytes}（{share}）。",
        "The function {name} {id} holds {bytes} ({share}).";
    HOLDS_TEXT = "字符串 {name} {id} 占用了 {bytes}（{share}）。",
        "One string {name} {id} holds {bytes} ({share}).";
    HOLDS_STORE = "内部数组 {name} {id} 占用了 {bytes}（{share}）。",
        "One internal array {name} {id} holds {bytes} ({share}).";
    HOLDS_GROUP = "根分组 {name} {id} 占用了 {bytes}（{share}）。",
        "The root group {name} {id} holds {bytes} ({share}).";
    HOLDS_ENGINE = "引擎内部对象 {name} {id} 占用了 {bytes}（{share}）。",
        "The engine's own {name} {id} holds {bytes} ({share}).";

    PILES_INSTANCE = "内存积累在 {name} {id} 里。", "It piles up in one {name} {id}.";
    PILES_FUNCTION = "内存积累在函数 {name} {id} 里。", "It piles up in the function {name} {id}.";
    PILES_TEXT = "内存积累在字符串 {name} {id} 里。", "It piles up in one string {name} {id}.";
    PILES_STORE = "内存积累在内部数组 {name} {id} 里。", "It piles up in the internal array {name} {id}.";
    PILES_GROUP = "内存积累在根分组 {name} {id} 里。", "It piles up in the root group {name} {id}.";
    PILES_ENGINE = "内存积累在引擎内部对象 {name} {id} 里。", "It piles up in the engine's own {name} {id}.";

    THERE_MOSTLY = "那里积累了 {count} 个对象，共 {bytes}；其中 {some} 个是 {class}，占 {classbytes}。",
        "{count} objects lie there, {bytes} in all; {some} of them are {class}, with {classbytes}.";
    THERE_ALL = "那里积累了 {count} 个 {class}，共 {bytes}。", "{count} {class} lie there, {bytes} in all.";
    HERE_ALL = "内存就积累在它自身：有 {count} 个 {class}，共 {bytes}。", "The memory piles up right there: {count} {class}, {bytes} in all.";
    THERE_SPREAD = "那里积累了 {count} 个对象，共 {bytes}。", "{count} objects lie there, {bytes} in all.";
    THERE_ITSELF = "这些内存就是那个对象自身的大小。", "That memory is the object's own size.";
    HERE_MOSTLY = "内存就积累在它自身：有 {count} 个对象，共 {bytes}；其中 {some} 个是 {class}，占 {classbytes}。",
        "The memory piles up right there, spread over {count} objects with {bytes} in all; {some} of them are {class}, with {classbytes}.";
    HERE_SPREAD = "内存就积累在它自身，分散在 {count} 个对象里，共 {bytes}。",
        "The memory piles up right there, spread over {count} objects with {bytes} in all.";
    HERE_ITSELF = "这些内存就是它自身的大小。", "The memory is the object's own size.";

    HOLD_TOGETHER = "{count} 个 {class} 共占用 {bytes}（{share}）。", "{count} {class} together hold {bytes} ({share}).";
    HELD_TOGETHER = "它们都由 {name} {id} 引用。", "All of them are held by one {name} {id}.";
    HELD_APART = "它们没有共同的持有者；下面是其中最大的一个。", "Nothing holds all of them; below is the way to the largest.";
    CHAINED = "内存在一条链里：{count} 个 {class} 一个留住下一个，共 {bytes}。", "It lies in a chain: {count} {class}, each of which keeps the next, {bytes} in all.";
    CHAINED_LINKS = "内存在一条链里：{count} 个环节一个留住下一个，共 {bytes}。", "It lies in a chain: {count} links, each of which keeps the next, {bytes} in all.";
    RELATED = "与可疑点 {number} 的持有路径开头相同，可能有关。", "The way to suspect {number} begins the same, so they may be related.";

    VERDICT_LEAKING = "很可能在泄漏：{pattern}，占住了堆的 {share}。", "Very likely leaking: {pattern}, {share} of the heap.";
    VERDICT_LEAKING_UNKNOWN = "很可能在泄漏：一处占住了堆的 {share}。", "Very likely leaking: one place holds {share} of the heap.";
    VERDICT_LOOK = "值得看一看：{pattern}，占住了堆的 {share}；也可能是有意保留的。", "Worth a look: {pattern}, {share} of the heap. It may be meant.";
    VERDICT_LOOK_UNKNOWN = "值得看一看：一处占住了堆的 {share}；也可能是有意保留的。", "Worth a look: one place holds {share} of the heap. It may be meant.";
    VERDICT_HEALTHY = "看起来健康：没有哪一处占住堆的 {share} 以上。不到 {bytes} 的不算。", "Looks healthy: no single place holds {share} of the heap or more. Less than {bytes} does not count.";
    MADE_OF = "内存主要是：{first}、{second}、{third}。", "Most of the memory is {first}, {second} and {third}.";

    CONFIDENCE_HIGH = "把握较大：结构与这种泄漏一致", "High confidence: the structure is that of this leak";
    CONFIDENCE_MEDIUM = "把握中等：数量多而且相似", "Medium confidence: there are many, and they are alike";
    CONFIDENCE_LOW = "把握较小：只是占得多", "Low confidence: it holds much, and that is all";

    OF_MODULE = "模块 {name}", "module {name}";
    OF_SCOPE = "{name} 的作用域", "scope of {name}";
    OF_SCOPE_UNNAMED = "匿名函数的作用域{name}", "scope of a function{name}";
    OF_FUNCTION_UNNAMED = "匿名函数{name}", "a function{name}";

    HELD_AT = "持有路径", "Held by";
    ALL_STEPS = "显示每一步，包括引擎内部的", "Every step, including those inside the engine";
    EVIDENCE = "证据", "Evidence";
    PLACES = "代码位置", "Where in the code";
    WHY = "为什么会这样", "Why it happens";
    CHANGE = "怎么改", "What to change";
    FALSE_ALARM = "什么时候不是泄漏", "When it is no leak";
    RELATED_TO = "相关", "Related";
    PLACE_KEPT = "被留住的函数", "Function that is kept";
    PLACE_SCOPE = "变量所在的函数", "Scope";
    PLACE_CLASS = "堆积的类", "Class that piles up";
    PLACE_HOLDER = "持有者的类", "Class of the holder";
    PLACE_MODULE = "文件", "File";
    PLACE_LINE = "{role}：{name}　{at}　（{script}）", "{role}: {name} at {at} ({script})";
    PLACE_FILE = "{role}：{script}", "{role}: {script}";

    NOTES = "关于内存构成，值得知道", "Worth knowing about the memory";
    NOTE_DUPLICATES = "{count} 段文本存了不止一份，多出来的占 {bytes}。", "{count} texts are there more than once; the extra copies take {bytes}.";
    NOTE_SLICES = "{count} 个子串留住了 {bytes} 的原字符串。", "{count} slices keep {bytes} of the strings they were cut from.";
    NOTE_ROPES = "{count} 个拼接字符串的节点占 {bytes}，不算其中的文本。", "{count} nodes of concatenated strings take {bytes}, not counting their text.";
    NOTE_BUFFERS = "{count} 个 ArrayBuffer 占用 {bytes}，在 JavaScript 堆之外。", "{count} ArrayBuffers take {bytes} outside the JavaScript heap.";
    NOTE_SOURCES = "{count} 个脚本的源码占 {bytes}。", "The source text of {count} scripts takes {bytes}.";
    NOTE_CODE = "代码占 {bytes}（{count} 个对象）：编译后的函数、反馈、作用域信息和脚本。", "Code takes {bytes} in {count} objects: compiled functions, feedback, scope information and scripts.";
    NOTE_STRINGS = "字符串占 {bytes}（{count} 个）。", "Strings take {bytes}, {count} of them.";
    NOTE_DETACHED = "{count} 个 DOM 节点已脱离文档，自身占 {bytes}。", "{count} DOM nodes are out of their document and take {bytes} themselves.";

    CONSTANTS = "判断所依据的数值", "The numbers by which this was decided";
    CONSTANTS_LEAD = "报表按这些数值判断；改动后立即重新计算。", "The report decides by these numbers; a change is applied at once.";
    CONSTANTS_RESET = "恢复默认", "Back to the defaults";
    SUSPECT_SHARE = "可疑占比", "Share of a suspect";
    SUSPECT_SHARE_MEANS = "占堆不到这个比例的不算可疑点。", "What holds less of the heap is no suspect.";
    SUSPECT_BYTES = "可疑大小", "Size of a suspect";
    SUSPECT_BYTES_MEANS = "小于这个字节数的不算可疑点：小进程里运行时自己的表就能占一成。", "What holds fewer bytes is no suspect: in a small process a table of the runtime is a tenth of all.";
    BIG_DROP = "大落差", "Big drop";
    BIG_DROP_MEANS = "对象占到上层的这个比例，就用上层的名字称呼它。", "While an object has this share of the one above, it is called by the name of that.";
    ALIKE = "相似比例", "Share that is alike";
    ALIKE_MEANS = "一堆对象中同类的达到这个比例，才算同一种东西。", "A pile is of one sort when this share of it is of one class.";
    REPEATS = "重复次数", "Repeats";
    REPEATS_MEANS = "同一种东西达到这么多个，才算反复添加。", "So many of one sort are more than an accident.";
    CHAIN_LINKS = "链的长度", "Links of a chain";
    CHAIN_LINKS_MEANS = "同一种对象一个留住一个，达到这么多个算一条链。", "So many objects that keep one another make a chain.";
    LEAKING_FROM = "“泄漏”的界线", "Where leaking begins";
    LEAKING_FROM_MEANS = "占比乘以把握达到这个值，结论就是“很可能在泄漏”。", "The verdict is \u{201c}leaking\u{201d} when share times confidence reaches this.";

    COPY_MARKDOWN = "复制 Markdown", "Copy as Markdown";
    SAVE_MARKDOWN = "存为 Markdown", "Save as Markdown";
    SAVE_HTML = "存为 HTML", "Save as HTML";
    SAVE_JSON = "存为 JSON", "Save as JSON";
    PRINT = "打印", "Print";
    EXPORT = "导出", "Export";
    HIDE_TEXTS = "不包含字符串内容", "Leave out the texts of strings";
    HIDE_TEXTS_MEANS = "快照里的字符串可能含有客户数据；导出时用“字符串”代替。", "Strings in a snapshot may be customers' data; the export says only that there is a string.";

    SUSPECT = "可疑点", "Suspect";
    ACCUMULATION = "聚集点", "Accumulation point";
    STEPS_LEFT_OUT = "省略 {count} 层", "{count} steps left out";
    KEYWORDS = "关键字", "Keywords";
    SEARCH_FOR = "搜索 {word}", "Search for {word}";

    KIND_CODE = "代码", "Code";
    KIND_STRINGS = "字符串", "Strings";
    KIND_JS_ARRAYS = "JS 数组", "JS arrays";
    KIND_TYPED_ARRAYS = "类型化数组", "Typed arrays";
    KIND_SYSTEM = "引擎内部", "Engine's own";
    KIND_OTHER_OBJECTS = "其他 JS 对象", "Other JS objects";
    KIND_OTHER_NATIVE = "其他原生对象", "Other native objects";
    KIND_EXTRA = "堆外附加内存", "Extra native memory";
}

/// What stands between two sentences.
pub fn gap(lang: super::Lang) -> &'static str {
    match lang {
        super::Lang::Zh => "",
        super::Lang::En => " ",
    }
}

/// The first sentence of a suspect: slots `name id bytes share`.
pub fn holds(nature: Nature) -> Phrase {
    match nature {
        Nature::Instance => HOLDS_INSTANCE,
        Nature::Function => HOLDS_FUNCTION,
        Nature::Text => HOLDS_TEXT,
        Nature::Store => HOLDS_STORE,
        Nature::Group => HOLDS_GROUP,
        Nature::Engine => HOLDS_ENGINE,
    }
}

/// The second sentence, when the memory piles up elsewhere: slots `name id`.
pub fn piles(nature: Nature) -> Phrase {
    match nature {
        Nature::Instance => PILES_INSTANCE,
        Nature::Function => PILES_FUNCTION,
        Nature::Text => PILES_TEXT,
        Nature::Store => PILES_STORE,
        Nature::Group => PILES_GROUP,
        Nature::Engine => PILES_ENGINE,
    }
}

/// A coarse kind of memory by name.
pub fn memory(kind: MemoryKind) -> Phrase {
    match kind {
        MemoryKind::Code => KIND_CODE,
        MemoryKind::Strings => KIND_STRINGS,
        MemoryKind::JsArrays => KIND_JS_ARRAYS,
        MemoryKind::TypedArrays => KIND_TYPED_ARRAYS,
        MemoryKind::System => KIND_SYSTEM,
        MemoryKind::OtherObjects => KIND_OTHER_OBJECTS,
        MemoryKind::OtherNative => KIND_OTHER_NATIVE,
        MemoryKind::Extra => KIND_EXTRA,
    }
}
