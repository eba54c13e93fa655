//! Names and folders, from `[[workspace.metadata.leptos]]` of the root
//! `Cargo.toml`, so that there is one place to change them.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context as _, Result};
use serde::Deserialize;

pub struct Config {
    pub root: PathBuf,
    pub lib_package: String,
    pub lib_features: Vec<String>,
    pub output_name: String,
    pub site_root: PathBuf,
    pub pkg_dir: String,
    pub style_file: PathBuf,
    pub public: PathBuf,
    pub shell_template: PathBuf,
    /// The clients' app.
    pub own: Own,
}

/// What is other in the clients' app.
pub struct Own {
    pub lib_package: &'static str,
    pub output_name: &'static str,
    /// Below the site's root; its service worker is in charge of it.
    pub folder: &'static str,
    pub style_file: PathBuf,
    pub page_template: PathBuf,
}

impl Own {
    fn of(root: &Path) -> Self {
        Self {
            lib_package: "own",
            output_name: "own",
            folder: "own",
            style_file: root.join("style/own.css"),
            page_template: root.join("app/bundle/own.html"),
        }
    }
}

impl Config {
    /// Reads the workspace this tool was compiled in, or the one of the
    /// current folder when the tool was moved.
    pub fn read() -> Result<Self> {
        let root = workspace_root()?;
        let file = root.join("Cargo.toml");
        let text = fs::read_to_string(&file).with_context(|| format!("{}", file.display()))?;
        Self::parse(&root, &text).with_context(|| format!("{}", file.display()))
    }

    fn parse(root: &Path, text: &str) -> Result<Self> {
        let manifest: Manifest = toml::from_str(text)?;
        let leptos = manifest
            .workspace
            .metadata
            .leptos
            .into_iter()
            .next()
            .context("no [[workspace.metadata.leptos]]")?;
        Ok(Self {
            lib_package: leptos.lib_package,
            lib_features: leptos.lib_features,
            output_name: leptos.output_name,
            site_root: root.join(leptos.site_root),
            pkg_dir: leptos.site_pkg_dir,
            style_file: root.join(leptos.style_file),
            public: root.join(leptos.assets_dir),
            shell_template: root.join("app/bundle/shell.html"),
            own: Own::of(root),
            root: root.to_path_buf(),
        })
    }
}

fn workspace_root() -> Result<PathBuf> {
    let here = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env::current_dir().unwrap_or_default(), PathBuf::from);
    here.ancestors()
        .find(|folder| folder.join("Cargo.lock").is_file())
        .map(Path::to_path_buf)
        .context("no Cargo.lock in this folder or above it")
}

#[derive(Deserialize)]
struct Manifest {
    workspace: Workspace,
}

#[derive(Deserialize)]
struct Workspace {
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    leptos: Vec<Leptos>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Leptos {
    lib_package: String,
    lib_features: Vec<String>,
    output_name: String,
    site_root: String,
    site_pkg_dir: String,
    style_file: String,
    assets_dir: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_workspace_is_understood() {
        let config = Config::read().unwrap();
        assert_eq!(config.lib_package, "app");
        assert_eq!(config.output_name, "streetlight");
        assert!(config.site_root.ends_with("target/site"));
        assert!(config.shell_template.is_file());
    }
}
