//! Words of a note that label, judge or abbreviate, pointed at under all that is written. Belongs to
//! the chunks with forms.

use crate::{
    browser::{clock, page},
    held::{Derived, Held, Live, react},
    state::{
        AppState, use_app,
        wording::{Found, Text, is_wanted, want},
    },
    words::wording::{Words, words},
};
use domain::{id::ClientId, language::Class};
use leptos::{prelude::*, task::spawn_local};

/// Milliseconds without a key after which the words are looked at.
const PAUSE_MS: u32 = 700;

/// Says what could be put otherwise, and why. It never changes a word, and keeps nobody from signing.
#[component]
pub fn Wording(
    /// Whom the note is about: names of people and places around them are left alone.
    client_id: ClientId,
    /// What is written, field by field.
    texts: Live<Vec<Text>>,
) -> impl IntoView {
    let state = use_app();
    let w = words(state.language.get_untracked());
    let wanted = Held::new(is_wanted(state));
    let found = Held::new(Vec::<Found>::new());
    let asked = Held::new(0_u32);
    let texts = Derived::new(move |_| texts.get());
    react(move || {
        let texts = texts.get();
        if !wanted.get() {
            return;
        }
        asked.update(|asked| *asked = asked.wrapping_add(1));
        let mine = asked.get_untracked();
        let is_last = move || asked.try_get_untracked() == Some(mine);
        spawn_local(async move {
            clock::sleep(PAUSE_MS).await;
            if !is_last() {
                return;
            }
            let names = names(state, client_id);
            if let Some(all) = (state.chunks.check_words)(texts, names).await
                && is_last()
                && found.try_get_untracked().is_some_and(|known| known != all)
            {
                found.set(all);
            }
        });
    });
    let stop = move |_| {
        let kept = want(state, false);
        wanted.set(false);
        state.tell(if kept { w.stopped } else { state.words().phone_could_not_keep });
    };
    let any = Derived::new(move |_| wanted.get() && found.with(|found| !found.is_empty()));
    move || {
        any.get().then(|| {
            view! {
                <details class="sheet wording">
                    <summary>{move || w.to_look_at(found.with(Vec::len))}</summary>
                    <p class="hint">{w.only_suggests}</p>
                    <ul>{move || found.get().into_iter().map(|found| row(w, found)).collect_view()}</ul>
                    <button class="link" type="button" on:click=stop>{w.stop}</button>
                </details>
            }
        })
    }
}

fn row(w: &'static Words, found: Found) -> AnyView {
    let (id, label) = found.field;
    let instead = (!found.suggestions.is_empty()).then(|| {
        let words = found.suggestions.join("; ");
        view! { <p>{w.instead(&words)}</p> }
    });
    view! {
        <li>
            <p><strong>{found.said}</strong></p>
            <p class="quiet">{explained(w, found.class)}</p>
            {instead}
            <button class="link" type="button" on:click=move |_| page::show(id.into())>{w.go_to(label)}</button>
        </li>
    }
    .into_any()
}

const fn explained(w: &Words, class: Class) -> &'static str {
    match class {
        Class::Label => w.class_label,
        Class::Substance => w.class_substance,
        Class::Judgement => w.class_judgement,
        Class::Suicide => w.class_suicide,
        Class::Doubt => w.class_doubt,
        Class::Power => w.class_power,
        Class::Jargon => w.class_jargon,
        Class::Sarcasm => w.class_sarcasm,
        Class::Impression => w.class_impression,
    }
}

/// Who and what is around a client by name.
fn names(state: AppState, client_id: ClientId) -> Vec<String> {
    state.caseload.with_untracked(|caseload| {
        let client = caseload.clients.get(&client_id).map(|entry| &entry.client);
        let own = client.into_iter().flat_map(|client| {
            [
                &client.preferred_name,
                &client.legal_name,
                &client.alias,
                &client.place,
                &client.program,
            ]
        });
        let staff = caseload.agency.iter().flat_map(|agency| &agency.staff).map(|card| &card.name);
        own.chain(staff).filter(|name| !name.is_empty()).cloned().collect()
    })
}
