//! One container of the chain: packed bytes in, unpacked bytes out.
//!
//! Owns what all containers have in common: how a layer is driven, and the rule when what it unpacks is no snapshot.

use super::{Container, ContainerFault};

/// Bytes a layer adds to its output before it lets others work: a bomb is seen after this much, not at its end.
pub const OUT: usize = 256 * 1024;

/// What a layer needs after a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Another turn, with more input if it took all and gave nothing.
    More,
    /// Nothing: the input has ended, and all that was in it is out.
    End,
    /// Nothing: the input ended too early. What was in it is out.
    Cut,
    /// To begin anew and open this entry: the archive has ended, and none was surely a snapshot.
    Again(u32),
}

/// A container being unpacked.
pub trait Layer {
    fn container(&self) -> Container;

    /// Takes some of `input` and appends at most about [`OUT`] bytes to `out`; returns how many bytes it took. `ended`:
    /// nothing comes after `input`; only then may it end. It takes all of the input unless its output is full.
    fn turn(&mut self, input: &[u8], ended: bool, out: &mut Vec<u8>) -> Result<(usize, Turn), Wrong>;

    /// Bytes unpacked so far, with those that were looked at and dropped.
    fn unpacked(&self) -> u64;

    /// The entry that comes out, if this is an archive.
    fn inside(&self) -> Option<&str> {
        None
    }

    /// How many more snapshots were seen beside it.
    fn left_out(&self) -> u32 {
        0
    }
}

/// A fault so many bytes after the start of the input that was given.
#[derive(Debug)]
pub struct Wrong {
    pub fault: ContainerFault,
    pub ahead: usize,
}
