use super::Rows;
use domain::{
    id::{DeviceId, StaffId},
    operation::PayloadKind,
    own::Happened,
};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A phone delivered something, and it took effect.
    Pushed(PayloadKind),
    /// The agency was set up or its content changed.
    AgencySaved,
    /// A rule was saved by which minutes of service become units.
    UnitRuleSaved,
    /// Notes were exported as services.
    ServicesExported,
    /// A staff member was added or changed.
    StaffSaved,
    /// Somebody works here no longer.
    StaffEnded,
    /// Somebody who had left works here again.
    StaffReturned,
    /// A password was set.
    PasswordSet,
    /// Rows came in by import.
    Imported,
    /// Somebody signed in, or failed to.
    SignedIn,
    /// Somebody asked for what is not theirs, or not there.
    Refused,
    /// Somebody signed out.
    SignedOut,
    /// A passkey was set up beside the password.
    PasskeyAdded,
    /// A passkey was taken away.
    PasskeyRemoved,
    /// Somebody had new recovery codes made.
    CodesRenewed,
    /// Somebody's second factor was taken away at the console.
    SecondFactorReset,
    /// Somebody ended sessions of theirs from another.
    SessionsEnded,
    /// A phone was enrolled.
    DeviceEnrolled,
    /// A phone's key was given back.
    DeviceKeyRead,
    /// A phone was revoked.
    DeviceRevoked,
    /// A phone's deposit token was voided.
    TokenVoided,
    /// Every version of a document was looked at.
    DocumentVersionsRead,
    /// The on-call roster changed.
    RosterChanged,
    /// Plans of colleagues' clients went to whoever is on call.
    TeamPlansSent,
    /// The list of plans opened on call was read.
    OpeningsListed,
    /// A supervisor looked at the opening of a plan of somebody else's client.
    OpeningReviewed,
    /// An operation went to the quarantine.
    OperationQuarantined,
    /// The list of the quarantine was read.
    QuarantineListed,
    /// An operation in the quarantine was read.
    QuarantineRead,
    /// A supervisor let an operation out of the quarantine, or tried to.
    OperationReleased,
    /// A client was given to, or taken from, a worker.
    AssignmentChanged,
    /// Files went to a phone.
    FilesSent,
    /// A supervisor was shown reviews outside of the time of the rule.
    OutsideReviewsListed,
    /// A supervisor was shown disclosures to look at.
    DisclosuresListed,
    /// A supervisor looked at a disclosure.
    DisclosureSeen,
    /// Somebody opened, kept, removed or ended a client's own view of their plan: the client, or
    /// whoever has their link.
    OwnPlan(Happened),
    /// A client said something in their own app.
    ClientSaid,
    /// A service of the directory was written or changed at a desk.
    ServiceSaved,
    /// Somebody at a desk took or declined what was suggested for the directory.
    SuggestionSettled,
    /// All of a page of a paper is here.
    PaperReceived,
    /// Somebody was handed a page of a paper.
    PaperRead,
    /// The database was restored from a backup.
    Restored,
    /// The rows from before the log covered rows were taken down.
    StockTaken,
    /// The server found no entry of an agency that was there, and began its log anew.
    LogBegunAnew,
    /// The server brought rows to a newer rule by itself.
    RowsMended,
}

impl Action {
    /// The word in the log.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pushed(kind) => kind.word(),
            Self::AgencySaved => "agency_saved",
            Self::UnitRuleSaved => "unit_rule_saved",
            Self::ServicesExported => "services_exported",
            Self::StaffSaved => "staff_saved",
            Self::StaffEnded => "staff_ended",
            Self::StaffReturned => "staff_returned",
            Self::PasswordSet => "password_set",
            Self::Imported => "imported",
            Self::SignedIn => "signed_in",
            Self::Refused => "refused",
            Self::SignedOut => "signed_out",
            Self::PasskeyAdded => "passkey_added",
            Self::PasskeyRemoved => "passkey_removed",
            Self::CodesRenewed => "codes_renewed",
            Self::SecondFactorReset => "second_factor_reset",
            Self::SessionsEnded => "sessions_ended",
            Self::DeviceEnrolled => "device_enrolled",
            Self::DeviceKeyRead => "device_key_read",
            Self::DeviceRevoked => "device_revoked",
            Self::TokenVoided => "token_voided",
            Self::DocumentVersionsRead => "document_versions_read",
            Self::RosterChanged => "roster_changed",
            Self::TeamPlansSent => "team_plans_sent",
            Self::OpeningsListed => "openings_listed",
            Self::OpeningReviewed => "opening_reviewed",
            Self::OutsideReviewsListed => "outside_reviews_listed",
            Self::DisclosuresListed => "disclosures_listed",
            Self::DisclosureSeen => "disclosure_seen",
            Self::OperationQuarantined => "operation_quarantined",
            Self::QuarantineListed => "quarantine_listed",
            Self::QuarantineRead => "quarantine_read",
            Self::OperationReleased => "operation_released",
            Self::AssignmentChanged => "assignment_changed",
            Self::FilesSent => "files_sent",
            Self::OwnPlan(Happened::Made) => "own_plan_made",
            Self::OwnPlan(Happened::Opened) => "own_plan_opened",
            Self::OwnPlan(Happened::Kept) => "own_plan_kept",
            Self::OwnPlan(Happened::Removed) => "own_plan_removed",
            Self::OwnPlan(Happened::Ended) => "own_plan_ended",
            Self::ClientSaid => "client_said",
            Self::ServiceSaved => "service_saved",
            Self::SuggestionSettled => "suggestion_settled",
            Self::PaperReceived => "paper_received",
            Self::PaperRead => "paper_read",
            Self::Restored => "restored",
            Self::StockTaken => "stock_taken",
            Self::LogBegunAnew => "log_begun_anew",
            Self::RowsMended => "rows_mended",
        }
    }
}

/// Who did it; nobody when it was done on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Who {
    /// The staff member.
    pub staff: Option<StaffId>,
    /// The phone.
    pub device: Option<DeviceId>,
}

/// What it was done to: a kind, and an id where there is one.
pub type Object = (&'static str, Option<[u8; 16]>);

/// One entry before it joins the chain.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Milliseconds since 1970, by the server.
    pub at_ms: i64,
    /// Who.
    pub who: Who,
    /// What.
    pub action: Action,
    /// To what.
    pub object: Object,
    /// How it went: `done`, or a code.
    pub outcome: &'static str,
    /// Codes and numbers; never anybody's words.
    pub detail: serde_json::Value,
    /// Rows that were written with it.
    pub rows: Rows,
}

impl Entry {
    /// An entry for something that was done, with nothing more to say.
    #[must_use]
    pub const fn done(at_ms: i64, who: Who, action: Action, object: Object) -> Self {
        let detail = serde_json::Value::Null;
        Self { at_ms, who, action, object, outcome: "done", detail, rows: Rows::none() }
    }

    /// The same with codes and numbers.
    #[must_use]
    pub fn with(mut self, detail: serde_json::Value) -> Self {
        self.detail = detail;
        self
    }
}
