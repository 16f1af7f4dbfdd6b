//! The views: what stands between rail and panel. One file each.

pub mod cell;
pub mod gravity;
