//! The page's logic without a page: addresses, numbers, names, words.
//!
//! Owns what can be decided without a browser, so that plain `cargo test` covers it. Takes wire types and strings; gives
//! strings, pieces of sentences and routes. Nothing here touches the DOM, and every text that came from a snapshot
//! passes through [`format::visible`] before a person reads it.

pub mod certainty;
pub mod exported;
pub mod forest;
pub mod format;
pub mod glossary;
pub mod gravity;
pub mod icicle;
pub mod ignoring;
pub mod listing;
pub mod naming;
pub mod picture;
pub mod report;
pub mod route;
pub mod selecting;
pub mod shallow;
pub mod text;
pub mod window;
