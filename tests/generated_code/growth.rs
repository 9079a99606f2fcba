//! The code grows with the function in proportion: twice as many statements, twice as much code.

use crate::expansion_tokens;

/// The length of what is made of a function whose body is that statement `count` times, between `s = x` and `s`.
fn length(options: &str, statement: &str, count: usize) -> usize {
    let body = statement.repeat(count);
    let item = format!("fn f(x: f64, a: &[f64], n: usize) -> f64 {{ let mut s = x; {body} s }}");
    expansion_tokens(options, &item).len()
}

const STATEMENTS: [(&str, &str); 7] = [
    ("an assignment", "s = s * x + s.sin();"),
    ("an element", "s += a[n] * s;"),
    ("a declaration", "let s = s * x; let mut s = s.exp();"),
    ("a branch", "if s > 1.0 { s = s * x; } else { s -= x; }"),
    ("an early exit", "if s > 9.0 { return s * x; }"),
    ("a loop", "for i in 0..n { s = s * a[i]; }"),
    ("a call", "s = g(s, x);"),
];

#[test]
fn code_grows_with_the_number_of_statements_in_proportion() {
    for options in ["", "jvp, hvp"] {
        for (name, statement) in STATEMENTS {
            let (few, many) = (length(options, statement, 20), length(options, statement, 40));
            // What every function has takes a part of the shorter one.
            assert!(many < 2 * few + few / 10, "{name} with `{options}`: {few}, then {many}");
        }
    }
}

/// Nests: each level adds its own code, not a copy of what is inside.
#[test]
fn code_grows_with_the_depth_of_a_nest_in_proportion() {
    let nests = [
        ("blocks", "{ s = s * x; ", "}"),
        ("branches", "if s > 1.0 { s = s * x; ", "}"),
        ("loops", "for _ in 0..n { s = s * x; ", "}"),
    ];
    for (name, open, close) in nests {
        let length = |depth: usize| length("", &(open.repeat(depth) + &close.repeat(depth)), 1);
        let (shallow, deep) = (length(6), length(12));
        assert!(deep < 2 * shallow + shallow / 10, "{name}: {shallow}, then {deep}");
    }
}

/// No analysis goes through a loop twice for each loop around it, which would take longer than anyone waits.
#[test]
fn a_nest_of_forty_loops() {
    for options in ["", "jvp, hvp"] {
        let nest = "for _ in 0..n { s = s * x; ".repeat(40) + &"}".repeat(40);
        assert!(length(options, &nest, 1) > 40 * "s = s * x;".len());
    }
}
