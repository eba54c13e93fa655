//! The directory of services: its pages as they came, sealed, and how far they go. A pull from nothing
//! clears them with everything else the server said. Belongs to the chunks that show it.

use super::database::{SHELVES, Store, StoreError, from_js, read_json, to_js, write_json};
use crate::{browser::indexed_db::Change, vault::Keys};
use domain::{json, wire::v1::DirectoryPage};
use sync::{
    directory::{Directory, DirectoryMark},
    read_copy::Unread,
};

const MARK: &str = "directory";

fn name(page: u32) -> String {
    format!("{MARK}.{page}")
}

impl Store {
    /// How far the directory goes that lies here; none before it was asked for.
    ///
    /// # Errors
    /// When storage fails, or the mark does not open.
    pub async fn directory_mark(&self, keys: &Keys) -> Result<Option<DirectoryMark>, StoreError> {
        let Some(sealed) = self.database.get(SHELVES, MARK).await?.and_then(from_js) else {
            return Ok(None);
        };
        let plain = keys.open(SHELVES, MARK, &sealed).await?;
        // What cannot be read is asked for anew.
        Ok(read_json(MARK, &plain).ok())
    }

    /// The directory, out of all its pages.
    ///
    /// # Errors
    /// When storage fails, or a page does not open.
    pub async fn directory(
        &self,
        keys: &Keys,
        mark: &DirectoryMark,
    ) -> Result<Directory, StoreError> {
        let mut directory = Directory::default();
        for page in 0..mark.pages {
            let name = name(page);
            let Some(sealed) = self.database.get(SHELVES, &name).await?.and_then(from_js) else {
                return Err(StoreError::Unreadable(name));
            };
            let plain = keys.open(SHELVES, &name, &sealed).await?;
            let read = json::sparing::<DirectoryPage>(&plain);
            let (page, left_out) = read.map_err(|_| StoreError::Unreadable(name))?;
            directory.take(page, left_out.into_iter().map(Unread::from).collect());
        }
        Ok(directory)
    }

    /// Keeps pages as they came, from `place` on, together with the mark that speaks of them. Pages
    /// beyond them are none of the directory any more.
    ///
    /// # Errors
    /// When storage fails; then what was there is still there.
    pub async fn keep_directory_pages(
        &self,
        keys: &Keys,
        pages: &[&[u8]],
        place: u32,
        mark: &DirectoryMark,
        former_pages: u32,
    ) -> Result<(), StoreError> {
        let mut writes = Vec::new();
        for (page, place) in pages.iter().zip(place..) {
            let at = name(place);
            let sealed = keys.seal(SHELVES, &at, page).await?;
            writes.push(Change::Put(SHELVES, at, to_js(&sealed)));
        }
        writes.extend((mark.pages..former_pages).map(|gone| Change::Delete(SHELVES, name(gone))));
        writes.push(self.directory_mark_put(keys, mark).await?);
        Ok(self.database.write(writes).await?)
    }

    /// Keeps when the server was asked; the pages stay.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn keep_directory_mark(
        &self,
        keys: &Keys,
        mark: &DirectoryMark,
    ) -> Result<(), StoreError> {
        let put = self.directory_mark_put(keys, mark).await?;
        Ok(self.database.write(vec![put]).await?)
    }

    async fn directory_mark_put(
        &self,
        keys: &Keys,
        mark: &DirectoryMark,
    ) -> Result<Change, StoreError> {
        let sealed = keys.seal(SHELVES, MARK, &write_json(mark)).await?;
        Ok(Change::Put(SHELVES, MARK.to_owned(), to_js(&sealed)))
    }
}
