//! Why an import stops, in one sentence for the person at the keyboard.

/// Why nothing was imported.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// A file the import cannot do without is not there.
    #[error("{file} is missing: the folder holds {found}. Nothing was imported.")]
    MissingFile {
        /// The file looked for.
        file: String,
        /// What is there instead.
        found: String,
    },
    /// The file has no first line with column names.
    #[error("{file} has no first line with column names, it is empty. Nothing was imported.")]
    NoHeader {
        /// The file.
        file: String,
    },
    /// A column the import cannot do without is not there.
    #[error("{file} has no column {column}: its columns are {found}. Nothing was imported.")]
    MissingColumn {
        /// The file.
        file: String,
        /// The column looked for.
        column: String,
        /// The columns there are.
        found: String,
    },
    /// The file or folder is not there, or may not be read.
    #[error(
        "{file} cannot be read ({why}). Nothing was imported. Check the name and whose file it is."
    )]
    Unreadable {
        /// The file or folder.
        file: String,
        /// What the system says.
        why: String,
    },
    /// The file is of another kind.
    #[error("{file} is {is}, and a sheet in CSV is needed. Nothing was imported. {then}")]
    NotASheet {
        /// The file.
        file: String,
        /// What it is.
        is: &'static str,
        /// What to do.
        then: &'static str,
    },
    /// A folder where a file is needed, or the other way about.
    #[error("{0}. Nothing was imported.")]
    WrongPlace(String),
    /// Not one row of a file could be read.
    #[error(
        "not one row of {file} could be read, the first of them, line {line}, because: {why} Nothing was imported. Put the file in order and run it again."
    )]
    AllBroken {
        /// The file.
        file: String,
        /// Its first row that is broken.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// The export is of another system than those before it.
    #[error(
        "this export comes from {now}, and people were imported from {before} before: both may use one PersonalID for two people. Nothing was imported. Add --another-system to keep its people apart, or --same-system if it is one of these under another name."
    )]
    AnotherSystem {
        /// What the export says of itself.
        now: String,
        /// What those before it said.
        before: String,
    },
    /// The report would take the place of a file that is something else.
    #[error(
        "{0} is there already and is no report of an import. Nothing was imported and the file was left as it is. Choose another name with --report."
    )]
    ReportOverFile(String),
    /// The report cannot be written.
    #[error(
        "the report {0} cannot be written ({1}). Nothing was imported. Check the folder and whose it is."
    )]
    ReportUnwritable(String, String),
    /// A colleague was named who is none.
    #[error("{0}. Nothing was imported.")]
    NoColleague(String),
}

impl ImportError {
    /// What sort of mistake it is, for the exit code.
    #[must_use]
    pub const fn is_of(&self) -> Mistake {
        match self {
            Self::MissingFile { .. } | Self::Unreadable { .. } => Mistake::NoInput,
            Self::NoHeader { .. }
            | Self::MissingColumn { .. }
            | Self::NotASheet { .. }
            | Self::AllBroken { .. } => Mistake::Data,
            Self::ReportUnwritable(..) => Mistake::NoOutput,
            Self::WrongPlace(_)
            | Self::AnotherSystem { .. }
            | Self::ReportOverFile(_)
            | Self::NoColleague(_) => Mistake::Usage,
        }
    }
}

/// Sorts of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// Something that is needed is not there.
    NoInput,
    /// It is there, and cannot be understood.
    Data,
    /// What is asked for cannot be written.
    NoOutput,
    /// The command asks for what cannot be.
    Usage,
}
