//! A second factor: `/api/v1/session/second`, which comes after the password, and the passkeys and
//! recovery codes under `/api/v1/account`.

use super::{AppState, Door, body::Body, session};
use crate::{
    audit::{Action, Who},
    auth::{
        Half, HashedToken, KnownCookie, Permit, PlainToken, Session,
        webauthn::{self, Asked, NotTaken, Origin},
    },
    clock,
    http::{client_ip::Caller, refusal::Refuse},
    store::{Added, Login, Purpose, Question, Second, code_hash},
};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use domain::{
    id::{PasskeyId, StaffId},
    wire::v1::{AddPasskey, Assertion, NewPasskey, RecoveryCodes, SecondNeeded, SecondStep},
};
use sha2::{Digest as _, Sha256};

/// Longest name of a passkey, in bytes.
const NAME_MAX_BYTES: usize = 200;

/// After a right password: what is asked next. Nothing is signed in by it, and it is written down:
/// where nothing follows, somebody else may know the password.
pub(super) async fn ask(app: &AppState, login: &Login) -> Result<Response, Refuse> {
    let who = Who { staff: Some(login.staff), device: None };
    app.store.note_refusal(login.agency, who, Action::SignedIn, "second_needed").await?;
    let ticket = PlainToken::generate();
    let challenge = app.store.ask_passkey(login, Purpose::SignIn, &ticket.hash()).await?;
    let rp_id = app.config.origin.as_ref().map_or("", Origin::rp_id).to_owned();
    let needed = SecondNeeded {
        ticket: ticket.expose().to_owned(),
        challenge: challenge.to_vec(),
        rp_id,
        known: app.store.credentials(login.agency, login.staff).await?,
    };
    Ok((StatusCode::ACCEPTED, Json(needed)).into_response())
}

/// What wrong answers of one person are counted by: not by what their wrong passwords are, since
/// whoever comes here gave the right one.
fn count_by(staff: StaffId) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"streetlight/1/second")
        .chain_update(staff.as_bytes())
        .finalize()
        .into()
}

/// Signs in with what stands beside the password: a passkey's answer, taken once, or a recovery code,
/// which is then used up.
///
/// # Errors
/// 401 `wrong_second`, 401 `second_expired` when the password was given too long ago or its question
/// was answered before, 429 when tried too often.
pub async fn sign_in(
    State(app): State<AppState>,
    Caller(ip): Caller,
    headers: HeaderMap,
    Body(step): Body<SecondStep>,
) -> Result<Response, Refuse> {
    let holder = HashedToken::of(&step.ticket);
    let question = app.store.question(Purpose::SignIn, &holder).await?;
    let login = question.as_ref().map(|question| &question.login);
    let person = match login {
        Some(login) => app.store.person(login.agency, login.staff).await?,
        None => None,
    };
    let cookie = person.as_ref().map(|one| KnownCookie::of(app.config.cookie, &one.login_tag));
    let browser = cookie.as_ref().and_then(|cookie| cookie.read(&headers));
    let known = app.store.known_browser(login, browser.map(HashedToken::of)).await?;
    app.sign_in_limit
        .take(&known.map_or(Door::Address(ip), Door::Browser))
        .map_err(Refuse::TooMany)?;
    let (Some(question), Some(cookie)) = (question, cookie) else {
        return Err(Refuse::SecondExpired);
    };
    let login = &question.login;
    let (second, attempt) = match (&step.passkey, &step.code) {
        // Nobody guesses a signature, and each answer uses up its question: whoever is kept waiting
        // by somebody else's guesses still has their passkey.
        (Some(answer), None) => (passkey(&app, &holder, &question, answer).await?, None),
        (None, Some(code)) => {
            let from = browser.map(HashedToken::of);
            let count = app.store.count_attempt(&count_by(login.staff), Some(login), from).await?;
            let attempt = count.map_err(Refuse::TooMany)?;
            (Ok(Second::Code(code_hash(login.staff, code))), Some(attempt))
        }
        _ => return Err(Refuse::Unreadable),
    };
    let browser = browser.filter(|_| known.is_some());
    let opened = match second {
        Ok(second) => {
            session::open(&app, login, Some(second), step.device_id, &cookie, browser).await?
        }
        Err(why) => {
            tracing::warn!(%why, "a passkey's answer was not taken");
            None
        }
    };
    let Some(opened) = opened else {
        let who = Who { staff: Some(login.staff), device: None };
        app.store.note_refusal(login.agency, who, Action::SignedIn, "wrong_second").await?;
        return Err(Refuse::WrongSecond);
    };
    app.store.take_question(Purpose::SignIn, &holder, &question).await?;
    if let Some(attempt) = attempt {
        app.store.forget_attempts(&attempt).await?;
    }
    if let Some(person) = &person {
        // The password was right as well, which nobody could know before.
        app.store.forget_attempts_of(login, &person.login_tag, known).await?;
    }
    Ok(opened)
}

/// Holds a passkey's answer against the question, which nobody answers again.
async fn passkey(
    app: &AppState,
    holder: &HashedToken,
    question: &Question,
    answer: &Assertion,
) -> Result<Result<Second, NotTaken>, Refuse> {
    let origin = app.config.origin.as_ref().ok_or(Refuse::NoPasskeysHere)?;
    if !app.store.take_question(Purpose::SignIn, holder, question).await? {
        return Err(Refuse::SecondExpired);
    }
    let Some(known) = app.store.passkey(&question.login, &answer.credential_id).await? else {
        return Ok(Err(NotTaken::WrongKey));
    };
    let asked = Asked { origin, challenge: &question.challenge };
    let of = webauthn::Known { public_key: &known.public_key, count: known.count };
    let Assertion { client_data, authenticator_data, signature, .. } = answer;
    let count = webauthn::take_answer(asked, of, client_data, authenticator_data, signature);
    Ok(count.map(|count| Second::Passkey(known.passkey_id, known.count, count)))
}

/// Who may change what stands beside the password: whoever signed in just now.
fn just_signed_in(permit: &Permit) -> Result<(), Refuse> {
    match permit.has_fresh_password(clock::now_ms()) {
        true => Ok(()),
        false => Err(Refuse::PasswordNeeded),
    }
}

/// Asks for a new passkey.
///
/// # Errors
/// 401 `password_needed` when the password was not given just now, 401 `second_factor_missing` for
/// whoever has one and signed in without it, 422 `no_passkeys_here` where the server has no name.
pub async fn challenge(
    State(app): State<AppState>,
    Half(session): Half,
) -> Result<Json<NewPasskey>, Refuse> {
    let permit = session.permit;
    app.account_limit.take(&session.token).map_err(Refuse::TooMany)?;
    let origin = app.config.origin.as_ref().ok_or(Refuse::NoPasskeysHere)?;
    just_signed_in(&permit)?;
    let known = app.store.credentials(permit.agency(), permit.staff()).await?;
    if permit.second_missing() && !known.is_empty() {
        return Err(Refuse::SecondFactorMissing);
    }
    let person = app.store.person(permit.agency(), permit.staff()).await?;
    let login = person.ok_or(Refuse::SignedOut)?.login;
    let challenge = app.store.ask_passkey(&login, Purpose::SetUp, &session.token).await?;
    let user_id = Sha256::new()
        .chain_update(b"streetlight/1/passkey-of")
        .chain_update(permit.staff().as_bytes());
    Ok(Json(NewPasskey {
        challenge: challenge.to_vec(),
        rp_id: origin.rp_id().to_owned(),
        user_id: user_id.finalize().to_vec(),
        known,
    }))
}

/// Takes a new passkey. With the first come recovery codes, and every other session ends.
///
/// # Errors
/// As [`challenge`]; 401 `second_expired` when nothing was asked, or too long ago; 422
/// `passkey_not_taken`, 409 `passkey_known`, 422 `too_many_passkeys`.
pub async fn add(
    State(app): State<AppState>,
    Half(session): Half,
    Body(add): Body<AddPasskey>,
) -> Result<Json<RecoveryCodes>, Refuse> {
    let permit = session.permit;
    app.account_limit.take(&session.token).map_err(Refuse::TooMany)?;
    let origin = app.config.origin.as_ref().ok_or(Refuse::NoPasskeysHere)?;
    if add.name.len() > NAME_MAX_BYTES {
        return Err(Refuse::Unreadable);
    }
    just_signed_in(&permit)?;
    let question = app.store.question(Purpose::SetUp, &session.token).await?;
    let question = question.filter(|question| question.login.staff == permit.staff());
    let question = question.ok_or(Refuse::SecondExpired)?;
    if !app.store.take_question(Purpose::SetUp, &session.token, &question).await? {
        return Err(Refuse::SecondExpired);
    }
    let asked = Asked { origin, challenge: &question.challenge };
    let made = webauthn::take_new(asked, &add.client_data, &add.attestation).map_err(|why| {
        tracing::warn!(%why, "a new passkey was not taken");
        Refuse::PasskeyNotTaken
    })?;
    match app.store.add_passkey(&permit, &made, &add.name).await? {
        Added::Done(codes) => Ok(Json(RecoveryCodes { codes })),
        Added::Known => Err(Refuse::PasskeyKnown),
        Added::TooMany => Err(Refuse::TooManyPasskeys),
        Added::NotNow => Err(Refuse::SecondFactorMissing),
    }
}

/// Takes one of one's own passkeys away.
///
/// # Errors
/// 401 `password_needed` when the password was not given just now, 404 where one has none such.
pub async fn remove(
    State(app): State<AppState>,
    session: Session,
    Path(passkey): Path<String>,
) -> Result<StatusCode, Refuse> {
    app.account_limit.take(&session.token).map_err(Refuse::TooMany)?;
    just_signed_in(&session.permit)?;
    let passkey: PasskeyId = passkey.parse().map_err(|_| Refuse::NotFound)?;
    match app.store.remove_passkey(&session.permit, passkey).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Refuse::NotFound),
    }
}

/// Ten new recovery codes in place of those there were.
///
/// # Errors
/// 401 `password_needed` when the password was not given just now, 404 where there is no passkey.
pub async fn renew_codes(
    State(app): State<AppState>,
    session: Session,
) -> Result<Json<RecoveryCodes>, Refuse> {
    app.account_limit.take(&session.token).map_err(Refuse::TooMany)?;
    just_signed_in(&session.permit)?;
    let codes = app.store.renew_codes(&session.permit).await?.ok_or(Refuse::NotFound)?;
    Ok(Json(RecoveryCodes { codes }))
}
