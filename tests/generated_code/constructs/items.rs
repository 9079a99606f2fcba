//! Functions: their parameters, results and qualifiers; other items.

use super::Construct;
use super::Fate::{Accepted, Refused};

pub(super) const TYPES: &[Construct] = &[
    ("`f64`, `f32`", "fn f(x: f64, y: f32) -> f64 { x * f64::from(y) }", Accepted("both_precisions")),
    (
        "`&f64`, `&mut f64`",
        "fn f(x: &f64, y: &mut f64) -> f64 { *y *= *x; *y }",
        Accepted("a_mutable_scalar_in_two_callees"),
    ),
    (
        "arrays",
        "fn f(x: [f64; 3], m: [[f64; 2]; 2]) -> f64 { x[0] * m[0][1] }",
        Accepted("arrays_by_value_and_by_reference"),
    ),
    (
        "slices",
        "fn f(x: &[f64], y: &mut [f64]) -> f64 { y[0] *= x[0]; y[0] }",
        Accepted("a_mutable_slice_itself"),
    ),
    (
        "`Vec`",
        "fn f(x: Vec<f64>, y: &mut Vec<f64>) -> f64 { y.push(x[0]); y[0] }",
        Accepted("a_vector_by_value"),
    ),
    ("tuples", "fn f(x: (f64, [f64; 2])) -> f64 { x.0 * x.1[0] }", Accepted("pairs")),
    ("type parameters", "fn f<T: Real>(x: T) -> T { x * x }", Accepted("a_generic_function")),
    ("const parameters", "fn f<const N: usize>(x: [f64; N]) -> f64 { x[0] }", Accepted("const_generics")),
    ("lifetimes", "fn f<'a>(x: &'a [f64]) -> f64 { x[0] }", Accepted("lifetimes")),
    (
        "`impl Trait` that is not differentiated",
        "fn f(x: f64, g: impl Fn(usize) -> usize) -> f64 { x * g(1) as f64 }",
        Accepted("generic_and_with_respect_to_some"),
    ),
    (
        "anything that is not differentiated",
        "fn f(x: f64, s: &str, n: Option<u8>, b: Box<dyn Fn()>) -> f64 { x }",
        Accepted("inert_arguments_in_order"),
    ),
    (
        "patterns",
        "fn f((x, y): (f64, f64), [a, b]: [f64; 2]) -> f64 { x * y * a * b }",
        Accepted("a_parameter_that_is_a_pattern"),
    ),
    (
        "results that are arrays, tuples, `Vec`s or nothing",
        "fn f(x: f64, y: &mut f64) -> ([f64; 2], Vec<f64>) { *y = x; ([x, x], vec![x]) }",
        Accepted("results_that_are_tuples_and_arrays"),
    ),
    (
        "results that are references",
        "fn f(x: &[f64]) -> &[f64] { x }",
        Refused("a reference cannot be returned"),
    ),
    (
        "`impl Trait` as a result",
        "fn f(x: f64) -> impl Fn() -> f64 { move || x }",
        Refused("`impl Trait` cannot be returned"),
    ),
    (
        "results without a derivative",
        "fn f(x: f64) -> bool { x > 0.0 }",
        Refused("the result `bool` carries no derivative"),
    ),
    ("nothing to differentiate", "fn f(n: usize) -> f64 { 1.0 }", Refused("nothing to differentiate")),
    (
        "references inside a differentiated parameter",
        "fn f(x: &[&f64]) -> f64 { *x[0] }",
        Refused("a reference inside a differentiated parameter"),
    ),
    (
        "`#[cfg]` on a parameter",
        "fn f(x: f64, #[cfg(unix)] y: f64) -> f64 { x }",
        Refused("`#[cfg]` on a parameter"),
    ),
    (
        "inferred types, `_`",
        "fn f(x: f64) -> f64 { let a: (_, [_; 2]) = (x, [x, x]); a.0 * a.1[1] }",
        Accepted("types_that_are_inferred"),
    ),
    (
        "reference types of what is made where it is borrowed",
        "fn f(x: f64) -> f64 { let s: &[f64] = &[x, 2.0]; s[0] * s[1] }",
        Accepted("references_with_types"),
    ),
    (
        "types in parentheses",
        "fn f(x: f64) -> f64 { let a: (f64) = x; a }",
        Accepted("parentheses_everywhere"),
    ),
    (
        "trait objects without a derivative",
        "fn f(x: f64, p: &dyn Fn(usize) -> usize) -> f64 { x * p(2) as f64 }",
        Accepted("pointers_to_functions_and_traits_without_a_derivative"),
    ),
];

pub(super) const ITEMS: &[Construct] = &[
    ("functions", "fn f(x: f64) -> f64 { x }", Accepted("a_private_function")),
    (
        "methods",
        "impl P { fn f(&self, x: f64) -> f64 { self.k * x } }",
        Accepted("methods_and_associated_functions"),
    ),
    (
        "`impl` blocks of traits",
        "impl T for P { fn f(&self, x: f64) -> f64 { self.k * x } }",
        Accepted("methods_of_a_trait"),
    ),
    ("`extern \"C\" fn`", "extern \"C\" fn f(x: f64) -> f64 { x }", Accepted("a_private_function")),
    ("`const fn`", "const fn f(x: f64) -> f64 { x }", Refused("a `const` function cannot be differentiated")),
    (
        "`async fn`",
        "async fn f(x: f64) -> f64 { x }",
        Refused("an `async` function cannot be differentiated"),
    ),
    (
        "`unsafe fn`",
        "unsafe fn f(x: f64) -> f64 { x }",
        Refused("an `unsafe` function cannot be differentiated"),
    ),
    ("structs, enums, unions", "struct S { x: f64 }", Refused("`#[grad]` goes on a function")),
    ("traits", "trait T { fn f(&self, x: f64) -> f64; }", Refused("`#[grad]` goes on a function")),
    ("modules", "mod m { fn f(x: f64) -> f64 { x } }", Refused("`#[grad]` goes on a function")),
    ("constants and statics", "const C: f64 = 1.0;", Refused("`#[grad]` goes on a function")),
    ("imports and type aliases", "type F = f64;", Refused("`#[grad]` goes on a function")),
];
