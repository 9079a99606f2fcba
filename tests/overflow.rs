//! Integers of a function that overflow: its companions panic where it panics, and wrap where it wraps.
//!
//! This file is a test of two packages: of the main one, and of `overflow`, which is compiled with overflow checks where
//! they are usually off, and without them where they are usually on.

use std::hint::black_box;
use std::panic::{UnwindSafe, catch_unwind};

use autodiff::grad;

#[grad(jvp, hvp)]
fn scaled(x: f64, n: u8) -> f64 {
    let more = n + 100;
    x * x * f64::from(more)
}

#[grad(jvp, hvp)]
fn counted(x: &[f64], mut n: u8) -> f64 {
    let mut s = 0.0;
    for v in x {
        n += 100;
        s += v * v * f64::from(n);
    }
    s
}

#[grad(jvp, hvp)]
fn indexed(x: &[f64], n: usize) -> f64 {
    let mut s = 1.0;
    for k in 0..2 {
        let at = (n + k) % 4;
        s *= x[at] + x[3 - at];
    }
    s
}

#[grad(jvp, hvp)]
fn called(x: f64, n: u8) -> f64 {
    scaled(x, n.wrapping_sub(1)) + x
}

/// Whether this package is compiled with overflow checks.
fn is_checked() -> bool {
    catch_unwind(|| black_box(255_u8) + 1).is_err()
}

/// What a run gives, or why it panics.
fn ran<R>(run: impl FnOnce() -> R + UnwindSafe) -> Result<R, String> {
    catch_unwind(run).map_err(|panic| panic.downcast_ref::<&str>().map_or(String::new(), ToString::to_string))
}

#[test]
fn the_package_is_compiled_as_this_test_needs_it() {
    let is_other = env!("CARGO_PKG_NAME") == "overflow";
    assert_eq!(is_checked(), cfg!(debug_assertions) != is_other);
}

#[test]
fn a_sum_of_integers() {
    let value = ran(|| scaled(2.0, 200));
    let gradient = ran(|| scaled_value_and_grad(2.0, 200));
    let forward = ran(|| scaled_jvp(2.0, 200, 1.0));
    let second = ran(|| scaled_hvp(2.0, 200, 1.0));
    let outer = ran(|| called_value_and_grad(2.0, 201));
    if is_checked() {
        let why = Err("attempt to add with overflow".to_owned());
        assert_eq!(value, why);
        assert_eq!(gradient.map(|(value, _)| value), why);
        assert_eq!(forward.map(|(value, _)| value), why);
        assert_eq!(second.map(|(gradient, _)| gradient), why);
        assert_eq!(outer.map(|(value, _)| value), why);
    } else {
        // 300 - 256
        assert_eq!(value, Ok(4.0 * 44.0));
        assert_eq!(gradient, Ok((4.0 * 44.0, 4.0 * 44.0)));
        assert_eq!(forward, Ok((4.0 * 44.0, 4.0 * 44.0)));
        assert_eq!(second, Ok((4.0 * 44.0, 2.0 * 44.0)));
        assert_eq!(outer, Ok((4.0 * 44.0 + 2.0, 4.0 * 44.0 + 1.0)));
    }
}

#[test]
fn an_integer_that_a_loop_carries() {
    let x = [1.0, 2.0, 3.0];
    let value = ran(|| counted(&x, 0));
    let gradient = ran(|| counted_value_and_grad(&x, 0));
    let forward = ran(|| counted_jvp(&x, 0, &[0.0, 0.0, 1.0]));
    let second = ran(|| counted_hvp(&x, 0, &[0.0, 0.0, 1.0]));
    if is_checked() {
        let why = Err("attempt to add with overflow".to_owned());
        assert_eq!(value, why);
        assert_eq!(gradient.map(|(value, _)| value), why);
        assert_eq!(forward.map(|(value, _)| value), why);
        assert_eq!(second.map(|(gradient, _)| gradient[0]), why);
    } else {
        // 100, 200, 44
        let known = 100.0 + 4.0 * 200.0 + 9.0 * 44.0;
        assert_eq!(value, Ok(known));
        assert_eq!(gradient, Ok((known, vec![200.0, 800.0, 264.0])));
        assert_eq!(forward, Ok((known, 264.0)));
        assert_eq!(second, Ok((vec![200.0, 800.0, 264.0], vec![0.0, 0.0, 88.0])));
    }
}

#[test]
fn an_index_that_goes_round() {
    let x = [1.0, 2.0, 4.0, 8.0];
    let gradient = ran(|| indexed_value_and_grad(&x, usize::MAX));
    if is_checked() {
        assert_eq!(ran(|| indexed(&x, usize::MAX)), Err("attempt to add with overflow".to_owned()));
        assert_eq!(gradient.map(|(value, _)| value), Err("attempt to add with overflow".to_owned()));
    } else {
        // At 3, and then at 0: both times the outer two.
        assert_eq!(ran(|| indexed(&x, usize::MAX)), Ok(81.0));
        assert_eq!(gradient, Ok((81.0, vec![18.0, 0.0, 0.0, 18.0])));
    }
}
