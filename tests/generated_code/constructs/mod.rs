//! Each construct of the Rust reference that can appear in a function: accepted, and then some test shows that it is
//! differentiated, or refused with these words. `docs/constructs.md` is made from this.

mod expressions;
mod items;
mod mutations;
mod patterns;

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{pipeline, spans};

/// What becomes of a construct.
enum Fate {
    /// Differentiated, or left as it is, in the test of this name.
    Accepted(&'static str),
    /// Refused with a message that starts so.
    Refused(&'static str),
}

use Fate::{Accepted, Refused};

/// A construct, a function that has it, and what becomes of that.
type Construct = (&'static str, &'static str, Fate);

const SECTIONS: [(&str, &[Construct]); 5] = [
    ("Expressions", expressions::EXPRESSIONS),
    ("Control flow", expressions::CONTROL),
    ("Statements and patterns", patterns::PATTERNS),
    ("Types of parameters and results", items::TYPES),
    ("Functions and items", items::ITEMS),
];

fn constructs() -> impl Iterator<Item = &'static Construct> {
    SECTIONS.iter().flat_map(|(_, constructs)| *constructs)
}

/// The messages of the errors in an expansion. Each points into the function.
fn errors(item: &str) -> Vec<String> {
    let (options, item) = (super::tokens(""), super::tokens(item));
    let out = pipeline::expand(options.clone(), item.clone());
    syn::parse2::<syn::File>(out.clone()).unwrap_or_else(|why| panic!("{item}: no Rust: {why}"));
    let astray = spans::astray(&options, &item, out.clone());
    assert!(astray.is_empty(), "{item}: {astray:?}");
    spans::refusals(out).into_iter().map(|refused| refused.message).collect()
}

#[test]
fn every_construct_has_its_fate() {
    let mut wrong = Vec::new();
    for (name, item, fate) in constructs() {
        let errors = errors(item);
        let right = match fate {
            Accepted(_) => errors.is_empty(),
            Refused(why) => errors.iter().any(|error| error.starts_with(why)),
        };
        if !right {
            wrong.push(format!("{name}: {errors:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A table that names tests has to go with them.
#[test]
fn the_tests_that_accept_a_construct_exist() {
    let mut sources = String::new();
    let mut directories = vec![Path::new("tests").to_path_buf()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                None if path.is_dir() => directories.push(path),
                Some(extension) if extension == "rs" && !path.ends_with("constructs") => {
                    sources.push_str(&fs::read_to_string(path).unwrap());
                }
                _ => {}
            }
        }
    }
    let missing: Vec<&str> = constructs()
        .filter_map(|(_, _, fate)| match fate {
            Accepted(test) => Some(*test),
            Refused(_) => None,
        })
        .filter(|test| {
            ![format!(" {test}, f("), format!("fn {test}(")].iter().any(|form| sources.contains(form))
        })
        .collect();
    assert!(missing.is_empty(), "no such tests: {missing:?}");
}

/// Two processes give the same code for everything here.
#[test]
fn another_process_gives_the_same_code() {
    let expansions: String = constructs()
        .map(|(_, item, _)| pipeline::expand(super::tokens("jvp, hvp"), super::tokens(item)).to_string())
        .collect();
    let path = std::env::temp_dir().join(format!("autodiff-expansions-{}", std::process::id()));
    if let Some(path) = std::env::var_os("AUTODIFF_EXPANSIONS") {
        return fs::write(path, expansions).unwrap();
    }
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "constructs::another_process_gives_the_same_code"])
        .env("AUTODIFF_EXPANSIONS", &path)
        .output()
        .unwrap()
        .status;
    assert!(status.success());
    let others = fs::read_to_string(&path).unwrap();
    fs::remove_file(path).unwrap();
    assert!(others == expansions, "the order of something is that of a hash table");
}

#[test]
fn the_table_in_the_documentation_is_todays() {
    let mut table = String::from(
        "# Constructs\n\nWhat `#[grad]` makes of the constructs of Rust that can appear in a function. Made from \
         `tests/generated_code/constructs`:\neach line is tested. What is accepted is differentiated in the test that \
         is named.\n",
    );
    for (title, constructs) in SECTIONS {
        table += &format!("\n## {title}\n\n| construct | |\n|---|---|\n");
        for (name, _, fate) in constructs {
            table += &match fate {
                Accepted(test) => format!("| {name} | accepted: `{test}` |\n"),
                Refused(why) => format!("| {name} | refused: {why} .. |\n"),
            };
        }
    }
    let path = Path::new("docs/constructs.md");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(path, &table).unwrap();
    }
    let known = fs::read_to_string(path).unwrap_or_default();
    assert!(
        known == table,
        "docs/constructs.md is old: run with UPDATE_GENERATED=1, and read the difference"
    );
}
