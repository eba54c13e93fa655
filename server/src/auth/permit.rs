use super::{HashedToken, session_token};
use crate::{
    api::AppState,
    audit::Who,
    clock,
    http::{refusal::Refuse, request_log::Asker},
    store::SessionFacts,
};
use axum::{extract::FromRequestParts, http::request::Parts};
use domain::{
    id::{AgencyId, DeviceId, StaffId},
    wire::v1::{Revoked, Role},
};

/// How long after the password was given it opens more than what the session reads: ten minutes
/// in milliseconds.
const FRESH_PASSWORD_MS: i64 = 10 * 60_000;

/// What lets a handler act for a signed-in person in their agency. Made only
/// here, from one query by the session token; so is nothing without it.
#[derive(Debug, Clone, Copy)]
pub struct Permit {
    facts: SessionFacts,
    session: HashedToken,
}

impl Permit {
    /// The tenant; everything the permit reaches lies in it.
    #[must_use]
    pub const fn agency(&self) -> AgencyId {
        self.facts.agency
    }

    /// Who is signed in.
    #[must_use]
    pub const fn staff(&self) -> StaffId {
        self.facts.staff
    }

    /// The session it is of, by which what is asked for is counted.
    #[must_use]
    pub const fn session(&self) -> HashedToken {
        self.session
    }

    /// What they may do.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.facts.role
    }

    /// The phone the session is bound to.
    #[must_use]
    pub fn device(&self) -> Option<DeviceId> {
        self.facts.device.map(|(device, _)| device)
    }

    /// Whether a second factor is wanted and the session was begun without.
    #[must_use]
    pub const fn second_missing(&self) -> bool {
        self.facts.second_missing
    }

    /// Whether the password was given so short a while ago that a phone may be enrolled, or its
    /// key fetched: a session that was left open, or copied, is not enough for either.
    #[must_use]
    pub const fn has_fresh_password(&self, now_ms: i64) -> bool {
        now_ms - self.facts.began_at_ms <= FRESH_PASSWORD_MS
    }

    /// Whether they may see and revoke a phone of this person.
    #[must_use]
    pub fn may_manage_phone_of(&self, owner: StaffId) -> bool {
        owner == self.staff() || matches!(self.role(), Role::Supervisor | Role::Administrator)
    }
}

/// A signed-in person: enough to manage one's session and phones, not to read files.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    /// What it permits.
    pub permit: Permit,
    /// The token it was found by.
    pub token: HashedToken,
}

impl Session {
    /// What the store knows of it.
    #[must_use]
    pub const fn facts(&self) -> &SessionFacts {
        &self.permit.facts
    }
}

impl FromRequestParts<AppState> for Session {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refuse> {
        let Half(session) = Half::from_request_parts(parts, app).await?;
        match session.permit.second_missing() {
            true => Err(Refuse::SecondFactorMissing),
            false => Ok(session),
        }
    }
}

/// A signed-in person, whether or not they have the second factor that is wanted from them: enough
/// to set one up, and to make a phone that can deliver.
#[derive(Debug, Clone, Copy)]
pub struct Half(pub Session);

impl FromRequestParts<AppState> for Half {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refuse> {
        // A locked phone may hold a live session: its address bar must not become a
        // way around the lock.
        if parts.headers.get("sec-fetch-mode").is_some_and(|mode| mode == "navigate") {
            return Err(Refuse::NotAPage);
        }
        let token = session_token(app.config.cookie, &parts.headers).ok_or(Refuse::SignedOut)?;
        let facts = app.store.session(&token).await?.ok_or(Refuse::SignedOut)?;
        if !app.config.sessions.allow(&facts, clock::now_ms()) {
            return Err(Refuse::SignedOut);
        }
        if let Some(asker) = parts.extensions.get::<Asker>() {
            let device = facts.device.map(|(device, _)| device);
            asker.is(facts.agency, Who { staff: Some(facts.staff), device });
        }
        // One browser has one cookie. When two workers share a phone, the cookie may be
        // the other's: what it opens must not be laid into this one's files.
        if let Some(asking) = parts.headers.get(PHONE_HEADER) {
            let asking = asking.to_str().ok().and_then(|id| id.parse::<DeviceId>().ok());
            if asking.is_none() || asking != facts.device.map(|(device, _)| device) {
                return Err(Refuse::SignedOut);
            }
        }
        app.request_limit.take(&token).map_err(Refuse::TooMany)?;
        // A disk that takes nothing is no reason to answer nothing.
        if let Err(error) = app.store.saw_session(&facts, &token).await {
            tracing::warn!(%error, "last seen was not written down");
        }
        Ok(Self(Session { permit: Permit { facts, session: token }, token }))
    }
}

/// A supervisor on an enrolled phone that is not revoked: may read and let out
/// what lies in the quarantine.
#[derive(Debug, Clone, Copy)]
pub struct Supervisor(pub Permit);

impl FromRequestParts<AppState> for Supervisor {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refuse> {
        let Reader(permit) = Reader::from_request_parts(parts, app).await?;
        match permit.role() {
            Role::Supervisor => Ok(Self(permit)),
            Role::Worker | Role::Administrator => Err(Refuse::Forbidden),
        }
    }
}

/// An administrator on an enrolled phone that is not revoked: may write what all
/// phones of the agency carry.
#[derive(Debug, Clone, Copy)]
pub struct Administrator(pub Permit);

impl FromRequestParts<AppState> for Administrator {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refuse> {
        let Reader(permit) = Reader::from_request_parts(parts, app).await?;
        match permit.role() {
            Role::Administrator => Ok(Self(permit)),
            Role::Worker | Role::Supervisor => Err(Refuse::Forbidden),
        }
    }
}

/// Names the phone that asks, so that it never reads by another's session.
pub const PHONE_HEADER: &str = "streetlight-phone";

/// A signed-in person on an enrolled phone that is not revoked: may read files.
#[derive(Debug, Clone, Copy)]
pub struct Reader(pub Permit);

impl FromRequestParts<AppState> for Reader {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refuse> {
        let session = Session::from_request_parts(parts, app).await?;
        match session.permit.facts.device {
            None => Err(Refuse::DeviceUnknown),
            Some((_, Some(Revoked::Left | Revoked::Lost))) => Err(Refuse::DeviceRevoked),
            Some((_, None)) => Ok(Self(session.permit)),
        }
    }
}
