//! Heapsky's core: opens a V8 heap snapshot and answers questions about it.
//!
//! # What a heap snapshot is
//!
//! A `.heapsnapshot` is one JSON object that V8 writes: a *node* for each object of the heap, with a kind, a name, an id
//! and its own bytes, and an *edge* for each reference, with a kind and a name. From these come the numbers that matter:
//! who refers to an object (its *retainers*), which one object must let go for it to be freed (its *dominator*), and how
//! many bytes would go with it (its *retained size*).
//!
//! # The pipeline
//!
//! [`parse`] → [`snapshot`] → [`graph`] → [`analysis`] → [`question`] → [`protocol`] → the two browser programs. Each
//! stage is frozen before the next begins, and a module uses only modules to its left (`tests/it/tidy.rs` checks it).
//! The library does no I/O, has no clock and no global, and knows no browser.
//!
//! ```
//! use heapsky::analysis::Heap;
//! use heapsky::parse::Parser;
//! use heapsky::question::{Children, Page};
//!
//! // The root refers to one array of 64 bytes. Real files are the same, only longer.
//! let file = br#"{"snapshot":{"meta":{
//!     "node_fields":["type","name","id","self_size","edge_count"],"node_types":[["synthetic","object"]],
//!     "edge_fields":["type","name_or_index","to_node"],"edge_types":[["element","property"]]},
//!     "node_count":2,"edge_count":1},
//!     "nodes":[0,0,1,0,1, 1,1,3,64,0], "edges":[1,2,5], "strings":["","Array","cache"]}"#;
//!
//! let mut parser = Parser::new(Some(file.len() as u64));
//! for piece in file.chunks(16) {
//!     parser.push(piece)?; // in any pieces, as they come
//! }
//! let heap = Heap::open(parser.finish()?, &mut |stage| println!("{stage:?}"));
//! assert_eq!(heap.total(), 64);
//!
//! let children = Children { of: None, page: Page::first(50) }.answer(&heap).unwrap();
//! assert_eq!(children.rows[0].object.class, "Array");
//! assert_eq!(children.rows[0].object.retained, 64);
//! # Ok::<(), heapsky::parse::ParseError>(())
//! ```
//!
//! A file that comes packed goes through [`container`] first: gzip, zstd, zip and tar, known by their first bytes.
//!
//! What the browser shows is in [`present`]: words in Chinese and English, numbers, links. [`layout`] places the bodies
//! of the gravity graph.

// The one exception are the instructions in `parse/simd/machine.rs`.
#![deny(unsafe_code)]

pub mod ids;
pub mod order;
pub mod container;
pub mod parse;
pub mod snapshot;
pub mod graph;
pub mod analysis;
pub mod question;
pub mod layout;
pub mod protocol;
pub mod present;
