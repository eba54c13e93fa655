use super::units::{DRAFT, PATH};
use crate::{
    held::{Held, Live},
    parts::{
        check::check,
        choices::choices,
        contact_facts::function_name,
        contact_line::{mode, with},
        day_field::CountField,
        draft_found::DraftFound,
        form::ToMend,
        kept::Kept,
        online::{Asked, sentence},
        text::LineField,
    },
    state::{
        AppState, draft,
        form::{Complaint, Writing},
        refusal::{Refused, ask_here, tell_here},
        use_app,
    },
    words::{note, units, units::Words},
};
use domain::{
    day,
    length::CONTENT_LINE_MAX_BYTES,
    units::{Example, RuleDraft, RuleProblem, Shown, Why, examples, problems},
    wire::v1::{Component, Mode, Rounding, SaveUnitRule, UnitRule, UnitRules, With as Whom},
};
use leptos::{prelude::*, task::spawn_local};

/// What becomes of minutes beyond the last whole unit, in words.
pub(super) const fn rounding(u: &Words, rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::Down => u.rounding_down,
        Rounding::Nearest => u.rounding_nearest,
        Rounding::Up => u.rounding_up,
        Rounding::EightMinute => u.rounding_eight,
    }
}

pub(super) fn fresh(state: AppState, rules: &UnitRules) -> RuleDraft {
    let now = state.now.get_untracked();
    let name = units::words(state.language.get_untracked()).default_name;
    let rule = match rules.rules.last() {
        Some(last) => last.next(now.date()),
        None => UnitRule::begin(name, now.date()),
    };
    RuleDraft { written_at: Some(now), after: rules.last(), rule }
}

/// The form for one rule more, with what it makes of a few notes.
#[component]
pub(super) fn RuleForm(
    /// What was typed and not saved, or a fresh one.
    draft: RuleDraft,
    /// It was left unfinished.
    found: bool,
    /// Those that are saved now.
    asked: Held<Asked<UnitRules>>,
) -> impl IntoView {
    let state = use_app();
    let (w, u) = (state.words(), units::words(state.language.get_untracked()));
    let begun = found.then(|| draft.written_at.unwrap_or(state.now.get_untracked()));
    let writing = Writing::begin(state, DRAFT, draft, begun, move |draft| complaints(state, draft));
    let (draft, form) = (writing.draft, writing.form);
    // What the server had to say.
    let problem = Held::new(None::<&'static str>);
    let begin_anew = move || {
        let rules = asked.get_untracked();
        let rules = if let Asked::Here(rules) = rules { rules } else { UnitRules::default() };
        writing.renew(fresh(state, &rules), false);
    };
    let discard = Callback::new(move |()| {
        form.discard(move || {
            state.files_changed();
            begin_anew();
        });
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problem.set(None);
        if !form.may_be_saved() {
            return;
        }
        form.busy.set(true);
        let RuleDraft { after, rule, .. } = draft.get_untracked();
        spawn_local(async move {
            let body = SaveUnitRule { after, rule: rule.tidy() };
            let answer = tell_here("POST", PATH, Some(&body)).await;
            let now = ask_here::<UnitRules>("GET", PATH, None::<&()>).await;
            let last = now.as_ref().ok().map(UnitRules::last);
            if let Ok(rules) = now {
                let _gone = asked.try_set(Asked::Here(rules));
            }
            let here = form.busy.try_set(false).is_none();
            match answer {
                Ok(_) => {
                    state.tell(u.saved);
                    if here {
                        form.keeper.finish();
                    }
                    // It is saved: nothing of it is left to finish.
                    if draft::forget(state, DRAFT).await {
                        state.files_changed();
                    }
                    if here {
                        begin_anew();
                    }
                }
                Err(refused) => {
                    let said = match &refused {
                        Refused::Said { code, .. } if code == "changed_meanwhile" => {
                            if let (true, Some(last)) = (here, last) {
                                writing.edit(|draft| draft.after = last);
                            }
                            u.changed
                        }
                        refused => sentence(state, refused),
                    };
                    let _gone = problem.try_set(Some(said));
                }
            }
        });
    };
    view! {
        <details class="sheet" open=found>
            <summary>{u.add}</summary>
            <form class="form" on:submit=save>
                <DraftFound form on_discard=discard/>
                <Fields writing/>
                <Preview writing/>
                <ToMend form/>
                <p class="problem" role="alert">{move || problem.get()}</p>
                <Kept keeper=form.keeper kept=w.draft_kept/>
                <button class="button primary wide" type="submit" disabled=move || form.busy.get()>{u.save}</button>
            </form>
        </details>
    }
}

/// What stands in a field for a number; none where it is empty.
type Count = Option<u16>;

#[component]
fn Fields(writing: Writing<RuleDraft>) -> impl IntoView {
    let state = use_app();
    let (w, u) = (state.words(), units::words(state.language.get_untracked()));
    let n = note::words(state.language.get_untracked());
    let edit = move |change: &dyn Fn(&mut UnitRule)| writing.edit(|draft| change(&mut draft.rule));
    let read = move |of: fn(&UnitRule) -> String| writing.read(move |draft| of(&draft.rule));
    let count = move |of: fn(&UnitRule) -> Count| writing.read(move |draft| of(&draft.rule));
    let roundings = [Rounding::Down, Rounding::Nearest, Rounding::Up, Rounding::EightMinute];
    let roundings = roundings.map(|one| (one, rounding(u, one))).to_vec();
    let hint = |text: &'static str| Live::stored(text.to_owned());
    let ticks = [
        several(writing, "modes", u.modes, MODES.map(|one| (one, mode(w, one))), |rule| {
            &mut rule.modes
        }),
        several(writing, "with", u.with, WITH.map(|one| (one, with(w, one))), |rule| {
            &mut rule.with
        }),
        several(
            writing,
            "components",
            u.components,
            COMPONENTS.map(|one| (one, function_name(n, one))),
            |rule| &mut rule.components,
        ),
    ];
    view! {
        <LineField
            id="rule-name"
            label=u.name
            max=CONTENT_LINE_MAX_BYTES
            value=read(|rule| rule.name.clone())
            on_input=move |text: String| edit(&|rule| rule.name.clone_from(&text))
        />
        {choices(
            "rule-on",
            u.on_off,
            vec![(false, u.off), (true, u.on)],
            move || writing.draft.with(|draft| draft.rule.on),
            move |on| edit(&|rule| rule.on = on),
        )}
        <LineField
            id="rule-from"
            label=u.from
            kind="date"
            say=hint(u.from_hint)
            value=read(|rule| rule.from.to_string())
            on_input=move |text: String| {
                if let Some(from) = day::read(&text) {
                    edit(&|rule| rule.from = from);
                }
            }
        />
        <CountField
            id="rule-unit"
            label=u.unit_minutes
            value=count(|rule| Some(rule.unit_minutes).filter(|minutes| *minutes > 0))
            on_input=move |minutes: Count| edit(&|rule| rule.unit_minutes = minutes.unwrap_or(0))
        />
        <CountField
            id="rule-least"
            label=u.min_minutes
            value=count(|rule| Some(rule.min_minutes))
            on_input=move |minutes: Count| edit(&|rule| rule.min_minutes = minutes.unwrap_or(0))
        />
        {choices(
            "rule-rounding",
            u.rounding,
            roundings,
            move || writing.draft.with(|draft| draft.rule.rounding),
            move |chosen| edit(&|rule| rule.rounding = chosen),
        )}
        {check(
            "rule-same-day".to_owned(),
            u.same_day,
            writing.read(|draft| draft.rule.same_day),
            move |on| edit(&|rule| rule.same_day = on),
        )}
        <CountField
            id="rule-cap-day"
            label=u.count_cap_day
            hint=hint(u.count_cap_none)
            value=count(|rule| rule.cap_day)
            on_input=move |most: Count| edit(&|rule| rule.cap_day = most)
        />
        <CountField
            id="rule-cap-month"
            label=u.count_cap_month
            hint=hint(u.count_cap_none)
            value=count(|rule| rule.cap_month)
            on_input=move |most: Count| edit(&|rule| rule.cap_month = most)
        />
        {ticks.into_iter().collect_view()}
        {check(
            "rule-travel".to_owned(),
            u.travel,
            writing.read(|draft| draft.rule.travel),
            move |on| edit(&|rule| rule.travel = on),
        )}
        <p class="hint">{u.travel_hint}</p>
    }
}

const MODES: [Mode; 6] =
    [Mode::FaceToFace, Mode::Phone, Mode::Video, Mode::Text, Mode::Email, Mode::Letter];
const WITH: [Whom; 5] = [Whom::Client, Whom::Collateral, Whom::Provider, Whom::Team, Whom::Other];
const COMPONENTS: [Component; 7] = [
    Component::Assessment,
    Component::Planning,
    Component::Referral,
    Component::Monitoring,
    Component::Outreach,
    Component::Advocacy,
    Component::Crisis,
];

/// Several of a list, each with a box to tick.
fn several<T: Copy + PartialEq + Send + Sync + 'static, const N: usize>(
    writing: Writing<RuleDraft>,
    name: &'static str,
    label: &'static str,
    all: [(T, &'static str); N],
    list: fn(&mut UnitRule) -> &mut Vec<T>,
) -> AnyView {
    let boxes = all.into_iter().enumerate().map(move |(at, (one, says))| {
        let on = writing.read(move |draft| list(&mut draft.rule.clone()).contains(&one));
        let set = move |on: bool| {
            writing.edit(|draft| {
                let list = list(&mut draft.rule);
                list.retain(|other| *other != one);
                if on {
                    list.push(one);
                }
            });
        };
        check(format!("rule-{name}-{at}"), says, on, set)
    });
    view! { <fieldset class="choices" id=format!("rule-{name}") tabindex="-1"><legend>{label}</legend>{boxes.collect_view()}</fieldset> }
        .into_any()
}

/// What the rule makes of a few notes, as it stands in the form.
#[component]
fn Preview(writing: Writing<RuleDraft>) -> impl IntoView {
    let u = units::words(use_app().language.get_untracked());
    let rows = move || {
        let examples = writing.draft.with(|draft| examples(&draft.rule));
        examples.iter().map(|example| row(u, example)).collect_view()
    };
    view! {
        <h3>{u.example}</h3>
        <p class="hint">{u.example_hint}</p>
        <table class="examples">
            <thead><tr><th scope="col">{u.example_note}</th><th scope="col">{u.example_units}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(u: &'static Words, Example { shown, reckoned }: &Example) -> impl IntoView + use<> {
    let n = |number: u32| number.to_string();
    let what = match *shown {
        Shown::Visit(minutes) => u.example_visit(&n(minutes)),
        Shown::SameDay(minutes) => u.example_same_day(&n(minutes)),
        Shown::Travel(minutes, travel) => u.example_travel(&n(minutes), &n(travel)),
        Shown::Overlap(minutes) => u.example_overlap(&n(minutes)),
        Shown::NobodyThere(minutes) => u.example_nobody(&n(minutes)),
    };
    let why = match reckoned.why {
        Some(Why::NotCompleted) => u.why_not_completed,
        Some(Why::TooShort) => u.why_too_short,
        Some(Why::Rounded) => u.why_rounded,
        Some(Why::CapDay) => u.why_cap_day,
        Some(Why::CapMonth) => u.why_cap_month,
        _ => "",
    };
    let units = n(reckoned.units);
    let units = if why.is_empty() { units } else { u.why_none(&units, why) };
    view! { <tr><td>{what}</td><td>{units}</td></tr> }
}

/// What is wrong, each at its field.
fn complaints(state: AppState, draft: &RuleDraft) -> Vec<Complaint> {
    let u = units::words(state.language.get_untracked());
    let found = problems(&draft.rule, state.now.get_untracked().date());
    let complaint = |problem| {
        let (at, says) = match problem {
            RuleProblem::Name => ("rule-name", u.problem_name),
            RuleProblem::NameTooLong => ("rule-name", u.problem_name_long),
            RuleProblem::From => ("rule-from", u.problem_from),
            RuleProblem::UnitMinutes => ("rule-unit", u.problem_unit_minutes),
            RuleProblem::MinMinutes => ("rule-least", u.problem_min_minutes),
            RuleProblem::EightMinute => ("rule-unit", u.problem_eight),
            RuleProblem::CapDay => ("rule-cap-day", u.problem_cap),
            RuleProblem::CapMonth => ("rule-cap-month", u.problem_cap),
            RuleProblem::Nothing => ("", u.problem_nothing),
        };
        Complaint { at: at.into(), says: says.to_owned(), on: None }
    };
    found.into_iter().map(complaint).collect()
}
