//! Step 7: the three files that name the others. Each is a template kept as
//! valid HTML or JavaScript, with placeholders in capitals.

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use crate::names;

/// Names that a page needs to start this build; the server writes the same
/// ones into the pages it draws.
#[derive(Clone, Serialize, Deserialize)]
pub struct Names {
    pub start: String,
    /// Draws the lock before the app does; in the shell only.
    #[serde(default)]
    pub lock: String,
    pub glue: String,
    pub wasm: String,
    pub style: String,
    /// Modules the glue imports; usually none.
    pub snippets: Vec<String>,
    /// Files the glue fetches when a screen wants them.
    pub chunks: Vec<String>,
}

/// The path at which the service worker fetches and keeps the shell.
pub const SHELL_PATH: &str = "/shell.html";

/// The shell as the server hands it out for every page, which over a network asks early
/// for the large files.
pub const PAGE_PATH: &str = "/page.html";

#[derive(Serialize)]
struct Precached<'a> {
    url: &'a str,
    integrity: String,
}

/// The boot script finds its two files beside itself.
pub fn boot_script(template: &str, glue: &str, wasm: &str) -> Result<String> {
    fill(template, &[("__GLUE__", &format!("./{glue}")), ("__WASM__", &format!("./{wasm}"))])
}

pub fn page(template: &str, build_id: &str, names: &Names) -> Result<String> {
    let filled = fill(
        template,
        &[
            ("__BUILD_ID__", build_id),
            ("__STYLE__", &names.style),
            ("__WASM__", &names.wasm),
            ("__GLUE__", &names.glue),
            ("__START__", &names.start),
            ("__LOCK__", &names.lock),
        ],
    )?;
    if filled.contains("<style") || filled.contains(" style=") {
        bail!("the shell holds an inline style, which the content security policy refuses");
    }
    Ok(filled)
}

/// The shell as the service worker keeps it. Its files lie next door, so that asking early
/// for the large ones only holds up the first frame.
pub fn kept(page: &str) -> String {
    let early = |line: &&str| {
        ["preload", "modulepreload"]
            .iter()
            .any(|rel| line.starts_with(&format!("<link rel=\"{rel}\"")))
    };
    page.split_inclusive('\n').filter(|line| !early(line)).collect()
}

/// `files` are addresses and bytes of everything an offline start needs.
/// `shell` is which of them is handed out as the page.
pub fn service_worker(
    template: &str,
    build_id: &str,
    shell: &str,
    files: &[(&str, &[u8])],
) -> Result<String> {
    let list: Vec<_> = files
        .iter()
        .map(|(url, bytes)| Precached { url, integrity: names::integrity(bytes) })
        .collect();
    let list = serde_json::to_string_pretty(&list)?;
    fill(
        template,
        &[("[\"__PRECACHE__\"]", &list), ("__BUILD_ID__", build_id), ("__SHELL__", shell)],
    )
}

/// Fails on a placeholder that is missing or left over, so that a renamed
/// one is noticed here and not on a phone.
pub fn fill(template: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut text = template.to_owned();
    for (placeholder, value) in values {
        if !text.contains(placeholder) {
            bail!("the template has no {placeholder}");
        }
        text = text.replace(placeholder, value);
    }
    if let Some(left) = text.split('"').find(|part| part.starts_with("__") && part.ends_with("__"))
    {
        bail!("nothing fills {left}");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHELL: &str = include_str!("../shell.html");
    const WORKER: &str = include_str!("../../../public/sw.js");
    const START: &str = include_str!("../../../public/start.js");

    fn names() -> Names {
        Names {
            start: "/pkg/start.1.js".into(),
            lock: "/pkg/lock.5.js".into(),
            glue: "/pkg/streetlight.2.js".into(),
            wasm: "/pkg/streetlight.3.wasm".into(),
            style: "/pkg/style.4.css".into(),
            snippets: Vec::new(),
            chunks: Vec::new(),
        }
    }

    #[test]
    fn the_shell_names_every_file_and_runs_nothing_inline() {
        let page = page(SHELL, "b1", &names()).unwrap();
        let kept = kept(&page);
        for name in ["start.1.js", "style.4.css", "lock.5.js"] {
            assert!(page.contains(name) && kept.contains(name), "{name}");
        }
        for name in ["streetlight.2.js", "streetlight.3.wasm"] {
            assert!(page.contains(name) && !kept.contains(name), "{name}");
        }
        assert!(page.contains("<title>Streetlight</title>"));
        assert!(page.contains("<body data-boot=\"mount\">"));
        assert_eq!(page.matches("<script").count(), 2);
        assert_eq!(page.matches(".js\"></script>").count(), 2);
    }

    #[test]
    fn the_worker_gets_build_and_list() {
        let worker = service_worker(WORKER, "b1", SHELL_PATH, &[("/shell.html", b"x")]).unwrap();
        assert!(worker.contains("const BUILD = \"b1\";"));
        assert!(worker.contains("\"url\": \"/shell.html\""));
        assert!(worker.contains("\"integrity\": \"sha256-"));
    }

    #[test]
    fn the_boot_script_looks_beside_itself() {
        let script = boot_script(START, "streetlight.2.js", "streetlight.3.wasm").unwrap();
        assert!(script.contains("\"./streetlight.2.js\""));
        assert!(script.contains("\"./streetlight.3.wasm\""));
    }

    #[test]
    fn a_forgotten_placeholder_is_an_error() {
        assert!(fill("no place", &[("__A__", "a")]).is_err());
        assert!(fill("\"__A__\" \"__B__\"", &[("__A__", "a")]).is_err());
    }
}
