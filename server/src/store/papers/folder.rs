//! Where the parts of pages lie: a file a part, in `papers/<agency>/<phone>/<page>/<number>` beside the
//! database. Every name is made of ids and numbers that were read as such; none is anybody's text.
//!
//! A file holds the id of the client and what was sealed for that client and this very place. It comes
//! to be whole or not at all, and never changes.

use crate::{
    files,
    keys::{self, SealBroken, SealKey},
};
use domain::{
    Hash,
    id::{AgencyId, ClientId, DeviceId, PageId},
    wire::v1::{PartHead, parts_of},
};
use sha2::{Digest as _, Sha256};
use std::{
    ffi::OsStr,
    fmt,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    str::FromStr,
    time::SystemTime,
};

/// The folder.
#[derive(Debug, Clone)]
pub(in crate::store) struct Folder(PathBuf);

/// Whose page it is, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageAt {
    /// The tenant.
    pub agency: AgencyId,
    /// The phone that sent it.
    pub device: DeviceId,
    /// The page.
    pub page: PageId,
}

impl fmt::Display for PageAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page {} from phone {}", self.page, self.device)
    }
}

/// What is wrong with a page that should be whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// A part is not there.
    Missing(u32),
    /// A part does not open, or is of something else.
    Altered(u32),
    /// Together they are another page than was received.
    Differs,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(part) => write!(f, "part {part} is missing"),
            Self::Altered(part) => write!(f, "part {part} was altered"),
            Self::Differs => write!(f, "it is not the page that was received"),
        }
    }
}

/// A part cannot be read: the disk failed, or what is there is not what was put there.
#[derive(Debug, thiserror::Error)]
pub(in crate::store) enum PartError {
    #[error("the disk failed: {0}")]
    Disk(#[from] io::Error),
    #[error("{0}")]
    Broken(Broken),
}

impl Folder {
    /// The one that belongs to a database.
    pub(in crate::store) fn beside(database: &Path) -> Self {
        Self(database.parent().unwrap_or(Path::new("")).join("papers"))
    }

    /// The one that belongs to a backup.
    pub(in crate::store) fn of_backup(backup: &Path) -> Self {
        let mut name = backup.as_os_str().to_owned();
        name.push(".papers");
        Self(PathBuf::from(name))
    }

    pub(in crate::store) fn path(&self) -> &Path {
        &self.0
    }

    fn of_device(&self, agency: AgencyId, device: DeviceId) -> PathBuf {
        self.0.join(agency.to_string()).join(device.to_string())
    }

    fn of_page(&self, at: PageAt) -> PathBuf {
        self.of_device(at.agency, at.device).join(at.page.to_string())
    }

    /// Which parts of a page are here, in their order.
    pub(in crate::store) fn parts(&self, at: PageAt) -> io::Result<Vec<u32>> {
        let mut parts: Vec<u32> = names(&self.of_page(at))?.iter().filter_map(number).collect();
        parts.sort_unstable();
        Ok(parts)
    }

    /// Puts a part in its place, opened as it came. Where this was killed half-way, nothing is there
    /// but a file that no reader looks at.
    pub(in crate::store) fn put(
        &self,
        key: &SealKey,
        at: PageAt,
        head: &PartHead,
        opened: &[u8],
    ) -> io::Result<()> {
        let sealed = key.seal_owned(&place(at, head.client_id, head.part), opened);
        let whole = [&head.client_id.as_bytes()[..], &sealed].concat();
        self.write(at, head.part, &whole)
    }

    fn write(&self, at: PageAt, part: u32, bytes: &[u8]) -> io::Result<()> {
        let folder = self.of_page(at);
        if !folder.is_dir() {
            files::make_folder(&folder)?;
            // Each new name, up to that of the folder itself, comes through a power cut.
            for above in folder.ancestors().skip(1).take(4).filter(|above| above.is_dir()) {
                File::open(above)?.sync_all()?;
            }
        }
        let path = folder.join(part.to_string());
        let fresh = folder.join(format!(".{part}.{}", keys::hex(&keys::random::<8>())));
        let written = files::create(&fresh).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&fresh, &path)?;
            File::open(&folder)?.sync_all()
        });
        if written.is_err() {
            let _nothing_there = fs::remove_file(&fresh);
        }
        written
    }

    /// A part as it was put there, head and bytes.
    pub(in crate::store) fn part(
        &self,
        key: &SealKey,
        at: PageAt,
        part: u32,
    ) -> Result<Vec<u8>, PartError> {
        let broken = |broken| Err(PartError::Broken(broken));
        let file = match fs::read(self.of_page(at).join(part.to_string())) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return broken(Broken::Missing(part));
            }
            Err(error) => return Err(error.into()),
        };
        let opened = file.split_first_chunk().ok_or(SealBroken).and_then(|(client, sealed)| {
            let client = ClientId::from_bytes(*client);
            let mut opened = Vec::with_capacity(sealed.len());
            key.open_owned_into(&mut opened, &place(at, client, part), sealed)?;
            let named = PartHead::split(&opened).map(|(head, _)| head);
            let is_it = named.is_some_and(|head| {
                (head.page_id, head.part, head.client_id) == (at.page, part, client)
            });
            if is_it { Ok(opened) } else { Err(SealBroken) }
        });
        opened.map_or_else(|_| broken(Broken::Altered(part)), Ok)
    }

    /// Hands over the bytes of a page, part by part, and fails where they are not what each part says
    /// of the whole. Answers what they say.
    pub(in crate::store) fn read(
        &self,
        key: &SealKey,
        at: PageAt,
        take: &mut dyn FnMut(&[u8]),
    ) -> Result<PartHead, PartError> {
        let mut first = None;
        let mut hash = Sha256::new();
        let mut part = 0;
        loop {
            let opened = self.part(key, at, part)?;
            let Some((head, bytes)) = PartHead::split(&opened) else {
                return Err(PartError::Broken(Broken::Altered(part)));
            };
            let begun = *first.get_or_insert(head);
            if (PartHead { part: 0, ..head }) != (PartHead { part: 0, ..begun }) {
                return Err(PartError::Broken(Broken::Differs));
            }
            hash.update(bytes);
            take(bytes);
            part += 1;
            if part >= parts_of(begun.bytes) {
                let hash = Hash::from_bytes(hash.finalize().into());
                let is_it = hash == begun.sha256;
                return if is_it { Ok(begun) } else { Err(PartError::Broken(Broken::Differs)) };
            }
        }
    }

    /// Takes a page away that never became whole.
    pub(in crate::store) fn remove(&self, at: PageAt) -> io::Result<()> {
        let gone = fs::remove_dir_all(self.of_page(at));
        gone.or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        })
    }

    /// Every page of a phone of which something is here.
    pub(in crate::store) fn pages_of(
        &self,
        agency: AgencyId,
        device: DeviceId,
    ) -> io::Result<Vec<PageAt>> {
        let found = names(&self.of_device(agency, device))?;
        let pages = found.iter().filter_map(|name| read(name));
        Ok(pages.map(|page| PageAt { agency, device, page }).collect())
    }

    /// Every page of an agency of which something is here.
    pub(in crate::store) fn pages(&self, agency: AgencyId) -> io::Result<Vec<PageAt>> {
        let mut pages = Vec::new();
        for name in names(&self.0.join(agency.to_string()))? {
            if let Some(device) = read(&name) {
                pages.extend(self.pages_of(agency, device)?);
            }
        }
        Ok(pages)
    }

    /// When something last came of a page.
    pub(in crate::store) fn last_came(&self, at: PageAt) -> io::Result<SystemTime> {
        fs::metadata(self.of_page(at))?.modified()
    }

    /// Copies the parts of a page that are not here from another folder, each whole or not at all.
    pub(in crate::store) fn copy(&self, from: &Self, at: PageAt) -> io::Result<()> {
        let here = self.parts(at)?;
        for part in from.parts(at)?.into_iter().filter(|part| !here.contains(part)) {
            self.write(at, part, &fs::read(from.of_page(at).join(part.to_string()))?)?;
        }
        Ok(())
    }

    /// Removes what a kill left half-written in the folder of a page.
    pub(in crate::store) fn sweep(&self, at: PageAt) -> io::Result<()> {
        let folder = self.of_page(at);
        for name in names(&folder)?.iter().filter(|name| number(name).is_none()) {
            fs::remove_file(folder.join(name))?;
        }
        Ok(())
    }
}

/// What the seal of a part is bound to: whose it is, of which page and phone, and which part.
fn place(at: PageAt, client: ClientId, part: u32) -> Vec<u8> {
    let PageAt { agency, device, page } = at;
    format!("streetlight/2/paper/{agency}/{client}/{device}/{page}/{part}").into_bytes()
}

/// The names in a folder; none where it is not there.
fn names(folder: &Path) -> io::Result<Vec<std::ffi::OsString>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.file_name())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn read<T: FromStr>(name: &OsStr) -> Option<T> {
    name.to_str()?.parse().ok()
}

/// The number of a part; none for what was being written.
fn number(name: &std::ffi::OsString) -> Option<u32> {
    name.to_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::wire::v1::PART_BYTES;
    use zeroize::Zeroizing;

    const AT: PageAt = PageAt {
        agency: AgencyId::from_bytes([1; 16]),
        device: DeviceId::from_bytes([2; 16]),
        page: PageId::from_bytes([3; 16]),
    };

    struct Given {
        _kept: tempfile::TempDir,
        folder: Folder,
        key: SealKey,
        bytes: Vec<u8>,
    }

    /// A page of two parts and a little.
    fn given() -> Given {
        let kept = tempfile::tempdir().expect("a folder");
        let folder = Folder(kept.path().join("papers"));
        let key = SealKey::new(&Zeroizing::new([3; 32]));
        let bytes: Vec<u8> = (0..2 * PART_BYTES + 7).map(|n| (n % 251) as u8).collect();
        let given = Given { _kept: kept, folder, key, bytes };
        for part in 0..3 {
            given.put(AT, part);
        }
        given
    }

    impl Given {
        fn put(&self, at: PageAt, part: u32) {
            let head = PartHead {
                page_id: at.page,
                client_id: ClientId::from_bytes([9; 16]),
                part,
                bytes: u32::try_from(self.bytes.len()).expect("few"),
                sha256: Hash::of(&self.bytes),
            };
            let from = (part * PART_BYTES) as usize;
            let opened = head.with(&self.bytes[from..from + head.length() as usize]);
            self.folder.put(&self.key, at, &head, &opened).expect("room");
        }

        fn broken(&self) -> Option<Broken> {
            match self.folder.read(&self.key, AT, &mut |_| {}) {
                Ok(_) => None,
                Err(PartError::Broken(broken)) => Some(broken),
                Err(PartError::Disk(error)) => panic!("{error}"),
            }
        }
    }

    #[test]
    fn what_was_put_there_reads_back_and_nothing_of_it_lies_in_the_clear() {
        let given = given();
        let mut read = Vec::new();
        let head = given.folder.read(&given.key, AT, &mut |bytes| read.extend_from_slice(bytes));
        assert_eq!(head.expect("whole").sha256, Hash::of(&given.bytes));
        assert_eq!(read, given.bytes);
        let file = fs::read(given.folder.of_page(AT).join("0")).expect("a file");
        assert!(!file.windows(16).any(|part| part == &given.bytes[100..116]));
    }

    #[test]
    fn a_part_that_is_missing_changed_or_moved_is_named() {
        let given = given();
        let path = given.folder.of_page(AT).join("1");
        let whole = fs::read(&path).expect("a file");
        for at in [0, 16, 17, 30, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            fs::write(&path, &changed).expect("written");
            assert_eq!(given.broken(), Some(Broken::Altered(1)), "byte {at}");
        }
        fs::copy(given.folder.of_page(AT).join("0"), &path).expect("copied");
        assert_eq!(given.broken(), Some(Broken::Altered(1)), "another part in its place");
        fs::remove_file(&path).expect("removed");
        assert_eq!(given.broken(), Some(Broken::Missing(1)));
        fs::write(&path, &whole).expect("written");
        assert_eq!(given.broken(), None);
        let other = PageAt { page: PageId::from_bytes([4; 16]), ..AT };
        fs::rename(given.folder.of_page(AT), given.folder.of_page(other)).expect("moved");
        let read = given.folder.read(&given.key, other, &mut |_| {});
        assert!(matches!(read, Err(PartError::Broken(Broken::Altered(0)))), "another page's");
    }

    #[test]
    fn what_a_kill_left_half_written_is_no_part_and_is_swept_away() {
        let given = given();
        let folder = given.folder.of_page(AT);
        fs::remove_file(folder.join("2")).expect("removed");
        fs::write(folder.join(".2.0123456789abcdef"), b"half").expect("written");
        assert_eq!(given.folder.parts(AT).expect("read"), [0, 1]);
        given.put(AT, 2);
        assert_eq!(given.broken(), None);
        given.folder.sweep(AT).expect("swept");
        assert_eq!(fs::read_dir(folder).expect("read").count(), 3);
    }
}
