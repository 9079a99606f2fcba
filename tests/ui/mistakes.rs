//! The commonest mistakes of everyday Rust: inside a `#[grad]` function each shows at most one error more than in the
//! plain function, and the first error is the plain function's own, at the same tokens.
//!
//! Each file in `ui/mistakes` holds one mistake. It is compiled twice, the second time with the lines `#[grad]` blank.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::{files, read};

/// How many errors more than in the plain function are allowed.
const BUDGET: usize = 1;

#[test]
fn a_mistake_reads_the_same_inside_a_differentiated_function() {
    let sources = files("tests/ui/mistakes", "rs");
    assert!(sources.len() >= 10, "the ten commonest mistakes");
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes");
    let names: Vec<String> =
        sources.iter().filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    let mut binaries = Vec::new();
    for (path, name) in sources.iter().zip(&names) {
        let source = read(path);
        let plain: Vec<&str> =
            source.lines().map(|line| if line.trim() == "#[grad]" { "" } else { line }).collect();
        binaries.push((format!("{name}_differentiated"), source.clone()));
        binaries.push((format!("{name}_plain"), plain.join("\n")));
    }
    write_package(&package, &binaries);
    let errors = check(&package);
    let of = |binary: String| errors.get(&binary).cloned().unwrap_or_default();
    let mut report = String::new();
    for name in &names {
        let (plain, ours) = (of(format!("{name}_plain")), of(format!("{name}_differentiated")));
        assert!(!plain.is_empty(), "{name} is no mistake");
        let within = ours.len() <= plain.len() + BUDGET;
        if !within || ours.first() != plain.first() {
            let _ = writeln!(report, "{name}\n  plain:\n    {}", plain.join("\n    "));
            let _ = writeln!(report, "  differentiated:\n    {}", ours.join("\n    "));
        }
    }
    assert!(report.is_empty(), "these read worse under `#[grad]`:\n{report}");
}

/// A package with one binary for each text, which depends on this one.
fn write_package(package: &Path, binaries: &[(String, String)]) {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut manifest = format!(
        "[package]\nname = \"mistakes\"\nversion = \"0.0.0\"\nedition = \"2024\"\nautobins = false\n\n\
         [workspace]\n\n[dependencies]\nautodiff-grad = {{ path = {root:?} }}\n"
    );
    fs::create_dir_all(package).unwrap_or_else(|error| panic!("{}: {error}", package.display()));
    for (name, source) in binaries {
        let _ = write!(manifest, "\n[[bin]]\nname = \"{name}\"\npath = \"{name}.rs\"\n");
        write(&package.join(name).with_extension("rs"), source);
    }
    write(&package.join("Cargo.toml"), &manifest);
    let lock = Path::new(root).join("Cargo.lock");
    if lock.exists() {
        write(&package.join("Cargo.lock"), &read(&lock));
    }
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// The errors of each binary in order, as `line:column: error[code]: message`.
fn check(package: &Path) -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--bins", "--keep-going", "--offline", "--message-format", "short"])
        .current_dir(package)
        .env("CARGO_TARGET_DIR", package.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap_or_else(|error| panic!("cargo: {error}"));
    let text = String::from_utf8_lossy(&output.stderr);
    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines() {
        let Some((binary, error)) = line.split_once(".rs:") else { continue };
        if error.contains(": error") {
            errors.entry(binary.to_owned()).or_default().push(error.to_owned());
        }
    }
    assert!(!errors.is_empty(), "nothing was compiled:\n{text}");
    errors
}
