//! Code that several chunks share is cut into a piece for each set of chunks:
//! forty files for eight chunks, and the number grows with the square. A phone
//! keeps and opens few large files better than many small ones, so pieces are
//! joined until a handful is left, those first that make chunks carry least of
//! what they have no use for.

#![expect(clippy::indexing_slicing, reason = "every place is one of the list it is used on")]

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, ensure};

use crate::fuse::fuse;

/// Files by the name that the loader uses for them, without extension.
pub type Chunks = BTreeMap<String, Vec<u8>>;

/// The loader's script and the chunks it loads, with no more than `left` pieces
/// among them.
pub fn gather(loader: &str, mut chunks: Chunks, left: usize) -> Result<(String, Chunks)> {
    let mut pieces = pieces(loader, &chunks)?;
    let sizes = sizes(&pieces, &chunks);
    while pieces.len() > left {
        let (kept, gone) = cheapest(&pieces, &sizes).context("there are two to choose from")?;
        let gone = pieces.remove(gone);
        pieces[kept].take(gone);
    }
    for piece in &pieces {
        let parts: Vec<_> = piece.names.iter().filter_map(|name| chunks.remove(name)).collect();
        let parts: Vec<_> = parts.iter().map(Vec::as_slice).collect();
        let whole = fuse(&parts).with_context(|| format!("joining {:?}", piece.names))?;
        chunks.insert(piece.names[0].clone(), whole);
    }
    Ok((rewritten(loader, &pieces)?, chunks))
}

#[derive(Debug, PartialEq)]
struct Piece {
    /// The chunks that load it.
    of: BTreeSet<String>,
    /// The files it is made of. The first gives it its name.
    names: Vec<String>,
    size: usize,
}

impl Piece {
    fn take(&mut self, other: Self) {
        self.of.extend(other.of);
        self.names.extend(other.names);
        self.size += other.size;
    }
}

/// The loader says above each piece which chunks it is for.
fn pieces(loader: &str, chunks: &Chunks) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut lines = loader.lines().peekable();
    while let Some(line) = lines.next() {
        let of = line.strip_prefix("/* ").and_then(|line| line.strip_suffix(" */"));
        let name = lines.peek().and_then(|next| defined(next));
        if let (Some(of), Some(name)) = (of, name) {
            let size = chunks.get(name).with_context(|| format!("{name} is no file"))?.len();
            let of = of.split(", ").map(str::to_owned).collect();
            pieces.push(Piece { of, names: vec![name.to_owned()], size });
        }
    }
    Ok(pieces)
}

/// `chunk_9`, in the line that says how that piece is loaded.
fn defined(line: &str) -> Option<&str> {
    line.strip_prefix("const __")?.strip_suffix(" = makeLoad(() => {")
}

/// How much each chunk loads, with all its pieces.
fn sizes(pieces: &[Piece], chunks: &Chunks) -> BTreeMap<String, usize> {
    let mut sizes = BTreeMap::new();
    for piece in pieces {
        for chunk in &piece.of {
            let own = || chunks.get(&format!("split_{chunk}")).map_or(0, Vec::len);
            *sizes.entry(chunk.clone()).or_insert_with(own) += piece.size;
        }
    }
    sizes
}

/// The two whose joining makes chunks grow least, in parts of what each loads
/// anyway: a small chunk that is wanted at once must not carry a large one.
fn cheapest(pieces: &[Piece], sizes: &BTreeMap<String, usize>) -> Option<(usize, usize)> {
    let growth = |piece: &Piece, others: &Piece| -> f64 {
        others.of.difference(&piece.of).map(|chunk| piece.size as f64 / sizes[chunk] as f64).sum()
    };
    let pairs = (0..pieces.len()).flat_map(|a| (a + 1..pieces.len()).map(move |b| (a, b)));
    pairs
        .map(|(a, b)| (growth(&pieces[a], &pieces[b]) + growth(&pieces[b], &pieces[a]), (a, b)))
        .min_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, pair)| pair)
}

/// The script without the pieces that are part of another, and each chunk waiting
/// for the pieces that are left.
fn rewritten(loader: &str, pieces: &[Piece]) -> Result<String> {
    let stands_for = |name: &str| {
        pieces
            .iter()
            .find(|piece| piece.names.iter().any(|held| held == name))
            .map(|piece| &piece.names[0])
    };
    let mut script = String::new();
    let mut left_out = false;
    for line in loader.lines() {
        if let Some(name) = defined(line) {
            left_out = stands_for(name).is_some_and(|first| first != name);
        }
        let waits = line.strip_prefix(", [").and_then(|line| line.split_once(']'));
        match waits {
            _ if left_out => {}
            Some((names, end)) => {
                let mut needed = BTreeSet::new();
                for name in names.split(", ").filter(|name| !name.is_empty()) {
                    let name = name.strip_prefix("__").context("a piece's name")?;
                    needed
                        .insert(stands_for(name).with_context(|| format!("nothing loads {name}"))?);
                }
                let needed: Vec<_> = needed.iter().map(|name| format!("__{name}")).collect();
                script.push_str(&format!(", [{}]{end}\n", needed.join(", ")));
            }
            None => {
                script.push_str(line);
                script.push('\n');
            }
        }
        left_out &= waits.is_none();
    }
    let left = script.lines().filter_map(defined).count();
    ensure!(left == pieces.len(), "wasm_split writes its script differently now: see {}", file!());
    Ok(script)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fuse::tests::{functions, piece};

    const SHARED: [&str; 3] = ["desk, log", "desk, log, plan", "log, plan"];

    fn script() -> String {
        let mut script = "import { initSync } from \"./glue.js\";\n".to_owned();
        for (at, of) in SHARED.iter().enumerate() {
            script += &format!(
                "/* {of} */\nconst __chunk_{at} = makeLoad(() => {{\n    \
                 return load(\"./chunk_{at}.wasm\");\n}}\n, []);\n"
            );
        }
        for (name, needs) in [
            ("desk", "__chunk_0, __chunk_1"),
            ("log", "__chunk_0, __chunk_1, __chunk_2"),
            ("plan", "__chunk_1, __chunk_2"),
            ("alone", ""),
        ] {
            script += &format!(
                "export const __wasm_split_load_{name} = wrapAsyncCb(makeLoad(() => {{\n    \
                 return load(\"./split_{name}.wasm\");\n}}\n, [{needs}]));\n"
            );
        }
        script
    }

    fn chunks() -> Chunks {
        let files = ["chunk_0", "chunk_1", "chunk_2", "split_desk", "split_log", "split_plan"];
        let own = |name: &str| if name == "split_desk" { piece(&[7; 20]) } else { piece(&[7]) };
        files.iter().map(|name| (name.to_string(), own(name))).collect()
    }

    #[test]
    fn pieces_are_joined_and_chunks_wait_for_what_they_are_part_of_now() {
        let (script, chunks) = gather(&script(), chunks(), 2).unwrap();
        // The largest chunk grows least by what it has no use for.
        assert!(script.contains("load(\"./chunk_1.wasm\")"));
        assert!(!script.contains("load(\"./chunk_2.wasm\")"));
        assert!(script.contains("split_desk.wasm\");\n}\n, [__chunk_0, __chunk_1]));\n"));
        assert!(script.contains("split_plan.wasm\");\n}\n, [__chunk_1]));\n"));
        assert!(script.contains("split_alone.wasm\");\n}\n, []));\n"));
        assert_eq!(chunks.len(), 5);
        assert_eq!(functions(&chunks["chunk_1"]), 2);
    }

    #[test]
    fn few_pieces_stay_as_they_are() {
        let (same, files) = gather(&script(), chunks(), 3).unwrap();
        assert_eq!(same, script());
        assert_eq!(files.len(), 6);
    }

    #[test]
    fn a_script_in_an_unknown_shape_is_an_error_here_and_not_on_a_phone() {
        assert!(gather(&script().replace("/* log, plan */\n", ""), chunks(), 2).is_err());
        assert!(gather(&script().replace("chunk_2", "chunk_9"), chunks(), 2).is_err());
    }
}
