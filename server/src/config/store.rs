use crate::store::{Access, OpenOptions};
use std::path::PathBuf;

/// Where the data lie; the same for every command.
#[derive(Debug, Clone, clap::Args)]
pub struct StoreArgs {
    /// Folder of the database
    #[arg(long, global = true, env = "STREETLIGHT_DATA", default_value = "data")]
    pub data: PathBuf,
    /// File of the master key [default: master.key in the data folder]
    #[arg(long, global = true, env = "STREETLIGHT_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    /// Shape of the log on standard error
    #[arg(long, global = true, env = "STREETLIGHT_LOG", default_value = "text")]
    pub log: LogFormat,
}

/// Shape of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For reading.
    Text,
}

impl StoreArgs {
    /// What to open the store with.
    #[must_use]
    pub fn options(&self, access: Access) -> OpenOptions {
        let mut options = OpenOptions::in_folder(&self.data);
        options.access = access;
        if let Some(key_file) = &self.key_file {
            options.key_file.clone_from(key_file);
        }
        options
    }
}
