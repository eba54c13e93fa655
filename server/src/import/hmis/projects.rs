//! The programmes people are enrolled in: `Project.csv`.

use super::{Import, Verdict, codes, is_deleted};
use crate::import::{
    quote::{quoted, without_ssn},
    spoiled::no_key,
    table::Table,
};
use std::collections::HashMap;

/// A programme people are enrolled in.
#[derive(Debug, Clone)]
pub(super) struct Project {
    pub(super) name: String,
    pub(super) street_outreach: bool,
}

pub(super) fn read(table: &Table<'_>, import: &mut Import<'_>) -> HashMap<String, Project> {
    let mut projects = HashMap::new();
    for row in table.rows() {
        let key = row.key("ProjectID");
        if let Some(why) = no_key("ProjectID", &key) {
            import.broken(&row, "project", why);
            continue;
        }
        if is_deleted(&row) {
            import.skip(&row, "project", "Deleted in the source.");
            continue;
        }
        if projects.contains_key(&key) {
            let why = format!(
                "ProjectID {} stands on an earlier line too; that one was read.",
                quoted(&key)
            );
            import.skip(&row, "project", why);
            continue;
        }
        let name = [row.get("ProjectCommonName"), row.get("ProjectName"), format!("Project {key}")]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default();
        let name = without_ssn(&name).unwrap_or(name);
        let why = format!("Its enrollments are shown as {}.", quoted(&name));
        import.report.add(row.at(), "project", Verdict::Taken, why);
        let street_outreach = row.code("ProjectType") == Some(codes::STREET_OUTREACH);
        projects.insert(key, Project { name, street_outreach });
    }
    projects
}
