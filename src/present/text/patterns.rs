//! Words of the known leaks: their names, their evidence, why they happen, what to change, and why it may be no leak.

use super::{Phrase, phrases};
use crate::question::report::{CollectionRole, Pattern};

phrases! {
    LISTENERS = "监听器泄漏", "Listener leak";
    LISTENERS_OF_EVENT = "{class} 上有 {count} 个监听器在等事件 {event}。", "{count} listeners on {class} wait for the event {event}.";
    LISTENERS_OF_TARGET = "{class} 上有 {count} 个监听器。", "{count} listeners are registered on {class}.";
    LISTENERS_SAME = "抽查的监听器中，{share} 是同一个函数 {function}。", "Of those looked at, {share} are the same function {function}.";
    LISTENERS_SAME_UNNAMED = "抽查的监听器中，{share} 是同一个匿名函数。", "Of those looked at, {share} are the same function, which has no name.";
    LISTENERS_WHY = "每次请求、渲染或连接都添加监听器，却没有移除；每个监听器都留住它闭包里的数据。",
        "Each request, rendering or connection adds a listener and none is removed; each keeps the data of its closure.";
    LISTENERS_CHANGE = "把注册移到请求处理之外，只注册一次；或者用完后 removeListener / removeEventListener，或使用 once、signal。不要只调大 setMaxListeners。",
        "Register once, outside the request handler, or remove the listener when the work is done (removeListener, removeEventListener, once, or a signal). Raising setMaxListeners only hides it.";
    LISTENERS_ALARM = "如果确实有这么多独立的使用者同时在线，每个都需要一个监听器，那就是正常的。", "It may be meant if so many users are connected at this moment and each needs a listener.";

    MODULES = "模块被反复加载", "Module loaded again and again";
    MODULES_FILE = "文件 {file} 被加载了 {times} 次。", "{file} was loaded {times} times.";
    MODULES_FILES = "共有 {files} 个文件被加载过不止一次，留下 {records} 条模块记录。", "{files} files were loaded more than once; {records} module records are kept.";
    MODULES_WHY = "从 require.cache 删除文件后再次 require 会得到新的一份，旧的一份仍留在父模块的 children 里。",
        "Deleting a file from require.cache and requiring it again makes a new copy; the old one stays in its parent's children.";
    MODULES_CHANGE = "不要用删除 require.cache 的方式重新加载；改为读文件后自己解析，或重启进程。必须这样做时，把记录也从 module.children 中移除。",
        "Do not reload by deleting from require.cache: read and parse the file yourself, or restart the process. If you must, remove the record from module.children too.";
    MODULES_ALARM = "开发服务器的热更新会这样做，生产环境不应出现。", "A development server's hot reload does this on purpose; production should not.";

    TIMERS = "定时器没有清除", "Timers never cleared";
    TIMERS_COUNT = "还有 {count} 个定时器在等待。", "{count} timers are still waiting.";
    TIMERS_EVERY = "它们的间隔都是 {ms} 毫秒。", "All of them have an interval of {ms} ms.";
    TIMERS_KEEP = "每个定时器留住一个 {class}。", "Each keeps a {class}.";
    TIMERS_WHY = "setInterval 或很长的 setTimeout 在每次请求或每次渲染时启动，却没有 clear；服务端渲染时组件不会卸载，清理代码不会运行。",
        "A setInterval or a long setTimeout is started for each request or rendering and never cleared; rendered on a server, a component is never unmounted, so its clean-up does not run.";
    TIMERS_CHANGE = "在请求结束或组件销毁时清除定时器；服务端渲染中不要在 created / constructor 里启动定时器，放到 mounted 里。",
        "Clear the timer when the request ends or the component goes; for server-side rendering start it where only browsers come, such as mounted, not in created or the constructor.";
    TIMERS_ALARM = "如果同时有这么多进行中的请求各带一个超时定时器，它们到期后会自行释放。", "It may be meant if so many requests are under way, each with a time-out that will pass.";

    CACHE = "没有上限的缓存", "Cache without a limit";
    QUEUE = "消费跟不上的队列", "Queue that falls behind";
    REGISTRY = "只登记不注销", "Registry that is never cleared";
    RECORDS = "留在内存里的记录", "Log kept in memory";
    COLLECTION = "只增不减的集合", "Collection that only grows";
    ARRAY_HAS = "数组里有 {count} 个 {class}，平均每个 {average}。", "The array has {count} {class}, {average} each on average.";
    MAP_HAS = "Map 里有 {count} 个 {class}，平均每个 {average}。", "The Map has {count} {class}, {average} each on average.";
    SET_HAS = "Set 里有 {count} 个 {class}，平均每个 {average}。", "The Set has {count} {class}, {average} each on average.";
    DICTIONARY_HAS = "当作字典使用的对象里有 {count} 个 {class}，平均每个 {average}。", "The object, used as a dictionary, has {count} {class}, {average} each on average.";
    LIST_HAS = "链表里有 {count} 个 {class}，一个指向下一个。", "The linked list has {count} {class}, each of which leads to the next.";
    OBJECT_HAS = "它下面有 {count} 个 {class}，平均每个 {average}。", "Below it are {count} {class}, {average} each on average.";
    KEYS_URLS = "键看起来是 URL：每个不同的地址都留下一项。", "The keys look like URLs: each new address leaves an entry.";
    KEYS_IDS = "键看起来是编号：每个新的编号都留下一项。", "The keys look like ids: each new id leaves an entry.";
    KEYS_TIMES = "键看起来是时间：每过一会儿就多一项。", "The keys look like times: entries come as time goes by.";
    COLLECTION_WHY = "只往里放，没有地方删除；只要进程不重启就一直变大。", "Things are put in and nothing takes them out, so it grows as long as the process runs.";
    QUEUE_WHY = "放入的速度比取走的快，积压越来越长；消费者出错或卡住时也会这样。", "More comes in than is taken out, so the backlog grows; a consumer that fails or hangs does the same.";
    COLLECTION_CHANGE = "用完就删除，或给它上限（例如 LRU 和过期时间）；如果只是给对象附加数据，用 WeakMap。",
        "Remove entries when they are done with, or give it a limit (LRU, an expiry time); to attach data to objects use a WeakMap.";
    QUEUE_CHANGE = "限制队列长度并向生产者施加背压，检查消费者为什么慢或停住，给任务加超时。",
        "Bound the queue and push back on the producers, find out why the consumers are slow or stuck, and give jobs a time limit.";
    COLLECTION_ALARM = "如果这是启动时装入的固定数据，或它本来就有上限，就不是泄漏：隔一段时间再取一个快照，看数量是否变多。",
        "It is no leak if this is fixed data loaded at the start, or if it has a limit: take another snapshot later and see whether the number grows.";

    CLOSURE_CHAIN = "闭包链", "Chain of closures";
    CLOSURES = "闭包留住整个作用域", "Closures that keep their scope";
    SCOPE_KEEPS = "作用域留住大对象", "Scope that keeps a large value";
    CHAIN_OF = "{count} 个作用域一个留住一个：每个的变量 {variable} 引用着前一个 {class}。", "{count} scopes hold one another: the variable {variable} of each refers to the {class} before.";
    CHAIN_OF_UNNAMED = "{count} 个作用域一个留住一个。", "{count} scopes hold one another.";
    CLOSURES_OF = "{count} 个函数 {function} 各自留住创建它的作用域。", "{count} functions {function} each keep the scope they were made in.";
    CLOSURES_OF_UNNAMED = "{count} 个匿名函数各自留住创建它的作用域。", "{count} functions without a name each keep the scope they were made in.";
    SCOPE_VARIABLE = "作用域里占得最多的是变量 {variable}（{class}）。", "Most of a scope is its variable {variable}, a {class}.";
    SCOPE_ALONE = "这些内存都在一个函数作用域的变量里。", "All of it is in the variables of one function's scope.";
    CLOSURES_WHY = "同一作用域里的所有函数共用一份变量：只要其中一个函数还活着，任何函数用到的变量就都留着，即使它自己用不到。",
        "All functions made in a scope share its variables: while one of them lives, every variable that any of them uses is kept, even if it has no use for it.";
    CLOSURES_CHANGE = "把大变量用完后置为 null，或把要留下的函数移到看不见大变量的地方创建；存回调时只存它需要的值。",
        "Set the large variable to null when it is done with, or make the function that stays where it cannot see it; keep the values a callback needs instead of the callback.";
    CLOSURES_ALARM = "如果这些函数迟早会被调用并释放，数量会自己降下来。", "It may be meant if these functions will be called and let go.";

    PROMISES = "一直没有完成的 Promise", "Promises that never settle";
    ASYNC_PARKED = "停在 await 的函数", "Functions parked at an await";
    GENERATORS = "没有运行到结束的生成器", "Generators that never finish";
    STORAGE = "AsyncLocalStorage 的存储没有释放", "AsyncLocalStorage stores kept";
    PROMISES_COUNT = "有 {count} 个 Promise 在等待。", "{count} promises are waiting.";
    ASYNC_COUNT = "函数 {function} 有 {count} 次调用停在 await。", "{count} calls of {function} are parked at an await.";
    ASYNC_COUNT_UNNAMED = "有 {count} 次异步调用停在 await。", "{count} asynchronous calls are parked at an await.";
    GENERATORS_COUNT = "生成器函数 {function} 有 {count} 个实例停在 yield。", "{count} generators of {function} are parked at a yield.";
    GENERATORS_COUNT_UNNAMED = "有 {count} 个生成器停在 yield。", "{count} generators are parked at a yield.";
    STORAGE_COUNT = "有 {count} 个异步资源还带着它们的存储。", "{count} asynchronous resources still carry their stores.";
    PROMISES_WHY = "等待的结果永远不来：锁或连接没有归还、对方没有应答、出错的路径没有 resolve；停住的函数留住它的所有局部变量。",
        "What they wait for never comes: a lock or connection not given back, an answer that is lost, an error path without resolve. A parked function keeps all its local variables.";
    PROMISES_CHANGE = "给每次等待加超时或 AbortSignal；在 finally 里归还锁和连接；用 Promise.race 时取消输掉的一方；提前结束的生成器要调用 return()。",
        "Give each wait a time limit or an AbortSignal, give locks and connections back in finally, cancel the losers of Promise.race, and call return() on a generator you stop reading.";
    PROMISES_ALARM = "如果此刻确实有这么多请求在进行中，它们结束后就会释放。", "It may be meant if so many requests are under way at this moment; they are let go when they end.";

    BUFFERS = "缓冲区占用堆外内存", "Buffers that hold memory outside the heap";
    BUFFERS_COUNT = "{count} 个对象通过 ArrayBuffer 占用堆外约 {bytes}。", "{count} objects hold about {bytes} outside the JavaScript heap through ArrayBuffers.";
    BUFFERS_WHY = "Buffer 的字节不在 V8 堆里，堆的上限管不到它；对很小一段的引用也会留住整块内存。",
        "A Buffer's bytes are not in V8's heap, so its limit does not help; a reference to a small part keeps the whole block.";
    BUFFERS_CHANGE = "处理完就放开 Buffer，改用流；要留下一小段时用 Buffer.from(part) 复制。", "Let Buffers go when they are processed, or stream; to keep a small part, copy it with Buffer.from(part).";
    BUFFERS_ALARM = "固定大小的缓冲池是有意保留的。", "A pool of a fixed size is kept on purpose.";

    DETACHED = "脱离文档的 DOM", "Detached DOM";
    DETACHED_COUNT = "堆里共有 {count} 个 DOM 节点已经不在文档中，例如 {name}。", "{count} DOM nodes in the heap are out of their document, such as {name}.";
    DETACHED_WHY = "元素已从页面移除，但脚本里的数组、Map、闭包或监听器还引用着其中一个节点，整棵子树都被留住。",
        "The elements were removed from the page, but an array, Map, closure or listener still refers to one of them, which keeps the whole tree.";
    DETACHED_CHANGE = "移除元素时也移除对它的引用和监听器；用 WeakMap 或 WeakRef 记录元素。", "Drop the references and listeners together with the element; remember elements in a WeakMap or WeakRef.";
    DETACHED_ALARM = "准备重新插入的节点（缓存的标签页、虚拟列表）是有意保留的。", "Nodes that will be put back, such as cached tabs or a virtual list's rows, are kept on purpose.";

    DUPLICATES = "同样的文本存了很多份", "The same text many times";
    SLICES = "子串留住整个字符串", "Slices that keep whole strings";
    ROPES = "没有展平的拼接字符串", "Concatenations never flattened";
    LONG_STRING = "一个很长的字符串", "One long string";
    DUPLICATES_COUNT = "抽查的文本中只有 {share} 是不同的，重复的部分约 {bytes}。", "Of the text looked at only {share} is distinct; the repeats take about {bytes}.";
    SLICES_COUNT = "{count} 个子串留住了约 {bytes} 的原字符串。", "{count} slices keep about {bytes} of the strings they were cut from.";
    ROPES_COUNT = "{count} 个拼接字符串连同各个部分约占 {bytes}。", "{count} concatenated strings with all their parts take about {bytes}.";
    DUPLICATES_WHY = "同样的文本每次都重新解码或解析，V8 不会自动合并。", "The same text is decoded or parsed anew each time, and V8 does not merge copies.";
    SLICES_WHY = "slice、substring、正则匹配的结果只记录位置，并留住整个原字符串。", "What slice, substring or a regular expression gives records only a position and keeps the whole string.";
    ROPES_WHY = "每次 += 都生成一个节点，直到有人读取整个文本才展平。", "Each += makes a node, and the text is flattened only when somebody reads it.";
    LONG_WHY = "整个响应、文件或日志作为一个字符串留在内存里。", "A whole response, file or log is kept as one string.";
    DUPLICATES_CHANGE = "用 Map 把相同的文本归一成一份，或存编号而不是文本。", "Keep one copy by looking texts up in a Map, or store an id instead of the text.";
    SLICES_CHANGE = "留下之前复制：例如 Buffer.from(part).toString() 或 JSON.parse(JSON.stringify(part))。", "Copy before keeping, for example Buffer.from(part).toString().";
    ROPES_CHANGE = "收集到数组里最后 join，或写入流；存下之前展平。", "Collect the parts in an array and join them, or write to a stream; flatten before storing.";
    LONG_CHANGE = "分块处理或改用流，用完就放开。", "Process it in pieces or as a stream, and let it go.";
    STRINGS_ALARM = "如果这些文本就是要留的数据，占这么多也正常。", "It may be meant if these texts are the data you want to keep.";

    TOOLING = "仅由开发工具留住", "Kept only by developer tools";
    TOOLING_EVIDENCE = "持有它的是开发者工具：控制台、调试器或框架的调试钩子。", "What holds it is a developer tool: the console, the debugger, or a framework's hook for its tools.";
    TOOLING_WHY = "打开开发者工具时，console.log 打印过的对象会一直留到控制台被清空。", "While the developer tools are open, objects printed by console.log stay until the console is cleared.";
    TOOLING_CHANGE = "清空控制台后再取快照；不要在生产代码里打印大对象。", "Clear the console and take the snapshot again; do not print large objects in production code.";
    TOOLING_ALARM = "没有打开开发者工具的用户不会遇到。", "Users who do not open the developer tools do not have it.";

    CODE_MADE = "运行时生成的代码", "Code made at run time";
    CODE_COUNT = "{count} 个函数各有一份自己的源码。", "{count} functions have source text of their own each.";
    CODE_WHY = "new Function、eval、vm.Script 或模板引擎每编译一次就生成一份脚本、源码和字节码，只要函数还在就都留着。",
        "Each new Function, eval, vm.Script or compiled template makes a script with source text and bytecode, all kept as long as the function is.";
    CODE_CHANGE = "按模板而不是按请求编译，并限制编译结果的缓存；把变化的值作为参数传入。", "Compile once per template, not per request, bound the cache of compiled functions, and pass what changes as arguments.";
    CODE_ALARM = "数量固定的模板编译一次后保留是正常的。", "A fixed set of templates, compiled once, is kept on purpose.";

    NO_PATTERN = "不属于已知的泄漏模式", "No known pattern";
    DOUBT_LIMIT = "持有者有字段 {name}：它可能本来就有上限，只是装满了。", "The holder has a field {name}: it may have a limit and be full.";
    DOUBT_MIXED = "里面的对象各不相同，不像是反复添加的结果。", "The objects are of many kinds, so nothing was added again and again.";
    DOUBT_RUNTIME = "持有它的是运行时自己的代码。", "It is held by the runtime's own code.";
}

/// What a reader is told of a known leak.
#[derive(Clone, Copy, Debug)]
pub struct Advice {
    pub name: Phrase,
    pub why: Phrase,
    pub change: Phrase,
    pub alarm: Phrase,
}

/// Name, reason, remedy and false alarm of a pattern.
pub fn advice(pattern: &Pattern) -> Advice {
    use crate::question::report::{ClosureForm, PromiseForm, StringForm};
    let (name, why, change, alarm) = match pattern {
        Pattern::Listeners { .. } => (LISTENERS, LISTENERS_WHY, LISTENERS_CHANGE, LISTENERS_ALARM),
        Pattern::Modules { .. } => (MODULES, MODULES_WHY, MODULES_CHANGE, MODULES_ALARM),
        Pattern::Timers { .. } => (TIMERS, TIMERS_WHY, TIMERS_CHANGE, TIMERS_ALARM),
        Pattern::Collection { role, .. } => match role {
            Some(CollectionRole::Queue) => (QUEUE, QUEUE_WHY, QUEUE_CHANGE, COLLECTION_ALARM),
            Some(CollectionRole::Cache) => (CACHE, COLLECTION_WHY, COLLECTION_CHANGE, COLLECTION_ALARM),
            Some(CollectionRole::Registry) => (REGISTRY, COLLECTION_WHY, COLLECTION_CHANGE, COLLECTION_ALARM),
            Some(CollectionRole::Log) => (RECORDS, COLLECTION_WHY, COLLECTION_CHANGE, COLLECTION_ALARM),
            None => (COLLECTION, COLLECTION_WHY, COLLECTION_CHANGE, COLLECTION_ALARM),
        },
        Pattern::Closures { form, .. } => {
            let name = match form {
                ClosureForm::Chain => CLOSURE_CHAIN,
                ClosureForm::Many => CLOSURES,
                ClosureForm::Scope => SCOPE_KEEPS,
            };
            (name, CLOSURES_WHY, CLOSURES_CHANGE, CLOSURES_ALARM)
        }
        Pattern::Promises { form, .. } => {
            let name = match form {
                PromiseForm::Promise => PROMISES,
                PromiseForm::AsyncFunction => ASYNC_PARKED,
                PromiseForm::Generator => GENERATORS,
                PromiseForm::Storage => STORAGE,
            };
            (name, PROMISES_WHY, PROMISES_CHANGE, PROMISES_ALARM)
        }
        Pattern::Buffers { .. } => (BUFFERS, BUFFERS_WHY, BUFFERS_CHANGE, BUFFERS_ALARM),
        Pattern::Detached { .. } => (DETACHED, DETACHED_WHY, DETACHED_CHANGE, DETACHED_ALARM),
        Pattern::Strings { form, .. } => match form {
            StringForm::Duplicates => (DUPLICATES, DUPLICATES_WHY, DUPLICATES_CHANGE, STRINGS_ALARM),
            StringForm::Slices => (SLICES, SLICES_WHY, SLICES_CHANGE, STRINGS_ALARM),
            StringForm::Ropes => (ROPES, ROPES_WHY, ROPES_CHANGE, STRINGS_ALARM),
            StringForm::Long => (LONG_STRING, LONG_WHY, LONG_CHANGE, STRINGS_ALARM),
        },
        Pattern::Tooling => (TOOLING, TOOLING_WHY, TOOLING_CHANGE, TOOLING_ALARM),
        Pattern::Code { .. } => (CODE_MADE, CODE_WHY, CODE_CHANGE, CODE_ALARM),
    };
    Advice { name, why, change, alarm }
}
