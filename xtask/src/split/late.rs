//! The module that can come later.
//!
//! Has the late functions; imports all else from the first module and puts its functions into the table.

use super::choose::Cut;
use super::numbers::Numbers;
use super::program::Program;
use super::{FIRST, named, sections};
use anyhow::Result;
use std::collections::BTreeMap;
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{CodeSection, EntityType, FunctionSection, ImportSection, Module};

/// Writes it.
pub fn write(program: &Program, cut: &Cut) -> Result<Vec<u8>> {
    let mut numbers = Numbers(vec![None; program.len() as usize]);
    let types = sections::types(program, &mut numbers)?;
    let mut imports = ImportSection::new();
    for (number, function) in cut.shared.iter().enumerate() {
        numbers.0[*function as usize] = Some(number as u32);
        imports.import(FIRST, &named::function(number), EntityType::Function(program.type_of(*function)));
    }
    // In the order of their numbers, which stay the same.
    for (number, table) in (0..).zip(sections::tables(program, cut, &mut numbers)?) {
        let name = if number == program.table { named::TABLE.to_owned() } else { named::table(number) };
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
    let mut places: BTreeMap<u32, u32> = cut.stand_ins.iter().map(|(function, place)| (*place, *function)).collect();
    places.extend(program.places.iter().filter(|(_, function)| cut.is_late[**function as usize]));
    let places = places.iter().filter_map(|(place, function)| Some((*place, numbers.0[*function as usize]?)));
    let elements = sections::elements(program.table, places);

    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&elements).section(&code);
    module.section(&sections::data(program, cut, true));
    Ok(module.finish())
}
