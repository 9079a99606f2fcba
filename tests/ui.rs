//! placeholder
#[test]
fn refusals() {
    trybuild::TestCases::new().compile_fail("tests/ui/refusal/*.rs");
}
#[test]
fn errors_of_rustc() {
    trybuild::TestCases::new().compile_fail("tests/ui/rustc/*.rs");
}
