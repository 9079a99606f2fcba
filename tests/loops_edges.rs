//! Empty inputs, special numbers, buffers of the wrong length and indices out of range.

#[macro_use]
mod common;

use std::panic::{UnwindSafe, catch_unwind};

use autodiff::grad;
use common::{assert_same, assert_same_bits};

/// The message with which a call panics.
#[track_caller]
fn message<R>(call: impl FnOnce() -> R + UnwindSafe) -> String {
    let payload = catch_unwind(call).err().expect("the call returned");
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => (*payload.downcast::<&str>().expect("a panic with a text")).to_owned(),
    }
}

#[grad]
fn sum_of_squares(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x {
        s += v * v;
    }
    s
}

#[test]
fn an_empty_slice_has_an_empty_gradient() {
    let (value, gradient) = sum_of_squares_value_and_grad(&[]);
    assert_eq!((value, gradient), (0.0, vec![]));
    assert_eq!(sum_of_squares_grad_into(&[], &mut []), 0.0);
}

#[grad]
fn product_of_parts(x: &[f64], from: usize, to: usize) -> f64 {
    let mut p = x[0];
    for v in &x[from..to] {
        p *= *v;
    }
    for pair in x[from..to].windows(2) {
        p += pair[0] * pair[1];
    }
    p
}

#[test]
fn an_empty_sub_slice_changes_nothing() {
    assert_eq!(product_of_parts_value_and_grad(&[2.0, 3.0], 1, 1), (2.0, vec![1.0, 0.0]));
    assert_eq!(product_of_parts_value_and_grad(&[2.0, 3.0], 2, 2), (2.0, vec![1.0, 0.0]));
    assert_eq!(product_of_parts_value_and_grad(&[2.0, 3.0], 0, 2), (18.0, vec![15.0, 6.0]));
}

program! {
    special_numbers_in_carried_state, f(x, y) for [x, y] in
        [[f64::NAN, 2.0], [f64::INFINITY, 2.0], [2.0, f64::NEG_INFINITY], [-0.0, 3.0], [1e200, 1e200]], allocates,
        gives [y * y * y, 3.0 * x * y * y];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for _ in 0..3 {
            s *= y;
        }
        s
    }
}

#[test]
fn not_a_number_and_infinity_pass_through() {
    for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -0.0] {
        let (value, gradient) = sum_of_squares_value_and_grad(&[1.0, x]);
        assert_same_bits("value", &[value], &[sum_of_squares(&[1.0, x])]);
        // A partial is the cotangent times the element, twice: once for each factor.
        assert_same("gradient", &gradient, &[2.0, x + x]);
    }
}

#[grad]
fn decay(x: f64, by: f64) -> f64 {
    let mut s = x;
    let mut turns = 0;
    while s > 1.0 && turns < 50 {
        s *= by;
        turns += 1;
    }
    s
}

#[test]
fn a_condition_on_a_special_number_is_the_functions_own() {
    assert_same(
        "gradient",
        &{
            let (a, b) = decay_grad(f64::NAN, 0.5);
            [a, b]
        },
        &[1.0, 0.0],
    );
    let (value, (dx, dby)) = decay_value_and_grad(f64::INFINITY, 0.5);
    assert_eq!((value, dx, dby), (f64::INFINITY, 0.5_f64.powi(50), f64::INFINITY));
    assert_eq!(decay_value_and_grad(0.5, f64::NAN).1, (1.0, 0.0));
}

#[grad]
fn weighted(x: &[f64], scale: f64, w: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * w[i] * scale;
    }
    s
}

#[test]
fn gradients_overwrite_the_callers_buffers() {
    let (mut dx, mut dscale, mut dw) = ([f64::NAN; 2], f64::NAN, vec![7.0; 3]);
    let value = weighted_grad_into(&[2.0, 3.0], 5.0, &[7.0, 11.0, 13.0], &mut dx, &mut dscale, &mut dw);
    assert_eq!(value, 5.0 * (14.0 + 33.0));
    assert_eq!((dx, dscale, dw), ([35.0, 55.0], 47.0, vec![10.0, 15.0, 0.0]));
}

#[test]
fn a_buffer_of_the_wrong_length_says_which() {
    let long = message(|| {
        weighted_grad_into(&[2.0, 3.0], 5.0, &[7.0, 11.0], &mut [0.0; 3], &mut 0.0, &mut [0.0; 2])
    });
    let short = message(|| {
        weighted_grad_into(&[2.0, 3.0], 5.0, &[7.0, 11.0], &mut [0.0; 2], &mut 0.0, &mut [0.0; 1])
    });
    assert!(long.contains("`x`") && !long.contains("`w`"), "{long}");
    assert!(short.contains("`w`") && !short.contains("`x`"), "{short}");
    // The lengths, so that the reader sees which of the two is wrong.
    assert!(long.contains('3') && long.contains('2'), "{long}");
    assert!(short.contains('1') && short.contains('2'), "{short}");
}

#[test]
fn an_index_out_of_range_panics_as_in_the_function() {
    let own = message(|| weighted(&[2.0, 3.0], 5.0, &[7.0]));
    assert_eq!(message(|| weighted_grad(&[2.0, 3.0], 5.0, &[7.0])), own);
    assert_eq!(
        message(|| weighted_grad_into(&[2.0, 3.0], 5.0, &[7.0], &mut [0.0; 2], &mut 0.0, &mut [0.0])),
        own
    );
    assert!(own.contains("the len is 1 but the index is 1"), "{own}");
}

#[test]
fn a_range_out_of_range_panics_as_in_the_function() {
    for (from, to) in [(1, 3), (2, 1)] {
        let own = message(|| product_of_parts(&[2.0, 3.0], from, to));
        assert_eq!(message(|| product_of_parts_value_and_grad(&[2.0, 3.0], from, to)), own);
    }
}

#[grad]
fn stores_behind_the_end(x: &[f64], n: usize) -> f64 {
    let mut a = [0.0; 3];
    let mut i = 0;
    while i < n {
        a[i] = x[0] * x[0];
        i += 1;
    }
    a[0] * a[2]
}

#[test]
fn a_store_out_of_range_panics_as_in_the_function() {
    assert_eq!(stores_behind_the_end_grad(&[2.0], 3), [32.0]);
    let own = message(|| stores_behind_the_end(&[2.0], 4));
    assert_eq!(message(|| stores_behind_the_end_grad(&[2.0], 4)), own);
}

#[grad]
fn integer_arithmetic(x: &[f64], small: u8) -> f64 {
    let mut s = 1.0;
    let mut at = small;
    for v in x {
        at -= 1;
        s *= v * f64::from(at);
    }
    s
}

#[test]
fn an_overflow_of_an_integer_panics_as_in_the_function() {
    assert_eq!(integer_arithmetic_grad(&[2.0, 3.0], 3), [6.0, 4.0]);
    // Without overflow checks, the function wraps and goes on.
    if catch_unwind(|| integer_arithmetic(&[2.0, 3.0], 0)).is_err() {
        let own = message(|| integer_arithmetic(&[2.0, 3.0], 0));
        assert_eq!(message(|| integer_arithmetic_grad(&[2.0, 3.0], 0)), own);
    } else {
        assert_eq!(integer_arithmetic_grad(&[2.0, 3.0], 0), [3.0 * 255.0 * 254.0, 2.0 * 255.0 * 254.0]);
    }
}

#[grad]
fn asserts(x: &[f64], most: f64) -> f64 {
    let mut s = 1.0;
    for (i, v) in x.iter().enumerate() {
        s *= v;
        assert!(s < most, "too large after {} factors: {}", i + 1, s);
    }
    s
}

#[test]
fn an_assertion_in_a_loop_fails_with_the_functions_text() {
    assert_eq!(asserts_grad(&[2.0, 3.0], 7.0), (vec![3.0, 2.0], 0.0));
    assert_eq!(message(|| asserts_grad(&[2.0, 3.0, 4.0], 5.0)), "too large after 2 factors: 6");
}
