//! The lists of a fact sheet: numbers, alerts, pauses.

use super::editor::Editor;
use crate::{
    browser::{clock, random},
    held::{Derived, Live},
    parts::{
        check::check,
        choices::choices,
        dates,
        fact_sheet_values::alert_kind,
        form::id_of,
        number_field::says,
        text::{LineField, TextArea},
    },
    state::use_app,
    words::form,
};
use chrono::{NaiveDate, Timelike as _};
use domain::{
    client::{BEST, FactSheetDraft},
    id::LineId,
    problem::Of,
    wire::v1::{Alert, AlertKind, Client, ContactPoint, Pause},
};
use leptos::prelude::*;

/// One list: its lines by their ids, and the way to add one.
fn list(
    editor: Editor,
    heading: &'static str,
    add: &'static str,
    ids: fn(&Client) -> Vec<LineId>,
    draw: fn(Editor, LineId) -> AnyView,
    push: fn(&mut Client, LineId),
) -> impl IntoView {
    // A keystroke in a line must not draw the list anew.
    let ids = Derived::new(move |_| editor.writing.draft.with(|draft| ids(&draft.content)));
    let add_one = move |_| match random::id(LineId::from_parts) {
        Ok(id) => editor.edit(|client| push(client, id)),
        Err(_) => editor.app.tell(editor.w.phone_could_not_keep),
    };
    view! {
        <h3>{heading}</h3>
        <ul class="plan-lines">
            <For each=move || ids.get() key=|id| *id children=move |id| view! { <li class="plan-line">{draw(editor, id)}</li> }/>
        </ul>
        <button class="button wide" type="button" on:click=add_one>{add}</button>
    }
}

/// The button that takes a line out of its list.
fn take_out<T: 'static>(
    editor: Editor,
    what: Live<String>,
    list: fn(&mut FactSheetDraft) -> &mut Vec<T>,
    is: impl Fn(&T) -> bool + Copy + 'static,
) -> AnyView {
    let Editor { s, writing, .. } = editor;
    let p = crate::words::plan::words(editor.app.language.get_untracked());
    view! {
        <button
            class="button"
            type="button"
            aria-label=move || s.take_out_line(&what.get())
            on:click=move |_| writing.take_out(list, |lines| lines.iter().position(is))
        >
            {p.take_out}
        </button>
    }
    .into_any()
}

/// How to reach them, and what is safe.
#[component]
pub(super) fn Numbers(editor: Editor) -> impl IntoView {
    let s = editor.s;
    list(
        editor,
        s.numbers,
        s.add_number,
        |client| client.contact_points.iter().filter_map(|point| point.line_id).collect(),
        number,
        |client, id| client.contact_points.push(ContactPoint::blank(id)),
    )
}

fn number(editor: Editor, id: LineId) -> AnyView {
    let s = editor.s;
    let is = move |point: &ContactPoint| point.line_id == Some(id);
    let edit = move |change: &dyn Fn(&mut ContactPoint)| {
        editor.edit(|client| {
            client.contact_points.iter_mut().filter(|point| is(point)).for_each(change);
        });
    };
    let words = move |read: fn(&ContactPoint) -> String| {
        editor.read(move |client| {
            client.contact_points.iter().find(|point| is(point)).map(read).unwrap_or_default()
        })
    };
    let flag = move |read: fn(&ContactPoint) -> bool| {
        editor
            .read(move |client| client.contact_points.iter().any(|point| is(point) && read(point)))
    };
    let three = move |read: fn(&ContactPoint) -> Option<bool>| {
        editor
            .read(move |client| client.contact_points.iter().find(|point| is(point)).and_then(read))
    };
    let hours = move |read: fn(&ContactPoint) -> u16| {
        editor.read(move |client| {
            let point = client.contact_points.iter().find(|point| is(point) && point.has_hours());
            point.map(read)
        })
    };
    let number = move |text: String| {
        edit(&|point| {
            // What was said of it was said of another number.
            if point.value != text {
                (point.safe, point.voicemail) = (false, None);
            }
            point.value.clone_from(&text);
        });
    };
    // An address is no number: what would be dialled is said of what is called or texted.
    let (calls, texts) = (flag(|point| point.call), flag(|point| point.text));
    let written = words(|point| point.value.clone());
    let form = form::words(use_app().language.get_untracked());
    let dials = Live::derive(move || match calls.get() || texts.get() {
        true => written.with(|written| says(form, written, texts.get() && !calls.get())),
        false => String::new(),
    });
    view! {
        <LineField id=format!("tel-{id}") label=s.number value=words(|point| point.value.clone()) on_input=number say=dials/>
        <LineField
            id=format!("note-{id}")
            label=s.number_note
            value=words(|point| point.note.clone())
            on_input=move |text: String| edit(&|point| point.note.clone_from(&text))
        />
        {check(format!("call-{id}"), s.can_call, flag(|point| point.call), move |on| edit(&|point| point.call = on))}
        {check(format!("text-{id}"), s.can_text, flag(|point| point.text), move |on| edit(&|point| point.text = on))}
        {check(format!("safe-{id}"), s.is_safe, flag(|point| point.safe), move |on| edit(&|point| point.safe = on))}
        {maybe(format!("voicemail-{id}"), s.voicemail, [s.voicemail_yes, s.voicemail_no, s.not_said], three(|point| point.voicemail), move |said| edit(&|point| point.voicemail = said))}
        {maybe(format!("mail-{id}"), s.mail, [s.mail_yes, s.mail_no, s.not_said], three(|point| point.mail), move |said| edit(&|point| point.mail = said))}
        <LineField
            id=id_of(BEST, Of::Line(id))
            label=s.best
            value=words(|point| point.best.clone())
            on_input=move |text: String| edit(&|point| point.best.clone_from(&text))
        />
        {time(format!("not-from-{id}"), s.not_from, hours(|point| point.not_from), move |minute| edit(&|point| point.not_from = minute))}
        {time(format!("not-until-{id}"), s.not_until, hours(|point| point.not_until), move |minute| edit(&|point| point.not_until = minute))}
        {take_out(editor, words(|point| point.value.clone()), |draft| &mut draft.content.contact_points, is)}
    }
    .into_any()
}

/// Yes, no, or not said.
fn maybe(
    id: String,
    label: &'static str,
    [yes, no, not_said]: [&'static str; 3],
    now: Live<Option<bool>>,
    set: impl Fn(Option<bool>) + Send + Sync + 'static,
) -> AnyView {
    let options = vec![(Some(true), yes), (Some(false), no), (None, not_said)];
    choices(id, label, options, move || now.get(), set)
}

/// A field for a time of day, in minutes; emptied, it is midnight.
fn time(
    id: String,
    label: &'static str,
    now: Live<Option<u16>>,
    set: impl Fn(u16) + Send + Sync + 'static,
) -> AnyView {
    let shown = move || {
        now.get().map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60)).unwrap_or_default()
    };
    let typed = move |text: String| {
        let time = dates::read_time(&text);
        let minute = time.map_or(0, |time| time.hour() * 60 + time.minute());
        set(u16::try_from(minute).unwrap_or(0));
    };
    view! { <LineField id label kind="time" value=Live::derive(shown) on_input=typed/> }.into_any()
}

/// What nobody may overlook.
#[component]
pub(super) fn Alerts(editor: Editor) -> impl IntoView {
    let s = editor.s;
    list(
        editor,
        s.alerts,
        s.add_alert,
        |client| client.alerts.iter().filter_map(|alert| alert.line_id).collect(),
        alert,
        |client, id| client.alerts.push(Alert::blank(id)),
    )
}

fn alert(editor: Editor, id: LineId) -> AnyView {
    let s = editor.s;
    let is = move |alert: &Alert| alert.line_id == Some(id);
    let edit = move |change: &dyn Fn(&mut Alert)| {
        editor.edit(|client| client.alerts.iter_mut().filter(|alert| is(alert)).for_each(change));
    };
    let of = move |client: &Client| client.alerts.iter().find(|alert| is(alert)).cloned();
    let text = editor.read(move |client| of(client).map(|alert| alert.text).unwrap_or_default());
    let kinds = [
        AlertKind::DoNotInvolve,
        AlertKind::StaffSafety,
        AlertKind::Medical,
        AlertKind::AdvanceDirective,
        AlertKind::Other,
    ];
    let chosen = choices(
        format!("kind-{id}"),
        s.alert_kind,
        kinds.map(|kind| (kind, alert_kind(s, kind))).to_vec(),
        move || {
            editor
                .writing
                .draft
                .with(|draft| of(&draft.content).map_or(AlertKind::Other, |one| one.kind))
        },
        move |kind| edit(&|alert| alert.kind = kind),
    );
    view! {
        {chosen}
        <TextArea
            id=format!("alert-{id}")
            label=s.alert_text
            rows=1
            value=text
            on_input=move |text: String| edit(&|alert| alert.text.clone_from(&text))
        />
        {take_out(editor, text, |draft| &mut draft.content.alerts, is)}
    }
    .into_any()
}

/// Days on which service was paused.
#[component]
pub(super) fn Pauses(editor: Editor) -> impl IntoView {
    let s = editor.s;
    list(
        editor,
        s.pauses,
        s.add_pause,
        |client| client.pauses.iter().filter_map(|pause| pause.line_id).collect(),
        pause,
        |client, id| client.pauses.push(Pause::begin(id, clock::now().date())),
    )
}

fn pause(editor: Editor, id: LineId) -> AnyView {
    let (w, s) = (editor.w, editor.s);
    let is = move |pause: &Pause| pause.line_id == Some(id);
    let of = move |client: &Client| client.pauses.iter().find(|pause| is(pause)).copied();
    let from = move |client: &Client| of(client).map(|pause| pause.from);
    let to = move |client: &Client| of(client).and_then(|pause| pause.to);
    let set_from = move |client: &mut Client, day: Option<NaiveDate>| {
        let Some(day) = day else { return false };
        client.pauses.iter_mut().filter(|pause| is(pause)).for_each(|pause| pause.from = day);
        true
    };
    let set_to = move |client: &mut Client, day| {
        client.pauses.iter_mut().filter(|pause| is(pause)).for_each(|pause| pause.to = day);
        true
    };
    let what = editor
        .read(move |client| from(client).map(|day| dates::on_paper(w, day)).unwrap_or_default());
    view! {
        {editor.day_field(format!("from-{id}"), s.day_first, from, set_from)}
        {editor.day_field(format!("end-{id}"), s.day_last, to, set_to)}
        {take_out(editor, what, |draft| &mut draft.content.pauses, is)}
    }
    .into_any()
}
