//! Known leaks on drawn heaps: each pattern on the least evidence that makes it, and what must not be called one.
//!
//! Real programs in real runtimes prove the report in `tests/leaks`; here stand the rules one by one.

use crate::check::opened_sketch;
use crate::sketch::Sketch;
use heapsky::present::certainty::Certainty;
use heapsky::present::report::{Exported, Secrets, card, html, json, markdown, plain};
use heapsky::present::text::Lang;
use heapsky::question::Report;
use heapsky::question::report::{
    ClosureForm, CollectionRole, Constants, Doubt, Keys, LeakReport, Pattern, PromiseForm, Shape, StringForm, Verdict,
};

fn report(text: &str) -> LeakReport {
    let constants = Constants { suspect_bytes: 0, ..Constants::default() };
    let report = opened_sketch(&Sketch::draw(text)).ask(Report { constants }).unwrap();
    for suspect in report.suspects.iter().filter(|suspect| suspect.members == 1) {
        assert!(suspect.bytes <= suspect.object.retained, "{suspect:?} holds more than it retains");
    }
    report
}

/// Pattern and way of the first suspect.
fn first(text: &str) -> (Option<Pattern>, String) {
    let report = report(text);
    let card = card(&report, 0, Certainty::default(), Secrets::Shown).unwrap_or_else(|| panic!("no suspect\n{text}"));
    (report.suspects[0].pattern.clone(), plain(&card.path, Lang::En))
}

/// `line` with `#` replaced by each number: a file that holds a hundred of something.
fn many(line: &str) -> String {
    (0..100).map(|n| format!("{}\n", line.replace('#', &n.to_string()))).collect()
}

/// A module record as Node's loader makes it, below its registry.
const MODULE: &str = "
    root -> (GC roots) -> Rest(1000)
    (GC roots) -> registry=Object(8) -> .client: module=Module(8) -> .exports: client=Client(16)
    module -> .filename: \"/srv/app/client.js\"(40)
";

#[test]
fn the_same_listener_a_hundred_times() {
    let listeners = many(
        "errors -[#]-> l#=onError:closure(20)\nl# -internal shared-> shared\nl# -internal context-> c#=\"system / Context\":object(100)",
    );
    let (pattern, way) = first(&format!(
        "{MODULE}module -> .code: shared=onError:code(8)\nclient -> ._events: events=Object(8) -> .error: errors=Array(16)\n{listeners}"
    ));
    let Some(Pattern::Listeners { class, event, count, function, same }) = pattern else { panic!("{pattern:?}") };
    assert_eq!((count, same), (100, 1.0));
    assert_eq!(
        (class.as_deref(), event.as_deref(), function.as_deref()),
        (Some("Client"), Some("error"), Some("onError"))
    );
    assert_eq!(way, "module client.js → exports._events.error[…]");
}

#[test]
fn a_few_listeners_are_no_pattern() {
    let few: String = (0..10).map(|n| format!("errors -[{n}]-> l{n}=onError:closure(900)\n")).collect();
    let (pattern, _) =
        first(&format!("{MODULE}client -> ._events: events=Object(8) -> .error: errors=Array(16)\n{few}"));
    assert_eq!(pattern, None);
}

#[test]
fn the_same_file_in_many_module_records() {
    let lines = many("children -[#]-> m#=Module(100) -> .exports: e#=Object(8)\nm# -> .filename: template");
    let file = "module -> .last: template=\"/srv/app/template.js\"(40)";
    let (pattern, way) = first(&format!("{MODULE}{file}\nmodule -> .children: children=Array(16)\n{lines}"));
    let expect = Pattern::Modules { file: "/srv/app/template.js".into(), times: 100, files: 1, records: 100 };
    assert_eq!((pattern, way.as_str()), (Some(expect), "module client.js → children[…]"));
}

#[test]
fn the_registry_of_modules_is_no_suspect() {
    let lines = many(
        "registry -> .part#: m#=Module(100) -> .exports: e#=Object(8)\nm# -> .filename: f#=\"/srv/app/part#.js\"(40)",
    );
    let report = report(&format!("{MODULE}{lines}"));
    assert!(report.suspects.iter().all(|suspect| suspect.pattern.is_none()), "{:?}", report.suspects);
    assert!(report.suspects.iter().all(|suspect| suspect.object.class == "Rest"), "{:?}", report.suspects);
}

/// Node 16 puts the names of its modules together of parts: ropes have no text of their own.
#[test]
fn modules_whose_names_are_ropes_are_told_apart() {
    let lines = many(
        "children -[#]-> m#=Module(100) -> .exports: e#=Object(8)\nm# -> .filename: f#=\"(concatenated string)\":concatenated-string(32)
        f# -internal first-> \"/srv/app/part#\"(20)\nf# -internal second-> \".js#\"(20)",
    );
    let report = report(&format!("{MODULE}module -> .children: children=Array(16)\n{lines}"));
    assert!(report.suspects.iter().all(|suspect| suspect.pattern.is_none()), "{:?}", report.suspects);
}

#[test]
fn timers_that_keep_their_components() {
    let lines = many(
        "list -> ._idle#: t#=Timeout(8) -> ._onTimeout: f#=go:closure(8)\nf# -internal context-> c#=\"system / Context\":object(8)\nc# -context this-> x#=Carousel(100)",
    );
    let text =
        format!("root -> (GC roots) -> Rest(1000)\n(GC roots) -> map=Object(8) -[5000]-> list=TimersList(16)\n{lines}");
    let (pattern, _) = first(&text);
    assert_eq!(pattern, Some(Pattern::Timers { count: 100, every: Some(5000), keeps: Some("Carousel".into()) }));
}

#[test]
fn a_map_whose_keys_are_addresses() {
    let lines = many("table -> v#=Page(100)\ntable -> k#=\"/home?page=#\"(20)");
    let text = format!("{MODULE}client -> .pageCache: map=Map(16) -internal table-> table=(table):array(64)\n{lines}");
    let (pattern, way) = first(&text);
    let Some(Pattern::Collection { shape, role, entries, class, keys, .. }) = pattern else { panic!("{pattern:?}") };
    assert_eq!((shape, role, keys), (Shape::Map, Some(CollectionRole::Cache), Some(Keys::Urls)));
    assert_eq!((entries, class.as_str(), way.as_str()), (100, "Page", "module client.js → exports.pageCache[…]"));
}

#[test]
fn a_limit_takes_a_cache_off_the_first_place() {
    let cache = many("table -> v#=Page(100)");
    let list = many("errors -[#]-> l#=onError:closure(40)");
    let text = format!(
        "{MODULE}client -> .max: limit=four:number(4)\nclient -> .entries: map=Map(16) -internal table-> table=(table):array(64)
        client -> ._events: events=Object(8) -> .error: errors=Array(16)\n{cache}\n{list}"
    );
    let report = report(&text);
    let patterns: Vec<&Option<Pattern>> = report.suspects.iter().map(|suspect| &suspect.pattern).collect();
    assert!(matches!(patterns[0], Some(Pattern::Listeners { .. })), "{patterns:?}");
    let cache =
        report.suspects.iter().find(|suspect| matches!(suspect.pattern, Some(Pattern::Collection { .. }))).unwrap();
    assert_eq!(cache.doubts, [Doubt::Limit("max".into())]);
    assert!(cache.bytes > report.suspects[0].bytes, "the honest cache is the larger");
}

#[test]
fn a_dictionary_by_its_keys() {
    let lines = many("dictionary -> .sess_#a8: s#=Session(100)");
    let (pattern, _) = first(&format!("{MODULE}client -> .open: dictionary=Object(16)\n{lines}"));
    let Some(Pattern::Collection { shape, keys, .. }) = pattern else { panic!("{pattern:?}") };
    assert_eq!((shape, keys), (Shape::Dictionary, Some(Keys::Ids)));
}

#[test]
fn a_list_is_one_suspect_however_deep() {
    let links: String = (0..400).map(|n| format!("j{n} -> .next: j{}=Job(100)\n", n + 1)).collect();
    let report = report(&format!("{MODULE}client -> .head: j0=Job(100)\n{links}"));
    let [suspect] = &report.suspects[..] else { panic!("{:?}", report.suspects) };
    let Some(Pattern::Collection { shape, entries, .. }) = suspect.pattern else { panic!("{:?}", suspect.pattern) };
    assert_eq!((shape, entries, suspect.pile.is_chain), (Shape::LinkedList, 401, true));
    assert_eq!(suspect.accumulation.as_ref().map(|row| row.class.as_str()), Some("Job"));
}

#[test]
fn scopes_that_hold_one_another() {
    let rounds: String = (0..60)
        .map(|n| {
            format!(
                "t{n} -> .method: f{n}=method:closure(8)\nf{n} -internal context-> c{n}=\"system / Context\":object(8)\nc{n} -context original-> t{}=Thing(100)\n",
                n + 1
            )
        })
        .collect();
    let (pattern, _) = first(&format!(
        "root -> (GC roots) -> Rest(100)\n(GC roots) -> scope=\"system / Context\":object(8) -context theThing-> t0=Thing(100)\n{rounds}"
    ));
    let Some(Pattern::Closures { form, count, variable, function, .. }) = pattern else { panic!("{pattern:?}") };
    assert_eq!((form, count), (ClosureForm::Chain, 61));
    assert_eq!((variable.as_deref(), function.as_deref()), (Some("original"), Some("method")));
}

#[test]
fn functions_with_large_scopes() {
    let lines = many(
        "list -[#]-> f#=release:closure(8)\nf# -internal context-> c#=\"system / Context\":object(8)\nc# -context rows-> r#=Array(100)",
    );
    let (pattern, _) = first(&format!("{MODULE}client -> .cleanups: list=Array(16)\n{lines}"));
    let Some(Pattern::Closures { form, count, variable, .. }) = pattern else { panic!("{pattern:?}") };
    assert_eq!((form, count, variable.as_deref()), (ClosureForm::Many, 100, Some("rows")));
}

#[test]
fn functions_parked_at_an_await() {
    let lines = many(
        "list -[#]-> p#=Promise(8)\np# -internal reactions_or_result-> r#=\"system / PromiseReaction\":hidden(8)
        r# -> g#=Generator(100)\ng# -internal parameters_and_registers-> s#=registers:array(50)\ng# -internal function-> handle",
    );
    let (pattern, _) = first(&format!(
        "{MODULE}module -> .code: handle=handle:closure(8)\nclient -> .waiting: list=Array(16)\n{lines}"
    ));
    assert_eq!(
        pattern,
        Some(Pattern::Promises { form: PromiseForm::AsyncFunction, count: 100, function: Some("handle".into()) })
    );
}

/// A promise somewhere in each object does not make the leak one of promises.
#[test]
fn a_small_promise_in_each_object_is_no_pattern() {
    let lines = many(
        "list -[#]-> d#=Depot(900) -> .p: p#=Promise(8)\np# -internal reactions_or_result-> r#=\"system / PromiseReaction\":hidden(8)",
    );
    let (pattern, _) = first(&format!("{MODULE}client -> .depots: list=Array(16)\n{lines}"));
    assert!(matches!(pattern, Some(Pattern::Collection { .. })), "{pattern:?}");
}

#[test]
fn slices_ropes_and_copies() {
    let slices = many("list -[#]-> s#=(sliced string):sliced-string(20)\ns# -internal parent-> \"page #\"(900)");
    let ropes = many(
        "list -[#]-> s#=(concatenated string):concatenated-string(20)\ns# -internal first-> \"a#\"(400)\ns# -internal second-> \"b#\"(400)",
    );
    let copies = many("list -[#]-> o#=Row(8)\no# -> .city: t#=\"Hangzhou\"(400)");
    for (lines, form) in [(slices, StringForm::Slices), (ropes, StringForm::Ropes), (copies, StringForm::Duplicates)] {
        let (pattern, _) = first(&format!("{MODULE}client -> .texts: list=Array(16)\n{lines}"));
        let Some(Pattern::Strings { form: found, .. }) = pattern else { panic!("{pattern:?}, wanted {form:?}") };
        assert_eq!(found, form);
    }
}

#[test]
fn detached_dom_and_its_holder() {
    let lines = many("table -> d#=Dialog(8) -> .element: e#=<div>:native(100) detached");
    let text = format!("{MODULE}client -> .dialogs: map=Map(16) -internal table-> table=(table):array(64)\n{lines}");
    let (pattern, way) = first(&text);
    assert_eq!(
        (pattern, way.as_str()),
        (
            Some(Pattern::Detached { count: 100, name: Some("Detached <div>".into()) }),
            "module client.js → exports.dialogs[…]"
        )
    );
}

#[test]
fn different_objects_of_one_hub_are_no_leak() {
    let lines: String = (0..100).map(|n| format!("(GC roots) -> K{n}(100)\n")).collect();
    let report = report(&format!("root -> (GC roots)\n{lines}"));
    assert_eq!((report.suspects.len(), report.verdict), (0, Verdict::Healthy));
}

#[test]
fn many_of_a_class_that_two_holders_share_are_one_group() {
    let lines = many("a -[#]-> s#=Session(100)\nb -[#]-> s#");
    let report = report(&format!(
        "root -> (GC roots) -> Rest(1000)\n(GC roots) -> a=Array(16)\n(GC roots) -> b=Array(16)\n{lines}"
    ));
    let suspect = &report.suspects[0];
    assert_eq!((suspect.members, suspect.object.class.as_str()), (100, "Session"));
    assert_eq!(suspect.accumulation.as_ref().map(|row| row.class.as_str()), Some("Array"));
}

#[test]
fn the_constants_decide() {
    let text = format!("{MODULE}{}", many("client -> .x#: s#=Session(6)"));
    let opened = opened_sketch(&Sketch::draw(&text));
    let suspects = |constants| opened.ask(Report { constants }).unwrap().suspects.len();
    let small = Constants { suspect_bytes: 0, ..Constants::default() };
    assert_eq!(suspects(Constants::default()), 0, "nothing here has a megabyte");
    assert_eq!(suspects(small), 2);
    assert_eq!(suspects(Constants { suspect_share: 0.5, ..small }), 1);
    // What is no number, or out of all range, is brought back.
    let wild = Constants { suspect_share: f64::NAN, big_drop: -1.0, alike: 9.0, repeats: 0, chain: 0, ..small };
    assert_eq!(suspects(wild), 2);
}

/// What an export contains: nothing of a string's text unless asked, nothing that is markup.
#[test]
fn exports_leave_out_texts_and_markup() {
    let hostile = "<img src=x onerror=alert(1)>";
    let text = format!(
        "root -> (GC roots) -> Rest(10)\n(GC roots) -> o=\"{hostile} ssn 078-05-1120\"(900)
        (GC roots) -> p=\"{hostile}\":object(800) -> .\"key 078-05-1120\": q=Array(700)"
    );
    let opened = opened_sketch(&Sketch::draw(&text));
    let constants = Constants { suspect_bytes: 0, ..Constants::default() };
    let report = opened.ask(Report { constants }).unwrap();
    let summary = opened.heap.summary();
    for lang in [Lang::Zh, Lang::En] {
        for (form, name) in [(markdown as fn(&Exported) -> String, "markdown"), (html, "html"), (json, "json")] {
            let text = |secrets| {
                form(&Exported { report: &report, summary: &summary, file: hostile, file_size: 9, lang, secrets })
            };
            assert!(!text(Secrets::Hidden).contains("078-05-1120"), "{name}");
            assert!(text(Secrets::Shown).contains("078-05-1120"), "{name}");
            let markup = if name == "json" { "\u{0}" } else { "<img" };
            let unescaped = text(Secrets::Shown).replace("\\<", "");
            assert!(!unescaped.contains(markup), "{name}: {unescaped}");
            if name == "json" {
                let value: serde_json::Value = serde_json::from_str(&text(Secrets::Shown)).unwrap();
                assert_eq!(value["suspects"].as_array().unwrap().len(), report.suspects.len());
                assert_eq!(value["file"], hostile);
            }
        }
    }
}

/// A function made at run time has a script without a file; one of a module has its file's.
#[test]
fn code_made_at_run_time_is_told_from_the_programs_own_files() {
    let lines = |name: &str| {
        many(&format!(
            "list -[#]-> f#=render:closure(8) -internal shared-> s#=render:code(8) -internal script-> c#={name}:code(50)
            c# -internal source-> \"source #\"(900)"
        ))
    };
    let text = |name: &str| format!("{MODULE}client -> .compiled: list=Array(16)\n{}", lines(name));
    let (pattern, _) = first(&text("\"\""));
    assert!(matches!(pattern, Some(Pattern::Code { count: 100, .. })), "{pattern:?}");
    let report = report(&text("\"/srv/app/part#.js\""));
    assert!(report.suspects.iter().all(|suspect| suspect.object.class == "Rest"), "{:?}", report.suspects);
}

/// Deno holds each timer twice, so only a root dominates the callbacks: functions of one place are one group.
#[test]
fn callbacks_of_timers_that_two_lists_hold_are_one_suspect() {
    let lines =
        many("a -[#]-> t#=Timeout(8) -> ._onTimeout: f#=tick:closure(100)\nb -[#]-> f#\nf# -internal shared-> shared");
    let (pattern, _) = first(&format!(
        "root -> (GC roots) -> Rest(1000)\n(GC roots) -> shared=tick:code(8)\n(GC roots) -> a=Lists(16)\n(GC roots) -> b=Queue(16)\n{lines}"
    ));
    assert!(matches!(pattern, Some(Pattern::Timers { count: 100, .. })), "{pattern:?}");
}
