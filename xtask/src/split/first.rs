//! The module of a first visit.
//!
//! Has all that is not a function, the functions that are not late, and the stand-ins.

use super::choose::Cut;
use super::numbers::Numbers;
use super::program::Program;
use super::{NEEDED, named, sections};
use anyhow::{Context, Result};
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, EntityType, ExportKind, ExportSection, Function, FunctionSection, GlobalSection,
    GlobalType, ImportSection, MemorySection, Module, TableSection, ValType,
};

/// Writes it.
pub fn write(program: &Program, cut: &Cut) -> Result<Vec<u8>> {
    let imported = program.imports.len();
    // The loader is imported after all others, and the function that calls it once comes first of those with a body.
    let (needed, once) = (imported as u32, imported as u32 + 1);
    let mut next = once + 1;
    let mut numbers = Numbers((0..imported as u32).map(Some).collect());
    for function in imported as u32..program.len() {
        let stays = !cut.is_late[function as usize] || cut.stand_ins.contains_key(&function);
        numbers.0.push(stays.then_some(next));
        next += u32::from(stays);
    }

    let mut types = sections::types(program, &mut numbers)?;
    let nothing = program.types.len() as u32;
    types.ty().function([], []);

    let mut imports = ImportSection::new();
    for (module, name, of) in &program.imports {
        imports.import(module, name, EntityType::Function(*of));
    }
    let (glue, ..) = program.imports.first().context("a program without imports")?;
    imports.import(glue, NEEDED, EntityType::Function(nothing));

    let mut tables = TableSection::new();
    for table in sections::tables(program, cut, &mut numbers)? {
        tables.table(table);
    }

    let mut memories = MemorySection::new();
    for memory in &program.memories {
        memories.memory(numbers.memory_type(*memory)?);
    }

    let mut globals = GlobalSection::new();
    for (of, start) in &program.globals {
        globals.global(numbers.global_type(*of)?, &numbers.const_expr(start.clone())?);
    }
    let is_there = program.globals.len() as u32;
    let flag = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    globals.global(flag, &ConstExpr::i32_const(0));

    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    functions.function(nothing);
    let mut body = Function::new([]);
    let mut write = body.instructions();
    write.global_get(is_there).i32_eqz().if_(BlockType::Empty);
    write.call(needed).i32_const(1).global_set(is_there).end().end();
    code.function(&body);
    for (row, (of, body)) in program.defined.iter().zip(&program.bodies).enumerate() {
        let function = (row + imported) as u32;
        if let Some(place) = cut.stand_ins.get(&function) {
            let arguments = program.types[*of as usize].params().len() as u32;
            let mut body = Function::new([]);
            let mut write = body.instructions();
            write.call(once);
            (0..arguments).for_each(|argument| {
                write.local_get(argument);
            });
            write.i32_const(*place as i32).call_indirect(program.table, *of).end();
            code.function(&body);
        } else if !cut.is_late[function as usize] {
            numbers.parse_function_body(&mut code, body.clone())?;
        } else {
            continue;
        }
        functions.function(*of);
    }

    let mut exports = ExportSection::new();
    for export in &program.exports {
        numbers.parse_export(&mut exports, *export)?;
    }
    for (number, function) in cut.shared.iter().enumerate() {
        let new = numbers.function_index(*function)?;
        exports.export(&named::function(number), ExportKind::Func, new);
    }
    exports.export(named::TABLE, ExportKind::Table, program.table);
    for number in 0..program.globals.len() as u32 {
        exports.export(&named::global(number), ExportKind::Global, number);
    }
    for number in (0..program.tables.len() as u32).filter(|number| *number != program.table) {
        exports.export(&named::table(number), ExportKind::Table, number);
    }
    exports.export(named::MEMORY, ExportKind::Memory, 0);

    // Places of functions that only late ones know are filled by them.
    let places = program.places.iter().filter_map(|(place, function)| Some((*place, numbers.0[*function as usize]?)));
    let elements = sections::elements(program.table, places);

    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&tables).section(&memories);
    module.section(&globals).section(&exports).section(&elements);
    module.section(&code).section(&sections::data(program, cut, false));
    Ok(module.finish())
}
