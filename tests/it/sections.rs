//! The sections of a file: all of them, in any order, any pieces, any hand; and those that a heap can do without broken
//! in every way, which must cost the reader that section and nothing else.

use crate::chance::{Chance, random_heap};
use crate::check::{check_columns, check_error, check_fault, columns_in_pieces, warnings_of};
use crate::damage::{airy, brackets, full, newest, replaced, small, with_number};
use crate::extras::{self, Extras};
use crate::plain::{Place, PlainHeap, read_with_serde};
use crate::recorded;
use crate::written::{Hand, SECTIONS, STRANGE, file_in, file_of};
use heapsky::parse::{Fault, Needed, Section, read};
use heapsky::snapshot::Warning;

/// As `jq -S` writes: keys sorted, so the header comes after the edges, locations and nodes.
fn sorted() -> Vec<&'static str> {
    let mut sections = SECTIONS.to_vec();
    sections.sort();
    sections
}

fn shuffled<T>(chance: &mut Chance, mut list: Vec<T>) -> Vec<T> {
    for at in (1..list.len()).rev() {
        list.swap(at, chance.below(at + 1));
    }
    list
}

#[test]
fn a_file_with_all_sections_may_be_cut_anywhere() {
    let heap = full();
    for hand in [newest(), Hand { sections: sorted(), between_rows: "\n", ..newest() }] {
        let file = file_in(&heap, &hand);
        check_columns(&file, &heap);
        for cut in 0..=file.len() {
            assert_eq!(columns_in_pieces([&file[..cut], &file[cut..]]), Ok(heap.clone()), "cut at {cut}");
        }
        for size in [1, 2, 3, 7, 64] {
            assert_eq!(columns_in_pieces(file.chunks(size)), Ok(heap.clone()), "{size} bytes at a time");
        }
        assert_eq!(columns_in_pieces(airy(&file).chunks(5)), Ok(heap.clone()), "white space");
    }
}

#[test]
fn sections_may_stand_in_any_order() {
    let heap = full();
    let chance = &mut Chance::new(11);
    let mut orders = vec![sorted(), SECTIONS.iter().rev().copied().collect()];
    orders.extend((0..200).map(|_| shuffled(chance, SECTIONS.to_vec())));
    for sections in orders {
        let file = file_in(&heap, &Hand { sections: sections.clone(), ..newest() });
        assert_eq!(warnings_of(&file), [], "{sections:?}");
        check_columns(&file, &heap);
    }
}

#[test]
fn a_section_before_the_header_may_be_long() {
    let mut heap = small();
    for at in 0..100_000 {
        heap.nodes.push(heap.nodes[4].clone());
        heap.nodes.last_mut().unwrap().id = 1001 + 2 * at;
    }
    let file = file_in(&heap, &Hand { sections: sorted(), ..Hand::default() });
    let (begin, end) = brackets(&file, "nodes");
    assert!(end - begin > 2 << 20, "several pieces");
    check_columns(&file, &heap);
    assert_eq!(columns_in_pieces(file.chunks(65_536)), Ok(heap));
}

/// The place of an error is where it stands in the file, however late the parser comes to it.
#[test]
fn an_error_before_the_header_is_told_with_its_place() {
    let heap = small();
    let file = file_in(&heap, &Hand { sections: sorted(), ..Hand::default() });
    let bad = |value: &str| Fault::BadNumber { field: "id".into(), value: value.into() };
    let (broken, byte) = with_number(&file, "nodes", 7 * 3 + 2, "-4");
    check_error(&broken, Section::Nodes, Some(3), byte, &bad("-4"));
    let (broken, byte) = with_number(&file, "edges", 3 * 2 + 2, "37");
    let fault = Fault::NotMultiple { field: "to_node".into(), value: 37, of: 7 };
    check_error(&broken, Section::Edges, Some(2), byte, &fault);
    let (broken, byte) = with_number(&file, "nodes", 7 + 3, "1.5");
    let fault = Fault::Unexpected { found: b'.', needed: Needed::CommaOrEnd };
    check_error(&broken, Section::Nodes, Some(1), byte + 1, &fault);
    let whole = columns_in_pieces([&broken[..]]).unwrap_err();
    for cut in 0..=broken.len() {
        assert_eq!(columns_in_pieces([&broken[..cut], &broken[cut..]]), Err(whole.clone()), "cut at {cut}");
    }
    // A header that never comes.
    let headless = file_in(&heap, &Hand { sections: vec!["nodes", "edges", "strings"], ..Hand::default() });
    let keys = ["nodes", "edges", "strings"].map(String::from).to_vec();
    check_fault(&headless, Section::Top, &Fault::NotSnapshot { keys });
    // An edge whose target is past the nodes, when nothing says yet how many there are.
    let edges_first = Hand { sections: vec!["snapshot", "edges", "nodes", "strings"], ..Hand::default() };
    let (broken, _) = with_number(&file_in(&heap, &edges_first), "edges", 2, "7000");
    let fault = Fault::OutOfRange { field: "to_node / width".into(), value: 1000, limit: heap.nodes.len() as u64 };
    check_fault(&broken, Section::Edges, &fault);
}

#[test]
fn of_a_key_that_comes_again_the_first_is_read() {
    let heap = full();
    for key in SECTIONS {
        for value in ["[]", "[7]", STRANGE, "null"] {
            for hand in [newest(), Hand { sections: sorted(), ..newest() }] {
                let file = file_in(&heap, &hand);
                let end = file.len() - 1;
                let again = [&file[..end], format!(",\"{key}\":{value}}}").as_bytes()].concat();
                check_columns(&again, &heap);
                assert_eq!(warnings_of(&again), [Warning::RepeatedKeys { count: 1 }], "{key} {value}");
            }
        }
        // An empty one in front is the first.
        let file = file_in(&heap, &newest());
        let emptied = replaced(&file, &format!("\"{key}\":"), &format!("\"{key}\":[],\"{key}\":"));
        match (key, read(&emptied)) {
            ("snapshot", result) => assert_eq!(result.unwrap_err().section, Section::Header),
            ("nodes" | "edges", result) => drop(result.expect_err("nothing to open")),
            (_, result) => assert!(result.unwrap().warnings().contains(&Warning::RepeatedKeys { count: 1 }), "{key}"),
        }
    }
}

/// What is left of the heap when a section is.
fn without(heap: &PlainHeap, key: &str) -> PlainHeap {
    let mut heap = heap.clone();
    match key {
        "locations" => heap.places.clear(),
        "samples" => heap.extras.samples.clear(),
        "trace_function_infos" => {
            heap.extras.functions.clear();
            heap.extras.traces.iter_mut().for_each(|trace| trace.function = usize::MAX);
        }
        "trace_tree" => {
            heap.extras.traces.clear();
            heap.extras.trace_of.clear();
        }
        _ => heap.extras.scopes.clear(),
    }
    heap
}

const INESSENTIAL: [&str; 7] =
    ["locations", "samples", "trace_function_infos", "trace_tree", "scopes", "scope_context_vars", "scope_uses"];

#[test]
fn a_broken_section_that_a_heap_can_do_without_costs_itself() {
    let heap = full();
    let file = file_in(&heap, &newest());
    for key in INESSENTIAL {
        let (begin, end) = brackets(&file, key);
        let rest = without(&heap, key);
        let unread = [Warning::UnreadSection { section: key.into() }];
        for value in [
            "null",
            "7",
            "\"x]\"",
            "{\"a\":[1]}",
            "[1.5,2,3,4,5]",
            "[1,,2]",
            "[1 2]",
            "[\"]\",{\"b\":\"}\"}]",
            "[9007199254740993]",
            "[null]",
            "[[[[]]],[]]",
            "[1,2,[3,4,5,6]]",
            "[1e3]",
        ] {
            let broken = [&file[..begin], value.as_bytes(), &file[end + 1..]].concat();
            for cut in [0, begin, begin + 1, begin + 2, begin + value.len()] {
                let found = columns_in_pieces([&broken[..cut], &broken[cut..]]);
                assert_eq!(found.as_ref(), Ok(&rest), "{key} {value} cut at {cut}");
            }
            assert_eq!(warnings_of(&broken), unread, "{key} {value}");
        }
        // The section breaks only at its end.
        let broken = [&file[..end], b",{}", &file[end..]].concat();
        assert_eq!(columns_in_pieces(broken.chunks(3)), Ok(rest), "{key}");
        assert_eq!(warnings_of(&broken), unread);
    }
}

#[test]
fn a_section_that_the_header_does_not_describe_is_named() {
    let heap = full();
    let file = file_in(&heap, &newest());
    for (fields, key) in [
        ("location_fields", "locations"),
        ("sample_fields", "samples"),
        ("trace_function_info_fields", "trace_function_infos"),
        ("trace_node_fields", "trace_tree"),
        ("scope_fields", "scopes"),
        ("scope_context_var_fields", "scope_context_vars"),
        ("scope_use_fields", "scope_uses"),
    ] {
        let hidden = replaced(&file, &format!("\"{fields}\":"), "\"later_fields\":");
        check_columns(&hidden, &without(&heap, key));
        assert_eq!(warnings_of(&hidden), [Warning::UnreadSection { section: key.into() }]);
        // Of any form.
        for value in ["7", "null", "{}", "[[]]", "[1]", "\"x\""] {
            let odd = replaced(&hidden, "\"later_fields\":", &format!("\"{fields}\":{value},\"later_fields\":"));
            check_columns(&odd, &without(&heap, key));
        }
        // An empty section needs no description.
        let (begin, end) = brackets(&hidden, key);
        let empty = [&hidden[..begin], b"[]", &hidden[end + 1..]].concat();
        let named = warnings_of(&empty).contains(&Warning::UnreadSection { section: key.into() });
        assert!(!named, "{key}");
    }
}

#[test]
fn rows_that_make_no_sense_are_counted_and_left_out() {
    let heap = full();
    let file = file_in(&heap, &newest());
    let check = |key: &str, nth: usize, new: &str, count: u64, change: &dyn Fn(&mut Extras)| {
        let (broken, _) = with_number(&file, key, nth, new);
        let mut rest = heap.clone();
        change(&mut rest.extras);
        check_columns(&broken, &rest);
        assert_eq!(warnings_of(&broken), [Warning::BadRows { section: key.into(), count }], "{key} {nth} {new}");
    };
    check("samples", 2, "-1", 1, &|extras| {
        extras.samples.remove(1);
    });
    check("trace_function_infos", 6 + 4, "-3", 1, &|extras| extras.functions[1].line = 0);
    check("trace_tree", 1, "99", 1, &|extras| extras.traces[0].function = usize::MAX);
    // A scope that is nested deeper than its place allows hangs nowhere.
    check("scopes", 10 + 2, "4", 1, &|extras| (extras.scopes[2].depth, extras.scopes[2].parent) = (4, None));
    check("scopes", 20, "3", 1, &|extras| extras.scopes[4].script = None);
    // A name that no table has.
    let (broken, _) = with_number(&file, "scope_context_vars", 0, "999");
    assert_eq!(warnings_of(&broken), [Warning::MissingStrings { count: 1 }]);
    // A trace that is not in the tree.
    let (broken, _) = with_number(&file, "nodes", 7 + 5, "77");
    let mut rest = heap.clone();
    rest.extras.trace_of.remove(&1);
    check_columns(&broken, &rest);
    assert_eq!(warnings_of(&broken), [Warning::UnknownTraces { count: 1 }]);
    // Half a row at the end.
    let end = brackets(&file, "samples").1;
    let half = [&file[..end], b",5", &file[end..]].concat();
    check_columns(&half, &heap);
    assert_eq!(warnings_of(&half), [Warning::BadRows { section: "samples".into(), count: 1 }]);
}

#[test]
fn the_counts_of_scopes_are_never_trusted() {
    let heap = full();
    let file = file_in(&heap, &newest());
    let uses: Vec<_> = heap.extras.scopes.iter().flat_map(|scope| scope.uses.clone()).collect();
    // The first scope claims two uses that were the second's; the last claims two that are not there.
    let (broken, _) = with_number(&file, "scopes", 4, "2");
    let mut rest = heap.clone();
    for (scope, uses) in rest.extras.scopes.iter_mut().zip([&uses[..2], &uses[2..4], &[], &[], &[]]) {
        scope.uses = uses.to_vec();
    }
    check_columns(&broken, &rest);
    assert_eq!(warnings_of(&broken), [Warning::BadRows { section: "scope_uses".into(), count: 2 }]);
    // The last scope claims fewer variables than there are.
    let (broken, _) = with_number(&file, "scopes", 20 + 3, "0");
    let mut rest = heap.clone();
    rest.extras.scopes[4].variables.clear();
    check_columns(&broken, &rest);
    assert_eq!(warnings_of(&broken), [Warning::BadRows { section: "scope_context_vars".into(), count: 1 }]);
    // More than there can be is no number of rows, nor is less than none: then no later row has a place.
    for (nth, count) in [(3, "4000000000"), (3, "-1"), (4, "5000000000"), (2, "-1"), (2, "5000000000")] {
        let (broken, _) = with_number(&file, "scopes", 5 + nth, count);
        if count == "4000000000" {
            let section = |key: &str| Warning::BadRows { section: key.into(), count: 4_000_000_000 };
            assert_eq!(warnings_of(&broken), [section("scope_context_vars")]);
            let snapshot = read(&broken).unwrap();
            let scopes = snapshot.scopes();
            let lengths: Vec<_> = scopes.iter().map(|scope| scopes.variables(scope).len()).collect();
            assert_eq!(lengths, [2, 2, 0, 0, 0]);
            continue;
        }
        check_columns(&broken, &without(&heap, "scopes"));
        assert_eq!(warnings_of(&broken), [Warning::UnreadSection { section: "scopes".into() }], "{nth} {count}");
    }
}

/// A hand that nobody has: fields shuffled among unknown ones, sections in any order among unknown ones.
fn random_hand(chance: &mut Chance) -> Hand {
    let fields = |chance: &mut Chance, list: Vec<&'static str>| {
        let later = (0..chance.below(3)).map(|at| ["later", "more"][at]);
        shuffled(chance, list.into_iter().chain(later.collect::<Vec<_>>()).collect())
    };
    let v8 = newest();
    Hand {
        node_fields: fields(chance, v8.node_fields),
        edge_fields: fields(chance, v8.edge_fields),
        location_fields: fields(chance, v8.location_fields),
        sample_fields: fields(chance, v8.sample_fields),
        function_fields: fields(chance, v8.function_fields),
        trace_fields: fields(chance, v8.trace_fields),
        scope_fields: fields(chance, v8.scope_fields),
        variable_fields: fields(chance, v8.variable_fields),
        use_fields: fields(chance, v8.use_fields),
        node_kinds: shuffled(chance, v8.node_kinds),
        edge_kinds: shuffled(chance, v8.edge_kinds),
        sections: shuffled(chance, SECTIONS.into_iter().chain(["later", "", "Nodes", "node", "stringsx"]).collect()),
        between_rows: chance.pick(&["", "\n", " ", "\r\n\t"]),
        counts: None,
        header_extra: chance.pick(&["", ",\"later\":{\"meta\":[1]}", ",\"uid\":\"x\",\"title\":7"]),
        sections_extra: "",
    }
}

#[test]
fn random_files_are_read_as_serde_json_reads_them() {
    let chance = &mut Chance::new(3);
    let (mut traced, mut scoped) = (0, 0);
    for seed in 0..400 {
        let mut heap = random_heap(seed, 20);
        heap.extras = extras::random(chance, &heap);
        for node in (0..heap.nodes.len()).filter(|node| node % 3 == 1) {
            let mut number = || chance.below(1 << 16) as u64;
            let (script, line, column) = (number(), number(), number());
            let script_node = Some(chance.below(heap.nodes.len())).filter(|script| script % 2 == 0);
            heap.places.push(Place { node, script, line, column, script_node });
        }
        let file = file_in(&heap, &random_hand(chance));
        let file = if chance.one_in(3) { airy(&file) } else { file };
        let twin = read_with_serde(&file);
        assert_eq!(twin, heap, "seed {seed}: serde_json reads what was written");
        check_columns(&file, &twin);
        assert_eq!(warnings_of(&file), [], "seed {seed}");
        let cuts = [chance.below(file.len()), chance.below(file.len())];
        let (first, second) = (cuts[0].min(cuts[1]), cuts[0].max(cuts[1]));
        let pieces = [&file[..first], &file[first..second], &file[second..]];
        assert_eq!(columns_in_pieces(pieces), Ok(heap.clone()), "seed {seed} cut at {first} and {second}");
        traced += usize::from(!heap.extras.trace_of.is_empty());
        scoped += usize::from(heap.extras.scopes.iter().any(|scope| scope.parent.is_some()));
    }
    assert!(traced > 100 && scoped > 100, "{traced} with traces, {scoped} with nested scopes");
}

#[test]
fn a_timeline_says_when_objects_were_allocated() {
    let snapshot = read(&recorded::file("node-8.17.0.timeline")).unwrap();
    let samples = snapshot.samples().rows();
    assert!(samples.len() > 5 && samples.is_sorted_by_key(|sample| sample.last_assigned_id), "{}", samples.len());
    let mut found = [0; 2];
    for node in snapshot.nodes() {
        let id = snapshot.id(node).0;
        let first = samples.iter().position(|sample| id % 2 == 1 && sample.last_assigned_id >= id);
        assert_eq!(snapshot.sample_of(node), first, "@{id}");
        found[usize::from(first.is_some())] += 1;
    }
    assert!(found[0] > 10 && found[1] > 1000, "{found:?}");
    // Its tree is there, but none of its objects names a path.
    assert!(!snapshot.traces().is_empty() && snapshot.nodes().all(|node| snapshot.trace(node).is_none()));
}

#[test]
fn a_timeline_says_where_objects_were_allocated() {
    let snapshot = read(&recorded::file("workerd-2026-11-17.timeline")).unwrap();
    let traces = snapshot.traces();
    assert_eq!(snapshot.header().trace_function_count, traces.functions().len() as u64);
    let traced: Vec<_> = snapshot.nodes().filter_map(|node| snapshot.trace(node)).collect();
    assert_eq!(traced.len(), 1936);
    for trace in traced {
        assert_eq!(traces.find(traces.id(trace)), Some(trace));
        let frames: Vec<_> = traces.frames(trace).map(|frame| traces.function(frame).unwrap().name).collect();
        assert_eq!(snapshot.text(*frames.last().unwrap()), "(root)");
    }
}

#[test]
fn each_use_of_a_captured_variable_finds_its_name() {
    for (name, scopes, uses) in [("workerd-2026-11-17.timeline", 122, 278), ("chromium-156", 16, 9)] {
        let snapshot = read(&recorded::file(name)).unwrap();
        let all = snapshot.scopes();
        assert_eq!(all.len(), scopes, "{name}");
        let used = all.iter().flat_map(|scope| all.uses(scope).iter().map(move |used| (scope, *used)));
        let names: Vec<_> = used.map(|(scope, used)| all.used_variable(scope, used)).collect();
        assert_eq!((names.len(), names.iter().flatten().count()), (uses, uses), "{name}");
        for scope in all.iter() {
            let script = all.script(scope).unwrap();
            assert!(snapshot.text(snapshot.name(script)).starts_with("system / Script"), "{name}");
            assert_eq!(all.parent(scope).is_none(), all.depth(scope) == 0, "{name}");
        }
    }
}

#[test]
fn a_file_without_them_has_none_of_it() {
    let snapshot = read(&file_of(&small())).unwrap();
    assert!(snapshot.samples().rows().is_empty() && snapshot.traces().is_empty() && snapshot.scopes().is_empty());
    assert!(snapshot.traces().functions().is_empty());
    assert!(snapshot.nodes().all(|node| snapshot.trace(node).is_none() && snapshot.sample_of(node).is_none()));
}
