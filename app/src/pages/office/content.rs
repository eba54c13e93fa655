use super::{content_form::ContentForm, deadlines, texts, units::Units};
use crate::{
    held::Held,
    parts::online::{Asked, Question, Trouble, office_words, sentence},
    parts::{dates, form::ToMend, number_field::not_one, page_head::PageHead},
    place::Screen,
    state::{
        AppState, draft,
        form::{Complaint, Writing},
        refusal::{Refused, ask_here, tell_here},
        sync, use_app,
    },
    store::{DraftName, FormKind},
    words::{form, office::Words},
};
use domain::{
    agency::{
        ContentDraft, ContentProblem, TextProblem, problems, put_back, release_texts,
        rewrites_nothing, tidy,
    },
    id::ClientId,
    length::{CONTENT_LINE_MAX_BYTES, CONTENT_TEXT_MAX_BYTES},
    phone,
    wire::v1::{AgencyContent, CrisisLine, CrisisProtocol, Role, SaveAgencyContent, SignedIn},
};
use leptos::{prelude::*, task::spawn_local};

/// Says who is signed in, and with it what the agency's content is now.
const PATH: &str = "/api/v1/session";

/// The draft of this form is about nobody.
const DRAFT: DraftName =
    DraftName { form: FormKind::AgencyContent, client_id: ClientId::from_bytes([0; 16]) };

/// What every phone of the agency carries, for an administrator to write.
#[component]
pub fn ContentPage() -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let question = Question::<SignedIn>::ask_for_whole(PATH);
    // What was typed before the phone locked; looked for once.
    let left = Held::new(None::<Option<ContentDraft>>);
    spawn_local(async move {
        let _left = left.try_set(Some(draft::left(state, DRAFT).await));
    });
    view! {
        <PageHead title=state.words().agency_content back=Screen::Me/>
        <p class="quiet">{ow.content_text}</p>
        {move || match (question.asked.get(), left.get()) {
            (Asked::Waiting, _) | (_, None) => view! { <p class="empty" role="status">{ow.fetching}</p> }.into_any(),
            (Asked::Refused(refused), _) => view! { <Trouble refused again=move || question.again()/> }.into_any(),
            (Asked::Here(now), _) if now.role != Role::Administrator => {
                view! { <section class="block" role="alert"><p>{ow.not_yours}</p></section> }.into_any()
            }
            (Asked::Here(now), Some(left)) => view! { <Editor now=content_of(now) left/><Units/> }.into_any(),
        }}
    }
}

fn content_of(signed_in: SignedIn) -> AgencyContent {
    let agency = signed_in.agency;
    // Such as only a newer app can read stay as they are.
    let release_texts = release_texts(&agency).ok();
    AgencyContent {
        lines: agency.lines,
        protocol: agency.protocol,
        policy: Some(agency.policy),
        release_texts,
    }
}

/// A draft that was left by an app without some of this goes on with what is set.
fn with_the_rest(mut left: ContentDraft, now: &AgencyContent) -> ContentDraft {
    for content in [&mut left.before, &mut left.content] {
        content.policy = content.policy.take().or_else(|| now.policy.clone());
        content.release_texts = content.release_texts.take().or_else(|| now.release_texts.clone());
    }
    left
}

#[component]
fn Editor(
    /// What is saved now.
    now: AgencyContent,
    /// What was typed and not saved.
    left: Option<ContentDraft>,
) -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let begun = left.as_ref().map(|left| left.written_at.unwrap_or(state.now.get_untracked()));
    let fresh = move |content: AgencyContent| ContentDraft {
        written_at: Some(state.now.get_untracked()),
        before: content.clone(),
        content,
    };
    let draft = left.map_or_else(|| fresh(now.clone()), |left| with_the_rest(left, &now));
    let writing = Writing::begin(state, DRAFT, draft, begun, move |draft| complaints(state, draft));
    let (draft, form) = (writing.draft, writing.form);
    let theirs = Held::new(None::<AgencyContent>);
    // What the server had to say.
    let problem = Held::new(None::<&'static str>);
    let begin_anew = move |content: AgencyContent| {
        form.keeper.finish();
        writing.renew(fresh(content), false);
        theirs.set(None);
        problem.set(None);
    };
    let start_over = move |content: AgencyContent| {
        form.discard(move || {
            state.files_changed();
            begin_anew(content);
        });
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problem.set(None);
        keep_what_was_read(state, writing);
        if !form.may_be_saved() {
            return;
        }
        let ContentDraft { before, content, .. } = draft.get_untracked();
        let content = tidy(content);
        form.busy.set(true);
        // What was taken out is out: nobody puts it back into what is being saved.
        state.hush();
        spawn_local(async move {
            let body = SaveAgencyContent { before, content };
            let answer = tell_here("POST", "/api/v1/agency", Some(&body)).await;
            let Err(refused) = answer else {
                if form.busy.try_set(false).is_none() {
                    begin_anew(body.content);
                    forget(state);
                }
                state.tell(ow.content_saved);
                sync::now(state);
                return;
            };
            let said = match &refused {
                Refused::Said { code, .. } if code == "changed_meanwhile" => {
                    match ask_here::<SignedIn>("GET", PATH, None::<&()>).await {
                        Ok(signed_in) => {
                            let _left = theirs.try_set(Some(content_of(signed_in)));
                            None
                        }
                        Err(refused) => Some(sentence(state, &refused)),
                    }
                }
                Refused::Said { code, .. } if code == "content_invalid" => {
                    Some(ow.content_not_valid)
                }
                refused => Some(sentence(state, refused)),
            };
            let _left = (form.busy.try_set(false), problem.try_set(said));
        });
    };
    let saved = Held::new(now);
    view! {
        {move || form.found.get().then(|| {
            let begun = form.begun.unwrap_or_else(|| state.now.get_untracked());
            let when = dates::day_time(state.words(), begun, state.now.get_untracked());
            view! {
                <div class="banner">
                    <p>{ow.content_draft_found(&when)}</p>
                    <button class="button" type="button" on:click=move |_| start_over(saved.get_untracked())>{ow.discard_changes}</button>
                </div>
            }
        })}
        <form class="form" on:submit=save>
            <ContentForm writing/>
            <ToMend form/>
            <p class="problem" role="alert">{move || problem.get()}</p>
            {move || theirs.get().map(|content| view! { <Theirs content draft theirs start_over=Callback::new(start_over)/> })}
            <button class="button primary wide" type="submit" disabled=move || form.busy.get() || theirs.with(Option::is_some)>
                {ow.save_content}
            </button>
        </form>
    }
}

/// A version of what is read before a release may have begun while somebody was writing.
fn keep_what_was_read(state: AppState, writing: Writing<ContentDraft>) {
    let today = state.now.get_untracked().date();
    let mut draft = writing.draft.get_untracked();
    let before = draft.before.release_texts.as_deref().unwrap_or_default();
    let Some(texts) = &mut draft.content.release_texts else { return };
    let had = texts.len();
    put_back(texts, before, today);
    if texts.len() > had {
        writing.edit(|now| now.content.release_texts = draft.content.release_texts);
    }
}

/// Removes the kept draft: it is saved.
fn forget(state: AppState) {
    spawn_local(async move {
        if draft::forget(state, DRAFT).await {
            state.files_changed();
        }
    });
}

/// What somebody else saved meanwhile, to compare, and the choice between both.
#[component]
fn Theirs(
    content: AgencyContent,
    draft: Held<ContentDraft>,
    theirs: Held<Option<AgencyContent>>,
    start_over: Callback<AgencyContent>,
) -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let rows =
        |steps: Vec<String>| steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view();
    let AgencyContent { lines, protocol, policy, release_texts } = content.clone();
    let set = policy.map(|policy| rows(deadlines::lines(ow, &policy)));
    let read: Vec<_> = release_texts.into_iter().flatten().map(texts::read_only).collect();
    let lines = lines
        .into_iter()
        .map(|line| {
            let parts = [line.label, line.tel, line.sms, line.hint];
            let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            view! { <li>{parts.join(" · ")}</li> }
        })
        .collect_view();
    let (steps, steps_es) = (rows(protocol.steps), rows(protocol.steps_es));
    let (before, instead) = (content.clone(), content);
    let keep_mine = move |_| {
        draft.update(|draft| draft.before = before.clone());
        theirs.set(None);
    };
    view! {
        <section class="banner" role="alert">
            <p>{ow.changed_meanwhile}</p>
            <h2>{ow.theirs}</h2>
            <ul>{lines}</ul>
            <p>{protocol.definition}</p>
            <ol>{steps}</ol>
            <p>{protocol.responder_label}</p>
            <div lang="es">
                <p>{protocol.definition_es}</p>
                <ol>{steps_es}</ol>
                <p>{protocol.responder_label_es}</p>
            </div>
            <ul>{set}</ul>
            {read}
            <div class="row">
                <button class="button" type="button" on:click=keep_mine>{ow.keep_mine}</button>
                <button class="button" type="button" on:click=move |_| start_over.run(instead.clone())>{ow.take_theirs}</button>
            </div>
        </section>
    }
}

/// What is wrong, each at its field.
fn complaints(state: AppState, draft: &ContentDraft) -> Vec<Complaint> {
    let (ow, f) = (office_words(state), form::words(state.language.get_untracked()));
    let content = tidy(draft.content.clone());
    let today = state.now.get_untracked().date();
    let [before, after] =
        [&draft.before, &content].map(|all| all.release_texts.as_deref().unwrap_or_default());
    let dated_back = rewrites_nothing(before, after, today)
        .err()
        .map(|at| ContentProblem::Text(at, TextProblem::Past));
    let found = problems(&content, today).into_iter().chain(dated_back);
    let complaint = |problem| {
        let (at, says) = what_is_wrong(ow, f, problem);
        let at = field_of(&draft.content, problem).unwrap_or(at);
        Complaint { at: at.into(), says, on: None }
    };
    found.map(complaint).collect()
}

/// The id of the very field, where a problem can be of several: the domain names the line,
/// and counts steps without the empty ones.
fn field_of(content: &AgencyContent, problem: ContentProblem) -> Option<String> {
    let line = |at: usize| content.lines.get(at);
    match problem {
        ContentProblem::LineNotOne(at, _) => {
            let tel = phone::problem(&line(at)?.tel, false).is_some();
            Some(format!("line-{at}-{}", if tel { "tel" } else { "sms" }))
        }
        ContentProblem::LineTooLong(at) => {
            let CrisisLine { label, tel, sms, hint, .. } = line(at)?;
            let over = [("label", label), ("tel", tel), ("sms", sms)]
                .into_iter()
                .find(|(_, text)| text.trim().len() > CONTENT_LINE_MAX_BYTES);
            let hint = (hint.trim().len() > CONTENT_TEXT_MAX_BYTES).then_some("hint");
            Some(format!("line-{at}-{}", over.map(|(name, _)| name).or(hint)?))
        }
        ContentProblem::TextTooLong => {
            let protocol = &content.protocol;
            let fields = [
                ("definition", &protocol.definition, CONTENT_TEXT_MAX_BYTES),
                ("definition-es", &protocol.definition_es, CONTENT_TEXT_MAX_BYTES),
                ("responder", &protocol.responder_label, CONTENT_LINE_MAX_BYTES),
                ("responder-es", &protocol.responder_label_es, CONTENT_LINE_MAX_BYTES),
            ];
            let over = fields.into_iter().find(|(_, text, max)| text.trim().len() > *max);
            over.map(|(name, ..)| name.to_owned())
        }
        ContentProblem::StepTooLong(at) => {
            let CrisisProtocol { steps, steps_es, .. } = &content.protocol;
            let text = |all: &[String], at: usize| all.get(at).map_or("", |text| text.trim()).len();
            let most = steps.len().max(steps_es.len());
            let mut written = (0..most).filter(|at| text(steps, *at) + text(steps_es, *at) > 0);
            let at = written.nth(at)?;
            let is_own = text(steps, at) > CONTENT_TEXT_MAX_BYTES;
            Some(if is_own { format!("step-{at}") } else { format!("step-{at}-es") })
        }
        _ => None,
    }
}

/// The id of a field, and what is wrong with it.
fn what_is_wrong(ow: &Words, f: &form::Words, problem: ContentProblem) -> (String, String) {
    let number = |at: usize| (at + 1).to_string();
    let line = |at: usize, name: &str| format!("line-{at}-{name}");
    match problem {
        ContentProblem::LineLabel(at) => (line(at, "label"), ow.problem_line_label(&number(at))),
        ContentProblem::LineNumber(at) => (line(at, "tel"), ow.problem_line_number(&number(at))),
        ContentProblem::LineChecked(at) => {
            (line(at, "label"), ow.problem_line_checked(&number(at)))
        }
        ContentProblem::Effective => ("effective".to_owned(), ow.problem_effective.to_owned()),
        ContentProblem::LineNotOne(at, why) => {
            (line(at, "tel"), ow.problem_line_not_one(&number(at), not_one(f, why)))
        }
        ContentProblem::LineTooLong(at) => {
            (line(at, "label"), ow.problem_line_too_long(&number(at)))
        }
        ContentProblem::StepTooLong(at) => {
            (format!("step-{at}"), ow.problem_step_too_long(&number(at)))
        }
        ContentProblem::TextTooLong => {
            ("definition".to_owned(), ow.problem_text_too_long.to_owned())
        }
        ContentProblem::Deadline(deadline) => {
            let (least, most) = deadline.bounds;
            let says = ow.problem_deadline(&least.to_string(), &most.to_string());
            (deadlines::field_of(deadline), says)
        }
        ContentProblem::ServiceWeek => (String::new(), ow.problem_service_week.to_owned()),
        ContentProblem::Text(at, problem) => {
            let (at, says) = texts::what_is_wrong(ow, (at, problem));
            (at, says.to_owned())
        }
        ContentProblem::TooManyTexts => (String::new(), ow.problem_too_many_texts.to_owned()),
        ContentProblem::TooManyLines => (String::new(), ow.problem_too_many_lines.to_owned()),
        ContentProblem::TooManySteps => (String::new(), ow.problem_too_many_steps.to_owned()),
    }
}
