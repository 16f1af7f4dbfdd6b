//! What holds of every sky, whatever the heap.

use heapsky::question::Question;
use heapsky::question::sky::{Sky, SkyOf, Star, StarKind, Stars};
use std::collections::BTreeSet;

/// As many bodies as may be, parents before children and no lighter, each object and group once; links between bodies that
/// are there and are no relatives, sorted, few; the classes of the bodies and no others.
pub fn check_shape(question: &Question, stars: &Stars) {
    let Question::Sky(sky) = question else { panic!("{question:?} gives a sky") };
    let Stars { parts, classes, bodies, links, scripts } = stars;
    assert!(bodies.len() <= sky.limit.clamp(1, 100_000) as usize, "{} bodies, {} wanted", bodies.len(), sky.limit);
    assert_eq!(*parts, 1, "{} bodies", bodies.len());
    for (at, body) in bodies.iter().enumerate() {
        check_body(sky, bodies, at, body);
    }
    let numbers: Vec<u32> = classes.iter().map(|class| class.class).collect();
    let expect: BTreeSet<u32> = bodies.iter().map(|body| body.class).collect();
    assert_eq!(numbers, expect.into_iter().collect::<Vec<_>>(), "the classes of the bodies");
    assert!(links.windows(2).all(|pair| (pair[0].from, pair[0].to) < (pair[1].from, pair[1].to)), "links are sorted");
    assert!(sky.of == SkyOf::Classes || links.len() <= 3 * bodies.len(), "{} links", links.len());
    assert!(bodies.iter().filter_map(|body| body.script).all(|row| (row as usize) < scripts.len()));
    let weak = links.iter().filter(|link| link.is_weak).count();
    assert!(weak <= bodies.len(), "{weak} weak links");
    let mut of_each = vec![[0; 2]; bodies.len()];
    for link in links {
        let (from, to) = (&bodies[link.from as usize], &bodies[link.to as usize]);
        assert!(link.from != link.to && from.parent != Some(link.to) && to.parent != Some(link.from), "{link:?}");
        let (end, least) = match sky.of {
            SkyOf::Objects => (link.from, from.retained.min(to.retained)),
            SkyOf::Classes => (link.to, link.bytes.max(1)),
        };
        of_each[end as usize][usize::from(link.is_weak)] += 1;
        assert!(link.count > 0 && link.bytes == least, "{link:?}");
    }
    assert!(of_each.iter().flatten().all(|links| *links <= 3), "a body has more than three links");
    let mut suspects: Vec<u32> = bodies.iter().map(|body| body.suspect).filter(|suspect| *suspect > 0).collect();
    suspects.sort_unstable();
    assert!(suspects.windows(2).all(|pair| pair[0] < pair[1]), "a suspect is in two bodies: {suspects:?}");
}

fn check_body(sky: &Sky, bodies: &[Star], at: usize, body: &Star) {
    assert!(body.retained > 0 || at == 0, "{body:?}");
    match (sky.of, body.kind) {
        (SkyOf::Classes, StarKind::Class) => {
            assert_eq!((body.parent, body.hidden, body.suspect), (None, 0, 0), "{body:?}");
            assert!(body.count > 0 && (at == 0 || bodies[at - 1].retained >= body.retained), "the largest first");
            return;
        }
        (SkyOf::Objects, StarKind::Object { .. }) => assert_eq!(body.count, 1, "{body:?}"),
        (SkyOf::Objects, StarKind::Group { .. }) => assert!(body.count > 0 && body.hidden == 0, "{body:?}"),
        _ => panic!("{body:?} in a sky of {:?}", sky.of),
    }
    let parent = body.parent.map(|parent| parent as usize);
    assert_eq!(parent.is_none(), at == 0, "the root alone has no parent");
    let Some(parent) = parent else { return };
    assert!(parent < at && bodies[parent].retained >= body.retained, "{body:?} below {:?}", bodies[parent]);
    match (bodies[parent].kind, body.kind) {
        (StarKind::Object { id }, StarKind::Group { of }) => assert_eq!(id, of, "{body:?}"),
        (StarKind::Object { .. }, _) => {}
        (other, _) => panic!("{body:?} below {other:?}"),
    }
}
