//! Who refers to what: functions and data, before wasm-bindgen.
//!
//! Takes the program as the linker wrote it with `--emit-relocs`: beside code and data it lists every place in them where
//! an address stands. A finished program does not tell those from other numbers. Functions are named, because
//! wasm-bindgen counts them anew; data stays where it is.
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>

use anyhow::{Context, Result, ensure};
use std::collections::HashMap;
use std::ops::Range;
use wasmparser::{
    DataKind, KnownCustom, Linking, Name, Operator, Parser, Payload, RelocAddendKind, RelocationEntry, RelocationType,
    SymbolInfo,
};

/// Something that has an address.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target<'a> {
    Function(&'a str),
    /// A row of [`References::data`].
    Datum(usize),
}

/// A piece of data that the compiler made as one.
pub struct Datum<'a> {
    /// Where it is in memory.
    pub range: Range<u32>,
    /// Never written to.
    pub is_constant: bool,
    pub refers: Vec<Target<'a>>,
}

/// What was read.
pub struct References<'a> {
    /// Whose address each function takes.
    pub functions: HashMap<&'a str, Vec<Target<'a>>>,
    pub data: Vec<Datum<'a>>,
}

/// What the sections say, before it is put together.
#[derive(Default)]
struct Sections<'a> {
    imported: u32,
    names: HashMap<u32, &'a str>,
    /// Where each function's code stands in its section.
    bodies: Vec<Range<u32>>,
    code: u32,
    /// Where each segment's bytes stand in the section of data, and in memory.
    segments: Vec<(Range<u32>, u32)>,
    constant: Vec<bool>,
    symbols: Vec<SymbolInfo<'a>>,
    in_code: Vec<RelocationEntry>,
    in_data: Vec<RelocationEntry>,
}

impl<'a> References<'a> {
    /// Reads them.
    pub fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut sections = Sections::default();
        for payload in Parser::new(0).parse_all(wasm) {
            sections.take(payload?)?;
        }
        ensure!(!sections.in_code.is_empty(), "the linker was not told to keep its list of addresses");
        sections.put_together()
    }
}

impl<'a> Sections<'a> {
    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::ImportSection(section) => {
                // Each is a function, or `Program::read` refuses what becomes of this.
                self.imported = section.count();
            }
            Payload::CodeSectionStart { range, .. } => self.code = range.start as u32,
            Payload::CodeSectionEntry(body) => {
                let range = body.range();
                self.bodies.push(range.start as u32 - self.code..range.end as u32 - self.code);
            }
            Payload::DataSection(section) => {
                let start = section.range().start;
                for data in section {
                    let data = data?;
                    let DataKind::Active { offset_expr, .. } = data.kind else { continue };
                    let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else { continue };
                    let end = data.range.end - start;
                    self.segments.push(((end - data.data.len()) as u32..end as u32, value as u32));
                }
            }
            Payload::CustomSection(section) => match section.as_known() {
                KnownCustom::Name(names) => {
                    for part in names {
                        if let Name::Function(names) = part? {
                            for name in names {
                                let name = name?;
                                self.names.insert(name.index, name.name);
                            }
                        }
                    }
                }
                KnownCustom::Linking(linking) => {
                    for part in linking.subsections() {
                        match part? {
                            Linking::SegmentInfo(segments) => {
                                for segment in segments {
                                    self.constant.push(segment?.name.starts_with(".rodata"));
                                }
                            }
                            Linking::SymbolTable(symbols) => {
                                self.symbols = symbols.into_iter().collect::<Result<_, _>>()?;
                            }
                            _ => {}
                        }
                    }
                }
                KnownCustom::Reloc(reloc) if section.name() == "reloc.CODE" => {
                    self.in_code = reloc.entries().into_iter().collect::<Result<_, _>>()?;
                }
                KnownCustom::Reloc(reloc) if section.name() == "reloc.DATA" => {
                    self.in_data = reloc.entries().into_iter().collect::<Result<_, _>>()?;
                }
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn put_together(self) -> Result<References<'a>> {
        // Rows of the data by symbol.
        let mut rows: HashMap<u32, usize> = HashMap::new();
        let mut data: Vec<Datum> = Vec::new();
        for (symbol, info) in (0..).zip(&self.symbols) {
            let SymbolInfo::Data { symbol: Some(defined), .. } = info else { continue };
            // What has no bytes in the file starts as zeros.
            let Some((_, address)) = self.segments.get(defined.index as usize) else { continue };
            let start = address + defined.offset;
            rows.insert(symbol, data.len());
            let is_constant = self.constant.get(defined.index as usize).copied().unwrap_or(false);
            data.push(Datum { range: start..start + defined.size, is_constant, refers: Vec::new() });
        }
        let mut functions: HashMap<&str, Vec<Target>> = HashMap::new();
        self.names.iter().filter(|(function, _)| **function >= self.imported).for_each(|(_, name)| {
            functions.insert(name, Vec::new());
        });
        for entry in &self.in_code {
            let Some(target) = self.target(entry, &rows)? else { continue };
            let row = self.bodies.partition_point(|body| body.end <= entry.offset);
            let function = self.imported + row as u32;
            let name = self.names.get(&function).with_context(|| format!("function {function} has no name"))?;
            functions.entry(name).or_default().push(target);
        }
        let mut by_address: Vec<usize> = (0..data.len()).collect();
        by_address.sort_by_key(|row| data[*row].range.start);
        let longest = data.iter().map(|datum| datum.range.len() as u32).max().unwrap_or(0);
        for entry in &self.in_data {
            let Some(target) = self.target(entry, &rows)? else { continue };
            let segment = self.segments.iter().find(|(bytes, _)| bytes.contains(&entry.offset));
            let (bytes, address) = segment.context("an address that stands in no data")?;
            let at = entry.offset - bytes.start + address;
            // Several may share bytes that are alike.
            let end = by_address.partition_point(|row| data[*row].range.start <= at);
            let near = by_address[..end].iter().rev().copied().take_while(|row| data[*row].range.start + longest > at);
            let owners: Vec<usize> = near.filter(|row| data[*row].range.contains(&at)).collect();
            ensure!(!owners.is_empty(), "an address at {at} that stands in no datum");
            owners.into_iter().for_each(|row| data[row].refers.push(target));
        }
        Ok(References { functions, data })
    }

    /// What the address is of; nothing for a call, which the code tells by itself.
    fn target(&self, entry: &RelocationEntry, rows: &HashMap<u32, usize>) -> Result<Option<Target<'a>>> {
        let takes_function = matches!(
            entry.ty,
            RelocationType::TableIndexSleb | RelocationType::TableIndexI32 | RelocationType::TableIndexRelSleb
        );
        if !takes_function && entry.ty.addend_kind() == RelocAddendKind::None {
            return Ok(None);
        }
        let symbol = self.symbols.get(entry.index as usize).context("a symbol that is not there")?;
        Ok(match symbol {
            SymbolInfo::Func { index, .. } => {
                let name = self.names.get(index).with_context(|| format!("function {index} has no name"))?;
                Some(Target::Function(name))
            }
            SymbolInfo::Data { .. } => rows.get(&entry.index).map(|row| Target::Datum(*row)),
            _ => None,
        })
    }
}
