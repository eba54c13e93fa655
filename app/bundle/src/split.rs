//! Step 2: the linked file becomes a main file and chunks, as the app asks with
//! `#[wasm_split]` (docs/decisions/0009). The linker has to leave its notes in
//! the file for that (`--emit-relocs`), and wasm-bindgen must not have seen it.

use std::fs;

use anyhow::{Context as _, Result, anyhow};
use walrus::ModuleConfig;
use wasm_split_cli_support::{Options, transform};

use crate::compile::{Profile, Wasm};
use crate::config::Config;
use crate::pieces::{self, Chunks};

/// What the main file imports its loaders from, and what the loaders import
/// the glue from. Neither becomes a file: [`crate::loader`] puts one into the
/// other.
pub const LOADER: &str = "./loader.js";
pub const GLUE: &str = "./glue.js";

/// Pieces of code that chunks share. With ten chunks and what comes before the
/// first screen an installed app is twenty files.
const PIECES: usize = 2;

pub struct Parts {
    pub main: Vec<u8>,
    pub loader: String,
    pub chunks: Chunks,
}

/// An app that is one file.
pub fn whole(wasm: &[u8]) -> Result<Parts> {
    let mut module = ModuleConfig::new().parse(wasm).context("cargo made no WASM file")?;
    // The linker's notes were for splitting.
    let notes = |name: &str| name == "linking" || name.starts_with("reloc.");
    let found: Vec<_> =
        module.customs.iter().filter(|(_, one)| notes(one.name())).map(|(id, _)| id).collect();
    for id in found {
        module.customs.delete(id);
    }
    Ok(Parts { main: module.emit_wasm(), loader: String::new(), chunks: Chunks::new() })
}

pub fn split(config: &Config, wasm: &Wasm, profile: Profile) -> Result<Parts> {
    let folder = config.root.join("target/bundle/split");
    // A chunk of a build before must not be taken for one of this build.
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
    }
    let main = folder.join("main.wasm");
    let mut options = Options::new(&wasm.bytes);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = LOADER;
    options.main_module = GLUE;
    let made = transform(options).map_err(|report| anyhow!("splitting the app: {report:#}"))?;

    let mut chunks = Chunks::new();
    for path in made.split_modules {
        let name = path.file_stem().and_then(|stem| stem.to_str()).context("a chunk's name")?;
        let bytes = fs::read(&path).with_context(|| format!("{}", path.display()))?;
        chunks.insert(name.to_owned(), bytes);
    }
    let loader = fs::read_to_string(folder.join(LOADER))?;
    let (loader, mut chunks) = pieces::gather(&loader, chunks, PIECES)?;
    for bytes in chunks.values_mut() {
        *bytes = packed(bytes, profile == Profile::Release)?;
    }
    Ok(Parts { main: fs::read(&main)?, loader, chunks })
}

/// A chunk written anew. The linker leaves room in every number it may have to
/// change later, a quarter of the file; and names are for people who look for
/// faults. wasm-bindgen does the same for the main file.
fn packed(wasm: &[u8], release: bool) -> Result<Vec<u8>> {
    let mut module = ModuleConfig::new()
        .generate_name_section(!release)
        .generate_producers_section(!release)
        .parse(wasm)
        .context("a chunk is no WASM file")?;
    Ok(module.emit_wasm())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_loses_its_slack_and_stays_the_same_program() {
        // One function that calls itself by an index of five bytes.
        let slack: &[u8] = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\
            \x07\x05\x01\x01f\0\0\x0a\x0a\x01\x08\0\x10\x80\x80\x80\x80\0\x0b";
        let tight: &[u8] = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\
            \x07\x05\x01\x01f\0\0\x0a\x06\x01\x04\0\x10\0\x0b";
        assert_eq!(packed(slack, true).unwrap(), tight);
    }

    #[test]
    fn what_is_no_chunk_is_refused() {
        assert!(packed(b"<!doctype html>", true).is_err());
    }
}
