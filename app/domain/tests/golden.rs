//! Every shape that was ever sent or stored decodes for ever.
//!
//! A golden file is a list of examples of one type: the fullest, then the
//! barest; for a type with variants, one of each. Never change an example:
//! phones that were offline for a month send it. When a shape grows, add a
//! file `<type>.<what>.json` beside the old one.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files has to fail")]

use domain::{
    addendum::AddendumDraft,
    agency::ContentDraft,
    client::{ClientDraft, FactSheetDraft},
    contact::ContactDraft,
    crisis_plan::PlanDraft,
    directory::ServiceDraft,
    document::{CellName, DocumentDraft, Value as CellValue, Version},
    operation::{Operation, Payload, PayloadKind},
    own::{Happened, Sort},
    record::{Record, RecordDraft},
    response::{ResponseDraft, ResponseIds},
    roster::TurnDraft,
    supports::SupportDraft,
    units::RuleDraft,
    wire::v1::*,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::{fmt::Debug, fs, path::PathBuf};

fn folder(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The examples of every file of a type.
fn examples(name: &str) -> Vec<Value> {
    let files = fs::read_dir(folder("tests/golden/v1")).unwrap();
    let mut examples = Vec::new();
    for file in files.map(|file| file.unwrap().path()) {
        let stem = file.file_name().unwrap().to_str().unwrap().split('.').next().unwrap();
        if stem == name {
            let text = fs::read_to_string(&file).unwrap();
            examples.extend(serde_json::from_str::<Vec<Value>>(&text).unwrap());
        }
    }
    assert!(!examples.is_empty(), "tests/golden/v1/{name}.json is missing");
    examples
}

fn decodes_for_ever<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str) {
    for example in examples(name) {
        let text = example.to_string();
        let decoded: T =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        assert_eq!(serde_json::to_value(&decoded).unwrap(), example, "{name}");
        // From a reader nothing can be borrowed: that has to work as well.
        let read: T = serde_json::from_reader(text.as_bytes()).unwrap();
        assert_eq!(read, decoded, "{name}");
    }
}

/// What an unknown field does to the first example of a type.
fn takes_unknown_fields<T: DeserializeOwned>(name: &str) -> Option<bool> {
    let mut example = examples(name).into_iter().find(Value::is_object)?;
    let mut object = example.as_object_mut()?;
    // A variant is spelled from outside, `{"contact_signed": {…}}`: its fields lie within.
    if VARIANTS.contains(&name) {
        object = object.values_mut().next()?.as_object_mut()?;
    }
    object.insert("from_the_future".into(), Value::Bool(true));
    Some(serde_json::from_value::<T>(example).is_ok())
}

/// Types with several shapes, told apart by the one key of their object.
const VARIANTS: [&str; 5] =
    ["document_base", "payload", "plan_base", "plan_value", "receipt_outcome"];

macro_rules! golden {
    ($($name:literal: $type:ty $(, $request:ident)?;)*) => {
        const NAMES: &[&str] = &[$($name),*];

        #[test]
        fn every_example_decodes_and_encodes_to_itself() {
            $(decodes_for_ever::<$type>($name);)*
        }

        #[test]
        fn requests_refuse_unknown_fields_and_everything_else_ignores_them() {
            $(
                let marks: &[&str] = &[$(stringify!($request))?];
                let is_request = marks == ["request"];
                if let Some(takes) = takes_unknown_fields::<$type>($name) {
                    assert_eq!(takes, !is_request, "{}", $name);
                }
            )*
        }
    };
}

golden! {
    "about_need": AboutNeed;
    "account": Account;
    "add_passkey": AddPasskey, request;
    "addendum": Addendum;
    "addendum_draft": AddendumDraft;
    "addendum_kind": AddendumKind;
    "addendum_row": AddendumRow;
    "advance_directive": AdvanceDirective;
    "agency": Agency;
    "agency_content": AgencyContent;
    "alert": Alert;
    "alert_kind": AlertKind;
    "assertion": Assertion, request;
    "assign_client": AssignClient, request;
    "attention": Attention;
    "cell_record": CellRecord;
    "cell_record_row": CellRecordRow;
    "change_password": ChangePassword, request;
    "client": Client;
    "client_draft": ClientDraft;
    "component": Component;
    "conflict_id": ConflictId;
    "conflict_side": ConflictSide;
    "contact": Contact;
    "contact_draft": ContactDraft;
    "contact_point": ContactPoint;
    "contact_row": ContactRow;
    "credential_id": CredentialId;
    "crisis_event": CrisisEvent;
    "crisis_event_row": CrisisEventRow;
    "content_draft": ContentDraft;
    "crisis_line": CrisisLine;
    "crisis_outcome": CrisisOutcome;
    "crisis_plan": CrisisPlan;
    "crisis_plan_content": CrisisPlanContent;
    "crisis_plan_edit": CrisisPlanEdit;
    "crisis_plan_item": CrisisPlanItem;
    "crisis_plan_lookup": CrisisPlanLookup;
    "crisis_protocol": CrisisProtocol;
    "device_key": DeviceKey;
    "device_row": DeviceRow;
    "digest": Digest;
    "directory_page": DirectoryPage;
    "document_draft": DocumentDraft;
    "doubt_about": DoubtAbout;
    "doubtful_disclosure": DoubtfulDisclosure;
    "doubtful_disclosures": DoubtfulDisclosures;
    "document_edit": DocumentEdit;
    "document_version": Version;
    "ended": Ended;
    "enrol": Enrol, request;
    "enrolled": Enrolled;
    "fact_sheet_draft": FactSheetDraft;
    "fact_sheet_edit": FactSheetEdit;
    "handed_over": HandedOver;
    "level": Level;
    "level_begun": LevelBegun;
    "likelihood": Likelihood;
    "lookup_reason": LookupReason;
    "made_with": MadeWith;
    "means_talk": MeansTalk;
    "mode": Mode;
    "new_passkey": NewPasskey;
    "next_step": NextStep;
    "open_conflict": OpenConflict;
    "open_hours": OpenHours;
    "opening": Opening;
    "opening_why": OpeningWhy;
    "openings": Openings;
    "openings_waiting": OpeningsWaiting;
    "operation": Operation;
    "outcome": Outcome;
    "known_by": KnownBy;
    "outside_review": OutsideReview;
    "outside_reviews": OutsideReviews;
    "own_answer": OwnAnswer;
    "own_calls": OwnCalls;
    "own_end": OwnEnd, request;
    "own_event": OwnEvent;
    "own_goal": OwnGoal;
    "own_happened": Happened;
    "own_heard": OwnHeard;
    "own_line": OwnLine;
    "own_look": OwnLook, request;
    "own_message": OwnMessage, request;
    "own_next": OwnNext;
    "own_open": OwnOpen, request;
    "own_opened": OwnOpened;
    "own_plan": OwnPlan;
    "own_said": OwnSaid;
    "own_say": OwnSay, request;
    "own_shared": OwnShared;
    "own_sort": Sort;
    "own_view": OwnView;
    "page_taken": PageTaken;
    "part_head": PartHead;
    "passkey_row": PasskeyRow;
    "password_changed": PasswordChanged;
    "pause": Pause;
    "payload": Payload;
    "payload_kind": PayloadKind;
    "document_base": DocumentBase;
    "plan_base": DocumentBase;
    "plan_draft": PlanDraft;
    "plan_field": CellName;
    "plan_seen": PlanSeen;
    "plan_value": CellValue;
    "plan_versions": PlanVersions;
    "policy": Policy;
    "pull_page": PullPage;
    "progress": Progress;
    "push": Push, request;
    "push_answer": PushAnswer;
    "quarantine_about": QuarantineAbout;
    "quarantine_code": QuarantineCode;
    "reached": Reached;
    "record_draft": RecordDraft;
    "reached_by": ReachedBy;
    "quarantine_page": QuarantinePage;
    "quarantine_row": QuarantineRow;
    "quarantined_operation": QuarantinedOperation;
    "receipt": Receipt;
    "receipt_outcome": ReceiptOutcome;
    "recovery_codes": RecoveryCodes;
    "refusal": Refusal;
    "release_text": ReleaseText;
    "response_draft": ResponseDraft;
    "response_ids": ResponseIds;
    "response_path": ResponsePath;
    "response_step": ResponseStep;
    "revoke": Revoke, request;
    "revoked": Revoked;
    "role": Role;
    "rounding": Rounding;
    "rule_draft": RuleDraft;
    "save_agency_content": SaveAgencyContent, request;
    "save_unit_rule": SaveUnitRule, request;
    "save_service": SaveService, request;
    "sealed_operation": SealedOperation, request;
    "reviewed": Reviewed;
    "second_factor": SecondFactor;
    "second_needed": SecondNeeded;
    "second_step": SecondStep, request;
    "section": Section;
    "service": Service;
    "service_draft": ServiceDraft;
    "set_shift": SetShift, request;
    "session_row": SessionRow;
    "shift": Shift;
    "shifts": Shifts;
    "sign_in": SignIn, request;
    "signed_in": SignedIn;
    "staff_card": StaffCard;
    "stage": Stage;
    "stage_begun": StageBegun;
    "stamp": Stamp;
    "suggestions": Suggestions;
    "support_draft": SupportDraft;
    "told": Told;
    "support_person": SupportPerson;
    "support_person_row": SupportPersonRow;
    "step_taken": StepTaken;
    "tally": Tally;
    "team_plan": TeamPlan;
    "team_plans": TeamPlans;
    "task": Task;
    "task_closed": TaskClosed;
    "task_state": TaskState;
    "turn_draft": TurnDraft;
    "unit_rule": UnitRule;
    "unit_rules": UnitRules;
    "with": With;
}

/// `pub struct` and `pub enum` of the wire, with the number of variants.
fn declared() -> Vec<(String, usize)> {
    let mut sources: Vec<_> =
        fs::read_dir(folder("src/wire/v1")).unwrap().map(|file| file.unwrap().path()).collect();
    sources.push(folder("src/operation.rs"));
    let mut declared = Vec::new();
    for source in sources {
        let text = fs::read_to_string(source).unwrap();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let word = |line: &str| line.split([' ', '<', '(']).next().unwrap().to_owned();
            if let Some(rest) = line.strip_prefix("pub struct ") {
                declared.push((word(rest), 0));
            } else if let Some(rest) = line.strip_prefix("pub enum ") {
                let variant = |line: &&str| {
                    let name = line.strip_prefix("    ").unwrap_or_default();
                    name.starts_with(|first: char| first.is_ascii_uppercase())
                };
                let body = lines.by_ref().take_while(|line| *line != "}");
                declared.push((word(rest), body.filter(variant).count()));
            }
        }
    }
    declared
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for (index, letter) in name.chars().enumerate() {
        if letter.is_ascii_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[test]
fn every_type_of_the_wire_and_every_variant_has_an_example() {
    let declared = declared();
    assert!(declared.len() > 50, "only {} types were found", declared.len());
    for (name, variants) in declared {
        let name = snake(&name);
        assert!(NAMES.contains(&name.as_str()), "{name} is not in the list above");
        assert!(examples(&name).len() >= variants, "{name} has {variants} variants");
    }
}

/// Texts of an example as somebody wrote them: with a capital, which no choice, id or day has.
fn written(example: &Value) -> Vec<String> {
    match example {
        Value::String(text) => {
            text.starts_with(char::is_uppercase).then(|| text.clone()).into_iter().collect()
        }
        Value::Array(items) => items.iter().flat_map(written).collect(),
        Value::Object(members) => {
            // A name that was drawn is lines, not words.
            let words = members.iter().filter(|(name, _)| name.as_str() != "signature");
            words.flat_map(|(_, value)| written(value)).collect()
        }
        _ => Vec::new(),
    }
}

fn hears_all_that_was_written<T: Record + DeserializeOwned>(name: &str) {
    for example in examples(name) {
        let record: T = serde_json::from_value(example.clone()).unwrap();
        let mut heard = Vec::new();
        record.each_text(&mut |text| heard.push(text.to_owned()));
        let chosen = |text: &String| matches!(text.as_str(), "face_to_face" | "partly" | "crisis");
        assert!(!heard.iter().any(chosen), "{name}: {heard:?}");
        for text in written(&example) {
            assert!(heard.contains(&text), "{name} does not hear {text:?}");
        }
    }
}

#[test]
fn whatever_somebody_wrote_in_a_record_is_searched() {
    hears_all_that_was_written::<Contact>("contact");
    hears_all_that_was_written::<Addendum>("addendum");
    hears_all_that_was_written::<CrisisEvent>("crisis_event");
    hears_all_that_was_written::<SupportPerson>("support_person");
    hears_all_that_was_written::<CellRecord>("cell_record");
}
