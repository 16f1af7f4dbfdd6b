//! Sections that both modules have.

use super::choose::Cut;
use super::numbers::Numbers;
use super::program::Program;
use anyhow::Result;
use std::ops::Range;
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{ConstExpr, DataSection, ElementSection, Elements, TableType, TypeSection};

/// All types of functions, by their old numbers.
pub fn types(program: &Program, numbers: &mut Numbers) -> Result<TypeSection> {
    let mut types = TypeSection::new();
    for of in &program.types {
        types.ty().func_type(&numbers.func_type(of.clone())?);
    }
    Ok(types)
}

/// The tables; that of functions with the places that were added.
pub fn tables(program: &Program, cut: &Cut, numbers: &mut Numbers) -> Result<Vec<TableType>> {
    let mut tables = Vec::new();
    for (number, table) in (0..).zip(&program.tables) {
        let mut table = numbers.table_type(*table)?;
        if number == program.table {
            table.minimum = u64::from(cut.places);
            table.maximum = table.maximum.map(|most| most.max(table.minimum));
        }
        tables.push(table);
    }
    Ok(tables)
}

/// Functions, by their new numbers, at their places in the table: ascending.
pub fn elements(table: u32, functions: impl Iterator<Item = (u32, u32)>) -> ElementSection {
    let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
    for (place, function) in functions {
        match runs.last_mut() {
            Some((start, run)) if *start + run.len() as u32 == place => run.push(function),
            _ => runs.push((place, vec![function])),
        }
    }
    let mut elements = ElementSection::new();
    let table = (table != 0).then_some(table);
    for (start, run) in runs {
        elements.active(table, &ConstExpr::i32_const(start as i32), Elements::Functions(run.into()));
    }
    elements
}

/// The pieces of the program's data: those that are late, or the others.
pub fn data(program: &Program, cut: &Cut, is_late: bool) -> DataSection {
    let mut data = DataSection::new();
    for (start, bytes) in &program.data {
        let end = start + bytes.len() as u32;
        let mut put = |piece: Range<u32>| {
            if !piece.is_empty() {
                let bytes = &bytes[(piece.start - start) as usize..(piece.end - start) as usize];
                data.active(0, &ConstExpr::i32_const(piece.start as i32), bytes.iter().copied());
            }
        };
        let mut from = *start;
        for late in cut.data.iter().filter(|late| *start <= late.start && late.end <= end) {
            put(if is_late { late.clone() } else { from..late.start });
            from = late.end;
        }
        if !is_late {
            put(from..end);
        }
    }
    data
}
