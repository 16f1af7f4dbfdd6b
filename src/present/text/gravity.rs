//! Words of the gravity graph.

use super::phrases;

phrases! {
    /// The view's name.
    GRAVITY = "引力图", "Gravity graph";
    GRAVITY_OF = "{object} 的引力图", "Gravity graph of {object}";
    GRAVITY_OF_ROOT = "整个堆的引力图", "Gravity graph of the whole heap";
    GRAVITY_OF_CLASSES = "类的引力图", "Gravity graph of the classes";
    GRAVITY_MODES = "画什么", "What is drawn";
    GRAVITY_MODE_AROUND = "对象周围", "Around an object";
    GRAVITY_MODE_SKY = "整个堆", "Whole heap";
    GRAVITY_MODE_CLASSES = "类", "Classes";
    GRAVITY_LIMIT = "星体", "Bodies";
    GRAVITY_LIMIT_1000 = "1,000", "1,000";
    GRAVITY_LIMIT_10000 = "10,000", "10,000";
    GRAVITY_LIMIT_100000 = "100,000", "100,000";
    GRAVITY_WEIGHT = "面积", "Area";
    GRAVITY_LAYOUT = "布局", "Layout";
    GRAVITY_COLOUR = "颜色", "Colour";
    GRAVITY_BY_KIND = "按种类", "by kind";
    GRAVITY_BY_CLASS = "按类", "by class";
    GRAVITY_BY_SCRIPT = "按脚本", "by script";
    GRAVITY_SCRIPT = "脚本", "Script";
    GRAVITY_SCRIPTS = "脚本：函数或构造函数所在处；没有的取其持有者的",
        "script: its constructor's, else its holder's";
    GRAVITY_OTHERS = "其他", "others";
    GRAVITY_FORCES = "引力", "by gravity";
    GRAVITY_LAYERS = "自上而下", "top-down";
    GRAVITY_FIND = "在图中查找：名称或 @地址", "Find in the picture: a name or @id";
    GRAVITY_FOUND = "第 {at} 个，共 {of} 个", "{at} of {of}";
    GRAVITY_FOUND_NONE = "图中没有", "not in the picture";
    GRAVITY_SETTLED = "{bodies} 个星体，{seconds} 秒、{ticks} 步后静止。", "{bodies} bodies came to rest after {seconds} s, {ticks} steps.";
    GRAVITY_CUT = "切断这一处引用", "Cutting this reference";
    GRAVITY_CUT_IF = "如果切断这一处引用：", "If this reference were cut:";
    GRAVITY_CUT_NONE = "这里没有单独一处引用可以切断：两端之间没有直接引用（一个支配另一个，或者它们持有的对象之间有引用），或者这是根自己的引用。",
        "There is no single reference to cut here: neither end refers to the other itself (one dominates the other, or what they hold refers to each other), or the reference is the root's own.";
    GRAVITY_CUT_WEAK = "这是弱引用：它不让对象存活，切断它什么也不会释放。",
        "This is a weak reference: it keeps nothing alive, so cutting it frees nothing.";
    GRAVITY_CUT_WHO = "查看谁引用着它", "Show who holds it";
    GRAVITY_CUT_UNHELD = "再没有别的路径引用这个对象。", "No other way leads to the object.";
    GRAVITY_CUT_WAY = "还有 1 条不同的路径通向它。", "One different way still leads to it.";
    GRAVITY_CUT_WAYS = "还有 {count} 条不同的路径通向它。", "{count} really different ways still lead to it.";
    GRAVITY_CUT_WAYS_MORE = "至少还有 {count} 条不同的路径通向它。", "At least {count} really different ways still lead to it.";
    GRAVITY_CUT_SHOW = "查看剩下的路径", "Show what is left";
    GRAVITY_FILES = "导出", "Export";
    EXPORT_DOT = "导出 DOT（Graphviz）", "Export DOT (Graphviz)";
    GRAVITY_FILTER = "只看{kind}", "Only {kind}";
    GRAVITY_RESTORE = "还原：显示已隐藏的，收起已展开的", "Restore: show what is hidden, fold what is open";
    GRAVITY_SUSPECTS = "泄漏报表中的可疑点", "suspects of the leak report";
    GRAVITY_ACROSS = "其他引用", "other references";
    GRAVITY_WEAK = "弱引用（不保留对象）", "weak reference (holds nothing)";
    GRAVITY_HOLDS = "支配", "dominates";
    GRAVITY_HOLDS_CLASS = "持有该类的大部分", "holds most of the class";
    GRAVITY_GROUP = "一组同类对象", "group of like objects";
    GRAVITY_LISTED = "列表中是最大的 {shown} 个，共 {count} 个", "The list has the largest {shown} of {count}";
    GRAVITY_LEADS = "双击查看其周围", "Double-click to see what is around it";
    GRAVITY_LEADS_CLASS = "双击列出该类的对象", "Double-click to list the objects of the class";
    GRAVITY_CLICK_GROUP = "双击展开成员", "Double-click to let members out";
    GRAVITY_LEAD = "查看 {object}", "Go to {object}";
    GRAVITY_COUNT = "对象数", "Objects";
    GRAVITY_AS_LIST = "用树状列表看同样的内容", "The same as a tree list";
    GRAVITY_HINT = "点击选中，双击展开或折叠，点击连线看切断后释放多少，拖动可移动，滚轮缩放。键盘：R 谁引用它，E 它引用什么，P 固定，W 两个固定对象之间的路径，H 隐藏，C 切断。",
        "Click to select, double-click to open or fold, click a line to see what cutting it frees, drag to move, wheel to zoom. Keys: R who refers to it, E what it refers to, P pin, W ways between two pinned, H hide, C cut.";
    GRAVITY_CANVAS = "引力图，{count} 个星体", "Gravity graph with {count} bodies";
    GRAVITY_KEYS = "方向键沿连线移动选择，回车展开或折叠，R 显示谁引用它，E 显示它引用什么，H 隐藏，P 固定，W 只显示两个固定对象之间的路径，C 看切断后释放多少，Esc 返回，加号和减号缩放，0 显示全部。后面有同样内容的列表。",
        "Arrow keys move the selection along the links, Enter opens or folds, R shows who refers to it, E what it refers to, H hides, P pins, W shows only the ways between two pinned objects, C tells what cutting its line frees, Escape goes back, plus and minus zoom, 0 shows everything. A list of the same bodies follows.";
    GRAVITY_EMPTY = "这里没有可画的对象。", "There is nothing to draw here.";
    GRAVITY_BODIES = "图中的星体", "Bodies of the graph";

    GRAVITY_CONTROLS = "缩放", "Zoom";
    GRAVITY_ZOOM_IN = "放大", "Zoom in";
    GRAVITY_ZOOM_OUT = "缩小", "Zoom out";
    GRAVITY_FIT = "显示全部", "Show everything";

    GRAVITY_LEGEND = "图例", "Legend";
    GRAVITY_AREA = "面积表示保留大小（有下限）", "area: retained size, with a minimum";
    GRAVITY_AREA_OWN = "面积表示浅层大小（有下限）", "area: shallow size, with a minimum";
    GRAVITY_SPINE = "从根到聚集点的路径", "path from the root to the pile";
    GRAVITY_REFERENCE = "直接引用", "direct reference";
    GRAVITY_DOMINANCE = "支配，无直接引用", "dominates, no reference";
    GRAVITY_REST = "其余对象，点击展开", "the rest, click to open";

    GRAVITY_MORE = "另有 {count} 个", "{count} more";
    GRAVITY_MORE_OF = "{object} 直接支配的另外 {count} 个对象，共 {bytes}",
        "{count} more objects directly dominated by {object}, {bytes} in all";
    GRAVITY_SHOW_MORE = "再显示 {count} 个", "Show {count} more";
    GRAVITY_CLICK_MORE = "点击再显示 {count} 个", "Click to show {count} more";
    GRAVITY_OPEN = "展开 {object}", "Open {object}";
    GRAVITY_FOLD = "折叠 {object}", "Fold {object}";
    GRAVITY_CLICK_OPEN = "双击展开它直接支配的 {count} 个对象", "Double-click to open the {count} objects it directly dominates";
    GRAVITY_CLICK_OPEN_ONE = "双击展开它直接支配的 1 个对象", "Double-click to open the 1 object it directly dominates";
    GRAVITY_CLICK_FOLD = "双击折叠", "Double-click to fold";
    GRAVITY_BODY = "{object}，保留大小 {bytes}，{share}", "{object}, retained size {bytes}, {share}";
}

/// The sizes of a sky.
pub const GRAVITY_LIMITS: [super::Phrase; 3] = [GRAVITY_LIMIT_1000, GRAVITY_LIMIT_10000, GRAVITY_LIMIT_100000];
