//! Cuts a program in two: what a first visit needs, and what can come later.
//!
//! Takes a program as wasm-bindgen wrote it, with its functions' names, and says which are late; gives two modules that
//! share memory, stack and table of functions. Of a late function the first module keeps at most a stand-in, which loads
//! the late module if it is not there yet and then calls it through the table; so whoever calls too early waits, and is
//! never wrong. Guarantees: each function is in one of the two, whole and unchanged but for the numbers of what it calls;
//! constant data that only late functions know is in the late one; both are valid.
//!
//! Binaryen's wasm-split does the same with a list of the functions that ran in a trial; Leptos' with macros in the source,
//! and by its own copy of the linker's work.

mod choose;
mod first;
mod late;
mod lists;
mod named;
mod numbers;
mod program;
mod references;
mod sections;

use anyhow::{Context, Result, ensure};
pub use lists::is_late;
use program::Program;
use references::References;

/// The module that the late one imports everything from: the first one's exports.
const FIRST: &str = "f";
/// The name of the function that the glue gives to load the late module.
const NEEDED: &str = "needed";

/// Both modules, and the glue that can load them.
pub struct Parts {
    pub first: Vec<u8>,
    pub late: Vec<u8>,
    pub script: String,
}

/// Cuts. `linked` is the program before wasm-bindgen, `script` the glue, `loader` what it gets to load the late module
/// with; `is_late` is asked for the name of each function.
pub fn split(linked: &[u8], wasm: &[u8], script: &str, loader: &str, is_late: &dyn Fn(&str) -> bool) -> Result<Parts> {
    let references = References::read(linked).context("reading what the linker wrote")?;
    let program = Program::read(wasm).context("reading")?;
    let cut = choose::choose(&program, &references, is_late)?;
    let head = "    const import0 = {\n        __proto__: null,\n";
    ensure!(script.matches(head).count() == 1, "the glue must give its imports in one object");
    let script = script.replace(head, &format!("{head}        {NEEDED}: needed,\n"));
    let first = first::write(&program, &cut).context("the first part")?;
    let late = late::write(&program, &cut).context("the late part")?;
    for part in [&first, &late] {
        wasmparser::validate(part).context("a part is no valid program")?;
    }
    Ok(Parts { first, late, script: script + "\n" + loader })
}

#[cfg(test)]
mod tests {
    use super::*;
    use references::{Datum, Target};
    use std::collections::HashMap;
    use wasm_encoder::*;

    /// Functions: 0 is imported; 1 `main` is exported and calls 0, 2 `late`; 2 calls 3 `deep` and 4 `both`; 5 `shown` calls 4
    /// and is known by an address alone; 1 calls 4 too. Memory: 64 bytes of data.
    fn program() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([ValType::I32], [ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import("./page_bg.js", "log", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for calls in [&[0, 2, 4][..], &[3, 4], &[], &[], &[4]] {
            functions.function(0);
            let mut body = Function::new([]);
            let mut write = body.instructions();
            write.local_get(0);
            calls.iter().for_each(|callee| {
                write.call(*callee);
            });
            write.end();
            code.function(&body);
        }
        let mut tables = TableSection::new();
        let of = RefType::FUNCREF;
        tables.table(TableType { element_type: of, minimum: 2, maximum: Some(2), table64: false, shared: false });
        let mut memories = MemorySection::new();
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        let mut globals = GlobalSection::new();
        let stack = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        globals.global(stack, &ConstExpr::i32_const(1024));
        let mut exports = ExportSection::new();
        exports.export("memory", ExportKind::Memory, 0).export("main", ExportKind::Func, 1);
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(1), Elements::Functions((&[5][..]).into()));
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(100), (0..64).collect::<Vec<u8>>());
        let mut names = NameSection::new();
        let mut called = NameMap::new();
        for (function, name) in ["log", "main", "late", "deep", "both", "shown"].iter().enumerate() {
            called.append(function as u32, name);
        }
        names.functions(&called);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&tables).section(&memories);
        module.section(&globals).section(&exports).section(&elements).section(&code).section(&data).section(&names);
        module.finish()
    }

    /// `holder` takes the address of `shown`; the first half of the data is `late`'s, the second one `main`'s.
    fn references(holder: &'static str) -> References<'static> {
        let mut functions: HashMap<&str, Vec<Target>> =
            ["main", "late", "deep", "both", "shown"].into_iter().map(|name| (name, Vec::new())).collect();
        functions.entry(holder).or_default().push(Target::Function("shown"));
        functions.entry("late").or_default().push(Target::Datum(0));
        functions.entry("main").or_default().push(Target::Datum(1));
        let datum = |range| Datum { range, is_constant: true, refers: Vec::new() };
        References { functions, data: vec![datum(100..132), datum(132..164)] }
    }

    /// What became of it.
    struct Halves {
        /// The names of late functions.
        late: Vec<&'static str>,
        stand_ins: Vec<u32>,
        first: Vec<u8>,
        second: Vec<u8>,
    }

    fn cut(holder: &'static str) -> Result<Halves> {
        let wasm = program();
        let program = Program::read(&wasm)?;
        let references = references(holder);
        let cut = choose::choose(&program, &references, &|name| name == "late")?;
        let names = ["log", "main", "late", "deep", "both", "shown"];
        let late = names.into_iter().zip(&cut.is_late).filter(|(_, late)| **late).map(|(name, _)| name).collect();
        let (first, second) = (first::write(&program, &cut)?, late::write(&program, &cut)?);
        wasmparser::validate(&first)?;
        wasmparser::validate(&second)?;
        Ok(Halves { late, stand_ins: cut.stand_ins.keys().copied().collect(), first, second })
    }

    #[test]
    fn what_only_late_ones_lead_to_is_late() -> Result<()> {
        let Halves { late, stand_ins, first, second } = cut("late")?;
        assert_eq!(late, ["late", "deep", "shown"]);
        // `main` calls `late`; nobody else of the first part knows the others.
        assert_eq!(stand_ins, [2]);
        let first = Program::read(&first)?;
        assert!(first.places.is_empty(), "the late part fills the table");
        assert_eq!(first.data, [(132, &(32..64).collect::<Vec<u8>>()[..])]);
        assert!(second.windows(32).any(|bytes| bytes.iter().copied().eq(0..32)), "the late part has its data");
        Ok(())
    }

    #[test]
    fn an_address_that_the_first_part_takes_keeps_its_function() -> Result<()> {
        let Halves { late, first, .. } = cut("main")?;
        assert_eq!(late, ["late", "deep"]);
        assert_eq!(Program::read(&first)?.places.len(), 1);
        Ok(())
    }

    #[test]
    fn a_program_without_its_list_of_addresses_is_refused() {
        let error = split(&program(), &program(), "", "", &|_| false).err();
        assert!(error.is_some_and(|error| format!("{error:#}").contains("list of addresses")));
    }
}
