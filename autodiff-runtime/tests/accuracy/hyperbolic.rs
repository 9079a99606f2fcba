//! Hyperbolic functions and their inverses.

use crate::accuracy;
use crate::check::{self, big, from_operands, whole};
use crate::points::{between, everywhere};
use autodiff_runtime::__private::rules;
use autodiff_runtime::Real;

accuracy!(sinh_d, 4.0, between(-720.0, 720.0, &[0.0]), |[x]| from_operands(rules::sinh_d(x)), |[x]| x.cosh());
accuracy!(cosh_d, 4.0, between(-720.0, 720.0, &[0.0]), |[x]| from_operands(rules::cosh_d(x)), |[x]| x.sinh());
accuracy!(asinh_d, 4.0, everywhere(&[0.0]), |[x]| from_operands(rules::asinh_d(x)), |[x]| whole(1)
    / (whole(1) + &x * &x).sqrt(),);
accuracy!(acosh_d, 4.0, between(1.0, f64::INFINITY, &[1.0]), |[x]| from_operands(rules::acosh_d(x)), |[
    x,
]| whole(
    1
)
    / (&x * &x - whole(1)).sqrt(),);
accuracy!(
    atanh_d,
    4.0,
    between(-1.0, 1.0, &[-1.0, 1.0]),
    |[x]| from_operands(rules::atanh_d(x)),
    |[x]| whole(1) / (whole(1) - &x * &x),
);

/// The tolerance is absolute, twice EPSILON: the rule subtracts a saturated result from 1, in return for
/// keeping that alone; a result close to 1 that is off by 1 ulp, half of EPSILON, makes the partial off by
/// EPSILON.
fn tanh_is_absolutely_accurate<T: Real>() {
    let mut worst: f64 = 0.0;
    for [x] in between::<T>(-25.0, 25.0, &[0.0]) {
        let cosh = big(x).cosh();
        let error = big(rules::tanh_d(x.tanh())) - whole(1) / (&cosh * &cosh);
        worst = worst.max(error.to_f64().value().abs() / T::EPSILON.to_f64());
    }
    println!("tanh_d {}: {worst:.2} of EPSILON", std::any::type_name::<T>());
    assert!(worst < 2.0, "{worst} EPSILON");
}

#[test]
fn tanh_d_in_f64() {
    tanh_is_absolutely_accurate::<f64>();
}

#[test]
fn tanh_d_in_f32() {
    tanh_is_absolutely_accurate::<f32>();
}
