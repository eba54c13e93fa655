//! Which colleague a user of a source is, where somebody wrote it down.

use super::{
    Context, ImportError,
    table::{Columns, Table},
};
use domain::id::StaffId;
use std::{collections::BTreeMap, fs, path::Path};

/// The sheet of `--staff`: a user of the source and a sign-in name on each line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaffMap(BTreeMap<String, StaffId>);

const COLUMNS: Columns = Columns {
    required: &["UserID", "login"],
    read: &["UserID", "login"],
    long: &[],
    days: &[],
    names_others: false,
};

impl StaffMap {
    /// Reads the sheet.
    ///
    /// # Errors
    /// When it cannot be read, has a line that is no row, or names somebody who carries no
    /// clients here: a wrong name would show a caseload to the wrong person.
    pub fn read(path: &Path, context: &Context) -> Result<Self, ImportError> {
        let file = path.display().to_string();
        let bytes = fs::read(path)
            .map_err(|why| ImportError::Unreadable { file: file.clone(), why: why.to_string() })?;
        let table = Table::read(&file, &bytes, &COLUMNS, &mut |_| {})?;
        let refuse =
            |line, why: &str| Err(ImportError::NoColleague(format!("{file}, line {line}: {why}")));
        if let Some((line, why)) = table.first_broken() {
            return refuse(line, why);
        }
        let mut map = BTreeMap::new();
        for row in table.rows() {
            let (user, login, line) = (row.get("UserID"), row.get("login"), row.at().1);
            match context.login(&login) {
                _ if user.is_empty() => return refuse(line, "UserID is empty"),
                Some(known) if known.carries && !known.has_left => {
                    if map.insert(user, known.staff_id).is_some() {
                        return refuse(line, "an earlier line names the same UserID");
                    }
                }
                Some(_) => {
                    let why = format!(
                        "{login} carries no clients: an administrator, or somebody who has left"
                    );
                    return refuse(line, &why);
                }
                None => return refuse(line, &format!("nobody signs in as {login}")),
            }
        }
        Ok(Self(map))
    }

    /// The colleague a user is said to be.
    #[must_use]
    pub fn get(&self, user: &str) -> Option<StaffId> {
        self.0.get(user).copied()
    }
}
