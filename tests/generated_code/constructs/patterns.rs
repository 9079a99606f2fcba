//! Statements and patterns.

use super::Construct;
use super::Fate::{Accepted, Refused};

pub(super) const PATTERNS: &[Construct] = &[
    (
        "`let` with and without a type",
        "fn f(x: f64) -> f64 { let y = x * x; let z: f64 = y; z }",
        Accepted("a_pattern_with_a_type"),
    ),
    (
        "`let` that shadows",
        "fn f(x: f64) -> f64 { let x = x * x; let x = x + 1.0; x }",
        Accepted("shadowed_by_itself"),
    ),
    (
        "`let` without a value",
        "fn f(x: f64) -> f64 { let y; if x > 0.0 { y = x } else { y = -x } y }",
        Accepted("late_initialisation_in_both_arms"),
    ),
    (
        "`let else`",
        "fn f(x: f64, n: Option<u32>) -> f64 { let Some(n) = n else { return x }; x * f64::from(n) }",
        Accepted("let_else_that_returns"),
    ),
    ("expression statements", "fn f(x: f64) -> f64 { g(x); x }", Accepted("a_call_whose_value_is_dropped")),
    ("empty statements", "fn f(x: f64) -> f64 { ;; x }", Accepted("code_behind_a_return")),
    (
        "`const`, `static` and `use` in the body",
        "fn f(x: f64) -> f64 { const C: f64 = 2.0; use std::f64::consts::PI; x * C * PI }",
        Accepted("constants_and_statics_and_items_in_the_body"),
    ),
    (
        "functions in the body that are called with a differentiated value",
        "fn f(x: f64) -> f64 { fn g(x: f64) -> f64 { x } g(x) }",
        Refused("this function is defined inside the differentiated one"),
    ),
    (
        "`macro_rules!` in the body",
        "fn f(x: f64) -> f64 { macro_rules! m { () => { 1.0 } } x }",
        Refused("a macro cannot be defined inside"),
    ),
    (
        "identifier patterns, `mut`, `_`",
        "fn f(x: f64) -> f64 { let mut y = x; let _ = y; y += 1.0; y }",
        Accepted("an_ignored_float_pattern"),
    ),
    ("`ref` patterns", "fn f(x: f64) -> f64 { let ref y = x; *y * *y }", Accepted("ref_patterns")),
    (
        "`@` patterns",
        "fn f(x: f64, n: usize) -> f64 { match n { k @ 1..=3 => x * k as f64, _ => x } }",
        Accepted("a_binding_with_a_subpattern"),
    ),
    (
        "tuple patterns",
        "fn f(x: f64, y: f64) -> f64 { let (a, b) = (x, y); a * b }",
        Accepted("destructuring_assignment"),
    ),
    ("array patterns", "fn f(x: [f64; 3]) -> f64 { let [a, .., b] = x; a * b }", Accepted("array_patterns")),
    (
        "slice patterns of unknown length",
        "fn f(x: &[f64]) -> f64 { match x { [a, ..] => *a, _ => 0.0 } }",
        Accepted("both_ends_and_what_is_between"),
    ),
    (
        "reference patterns",
        "fn f(x: &[f64]) -> f64 { let mut s = 0.0; for &v in x { s += v; } s }",
        Accepted("references_destructured_by_reference_patterns"),
    ),
    (
        "literal and range patterns",
        "fn f(x: f64, n: i32) -> f64 { match n { -1 => x, 0..10 => x * x, _ => 1.0 } }",
        Accepted("match_on_integers"),
    ),
    (
        "or-patterns",
        "fn f(x: f64, n: u8) -> f64 { match n { 1 | 3 => x, _ => x * x } }",
        Accepted("match_on_integers"),
    ),
    (
        "enum patterns without a derivative",
        "fn f(x: f64, n: Option<f32>) -> f64 { match n { Some(_) => x, None => x * x } }",
        Accepted("payloads_of_an_enum"),
    ),
    (
        "`..` in a tuple pattern",
        "fn f(x: (f64, f64, f64)) -> f64 { let (a, ..) = x; a }",
        Accepted("a_parameter_that_is_a_pattern"),
    ),
    (
        "attributes on statements, but `cfg`",
        "fn f(x: f64) -> f64 { #[allow(unused)] let y = x; y }",
        Accepted("locals_named_like_ours"),
    ),
    (
        "`#[cfg]` in the body",
        "fn f(x: f64) -> f64 { #[cfg(unix)] let x = x * x; x }",
        Refused("`#[cfg]` inside a differentiated function"),
    ),
    (
        "items of any kind in the body",
        "fn f(x: f64) -> f64 { struct S { k: f64 } impl S { fn k(&self) -> f64 { self.k } } x * S { k: 2.0 }.k() }",
        Accepted("items_of_all_kinds_in_the_body"),
    ),
    (
        "macros as statements",
        "fn f(x: f64) -> f64 { assert!(true); println!(\"{}\", 1); x }",
        Accepted("macros_with_values_of_their_own"),
    ),
    (
        "struct and tuple struct patterns without a derivative",
        "fn f(x: f64, p: P) -> f64 { let P { k, .. } = p; x * k }",
        Accepted("structs_without_a_derivative"),
    ),
    (
        "paths as patterns, parentheses",
        "fn f(x: f64, n: i32) -> f64 { match n { i32::MAX => x, (1 | 2) => -x, _ => x * x } }",
        Accepted("patterns_that_are_paths_or_in_parentheses"),
    ),
    (
        "half-open range patterns",
        "fn f(x: f64) -> f64 { match x { ..0.5 => x, 0.5.. => x * x, _ => 0.0 } }",
        Accepted("half_open_range_patterns"),
    ),
    (
        "attributes on blocks",
        "fn f(x: f64) -> f64 { #[allow(clippy::all)] { x * x } }",
        Accepted("attributes_on_statements_and_blocks"),
    ),
    (
        "the rest of an array by value",
        "fn f(a: [f64; 3]) -> f64 { let [x, rest @ ..] = a; x * rest[0] }",
        Accepted("the_rest_of_an_array_by_value"),
    ),
    (
        "the rest of an array by value whose length is not a literal",
        "fn f(a: [f64; N]) -> f64 { let [x, rest @ ..] = a; x * rest[0] }",
        Refused("the rest of an array cannot be taken by value here"),
    ),
    (
        "`ref` and `ref mut` in a `match`",
        "fn f(x: f64, y: f64) -> f64 { let mut p = (x, y); match p { (ref mut a, ref b) if *b > 0.0 => *a *= *b, _ => {} } p.0 }",
        Accepted("references_in_loops"),
    ),
    (
        "`Some(..)` around a pattern that may not match",
        "fn f(x: &[f64]) -> f64 { match x.split_first() { Some((a, [b, ..])) if a > b => a * b, Some((a, _)) => *a, None => 0.0 } }",
        Accepted("lengths_behind_the_first"),
    ),
    (
        "names in capitals in a pattern that may fail, for a differentiated value",
        "fn f(x: f64) -> f64 { match x { X if X > 0.0 => X * X, _ => 0.0 } }",
        Refused("`X` in this pattern is either a constant or a name for a differentiated value"),
    ),
    (
        "struct patterns of a differentiated value",
        "fn f(x: f64) -> f64 { let Some(y) = Some(x) else { return 0.0 }; y }",
        Refused("`Some(..)` with a differentiated value is not supported yet"),
    ),
];
