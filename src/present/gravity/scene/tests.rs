//! Scenes of small pictures.

use super::super::hue::HueName;
use super::plan::*;
use super::*;
use crate::ids::{Bytes, Distance};
use crate::question::gravity;
use crate::question::gravity::{NEIGHBOURS, Opened};
use crate::question::sky::{OpenedGroup, StarLink};
use crate::question::{Category, EdgeKind, EdgeLabel, EdgeName, NodeKind, ObjectRow};

fn object(id: u64, retained: Bytes, role: Role, shown: u32, dominated: u64) -> gravity::Body {
    let object = ObjectRow {
        id: ObjectId(id),
        name: format!("n{id}"),
        name_lost: false,
        class: "Thing".into(),
        kind: NodeKind::Object,
        category: Category::Object,
        shallow: 16,
        raw: 16,
        retained,
        distance: Distance::FromRoot(1),
        dominated,
    };
    gravity::Body::Object { object, role, shown, script: None }
}

fn link(from: u32, to: u32, spine: bool) -> Link {
    Link { from, to, edge: None, is_weak: false, at: None, spine }
}

/// root 1 -> 2 -> 3 is the spine; 4 hangs on 2, and so do 40 more.
fn scene() -> Scene {
    let bodies = vec![
        object(1, 10_000, Role::Root, 1, 1),
        object(2, 9_000, Role::Focus, 2, 42),
        object(3, 2_500, Role::Accumulation, 0, 90),
        object(4, 0, Role::Neighbour, 0, 0),
        gravity::Body::More { of: ObjectId(2), count: 40, bytes: 100, category: Category::String },
    ];
    let links = vec![link(1, 2, true), link(1, 3, false), link(0, 1, true), link(1, 4, false), link(0, 77, true)];
    Scene::new(Neighbourhood { bodies, links, scripts: Vec::new() }, &HashSet::new(), Weight::Retained)
}

#[test]
fn area_follows_retained_size_within_limits() {
    let radii = scene().radii;
    assert_eq!(radii, [LARGEST, LARGEST * 0.9f64.sqrt(), LARGEST / 2.0, SMALLEST, MORE]);
}

#[test]
fn the_spine_is_in_order_and_first_to_be_named() {
    let scene = scene();
    assert_eq!(scene.spine, [0, 1, 2]);
    assert_eq!(scene.accumulation(), Some(2));
    assert_eq!(scene.importance, [2, 1, 0, 4, 3]);
    assert_eq!(scene.parents, [None, Some(0), Some(1), Some(1), Some(1)]);
    assert_eq!(scene.links.len(), 4, "the link to nowhere is left out");
}

#[test]
fn a_ring_of_spine_links_ends() {
    let bodies = vec![object(1, 1, Role::Root, 0, 1), object(2, 1, Role::Spine, 0, 3)];
    let scene = Scene::new(
        Neighbourhood { bodies, links: vec![link(0, 1, true), link(1, 0, true)], scripts: vec![] },
        &HashSet::new(),
        Weight::Retained,
    );
    assert_eq!(scene.spine, [0, 1]);
    assert_eq!(scene.fold(0), Fold::Nothing, "the one it dominates is there");
    assert_eq!(scene.fold(1), Fold::Opens(2));
    assert!(
        Scene::new(
            Neighbourhood { bodies: vec![], links: vec![link(0, 0, true)], scripts: vec![] },
            &HashSet::new(),
            Weight::Retained
        )
        .spine
        .is_empty()
    );
}

#[test]
fn who_stood_somewhere_keeps_the_place() {
    let scene = scene();
    let before = HashMap::from([(Key::Object(ObjectId(2)), [3.0, 4.0]), (Key::More(ObjectId(9)), [0.0, 0.0])]);
    let plan = scene.plan(&before, &[Key::Object(ObjectId(2)), Key::Class(1)], 5);
    assert_eq!(plan.placed, [None, Some([3.0, 4.0]), None, None, None]);
    assert_eq!(plan.pinned, [1]);
    assert_eq!(plan.spine, [0, 1, 2]);
    assert_eq!(plan.links[0].length, SPINE_LENGTH);
    assert_eq!(scene.places(&[[0.0; 2]; 5]).len(), 5);
}

#[test]
fn opening_folding_and_showing_more() {
    let scene = scene();
    let id = |id| Key::Object(ObjectId(id));
    let opened = |id, children| Opened { id: ObjectId(id), children, holders: 0, held: 0 };
    assert_eq!(scene.toggle(id(3), &[]), Some(vec![opened(3, NEIGHBOURS)]));
    assert_eq!(scene.toggle(id(2), &[opened(7, 3)]), Some(vec![opened(7, 3), opened(2, 0)]));
    assert_eq!(scene.toggle(id(4), &[]), None, "it dominates nothing");
    let folds: Vec<Fold> = (0..6).map(|body| scene.fold(body)).collect();
    let of_2 = [Fold::Folds, Fold::Folds, Fold::Opens(90), Fold::Nothing, Fold::Opens(40), Fold::Nothing];
    assert_eq!(folds, of_2);
    assert_eq!(scene.toggle(id(99), &[]), None);
    let more = scene.toggle(Key::More(ObjectId(2)), &[opened(2, 2)]);
    assert_eq!(more, Some(vec![opened(2, 2 + NEIGHBOURS)]));
}

fn star(kind: StarKind, retained: Bytes, parent: Option<u32>) -> Star {
    let (category, class) = (Category::Object, 7);
    Star { kind, class, category, count: 1, shallow: 8, retained, parent, hidden: 0, script: None, suspect: 0 }
}

#[test]
fn who_refers_to_an_object_is_shown_and_hidden_again() {
    let scene = scene();
    let key = Key::Object(ObjectId(2));
    let up = scene.walk(key, true, &[]);
    let entry = Opened { id: ObjectId(2), children: 2, holders: NEIGHBOURS, held: 0 };
    assert_eq!(up, Some(vec![entry]), "its children stay");
    let both = scene.walk(key, false, &[entry]);
    assert_eq!(both, Some(vec![Opened { held: NEIGHBOURS, ..entry }]));
    assert_eq!(scene.walk(key, true, &[entry]), Some(vec![Opened { holders: 0, ..entry }]));
    assert_eq!(scene.walk(Key::More(ObjectId(2)), true, &[]), None);
}

/// 1 holds 2, which holds a group and 3, the suspect; 3 refers to 1's group.
fn stars() -> Stars {
    let object = |id| StarKind::Object { id: ObjectId(id) };
    let group = Star { count: 90, ..star(StarKind::Group { of: ObjectId(2) }, 400, Some(1)) };
    let suspect = Star { suspect: 1, ..star(object(3), 500, Some(1)) };
    Stars {
        parts: 1,
        scripts: vec!["/srv/app/list.js".into(), "/srv/app/main.js".into()],
        classes: vec![StarClass { class: 7, name: "Thing".into(), key: "Thing".into() }],
        bodies: vec![star(object(1), 1000, None), star(object(2), 990, Some(0)), group, suspect],
        links: vec![
            StarLink { from: 3, to: 2, count: 5, bytes: 400, is_weak: false },
            StarLink { from: 3, to: 9, count: 1, bytes: 1, is_weak: true },
        ],
    }
}

#[test]
fn stars_hang_on_their_dominators_and_the_way_to_the_suspect_is_lit() {
    let scene = Scene::of_stars(stars(), &HashSet::new(), Weight::Retained);
    assert_eq!(scene.parents, [None, Some(0), Some(1), Some(1)]);
    assert_eq!((0..4).map(|body| scene.is_lit(body)).collect::<Vec<_>>(), [true, true, false, true]);
    let spine: Vec<_> = scene.links.iter().map(|link| (link.from, link.to, link.spine)).collect();
    assert_eq!(spine, [(0, 1, true), (1, 2, false), (1, 3, true), (3, 2, false)]);
    assert_eq!(scene.weights, [1, 1, 1, 5]);
    assert!(!scene.is_tree(&scene.links[3]));
    assert_eq!((scene.suspect(3), scene.suspect(2)), (Some(1), None));
    assert_eq!(scene.class(&star(StarKind::Class, 1, None)).map(|class| class.name.as_str()), Some("Thing"));
    assert_eq!(scene.plan(&HashMap::new(), &[], 1).links.len(), 3);
}

#[test]
fn a_group_opens_in_place_and_an_object_leads_on() {
    let scene = Scene::of_stars(stars(), &HashSet::new(), Weight::Retained);
    let group = Key::Group(ObjectId(2), 7);
    assert_eq!(scene.find(group).map(|body| scene.fold(body)), Some(Fold::Opens(90)));
    assert_eq!(scene.fold(3), Fold::Leads);
    // One member, the suspect, is out already.
    let more = OpenedGroup { of: ObjectId(2), class: 7, members: 1 + MEMBERS };
    assert_eq!(scene.open_group(group, &[OpenedGroup { members: 3, ..more }]), Some(vec![more]));
    assert_eq!(scene.open_group(Key::Object(ObjectId(3)), &[]), None);
}

#[test]
fn what_is_hidden_takes_along_what_hangs_on_it() {
    let hidden = HashSet::from([Key::Object(ObjectId(2))]);
    let scene = Scene::of_stars(stars(), &hidden, Weight::Own);
    assert_eq!(scene.bodies.len(), 1);
    assert_eq!((scene.links.len(), scene.weights.len()), (0, 0));
    let hidden = HashSet::from([Key::Group(ObjectId(2), 7)]);
    let scene = Scene::of_stars(stars(), &hidden, Weight::Retained);
    assert_eq!(scene.parents, [None, Some(0), Some(1)], "who stays moves up");
    assert_eq!(scene.find(Key::Object(ObjectId(3))), Some(2));
}

#[test]
fn classes_hang_on_their_main_holder_without_circles() {
    let class = |class, retained| Star { class, ..star(StarKind::Class, retained, None) };
    let bodies = vec![class(1, 9), class(2, 8), class(3, 7)];
    let link = |from, to, bytes| StarLink { from, to, count: 1, bytes, is_weak: false };
    let links = vec![link(0, 1, 5), link(1, 2, 4), link(2, 0, 3), link(0, 2, 1)];
    let scene = Scene::of_stars(
        Stars { parts: 1, classes: vec![], bodies, links, scripts: vec![] },
        &HashSet::new(),
        Weight::Retained,
    );
    assert_eq!(scene.parents.iter().flatten().count(), 2, "{:?}", scene.parents);
    assert_eq!(scene.weights, [5, 4, 3, 1]);
    assert_eq!(scene.fold(0), Fold::Leads);
}

#[test]
fn colours_tell_kinds_or_classes_apart() {
    let mut stars = stars();
    stars.classes = (0..12).map(|class| StarClass { class, name: format!("C{class}"), key: String::new() }).collect();
    for (body, class) in stars.bodies.iter_mut().zip([0, 1, 2, 1]) {
        body.class = class;
    }
    let star =
        |class: u32| Star { class, ..star(StarKind::Object { id: ObjectId(90 + u64::from(class)) }, 1, Some(0)) };
    stars.bodies.extend((3..12).map(star));
    let scene = Scene::of_stars(stars, &HashSet::new(), Weight::Retained);
    assert_eq!(scene.hues.legend, [(Category::Object, HueName::Kind(Category::Object))]);
    let scene = scene.tinted(Tint::Class);
    // 90 of C2, two of C1, one each of the others: seven have a colour, in this order.
    let names: Vec<String> = scene.hues.legend.iter().map(|(_, name)| format!("{name:?}")).collect();
    let wanted = ["C2", "C1", "C0", "C3", "C4", "C5", "C6"].map(|class| format!("Class({class:?})"));
    assert_eq!(names[..7], wanted);
    assert_eq!(names[7], "Others");
    assert_eq!([1, 3].map(|body| scene.hues.of(body)), [Category::Array; 2], "both are C1");
    assert_eq!([10, 99].map(|body| scene.hues.of(body)), [Category::System; 2], "one of the others, and nobody");
}

#[test]
fn like_bodies_around_one_are_a_crowd_and_the_lit_way_goes_down_to_the_pile() {
    let mut stars = stars();
    // 3, the suspect, holds one that keeps nearly all of it, and that one 20 like ones.
    stars.bodies.push(star(StarKind::Object { id: ObjectId(4) }, 480, Some(3)));
    let member = |id| Star { class: 9, ..star(StarKind::Object { id: ObjectId(id) }, 20, Some(4)) };
    stars.bodies.extend((10..30).map(member));
    let scene = Scene::of_stars(stars, &HashSet::new(), Weight::Retained);
    assert_eq!((0..6).map(|body| scene.is_lit(body)).collect::<Vec<_>>(), [true, true, false, true, true, false]);
    assert_eq!(scene.crowds.len(), 1);
    assert_eq!((scene.crowds[0].count, scene.crowds[0].retained), (20, 400));
    assert_eq!(scene.crowds[0].some, (5..25).collect::<Vec<_>>());
}

#[test]
fn a_line_says_whether_it_holds() {
    let edge = |kind| Some(Box::new(EdgeLabel { kind, name: EdgeName::Name("x".into()) }));
    let bodies =
        vec![object(1, 9, Role::Root, 3, 3), object(2, 5, Role::Neighbour, 0, 0), object(3, 4, Role::Neighbour, 0, 0)];
    let links = vec![
        Link { edge: edge(EdgeKind::Property), ..link(0, 1, false) },
        link(0, 2, false),
        Link { edge: edge(EdgeKind::Weak), is_weak: true, ..link(1, 2, false) },
    ];
    let scene = Scene::new(Neighbourhood { bodies, links, scripts: vec![] }, &HashSet::new(), Weight::Retained);
    let dashes: Vec<Dash> = scene.links.iter().map(|link| scene.dash(link)).collect();
    assert_eq!(dashes, [Dash::Whole, Dash::Dotted, Dash::Dashed]);
    let expect = Signs { reference: true, dominance: true, weak: true, ..Signs::default() };
    assert_eq!(scene.signs, expect);
    let stars = Scene::of_stars(stars(), &HashSet::new(), Weight::Retained);
    let dashes: Vec<Dash> = stars.links.iter().map(|link| stars.dash(link)).collect();
    assert_eq!(dashes, [Dash::Whole; 4]);
    let expect = Signs { spine: true, holds: true, across: true, group: true, suspect: true, ..Signs::default() };
    assert_eq!(stars.signs, expect);
}

#[test]
fn scripts_have_colours_of_their_own() {
    let mut stars = stars();
    for (row, script) in [None, Some(1), Some(0), Some(7)].into_iter().enumerate() {
        stars.bodies[row].script = script;
    }
    let scene = Scene::of_stars(stars, &HashSet::new(), Weight::Retained).tinted(Tint::Script);
    let script = |name: &str| HueName::Script(name.into());
    let legend: Vec<HueName> = scene.hues.legend.iter().map(|(_, name)| name.clone()).collect();
    assert_eq!(legend, [script("/srv/app/list.js"), script("/srv/app/main.js"), HueName::Others]);
    let worn: Vec<Category> = (0..4).map(|body| scene.hues.of(body)).collect();
    assert_eq!(worn, [Category::System, Category::Array, Category::Object, Category::System], "who has none is grey");
}

/// 1 and 4 are the ends; over 2 leads the way that is lit, over 3 another, and one comes back from 4 to 1.
#[test]
fn of_ways_the_ends_are_named_first_and_every_line_counts() {
    let bodies = vec![
        object(1, 10, Role::End, 0, 3),
        object(2, 9_000, Role::Spine, 0, 1),
        object(3, 500, Role::Neighbour, 0, 0),
        object(4, 20, Role::End, 0, 0),
    ];
    let links = vec![link(0, 1, true), link(1, 3, true), link(0, 2, false), link(2, 3, false), link(3, 0, false)];
    let [gravity::Body::Object { object: holder, .. }, ..] = &bodies[..] else { panic!("{bodies:?}") };
    let (from, to, holder) = (ObjectId(1), ObjectId(4), holder.clone());
    let told = Told { from, to, there: None, back: None, is_written: true, holder };
    let ways = Ways { picture: Neighbourhood { bodies, links, scripts: vec![] }, told };
    let scene = Scene::of_ways(ways, &HashSet::new(), Weight::Retained);
    assert_eq!((&*scene.importance, &*scene.spine), (&[3, 0, 1, 2][..], &[0, 1, 3][..]));
    assert_eq!(scene.parents, [None, Some(0), Some(0), Some(1)], "no circle");
    assert!(scene.links.iter().all(|link| scene.is_tree(link)));
    assert_eq!((scene.accumulation(), scene.fold(0)), (None, Fold::Leads));
    assert_eq!(scene.plan(&HashMap::new(), &[], 1).links.len(), 5);
}
