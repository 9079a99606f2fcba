//! What compiling costs: crates of functions with the attribute and without, and the clean build of the crate itself.
//!
//! Cargo is started as a user starts it. What the macro takes is the time in which rustc expands the crate
//! (`--emit=dep-info` and nothing else stops behind that) minus the same without the attribute.

use std::ffi::OsString;
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
    let mut builds = Vec::new();
    for (name, options) in PROFILES {
        builds.push(Build::create(&folder, folder.join(name), options)?);
    }
    for count in [1, 10, 100, 1000] {
        let [plain, annotated] =
            [Crate::create(&folder, count, false)?, Crate::create(&folder, count, true)?];
        let mut macros = Vec::new();
        for build in &builds {
            let expanded = build.expand(&annotated, count)? - build.expand(&plain, count)?;
            macros.push(units::time(expanded / count as f64));
        }
        let [without, with] = [builds[0].check(&plain, count)?, builds[0].check(&annotated, count)?];
        let (ratio, macros) = (with / without, macros.join(" | "));
        let (without, with) = (units::time(without), units::time(with));
        writeln!(text, "| {count} | {without} | {with} | {ratio:.1} | {macros} |")
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
}

/// The crate itself, built in one way.
struct Build {
    target: PathBuf,
    options: &'static [&'static str],
    library: PathBuf,
}

impl Build {
    fn create(folder: &Path, target: PathBuf, options: &'static [&'static str]) -> Result<Self, String> {
        let smallest = Crate::create(folder, 1, true)?;
        let args: Vec<_> = ["check", "--message-format=json"].iter().chain(options).copied().collect();
        let messages = cargo(&smallest.folder, &target, &args)?;
        let library = library(&messages.stdout).ok_or("cargo did not build the crate")?;
        Ok(Self { target, options, library })
    }

    /// Seconds that cargo takes to check the crate, what it needs being built.
    fn check(&self, subject: &Crate, count: usize) -> Result<f64, String> {
        let with = |args: &[&'static str]| {
            let args: Vec<_> = args.iter().chain(self.options).copied().collect();
            cargo(&subject.folder, &self.target, &args)
        };
        let mut least = f64::INFINITY;
        for _ in 0..if count < 1000 { 3 } else { 1 } {
            with(&["clean", "--package", "subject"])?;
            least = least.min(stopwatch::spent(|| with(&["check"]))?.processor);
        }
        Ok(least)
    }

    /// Seconds that rustc takes to expand it.
    fn expand(&self, subject: &Crate, count: usize) -> Result<f64, String> {
        // The clock of the processor's time is coarse.
        let rounds = 20 / count + 1;
        let spent = stopwatch::spent(|| (0..rounds).try_for_each(|_| self.expand_once(subject)))?;
        Ok(spent.processor / rounds as f64)
    }

    fn expand_once(&self, subject: &Crate) -> Result<(), String> {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let [mut dependencies, mut external] = ["dependency=", "autodiff="].map(OsString::from);
        dependencies.push(self.target.join("debug/deps"));
        external.push(&self.library);
        let mut command = Command::new(rustc);
        command
            .args(["--edition=2024", "--crate-type=lib", "--crate-name=subject", "--emit=dep-info", "-o"])
            .arg(self.target.join("subject.d"))
            .arg("--extern")
            .arg(external)
            .arg("-L")
            .arg(dependencies)
            .arg(subject.folder.join("src/lib.rs"));
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
