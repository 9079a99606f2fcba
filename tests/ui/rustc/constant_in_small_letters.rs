//! A constant in small letters is taken for a new variable where it stands in a pattern over what is differentiated.
use autodiff::grad;

#[allow(non_upper_case_globals)]
const one: f64 = 1.0;

#[grad]
fn gain(x: &[f64]) -> f64 {
    match x {
        [one, rest @ ..] => rest[0],
        [a, ..] => a * a,
        [] => 0.0,
    }
}

#[grad]
fn last(x: &[f64]) -> f64 {
    if let Some(&one) = x.last() { 2.0 } else { x[0] }
}

#[grad]
fn walked(x: &[f64]) -> f64 {
    let (mut s, mut r) = (x[0], x);
    while let [one, rest @ ..] = r {
        s *= rest.len() as f64;
        r = rest;
    }
    s
}

fn main() {}
