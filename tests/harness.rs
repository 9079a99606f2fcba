//! The harness of the behaviour tests notices what it is there to notice.

#[macro_use]
mod common;

use autodiff::grad;
use common::{ROUNDING, Sample, check};

fn sample(value: f64, value_beside: f64, gradient: f64) -> Sample {
    Sample {
        value: vec![value],
        value_beside: vec![value_beside],
        gradient_beside: vec![gradient],
        gradient: vec![gradient],
        allocations: 0,
        one_sweep: false,
    }
}

#[test]
fn equal_samples_pass() {
    let same = || sample(1.0, 1.0, 2.0);
    check(&same(), &same(), &same(), &[2.0 + 1e-13], ROUNDING);
}

#[test]
#[should_panic(expected = "default, value")]
fn a_value_that_differs_in_one_bit_is_noticed() {
    let (same, other) = (|| sample(1.0, 1.0, 2.0), sample(1.0, 1.0 + f64::EPSILON, 2.0));
    check(&other, &same(), &same(), &[2.0], ROUNDING);
}

#[test]
#[should_panic(expected = "gradient: ")]
fn a_wrong_gradient_is_noticed() {
    let same = || sample(1.0, 1.0, 2.0);
    check(&same(), &same(), &same(), &[2.0 + 1e-10], ROUNDING);
}

#[test]
#[should_panic(expected = "record everything, gradient")]
fn a_gradient_that_depends_on_an_analysis_is_noticed() {
    let same = || sample(1.0, 1.0, 2.0);
    check(&same(), &same(), &sample(1.0, 1.0, 2.0 + 1e-15), &[2.0], ROUNDING);
}

#[test]
#[should_panic(expected = "gradient: ")]
fn a_missing_number_is_noticed() {
    let same = || sample(1.0, 1.0, 2.0);
    check(&same(), &same(), &same(), &[2.0, 0.0], ROUNDING);
}

#[test]
fn allocations_are_counted() {
    let info = allocation_counter::measure(|| drop(std::hint::black_box(vec![1.0; 3])));
    assert_eq!(info.count_total, 1);
}

#[test]
fn dual_numbers_are_differentiated() {
    // d(x y + sin x) = (y + cos x, x)
    let gradient = common::dual::gradient([2.0, 3.0], |[x, y]| x * y + x.sin());
    common::assert_close("dual", &gradient, &[3.0 + 2_f64.cos(), 2.0], ROUNDING);
}

program! {
    the_program_macro_stamps_a_test, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { x * y }
}
