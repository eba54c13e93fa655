//! Turns `locales/` into the strings people read, in every language, checked
//! at compile time. A key missing in one language, or a placeholder that
//! differs, does not build.
//!
//! `locales/en.json` becomes `words::Words`, and travels in the first file.
//! `locales/builder/en.json` becomes `words::builder::Words`: only screens of
//! that chunk (`src/chunks.rs`) may use it, so that it travels with them.
//!
//! How a file becomes code: `build/locales.rs`. `locales/own` is the clients' app's, and read there.

#[path = "build/locales.rs"]
mod locales;

use locales::{generate, read};
use std::{env, fmt::Write as _, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=locales");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let folder = Path::new(&root).join("locales");
    let mut code = generate(&read(&folder));
    let entries = fs::read_dir(&folder).expect("locales/ is there");
    let mut chunks: Vec<_> = entries
        .map(|entry| entry.expect("locales/ can be read").path())
        .filter(|path| path.is_dir() && !path.ends_with("own"))
        .collect();
    chunks.sort();
    for chunk in chunks {
        let name = chunk.file_name().and_then(|name| name.to_str()).expect("a folder has a name");
        let words = generate(&read(&chunk));
        let fill = if words.contains("fill(") { "use super::fill;\n" } else { "" };
        write!(
            code,
            "\n/// What the screens of the chunk `{name}` say.\npub mod {name} {{\nuse super::Language;\n{fill}\n\
             {words}\n/// The words in a language.\n#[must_use]\npub const fn words(language: Language) -> &'static Words {{\n    \
             match language {{ Language::English => &EN, Language::Spanish => &ES }}\n}}\n}}\n",
        )
        .expect("a string grows");
    }
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("words.rs"), code).expect("the output folder can be written");
}
