//! Functions that do the same are written once. A generic function written out for
//! two types is often the same program twice, and the linker keeps both: seven in
//! a hundred functions of the first file. Nothing in Rust may depend on two
//! functions having two addresses.

#![expect(clippy::indexing_slicing, reason = "the numbers in a file are of its own functions")]

use std::collections::HashMap;

use anyhow::Result;
use wasmparser::{FunctionBody, Operator};

/// A function, also in parts: its bytes without the numbers of those it calls, and these.
pub struct Function<'a> {
    pub signature: u32,
    pub body: &'a [u8],
    between_calls: Vec<&'a [u8]>,
    calls: Vec<u32>,
}

impl<'a> Function<'a> {
    pub fn of(wasm: &'a [u8], signature: u32, body: &FunctionBody<'a>) -> Result<Self> {
        let mut between_calls = Vec::new();
        let mut calls = Vec::new();
        let mut from = body.range().start;
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let at = operators.original_position();
            if let Operator::Call { function_index } = operators.read()? {
                between_calls.push(&wasm[from..at]);
                calls.push(function_index);
                from = operators.original_position();
            }
        }
        between_calls.push(&wasm[from..body.range().end]);
        Ok(Self { signature, body: &wasm[body.range()], between_calls, calls })
    }
}

/// For each function the first that does the same, often itself. `imported` is how
/// many functions from outside are counted before them.
///
/// Two that differ only in what they call do the same once that does, so it is
/// looked at again until nothing more is found.
pub fn first_of_each(functions: &[Function<'_>], imported: u32) -> Vec<usize> {
    let mut first: Vec<usize> = (0..functions.len()).collect();
    loop {
        let mut seen = HashMap::new();
        let mut next = Vec::new();
        for (at, function) in functions.iter().enumerate() {
            let callee = |number: &u32| match number.checked_sub(imported) {
                // One that calls itself does the same as another that calls itself.
                Some(own) if first[own as usize] == first[at] => Callee::Itself,
                Some(own) => Callee::Own(first[own as usize]),
                None => Callee::Outside(*number),
            };
            let calls: Vec<_> = function.calls.iter().map(callee).collect();
            let does = (function.signature, &function.between_calls, calls);
            next.push(*seen.entry(does).or_insert(at));
        }
        if next == first {
            return first;
        }
        first = next;
    }
}

#[derive(PartialEq, Eq, Hash)]
enum Callee {
    Itself,
    Own(usize),
    Outside(u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(bytes: &'static [u8], calls: &[u32]) -> Function<'static> {
        let between_calls = vec![bytes];
        Function { signature: 0, body: bytes, between_calls, calls: calls.to_vec() }
    }

    #[test]
    fn the_same_program_is_found_through_what_it_calls() {
        let functions = [
            function(b"leaf", &[]),
            function(b"leaf", &[]),
            function(b"calls", &[2]),
            function(b"calls", &[3]),
            function(b"calls", &[0]),
            function(b"calls", &[1]),
        ];
        // Two functions are from outside, so number 2 is the first of their own.
        assert_eq!(first_of_each(&functions, 2), [0, 0, 2, 2, 4, 5]);
    }

    #[test]
    fn functions_that_call_themselves_are_the_same_when_the_rest_is() {
        let functions = [function(b"again", &[0]), function(b"again", &[1])];
        assert_eq!(first_of_each(&functions, 0), [0, 0]);
        let each_other = [function(b"a", &[1]), function(b"b", &[0]), function(b"a", &[0])];
        assert_eq!(first_of_each(&each_other, 0), [0, 1, 2]);
    }

    #[test]
    fn another_signature_is_another_function() {
        let mut functions = [function(b"leaf", &[]), function(b"leaf", &[])];
        functions[1].signature = 1;
        assert_eq!(first_of_each(&functions, 0), [0, 1]);
    }
}
