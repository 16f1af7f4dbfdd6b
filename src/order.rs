//! Puts rows in order: the one sort of both programs.
//!
//! Takes pairs of numbers: what to sort by, and what decides ties, which is mostly the row itself and is read back from
//! there. Guarantee: ascending order, so that the largest comes first of keys that are [`descending`]. Each sort of
//! another type would be 3 to 20 KB of code of its own to download; this one type serves all.

/// What to sort by, and what decides ties.
pub type Key = (u64, u64);

/// The key that sorts the largest first.
pub const fn descending(number: u64) -> u64 {
    u64::MAX - number
}

/// Puts keys in order.
// Not inlined, or there would be a copy for each use.
#[inline(never)]
pub fn sort(keys: &mut [Key]) {
    keys.sort_unstable();
}

/// The rows of a list in order of a number, those with the same number as they stood: called once for each of several
/// numbers, the least important first, it sorts by all of them.
pub fn reorder(rows: &mut [u32], number: &dyn Fn(u32) -> u64) {
    let mut keys: Vec<Key> = rows.iter().map(|row| number(*row)).zip(0..).collect();
    sort(&mut keys);
    let old = rows.to_vec();
    rows.iter_mut().zip(keys).for_each(|(row, (_, at))| *row = old[at as usize]);
}

/// A short list in order of a number, ties as they stood.
pub fn sorted<T: Clone>(list: &[T], number: &dyn Fn(&T) -> u64) -> Vec<T> {
    let mut rows: Vec<u32> = (0..list.len() as u32).collect();
    reorder(&mut rows, &|row| number(&list[row as usize]));
    rows.into_iter().map(|row| list[row as usize].clone()).collect()
}

/// Equal numbers of a list and how often each is there, in ascending order.
pub fn tally(numbers: impl Iterator<Item = u64>) -> Vec<(u64, u64)> {
    let mut keys: Vec<Key> = numbers.map(|number| (number, 0)).collect();
    count(&mut keys);
    keys
}

#[inline(never)]
fn count(keys: &mut Vec<Key>) {
    sort(keys);
    let mut counted: Vec<Key> = Vec::new();
    for (number, _) in keys.iter() {
        match counted.last_mut() {
            Some((last, times)) if last == number => *times += 1,
            _ => counted.push((*number, 1)),
        }
    }
    *keys = counted;
}

/// The first keys of a list that is too long to be kept: never many more than are wanted.
pub struct First {
    wanted: usize,
    keys: Vec<Key>,
    /// There are as many as are wanted below this one.
    bound: Option<Key>,
}

/// So many more keys than wanted are gathered before the superfluous ones go; one pass over all goes on it.
const SLACK: usize = 4096;

impl First {
    /// Will keep so many.
    pub fn new(wanted: usize) -> Self {
        Self { wanted, keys: Vec::new(), bound: None }
    }

    /// Takes a key into account.
    #[inline]
    pub fn push(&mut self, key: Key) {
        if self.bound.is_some_and(|bound| key >= bound) {
            return;
        }
        self.keys.push(key);
        if self.keys.len() > self.wanted.saturating_mul(2).saturating_add(SLACK) {
            self.drop_superfluous();
        }
    }

    /// The keys in order.
    pub fn sorted(mut self) -> Vec<Key> {
        self.drop_superfluous();
        sort(&mut self.keys);
        self.keys
    }

    #[inline(never)]
    fn drop_superfluous(&mut self) {
        if self.keys.len() > self.wanted {
            let (_, bound, _) = self.keys.select_nth_unstable(self.wanted);
            self.bound = Some(*bound);
            self.keys.truncate(self.wanted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_by_several_numbers() {
        let of = |row: u32| (u64::from(row % 3), u64::from(row % 5));
        let mut rows: Vec<u32> = (0..40).collect();
        reorder(&mut rows, &|row| of(row).1);
        reorder(&mut rows, &|row| of(row).0);
        let mut expect: Vec<u32> = (0..40).collect();
        expect.sort_by_key(|row| (of(*row), *row));
        assert_eq!(rows, expect);
        assert_eq!(tally([5, 1, 5, 5].into_iter()), [(1, 1), (5, 3)]);
    }

    #[test]
    fn the_first_are_those_of_the_whole_list_in_order() {
        let keys: Vec<Key> = (0..30_000u64).map(|row| (descending(row * 7919 % 10_007), row)).collect();
        let mut all = keys.clone();
        all.sort();
        for wanted in [0, 1, 50, 5_000, 29_999, 30_000, usize::MAX] {
            let mut first = First::new(wanted);
            keys.iter().for_each(|key| first.push(*key));
            assert!(first.sorted() == all[..wanted.min(all.len())], "the first {wanted}");
        }
    }
}
