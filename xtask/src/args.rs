//! Flags of the command line.
//!
//! Owns what is left of the words after the command. Each question takes its flag out; `done` refuses what nobody asked
//! for, so that a misspelt flag is never ignored.

use crate::bundle::Profile;
use anyhow::{Context, Result, bail};
use std::str::FromStr;

/// The flags not yet looked at.
pub struct Flags {
    left: Vec<String>,
}

impl Flags {
    /// Takes the words after the command.
    pub fn new(words: &[String]) -> Self {
        Self { left: words.to_vec() }
    }

    /// Whether the flag was given.
    pub fn has(&mut self, flag: &str) -> bool {
        let before = self.left.len();
        self.left.retain(|word| word != flag);
        self.left.len() != before
    }

    /// The word after the flag, or after `flag=`.
    pub fn value<T: FromStr>(&mut self, flag: &str) -> Result<Option<T>>
    where
        T::Err: std::error::Error + Send + Sync + 'static,
    {
        let Some(at) = self.left.iter().position(|word| word.split('=').next() == Some(flag)) else {
            return Ok(None);
        };
        let word = self.left.remove(at);
        let value = match word.split_once('=') {
            Some((_, value)) => value.to_owned(),
            None if at < self.left.len() => self.left.remove(at),
            None => bail!("{flag} needs a value"),
        };
        value.parse().map(Some).with_context(|| format!("{flag} {value}"))
    }

    /// Release unless `--dev`.
    pub fn profile(&mut self) -> Profile {
        let _ = self.has("--release");
        if self.has("--dev") { Profile::Dev } else { Profile::Release }
    }

    /// Refuses what is left.
    pub fn done(self) -> Result<()> {
        if self.left.is_empty() { Ok(()) } else { bail!("not understood: {}", self.left.join(" ")) }
    }
}
