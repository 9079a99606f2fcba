//! Text of every stage against files; `UPDATE_SNAPSHOTS=1 cargo test --test generated_code` writes them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::programs::{GOOD, OTHER, Program, REFUSED};
use crate::{expansion, stages};

/// Compares with the file, or writes it. Returns what differs.
fn compare(name: &str, text: &str) -> Option<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/generated_code/snapshots");
    let path = directory.join(name).with_extension("txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&path, text).expect("a snapshot can be written");
        return None;
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    if wanted == text {
        return None;
    }
    let line = wanted.lines().zip(text.lines()).position(|(wanted, got)| wanted != got);
    let line = line.unwrap_or_else(|| wanted.lines().count().min(text.lines().count()));
    let at = |text: &str| text.lines().nth(line).unwrap_or("(end)").to_owned();
    Some(format!("{name}, line {}\n  wanted {}\n  got    {}", line + 1, at(&wanted), at(text)))
}

fn compare_all(texts: impl Iterator<Item = (String, String)>) {
    let differences: Vec<String> = texts.filter_map(|(name, text)| compare(&name, &text)).collect();
    assert!(
        differences.is_empty(),
        "run with UPDATE_SNAPSHOTS=1 and read the difference:\n{}",
        differences.join("\n")
    );
}

fn ir(&(_, options, item): &Program) -> String {
    let stages = stages(options, item);
    let mut text = format!("#[grad({options})]\n{item}\n\n");
    let (active, record) = (stages.facts.active.clone(), stages.facts.record.clone());
    let _ = write!(text, "{}\nactive: {}\n", stages.primal, stages.names(active).join(" "));
    let _ = write!(text, "record: {}\n\n{}", stages.names(record).join(" "), stages.adjoint);
    text
}

fn code(&(_, options, item): &Program) -> String {
    format!("// #[grad({options})]\n// {item}\n\n{}", expansion(options, item))
}

/// The programs whose code is compared too: one for each kind of frame around the sweeps.
fn with_code() -> impl Iterator<Item = &'static Program> {
    let kinds =
        ["straight_line", "an_early_return", "a_slice", "a_call_that_changes_its_argument", "recursion"];
    GOOD.iter().filter(move |program| kinds.contains(&program.0)).chain(OTHER)
}

#[test]
fn the_ir_of_good_programs() {
    compare_all(GOOD.iter().map(|program| (format!("{}-ir", program.0), ir(program))));
}

#[test]
fn the_code_of_good_programs() {
    compare_all(with_code().map(|program| (format!("{}-code", program.0), code(program))));
}

#[test]
fn the_code_of_refused_programs() {
    compare_all(REFUSED.iter().map(|program| (program.0.to_owned(), code(program))));
}

#[test]
fn no_snapshot_is_left_over() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/generated_code/snapshots");
    let files = fs::read_dir(directory).expect("the snapshots are there").count();
    assert_eq!(files, GOOD.len() + with_code().count() + REFUSED.len());
}
