//! What the fuzz targets found, in the fewest words that show it.

use compiler::expand;

/// Expands a function; what comes out must be Rust.
fn item(item: &str) -> String {
    let out = expand("jvp, hvp".parse().unwrap(), item.parse().unwrap());
    syn::parse2::<syn::File>(out.clone()).unwrap_or_else(|why| panic!("{why}: {out}"));
    out.to_string()
}

/// A function whose parameters are `x: f64`, `v: Vec<f64>` and `n: usize`.
fn body(body: &str) -> String {
    item(&format!("fn f(x: f64, mut v: Vec<f64>, n: usize) -> f64 {{ {body} }}"))
}

/// A condition with effects becomes an `if`, in which `S { .. }` and `let` would be read in another way as tokens.
#[test]
fn an_operand_of_a_lazy_operator_that_is_no_condition_by_itself() {
    body("let b = S { n } == s || v.pop() == Some(x); x");
    body("let b = S { n } == s && v.pop() == Some(x); x");
    body("(|| x) || v.pop() == Some(x); x");
    body("let b = (let y = x) || v.pop() == Some(x); x");
}

/// syn takes `f64 +` for a trait object.
#[test]
fn a_result_with_a_plus_behind_it() {
    assert!(item("fn f(x: f64) -> f64 + { x }").contains("carries no derivative"));
}

/// Each sign cancelled another one at the end of a chain of cancelled signs.
#[test]
fn thousands_of_signs_that_cancel() {
    body(&format!("{} x", "let x = -x;".repeat(3000)));
}

/// The state of a loop that is run again, changed without being `mut`: rustc's error is the only one.
#[test]
fn a_state_that_is_not_mut() {
    let function = |parameter: &str, start: &str| {
        let text = item(&format!(
            "fn f(p: f64, {parameter}: [f64; 2], n: usize) -> f64 {{
                {start}
                for _ in 0..n {{
                    let d = [p * (s[1] - s[0]), s[0] * (p - s[1])];
                    for i in 0..2 {{ s[i] += 0.01 * d[i]; }}
                }}
                s[0] * s[1]
            }}"
        ));
        assert!(!text.contains("compile_error"), "{text}");
    };
    function("s", "");
    function("ref s", "");
    function("a", "let s = a;");
    function("ref a", "let mut s = a;");
    body("v.swap(0, 1); let w = v; for i in 0..n { w.push(x * w[i]); } w[0]");
}

/// Each macro is read again by whoever looks into the one around it.
#[test]
fn assertions_inside_assertions() {
    let nest = |depth| {
        (0..depth).fold("x > 0.0".to_owned(), |inner, _| format!("assert!({{ {inner} }}); v.pop().is_some()"))
    };
    assert!(!body(&format!("{}; x", nest(16))).contains("compile_error"));
    assert!(body(&format!("{}; x", nest(17))).contains("deeper than 16 levels"));
}
