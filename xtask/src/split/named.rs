//! What the two modules call what they share. Short: the names are downloaded, in both.

pub const TABLE: &str = "t";
pub const MEMORY: &str = "m";

pub fn function(number: usize) -> String {
    format!("{number:x}")
}

pub fn global(number: u32) -> String {
    format!("g{number}")
}

pub fn table(number: u32) -> String {
    format!("t{number}")
}
