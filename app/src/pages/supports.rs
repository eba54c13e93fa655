//! The people around a client: who they are, how to reach them, who must not be
//! involved. What was written before stays legible.

mod form;

use crate::{
    browser::{clock, random},
    held::{Derived, Held},
    parts::{
        alerts::{Alerts, not_to_involve},
        client_header::{ClientHeader, language_name},
        contact_line::staff_name,
        dates,
        fold::fold,
        phone_buttons::PhoneButtons,
        unread::Unread,
    },
    place::{Place, Screen, use_place},
    state::{
        AppState, draft,
        file::{FollowedFile, follow_file},
        lock,
        save::{save, save_all, saved_words},
        use_app,
    },
    store::{DraftName, FormKind},
    words::desk::{Words, words},
};
use domain::{
    id::{ClientId, PersonId, SupportPersonId},
    operation::Payload,
    supports::{Support, SupportDraft, former, supports},
    wire::v1::{ContactPoint, SupportPerson, SupportPersonRow},
};
use form::SupportForm;
use leptos::{prelude::*, task::spawn_local};

/// The form's word in an address: a place of its own, so that "back" leads to the list.
const WRITE: &str = "write";

/// What is open on the screen.
#[derive(Debug, Clone, PartialEq)]
enum Open {
    /// The list.
    List,
    /// A form, and whether it was left unfinished.
    Form(Box<SupportDraft>, bool),
}

/// What every part of the screen works on. `Copy`, so that every closure can have it.
#[derive(Debug, Clone, Copy)]
struct Circle {
    app: AppState,
    client_id: ClientId,
    open: Held<Option<Open>>,
    place: Place,
    d: &'static Words,
}

impl Circle {
    /// The name under which a writing is kept while it is not finished.
    const fn draft_name(self) -> DraftName {
        DraftName { form: FormKind::SupportPerson, client_id: self.client_id }
    }

    /// The writing that was left unfinished, if any.
    async fn left(self) -> Option<Open> {
        let left = draft::left::<SupportDraft>(self.app, self.draft_name()).await;
        let left = left.filter(|left| left.support_person.client_id == self.client_id);
        left.map(|left| Open::Form(Box::new(left), true))
    }

    /// Opens the form. Where somebody came back to the list from words that are not saved, it is with
    /// those: nothing is written over them.
    fn write(self, draft: impl FnOnce(SupportPersonId) -> Option<SupportDraft>) {
        let Some(draft) = random::id(SupportPersonId::from_parts).ok().and_then(draft) else {
            return self.app.tell(self.app.words().phone_could_not_keep);
        };
        let list = Screen::Supports(self.client_id);
        spawn_local(async move {
            let left = self.left().await;
            let form = left.unwrap_or_else(|| Open::Form(Box::new(draft), false));
            // Whoever has gone elsewhere meanwhile stays there.
            if self.place.shown() == list && self.open.try_set(Some(form)).is_none() {
                self.place.go_to(&[&list.path(), "/", WRITE].concat());
            }
        });
    }

    /// Shows the list again, for good: "back" leads to no form whose work is done. One that was found
    /// unfinished has no step of the history of its own.
    fn close(self) {
        let list = Screen::Supports(self.client_id);
        let is_at_form = self.place.shown() == list && untrack(|| self.place.within()) == WRITE;
        if is_at_form {
            self.place.go_on(list, list);
        } else {
            let _gone = self.open.try_set(Some(Open::List));
        }
    }

    fn add(self) {
        self.write(|id| {
            let person_id = random::id(PersonId::from_parts).ok()?;
            Some(SupportDraft::new(self.client_id, id, person_id, clock::now()))
        });
    }

    fn change(self, support: &Support<'_>, from: &SupportPerson) {
        self.write(|id| Some(SupportDraft::change(support, from, id, clock::now())));
    }

    /// They are no support any more, which can be taken back for some seconds: then what held
    /// before is written anew, each by itself where it was written apart. What was written about them
    /// stays in any case.
    fn end(self, support: &Support<'_>) {
        let Some(from) = support.latest() else { return };
        let Ok(id) = random::id(SupportPersonId::from_parts) else {
            return self.app.tell(self.app.words().phone_could_not_keep);
        };
        let ended = SupportDraft::change(support, from, id, clock::now()).support_person;
        let ended = SupportPerson { ended: true, ..ended };
        let held = support.writings.iter().map(|row| row.support_person.clone());
        let held: Vec<_> = held.filter(|one| !one.ended).collect();
        let locks = lock::locks();
        spawn_local(async move {
            match save(self.app, Payload::SupportPersonSaved(ended)).await {
                Ok(kept) => {
                    let undo = move || self.hold_again(id, held);
                    self.app.offer(
                        locks,
                        saved_words(self.app.words(), kept),
                        Box::new(undo),
                        None,
                    );
                }
                Err(_) => self.app.tell(self.app.words().phone_could_not_keep),
            }
        });
    }

    /// Writes anew what held until somebody was ended: all of it or nothing, since one of the
    /// writings may say that they must not be involved.
    fn hold_again(self, ended: SupportPersonId, held: Vec<SupportPerson>) {
        let again = |one: SupportPerson| {
            let support_person_id = random::id(SupportPersonId::from_parts).ok()?;
            let (replaces, at) = (vec![ended], clock::now());
            let again = SupportPerson { support_person_id, replaces, at, ..one };
            Some(Payload::SupportPersonSaved(again))
        };
        let again: Option<Vec<_>> = held.into_iter().map(again).collect();
        spawn_local(async move {
            let kept = match again {
                Some(again) => save_all(self.app, again).await.is_ok(),
                None => false,
            };
            if !kept {
                self.app.tell(self.app.words().phone_could_not_keep);
            }
        });
    }
}

/// The list of them, or the form for one.
#[component]
pub fn SupportsPage(client_id: ClientId) -> impl IntoView {
    let app = use_app();
    let w = app.words();
    let d = words(app.language.get_untracked());
    let open = Held::new(None);
    let place = use_place();
    let circle = Circle { app, client_id, open, place, d };
    spawn_local(async move {
        let left = circle.left().await;
        let _gone = open.try_set(Some(left.unwrap_or(Open::List)));
    });
    // "Back" leads from the form to the list; what was typed is kept, and found by whoever writes next.
    Effect::new(move |was_form: Option<bool>| {
        let is_form = place.within() == WRITE;
        if was_form == Some(true) && !is_form {
            let _gone = open.try_set(Some(Open::List));
        }
        is_form
    });
    let FollowedFile { file, unread, again } = follow_file(app, client_id);
    // Read anew after every sync, drawn anew only when something is different.
    let rows = Derived::new(move |_| {
        file.with(|file| file.as_ref().map(|file| file.support_people.clone()))
    });
    view! {
        <ClientHeader client_id back=Screen::Client(client_id)/>
        // The form is drawn once: what comes from elsewhere meanwhile must not draw it anew.
        {move || open.get().map(|open| match open {
            Open::Form(draft, found) => {
                view! { <SupportForm circle draft=*draft found/> }.into_any()
            }
            Open::List => {
                view! {
                    {move || unread.get().then(|| view! { <Unread words=w.phone_could_not_read again/> })}
                    {move || rows.get().map(|rows| view! { <List circle rows/> })}
                }
                .into_any()
            }
        })}
    }
    .into_any()
}

#[component]
fn List(circle: Circle, rows: Vec<SupportPersonRow>) -> impl IntoView {
    let Circle { app, d, .. } = circle;
    let here: Vec<_> =
        supports(&rows).iter().map(|support| person(circle, support, &rows)).collect();
    let gone: Vec<_> = former(&rows).iter().map(|support| bring_back(circle, support)).collect();
    let alerts = not_to_involve(&rows);
    // Until everything is fetched nobody knows that there is nobody.
    let is_empty = here.is_empty();
    let nobody = move || {
        (is_empty && app.whole.get()).then(|| view! { <p class="empty">{d.nobody_yet}</p> })
    };
    let gone = (!gone.is_empty()).then(|| {
        let summary = d.former(gone.len());
        let inside = view! { <ul class="circle">{gone}</ul> };
        fold(String::new(), false, summary, inside.into_any())
    });
    view! {
        <Alerts alerts/>
        <h2>{circle.app.words().support_people}</h2>
        {nobody}
        <ul class="circle">{here}</ul>
        {gone}
        <div class="thumb">
            <button class="button primary" type="button" on:click=move |_| circle.add()>{d.add_somebody}</button>
        </div>
    }
}

/// One person: all that holds, the way to change it, and what was written before.
fn person(circle: Circle, support: &Support<'_>, rows: &[SupportPersonRow]) -> AnyView {
    let Circle { d, .. } = circle;
    let apart =
        (support.writings.len() > 1).then(|| view! { <p class="banner">{d.written_apart}</p> });
    let holding: Vec<_> =
        support.writings.iter().map(|row| writing(circle, support, row, apart.is_some())).collect();
    let holds: Vec<_> =
        support.writings.iter().map(|row| row.support_person.support_person_id).collect();
    let before = rows.iter().filter(|row| {
        let one = &row.support_person;
        one.person_id == support.person_id && !holds.contains(&one.support_person_id)
    });
    let before: Vec<_> = before.map(|row| view! { <li>{facts(circle, row)}</li> }).collect();
    let before = (!before.is_empty()).then(|| {
        let summary = d.written_before(before.len());
        let inside = view! { <ul class="circle">{before}</ul> };
        fold(support.person_id.to_string(), false, summary, inside.into_any())
    });
    view! { <li>{apart}{holding}<Ending circle support/>{before}</li> }.into_any()
}

fn writing(circle: Circle, support: &Support<'_>, row: &SupportPersonRow, apart: bool) -> AnyView {
    let Circle { app, d, .. } = circle;
    let one = &row.support_person;
    if one.ended {
        let (who, when) = signed(app, row);
        return view! { <p>{d.ended_by(&when, &who)}</p> }.into_any();
    }
    let reach = (!support.do_not_involve()).then(|| view! { <PhoneButtons points=points(one)/> });
    let (words, name) = if apart {
        let (who, when) = signed(app, row);
        (d.use_this, d.use_this_of(&when, &who))
    } else {
        (d.change, d.change_of(called(one)))
    };
    let kept: Vec<SupportPersonRow> = support.writings.iter().map(|row| (*row).clone()).collect();
    let id = one.support_person_id;
    let change = move |_| {
        let all = supports(&kept);
        let from = kept.iter().find(|row| row.support_person.support_person_id == id);
        if let (Some(support), Some(from)) = (all.first(), from) {
            circle.change(support, &from.support_person);
        }
    };
    view! {
        {facts(circle, row)}
        {reach}
        <button class="button" type="button" aria-label=name on:click=change>{words}</button>
    }
    .into_any()
}

/// The button by which somebody leaves the list.
#[component]
fn Ending<'a>(circle: Circle, support: &'a Support<'a>) -> impl IntoView + use<> {
    let Circle { d, .. } = circle;
    let kept: Vec<SupportPersonRow> = support.writings.iter().map(|row| (*row).clone()).collect();
    let name = support.latest().map(|one| d.end_of(called(one)));
    let end = move |event: leptos::ev::MouseEvent| {
        // The next one stands here by the time of a second tap in haste.
        if event.detail() < 2
            && let Some(support) = supports(&kept).first()
        {
            circle.end(support);
        }
    };
    view! { <button class="button" type="button" aria-label=name on:click=end>{d.end}</button> }
}

fn bring_back(circle: Circle, support: &Support<'_>) -> AnyView {
    let Circle { d, .. } = circle;
    let Some(row) = support.writings.last().map(|row| (*row).clone()) else { return ().into_any() };
    let kept: Vec<SupportPersonRow> = support.writings.iter().map(|row| (*row).clone()).collect();
    let facts = facts(circle, &row);
    let name = d.bring_back_of(called(&row.support_person));
    let back = move |_| {
        if let Some(support) = former(&kept).first() {
            circle.change(support, &row.support_person);
        }
    };
    view! {
        <li>{facts}<button class="button" type="button" aria-label=name on:click=back>{d.bring_back}</button></li>
    }
    .into_any()
}

/// Everything one writing says, and whose it is.
fn facts(circle: Circle, row: &SupportPersonRow) -> AnyView {
    let Circle { app, d, .. } = circle;
    let w = app.words();
    let one = &row.support_person;
    let language = (!one.language.is_empty()).then(|| d.speaks(&language_name(w, &one.language)));
    let roles = [
        one.do_not_involve.then_some(w.alert_do_not_involve),
        one.guardian.then_some(d.guardian),
        one.agent.then_some(d.agent),
    ];
    let roles = roles.into_iter().flatten().map(|role| view! { <p><strong>{role}</strong></p> });
    // A number that is not to be called is no button, and still known.
    let number = [&one.tel, &one.sms].into_iter().find(|number| !number.is_empty()).cloned();
    let number = number.filter(|_| one.do_not_involve || one.ended);
    let relation = (!one.name.is_empty() && !one.relation.is_empty()).then(|| one.relation.clone());
    let (who, when) = signed(app, row);
    let lines = [relation, language, number].into_iter().flatten();
    view! {
        <h3>{called(one).to_owned()}</h3>
        {lines.map(|line| view! { <p>{line}</p> }).collect_view()}
        {roles.collect_view()}
        {(!one.note.is_empty()).then(|| view! { <p class="words">{one.note.clone()}</p> })}
        <p class="quiet">{d.written_by(&when, &who)}</p>
    }
    .into_any()
}

/// What to call them: the name, or else what they are to the client.
fn called(one: &SupportPerson) -> &str {
    if one.name.is_empty() { &one.relation } else { &one.name }
}

/// Who wrote it, and when.
fn signed(app: AppState, row: &SupportPersonRow) -> (String, String) {
    let who = app.caseload.with_untracked(|caseload| staff_name(caseload, row.author));
    (who, dates::day_time(app.words(), row.support_person.at, app.now.get_untracked()))
}

/// Numbers as the parts that draw buttons want them; one that both calls and texts once.
fn points(one: &SupportPerson) -> Vec<ContactPoint> {
    let point = |value: &str, call, text| ContactPoint {
        value: value.to_owned(),
        call,
        text,
        safe: true,
        ..ContactPoint::default()
    };
    if one.tel == one.sms {
        return vec![point(&one.tel, true, true)];
    }
    vec![point(&one.tel, true, false), point(&one.sms, false, true)]
}
