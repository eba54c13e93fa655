//! Functions that are alike lie side by side: the same generic function written
//! out for ten types then costs little more than one of them after compression.
//! The first load became 6 % smaller by it (docs/decisions/0009).

#![expect(clippy::indexing_slicing, reason = "the numbers in a file are of its own functions")]

use std::collections::HashMap;
use std::convert::Infallible;

use anyhow::{Context as _, Result};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, MemArg, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

use crate::compress;
use crate::fold::{Function, first_of_each};

/// Of how many bytes the runs are by which functions are compared.
const RUN: usize = 4;
/// Lengths that are tried for the one file that everybody waits for: which is best differs from build to
/// build by a kilobyte.
const RUNS: [usize; 2] = [RUN, 3];

/// The same program: of functions that do the same only the first, all by signature
/// and then by their bytes, and among those that would come next always the one most
/// like the last.
///
/// Done twice: what is called has other numbers after the first time, and functions
/// that call the same are more alike then.
pub fn alike_together(wasm: &[u8]) -> Result<Vec<u8>> {
    ordered(&ordered(wasm, RUN)?, RUN)
}

/// How often a file is put in order by each length of run before the best of all is taken.
const TRIES: usize = 8;

/// [`alike_together`], and then further, for the one file that everybody waits for: each time gives
/// another order, as good as the last within a few hundred bytes, and the smallest is taken.
pub fn smallest(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut best = alike_together(wasm)?;
    let mut size = compress::brotli_size(&best)?;
    for run in RUNS {
        let mut last = ordered(wasm, run)?;
        for _ in 0..TRIES {
            last = ordered(&last, run)?;
            let now = compress::brotli_size(&last)?;
            if now < size {
                (size, best) = (now, last.clone());
            }
        }
    }
    Ok(best)
}

fn ordered(wasm: &[u8], run: usize) -> Result<Vec<u8>> {
    let mut order = Order::of(wasm, run)?;
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
    fn of(wasm: &[u8], run: usize) -> Result<Self> {
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
        let old = arranged(&functions, kept, run);
        let mut places = vec![0; functions.len()];
        for (place, &at) in (0..).zip(&old) {
            places[at] = place;
        }
        let new = first.into_iter().map(|at| places[at]).collect();
        Ok(Self { imported, old, new })
    }
}

/// The places of some functions, in the order in which they are to be written.
fn arranged(functions: &[Function<'_>], mut places: Vec<usize>, run: usize) -> Vec<usize> {
    places.sort_by_key(|&at| (functions[at].signature, functions[at].body));
    places
        .chunk_by(|&a, &b| functions[a].signature == functions[b].signature)
        .flat_map(|places| {
            let bodies: Vec<_> = places.iter().map(|&at| functions[at].body).collect();
            chained(&bodies, run).into_iter().map(|at| places[at])
        })
        .collect()
}

/// Where each comes in a chain that begins with the first and goes on with the one most like
/// the last.
fn chained(bodies: &[&[u8]], run: usize) -> Vec<usize> {
    let runs = Runs::of(bodies, run);
    let mut waits = vec![true; bodies.len()];
    let mut chain = Vec::with_capacity(bodies.len());
    let mut next = None;
    while let Some(at) = next.or_else(|| waits.iter().position(|waits| *waits)) {
        waits[at] = false;
        chain.push(at);
        next = runs.most_like(at, &waits);
    }
    chain
}

/// Which runs of bytes occur in which functions, wherever in them: what compression writes
/// once is found in any place.
struct Runs {
    /// The runs of each function, each once.
    of: Vec<Vec<usize>>,
    /// The functions with each run.
    with: Vec<Vec<usize>>,
}

impl Runs {
    fn of(bodies: &[&[u8]], length: usize) -> Self {
        let mut numbers = HashMap::new();
        let (mut of, mut with) = (Vec::new(), Vec::<Vec<usize>>::new());
        for (at, body) in bodies.iter().enumerate() {
            let number = |run| {
                let next = numbers.len();
                *numbers.entry(run).or_insert(next)
            };
            let mut runs: Vec<usize> = body.windows(length).map(number).collect();
            runs.sort_unstable();
            runs.dedup();
            with.resize(numbers.len(), Vec::new());
            for &run in &runs {
                with[run].push(at);
            }
            of.push(runs);
        }
        Self { of, with }
    }

    /// Of those that wait the one that shares most runs with this one, in parts of the runs
    /// that either of them has; none where all are quite another thing.
    fn most_like(&self, at: usize, waits: &[bool]) -> Option<usize> {
        let mut shared = vec![0; waits.len()];
        for &other in self.of[at].iter().flat_map(|&run| &self.with[run]) {
            shared[other] += 1;
        }
        let likeness = |other: usize| {
            let either = self.of[at].len() + self.of[other].len() - shared[other];
            shared[other] as f64 / either as f64
        };
        (0..waits.len())
            .filter(|&other| waits[other] && shared[other] > 0)
            // The first of several that are equally like it.
            .max_by(|&a, &b| likeness(a).total_cmp(&likeness(b)).then(b.cmp(&a)))
    }
}

impl Reencode for Order {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        Ok(match function.checked_sub(self.imported) {
            Some(own) => self.imported + self.new[own as usize],
            None => function,
        })
    }

    /// How well a place in memory is aligned is a hint: a program does the same whatever it says,
    /// and engines pass over it. Two functions that differ in nothing else are the same.
    fn mem_arg(&mut self, arg: wasmparser::MemArg) -> Result<MemArg, Error> {
        let memory_index = self.memory_index(arg.memory)?;
        Ok(MemArg { offset: arg.offset, align: arg.max_align.into(), memory_index })
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
    fn two_functions_that_differ_in_a_hint_are_one() {
        // Both load four bytes; the second says nothing of how they are aligned.
        let hints: &[u8] = b"\0asm\x01\0\0\0\x01\x05\x01\x60\0\x01\x7f\x03\x03\x02\0\0\
            \x05\x03\x01\0\x01\x07\x09\x02\x01f\0\0\x01g\0\x01\
            \x0a\x11\x02\x07\0\x41\0\x28\x02\x08\x0b\x07\0\x41\0\x28\0\x08\x0b";
        let one: &[u8] = b"\0asm\x01\0\0\0\x01\x05\x01\x60\0\x01\x7f\x03\x02\x01\0\
            \x05\x03\x01\0\x01\x07\x09\x02\x01f\0\0\x01g\0\0\
            \x0a\x09\x01\x07\0\x41\0\x28\x02\x08\x0b";
        assert_eq!(alike_together(hints).unwrap(), one);
    }

    #[test]
    fn what_is_no_wasm_file_is_refused() {
        assert!(alike_together(b"<!doctype html>").is_err());
    }
}
