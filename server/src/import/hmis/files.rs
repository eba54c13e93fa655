use super::columns;
use crate::import::{ImportError, opened, table::listed};
use std::{collections::BTreeMap, path::Path};

/// The sheets of an export by lower-case name.
#[derive(Debug, Clone, Default)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Reads every CSV file that the import knows of a folder or a zip file.
    ///
    /// # Errors
    /// When it is neither, or a file in it cannot be read or is something else.
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        if path.is_dir() {
            return Self::from_dir(path);
        }
        let (file, bytes) = (path.display().to_string(), opened::read(path)?);
        if !opened::is_zip(&bytes) {
            return Err(ImportError::WrongPlace(format!(
                "{file} is a single file: name the folder with Client.csv and the others, or the \
                 zip file they came in"
            )));
        }
        if let Err(error @ ImportError::NotASheet { is: "a workbook", .. }) =
            opened::check(&file, &bytes)
        {
            return Err(error);
        }
        opened::unpacked(&file, bytes, is_known)?.into_iter().try_fold(
            Self::default(),
            |mut files, (name, bytes)| {
                opened::check(&name, &bytes)?;
                files.insert(&name, bytes);
                Ok(files)
            },
        )
    }

    /// Reads every CSV file of a folder that the import knows.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read.
    pub fn from_dir(folder: &Path) -> Result<Self, ImportError> {
        let unreadable = |why: &std::io::Error| opened::unreadable(folder, why);
        let mut files = Self::default();
        for entry in std::fs::read_dir(folder).map_err(|why| unreadable(&why))? {
            let path = entry.map_err(|why| unreadable(&why))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // Files that are not read are still named when one is missing.
            let bytes = if is_known(&name) { opened::sheet(&path)? } else { Vec::new() };
            if is_known(&name) && files.get(&name).is_some() {
                return Err(ImportError::WrongPlace(format!(
                    "{} holds {name} twice, in capitals and in small letters: nobody can know \
                     which of them is the export's",
                    folder.display()
                )));
            }
            files.insert(&name, bytes);
        }
        if !columns::REQUIRED.iter().any(|(name, _)| files.get(name).is_some())
            && let Some(inner) = folder_with_an_export(folder)
        {
            return Err(ImportError::WrongPlace(format!(
                "the files of the export are in the folder {} within it: name that one",
                inner.display()
            )));
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

/// Where whoever unpacked a zip file got a folder in a folder.
fn folder_with_an_export(folder: &Path) -> Option<std::path::PathBuf> {
    let within = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    let mut found = within.filter(|path| path.join("Client.csv").is_file());
    found.next()
}

fn is_known(name: &str) -> bool {
    let known = columns::REQUIRED.iter().chain(&columns::OPTIONAL);
    known.clone().any(|(known, _)| known.eq_ignore_ascii_case(name))
}

impl FromIterator<(String, Vec<u8>)> for Files {
    fn from_iter<I: IntoIterator<Item = (String, Vec<u8>)>>(files: I) -> Self {
        Self(files.into_iter().map(|(name, bytes)| (name.to_lowercase(), bytes)).collect())
    }
}
