//! A link that was made just now: shown once, kept nowhere.

use super::own;
use crate::{
    browser::{BrowserError, page, random},
    held::{Derived, Held},
    parts::dates,
    state::{AppState, use_app},
    words::{Language, access},
};
use ::sync::read_copy::ClientFile;
use chrono::NaiveDate;
use domain::{
    Moment,
    id::{ClientId, RecordId},
    json::Json,
    own::{Code, Secret},
    phone::{Way, buttons},
    record::RecordKind,
    wire::v1::CellRecord,
};
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

/// Where the link is shown.
pub(super) const OWN_LINK: &str = "own-link";

/// Empty squares around the picture, without which cameras do not find it.
const QUIET: i32 = 4;

/// What opens a client's pages.
#[derive(Clone)]
pub(super) struct Made {
    record_id: RecordId,
    secret: Secret,
    code: Code,
    until: NaiveDate,
    language: String,
}

impl Made {
    /// A fresh one, and the record by which it works.
    pub(super) fn make(
        client_id: ClientId,
        until: NaiveDate,
        language: String,
        at: Moment,
    ) -> Result<(Self, CellRecord), BrowserError> {
        let secret = Secret::of(random::bytes()?);
        let code = Code::of(random::bytes)?;
        let record_id = random::id(RecordId::from_parts)?;
        let texts = [
            ("tag", secret.tag().to_string()),
            ("verifier", secret.verifier(&code).to_string()),
            ("expires", until.to_string()),
            ("language", language.clone()),
        ];
        let content = texts.map(|(name, text)| (name.to_owned(), Json::Text(text)));
        let record = CellRecord {
            record_id,
            kind: RecordKind::ClientAccess,
            client_id,
            at,
            content: Json::Object(content.into()),
        };
        Ok((Self { record_id, secret, code, until, language }, record))
    }
}

/// The link as a picture, as an address and as a message; and, apart from it, the code.
#[component]
pub(super) fn Shown(
    client_id: ClientId,
    link: Made,
    file: Held<Option<ClientFile>>,
    another: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let (w, s) = (app.words(), own(app));
    let Made { record_id, secret, code, until, language } = link;
    let address = format!("{}/own/#{}", page::origin(), secret);
    // To be read and typed: nobody needs to type how it is fetched.
    let short = address.split("://").last().unwrap_or(&address).to_owned();
    let until = dates::long_day(w, until, app.now.get_untracked().date());
    let has_arrived = move || {
        file.with(|file| {
            let rows = file.iter().flat_map(|file| &file.records);
            let mut own = rows.filter(|row| row.record.record_id == record_id);
            own.any(|row| row.received_at.is_some())
        })
    };
    view! {
        <div class="paper own-paper" id=OWN_LINK tabindex="-1">
            <p class="not-printed">{s.scan}</p>
            {picture(&address, s.qr)}
            <p>{s.or_type}</p>
            <p><strong><code class="own-address">{short}</code></strong></p>
            <p>{s.expires}" "{until}</p>
        </div>
        <div class="form not-printed">
            <p role="status">{move || if has_arrived() { s.works_now } else { s.works_when_synced }}</p>
            <p class="row">
                {texts(app, client_id, &language, &address)}
                <button class="button" type="button" on:click=move |_| page::print()>{s.print_link}</button>
            </p>
            <h2>{s.code}</h2>
            <h1><code class="own-code">{code.to_string()}</code></h1>
            <p>{s.code_apart}</p>
            <p class="banner">{s.once}</p>
            <p><button class="button" type="button" on:click=move |_| another.run(())>{s.make_another}</button></p>
        </div>
    }
    .into_any()
}

/// Texts with the link in the language of the pages, one for each number that is safe to text now; where
/// there is none, one for which the phone asks to whom.
fn texts(app: AppState, client_id: ClientId, language: &str, address: &str) -> AnyView {
    let s = own(app);
    let spoken = app.caseload.with_untracked(|all| {
        let client = &all.clients.get(&client_id)?.client;
        client.languages.iter().find_map(|tag| Language::spoken(tag))
    });
    let spoken = Language::spoken(language).or(spoken);
    let words = access::words(spoken.unwrap_or_else(|| app.language.get_untracked()));
    let body = format!("?&body={}", page::in_address(&words.access_text(address)));
    // What is safe changes while the page is open: by the hour, and by what a colleague heard.
    let safe = Derived::new(move |_| {
        let now = app.now.get();
        app.caseload.with(|all| {
            let points = all.clients.get(&client_id).map(|entry| entry.client.points_to_use());
            let points = points.into_iter().flatten();
            let safe = points.filter(|point| point.text && point.safe && !point.is_not_for(now));
            safe.map(|point| point.value).collect::<Vec<_>>()
        })
    });
    let draw = move || {
        let numbers = safe.get();
        let links = numbers.iter().flat_map(|number| buttons("", number).0);
        let mut links: Vec<_> = links
            .filter(|button| button.way == Way::Text)
            .map(|button| {
                (
                    format!("{}{body}", button.without_words()),
                    format!("{} · {}", s.send_text, button.shown),
                )
            })
            .collect();
        if links.is_empty() {
            links.push((format!("sms:{body}"), s.send_text.to_owned()));
        }
        let link =
            |(href, says): (String, String)| view! { <a class="button" href=href>{says}</a> };
        links.into_iter().map(link).collect::<Vec<_>>()
    };
    draw.into_any()
}

/// The address as a picture for a camera; nothing where it is too long for one, which none is.
fn picture(address: &str, label: &'static str) -> Option<AnyView> {
    let code = QrCode::encode_text(address, QrCodeEcc::Medium).ok()?;
    let (size, mut path) = (code.size(), String::new());
    for (y, x) in (0..size).flat_map(|y| (0..size).map(move |x| (y, x))) {
        if code.get_module(x, y) {
            path.push_str(&format!("M{},{}h1v1h-1z", x + QUIET, y + QUIET));
        }
    }
    let side = size + 2 * QUIET;
    let view_box = format!("0 0 {side} {side}");
    Some(
        view! {
            <svg class="own-picture" width="224" height="224" viewBox=view_box role="img" aria-label=label shape-rendering="crispEdges">
                <path d=path></path>
            </svg>
        }
        .into_any(),
    )
}
