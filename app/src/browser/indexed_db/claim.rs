//! A record that several tabs may write to, of which none may take another's words away.

use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};

/// A record and what this tab knows to lie there. Anything else came from another tab.
#[derive(Debug, Clone)]
pub struct Claim(Rc<RefCell<Inner>>);

#[derive(Debug)]
struct Inner {
    key: String,
    /// What was read or written here last; before it what a write under way replaces.
    known: Vec<Option<Vec<u8>>>,
    is_shared: bool,
}

impl Claim {
    /// A record with what was read there, and whether that is another tab's too.
    #[must_use]
    pub fn new(key: String, lies: Option<Vec<u8>>, is_shared: bool) -> Self {
        Self(Rc::new(RefCell::new(Inner { key, known: vec![lies], is_shared })))
    }

    /// Under which key the record lies.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.borrow().key.clone()
    }

    /// What was read here was another tab's too, which changed or removed it.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.0.borrow().is_shared
    }

    /// Whether what lies there is what this tab knows. Call while the transaction
    /// that read it is under way.
    pub(super) fn holds(&self, lies: &JsValue) -> bool {
        let lies = lies.dyn_ref::<js_sys::Uint8Array>().map(js_sys::Uint8Array::to_vec);
        let mut inner = self.0.borrow_mut();
        let holds = inner.known.contains(&lies);
        inner.is_shared |= !holds && inner.known.iter().any(Option::is_some);
        holds
    }

    /// `value` is being written here, or under `elsewhere`; or what lies here is being removed.
    pub(super) fn writes(&self, value: Option<&[u8]>, elsewhere: Option<String>) {
        let mut inner = self.0.borrow_mut();
        if let Some(key) = elsewhere {
            inner.key = key;
            inner.known.clear();
        }
        inner.known.push(value.map(<[u8]>::to_vec));
    }

    /// What was being written or removed is so on disk.
    pub(super) fn wrote(&self) {
        let known = &mut self.0.borrow_mut().known;
        known.drain(..known.len() - 1);
    }
}
