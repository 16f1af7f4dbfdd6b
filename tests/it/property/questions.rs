//! Every question, asked of a heap nobody chose: with ids it has and ids it has not, pages of any size.

use super::sky;
use crate::chance::Chance;
use crate::check::sent;
use heapsky::analysis::Heap;
use heapsky::ids::{Node, ObjectId};
use heapsky::layout::{Held, Simulation};
use heapsky::present::gravity::{Scene, Weight};
use heapsky::present::text::Lang;
use heapsky::present::{naming, selecting};
use heapsky::question::between;
use heapsky::question::classes::ClassOrder;
use heapsky::question::cluster::ClusterRow;
use heapsky::question::contents::Part;
use heapsky::question::facts::TEXT_LIMIT;
use heapsky::question::filter::Filter;
use heapsky::question::gravity::{Neighbourhood, Opened};
use heapsky::question::icicle::{LEVELS, LIMIT};
use heapsky::question::instances::InstanceOrder;
use heapsky::question::report::Constants;
use heapsky::question::search::Found;
use heapsky::question::sky::{OpenedGroup, SkyOf};
use heapsky::question::strings::{PREFIX, StringOrder, StringView};
use heapsky::question::timeline::MOMENTS;
use heapsky::question::totals::{Grouping, Selection};
use heapsky::question::{
    Answer, Between, Children, Classes, Cluster, ContentKey, ContentRow, Contents, Direction, EdgeLabel, EdgeName,
    Edges, Facts, Gravity, Icicle, Ignored, Instances, LinkOrder, Members, Merged, NAME_LIMIT, ObjectRow, Objects,
    Page, Paths, Question, Realms, Refusal, Report, Retainers, Search, Sky, Statistics, StringGroup, Strings, Timeline,
    answer,
};
use std::collections::{HashMap, HashSet};

/// Asks everything; the rows are shown as the page shows them.
pub fn ask(heap: &Heap, chance: &mut Chance) {
    let mut ids = vec![heap.snapshot().id(heap.snapshot().root())];
    for _ in 0..4 {
        ids.push(heap.snapshot().id(Node(chance.below(heap.node_count()) as u32)));
    }
    ids.push(ObjectId(chance.next() >> chance.below(64)));
    for id in ids {
        let page = page(chance);
        let opened = (0..chance.below(3))
            .map(|_| Opened { id, children: page.limit, holders: page.offset, held: page.limit })
            .collect();
        let text = [search_text(heap, chance), id.to_string(), String::from("\u{130}"), String::new()];
        for question in [
            Question::from(Facts { of: id }),
            Children { of: Some(id), page }.into(),
            Children { of: None, page }.into(),
            Edges { of: Some(id), order: chance.pick(&ORDERS), direction: chance.pick(&DIRECTIONS), page }.into(),
            Edges { of: None, order: chance.pick(&ORDERS), direction: chance.pick(&DIRECTIONS), page }.into(),
            Cluster { of: Some(id), by_class: chance.below(2) == 0, page }.into(),
            Cluster { of: None, by_class: chance.below(2) == 0, page }.into(),
            Members { of: Some(id), class: chance.below(9) as u32, by_class: chance.below(2) == 0, page }.into(),
            Icicle { of: Some(id) }.into(),
            Statistics.into(),
            Timeline.into(),
            Realms.into(),
            Contents { of: id, part: chance.pick(&[Part::Own, Part::Engine]), page }.into(),
            Retainers { of: id, ignored: ignored(heap, chance), page }.into(),
            Paths { of: id, ignored: ignored(heap, chance) }.into(),
            merged(heap, chance).into(),
            classes(heap, chance).into(),
            instances(heap, chance).into(),
            Gravity { focus: Some(id), opened }.into(),
            Between { from: id, to: heap.snapshot().id(Node(chance.below(heap.node_count()) as u32)) }.into(),
            Search {
                text: chance.pick(&[0, 1, 2, 3].map(|at| &text[at])).clone(),
                order: chance.pick(&OBJECT_ORDERS),
                direction: chance.pick(&DIRECTIONS),
                page,
            }
            .into(),
            strings(heap, chance).into(),
            StringGroup { view: chance.pick(&StringView::ALL), of: id, page }.into(),
            Objects { ids: vec![id; chance.below(3)] }.into(),
            stars(id, chance).into(),
        ] {
            put(heap, &question, chance);
        }
    }
    put(heap, &Report { constants: constants(chance) }.into(), chance);
    put(heap, &Gravity { focus: None, opened: Vec::new() }.into(), chance);
    let _ = heap.summary();
}

const ORDERS: [LinkOrder; 4] = [LinkOrder::File, LinkOrder::Retained, LinkOrder::Shallow, LinkOrder::Distance];

const OBJECT_ORDERS: [InstanceOrder; 4] =
    [InstanceOrder::Retained, InstanceOrder::Shallow, InstanceOrder::Distance, InstanceOrder::Id];
const DIRECTIONS: [Direction; 2] = [Direction::Up, Direction::Down];

fn classes(heap: &Heap, chance: &mut Chance) -> Classes {
    use ClassOrder::*;
    let order = chance.pick(&[Name, Count, Distance, Shallow, Retained, Largest]);
    let text = search_text(heap, chance);
    let (selection, grouping) = (selection(chance), chance.pick(&Grouping::ALL));
    Classes { text, selection, grouping, order, direction: chance.pick(&DIRECTIONS), page: page(chance) }
}

/// Any filter, of all groups or of one that may be there.
fn selection(chance: &mut Chance) -> Selection {
    let ids = Filter::Ids { over: chance.next() >> 58, upto: chance.next() >> 58 };
    let id = Filter::NativeContext(ObjectId(chance.next() >> 58));
    let others = [ids, id, Filter::SharedContexts, Filter::NoContext];
    let filter = if chance.one_in(4) { chance.pick(&others) } else { chance.pick(&Filter::NAMED) };
    let key = chance.pick(&["", "0", "3", "(app)"]).to_owned();
    let within = chance.one_in(3).then(|| (chance.pick(&Grouping::ALL), key));
    Selection { filter, within }
}

/// Some references that are there, now and then one that is not.
fn ignored(heap: &Heap, chance: &mut Chance) -> Vec<Ignored> {
    let one = |chance: &mut Chance| {
        let id = heap.snapshot().id(Node(chance.below(heap.node_count()) as u32));
        match chance.below(3) {
            0 => Ignored::Object(id),
            1 => Ignored::Reference { from: id, at: chance.below(4) as u32 },
            _ => Ignored::Class(heap.class(Node(chance.below(heap.node_count()) as u32)).key()),
        }
    };
    (0..chance.below(3)).map(|_| one(chance)).collect()
}

fn strings(heap: &Heap, chance: &mut Chance) -> Strings {
    use StringOrder::*;
    let (view, text) = (chance.pick(&StringView::ALL), search_text(heap, chance));
    let order = chance.pick(&[Count, Shallow, Retained, Wasted]);
    Strings { view, text, order, direction: chance.pick(&DIRECTIONS), page: page(chance) }
}

/// The whole heap, with a group open that may be there.
fn stars(of: ObjectId, chance: &mut Chance) -> Sky {
    let group = OpenedGroup { of, class: chance.below(9) as u32, members: chance.below(9) as u32 };
    let limit = chance.pick(&[0, 1, 3, 9, 50, u32::MAX]);
    Sky { of: chance.pick(&[SkyOf::Objects, SkyOf::Classes]), limit, opened: vec![group; chance.below(2)], part: 0 }
}

/// Of a class that is there, or of none.
fn instances(heap: &Heap, chance: &mut Chance) -> Instances {
    let all: Vec<String> = heap.classes().iter().map(|(_, class)| class.key()).collect();
    let class = if all.is_empty() { String::new() } else { all[chance.below(all.len())].clone() };
    let class = class.chars().skip(chance.pick(&[0, 0, 0, 1])).collect();
    let order = chance.pick(&OBJECT_ORDERS);
    Instances { class, selection: selection(chance), order, direction: chance.pick(&DIRECTIONS), page: page(chance) }
}

/// Of a class that is there, or of none; a step up, if there is one.
fn merged(heap: &Heap, chance: &mut Chance) -> Merged {
    let Instances { class, .. } = instances(heap, chance);
    let mut merged = Merged { class, above: Vec::new(), page: page(chance) };
    while let Ok(Answer::Merged(list)) = answer(heap, &merged.clone().into())
        && chance.below(3) > 0
        && let Some(row) = list.rows.first()
    {
        merged.above.push(row.via.clone());
    }
    merged
}

/// Any numbers, also those that make no sense; small heaps have suspects only when no size is too small.
fn constants(chance: &mut Chance) -> Constants {
    let share = |chance: &mut Chance| chance.pick(&[0.1, 0.0, 0.01, 0.5, 0.8, 1.0, -1.0, 7.0, f64::NAN, f64::INFINITY]);
    let count = |chance: &mut Chance| chance.pick(&[0, 1, 2, 3, 5, 50, u64::MAX]);
    Constants {
        suspect_share: share(chance),
        suspect_bytes: chance.pick(&[0, 0, 0, 1, 1 << 20, u64::MAX]),
        big_drop: share(chance),
        alike: share(chance),
        repeats: count(chance),
        chain: count(chance),
        leaking: share(chance),
    }
}

fn page(chance: &mut Chance) -> Page {
    let offset = chance.pick(&[0, 0, 0, 1, 7, u32::MAX]);
    Page { offset, limit: chance.pick(&[0, 1, 3, 50, Page::MAX, u32::MAX]) }
}

/// A part of a name that is there.
fn search_text(heap: &Heap, chance: &mut Chance) -> String {
    let name = heap.snapshot().name(Node(chance.below(heap.node_count()) as u32));
    heap.snapshot().text(name).chars().skip(chance.below(3)).take(chance.below(5)).collect()
}

/// One question, as it travels: an answer no longer than a page, or a refusal because the object is not there.
fn put(heap: &Heap, question: &Question, chance: &mut Chance) {
    let question = &sent(question.clone());
    let given = match sent(answer(heap, question)) {
        Ok(given) => given,
        Err(Refusal::NoSuchObject(id)) => {
            assert_eq!(heap.find(id), None, "{question:?} is refused for an object that is there");
            return;
        }
        Err(Refusal::NoSuchReference { from, at }) => {
            let edges = heap.find(from).map(|node| heap.snapshot().edges(node).len());
            assert!(edges.is_some_and(|count| count <= at as usize), "{question:?} is refused for no reason");
            return;
        }
        Err(Refusal::BadPattern(why)) => {
            let text = match question {
                Question::Classes(classes) => &classes.text,
                Question::Strings(strings) => &strings.text,
                Question::Search(search) => &search.text,
                other => panic!("{other:?}: {why}"),
            };
            assert!(text.contains('/'), "{question:?}: {why}");
            return;
        }
        Err(Refusal::BadTerm(term)) => {
            assert!(term.contains(':'), "{question:?}: {term}");
            return;
        }
        Err(Refusal::NoSuchClass(key)) => {
            assert!(
                heap.classes().iter().all(|(_, class)| class.key() != key),
                "{question:?} is refused for no reason"
            );
            return;
        }
    };
    let rows = |count: usize, total: u64| {
        assert!(count <= Page::MAX as usize && count as u64 <= total, "{count} rows of {total}");
    };
    match given {
        Answer::Classes(list) => {
            rows(list.classes.rows.len(), list.classes.total);
            for row in &list.classes.rows {
                visible(&selecting::group(&row.name, Lang::En));
                assert!(row.smallest <= row.largest && row.largest <= row.retained && row.count > 0, "{row:?}");
            }
        }
        Answer::Strings(list) => {
            rows(list.rows.rows.len(), list.rows.total);
            for row in &list.rows.rows {
                object(&row.sample);
                row.prefix.iter().for_each(|prefix| assert!(prefix.chars().count() <= PREFIX, "{prefix:?}"));
                assert!(row.count > 0 && row.wasted < row.shallow.max(1), "{row:?}");
            }
            assert!(list.count >= list.rows.total && list.wasted <= list.shallow);
        }
        Answer::StringGroup(list) | Answer::Instances(list) => {
            rows(list.rows.len(), list.total);
            list.rows.iter().for_each(object);
        }
        Answer::Children(list) | Answer::Members(list) => {
            rows(list.rows.len(), list.total);
            list.rows.iter().for_each(|row| {
                row.edge.iter().for_each(edge);
                object(&row.object);
            });
        }
        Answer::Cluster(list) => {
            rows(list.rows.len(), list.total);
            list.rows.iter().for_each(cluster_row);
        }
        Answer::Icicle(picture) => {
            assert!(picture.slabs.len() <= LIMIT, "{} slabs", picture.slabs.len());
            for (at, slab) in picture.slabs.iter().enumerate() {
                cluster_row(&slab.row);
                assert!(slab.level <= LEVELS && slab.parent.is_none_or(|parent| (parent as usize) < at));
            }
        }
        Answer::Statistics(parts) => {
            let nodes = parts.nodes.iter().fold(0, |sum: u64, part| sum + part.count);
            assert_eq!(nodes, heap.node_count() as u64);
        }
        Answer::Objects(rows) => rows.iter().for_each(object),
        Answer::Sky(stars) => sky::check_shape(question, &stars),
        Answer::Timeline(list) => assert!(list.moments.len() <= MOMENTS, "{} moments", list.moments.len()),
        Answer::Realms(list) => list.realms.iter().for_each(object),
        Answer::Edges(list) | Answer::Retainers(list) => {
            rows(list.rows.len(), list.total);
            list.rows.iter().for_each(|row| {
                edge(&row.label);
                object(&row.object);
            });
        }
        Answer::Paths(held) => {
            for step in held.ways.iter().flat_map(|way| &way.steps) {
                step.hop.edge.iter().for_each(edge);
                object(&step.hop.object);
            }
        }
        Answer::Search(Found::Names(list)) => {
            rows(list.rows.len(), list.total);
            list.rows.iter().for_each(object);
        }
        Answer::Search(Found::Object(row)) => object(&row),
        Answer::Search(Found::NoSuchId) => {}
        Answer::Merged(list) => {
            rows(list.rows.len(), list.total);
            list.rows.iter().for_each(|row| {
                edge(&row.label);
                object(&row.largest);
                assert!(row.objects >= row.holders && row.holders > 0, "{row:?}");
            });
        }
        Answer::Contents(list) => {
            rows(list.rows.len(), list.total);
            list.rows.iter().for_each(content);
        }
        Answer::Facts(facts) => {
            facts.chain.iter().for_each(object);
            assert!(facts.text.is_none_or(|text| text.text.chars().count() <= TEXT_LIMIT));
            facts.attributes.iter().for_each(|attribute| assert!(attribute.value.chars().count() <= NAME_LIMIT + 1));
        }
        Answer::Report(report) => {
            for suspect in &report.suspects {
                assert!((0.0..=1.0).contains(&suspect.share), "a share of {}", suspect.share);
                suspect.path.iter().for_each(|hop| object(&hop.object));
            }
        }
        Answer::Gravity(neighbourhood) => draw(neighbourhood, chance),
        Answer::Between(ways) => {
            object(&ways.told.holder);
            assert!(ways.picture.bodies.len() <= 2 * between::LINE + 2, "{} bodies", ways.picture.bodies.len());
            draw(ways.picture, chance);
        }
    }
}

/// A picture can be laid out, whatever is in it.
fn draw(neighbourhood: Neighbourhood, chance: &mut Chance) {
    let bodies = neighbourhood.bodies.len();
    assert!(bodies <= 4096, "{bodies} bodies");
    let scene = Scene::new(neighbourhood, &HashSet::new(), Weight::Retained);
    let mut simulation = Simulation::new(scene.plan(&HashMap::new(), &[], chance.next()));
    let body = chance.below(bodies.max(1)) as u32;
    simulation.hold(Held { body, at: [f32::MAX, -1.0] });
    simulation.step(2);
    simulation.release();
    simulation.step(1);
    assert_eq!(simulation.positions().len(), 2 * bodies);
}

fn cluster_row(row: &ClusterRow) {
    let child = match row {
        ClusterRow::One(child) => child,
        ClusterRow::Many(alike) => &alike.largest,
    };
    child.edge.iter().for_each(edge);
    object(&child.object);
}

fn content(row: &ContentRow) {
    match &row.key {
        ContentKey::Edge { label, .. } => edge(label),
        ContentKey::Object(key) => object(key),
        ContentKey::NotTold | ContentKey::None => {}
    }
    row.value.iter().for_each(object);
}

/// The object as the page names it: short, and nothing in it that is not to be seen.
fn object(row: &ObjectRow) {
    assert!(row.name.chars().count() <= NAME_LIMIT + 1 && row.class.chars().count() <= NAME_LIMIT + 1, "long names");
    for text in [naming::short(row), naming::spoken(row), naming::class(row).unwrap_or_default()] {
        visible(&text);
    }
}

fn edge(label: &EdgeLabel) {
    if let EdgeName::Name(name) = &label.name {
        assert!(name.chars().count() <= NAME_LIMIT + 1, "a long name");
    }
    // Around a name may stand `["` and `"]`.
    visible_within(&naming::edge(label), naming::SHORT + 4);
}

fn visible(text: &str) {
    visible_within(text, naming::SHORT);
}

fn visible_within(text: &str, limit: usize) {
    let hidden =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    assert!(!text.contains(hidden), "{text:?} hides something");
    assert!(text.chars().count() <= limit + 1, "{text:?} is not short");
}
