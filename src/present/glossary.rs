//! What each term means, one sentence a language; shown as tooltips and in the help.
//!
//! Owns the definitions. The terms' own words stand in `text`.

use super::text::{self, Phrase, phrases};

phrases! {
    SHALLOW = "对象自身占用的字节数，不含它引用的对象；与开发者工具一致，数组的存储空间算在拥有它的对象上。",
        "The object's own bytes without what it refers to; as in DevTools, a backing store counts for its owner.";
    RAW = "文件中记录的对象自身字节数（self_size），内部存储单独计算；在列表的列标题上可以与浅层大小切换。",
        "The object's own bytes as the file has them (self_size), backing stores on their own; the head of the column switches between this and the shallow size.";
    RETAINED = "如果这个对象被回收，能一并释放的全部字节数：它自身加上只有经过它才能到达的一切。",
        "All bytes that would be freed if this object went away: itself and everything reachable only through it.";
    DOMINATES = "从根到某个对象的每条路径都经过 A，就说 A 支配它；A 消失，它也会被回收。",
        "A dominates an object when every path from the roots to it passes through A: without A it would be collected.";
    RETAINER = "引用着这个对象的对象。", "An object that refers to this one.";
    DISTANCE = "从根（全局对象）走到这个对象最少要经过几步引用。",
        "The least number of references from a root (a global object) to this object.";
    GC_ROOT = "垃圾回收器开始标记的地方：全局对象、调用栈、引擎自己的句柄。",
        "Where the garbage collector starts: global objects, the stack, the engine's own handles.";
    SUSPECT = "单独占住堆中很大一部分的对象，内存泄漏通常从这里查起。",
        "An object that alone holds a large part of the heap; the search for a leak starts here.";
    ACCUMULATION = "从可疑点沿最大的子对象往下走，内存开始分散的地方：通常就是那个越长越大的容器。",
        "Following the largest child down from a suspect, the place where memory spreads out: often the container that keeps growing.";
    KEYWORD = "沿途的类名和属性名，可以拿去在代码里搜索。", "Class and property names along the way, to search your code for.";
    CLUSTER = "支配树，同一个类的许多子对象合成一行：一眼看出是谁重复了多少次。",
        "The dominator tree with the many children of one class as one row: what is repeated, and how often.";
    CLASSES = "同一个构造函数造出的对象，或属性相同的普通对象，合成一行。",
        "Objects made by one constructor, or plain objects with the same properties, as one row.";
    ICICLE = "支配树画成一层层的横条，宽度就是保留大小。",
        "The dominator tree drawn in layers, each slab as wide as what it retains.";
    TREE = "支配树：每一行下面是它直接支配的对象，按保留大小排列。",
        "The dominator tree: below each row stand the objects it directly dominates, by retained size.";
    GRAVITY = "以图的形式看一个对象和它周围：保留大小越大，星体越大。",
        "One object and what is around it as a picture: the more it retains, the larger the body.";
    FIELD = "程序自己写下的引用：属性、元素、变量。小整数通常不写进快照，所以看不到。",
        "References the program made: properties, elements, variables. Small whole numbers are usually not written to a snapshot, so they do not show.";
    CONTENT = "程序放进这个集合的东西；两边都没有写进快照的条目（例如小整数）看不到。",
        "What the program put into the collection; an entry of which the snapshot has neither side, such as two small numbers, does not show.";
    NOTE = "V8 在快照里为这个对象附加的说明，例如字符串的长度；不是程序的对象。",
        "What V8 adds about this object in the snapshot, such as a string's length; no objects of the program.";
    ALLOCATION = "记录分配时，创建这个对象的那一刻正在运行的函数，最里面的在前。",
        "The functions that were running when this object was made, innermost first, if allocations were recorded.";
    VARIABLE = "函数用到的外层变量。同一作用域里的变量放在一起：只要一个闭包活着，整组都活着。",
        "Variables of outer scopes. Those of one scope are kept together: while one closure lives, all of them do.";
    INTERNAL = "V8 为这个对象保存的东西：形状、存储空间、代码；还有原型。", "What V8 keeps for this object: shape, backing stores, code; and the prototype.";
    WEAK_REFERENCE = "不阻止回收的引用：WeakRef、WeakMap 的键、引擎的缓存。",
        "A reference that does not stop its target from being collected: WeakRef, keys of a WeakMap, caches of the engine.";
    WASTED_BYTES = "同样内容的字符串如果只存一份，可以省下的字节数。", "What would be saved if strings of the same text were stored once.";
    PATHS = "从根到对象的一条条引用链；相似的合成一条。切断的字节数是精确的：切断后再没有根能到达的一切。",
        "Chains of references from a root to an object, alike ones as one. What a cut frees is exact: all that no root reaches then.";
    STATISTICS = "按种类汇总的内存，与开发者工具的统计图一致。", "Memory by kind, as in DevTools' statistics.";
    STRINGS = "JavaScript 的字符串；拼接和截取得到的字符串由别的字符串拼成，自己只占一点。",
        "JavaScript's strings; those made by joining or slicing others refer to these and take little themselves.";

    N_STRING = "字符串。", "Strings.";
    N_ROPE = "拼接而成的字符串：引用前后两半，用到时才合并。", "Strings made by joining two others, which they refer to until they are flattened.";
    N_SLICE = "从更长的字符串截取的：很短的一段也会留住整个原文。", "Parts of a longer string: even a short one keeps the whole text.";
    N_ARRAY = "引擎内部的数组：数组元素、属性表、哈希表等的存储空间。", "Arrays of the engine's own: elements, property tables, hash tables.";
    N_CLOSURE = "函数。每个闭包都引用它的上下文，也就是它捕获的变量。", "Functions. Each closure refers to its context, the variables it captures.";
    N_CODE = "编译后的代码和它的附属数据。", "Compiled code and what the engine keeps beside it.";
    N_SYSTEM = "引擎自己的结构；程序看不到它们。", "The engine's own structures, which a program never sees.";
    N_SHAPE = "对象的形状（隐藏类）：有哪些属性、放在哪里，同形的对象共用。", "Shapes of objects, hidden classes: which properties, and where; shared by objects alike.";
    N_CONTEXT = "一个作用域里被闭包捕获的变量。只要还有一个闭包活着，整组变量都活着。", "The captured variables of a scope. While one closure lives, all of them do.";
    N_NATIVE_CONTEXT = "一个全局环境（页面、iframe、vm 上下文）的内置对象。", "The built-in objects of one global environment: a page, an iframe, a vm context.";
    N_NUMBER = "存成对象的数字（小数、大整数）。", "Numbers stored as objects of their own.";
    N_REGEXP = "正则表达式。", "Regular expressions.";
    N_SYMBOL = "Symbol。", "Symbols.";
    N_ROOTS = "垃圾回收器开始标记的地方，按种类分组。", "Where the collector starts, by category.";
    N_GLOBAL_HANDLES = "C++ 代码持有的引用：Node、Blink、原生插件。", "References held by C++ code: Node, Blink, add-ons.";
    N_EPHEMERON = "WeakMap 的一项：键和表都活着，值才活着。", "An entry of a WeakMap: the value lives while both key and table do.";
    N_DETACHED = "已从文档移除、但还被 JavaScript 引用的 DOM 节点。", "A DOM node that is out of its document and still held by JavaScript.";
    N_BUFFER = "ArrayBuffer 的数据，在 JavaScript 堆之外。", "The data of an ArrayBuffer, outside the JavaScript heap.";
    N_EXTERNAL = "文本存放在堆外的字符串的数据。", "The text of a string that is stored outside the heap.";
    N_FEEDBACK = "函数运行时的类型记录，供优化用；它引用的对象有时不是真正的持有者。", "What was seen while a function ran, for optimizing; what it refers to it may not really hold.";

    OBJECT = "快照里的全部节点。类视图和开发者工具一样，不算自身大小为 0 的，所以那里的数目小一些。",
        "All nodes of the snapshot. The class view leaves out those of size 0, as DevTools does, so there are fewer there.";
    EDGE = "一个对象对另一个对象的引用：属性、数组元素、闭包变量或引擎内部的槽。",
        "A reference from one object to another: a property, an element, a closure variable, or a slot of the engine.";
    OBJECT_ID = "V8 给对象的编号；同一进程的多次快照中保持不变。",
        "V8's number for the object; it stays the same between snapshots of one process.";
}

/// Every term with its meaning, in the order of the help.
pub const TERMS: [(Phrase, Phrase); 31] = [
    (text::SHALLOW, SHALLOW),
    (text::RAW, RAW),
    (text::RETAINED, RETAINED),
    (text::CHAIN, DOMINATES),
    (text::RETAINERS, RETAINER),
    (text::DISTANCE, DISTANCE),
    (text::GC_ROOTS, GC_ROOT),
    (text::OBJECTS, OBJECT),
    (text::EDGES, EDGE),
    (text::SUSPECTS, SUSPECT),
    (text::ACCUMULATION, ACCUMULATION),
    (text::KEYWORDS, KEYWORD),
    (text::CLUSTER, CLUSTER),
    (text::TREE, TREE),
    (text::ICICLE, ICICLE),
    (text::CLASSES, CLASSES),
    (text::GRAVITY, GRAVITY),
    (text::PATHS, PATHS),
    (text::WEAK, WEAK_REFERENCE),
    (text::FIELDS, FIELD),
    (text::ELEMENTS, CONTENT),
    (text::ENTRIES, CONTENT),
    (text::VALUES, CONTENT),
    (text::VARIABLES, VARIABLE),
    (text::ATTRIBUTES, NOTE),
    (text::ALLOCATED_AT, ALLOCATION),
    (text::INTERNALS, INTERNAL),
    (text::NATIVE_CONTEXT, N_NATIVE_CONTEXT),
    (text::STRINGS, STRINGS),
    (text::WASTED, WASTED_BYTES),
    (text::STATISTICS, STATISTICS),
];

/// V8's own names and DevTools' names of groups, as they begin.
pub const NAMES: [(&str, Phrase); 22] = [
    ("(string)", N_STRING),
    ("(concatenated string)", N_ROPE),
    ("(sliced string)", N_SLICE),
    ("(array)", N_ARRAY),
    ("Function", N_CLOSURE),
    ("(compiled code)", N_CODE),
    ("(system)", N_SYSTEM),
    ("(object shape)", N_SHAPE),
    ("system / Context", N_CONTEXT),
    ("system / NativeContext", N_NATIVE_CONTEXT),
    ("system / FeedbackVector", N_FEEDBACK),
    ("system / FeedbackCell", N_FEEDBACK),
    ("system / JSArrayBufferData", N_BUFFER),
    ("system / ExternalStringData", N_EXTERNAL),
    ("system / Map", N_SHAPE),
    ("(number)", N_NUMBER),
    ("RegExp", N_REGEXP),
    ("(symbol)", N_SYMBOL),
    ("(GC roots)", N_ROOTS),
    ("(Global handles)", N_GLOBAL_HANDLES),
    ("Detached <", N_DETACHED),
    ("part of key", N_EPHEMERON),
];

/// What an object's or a class's name means, if it is V8's.
pub fn of_name(name: &str) -> Option<Phrase> {
    let is_it = |known: &str| {
        let rest = name.strip_prefix(known);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" /") || known.ends_with('<'))
    };
    NAMES.iter().find(|(known, _)| is_it(known)).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
pub(super) fn table() -> &'static [(&'static str, Phrase)] {
    TABLE
}
