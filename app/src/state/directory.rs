//! The directory of services on this phone: fetched after the caseload, in a quiet moment, and read
//! where somebody looks for one. Belongs to the chunks that show it.

use super::{
    AppState,
    deliver::LIMIT_MS,
    phone::{Phone, phone, unseal},
};
use crate::{
    browser::{
        BrowserError, clock,
        fetch::{self, Ask},
    },
    store::StoreError,
};
use ::sync::directory::{Directory, DirectoryMark, PageHead};
use domain::json;
use std::{cell::Cell, rc::Rc, sync::Arc};

thread_local! {
    static ASKING: Cell<bool> = const { Cell::new(false) };
}

/// What was read, with the tag of the pages that it was read from.
type Read = (String, Arc<Directory>);

/// The directory as this phone has it, with every check laid over it that was made here and may not
/// have come back; empty before it came.
///
/// # Errors
/// When the phone is locked, or what it keeps cannot be read.
pub async fn directory() -> Result<Arc<Directory>, StoreError> {
    let phone = phone().ok_or_else(|| BrowserError::new("the phone is locked"))?;
    let mark = phone.store.directory_mark(&phone.keys).await?;
    let read = match &mark {
        Some(mark) => pages(&phone, mark).await?,
        None => Arc::default(),
    };
    let made = made_here(&phone, mark.as_ref()).await?;
    if made.is_empty() {
        return Ok(read);
    }
    let mut laid_over = Directory::clone(&read);
    for operation in &made {
        laid_over.lay_over(operation, phone.profile.staff_id);
    }
    Ok(Arc::new(laid_over))
}

/// Reading thousands of services takes a while: once, as long as the phone is open and no page comes.
async fn pages(phone: &Phone, mark: &DirectoryMark) -> Result<Arc<Directory>, StoreError> {
    let known = phone.opened.borrow().iter().find_map(|one| one.downcast_ref::<Read>().cloned());
    if let Some((_, read)) = known.filter(|(tag, _)| *tag == mark.tag) {
        return Ok(read);
    }
    let read = Arc::new(phone.store.directory(&phone.keys, mark).await?);
    let mut opened = phone.opened.borrow_mut();
    opened.retain(|one| !one.is::<Read>());
    opened.push(Rc::new((mark.tag.clone(), Arc::clone(&read))));
    Ok(read)
}

/// What was signed here and is nobody's file: what waits, and what the server has received since the
/// directory was asked for.
async fn made_here(
    phone: &Phone,
    mark: Option<&DirectoryMark>,
) -> Result<Vec<domain::operation::Operation>, StoreError> {
    let pending: Vec<_> =
        phone.pending.borrow().iter().map(|item| item.operation.clone()).collect();
    let mut made: Vec<_> = pending.into_iter().filter(|one| one.payload.is_nobodys()).collect();
    let since: Vec<_> = {
        let replica = phone.replica.borrow();
        let news = replica.sent().filter(|sent| mark.is_none_or(|mark| !mark.has(sent)));
        news.map(|sent| sent.op_id).collect()
    };
    for op_id in since {
        if made.iter().any(|known| known.op_id == op_id) {
            continue;
        }
        let Some(sealed) = phone.store.bytes(op_id).await? else { continue };
        let opened = unseal(&phone.keys, op_id, &sealed).await;
        made.extend(opened.filter(|operation| operation.payload.is_nobodys()));
    }
    Ok(made)
}

/// Asks the server what changed, if it is time; sooner where somebody looks at the directory. Says
/// whether anything did.
pub async fn ask_if_due(app: AppState, looked_at: bool) -> bool {
    let Some(phone) = phone() else { return false };
    let Ok(mark) = phone.store.directory_mark(&phone.keys).await else { return false };
    if mark.is_some_and(|mark| !mark.is_due(clock::now(), looked_at)) || ASKING.replace(true) {
        return false;
    }
    let changed = fetch_all(&phone).await;
    ASKING.set(false);
    if changed && phone.is_open() {
        app.files_changed();
    }
    changed
}

/// Asks the server now: something was changed in the directory here.
pub async fn ask_now(app: AppState) -> bool {
    let Some(phone) = phone() else { return false };
    let changed = fetch_all(&phone).await;
    if changed && phone.is_open() {
        app.files_changed();
    }
    changed
}

/// Fetches page after page; what came before something failed is kept, and gone on from next time.
async fn fetch_all(phone: &Phone) -> bool {
    let mut changed = false;
    while let Ok(Some(more)) = fetch_page(phone).await {
        changed = true;
        if !more {
            break;
        }
    }
    let mark = phone.store.directory_mark(&phone.keys).await.ok().flatten();
    if let Some(mark) = mark.filter(DirectoryMark::is_long) {
        // Where this fails, the pages stay as many as they are.
        let _later = make_one(phone, &mark).await;
    }
    changed
}

/// Fetches what comes next; says whether there is more, and none where nothing is new or nobody
/// answers.
async fn fetch_page(phone: &Phone) -> Result<Option<bool>, StoreError> {
    let had = phone.store.directory_mark(&phone.keys).await?;
    // Before it is asked for: what is received from now on may not be in it.
    let pulls = phone.replica.borrow().mark().pulls;
    let asked = clock::now();
    let none = DirectoryMark { asked, tag: String::new(), pages: 0, pulls: 0 };
    let had = had.unwrap_or(none);
    let path = match had.tag.as_str() {
        "" => "/api/v1/directory".to_owned(),
        tag => format!("/api/v1/directory?have={tag}"),
    };
    let ask = Ask {
        method: "GET",
        path: &path,
        phone: Some(phone.profile.device_id.to_string()),
        limit_ms: LIMIT_MS,
        ..Ask::default()
    };
    let Ok(answer) = fetch::send(ask).await else { return Ok(None) };
    if answer.status == 304 {
        let mark = DirectoryMark { asked, pulls, ..had };
        phone.store.keep_directory_mark(&phone.keys, &mark).await?;
        return Ok(None);
    }
    let head = match answer.status {
        200 if answer.is_json => json::from_slice::<PageHead>(&answer.body).ok(),
        _ => None,
    };
    let Some(head) = head else { return Ok(None) };
    let (mark, place) = had.with(&head, asked, pulls);
    let pages = [&*answer.body];
    let kept = phone.store.keep_directory_pages(&phone.keys, &pages, place, &mark, had.pages);
    kept.await?;
    Ok(Some(head.more))
}

/// Makes many pages one, or two where a part can be read by a newer app alone: that lies as it came.
async fn make_one(phone: &Phone, mark: &DirectoryMark) -> Result<(), StoreError> {
    let read = phone.store.directory(&phone.keys, mark).await?;
    let (page, rest) = read.into_pages(mark.tag.clone());
    let page = serde_json::to_vec(&page).map_err(|_| BrowserError::new("a page is text"))?;
    let pages: Vec<&[u8]> =
        [Some(&*page), rest.as_deref().map(str::as_bytes)].into_iter().flatten().collect();
    let few = DirectoryMark { pages: 1 + u32::from(rest.is_some()), ..mark.clone() };
    phone.store.keep_directory_pages(&phone.keys, &pages, 0, &few, mark.pages).await
}
