//! Which file of an archive is the snapshot.
//!
//! Owns the order of preference: a name that only snapshots have, or content that begins as one; then what may be one,
//! JSON or something packed; then the only file there is, so that it is told what it is. What systems add beside files is
//! none of them.

use super::layer::Turn;
use super::{ContainerFault, sniff};

/// How likely a file of an archive is the one that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// What a system put there: `__MACOSX/`, `.DS_Store`.
    Never,
    /// Some file.
    File,
    /// It may be one: JSON, or packed.
    Maybe,
    /// It is one.
    Snapshot,
}

/// Endings of the names of snapshots.
const SNAPSHOTS: [&str; 2] = [".heapsnapshot", ".heaptimeline"];

/// Endings of packed files, which may follow those.
const PACKED: [&str; 5] = ["", ".gz", ".zst", ".zstd", ".zip"];

/// What a name says: never, surely, or nothing. Folders have been left out before.
pub fn rank_of_name(name: &str) -> Rank {
    let mut parts = name.rsplit(['/', '\\']).filter(|part| !part.is_empty());
    let last = parts.next().unwrap_or_default().to_ascii_lowercase();
    if last.starts_with('.') || parts.any(|part| part == "__MACOSX") {
        return Rank::Never;
    }
    let plain = PACKED.iter().filter_map(|ending| last.strip_suffix(ending));
    if plain.into_iter().any(|plain| SNAPSHOTS.iter().any(|ending| plain.ends_with(ending))) {
        return Rank::Snapshot;
    }
    Rank::File
}

/// What the first bytes say, at most [`SNIFF`](super::SNIFF) of them.
pub fn rank_of_content(bytes: &[u8]) -> Rank {
    if sniff(bytes).is_some() {
        return Rank::Maybe;
    }
    let json = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let Some(inside) = json.strip_prefix(b"{") else { return Rank::File };
    if inside.trim_ascii_start().starts_with(b"\"snapshot\"") { Rank::Snapshot } else { Rank::Maybe }
}

/// What to do with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Open,
    Skip,
    /// Its first bytes decide.
    Peek,
}

/// So many names are kept, to be told when none is a snapshot.
const NAMES: usize = 4;

/// Chooses while the entries of an archive go by.
pub struct Chooser {
    /// The number of the entry to open, if that was found out before.
    pick: Option<u32>,
    /// Entries so far.
    met: u32,
    /// Files among them, without those a system added.
    files: u64,
    names: Vec<String>,
    snapshots: u32,
    maybes: u32,
    first: Option<u32>,
    first_maybe: Option<u32>,
    opened: Option<String>,
}

impl Chooser {
    pub fn new(pick: Option<u32>) -> Self {
        Self {
            pick,
            met: 0,
            files: 0,
            names: Vec::new(),
            snapshots: 0,
            maybes: 0,
            first: None,
            first_maybe: None,
            opened: None,
        }
    }

    /// The next entry, by its name.
    pub fn meet(&mut self, name: &str) -> Verdict {
        let rank = rank_of_name(name);
        self.met = self.met.saturating_add(1);
        if rank == Rank::Never {
            return Verdict::Skip;
        }
        self.files += 1;
        if self.names.len() < NAMES {
            self.names.push(name.to_owned());
        }
        self.first.get_or_insert(self.met);
        if rank == Rank::Snapshot { self.rank(name, rank) } else { Verdict::Peek }
    }

    /// The same entry, by its first bytes.
    pub fn look(&mut self, name: &str, bytes: &[u8]) -> Verdict {
        self.rank(name, rank_of_content(bytes))
    }

    fn rank(&mut self, name: &str, rank: Rank) -> Verdict {
        match rank {
            Rank::Snapshot => self.snapshots = self.snapshots.saturating_add(1),
            Rank::Maybe => {
                self.maybes = self.maybes.saturating_add(1);
                self.first_maybe.get_or_insert(self.met);
            }
            Rank::Never | Rank::File => {}
        }
        let wanted = self.pick.map_or(rank == Rank::Snapshot, |pick| pick == self.met);
        if !wanted || self.opened.is_some() {
            return Verdict::Skip;
        }
        self.opened = Some(name.to_owned());
        Verdict::Open
    }

    /// The entry that was opened.
    pub fn opened(&self) -> Option<&str> {
        self.opened.as_deref()
    }

    /// At the end of the archive: how many more there are of the kind that was opened.
    pub fn left_out(&self) -> u32 {
        if self.snapshots > 0 { self.snapshots - 1 } else { self.maybes.saturating_sub(1) }
    }

    /// What the end of the archive means: if nothing was opened, the entry to open instead, or why none is.
    pub fn end(&self, cut: bool) -> Result<Turn, ContainerFault> {
        match (&self.opened, self.second_best(cut)) {
            (Some(_), _) => Ok(Turn::End),
            (None, Ok(pick)) => Ok(Turn::Again(pick)),
            (None, Err(_)) if cut => Ok(Turn::Cut),
            (None, Err(fault)) => Err(fault),
        }
    }

    /// The number of the entry to open if none is surely a snapshot. Of a cut archive it is not known whether the only
    /// file was.
    fn second_best(&self, cut: bool) -> Result<u32, ContainerFault> {
        let only = self.first.filter(|_| self.files == 1 && !cut);
        let best = self.first_maybe.or(only).filter(|_| self.pick.is_none());
        best.ok_or_else(|| ContainerFault::NoSnapshot { files: self.files, names: self.names.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_first_bytes_tell() {
        for (name, rank) in [
            ("Heap-1.heapsnapshot", Rank::Snapshot),
            ("dumps/A.HEAPSNAPSHOT.GZ", Rank::Snapshot),
            ("t.heaptimeline.zst", Rank::Snapshot),
            ("__MACOSX/._a.heapsnapshot", Rank::Never),
            ("__MACOSX/a.heapsnapshot", Rank::Never),
            ("a/.DS_Store", Rank::Never),
            ("dump.json", Rank::File),
            ("heapsnapshot", Rank::File),
            ("README", Rank::File),
            ("", Rank::File),
        ] {
            assert_eq!(rank_of_name(name), rank, "{name}");
        }
        for (bytes, rank) in [
            (&b" \n{ \"snapshot\":{"[..], Rank::Snapshot),
            (b"\xEF\xBB\xBF{\"snapshot\":", Rank::Snapshot),
            (b"{\"edges\":[", Rank::Maybe),
            (b"\x1f\x8b\x08", Rank::Maybe),
            (b"hello", Rank::File),
            (b"", Rank::File),
        ] {
            assert_eq!(rank_of_content(bytes), rank, "{bytes:?}");
        }
    }
}
