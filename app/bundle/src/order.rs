//! Functions that are alike lie side by side: the same generic function written
//! out for ten types then costs little more than one of them after compression.
//! The first load became 5 % smaller by it (docs/decisions/0009).

#![expect(clippy::indexing_slicing, reason = "the numbers in a file are of its own functions")]

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::convert::Infallible;

use anyhow::{Context as _, Result};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

use crate::fold::{Function, first_of_each};

/// How many functions are looked at for the one that comes next.
const CANDIDATES: usize = 256;

/// The same program: of functions that do the same only the first, all by signature
/// and then by their bytes, and among those that would come next always the one most
/// like the last.
///
/// Done twice: what is called has other numbers after the first time, and functions
/// that call the same are more alike then.
pub fn alike_together(wasm: &[u8]) -> Result<Vec<u8>> {
    ordered(&ordered(wasm)?)
}

fn ordered(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut order = Order::of(wasm)?;
    let mut module = Module::new();
    order
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .context("putting functions in order")?;
    Ok(module.finish())
}

struct Order {
    /// Functions from outside. They are counted first and keep their numbers.
    imported: u32,
    /// Where each function that is written stood before.
    old: Vec<usize>,
    /// The place of each of the file's own functions, or of the one that does the
    /// same, in the old order.
    new: Vec<u32>,
}

impl Order {
    fn of(wasm: &[u8]) -> Result<Self> {
        let mut imported = 0;
        let mut signatures = Vec::new();
        let mut functions = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(section) => {
                    signatures = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => {
                    functions.push(Function::of(wasm, signatures[functions.len()], &body)?);
                }
                _ => {}
            }
        }
        let first = first_of_each(&functions, imported);
        let kept = (0..functions.len()).filter(|at| first[*at] == *at).collect();
        let old = arranged(&functions, kept);
        let mut places = vec![0; functions.len()];
        for (place, &at) in (0..).zip(&old) {
            places[at] = place;
        }
        let new = first.into_iter().map(|at| places[at]).collect();
        Ok(Self { imported, old, new })
    }
}

/// The places of some functions, in the order in which they are to be written.
fn arranged(functions: &[Function<'_>], mut places: Vec<usize>) -> Vec<usize> {
    places.sort_by_key(|&at| (functions[at].signature, functions[at].body));
    let mut waiting = VecDeque::from(places);
    let mut arranged = Vec::new();
    while let Some(first) = waiting.front().copied() {
        let last = functions[arranged.last().copied().unwrap_or(first)].body;
        let candidates = waiting.iter().take(CANDIDATES).enumerate();
        let next = candidates
            .take_while(|(_, at)| functions[**at].signature == functions[first].signature)
            // The first of several that are equally like it.
            .min_by_key(|(_, at)| Reverse(likeness(functions[**at].body, last)))
            .map_or(0, |(place, _)| place);
        arranged.extend(waiting.remove(next));
    }
    arranged
}

/// How many bytes are the same in the same place, counted from the beginning and counted
/// from the end; what one is longer by is taken off.
fn likeness(a: &[u8], b: &[u8]) -> usize {
    let from_start = a.iter().zip(b).filter(|(a, b)| a == b).count();
    let from_end = a.iter().rev().zip(b.iter().rev()).filter(|(a, b)| a == b).count();
    (2 * (from_start + from_end)).saturating_sub(a.len().abs_diff(b.len()))
}

impl Reencode for Order {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        Ok(match function.checked_sub(self.imported) {
            Some(own) => self.imported + self.new[own as usize],
            None => function,
        })
    }

    fn parse_function_section(
        &mut self,
        written: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let signatures = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for &at in &self.old {
            written.function(signatures[at]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        written: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for at in self.old.clone() {
            self.parse_function_body(written, bodies[at].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two functions of one signature, exported as `f` and `g`; `f` calls `g`.
    const CALLS: &[u8] = b"\0asm\x01\0\0\0\x01\x05\x01\x60\0\x01\x7f\x03\x03\x02\0\0\
        \x07\x09\x02\x01f\0\0\x01g\0\x01\x0a\x0c\x02\x04\0\x10\x01\x0b\x05\0\x41\x80\x08\x0b";

    #[test]
    fn calls_and_exports_follow_the_functions_they_name() {
        // `g` is the longer one and begins with a smaller byte after its locals.
        let longer_first: &[u8] = b"\0asm\x01\0\0\0\x01\x05\x01\x60\0\x01\x7f\x03\x03\x02\0\0\
            \x07\x09\x02\x01f\0\x01\x01g\0\0\x0a\x0c\x02\x05\0\x41\x80\x08\x0b\x04\0\x10\0\x0b";
        // What was in order already stays; turned round it is put back.
        assert_eq!(alike_together(CALLS).unwrap(), CALLS);
        assert_eq!(alike_together(longer_first).unwrap(), CALLS);
    }

    #[test]
    fn what_is_no_wasm_file_is_refused() {
        assert!(alike_together(b"<!doctype html>").is_err());
    }
}
