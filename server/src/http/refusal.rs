//! The one shape of every answer that is not a success.

use crate::{auth::password::WeakPassword, store::StoreError};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::wire::v1::Refusal;
use std::time::Duration;

/// Why a request is not answered as asked. The body says no more than the
/// code; what failed inside rides along to the request log.
#[derive(Debug)]
pub enum Refuse {
    /// Name or password is wrong.
    WrongSignIn,
    /// No session, or an expired one.
    SignedOut,
    /// The password was given too long ago for this.
    PasswordNeeded,
    /// A second factor is wanted, and the session was begun without.
    SecondFactorMissing,
    /// The passkey's answer or the recovery code is not right.
    WrongSecond,
    /// The password was given too long ago, or its question was answered before.
    SecondExpired,
    /// This server does not know under which name people reach it.
    NoPasskeysHere,
    /// What the new passkey said cannot be taken.
    PasskeyNotTaken,
    /// The passkey is there already.
    PasskeyKnown,
    /// There are as many passkeys as there may be.
    TooManyPasskeys,
    /// The password that was to be changed is another one.
    WrongPassword,
    /// The new password is the old one.
    SamePassword,
    /// The new password breaks the rule.
    WeakPassword(WeakPassword),
    /// No phone has this deposit token.
    UnknownToken,
    /// The session is not bound to an enrolled phone.
    DeviceUnknown,
    /// The phone was revoked.
    DeviceRevoked,
    /// The id belongs to another phone.
    DeviceKnown,
    /// The role does not permit it.
    Forbidden,
    /// Nothing is there.
    NotFound,
    /// The route exists, the method does not.
    MethodNotAllowed,
    /// Somebody else changed it since it was read.
    ChangedMeanwhile,
    /// The agency's content breaks a rule.
    ContentInvalid,
    /// A service of the directory breaks a rule.
    ServiceInvalid,
    /// A page of a paper is not what it says of itself.
    PaperDiffers,
    /// There is no room for more papers.
    PapersFull,
    /// A page of a paper is known, and has not come yet.
    PaperNotHere,
    /// Somebody would be on call more than half of the time.
    TooMuchOnCall,
    /// The body cannot be read.
    Unreadable,
    /// The body is not JSON.
    NotJson,
    /// Too many bytes or operations.
    TooLarge,
    /// This server no longer speaks the app's version of the protocol.
    AppTooOld,
    /// Another site sent it.
    CrossSite,
    /// Somebody typed the address of an answer that only the app may ask for.
    NotAPage,
    /// No client's plan has this link.
    OwnUnknown,
    /// The code is not that of the link.
    OwnWrongCode,
    /// The link was ended.
    OwnEnded,
    /// The link's last day is over.
    OwnExpired,
    /// The client's case is closed.
    OwnClosed,
    /// Too often; wait so long.
    TooMany(Duration),
    /// Not now; wait so long.
    Busy(Duration),
    /// It took too long.
    TimedOut,
    /// Something failed inside.
    Failed(String),
}

/// The code of a refusal, for the logs.
#[derive(Debug, Clone, Copy)]
pub struct Code(pub &'static str);

/// What failed inside, for the request log alone.
#[derive(Debug, Clone)]
pub struct Cause(pub String);

impl From<StoreError> for Refuse {
    fn from(error: StoreError) -> Self {
        match error {
            // No request is at fault; a phone that were told so would set its notes aside.
            StoreError::DiskFull | StoreError::DiskFails(_) => Self::Busy(Duration::from_secs(60)),
            StoreError::Busy => Self::Busy(Duration::from_secs(5)),
            StoreError::TooMuch => Self::Busy(Duration::from_secs(1)),
            other => Self::Failed(other.to_string()),
        }
    }
}

impl Refuse {
    const fn parts(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::WrongSignIn => (
                StatusCode::UNAUTHORIZED,
                "wrong_sign_in",
                "The name or the password is wrong. Nothing was changed. Try again, or ask an administrator for a new password.",
            ),
            Self::SignedOut => (
                StatusCode::UNAUTHORIZED,
                "signed_out",
                "Nobody is signed in here. Notes on the phone are safe. Sign in again.",
            ),
            Self::PasswordNeeded => (
                StatusCode::UNAUTHORIZED,
                "password_needed",
                "The password was given too long ago for this. Nothing was changed; notes on the phone are safe. Sign in again, then repeat it.",
            ),
            Self::SecondFactorMissing => (
                StatusCode::UNAUTHORIZED,
                "second_factor_missing",
                "A second factor is wanted beside the password. Notes on the phone are safe. Set up a passkey under Me, Password and sign-ins; or sign in with it.",
            ),
            Self::WrongSecond => (
                StatusCode::UNAUTHORIZED,
                "wrong_second",
                "The passkey or the recovery code was not taken. Nobody was signed in. Try again, or ask whoever runs the server.",
            ),
            Self::SecondExpired => (
                StatusCode::UNAUTHORIZED,
                "second_expired",
                "Too much time has passed since the password was given, or this was answered before. Nothing was changed. Sign in again.",
            ),
            Self::NoPasskeysHere => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "no_passkeys_here",
                "This server does not know its own name, so that no passkey can be bound to it. Nothing was changed. Start it with --origin.",
            ),
            Self::PasskeyNotTaken => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "passkey_not_taken",
                "What the passkey said cannot be taken. Nothing was changed. Try again, or on another phone.",
            ),
            Self::PasskeyKnown => (
                StatusCode::CONFLICT,
                "passkey_known",
                "This passkey is set up already. Nothing was changed.",
            ),
            Self::TooManyPasskeys => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "too_many_passkeys",
                "There are ten passkeys already. Nothing was changed. Take one away first.",
            ),
            Self::WrongPassword => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "wrong_password",
                "The old password is not the one in force. Nothing was changed. Try again, or ask whoever runs the server for a new one.",
            ),
            Self::SamePassword => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "password_same",
                "The new password is the old one. Nothing was changed. Choose another.",
            ),
            Self::WeakPassword(WeakPassword::TooShort) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "password_too_short",
                "A password has at least twelve characters. Nothing was changed. Choose a longer one.",
            ),
            Self::WeakPassword(WeakPassword::TooLong) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "password_too_long",
                "A password has at most 1,024 bytes. Nothing was changed. Choose a shorter one.",
            ),
            Self::WeakPassword(WeakPassword::Guessable) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "password_guessable",
                "This password is among the first that are guessed. Nothing was changed. Four words that nobody would put together make a good one.",
            ),
            Self::UnknownToken => (
                StatusCode::UNAUTHORIZED,
                "unknown_token",
                "This phone is not known here. Notes on the phone are safe. Sign in and enrol it again.",
            ),
            Self::DeviceUnknown => (
                StatusCode::FORBIDDEN,
                "device_unknown",
                "This session is not on an enrolled phone. Notes on the phone are safe. Enrol the phone.",
            ),
            Self::DeviceRevoked => (
                StatusCode::FORBIDDEN,
                "device_revoked",
                "This phone was revoked and may no longer read. It can still deliver its notes. Ask a supervisor.",
            ),
            Self::DeviceKnown => (
                StatusCode::CONFLICT,
                "device_known",
                "Another phone is enrolled under this id. Nothing was changed. Enrol with a new id.",
            ),
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                "forbidden",
                "This is not yours to do. Nothing was changed. Ask a supervisor or an administrator.",
            ),
            Self::NotFound => {
                (StatusCode::NOT_FOUND, "not_found", "There is nothing here. Check the address.")
            }
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "This address does not take that. Nothing was changed.",
            ),
            Self::ChangedMeanwhile => (
                StatusCode::CONFLICT,
                "changed_meanwhile",
                "Somebody else changed this meanwhile. Nothing was saved; keep what you wrote, look at theirs, then save again.",
            ),
            Self::ContentInvalid => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "content_invalid",
                "Part of this breaks a rule. Nothing was saved. A line needs a name, a number to call or text and the day it was checked; a definition or step needs the day from which it applies.",
            ),
            Self::ServiceInvalid => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "service_invalid",
                "Part of this breaks a rule. Nothing was saved. A service needs a name; each number must be one that can be called or texted, and its hours those of a clock.",
            ),
            Self::PaperDiffers => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "paper_differs",
                "This picture is not the one that its parts speak of. None of it was kept here; keep it on the phone, and send it from the beginning.",
            ),
            Self::PapersFull => (
                StatusCode::INSUFFICIENT_STORAGE,
                "papers_full",
                "There is no room for more pictures on the server. Nothing was changed; they are safe on the phone. Tell whoever runs the server.",
            ),
            Self::PaperNotHere => (
                StatusCode::NOT_FOUND,
                "paper_not_here",
                "This picture has not come yet. It is on the phone that took it.",
            ),
            Self::TooMuchOnCall => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "too_much_on_call",
                "Nobody is on call for more than two weeks out of four, all turns together. Nothing was saved. Make the turn shorter, or give it to somebody else.",
            ),
            Self::Unreadable => (
                StatusCode::BAD_REQUEST,
                "unreadable",
                "The request cannot be read. Nothing was changed; keep what was sent.",
            ),
            Self::NotJson => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not_json",
                "The request is not JSON. Nothing was changed. Send Content-Type: application/json.",
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                "The request is too large. Nothing was changed; send half of it at a time.",
            ),
            Self::AppTooOld => (
                StatusCode::UPGRADE_REQUIRED,
                "app_too_old",
                "This version of the app is too old for this server. Nothing was changed; notes on the phone are safe. Update the app, and they are sent.",
            ),
            Self::CrossSite => (
                StatusCode::FORBIDDEN,
                "cross_site",
                "Another site sent this request. Nothing was changed.",
            ),
            Self::NotAPage => (
                StatusCode::FORBIDDEN,
                "not_a_page",
                "This address is for the app, not for the address bar. Open the app instead.",
            ),
            Self::OwnUnknown => (
                StatusCode::NOT_FOUND,
                "own_unknown",
                "There is no plan under this link. Check its letters, or ask your case manager for a new one.",
            ),
            Self::OwnWrongCode => (
                StatusCode::UNAUTHORIZED,
                "own_wrong_code",
                "The code is not right. Try again, or ask your case manager for a new link.",
            ),
            Self::OwnEnded => (
                StatusCode::GONE,
                "own_ended",
                "This link was ended and opens nothing any more. Ask your case manager for a new one.",
            ),
            Self::OwnExpired => (
                StatusCode::GONE,
                "own_expired",
                "This link is too old and opens nothing any more. Ask your case manager for a new one.",
            ),
            Self::OwnClosed => (
                StatusCode::GONE,
                "own_closed",
                "This plan is closed. If you want help again, call the agency.",
            ),
            Self::TooMany(_) => (
                StatusCode::TOO_MANY_REQUESTS,
                "too_many",
                "Too many attempts. Nothing was changed. Wait as long as Retry-After says.",
            ),
            Self::Busy(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "The server cannot take this now. Nothing was changed; keep what was sent and try again later.",
            ),
            Self::TimedOut => (
                StatusCode::SERVICE_UNAVAILABLE,
                "timed_out",
                "This took too long. It may or may not have happened; sending it again is safe.",
            ),
            Self::Failed(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "failed",
                "Something went wrong here. Keep what was sent and try again later.",
            ),
        }
    }

    const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooMany(wait) | Self::Busy(wait) => Some(*wait),
            Self::TimedOut => Some(Duration::from_secs(5)),
            _ => None,
        }
    }
}

impl IntoResponse for Refuse {
    fn into_response(self) -> Response {
        let (status, code, sentence) = self.parts();
        let body = Refusal { code: code.to_owned(), sentence: sentence.to_owned() };
        let mut response = (status, Json(body)).into_response();
        if let Some(wait) = self.retry_after() {
            // Rounded up, so that nobody comes a moment too early.
            let seconds = wait.as_millis().div_ceil(1_000).max(1);
            if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
                response.headers_mut().insert(header::RETRY_AFTER, value);
            }
        }
        response.extensions_mut().insert(Code(code));
        if let Self::Failed(cause) = self {
            response.extensions_mut().insert(Cause(cause));
        }
        response
    }
}
