//! By which rules minutes of service become units: every rule that was saved, and the form for the
//! next one.

use super::units_form::{RuleForm, fresh, rounding};
use crate::{
    held::{Derived, Held},
    parts::{
        dates,
        online::{Asked, Question},
    },
    state::{draft, use_app},
    store::{DraftName, FormKind},
    words::units::words,
};
use domain::{
    id::ClientId,
    units::RuleDraft,
    wire::v1::{UnitRule, UnitRules},
};
use leptos::{prelude::*, task::spawn_local};

/// Where rules are asked for and saved.
pub(super) const PATH: &str = "/api/v1/agency/units";

/// The draft of this form is about nobody.
pub(super) const DRAFT: DraftName =
    DraftName { form: FormKind::UnitRule, client_id: ClientId::from_bytes([0; 16]) };

/// The rules, and the form for one more.
#[component]
pub(super) fn Units() -> impl IntoView {
    let state = use_app();
    let u = words(state.language.get_untracked());
    let question = Question::<UnitRules>::ask_for_whole(PATH);
    // What was typed before the phone locked; looked for once.
    let left = Held::new(None::<Option<RuleDraft>>);
    spawn_local(async move {
        let _gone = left.try_set(Some(draft::left(state, DRAFT).await));
    });
    // The form stays as it is, with what was typed, while the rules above it are read anew.
    let begun = Derived::new(move |before: Option<&Option<(RuleDraft, bool)>>| {
        let kept = before.and_then(Clone::clone);
        kept.or_else(|| match (question.asked.get(), left.get()) {
            (Asked::Here(rules), Some(left)) => {
                let found = left.is_some();
                Some((left.unwrap_or_else(|| fresh(state, &rules)), found))
            }
            _ => None,
        })
    });
    view! {
        <section class="block" aria-labelledby="units">
            <h2 id="units">{u.heading}</h2>
            <p class="quiet">{u.text}</p>
            {question.drawn(move |rules| match rules.rules.is_empty() {
                true => view! { <p class="empty">{u.none}</p> }.into_any(),
                false => list(&rules),
            })}
            {move || begun.get().map(|(draft, found)| view! { <RuleForm draft found asked=question.asked/> })}
        </section>
    }
}

/// Every rule, the latest first.
fn list(rules: &UnitRules) -> AnyView {
    let state = use_app();
    let u = words(state.language.get_untracked());
    let today = state.now.get_untracked().date();
    let in_force = rules.on(today).map(|rule| rule.number);
    let row = |rule: &UnitRule| {
        let day = dates::on_paper(state.words(), rule.from);
        let says = match rule.on {
            true => u.line(&day, &rule.unit_minutes.to_string(), rounding(u, rule.rounding)),
            false => u.line_off(&day),
        };
        let mark = (in_force == Some(rule.number))
            .then(|| view! { <small class="mark">{u.in_force}</small> });
        view! {
            <li class="phone">
                <h3 class="person-name">{rule.number}". "{rule.name.clone()}{mark}</h3>
                <p class="quiet">{says}</p>
            </li>
        }
    };
    let rows = rules.rules.iter().rev().map(row).collect_view();
    view! { <ul class="people">{rows}</ul> }.into_any()
}
