use super::{builder::Builder, section::is_people};
use crate::{
    held::Live,
    parts::{
        choices::choices,
        line_moves::LineMoves,
        number_field::NumberField,
        plan_values::{likelihood, line_words},
        text::{LineField, TextArea},
    },
    words::document,
};
use domain::{
    id::LineId,
    wire::v1::{CrisisPlanItem, Likelihood, Section},
};
use leptos::prelude::*;

/// One line of a section, being written.
#[component]
pub(super) fn Line(builder: Builder, section: Section, item_id: LineId) -> impl IntoView {
    let p = builder.p;
    let value = move |field: &'static str| {
        Live::derive(move || {
            builder.of_line(item_id, |line| line.clone().words(field).cloned().unwrap_or_default())
        })
    };
    let set = move |field: &'static str| {
        move |text: String| {
            builder.edit_line(item_id, |line| {
                if let Some(words) = line.words(field) {
                    *words = text;
                }
            });
        }
    };
    let id = move |field: &str| format!("{field}-{item_id}");
    let people = is_people(section);
    let who = people.then(|| {
        let number = |name: &'static str, label| {
            let texts = name == "sms";
            view! {
                <NumberField id=id(name) label=label texts=texts value=value(name) on_input=set(name)/>
            }
        };
        let calls = (section != Section::DoNotInvolve).then(|| {
            view! {
                {number("tel", p.line_tel)}
                {number("sms", p.line_sms)}
            }
        });
        view! {
            <LineField id=id("name") label=p.line_name value=value("name") on_input=set("name")/>
            <LineField id=id("relation") label=p.line_relation value=value("relation") on_input=set("relation")/>
            {calls}
        }
    });
    let words = if people { p.line_how } else { p.line_words };
    view! {
        <li class="plan-line">
            {who}
            <TextArea id=id("text") label=words rows=2 value=value("text") on_input=set("text")/>
            <More builder section item_id/>
            {moves(builder, item_id)}
        </li>
    }
}

/// How likely, what gets in the way, and who sees it.
#[component]
fn More(builder: Builder, section: Section, item_id: LineId) -> impl IntoView {
    let Builder { app, p, .. } = builder;
    let d = document::words(app.language.get_untracked());
    let likely = is_step(section).then(|| {
        let words = [Likelihood::Likely, Likelihood::Unsure, Likelihood::Unlikely]
            .map(|word| (Some(word), likelihood(d, word)));
        let mut options = words.to_vec();
        options.push((None, p.not_asked));
        let chosen = choices(
            format!("likelihood-{item_id}"),
            p.how_likely,
            options,
            move || builder.of_line(item_id, |line| line.likelihood),
            move |word| builder.edit_line(item_id, |line| line.likelihood = word),
        );
        let obstacles = Live::derive(move || builder.of_line(item_id, |line| line.obstacles.clone()));
        view! {
            {chosen}
            <TextArea
                id=format!("obstacles-{item_id}")
                label=p.obstacles
                rows=1
                value=obstacles
                on_input=move |text: String| builder.edit_line(item_id, |line| line.obstacles = text)
            />
        }
    });
    let check = move |name: &str,
                      label,
                      read: fn(&CrisisPlanItem) -> bool,
                      write: fn(&mut CrisisPlanItem, bool)| {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    id=format!("{name}-{item_id}")
                    prop:checked=move || builder.of_line(item_id, read)
                    on:change=move |event| builder.edit_line(item_id, |line| write(line, event_target_checked(&event)))
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <details class="sheet">
            <summary>{if is_step(section) { p.line_more } else { p.who_sees }}</summary>
            <div class="form">
                {likely}
                {check("hidden", p.hide_from_client, |line| line.hidden_from_client, |line, on| line.hidden_from_client = on)}
                {check("team", p.keep_from_team, |line| !line.show_to_team, |line, on| line.show_to_team = !on)}
            </div>
        </details>
    }
}

/// Steps are things to do; signs are not.
const fn is_step(section: Section) -> bool {
    matches!(
        section,
        Section::OnMyOwn
            | Section::PeoplePlaces
            | Section::PeopleHelp
            | Section::Professionals
            | Section::SaferPlace
    )
}

fn moves(builder: Builder, item_id: LineId) -> impl IntoView {
    let draft = builder.draft;
    let says = Live::derive(move || {
        let has_words =
            draft.with(|draft| draft.content.line(item_id).is_some_and(CrisisPlanItem::has_words));
        if has_words { builder.of_line(item_id, line_words) } else { String::new() }
    });
    let on_move = Callback::new(move |up| {
        builder.edit(|draft| _ = draft.content.move_line(item_id, up));
    });
    let on_out = Callback::new(move |()| {
        builder.writing.take_out(
            |draft| &mut draft.content.items,
            |lines| lines.iter().position(|line| line.item_id == item_id),
        );
    });
    view! { <LineMoves says on_move on_out/> }
}
