//! The clients' app: the same steps for an app that is one file, below an address of its own.

use std::fs;

use anyhow::{Context as _, Result};

use crate::assemble::{Files, Pkg, build_id, fetched_from, template};
use crate::bind::{self, Bound};
use crate::config::Config;
use crate::shell::{boot_script, fill, kept, service_worker};

/// Its files.
pub struct Own {
    pub hashed: Files,
    /// Fixed names, in the order in which they are to be written.
    pub fixed: Vec<(String, Vec<u8>)>,
    /// Addresses of what it needs before its first screen.
    pub first_load: Vec<String>,
}

/// Takes what is its own out of the public folder.
pub fn assemble(config: &Config, bound: Bound, style: &str, public: &mut Files) -> Result<Own> {
    let folder = config.own.folder;
    let mut take = |name: &str| template(public, &format!("{folder}/{name}"));
    let (worker, start, lines) = (take("sw.js")?, take("start.js")?, take("lines.js")?);
    let page = &config.own.page_template;
    let page = fs::read_to_string(page).with_context(|| format!("{}", page.display()))?;

    let pkg_folder = format!("{folder}/{}", config.pkg_dir);
    let mut pkg = Pkg { folder: &pkg_folder, files: Files::new() };
    let mut glue = bound.glue;
    let mut names = Vec::new();
    for (specifier, text) in bound.snippets {
        let name = pkg.add("device", "js", bind::trimmed(&text).into_bytes());
        glue = fetched_from(&glue, &specifier, &name);
        names.push(pkg.address(&name));
    }
    let name = config.own.output_name;
    let wasm = pkg.add(name, "wasm", bound.wasm);
    let glue = pkg.add(name, "js", glue.into_bytes());
    let style = pkg.add("style", "css", style.as_bytes().to_vec());
    let start = boot_script(&bind::trimmed(&start), &glue, &wasm)?;
    let start = pkg.add("start", "js", start.into_bytes());
    let lines = pkg.add("lines", "js", bind::trimmed(&lines).into_bytes());
    let [wasm, glue, style, start, lines] =
        [wasm, glue, style, start, lines].map(|name| pkg.address(&name));

    let id = build_id(&pkg.files, &Files::new(), &[&page, &worker]);
    let page = fill(
        &page,
        &[
            ("__BUILD_ID__", &id),
            ("__STYLE__", &style),
            ("__WASM__", &wasm),
            ("__GLUE__", &glue),
            ("__START__", &start),
            ("__LINES__", &lines),
        ],
    )?;
    let kept = kept(&page);
    let own: Vec<_> = ["manifest.webmanifest", "icon.svg"]
        .map(|name| format!("{folder}/{name}"))
        .into_iter()
        .map(|path| {
            let bytes = public.get(&path).with_context(|| format!("public/{path} is missing"))?;
            Ok((format!("/{path}"), bytes.clone()))
        })
        .collect::<Result<_>>()?;
    let kept_at = format!("/{folder}/kept.html");
    let mut list: Vec<(&str, &[u8])> = vec![(&kept_at, kept.as_bytes())];
    let hashed: Vec<_> =
        pkg.files.iter().map(|(path, bytes)| (format!("/{path}"), bytes)).collect();
    list.extend(hashed.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    list.extend(own.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    let worker = service_worker(&worker, &id, &kept_at, &list)?;

    let mut first_load = vec![format!("/{folder}/index.html"), style, lines, start, glue, wasm];
    first_load.extend(names);
    first_load.extend(own.iter().map(|(path, _)| path.clone()));
    let fixed = vec![
        (format!("{folder}/kept.html"), kept.into_bytes()),
        (format!("{folder}/index.html"), page.into_bytes()),
        // Last: it announces files that have to be there.
        (format!("{folder}/sw.js"), worker.into_bytes()),
    ];
    Ok(Own { hashed: pkg.files, fixed, first_load })
}
