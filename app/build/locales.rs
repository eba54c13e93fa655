//! Turns a folder with a file for each language into the strings people read, checked at compile time. A
//! key missing in one language, or a placeholder that differs, does not build.
//!
//! `"key": "text"` becomes a field; `"key": "… {name} …"` a function of `name`;
//! `"key_one"` with `"key_other"` a function of a number `n`.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

/// The strings of one language, by their keys.
pub type Locale = BTreeMap<String, String>;

const LANGUAGES: [&str; 2] = ["en", "es"];

/// Every language of a folder.
pub fn read(folder: &Path) -> Vec<(&'static str, Locale)> {
    let locales: Vec<_> = LANGUAGES
        .iter()
        .map(|language| {
            let path = folder.join(format!("{language}.json"));
            let text = fs::read_to_string(&path).expect("every language has a file");
            let words = serde_json::from_str(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (*language, words)
        })
        .collect();
    check(folder, &locales);
    locales
}

fn placeholders(text: &str) -> Vec<String> {
    let mut names: Vec<String> = text
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name.to_owned()))
        .collect();
    names.sort();
    names.dedup();
    names
}

fn check(folder: &Path, locales: &[(&str, Locale)]) {
    let folder = folder.display();
    let (_, english) = locales.first().expect("there is a first language");
    for (language, words) in locales {
        for (key, text) in english {
            let other = words
                .get(key)
                .unwrap_or_else(|| panic!("{folder}/{language}.json lacks \"{key}\""));
            assert!(
                placeholders(text) == placeholders(other),
                "{folder}/{language}.json: \"{key}\" has other placeholders than English"
            );
        }
        for key in words.keys() {
            assert!(
                english.contains_key(key),
                "{folder}/{language}.json: \"{key}\" is not English"
            );
        }
    }
}

/// The code of `Words`, and of `Words` in each language.
pub fn generate(locales: &[(&str, Locale)]) -> String {
    let (_, english) = locales.first().expect("there is a first language");
    let mut code = String::from("/// Every string people read, in one language.\n");
    code.push_str("#[derive(Debug)]\npub struct Words {\n");
    for (key, text) in english {
        let visible =
            if placeholders(text).is_empty() && !is_plural(english, key) { "pub " } else { "" };
        writeln!(code, "    /// {}\n    {visible}{key}: &'static str,", text.replace('\n', " "))
            .expect("a string grows");
    }
    code.push_str("}\n\nimpl Words {\n");
    for (key, text) in english {
        if let Some(stem) = key.strip_suffix("_other").filter(|_| is_plural(english, key)) {
            function(&mut code, stem, text, true);
        } else if !is_plural(english, key) && !placeholders(text).is_empty() {
            function(&mut code, key, text, false);
        }
    }
    code.push_str("}\n");
    for (language, words) in locales {
        writeln!(code, "\nstatic {}: Words = Words {{", language.to_uppercase())
            .expect("a string grows");
        for key in english.keys() {
            writeln!(code, "    {key}: {:?},", words[key]).expect("a string grows");
        }
        code.push_str("};\n");
    }
    code
}

fn is_plural(words: &Locale, key: &str) -> bool {
    ["_one", "_other"].iter().any(|suffix| {
        key.strip_suffix(suffix).is_some_and(|stem| {
            words.contains_key(&format!("{stem}_one"))
                && words.contains_key(&format!("{stem}_other"))
        })
    })
}

fn function(code: &mut String, name: &str, text: &str, plural: bool) {
    let names: Vec<String> =
        placeholders(text).into_iter().filter(|name| !(plural && name == "n")).collect();
    let parameters: String = names.iter().map(|name| format!(", {name}: &str")).collect();
    let fills: String = names.iter().map(|name| format!("({name:?}, {name}), ")).collect();
    write!(code, "    /// {}\n    #[must_use]\n    pub fn {name}(&self", text.replace('\n', " "))
        .expect("a string grows");
    let body = if plural {
        format!(
            ", n: usize{parameters}) -> String {{\n        let text = if n == 1 {{ self.{name}_one }} else {{ self.{name}_other }};\n        fill(text, &[(\"n\", &n.to_string()), {fills}])\n    }}\n"
        )
    } else {
        format!("{parameters}) -> String {{\n        fill(self.{name}, &[{fills}])\n    }}\n")
    };
    code.push_str(&body);
}
