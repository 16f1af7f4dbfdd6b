//! Words of the frame: top bar, rail, notices.

use super::phrases;

phrases! {
    /// The browser's tab.
    TITLE = "堆星图 Heapsky", "Heapsky";
}
