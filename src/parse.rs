//! Bytes to Snapshot.
mod error;
pub use error::{Fault, Needed, OtherFile, ParseError, Section};
