//! Short names between the glue and the WASM file. wasm-bindgen gives each function
//! that one asks of the other a name with sixteen digits of a hash in it: nothing packs
//! worse, and it stands in both files. Nobody else calls them.

use std::collections::BTreeMap;

use walrus::Module;

const HASH_DIGITS: usize = 16;

/// Gives every hashed name of an import or an export a short one, in the module and in the
/// glue, which is answered.
pub fn names(glue: &str, module: &mut Module) -> String {
    let mut short = BTreeMap::new();
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    for name in imports.chain(exports).filter(|name| is_hashed(name)) {
        let next = format!("${}", short.len());
        name.clone_from(short.entry(name.clone()).or_insert(next));
    }
    rewritten(glue, &short)
}

/// With the digits at its end, or behind the name of a crate in it.
fn is_hashed(name: &str) -> bool {
    let is_hash =
        |part: &str| part.len() == HASH_DIGITS && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let at_end = name.len().checked_sub(HASH_DIGITS).and_then(|at| name.get(at..));
    at_end.is_some_and(is_hash) || name.split('_').any(is_hash)
}

/// The script with whole words exchanged.
fn rewritten(glue: &str, short: &BTreeMap<String, String>) -> String {
    let mut script = String::with_capacity(glue.len());
    let mut rest = glue;
    let in_word = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$');
    while let Some(from) = rest.find(in_word) {
        let (between, word) = rest.split_at(from);
        let to = word.find(|letter| !in_word(letter)).unwrap_or(word.len());
        let (word, after) = word.split_at(to);
        script.push_str(between);
        script.push_str(short.get(word).map_or(word, String::as_str));
        rest = after;
    }
    script.push_str(rest);
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_exchanged_and_only_as_whole_words() {
        assert!(is_hashed("__wbg_log_0cc1b7768397bcfe"));
        assert!(is_hashed(
            "wasm_bindgen_0cc1b7768397bcfe___convert__closures_____invoke___true__15"
        ));
        assert!(!is_hashed("__indirect_function_table"));
        let short = [("f_0cc1b7768397bcfe".to_owned(), "$0".to_owned())].into();
        let glue = "{ f_0cc1b7768397bcfe: (a) => wasm.f_0cc1b7768397bcfe2(a), b }";
        assert_eq!(rewritten(glue, &short), "{ $0: (a) => wasm.f_0cc1b7768397bcfe2(a), b }");
    }

    #[test]
    fn glue_and_module_keep_naming_the_same() {
        let mut module = Module::default();
        let signature = module.types.add(&[], &[]);
        module.add_import_func("./glue.js", "ask_0123456789abcdef", signature);
        module.add_import_func("./glue.js", "plain", signature);
        let glue = names("({ ask_0123456789abcdef: 1, plain: 2 })", &mut module);
        assert_eq!(glue, "({ $0: 1, plain: 2 })");
        let left: Vec<_> = module.imports.iter().map(|import| import.name.as_str()).collect();
        assert_eq!(left, ["$0", "plain"]);
    }
}
