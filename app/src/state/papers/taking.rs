//! Taking a page: made smaller, sealed, and only then kept.

use super::{changed, sealed};
use crate::{
    browser::{
        clock,
        pictures::{self, Chosen},
        random,
    },
    state::phone::phone,
    store::Papers,
};
use ::sync::papers::KeptPage;
use domain::{
    Hash,
    id::{ClientId, PageId},
    record::paper::{JPEG, PDF, Page},
    wire::v1::PAGE_MAX_BYTES,
};

/// Bytes that a page needs while it is written: itself once more, and what the browser needs.
const ROOM_BYTES: u64 = 3 * 1024 * 1024;
/// Below so many free bytes somebody is told before they take a picture.
const NEARLY_FULL_BYTES: u64 = 20 * 1024 * 1024;

/// Why no page was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotMade {
    /// It is neither a picture that can be read here nor a PDF.
    CannotRead,
    /// It has too many bytes.
    TooLarge,
    /// The phone has so many free bytes, which is not enough.
    NoRoom(u64),
    /// The phone could not keep it, or was locked meanwhile.
    NotKept,
}

/// How many bytes are free, where that is so little that somebody has to know before they take a
/// picture.
pub async fn nearly_full() -> Option<u64> {
    pictures::room().await.filter(|free| *free < NEARLY_FULL_BYTES)
}

/// Makes a page of what was chosen and keeps it, for a form that is not signed yet.
///
/// # Errors
/// Why not; then nothing of it is kept.
pub async fn take(client_id: ClientId, chosen: &Chosen) -> Result<Page, NotMade> {
    let max = u64::from(PAGE_MAX_BYTES);
    let is_pdf = chosen.is_pdf();
    if is_pdf && chosen.bytes() > max {
        return Err(NotMade::TooLarge);
    }
    let needs = ROOM_BYTES + if is_pdf { chosen.bytes() } else { 0 };
    if let Some(free) = pictures::room().await.filter(|free| *free < needs) {
        return Err(NotMade::NoRoom(free));
    }
    let bytes = match is_pdf {
        true => chosen.read().await.ok().filter(|bytes| bytes.starts_with(b"%PDF-")),
        false => chosen.smaller().await.ok(),
    };
    let bytes = bytes.ok_or(NotMade::CannotRead)?;
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= PAGE_MAX_BYTES);
    let page = Page {
        page_id: random::id(PageId::from_parts).map_err(|_| NotMade::NotKept)?,
        media: if is_pdf { PDF } else { JPEG }.to_owned(),
        bytes: length.ok_or(NotMade::TooLarge)?,
        sha256: Hash::of(&bytes),
    };
    let phone = phone().ok_or(NotMade::NotKept)?;
    let parts = sealed(&phone, client_id, &page, &bytes).await.map_err(|_| NotMade::NotKept)?;
    drop(bytes);
    let kept = KeptPage::held(page.page_id, client_id, page.bytes, clock::now());
    let store = Papers::open(phone.profile.device_id).await.map_err(|_| NotMade::NotKept)?;
    if store.keep(&kept, &parts).await.is_err() {
        return Err(match pictures::room().await.filter(|free| *free < needs) {
            Some(free) => NotMade::NoRoom(free),
            None => NotMade::NotKept,
        });
    }
    changed();
    Ok(page)
}
