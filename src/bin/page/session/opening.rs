//! How a heap comes and goes.
//!
//! Owns the ways into [`State::Opening`] and out of it: a file, an address, once more without references, back to the heap
//! that was open before one that failed. Guarantee: a file that cannot be opened costs the reader the time to open the last
//! one again, not their place in it.

use super::{LongAnswers, Notice, Opening, Session, State};
use crate::{address, document, preferences};
use heapsky::present::route::{Fingerprint, Route};
use heapsky::protocol::{Failure, Opened, Source};
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::File;

/// Where a heap came from: a file is no more than a handle.
#[derive(Clone)]
pub struct Origin {
    source: Source,
    file: Option<File>,
    light: bool,
}

impl Session {
    /// Opens a file. What was open is closed first.
    pub fn open_file(self, file: File) {
        let (name, size) = (file.name(), file.size() as u64);
        self.open(Origin { source: Source::File { name, size }, file: Some(file), light: false });
    }

    /// Opens what was asked for last once more, without its references.
    pub fn open_light(self) {
        if let Some(last) = self.last.get_value() {
            self.open(Origin { light: true, ..last });
        }
    }

    /// The name of the heap that was open before one failed to.
    pub fn name_before(self) -> Option<String> {
        self.before.with_value(|before| before.as_ref().map(|(origin, _)| origin.name()))
    }

    /// Opens that heap again, at the place where the reader was.
    pub fn open_before(self) {
        if let Some((origin, route)) = self.before.get_value() {
            address::replace(&route.to_string());
            self.wanted.set(Some(route.clone()));
            self.route.set(route);
            self.open(origin);
        }
    }

    fn open(self, origin: Origin) {
        let size = match &origin.source {
            Source::File { size, .. } => Some(*size),
            Source::Url { .. } => None,
        };
        self.begin(origin.name(), size);
        self.last.set_value(Some(origin.clone()));
        self.with_client(|client| client.open(origin.source, origin.file, origin.light));
    }

    /// Opens the first of several files and says what was left out.
    pub fn open_files(self, files: &web_sys::FileList) {
        match files.get(0) {
            Some(file) => {
                let opened = file.name();
                self.open_file(file);
                if files.length() > 1 {
                    self.tell(Notice::LeftOut { opened, count: files.length() - 1 });
                }
            }
            None => self.tell(Notice::NoFile),
        }
    }

    /// Opens an absolute URL.
    pub fn open_url(self, url: String) {
        self.open(Origin { source: Source::Url { url }, file: None, light: false });
    }

    /// Stops opening, or closes what is open: terminates the worker, back to the landing page.
    pub fn close(self) {
        self.new_client();
        self.before.set_value(None);
        self.state.set(State::Empty);
    }

    fn begin(self, name: String, size: Option<u64>) {
        // A worker opens one heap in its life. The one that was started with the page has opened none, unless it died.
        let fresh = self.state.with_untracked(|state| matches!(state, State::Empty));
        if !fresh || self.stillborn.get_value() {
            self.new_client();
        }
        // What is tried now may be no snapshot at all.
        self.remember();
        // First of all, so that no view of the old heap asks the new worker when the route changes below.
        let since = document::now();
        self.state.set(State::Opening(Opening { name, size, since, progress: None }));
        // A place in the heap that was open means nothing in the next one; only a link that was waiting for its file does.
        if self.visited.get_value() && self.wanted.with_untracked(Option::is_none) {
            address::replace(&Route::default().to_string());
            self.route.set(Route::default());
        }
        self.thought_away.set(None);
        self.working.set(LongAnswers::default());
        self.notices.set(Vec::new());
    }

    /// Keeps what is open for [`Session::open_before`].
    fn remember(self) {
        if self.state.with_untracked(|state| matches!(state, State::Open(_))) {
            self.before.set_value(self.last.get_value().map(|origin| (origin, self.route.get_untracked())));
        }
    }

    /// The heap is open: from now on the address names the file.
    pub(super) fn arrive(self, opened: Opened) {
        let file = Fingerprint::parse(&opened.summary.fingerprint);
        let asked_for = self.route.with_untracked(|route| route.file);
        if let Some(asked_for) = asked_for.filter(|asked_for| Some(*asked_for) != file) {
            self.tell(Notice::OtherFile(asked_for));
        }
        if let Some(file) = file {
            preferences::keep_name(file, &opened.name);
        }
        if let Some(name) = opened.inside.clone() {
            self.tell(Notice::Inside { archive: opened.name.clone(), name, left_out: opened.left_out });
        }
        let mut route = self.route.get_untracked();
        route.file = file;
        address::replace(&route.to_string());
        self.route.set(route);
        self.wanted.set(None);
        self.visited.set_value(true);
        self.before.set_value(None);
        self.state.set(State::Open(Arc::new(opened)));
    }

    pub(super) fn fail(self, failure: Failure) {
        self.remember();
        let name = self.state.with_untracked(|state| match state {
            State::Opening(opening) => Some(opening.name.clone()),
            State::Open(opened) => Some(opened.name.clone()),
            State::Empty | State::Failed { .. } => None,
        });
        match name {
            Some(name) => self.state.set(State::Failed { name, failure }),
            // It died before it was given anything: the next open tries another, and tells if that one dies too.
            None => self.stillborn.set_value(true),
        }
    }
}

impl Origin {
    fn name(&self) -> String {
        match &self.source {
            Source::File { name, .. } => name.clone(),
            Source::Url { url } => last_part(url),
        }
    }
}

/// The name in an address.
fn last_part(url: &str) -> String {
    url.split(['?', '#']).next().unwrap_or(url).rsplit('/').next().unwrap_or(url).to_owned()
}
