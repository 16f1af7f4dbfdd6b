//! Heapsky's core.
#![forbid(unsafe_code)]

pub mod analysis;
pub mod graph;
pub mod ids;
pub mod layout;
pub mod parse;
pub mod present;
pub mod protocol;
pub mod question;
pub mod snapshot;
