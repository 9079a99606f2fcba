//! No loop of a gradient checks an index where the function itself does not: read from the assembly.
//!
//! rustc compiles the crate `inner_loops` to assembly with optimisations. Where the function of a form has no call of
//! `panic_bounds_check`, its gradient, both sweeps and whatever is not inlined of them, must have none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The assembly of the crate `inner_loops`.
fn assembly() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = root.join("target/inner_loops");
    let status = Command::new(env!("CARGO"))
        .args(["rustc", "--quiet", "--release", "--package", "inner_loops", "--target-dir"])
        .arg(&target)
        .args(["--", "--emit", "asm", "-C", "codegen-units=1"])
        .current_dir(root)
        .status()
        .expect("cargo runs");
    assert!(status.success(), "the crate `inner_loops` does not compile");
    let files =
        std::fs::read_dir(target.join("release/deps")).expect("there is a folder of what was compiled");
    let is_wanted = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("inner_loops-") && name.ends_with(".s")
    };
    let time = |path: &PathBuf| path.metadata().and_then(|data| data.modified()).ok();
    let newest = files.filter_map(|file| Some(file.ok()?.path())).filter(is_wanted).max_by_key(time);
    std::fs::read_to_string(newest.expect("there is assembly")).expect("it can be read")
}

/// How many places call `panic_bounds_check`, by module and by whether they belong to the function alone.
fn checks(assembly: &str) -> BTreeMap<String, [Option<usize>; 2]> {
    let mut all: BTreeMap<String, [Option<usize>; 2]> = BTreeMap::new();
    let mut current = None;
    for line in assembly.lines() {
        if let Some(symbol) = line.strip_suffix(':').filter(|symbol| symbol.starts_with('_')) {
            current = form_of(symbol);
            if let Some((name, which)) = &current {
                all.entry(name.clone()).or_default()[*which].get_or_insert(0);
            }
        } else if line.contains("panic_bounds_check") {
            if let Some((name, which)) = &current {
                *all.entry(name.clone()).or_default()[*which].get_or_insert(0) += 1;
            }
        }
    }
    all
}

/// The form that a symbol belongs to, and whether it is part of the gradient. In a symbol, each name of a path stands
/// behind its length.
fn form_of(symbol: &str) -> Option<(String, usize)> {
    let at = symbol.find("11inner_loops")? + "11inner_loops".len();
    let rest = &symbol[at..];
    let digits: String =
        rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let start = rest.find(&digits)? + digits.len();
    let len: usize = digits.parse().ok()?;
    let name = rest.get(start..)?.trim_start_matches('_').get(..len)?.to_owned();
    Some((name, usize::from(!rest.contains("5plain"))))
}

#[test]
fn reverse_loops_check_no_index_where_forward_loops_do_not() {
    let all = checks(&assembly());
    let forms: Vec<_> =
        all.iter().filter(|(_, [plain, gradient])| plain.is_some() && gradient.is_some()).collect();
    assert!(forms.len() >= 60, "only {} forms were found in the assembly", forms.len());
    let worse: Vec<_> =
        forms.iter().filter(|(_, [plain, gradient])| *plain == Some(0) && *gradient != Some(0)).collect();
    assert!(worse.is_empty(), "checks of the function and of its gradient: {worse:?}");
    // Were the reading blind, nothing would be found at all.
    let with_checks = forms.iter().filter(|(_, [plain, gradient])| *plain > Some(0) && *gradient > Some(0));
    assert!(with_checks.count() > 0, "a function that has to check an index seems to have no check");
}
