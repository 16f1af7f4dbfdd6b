//! Words of the views that are lists, of the icicle and of the statistics, and what each category of roots is.

use super::{Phrase, phrases};
use crate::question::statistics::Origin;

phrases! {
    CLUSTER = "对象簇视图", "Object clusters";
    CLASSES = "类视图", "Classes";
    ICICLE = "冰柱图", "Icicle";
    STATISTICS = "统计", "Statistics";

    CLUSTER_LEAD = "从这里往下看谁支配着内存；同类的子对象合成一行，突出的单独一行。",
        "What holds memory from here down: like children are one row, and what stands out has its own.";
    CLASSES_LEAD = "与开发者工具的“摘要”一致：点开一行，看这个类的对象。",
        "As in DevTools' Summary: open a row to see the objects of the class.";
    ROOTS_LEAD = "从垃圾回收器开始标记的地方，沿着引用走到任何对象。",
        "From where the garbage collector starts, along references, to any object.";
    ICICLE_LEAD = "每一条的宽度就是它占住的内存；下面是它支配的对象。点一条选中它，双击放大。",
        "Each slab is as wide as what it retains; below it stands what it dominates. Click to select, double-click to go in.";
    ICICLE_BLIND = "没有引用就不知道谁占住谁，画不出冰柱图。",
        "Without its references nothing is known of who holds what: there is no icicle.";
    ICICLE_CUT = "内容太多，只画了最大的部分；双击任意一条看它的全部。",
        "There is more than fits: only the largest is drawn. Double-click a slab to see all of it.";
    ICICLE_SELF = "这里没有更大的部分：内存分散在许多小对象里，或者就是它自己。",
        "No part is large enough to be drawn: the memory is spread over many small objects, or is its own.";
    STATISTICS_LEAD = "按种类看内存，与开发者工具的统计一致；再看它属于程序、源码还是引擎。",
        "Memory by kind, as in DevTools' statistics, and whether it is the program's, source text or the engine's.";

    HOT = "占住堆的 {share} 以上", "Holds {share} of the heap or more";
    REPEATED = "重复 {count} 次，占据 {bytes}", "{count} times, {bytes} together";
    BY_CLASS = "每个类一行", "One row per class";
    CYCLE = "上面已经有这个对象：引用绕了一圈", "This object stands above already: the references lead in a circle";
    CYCLE_SHORT = "循环", "cycle";
    SORT_BY = "按{column}排序", "Sort by {column}";
    NO_CLASS = "没有符合条件的。", "Nothing passes the filters.";
    NO_SUCH_CLASS = "这个堆里没有类 {key}。", "This heap has no class {key}.";
    EXPORT_CSV = "导出 CSV", "Export CSV";
    EXPORT_JSON = "导出 JSON", "Export JSON";
    EXPORT_SVG = "导出 SVG", "Export SVG";
    EXPORT_PNG = "导出 PNG", "Export PNG";
    PICTURE_FAILED = "浏览器画不出这张图。", "The browser could not draw this picture.";
    EXPORT_CUT = "只导出了前 {count} 行（共 {total} 行），文件名里也写明了。",
        "Only the first {count} of {total} rows were exported; the name of the file says so.";
    V8_KIND = "V8 的种类", "V8's kind";
    ORIGIN = "来源", "Origin";
    ORIGINS = "属于谁", "Whose memory";
    NODE_KINDS = "按 V8 的节点种类", "By V8's kinds of node";
    NODE_KINDS_ALL = "这里数的是全部节点；上面两张表不含大小为 0 的。", "All nodes; the tables above leave out those of size 0.";
    EXPORTING = "正在导出：{percent}", "Exporting: {percent}";

    APP = "程序的对象和字符串", "The program's objects and strings";
    SOURCE = "脚本源码", "Source text of scripts";
    COMPILED = "编译后的代码", "Compiled code";
    ENGINE = "引擎自己的结构", "The engine's own structures";
    EXTERNAL = "堆外内存（缓冲区、DOM）", "Outside the heap (buffers, DOM)";

    ROOT_ALL = "垃圾回收器的各类起点", "where the collector starts, by category";
    ROOT_STRONG = "引擎写死的常量和表", "constants and tables built into the engine";
    ROOT_READ_ONLY = "只读区里的常量，所有上下文共用", "constants in read-only memory, shared by all";
    ROOT_STACK = "正在执行的函数的局部变量", "local variables of functions that are running";
    ROOT_GLOBAL_HANDLES = "C++ 代码（Node、Blink、插件）持有的引用", "references held by C++ code: Node, Blink, add-ons";
    ROOT_HANDLE_SCOPE = "C++ 代码临时持有的引用", "references C++ code holds for a moment";
    ROOT_ETERNAL = "C++ 代码永久持有的引用", "references C++ code holds for ever";
    ROOT_TRACED = "Blink 的垃圾回收器经过的引用", "references traced by Blink's collector";
    ROOT_COMPILATION = "编译结果的缓存", "cached results of compilation";
    ROOT_BUILTINS = "内置函数", "built-in functions";
    ROOT_WEAK = "弱引用：不保活", "weak references: they keep nothing alive";
    ROOT_INTERNALIZED = "去重后的字符串表：不保活", "the table of unique strings: keeps nothing alive";
    ROOT_EXTERNAL_STRINGS = "内容在堆外的字符串", "strings whose text is outside the heap";
    ROOT_DEBUGGER = "调试器持有的引用", "references held by the debugger";
    ROOT_EXTENSIONS = "扩展", "extensions";
    ROOT_STARTUP = "启动快照用的对象表", "objects of the startup snapshot";
    ROOT_MICROTASKS = "等待执行的微任务", "microtasks that wait to run";
    ROOT_DOM = "页面文档里的 DOM 树", "DOM trees of the page's documents";
    ROOT_CPP = "C++ 对象（Blink、Node）", "C++ objects: Blink, Node";
    ROOT_COLLECTOR = "垃圾回收器自己的记录", "the collector's own records";
    ROOT_SHARED = "各线程的堆共用的对象", "objects shared by the heaps of threads";
    ROOT_NAMES = "属性名和符号的表", "tables of property names and symbols";
    ROOT_RUNTIME = "引擎运行时的变量和模块", "variables and modules of the engine's runtime";
    ROOT_EMBEDDER = "运行环境自己的 C++ 对象（Node、workerd）", "C++ objects of the runtime around the engine: Node, workerd";
    ROOT_UNKNOWN = "其他", "others";
}

/// What a group of roots is: V8's names (`src/objects/visitors.h`, ROOT_ID_LIST) and the embedder's.
pub fn root_category(name: &str) -> Option<Phrase> {
    Some(match name {
        "(GC roots)" | "(GC Roots)" => ROOT_ALL,
        "(Strong roots)" | "(Strong root list)" | "(Bootstrapper)" | "(Relocatable)" | "(Smi roots)" => ROOT_STRONG,
        "(Read-only roots)" => ROOT_READ_ONLY,
        "(Stack roots)" | "(Thread manager)" | "(Isolate)" | "(Registers)" => ROOT_STACK,
        "(Global handles)" => ROOT_GLOBAL_HANDLES,
        "(Handle scope)" | "(GCScopes)" => ROOT_HANDLE_SCOPE,
        "(Eternal handles)" => ROOT_ETERNAL,
        "(Traced handles)" => ROOT_TRACED,
        "(Compilation cache)" | "(Code flusher)" => ROOT_COMPILATION,
        "(Builtins)" | "(Dispatch table)" | "(Prototypes)" => ROOT_BUILTINS,
        "(Weak roots)" | "(Weak global handles)" | "(WeakRefs)" => ROOT_WEAK,
        "(Weak collections)" | "(Wrapper tracing)" | "(Write barrier)" | "(Retain maps)" | "(Identity map)" => {
            ROOT_COLLECTOR
        }
        "(Client heap)" | "(SharedStruct type registry)" => ROOT_SHARED,
        "(Internalized strings)" | "(String table)" => ROOT_INTERNALIZED,
        "(IdentifierTable)" | "(CharStrings)" | "(SymbolRegistry)" => ROOT_NAMES,
        "(RuntimeInstanceVars)" | "(RuntimeModules)" | "(Custom)" | "(StringCycleCheckVisited)" => ROOT_RUNTIME,
        "(External strings)" => ROOT_EXTERNAL_STRINGS,
        "(Debugger)" | "(SamplingProfiler)" | "(CodeCoverageProfiler)" => ROOT_DEBUGGER,
        "(Extensions)" => ROOT_EXTENSIONS,
        "(Startup object cache)" | "(Shareable object cache)" | "(Shared heap object cache)" => ROOT_STARTUP,
        "(Read-only object cache)" | "(Partial snapshot cache)" => ROOT_STARTUP,
        "(Microtask queue)" | "(Micro tasks)" | "(Jobs)" => ROOT_MICROTASKS,
        "(Document DOM trees)" | "(Detached DOM trees)" => ROOT_DOM,
        "(Unknown)" => ROOT_UNKNOWN,
        _ if name.starts_with("C++ ") => ROOT_CPP,
        // What the embedder names itself: `Node / Environment`, before Node 10 `TIMERWRAP`.
        _ if name.contains(" / ") || name.chars().all(|letter| letter.is_ascii_uppercase()) && !name.is_empty() => {
            ROOT_EMBEDDER
        }
        _ => return None,
    })
}

/// Whose memory it is.
pub fn origin(origin: Origin) -> Phrase {
    match origin {
        Origin::App => APP,
        Origin::Source => SOURCE,
        Origin::Code => COMPILED,
        Origin::Engine => ENGINE,
        Origin::External => EXTERNAL,
    }
}
