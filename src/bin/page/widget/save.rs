//! Text or a picture as a file on the reader's disk; nothing leaves the machine.

use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

/// Offers a text as a download under this name.
pub fn save(name: &str, mime: &str, text: &str) {
    let bag = BlobPropertyBag::new();
    bag.set_type(&format!("{mime};charset=utf-8"));
    let blob = Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&text.into()), &bag);
    if let Ok(blob) = blob {
        save_blob(name, &blob);
    }
}

/// The same for any bytes.
pub fn save_blob(name: &str, blob: &Blob) {
    // What a browser refuses (an embedded page without `allow-downloads`), it says itself.
    let _ = offer(name, blob);
}

fn offer(name: &str, blob: &Blob) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let address = Url::create_object_url_with_blob(blob).ok()?;
    let link: HtmlElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_attribute("href", &address).ok()?;
    link.set_attribute("download", name).ok()?;
    link.click();
    // The download has the blob by now.
    Url::revoke_object_url(&address).ok()
}
