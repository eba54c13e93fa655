//! Classes that wasm-bindgen exports for a library, and of which nothing here ever makes one. Leptos
//! brings `wasm-streams`: streams of the browser's own for server functions, of which the app has
//! none. What is exported counts as used, so the linker had to leave them in.

use walrus::Module;
use walrus::passes::gc;

/// Takes them out of the module, with all that only they used, and out of the glue, which is answered
/// and stands a statement a line.
pub fn dropped(glue: &str, module: &mut Module) -> String {
    let classes = glue.lines().filter_map(|line| line.strip_prefix("export class "));
    let classes = classes.filter_map(|line| line.strip_suffix(" {"));
    let unused: Vec<&str> = classes.filter(|class| !is_made(glue, class)).collect();
    if unused.is_empty() {
        return glue.to_owned();
    }
    let stems: Vec<String> = unused.iter().map(|class| class.to_lowercase()).collect();
    let exports: Vec<_> = module
        .exports
        .iter()
        .filter(|export| stems.iter().any(|stem| is_of(&export.name, stem)))
        .map(walrus::Export::id)
        .collect();
    for export in exports {
        module.exports.delete(export);
    }
    gc::run(module);
    without(glue, &unused)
}

/// Either side makes one.
fn is_made(glue: &str, class: &str) -> bool {
    glue.contains(&format!("{class}.__wrap(")) || glue.contains(&format!("new {class}("))
}

/// An export is of the class with this name in small letters: one of its methods, or what frees it.
fn is_of(export: &str, stem: &str) -> bool {
    let method = export.strip_prefix(stem).is_some_and(|rest| rest.starts_with('_'));
    method
        || export.strip_prefix("__wbg_").and_then(|rest| rest.strip_prefix(stem)) == Some("_free")
}

/// The script without these classes and what looks after them.
fn without(glue: &str, classes: &[&str]) -> String {
    let begins = |line: &str| {
        classes.iter().any(|class| {
            [
                format!("export class {class} {{"),
                format!("const {class}Finalization = "),
                format!("if (Symbol.dispose) {class}."),
            ]
            .iter()
            .any(|start| line.starts_with(start))
        })
    };
    let mut kept = String::with_capacity(glue.len());
    // What ends the statement that is being left out, and how many braces are open in it.
    let mut leaving = None::<(char, i32)>;
    for line in glue.lines() {
        let (end, mut open) = match leaving {
            None if begins(line) => (if line.starts_with("export") { '}' } else { ';' }, 0),
            None => {
                kept.push_str(line);
                kept.push('\n');
                continue;
            }
            Some(leaving) => leaving,
        };
        for letter in line.chars() {
            open += i32::from(letter == '{') - i32::from(letter == '}');
        }
        let ends = open == 0 && line.ends_with(end);
        leaving = (!ends).then_some((end, open));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "export class Unused {
free() {
wasm.__wbg_unused_free(0, 0);
}
}
if (Symbol.dispose) Unused.prototype[Symbol.dispose] = Unused.prototype.free;
export class Made {
free() {
wasm.__wbg_made_free(0, 0);
}
}
const ret = Made.__wrap(arg0);
const UnusedFinalization = (typeof FinalizationRegistry === 'undefined')
? { register: () => {}, unregister: () => {} }
: new FinalizationRegistry(ptr => wasm.__wbg_unused_free(ptr, 1));
const rest = 1;
";

    #[test]
    fn a_class_that_nothing_makes_goes_from_both_sides_and_any_other_stays() {
        let mut module = Module::default();
        for name in ["__wbg_unused_free", "unused_pull", "__wbg_made_free", "made_pull", "start"] {
            let mut builder = walrus::FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.func_body();
            let function = builder.finish(Vec::new(), &mut module.funcs);
            module.exports.add(name, function);
        }
        let glue = dropped(GLUE, &mut module);
        assert!(!glue.contains("nused"), "{glue}");
        assert!(
            glue.contains("export class Made {\nfree() {\nwasm.__wbg_made_free(0, 0);\n}\n}\n")
        );
        assert!(glue.ends_with("const ret = Made.__wrap(arg0);\nconst rest = 1;\n"), "{glue}");
        let left: Vec<_> = module.exports.iter().map(|export| export.name.as_str()).collect();
        assert_eq!(left, ["__wbg_made_free", "made_pull", "start"]);
        assert_eq!(module.funcs.iter().count(), 3);
    }
}
