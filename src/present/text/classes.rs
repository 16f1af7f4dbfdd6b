//! Words of the class view: filters, groups.

use super::phrases;

phrases! {
    ONLY = "只看", "Show";
    ONLY_ALL = "全部对象", "All objects";
    ONLY_DETACHED = "被脱离文档的 DOM 节点占住", "Retained by detached DOM nodes";
    ONLY_CONSOLE = "被开发者工具的控制台占住", "Retained by the DevTools console";
    ONLY_HANDLERS = "被网页（DOM）的事件处理函数占住", "Retained by event handlers of a page (DOM)";
    ONLY_CONTEXTS = "被闭包的变量占住", "Retained by captured variables (contexts)";
    ONLY_DUPLICATES = "内容重复的字符串", "Duplicated strings";
    ONLY_UNREACHABLE = "任何根都到不了", "Reached by no root";
    ONLY_CONTEXT = "属于一个全局环境", "Of one native context";
    ONLY_SHARED_CONTEXTS = "几个全局环境共用", "Shared between native contexts";
    ONLY_NO_CONTEXT = "不属于任何全局环境", "Of no native context";
    ANY_CONTEXT = "全部", "All";
    NATIVE_CONTEXT = "全局环境", "Native context";
    ONLY_IDS = "在一段时间内分配", "Allocated in a span of time";
    ALLOCATED_AFTER = "分配于……之后", "Allocated after";
    ALLOCATED_UPTO = "到", "up to";
    AT_START = "开始", "the beginning";
    AT_END = "结束", "the end";
    SECONDS = "{seconds} 秒", "{seconds} s";
    GROUP_BY = "分组", "Group by";
    SCRIPT_OF = "脚本", "Script";
    PACKAGE = "npm 包", "npm package";
    LARGEST_MEMBER = "最大的一个", "Largest";
    LARGEST_MEMBER_TITLE = "保留最多的一个：{largest}；最少的：{smallest}", "Retains most: {largest}; retains least: {smallest}";
    OF_NODE = "Node.js 自带", "Node.js itself";
    OF_APP = "程序自己的脚本", "the program's own scripts";
    OF_UNKNOWN = "没有名称的脚本", "scripts without a name";
    NO_SCRIPT = "没有脚本信息（普通对象、数组、字符串等）", "no script known (plain objects, arrays, strings …)";
    SHOWN_OF = "{count} 行：{objects} 个对象，{bytes}", "{count} rows: {objects} objects, {bytes}";
    BAD_PATTERN = "这个正则表达式读不懂：{why}", "This regular expression cannot be read: {why}";
    FILTER_HINT = "名称，或 /正则/", "Name or /expression/";
}
