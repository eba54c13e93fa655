//! IndexedDB with one promise: when a write returns, the bytes are on disk.
//!
//! Every write is one transaction with `durability: "strict"`, all its requests
//! issued at once, and success means `oncomplete`. Nothing but its own requests is
//! awaited in between, because awaiting anything else commits a transaction early.

mod claim;

pub use claim::Claim;

use super::BrowserError;
use futures_util::future::try_join;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

/// An open database. Reopened once by itself when the connection was lost, as
/// WebKit does to pages in the background.
#[derive(Debug, Clone)]
pub struct Database {
    name: String,
    stores: &'static [&'static str],
    connection: Rc<RefCell<Option<IdbDatabase>>>,
    /// When the connection was opened again, the database had to be made anew.
    was_emptied: Rc<Cell<bool>>,
}

thread_local! {
    /// Every database of this tab: opening one anew costs a cheap phone tens of milliseconds.
    static OPEN: RefCell<Vec<Database>> = const { RefCell::new(Vec::new()) };
}

/// One change of a transaction.
#[derive(Debug, Clone)]
pub enum Change {
    /// Puts a value under a key.
    Put(&'static str, String, JsValue),
    /// Removes a key.
    Delete(&'static str, String),
    /// Empties a store.
    Clear(&'static str),
    /// Puts what is made of the bytes that lie there, whoever wrote them last, or of their
    /// absence; leaves everything as it is where nothing is made of it.
    Revise(&'static str, String, Revision),
    /// Puts a value where another tab has put nothing since; else under a new key,
    /// made of the present one and of [`Claim::is_shared`].
    PutClaimed(&'static str, Claim, Vec<u8>, fn(&str, bool) -> String),
    /// Removes what no other tab has changed since.
    DeleteClaimed(&'static str, Claim),
}

type Revise = dyn Fn(Option<&[u8]>) -> Option<Vec<u8>>;

/// What becomes of a value, for [`Change::Revise`].
#[derive(Clone)]
pub struct Revision(Rc<Revise>);

impl Revision {
    /// Called inside the transaction, with what lies there.
    pub fn new(revise: impl Fn(Option<&[u8]>) -> Option<Vec<u8>> + 'static) -> Self {
        Self(Rc::new(revise))
    }
}

impl std::fmt::Debug for Revision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Revision")
    }
}

impl Database {
    /// Opens, creating the stores on first use.
    ///
    /// # Errors
    /// When the browser has no IndexedDB or refuses it.
    pub async fn open(name: &str, stores: &'static [&'static str]) -> Result<Self, BrowserError> {
        let known = || OPEN.with_borrow(|open| open.iter().find(|one| one.name == name).cloned());
        if let Some(known) = known() {
            return Ok(known);
        }
        let database = Self {
            name: name.to_owned(),
            stores,
            connection: Rc::default(),
            was_emptied: Rc::default(),
        };
        database.connect().await?;
        // Somebody else of this tab may have opened it meanwhile: there is one, which knows of
        // every loss.
        if let Some(known) = known() {
            return Ok(known);
        }
        // The first time, to be made is no loss.
        database.was_emptied.set(false);
        OPEN.with_borrow_mut(|open| open.push(database.clone()));
        Ok(database)
    }

    async fn connect(&self) -> Result<IdbDatabase, BrowserError> {
        let request: IdbOpenDbRequest = factory()?.open_with_u32(&self.name, 1)?;
        let stores = self.stores;
        let upgrade_request = request.clone();
        let made_anew = Rc::clone(&self.was_emptied);
        let upgrade = Closure::<dyn FnMut()>::new(move || {
            let Ok(database) = upgrade_request.result().map(JsCast::unchecked_into::<IdbDatabase>)
            else {
                return;
            };
            made_anew.set(true);
            for store in stores {
                // Fails only where the store exists, which an upgrade from 0 rules out.
                let _created = database.create_object_store(store);
            }
        });
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let opened: IdbDatabase = settled(&request).await?.unchecked_into();
        let slot = Rc::clone(&self.connection);
        let lost = Closure::<dyn FnMut()>::new(move || {
            slot.replace(None);
        });
        opened.set_onclose(Some(lost.as_ref().unchecked_ref()));
        let giving_way = opened.clone();
        let slot = Rc::clone(&self.connection);
        let give_way = Closure::<dyn FnMut()>::new(move || {
            giving_way.close();
            slot.replace(None);
        });
        opened.set_onversionchange(Some(give_way.as_ref().unchecked_ref()));
        lost.forget();
        give_way.forget();
        self.connection.replace(Some(opened.clone()));
        Ok(opened)
    }

    /// Everything in the database vanished while this tab had it open: the browser
    /// cleared it, or somebody did. What is read as absent may have been there.
    #[must_use]
    pub fn was_emptied(&self) -> bool {
        self.was_emptied.get()
    }

    /// It is filled again.
    pub fn is_whole_again(&self) {
        self.was_emptied.set(false);
    }

    async fn transaction(&self, mode: IdbTransactionMode) -> Result<IdbTransaction, BrowserError> {
        let held = self.connection.borrow().clone();
        if let Some(transaction) = held.and_then(|open| self.begin(&open, mode).ok()) {
            return Ok(transaction);
        }
        let fresh = self.connect().await?;
        self.begin(&fresh, mode)
    }

    fn begin(
        &self,
        database: &IdbDatabase,
        mode: IdbTransactionMode,
    ) -> Result<IdbTransaction, BrowserError> {
        let names: js_sys::Array =
            self.stores.iter().map(|store| JsValue::from_str(store)).collect();
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"durability".into(), &"strict".into())?;
        let function: js_sys::Function =
            js_sys::Reflect::get(database, &"transaction".into())?.dyn_into()?;
        let transaction = function.call3(database, &names, &mode.into(), &options)?;
        Ok(transaction.unchecked_into())
    }

    /// Carries out all changes or none; returns once they are on disk.
    ///
    /// # Errors
    /// When the browser could not: the quota is full, or storage is gone.
    pub async fn write(&self, changes: Vec<Change>) -> Result<(), BrowserError> {
        let transaction = self.transaction(IdbTransactionMode::Readwrite).await?;
        let done = completed(&transaction);
        let mut written = Vec::new();
        for change in changes {
            match change {
                Change::Put(store, key, value) => {
                    transaction.object_store(store)?.put_with_key(&value, &key.into())?;
                }
                Change::Delete(store, key) => {
                    transaction.object_store(store)?.delete(&key.into())?;
                }
                Change::Clear(store) => {
                    transaction.object_store(store)?.clear()?;
                }
                Change::Revise(store, key, revise) => {
                    let objects = transaction.object_store(store)?;
                    let lies = settled(&objects.get(&key.as_str().into())?).await?;
                    let lies = lies.dyn_into::<js_sys::Uint8Array>().ok();
                    let lies = lies.map(|bytes| bytes.to_vec());
                    if let Some(value) = (revise.0)(lies.as_deref()) {
                        let value = js_sys::Uint8Array::from(value.as_slice());
                        objects.put_with_key(&value, &key.into())?;
                    }
                }
                Change::PutClaimed(store, claim, value, elsewhere) => {
                    let objects = transaction.object_store(store)?;
                    let lies = what_lies(&objects, &claim).await?;
                    // Where the other one removed it, this is its twin and has to say so.
                    let taken = !claim.holds(&lies) && (claim.is_shared() || !lies.is_undefined());
                    let elsewhere = taken.then(|| elsewhere(&claim.key(), claim.is_shared()));
                    claim.writes(Some(&value), elsewhere);
                    let value = js_sys::Uint8Array::from(value.as_slice());
                    objects.put_with_key(&value, &claim.key().into())?;
                    written.push(claim);
                }
                Change::DeleteClaimed(store, claim) => {
                    let objects = transaction.object_store(store)?;
                    let lies = what_lies(&objects, &claim).await?;
                    if claim.holds(&lies) {
                        objects.delete(&claim.key().into())?;
                        claim.writes(None, None);
                        written.push(claim);
                    }
                }
            }
        }
        commit(&transaction);
        done.await?;
        written.iter().for_each(Claim::wrote);
        Ok(())
    }

    /// Reads one value; nothing when the key is not there.
    ///
    /// # Errors
    /// When the browser could not read.
    pub async fn get(&self, store: &str, key: &str) -> Result<Option<JsValue>, BrowserError> {
        let request = self.readable(store).await?.get(&key.into())?;
        let value = settled(&request).await?;
        Ok((!value.is_undefined()).then_some(value))
    }

    /// Reads two values as they are at one moment, whatever another tab writes.
    ///
    /// # Errors
    /// When the browser could not read.
    pub async fn get_both(
        &self,
        wanted: [(&str, &str); 2],
    ) -> Result<[Option<JsValue>; 2], BrowserError> {
        let transaction = self.transaction(IdbTransactionMode::Readonly).await?;
        let ask = |(store, key): (&str, &str)| {
            let request = transaction.object_store(store)?.get(&key.into())?;
            Ok::<_, BrowserError>(settled(&request))
        };
        let [first, second] = wanted.map(ask);
        let there = |value: JsValue| (!value.is_undefined()).then_some(value);
        let (first, second) = try_join(first?, second?).await?;
        Ok([there(first), there(second)])
    }

    /// Has a claim look at what lies there now: see [`Claim::is_shared`].
    ///
    /// # Errors
    /// When the browser could not read.
    pub async fn look(&self, store: &str, claim: &Claim) -> Result<(), BrowserError> {
        let lies = self.get(store, &claim.key()).await?;
        claim.holds(&lies.unwrap_or(JsValue::UNDEFINED));
        Ok(())
    }

    /// Reads every key and value of a store, in order of key.
    ///
    /// # Errors
    /// When the browser could not read.
    pub async fn all(&self, store: &str) -> Result<Vec<(String, JsValue)>, BrowserError> {
        let objects = self.readable(store).await?;
        let (keys, values) = (objects.get_all_keys()?, objects.get_all()?);
        let keys = settled(&keys);
        let values = settled(&values);
        let keys: js_sys::Array = keys.await?.unchecked_into();
        let values: js_sys::Array = values.await?.unchecked_into();
        Ok(keys.iter().filter_map(|key| key.as_string()).zip(values.iter()).collect())
    }

    async fn readable(&self, store: &str) -> Result<IdbObjectStore, BrowserError> {
        Ok(self.transaction(IdbTransactionMode::Readonly).await?.object_store(store)?)
    }
}

/// Everything is asked for: the browser need not wait until this page is free to tell it so.
fn commit(transaction: &IdbTransaction) {
    #[expect(deprecated, reason = "only in web-sys, which names nothing in its place")]
    let _one_without_it_finds_out = transaction.commit();
}

/// What lies where a claim is. A write before this one may have moved the claim
/// while the browser was looking.
async fn what_lies(objects: &IdbObjectStore, claim: &Claim) -> Result<JsValue, BrowserError> {
    loop {
        let key = claim.key();
        let lies = settled(&objects.get(&key.as_str().into())?).await?;
        if claim.key() == key {
            return Ok(lies);
        }
    }
}

fn factory() -> Result<IdbFactory, BrowserError> {
    web_sys::window()
        .ok_or_else(|| BrowserError::new("there is no window"))?
        .indexed_db()?
        .ok_or_else(|| BrowserError::new("this browser has no IndexedDB"))
}

/// The handlers are attached before this returns, so no event is missed.
fn settled(request: &IdbRequest) -> impl Future<Output = Result<JsValue, BrowserError>> + use<> {
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        let won = request.clone();
        let success = Closure::once_into_js(move || {
            let value = won.result().unwrap_or(JsValue::UNDEFINED);
            // A promise's own resolver does not throw.
            let _resolved = resolve.call1(&JsValue::UNDEFINED, &value);
        });
        let lost = request.clone();
        let failure = Closure::once_into_js(move || {
            let error = lost.error().ok().flatten().map_or(JsValue::UNDEFINED, JsValue::from);
            let _rejected = reject.call1(&JsValue::UNDEFINED, &error);
        });
        request.set_onsuccess(Some(success.unchecked_ref()));
        request.set_onerror(Some(failure.unchecked_ref()));
    });
    async move { Ok(JsFuture::from(promise).await?) }
}

fn completed(
    transaction: &IdbTransaction,
) -> impl Future<Output = Result<(), BrowserError>> + use<> {
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        let complete = Closure::once_into_js(move || {
            let _resolved = resolve.call0(&JsValue::UNDEFINED);
        });
        let failed = transaction.clone();
        let abort = Closure::once_into_js(move || {
            let error = failed.error().map_or(JsValue::UNDEFINED, JsValue::from);
            let _rejected = reject.call1(&JsValue::UNDEFINED, &error);
        });
        transaction.set_oncomplete(Some(complete.unchecked_ref()));
        transaction.set_onabort(Some(abort.unchecked_ref()));
    });
    async move {
        JsFuture::from(promise).await?;
        Ok(())
    }
}
