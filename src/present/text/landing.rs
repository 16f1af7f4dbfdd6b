//! Words of the page before a heap is open: landing and opening.

use super::{Phrase, phrases};
use crate::protocol::Stage;

phrases! {
    SENTENCE = "打开 V8 堆快照，看清是什么占住了内存。", "Open a V8 heap snapshot and see what holds the memory.";
    DROP_TITLE = "把 .heapsnapshot 文件拖到页面任意位置", "Drop a .heapsnapshot file anywhere on this page";
    DROP_NOTE = "Node、Chrome、Deno、Bun 的快照都可以", "From Node, Chrome, Deno or Bun";
    PICK = "选择文件", "Choose a file";
    SAMPLES = "没有快照？先看示例", "No snapshot at hand? Try a sample";
    SAMPLE_LISTENERS = "监听器泄漏", "Listener leak";
    SAMPLE_LISTENERS_NOTE = "每个请求都往一个长期存活的客户端上挂监听器，从不移除。",
        "Every request adds a listener to one long-lived client; none is removed.";
    SAMPLE_ARRAY = "只增不减的数组", "An array that only grows";
    SAMPLE_ARRAY_NOTE = "模块顶层的数组不断被追加，从不清空。", "A module-level array is pushed to and never emptied.";
    PRIVACY = "文件不会离开你的电脑。", "The file never leaves your machine.";
    PRIVACY_HOW = "怎么确认？", "How do I know?";
    PRIVACY_WASM = "解析和分析都在这个标签页的 WebAssembly 里完成，没有服务器，也没有上传的代码。",
        "Parsing and analysis run as WebAssembly in this tab. There is no server and no code that uploads.";
    PRIVACY_CSP = "页面的安全策略（CSP）禁止向其他网站发出任何请求，由浏览器强制执行。",
        "The page's security policy (CSP) forbids requests to any other site, and the browser enforces it.";
    PRIVACY_OFFLINE = "页面加载后断开网络，再打开文件：一切照常。开发者工具的“网络”面板里也看不到请求。",
        "Disconnect from the network once the page is loaded, then open your file: it works. The network panel of the developer tools stays empty.";
    TAKE_TITLE = "怎么获取快照", "How to take a snapshot";
    TAKE_NODE = "用 --heapsnapshot-signal 启动，需要时发信号；文件写在当前目录。",
        "Start with --heapsnapshot-signal and send the signal when you want one; the file lands in the working directory.";
    TAKE_CHROME = "打开开发者工具 → 内存 → 堆快照 → 拍摄快照，再点“保存”。",
        "DevTools → Memory → Heap snapshot → Take snapshot, then Save.";
    TAKE_DENO = "用 --inspect 启动，在 chrome://inspect 中打开，再到“内存”面板拍摄。",
        "Start with --inspect, open it from chrome://inspect and take it in the Memory panel.";
    TAKE_BUN = "在代码里生成 V8 格式的快照并写到文件。", "Write a snapshot in V8's format from code.";
    WANTED = "这个链接指向文件 {file} 里的 {id}。打开那个文件，就会直接到达。",
        "This link is for {id} in the file {file}. Open that file and you will land on it.";
    WANTED_VIEW = "这个链接指向文件 {file}。打开那个文件，就会直接到达。",
        "This link is for the file {file}. Open it and you will land there.";
    WANTED_ANY = "这个链接指向对象 {id}。打开它所在的文件，就会直接到达。",
        "This link is for the object {id}. Open its file and you will land on it.";

    OPENING = "正在打开", "Opening";
    OPENING_BYTES = "{read} / {size}", "{read} of {size}";
    OPENING_SPEED = "{speed}/s", "{speed}/s";
    OPENING_LEFT = "还需约 {time}", "about {time} left";
    OPENING_ALOUD = "{stage}，{share}", "{stage}, {share}";
    CANCEL = "取消", "Cancel";

    STAGE_NODES = "读取节点", "Reading nodes";
    STAGE_EDGES = "读取边", "Reading edges";
    STAGE_OTHER = "读取其他部分", "Reading the smaller sections";
    STAGE_STRINGS = "读取字符串", "Reading strings";
    STAGE_RETAINERS = "建立引用关系", "Turning references around";
    STAGE_SIZES = "计算浅层大小", "Working out shallow sizes";
    STAGE_DOMINATORS = "计算支配树和保留大小", "Building the dominator tree and retained sizes";
    STAGE_DISTANCES = "计算到根的距离", "Measuring distances from the roots";
    STAGE_CLASSES = "按类统计", "Counting by class";
    STAGE_REPORT = "寻找可疑点", "Looking for suspects";
    STAGE_START = "启动", "Starting";
}

/// A stage by name.
pub fn stage(stage: Stage) -> Phrase {
    match stage {
        Stage::Nodes => STAGE_NODES,
        Stage::Edges => STAGE_EDGES,
        Stage::Other => STAGE_OTHER,
        Stage::Strings => STAGE_STRINGS,
        Stage::Retainers => STAGE_RETAINERS,
        Stage::Sizes => STAGE_SIZES,
        Stage::Dominators => STAGE_DOMINATORS,
        Stage::Distances => STAGE_DISTANCES,
        Stage::Classes => STAGE_CLASSES,
        Stage::Report => STAGE_REPORT,
    }
}
