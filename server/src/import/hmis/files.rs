use crate::import::{ImportError, table::listed};
use std::{collections::BTreeMap, path::Path};

/// The sheets of an export by lower-case name.
#[derive(Debug, Clone, Default)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Reads every CSV file of a folder that the import knows.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read.
    pub fn from_dir(folder: &Path) -> Result<Self, ImportError> {
        let unreadable = |path: &Path, why: &std::io::Error| ImportError::Unreadable {
            file: path.display().to_string(),
            why: why.to_string(),
        };
        let entries = std::fs::read_dir(folder).map_err(|why| unreadable(folder, &why))?;
        let mut files = Self::default();
        for entry in entries {
            let path = entry.map_err(|why| unreadable(folder, &why))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            // Files that are not read are still named when one is missing.
            let known = super::REQUIRED.iter().chain(&super::OPTIONAL);
            let bytes = if known.clone().any(|(known, _)| known.eq_ignore_ascii_case(&name)) {
                std::fs::read(&path).map_err(|why| unreadable(&path, &why))?
            } else {
                Vec::new()
            };
            files.0.insert(name, bytes);
        }
        Ok(files)
    }

    /// Adds or replaces one file.
    pub fn insert(&mut self, name: &str, bytes: Vec<u8>) {
        self.0.insert(name.to_lowercase(), bytes);
    }

    pub(super) fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.get(&name.to_lowercase()).map(Vec::as_slice)
    }

    pub(super) fn required(&self, name: &str) -> Result<&[u8], ImportError> {
        self.get(name).ok_or_else(|| ImportError::MissingFile {
            file: name.to_owned(),
            found: listed(self.0.keys().map(String::as_str)),
        })
    }
}

impl FromIterator<(String, Vec<u8>)> for Files {
    fn from_iter<I: IntoIterator<Item = (String, Vec<u8>)>>(files: I) -> Self {
        Self(files.into_iter().map(|(name, bytes)| (name.to_lowercase(), bytes)).collect())
    }
}
