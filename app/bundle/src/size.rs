//! `--check-size`: what travels to a phone before the first screen, and what it
//! keeps in all.

use std::path::Path;

use anyhow::{Result, bail};

use crate::compile::Profile;
use crate::say;
use crate::shell::PAGE_PATH;
use crate::site::{self, Build, Listed};

/// What comes before the first screen, after brotli. An outreach worker's phone on
/// a weak signal has it in ten seconds or so.
const FIRST_LOAD: usize = 350_000;
/// For each part of the app, its share of what they have in common included.
const EACH_CHUNK: usize = 60_000;
/// Chunks in which two parts of the app travel, each with its share: who one is and a turn on call; the
/// crisis plan with the fact sheet, and the links to clients' own plans; releases and referrals with the
/// directory of services; one's own phone, and finding words in what was written; needs and what is done
/// about them, and papers with their pictures.
const HOLDS_TWO: [&str; 5] = ["/account.", "/plan.", "/linking.", "/desk.", "/chain."];
/// What an installed app is made of. A browser keeps and opens few large files
/// better than many small ones.
const FILES: usize = 20;

/// The same for the clients' app, with everything it needs.
const OWN_FIRST_LOAD: usize = 150_000;

/// Prints what an installed app is made of; false when something is over its budget.
pub fn check(out: &Path) -> Result<bool> {
    let build = site::read_build(out)?;
    if build.profile != Profile::Release.name() {
        bail!("sizes mean something only for {}", Profile::Release.name());
    }
    let first = first_load(&build);
    let first_bytes = table("first load", &first);
    say("");
    // Fetched in quiet moments; but a phone keeps it.
    let later = find(&build, build.shell.chunks.iter().map(String::as_str));
    let later_bytes = table("chunks", &later);
    say("");
    let own = find(&build, build.own_first_load.iter().map(String::as_str));
    let own_bytes = table("clients' app, first load", &own);
    say("");
    let named = later.iter().filter(|file| !file.path.contains("/chunk_")).count();
    let two = |file: &&&Listed| HOLDS_TWO.iter().any(|name| file.path.contains(name));
    let parts = named + later.iter().filter(two).count();
    let fits = [
        budget("first load, bytes", first_bytes, FIRST_LOAD),
        budget("chunks, bytes", later_bytes, parts * EACH_CHUNK),
        budget("files", first.len() + later.len(), FILES),
        budget("clients' app, first load, bytes", own_bytes, OWN_FIRST_LOAD),
    ];
    Ok(fits == [true; 4])
}

fn budget(of: &str, used: usize, budget: usize) -> bool {
    let percent = used * 100 / budget;
    say(&format!("{of:<40} {used:>10} of {budget:>7}, {percent} %"));
    if used > budget {
        say(&format!("{of}: over the budget by {}", used - budget));
    }
    used <= budget
}

/// Prints files and their sums; returns the sum after brotli.
fn table(title: &str, files: &[&Listed]) -> usize {
    let row = |name: &str, raw: usize, brotli: usize| {
        say(&format!("{name:<40} {raw:>10} {brotli:>10}"));
    };
    say(&format!("{title:<40} {:>10} {:>10}", "bytes", "brotli"));
    for file in files {
        row(&file.path, file.raw, file.brotli);
    }
    let brotli = files.iter().map(|file| file.brotli).sum();
    row("together", files.iter().map(|file| file.raw).sum(), brotli);
    brotli
}

fn first_load(build: &Build) -> Vec<&Listed> {
    let names = &build.shell;
    let mut paths =
        vec![PAGE_PATH, &names.style, &names.lock, &names.start, &names.glue, &names.wasm];
    paths.extend(names.snippets.iter().map(String::as_str));
    paths.extend(["/manifest.webmanifest", "/icons/icon.svg"]);
    find(build, paths.into_iter())
}

fn find<'a>(build: &'a Build, paths: impl Iterator<Item = &'a str>) -> Vec<&'a Listed> {
    paths.filter_map(|path| build.files.iter().find(|file| file.path == path)).collect()
}
