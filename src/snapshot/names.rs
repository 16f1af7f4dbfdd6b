//! Names and indexes of edges: two bytes each.
//!
//! Owns the encoding. Of millions of edges most have one of a few thousand names (`map`, `elements`, the properties of a
//! class) or an index below 65,535. So the first 65,531 names that come again and again get a number of two bytes, and a
//! small index is its own; what does not fit stands beside, by edge. Where that is more than one in [`OFTEN`] (an array of millions, a
//! dictionary as large) all take four bytes instead. Measured on 1.1 GB of Node: 85 MB instead of 171, 1.0 % beside.

use crate::ids::Bits;
use std::ops::Range;

/// One misfit in so many costs less beside the column than all rows in a wider one.
const OFTEN: usize = 8;

/// So many misfits are never worth it.
const FEW: usize = 1 << 12;

/// Stands for what is beside the column.
const BESIDE: u16 = u16::MAX;

/// A name gets a code when it has come so often: keys of dictionaries, which come once or twice, would use all codes up.
const PROBATION: u16 = 4;

/// No name has this code or one above; while the column grows these count how often a name has come.
const LAST: u16 = BESIDE - PROBATION;

/// The column.
#[derive(Debug)]
pub(crate) enum Names {
    Short(Short),
    Long(Vec<u32>),
}

/// The column while two bytes are enough.
#[derive(Debug, Default)]
pub(crate) struct Short {
    codes: Vec<u16>,
    /// The name of each code.
    table: Vec<u32>,
    /// The code of each name while the column grows: of those up to `last_name`, beyond which a file says what is not so.
    code_of: Vec<u16>,
    last_name: usize,
    /// Edges that are to come, as far as that is known: a dictionary may stand before all else.
    expected: usize,
    /// Edges whose value does not fit, in order.
    beside: Vec<(u32, u32)>,
}

impl Default for Names {
    fn default() -> Self {
        Names::Short(Short::default())
    }
}

impl Names {
    /// A value that is not here.
    pub(crate) const LARGE: u32 = u32::MAX;

    /// Room for `len` values, of which `expected` are to come.
    pub(crate) fn with_room(len: usize, expected: usize, last_name: usize) -> Self {
        let mut codes = Vec::new();
        // A failed reservation is no error yet: the file may be smaller than it says.
        let _ = codes.try_reserve_exact(len);
        Names::Short(Short { codes, last_name, expected, ..Short::default() })
    }

    /// Appends a value: a name, or an index.
    #[inline]
    pub(crate) fn push(&mut self, is_name: bool, value: u32) {
        match self {
            Names::Short(short) => {
                let code = if is_name { short.known(value) } else { small(value) };
                let fits = if is_name { code < LAST } else { code < BESIDE };
                let code = if fits { code } else { short.odd(short.codes.len() as u32, is_name, value) };
                short.codes.push(code);
            }
            Names::Long(column) => column.push(value),
        }
    }

    /// Appends many values.
    #[inline]
    pub(crate) fn extend(&mut self, values: impl ExactSizeIterator<Item = (bool, u32)>) {
        match self {
            Names::Short(short) => {
                let first = short.codes.len();
                short.codes.resize(first + values.len(), 0);
                for (edge, (is_name, value)) in (first..).zip(values) {
                    // Both ways are gone and one is taken: which it is nobody could guess.
                    let (by_name, by_index) = (short.known(value), small(value));
                    let (code, limit) = if is_name { (by_name, LAST) } else { (by_index, BESIDE) };
                    let code = if code < limit { code } else { short.odd(edge as u32, is_name, value) };
                    short.codes[edge] = code;
                }
            }
            Names::Long(column) => column.extend(values.map(|(_, value)| value)),
        }
    }

    /// The value of an edge: a name, or an index.
    #[inline]
    pub(crate) fn get(&self, is_name: bool, edge: u32) -> u32 {
        match self {
            Names::Long(column) => column[edge as usize],
            Names::Short(short) => match short.codes[edge as usize] {
                BESIDE => short.beside(edge),
                code if is_name => short.table[usize::from(code)],
                index => u32::from(index),
            },
        }
    }

    /// The codes of names of which this is true: for a loop over all edges that looks for few.
    pub(crate) fn codes_where(&self, is: impl Fn(u32) -> bool) -> Bits {
        let Names::Short(short) = self else { return Bits::default() };
        let mut codes = Bits::new(short.table.len());
        for (code, _) in short.table.iter().enumerate().filter(|(_, name)| is(**name)) {
            codes.set(code);
        }
        codes
    }

    /// The name of an edge, unless its code tells that it is none of those that are looked for.
    #[inline]
    pub(crate) fn candidate(&self, edge: u32, codes: &Bits) -> Option<u32> {
        match self {
            Names::Long(column) => Some(column[edge as usize]),
            Names::Short(short) => match short.codes[edge as usize] {
                BESIDE => Some(short.beside(edge)),
                code => codes.get(usize::from(code)).then(|| short.table[usize::from(code)]),
            },
        }
    }

    /// Tells each of these edges that has a name that is looked for, and some that have an index instead, which the kind
    /// of an edge says. First those with a code in order, then those beside.
    #[inline]
    pub(crate) fn each(&self, edges: Range<u32>, sought: &Sought<'_>, mut found: impl FnMut(u32)) {
        let row = |edge: u32| edge as usize;
        match self {
            Names::Long(column) => {
                let values = edges.clone().zip(&column[row(edges.start)..row(edges.end)]);
                values.filter(|(_, value)| sought.values.get(row(**value))).for_each(|(edge, _)| found(edge));
            }
            Names::Short(short) => {
                let mut first = edges.start;
                for codes in short.codes[row(edges.start)..row(edges.end)].chunks(CHUNK) {
                    if sought.are_among(codes) {
                        let codes = (first..).zip(codes);
                        codes.filter(|(_, code)| sought.codes.contains(code)).for_each(|(edge, _)| found(edge));
                    }
                    first += codes.len() as u32;
                }
                let [start, end] =
                    [edges.start, edges.end].map(|edge| short.beside.partition_point(|entry| entry.0 < edge));
                let beside = short.beside[start..end].iter();
                beside.filter(|(_, value)| sought.values.get(row(*value))).for_each(|(edge, _)| found(*edge));
            }
        }
    }

    /// Frees what only growing needs.
    pub(crate) fn freeze(&mut self) {
        if let Names::Short(short) = self {
            (short.code_of, short.last_name, short.expected) = (Vec::new(), 0, 0);
            short.beside.shrink_to_fit();
        }
    }

    /// Whether two bytes are not enough.
    #[inline]
    pub(crate) fn is_crowded(&self) -> bool {
        let Names::Short(short) = self else { return false };
        short.beside.len() > short.codes.len().max(short.expected) / OFTEN + FEW
    }

    /// Takes four bytes for each value. `is_name` says of each edge whether its value is a name.
    pub(crate) fn widen(&mut self, is_name: impl Fn(u32) -> bool) {
        let Names::Short(short) = self else { return };
        let mut column: Vec<u32> = Vec::new();
        // As much room as there was; without it growing step by step may still fit.
        let _ = column.try_reserve_exact(short.codes.capacity());
        let mut beside = short.beside.iter();
        column.extend((0..).zip(&short.codes).map(|(edge, code)| match *code {
            BESIDE => beside.next().map_or(Names::LARGE, |(_, value)| *value),
            code if is_name(edge) => short.table[usize::from(code)],
            index => u32::from(index),
        }));
        *self = Names::Long(column);
    }
}

/// Names that are looked for among all edges.
pub(crate) struct Sought<'a> {
    values: &'a Bits,
    /// Of those that have one.
    codes: Vec<u16>,
}

/// So many codes are compared at once, and most times none of them is looked for.
const CHUNK: usize = 64;

/// Comparing all with each of more codes takes longer than looking at them one by one.
const FEW_CODES: usize = 8;

impl<'a> Sought<'a> {
    /// These rows of the string table.
    pub(crate) fn new(values: &'a Bits, names: &Names) -> Self {
        let table: &[u32] = if let Names::Short(short) = names { &short.table } else { &[] };
        let codes = (0u16..).zip(table).filter(|(_, name)| values.get(**name as usize)).map(|(code, _)| code);
        Self { values, codes: codes.collect() }
    }

    /// Whether some may be. Without a branch in it this becomes eight comparisons an instruction.
    #[inline]
    fn are_among(&self, codes: &[u16]) -> bool {
        let is = |wanted: u16| codes.iter().fold(0u16, |found, code| found | u16::from(*code == wanted)) != 0;
        self.codes.len() > FEW_CODES || self.codes.iter().any(|wanted| is(*wanted))
    }
}

/// An index as its own code.
#[inline]
fn small(index: u32) -> u16 {
    index.min(u32::from(BESIDE)) as u16
}

impl Short {
    /// The code of a name; [`LAST`] or more if it has none.
    #[inline]
    fn known(&self, name: u32) -> u16 {
        self.code_of.get(name as usize).copied().unwrap_or(LAST)
    }

    /// The code of a value that has none yet, or its place beside the column.
    #[cold]
    fn odd(&mut self, edge: u32, is_name: bool, value: u32) -> u16 {
        let code = if is_name { self.new_code(value) } else { BESIDE };
        if code == BESIDE {
            self.beside.push((edge, value));
        }
        code
    }

    /// The next free code, if there is one and the name has come often enough.
    fn new_code(&mut self, name: u32) -> u16 {
        if name as usize > self.last_name || self.table.len() >= usize::from(LAST) {
            return BESIDE;
        }
        if self.code_of.len() <= name as usize {
            self.code_of.resize(name as usize + 1, LAST);
        }
        let times = &mut self.code_of[name as usize];
        if *times < BESIDE {
            *times += 1;
            return BESIDE;
        }
        let code = self.table.len() as u16;
        *times = code;
        self.table.push(name);
        code
    }

    #[cold]
    fn beside(&self, edge: u32) -> u32 {
        let row = self.beside.binary_search_by_key(&edge, |entry| entry.0);
        row.map_or(Names::LARGE, |row| self.beside[row].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Many values in both ways of appending; read back while short and after widening.
    fn check(values: &[(bool, u32)], crowded: bool) {
        for step in [1, 7, 1000] {
            let mut names = Names::with_room(values.len(), 0, 100_000);
            for part in values.chunks(step) {
                match step {
                    1 => names.push(part[0].0, part[0].1),
                    _ => names.extend(part.iter().copied()),
                }
            }
            assert_eq!(names.is_crowded(), crowded);
            for widened in [false, true] {
                for (edge, (is_name, value)) in (0..).zip(values) {
                    assert_eq!(names.get(*is_name, edge), *value, "{edge}, {widened}");
                }
                check_each(values, &names);
                names.freeze();
                names.widen(|edge| values[edge as usize].0);
            }
        }
    }

    /// One name that is often there, one that is rare, and many.
    fn check_each(values: &[(bool, u32)], names: &Names) {
        let rows = values.iter().filter(|(is_name, name)| *is_name && *name < 100_000).map(|(_, name)| *name as usize);
        let rows: Vec<usize> = rows.collect();
        let one = |row: Option<&usize>| row.copied().into_iter().collect::<Vec<_>>();
        let asked = values.len() as u32 / 3..values.len() as u32;
        for rows in [one(rows.first()), one(rows.last()), rows.into_iter().step_by(5).collect()] {
            let mut wanted = Bits::new(100_000);
            rows.iter().for_each(|row| _ = wanted.set(*row));
            let mut told = vec![false; values.len()];
            names.each(asked.clone(), &Sought::new(&wanted, names), |edge| told[edge as usize] = true);
            for (edge, (_, value)) in (0u32..).zip(values).filter(|(_, (is_name, _))| *is_name) {
                let is_wanted = asked.contains(&edge) && wanted.get(*value as usize);
                assert_eq!(told[edge as usize], is_wanted, "{edge}: {value}");
            }
        }
    }

    #[test]
    fn names_and_indexes_are_kept() {
        let odd = [(false, 65_534), (false, 65_535), (false, u32::MAX), (true, u32::MAX), (true, 100_001), (true, 0)];
        let many = (0..50_000u32).map(|row| (row % 3 == 0, row % 977));
        check(&many.chain(odd).chain([(true, 99_999), (false, 3)]).collect::<Vec<_>>(), false);
    }

    #[test]
    fn more_names_than_codes() {
        check(&(0..90_000u32).map(|row| (true, row)).collect::<Vec<_>>(), true);
        check(&(0..900_000u32).map(|row| (true, row % 90_000)).collect::<Vec<_>>(), true);
        check(&(0..40_000u32).map(|row| (false, row * 10)).collect::<Vec<_>>(), true);
    }
}
