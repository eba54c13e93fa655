//! Step 9: the folder on disk. A server may be reading it meanwhile, so each
//! file appears whole, and one that names others appears after them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::thread;

use anyhow::{Context as _, Result, anyhow};
use serde::{Deserialize, Serialize};

use crate::assemble::Site;
use crate::compile::Profile;
use crate::compress;
use crate::shell::Names;

/// `build.json`, which the server reads.
#[derive(Serialize, Deserialize)]
pub struct Build {
    pub build_id: String,
    pub profile: String,
    pub shell: Names,
    pub files: Vec<Listed>,
    /// Addresses of what the clients' app needs before its first screen.
    pub own_first_load: Vec<String>,
    fingerprint: String,
}

/// A file of the build, with its size as it is and after brotli.
#[derive(Serialize, Deserialize)]
pub struct Listed {
    pub path: String,
    pub raw: usize,
    pub brotli: usize,
}

/// `builds.json`: the builds whose hashed files are kept, newest first. A
/// phone may hold a shell of an earlier build and ask for what it names.
#[derive(Serialize, Deserialize)]
struct Kept {
    build_id: String,
    pkg: Vec<String>,
}

const BUILDS_KEPT: usize = 3;
const BUILD_FILE: &str = "build.json";
const BUILDS_FILE: &str = "builds.json";

pub fn read_build(out: &Path) -> Result<Build> {
    let file = out.join(BUILD_FILE);
    let text = fs::read(&file).with_context(|| format!("{}", file.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

/// Whether the folder holds the build of these inputs, complete.
pub fn is_current(out: &Path, fingerprint: &str) -> bool {
    read_build(out).is_ok_and(|build| {
        build.fingerprint == fingerprint
            && build.files.iter().all(|file| {
                let path = out.join(file.path.trim_start_matches('/'));
                path.metadata().is_ok_and(|found| found.len() == file.raw as u64)
                    && (!compress::compressible(&file.path) || sibling(&path, "br").is_file())
            })
    })
}

/// Writes the build and returns the number of its files.
pub fn write(out: &Path, site: &Site, profile: Profile, fingerprint: &str) -> Result<usize> {
    fs::create_dir_all(out)?;
    // Compressing costs seconds; a hashed file of the build before is equal
    // to ours if its name is, unless it was packed in a hurry.
    let before = read_build(out).is_ok_and(|build| build.profile == profile.name());
    let all: Vec<(&str, &[u8])> = site
        .hashed
        .iter()
        .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
        .chain(site.fixed.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
        .collect();

    let mut files = pack(out, &all, profile, before)?;
    for (path, bytes) in &all {
        put(&out.join(path), bytes)?;
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));

    let count = files.len();
    let build = Build {
        build_id: site.build_id.clone(),
        profile: profile.name().to_owned(),
        shell: site.names.clone(),
        files,
        own_first_load: site.own_first_load.clone(),
        fingerprint: fingerprint.to_owned(),
    };
    let mut kept: Vec<Kept> = fs::read(out.join(BUILDS_FILE))
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default();
    kept.retain(|other| other.build_id != build.build_id);
    let pkg = site.hashed.keys().cloned().collect();
    kept.insert(0, Kept { build_id: build.build_id.clone(), pkg });
    kept.truncate(BUILDS_KEPT);

    put(&out.join(BUILDS_FILE), &serde_json::to_vec_pretty(&kept)?)?;
    put(&out.join(BUILD_FILE), &serde_json::to_vec_pretty(&build)?)?;
    prune(out, site, &kept)?;
    Ok(count)
}

/// Compressed siblings of every file, two at a time or more, largest first.
fn pack(out: &Path, files: &[(&str, &[u8])], profile: Profile, reuse: bool) -> Result<Vec<Listed>> {
    let mut queue = files.to_vec();
    queue.sort_by_key(|(_, bytes)| bytes.len());
    let queue = std::sync::Mutex::new(queue);
    let next = || queue.lock().ok().and_then(|mut queue| queue.pop());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let handles: Vec<_> = (0..workers)
            .map(|_| {
                scope.spawn(|| {
                    let mut done = Vec::new();
                    while let Some((path, bytes)) = next() {
                        done.push(pack_one(out, path, bytes, profile, reuse)?);
                    }
                    Ok::<_, anyhow::Error>(done)
                })
            })
            .collect();
        let mut all = Vec::new();
        for handle in handles {
            all.extend(handle.join().map_err(|_| anyhow!("compression stopped"))??);
        }
        Ok(all)
    })
}

fn pack_one(out: &Path, path: &str, bytes: &[u8], profile: Profile, reuse: bool) -> Result<Listed> {
    let file = out.join(path);
    let listed = |brotli| Listed { path: format!("/{path}"), raw: bytes.len(), brotli };
    if !compress::compressible(path) {
        return Ok(listed(bytes.len()));
    }
    let br = sibling(&file, "br");
    if reuse
        && fs::read(&file).is_ok_and(|old| old == bytes)
        && sibling(&file, "gz").is_file()
        && let Ok(found) = br.metadata()
    {
        return Ok(listed(usize::try_from(found.len())?));
    }
    let packed = compress::brotli(bytes, profile)?;
    put(&sibling(&file, "gz"), &compress::gzip(bytes, profile)?)?;
    put(&br, &packed)?;
    Ok(listed(packed.len()))
}

/// Removes hashed files that none of the kept builds names.
fn prune(out: &Path, site: &Site, kept: &[Kept]) -> Result<()> {
    let wanted: BTreeSet<&str> =
        kept.iter().flat_map(|build| build.pkg.iter().map(String::as_str)).collect();
    let folders: BTreeSet<&Path> =
        site.hashed.keys().filter_map(|path| Path::new(path).parent()).collect();
    for folder in folders {
        for entry in fs::read_dir(out.join(folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            let name = path.to_string_lossy();
            let plain = name.trim_end_matches(".br").trim_end_matches(".gz");
            if !wanted.contains(plain) {
                fs::remove_file(entry.path())?;
            }
        }
    }
    Ok(())
}

/// `a.js` beside `a.js.br`.
pub fn sibling(file: &Path, kind: &str) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(kind);
    name.into()
}

/// Writes a file so that a reader sees the old one or the new one.
fn put(file: &Path, bytes: &[u8]) -> Result<()> {
    let write = || {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let fresh = sibling(file, "new");
        fs::write(&fresh, bytes)?;
        fs::rename(&fresh, file)
    };
    write().with_context(|| format!("writing {}", file.display()))
}
