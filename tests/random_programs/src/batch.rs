//! Compiles programs in large batches and runs them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::driver::REFERENCE;

/// So many programs are in one crate at most: a crate is compiled again if one of its programs does not compile.
const MOST: usize = 50;

/// How the kind of a fault begins where rustc takes the function and not its companions.
pub const DOES_NOT_COMPILE: &str = "does not compile";

/// What is known of a program after its batch: nothing if it agrees.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The reference cannot tell, and why.
    Unclear(String),
    /// A fault: what kind, and the details.
    Fault(String, String),
}

/// The crate that the programs are compiled in.
pub struct Workshop {
    root: PathBuf,
    jobs: usize,
    profile: Profile,
}

/// How the programs are compiled.
#[derive(Clone, Copy, Debug, Default)]
pub struct Profile {
    /// Optimised.
    pub release: bool,
    /// With overflow checks or without, where that is not as usual.
    pub checks: Option<bool>,
}

/// The outcomes by number, and how many agreed.
pub type Outcomes = (BTreeMap<u64, Outcome>, usize);

impl Workshop {
    /// A crate for generated programs, below the target directory.
    pub fn new(jobs: usize, profile: Profile) -> io::Result<Workshop> {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        let repository = own.ancestors().nth(2).unwrap_or(own);
        let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
        let root = target.unwrap_or_else(|| repository.join("target")).join("random_programs");
        fs::create_dir_all(root.join("src/bin"))?;
        fs::create_dir_all(root.join("programs"))?;
        let manifest = format!(
            "[package]\nname = \"programs\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\nautodiff-grad = {{ path = {:?} }}\nrandom_programs = {{ path = {:?} }}\n\n\
             [profile.dev]\ndebug = 0\nincremental = false\n\n\
             # The macro and the reference run often; the programs run once.\n\
             [profile.dev.build-override]\nopt-level = 2\n\
             [profile.dev.package.\"*\"]\nopt-level = 2\n",
            repository, own
        );
        write_if_new(&root.join("Cargo.toml"), &manifest)?;
        fs::copy(repository.join("Cargo.lock"), root.join("Cargo.lock"))?;
        Ok(Workshop { root, jobs, profile })
    }

    /// Compiles and runs modules, each under a number, in `jobs` crates at once.
    pub fn run(&self, modules: &BTreeMap<u64, String>) -> io::Result<Outcomes> {
        for directory in ["src/bin", "programs"] {
            for entry in fs::read_dir(self.root.join(directory))? {
                fs::remove_file(entry?.path())?;
            }
        }
        for (number, module) in modules {
            fs::write(self.root.join(format!("programs/p{number}.rs")), module)?;
        }
        let mut left: Vec<u64> = modules.keys().copied().collect();
        let mut outcomes = BTreeMap::new();
        let per_crate = left.len().div_ceil(self.jobs).clamp(1, MOST);
        let crates: Vec<Vec<u64>> = left.chunks(per_crate).map(<[u64]>::to_vec).collect();
        // Errors of one program can hide those of another, which is not looked at before the first compiles.
        loop {
            for (at, numbers) in crates.iter().enumerate() {
                let numbers: Vec<u64> =
                    numbers.iter().copied().filter(|number| left.contains(number)).collect();
                write_if_new(&self.root.join(format!("src/bin/batch{at}.rs")), &main(&numbers))?;
            }
            let errors = self.build()?;
            if errors.is_empty() {
                break;
            }
            left.retain(|number| !errors.contains_key(number));
            for (number, error) in errors {
                outcomes.insert(number, error.outcome(&modules[&number]));
            }
        }
        let mut agree = 0;
        for at in 0..crates.len() {
            agree += self.execute(at, &mut outcomes)?;
        }
        Ok((outcomes, agree))
    }

    /// Runs one crate, again without the program in which it ended, if it did not come to the end.
    fn execute(&self, at: usize, outcomes: &mut BTreeMap<u64, Outcome>) -> io::Result<usize> {
        let (mut agree, mut finished) = (0, Vec::<u64>::new());
        loop {
            let printed = self.root.join(format!("batch{at}.txt"));
            let directory = if self.profile.release { "release" } else { "debug" };
            let mut child = Command::new(self.root.join(format!("target/{directory}/batch{at}")))
                .args(finished.iter().map(u64::to_string))
                .stdout(fs::File::create(&printed)?)
                .stderr(Stdio::null())
                .spawn()?;
            let status = wait(&mut child)?;
            let report = read(&fs::read_to_string(&printed)?, outcomes);
            agree += report.agree;
            finished.extend(report.finished);
            match (status, report.begun) {
                (Some(status), _) if status.success() => return Ok(agree),
                (status, Some(number)) => {
                    let kind = if status.is_some() { "crashes" } else { "does not end" };
                    outcomes.insert(number, Outcome::Fault(kind.to_owned(), format!("{status:?}")));
                    finished.push(number);
                }
                (status, None) => return Err(io::Error::other(format!("batch {at} ended with {status:?}"))),
            }
        }
    }

    /// What is wrong with each program that does not compile.
    fn build(&self) -> io::Result<BTreeMap<u64, Rejected>> {
        let mut cargo = Command::new(env!("CARGO"));
        let profile = if self.profile.release { "RELEASE" } else { "DEV" };
        if let Some(checks) = self.profile.checks {
            cargo.env(format!("CARGO_PROFILE_{profile}_OVERFLOW_CHECKS"), checks.to_string());
        }
        let output = cargo
            .arg("build")
            .args(self.profile.release.then_some("--release"))
            .args(["--offline", "--bins", "--keep-going", "--message-format=json", "--target-dir", "target"])
            .arg(format!("-j{}", self.jobs))
            .env_remove("CARGO_TARGET_DIR")
            .env("RUSTFLAGS", "-Awarnings")
            .current_dir(&self.root)
            .output()?;
        let mut errors = BTreeMap::<u64, Rejected>::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
            let message = &message["message"];
            if message["level"] == "error"
                && let Some((number, line)) = place_of(message)
            {
                let text = message["rendered"].as_str().or(message["message"].as_str()).unwrap_or_default();
                let error = errors.entry(number).or_default();
                error.lines.push(line);
                if error.message.is_empty() {
                    error.message = text.to_owned();
                }
            }
        }
        if errors.is_empty() && !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr);
            return Err(io::Error::other(format!("the programs cannot be built:\n{text}")));
        }
        Ok(errors)
    }
}

/// What rustc says of a program that does not compile.
#[derive(Default)]
struct Rejected {
    /// The first error.
    message: String,
    /// Where all of them are.
    lines: Vec<u64>,
}

impl Rejected {
    /// A fault, unless the program was not Rust to begin with: then its reference, which knows no attribute, has an error
    /// as well.
    fn outcome(self, module: &str) -> Outcome {
        let reference = module.lines().position(|line| line == REFERENCE).unwrap_or(usize::MAX) as u64;
        if self.lines.iter().any(|line| *line > reference) {
            return Outcome::Unclear("not Rust".to_owned());
        }
        let first = self.message.lines().next().unwrap_or_default();
        Outcome::Fault(format!("{DOES_NOT_COMPILE}: {first}"), self.message)
    }
}

/// The number of the program that a message is about, and the line.
fn place_of(message: &serde_json::Value) -> Option<(u64, u64)> {
    message["spans"].as_array()?.iter().find_map(|span| {
        let mut span = span;
        loop {
            let file = Path::new(span["file_name"].as_str()?);
            let stem = file.file_stem()?.to_str()?;
            if let Some(number) = stem.strip_prefix('p').and_then(|number| number.parse().ok()) {
                return Some((number, span["line_start"].as_u64()?));
            }
            span = &span["expansion"]["span"];
        }
    })
}

fn main(numbers: &[u64]) -> String {
    let modules: String =
        numbers.iter().map(|n| format!("#[path = \"../../programs/p{n}.rs\"]\nmod p{n};\n")).collect();
    let cases: Vec<String> = numbers.iter().map(|n| format!("p{n}::CASE")).collect();
    format!("{modules}\nfn main() {{\n    random_programs::case::run(&[{}]);\n}}\n", cases.join(", "))
}

/// Ends a process that takes minutes; nothing is its status then.
fn wait(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > Duration::from_secs(300) {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        sleep(Duration::from_millis(20));
    }
}

/// What a crate printed.
#[derive(Default)]
struct Report {
    agree: usize,
    finished: Vec<u64>,
    /// The program that it is in.
    begun: Option<u64>,
}

fn read(text: &str, outcomes: &mut BTreeMap<u64, Outcome>) -> Report {
    let mut report = Report::default();
    for line in text.lines() {
        let fields: Vec<&str> = line.splitn(4, '\t').collect();
        let [verdict, number, kind, detail] = fields[..] else { continue };
        let Ok(number) = number.parse() else { continue };
        if verdict == "begins" {
            report.begun = Some(number);
            continue;
        }
        report.begun = None;
        report.finished.push(number);
        match verdict {
            "agrees" => report.agree += 1,
            "unclear" => drop(outcomes.insert(number, Outcome::Unclear(kind.to_owned()))),
            _ => drop(outcomes.insert(number, Outcome::Fault(kind.to_owned(), detail.to_owned()))),
        }
    }
    report
}

fn write_if_new(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_whose_reference_is_rejected_too_is_not_rust() {
        let module = format!("mod forward {{\n    wrong\n}}\n{REFERENCE}\n    wrong\n}}\n");
        let rejected = |lines: &[u64]| Rejected { message: "error".to_owned(), lines: lines.to_vec() };
        assert_eq!(rejected(&[2, 5]).outcome(&module), Outcome::Unclear("not Rust".to_owned()));
        let Outcome::Fault(kind, _) = rejected(&[2]).outcome(&module) else { panic!("no fault") };
        assert!(kind.starts_with(DOES_NOT_COMPILE));
    }
}
