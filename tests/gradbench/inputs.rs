//! The inputs of the evals and their answers, read from `data`.

use std::path::Path;

pub(crate) use serde_json::Value;

/// One file of `data`; the name goes without its `.json`.
pub(crate) fn read(name: &str) -> Value {
    // The package that compiles this file may lie in a folder of the repository.
    let mut folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let path = folders
        .find_map(|folder| Some(folder.join("tests/gradbench/data")).filter(|data| data.is_dir()))
        .expect("the repository has `tests/gradbench/data`")
        .join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// Every number in a value, row by row.
pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(parts) => parts.iter().flat_map(numbers).collect(),
        other => vec![number(other)],
    }
}

pub(crate) fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

pub(crate) fn index(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a natural number")).expect("a small one")
}
