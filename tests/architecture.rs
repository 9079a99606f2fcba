//! Data flows one way through the compiler: a stage uses the IR, the rules and the results of stages before it.

use std::fs;
use std::path::Path;

/// For each module of the compiler, the others that it may name.
const MAY_USE: &[(&str, &[&str])] = &[
    ("rules", &[]),
    ("diagnostics", &[]),
    ("layout", &[]),
    ("ir", &["rules"]),
    ("parse", &["diagnostics", "ir"]),
    ("lower", &["diagnostics", "ir", "parse", "rules"]),
    ("analyse", &["ir", "parse", "rules"]),
    ("transform", &["analyse", "ir", "rules"]),
    ("emit", &["ir", "parse", "rules"]),
    ("dump", &["analyse", "ir", "layout", "parse"]),
    ("pipeline", &["analyse", "diagnostics", "dump", "emit", "ir", "lower", "parse", "transform"]),
    ("lib", &["pipeline"]),
];

fn each_file(dir: &Path, visit: &mut impl FnMut(&Path, &str)) {
    let mut entries: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            each_file(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            visit(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn each_module_uses_only_what_comes_before_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("autodiff-macros/src");
    let mut seen = 0;
    each_file(&root, &mut |path, text| {
        let first = path.strip_prefix(&root).unwrap().components().next().unwrap();
        let module = first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let (_, allowed) = MAY_USE
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("the module `{module}` is not in the table of this test"));
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (at, _) in text.match_indices("crate::") {
            // `$crate::` and paths in emitted code are not ours.
            if text[..at].ends_with(|before: char| before == '$' || before == '#' || before.is_alphanumeric())
            {
                continue;
            }
            let rest = &text[at + "crate::".len()..];
            let used: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            assert!(
                used == module || allowed.contains(&used.as_str()),
                "{}: `{module}` must not use `{used}`",
                path.display()
            );
            seen += 1;
        }
    });
    assert!(seen > 50, "the test found no uses to check");
}

#[test]
fn only_the_entry_point_names_proc_macro() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("autodiff-macros/src");
    each_file(&root, &mut |path, text| {
        if path.file_name().unwrap() != "lib.rs" {
            assert!(!text.contains("proc_macro::"), "{} names `proc_macro`", path.display());
        }
    });
}
