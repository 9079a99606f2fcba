//! The benchmarks run, and compute the same as what they are compared with. The numbers mean nothing here.

use std::process::Command;

#[test]
fn every_table_is_printed() {
    let output = Command::new(env!("CARGO_BIN_EXE_autodiff-benches"))
        .arg("--quick")
        .output()
        .expect("the program starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let text = String::from_utf8(output.stdout).expect("it prints text");
    for table in ["hand", "peers", "ratios", "growth", "compile"] {
        assert!(text.contains(&format!("\n## {table}\n")), "no table {table} in\n{text}");
    }
}
