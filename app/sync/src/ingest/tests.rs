use super::*;
use crate::simulator::{Random, script};
use domain::{
    Moment,
    effects::effects,
    id::{ClientId, StaffId},
};
use proptest::prelude::*;

const CODES: [QuarantineCode; 4] = [
    QuarantineCode::NotAssigned,
    QuarantineCode::ClientUnknown,
    QuarantineCode::FieldInvalid,
    QuarantineCode::IdReused,
];

fn remembered() -> impl Strategy<Value = Remembered> {
    (any::<u8>(), proptest::option::of(0..CODES.len())).prop_map(|(byte, code)| Remembered {
        hash: Hash::of(&[byte]),
        quarantined: code.map(|code| CODES[code]),
    })
}

fn operation(seed: u64) -> Operation {
    let sight = script::InSight {
        clients: vec![ClientId::from_bytes([1; 16])],
        ..script::InSight::default()
    };
    script::operation(&mut Random::new(seed), &sight, 1, Moment::new(1_764_000_000_000, 0))
}

fn facts() -> impl Strategy<Value = Facts> {
    any::<(bool, bool, bool)>().prop_map(|(client_known, assigned, target_known)| Facts {
        client_known,
        assigned,
        target_known,
    })
}

proptest! {
    #[test]
    fn a_repeat_is_answered_and_never_applied(known in remembered(), byte in any::<u8>()) {
        let hash = Hash::of(&[byte]);
        let outcome = repeat(hash, Some(known)).unwrap();
        prop_assert!(outcome.is_terminal());
        let expected = match known.quarantined {
            _ if hash != known.hash => ReceiptOutcome::Quarantined { code: QuarantineCode::IdReused },
            Some(code) => ReceiptOutcome::Quarantined { code },
            None => ReceiptOutcome::Duplicate,
        };
        prop_assert_eq!(outcome, expected);
        prop_assert_eq!(repeat(hash, None), None);
    }

    #[test]
    fn what_was_sealed_is_read_back(seed in any::<u64>()) {
        let written = operation(seed);
        let read = read(written.op_id, Some(&written.to_bytes()));
        if written.schema == SCHEMA {
            prop_assert_eq!(read, Ok(written));
        } else {
            prop_assert_eq!(read, Err(QuarantineCode::SchemaUnknown));
        }
    }

    #[test]
    fn no_bytes_however_strange_are_more_than_quarantined(bytes in any::<Vec<u8>>(), cut in 0..400_usize) {
        let id = OperationId::from_bytes([9; 16]);
        prop_assert!(read(id, Some(&bytes)).is_err());
        let mut torn = operation(1).to_bytes();
        torn.truncate(cut.min(torn.len() - 1));
        prop_assert_eq!(read(operation(1).op_id, Some(&torn)), Err(QuarantineCode::Unreadable));
        prop_assert_eq!(read(id, None), Err(QuarantineCode::SealBroken));
    }

    #[test]
    fn nothing_takes_effect_on_a_client_the_author_does_not_have(seed in any::<u64>(), facts in facts()) {
        let operation = operation(seed);
        let met = matches!(operation.payload, Payload::ClientMet(_));
        if operation.payload.is_nobodys() {
            // It takes effect whoever carries whom, and on nothing of anybody's.
            prop_assert_eq!(judge(&operation, &facts), Ok(()));
            for effect in effects(&operation, StaffId::from_bytes([1; 16]), None) {
                prop_assert_eq!(effect.client_id(), ClientId::NOBODY);
            }
        } else if judge(&operation, &facts).is_ok() {
            let all_known = facts.client_known && facts.assigned && facts.target_known;
            prop_assert_eq!(if met { !facts.client_known } else { all_known }, true);
        }
    }
}

#[test]
fn one_operation_in_the_place_of_another_is_not_read() {
    let operation = operation(1);
    let other = OperationId::from_bytes([9; 16]);
    assert_eq!(read(other, Some(&operation.to_bytes())), Err(QuarantineCode::Unreadable));
}

#[test]
fn a_kind_from_the_future_is_told_apart_from_noise() {
    let mut value = serde_json::to_value(operation(1)).unwrap();
    let op_id = operation(1).op_id;
    value["payload"] = serde_json::json!({"hologram_recorded": {}});
    let mut read_as = |schema: u16| {
        value["schema"] = schema.into();
        read(op_id, Some(value.to_string().as_bytes()))
    };
    assert_eq!(read_as(SCHEMA + 1), Err(QuarantineCode::SchemaUnknown));
    assert_eq!(read_as(SCHEMA), Err(QuarantineCode::Unreadable));
}

#[test]
fn a_plan_is_set_aside_for_the_same_reasons_as_anything_else_and_never_for_its_base() {
    use domain::{
        id::CrisisPlanId,
        wire::v1::{CrisisPlanEdit, DocumentBase},
    };
    let plan = script::plan(&mut Random::new(1), ClientId::from_bytes([1; 16]), Moment::new(0, 0));
    let mut edit = CrisisPlanEdit {
        crisis_plan_id: CrisisPlanId::from_bytes([2; 16]),
        client_id: plan.client_id,
        at: Moment::new(0, 0),
        based_on: DocumentBase::Version(7_000),
        before: None,
        content: plan.content(),
        settles: Vec::new(),
    };
    let judged = |edit: &CrisisPlanEdit, facts: Facts| {
        let payload = Payload::CrisisPlanSaved(edit.clone());
        judge(&Operation::new(operation(1).op_id, 1, Moment::new(0, 0), payload), &facts)
    };
    let all = Facts { client_known: true, assigned: true, target_known: true };
    assert_eq!(judged(&edit, all), Ok(()));
    let unknown = Facts { client_known: false, ..all };
    assert_eq!(judged(&edit, unknown), Err(QuarantineCode::ClientUnknown));
    let elsewhere = Facts { assigned: false, ..all };
    assert_eq!(judged(&edit, elsewhere), Err(QuarantineCode::NotAssigned));
    let of_another = Facts { target_known: false, ..all };
    assert_eq!(judged(&edit, of_another), Err(QuarantineCode::TargetUnknown));
    edit.content.items.extend(plan.items);
    assert_eq!(judged(&edit, all), Err(QuarantineCode::FieldInvalid), "a line twice");
}
