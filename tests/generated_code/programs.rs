//! The programs whose IR and code are compared with snapshots.

/// A name, the options, the item.
pub(crate) type Program = (&'static str, &'static str, &'static str);

/// Programs that are differentiated.
pub(crate) const GOOD: &[Program] = &[
    ("straight_line", "", "fn f(x: f64, y: f64) -> f64 { x.ln() + x * y + y.sin() }"),
    (
        "an_overwritten_variable",
        "",
        "fn f(x: f64, y: f64) -> f64 { let mut s = x * y; s *= s; s += y; s.sin() * s }",
    ),
    (
        "an_early_return",
        "",
        "fn f(x: f64, y: f64) -> f64 { let a = x * y; if a < 0.0 { return a.exp(); } let b = a * a; b * x }",
    ),
    (
        "late_initialisation",
        "",
        "fn f(x: f64, y: f64) -> f64 { let a; if x > 0.0 { a = x * y; } else { a = y; } a * a }",
    ),
    (
        "a_match_with_a_guard",
        "",
        "fn f(x: f64, k: u8) -> f64 { match k { 0 => x, n if n > 9 => { let y = x * x; y * x } _ => panic!(\"{x}\") } }",
    ),
    (
        "a_labelled_block",
        "",
        "fn f(x: f64) -> f64 { let y = 'a: { if x > 0.0 { break 'a x * x; } x.exp() }; y * x }",
    ),
    (
        "places_and_references",
        "",
        "fn f(v: [f64; 3], i: usize) -> f64 { let mut w = v; let r = &mut w[i]; *r *= w0(i); w[0] = w[1] * w[2]; w[0] }",
    ),
    ("a_slice", "", "fn f(x: &[f64], w: &[f64], i: usize) -> f64 { x[i] * w[0] + x[0] }"),
    (
        "a_call_that_changes_its_argument",
        "",
        "fn f(x: f64) -> f64 { let mut v = x * x; let a = change(&mut v, x); a * v }",
    ),
    ("an_argument_changed", "", "fn change(v: &mut f64, by: f64) { *v = *v * by; }"),
    (
        "a_generic_function",
        "",
        "fn f<T: Real, const N: usize>(x: &[T; N], y: T) -> T { x[0] * y.max(x[N - 1]) }",
    ),
    ("recursion", "", "fn f(x: f64, n: u32) -> f64 { if n == 0 { return x; } f(x * x, n - 1) * x }"),
    (
        "a_dot_product",
        "",
        "fn f(x: &[f64], y: &[f64]) -> f64 { let mut s = 0.0; for (a, b) in x.iter().zip(y) { s += a * b; } s }",
    ),
    (
        "an_integration",
        "",
        "fn f(y0: f64, k: f64, n: usize) -> f64 { let mut y = y0; for _ in 0..n { y += k * y * (1.0 - y); } y }",
    ),
    (
        "independent_iterations",
        "",
        "fn f(rows: &[f64], w: &[f64], n: usize) -> f64 {
            let mut sum = 0.0;
            for i in 0..n {
                let mut score = 0.0;
                for j in 0..w.len() { score += rows[i * w.len() + j] * w[j]; }
                sum -= (1.0 + score.exp()).ln();
            }
            sum
        }",
    ),
    (
        "a_loop_that_is_left",
        "",
        "fn f(x: f64) -> f64 { let mut s = x; for i in 0..9 { if s > 3.0 { break; } s = s * x + i as f64; } s }",
    ),
    ("stop_gradient", "", "fn f(x: f64) -> f64 { x * autodiff::stop_gradient(x.exp()) }"),
    ("wrt", "wrt(y)", "fn f(x: f64, y: f64) -> f64 { x * y }"),
    ("everything_active", "__everything_active", "fn f(x: f64, y: f64) -> f64 { let dead = x.exp(); x * y }"),
    ("record_everything", "__record_everything", "fn f(x: f64, y: f64) -> f64 { let s = x + y; s + x * y }"),
];

/// Items that have code and no IR of their own.
pub(crate) const OTHER: &[Program] = &[
    (
        "an_impl_block",
        "",
        "impl P { fn p(&self, x: f64) -> f64 { self.k * x } fn other(&self) -> bool { true } }",
    ),
    ("a_pullback", "", "pub fn f(x: f64, v: &mut f64) -> [f64; 2] { *v *= x; [x, *v] }"),
    (
        "forward_mode",
        "jvp",
        "fn f(x: f64, v: &[f64]) -> f64 { let mut s = x.sqrt(); for y in v { s += g(x, y); } s }",
    ),
    ("second_order", "hvp", "fn f(x: f64, y: f64) -> f64 { y * x.sqrt() }"),
    ("a_jacobian_by_rows", "jacobian", "fn f(x: [f64; 3], y: f64) -> [f64; 2] { [x[0] * y, x[1] * x[2]] }"),
    ("a_jacobian_by_columns", "jacobian", "fn f(x: f64) -> (f64, [f64; 2]) { (x, [x * x, x.exp()]) }"),
    (
        "a_jacobian_in_lanes",
        "jacobian",
        "fn f(x: [f64; 2], y: f64) -> [f64; 3] { [x[0] * y, x[1].sqrt(), x[0].max(2.0 * y)] }",
    ),
    ("partials", "partials = known", "pub fn f(x: f64, v: &[f64; 2], n: usize) -> f64 { x + v[n] }"),
];

/// Items that are refused.
pub(crate) const REFUSED: &[Program] = &[
    (
        "refused_in_several_places",
        "",
        "fn f(x: f64) -> f64 { let z = async { x }; let y = x.gamma(); unsafe { h(y) } }",
    ),
    ("refused_options", "wrt(z), recursive, recursive, hvp", "fn f(x: f64) -> f64 { x }"),
    ("refused_item", "", "struct P { x: f64 }"),
    ("nothing_to_differentiate", "", "pub fn f(n: usize) -> f64 { n as f64 }"),
];
