//! What people in the field suggest for the directory, and services that may be one: for whoever
//! keeps it.

use crate::{
    browser::random,
    held::Held,
    parts::{
        answers::answers,
        cells::joined,
        contact_line::staff_name,
        dates,
        document_values::service_check::{WORDS, own},
        online::{Question, sentence},
        page_head::PageHead,
        services::{follow, needs_of},
    },
    place::Screen,
    state::{
        AppState, directory,
        refusal::{Refused, tell_here},
        use_app,
    },
};
use ::sync::directory::Directory;
use domain::{
    directory::{Alike, WhyAlike, alike},
    document::Key,
    id::{RecordId, ServiceId},
    record::service_check::{self, applied},
    wire::v1::{CellRecordRow, SaveService, Service, Suggestions},
};
use leptos::{prelude::*, task::spawn_local};
use serde::Serialize;

const PATH: &str = "/api/v1/directory/suggestions";

/// The cells of a check that say nothing of what is different.
const IN_HEADING: &[&str] = &["about_service", "service", "provider"];

/// Suggestions, and services that may be one.
#[component]
pub(super) fn Desk() -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let question = Question::<Suggestions>::ask(PATH);
    let (found, _) = follow(app);
    let again = Callback::new(move |()| {
        question.again();
        // What was taken in is in the directory now.
        spawn_local(async move {
            let _changed = directory::ask_now(app).await;
        });
    });
    let suggested = question.drawn(move |Suggestions { suggestions, unreadable }| {
        let empty = (suggestions.is_empty() && unreadable == 0 && question.is_whole())
            .then(|| view! { <p class="empty">{s.no_suggestions}</p> });
        let unreadable = usize::try_from(unreadable).unwrap_or(0);
        let unread = (unreadable > 0).then(
            || view! { <p class="banner" role="status">{s.suggestions_unreadable(unreadable)}</p> },
        );
        let directory = found.get().flatten();
        let rows = suggestions
            .iter()
            .map(|row| suggestion(app, directory.as_deref(), row, again))
            .collect_view();
        view! { {unread}{empty}<ul class="people">{rows}</ul> }.into_any()
    });
    let doubles = move || {
        let directory = found.get().flatten()?;
        let here: Vec<Service> = directory.services().cloned().collect();
        let pairs = alike(&here);
        let none = pairs.is_empty().then(|| view! { <p class="empty">{s.no_doubles}</p> });
        let rows = pairs.iter().filter_map(|pair| double(app, &directory, *pair, again));
        Some(view! { {none}<ul class="people">{rows.collect_view()}</ul> })
    };
    view! {
        <PageHead title=s.desk_heading back=Screen::Me/>
        <p class="quiet">{s.desk_text}</p>
        <section class="document-part"><h2>{s.suggestions}</h2>{suggested}</section>
        <section class="document-part"><h2>{s.doubles}</h2><p class="hint">{s.doubles_hint}</p>{doubles}</section>
        <p><a class="button wide" href=Screen::WriteService(None).path()>{s.write_new}</a></p>
    }
}

fn suggestion(
    app: AppState,
    directory: Option<&Directory>,
    row: &CellRecordRow,
    again: Callback<()>,
) -> AnyView {
    let (w, s) = (app.words(), own(app));
    let cells = row.record.cells();
    let text = |name| cells.value(Key::fact(name)).as_text().unwrap_or_default().to_owned();
    let about = service_check::about(&cells);
    let stands = about.and_then(|id| directory?.service(id)).cloned();
    let name = if about.is_some() { text("service") } else { text("new_name") };
    let author = app.caseload.with_untracked(|caseload| staff_name(caseload, row.author));
    let when = dates::day_time(w, row.record.at, app.now.get_untracked());
    let what = if about.is_some() { s.suggests_change } else { s.suggests_new };
    let record_id = row.record.record_id;
    let ready = about.is_none() || stands.is_some();
    let take = move || {
        let base = match &stands {
            Some(service) => service.clone(),
            None => Service::named(random::id(ServiceId::from_parts).ok()?, ""),
        };
        let service = applied(&cells, base);
        Some(SaveService { before: stands.clone(), service, takes: Some(record_id) })
    };
    let rows = answers(app, WORDS, &row.record.cells(), IN_HEADING);
    let decline = format!("{PATH}/{record_id}/decline");
    let declined = move |_| send(app, decline.clone(), None::<SaveService>, again);
    let taken = move |_| {
        if let Some(body) = take() {
            send(app, SERVICES.to_owned(), Some(body), again);
        }
    };
    let label = |verb: &str| [verb, ": ", &name].concat();
    let buttons = view! {
        <div class="row">
            {ready.then(|| view! {
                <button class="button" type="button" aria-label=label(s.take) on:click=taken>{s.take}</button>
            })}
            <button class="button" type="button" aria-label=label(s.decline) on:click=declined>{s.decline}</button>
        </div>
    };
    view! {
        <li class="phone">
            <h3 class="person-name">{name.clone()}</h3>
            <p class="quiet">{joined(&[what, &author, &when], " · ")}</p>
            <dl>{rows}</dl>
            {buttons}
        </li>
    }
    .into_any()
}

const SERVICES: &str = "/api/v1/directory/services";

fn double(
    app: AppState,
    directory: &Directory,
    pair: Alike,
    again: Callback<()>,
) -> Option<AnyView> {
    let s = own(app);
    let (one, other) =
        (directory.service(pair.one)?.clone(), directory.service(pair.other)?.clone());
    let why = match pair.why {
        WhyAlike::Name => s.alike_name,
        WhyAlike::NameAndNumber => s.alike_name_and_number,
        WhyAlike::Number => s.alike_number,
    };
    // Nothing here takes it back: a second button names what it does.
    let asking = Held::new(None::<ServiceId>);
    let side = |service: &Service, gone: &Service| {
        let under = joined(&[&service.provider, &needs_of(app, service), &service.address], " · ");
        let id = service.service_id;
        let body = SaveService {
            before: Some(gone.clone()),
            service: Service { same_as: Some(id), ..gone.clone() },
            takes: None::<RecordId>,
        };
        let label = [s.keep_this, ": ", &service.name, ", ", &service.provider].concat();
        let yes = move || {
            let body = body.clone();
            let keep = move |_| send(app, SERVICES.to_owned(), Some(body.clone()), again);
            (asking.get() == Some(id)).then(|| {
                view! { <button class="button" type="button" on:click=keep>{s.keep_this_yes}</button> }
            })
        };
        view! {
            <div class="block">
                <p><a href=Screen::Service(id).path()>{service.name.clone()}</a></p>
                <p class="quiet">{under}</p>
                <div class="row">
                    <button class="button" type="button" aria-label=label on:click=move |_| asking.set(Some(id))>
                        {s.keep_this}
                    </button>
                    {yes}
                </div>
            </div>
        }
    };
    Some(
        view! {
            <li class="phone">
                <p class="banner">{why}</p>
                {side(&one, &other)}
                {side(&other, &one)}
            </li>
        }
        .into_any(),
    )
}

/// Tells the server, and what it had to say.
fn send(app: AppState, path: String, body: Option<impl Serialize + 'static>, again: Callback<()>) {
    let s = own(app);
    spawn_local(async move {
        let said = match tell_here("POST", &path, body.as_ref()).await {
            Ok(_) => s.saved,
            Err(Refused::Said { code, .. }) if code == "changed_meanwhile" => s.changed_meanwhile,
            Err(Refused::Said { code, .. }) if code == "service_invalid" => s.not_valid,
            Err(refused) => sentence(app, &refused),
        };
        app.tell(said);
        let _left = again.try_run(());
    });
}
