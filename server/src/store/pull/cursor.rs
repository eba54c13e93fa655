//! Cursors as phones hold them: with a tag that only this server can make, for one phone of
//! one person. One that was made up, altered or copied from elsewhere is none, and the phone
//! starts over, which the log shows.

use crate::{
    auth::Permit,
    clock,
    keys::hmac,
    store::{Store, StoreError},
};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use sqlx::Row as _;
use subtle::ConstantTimeEq as _;
use sync::feed::{BadCursor, Cursor, Position};

/// Bytes of the tag: as many as nobody guesses, and few to send with every pull.
const TAG: usize = 16;

impl Store {
    /// Reads a cursor that a phone sends.
    ///
    /// # Errors
    /// Those of the database; that it is no cursor of this phone's is inside.
    pub async fn read_cursor(
        &self,
        permit: &Permit,
        text: &str,
    ) -> Result<Result<Cursor, BadCursor>, StoreError> {
        if let Some((plain, tag)) = text.rsplit_once('~') {
            let tag = Base64UrlUnpadded::decode_vec(tag).unwrap_or_default();
            let ours = bool::from(self.tag(permit, plain).as_slice().ct_eq(&tag));
            return Ok(if ours { plain.parse() } else { Err(BadCursor) });
        }
        match text.parse::<Cursor>() {
            Ok(cursor) if cursor.position == Position::Settled && self.takes_plain().await? => {
                Ok(Ok(cursor))
            }
            _ => Ok(Err(BadCursor)),
        }
    }

    /// A cursor for the phone that pulls.
    pub(super) fn give_cursor(&self, permit: &Permit, cursor: &Cursor) -> String {
        let plain = cursor.to_string();
        let tag = Base64UrlUnpadded::encode_string(&self.tag(permit, &plain));
        format!("{plain}~{tag}")
    }

    fn tag(&self, permit: &Permit, plain: &str) -> [u8; TAG] {
        let device = permit.device().map(|device| *device.as_bytes()).unwrap_or_default();
        let (agency, staff) = (permit.agency(), permit.staff());
        let parts =
            [agency.as_bytes().as_slice(), staff.as_bytes(), device.as_slice(), plain.as_bytes()];
        let whole = hmac(self.0.keyring.cursors(), &parts);
        let mut tag = [0; TAG];
        tag.iter_mut().zip(whole).for_each(|(to, from)| *to = from);
        tag
    }

    /// Whether phones may still hold cursors from before they had a tag.
    async fn takes_plain(&self) -> Result<bool, StoreError> {
        let row = sqlx::query("select plain_cursors_until_ms from history")
            .fetch_one(&self.0.readers)
            .await?;
        Ok(row.try_get::<i64, _>(0)? > clock::now_ms())
    }
}
