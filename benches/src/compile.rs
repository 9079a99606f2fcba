//! What compiling costs: crates of functions with the attribute and without, and the clean build of the crate itself.
//!
//! Cargo is started as a user starts it. What the macro takes is the time in which rustc expands the crate
//! (`--emit=dep-info` and nothing else stops behind that) minus the same without the attribute.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use self::stopwatch::Spent;
use crate::clock::Effort;
use crate::report::Table;
use crate::units;

mod stopwatch;
/// The functions are compiled here too, so that they cannot rot.
#[allow(dead_code, unreachable_pub, missing_docs, reason = "it is the text that is used")]
mod subject;

const SUBJECT: &str = include_str!("compile/subject.rs");

/// How Cargo builds macros by default, and how it does with `build-override.opt-level = 3`.
const PROFILES: [(&str, &[&str]); 2] =
    [("default", &[]), ("optimised", &["--config", "profile.dev.build-override.opt-level=3"])];

/// The table.
pub(crate) fn table(effort: Effort, _: &[&str]) -> Result<Table, String> {
    if effort.is_quick() {
        return Ok(Table::said("Left out: it would compile the crate several times.".to_owned()));
    }
    let program = std::env::current_exe().map_err(|why| why.to_string())?;
    let folder = program.parent().ok_or("the program lies nowhere")?.join("compile-time");
    let clean = clean_build(&folder)?;
    let mut text = format!(
        "A clean build of the crate and what it needs takes {} ({} of processor time). {}\n\n\
         | functions | check, plain | check, `#[grad]` | ratio | macro, per function | the same, macros optimised |\n\
         |---:|---:|---:|---:|---:|---:|\n",
        units::time(clean.elapsed),
        units::time(clean.processor),
        stopwatch::NOTE,
    );
    for count in [1, 10, 100, 1000] {
        let plain = Crate::create(&folder, count, false)?;
        let annotated = Crate::create(&folder, count, true)?;
        let mut expansion = Vec::new();
        let mut checks = [0.0; 2];
        for (name, options) in PROFILES {
            let target = folder.join(name);
            let measured = [&plain, &annotated].map(|subject| subject.costs(&target, options, count));
            let [Ok(without), Ok(with)] = measured else {
                return Err(measured.into_iter().find_map(Result::err).unwrap_or_default());
            };
            expansion.push(units::time((with.expand - without.expand) / count as f64));
            if options.is_empty() {
                checks = [without.check, with.check];
            }
        }
        let [without, with] = checks;
        let (ratio, expansion) = (with / without, expansion.join(" | "));
        let (without, with) = (units::time(without), units::time(with));
        writeln!(text, "| {count} | {without} | {with} | {ratio:.1} | {expansion} |")
            .expect("a string takes it");
    }
    Ok(Table::said(text))
}

/// From an empty folder, all sources being there.
fn clean_build(folder: &Path) -> Result<Spent, String> {
    let target = folder.join("clean");
    if target.exists() {
        fs::remove_dir_all(&target).map_err(|why| why.to_string())?;
    }
    stopwatch::spent(|| {
        cargo(&root(), &target, &["build", "--package", "autodiff-grad", "--lib"])?;
        Ok(())
    })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs cargo without what an environment may set beside the defaults.
fn cargo(at: &Path, target: &Path, args: &[&str]) -> Result<Output, String> {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(at).args(args).env("CARGO_TARGET_DIR", target);
    let altered = |name: &str| name == "CARGO_INCREMENTAL" || name.starts_with("CARGO_PROFILE_");
    for (name, _) in std::env::vars().filter(|(name, _)| altered(name)) {
        command.env_remove(name);
    }
    run(&mut command)
}

fn run(command: &mut Command) -> Result<Output, String> {
    let output = command.output().map_err(|why| format!("{command:?} does not run: {why}"))?;
    if output.status.success() {
        return Ok(output);
    }
    Err(format!("{command:?} fails:\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// A crate of functions.
struct Crate {
    folder: PathBuf,
}

/// Seconds.
struct Costs {
    check: f64,
    expand: f64,
}

impl Crate {
    fn create(folder: &Path, count: usize, annotated: bool) -> Result<Self, String> {
        let folder = folder.join(if annotated { "annotated" } else { "plain" });
        let write = |path: &str, text: &str| {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&folder))
                .and_then(|()| fs::write(&path, text))
                .map_err(|why| format!("{}: {why}", path.display()))
        };
        let root = root().canonicalize().map_err(|why| why.to_string())?;
        let manifest = format!(
            "[package]\nname = \"subject\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\nautodiff-grad = {{ path = {root:?} }}\n"
        );
        write("Cargo.toml", &manifest)?;
        // The same versions as here, and no look at the registry.
        let lock = fs::read_to_string(root.join("Cargo.lock")).map_err(|why| why.to_string())?;
        write("Cargo.lock", &lock)?;
        write("src/lib.rs", &source(count, annotated))?;
        Ok(Self { folder })
    }

    /// What checking and expanding it costs; the first check builds what it needs.
    fn costs(&self, target: &Path, options: &[&str], count: usize) -> Result<Costs, String> {
        let with = |args: &[&'static str]| {
            let args: Vec<_> = args.iter().chain(options).copied().collect();
            cargo(&self.folder, target, &args)
        };
        let messages = with(&["check", "--message-format=json"])?;
        let library = library(&messages.stdout).ok_or("cargo did not build the crate")?;
        // The clock of the processor's time is coarse.
        let times = 200 / count.max(1) + 2;
        let (mut check, mut expand) = (f64::INFINITY, 0.0);
        for _ in 0..if count < 1000 { 5 } else { 2 } {
            with(&["clean", "--package", "subject"])?;
            let spent = stopwatch::spent(|| with(&["check"]))?;
            check = check.min(spent.best());
        }
        let rounds = stopwatch::spent(|| (0..times).try_for_each(|_| self.expand(target, &library)))?;
        expand += rounds.best() / times as f64;
        Ok(Costs { check, expand })
    }

    fn expand(&self, target: &Path, library: &Path) -> Result<(), String> {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let mut dependencies = std::ffi::OsString::from("dependency=");
        dependencies.push(target.join("debug/deps"));
        let mut external = std::ffi::OsString::from("autodiff=");
        external.push(library);
        let mut command = Command::new(rustc);
        command
            .args(["--edition=2024", "--crate-type=lib", "--crate-name=subject", "--emit=dep-info", "-o"])
            .arg(target.join("subject.d"))
            .arg("--extern")
            .arg(external)
            .arg("-L")
            .arg(dependencies)
            .arg(self.folder.join("src/lib.rs"));
        run(&mut command).map(drop)
    }
}

/// Where cargo says that the library lies.
fn library(messages: &[u8]) -> Option<PathBuf> {
    let messages = String::from_utf8_lossy(messages);
    let parsed = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let ours = parsed.filter(|message| message["target"]["name"] == "autodiff");
    let files: Vec<Value> =
        ours.filter_map(|message| message["filenames"].as_array().cloned()).flatten().collect();
    files.iter().filter_map(Value::as_str).find(|file| file.ends_with(".rmeta")).map(PathBuf::from)
}

/// So many functions, in modules of their own so that the names may be the same.
fn source(count: usize, annotated: bool) -> String {
    let functions: Vec<&str> = SUBJECT.split("\n\n").filter(|part| part.starts_with("#[grad]")).collect();
    let mut text = String::new();
    for (at, function) in functions.iter().cycle().take(count).enumerate() {
        let (import, function) = match annotated {
            true => ("use autodiff::grad;\n\n", *function),
            false => ("", function.trim_start_matches("#[grad]\n")),
        };
        writeln!(text, "pub mod m{at} {{\n{import}{function}\n}}\n").expect("a string takes it");
    }
    text
}
