//! Tells whether anything changed since the site was written.

use std::{env, fs};

use anyhow::{Context as _, Result};

use crate::Options;
use crate::assemble::Files;
use crate::compile::Wasm;
use crate::config::Config;
use crate::names;

/// Of every input: what cargo made, styles, public folder, template, options,
/// and this very tool.
pub fn of(
    config: &Config,
    wasm: &Wasm,
    styles: [&str; 2],
    public: &Files,
    options: &Options,
) -> Result<String> {
    let tool = fs::read(env::current_exe()?).context("reading this tool")?;
    let page = fs::read(&config.shell_template)
        .with_context(|| format!("{}", config.shell_template.display()))?;
    let mut list = format!(
        "{} {} {}\n",
        options.profile.name(),
        options.optimise,
        [config.output_name.as_str(), config.pkg_dir.as_str()].join(" ")
    );
    let own = &config.own.page_template;
    let own = fs::read(own).with_context(|| format!("{}", own.display()))?;
    let [style, own_style] = styles.map(str::as_bytes);
    for part in [tool.as_slice(), &page, &own, &wasm.bytes, &wasm.own, style, own_style] {
        list.push_str(&names::hex(part));
        list.push('\n');
    }
    for (path, bytes) in public {
        list.push_str(&format!("{path} {}\n", names::hex(bytes)));
    }
    Ok(names::hex(list.as_bytes()))
}
