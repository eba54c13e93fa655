//! Step 4: the generated script that loads chunks goes into the glue. As a file
//! of its own it would be one more thing to wait for before the first screen,
//! and the two import each other, so neither could be hashed first.

use anyhow::{Result, bail};

use crate::split::{GLUE, LOADER};

/// What the main file's imports are called inside the glue.
const LOADERS: &str = "chunkLoaders";

/// The glue with the loader in it. A glue that asks for none stays as it is.
pub fn join(glue: &str, loader: &str) -> Result<String> {
    let mut joined = String::with_capacity(glue.len() + loader.len());
    let mut asked = false;
    for line in glue.lines() {
        if is_import(line, LOADER) {
            asked = true;
        } else if line.trim_start().starts_with(&format!("\"{LOADER}\": import")) {
            joined.push_str(&format!("\"{LOADER}\": {LOADERS},\n"));
        } else {
            joined.push_str(line);
            joined.push('\n');
        }
    }
    if !asked {
        return Ok(joined);
    }

    let mut names = Vec::new();
    let mut imports_glue = false;
    for line in loader.lines() {
        if is_import(line, GLUE) {
            // `initSync` is at hand: it is the glue's own.
            imports_glue = true;
            continue;
        }
        let own = line.strip_prefix("export ").unwrap_or(line);
        if own != line {
            names.extend(own.split_whitespace().nth(1));
        }
        joined.push_str(own);
        joined.push('\n');
    }
    joined.push_str(&format!("const {LOADERS} = {{ {} }};\n", names.join(", ")));
    let left = joined.lines().any(|line| is_import(line, LOADER) || is_import(line, GLUE));
    if left || names.is_empty() || !imports_glue || !joined.contains("function initSync(") {
        bail!("wasm-bindgen or wasm_split write their scripts differently now: see {}", file!());
    }
    Ok(joined)
}

fn is_import(line: &str, of: &str) -> bool {
    line.starts_with("import ") && line.contains(&format!("from \"{of}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHUNKED: &str = "import * as import1 from \"./loader.js\"\n\
        import * as import2 from \"./loader.js\"\n\
        import * as import3 from \"./snippets/a/inline0.js\"\n\
        function imports() {\nreturn {\n\"./loader.js\": import1,\n\"./loader.js\": import2,\n};\n}\n\
        function initSync(module, memory) {}\n";
    const SCRIPT: &str = "import { initSync } from \"./glue.js\";\n\n\
        /* desk */\nexport const __wasm_split_load_desk = wrap(() => {\n\
        return fetch(new URL(\"./split_desk.wasm\", import.meta.url));\n});\n";

    #[test]
    fn the_loader_becomes_a_part_of_the_glue() {
        let joined = join(CHUNKED, SCRIPT).unwrap();
        assert!(!joined.contains("from \"./loader.js\""));
        assert!(!joined.contains("from \"./glue.js\""));
        assert!(joined.contains("from \"./snippets/a/inline0.js\""));
        assert!(joined.contains("\"./loader.js\": chunkLoaders,\n"));
        assert!(joined.contains("\nconst __wasm_split_load_desk = wrap(() => {\n"));
        assert!(joined.ends_with("const chunkLoaders = { __wasm_split_load_desk };\n"));
    }

    #[test]
    fn an_app_in_one_piece_keeps_its_glue() {
        let glue = "import * as import1 from \"./snippets/a/inline0.js\"\nfunction initSync() {}\n";
        assert_eq!(join(glue, "").unwrap(), glue);
    }

    #[test]
    fn a_script_in_an_unknown_shape_is_an_error_here_and_not_on_a_phone() {
        assert!(join(CHUNKED, "import { initSync } from \"./glue.js\";\n").is_err());
        assert!(join(CHUNKED, "export const a = 1;\n").is_err());
    }
}
