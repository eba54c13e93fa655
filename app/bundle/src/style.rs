//! Step 5: one stylesheet out of `style/main.css` and what it imports.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

/// Reads a stylesheet with its imports put in their place, minified.
pub fn read(main: &Path) -> Result<String> {
    let mut open = Vec::new();
    Ok(minify(&inline(main, &mut open)?))
}

/// `open` holds the files being read, to refuse a circle.
fn inline(file: &Path, open: &mut Vec<std::path::PathBuf>) -> Result<String> {
    if open.iter().any(|other| other == file) {
        bail!("{} imports itself", file.display());
    }
    open.push(file.to_path_buf());
    let text = fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    let folder = file.parent().context("a stylesheet lies in a folder")?;
    let mut whole = String::new();
    for line in strip_comments(&text).lines() {
        match import(line.trim()) {
            Some(Import { path, layer }) => {
                let imported = inline(&folder.join(path), open)?;
                match layer {
                    Some(layer) => {
                        whole.push_str(&format!("@layer {layer} {{\n{imported}\n}}\n"));
                    }
                    None => whole.push_str(&imported),
                }
            }
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    open.pop();
    Ok(whole)
}

struct Import<'a> {
    path: &'a str,
    layer: Option<&'a str>,
}

/// `@import "./x.css";` or `@import "./x.css" layer(name);`
fn import(line: &str) -> Option<Import<'_>> {
    let rest = line.strip_prefix("@import")?.trim_start().strip_suffix(';')?;
    let rest = rest.strip_prefix("url(").unwrap_or(rest);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (path, tail) = rest.strip_prefix(quote)?.split_once(quote)?;
    let tail = tail.trim_start_matches(')').trim();
    let layer = tail.strip_prefix("layer(").and_then(|name| name.strip_suffix(')'));
    Some(Import { path, layer })
}

/// Comments and leading white space go; brotli takes care of the rest.
fn minify(css: &str) -> String {
    let mut small = String::with_capacity(css.len());
    for line in strip_comments(css).lines().map(str::trim).filter(|line| !line.is_empty()) {
        small.push_str(line);
        small.push('\n');
    }
    small
}

fn strip_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut quote = None;
    let mut rest = css.chars().peekable();
    while let Some(c) = rest.next() {
        match quote {
            Some(_) if c == '\\' => {
                kept.push(c);
                kept.extend(rest.next());
                continue;
            }
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '/' && rest.peek() == Some(&'*') => {
                rest.next();
                let mut before = ' ';
                for inside in rest.by_ref() {
                    if before == '*' && inside == '/' {
                        break;
                    }
                    before = inside;
                }
                continue;
            }
            None => {}
        }
        kept.push(c);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_stay() {
        let css = "/* a **/\n  a::after { content: \"/* kept */ it's\"; } /*b*/\n\n  b { c: d }\n";
        assert_eq!(minify(css), "a::after { content: \"/* kept */ it's\"; }\nb { c: d }\n");
    }

    #[test]
    fn imports_are_understood() {
        let plain = import("@import \"./tokens.css\";").unwrap();
        assert_eq!((plain.path, plain.layer), ("./tokens.css", None));
        let layered = import("@import url('./base.css') layer(base);").unwrap();
        assert_eq!((layered.path, layered.layer), ("./base.css", Some("base")));
        assert!(import("a { b: c }").is_none());
    }
}
