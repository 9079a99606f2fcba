//! Instructions per call, counted by valgrind.
//!
//! The program runs itself under `valgrind --tool=callgrind` with two numbers of rounds. Their difference is free of
//! everything that runs once.

use std::path::PathBuf;
use std::process::Command;

const FEW: u64 = 100;
const MANY: u64 = 1100;

/// A valgrind that runs, and this program.
pub(crate) struct Callgrind {
    version: String,
    program: PathBuf,
}

impl Callgrind {
    /// None if valgrind is not installed.
    pub(crate) fn find() -> Option<Self> {
        let output = Command::new("valgrind").arg("--version").output().ok()?;
        let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Some(Self { version, program: std::env::current_exe().ok()? })
    }

    /// What counts, or what to do about its absence.
    pub(crate) fn note(found: Option<&Self>) -> String {
        match found {
            Some(found) => format!("Instructions are counted by {}.", found.version),
            None => "Instructions are not counted: that needs valgrind \
                     (Debian, Ubuntu: apt-get install valgrind; Fedora: dnf install valgrind)."
                .to_owned(),
        }
    }

    /// Instructions for one round of what the program does with the arguments `run`, these and a number of rounds.
    pub(crate) fn per_round(&self, args: &[&str]) -> Result<f64, String> {
        let (few, many) = (self.count(args, FEW)?, self.count(args, MANY)?);
        Ok((many - few) as f64 / (MANY - FEW) as f64)
    }

    fn count(&self, args: &[&str], rounds: u64) -> Result<u64, String> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(&self.program)
            .arg("run")
            .args(args)
            .arg(rounds.to_string())
            .output()
            .map_err(|error| format!("valgrind does not run: {error}"))?;
        let text = String::from_utf8_lossy(&output.stderr);
        let collected = text.lines().find_map(|line| line.split_once("Collected : "));
        collected
            .filter(|_| output.status.success())
            .and_then(|(_, count)| count.trim().parse().ok())
            .ok_or_else(|| format!("callgrind counted nothing for `{}`:\n{text}", args.join(" ")))
    }
}
