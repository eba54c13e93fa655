//! One field of a document's form, by what may stand in it.

use super::{Filling, Into};
use crate::held::Live;
use crate::parts::{
    check::check,
    choices::choices,
    dates,
    day_field::DayField,
    form::with_complaint,
    signature,
    text::{LineField, TextArea},
};
use crate::state::AppState;
use chrono::Timelike as _;
use domain::{
    document::{Absent, Cell, CellName, Cells, NUMBER, SIGNATURE, TIME, Value, may_be_day},
    json::Json,
    signature::Signature,
};
use leptos::prelude::*;
use std::sync::Arc;

/// The field for a cell; nothing for what nobody fills in.
pub fn field(filling: Filling, into: Into, cell: &'static Cell) -> Option<AnyView> {
    if cell.name == NUMBER {
        return None;
    }
    let Filling { app, words, .. } = filling;
    let name = CellName::new(cell.name);
    let label = (words.name)(app, name);
    let suffix = filling.now(|cells| into.suffix(cells)).unwrap_or_default();
    let id = [cell.name, &suffix].concat();
    let value = {
        let into = into.clone();
        filling.value(move |cells| into.key(cells, cell.name))
    };
    let again = into.clone();
    let set = move |value: Value| filling.put(&into, cell.name, &value);
    Some(match cell.sort {
        "text" => {
            let text = Live::derive(move || value.get().as_text().unwrap_or_default().to_owned());
            let typed = move |text: String| set(Value::text(&text));
            view! { <TextArea id label rows=1 value=text on_input=typed/> }.into_any()
        }
        "flag" => {
            let on = Live::derive(move || value.get().is_yes());
            with_complaint(&id.clone(), check(id, label, on, move |on| set(Value::flag(on))))
        }
        "count" => {
            let number = Live::derive(move || match value.get().parts() {
                Some((_, Json::Number(number))) => number.to_string(),
                Some((_, Json::Text(text))) => text.clone(),
                _ => String::new(),
            });
            let typed = move |text: String| {
                // What is no whole number stays as it was typed, until it was put right.
                let typed = text.trim();
                let number = typed.parse().map_or_else(|_| Json::Text(text.clone()), Json::Number);
                set(if typed.is_empty() { Value::Nothing } else { Value::of("count", number) });
            };
            view! { <LineField id label kind="number" value=number on_input=typed/> }.into_any()
        }
        "day" => day(app, (id, label), value, set),
        TIME => time(app, (id, label), value, set),
        SIGNATURE => {
            let now = Live::derive(move || {
                value.get().parts().and_then(|(_, json)| Signature::read(json))
            });
            let drawn = Callback::new(move |drawn: Option<Signature>| {
                let value = drawn.map(|drawn| Value::of(SIGNATURE, drawn.json()));
                set(value.unwrap_or(Value::Nothing));
            });
            let put_back = Arc::new(move |was: Signature| {
                let stands =
                    |cells: &Cells| again.key(cells, cell.name).map(|key| cells.value(key));
                if filling.now(stands) == Some(Some(Value::Nothing)) {
                    filling.put(&again, cell.name, &Value::of(SIGNATURE, was.json()));
                }
            });
            with_complaint(&id, signature::pad(app, &id, label, now, drawn, put_back))
        }
        _ => {
            let mut options: Vec<(&'static str, &'static str)> = (filling.choices)(app, cell.sort);
            if options.is_empty() {
                return None;
            }
            if cell.absent == Absent::Nothing {
                // Behind the answers: it is how a stray tap is taken back.
                let d = crate::words::document::words(app.language.get_untracked());
                options.push(("", d.not_said));
            }
            let words: Vec<&'static str> = options.iter().map(|(word, _)| *word).collect();
            let chosen = move || {
                let value = value.get();
                let now = value.as_word().unwrap_or_default();
                // A word that only a newer app knows is none of these. What nobody has answered has
                // no answer, not even that it was left open.
                words.iter().copied().find(|word| *word == now && !now.is_empty())
            };
            let options: Vec<_> =
                options.into_iter().map(|(word, label)| (Some(word), label)).collect();
            let choose = move |word: Option<&'static str>| {
                set(match word.unwrap_or_default() {
                    "" => Value::Nothing,
                    word => Value::of(cell.sort, Json::Text(word.to_owned())),
                });
            };
            let row = choices(id.clone(), label, options, chosen, choose);
            with_complaint(&id.clone(), view! { <div id=id tabindex="-1">{row}</div> }.into_any())
        }
    })
}

fn day(
    app: AppState,
    (id, label): (String, &'static str),
    value: Live<Value>,
    set: impl Fn(Value) + Send + Sync + 'static,
) -> AnyView {
    let w = app.words();
    let now = move || value.get().as_day();
    let field = Live::derive(move || now().map(|day| day.to_string()).unwrap_or_default());
    let stays = Live::derive(move || now().map(|day| dates::on_paper(w, day)).unwrap_or_default());
    let typed = move |text: String| {
        let day = domain::day::read(&text).filter(|day| may_be_day(*day));
        if day.is_some() || text.is_empty() {
            set(day.map_or(Value::Nothing, Value::day));
        }
        day.is_some() || text.is_empty()
    };
    view! { <DayField id label kind="date" value=field stays on_input=typed/> }.into_any()
}

fn time(
    app: AppState,
    (id, label): (String, &'static str),
    value: Live<Value>,
    set: impl Fn(Value) + Send + Sync + 'static,
) -> AnyView {
    let w = app.words();
    let now = move || value.get().as_time();
    let field = Live::derive(move || {
        let minute = now();
        minute.map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60)).unwrap_or_default()
    });
    let stays =
        Live::derive(move || now().map(|minute| dates::time_of_day(w, minute)).unwrap_or_default());
    let typed = move |text: String| {
        let time = dates::read_time(&text);
        if time.is_some() || text.is_empty() {
            let minute = time.map(|time| time.hour() * 60 + time.minute());
            set(minute.map_or(Value::Nothing, Value::time));
        }
        time.is_some() || text.is_empty()
    };
    view! { <DayField id label kind="time" value=field stays on_input=typed/> }.into_any()
}
