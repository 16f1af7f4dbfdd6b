//! Words of the ways between two pinned bodies.

use super::phrases;

phrases! {
    /// The panel's name.
    BETWEEN = "两个固定对象之间的路径", "Ways between two pinned objects";
    BETWEEN_OF = "{from} 与 {to} 之间的路径", "Ways between {from} and {to}";
    BETWEEN_PINNED = "已固定：", "Pinned:";
    BETWEEN_SHOW = "只显示两者之间的路径（W）", "Show only the ways between them (W)";
    BETWEEN_END = "重新显示全部（W）", "Show everything again (W)";
    BETWEEN_TWO = "先用 P 固定两个对象，再按 W，就只显示它们之间的路径。",
        "Pin two objects with P first; then W shows only the ways between them.";
    BETWEEN_STEP = "{from} 直接引用 {to}。", "{from} refers to {to} directly.";
    BETWEEN_STEPS = "从 {from} 沿引用走 {steps} 步到达 {to}。", "{from} reaches {to} in {steps} steps, each a reference.";
    BETWEEN_ALL = "图中是不超过 {most} 步的路径上的全部 {count} 个对象。",
        "Shown: all {count} objects on ways of up to {most} steps.";
    BETWEEN_SOME = "不超过 {most} 步的路径上有 {count} 个对象，图中是 {shown} 个，最短的路径优先。",
        "Shown: {shown} of {count} objects on ways of up to {most} steps, the shortest ways first.";
    BETWEEN_ENGINE = "程序里写的引用走不到，这些路径也经过引擎内部的引用。",
        "References written in the program do not lead there; these ways also take the engine's own.";
    BETWEEN_NONE = "两者互不引用：沿程序里的引用，从哪一个都走不到另一个。", "Neither refers to the other, directly or through others of the program.";
    BETWEEN_HELD = "持有两者的最近对象是 {holder}：没有它，两者都会被释放。",
        "The nearest object that holds both is {holder}: without it both would be freed.";
    BETWEEN_ROOTS = "没有一个对象单独持有两者，只有 GC 根。", "No single object holds both, only the GC roots do.";
    /// In the legend.
    BETWEEN_SHORTEST = "最短的路径", "a shortest way";
}
