//! A client's file, for the screens about them.

use super::{AppState, phone::phone, reading::reading};
use crate::held::Held;
use crate::store::StoreError;
use ::sync::read_copy::ClientFile;
use domain::id::ClientId;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;

/// A client's file on a screen.
#[derive(Clone, Copy)]
pub struct FollowedFile {
    /// The file as it was read last; none before.
    pub file: Held<Option<ClientFile>>,
    /// It cannot be read now.
    pub unread: Held<bool>,
    /// Reads it again.
    pub again: Callback<()>,
}

/// Reads a client's file for a screen, anew after every change, and again for as long as it
/// cannot be read.
pub fn follow_file(app: AppState, client_id: ClientId) -> FollowedFile {
    let (file, unread) = (Held::new(None), Held::new(false));
    let read = move || -> LocalBoxFuture<'static, bool> {
        Box::pin(async move {
            match load_file(client_id).await {
                Ok(loaded) => {
                    let _gone = file.try_set(loaded);
                    if unread.try_get_untracked() == Some(true) {
                        let _gone = unread.try_set(false);
                    }
                    true
                }
                // Said by the sync that fetches them again.
                Err(StoreError::Emptied) => false,
                Err(_) => {
                    let _gone = unread.try_set(true);
                    false
                }
            }
        })
    };
    FollowedFile { file, unread, again: reading(app, Box::new(read)) }
}

/// A client's notes with unsent ones laid over them; none once the phone is locked.
///
/// # Errors
/// When they cannot be read now.
pub async fn load_file(client_id: ClientId) -> Result<Option<ClientFile>, StoreError> {
    let Some(phone) = phone() else { return Ok(None) };
    let mut file = phone.store.file(&phone.keys, client_id).await?;
    phone.pending.borrow().lay_over_file(phone.profile.staff_id, client_id, &mut file);
    Ok(Some(file))
}
