//! The module that can come later.
//!
//! Has the late functions; imports all else from the first module and puts its functions into the table.

use super::choose::Cut;
use super::first::{put, put_data};
use super::numbers::Numbers;
use super::program::Program;
use super::{FIRST, named};
use anyhow::Result;
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{
    CodeSection, DataSection, ElementSection, EntityType, FunctionSection, ImportSection, Module, TypeSection,
};

/// Writes it.
pub fn write(program: &Program, cut: &Cut) -> Result<Vec<u8>> {
    let mut numbers = Numbers(vec![None; program.len() as usize]);
    let mut types = TypeSection::new();
    for of in &program.types {
        types.ty().func_type(&numbers.func_type(of.clone())?);
    }
    let mut imports = ImportSection::new();
    for (number, function) in cut.shared.iter().enumerate() {
        numbers.0[*function as usize] = Some(number as u32);
        imports.import(FIRST, &named::function(number), EntityType::Function(program.type_of(*function)));
    }
    // In the order of their numbers, which stay the same.
    for (number, table) in program.tables.iter().enumerate() {
        let number = number as u32;
        let mut table = numbers.table_type(*table)?;
        let name = if number == program.table { named::TABLE.to_owned() } else { named::table(number) };
        if number == program.table {
            table.minimum = u64::from(cut.places);
            table.maximum = table.maximum.map(|most| most.max(table.minimum));
        }
        imports.import(FIRST, &name, EntityType::Table(table));
    }
    for memory in &program.memories {
        imports.import(FIRST, named::MEMORY, EntityType::Memory(numbers.memory_type(*memory)?));
    }
    for (number, (of, _)) in program.globals.iter().enumerate() {
        imports.import(FIRST, &named::global(number as u32), EntityType::Global(numbers.global_type(*of)?));
    }

    let late: Vec<usize> = (0..program.bodies.len()).filter(|row| cut.is_late[row + program.imports.len()]).collect();
    for (at, row) in late.iter().enumerate() {
        numbers.0[row + program.imports.len()] = Some((cut.shared.len() + at) as u32);
    }
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for row in late {
        functions.function(program.defined[row]);
        numbers.parse_function_body(&mut code, program.bodies[row].clone())?;
    }

    // Where it stood, and where the stand-in looks for it.
    let mut places: Vec<(u32, u32)> = cut.stand_ins.iter().map(|(function, place)| (*place, *function)).collect();
    let standing = program.places.iter().map(|(place, function)| (*place, *function));
    places.extend(standing.filter(|(_, function)| cut.is_late[*function as usize]));
    places.sort_unstable();
    places.dedup();
    let mut elements = ElementSection::new();
    let (mut start, mut run) = (0, Vec::new());
    for (place, function) in places {
        if start + run.len() as u32 != place {
            put(&mut elements, program.table, start, &mut run);
            start = place;
        }
        run.push(numbers.function_index(function)?);
    }
    put(&mut elements, program.table, start, &mut run);

    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&elements).section(&code);
    let mut data = DataSection::new();
    for (start, bytes) in &program.data {
        let end = start + bytes.len() as u32;
        for late in cut.data.iter().filter(|late| *start <= late.start && late.end <= end) {
            put_data(&mut data, *start, bytes, late.clone());
        }
    }
    module.section(&data);
    Ok(module.finish())
}
