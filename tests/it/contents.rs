//! What the object panel shows of an object: as its program sees it, what V8 keeps beside that, texts, attributes, stacks.

use crate::check::{ALL, Opened, id, opened_sketch};
use crate::sketch::Sketch;
use heapsky::ids::ObjectId;
use heapsky::question::contents::{Form, Part};
use heapsky::question::facts::ObjectFacts;
use heapsky::question::{ContentKey, ContentRow, Contents, Direction, EdgeName, Edges, Facts, LinkOrder, Page};

fn drawn(text: &str) -> (Sketch, Opened) {
    let sketch = Sketch::draw(text);
    let opened = opened_sketch(&sketch);
    (sketch, opened)
}

fn facts(opened: &Opened, of: ObjectId) -> ObjectFacts {
    opened.ask(Facts { of }).unwrap()
}

fn told(row: &ContentRow) -> String {
    let value = row.value.as_ref().map_or("?".to_owned(), |value| value.name.clone());
    match &row.key {
        ContentKey::None => value,
        ContentKey::NotTold => format!("? => {value}"),
        ContentKey::Object(key) => format!("{} => {value}", key.name),
        ContentKey::Edge { label, out } => {
            let name = match &label.name {
                EdgeName::Name(name) => name.clone(),
                EdgeName::Index(index) => index.to_string(),
            };
            let out = if *out > 0 { format!(" ({out} out)") } else { String::new() };
            format!("{name}{out}: {value}")
        }
    }
}

fn part(opened: &Opened, of: ObjectId, part: Part) -> Vec<String> {
    let rows = opened.ask(Contents { of, part, page: ALL }).unwrap();
    assert_eq!(rows.total, rows.rows.len() as u64);
    rows.rows.iter().map(told).collect()
}

#[test]
fn entries_of_a_map_are_pairs_and_what_the_file_lacks_is_said() {
    // As Node 20 writes `new Map([['a', {}], ['b', 'bee'], [1, {}], [{}, 2.5], [dead], ['z', 7]])`: four buckets, so the
    // entries begin at slot 7, three slots each. Small numbers are not written.
    let (sketch, opened) = drawn(
        "
        root -> (GC roots) -> Holder(8) -> .m: m=Map(32) -internal table-> t=table:array(264)
        m -> .__proto__: proto=Map(56)
        m -internal map-> shape=system/Map:hidden(72)
        m -> .own: Extra(8)
        t -internal 7-> a(24)
        t -internal 8-> One(32)
        t -internal 10-> b(24)
        t -internal 11-> bee(24)
        t -internal 14-> OfNumber(32)
        t -internal 16-> Key(32)
        t -internal 17-> Half(16)
        t -internal 22-> z(24)
        t -internal map-> shape
        ",
    );
    let of = id(&sketch, "m");
    assert_eq!(facts(&opened, of).form, Form::Map);
    assert_eq!(
        part(&opened, of, Part::Own),
        ["a => One", "b => bee", "? => OfNumber", "Key => Half", "z => ?", "own: Extra"]
    );
    assert_eq!(part(&opened, of, Part::Engine), ["table: table", "__proto__: Map", "map: system/Map"]);
    // A page is a part of the whole, across entries and properties.
    let page = opened.ask(Contents { of, part: Part::Own, page: Page { offset: 4, limit: 2 } }).unwrap();
    assert_eq!(page.rows.iter().map(told).collect::<Vec<_>>(), ["z => ?", "own: Extra"]);
    assert_eq!(page.total, 6);
}

#[test]
fn values_of_a_set_have_no_keys() {
    let (sketch, opened) = drawn(
        "
        root -> (GC roots) -> s=Set(32) -internal table-> t=table:array(200)
        t -internal 7-> p(24)
        t -internal 9-> q(24)
        t -internal 11-> R(32)
        ",
    );
    let of = id(&sketch, "s");
    assert_eq!(facts(&opened, of).form, Form::Set);
    assert_eq!(part(&opened, of, Part::Own), ["p", "q", "R"]);
}

#[test]
fn pairs_of_a_weak_map_are_believed_only_where_both_sides_say_so() {
    let (sketch, opened) = drawn(
        r#"
        root -> (GC roots) -> m=WeakMap(32) -internal table-> t=table:array(104) @901
        (GC roots) -> K(32) @903
        (GC roots) -> Liar(32) @907
        V(32) @905
        t -internal "3 / part of key (K @903) -> value (V @905) pair in WeakMap (table @901)"-> V
        K -internal "1 / part of key (K @903) -> value (V @905) pair in WeakMap (table @901)"-> V
        t -internal "4 / part of key (x @907) -> value (V @905) pair in WeakMap (table @901)"-> V
        "#,
    );
    let of = id(&sketch, "m");
    assert_eq!(facts(&opened, of).form, Form::WeakMap);
    assert_eq!(part(&opened, of, Part::Own), ["K => V"]);
}

#[test]
fn a_function_shows_its_variables_the_innermost_scope_first() {
    let (sketch, opened) = drawn(
        r#"
        root -> (GC roots) -> f=handler:closure(64) -internal context-> inner="system / Context":object(40)
        f -internal shared-> s=handler:code(56)
        f -> .count: Counter(8)
        inner -context request-> Request(32)
        inner -internal previous-> outer="system / Context":object(40)
        outer -context cache-> Cache(16)
        outer -internal previous-> native="system / NativeContext":object(400)
        native -context builtin-> Builtin(8)
        "#,
    );
    let of = id(&sketch, "f");
    assert_eq!(facts(&opened, of).form, Form::Variables);
    assert_eq!(part(&opened, of, Part::Own), ["request: Request", "cache (1 out): Cache", "count: Counter"]);
    assert_eq!(part(&opened, of, Part::Engine).len(), 2);
}

#[test]
fn scopes_in_a_circle_end() {
    let (sketch, opened) = drawn(
        r#"
        root -> (GC roots) -> f=g:closure(64) -internal context-> c="system / Context":object(40)
        c -context v-> Value(8)
        c -internal previous-> c
        "#,
    );
    assert_eq!(part(&opened, id(&sketch, "f"), Part::Own).len(), 64);
}

#[test]
fn each_reference_is_in_one_part_or_an_attribute() {
    for (sketch, of) in
        [drawn(ATTRIBUTES), drawn("root -> (GC roots) -> A(8) -> .b: B(8) -weak w-> A\nA -hidden 3-> B")]
            .iter()
            .map(|(sketch, opened)| (opened, sketch))
    {
        for node in 0..of.heap.nodes.len() {
            let of = ObjectId(of.heap.nodes[node].id);
            let all = sketch
                .ask(Edges { of: Some(of), order: LinkOrder::File, direction: Direction::Up, page: ALL })
                .unwrap()
                .total;
            let parts = [Part::Own, Part::Engine].map(|part| self::part(sketch, of, part).len() as u64);
            let attributes = facts(sketch, of).attributes.len() as u64;
            assert_eq!(parts[0] + parts[1] + attributes, all, "{of}");
        }
    }
}

/// As V8 14.9 and later writes a string it has cut off, and a function.
const ATTRIBUTES: &str = r#"
    root -> (GC roots) -> "cut off text"(64) -internal length-> n=int:number(0) -internal value-> "5000"(0)
    "cut off text" -internal truncated-> b=bool:number(0) -internal value-> "true"(0)
    "cut off text" -internal map-> m=system/Map:object-shape(72)
    "cut off text" -internal 3-> n
    m -internal instance_type_name-> "STRING_TYPE"(0)
    m -> .size: "sized"(24)
"#;

#[test]
fn what_v8_notes_are_attributes_and_no_references() {
    let (sketch, opened) = drawn(ATTRIBUTES);
    let told = |handle| {
        let facts = facts(&opened, id(&sketch, handle));
        let pair = |attribute: heapsky::question::facts::Attribute| match attribute.name {
            EdgeName::Name(name) => format!("{name} = {}", attribute.value),
            EdgeName::Index(index) => panic!("an attribute called {index}"),
        };
        facts.attributes.into_iter().map(pair).collect::<Vec<_>>()
    };
    assert_eq!(told("cut off text"), ["length = 5000", "truncated = true"]);
    assert_eq!(told("m"), ["instance_type_name = STRING_TYPE"]);
    // The slot of a table keeps its place, and a property is what the program wrote.
    assert_eq!(part(&opened, id(&sketch, "cut off text"), Part::Engine), ["map: system/Map", "3: 5000"]);
    assert_eq!(part(&opened, id(&sketch, "m"), Part::Own), ["size: sized"]);
}

#[test]
fn a_text_says_whether_it_is_all_of_it() {
    let (long, longest) = ("a".repeat(1023), "b".repeat(1024));
    let (sketch, opened) = drawn(&format!(
        r#"
        root -> (GC roots) -> .s: short="{long}"(1040)
        (GC roots) -> .l: long="{longest}"(9000)
        (GC roots) -> .r: rope=r:concatenated-string(32) -internal first-> short
        rope -internal second-> "end"(24)
        (GC roots) -> .c: cut=r:concatenated-string(32) -internal first-> long
        (GC roots) -> .p: slice=s:sliced-string(32) -internal parent-> short
        (GC roots) -> .o: o=Other(8)
        "#
    ));
    let text = |handle| facts(&opened, id(&sketch, handle)).text;
    assert_eq!(text("o"), None);
    let short = text("short").unwrap();
    assert_eq!((short.text.as_str(), short.is_whole, short.is_of_parent), (long.as_str(), true, false));
    assert!(!text("long").unwrap().is_whole, "V8 stops at 1,024");
    assert_eq!(text("rope").unwrap().text, format!("{long}end"));
    assert!(!text("cut").unwrap().is_whole, "a part of it was cut off");
    let slice = text("slice").unwrap();
    assert_eq!((slice.text.as_str(), slice.is_of_parent), (long.as_str(), true));
}

#[test]
fn what_v8_calls_all_alike_is_told_apart() {
    let (sketch, opened) = drawn(
        r#"
        root -> (GC roots) -> .n: n="heap number":number(16) -internal value-> "2.5"(0)
        (GC roots) -> .u: u="smi number":number(0)
        (GC roots) -> .s: s=symbol:symbol(24) -internal name-> "kState"(24)
        (GC roots) -> .t: t="system / Oddball":hidden(48) -hidden 0-> "true"(24)
        "#,
    );
    let named = |handle| facts(&opened, id(&sketch, handle)).object.name;
    assert_eq!(named("n"), "2.5");
    assert_eq!(named("u"), "smi number");
    assert_eq!(named("s"), "Symbol(kState)");
    assert_eq!(named("t"), "true");
}
