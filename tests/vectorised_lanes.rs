//! Jacobians in lanes use vector instructions: read from the assembly.
//!
//! rustc compiles the crate `lanes` to assembly with optimisations, for the oldest processors of the architecture. What is
//! done with tangents, or with cotangents, is done to two numbers at once, through calls of other functions too; single
//! numbers are multiplied, added and divided no oftener than the function itself does.

#![cfg(target_arch = "x86_64")]

#[path = "common/compiled.rs"]
mod compiled;

/// How many instructions of a function compute with single numbers, and how many with two.
fn arithmetic(assembly: &str, function: &str) -> (usize, usize) {
    let name = format!("{}{function}", function.len());
    let is_own = |line: &&str| line.starts_with('_') && line.ends_with(':') && line.contains(&name);
    let mut lines = assembly.lines().skip_while(|line| !is_own(line)).skip(1).peekable();
    assert!(lines.peek().is_some(), "`{function}` is not in the assembly");
    let own = lines.take_while(|line| !line.starts_with('_'));
    let (mut single, mut packed) = (0, 0);
    for line in own {
        let instruction = line.split_whitespace().next().unwrap_or_default();
        let operation = ["mul", "add", "sub", "div"].iter().find_map(|name| instruction.strip_prefix(name));
        match operation {
            Some("sd") => single += 1,
            Some("pd") => packed += 1,
            _ => {}
        }
    }
    (single, packed)
}

#[test]
fn tangents_and_cotangents_in_lanes_are_packed() {
    let assembly = compiled::compiled("lanes", ("asm", ".s"));
    for way in ["columns", "rows"] {
        let (plain_single, plain_packed) = arithmetic(&assembly, &format!("{way}_plain"));
        let (single, packed) = arithmetic(&assembly, &format!("{way}_jacobian"));
        let plain = plain_single + plain_packed;
        assert!(plain > 5, "{way}: the function has {plain} operations");
        assert!(single <= plain, "{way}: {single} of single numbers, the function itself {plain}");
        // Both functions have eight operations with a derivative at least. Four lanes, two at once, make two of each.
        assert!(packed >= 16, "{way}: {packed} of two numbers");
    }
}
