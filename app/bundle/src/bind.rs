//! Step 3: wasm-bindgen writes the JavaScript between page and WebAssembly.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::compile::Profile;
use crate::config::Config;
use crate::loader;
use crate::order::{alike_together, smallest};
use crate::pieces::Chunks;
use crate::short;
use crate::split::Parts;
use crate::unused;

pub struct Bound {
    pub wasm: Vec<u8>,
    pub glue: String,
    /// Modules that the glue imports: the specifier it uses, and the text.
    pub snippets: Vec<(String, String)>,
    /// Files that the glue fetches later.
    pub chunks: Chunks,
}

/// `name` is what the file is called.
pub fn bind(
    config: &Config,
    name: &str,
    parts: Parts,
    profile: Profile,
    optimise: bool,
) -> Result<Bound> {
    let release = profile == Profile::Release;
    let mut output = Bindgen::new()
        .input_bytes(name, parts.main)
        .web(true)?
        .typescript(false)
        // The boot script passes the hashed address; a default one would
        // point at a file that does not exist.
        .omit_default_module_path(true)
        // Chunks find the main file's functions through its table.
        .keep_lld_exports(true)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate_output()
        .context("wasm-bindgen")?;

    if let Some(package) = output.npm_dependencies().keys().next() {
        bail!("the app asks for the npm package {package}: nothing may be loaded at run time");
    }
    let glue = loader::join(output.js(), &parts.loader)?;
    let glue = if release { trimmed(&glue) } else { glue };
    if !exports_start(&glue) {
        bail!("the app exports no start(): add `#[wasm_bindgen] pub fn start()` to app/src/lib.rs");
    }
    let snippets = snippets(&output);
    let glue = if release {
        let glue = unused::dropped(&glue, output.wasm_mut());
        short::names(&glue, output.wasm_mut())
    } else {
        glue
    };
    let mut wasm = output.wasm_mut().emit_wasm();
    let mut chunks = parts.chunks;
    for bytes in chunks.values_mut().chain([&mut wasm]) {
        if optimise {
            *bytes = run_wasm_opt(config, bytes)?;
        }
        if release {
            *bytes = alike_together(bytes)?;
        }
    }
    if release {
        wasm = smallest(&wasm)?;
    }
    Ok(Bound { wasm, glue, snippets, chunks })
}

/// A script without the lines that are comments, and without indentation. In none
/// of ours does a string span lines; the glue is made by machine, a statement a line.
pub fn trimmed(glue: &str) -> String {
    let mut kept = String::with_capacity(glue.len());
    let mut in_comment = false;
    for line in glue.lines().map(str::trim) {
        in_comment |= line.starts_with("/*");
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
        in_comment &= !line.ends_with("*/");
    }
    kept
}

fn exports_start(glue: &str) -> bool {
    glue.contains("export function start(")
        || glue.lines().any(|line| {
            line.starts_with("export {") && line.split(['{', '}', ',', ' ']).any(|w| w == "start")
        })
}

fn snippets(output: &wasm_bindgen_cli_support::Output) -> Vec<(String, String)> {
    let inline = output.snippets().iter().flat_map(|(krate, texts)| {
        texts.iter().enumerate().map(move |(index, text)| {
            (format!("./snippets/{krate}/inline{index}.js"), text.clone())
        })
    });
    let local = output
        .local_modules()
        .iter()
        .map(|(path, text)| (format!("./snippets/{path}"), text.clone()));
    let mut all: Vec<_> = inline.chain(local).collect();
    all.sort();
    all
}

/// Binaryen from npm. Debian's own version 108 exits 0 and writes a file that
/// does not start, so nothing on PATH is used.
fn run_wasm_opt(config: &Config, wasm: &[u8]) -> Result<Vec<u8>> {
    let tool = config.root.join("end2end/node_modules/.bin/wasm-opt");
    if !tool.is_file() {
        bail!("--optimise needs wasm-opt: run `npm install --no-save binaryen` in end2end");
    }
    let folder = config.root.join("target/bundle");
    fs::create_dir_all(&folder)?;
    let (before, after) = (folder.join("before.wasm"), folder.join("after.wasm"));
    fs::write(&before, wasm)?;
    let status = Command::new(tool)
        .args(["-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int"])
        .args(["--enable-reference-types", "--enable-sign-ext", "--enable-mutable-globals"])
        .args(["--enable-multivalue"])
        .arg(&before)
        .arg("-o")
        .arg(&after)
        .status()
        .context("starting wasm-opt")?;
    if !status.success() {
        bail!("wasm-opt failed");
    }
    Ok(fs::read(after)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_stay_at_home() {
        let glue = "/**\n * @param {number} a\n */\nexport function f(a) {\n    // why\n    return a;\n}\n";
        assert_eq!(trimmed(glue), "export function f(a) {\nreturn a;\n}\n");
    }

    #[test]
    fn start_is_recognised_in_both_spellings() {
        assert!(exports_start("x\nexport function start() {\n"));
        assert!(exports_start("export { initSync, start, __wbg_init as default };"));
        assert!(!exports_start("export { initSync, restart };\nexport function started() {}"));
    }
}
