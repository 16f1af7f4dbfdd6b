//! What does this object refer to? (edges)
//!
//! Takes an object and a page; gives its outgoing references in file order, weak ones too, marked as not essential.

use super::{LinkRow, Page, Refusal, Rows};
use crate::analysis::Heap;
use crate::ids::ObjectId;
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edges {
    pub of: ObjectId,
    pub page: Page,
}
