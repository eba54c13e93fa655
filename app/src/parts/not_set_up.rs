use crate::{
    state::{refusal::Refused, set_up::EnrolError},
    words::Words,
};

/// Why signing in or setting up did not come about: what happened, what is safe, what to do.
#[must_use]
pub fn sentence(w: &Words, error: &EnrolError) -> String {
    match error {
        EnrolError::Refused(Refused::Unreachable) => w.server_unreachable.to_owned(),
        EnrolError::Refused(Refused::Said { code, retry_after, status }) => {
            match (code.as_str(), *status) {
                ("wrong_sign_in", _) => w.wrong_sign_in.to_owned(),
                ("device_revoked", _) => w.phone_revoked.to_owned(),
                (_, 429) => w.too_many_tries(&retry_after.unwrap_or(60).to_string()),
                _ => w.server_unreachable.to_owned(),
            }
        }
        EnrolError::Phone(_) | EnrolError::NoPasskey => w.phone_could_not_keep.to_owned(),
    }
}
