//! Which object did you mean? (search)
//!
//! Takes what the user typed: `@123` is an id and finds that object alone; anything else is looked for in the names of
//! all objects (constructor, function, string text), ignoring ASCII case. Gives matches by retained size, largest first.

use super::{ObjectRow, Page, Refusal, Rows};
use crate::analysis::Heap;
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Search {
    pub text: String,
    pub page: Page,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Found {
    /// The text was an id and the heap has it.
    Object(ObjectRow),
    /// The text was an id and the heap does not have it.
    NoSuchId,
    /// Objects whose name contains the text; maybe none.
    Names(Rows<ObjectRow>),
}
