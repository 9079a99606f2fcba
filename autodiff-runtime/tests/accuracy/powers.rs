//! Powers, roots, `hypot`, `recip`.

use crate::accuracy;
use crate::check::{self, Big, from_operands, from_result, whole};
use crate::points::{between, everywhere, pairs, powers};
use autodiff_runtime::__private::rules;
use autodiff_runtime::Real;

fn root_of_square_norm(x: &Big, y: &Big) -> Big {
    (x * x + y * y).sqrt()
}

accuracy!(recip_d, 4.0, everywhere(&[0.0]), |[x]| from_result(x.recip(), rules::recip_d), |[x]| whole(-1)
    / (&x * &x),);
accuracy!(
    sqrt_d,
    4.0,
    between(0.0, f64::INFINITY, &[0.0]),
    |[x]| from_result(x.sqrt(), rules::sqrt_d),
    |[x]| whole(1) / (whole(2) * x.sqrt()),
);
accuracy!(cbrt_d, 4.0, everywhere(&[0.0]), |[x]| from_result(x.cbrt(), rules::cbrt_d), |[x]| {
    let root = x.nth_root(3);
    whole(1) / (whole(3) * &root * &root)
},);
accuracy!(
    hypot_d0,
    4.0,
    pairs(|a, b| a != 0.0 || b != 0.0),
    |[x, y]| from_operands(rules::hypot_d0(x, y, x.hypot(y))),
    |[x, y]| &x / root_of_square_norm(&x, &y),
);
accuracy!(
    hypot_d1,
    4.0,
    pairs(|a, b| a != 0.0 || b != 0.0),
    |[x, y]| from_operands(rules::hypot_d1(x, y, x.hypot(y))),
    |[x, y]| &y / root_of_square_norm(&x, &y),
);
accuracy!(powf_d0, 4.0, powers(), |[x, y]| from_result(x.powf(y), |out| rules::powf_d0(x, y, out)), |[
    x,
    y,
]| &y
    * x.powf(&(&y - whole(1))),);
accuracy!(powf_d1, 4.0, powers(), |[x, y]| from_result(x.powf(y), |out| rules::powf_d1(x, y, out)), |[
    x,
    y,
]| x
    .powf(&y)
    * x.ln(),);

/// Negative bases have whole exponents.
fn powf_of_a_negative_base<T: Real>() {
    for n in [-9, -4, -3, -2, -1, 1, 2, 3, 4, 7, 20] {
        let y = T::from_f64(f64::from(n));
        check::check(
            "powf_d0, negative base",
            4.0,
            between::<T>(f64::NEG_INFINITY, 0.0, &[0.0, -1.0]),
            |[x]| from_result(x.powf(y), |out| rules::powf_d0(x, y, out)),
            |[x]| whole(n) * x.powi((n - 1).into()),
        );
    }
}

#[test]
fn powf_of_a_negative_base_in_f64() {
    powf_of_a_negative_base::<f64>();
}

#[test]
fn powf_of_a_negative_base_in_f32() {
    powf_of_a_negative_base::<f32>();
}

/// 4 + |n| ulp: `powi` multiplies about |n| times, whether or not by squaring.
fn powi<T: Real>() {
    let range = -T::MIN_POSITIVE.to_f64().log2();
    for n in [-100_000, -1000, -300, -100, -33, -10, -3, -2, -1, 1, 2, 3, 4, 5, 10, 31, 100, 1000, 100_000] {
        // Bases of which the power is a float.
        let largest = range / f64::from(n).abs();
        let bases = || {
            let mut bases = between::<T>(
                f64::NEG_INFINITY,
                f64::INFINITY,
                &[1.0, -1.0, largest.exp2(), (-largest).exp2()],
            );
            bases.extend((1..100).map(|i| [T::from_f64((largest * (f64::from(i) / 50.0 - 1.0)).exp2())]));
            bases.retain(|[x]| x.to_f64().abs().log2().abs() * f64::from(n).abs() < 1.1 * range + 2.0);
            bases
        };
        check::check(
            &format!("powi_d, n = {n}"),
            4.0 + f64::from(n).abs(),
            bases(),
            |[x]| from_result(x.powi(n), |_| rules::powi_d(x, n)),
            |[x]| whole(n) * x.powi((n - 1).into()),
        );
    }
}

#[test]
fn powi_d_in_f64() {
    powi::<f64>();
}

#[test]
fn powi_d_in_f32() {
    powi::<f32>();
}
