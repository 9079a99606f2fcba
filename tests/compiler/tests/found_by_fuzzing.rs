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

/// It refers to a part of itself, as no reference in Rust can: there was one place more each time that was looked.
#[test]
fn a_reference_into_itself() {
    let text = body("let mut r = &v[..]; for _ in 0..n { r = &r[0]; } x * r[0]");
    assert!(text.contains("more than 32 different things"), "{text}");
    let text = body("let mut r = &v; loop { r = if n > 1 { &r[0] } else { &r.0 }; } x");
    assert!(text.contains("compile_error"), "{text}");
}

/// There was one copy for each combination of what the references refer to.
#[test]
fn many_references_to_one_of_two_things_in_one_expression() {
    let names: Vec<String> = (0..40).map(|number| format!("r{number}")).collect();
    let lets: String =
        names.iter().map(|name| format!("let {name} = if n > 1 {{ &x }} else {{ &y }};")).collect();
    let sum = |name: &str| names.iter().map(|each| format!("{name}{each}")).collect::<Vec<_>>();
    let y = "let y = v[0];";
    let accepted = [
        sum("*").join(" + "),
        format!("let t = ({}); t.7", sum("*").join(", ")),
        format!("let t = [{}]; t[7]", sum("-*").join(", ")),
        format!("{{ {} }} x", sum("v[0] += *").join("; ")),
        format!("if n > 3 {{ {}; }} x", sum("v[0] += *").join("; ")),
    ];
    for expression in accepted {
        let text = body(&format!("{y} {lets} {expression}"));
        assert!(!text.contains("compile_error"), "{text}");
        assert!(text.len() < 300_000, "{} bytes for {expression}", text.len());
    }
    // No place for each argument could be chosen by itself.
    let text = body(&format!("{y} {lets} g({})", names.join(", ")));
    assert!(text.contains("copied more than 32 times"), "{text}");
}

/// A body for each alternative, each with a body for each alternative.
#[test]
fn nested_alternatives_of_patterns() {
    let nest = |depth| {
        let open: String =
            (0..depth).map(|at| format!("match (n, x) {{ (0, t{at}) | (1, t{at}) => t{at} * ")).collect();
        body(&format!("{open} x {}", ", _ => x }".repeat(depth)))
    };
    assert!(!nest(5).contains("compile_error"));
    assert!(nest(6).contains("copied more than 32 times"));
}

/// What each `break` carries was looked for in what is inside of it once more.
#[test]
fn nested_values_of_loops() {
    let nest = |before: &str, after: &str| body(&format!("{} x {}", before.repeat(20), after.repeat(20)));
    assert!(!nest("loop { break ", "}").contains("compile_error"));
    assert!(!nest("1.0 + loop { break ", "}").contains("compile_error"));
    assert!(!nest("'l: { break 'l ", "}").contains("compile_error"));
}

/// Parts of parts were written out each time.
#[test]
fn parts_of_parts() {
    let chain = |count| {
        let lets: String = (1..count).map(|at| format!("let r{at} = &r{}[1..];", at - 1)).collect();
        body(&format!("let r0 = &v[..]; {lets} x * r1[0]"))
    };
    assert!(!chain(50).contains("compile_error"));
    assert!(chain(100).contains("part of a part, more than 64 times"));
}

/// One more was known each time that the function was looked at.
#[test]
fn references_that_follow_from_one_another() {
    let chain = |count| {
        let lets: String =
            (1..count).map(|at| format!("let mut r{at} = r{}; r{at} = &r{at}[1..];", at - 1)).collect();
        body(&format!("let mut r0 = &v[..]; {lets} x * r1[0]"))
    };
    assert!(!chain(20).contains("compile_error"));
    assert!(chain(100).contains("follow from one another"));
}

/// The result stood behind the end of all that is computed.
#[test]
fn a_result_behind_a_loop_that_is_never_left() {
    body("let mut s = x; loop { if s > 2.0 { s += s.cos(); } else { x; } } s * 2.0");
    body("let mut r = &v[..]; loop { match r { [a, rest @ ..] => r = rest, _ => { x; } } } x * x");
}
