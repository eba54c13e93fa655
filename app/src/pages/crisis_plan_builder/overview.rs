use super::builder::{Builder, Place, path};
use crate::{
    held::{Derived, Live},
    parts::{
        asked::heard,
        choices::choices,
        difference::what_changes,
        form::{FormEnd, complaint},
        plan_lines::section_name,
        plan_values::PLAN_WORDS,
        reads_like::ReadsLike,
        undecided::{Settling, undecided},
    },
    place::{Screen, use_place},
    state::{
        AppState,
        form::{Complaint, Made, Part},
    },
    store::Kept,
    words::{plan, times},
};
use domain::{
    crisis_plan::{Completeness, PlanDraft},
    dated::asked_of_review,
    length::Field,
    operation::Payload,
    problem::{Of, Problem, Wrong},
    wire::v1::{ConflictId, ConflictSide, Section},
};
use leptos::prelude::*;

/// How many sections are steps; the others are good to know.
pub(super) const STEPS: usize = 6;

/// Every section with how far it has come, then what is asked before saving.
#[component]
pub(super) fn Overview(builder: Builder) -> impl IntoView {
    let Builder { draft, w, p, .. } = builder;
    let row = move |(at, section): (usize, Section)| {
        let state =
            move || draft.with(|draft| come(builder, draft.content.completeness(section), section));
        let number = (at < STEPS).then(|| view! { <span class="step-number">{at + 1}</span> });
        view! {
            <li>
                <a class="person" href=builder.path(Place::Section(section))>
                    <span class="person-name">
                        <span class="numbered">{number}<span>{section_name(w, section)}</span></span>
                        <small class="quiet">{state}</small>
                    </span>
                </a>
            </li>
        }
    };
    let rows = |from: usize, to: usize| {
        Section::ALL.into_iter().enumerate().skip(from).take(to - from).map(row).collect_view()
    };
    let both = move || {
        draft.with(|draft| !draft.conflicts.is_empty()).then(|| {
            let path = builder.path(Place::Compare);
            view! { <p class="banner"><a href=path>{w.two_wrote}</a></p> }
        })
    };
    view! {
        <section class="form plan-builder">
            <p class="quiet">{p.builder_intro(&builder.client_name())}</p>
            {both}
            <div>
                <h2>{p.six_steps}</h2>
                <ol class="people">{rows(0, STEPS)}</ol>
            </div>
            <div>
                <h2>{p.good_to_know}</h2>
                <ul class="people">
                    {rows(STEPS, Section::ALL.len())}
                    <li>
                        <a class="person" href=builder.path(Place::About)>
                            <span class="person-name">{p.about_plan}</span>
                        </a>
                    </li>
                </ul>
            </div>
            {changes_of(builder)}
            {reads_like(builder)}
            {agrees(builder)}
            <Save builder/>
        </section>
    }
}

/// Two versions beside each other, whoever wrote them: one is taken together with the client, and
/// saved from here.
#[component]
pub(super) fn Compare(builder: Builder) -> impl IntoView {
    let p = builder.p;
    // What was begun before the other version came knows nothing of it, until it is saved or discarded.
    let conflicts = Derived::new(move |_| builder.draft.with(|draft| draft.conflicts.len()));
    let both = move || {
        conflicts.track();
        undecided_of(builder)
            .unwrap_or_else(|| view! { <p class="empty">{p.nothing_to_compare}</p> }.into_any())
    };
    view! {
        <section class="form plan-builder">
            {both}
            {changes_of(builder)}
            {agrees(builder)}
            <Save builder back=builder.path(Place::Overview)/>
        </section>
    }
}

/// How hard the plan is to read, by all its lines.
fn reads_like(builder: Builder) -> impl IntoView {
    let Builder { draft, .. } = builder;
    let texts = move || {
        draft.with(|draft| {
            let words = draft.content.items.iter().flat_map(|line| [&line.text, &line.obstacles]);
            words.cloned().collect::<Vec<_>>()
        })
    };
    let tag = move || draft.with(|draft| draft.content.language.clone());
    view! { <ReadsLike texts=Live::derive(texts) tag=Live::derive(tag)/> }
}

/// Whether the client agrees to the plan as it is now.
fn agrees(builder: Builder) -> AnyView {
    let Builder { draft, p, .. } = builder;
    choices(
        "agrees",
        p.agrees_question(&builder.client_name()),
        vec![(true, p.agrees_yes), (false, p.agrees_not_yet)],
        move || draft.with(|draft| draft.content.client_agrees),
        move |agrees| builder.edit(|draft| draft.content.client_agrees = agrees),
    )
}

/// How far a section has come, in words.
fn come(builder: Builder, completeness: Completeness, section: Section) -> String {
    let p = builder.p;
    match completeness {
        Completeness::Empty => p.nothing_yet.to_owned(),
        Completeness::NoNumber => p.no_number_yet.to_owned(),
        Completeness::Filled => {
            let content = builder.draft.with_untracked(|draft| draft.to_save());
            p.lines(content.items.iter().filter(|line| line.section == section).count())
        }
    }
}

#[component]
fn Save(
    builder: Builder,
    /// The way to every section, from another place than that.
    #[prop(optional, into)]
    back: Option<String>,
) -> impl IntoView {
    let Builder { app, draft, writing, p, .. } = builder;
    let back =
        back.map(|path| view! { <a class="button" rel="prev" href=path>{p.all_sections}</a> });
    let t = times::words(app.language.get_untracked());
    let form = writing.form;
    let place = use_place();
    let save = Callback::new(move |answered: bool| {
        let made = |now| {
            let edit = draft.with_untracked(|draft| draft.save(now)).ok()?;
            let asked = asked_of_review(edit.content.review_due, heard(app, now));
            Some(Made::from((Payload::CrisisPlanSaved(edit), asked.into_iter().collect())))
        };
        let (client_id, here) = (builder.client_id(), place.shown());
        form.save(answered, made, move |kept, _| {
            app.tell(match kept {
                Kept::OnDisk => p.plan_saved,
                Kept::MirrorOnly => p.plan_saved_keep_open,
            });
            place.go_on(here, Screen::Plan(client_id));
        });
    });
    let to_date = Callback::new(move |()| place.go_to(&builder.path(Place::About)));
    let asked = (t.change_date, to_date, t.save_as_it_is);
    match back {
        Some(back) => {
            view! { <FormEnd form save=p.save_plan on_save=save asked beside=back.into_any()/> }
        }
        None => view! { <FormEnd form save=p.save_plan on_save=save asked/> },
    }
}

/// What is to be put right: each on the screen of its section.
pub(super) fn complaints(
    app: AppState,
    p: &'static plan::Words,
    draft: &PlanDraft,
) -> Vec<Complaint> {
    let own = |problem: Problem| match (problem.field, problem.wrong) {
        (Field::Lines, _) => p.problem_too_many_lines,
        (_, Wrong::Unchanged) => p.problem_unchanged,
        _ => p.problem_empty,
    };
    let on_its_screen = |problem: Problem| {
        let said = complaint(app, problem, own);
        let line = match problem.of {
            Of::Line(id) => draft.content.line(id),
            Of::Form | Of::Nth(_) => None,
        };
        let place = match line {
            Some(line) => Place::Section(line.section),
            None if said.at.is_empty() => return said,
            None => Place::About,
        };
        let section = line.map_or(p.about_plan, |line| section_name(app.words(), line.section));
        let name = line.map_or("", |line| line.name.as_str());
        let parts = [section, name, label(p, problem.field)];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let path = path(draft.client_id, place);
        Complaint { on: Some(Part { path, called: parts.join(" · ") }), ..said }
    };
    draft.problems().into_iter().map(on_its_screen).collect()
}

const fn label(p: &plan::Words, field: Field) -> &'static str {
    match field {
        Field::Name => p.line_name,
        Field::Relation => p.line_relation,
        Field::Tel => p.line_tel,
        Field::Sms => p.line_sms,
        Field::Obstacles => p.obstacles,
        Field::DirectiveWhere => p.directive_where,
        Field::DirectiveAgent => p.directive_agent,
        _ => p.line_words,
    }
}

/// Where people disagree, with the way to settle it.
fn undecided_of(builder: Builder) -> Option<AnyView> {
    let Builder { app, draft, .. } = builder;
    let settling = Settling {
        words: PLAN_WORDS,
        cells: Live::derive(move || draft.with(|draft| draft.content.cells())),
        settles: Live::derive(move || draft.with(|draft| draft.settles.clone())),
        settle: Callback::new(move |(id, side): (ConflictId, ConflictSide)| {
            builder.edit(|draft| draft.settle(id, &side));
        }),
    };
    undecided(app, settling, &draft.with_untracked(|draft| draft.conflicts.clone()))
}

/// What this version changes, before it is saved.
fn changes_of(builder: Builder) -> impl IntoView {
    let Builder { app, draft, .. } = builder;
    move || {
        draft.with(|draft| {
            let before = draft.before.as_ref()?;
            Some(what_changes(app, PLAN_WORDS, &before.cells(), &draft.to_save().cells()))
        })
    }
}
