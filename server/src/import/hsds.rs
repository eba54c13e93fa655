//! Reading a package of the Human Services Data Specification (Open Referral HSDS 3, as 211 centres
//! publish it): a folder or zip file of CSV tables, or JSON with services and what hangs on them.
//!
//! The tables are put together as the JSON has them, so that one place says what becomes of a service
//! ([`service`]).

mod nested;
mod service;
mod tables;
mod words;
mod written;

pub use written::{write_json, write_tables};

use super::{ImportError, Report, Verdict, ids::IdSecret, opened};
use crate::store::SourceService;
use domain::id::{AgencyId, ServiceId};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

/// A service as its package nests it, and where it stands there.
struct Nested {
    file: Arc<str>,
    /// The line of its row, or its place in the JSON, counted from 1.
    line: u64,
    json: Value,
}

/// What to make ids of.
#[derive(Debug, Clone)]
pub struct Ids<'a> {
    /// What the package is called here: two may use one id for two services.
    pub source: &'a str,
    /// Whose directory it is.
    pub agency: AgencyId,
    /// The agency's secret.
    pub secret: &'a IdSecret,
    /// The ids of services that are here: a package that was exported here names them.
    pub here: &'a BTreeSet<ServiceId>,
}

impl Ids<'_> {
    fn of(&self, key: &str) -> ServiceId {
        let known = key.parse().ok().filter(|id| self.here.contains(id));
        known.unwrap_or_else(|| {
            let text = format!("hsds|{}|{}|service|{key}", self.source, self.agency);
            ServiceId::from_bytes(self.secret.id(&text))
        })
    }
}

/// What was read of a package.
#[derive(Debug)]
pub struct Package {
    /// The services, in the order of their ids.
    pub services: Vec<SourceService>,
    /// What was left out, with its cell, and what was taken.
    pub report: Report,
    /// Where each service stands in the package.
    pub places: Places,
}

/// File and line of each service.
pub type Places = BTreeMap<ServiceId, (Arc<str>, u64)>;

/// Reads a package.
///
/// # Errors
/// When it is none, or what is needed is missing in it.
pub fn read(path: &Path, ids: &Ids<'_>) -> Result<Package, ImportError> {
    let mut report = Report::default();
    let nested = if path.is_dir() {
        tables::nested(&folder(path)?, &mut report)?
    } else {
        let bytes = opened::read(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if opened::is_zip(&bytes) {
            let files = opened::unpacked(&name, bytes, is_table)?;
            tables::nested(&files.into_iter().collect(), &mut report)?
        } else {
            nested::read(&name, &bytes)?
        }
    };
    let mut services = BTreeMap::new();
    let mut places = BTreeMap::new();
    let total = nested.len();
    let mut unnamed = None;
    for Nested { file, line, json } in nested {
        let at = (&file, line);
        match service::of(&json, ids) {
            Ok((service, left_out)) => {
                let id = service.service_id;
                for (cell, why) in left_out {
                    report.add(at, "cell", Verdict::Changed, format!("{cell}: {why}"));
                }
                if services.insert(id, SourceService(service)).is_some() {
                    report.add(
                        at,
                        "service",
                        Verdict::Changed,
                        "id: it comes twice, and this one was taken.",
                    );
                }
                places.insert(id, (file, line));
            }
            Err(why) => {
                unnamed.get_or_insert((file.to_string(), line, why.clone()));
                report.broken(at, "service", why);
            }
        }
    }
    match unnamed {
        Some((file, line, why)) if services.is_empty() && total > 0 => {
            Err(ImportError::AllBroken { file, line, why })
        }
        _ => Ok(Package { services: services.into_values().collect(), report, places }),
    }
}

/// Whether a file of a folder or zip file is one of the tables.
fn is_table(name: &str) -> bool {
    tables::TABLES.iter().any(|table| name.eq_ignore_ascii_case(&format!("{}.csv", table.name)))
}

fn folder(path: &Path) -> Result<BTreeMap<String, Vec<u8>>, ImportError> {
    let mut files = BTreeMap::new();
    let unreadable = |why: &std::io::Error| opened::unreadable(path, why);
    for entry in std::fs::read_dir(path).map_err(|why| unreadable(&why))? {
        let path = entry.map_err(|why| unreadable(&why))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Files that are not read are still named when one is missing.
        let bytes = if is_table(&name) { opened::sheet(&path)? } else { Vec::new() };
        files.insert(name, bytes);
    }
    Ok(files)
}
