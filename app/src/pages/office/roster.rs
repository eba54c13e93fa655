use super::{name_of, people, who_may};
use crate::{
    browser::{clock, random},
    held::{Derived, Held, Live},
    parts::online::{Asked, Question, office_words, sentence},
    parts::{
        dates, draft_found::DraftFound, form::ToMend, kept::Kept, page_head::PageHead,
        text::LineField,
    },
    place::Screen,
    state::{
        AppState, draft,
        form::{Complaint, Writing},
        refusal::tell_here,
        use_app,
    },
    store::{DraftName, FormKind},
};
use chrono::{Days, NaiveTime};
use domain::{
    Moment,
    id::{ClientId, ShiftId},
    roster::{TurnDraft, Unlikely, unlikely},
    span::typed,
    wire::v1::{SetShift, Shift, Shifts},
};
use leptos::{prelude::*, task::spawn_local};

const PATH: &str = "/api/v1/on-call/shifts";

/// Who is on call now and next, for supervisors and administrators.
#[component]
pub fn RosterPage() -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let question = Question::<Shifts>::ask(PATH);
    let again = Callback::new(move |()| question.again());
    // The form stays as it is, with what was typed, while the turns above it are read anew.
    let here = Derived::new(move |_| question.asked.with(|asked| matches!(asked, Asked::Here(_))));
    view! {
        <PageHead title=state.words().roster back=Screen::Me/>
        <p class="quiet">{ow.roster_text}</p>
        {question.drawn(move |Shifts { shifts }| {
                let nobody = shifts.is_empty() && question.is_whole();
                let rows = shifts.into_iter().map(|shift| view! { <Turn shift again/> }).collect_view();
                view! {
                    {nobody.then(|| view! { <p class="empty">{ow.nobody_on_call}</p> })}
                    <ul class="people">{rows}</ul>
                }.into_any()
        })}
        {move || here.get().then(|| view! { <AddTurn again/> })}
    }
}

/// One turn, and taking it off.
#[component]
fn Turn(shift: Shift, again: Callback<()>) -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let now = state.now.get_untracked();
    let at = |moment| dates::day_time(w, dates::here(moment), now);
    let name = name_of(state, shift.staff_id);
    let on =
        shift.covers(state.server_now()).then(|| view! { <small class="mark">{ow.on_now}</small> });
    let busy = Held::new(false);
    let problem = Held::new(None::<&'static str>);
    let path = format!("{PATH}/{}", shift.shift_id);
    let take_off = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let path = path.clone();
        spawn_local(async move {
            let answer = tell_here("DELETE", &path, None::<&()>).await;
            let _left = busy.try_set(false);
            match answer {
                Ok(_) => {
                    state.tell(ow.taken_off);
                    let _left = again.try_run(());
                }
                Err(refused) => drop(problem.try_set(Some(sentence(state, &refused)))),
            }
        });
    };
    view! {
        <li class="phone">
            <h2 class="person-name">{name.clone()}{on}</h2>
            <p class="quiet">{ow.turn_from_until(&at(shift.from), &at(shift.to))}</p>
            <details class="sheet">
                <summary>{ow.take_off}</summary>
                <div class="form">
                    <p>{ow.take_off_text(&name)}</p>
                    <p class="problem" role="alert">{move || problem.get()}</p>
                    <button class="button wide" type="button" on:click=take_off disabled=move || busy.get()>
                        {ow.take_off_yes}
                    </button>
                </div>
            </details>
        </li>
    }
}

/// A night from five in the afternoon, or from now if that is past, to eight in the morning.
fn usual(now: Moment) -> (Moment, Moment) {
    let at = |days, hour| {
        let day = now.date().checked_add_days(Days::new(days)).unwrap_or_else(|| now.date());
        let local = day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default());
        typed(local, now, &clock::offset_at)
    };
    (at(0, 17).max(now), at(1, 8))
}

/// The draft of this form is about nobody.
const DRAFT: DraftName =
    DraftName { form: FormKind::Roster, client_id: ClientId::from_bytes([0; 16]) };

fn fresh(state: AppState) -> TurnDraft {
    let now = state.now.get_untracked();
    let (from, to) = usual(now);
    let (from, to) = (dates::field_text(from), dates::field_text(to));
    TurnDraft { written_at: Some(now), staff_id: None, from, to }
}

/// Looks for a turn that was begun and not put on, then shows the form.
#[component]
fn AddTurn(again: Callback<()>) -> impl IntoView {
    let state = use_app();
    let opened = Held::new(None::<(TurnDraft, bool)>);
    spawn_local(async move {
        let left = draft::left(state, DRAFT).await;
        let found = left.is_some();
        let draft = left.unwrap_or_else(|| fresh(state));
        let _gone = opened.try_set(Some((draft, found)));
    });
    move || opened.get().map(|(draft, found)| view! { <TurnForm draft found again/> })
}

#[component]
fn TurnForm(
    draft: TurnDraft,
    /// It was left unfinished.
    found: bool,
    again: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let stood = usual(state.now.get_untracked());
    let begun = found.then(|| draft.written_at.unwrap_or_else(clock::now));
    let shift = move |draft: &TurnDraft| -> Result<Shift, Complaint> {
        let complaint = |at: &'static str, says: &str| Complaint {
            at: at.into(),
            says: says.to_owned(),
            on: None,
        };
        let Some(staff_id) = draft.staff_id else { return Err(complaint("", ow.turn_who_needed)) };
        let times =
            dates::read_field(&draft.from, stood.0).zip(dates::read_field(&draft.to, stood.1));
        let shift = times.map(|(from, to)| Shift {
            shift_id: ShiftId::from_bytes([0; 16]),
            staff_id,
            from,
            to,
        });
        let sound = shift.filter(Shift::is_sound);
        let sound = sound.ok_or_else(|| complaint("turn-to", ow.turn_not_valid))?;
        match unlikely(&sound, state.server_now()) {
            Some(Unlikely::Over) => Err(complaint("turn-to", ow.turn_over)),
            Some(Unlikely::Far) => Err(complaint("turn-from", ow.turn_far)),
            None => Ok(sound),
        }
    };
    let writing = Writing::begin(state, DRAFT, draft, begun, move |draft| {
        shift(draft).err().into_iter().collect()
    });
    let (draft, form) = (writing.draft, writing.form);
    // What the server had to say.
    let problem = Held::new(None::<&'static str>);
    let edit = move |change: &dyn Fn(&mut TurnDraft)| writing.edit(change);
    let begin_anew = move || writing.renew(fresh(state), false);
    let discard = Callback::new(move |()| {
        form.discard(move || {
            state.files_changed();
            begin_anew();
        });
    });
    let put = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problem.set(None);
        if !form.may_be_saved() {
            return;
        }
        let (Ok(shift), Ok(shift_id)) =
            (draft.with_untracked(shift), random::id(ShiftId::from_parts))
        else {
            return;
        };
        form.busy.set(true);
        spawn_local(async move {
            let Shift { staff_id, from, to, .. } = shift;
            let path = format!("{PATH}/{shift_id}");
            let answer = tell_here("PUT", &path, Some(&SetShift { staff_id, from, to })).await;
            let here = form.busy.try_set(false).is_none();
            match answer {
                Ok(_) => {
                    state.tell(ow.turn_put);
                    if here {
                        form.keeper.finish();
                    }
                    // It is on the roster: nothing of it is left to finish.
                    if draft::forget(state, DRAFT).await {
                        state.files_changed();
                    }
                    if here {
                        begin_anew();
                    }
                    let _left = again.try_run(());
                }
                Err(refused) => drop(problem.try_set(Some(sentence(state, &refused)))),
            }
        });
    };
    let chosen = Live::derive(move || draft.with(|draft| draft.staff_id));
    view! {
        <section class="block" aria-labelledby="add-turn">
            <h2 id="add-turn">{ow.add_turn}</h2>
            <form class="form" on:submit=put>
                <DraftFound form on_discard=discard/>
                {people("turn-who", ow.turn_who, who_may(state, |_| true), chosen, move |id| edit(&|draft| draft.staff_id = id))}
                <LineField
                    id="turn-from"
                    label=ow.turn_from
                    kind="datetime-local"
                    value=writing.read(|draft| draft.from.clone())
                    on_input=move |text: String| edit(&|draft| draft.from.clone_from(&text))
                />
                <LineField
                    id="turn-to"
                    label=ow.turn_to
                    kind="datetime-local"
                    value=writing.read(|draft| draft.to.clone())
                    on_input=move |text: String| edit(&|draft| draft.to.clone_from(&text))
                />
                <ToMend form/>
                <p class="problem" role="alert">{move || problem.get()}</p>
                <Kept keeper=form.keeper kept=w.draft_kept/>
                <button class="button primary wide" type="submit" disabled=move || form.busy.get()>
                    {ow.put_on}
                </button>
            </form>
        </section>
    }
}
