//! A picture as a file: SVG as it is, PNG drawn from it by the browser at twice its size.

use super::save::{save, save_blob};
use crate::session::Session;
use crate::view::cell::kind_name;
use heapsky::present::format;
use heapsky::present::picture::Inks;
use heapsky::present::text::{self, Phrase};
use heapsky::question::Category;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

/// Pixels of a PNG for one of the SVG's.
const SCALE: f64 = 2.0;

/// The two buttons; `svg` draws the picture with the colours of the page.
pub fn buttons(session: Session, name: &'static str, svg: impl Fn(&Inks) -> String + Clone + 'static) -> AnyView {
    let failed = RwSignal::new(false);
    let draw = svg.clone();
    let as_svg = move |_| save(&format!("{name}.svg"), "image/svg+xml", &draw(&inks()));
    let as_png = move |_| {
        let svg = svg(&inks());
        failed.set(false);
        spawn_local(async move {
            match png(&svg, None).await {
                Some(blob) => save_blob(&format!("{name}.png"), &blob),
                None => {
                    let _ = failed.try_set(true);
                }
            }
        });
    };
    html! {
        <p class="grid-foot">
            <span role="status" class="muted">{move || failed.get().then(|| session.say(text::PICTURE_FAILED)())}</span>
            <button type="button" class="button" on:click=as_svg>{session.say(text::EXPORT_SVG)}</button>
            <button type="button" class="button" on:click=as_png>{session.say(text::EXPORT_PNG)}</button>
        </p>
    }
    .into_any()
}

/// Title of a picture, and what it is of: the file and the size of its heap.
pub fn caption(session: Session, title: Phrase) -> (String, String) {
    let title = title.say(session.lang.get_untracked()).to_owned();
    let opened = untrack(|| session.opened());
    let file = opened.map(|opened| {
        let total = session.sure.get_untracked().held().bytes(opened.summary.total);
        format!("{} · {total}", format::visible(&opened.name))
    });
    (title, file.unwrap_or_default())
}

/// The colours of the page as they are now.
fn inks() -> Inks {
    let window = web_sys::window();
    let body = window.as_ref().and_then(|window| window.document()).and_then(|document| document.body());
    let style = window.zip(body).and_then(|(window, body)| window.get_computed_style(&body).ok()).flatten();
    let read = |name: &str| {
        let value = style.as_ref().and_then(|style| style.get_property_value(name).ok());
        value.unwrap_or_default().trim().to_owned()
    };
    Inks {
        paper: read("--surface"),
        text: read("--text"),
        muted: read("--muted"),
        hot: read("--hot"),
        kinds: Category::ALL.iter().map(|kind| read(&format!("--kind-{}", kind_name(*kind)))).collect(),
    }
}

/// Canvases that lie upon each other, the lowest first, and where in a document they belong: how far down, how large.
pub struct Overlay {
    pub canvases: Vec<HtmlCanvasElement>,
    pub top: f64,
    pub size: [f64; 2],
}

/// An SVG document as a PNG of twice its size, with what is on the canvases upon it.
pub async fn png(svg: &str, overlay: Option<Overlay>) -> Option<Blob> {
    let image = HtmlImageElement::new().ok()?;
    // The page's policy lets images come from `data:` alone.
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{}", String::from(js_sys::encode_uri_component(svg))));
    JsFuture::from(image.decode()).await.ok()?;
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    let (width, height) = (f64::from(image.natural_width()) * SCALE, f64::from(image.natural_height()) * SCALE);
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height).ok()?;
    if let Some(Overlay { canvases, top, size }) = overlay {
        let [width, height] = size.map(|side| side * SCALE);
        for canvas in canvases {
            context.draw_image_with_html_canvas_element_and_dw_and_dh(&canvas, 0.0, top * SCALE, width, height).ok()?;
        }
    }
    blob_of(&canvas).await
}

/// What is on a canvas, as a PNG.
async fn blob_of(canvas: &HtmlCanvasElement) -> Option<Blob> {
    let blob = js_sys::Promise::new(&mut |resolve, reject| {
        let take = Closure::once_into_js(move |blob: JsValue| resolve.call1(&JsValue::NULL, &blob));
        if let Err(error) = canvas.to_blob(take.unchecked_ref()) {
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    });
    JsFuture::from(blob).await.ok()?.dyn_into().ok()
}
