//! Which objects does this one immediately dominate? (tree list 树状列表)
//!
//! Takes an object (or the root) and a page; gives the dominated children by retained size, largest first, ties in file
//! order. An edge is named only where the dominator also refers to the child directly, as AliNode's cluster view does.

use super::{EdgeLabel, ObjectRow, Page, Refusal, Rows};
use crate::analysis::Heap;
use crate::ids::ObjectId;
use serde::{Deserialize, Serialize};

/// The request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Children {
    /// `None` is the root.
    pub of: Option<ObjectId>,
    pub page: Page,
}

/// A dominated child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChildRow {
    /// The direct reference from dominator to child, if there is one.
    pub edge: Option<EdgeLabel>,
    pub object: ObjectRow,
}
