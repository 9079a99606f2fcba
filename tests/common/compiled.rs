//! What rustc makes of a crate of the workspace.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate compiled with optimisations into one unit, as rustc writes it down: `emit` is what rustc calls the form, and
/// the second how the file's name ends.
pub(crate) fn compiled(package: &str, (emit, extension): (&str, &str)) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = root.join("target/compiled");
    let status = Command::new(env!("CARGO"))
        .args(["rustc", "--quiet", "--release", "--package", package, "--target-dir"])
        .arg(&target)
        .args(["--", "--emit", emit, "-C", "codegen-units=1"])
        .current_dir(root)
        .status()
        .expect("cargo runs");
    assert!(status.success(), "the crate `{package}` does not compile");
    let files =
        std::fs::read_dir(target.join("release/deps")).expect("there is a folder of what was compiled");
    let is_wanted = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&format!("{package}-")) && name.ends_with(extension)
    };
    let time = |path: &PathBuf| path.metadata().and_then(|data| data.modified()).ok();
    let newest = files.filter_map(|file| Some(file.ok()?.path())).filter(is_wanted).max_by_key(time);
    std::fs::read_to_string(newest.expect("rustc wrote a file")).expect("it can be read")
}
