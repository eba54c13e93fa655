//! The second copy of each unsent operation, in localStorage, one key each.
//! WebKit loses IndexedDB connections in the background, Chromium loses young
//! localStorage writes when killed: so both, and a start-up that takes the union.

use crate::browser::local_storage;
use domain::{
    hash::base64url,
    id::{DeviceId, OperationId},
    json::ReadObject,
};
use serde::Serialize;
use sync::replica::Waiting;

/// An unsent operation as it lies in localStorage.
#[derive(Debug, Clone, Serialize, ReadObject)]
pub(super) struct Mirrored {
    pub(super) waiting: Waiting,
    #[serde(with = "base64url")]
    pub(super) sealed: Vec<u8>,
}

fn prefix(device_id: DeviceId) -> String {
    format!("streetlight/outbox/{device_id}/")
}

/// Writes the second copy; false when localStorage is full or blocked.
pub(super) fn put(device_id: DeviceId, waiting: &Waiting, sealed: &[u8]) -> bool {
    let key = format!("{}{}", prefix(device_id), waiting.op_id);
    let copy = Mirrored { waiting: waiting.clone(), sealed: sealed.to_vec() };
    local_storage::write(&key, &copy)
}

/// The sealed bytes of the second copy.
pub(super) fn get(device_id: DeviceId, op_id: OperationId) -> Option<Vec<u8>> {
    let copy: Mirrored = local_storage::read(&format!("{}{op_id}", prefix(device_id)))?;
    Some(copy.sealed)
}

/// Removes the second copy.
pub(super) fn remove(device_id: DeviceId, op_id: OperationId) {
    local_storage::remove(&format!("{}{op_id}", prefix(device_id)));
}

/// Every second copy that can be read.
pub(super) fn all(device_id: DeviceId) -> Vec<Mirrored> {
    local_storage::keys(&prefix(device_id))
        .iter()
        .filter_map(|key| local_storage::read(key))
        .collect()
}
