//! A program as its sections tell it.
//!
//! Owns the numbers: functions are counted as wasm counts them, the imported ones first.

use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use wasmparser::{
    ConstExpr, DataKind, Element, ElementItems, ElementKind, Export, ExternalKind, FuncType, FunctionBody, GlobalType,
    Imports, KnownCustom, MemoryType, Name, Operator, Parser, Payload, TableType, TypeRef,
};

/// What was read. Its bytes are those of the file.
#[derive(Default)]
pub struct Program<'a> {
    pub types: Vec<FuncType>,
    /// Module, name and type of the functions that are imported; nothing else may be.
    pub imports: Vec<(&'a str, &'a str, u32)>,
    /// The type of each function with a body.
    pub defined: Vec<u32>,
    pub bodies: Vec<FunctionBody<'a>>,
    pub tables: Vec<TableType>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<(GlobalType, ConstExpr<'a>)>,
    pub exports: Vec<Export<'a>>,
    /// The function in each place of the table of functions.
    pub places: BTreeMap<u32, u32>,
    /// The number of that table.
    pub table: u32,
    /// Where each piece of data stands in memory, and its bytes.
    pub data: Vec<(u32, &'a [u8])>,
    /// Whom each function with a body calls or takes the address of, by an instruction.
    pub calls: Vec<Vec<u32>>,
    pub names: BTreeMap<u32, &'a str>,
}

impl<'a> Program<'a> {
    /// Reads it; refuses what this tool does not know how to cut.
    pub fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut program = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            program.take(payload?)?;
        }
        ensure!(program.defined.len() == program.bodies.len(), "functions and bodies differ in number");
        program.calls = program.bodies.iter().map(calls).collect::<Result<_>>()?;
        Ok(program)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::TypeSection(section) => {
                self.types = section.into_iter_err_on_gc_types().collect::<Result<_, _>>()?;
            }
            Payload::ImportSection(section) => {
                for imports in section {
                    let Imports::Single(_, import) = imports? else { bail!("compact imports") };
                    let TypeRef::Func(of) = import.ty else { bail!("the import `{}` is no function", import.name) };
                    self.imports.push((import.module, import.name, of));
                }
            }
            Payload::FunctionSection(section) => self.defined = section.into_iter().collect::<Result<_, _>>()?,
            Payload::TableSection(section) => {
                for table in section {
                    self.tables.push(table?.ty);
                }
                let functions = self.tables.iter().position(|table| table.element_type.is_func_ref());
                self.table = functions.context("no table of functions")? as u32;
            }
            Payload::MemorySection(section) => self.memories = section.into_iter().collect::<Result<_, _>>()?,
            Payload::GlobalSection(section) => {
                for global in section {
                    let global = global?;
                    self.globals.push((global.ty, global.init_expr));
                }
            }
            Payload::ExportSection(section) => self.exports = section.into_iter().collect::<Result<_, _>>()?,
            Payload::ElementSection(section) => {
                for element in section {
                    self.place(element?)?;
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(section) => {
                for data in section {
                    let data = data?;
                    let DataKind::Active { offset_expr, .. } = data.kind else {
                        bail!("data that is not there at the start")
                    };
                    self.data.push((constant(&offset_expr)?, data.data));
                }
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for part in names {
                        if let Name::Function(names) = part? {
                            for name in names {
                                let name = name?;
                                self.names.insert(name.index, name.name);
                            }
                        }
                    }
                }
            }
            // No instruction names a piece of data by number, or the parts would not be valid.
            Payload::DataCountSection { .. } => {}
            Payload::Version { .. } | Payload::CodeSectionStart { .. } | Payload::End(_) => {}
            other => bail!("a section that is not known here: {other:?}"),
        }
        Ok(())
    }

    fn place(&mut self, element: Element<'a>) -> Result<()> {
        let (ElementKind::Active { table_index, offset_expr }, ElementItems::Functions(functions)) =
            (element.kind, element.items)
        else {
            bail!("a list of functions that is not put into the table at the start")
        };
        ensure!(table_index.unwrap_or(0) == self.table, "functions in another table");
        for (place, function) in (constant(&offset_expr)?..).zip(functions) {
            self.places.insert(place, function?);
        }
        Ok(())
    }

    /// Functions in all.
    pub fn len(&self) -> u32 {
        (self.imports.len() + self.bodies.len()) as u32
    }

    /// The row of a function among those with a body.
    pub fn row(&self, function: u32) -> Option<usize> {
        (function as usize).checked_sub(self.imports.len())
    }

    /// The number of the function's type.
    pub fn type_of(&self, function: u32) -> u32 {
        match self.row(function) {
            Some(row) => self.defined[row],
            None => self.imports[function as usize].2,
        }
    }

    /// Functions that JavaScript calls by name.
    pub fn exported(&self) -> impl Iterator<Item = u32> {
        self.exports.iter().filter(|export| export.kind == ExternalKind::Func).map(|export| export.index)
    }
}

/// A place that stands in the program as a number.
fn constant(expression: &ConstExpr) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value as u32),
        other => bail!("a place that is reckoned: {other:?}"),
    }
}

fn calls(body: &FunctionBody) -> Result<Vec<u32>> {
    let mut calls = Vec::new();
    let mut reader = body.get_operators_reader()?;
    while !reader.eof() {
        match reader.read()? {
            Operator::Call { function_index }
            | Operator::ReturnCall { function_index }
            | Operator::RefFunc { function_index } => calls.push(function_index),
            _ => {}
        }
    }
    calls.sort_unstable();
    calls.dedup();
    Ok(calls)
}
