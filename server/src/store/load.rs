//! What a bulk load takes.

use domain::{
    id::StaffId,
    wire::v1::{AddendumRow, Agency, Client, ContactRow, CrisisPlan, StaffCard, Task},
};

/// Everything one load brings, to be applied in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The agency itself.
    pub agency: Agency,
    /// Staff, with their sign-in names.
    pub staff: Vec<NewStaff>,
    /// Clients, with who is assigned.
    pub clients: Vec<NewClient>,
    /// Signed notes.
    pub contacts: Vec<ContactRow>,
    /// Words added to notes.
    pub addenda: Vec<AddendumRow>,
    /// Things to do.
    pub tasks: Vec<Task>,
    /// Crisis plans in force.
    pub crisis_plans: Vec<CrisisPlan>,
}

/// A staff member to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStaff {
    /// Who.
    pub card: StaffCard,
    /// The name to sign in with.
    pub login: String,
    /// The first password; none until an administrator gives one.
    pub password: Option<String>,
}

/// A client to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClient {
    /// The fact sheet.
    pub client: Client,
    /// Whose caseload.
    pub assigned: Vec<StaffId>,
}
