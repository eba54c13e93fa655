//! The `streetlight` command.

use clap::Parser as _;
use server::cli::{Cli, exit, run};
use std::{io::Write as _, process::ExitCode};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { exit::USAGE.into() } else { ExitCode::SUCCESS };
        }
    };
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "streetlight: {error:#}");
            exit::code(&error).into()
        }
    }
}
