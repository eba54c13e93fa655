use super::{Import, Verdict};
use crate::{import::table::Table, store::load::NewStaff};
use domain::{
    id::StaffId,
    search::fold,
    wire::v1::{Role, StaffCard},
};
use std::collections::{BTreeMap, HashMap};

/// The users of the export, and one stand-in for records nobody can be named for.
#[derive(Debug, Default)]
pub(super) struct Staff {
    new: Vec<NewStaff>,
    by_user: HashMap<String, StaffId>,
    unnamed: Option<StaffId>,
}

pub(super) fn read(users: &Table, import: &mut Import<'_>) -> Staff {
    let mut staff = Staff::default();
    let mut taken = import.context.logins.clone();
    for row in users.rows() {
        let key = row.get("UserID");
        let why = if row.is_cut_off() {
            Some("The row ends before its last column.")
        } else if key.is_empty() {
            Some("It has no UserID.")
        } else if !row.get("DateDeleted").is_empty() {
            Some("Deleted in the source; notes of this user are shown as of the HMIS import.")
        } else if staff.by_user.contains_key(&key) {
            Some("An earlier row has the same UserID.")
        } else {
            None
        };
        if let Some(why) = why {
            import.skip(row.at(), "staff", why);
            continue;
        }
        let id = import.keys.staff(&key);
        let full = format!("{} {}", row.get("UserFirstName"), row.get("UserLastName"));
        let name = match full.trim() {
            "" => format!("HMIS user {key}"),
            full => full.to_owned(),
        };
        // A name somebody signs in with stays theirs, whatever rule made it.
        let given = import.context.logins.iter().find(|(_, owner)| **owner == id);
        let login =
            given.map_or_else(|| free_login(&name, &key, id, &taken), |(login, _)| login.clone());
        let why = format!("Signs in as {login} once an administrator has set a password.");
        import.report.add(row.at(), "staff", Verdict::Taken, why);
        taken.insert(login.clone(), id);
        staff.by_user.insert(key, id);
        staff.new.push(worker(id, name, login));
    }
    staff
}

impl Staff {
    /// The user of this id, if the export names one.
    pub(super) fn known(&self, user: &str) -> Option<StaffId> {
        self.by_user.get(user).copied()
    }

    /// The user of this id, or the stand-in, which joins the batch when it is first needed.
    pub(super) fn author(&mut self, user: &str, import: &Import<'_>) -> StaffId {
        if let Some(id) = self.known(user) {
            return id;
        }
        *self.unnamed.get_or_insert_with(|| {
            let id = import.keys.staff("");
            let login = free_login("hmis import", "records", id, &import.context.logins);
            self.new.push(worker(id, "HMIS import".to_owned(), login));
            id
        })
    }

    pub(super) fn into_new(self) -> Vec<NewStaff> {
        self.new
    }
}

fn worker(staff_id: StaffId, name: String, login: String) -> NewStaff {
    let card = StaffCard { staff_id, name, credentials: String::new(), role: Role::Worker };
    NewStaff { card, login, password: None }
}

/// `first.last`, with the key behind it when somebody else has that.
fn free_login(name: &str, key: &str, id: StaffId, taken: &BTreeMap<String, StaffId>) -> String {
    let plain = |text: &str| {
        let folded: String = fold(text).chars().filter(|c| c.is_ascii()).collect();
        folded.split_whitespace().collect::<Vec<_>>().join(".")
    };
    let free = |login: &str| taken.get(login).is_none_or(|owner| *owner == id);
    let mut login = plain(name);
    if login.is_empty() || !free(&login) {
        login = format!("{login}.{}", plain(key)).trim_matches('.').to_owned();
    }
    if login.is_empty() || !free(&login) {
        login = format!("user.{id}");
    }
    login
}
