//! Step 1: cargo compiles the app's library to WebAssembly.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::{env, fs};

use anyhow::{Context as _, Error, Result, bail};

use crate::config::Config;

const TARGET: &str = "wasm32-unknown-unknown";

/// One of the two profiles of the root `Cargo.toml` meant for this target.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Release,
    Dev,
}

impl Profile {
    pub fn name(self) -> &'static str {
        match self {
            Self::Release => "wasm-release",
            Self::Dev => "wasm-dev",
        }
    }
}

impl FromStr for Profile {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "wasm-release" => Ok(Self::Release),
            "wasm-dev" => Ok(Self::Dev),
            other => bail!("unknown profile {other}: wasm-release or wasm-dev"),
        }
    }
}

/// What cargo made.
pub struct Wasm {
    /// The workers' app.
    pub bytes: Vec<u8>,
    /// The clients'.
    pub own: Vec<u8>,
}

pub fn compile(config: &Config, profile: Profile) -> Result<Wasm> {
    ensure_target()?;
    let report = build(config, profile)?;
    // Cargo names the files itself, wherever its target folder is.
    let read = |package: &str| {
        let path = report.lines().filter_map(|line| artifact(line, package)).next_back();
        let path = path.context("cargo named no .wasm file: is the crate-type cdylib?")?;
        fs::read(&path).with_context(|| format!("{}", path.display()))
    };
    Ok(Wasm { bytes: read(&config.lib_package)?, own: read(config.own.lib_package)? })
}

/// Both apps at once: what they share is compiled once, with one selection of features.
fn build(config: &Config, profile: Profile) -> Result<String> {
    let own = config.own.lib_package;
    let features = [config.lib_package.as_str(), own].into_iter().flat_map(|package: &str| {
        config.lib_features.iter().map(move |feature| format!("{package}/{feature}"))
    });
    let features = features.collect::<Vec<_>>().join(",");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(&config.root)
        // Leptos asks for `<name>_bg.wasm` when this is not set.
        .env("LEPTOS_OUTPUT_NAME", &config.output_name)
        .args(["build", "--lib", "--package", &config.lib_package, "--package", own])
        .args(["--target", TARGET, "--profile", profile.name()])
        .args(["--no-default-features", "--features", &features])
        // Joined to the flags of .cargo/config.toml, which a variable would replace.
        .arg("--config")
        .arg(format!(
            "target.{TARGET}.rustflags={}",
            serde_json::to_string(&flags(config, profile))?
        ))
        .arg("--message-format=json-render-diagnostics")
        .stdout(Stdio::piped());
    if profile == Profile::Release {
        // For the first of `IN_FEW_BYTES`: a released compiler knows it, and wants to be asked so.
        cargo.env("RUSTC_BOOTSTRAP", "1");
    }
    let output = cargo.spawn().context("starting cargo")?.wait_with_output()?;
    if !output.status.success() {
        bail!("the app does not compile for {TARGET}");
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// A place where a panic may begin is its file without line and column: two in a hundred of the first
/// load (docs/decisions/0009). Names of the second kind say which types a function was written out for,
/// and the linker puts those of one function beside each other by them.
const IN_FEW_BYTES: [&str; 2] = ["-Zlocation-detail=file", "-Csymbol-mangling-version=v0"];

/// What only the file for phones is compiled with.
fn flags(config: &Config, profile: Profile) -> Vec<String> {
    // Without the linker's notes nothing could be moved into chunks.
    let mut flags = vec!["-Clink-args=--emit-relocs".to_owned()];
    if profile == Profile::Release {
        flags.extend(IN_FEW_BYTES.map(str::to_owned));
    }
    // A panic names its file. Where that lay on the machine that built it is
    // nobody's business, and takes room.
    let mut forget = |folder: &Path| {
        flags.push(format!("--remap-path-prefix={}/=", folder.display()));
    };
    forget(&config.root);
    for folder in registries() {
        forget(&folder);
    }
    flags
}

/// Where cargo unpacks the sources of dependencies, a folder for each registry.
fn registries() -> Vec<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let user = env::var_os(if cfg!(windows) { "USERPROFILE" } else { "HOME" })?;
        Some(PathBuf::from(user).join(".cargo"))
    });
    let Some(home) = home else { return Vec::new() };
    let Ok(entries) = fs::read_dir(home.join("registry/src")) else { return Vec::new() };
    let mut folders: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

/// The `.wasm` file in one line of cargo's report, if the line is about ours.
fn artifact(line: &str, package: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(line).ok()?;
    if message.get("reason")? != "compiler-artifact" {
        return None;
    }
    if message.get("target")?.get("name")? != package {
        return None;
    }
    let names = message.get("filenames")?.as_array()?.iter();
    names
        .filter_map(serde_json::Value::as_str)
        .map(Path::new)
        .find(|path| path.extension().is_some_and(|extension| extension == "wasm"))
        .map(Path::to_path_buf)
}

fn ensure_target() -> Result<()> {
    if target_is_there()? {
        return Ok(());
    }
    crate::say(&format!("bundle: adding Rust's {TARGET} target"));
    let added = Command::new("rustup").args(["target", "add", TARGET]).status();
    if added.is_ok_and(|status| status.success()) && target_is_there()? {
        return Ok(());
    }
    bail!("Rust's {TARGET} target is missing: run `rustup target add {TARGET}`")
}

fn target_is_there() -> Result<bool> {
    let output = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()
        .context("starting rustc")?;
    let folder = String::from_utf8(output.stdout)?;
    let Ok(entries) = fs::read_dir(folder.trim()) else { return Ok(false) };
    let core = entries
        .flatten()
        .any(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with("libcore")));
    Ok(core)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wasm_file_is_found_in_cargos_report() {
        let line = r#"{"reason":"compiler-artifact","target":{"name":"app"},
            "filenames":["/t/libapp.rlib","/t/app.wasm"]}"#;
        assert_eq!(artifact(line, "app"), Some(PathBuf::from("/t/app.wasm")));
        assert_eq!(artifact(line, "sync"), None);
        assert_eq!(artifact("warning: not json", "app"), None);
    }
}
