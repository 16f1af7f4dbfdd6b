//! Words of the view of retainers and paths.

use super::phrases;

phrases! {
    PATHS = "引用者与路径", "Retainers and paths";
    PATHS_LEAD = "谁从哪里一路引用到它；切断一处引用，能释放多少，也写在旁边。",
        "Who leads to it, from the roots down, and what cutting each reference frees.";
    PATHS_NONE = "先选一个对象：在任何列表或图里点它，再回到这里。",
        "Choose an object first: click one in any list or picture, then come back here.";
    HELD_BY = "被谁持有", "Held by";
    MERGED = "这些对象的持有者，合在一起看", "Who holds these objects, like holders as one";
    MERGED_LEAD = "每个对象只算在离根最近的一个持有者上；同类、同名的引用合成一行。大小是挂在它上面的这些对象的保留大小。逐行展开，一直到根。",
        "Each object counts at one holder, the nearest to the roots; holders of one class by one name are one row. Sizes are what the objects that hang on it retain. Open row by row, up to the roots.";
    MERGED_LINK = "谁持有它们", "Who holds them all";
    MERGED_LINK_LONG = "这个类的全部对象被谁持有，合在一起看", "Who holds the objects of this class, taken together";
    HOLDERS = "{count} 个这样的持有者", "{count} such holders";
    WAYS = "从根到它的不同路径", "Different ways from the roots";
    WAYS_ONE = "1 条路径", "1 way";
    WAYS_COUNT = "{count} 条路径", "{count} ways";
    WAYS_CUT = "只列出前 {count} 条；忽略其中的引用，会看到别的。",
        "Only the first {count} are listed; ignore references of theirs to see others.";
    WAY_NUMBER = "路径 {number}", "Way {number}";
    UNREACHED = "没有任何根能到达它：下一次垃圾回收会回收它。", "No root reaches it: the next collection frees it.";
    UNREACHED_THEN = "这样一来，没有任何根能到达它：它会被回收。", "Then no root reaches it: it would be freed.";
    FREES = "切断释放", "Cut frees";
    CUTTING_FREES = "切断这一处引用，释放 {bytes}", "Cutting this reference frees {bytes}";
    CUTTING_FREES_NOTHING = "切断这一处引用什么也不释放：还有别人引用着它",
        "Cutting this reference frees nothing: something else holds it too";
    ALIKE_HOLDERS = "同类的对象共有 {count} 个这样引用它", "{count} objects of this class hold it so";
    IGNORE = "忽略", "Ignore";
    IGNORE_OBJECT = "忽略 {id}：当作没有东西引用它，重新计算", "Ignore {id}: as if nothing led to it, and compute again";
    IGNORE_CLASS = "忽略这个类", "Ignore its class";
    IGNORE_CLASS_LONG = "忽略这个类：当作没有东西引用 {name} 的对象，重新计算", "Ignore its class: as if nothing led to objects of {name}, and compute again";
    CUT = "切断", "Cut";
    CUT_LONG = "切断：当作没有这一处引用，重新计算", "Cut: as if this reference were not there, and compute again";
    IGNORED = "已排除", "Thought away";
    RESTORE = "恢复 {name}", "Restore {name}";
    RESTORE_ALL = "全部恢复", "Restore all";
    THEN_FREED = "这样会释放 {bytes}（{count} 个对象）。", "That would free {bytes} in {count} objects.";
    THEN_FREED_NOTHING = "这样什么也不会释放。", "That would free nothing.";
    RETAINER_TREE = "引用者，离根最近的在前", "Retainers, nearest to the roots first";
}
