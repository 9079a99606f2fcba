//! How numbers get into `docs/benchmarks.md`, and what is said beside them.

use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// What was measured.
pub(crate) struct Table {
    pub(crate) text: String,
    /// Which promises are not kept.
    pub(crate) broken: Option<String>,
}

impl Table {
    /// One that promises nothing.
    pub(crate) fn said(text: String) -> Self {
        Self { text, broken: None }
    }
}

/// Replaces what stands between `<!-- name -->` and `<!-- end of name -->`.
pub(crate) fn replace(name: &str, text: &str) -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/benchmarks.md");
    let fail = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    let page = std::fs::read_to_string(&path).map_err(|why| fail(&why))?;
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let parts = page.split_once(&start).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let (before, after) = parts.ok_or_else(|| fail(&format!("no place for `{name}`")))?;
    std::fs::write(&path, format!("{before}{start}\n{}\n\n{end}{after}", text.trim()))
        .map_err(|why| fail(&why))
}

/// When, with what compiler and on what machine the program runs.
pub(crate) fn conditions() -> Result<String, String> {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(compiler).arg("--version").output().map_err(|why| format!("rustc: {why}"))?;
    let version = String::from_utf8_lossy(&version.stdout);
    let version = version.split(" (").next().unwrap_or_default().trim();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (date, machine, arch) = (today()?, processor(), std::env::consts::ARCH);
    Ok(format!("Measured on {date} with {version} on {machine} ({arch}, {threads} processors)."))
}

/// The processor's name, where the system has a file that says it.
fn processor() -> String {
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = cpus.lines().find(|line| line.starts_with("model name"));
    line.and_then(|line| line.split_once(':')).map_or("a machine", |(_, name)| name.trim()).to_owned()
}

/// The date in Greenwich.
fn today() -> Result<String, String> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|why| why.to_string())?;
    let mut days = now.as_secs() / 86_400;
    let leap = |year: u64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    Ok(format!("{year}-{:02}-{:02}", month + 1, days + 1))
}
