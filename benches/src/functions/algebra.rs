//! Polynomials and quotients: nothing but arithmetic.

use autodiff::grad;

use crate::case::{Case, Pair};

pub(crate) fn cases() -> Vec<Box<dyn Case>> {
    vec![
        Box::new(Pair {
            name: "horner",
            known: None,
            points: &[0.3, -1.7, 2.5],
            zeros: (0.0, 0.0),
            generated: horner_value_and_grad,
            by_hand: horner_by_hand,
        }),
        Box::new(Pair {
            name: "polynomial",
            known: None,
            points: &[(0.3, 2.0, -1.5), (-1.7, 0.25, 4.0)],
            zeros: (0.0, (0.0, 0.0, 0.0)),
            generated: |(x, y, z)| polynomial_value_and_grad(x, y, z),
            by_hand: |(x, y, z)| polynomial_by_hand(x, y, z),
        }),
        Box::new(Pair {
            name: "rosenbrock",
            known: None,
            points: &[(-1.2, 1.0), (0.7, 0.4)],
            zeros: (0.0, (0.0, 0.0)),
            generated: |(x, y)| rosenbrock_value_and_grad(x, y),
            by_hand: |(x, y)| rosenbrock_by_hand(x, y),
        }),
        Box::new(Pair {
            name: "michaelis_menten",
            known: None,
            points: &[(212.7, 0.0641, 0.02, 76.0), (212.7, 0.0641, 1.1, 207.0)],
            zeros: (0.0, (0.0, 0.0)),
            generated: |(vmax, km, conc, rate)| michaelis_menten_value_and_grad(vmax, km, conc, rate),
            by_hand: |(vmax, km, conc, rate)| michaelis_menten_by_hand(vmax, km, conc, rate),
        }),
    ]
}

#[grad]
fn horner(x: f64) -> f64 {
    ((2.0 * x - 3.0) * x + 5.0) * x - 7.0
}

/// The textbook's: value and derivative in one Horner scheme.
#[inline]
fn horner_by_hand(x: f64) -> (f64, f64) {
    let a = 2.0 * x;
    let b = a - 3.0;
    let c = b * x + 5.0;
    (c * x - 7.0, (a + b) * x + c)
}

#[grad]
fn polynomial(x: f64, y: f64, z: f64) -> f64 {
    x * x * y + 3.0 * x * y * z - y * z * z + 0.5 * z
}

#[inline]
fn polynomial_by_hand(x: f64, y: f64, z: f64) -> (f64, (f64, f64, f64)) {
    let (xx, x3, zz) = (x * x, 3.0 * x, z * z);
    let x3y = x3 * y;
    let yz = y * z;
    let value = xx * y + x3y * z - yz * z + 0.5 * z;
    let dx = 2.0 * x * y + 3.0 * yz;
    let dy = xx + x3 * z - zz;
    let dz = x3y - 2.0 * yz + 0.5;
    (value, (dx, dy, dz))
}

#[grad]
fn rosenbrock(x: f64, y: f64) -> f64 {
    let a = 1.0 - x;
    let b = y - x * x;
    a * a + 100.0 * b * b
}

#[inline]
fn rosenbrock_by_hand(x: f64, y: f64) -> (f64, (f64, f64)) {
    let a = 1.0 - x;
    let b = y - x * x;
    let b100 = 100.0 * b;
    let dy = 2.0 * b100;
    (a * a + b100 * b, (-2.0 * a - 2.0 * x * dy, dy))
}

/// The squared residual of one observation.
#[grad(wrt(vmax, km))]
fn michaelis_menten(vmax: f64, km: f64, conc: f64, rate: f64) -> f64 {
    let residual = rate - vmax * conc / (km + conc);
    residual * residual
}

#[inline]
fn michaelis_menten_by_hand(vmax: f64, km: f64, conc: f64, rate: f64) -> (f64, (f64, f64)) {
    let denominator = km + conc;
    let predicted = vmax * conc / denominator;
    let residual = rate - predicted;
    let scaled = -2.0 * residual / denominator;
    (residual * residual, (scaled * conc, -scaled * predicted))
}
