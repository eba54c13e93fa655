use super::builder::{Builder, Place, draft_name};
use crate::{
    browser::clock,
    parts::{
        asked::{Asked, heard},
        choices::choices,
        difference::what_changes,
        kept::Kept,
        number_field::not_one,
        plan_lines::section_name,
        plan_values::PLAN_WORDS,
        too_long,
        undecided::{Settling, undecided},
    },
    place::{Screen, use_place},
    state::save::save_draft,
    store::Kept,
    words::{form, plan, times},
};
use domain::{
    crisis_plan::{Completeness, PlanProblem},
    dated::{Question, asked_of_review},
    id::LineId,
    length::Field,
    operation::Payload,
    wire::v1::{ConflictId, ConflictSide, Section},
};
use leptos::{prelude::*, task::spawn_local};

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
    let name = builder.client_name();
    let agrees = choices(
        "agrees",
        p.agrees_question(&name),
        vec![(true, p.agrees_yes), (false, p.agrees_not_yet)],
        move || draft.with(|draft| draft.content.client_agrees),
        move |agrees| builder.edit(|draft| draft.content.client_agrees = agrees),
    );
    view! {
        <section class="form plan-builder">
            <p class="quiet">{p.builder_intro(&name)}</p>
            {undecided_of(builder)}
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
            {agrees}
            <Save builder/>
        </section>
    }
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
fn Save(builder: Builder) -> impl IntoView {
    let Builder { app, draft, keeper, w, p, .. } = builder;
    let (f, t) = {
        let language = app.language.get_untracked();
        (form::words(language), times::words(language))
    };
    let problem = RwSignal::new(None::<PlanProblem>);
    let busy = RwSignal::new(false);
    let place = use_place();
    let questions = RwSignal::new(Vec::<Question>::new());
    // Whether the questions were answered already.
    let on_save = move |answered: bool| {
        if busy.get_untracked() {
            return;
        }
        let now = clock::now();
        match draft.with_untracked(|draft| draft.save(now)) {
            Err(found) => problem.set(Some(found)),
            Ok(edit) => {
                let asked = asked_of_review(edit.content.review_due, heard(app, now));
                problem.set(None);
                if let Some(asked) = asked.filter(|_| !answered) {
                    return questions.set(vec![asked]);
                }
                busy.set(true);
                keeper.finish();
                let client_id = edit.client_id;
                spawn_local(async move {
                    let payload = Payload::CrisisPlanSaved(edit);
                    match save_draft(app, payload, draft_name(client_id)).await {
                        Ok((kept, _)) => {
                            app.tell(match kept {
                                Kept::OnDisk => p.plan_saved,
                                Kept::MirrorOnly => p.plan_saved_keep_open,
                            });
                            place.go(Screen::Plan(client_id));
                        }
                        Err(_) => {
                            busy.set(false);
                            keeper.resume();
                            app.tell(w.phone_could_not_keep);
                        }
                    }
                });
            }
        }
    };
    let sentence = move || {
        problem.get().map(|problem| match problem {
            PlanProblem::Empty => p.problem_empty.to_owned(),
            PlanProblem::Unchanged => p.problem_unchanged.to_owned(),
            PlanProblem::TooManyLines => p.problem_too_many_lines.to_owned(),
            PlanProblem::TooLong(line, by) => {
                too_long::sentence(f, &where_it_is(builder, line, label(p, by.field)), by)
            }
            PlanProblem::Number(line, field, why) => {
                f.number_of(&where_it_is(builder, Some(line), label(p, field)), not_one(f, why))
            }
        })
    };
    view! {
        <div role="alert"><p class="problem">{sentence}</p></div>
        <Asked
            questions
            back=t.change_date
            on_back=Callback::new(move |()| place.go_to(&builder.path(Place::About)))
            go=p.save_as_it_is
            on_go=Callback::new(move |()| on_save(true))
        />
        <Kept keeper before=w.draft_empty kept=w.draft_kept/>
        <div class="thumb">
            <button class="button primary" type="button" on:click=move |_| on_save(false) disabled=move || busy.get()>
                {p.save_plan}
            </button>
        </div>
    }
}

/// Section, line and field, as they are called where they are written.
fn where_it_is(builder: Builder, line: Option<LineId>, field: &str) -> String {
    builder.draft.with_untracked(|draft| {
        let line = line.and_then(|line| draft.content.line(line));
        let section = line.map_or("", |line| section_name(builder.w, line.section));
        let name = line.map_or("", |line| line.name.as_str());
        let parts = [section, name, field].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" · ")
    })
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
        cells: Signal::derive(move || draft.with(|draft| draft.content.cells())),
        settles: Signal::derive(move || draft.with(|draft| draft.settles.clone())),
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
