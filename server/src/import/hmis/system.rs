//! Which system an export is of. A PersonalID is unique within one HMIS implementation, so two
//! of them may use one number for two people.

use crate::{
    import::{
        Context, ImportError, SystemChoice,
        dates::{Of, Order, Reading},
        table::Table,
    },
    store::imported::System,
};
use chrono::NaiveDate;
use domain::Hash;

/// What the keys of the first system are made with: of imports from before systems were told
/// apart, too. Those of others have more behind it, so that it sorts first.
pub(super) const FIRST: &str = "hmis";

/// What `Export.csv` says of the export as a whole.
#[derive(Debug, Default)]
pub(super) struct Export {
    source_id: String,
    implementation_id: String,
    /// Names stand in it as hashes (list 1.5).
    pub(super) hashed: bool,
    /// It holds only what changed since the one before (list 1.2: delta refresh; list 1.1:
    /// updated), so that a row that is not in it is not gone.
    pub(super) is_delta: bool,
    /// Its first day, where it says so.
    from: Option<NaiveDate>,
    /// Its last day, where it says so.
    to: Option<NaiveDate>,
}

impl Export {
    pub(super) fn of(table: Option<&Table<'_>>, today: NaiveDate) -> Self {
        let Some(row) = table.and_then(|table| table.rows().next()) else { return Self::default() };
        let reading = Reading { order: Order::default(), today };
        let day = |column| reading.likely(&row.get(column), Of::Event).map(|read| read.date);
        Self {
            source_id: row.get("SourceID"),
            implementation_id: row.get("ImplementationID"),
            hashed: matches!(row.code("HashStatus"), Some(2..=4)),
            is_delta: row.code("ExportDirective") == Some(1)
                || row.code("ExportPeriodType") == Some(1),
            from: day("ExportStartDate"),
            to: day("ExportEndDate"),
        }
    }

    /// Whether a contact of this day would be in it.
    pub(super) fn covers(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Both say who they are, and nothing they say differs.
    fn is_of(&self, system: &System) -> bool {
        let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
        let pairs = [
            (&self.source_id, &system.source_id),
            (&self.implementation_id, &system.implementation_id),
        ];
        let differ = pairs
            .iter()
            .any(|(one, other)| !one.is_empty() && !other.is_empty() && !same(one, other));
        let agree = pairs.iter().any(|(one, other)| !one.is_empty() && same(one, other));
        let silent = pairs.iter().all(|(one, other)| one.is_empty() && other.is_empty());
        !differ && (agree || silent)
    }
}

/// The system that an export is of.
///
/// # Errors
/// When it is another than those before, and nobody has said what to make of it.
pub(super) fn find(export: &Export, context: &Context) -> Result<System, ImportError> {
    let known = &context.known.systems;
    let this = |scope: &str| System {
        scope: scope.to_owned(),
        source_id: export.source_id.clone(),
        implementation_id: export.implementation_id.clone(),
    };
    if let Some(same) = known.iter().find(|system| export.is_of(system)) {
        return Ok(same.clone());
    }
    match (known.first(), context.choices.system) {
        (None, _) => Ok(this(FIRST)),
        (Some(first), SystemChoice::Same) => Ok(this(&first.scope)),
        (Some(_), SystemChoice::Another) => {
            let says = format!("{}|{}", export.source_id, export.implementation_id);
            Ok(this(&format!("{FIRST}/{}", Hash::of(says.to_lowercase().as_bytes()))))
        }
        (Some(_), SystemChoice::Ask) => {
            let before = known.iter().map(named).collect::<Vec<_>>().join(" and ");
            Err(ImportError::AnotherSystem { now: named(&this("")), before })
        }
    }
}

fn named(system: &System) -> String {
    let System { source_id, implementation_id, .. } = system;
    let part = |what, value: &str| (!value.is_empty()).then(|| format!("{what} “{value}”"));
    let parts = [part("SourceID", source_id), part("ImplementationID", implementation_id)];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        "a system that does not name itself in Export.csv".to_owned()
    } else {
        parts.join(", ")
    }
}
