//! What travels in which file.
//!
//! The first file holds what is needed in the first minutes and for the three
//! jobs. A chunk is a file of its own, fetched in a quiet moment or when one of
//! its screens is opened (docs/decisions/0009). Here is the only place that
//! says what goes where, by the table of screens in `place`: the build gives a
//! chunk whatever is reached from its function below and from nowhere else, so
//! nothing outside may name a screen of a chunk. What others ask of chunks is
//! handed down to them as [`CHUNKS`].

use crate::{
    browser::{clock, page},
    pages::{
        account::{
            AccountPage,
            choose_passcode::{ChoosePasscode, ReplacePasscode},
            second_step::SecondStep,
        },
        add_client::AddClient,
        beside::Beside,
        contact::ContactPage,
        crisis_plan_builder::CrisisPlanBuilder,
        directory as services, documents,
        fact_sheet::{FactSheetPage, FactSheetVersions},
        find::FindPage,
        linking,
        lock_settings::LockSettings,
        log::PickClient,
        log_contact::LogContact,
        me::Me,
        office::{
            content::ContentPage, disclosures::DisclosuresPage, first::FirstPlace,
            openings::OpeningsPage, outside_reviews::OutsideReviewsPage, phones::PhonesPage,
            quarantine::QuarantinePage, quarantined::QuarantinedPage, roster::RosterPage,
        },
        on_call::{OnCallPage, plan::TeamPlanPage},
        papers,
        plan_access::PlanAccess,
        plan_paper::PlanPaper,
        plan_steps::PlanSteps,
        plan_versions::PlanVersions,
        response::{ResponsePage, crisis_event::CrisisEventPage},
        supports::SupportsPage,
        unknown::Unknown,
        waiting::WaitingPage,
    },
    parts::wordless,
    place::{Chunk, PlanScreen, Screen},
    state::{
        AppState, Phase, SyncPhase, account_news, deliver, directory as kept_directory, draft,
        enrol, find,
        from_chunks::FromChunks,
        on_call, papers as kept_papers,
        phone::{Phone, phone},
        refusal::Refused,
        set_up::{EnrolError, Step},
        use_app,
        wording::{self, Found, Text},
    },
    store::{FormKind, Profile, Unfinished, Wordless},
    words::{Language, Words},
};
use domain::record::RecordKind;
use futures_util::future::{Either, LocalBoxFuture, select};
use leptos::prelude::*;
use std::{
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// What the rest of the app asks of chunks.
pub static CHUNKS: FromChunks = FromChunks {
    load: |chunk| Box::pin(async move { load(chunk).await.is_ok() }),
    draw,
    set_up: |state, step| Box::pin(set_up(state, step)),
    take_up: |state, profile, key| Box::pin(take_up(state, profile, key)),
    fetch_set_up: || Box::pin(fetch_set_up()),
    load_language: |language| Box::pin(load_language(language)),
    take_last_words: |phone| Box::pin(take_last_words(phone)),
    unfinished: |state, phone| Box::pin(unfinished(state, phone)),
    check_words: |texts, names| Box::pin(check_words(texts, names)),
    ask_after_sync: |state| Box::pin(ask_after_sync(state)),
    deliver_closed: |state| Box::pin(deliver_closed(state)),
};

async fn load(chunk: Chunk) -> Result<(), SplitLoaderError> {
    match chunk {
        Chunk::Chain => load_chain().await,
        Chunk::Desk => load_desk().await,
        Chunk::Linking => load_linking().await,
        Chunk::Log => load_log().await,
        Chunk::Account => load_account().await,
        Chunk::Office => load_office().await,
        Chunk::Plan => load_plan().await,
        Chunk::Response => load_response().await,
    }
}

fn draw(chunk: Chunk, screen: Screen) -> Option<AnyView> {
    match chunk {
        Chunk::Chain => at_once(chain(screen)),
        Chunk::Desk => at_once(desk(screen)),
        Chunk::Linking => at_once(linking(screen)),
        Chunk::Log => at_once(log(screen)),
        Chunk::Account => at_once(account(screen)),
        Chunk::Office => at_once(office(screen)),
        Chunk::Plan => at_once(plan(screen)),
        Chunk::Response => at_once(response(screen)),
    }
}

#[wasm_split(chain, fallible, preload(load_chain))]
fn chain(screen: Screen) -> Result<AnyView, SplitLoaderError> {
    Ok(match screen {
        Screen::Document(client_id, kind, screen) => documents::draw(client_id, kind, screen),
        Screen::Papers(_) | Screen::Sign(_, RecordKind::Paper, _) => papers::draw(screen),
        Screen::Needs(client_id)
        | Screen::Need(client_id, _)
        | Screen::Sign(client_id, ..)
        | Screen::CaseFile(client_id) => documents::draw_needs(client_id, screen),
        // `Chunk::of` sends nothing else here.
        _ => ().into_any(),
    })
}

#[wasm_split(chain, fallible)]
fn papers_send(state: AppState) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
    Ok(Box::pin(async move {
        match phone() {
            Some(_) => kept_papers::wake(state),
            None => kept_papers::deliver_closed().await,
        }
    }))
}

#[wasm_split(desk, fallible, preload(load_desk))]
fn desk(screen: Screen) -> Result<AnyView, SplitLoaderError> {
    Ok(match screen {
        Screen::AddClient => view! { <AddClient/> }.into_any(),
        Screen::Contact(client_id, contact_id) => {
            view! { <ContactPage client_id contact_id/> }.into_any()
        }
        Screen::Find => view! { <FindPage/> }.into_any(),
        Screen::LockSettings => view! { <LockSettings/> }.into_any(),
        Screen::Supports(client_id) => view! { <SupportsPage client_id/> }.into_any(),
        Screen::Waiting => view! { <WaitingPage/> }.into_any(),
        Screen::Unknown => view! { <Unknown/> }.into_any(),
        _ => view! { <Me/> }.into_any(),
    })
}

#[wasm_split(desk, fallible)]
fn desk_look_through(state: AppState) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
    Ok(Box::pin(find::look_through(state)))
}

#[wasm_split(linking, fallible)]
fn directory_ask(state: AppState) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
    Ok(Box::pin(async move {
        let _changed = kept_directory::ask_if_due(state, false).await;
    }))
}

#[wasm_split(linking, fallible, preload(load_linking))]
fn linking(screen: Screen) -> Result<AnyView, SplitLoaderError> {
    Ok(match screen {
        Screen::Directory
        | Screen::Service(_)
        | Screen::Suggestions
        | Screen::WriteService(_)
        | Screen::Sign(_, RecordKind::ServiceCheck, _) => services::draw(screen),
        _ => linking::draw(screen),
    })
}

#[wasm_split(log, fallible, preload(load_log))]
fn log(screen: Screen) -> Result<AnyView, SplitLoaderError> {
    Ok(match screen {
        Screen::PickClient => view! { <PickClient/> }.into_any(),
        // In the first file itself; what is asked for here is what stands beside a screen.
        Screen::Clients => view! { <Beside/> }.into_any(),
        Screen::Log(client_id) => {
            view! { <LogContact client_id form=FormKind::Contact/> }.into_any()
        }
        Screen::LogAs(client_id, log_as) => {
            view! { <LogContact client_id form=FormKind::Contact log_as/> }.into_any()
        }
        Screen::LogAbout(client_id, need) => {
            view! { <LogContact client_id form=FormKind::Contact need/> }.into_any()
        }
        Screen::CrisisNote(client_id) => {
            view! { <LogContact client_id form=FormKind::CrisisNote/> }.into_any()
        }
        // `Chunk::of` sends nothing else here.
        _ => ().into_any(),
    })
}

async fn unfinished(state: AppState, phone: Rc<Phone>) -> Option<Vec<Unfinished>> {
    log_unfinished(state, phone).await.ok()?.await
}

#[wasm_split(log, fallible)]
fn log_unfinished(
    state: AppState,
    phone: Rc<Phone>,
) -> Result<LocalBoxFuture<'static, Option<Vec<Unfinished>>>, SplitLoaderError> {
    Ok(Box::pin(async move {
        let told = |draft: Wordless<'_>| wordless::told(state.words(), draft, clock::now());
        phone.store.drafts(&phone.keys, &told).await.ok()
    }))
}

/// Milliseconds that an unlock waits for a chunk.
const LAST_WORDS_WAIT_MS: u32 = 2_000;

async fn take_last_words(phone: Rc<Phone>) {
    let here = pin!(load_log());
    let wait = pin!(clock::sleep(LAST_WORDS_WAIT_MS));
    if let Either::Left((Ok(()), _)) = select(here, wait).await
        && let Ok(taken) = log_last_words(phone).await
    {
        taken.await;
    }
}

#[wasm_split(log, fallible)]
fn log_last_words(phone: Rc<Phone>) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
    Ok(Box::pin(async move { draft::take_last_words(&phone).await }))
}

#[wasm_split(account, fallible, preload(load_account))]
fn account(screen: Screen) -> Result<AnyView, SplitLoaderError> {
    // What stands before the app has no address of its own: how far the phone is says what it is.
    let phase = use_app().phase.get_untracked();
    Ok(match (phase, screen) {
        (Phase::ChoosingPasscode(signed_in), _) => {
            view! { <ChoosePasscode signed_in=*signed_in/> }.into_any()
        }
        (Phase::ReplacingPasscode, _) => view! { <ReplacePasscode/> }.into_any(),
        // The page to sign in on draws the password by itself, and asks for what comes after it.
        (_, Screen::SignIn) => view! { <SecondStep/> }.into_any(),
        (_, Screen::OnCall) => view! { <OnCallPage/> }.into_any(),
        (_, Screen::TeamPlan(client_id)) => view! { <TeamPlanPage client_id/> }.into_any(),
        _ => view! { <AccountPage/> }.into_any(),
    })
}

#[wasm_split(office, fallible, preload(load_office))]
fn office(screen: Screen) -> Result<AnyView, SplitLoaderError> {
    Ok(match screen {
        Screen::Today => view! { <FirstPlace/> }.into_any(),
        Screen::Quarantine => view! { <QuarantinePage/> }.into_any(),
        Screen::Quarantined(op_id, hash) => view! { <QuarantinedPage op_id hash/> }.into_any(),
        Screen::AgencyContent => view! { <ContentPage/> }.into_any(),
        Screen::Roster => view! { <RosterPage/> }.into_any(),
        Screen::Openings => view! { <OpeningsPage/> }.into_any(),
        Screen::OutsideReviews => view! { <OutsideReviewsPage/> }.into_any(),
        Screen::Disclosures => view! { <DisclosuresPage/> }.into_any(),
        _ => view! { <PhonesPage/> }.into_any(),
    })
}

async fn deliver_closed(state: AppState) {
    if let Ok(delivered) = closed_deliver(state).await {
        delivered.await;
    }
}

#[wasm_split(account, fallible)]
fn closed_deliver(state: AppState) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
    Ok(Box::pin(deliver::each_closed(state)))
}

async fn ask_after_sync(state: AppState) -> bool {
    match account_ask(state).await {
        Ok(asked) => {
            asked.await;
            true
        }
        Err(_) => false,
    }
}

#[wasm_split(account, fallible)]
fn account_ask(state: AppState) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
    Ok(Box::pin(async move {
        if state.sync.get_untracked() == SyncPhase::Resting && phone().is_some() {
            on_call::ask_if_due(state).await;
            account_news::ask_if_due(state).await;
            // After the caseload and what a turn needs; the next sync asks where that chunk is not here.
            if let Ok(asked) = directory_ask(state).await {
                asked.await;
            }
        }
        // Last of all: nothing waits for a picture.
        if let Ok(sent) = papers_send(state).await {
            sent.await;
        }
        // Whoever looks for words before that looks through what is not in the index by themselves.
        if let Ok(looked) = desk_look_through(state).await {
            looked.await;
        }
    }))
}

#[wasm_split(plan, fallible, preload(load_plan))]
fn plan(screen: Screen) -> Result<AnyView, SplitLoaderError> {
    Ok(match screen {
        Screen::AboutPlan(client_id, PlanScreen::Steps) => {
            view! { <PlanSteps client_id/> }.into_any()
        }
        Screen::AboutPlan(client_id, PlanScreen::Paper) => {
            view! { <PlanPaper client_id/> }.into_any()
        }
        Screen::AboutPlan(client_id, PlanScreen::Versions) => {
            view! { <PlanVersions client_id/> }.into_any()
        }
        Screen::AboutPlan(client_id, PlanScreen::Own) => {
            view! { <PlanAccess client_id/> }.into_any()
        }
        Screen::FactSheet(client_id) => view! { <FactSheetPage client_id/> }.into_any(),
        Screen::FactSheetVersions(client_id) => view! { <FactSheetVersions client_id/> }.into_any(),
        Screen::AboutPlan(client_id, PlanScreen::Edit) => {
            view! { <CrisisPlanBuilder client_id/> }.into_any()
        }
        // `Chunk::of` sends nothing else here.
        _ => ().into_any(),
    })
}

#[wasm_split(response, fallible, preload(load_response))]
fn response(screen: Screen) -> Result<AnyView, SplitLoaderError> {
    Ok(match screen {
        Screen::Response(client_id) => view! { <ResponsePage client_id/> }.into_any(),
        Screen::CrisisEvent(client_id, event_id) => {
            view! { <CrisisEventPage client_id event_id/> }.into_any()
        }
        // `Chunk::of` sends nothing else here.
        _ => ().into_any(),
    })
}

async fn check_words(texts: Vec<Text>, names: Vec<String>) -> Option<Vec<Found>> {
    look_through(texts, names).await.ok()
}

#[wasm_split(wording, fallible, preload(load_wording))]
fn look_through(texts: Vec<Text>, names: Vec<String>) -> Result<Vec<Found>, SplitLoaderError> {
    Ok(wording::check(&texts, &names))
}

async fn take_up(state: AppState, profile: Profile, key: Vec<u8>) -> Profile {
    match taken_up(state, profile.clone(), key).await {
        Ok(known) => known.await,
        Err(_) => profile,
    }
}

#[wasm_split(account, fallible)]
fn taken_up(
    state: AppState,
    profile: Profile,
    key: Vec<u8>,
) -> Result<LocalBoxFuture<'static, Profile>, SplitLoaderError> {
    Ok(Box::pin(enrol::take_up(state, profile, key)))
}

async fn set_up(state: AppState, step: Step) -> Result<(), EnrolError> {
    match steps(state, step).await {
        Ok(taken) => taken.await,
        Err(_) => Err(Refused::Unreachable.into()),
    }
}

async fn fetch_set_up() {
    // Whoever goes on tries again, and is told.
    let _not_yet = load_account().await;
}

#[wasm_split(account, fallible)]
fn steps(
    state: AppState,
    step: Step,
) -> Result<LocalBoxFuture<'static, Result<(), EnrolError>>, SplitLoaderError> {
    Ok(Box::pin(enrol::take(state, step)))
}

#[cfg(feature = "csr")]
async fn load_language(language: Language) -> bool {
    match language {
        Language::English => true,
        Language::Spanish => match spanish().await {
            Ok(words) => {
                crate::words::spanish_is_here(words);
                true
            }
            Err(_) => false,
        },
    }
}

/// The server has every language at hand.
#[cfg(not(feature = "csr"))]
fn load_language(_: Language) -> std::future::Ready<bool> {
    std::future::ready(true)
}

#[wasm_split(spanish, fallible, preload(load_spanish))]
fn spanish() -> Result<&'static Words, SplitLoaderError> {
    Ok(Language::Spanish.all_words())
}

/// What a chunk's function answers once its chunk is there. It is drawn in the
/// same breath, not after waiting, so that the view belongs to its screen and
/// goes with it.
fn at_once(drawn: impl Future<Output = Result<AnyView, SplitLoaderError>>) -> Option<AnyView> {
    match pin!(drawn).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(drawn) => drawn.ok(),
        Poll::Pending => None,
    }
}

/// Fetches every chunk in a quiet moment after the first screen, so that it is
/// there when it is wanted, even where no service worker keeps files.
pub async fn fetch_ahead(state: AppState) {
    loop {
        page::idle().await;
        if state.sync.get_untracked() != SyncPhase::Running {
            break;
        }
        clock::sleep(1_000).await;
    }
    // Whoever changes the language later may have no network then.
    let _not_yet = load_spanish().await;
    fetch_set_up().await;
    for chunk in Chunk::ALL {
        // Whoever opens one of its screens tries again, and is told.
        let _not_yet = load(chunk).await;
    }
    // Last: nobody waits for what only suggests.
    let _not_yet = load_wording().await;
}
