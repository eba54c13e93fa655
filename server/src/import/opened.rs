//! What is behind the name that somebody typed: a folder, a zip file, a sheet, or something that
//! only looks like one.

use super::ImportError;
use std::{
    fs,
    io::{Cursor, Read as _},
    path::Path,
};

/// A sheet's bytes.
///
/// # Errors
/// When there are none, or they are something else than text.
pub(super) fn sheet(path: &Path) -> Result<Vec<u8>, ImportError> {
    let file = path.display().to_string();
    if path.is_dir() {
        return Err(ImportError::WrongPlace(format!(
            "{file} is a folder: name the sheet, a CSV file"
        )));
    }
    let bytes = read(path)?;
    check(&file, &bytes)?;
    Ok(bytes)
}

/// The bytes of a file; no more of them than an export can have, so that what never ends does
/// not take up all memory.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, ImportError> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|why| unreadable(path, &why))?;
    // Room for all of it at once: a list that grows takes up twice as much.
    let size = file.metadata().map_or(0, |about| about.len()).min(BYTES_MAX);
    bytes.reserve_exact(usize::try_from(size).unwrap_or_default());
    file.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|why| unreadable(path, &why))?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(ImportError::WrongPlace(format!(
            "{} is larger than any sheet: more than a gigabyte",
            path.display()
        )));
    }
    Ok(bytes)
}

pub(super) fn unreadable(path: &Path, why: &std::io::Error) -> ImportError {
    ImportError::Unreadable { file: path.display().to_string(), why: why.to_string() }
}

/// Refuses bytes that are no text, and says what they are.
pub(super) fn check(file: &str, bytes: &[u8]) -> Result<(), ImportError> {
    const SAVE: &str = "Open it in a spreadsheet, save the sheet as \"CSV UTF-8\" and import that.";
    const UNPACK: &str = "Unpack it and import what is in it.";
    const EXPORT: &str = "Export it again as CSV.";
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default().to_ascii_lowercase();
    let holds = |mark: &[u8]| start.windows(mark.len()).any(|window| window == mark);
    let (is, then) = if is_zip(bytes) {
        // Workbooks of today are zip files of a certain content.
        if holds(b"[content_types].xml")
            || holds(b"xl/")
            || holds(b"opendocument")
            || holds(b"docprops/")
            || names_of_zip(bytes)
                .iter()
                .any(|name| name.starts_with("xl/") || name == "content.xml")
        {
            ("a workbook", SAVE)
        } else {
            ("a zip file", UNPACK)
        }
    } else if begins(&[0xd0, 0xcf, 0x11, 0xe0]) {
        ("a workbook, an old or a protected one", SAVE)
    } else if begins(&[0x1f, 0x8b]) || begins(b"7z\xbc\xaf") || begins(b"Rar!") {
        ("a packed file", UNPACK)
    } else if begins(b"%PDF") {
        ("a PDF", EXPORT)
    } else if begins(b"{\\rtf") {
        ("a text document", SAVE)
    } else if begins(b"\x89PNG") || begins(&[0xff, 0xd8, 0xff]) {
        ("a picture", EXPORT)
    } else if begins(b"SQLite format 3") {
        ("a database", EXPORT)
    } else if start.trim_ascii_start().starts_with(b"<") {
        ("a web page or XML", EXPORT)
    } else {
        return Ok(());
    };
    Err(ImportError::NotASheet { file: file.to_owned(), is, then })
}

/// Whether bytes begin as zip files do (APPNOTE.TXT 4.3.7, and 4.3.16 for an empty one).
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Most bytes of a file, and of all files that were packed into one: what has more is no export.
const BYTES_MAX: u64 = 1 << 30;

/// What the files in a zip are called; nothing where it is damaged.
fn names_of_zip(zip: &[u8]) -> Vec<String> {
    let Ok(zip) = zip::ZipArchive::new(Cursor::new(zip)) else { return Vec::new() };
    zip.file_names().flatten().map(std::borrow::Cow::into_owned).collect()
}

/// The files of a zip that are wanted, by their names without folders; of the others the names
/// alone.
pub(super) fn unpacked(
    file: &str,
    zip: Vec<u8>,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<(String, Vec<u8>)>, ImportError> {
    let refuse = |is| ImportError::NotASheet {
        file: file.to_owned(),
        is,
        then: "Unpack it, and name the folder with the files in it.",
    };
    let damaged = "a zip file that is damaged or protected by a password";
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).map_err(|_| refuse(damaged))?;
    let (mut files, mut left) = (Vec::<(String, Vec<u8>)>::new(), BYTES_MAX);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|_| refuse(damaged))?;
        let path = entry.name().map_err(|_| refuse(damaged))?.replace('\\', "/");
        // What a Mac adds for itself.
        if entry.is_dir() || path.starts_with("__MACOSX/") {
            continue;
        }
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        if wanted(&name) {
            if files.iter().any(|(known, _)| known.eq_ignore_ascii_case(&name)) {
                return Err(refuse("a zip file with more than one export in it"));
            }
            let size = entry.by_ref().take(left + 1).read_to_end(&mut bytes);
            let size = size.map_err(|_| refuse(damaged))?;
            left = match left.checked_sub(size as u64) {
                Some(left) => left,
                None => return Err(refuse("a zip file that unpacks to more than any export has")),
            };
        }
        files.push((name, bytes));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_refused_by_what_it_is() {
        let workbook = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml".as_slice();
        for (bytes, is) in [
            (workbook, "a workbook"),
            (b"PK\x03\x04\x14\0\0\0\x08\0Client.csv".as_slice(), "a zip file"),
            (b"\xd0\xcf\x11\xe0".as_slice(), "a workbook, an old or a protected one"),
            (b"%PDF-1.7".as_slice(), "a PDF"),
            (b"\n<!DOCTYPE html>".as_slice(), "a web page or XML"),
        ] {
            let refused = check("people", bytes).expect_err(is);
            assert!(refused.to_string().starts_with(&format!("people is {is}, ")), "{refused}");
        }
        assert_eq!(check("people", b"preferred_name\nAda\n"), Ok(()));
        assert_eq!(check("people", b""), Ok(()));
    }
}
