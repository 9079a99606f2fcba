//! Functions: each byte adds a token of a vocabulary, or opens or closes a bracket, so that most of what comes out is
//! nearly Rust.

#![no_main]
#![allow(dead_code, unreachable_pub, reason = "the compiler is linked whole")]

include!("compiler.rs");

use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;

const VOCABULARY: &[&str] = &[
    "x",
    "y",
    "a",
    "v",
    "n",
    "i",
    "s",
    "r",
    "0",
    "1",
    "2.0",
    "0.5",
    "+",
    "-",
    "*",
    "/",
    "%",
    "=",
    "+=",
    "*=",
    "<",
    ">",
    "==",
    "&&",
    "||",
    "!",
    "&",
    "&mut",
    ".",
    "..",
    "..=",
    ",",
    ";",
    ":",
    "|",
    "=>",
    "@",
    "_",
    "let",
    "mut",
    "if",
    "else",
    "match",
    "for",
    "in",
    "while",
    "loop",
    "break",
    "continue",
    "return",
    "'l",
    "'l:",
    "as",
    "f64",
    "usize",
    "fn",
    "move",
    "ref",
    ".sin()",
    ".exp()",
    ".max(y)",
    ".powi(2)",
    ".iter()",
    ".iter_mut()",
    ".windows(2)",
    ".zip(&a)",
    ".len()",
    ".push(x)",
    ".pop()",
    ".swap(0, 1)",
    "vec![x; n]",
    "f(x, y)",
    "g(&mut a)",
    "Some(i)",
    "None",
    "println!",
    "std::mem::swap",
    "x = x * y;",
    "s += a[i];",
    "let t = x;",
    "a[i] = x;",
    "if x > y",
    "for i in 0..n",
    "while s < x",
];

const BRACKETS: [(&str, &str); 3] = [("(", ")"), ("{", "}"), ("[", "]")];

fn body(bytes: &[u8]) -> String {
    let (mut text, mut open) = (String::new(), Vec::new());
    for byte in bytes {
        match usize::from(*byte) {
            at @ 0..=2 => {
                text.push_str(BRACKETS[at].0);
                open.push(BRACKETS[at].1);
            }
            3..=9 => text.push_str(open.pop().unwrap_or_default()),
            at => text.push_str(VOCABULARY[at % VOCABULARY.len()]),
        }
        text.push(' ');
    }
    while let Some(bracket) = open.pop() {
        text.push_str(bracket);
    }
    text
}

fuzz_target!(|bytes: &[u8]| {
    let body = body(bytes);
    let item =
        format!("fn f(x: f64, mut y: f64, mut a: [f64; 3], v: &mut Vec<f64>, n: usize) -> f64 {{ {body} }}");
    if let Ok(item) = item.parse::<TokenStream>() {
        let options = if bytes.len() % 2 == 0 { "" } else { "jvp, hvp" };
        drop(pipeline::expand(options.parse().unwrap_or_default(), item));
    }
});
