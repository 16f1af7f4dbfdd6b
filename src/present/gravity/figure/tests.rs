//! A picture's promises: text is text, colours are colours, numbers are numbers, and everything has its room.
#![allow(clippy::unwrap_used)]

use super::*;

const EVIL: &str = "</svg><script>alert(1)</script>&\"'\\\u{202e}\u{2066}\u{0}\u{1b}\n\u{ffff}";

fn body(at: Point, radius: f64) -> FigureBody {
    FigureBody { at, radius, fill: "#7aa2f7".into(), stroke: "#333".into(), width: 1.5, ..FigureBody::default() }
}

fn line(from: Point, to: Point) -> FigureLine {
    FigureLine { from, to, ink: "#888".into(), width: 1.0, dash: Dash::Dashed, arrow: true, opacity: 0.5 }
}

fn label(at: Point, text: &str) -> FigureLabel {
    FigureLabel { at, text: text.into(), ink: "#111".into(), size: 13.0, ..FigureLabel::default() }
}

fn disc(words: &str, fill: &str) -> FigureKey {
    FigureKey { words: words.into(), fill: Some(fill.into()), mark: "A".into(), line: None }
}

fn figure() -> Figure {
    Figure {
        title: "Gravity graph of Registry @7".into(),
        caption: "heap.heapsnapshot".into(),
        size: [800.0, 500.0],
        ground: "#fff".into(),
        ink: "#111".into(),
        muted: "#667".into(),
        bodies: vec![FigureBody { mark: "A".into(), words: "Registry".into(), ..body([100.0, 90.0], 40.0) }],
        lines: vec![line([140.0, 90.0], [300.0, 200.0])],
        labels: vec![label([146.0, 90.0], "Registry")],
        legend: vec![disc("Objects", "#7aa2f7")],
    }
}

/// A tag's name, and its attributes.
type Tag = (String, Vec<(String, String)>);

/// Every tag in order; tags must close each other.
fn tags(svg: &str) -> Vec<Tag> {
    let (mut open, mut tags) = (vec![], vec![]);
    for part in svg.split('<').skip(1) {
        let (tag, after) = part.split_once('>').unwrap();
        assert!(!after.contains('>') && !after.contains('"'), "{part}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let is_closed = tag.ends_with('/');
        let (name, mut rest) = tag.trim_end_matches('/').split_once(' ').unwrap_or((tag, ""));
        let mut attributes = vec![];
        while let Some((key, after)) = rest.split_once("=\"") {
            let (value, after) = after.split_once('"').unwrap();
            attributes.push((key.trim().to_owned(), value.to_owned()));
            rest = after;
        }
        assert!(rest.trim().is_empty(), "{tag}");
        if !is_closed {
            open.push(name.to_owned());
        }
        tags.push((name.to_owned(), attributes));
    }
    assert!(open.is_empty(), "{open:?}");
    tags
}

/// The sound parts of any picture.
fn check(svg: &str) -> Vec<Tag> {
    let tags = tags(svg);
    for (name, attributes) in &tags {
        assert!(["svg", "title", "rect", "g", "circle", "path", "text"].contains(&&**name), "{name}");
        for (key, value) in attributes {
            assert!(!key.starts_with("on") && !key.contains("href") && !key.contains("style"), "{key}");
            if ["x", "y", "cx", "cy", "r", "font-size", "stroke-width", "opacity"].contains(&&**key) {
                assert!(value.parse::<f64>().unwrap().is_finite(), "{key} {value}");
                assert!(value.split_once('.').is_none_or(|(_, decimals)| decimals.len() <= 2), "{key} {value}");
            }
            let is_path = key == "d" && (value.contains("NaN") || value.contains("inf"));
            assert!(!is_path && !value.contains("url"), "{key} {value}");
        }
    }
    assert!(!svg.chars().any(|c| c != '\n' && visible(&c.to_string()) != c.to_string()), "{svg:?}");
    tags
}

fn count(tags: &[Tag], name: &str) -> usize {
    tags.iter().filter(|tag| tag.0 == name).count()
}

#[test]
fn everything_given_is_in_the_file() {
    let svg = figure().svg();
    let tags = check(&svg);
    assert_eq!([count(&tags, "circle"), count(&tags, "path"), count(&tags, "title")], [2, 2, 2]);
    // Title, mark, label, mark and words of the legend, file.
    assert_eq!(count(&tags, "text"), 6);
    assert!(
        svg.contains("paint-order=\"stroke\"") && svg.contains("stroke-dasharray") && svg.contains("opacity=\"0.5\"")
    );
    assert!(svg.ends_with("text-anchor=\"end\" fill=\"#667\">heap.heapsnapshot</text>\n</svg>\n"), "{svg}");
}

#[test]
fn what_a_snapshot_says_is_text_and_nothing_else() {
    let mut figure = figure();
    let evil = || EVIL.to_owned();
    (figure.title, figure.caption) = (evil(), evil());
    figure.size = [3_000.0, 500.0];
    figure.bodies[0] = FigureBody { mark: evil(), words: evil(), ..body([400.0, 400.0], 390.0) };
    figure.labels[0] = FigureLabel { strong: true, code: true, ..label([1.0, 2.0], EVIL) };
    figure.legend = vec![disc(EVIL, "#7aa2f7"), FigureKey { words: evil(), mark: evil(), ..FigureKey::default() }];
    let svg = figure.svg();
    check(&svg);
    assert!(!svg.contains("<script") && !svg.contains("alert(1)</script"));
    // Title twice, file, mark, words, label, words of two keys, mark of one.
    assert_eq!(svg.matches("&lt;/svg&gt;&lt;script&gt;alert(1)").count(), 9, "{svg}");
    assert_eq!(svg.matches("[U+202E][U+2066][U+0000][U+001B]↵[U+FFFF]").count(), 9);
}

#[test]
fn a_colour_is_a_colour() {
    for evil in ["url(http://x/y)", "URL(#a)", "\\75rl(x)", "src('x')", "red\" onload=\"x", "red;}", "<b>", "红", EVIL]
    {
        assert_eq!(colour(evil, "gray"), "gray");
    }
    for fine in ["#1a2B3c", "rgb(1, 2, 3)", "oklch(0.7 0.1 200 / 50%)", "currentcolor", "hsl(-20deg 1% 1%)"] {
        assert_eq!(colour(fine, "gray"), fine.to_ascii_lowercase());
    }
    let mut figure = figure();
    let evil = || "url(http://x/y)".to_owned();
    (figure.ground, figure.ink, figure.muted) = (evil(), evil(), evil());
    (figure.bodies[0].fill, figure.bodies[0].stroke, figure.bodies[0].mark_ink) = (evil(), evil(), evil());
    (figure.lines[0].ink, figure.labels[0].ink) = (evil(), evil());
    figure.legend = vec![disc("x", &evil()), FigureKey { line: Some((evil(), Dash::Dotted)), ..FigureKey::default() }];
    let svg = figure.svg();
    check(&svg);
    assert!(!svg.contains("http://x"));
}

#[test]
fn what_is_no_number_is_left_out() {
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.0e300, -1.0e300] {
        let mut figure = figure();
        figure.size = [odd, odd];
        figure.bodies.extend([body([odd, 1.0], 3.0), body([1.0, odd], 3.0), body([1.0, 1.0], odd)]);
        figure.bodies[0].width = odd;
        figure.lines.extend([line([odd, 0.0], [9.0, 9.0]), line([0.0, 0.0], [9.0, odd]), line([3.0, 3.0], [3.0, 3.0])]);
        figure.lines[0].opacity = odd;
        figure.lines.push(FigureLine { width: odd, ..line([0.0, 0.0], [1.0, 1.0]) });
        figure.labels.extend([label([odd, 0.0], "lost"), FigureLabel { size: odd, ..label([0.0, 0.0], "size") }]);
        let svg = figure.svg();
        check(&svg);
        assert!(!svg.contains("lost"));
    }
    check(&Figure::default().svg());
}

#[test]
fn an_arrow_ends_where_its_line_was_to_end() {
    let figure =
        Figure { lines: vec![FigureLine { dash: Dash::Whole, ..line([10.0, 10.0], [110.0, 10.0]) }], ..figure() };
    let head = "<path d=\"M110 10L103 12.94L103 7.06Z\" fill=\"#888\" opacity=\"0.5\"/>";
    assert!(figure.svg().contains(head), "{}", figure.svg());
    assert!(figure.svg().contains("d=\"M10 10L104.4 10\""));
}

#[test]
fn the_legend_stands_in_columns_within_its_room() {
    let names = ["Objects", "Strings", "对象与它们的数组", "Code", "Arrays and backing stores", "DOM", "x"];
    let keys: Vec<FigureKey> = names.iter().map(|name| disc(name, "red")).collect();
    let rows = |room: f64| {
        let (placed, rows) = place_keys(&keys, room);
        for (at, key) in placed.iter().enumerate() {
            assert!(key.words_at[0] + width_of(&key.key.words, LETTERS).min(key.room) <= room + 0.01);
            assert!(width_of(&key.key.words, LETTERS) <= key.room + 0.01 || rows == names.len());
            assert!(key.words_at[1] < ROW * rows as f64);
            let same_row = placed[..at].iter().rfind(|other| other.words_at[1] == key.words_at[1]);
            assert!(same_row.is_none_or(|other| other.words_at[0] + other.room < key.sign_at[0] - 8.0));
        }
        rows
    };
    assert_eq!([2_000.0, 600.0, 400.0, 100.0].map(rows), [1, 2, 4, 7]);
    assert_eq!(place_keys(&[], 100.0).1, 0);
}

#[test]
fn long_texts_are_cut_to_their_room() {
    assert_eq!(fitting("short", 10.0, 100.0), "short");
    for long in ["x".repeat(3_000_000), "监听器".repeat(900), "x".repeat(500) + &"监".repeat(500), "\0".repeat(2_000)]
    {
        for room in [-5.0, 0.0, 7.0, 100.0, 801.0] {
            let cut = fitting(&long, 10.0, room);
            assert!(cut.contains('…') && (cut == "…" || width_of(&cut, 10.0) <= room), "{cut}");
            assert!(room < 100.0 || width_of(&cut, 10.0) > room - 24.0, "{cut} fills {room}");
        }
    }
    assert!(width_of("对", 10.0) == 2.0 * width_of("x", 10.0));
    let figure = Figure { title: "t".repeat(5_000_000), caption: "c".repeat(900), ..figure() };
    assert!(figure.svg().len() < 8_000);
}

#[test]
fn a_mark_that_cannot_be_read_is_left_out() {
    let marked = |mark: &str, radius| Figure {
        bodies: vec![FigureBody { mark: mark.into(), ..body([50.0, 50.0], radius) }],
        labels: vec![],
        legend: vec![],
        ..figure()
    };
    let texts = |figure: Figure| count(&check(&figure.svg()), "text") - 2;
    assert_eq!(
        [("A", 9.0), ("A", 3.0), ("+99", 16.0), ("+1,234", 6.0)].map(|(m, r)| texts(marked(m, r))),
        [1, 0, 1, 0]
    );
}
