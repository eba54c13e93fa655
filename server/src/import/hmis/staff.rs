//! The users of an export: `User.csv`. Each is a colleague who is here already, or a new one.

use super::{Import, Verdict, is_deleted};
use crate::import::{
    Colleague, Context,
    quote::{holds_ssn, quoted},
    spoiled::no_key,
    table::{Row, Table},
};
use crate::{
    names::in_one_line,
    store::{imported::Memory, load::NewStaff},
};
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
    /// Users who are colleagues from before, by the id a user has here.
    matched: Vec<([u8; 16], StaffId)>,
    unnamed: Option<StaffId>,
}

pub(super) fn read(users: &Table<'_>, import: &mut Import<'_>) -> Staff {
    let mut staff = Staff::default();
    let mut taken = logins(import.context);
    let names = names(users);
    for row in users.rows() {
        let key = row.key("UserID");
        if let Some(why) = no_key("UserID", &key) {
            import.broken(&row, "staff", why);
        } else if is_deleted(&row) {
            let why = "Deleted in the source; notes of this user are shown as of the HMIS import.";
            import.skip(&row, "staff", why);
        } else if staff.by_user.contains_key(&key) {
            let why = format!(
                "UserID {} stands on an earlier line too; that one was read.",
                quoted(&key)
            );
            import.skip(&row, "staff", why);
        } else {
            staff.take(&row, key, &names, &mut taken, import);
        }
    }
    staff
}

/// Sign-in names that are taken, and by whom.
fn logins(context: &Context) -> BTreeMap<String, StaffId> {
    context.colleagues.iter().map(|one| (one.login.clone(), one.staff_id)).collect()
}

/// How many users have each name, folded: two of one name cannot be told apart by it.
fn names(users: &Table<'_>) -> HashMap<String, usize> {
    let mut names = HashMap::new();
    for row in users.rows().filter(|row| !is_deleted(row)) {
        *names.entry(fold(&name(&row))).or_default() += 1;
    }
    names
}

/// Characters of somebody's name, or of a key in a login, at most: no more of one is read anyhow, and one
/// of a thousand ended an import.
const NAME_MAX: usize = 100;

fn name(row: &Row<'_>) -> String {
    let full = format!("{} {}", row.get("UserFirstName"), row.get("UserLastName"));
    // It is signed under notes: one line that can be seen.
    let seen = in_one_line(&full);
    let words: Vec<_> = seen.split_whitespace().collect();
    words.join(" ").chars().take(NAME_MAX).collect()
}

impl Staff {
    fn take(
        &mut self,
        row: &Row<'_>,
        key: String,
        names: &HashMap<String, usize>,
        taken: &mut BTreeMap<String, StaffId>,
        import: &mut Import<'_>,
    ) {
        let context = import.context;
        let id = import.keys.staff(&key);
        let said = name(row);
        let alone = names.get(&fold(&said)) == Some(&1);
        let matched = match_of(context, row, &key, id, &said, alone);
        if let Some((colleague, how)) = matched {
            let Colleague { staff_id, login, .. } = colleague;
            let why = format!("Is {login}, who is here already: {how}.");
            import.report.add(row.at(), "staff", Verdict::Taken, why);
            self.by_user.insert(key, *staff_id);
            self.matched.push((*id.as_bytes(), *staff_id));
            return;
        }
        let known = context.colleague(id);
        // The name on the account may be one that somebody here put right.
        let name = match said.as_str() {
            said if said.is_empty() || holds_ssn(said) => format!("HMIS user {}", tail(&key, id)),
            said => said.to_owned(),
        };
        // A name somebody signs in with stays theirs, whatever rule made it.
        let login =
            known.map_or_else(|| free_login(&name, &key, id, taken), |known| known.login.clone());
        let alike: Vec<&str> = context
            .called(&name)
            .filter(|other| other.staff_id != id)
            .map(|other| other.login.as_str())
            .collect();
        let (verdict, why) = match (known, alike.as_slice()) {
            (None, []) => (
                Verdict::Taken,
                format!(
                    "A new account, {login}: an administrator sets its password with `user password \
                     {login}`. If this is somebody who signs in already, name them with --staff."
                ),
            ),
            (Some(_), []) => (Verdict::Taken, format!("Is {login}, from an earlier import.")),
            (_, alike) => (
                Verdict::Changed,
                format!(
                    "Signs in as {login}, and {} has the same name: if they are one person, say so \
                     with --staff.",
                    alike.join(", ")
                ),
            ),
        };
        import.report.add(row.at(), "staff", verdict, why);
        taken.insert(login.clone(), id);
        self.by_user.insert(key, id);
        self.new.push(worker(id, name, login));
    }

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
            let login = import.context.colleague(id).map_or_else(
                || free_login("hmis import", "records", id, &logins(import.context)),
                |known| known.login.clone(),
            );
            self.new.push(worker(id, "HMIS import".to_owned(), login));
            id
        })
    }

    /// Who was found to be whom, as far as that is new.
    pub(super) fn memory(&self, context: &Context) -> Vec<Memory> {
        let new =
            self.matched.iter().filter(|(user, is)| context.known.users.get(user) != Some(is));
        new.map(|(user, is)| Memory::User(*user, *is)).collect()
    }

    pub(super) fn into_new(self) -> Vec<NewStaff> {
        self.new
    }
}

/// The colleague that a user is, and how that is known: somebody said so, now or once before; or
/// one colleague, and one user, has this name or signs in with this address.
fn match_of<'a>(
    context: &'a Context,
    row: &Row<'_>,
    key: &str,
    id: StaffId,
    name: &str,
    alone: bool,
) -> Option<(&'a Colleague, &'static str)> {
    if let Some(told) = context.choices.staff.get(key) {
        return Some((context.colleague(told)?, "so says --staff"));
    }
    if let Some(before) = context.known.users.get(id.as_bytes()) {
        return Some((context.colleague(*before)?, "as in an earlier import"));
    }
    // Whoever came with an import before keeps their account until somebody says otherwise.
    if context.colleague(id).is_some() {
        return None;
    }
    let email = row.get("UserEmail");
    if !email.is_empty()
        && let Some(one) = context.login(&email)
        && one.carries
        && !one.has_left
    {
        return Some((one, "they sign in with this address"));
    }
    let mut called = context.called(name);
    match (called.next(), called.next()) {
        (Some(one), None) if alone => Some((one, "nobody else has this name")),
        _ => None,
    }
}

fn tail(key: &str, id: StaffId) -> String {
    if holds_ssn(key) { id.to_string() } else { key.to_owned() }
}

fn worker(staff_id: StaffId, name: String, login: String) -> NewStaff {
    let card = StaffCard { staff_id, name, credentials: String::new(), role: Role::Worker };
    NewStaff { card, login, password: None }
}

/// `first.last`, with the key behind it when somebody else has that.
fn free_login(name: &str, key: &str, id: StaffId, taken: &BTreeMap<String, StaffId>) -> String {
    let plain = |text: &str| -> String {
        let folded: String = fold(text).chars().filter(|c| c.is_ascii()).collect();
        folded.split_whitespace().collect::<Vec<_>>().join(".").chars().take(NAME_MAX).collect()
    };
    let free = |login: &str| taken.get(login).is_none_or(|owner| *owner == id);
    let mut login = plain(name);
    if login.is_empty() || !free(&login) {
        login = format!("{login}.{}", plain(key)).trim_matches('.').to_owned();
    }
    if login.is_empty() || !free(&login) || holds_ssn(&login) {
        login = format!("user.{id}");
    }
    login
}
