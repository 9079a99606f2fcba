//! What a user reads when something is wrong.
//!
//! * `ui/refusal`: our wording, at least one test for each variant of `Refusal`;
//! * `ui/rustc`: errors that only rustc can see, in rustc's wording or in ours through `on_unimplemented`;
//! * `ui/mistakes`: the ten commonest mistakes of everyday Rust, which must not read worse because of the attribute.
//!
//! The first line of each file states its claim. The `.stderr` files hold the words of rustc 1.95, warnings included;
//! another toolchain may differ in rustc's part. To accept a change: `TRYBUILD=overwrite cargo test --test ui`, then
//! read the difference.

#[path = "ui/mistakes.rs"]
mod mistakes;

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn refusals() {
    trybuild::TestCases::new().compile_fail("tests/ui/refusal/*.rs");
}

#[test]
fn errors_of_rustc() {
    trybuild::TestCases::new().compile_fail("tests/ui/rustc/*.rs");
}

/// A refusal that no test shows is one that nobody has read, or that cannot happen.
#[test]
fn every_refusal_is_shown_by_a_test() {
    let shown: Vec<String> = files("tests/ui/refusal", "stderr").iter().map(|path| read(path)).collect();
    let shown: Vec<&str> = shown.iter().flat_map(|text| text.lines()).collect();
    let catalogue = catalogue(&read(Path::new("autodiff-macros/src/diagnostics.rs")));
    assert!(catalogue.len() > 40, "the catalogue is read wrongly: {} variants", catalogue.len());
    let hidden: Vec<&str> = catalogue
        .iter()
        .filter(|(_, wording)| !shown.iter().any(|line| says(line, wording)))
        .map(|(variant, _)| variant.as_str())
        .collect();
    assert!(hidden.is_empty(), "no test in tests/ui/refusal shows {hidden:?}");
}

#[test]
fn every_test_states_its_claim_and_has_its_output() {
    for directory in ["tests/ui/refusal", "tests/ui/rustc"] {
        let sources = files(directory, "rs");
        let outputs = files(directory, "stderr");
        let named = |paths: &[PathBuf]| paths.iter().map(|path| path.with_extension("")).collect::<Vec<_>>();
        assert_eq!(named(&sources), named(&outputs), "each test has one `.stderr`, each `.stderr` a test");
        for path in sources {
            let source = read(&path);
            let claim: Vec<&str> = source.lines().map_while(|line| line.strip_prefix("//! ")).collect();
            assert!(claim.concat().ends_with('.'), "{} starts with a `//!` sentence", path.display());
        }
    }
}

/// The variants of `Refusal` and their wordings, as they stand in the source: `Name(field) => "text {field}",`
fn catalogue(source: &str) -> Vec<(String, String)> {
    let lines = source.lines().skip_while(|line| *line != "catalogue! {").take_while(|line| *line != "}");
    let variant = |line: &str| {
        let (variant, wording) = line.trim().split_once(" => \"")?;
        let name = variant.split('(').next()?;
        Some((name.to_owned(), wording.strip_suffix("\",")?.to_owned()))
    };
    lines.filter_map(variant).collect()
}

/// Whether a line of rustc's output is an error in this wording, with anything for its `{fields}`.
fn says(line: &str, wording: &str) -> bool {
    let Some(mut rest) = line.strip_prefix("error: ") else { return false };
    let mut pieces = wording.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, text)| text));
    let starts = pieces.next().unwrap_or_default();
    let Some(after) = rest.strip_prefix(starts) else { return false };
    rest = after;
    let mut last = starts;
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
        last = piece;
    }
    rest.is_empty() || last.is_empty()
}

fn files(directory: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| panic!("{directory}: {error}"));
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
