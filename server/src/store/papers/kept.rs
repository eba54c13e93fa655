//! Keeping pages: in backups, after restores, against what happens to files; and taking away what never
//! became whole.

use super::{
    Broken, Folder, PageAt, PartError, PartHead, Store, StoreError, Who, known, whole_pages,
};
use crate::keys::SealKey;
use domain::{Hash, id::AgencyId};
use std::{
    io,
    path::Path,
    time::{Duration, SystemTime},
};

/// After its last part came, a page that is not whole is kept for so long.
const UNFINISHED_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// What became of pages that the database did not know.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tidied {
    /// They were whole, and are known now.
    pub adopted: usize,
    /// Nothing had come of them for thirty days.
    pub removed: usize,
}

impl Store {
    /// Reads every page of an agency that should be here as a whole; names those that are not.
    ///
    /// # Errors
    /// Those of the database and the disk.
    pub async fn verify_papers(
        &self,
        agency: AgencyId,
    ) -> Result<Vec<(PageAt, Broken)>, StoreError> {
        let mut db = self.0.readers.acquire().await?;
        let pages = whole_pages(&mut db, agency).await?;
        drop(db);
        if pages.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.agency_key(agency).await?;
        self.on_disk(move |papers| broken(papers, &key, &pages)).await
    }

    /// Copies every page that is here as a whole to the folder of a backup, as sealed as they lie; names
    /// those of which something is missing here.
    ///
    /// # Errors
    /// Those of the database and the disk.
    pub(in crate::store) async fn back_up_papers(
        &self,
        backup: &Path,
    ) -> Result<Vec<(PageAt, Broken)>, StoreError> {
        let to = Folder::of_backup(backup);
        let mut found = Vec::new();
        for agency in self.agencies().await? {
            let mut db = self.0.readers.acquire().await?;
            let pages = whole_pages(&mut db, agency).await?;
            drop(db);
            if pages.is_empty() {
                continue;
            }
            let (key, to) = (self.agency_key(agency).await?, to.clone());
            let copied = self.on_disk(move |papers| {
                for (at, _) in &pages {
                    to.copy(papers, *at)?;
                }
                broken(&to, &key, &pages)
            });
            found.extend(copied.await?);
        }
        Ok(found)
    }

    /// Brings the pages of a backup here, beside those that are here already; and makes known what of
    /// these the backup's database does not know. Answers what is missing afterwards.
    ///
    /// # Errors
    /// Those of the database and the disk.
    pub(in crate::store) async fn restore_papers(
        &self,
        backup: &Path,
    ) -> Result<Vec<(PageAt, Broken)>, StoreError> {
        let from = Folder::of_backup(backup);
        let mut missing = Vec::new();
        for agency in self.agencies().await? {
            let from = from.clone();
            let copied = self.on_disk(move |papers| {
                from.pages(agency)?.into_iter().try_for_each(|at| papers.copy(&from, at))
            });
            copied.await?;
        }
        self.tidy_papers(SystemTime::now()).await?;
        for agency in self.agencies().await? {
            missing.extend(self.verify_papers(agency).await?);
        }
        Ok(missing)
    }

    /// Makes known what is whole and the database does not know, since a kill or a restore came between;
    /// takes away what has not become whole for thirty days, and what a kill left half-written.
    ///
    /// # Errors
    /// Those of the database and the disk.
    pub async fn tidy_papers(&self, now: SystemTime) -> Result<Tidied, StoreError> {
        let mut tidied = Tidied::default();
        for agency in self.agencies().await? {
            let key = self.agency_key(agency).await?;
            for at in self.on_disk(move |papers| papers.pages(agency)).await? {
                let mut db = self.0.readers.acquire().await?;
                if known(&mut db, at).await?.is_some() {
                    continue;
                }
                drop(db);
                let key = key.clone();
                match self.on_disk(move |papers| of_unknown(papers, &key, at, now)).await? {
                    Found::Whole(head) => {
                        let who = Who { staff: None, device: Some(at.device) };
                        self.received(at, &head, who).await?;
                        tidied.adopted += 1;
                    }
                    Found::Removed => tidied.removed += 1,
                    Found::Unfinished => {}
                }
            }
        }
        Ok(tidied)
    }
}

/// What was found of a page that the database does not know.
enum Found {
    Whole(PartHead),
    Unfinished,
    Removed,
}

fn of_unknown(papers: &Folder, key: &SealKey, at: PageAt, now: SystemTime) -> io::Result<Found> {
    match papers.read(key, at, &mut |_| {}) {
        Ok(head) => return Ok(Found::Whole(PartHead { part: 0, ..head })),
        Err(PartError::Disk(error)) => return Err(error),
        Err(PartError::Broken(_)) => {}
    }
    // A clock that was set back takes nothing away.
    let age = now.duration_since(papers.last_came(at)?).unwrap_or_default();
    if age < UNFINISHED_FOR {
        return Ok(Found::Unfinished);
    }
    papers.sweep(at)?;
    papers.remove(at)?;
    Ok(Found::Removed)
}

/// Those of these pages that are not what was received.
fn broken(
    papers: &Folder,
    key: &SealKey,
    pages: &[(PageAt, Hash)],
) -> io::Result<Vec<(PageAt, Broken)>> {
    let mut found = Vec::new();
    for (at, sha256) in pages {
        match papers.read(key, *at, &mut |_| {}) {
            Ok(head) if head.sha256 == *sha256 => {}
            Ok(_) => found.push((*at, Broken::Differs)),
            Err(PartError::Broken(broken)) => found.push((*at, broken)),
            Err(PartError::Disk(error)) => return Err(error),
        }
    }
    Ok(found)
}
