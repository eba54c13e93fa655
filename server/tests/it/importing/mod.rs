//! What an agency sees of imports: through the binary, with files as other systems and
//! spreadsheets write them. Everybody in them is made up.

mod any;
mod figures;
mod moves;
mod operator;
mod resaved;
mod sheets;
mod sources;
mod spoiled;
mod year;

use crate::support::{PASSWORD, options, process::streetlight};
use domain::id::{ClientId, StaffId};
use server::store::{OpenError, Store, imported::Known};
use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path)
}

/// An agency with Dana Whitlock, who signs in as dana, and a folder for files.
struct Here {
    data: TempDir,
    files: TempDir,
}

/// What a command said, and how it ended.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
    report: String,
}

impl Said {
    fn last(&self) -> &str {
        self.out.lines().last().unwrap_or_default()
    }

    /// What the report says of a line.
    fn of(&self, file: &str, line: u64) -> String {
        let begins = format!("{file},{line},");
        let found: Vec<&str> = self.report.lines().filter(|row| row.starts_with(&begins)).collect();
        assert_eq!(found.len(), 1, "{file}:{line} stands once in the report: {}", self.report);
        found.concat()
    }
}

impl Here {
    fn new() -> Self {
        let here = Self { data: TempDir::new().unwrap(), files: TempDir::new().unwrap() };
        here.run(&["agency", "add", "North"]);
        here.user("dana", "Dana Whitlock");
        here
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let done = streetlight(self.data.path(), arguments).output().unwrap();
        assert!(done.status.success(), "{done:?}");
        done
    }

    fn user(&self, login: &str, name: &str) {
        let add = ["user", "add", login, "--name", name, "--password-stdin"];
        let mut add = streetlight(self.data.path(), &add).stdin(Stdio::piped()).spawn().unwrap();
        add.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes()).unwrap();
        assert!(add.wait().unwrap().success());
    }

    /// The small export with some of its files put in place by others.
    fn export(&self, others: &[(&str, &str)]) -> PathBuf {
        let folder = self.files.path().join("export");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        for entry in fs::read_dir(fixture("hmis/small")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
        }
        for (name, other) in others {
            fs::copy(fixture("hmis/later").join(other), folder.join(name)).unwrap();
        }
        folder
    }

    /// Runs an import with a report, however it ends.
    fn tries(&self, kind: &str, from: &Path, more: &[&str]) -> Said {
        let report = self.files.path().join("report.csv");
        let _ = fs::remove_file(&report);
        let (from, to) = (from.to_str().unwrap(), report.to_str().unwrap());
        let arguments = [&["import", kind, from, "--report", to], more].concat();
        let done = streetlight(self.data.path(), &arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said {
            code: done.status.code(),
            out: text(&done.stdout),
            err: text(&done.stderr),
            report: fs::read_to_string(&report).unwrap_or_default(),
        }
    }

    fn hmis(&self, others: &[(&str, &str)]) -> Said {
        self.hmis_with(others, &[])
    }

    fn hmis_with(&self, others: &[(&str, &str)], more: &[&str]) -> Said {
        let said = self.tries("hmis", &self.export(others), more);
        assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
        said
    }

    fn caseload(&self, sheet: &Path) -> Said {
        let said = self.tries("caseload", sheet, &[]);
        assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
        said
    }

    fn sheet(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.files.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    async fn store(&self) -> Store {
        // A process that another test is just starting has a copy of every open file, this lock's
        // too, until it runs its own program.
        let began = Instant::now();
        loop {
            match Store::open(&options(self.data.path())).await {
                Err(OpenError::InUse(_)) if began.elapsed() < Duration::from_secs(20) => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                opened => return opened.unwrap(),
            }
        }
    }

    async fn known(&self) -> Known {
        let store = self.store().await;
        let agency = *store.agencies().await.unwrap().first().unwrap();
        let known = store.known_to_imports(agency).await.unwrap();
        store.close().await;
        known
    }

    /// The sign-in names of those who carry the client with this key of the source, sorted.
    async fn carriers(&self, key: &str) -> Vec<String> {
        let store = self.store().await;
        let agency = *store.agencies().await.unwrap().first().unwrap();
        let known = store.known_to_imports(agency).await.unwrap();
        let lines = store.staff_lines().await.unwrap();
        store.close().await;
        let login = |staff: StaffId| {
            let line = lines.iter().find(|line| line.card.staff_id == staff).unwrap();
            line.login.clone()
        };
        let carried = known.carried.get(&client(&known, key)).cloned().unwrap_or_default();
        let mut carriers: Vec<String> = carried.iter().map(|made| login(made.staff)).collect();
        carriers.sort();
        carriers
    }
}

/// The client with this key of the source.
fn client(known: &Known, key: &str) -> ClientId {
    let mut found = known.people.iter().filter(|(_, person)| person.key.as_deref() == Some(key));
    *found.next().unwrap_or_else(|| panic!("nobody has the key {key}")).0
}
