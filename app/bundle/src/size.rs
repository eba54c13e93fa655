//! `--check-size`: what travels to a phone before the first screen.

use std::path::Path;

use anyhow::{Result, bail};

use crate::compile::Profile;
use crate::say;
use crate::shell::SHELL_PATH;
use crate::site::{self, Build, Listed};

/// After brotli, everything together. An outreach worker's phone on a weak
/// signal has it in ten seconds or so.
const BUDGET: usize = 350_000;

/// Prints a table; false above the budget.
pub fn check(out: &Path) -> Result<bool> {
    let build = site::read_build(out)?;
    if build.profile != Profile::Release.name() {
        bail!("sizes mean something only for {}", Profile::Release.name());
    }
    let files = first_load(&build);
    say(&format!("{:<40} {:>10} {:>10}", "first load", "bytes", "brotli"));
    for file in &files {
        say(&format!("{:<40} {:>10} {:>10}", file.path, file.raw, file.brotli));
    }
    let raw: usize = files.iter().map(|file| file.raw).sum();
    let brotli: usize = files.iter().map(|file| file.brotli).sum();
    say(&format!("{:<40} {raw:>10} {brotli:>10}", "together"));
    if brotli > BUDGET {
        say(&format!("over the budget of {BUDGET} bytes by {}", brotli - BUDGET));
        return Ok(false);
    }
    say(&format!("{} % of the budget of {BUDGET} bytes", brotli * 100 / BUDGET));
    Ok(true)
}

fn first_load(build: &Build) -> Vec<&Listed> {
    let names = &build.shell;
    let mut paths = vec![SHELL_PATH, &names.style, &names.start, &names.glue, &names.wasm];
    paths.extend(names.snippets.iter().map(String::as_str));
    paths.extend(["/manifest.webmanifest", "/icons/icon.svg"]);
    let find = |path: &&str| build.files.iter().find(|file| file.path == **path);
    paths.iter().filter_map(find).collect()
}
