//! What screens about one client's file have in common. Belongs to the chunks that show them.

use super::{
    chain::{Chain, follow},
    client_header::ClientHeader,
    fold::fold,
    unread::Unread,
};
use crate::{place::Screen, state::AppState};
use domain::{id::ClientId, record::RecordKind};
use leptos::prelude::*;

/// What is drawn of a file, anew whenever something in it changed.
pub type Draw = Box<dyn Fn(&Chain) -> AnyView + Send + Sync>;

/// What is drawn of a file once it was read; or that it could not be.
pub fn drawn(app: AppState, client_id: ClientId, draw: Draw) -> AnyView {
    let (found, again) = follow(app, client_id);
    let here = move || {
        found.get().map(|chain| match chain {
            Some(chain) => draw(&chain),
            None => view! { <Unread words=app.words().phone_could_not_read again/> }.into_any(),
        })
    };
    here.into_any()
}

/// A screen that lists the records of one kind.
pub struct RecordList {
    /// Whose.
    pub client_id: ClientId,
    /// Which.
    pub kind: RecordKind,
    /// The heading.
    pub heading: &'static str,
    /// What belongs here; empty where the list says it itself.
    pub hint: &'static str,
    /// What the button says that begins one more.
    pub add: &'static str,
    /// The list.
    pub draw: Draw,
}

/// Such a list, under its client and above the button.
pub fn record_list(app: AppState, list: RecordList) -> AnyView {
    let RecordList { client_id, kind, heading, hint, add, draw } = list;
    let new = Screen::Sign(client_id, kind, None).path();
    let hint = (!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> });
    view! {
        <ClientHeader client_id back=Screen::Client(client_id)/>
        <div class="document">
            <h2>{heading}</h2>
            {hint}
            {drawn(app, client_id, draw)}
        </div>
        <div class="thumb not-printed">
            <a class="button primary" href=new>{add}</a>
        </div>
    }
    .into_any()
}

/// What is looked at seldom, under its heading; nothing where there is none.
pub fn folded(heading: &'static str, open: bool, rows: Vec<AnyView>) -> Option<AnyView> {
    (!rows.is_empty()).then(|| fold(heading.to_owned(), open, heading.to_owned(), rows.into_any()))
}
