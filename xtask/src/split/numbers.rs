//! What functions are called in a module that has only some of them.

use std::fmt;
use wasm_encoder::reencode::{Error, Reencode};

/// The new number of each function; those that are not in the module have none.
pub struct Numbers(pub Vec<Option<u32>>);

/// A function is called that the module has not: this tool is wrong.
#[derive(Debug)]
pub struct Gone(u32);

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "function {} is called where it is not", self.0)
    }
}

impl std::error::Error for Gone {}

impl Reencode for Numbers {
    type Error = Gone;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Gone>> {
        let new = self.0.get(function as usize).copied().flatten();
        new.ok_or(Error::UserError(Gone(function)))
    }
}
