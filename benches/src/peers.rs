//! Other crates, in a program of its own: what they need is no part of the workspace.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::clock::Effort;
use crate::report::Table;

/// The table that the program prints, or why there is none.
pub(crate) fn table(effort: Effort, names: &[&str]) -> Result<Table, String> {
    if effort.is_quick() {
        return Ok(Table::said("Left out: it would compile the other crates.".to_owned()));
    }
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--manifest-path"])
        .arg(manifest)
        .arg("--")
        .args(names)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|why| format!("cargo does not run: {why}"))?;
    if !output.status.success() {
        return Ok(Table::said("Left out: the other crates do not build or do not run here.".to_owned()));
    }
    Ok(Table::said(String::from_utf8_lossy(&output.stdout).into_owned()))
}
