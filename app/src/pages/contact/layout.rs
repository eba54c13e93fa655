//! A signed note in another order, on the screen and on paper.

use crate::{
    browser,
    held::Held,
    parts::{choices::choices, contact_facts::next_step_by},
    state::{layout::choose, use_app},
    words::{layout_names, layouts, note},
};
use domain::{
    contact::layouts::{Layout, Part, Section, Under, sections},
    wire::v1::Contact,
};
use leptos::prelude::*;

/// What the note says, under the headings of a layout. With whom and where it was stand with the
/// other facts, above.
pub(super) fn in_layout(layout: Layout, contact: &Contact) -> AnyView {
    let drawn = sections(layout, contact).into_iter().map(|section| draw(contact, section));
    drawn.collect_view().into_any()
}

fn draw(contact: &Contact, Section { under, texts }: Section<'_>) -> Option<AnyView> {
    let app = use_app();
    let language = app.language.get_untracked();
    let (w, n, l) = (app.words(), note::words(language), layouts::words(language));
    let text = |(part, text): (Part, &str)| match part {
        Part::Quote => view! { <blockquote>{text.to_owned()}</blockquote> }.into_any(),
        Part::NextStep => {
            let by = next_step_by(app, contact);
            view! { <p>{text.to_owned()}" ("{by}")"</p> }.into_any()
        }
        _ => view! { <p>{text.to_owned()}</p> }.into_any(),
    };
    Some(match under {
        Under::Own(Part::WithWhom | Part::Place) => return None,
        Under::Own(part) => {
            let class = if part == Part::Impression { "impression" } else { "" };
            let texts = texts.into_iter().map(text).collect_view();
            let name = layout_names::part(w, n, part);
            view! { <div class=class><dt>{name}</dt><dd>{texts}</dd></div> }.into_any()
        }
        Under::Heading(heading) => {
            let mut last = None;
            let texts = texts
                .into_iter()
                .map(|(part, said)| {
                    // Several quotes have one name above them.
                    let name = (last.replace(part) != Some(part))
                        .then(|| view! { <p class="part">{layout_names::part(w, n, part)}</p> });
                    view! { {name}{text((part, said))} }
                })
                .collect_view();
            view! { <div class="laid-out"><dt>{layout_names::heading(l, heading)}</dt><dd>{texts}</dd></div> }
                .into_any()
        }
    })
}

/// In which order the note is read, and paper.
#[component]
pub(super) fn LayoutChoice(chosen: Held<Option<Layout>>) -> impl IntoView {
    let app = use_app();
    let l = layouts::words(app.language.get_untracked());
    let names = Layout::ALL.map(|layout| (Some(layout), layout.word().to_uppercase()));
    let options = std::iter::once((None, l.as_written.to_owned())).chain(names).collect();
    let name = move || match chosen.get() {
        None => l.as_written.to_owned(),
        Some(layout) => layout.word().to_uppercase(),
    };
    view! {
        <details class="sheet not-printed">
            <summary>{l.layout}": "{name}</summary>
            <div class="form">
                <p class="hint">{l.layout_hint}</p>
                {choices("layout", l.layout, options, move || chosen.get(), move |layout| {
                    chosen.set(layout);
                    choose(app, layout);
                })}
                <button class="button wide" type="button" on:click=move |_| browser::page::print()>{l.print}</button>
            </div>
        </details>
    }
}
