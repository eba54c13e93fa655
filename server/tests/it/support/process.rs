//! The binary as a process of its own.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
};

/// The command with this data folder.
pub fn streetlight(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_streetlight"));
    command.arg("--data").arg(data).args(arguments).env_remove("STREETLIGHT_DATA");
    command
}

/// `streetlight serve` on a port of its own; killed when dropped.
pub struct Serving {
    child: Child,
    pub address: SocketAddr,
    /// What it logged before it listened.
    said: String,
}

impl Serving {
    /// Starts it and waits until it listens.
    pub fn start(data: &Path) -> Self {
        Self::start_with(data, |_| {})
    }

    /// The same, with something of its own about the process.
    pub fn start_with(data: &Path, prepare: impl FnOnce(&mut Command)) -> Self {
        let serve = ["--log", "json", "serve", "--plain-http", "--listen", "127.0.0.1:0"];
        let mut command = streetlight(data, &serve);
        // One phone of a test delivers more in a second than a worker in a day.
        command.args(["--pushes-per-minute", "1000000", "--enrolments-per-hour", "1000000"]);
        prepare(&mut command);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        let address = loop {
            let mut line = String::new();
            assert!(log.read_line(&mut line).unwrap() > 0, "it did not start: {said}");
            let event: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
            let field = |name| event.get(name).and_then(serde_json::Value::as_str);
            if field("message") == Some("serving") {
                break field("address").unwrap().parse().unwrap();
            }
            said.push_str(&line);
        };
        // Nobody reads on, but the pipe must not fill.
        std::thread::spawn(move || log.read_to_end(&mut Vec::new()));
        Self { child, address, said }
    }

    /// What it logged before it listened.
    pub fn said(&self) -> &str {
        &self.said
    }

    /// Kills it with SIGKILL, and waits until it is gone.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
