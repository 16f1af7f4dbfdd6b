//! What a grid shows and where in it one is: it outlives the view, so that another view may come between.

use crate::client::AskError;
use crate::session::Session;
use heapsky::ids::Bytes;
use heapsky::present::forest::{BLOCK, Forest, Line, Want};
use heapsky::present::listing::{Below, Column, Entry, Listing, Sort};
use heapsky::present::window;
use heapsky::question::{Answer, Page};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The grids of the page, one for each view that is a list. Made once, by the shell.
#[derive(Clone, Copy)]
pub struct Shelf([Plot; Place::COUNT]);

/// Where a view's grid stands on the shelf.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Tree,
    Cluster,
    Classes,
    Roots,
    Retainers,
    Merged,
    Strings,
    Search,
}

impl Place {
    const COUNT: usize = Place::Search as usize + 1;
}

/// A forest of rows on the screen.
#[derive(Clone, Copy)]
pub struct Plot {
    /// File, list and order.
    of: RwSignal<Option<(String, Listing, Sort)>>,
    pub forest: RwSignal<Forest<Listing, Entry>>,
    /// Whether the rows are still those of the order before: they stay until the first ones of the new order are there.
    pub is_old: RwSignal<bool>,
    /// Counts forests, and how often one began while the bar was not at its top.
    pub turn: RwSignal<u32>,
    pub rewound: RwSignal<u32>,
    /// The line that has the keyboard.
    pub at: RwSignal<Line>,
    /// The topmost row in sight, counted from 0, and where the scroll bar was then.
    pub first: RwSignal<f64>,
    pub last: StoredValue<f64>,
    /// Rows drawn above and below those in sight: none while a list begins.
    pub spare: RwSignal<u64>,
    pub error: RwSignal<Option<AskError>>,
    /// Of a list of classes or strings, how many objects they have, how large these are, and what of them is wasted.
    pub sum: RwSignal<Option<(u64, Bytes, Bytes)>>,
    /// Answers that are waited for.
    under_way: StoredValue<Vec<u32>>,
}

impl Shelf {
    /// Empty ones.
    pub fn new() -> Self {
        Shelf([(); Place::COUNT].map(|()| Plot {
            of: RwSignal::new(None),
            forest: RwSignal::new(Forest::new(Listing::Children(None))),
            is_old: RwSignal::new(false),
            turn: RwSignal::new(0),
            rewound: RwSignal::new(0),
            at: RwSignal::new(TOP),
            first: RwSignal::new(0.0),
            last: StoredValue::new(0.0),
            spare: RwSignal::new(0),
            error: RwSignal::new(None),
            sum: RwSignal::new(None),
            under_way: StoredValue::new(Vec::new()),
        }))
    }

    /// The plot of a view.
    pub fn plot(&self, place: Place) -> Plot {
        self.0[place as usize]
    }
}

/// Nobody opens more rows in each other; a circle past this is not told.
const DEEPEST: usize = 1000;

const TOP: Line = Line { branch: 0, position: 0 };

/// What is read first of a list.
const FIRST: Want = Want { branch: 0, offset: 0 };

impl Plot {
    /// Turns to a list, unless it is the same. Called before the grid is drawn, and later for another order.
    pub fn turn(self, session: Session, file: &str, listing: &Listing, sort: Sort) {
        let is_well = self.error.with_untracked(Option::is_none);
        let (is_same, is_list) = self.of.with_untracked(|old| {
            let old = old.as_ref().filter(|_| is_well);
            let old = old.filter(|(old_file, old_listing, _)| old_file == file && old_listing == listing);
            (old.is_some_and(|(_, _, old)| *old == sort), old.is_some())
        });
        if is_same {
            return;
        }
        self.stop(session);
        self.of.set(Some((file.to_owned(), listing.clone(), sort)));
        self.error.set(None);
        if is_list && self.forest.with_untracked(|forest| forest.total().is_some()) {
            self.is_old.set(true);
            self.read(session, FIRST);
        } else {
            self.sum.set(None);
            self.begin(listing.clone());
        }
    }

    /// Begins a list, of which nothing is read yet.
    fn begin(self, listing: Listing) {
        self.is_old.set(false);
        self.forest.set(Forest::new(listing));
        self.at.set(TOP);
        self.first.set(0.0);
        self.spare.set(0);
        if self.last.get_value() != 0.0 {
            self.last.set_value(0.0);
            self.rewound.update(|times| *times = times.wrapping_add(1));
        }
        self.turn.update(|times| *times = times.wrapping_add(1));
    }

    /// Does not wait any more for what is on its way. Called when the grid goes.
    pub fn stop(self, session: Session) {
        let mut ids = Vec::new();
        self.under_way.update_value(|under_way| ids = std::mem::take(under_way));
        ids.into_iter().for_each(|id| session.forget(id));
    }

    /// The columns of its list.
    pub fn columns(self) -> &'static [Column] {
        self.of.with_untracked(|of| of.as_ref().map_or(&[Column::Name][..], |(_, listing, _)| listing.columns()))
    }

    /// The list and its order.
    pub fn shown(self) -> Option<(Listing, Sort)> {
        self.of.with(|of| of.as_ref().map(|(_, listing, sort)| (listing.clone(), *sort)))
    }

    /// Whether it is a tree of retainers, which can be thought away.
    pub fn is_of_retainers(self) -> bool {
        let is_one = |listing: &Listing| matches!(listing, Listing::Subject { below: Below::Retainers { .. }, .. });
        self.of.with_untracked(|of| of.as_ref().is_some_and(|(_, listing, _)| is_one(listing)))
    }

    /// Whether the object of a line stands above it already: its references lead in a circle.
    pub fn is_again(self, line: Line) -> bool {
        self.forest.with_untracked(|forest| {
            let object = forest.entry(line).and_then(Entry::object);
            let above = std::iter::successors(forest.parent(line), |line| forest.parent(*line)).take(DEEPEST);
            let mut objects = above.filter_map(|line| forest.entry(line).and_then(Entry::object));
            object.is_some() && objects.any(|other| Some(other) == object)
        })
    }

    /// The same, for what is made once.
    pub fn shown_untracked(self) -> Option<(Listing, Sort)> {
        self.of.with_untracked(|of| of.as_ref().map(|(_, listing, sort)| (listing.clone(), *sort)))
    }

    /// Reads what lines `from..to` need.
    pub fn fill(self, session: Session, from: u64, to: u64) {
        // What arrives may need more: so this is done again when the forest changes.
        self.forest.track();
        // What failed or was stopped is not begun again by itself. Rows of another order would come among the old ones.
        if self.is_old.get() || self.error.with(Option::is_some) {
            return;
        }
        let wants = self.forest.try_update_untracked(|forest| forest.wants(from, to)).unwrap_or_default();
        for want in wants {
            self.read(session, want);
        }
    }

    fn read(self, session: Session, want: Want) {
        let Some(key) = self.of.get_untracked() else { return };
        let Some(list) = self.forest.with_untracked(|forest| forest.list(want.branch).cloned()) else { return };
        // What is inside another list comes in the same order, if it has such a column.
        let is_sorted = want.branch == 0 || list.sorts_by(key.2.column).is_some();
        let sort = if is_sorted { key.2 } else { list.natural() };
        let page = Page { offset: want.offset, limit: BLOCK };
        let (id, answer) = session.start(list.question(sort, page));
        self.under_way.update_value(|under_way| under_way.extend(id));
        spawn_local(async move {
            let answer = answer.await;
            let mut waited_for = false;
            self.under_way.update_value(|under_way| {
                let before = under_way.len();
                under_way.retain(|other| Some(*other) != id);
                waited_for = under_way.len() < before;
            });
            if self.of.with_untracked(|now| now.as_ref() != Some(&key)) {
                return;
            }
            if self.is_old.get_untracked() {
                self.begin(key.1.clone());
            }
            match (want.branch, &answer) {
                (0, Ok(Answer::Classes(list))) => self.sum.set(Some((list.count, list.shallow, 0))),
                (0, Ok(Answer::Strings(list))) => self.sum.set(Some((list.count, list.shallow, list.wasted))),
                _ => {}
            }
            match answer.map(|answer| list.entries(answer)) {
                Ok(Some(rows)) => {
                    let first = want == FIRST;
                    self.forest.update(|forest| {
                        forest.take(want, rows.rows, rows.total);
                        if let (true, Listing::Subject { of, below }) = (first, &key.1)
                            && forest.opened(TOP).is_none()
                        {
                            forest.toggle(TOP, || below.of(*of));
                        }
                    });
                }
                other => {
                    self.forest.update_untracked(|forest| forest.give_up(want));
                    if !waited_for {
                        return;
                    }
                    self.error.set(Some(other.err().unwrap_or(AskError::Gone)));
                }
            }
        });
    }

    /// Opens or closes a line.
    pub fn toggle(self, line: Line) {
        let opens = self.forest.with_untracked(|forest| forest.entry(line).and_then(|entry| entry.opens.clone()));
        if let Some(list) = opens {
            self.forest.update(|forest| forest.toggle(line, || list));
        }
    }

    /// Gives a line the keyboard and brings it into sight.
    pub fn go(self, line: Line, scroller: NodeRef<Div>, sight: f64) {
        self.at.set(line);
        let (row, rows) = self.forest.with_untracked(|forest| (forest.number(line), forest.height()));
        let first = window::reveal(row, self.first.get_untracked(), sight);
        if first != self.first.get_untracked() {
            let top = window::offset(first, rows, sight).round();
            self.last.set_value(top);
            self.first.set(first);
            if let Some(element) = scroller.get_untracked() {
                element.set_scroll_top(top as i32);
            }
        }
    }
}
