//! Where the bytes come from: a file, or an address.
//!
//! Owns the download. Takes the page's order; gives pieces from the start of the file, as often as asked.

use crate::file::Pieces;
use crate::open::describe;
use heapsky::protocol::{Failure, Source};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DedicatedWorkerGlobalScope, Response};

/// A source of bytes that can be read more than once.
pub enum Origin {
    Blob(Blob),
    Url { scope: DedicatedWorkerGlobalScope, url: String, size: Option<u64> },
}

impl Origin {
    /// What the page wants opened, and its name: of an address the last part of the path.
    pub fn of(scope: &DedicatedWorkerGlobalScope, source: Source, file: JsValue) -> Result<(String, Self), Failure> {
        match source {
            Source::File { name, .. } => {
                let blob = file.dyn_into().map_err(|_| Failure::Unreadable { detail: "no file was given".into() })?;
                Ok((name, Origin::Blob(blob)))
            }
            Source::Url { url } => {
                let path = url.split(['?', '#']).next().unwrap_or(&url);
                let name = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(&url).to_owned();
                Ok((name, Origin::Url { scope: scope.clone(), url, size: None }))
            }
        }
    }

    /// The file on the disk, or what was loaded.
    pub fn blob(&self) -> Option<&Blob> {
        match self {
            Origin::Blob(blob) => Some(blob),
            Origin::Url { .. } => None,
        }
    }

    /// Size of the file, if known.
    pub fn size(&self) -> Option<u64> {
        match self {
            Origin::Blob(blob) => Some(blob.size() as u64),
            Origin::Url { size, .. } => *size,
        }
    }

    /// The pieces of the file from its start.
    pub async fn pieces(&mut self) -> Result<Pieces, Failure> {
        match self {
            Origin::Blob(blob) => Ok(Pieces::of_blob(blob.clone())),
            Origin::Url { scope, url, size } => {
                let (known, pieces) = fetch(scope, url).await?;
                *size = known;
                Ok(pieces)
            }
        }
    }
}

/// Starts a download.
async fn fetch(scope: &DedicatedWorkerGlobalScope, url: &str) -> Result<(Option<u64>, Pieces), Failure> {
    let failed = |status, detail| Failure::Unfetchable { url: url.to_owned(), status, detail };
    let answer = JsFuture::from(scope.fetch_with_str(url)).await.map_err(|error| failed(0, describe(&error)))?;
    let response: Response = answer.dyn_into().map_err(|_| failed(0, "no response".into()))?;
    if !response.ok() {
        return Err(failed(response.status(), response.status_text()));
    }
    let header = |name: &str| response.headers().get(name).ok().flatten();
    // With a content encoding the length is that of the encoded bytes, which are not those we get.
    let length = header("content-length").filter(|_| header("content-encoding").is_none());
    let size = length.and_then(|length| length.parse().ok());
    let body = response.body().ok_or_else(|| failed(response.status(), "the response has no body".into()))?;
    let pieces = Pieces::of_stream(&body).map_err(|error| failed(response.status(), describe(&error)))?;
    Ok((size, pieces))
}
