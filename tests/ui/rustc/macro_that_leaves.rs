//! A macro of the user's that expands to `continue`, `break` or `return`, which the reverse sweep would not know of.

use autodiff::grad;

macro_rules! skip_if {
    ($condition:expr) => {
        if $condition {
            continue;
        }
    };
}

macro_rules! give_up_if {
    ($condition:expr) => {
        if $condition {
            return 1.0;
        }
    };
}

macro_rules! positive_or_leave {
    ($number:expr) => {
        if $number > 3 { return 0.0 } else { true }
    };
}

#[grad]
fn skips(x: &[f64]) -> f64 {
    let (mut s, mut count) = (1.0, 0);
    for a in x {
        count += 1;
        s += s * a;
        skip_if!(count % 3 == 1);
        s *= 0.5;
    }
    s
}

#[grad]
fn gives_up(x: f64, n: usize) -> f64 {
    give_up_if!(n > 2);
    x * x
}

#[grad]
fn leaves_in_a_condition(x: f64, n: usize) -> f64 {
    if positive_or_leave!(n) { x * x } else { x }
}

fn main() {}
