//! The fact sheet that a line of a caseload sheet makes.

use super::{columns::Orders, numbers};
use crate::import::{
    Context,
    dates::{EXPECTED, Of},
    hmis::blank,
    languages,
    placeholder::is_placeholder,
    quote::{holds_ssn, quoted, without_ssn},
    spoiled::spoiled,
    table::Row,
};
use chrono::NaiveDate;
use domain::{
    id::{ClientId, StaffId},
    length::LINE_MAX_BYTES,
    wire::v1::{Alert, AlertKind, Client, Level, Stage},
};

/// What was read of a line.
pub(super) struct Read {
    pub(super) client: Client,
    /// Whom the line names as the worker.
    pub(super) worker: Option<StaffId>,
    /// What to check about it.
    pub(super) remarks: Vec<String>,
}

/// The fact sheet a row makes, and what to check about it; or why the row cannot be believed.
pub(super) fn client(
    row: &Row<'_>,
    id: ClientId,
    orders: &Orders,
    context: &Context,
) -> Result<Read, String> {
    let mut sheet = Sheet { row, orders, remarks: Vec::new() };
    let names = ["preferred_name", "legal_name", "alias"].map(|column| row.get(column));
    if holds_ssn(&names.join(" ")) && !names.iter().any(|name| holds_ssn(name)) {
        return Err("The names together hold a number written like a social security number; the \
                    cells of this row may have moved."
            .to_owned());
    }
    let mut client = Client {
        legal_name: sheet.name("legal_name")?,
        alias: sheet.name("alias")?,
        pronouns: sheet.words("pronouns"),
        born_on: sheet.past("born_on"),
        languages: sheet.languages(),
        interpreter: sheet.yes("interpreter").unwrap_or(false),
        place: sheet.words("place"),
        contact_points: sheet.phone(),
        level: sheet.level(),
        level_since: sheet.past("level_since"),
        program: sheet.words("program"),
        opened_on: sheet.past("opened_on"),
        review_due: sheet.date("review_due"),
        ..blank(id)
    };
    let preferred = sheet.name("preferred_name")?;
    (client.preferred_name, client.alias, client.legal_name) =
        sheet.called(preferred, client.alias, client.legal_name);
    client.stage = if client.level.is_some() { Stage::Active } else { Stage::Outreach };
    if client.level.is_some() && client.level_since.is_none() {
        client.level_since = client.opened_on;
    }
    let alert = sheet.words("alert");
    if !alert.is_empty() {
        client.alerts.push(Alert { line_id: None, kind: AlertKind::Other, text: alert });
    }
    sheet.lengths();
    let worker = sheet.worker(context);
    Ok(Read { client, worker, remarks: sheet.remarks })
}

/// Columns that fill a field of one line.
const LINES: [&str; 7] =
    ["preferred_name", "legal_name", "alias", "pronouns", "phone", "place", "program"];

struct Sheet<'a> {
    row: &'a Row<'a>,
    orders: &'a Orders,
    remarks: Vec<String>,
}

impl Sheet<'_> {
    /// A name; a number in its place says that the cells of the row have moved.
    fn name(&self, column: &str) -> Result<String, String> {
        let text = self.row.get(column);
        if let Some(why) = spoiled(&text) {
            return Err(format!("{column} {} {why}; expected is a name.", quoted(&text)));
        }
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if holds_ssn(&text) || digits >= 7 {
            return Err(format!(
                "{column} holds {} where a name is expected; the cells of this row may have moved.",
                quoted(&text)
            ));
        }
        Ok(text)
    }

    /// What to call the person, their street name and their legal name: words that stand where a name is not
    /// known are left out where another says who it is.
    fn called(
        &mut self,
        preferred: String,
        alias: String,
        legal: String,
    ) -> (String, String, String) {
        let mut names = [preferred, alias, legal];
        let is_name = |name: &String| !name.is_empty() && !is_placeholder(name);
        if names.iter().any(is_name) {
            for name in names.iter_mut().filter(|name| is_placeholder(name)) {
                self.remarks
                    .push(format!("{} stands where a name is not known; left out.", quoted(name)));
                name.clear();
            }
        }
        let preferred = names.iter().find(|name| !name.is_empty()).cloned().unwrap_or_default();
        let [_, alias, legal] = names;
        (preferred, alias, legal)
    }

    /// Words, without a number that may not be kept.
    fn words(&mut self, column: &str) -> String {
        let text = self.row.get(column);
        if let Some(why) = spoiled(&text) {
            self.remarks.push(format!("{column} {} {why}; left out.", quoted(&text)));
            return String::new();
        }
        let Some(left) = without_ssn(&text) else { return text };
        self.remarks.push(format!(
            "{column} holds a number written like a social security number; it was left out."
        ));
        left
    }

    fn date(&mut self, column: &str) -> Option<NaiveDate> {
        let text = self.row.get(column);
        if text.is_empty() {
            return None;
        }
        let of = if column == "born_on" { Of::Birth } else { Of::Event };
        let Some(read) = self.orders.reading(column).likely(&text, of) else {
            self.remarks
                .push(format!("{column} {} was not read, {EXPECTED}; left empty.", quoted(&text)));
            return None;
        };
        if let Some(doubt) = read.doubt {
            let date = read.date.format("%-d %B %Y");
            self.remarks.push(format!("{column} is {doubt}: {} is {date}.", quoted(&text)));
        }
        Some(read.date)
    }

    fn past(&mut self, column: &str) -> Option<NaiveDate> {
        let date = self.date(column)?;
        if date > self.orders.today {
            let text = quoted(&self.row.get(column));
            self.remarks.push(format!("{column} {text} lies in the future; left empty."));
            return None;
        }
        Some(date)
    }

    fn yes(&mut self, column: &str) -> Option<bool> {
        let text = self.row.get(column);
        match text.to_lowercase().as_str() {
            "" => None,
            "yes" | "y" | "true" | "1" | "1.0" | "x" | "si" | "sí" => Some(true),
            "no" | "n" | "false" | "0" | "0.0" => Some(false),
            _ => {
                let text = quoted(&text);
                self.remarks.push(format!("{column} {text} is neither yes nor no; left empty."));
                None
            }
        }
    }

    fn languages(&mut self) -> Vec<String> {
        let text = self.row.get("languages");
        let mut tags: Vec<String> = Vec::new();
        for name in text.split([';', ',', '/']).map(str::trim).filter(|name| !name.is_empty()) {
            match languages::by_name(name) {
                Some(tag) if !tags.contains(&tag) => tags.push(tag),
                Some(_) => {}
                None => self.remarks.push(format!(
                    "The language {} is neither a name nor a tag this program knows; left out.",
                    quoted(name)
                )),
            }
        }
        tags
    }

    fn level(&mut self) -> Option<Level> {
        let text = self.row.get("level");
        let upper = text.to_uppercase();
        match upper.trim_start_matches("LEVEL").trim() {
            "" => None,
            "I" | "1" | "1.0" => Some(Level::I),
            "II" | "2" | "2.0" => Some(Level::II),
            "III" | "3" | "3.0" => Some(Level::III),
            _ => {
                let text = quoted(&text);
                self.remarks.push(format!("level {text} is none of I, II and III; left empty."));
                None
            }
        }
    }

    /// What no form takes at this length, though nothing of it is lost.
    fn lengths(&mut self) {
        for column in LINES {
            if self.row.get(column).len() > LINE_MAX_BYTES {
                self.remarks.push(format!(
                    "{column} is longer than the {LINE_MAX_BYTES} bytes a field takes; kept, and to be shortened."
                ));
            }
        }
    }

    /// The number, safe to use only where the sheet says so.
    fn phone(&mut self) -> Vec<domain::wire::v1::ContactPoint> {
        let (safe, text) = (self.yes("phone_safe"), self.yes("text_ok"));
        numbers::points(&self.row.get("phone"), safe, text, &mut self.remarks)
    }

    /// The colleague named, by sign-in name; or by a name that nobody else has.
    fn worker(&mut self, context: &Context) -> Option<StaffId> {
        let text = self.row.get("worker_login");
        if text.is_empty() {
            self.remarks.push("worker_login is empty: it names no worker.".to_owned());
            return None;
        }
        if let Some(known) = context.login(&text) {
            if known.carries && !known.has_left {
                return Some(known.staff_id);
            }
            self.remarks.push(format!(
                "{} carries no clients: an administrator, or somebody who has left.",
                quoted(&text)
            ));
            return None;
        }
        let mut called = context.called(&text);
        match (called.next(), called.next()) {
            (Some(one), None) => {
                self.remarks.push(format!(
                    "Nobody signs in as {}; {} has that name, and nobody else.",
                    quoted(&text),
                    one.login
                ));
                Some(one.staff_id)
            }
            _ => {
                self.remarks.push(format!("Nobody signs in as {}.", quoted(&text)));
                None
            }
        }
    }
}
