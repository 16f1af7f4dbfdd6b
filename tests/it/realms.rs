//! Native contexts: to whom objects belong, as DevTools says.

use crate::check::{ALL, Opened, id, opened, opened_sketch};
use crate::recorded::{NAMES, file, folder, unpacked};
use crate::sketch::Sketch;
use heapsky::ids::Bytes;
use heapsky::question::classes::ClassOrder;
use heapsky::question::filter::Filter;
use heapsky::question::realms::{Owners, RealmList};
use heapsky::question::totals::{Grouping, Selection};
use heapsky::question::work::at_once;
use heapsky::question::{Classes, Direction, Realms, Work};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    native_context_sizes: Sizes,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sizes {
    native_contexts: Vec<Context>,
    shared_size: Bytes,
    no_attribution_size: Bytes,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Context {
    node_id: u64,
    attributed_size: Bytes,
}

#[test]
fn objects_belong_to_whom_devtools_says() {
    let mut several = 0;
    for name in NAMES {
        let summary = unpacked(&folder().join(format!("{name}.summary.json")));
        let Summary { native_context_sizes: sizes } = serde_json::from_slice(&summary).expect("a summary");
        let opened = opened(&file(name));
        let heap = &opened.heap;
        let owners = at_once(Owners::find(heap, &Work::default()));
        let mut ours: BTreeMap<u32, Bytes> = BTreeMap::new();
        for node in heap.snapshot().nodes() {
            *ours.entry(owners.of(node)).or_default() += heap.shallow(node);
        }
        let of = |owner: u32| ours.get(&owner).copied().unwrap_or(0);
        assert_eq!(of(Owners::SHARED), sizes.shared_size, "{name}: shared");
        assert_eq!(of(Owners::NONE), sizes.no_attribution_size, "{name}: of none");
        let listed: Vec<u64> = realms(&opened).realms.iter().map(|row| row.id.0).collect();
        let expected: Vec<u64> = sizes.native_contexts.iter().map(|context| context.node_id).collect();
        assert_eq!(listed, expected, "{name}");
        for context in &sizes.native_contexts {
            let id = heapsky::ids::ObjectId(context.node_id);
            let node = heap.find(id).expect("the context is there");
            assert_eq!(of(node.0), context.attributed_size, "{name}: {id}");
            assert_eq!(of_filter(&opened, Filter::NativeContext(id)), context.attributed_size, "{name}: {id}");
        }
        assert_eq!(of_filter(&opened, Filter::SharedContexts), sizes.shared_size, "{name}");
        several += usize::from(sizes.native_contexts.len() > 1 && sizes.shared_size > 0);
    }
    assert!(several > 1, "{several} files have several contexts that share something");
}

fn realms(opened: &Opened) -> RealmList {
    opened.ask(Realms).unwrap()
}

/// The bytes of the class view under a filter.
fn of_filter(opened: &Opened, filter: Filter) -> Bytes {
    let question = Classes {
        text: String::new(),
        selection: Selection { filter, within: None },
        grouping: Grouping::Class,
        order: ClassOrder::Retained,
        direction: Direction::Down,
        page: ALL,
    };
    opened.ask(question).unwrap().shallow
}

#[test]
fn what_two_contexts_lead_to_is_shared_whatever_the_order() {
    let (sketch, opened) = {
        let sketch = Sketch::draw(
            r#"
            root -> (GC roots) -> a="system / NativeContext / https://a.test":hidden(8)
            (GC roots) -> b="system / NativeContext":hidden(8)
            metaA=meta:hidden(1) -internal native_context-> a
            mapA=map:hidden(1) -internal map-> metaA
            a -> .x: X(100) -> .deep: Deep(1000)
            b -> .x: Y(10) -> .deep: Deep
            b -> .own: Own(10000) -internal map-> mapA
            b -shortcut s-> Free(100000)
            a -weak w-> Free
            "#,
        );
        let opened = opened_sketch(&sketch);
        (sketch, opened)
    };
    // What an object's map says counts more than who leads to it.
    let [a, b] = ["a", "b"].map(|handle| of_filter(&opened, Filter::NativeContext(id(&sketch, handle))));
    assert_eq!((a, b), (8 + 100 + 10_000 + 1 + 1, 8 + 10));
    assert_eq!(of_filter(&opened, Filter::SharedContexts), 1000);
    assert_eq!(of_filter(&opened, Filter::NoContext), 100_000);
}
