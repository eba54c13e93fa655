//! `cargo run -p bundle`: turns the app into the folder the server serves.
//!
//! A small step per module, in this order: [`compile`] (cargo), [`split`]
//! (chunks), [`pieces`] and [`fuse`] (few files), [`bind`] (wasm-bindgen),
//! [`unused`], [`fold`] and [`order`] (nothing for nobody, nothing twice, like beside like), [`short`] (names
//! without hashes), [`loader`] (the script that loads chunks), [`style`] (one stylesheet), [`names`] (content
//! hashes), [`shell`] (the offline page, the boot script, the service worker),
//! [`own`] (the clients' app, one file without chunks), [`assemble`] (all of them together), [`site`] (files and their compressed
//! siblings on disk), [`size`] (budgets).

mod assemble;
mod bind;
mod compile;
mod compress;
mod config;
mod fingerprint;
mod fold;
mod fuse;
mod loader;
mod names;
mod order;
mod own;
mod pieces;
mod shell;
mod short;
mod site;
mod size;
mod split;
mod style;
mod unused;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use compile::Profile;
use config::Config;

const USAGE: &str = "\
usage: cargo run -p bundle -- [options]
  --profile wasm-release|wasm-dev   default wasm-release
  --out FOLDER                      default: site-root of Cargo.toml
  --check-size                      print first-load sizes; fail above the budget
  --optimise                        run wasm-opt of end2end/node_modules (wasm-release only)";

struct Options {
    profile: Profile,
    out: Option<PathBuf>,
    check_size: bool,
    optimise: bool,
}

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            complain(&format!("bundle: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let Some(options) = parse(std::env::args().skip(1))? else {
        say(USAGE);
        return Ok(ExitCode::SUCCESS);
    };
    let began = Instant::now();
    let config = Config::read()?;
    let out = options.out.clone().unwrap_or_else(|| config.site_root.clone());

    let wasm = compile::compile(&config, options.profile)?;
    let public = assemble::read_public(&config)?;
    let style = style::read(&config.style_file)?;
    let own_style = style::read(&config.own.style_file)?;
    let styles = [style.as_str(), &own_style];
    let fingerprint = fingerprint::of(&config, &wasm, styles, &public, &options)?;

    if site::is_current(&out, &fingerprint) {
        say(&format!("bundle: {} is up to date", out.display()));
    } else {
        let parts = split::split(&config, &wasm, options.profile)?;
        let (profile, optimise) = (options.profile, options.optimise);
        let bound = bind::bind(&config, &config.output_name, parts, profile, optimise)?;
        let parts = split::whole(&wasm.own)?;
        let own = bind::bind(&config, config.own.output_name, parts, profile, optimise)?;
        let mut public = public;
        let own = own::assemble(&config, own, &own_style, &mut public)?;
        let site = assemble::assemble(&config, bound, &style, public, own)?;
        let files = site::write(&out, &site, options.profile, &fingerprint)?;
        say(&format!(
            "bundle: build {} in {}, {files} files, {:.1} s",
            site.build_id,
            out.display(),
            began.elapsed().as_secs_f32()
        ));
    }

    if options.check_size && !size::check(&out)? {
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>> {
    let mut options =
        Options { profile: Profile::Release, out: None, check_size: false, optimise: false };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--profile" => {
                let name = arguments.next().context("--profile needs a name")?;
                options.profile = name.parse()?;
            }
            "--out" => {
                options.out = Some(arguments.next().context("--out needs a folder")?.into());
            }
            "--check-size" => options.check_size = true,
            "--optimise" => options.optimise = true,
            "--help" | "-h" => return Ok(None),
            other => bail!("unknown option {other}\n{USAGE}"),
        }
    }
    if options.optimise && options.profile != Profile::Release {
        bail!("--optimise goes with --profile wasm-release only");
    }
    Ok(Some(options))
}

/// One line for the person at the terminal. A closed pipe is no failure.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
