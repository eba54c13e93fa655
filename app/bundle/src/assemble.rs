//! Steps 6 and 7: from the parts of a build to every file of the site.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::bind::{self, Bound};
use crate::config::Config;
use crate::names;
use crate::own::Own;
use crate::shell::{self, Names, PAGE_PATH, SHELL_PATH};

/// Addresses without the leading slash, and bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// One build, complete, still in memory.
pub struct Site {
    pub build_id: String,
    pub names: Names,
    /// What the clients' app needs before its first screen.
    pub own_first_load: Vec<String>,
    /// Hashed names: may be cached for ever, kept for the builds before.
    pub hashed: Files,
    /// Fixed names, in the order in which they are to be written.
    pub fixed: Vec<(String, Vec<u8>)>,
}

/// Of the public folder, what an offline start shows. Larger icons are for
/// the operating system, which fetches them when it installs the app.
const PUBLIC_PRECACHED: [&str; 2] = ["manifest.webmanifest", "icons/icon.svg"];

const WORKER: &str = "sw.js";
const START: &str = "start.js";
const LOCK: &str = "lock.js";

pub fn read_public(config: &Config) -> Result<Files> {
    let mut files = Files::new();
    walk(&config.public, "", &mut files).with_context(|| format!("{}", config.public.display()))?;
    Ok(files)
}

fn walk(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string().ok().context("a file name is not UTF-8")?;
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{prefix}{name}/"), files)?;
        } else {
            files.insert(format!("{prefix}{name}"), fs::read(entry.path())?);
        }
    }
    Ok(())
}

pub fn assemble(
    config: &Config,
    bound: Bound,
    style: &str,
    mut public: Files,
    own: Own,
) -> Result<Site> {
    let worker = template(&mut public, WORKER)?;
    let start = template(&mut public, START)?;
    let lock = template(&mut public, LOCK)?;
    let page = fs::read_to_string(&config.shell_template)
        .with_context(|| format!("{}", config.shell_template.display()))?;

    let mut pkg = Pkg { folder: &config.pkg_dir, files: Files::new() };
    let mut glue = bound.glue;
    let mut snippets = Vec::new();
    for (specifier, text) in bound.snippets {
        let name = pkg.add("snippet", "js", text.into_bytes());
        glue = fetched_from(&glue, &specifier, &name);
        snippets.push(pkg.address(&name));
    }
    let mut chunks = Vec::new();
    for (stem, bytes) in bound.chunks {
        let asked = format!("\"./{stem}.wasm\"");
        if !glue.contains(&asked) {
            bail!("nothing loads the chunk {stem}");
        }
        let name = pkg.add(stem.trim_start_matches("split_"), "wasm", bytes);
        glue = glue.replace(&asked, &format!("\"./{name}\""));
        chunks.push(pkg.address(&name));
    }
    let wasm = pkg.add(&config.output_name, "wasm", bound.wasm);
    let glue = pkg.add(&config.output_name, "js", glue.into_bytes());
    let style = pkg.add("style", "css", style.as_bytes().to_vec());
    let start = shell::boot_script(&bind::trimmed(&start), &glue, &wasm)?;
    let start = pkg.add("start", "js", start.into_bytes());
    let lock = pkg.add("lock", "js", bind::trimmed(&lock).into_bytes());
    let names = Names {
        start: pkg.address(&start),
        lock: pkg.address(&lock),
        glue: pkg.address(&glue),
        wasm: pkg.address(&wasm),
        style: pkg.address(&style),
        snippets,
        chunks,
    };
    let mut hashed = pkg.files;

    let build_id = build_id(&hashed, &public, &[&page, &worker]);
    let page = shell::page(&page, &build_id, &names)?;
    let kept = shell::kept(&page).into_bytes();
    let worker = {
        let mut list: Vec<(String, &[u8])> = vec![(SHELL_PATH.to_owned(), &kept)];
        list.extend(hashed.iter().map(|(path, bytes)| (format!("/{path}"), bytes.as_slice())));
        for path in PUBLIC_PRECACHED {
            let bytes = public.get(path).with_context(|| format!("public/{path} is missing"))?;
            list.push((format!("/{path}"), bytes));
        }
        let list: Vec<_> = list.iter().map(|(path, bytes)| (path.as_str(), *bytes)).collect();
        shell::service_worker(&worker, &build_id, SHELL_PATH, &list)?
    };

    // The worker comes last: it announces files that have to be there.
    let mut fixed: Vec<_> = public.into_iter().collect();
    hashed.extend(own.hashed);
    fixed.extend(own.fixed);
    fixed.push((SHELL_PATH.trim_start_matches('/').to_owned(), kept));
    fixed.push((PAGE_PATH.trim_start_matches('/').to_owned(), page.into_bytes()));
    fixed.push((WORKER.to_owned(), worker.into_bytes()));
    Ok(Site { build_id, names, own_first_load: own.first_load, hashed, fixed })
}

/// The glue with a module it imports under another name; only where it is fetched from, as the WASM file
/// asks for it by the name it had.
pub fn fetched_from(glue: &str, specifier: &str, name: &str) -> String {
    ['"', '\''].into_iter().fold(glue.to_owned(), |glue, quote| {
        let from = |path: &str| format!("from {quote}{path}{quote}");
        glue.replace(&from(specifier), &from(&format!("./{name}")))
    })
}

pub fn template(public: &mut Files, name: &str) -> Result<String> {
    let bytes = public.remove(name).with_context(|| format!("public/{name} is missing"))?;
    Ok(String::from_utf8(bytes)?)
}

/// A folder of files with hashed names.
pub struct Pkg<'a> {
    pub folder: &'a str,
    pub files: Files,
}

impl Pkg<'_> {
    /// Takes final bytes: nothing may be written into them after hashing.
    pub fn add(&mut self, stem: &str, extension: &str, bytes: Vec<u8>) -> String {
        let name = names::hashed(stem, extension, &bytes);
        self.files.insert(format!("{}/{name}", self.folder), bytes);
        name
    }

    pub fn address(&self, name: &str) -> String {
        format!("/{}/{name}", self.folder)
    }
}

/// Of everything a phone receives, but for the two files the id goes into;
/// those count by their templates. The same sources give the same id.
pub fn build_id(hashed: &Files, public: &Files, templates: &[&str]) -> String {
    let mut list = String::new();
    for (path, bytes) in hashed.iter().chain(public) {
        list.push_str(&format!("{path} {}\n", names::hex(bytes)));
    }
    for template in templates {
        list.push_str(&names::hex(template.as_bytes()));
    }
    names::short(list.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_fetched_under_its_new_name_and_asked_for_under_the_old_one() {
        let glue = "import { a } from './s/a.js';\nimport * as b from \"./s/a.js\"\nreturn { \"./s/a.js\": b };";
        let told = "import { a } from './a.1.js';\nimport * as b from \"./a.1.js\"\nreturn { \"./s/a.js\": b };";
        assert_eq!(fetched_from(glue, "./s/a.js", "a.1.js"), told);
    }
}
