//! The picture as a file: PNG as it is on the canvas, SVG drawn anew, the graph as DOT or JSON.

use super::faces::{self, Faces, Ink};
use super::paint::words::{Piece, colour, pieces};
use super::paint::{Frame, ends};
use super::palette::{hue_mark, hue_words, mark};
use super::stage::{Kept, Stage};
use crate::session::Session;
use crate::widget::picture::{self as files, Overlay};
use crate::widget::save::{save, save_blob};
use heapsky::present::gravity::data::{GraphData, GraphEdge, GraphNode};
use heapsky::present::gravity::figure::{Dash, Figure, FigureBody, FigureKey, FigureLabel, FigureLine, TOP};
use heapsky::present::gravity::{Body, Key, Look, Scene, Weight};
use heapsky::present::text::{self, Lang};
use heapsky::present::{format, naming};
use heapsky::question::sky::{Star, StarKind};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The buttons.
pub fn buttons(session: Session, stage: Kept<Stage>, name: Signal<String>, failed: RwSignal<bool>) -> impl IntoView {
    let drawn = move |is_whole: bool| {
        let (title, (_, caption)) = (title(name), files::caption(session, text::GRAVITY));
        let lang = session.lang.get_untracked();
        let figure = stage.with_value(|stage| {
            stage.draw_with(|ctx, frame, pen| {
                let figure = framing(frame, area(session), lang);
                if !is_whole {
                    return figure;
                }
                let labels = pieces(ctx, frame, pen).into_iter().map(|piece| label_of(frame, piece)).collect();
                Figure { bodies: bodies(frame, &pen.faces), lines: lines(frame), labels, ..figure }
            })
        });
        figure.map(|figure| Figure { title, caption, ..figure })
    };
    let png = move || {
        let (canvases, count) =
            stage.with_value(|stage| stage.look(|picture| (picture.canvases(), picture.scene.bodies.len())));
        failed.set(false);
        // A document of more bodies than this takes a browser long to draw; the canvas has them drawn.
        let figure = drawn(count <= DRAWN_ANEW);
        spawn_local(async move {
            let blob = match figure {
                Some(figure) => {
                    let overlay = Overlay { canvases, top: TOP, size: figure.size };
                    files::png(&figure.svg(), Some(overlay).filter(|_| count > DRAWN_ANEW)).await
                }
                None => None,
            };
            match blob {
                Some(blob) => save_blob("gravity.png", &blob),
                None => {
                    let _ = failed.try_set(true);
                }
            }
        });
    };
    let svg = move || match drawn(true) {
        Some(figure) => save("gravity.svg", "image/svg+xml", &figure.svg()),
        None => failed.set(true),
    };
    let graph = move || {
        let (title, (_, file)) = (title(name), files::caption(session, text::GRAVITY));
        let (nodes, edges) = stage.with_value(|stage| stage.look(|picture| data(&picture.scene, &picture.pen.faces)));
        GraphData { title, file, nodes, edges }
    };
    // A menu that has done its work goes.
    let shut = |event: ev::MouseEvent| {
        let menu = event.current_target().and_then(|menu| menu.dyn_into::<Element>().ok());
        if let Some(menu) = menu.and_then(|menu| menu.parent_element()) {
            let _ = menu.remove_attribute("open");
        }
    };
    let button = move |words: text::Phrase, act: Box<dyn Fn()>| {
        html! { <button type="button" class="button" on:click=move |_| act()>{session.say(words)}</button> }
    };
    html! {
        <details class="gravity-files">
            <summary class="button">{session.say(text::GRAVITY_FILES)}</summary>
            <div on:click=shut>
                {button(text::EXPORT_PNG, Box::new(png))}
                {button(text::EXPORT_SVG, Box::new(svg))}
                {button(text::EXPORT_DOT, Box::new(move || save("gravity.dot", "text/vnd.graphviz", &graph().dot())))}
                {button(text::EXPORT_JSON, Box::new(move || save("gravity.json", "application/json", &graph().json())))}
            </div>
        </details>
    }
}

/// What areas stand for.
pub fn area(session: Session) -> text::Phrase {
    match Look::of(&session.route.get_untracked()).weight {
        Weight::Retained => text::GRAVITY_AREA,
        Weight::Own => text::GRAVITY_AREA_OWN,
    }
}

/// Bodies of a picture that is drawn anew for a PNG.
const DRAWN_ANEW: usize = 5_000;

fn label_of(frame: &Frame<'_>, piece: Piece) -> FigureLabel {
    FigureLabel {
        at: piece.at,
        text: piece.text,
        ink: colour(frame.palette, piece.ink).to_owned(),
        size: if piece.ink == Ink::Strong { 12.5 } else { 11.5 },
        strong: matches!(piece.ink, Ink::Strong | Ink::Edge | Ink::Spine),
        code: piece.ink != Ink::Muted,
    }
}

/// The title as it stands in a file, where nothing has to be isolated.
fn title(name: Signal<String>) -> String {
    name.get_untracked().chars().filter(|letter| !matches!(letter, '\u{2068}' | '\u{2069}')).collect()
}

fn lines(frame: &Frame<'_>) -> Vec<FigureLine> {
    let (scene, palette) = (frame.scene, frame.palette);
    // Many lines upon each other would be one blot.
    let dim = 1.0 / (1.0 + (scene.links.len() as f64 / 2_000.0).sqrt() - 0.3).max(1.0);
    // What is lit lies above the rest.
    let (lit, rest): (Vec<_>, Vec<_>) = scene.links.iter().partition(|link| link.spine);
    let lines = rest.into_iter().chain(lit).filter_map(|link| {
        let (from, to) = ends(frame, link)?;
        let is_tree = scene.is_tree(link);
        Some(FigureLine {
            from,
            to,
            ink: if link.spine { palette.spine.clone() } else { palette.line.clone() },
            width: if link.spine { 3.0 } else { 1.1 },
            dash: scene.dash(link),
            arrow: link.edge.is_some() && (link.spine || is_tree),
            opacity: if link.spine { 1.0 } else { dim * if is_tree { 1.0 } else { 0.4 } },
        })
    });
    lines.collect()
}

fn bodies(frame: &Frame<'_>, faces: &Faces) -> Vec<FigureBody> {
    let (scene, palette) = (frame.scene, frame.palette);
    let bodies = scene.importance.iter().filter_map(|&row| {
        let (at, radius) = (frame.place)(row)?;
        let body = scene.bodies.get(row)?;
        let kind = palette.kind(scene.hues.of(row));
        let is_more = matches!(body, Body::More { .. });
        let marked = scene.accumulation() == Some(row) || scene.suspect(row).is_some();
        Some(FigureBody {
            at,
            radius,
            fill: if is_more { palette.ground.clone() } else { kind.to_owned() },
            stroke: if marked {
                palette.spine.clone()
            } else if is_more {
                kind.to_owned()
            } else {
                palette.ground.clone()
            },
            width: if marked {
                3.0
            } else if radius < 3.0 {
                0.0
            } else {
                1.0
            },
            dashed: is_more,
            mark: match (is_more, radius >= 8.0) {
                (true, _) => "+".to_owned(),
                (false, true) => mark(body.category()).to_owned(),
                (false, false) => String::new(),
            },
            mark_ink: if is_more { palette.label.clone() } else { palette.mark.clone() },
            words: label(scene, body, faces),
        })
    });
    bodies.collect()
}

/// The legend, and what stands around the picture.
fn framing(frame: &Frame<'_>, area: text::Phrase, lang: Lang) -> Figure {
    let (scene, palette) = (frame.scene, frame.palette);
    let kinds = scene.hues.legend.iter().map(|(hue, name)| FigureKey {
        words: hue_words(name, lang),
        fill: Some(palette.kind(*hue).to_owned()),
        mark: hue_mark(name).to_owned(),
        line: None,
    });
    let lit = scene.signs.spine.then(|| FigureKey {
        words: text::GRAVITY_SPINE.say(lang).to_owned(),
        fill: None,
        mark: String::new(),
        line: Some((palette.spine.clone(), Dash::Whole)),
    });
    let weak = scene.signs.weak.then(|| FigureKey {
        words: text::GRAVITY_WEAK.say(lang).to_owned(),
        fill: None,
        mark: String::new(),
        line: Some((palette.line.clone(), Dash::Dashed)),
    });
    let area = FigureKey { words: area.say(lang).to_owned(), ..FigureKey::default() };
    Figure {
        size: frame.size,
        ground: palette.ground.clone(),
        ink: palette.label.clone(),
        muted: palette.muted.clone(),
        legend: kinds.chain(lit).chain(weak).chain([area]).collect(),
        ..Figure::default()
    }
}

/// A body's name as far as it is known, and what it retains.
fn label(scene: &Scene, body: &Body, faces: &Faces) -> String {
    let bytes = format::bytes(body.weight(Weight::Retained));
    format!("{} · {bytes}", name(scene, body, faces))
}

fn name(scene: &Scene, body: &Body, faces: &Faces) -> String {
    match body {
        Body::Object { object, .. } => naming::short(object),
        Body::More { count, .. } => format!("+{}", format::count(*count)),
        Body::Star(star) => {
            let name = faces.row(body).map(naming::short).unwrap_or_else(|| faces::star_name(scene, star));
            if star.count > 1 { format!("{} × {name}", format::count(star.count)) } else { name }
        }
    }
}

fn data(scene: &Scene, faces: &Faces) -> (Vec<GraphNode>, Vec<GraphEdge>) {
    let node = |body: &Body| GraphNode {
        id: match Key::of(body) {
            Key::Object(id) => id.to_string(),
            Key::More(of) => format!("rest of {of}"),
            Key::Group(of, class) => format!("class {class} of {of}"),
            Key::Class(class) => format!("class {class}"),
        },
        label: name(scene, body, faces),
        kind: match body {
            Body::Star(Star { kind: StarKind::Class, .. }) => "class".to_owned(),
            body if body.is_group() || matches!(body, Body::More { .. }) => "group".to_owned(),
            _ => format!("{:?}", body.category()).to_ascii_lowercase(),
        },
        bytes: body.weight(Weight::Retained),
        own: body.weight(Weight::Own),
        count: body.count(),
    };
    let edges = scene.links.iter().map(|link| GraphEdge {
        from: link.from as usize,
        to: link.to as usize,
        label: link.edge.as_deref().map(naming::edge).unwrap_or_default(),
        kind: match (link.spine, link.edge.is_some() || !scene.is_tree(link)) {
            _ if link.is_weak => "weak",
            (true, _) => "path",
            (false, true) => "reference",
            (false, false) => "dominates",
        },
    });
    (scene.bodies.iter().map(node).collect(), edges.collect())
}
