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
    EDGE = "一个对象对另一个对象的引用：属性、数组元素、闭包变量或引擎内部的槽。",
        "A reference from one object to another: a property, an element, a closure variable, or a slot of the engine.";
    OBJECT_ID = "V8 给对象的编号；同一进程的多次快照中保持不变。",
        "V8's number for the object; it stays the same between snapshots of one process.";
}

/// Every term with its meaning, in the order of the help.
pub const TERMS: [(Phrase, Phrase); 16] = [
    (text::SHALLOW, SHALLOW),
    (text::RAW, RAW),
    (text::RETAINED, RETAINED),
    (text::CHAIN, DOMINATES),
    (text::RETAINERS, RETAINER),
    (text::DISTANCE, DISTANCE),
    (text::GC_ROOTS, GC_ROOT),
    (text::EDGES, EDGE),
    (text::SUSPECTS, SUSPECT),
    (text::ACCUMULATION, ACCUMULATION),
    (text::KEYWORDS, KEYWORD),
    (text::CLUSTER, CLUSTER),
    (text::TREE, TREE),
    (text::ICICLE, ICICLE),
    (text::CLASSES, CLASSES),
    (text::GRAVITY, GRAVITY),
];

#[cfg(test)]
pub(super) fn table() -> &'static [(&'static str, Phrase)] {
    TABLE
}
