//! The views: what stands between rail and panel. One file each.

pub mod cell;
pub mod classes;
pub mod failure;
pub mod glossary;
pub mod gravity;
pub mod help;
pub mod icicle;
pub mod landing;
pub mod lists;
pub mod object;
pub mod opening;
pub mod own_size;
pub mod paths;
pub mod report;
pub mod search;
pub mod statistics;
pub mod strings;
