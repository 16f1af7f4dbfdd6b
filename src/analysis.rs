//! x
pub struct Heap;
