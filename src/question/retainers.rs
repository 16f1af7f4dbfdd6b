//! Who refers to this object? (retainers 引用者)
//!
//! Takes an object and a page; gives the references that point at it, nearest to the roots first, ties in file order.

use super::{LinkRow, Page, Refusal, Rows};
use crate::analysis::Heap;
use crate::ids::ObjectId;
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Retainers {
    pub of: ObjectId,
    pub page: Page,
}
