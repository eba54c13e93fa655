//! The head of each agency's log, kept in a file outside the database.
//!
//! A line a head: agency, number of the last entry, its hash, and when it was written, with tabs
//! between. Lines are only added. Whoever cuts off the log, or puts an older database in the
//! place of this one, would have to change this file as well, so it belongs where they do not
//! reach.

use super::Heads;
use crate::{files, keys};
use domain::id::AgencyId;
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

/// A head: number and hash of the last entry.
pub type Head = (i64, [u8; 32]);

/// The file that heads are added to.
#[derive(Debug)]
pub struct HeadFile {
    path: PathBuf,
    last: BTreeMap<AgencyId, Head>,
}

impl HeadFile {
    /// Takes up a file, or makes it, for its owner alone.
    ///
    /// # Errors
    /// When it cannot be read or written, or holds something else.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut last = BTreeMap::new();
        for (agency, head) in lines(&open(path)?)? {
            last.insert(agency, head);
        }
        Ok(Self { path: path.to_owned(), last })
    }

    /// The last head of each agency.
    #[must_use]
    pub const fn last(&self) -> &BTreeMap<AgencyId, Head> {
        &self.last
    }

    /// Adds the heads that are new; when this returns they are on the disk.
    ///
    /// # Errors
    /// When they cannot be written. They are tried again with the next.
    pub fn add(&mut self, heads: &BTreeMap<AgencyId, Head>, at: &str) -> io::Result<()> {
        let mut text = String::new();
        for (agency, (seq, hash)) in heads {
            if self.last.get(agency) != Some(&(*seq, *hash)) {
                text.push_str(&format!("{agency}\t{seq}\t{}\t{at}\n", keys::hex(hash)));
            }
        }
        if text.is_empty() {
            return Ok(());
        }
        // Opened each time: whoever turns the file over is followed, and a disk may come back.
        let mut file = open(&self.path)?;
        if file.seek(SeekFrom::End(0))? > 0 {
            // A line that was broken off stays by itself.
            let mut end = [0];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut end)?;
            if end != *b"\n" {
                text.insert(0, '\n');
            }
        }
        file.write_all(text.as_bytes())?;
        files::keep(&file, &self.path)?;
        self.last.clone_from(heads);
        Ok(())
    }
}

/// Every head in a file, by agency.
///
/// # Errors
/// When it cannot be read, or a line of it is none.
pub fn read(path: &Path) -> io::Result<BTreeMap<AgencyId, Heads>> {
    let mut heads: BTreeMap<AgencyId, Heads> = BTreeMap::new();
    for (agency, (seq, hash)) in lines(&File::open(path)?)? {
        heads.entry(agency).or_default().insert(seq, hash);
    }
    Ok(heads)
}

fn open(path: &Path) -> io::Result<File> {
    match files::create(path) {
        Ok(file) => drop(file),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    File::options().read(true).append(true).open(path)
}

fn lines(mut file: &File) -> io::Result<Vec<(AgencyId, Head)>> {
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    let mut heads = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
        match line_of(line) {
            Some(head) => heads.push(head),
            // The power went while it was written; the next one says more.
            None if line.split('\t').count() < 4 && !line.contains(' ') => {}
            None => {
                let what = format!("line {} is not the head of a log", number + 1);
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
        }
    }
    Ok(heads)
}

fn line_of(line: &str) -> Option<(AgencyId, Head)> {
    let mut parts = line.split('\t');
    let agency = parts.next()?.parse().ok()?;
    let seq = parts.next()?.parse().ok()?;
    let hash = keys::unhex(parts.next()?)?;
    // Without the time it was broken off.
    parts.next()?;
    Some((agency, (seq, hash)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_added_and_a_line_that_was_broken_off_spoils_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("heads");
        let agency = AgencyId::from_bytes([7; 16]);
        let head = |n: u8| BTreeMap::from([(agency, (i64::from(n), [n; 32]))]);
        let mut file = HeadFile::open(&path).expect("a new file");
        file.add(&head(1), "now").expect("room");
        file.add(&head(1), "now").expect("room");
        let text = std::fs::read_to_string(&path).expect("it is there");
        assert_eq!(text.lines().count(), 1, "the same once");
        std::fs::write(&path, format!("{text}{agency}\t2\t0303")).expect("room");
        let mut file = HeadFile::open(&path).expect("the same file");
        assert_eq!(file.last(), &head(1));
        file.add(&head(3), "now").expect("room");
        let heads = read(&path).expect("its own lines");
        assert_eq!(heads[&agency].keys().copied().collect::<Vec<_>>(), [1, 3]);
        std::fs::write(&path, "something else\n").expect("room");
        assert!(read(&path).is_err());
    }
}
