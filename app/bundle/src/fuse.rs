//! Several pieces of one program become one file. They were cut from the same
//! file, so their signatures are the same list, and they find each other's
//! functions by places in a table that all of them share: only the numbers of
//! functions, globals and data inside a piece have to move.

#![expect(clippy::indexing_slicing, reason = "the numbers in a piece are of its own parts")]

use std::convert::Infallible;

use anyhow::{Result, bail, ensure};
use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ElementSection, FunctionSection, ImportSection,
    Module, RawSection, SectionId,
};
use wasmparser::{BinaryReader, CodeSectionReader, Import, Parser, Payload, TypeRef};

/// One file that does what the given ones do when they are loaded in turn.
/// Their names for functions are left out.
pub fn fuse(pieces: &[&[u8]]) -> Result<Vec<u8>> {
    let mut whole = Whole::default();
    for piece in pieces {
        whole.add(piece)?;
    }
    whole.finish()
}

#[derive(Default)]
struct Whole<'a> {
    signatures: &'a [u8],
    imports: Vec<Import<'a>>,
    functions: FunctionSection,
    elements: ElementSection,
    code: CodeSection,
    data: DataSection,
}

impl<'a> Whole<'a> {
    fn add(&mut self, wasm: &'a [u8]) -> Result<()> {
        let mut moved =
            Moved { functions: self.functions.len(), data: self.data.len(), globals: Vec::new() };
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::TypeSection(types) => {
                    let bytes = &wasm[types.range()];
                    let first = self.signatures.is_empty();
                    ensure!(first || self.signatures == bytes, "these are pieces of two programs");
                    self.signatures = bytes;
                }
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        self.import(import?, &mut moved)?;
                    }
                }
                Payload::FunctionSection(functions) => {
                    moved.parse_function_section(&mut self.functions, functions)?;
                }
                Payload::ElementSection(elements) => {
                    moved.parse_element_section(&mut self.elements, elements)?;
                }
                Payload::CodeSectionStart { range, .. } => {
                    let code = BinaryReader::new(&wasm[range.clone()], range.start);
                    moved.parse_code_section(&mut self.code, CodeSectionReader::new(code)?)?;
                }
                Payload::DataSection(data) => moved.parse_data_section(&mut self.data, data)?,
                Payload::Version { .. }
                | Payload::DataCountSection { .. }
                | Payload::CodeSectionEntry(_)
                | Payload::CustomSection(_)
                | Payload::End(_) => {}
                Payload::ExportSection(exports) if exports.count() == 0 => {}
                other => bail!("nobody has said how to join this: {other:?}"),
            }
        }
        Ok(())
    }

    /// What two pieces ask for under one name is one thing.
    fn import(&mut self, import: Import<'a>, moved: &mut Moved) -> Result<()> {
        let same = |held: &&Import<'_>| (held.module, held.name) == (import.module, import.name);
        match self.imports.iter().find(same) {
            Some(held) => ensure!(held.ty == import.ty, "{} is two things", import.name),
            None => self.imports.push(import),
        }
        let of_its_kind: Vec<_> = self
            .imports
            .iter()
            .filter(|held| std::mem::discriminant(&held.ty) == std::mem::discriminant(&import.ty))
            .collect();
        match import.ty {
            TypeRef::Global(_) => moved
                .globals
                .extend((0..).zip(of_its_kind).find(|(_, held)| same(held)).map(|(at, _)| at)),
            // The only memory and the only table are number nought everywhere.
            TypeRef::Memory(_) | TypeRef::Table(_) if of_its_kind.len() == 1 => {}
            _ => bail!("a piece asks for {}, which has no number here", import.name),
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>> {
        let mut imports = ImportSection::new();
        for import in self.imports {
            RoundtripReencoder.parse_import(&mut imports, import)?;
        }
        let mut module = Module::new();
        module
            .section(&RawSection { id: SectionId::Type.into(), data: self.signatures })
            .section(&imports)
            .section(&self.functions)
            .section(&self.elements)
            .section(&DataCountSection { count: self.data.len() })
            .section(&self.code)
            .section(&self.data);
        Ok(module.finish())
    }
}

/// How far a piece's own numbers move in the whole.
struct Moved {
    functions: u32,
    data: u32,
    globals: Vec<u32>,
}

impl Reencode for Moved {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        Ok(self.functions + function)
    }

    fn data_index(&mut self, data: u32) -> Result<u32, Error> {
        Ok(self.data + data)
    }

    fn global_index(&mut self, global: u32) -> Result<u32, Error> {
        Ok(self.globals[global as usize])
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use wasm_encoder::{
        ConstExpr, Elements, EntityType, Function, GlobalType, MemoryType, RefType, TableType,
        TypeSection, ValType,
    };

    /// A piece as they are cut: functions that read a global and return a number,
    /// each with a place in the table, and a byte of data for each.
    pub fn piece(numbers: &[i32]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        let mut imports = ImportSection::new();
        let global = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        let memory = MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        };
        let table = TableType {
            element_type: RefType::FUNCREF,
            minimum: 99,
            maximum: None,
            table64: false,
            shared: false,
        };
        imports.import("shared", "stack", EntityType::Global(global));
        imports.import("shared", "table", EntityType::Table(table));
        imports.import("shared", "memory", EntityType::Memory(memory));
        let mut functions = FunctionSection::new();
        let mut elements = ElementSection::new();
        let mut code = CodeSection::new();
        let mut data = DataSection::new();
        for (at, number) in (0..).zip(numbers) {
            functions.function(0);
            let place = ConstExpr::i32_const(*number);
            elements.active(None, &place, Elements::Functions(vec![at].into()));
            let mut function = Function::new([]);
            function.instructions().global_get(0).drop().i32_const(*number).call(at).drop().end();
            code.function(&function);
            data.active(0, &place, number.to_le_bytes());
        }
        let mut module = Module::new();
        module
            .section(&types)
            .section(&imports)
            .section(&functions)
            .section(&elements)
            .section(&DataCountSection { count: data.len() })
            .section(&code)
            .section(&data);
        module.finish()
    }

    pub fn functions(wasm: &[u8]) -> u32 {
        let payloads = Parser::new(0).parse_all(wasm);
        payloads
            .filter_map(|payload| match payload.unwrap() {
                Payload::FunctionSection(functions) => Some(functions.count()),
                _ => None,
            })
            .sum()
    }

    #[test]
    fn two_pieces_become_what_would_have_been_cut_as_one() {
        assert_eq!(fuse(&[&piece(&[3, 5]), &piece(&[8])]).unwrap(), piece(&[3, 5, 8]));
    }

    #[test]
    fn pieces_of_two_programs_are_refused() {
        let other: &[u8] = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0";
        assert!(fuse(&[&piece(&[3]), other]).is_err());
    }

    #[test]
    fn what_it_was_never_told_how_to_join_is_refused() {
        // A piece with a start function.
        let mut starts = piece(&[]);
        starts.splice(starts.len() - 7.., []);
        starts.extend(b"\x08\x01\0");
        assert!(fuse(&[&starts]).is_err());
    }
}
