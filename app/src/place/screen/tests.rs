use super::*;

const ID: ClientId = ClientId::from_bytes([7; 16]);
const LINE: LineId = LineId::from_bytes([6; 16]);

/// Every kind of screen by the one before it, so that a new one is missed here.
fn after(screen: Screen) -> Option<Screen> {
    use PlanScreen::{Edit, Own, Paper, Steps, Versions};
    Some(match screen {
        Screen::Today => Screen::Clients,
        Screen::Clients => Screen::AddClient,
        Screen::AddClient => Screen::Client(ID),
        Screen::Client(_) => Screen::Log(ID),
        Screen::Log(_) => Screen::LogAs(ID, LogAs::Visit),
        Screen::LogAs(_, LogAs::Visit) => Screen::LogAs(ID, LogAs::MissedCall),
        Screen::LogAs(_, LogAs::MissedCall) => Screen::LogAs(ID, LogAs::MissedText),
        Screen::LogAs(_, LogAs::MissedText) => Screen::LogAs(ID, LogAs::Call),
        Screen::LogAs(_, LogAs::Call) => Screen::LogAs(ID, LogAs::Text),
        Screen::LogAs(_, LogAs::Text) => Screen::LogAbout(ID, LINE),
        Screen::LogAbout(..) => Screen::CrisisNote(ID),
        Screen::CrisisNote(_) => Screen::Response(ID),
        Screen::Response(_) => Screen::CrisisEvent(ID, CrisisEventId::from_bytes([8; 16])),
        Screen::CrisisEvent(..) => Screen::Plan(ID),
        Screen::Plan(_) => Screen::AboutPlan(ID, Edit),
        Screen::AboutPlan(_, Edit) => Screen::AboutPlan(ID, Steps),
        Screen::AboutPlan(_, Steps) => Screen::AboutPlan(ID, Paper),
        Screen::AboutPlan(_, Paper) => Screen::AboutPlan(ID, Versions),
        Screen::AboutPlan(_, Versions) => Screen::AboutPlan(ID, Own),
        Screen::AboutPlan(_, Own) => Screen::FactSheet(ID),
        Screen::FactSheet(_) => Screen::FactSheetVersions(ID),
        Screen::FactSheetVersions(_) => {
            Screen::Document(ID, DocumentKind::Assessment, DocumentScreen::Read)
        }
        Screen::Document(_, kind, DocumentScreen::Read) => {
            Screen::Document(ID, kind, DocumentScreen::Edit)
        }
        Screen::Document(_, kind, DocumentScreen::Edit) => {
            Screen::Document(ID, kind, DocumentScreen::Versions)
        }
        Screen::Document(_, kind, DocumentScreen::Versions) => {
            let at = DocumentKind::OF_CELLS.iter().position(|known| *known == kind);
            match at.and_then(|at| DocumentKind::OF_CELLS.get(at + 1)) {
                Some(next) => Screen::Document(ID, *next, DocumentScreen::Read),
                None => Screen::Needs(ID),
            }
        }
        Screen::Needs(_) => Screen::Need(ID, LINE),
        Screen::Need(..) => Screen::Sign(ID, RecordKind::Review, None),
        Screen::Sign(id, kind, None) => Screen::Sign(id, kind, Some(LINE)),
        Screen::Sign(_, kind, _) if kind.is_nobodys() => Screen::Me,
        Screen::Sign(id, RecordKind::Review, _) => Screen::Sign(id, RecordKind::Paper, None),
        Screen::Sign(..) => Screen::Supports(ID),
        Screen::Supports(_) => Screen::Papers(ID),
        Screen::Papers(_) => Screen::Benefits(ID),
        Screen::Benefits(_) => Screen::Appointments(ID),
        Screen::Appointments(_) => Screen::Sharing(ID),
        Screen::Sharing(_) => Screen::Record(ID, RecordId::from_bytes([5; 16])),
        Screen::Record(..) => Screen::CaseFile(ID),
        Screen::CaseFile(_) => Screen::Contact(ID, ContactId::from_bytes([9; 16])),
        Screen::Contact(..) => Screen::PickClient,
        Screen::PickClient => Screen::Find,
        Screen::Find => Screen::OnCall,
        Screen::OnCall => Screen::TeamPlan(ID),
        Screen::TeamPlan(_) => Screen::Directory,
        Screen::Directory => Screen::Service(ServiceId::from_bytes([4; 16])),
        Screen::Service(_) => Screen::check(None),
        Screen::Me => Screen::Account,
        Screen::Account => Screen::LockSettings,
        Screen::LockSettings => Screen::Waiting,
        Screen::Waiting => Screen::Phones,
        Screen::Phones => Screen::Quarantine,
        Screen::Quarantine => {
            Screen::Quarantined(OperationId::from_bytes([10; 16]), Hash::of(b"sealed"))
        }
        Screen::Quarantined(..) => Screen::AgencyContent,
        Screen::AgencyContent => Screen::Roster,
        Screen::Roster => Screen::Openings,
        Screen::Openings => Screen::OutsideReviews,
        Screen::OutsideReviews => Screen::Disclosures,
        Screen::Disclosures => Screen::Suggestions,
        Screen::Suggestions => Screen::WriteService(None),
        Screen::WriteService(None) => Screen::WriteService(Some(ServiceId::from_bytes([3; 16]))),
        Screen::WriteService(Some(_)) => Screen::SignIn,
        Screen::SignIn => Screen::Help,
        Screen::Help => Screen::Rights,
        Screen::Rights => Screen::Unknown,
        Screen::Unknown => return None,
    })
}

#[test]
fn the_path_of_every_screen_leads_to_it() {
    for screen in std::iter::successors(Some(Screen::Today), |screen| after(*screen)) {
        assert_eq!(Screen::at(&screen.path()), screen, "{}", screen.path());
    }
}

#[test]
fn an_address_is_read_generously_and_nonsense_leads_to_nobody() {
    assert_eq!(Screen::at(&format!("/clients/{ID}/log/")), Screen::Log(ID));
    let edit = Screen::AboutPlan(ID, PlanScreen::Edit);
    assert_eq!(Screen::at(&format!("/clients/{ID}/plan/edit/signs")), edit);
    assert_eq!(Screen::at(&format!("/clients/{ID}/plan/nothing")), Screen::Plan(ID));
    let sheet = format!("/clients/{ID}/nothing");
    let addresses = ["/nowhere", "/on-call/Amara", "/clients/Amara", "/clients/Amara/log", &sheet];
    for address in addresses {
        assert_eq!(Screen::at(address), Screen::Unknown, "{address}");
    }
}

#[test]
fn beyond_a_form_lies_what_it_was_about_and_never_another_form() {
    for screen in std::iter::successors(Some(Screen::Today), |screen| after(*screen)) {
        let Some(beyond) = screen.beyond() else { continue };
        assert_eq!(beyond.beyond(), None, "{}", screen.path());
        assert!(beyond.client().is_none_or(|about| Some(about) == screen.client()));
    }
}
