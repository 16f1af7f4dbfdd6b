//! Words of the gravity graph.

use super::phrases;

phrases! {
    /// The view's name.
    GRAVITY = "引力图", "Gravity graph";
    GRAVITY_OF = "{object} 的引力图", "Gravity graph of {object}";
    GRAVITY_OF_ROOT = "整个堆的引力图", "Gravity graph of the whole heap";
    GRAVITY_AS_LIST = "用树状列表看同样的内容", "The same as a tree list";
    GRAVITY_HINT = "点击选中，双击展开或折叠，拖动可移动，滚轮缩放",
        "Click to select, double-click to open or fold, drag to move, wheel to zoom";
    GRAVITY_CANVAS = "引力图，{count} 个星体", "Gravity graph with {count} bodies";
    GRAVITY_KEYS = "方向键沿连线移动选择，回车展开或折叠，加号和减号缩放，0 显示全部。后面有同样内容的列表。",
        "Arrow keys move the selection along the links, Enter opens or folds, plus and minus zoom, 0 shows everything. A list of the same bodies follows.";
    GRAVITY_EMPTY = "这里没有可画的对象。", "There is nothing to draw here.";
    GRAVITY_BODIES = "图中的星体", "Bodies of the graph";

    GRAVITY_CONTROLS = "缩放", "Zoom";
    GRAVITY_ZOOM_IN = "放大", "Zoom in";
    GRAVITY_ZOOM_OUT = "缩小", "Zoom out";
    GRAVITY_FIT = "显示全部", "Show everything";

    GRAVITY_LEGEND = "图例", "Legend";
    GRAVITY_AREA = "面积表示保留大小（有下限）", "area: retained size, with a minimum";
    GRAVITY_SPINE = "从根到聚集点的路径", "path from the root";
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
