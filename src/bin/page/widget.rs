//! Small parts that several views use; each knows nothing of where it stands.

pub mod asked;
pub mod choice;
pub mod copy;
pub mod filter;
pub mod follow;
pub mod grid;
pub mod icon;
pub mod keyed;
pub mod later;
pub mod paged;
pub mod pause;
pub mod picture;
pub mod rich;
pub mod save;
