use crate::{
    held::Derived,
    parts::online::office_words,
    parts::{
        dates,
        text::{LineField, TextArea},
    },
    state::{form::Writing, use_app},
    words::{Language, office::Words},
};
use domain::{
    agency::{ContentDraft, TEXTS_MAX, TextProblem, Tongue, has_begun},
    length::CONTENT_TEXT_MAX_BYTES,
    wire::v1::ReleaseText,
};
use leptos::prelude::*;

/// The id of a field of a version, by its place.
fn id(at: usize, field: &str) -> String {
    format!("release-text-{at}-{field}")
}

const fn field(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::English => "en",
        Tongue::Spanish => "es",
    }
}

/// At which field something is wrong with a version, and what.
pub(super) fn what_is_wrong(
    ow: &Words,
    (at, problem): (usize, TextProblem),
) -> (String, &'static str) {
    match problem {
        TextProblem::From => (id(at, "from"), ow.problem_text_from),
        TextProblem::SameDay => (id(at, "from"), ow.problem_text_same_day),
        TextProblem::Past => (id(at, "from"), ow.problem_text_past),
        TextProblem::Blank(tongue) => (id(at, field(tongue)), ow.problem_text_blank),
        TextProblem::Long(tongue) => (id(at, field(tongue)), ow.problem_text_long),
    }
}

fn all(draft: &ContentDraft) -> &[ReleaseText] {
    draft.content.release_texts.as_deref().unwrap_or_default()
}

/// What is read before a release is signed: every version, and how one more is added. One that has begun
/// is to be read alone, as people signed under it.
#[component]
pub(super) fn ReleaseTexts(writing: Writing<ContentDraft>) -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let today = state.now.get_untracked().date();
    // Of each whether people may have signed under it, as it was saved: what is typed now was read to
    // nobody.
    let begun = Derived::new(move |_| {
        writing.draft.with(|draft| {
            let before = draft.before.release_texts.as_deref().unwrap_or_default();
            let is_fixed = |text| has_begun(text, today) && before.contains(text);
            all(draft).iter().map(is_fixed).collect::<Vec<_>>()
        })
    });
    let add = move |_| {
        writing.edit(|draft| {
            draft.content.release_texts.get_or_insert_default().push(ReleaseText::default());
        });
    };
    if writing.draft.with_untracked(|draft| draft.content.release_texts.is_none()) {
        return view! { <h2>{ow.read_before}</h2><p class="hint">{ow.read_before_newer}</p> }
            .into_any();
    }
    let full = move || begun.with(Vec::len) >= TEXTS_MAX;
    view! {
        <h2>{ow.read_before}</h2>
        <p class="hint">{ow.read_before_text}</p>
        {move || begun.get().into_iter().enumerate().map(|(at, begun)| match begun {
            true => read_only(writing.draft.with_untracked(|draft| {
                all(draft).get(at).cloned().unwrap_or_default()
            })),
            false => view! { <Version writing at/> }.into_any(),
        }).collect_view()}
        <button class="button wide" type="button" disabled=full on:click=add>{ow.read_before_add}</button>
    }
    .into_any()
}

/// A version, to read.
pub(super) fn read_only(ReleaseText { from, en, es }: ReleaseText) -> AnyView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let day = from.map(|from| dates::on_paper(w, from)).unwrap_or_default();
    view! {
        <article class="block">
            <h3>{ow.read_since(&day)}</h3>
            <h4>{ow.read_before_en}</h4>
            <p class="hint" lang=Language::English.tag()>{en}</p>
            <h4>{ow.in_spanish}</h4>
            <p class="hint" lang=Language::Spanish.tag()>{es}</p>
        </article>
    }
    .into_any()
}

#[component]
fn Version(
    writing: Writing<ContentDraft>,
    /// Its place, counted from zero.
    at: usize,
) -> impl IntoView {
    let ow = office_words(use_app());
    let value = move |of: fn(&ReleaseText) -> String| {
        writing.read(move |draft| all(draft).get(at).map(of).unwrap_or_default())
    };
    let edit = move |change: fn(&mut ReleaseText, String)| {
        move |words: String| {
            writing.edit(|draft| {
                let texts = draft.content.release_texts.as_mut();
                if let Some(text) = texts.and_then(|texts| texts.get_mut(at)) {
                    change(text, words);
                }
            });
        }
    };
    let remove = move |_| {
        writing.take_out(
            |draft| draft.content.release_texts.get_or_insert_default(),
            |texts| (at < texts.len()).then_some(at),
        );
    };
    view! {
        <fieldset class="entry form">
            <legend>{ow.read_before_new}</legend>
            <LineField
                id=id(at, "from")
                label=ow.read_before_from
                kind="date"
                value=value(|text| text.from.map(|day| day.to_string()).unwrap_or_default())
                on_input=edit(|text, day| text.from = day.parse().ok())
            />
            <TextArea
                id=id(at, "en")
                label=ow.read_before_en
                rows=5
                max=CONTENT_TEXT_MAX_BYTES
                value=value(|text| text.en.clone())
                on_input=edit(|text, words| text.en = words)
            />
            <TextArea
                id=id(at, "es")
                label=ow.in_spanish
                rows=5
                max=CONTENT_TEXT_MAX_BYTES
                value=value(|text| text.es.clone())
                on_input=edit(|text, words| text.es = words)
            />
            <button class="button" type="button" on:click=remove>{ow.read_before_remove}</button>
        </fieldset>
    }
}
