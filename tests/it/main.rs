//! The core, tested from outside: one binary, no browser.
//!
//! `sketch` draws heaps as text; `plain` is the heap those drawings, random graphs and serde_json's reading of a real
//! file have in common; `written` turns it into the bytes of a `.heapsnapshot`; `check` opens those bytes with the real
//! parser and analysis, and is the only place that knows their API. `oracle/` holds the slow twins, written from
//! DevTools' rules and not from our code. `property/` holds what must be true of any bytes; `tests/fuzz` links this folder
//! as a library for it. Everything else is tests.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod between;
mod chance;
mod clusters;
mod check;
mod code;
mod containers;
mod contents;
mod damage;
mod extras;
mod facts;
mod filters;
mod devtools;
mod differences;
mod foreign;
mod fuzzed;
mod invariants;
mod leaks;
mod light;
mod merged;
mod oracle;
mod packed;
mod parsing;
mod paths;
mod plain;
mod producers;
pub mod property;
mod questions;
mod realms;
mod recorded;
mod refused;
mod retainers;
mod rules;
mod salvage;
mod search;
mod sections;
mod shapes;
mod sketch;
mod sky;
mod strings;
mod suspects;
mod tidy;
mod twins;
mod vast;
mod written;
