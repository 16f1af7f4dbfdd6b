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
    BY_KIND = "内存按种类", "Memory by kind";
    BY_KIND_SIZES = "与开发者工具的统计一致：内部存储算在拥有它的对象上。",
        "As in DevTools' statistics: a backing store counts for its owner.";
    KIND = "种类", "Kind";
    SIZE = "大小", "Size";
    SHARE = "占比", "Share";
    COUNT = "对象数", "Objects";

    SUSPECTS = "可疑点", "Suspects";
    SUSPECTS_FOUND = "{count} 个对象各自占住了堆的 {share} 以上。", "{count} objects each hold at least {share} of the heap.";
    SUSPECT_FOUND = "1 个对象占住了堆的 {share} 以上。", "1 object holds at least {share} of the heap.";
    NO_SUSPECT = "没有可疑点：没有任何单个对象占住堆的 {share} 以上。",
        "No suspect: no single object holds at least {share} of the heap.";
    LARGEST = "最大的单个对象是 {object}，占用 {bytes}（{share}）。", "The largest single object is {object}, which holds {bytes} ({share}).";
    SUSPECT_NUMBER = "可疑点 {number}", "Suspect {number}";

    HOLDS_INSTANCE = "\"{name}\" 实例 \"{id}\" 占用了 {bytes} ({share}) 字节。",
        "One instance of \"{name}\" {id} holds {bytes} bytes ({share}).";
    HOLDS_FUNCTION = "函数 \"{name}\" \"{id}\" 占用了 {bytes} ({share}) 字节。",
        "The function \"{name}\" {id} holds {bytes} bytes ({share}).";
    HOLDS_TEXT = "字符串 \"{name}\" \"{id}\" 占用了 {bytes} ({share}) 字节。",
        "One string \"{name}\" {id} holds {bytes} bytes ({share}).";
    HOLDS_STORE = "内部数组 \"{name}\" \"{id}\" 占用了 {bytes} ({share}) 字节。",
        "One internal array \"{name}\" {id} holds {bytes} bytes ({share}).";
    HOLDS_GROUP = "根分组 \"{name}\" \"{id}\" 占用了 {bytes} ({share}) 字节。",
        "The root group \"{name}\" {id} holds {bytes} bytes ({share}).";
    HOLDS_ENGINE = "引擎内部对象 \"{name}\" \"{id}\" 占用了 {bytes} ({share}) 字节。",
        "The engine's own \"{name}\" {id} holds {bytes} bytes ({share}).";

    PILES_INSTANCE = "其内存主要积累在 \"{name}\" 实例 \"{id}\"。", "The memory piles up in one instance of \"{name}\" {id}.";
    PILES_FUNCTION = "其内存主要积累在函数 \"{name}\" \"{id}\"。", "The memory piles up in the function \"{name}\" {id}.";
    PILES_TEXT = "其内存主要积累在字符串 \"{name}\" \"{id}\"。", "The memory piles up in one string \"{name}\" {id}.";
    PILES_STORE = "其内存主要积累在内部数组 \"{name}\" \"{id}\"。", "The memory piles up in the internal array \"{name}\" {id}.";
    PILES_GROUP = "其内存主要积累在根分组 \"{name}\" \"{id}\"。", "The memory piles up in the root group \"{name}\" {id}.";
    PILES_ENGINE = "其内存主要积累在引擎内部对象 \"{name}\" \"{id}\"。", "The memory piles up in the engine's own \"{name}\" {id}.";

    THERE_MOSTLY = "那里积累了 {count} 个对象，共 {bytes}；其中 {some} 个是 \"{class}\"，占 {classbytes}。",
        "{count} objects lie there, {bytes} in all; {some} of them are \"{class}\", with {classbytes}.";
    THERE_SPREAD = "那里积累了 {count} 个对象，共 {bytes}。", "{count} objects lie there, {bytes} in all.";
    THERE_ITSELF = "这些内存就是那个对象自身的大小。", "That memory is the object's own size.";
    HERE_MOSTLY = "内存就积累在它自身：有 {count} 个对象，共 {bytes}；其中 {some} 个是 \"{class}\"，占 {classbytes}。",
        "The memory piles up right there, spread over {count} objects with {bytes} in all; {some} of them are \"{class}\", with {classbytes}.";
    HERE_SPREAD = "内存就积累在它自身，分散在 {count} 个对象里，共 {bytes}。",
        "The memory piles up right there, spread over {count} objects with {bytes} in all.";
    HERE_ITSELF = "这些内存就是它自身的大小。", "The memory is the object's own size.";

    SUSPECT = "可疑点", "Suspect";
    ACCUMULATION = "聚集点", "Accumulation point";
    HELD_BY = "支配路径", "Held by";
    STEPS_LEFT_OUT = "省略 {count} 层", "{count} steps left out";
    KEYWORDS = "关键字", "Keywords";
    SEARCH_FOR = "搜索 {word}", "Search for {word}";
    COPY_REPORT = "复制文字", "Copy as text";

    KIND_CODE = "代码", "Code";
    KIND_STRINGS = "字符串", "Strings";
    KIND_JS_ARRAYS = "JS 数组", "JS arrays";
    KIND_TYPED_ARRAYS = "类型化数组", "Typed arrays";
    KIND_SYSTEM = "引擎内部", "Engine's own";
    KIND_OTHER_OBJECTS = "其他 JS 对象", "Other JS objects";
    KIND_OTHER_NATIVE = "其他原生对象", "Other native objects";
    KIND_EXTRA = "堆外附加内存", "Extra native memory";
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
