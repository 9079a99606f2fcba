//! Instructions per call, counted by valgrind.
//!
//! The program runs itself under `valgrind --tool=callgrind` with two numbers of rounds. Their difference is free of
//! everything that runs once; what a loop over a function of zeros takes is subtracted as well.

use std::path::Path;
use std::process::Command;

use crate::case::{Author, Case};

const FEW: u64 = 100;
const MANY: u64 = 1100;

/// The version of valgrind, or what to do about its absence.
pub(crate) fn version() -> Result<String, String> {
    let output = Command::new("valgrind").arg("--version").output().map_err(|error| {
        format!(
            "valgrind does not run ({error}); it counts the instructions, so install it \
             (Debian, Ubuntu: apt-get install valgrind; Fedora: dnf install valgrind) and run this again"
        )
    })?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Instructions per call of a function, handing over arguments and results aside.
pub(crate) fn instructions(program: &Path, case: &dyn Case, author: Author) -> Result<f64, String> {
    let calls = (MANY - FEW) as f64 * case.points() as f64;
    let per_call = |author| -> Result<f64, String> {
        let few = run(program, case.name(), author, FEW)?;
        let many = run(program, case.name(), author, MANY)?;
        Ok((many - few) as f64 / calls)
    };
    Ok(per_call(author)? - per_call(Author::Nobody)?)
}

fn run(program: &Path, case: &str, author: Author, rounds: u64) -> Result<u64, String> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["run", case, author.name(), &rounds.to_string()])
        .output()
        .map_err(|error| format!("valgrind does not run: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let collected = text.lines().find_map(|line| line.split_once("Collected : "));
    collected
        .filter(|_| output.status.success())
        .and_then(|(_, count)| count.trim().parse().ok())
        .ok_or_else(|| format!("callgrind counted nothing for `{case}`:\n{text}"))
}
