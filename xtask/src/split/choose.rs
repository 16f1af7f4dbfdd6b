//! Which functions and which data are late.
//!
//! What a visit begins with is what can be reached from what JavaScript calls, by calls and by addresses that are taken,
//! without entering a function whose name says that it is late. All else is late.

use super::program::Program;
use super::references::{References, Target};
use anyhow::{Result, ensure};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Bytes that a piece of data costs beside its own.
const PIECE: u32 = 16;

/// Who is where.
pub struct Cut {
    /// By number of the function.
    pub is_late: Vec<bool>,
    /// The late functions that the first module calls or takes the address of, and the place in the table by which they
    /// are called.
    pub stand_ins: BTreeMap<u32, u32>,
    /// The first module's functions that late ones call.
    pub shared: Vec<u32>,
    /// Places of the table, with those that were added.
    pub places: u32,
    /// Where in memory the late data is, in order, apart from each other.
    pub data: Vec<Range<u32>>,
}

/// Who was met on the way.
struct Reach<'a> {
    program: &'a Program<'a>,
    references: &'a References<'a>,
    numbers: HashMap<&'a str, u32>,
    /// Functions that are not entered, and which of them were met.
    barred: Vec<bool>,
    stand_ins: Vec<bool>,
    functions: Vec<bool>,
    data: Vec<bool>,
    next: Vec<Target<'a>>,
}

impl<'a> Reach<'a> {
    fn meet(&mut self, function: u32) {
        let row = function as usize;
        if self.barred[row] {
            self.stand_ins[row] = true;
            return;
        }
        if std::mem::replace(&mut self.functions[row], true) {
            return;
        }
        // What wasm-bindgen added has calls, but takes no addresses.
        match self.program.names.get(&function).filter(|name| self.numbers.get(*name) == Some(&function)) {
            Some(name) => self.next.push(Target::Function(name)),
            None => {
                let program = self.program;
                let calls = program.row(function).map_or(&[][..], |row| &program.calls[row]);
                calls.iter().for_each(|callee| self.meet(*callee));
            }
        }
    }

    fn walk(&mut self) {
        while let Some(from) = self.next.pop() {
            let refers = match from {
                Target::Function(name) => {
                    if let Some(row) = self.numbers.get(name).and_then(|function| self.program.row(*function)) {
                        self.program.calls[row].iter().for_each(|callee| self.meet(*callee));
                    }
                    self.references.functions.get(name).map_or(&[][..], Vec::as_slice)
                }
                Target::Datum(row) => &self.references.data[row].refers,
            };
            for target in refers {
                match target {
                    Target::Function(name) => {
                        if let Some(function) = self.numbers.get(name).copied() {
                            self.meet(function);
                        }
                    }
                    Target::Datum(row) => {
                        if !std::mem::replace(&mut self.data[*row], true) {
                            self.next.push(*target);
                        }
                    }
                }
            }
        }
    }
}

/// Decides.
pub fn choose<'a>(
    program: &'a Program<'a>,
    references: &'a References<'a>,
    is_late: &dyn Fn(&str) -> bool,
) -> Result<Cut> {
    let count = program.len() as usize;
    let mut numbers = HashMap::new();
    // What wasm-bindgen adds may share names.
    for (function, name) in program.names.iter().filter(|(_, name)| references.functions.contains_key(*name)) {
        ensure!(numbers.insert(*name, *function).is_none(), "two functions are called {name}");
    }
    let mut reach = Reach {
        program,
        references,
        numbers,
        barred: vec![false; count],
        stand_ins: vec![false; count],
        functions: vec![false; count],
        data: vec![false; references.data.len()],
        next: Vec::new(),
    };
    // JavaScript's side, and what wasm-bindgen added, of which no addresses are known.
    let mut roots: Vec<u32> = (0..program.imports.len() as u32).chain(program.exported()).collect();
    for function in program.imports.len() as u32..program.len() {
        match program.names.get(&function).filter(|name| references.functions.contains_key(*name)) {
            Some(name) => reach.barred[function as usize] = is_late(name),
            None => roots.push(function),
        }
    }
    for function in roots {
        reach.barred[function as usize] = false;
        reach.meet(function);
    }
    reach.walk();
    let late: Vec<bool> = reach.functions.iter().map(|met| !met).collect();
    let mut places = program.tables[program.table as usize].initial as u32;
    let mut stand_ins = BTreeMap::new();
    for (place, function) in &program.places {
        if reach.stand_ins[*function as usize] {
            stand_ins.entry(*function).or_insert(*place);
        }
    }
    for function in (0..program.len()).filter(|function| reach.stand_ins[*function as usize]) {
        stand_ins.entry(function).or_insert_with(|| {
            places += 1;
            places - 1
        });
    }
    let mut is_shared = vec![false; count];
    for (row, calls) in program.calls.iter().enumerate() {
        if late[row + program.imports.len()] {
            calls.iter().for_each(|callee| is_shared[*callee as usize] |= !late[*callee as usize]);
        }
    }
    let shared = (0..count as u32).filter(|function| is_shared[*function as usize]).collect();
    Ok(Cut { data: late_data(references, &reach.data), is_late: late, stand_ins, shared, places })
}

/// Constant bytes that belong to late data alone.
fn late_data(references: &References, met: &[bool]) -> Vec<Range<u32>> {
    let end = references.data.iter().map(|datum| datum.range.end).max().unwrap_or(0);
    let mut is_late = vec![false; end as usize];
    for first in [false, true] {
        for (datum, met) in references.data.iter().zip(met) {
            if (*met || !datum.is_constant) == first {
                is_late[datum.range.start as usize..datum.range.end as usize].fill(!first);
            }
        }
    }
    let mut runs: Vec<Range<u32>> = Vec::new();
    for at in (0..end).filter(|at| is_late[*at as usize]) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs.retain(|run| run.len() as u32 > PIECE);
    runs
}
