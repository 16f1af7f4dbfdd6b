//! Words of the view of strings and of the search.

use super::phrases;

phrases! {
    STRINGS = "字符串", "Strings";
    STRINGS_LEAD = "全部字符串；内容重复的能省多少；开头相同的一族。点开一行，看谁引用着它。",
        "All strings, what repeated ones waste, and families that begin alike. Open a row to see who holds it.";
    STRINGS_EACH = "逐个", "Each";
    STRINGS_DUPLICATED = "重复的", "Duplicated";
    STRINGS_FAMILIES = "开头相同", "Families";
    STRINGS_SHOW = "显示", "Show";
    STRINGS_FILTER = "内容包含，或 /正则/", "Text or /expression/";
    STRINGS_SUM = "{count} 行：{strings} 个字符串，{bytes}", "{count} rows: {strings} strings, {bytes}";
    STRINGS_SUM_WASTED = "{count} 组：{strings} 个字符串，{bytes}，其中 {wasted} 是多余的",
        "{count} groups: {strings} strings, {bytes}, of which {wasted} are wasted";
    WASTED = "多余", "Wasted";

    BAD_TERM = "看不懂 {term}。可以写 size:>1mb、retained:10k..1m、kind:closure。",
        "{term} cannot be read. Write size:>1mb, retained:10k..1m or kind:closure.";
    SEARCH_TERMS = "可用的写法", "What can be asked";
    SEARCH_TERM_ID = "按编号找对象", "the object with this id";
    SEARCH_TERM_WORDS = "类名、函数名、字符串内容、属性名", "names of classes and functions, text of strings, property names";
    SEARCH_TERM_EXPRESSION = "名称或内容匹配正则", "names or texts that match an expression";
    SEARCH_TERM_CLASS = "类名包含", "objects of classes with this in their name";
    SEARCH_TERM_SIZE = "自身大小；也可写 retained: 和 10k..1m", "by own size; likewise retained:, and 10k..1m";
    SEARCH_TERM_KIND = "按种类：object、array、closure、string、native、detached……", "by kind: object, array, closure, string, native, detached …";
    SEARCH_TERM_PROP = "有这个属性或变量的对象；held: 是以此名被引用的对象", "objects that have this property or variable; held: those held under it";
    SEARCH_TERM_ALL = "几项一起写，要全部符合", "several together: all must hold";
    SEARCH_HISTORY = "最近的搜索", "Recent searches";
    RESULTS_LIST = "搜索结果", "Search results";
}
