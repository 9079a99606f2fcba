//! What users get along with this library. `deny.toml` says the same to `cargo deny`, for those who have it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// What cargo knows of the workspace, from the lock file and the packages. A registry is asked only for what is not there:
/// a build leaves out the packages of other platforms.
fn metadata() -> Value {
    let cargo = |more: &[&str]| {
        Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
            .args(more)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap()
    };
    let mut output = cargo(&["--offline"]);
    if !output.status.success() {
        output = cargo(&[]);
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The packages that a package needs to be built, itself among them, without those of its tests.
fn needed(metadata: &Value, root: &str) -> BTreeSet<String> {
    let id = |name: &str| {
        let package = list(&metadata["packages"]).iter().find(|package| text(package, "name") == name);
        text(package.unwrap(), "id").to_owned()
    };
    let nodes: BTreeMap<&str, &Value> =
        list(&metadata["resolve"]["nodes"]).iter().map(|node| (text(node, "id"), node)).collect();
    let (mut needed, mut open) = (BTreeSet::new(), vec![id(root)]);
    while let Some(id) = open.pop() {
        for dep in list(&nodes[id.as_str()]["deps"]) {
            if list(&dep["dep_kinds"]).iter().any(|kind| text(kind, "kind") != "dev") {
                open.push(text(dep, "pkg").to_owned());
            }
        }
        needed.insert(id);
        open.retain(|id| !needed.contains(id));
    }
    needed
}

/// The dependencies of a package by name, and whether each is optional.
fn dependencies<'a>(metadata: &'a Value, name: &str) -> BTreeMap<&'a str, bool> {
    let package = list(&metadata["packages"]).iter().find(|package| text(package, "name") == name).unwrap();
    let dependencies = list(&package["dependencies"]).iter().filter(|dep| text(dep, "kind") != "dev");
    dependencies.map(|dep| (text(dep, "name"), dep["optional"] == true)).collect()
}

#[test]
fn three_dependencies_for_the_macro_and_one_optional_one_for_the_runtime() {
    let metadata = metadata();
    let macros = ["proc-macro2", "quote", "syn"].map(|name| (name, false));
    assert_eq!(dependencies(&metadata, "autodiff-macros"), macros.into());
    assert_eq!(dependencies(&metadata, "autodiff-runtime"), [("libm", true)].into());
    let own = [("autodiff-macros", false), ("autodiff-runtime", false)];
    assert_eq!(dependencies(&metadata, "autodiff-grad"), own.into());
}

#[test]
fn everything_users_get_is_there_once_from_one_registry_and_freely_licensed() {
    let metadata = metadata();
    let needed = needed(&metadata, "autodiff-grad");
    let packages = list(&metadata["packages"]).iter().filter(|package| needed.contains(text(package, "id")));
    let mut names = BTreeSet::new();
    for package in packages {
        let (name, licence) = (text(package, "name"), text(package, "license"));
        assert!(names.insert(name), "{name} is there twice");
        let is_free = licence.contains("MIT") || licence.contains("Apache-2.0");
        assert!(is_free, "{name} is licensed `{licence}`");
        let source = text(package, "source");
        let is_known = source.is_empty() || source.contains("rust-lang/crates.io-index");
        assert!(is_known, "{name} is from {source}");
    }
    let all = ["autodiff-grad", "autodiff-macros", "autodiff-runtime", "libm"];
    assert_eq!(names, all.into_iter().chain(["proc-macro2", "quote", "syn", "unicode-ident"]).collect());
}

/// By the lint of the workspace, which each of its crates takes over.
#[test]
fn no_crate_of_ours_may_have_unsafe_code() {
    let metadata = metadata();
    let workspace = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    assert!(workspace.contains("unsafe_code = \"forbid\""));
    for package in list(&metadata["packages"]).iter().filter(|package| package["source"].is_null()) {
        let manifest = std::fs::read_to_string(text(package, "manifest_path")).unwrap();
        let inherits = manifest.contains("[lints]\nworkspace = true");
        let forbids = list(&package["targets"]).iter().all(|target| {
            let root = std::fs::read_to_string(text(target, "src_path")).unwrap_or_default();
            root.contains("forbid(unsafe_code)")
        });
        assert!(inherits || forbids, "{} may have unsafe code", text(package, "name"));
    }
}
