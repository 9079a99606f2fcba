//! Trigonometric functions and their inverses.

use crate::accuracy;
use crate::check::{self, Big, from_operands, from_result, whole};
use crate::points::{between, everywhere, pairs};
use autodiff_runtime::__private::rules;
use autodiff_runtime::Real;
use std::f64::consts::{FRAC_PI_2, PI};

/// √(1 - x²)
fn cofactor(x: Big) -> Big {
    (whole(1) - &x * &x).sqrt()
}

const QUARTERS: &[f64] = &[0.0, FRAC_PI_2, PI, 3.0 * FRAC_PI_2, 100.0 * PI];

accuracy!(sin_d, 4.0, everywhere(QUARTERS), |[x]| from_operands(rules::sin_d(x)), |[x]| x.cos());
accuracy!(cos_d, 4.0, everywhere(QUARTERS), |[x]| from_operands(rules::cos_d(x)), |[x]| -x.sin());
accuracy!(tan_d, 4.0, everywhere(QUARTERS), |[x]| from_result(x.tan(), rules::tan_d), |[x]| {
    let cos = x.cos();
    whole(1) / (&cos * &cos)
},);
accuracy!(asin_d, 4.0, between(-1.0, 1.0, &[-1.0, 1.0]), |[x]| from_operands(rules::asin_d(x)), |[x]| whole(
    1
)
    / cofactor(x),);
accuracy!(acos_d, 4.0, between(-1.0, 1.0, &[-1.0, 1.0]), |[x]| from_operands(rules::acos_d(x)), |[x]| whole(
    -1
)
    / cofactor(x),);
accuracy!(atan_d, 4.0, everywhere(&[0.0]), |[x]| from_operands(rules::atan_d(x)), |[x]| whole(1)
    / (whole(1) + &x * &x),);
accuracy!(
    atan2_d0,
    4.0,
    pairs(|a, b| a != 0.0 || b != 0.0),
    |[y, x]| from_operands(rules::atan2_d0(y, x)),
    |[y, x]| &x / (&x * &x + &y * &y),
);
accuracy!(
    atan2_d1,
    4.0,
    pairs(|a, b| a != 0.0 || b != 0.0),
    |[y, x]| from_operands(rules::atan2_d1(y, x)),
    |[y, x]| -&y / (&x * &x + &y * &y),
);
