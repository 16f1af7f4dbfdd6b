//! Words about objects: tree list, object panel, search, kinds of objects and of references.

use super::{Lang, Phrase, phrases};
use crate::ids::Distance;
use crate::present::format;
use crate::question::contents::Form;
use crate::question::{Category, EdgeKind, NodeKind};

phrases! {
    OBJECT = "对象", "Object";
    SHALLOW = "浅层大小", "Shallow size";
    RAW = "原始大小", "Raw size";
    SHALLOW_SHOWN = "浅层大小，与开发者工具一致：内部存储（例如数组的元素）算在拥有它的对象上。点击改看文件中的原始大小。",
        "Shallow size as in DevTools: a backing store, such as an array's elements, counts for its owner. Click to see the raw size from the file.";
    RAW_SHOWN = "原始大小：文件中记录的对象自身字节数，内部存储单独计算。点击改看与开发者工具一致的浅层大小。",
        "Raw size: the object's own bytes as the file has them, backing stores on their own. Click to see the shallow size as in DevTools.";
    RAW_FIXED = "原始大小：文件中记录的对象自身字节数。文件不完整，内部存储的另一个所有者可能已经丢失，所以不按开发者工具的口径计算。",
        "Raw size: the object's own bytes as the file has them. The file is cut off and another owner of a backing store may be lost, so there are no sizes as in DevTools.";
    RETAINED = "保留大小", "Retained size";
    OF_HEAP = "占堆", "% of heap";
    TREE_OF_ROOT = "从根开始", "From the root";
    TREE_LEVELS = "支配者", "Dominators";

    PANEL = "对象详情", "Object details";
    PANEL_EMPTY = "点任意一行，这里显示它的详情。", "Select any row to see its details here.";
    CLASS = "类", "Class";
    KIND_OF = "种类", "Kind";
    DISTANCE = "距离", "Distance";
    LOCATION = "源码位置", "Location";
    DOMINATED = "直接支配", "Dominates directly";
    CHAIN = "支配链", "Dominators";
    FUNCTIONS_OF = "这个文件里的函数", "The functions of this file";
    DOMINATED_LIST = "它直接支配的对象", "Directly dominated";
    FIELDS = "字段", "Fields";
    ELEMENTS = "元素", "Elements";
    ENTRIES = "条目", "Entries";
    VALUES = "值", "Values";
    VARIABLES = "捕获的变量", "Captured variables";
    INTERNALS = "引擎内部", "Engine's own";
    NOT_TOLD = "（文件里没有）", "(not in the file)";
    NOT_TOLD_LONG = "小整数、true、false、null 和 undefined 通常不写进快照。", "Small numbers, true, false, null and undefined are usually not written to a snapshot.";
    VARIABLE_OUT = "在外面第 {count} 层作用域里声明", "declared {count} scopes further out";
    TEXT = "文本", "Text";
    TEXT_CUT = "这里只有开头。V8 写快照时，一个字符串最多写 1,024 个字符。", "This is the beginning only. V8 writes at most 1,024 characters of a string to a snapshot.";
    TEXT_OF_PARENT = "这个字符串是下面这段原文的一部分；快照没有记录从哪里截取。", "This string is a part of the text below; the snapshot does not say where it begins.";
    COPY_TEXT = "复制文本", "Copy text";
    ATTRIBUTES = "V8 的记录", "V8's notes";
    ALLOCATED_AT = "分配时的调用栈", "Allocated at";
    ALLOCATED_WHEN = "开始记录后 {seconds} 秒", "{seconds} s after recording began";
    ANONYMOUS = "（匿名函数）", "(anonymous)";
    RETAINERS = "引用者", "Retainers";
    NO_EDGES = "它不引用任何对象。", "It refers to nothing.";
    NO_RETAINERS = "没有对象引用它。", "Nothing refers to it.";
    NOT_HOLDING = "这条引用不保活：它不阻止回收", "This reference keeps nothing alive";
    WEAK = "弱", "weak";
    OPEN_IN_TREE = "在树状列表中打开", "Open in the tree list";
    OPEN_IN_GRAVITY = "在引力图中打开", "Open in the gravity graph";
    COPY_ID = "复制 @id", "Copy @id";
    COPY_LINK = "复制链接", "Copy link";
    SCRIPT = "脚本 {id}", "script {id}";

    ID_MEANT = "要找的是对象 {id} 吗？", "Did you mean the object {id}?";
    RESULTS = "名称包含 {text}，或以它为属性名、变量名的对象", "Objects named {text}, or held under that name";
    RESULTS_OF = "符合 {text} 的对象", "Objects that match {text}";
    RESULTS_COUNT = "{count} 个", "{count} objects";
    RESULT_ONE = "1 个", "1 object";
    NOTHING_FOUND = "没有名称包含 {text} 的对象，也没有以它为属性名或变量名的对象。", "No object has a name that contains {text}, and none is held under it.";
    NOTHING_MATCHES = "没有符合 {text} 的对象。", "No object matches {text}.";
    NOTHING_FOUND_HINT = "查找的是类名、函数名和字符串内容，不分大小写。要按编号查找，请输入 @46089 这样的 id。",
        "Class names, function names and the text of strings are searched, in any case. To find an object by number, type an id such as @46089.";
    NO_SUCH_ID = "这个堆里没有 {id}。", "This heap has no {id}.";
    SEARCH_EMPTY = "在上面的搜索框里输入名称或 @id。", "Type a name or an @id into the search box above.";

    FROM_ROOT = "{count}", "{count}";
    FROM_SYSTEM = "仅引擎可达（{count}）", "from the engine only ({count})";
    FROM_SYSTEM_SHORT = "引擎 {count}", "engine {count}";
    UNREACHABLE = "不可达", "unreachable";

    CAT_OBJECT = "对象", "object";
    CAT_ARRAY = "内部数组", "internal array";
    CAT_CLOSURE = "函数", "function";
    CAT_STRING = "字符串", "string";
    CAT_CODE = "代码", "code";
    CAT_NUMBER = "数字", "number";
    CAT_NATIVE = "原生 / DOM", "native / DOM";
    CAT_SYSTEM = "引擎内部", "engine's own";
    CAT_SYNTHETIC = "根分组", "root group";
    CAT_DETACHED = "已分离的 DOM", "detached DOM";

    NODE_HIDDEN = "引擎内部结构", "engine structure";
    NODE_ARRAY = "内部数组", "internal array";
    NODE_STRING = "字符串", "string";
    NODE_OBJECT = "对象", "object";
    NODE_CODE = "代码", "code";
    NODE_CLOSURE = "函数（闭包）", "function (closure)";
    NODE_REGEXP = "正则表达式", "regular expression";
    NODE_NUMBER = "堆数字", "heap number";
    NODE_NATIVE = "原生对象", "native object";
    NODE_SYNTHETIC = "根分组", "root group";
    NODE_CONCATENATED = "拼接字符串", "concatenated string";
    NODE_SLICED = "切片字符串", "sliced string";
    NODE_SYMBOL = "符号", "symbol";
    NODE_BIGINT = "BigInt", "BigInt";
    NODE_SHAPE = "对象形状", "object shape";
    NODE_WASM = "WebAssembly 对象", "WebAssembly object";
    NODE_OTHER = "未知种类", "unknown kind";

    EDGE_CONTEXT = "闭包变量", "closure variable";
    EDGE_ELEMENT = "元素", "element";
    EDGE_PROPERTY = "属性", "property";
    EDGE_INTERNAL = "内部槽", "internal slot";
    EDGE_HIDDEN = "隐藏槽", "hidden slot";
    EDGE_SHORTCUT = "捷径", "shortcut";
    EDGE_WEAK = "弱引用", "weak reference";
    EDGE_OTHER = "未知引用", "unknown reference";
}

/// A coarse kind by name.
pub fn category(category: Category) -> Phrase {
    match category {
        Category::Object => CAT_OBJECT,
        Category::Array => CAT_ARRAY,
        Category::Closure => CAT_CLOSURE,
        Category::String => CAT_STRING,
        Category::Code => CAT_CODE,
        Category::Number => CAT_NUMBER,
        Category::Native => CAT_NATIVE,
        Category::System => CAT_SYSTEM,
        Category::Synthetic => CAT_SYNTHETIC,
        Category::Detached => CAT_DETACHED,
    }
}

/// What the contents of an object are called.
pub fn form(form: Form) -> Phrase {
    match form {
        Form::Fields => FIELDS,
        Form::Elements => ELEMENTS,
        Form::Map | Form::WeakMap => ENTRIES,
        Form::Set => VALUES,
        Form::Variables => VARIABLES,
    }
}

/// V8's kind of node by name.
pub fn node_kind(kind: NodeKind) -> Phrase {
    match kind {
        NodeKind::Hidden => NODE_HIDDEN,
        NodeKind::Array => NODE_ARRAY,
        NodeKind::String => NODE_STRING,
        NodeKind::Object => NODE_OBJECT,
        NodeKind::Code => NODE_CODE,
        NodeKind::Closure => NODE_CLOSURE,
        NodeKind::Regexp => NODE_REGEXP,
        NodeKind::Number => NODE_NUMBER,
        NodeKind::Native => NODE_NATIVE,
        NodeKind::Synthetic => NODE_SYNTHETIC,
        NodeKind::ConcatenatedString => NODE_CONCATENATED,
        NodeKind::SlicedString => NODE_SLICED,
        NodeKind::Symbol => NODE_SYMBOL,
        NodeKind::Bigint => NODE_BIGINT,
        NodeKind::ObjectShape => NODE_SHAPE,
        NodeKind::WasmObject => NODE_WASM,
        NodeKind::Other => NODE_OTHER,
    }
}

/// V8's kind of edge by name.
pub fn edge_kind(kind: EdgeKind) -> Phrase {
    match kind {
        EdgeKind::Context => EDGE_CONTEXT,
        EdgeKind::Element => EDGE_ELEMENT,
        EdgeKind::Property => EDGE_PROPERTY,
        EdgeKind::Internal => EDGE_INTERNAL,
        EdgeKind::Hidden => EDGE_HIDDEN,
        EdgeKind::Shortcut => EDGE_SHORTCUT,
        EdgeKind::Weak => EDGE_WEAK,
        EdgeKind::Other => EDGE_OTHER,
    }
}

/// The same for a narrow column.
pub fn short_distance(distance: Distance, lang: Lang) -> String {
    match distance {
        Distance::FromSystem(steps) => FROM_SYSTEM_SHORT.fill(lang, &[("count", &format::count(u64::from(steps)))]),
        other => self::distance(other, lang),
    }
}

/// A distance in words.
pub fn distance(distance: Distance, lang: Lang) -> String {
    match distance {
        Distance::FromRoot(steps) => FROM_ROOT.fill(lang, &[("count", &format::count(u64::from(steps)))]),
        Distance::FromSystem(steps) => FROM_SYSTEM.fill(lang, &[("count", &format::count(u64::from(steps)))]),
        Distance::Unreachable => UNREACHABLE.say(lang).to_owned(),
    }
}
