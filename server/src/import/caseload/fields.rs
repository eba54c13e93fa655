use crate::{
    import::{Context, dates, hmis::blank, languages, table::Row},
    names,
};
use chrono::NaiveDate;
use domain::{
    id::ClientId,
    length::LINE_MAX_BYTES,
    phone::{self, NotOne},
    wire::v1::{Alert, AlertKind, Client, ContactPoint, Level, Stage},
};

/// The fact sheet a row makes, and what to check about it.
pub(super) fn client(row: &Row<'_>, id: ClientId, context: &Context) -> (Client, Vec<String>) {
    let mut sheet = Sheet { row, today: context.now.date(), remarks: Vec::new() };
    let mut client = Client {
        legal_name: row.get("legal_name"),
        alias: row.get("alias"),
        pronouns: row.get("pronouns"),
        born_on: sheet.past("born_on"),
        languages: sheet.languages(),
        interpreter: sheet.yes("interpreter").unwrap_or(false),
        place: row.get("place"),
        contact_points: sheet.phone(),
        level: sheet.level(),
        level_since: sheet.past("level_since"),
        program: row.get("program"),
        opened_on: sheet.past("opened_on"),
        review_due: sheet.date("review_due"),
        ..blank(id)
    };
    client.preferred_name =
        [row.get("preferred_name"), client.alias.clone(), client.legal_name.clone()]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default();
    client.stage = if client.level.is_some() { Stage::Active } else { Stage::Outreach };
    if client.level.is_some() && client.level_since.is_none() {
        client.level_since = client.opened_on;
    }
    let alert = row.get("alert");
    if !alert.is_empty() {
        client.alerts.push(Alert { line_id: None, kind: AlertKind::Other, text: alert });
    }
    let login = names::normal(&row.get("worker_login"));
    sheet.lengths();
    client.primary = context.logins.get(&login).copied();
    if client.primary.is_none() {
        sheet.remarks.push(if login.is_empty() {
            "It names no worker; nobody is assigned yet.".to_owned()
        } else {
            format!("Nobody signs in as {login}; nobody is assigned yet.")
        });
    }
    (client, sheet.remarks)
}

/// Columns that fill a field of one line.
const LINES: [&str; 7] =
    ["preferred_name", "legal_name", "alias", "pronouns", "phone", "place", "program"];

struct Sheet<'a> {
    row: &'a Row<'a>,
    today: NaiveDate,
    remarks: Vec<String>,
}

impl Sheet<'_> {
    fn date(&mut self, column: &str) -> Option<NaiveDate> {
        let text = self.row.get(column);
        if text.is_empty() {
            return None;
        }
        match dates::any(&text) {
            None => {
                self.remarks.push(format!("{column} is not a date with a full year; left empty."));
                None
            }
            Some(read) => {
                if let Some(doubt) = read.doubt {
                    let date = read.date.format("%-d %B %Y");
                    self.remarks.push(format!("{column} is {doubt}: {date}."));
                }
                Some(read.date)
            }
        }
    }

    fn past(&mut self, column: &str) -> Option<NaiveDate> {
        let date = self.date(column)?;
        if date > self.today {
            self.remarks.push(format!("{column} lies in the future; left empty."));
            return None;
        }
        Some(date)
    }

    fn yes(&mut self, column: &str) -> Option<bool> {
        let text = self.row.get(column).to_lowercase();
        match text.as_str() {
            "" => None,
            "yes" | "y" | "true" | "1" | "x" | "si" | "sí" => Some(true),
            "no" | "n" | "false" | "0" => Some(false),
            _ => {
                self.remarks.push(format!("{column} is neither yes nor no; left empty."));
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
                None => self.remarks.push(
                    "A language is neither a name nor a tag this program knows; left out."
                        .to_owned(),
                ),
            }
        }
        tags
    }

    fn level(&mut self) -> Option<Level> {
        let text = self.row.get("level").to_uppercase();
        match text.trim_start_matches("LEVEL").trim() {
            "" => None,
            "I" | "1" | "1.0" => Some(Level::I),
            "II" | "2" | "2.0" => Some(Level::II),
            "III" | "3" | "3.0" => Some(Level::III),
            _ => {
                self.remarks.push("level is none of I, II and III; left empty.".to_owned());
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
    fn phone(&mut self) -> Vec<ContactPoint> {
        let value = self.row.get("phone");
        let (safe, text) = (self.yes("phone_safe"), self.yes("text_ok"));
        if value.is_empty() {
            return Vec::new();
        }
        if value.to_uppercase().contains("E+") {
            self.remarks.push(
                "phone was shortened by a spreadsheet and cannot be read; left out.".to_owned(),
            );
            return Vec::new();
        }
        // A spreadsheet takes it for a sum of money.
        let digits =
            value.strip_suffix(".0").filter(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
        let value = digits.unwrap_or(&value).to_owned();
        if let Some(why) = phone::problem(&value, false) {
            let why = match why {
                NotOne::Nothing => "holds no whole number",
                NotOne::Several => "may hold two numbers",
                NotOne::TooLong => "has more digits than a number",
                NotOne::Fax => "is a fax",
                NotOne::Unclear => "does not say clearly what to dial",
            };
            self.remarks.push(format!("phone {why}; kept as written, and it cannot be dialled."));
        }
        if safe.is_none() {
            self.remarks
                .push("phone_safe does not say; the number warns before it is dialled.".to_owned());
        }
        vec![ContactPoint {
            line_id: None,
            value,
            note: String::new(),
            call: true,
            text: text.unwrap_or(false),
            safe: safe.unwrap_or(false),
        }]
    }
}
