//! Functions with logarithms, exponentials, roots and trigonometry.

use autodiff::grad;

use crate::case::{Case, Known, Pair};

pub(crate) fn cases() -> Vec<Box<dyn Case>> {
    vec![
        Box::new(Pair {
            name: "trigonometric",
            known: None,
            points: &[(0.3, 1.9), (2.5, -0.7)],
            zeros: (0.0, (0.0, 0.0)),
            generated: |(x, y)| trigonometric_value_and_grad(x, y),
            by_hand: |(x, y)| trigonometric_by_hand(x, y),
        }),
        Box::new(Pair {
            name: "normal_likelihood",
            known: None,
            points: &[(1.3, 0.2, 0.8), (-2.0, 0.1, 3.0)],
            zeros: (0.0, (0.0, 0.0)),
            generated: |(x, mean, scale)| normal_value_and_grad(x, mean, scale),
            by_hand: |(x, mean, scale)| normal_by_hand(x, mean, scale),
        }),
        Box::new(Pair {
            name: "logistic_loss",
            known: None,
            points: &[([0.5, -1.2], 0.1, [1.0, 2.0], 1.0), ([0.9, 0.3], -0.4, [0.2, 5.0], -1.0)],
            zeros: (0.0, ([0.0; 2], 0.0)),
            generated: |(weights, bias, input, label)| logistic_value_and_grad(weights, bias, &input, label),
            by_hand: |(weights, bias, input, label)| logistic_by_hand(weights, bias, &input, label),
        }),
        Box::new(Pair {
            name: "distance",
            known: None,
            points: &[([0.5, -1.2, 3.0], [1.5, 0.0, -2.0]), ([1.0, 2.0, 3.0], [4.0, 6.0, 3.0])],
            zeros: (0.0, ([0.0; 3], [0.0; 3])),
            generated: |(a, b)| distance_value_and_grad(&a, &b),
            by_hand: |(a, b)| distance_by_hand(&a, &b),
        }),
        Box::new(Pair {
            name: "softplus_generic",
            known: Some(Known {
                ratio: 1.08,
                why: "algebra: by hand `sharpness` cancels; a check for guards",
            }),
            points: &[(0.5, 2.0), (-3.0, 0.7)],
            zeros: (0.0, (0.0, 0.0)),
            generated: |(x, sharpness)| softplus_value_and_grad::<f64>(x, sharpness),
            by_hand: |(x, sharpness)| softplus_by_hand(x, sharpness),
        }),
    ]
}

#[grad]
fn trigonometric(x: f64, y: f64) -> f64 {
    x.sin() * y.cos() + (x * y).sin()
}

#[inline]
fn trigonometric_by_hand(x: f64, y: f64) -> (f64, (f64, f64)) {
    let ((sin_x, cos_x), (sin_y, cos_y)) = (x.sin_cos(), y.sin_cos());
    let (sin_xy, cos_xy) = (x * y).sin_cos();
    (sin_x * cos_y + sin_xy, (cos_x * cos_y + y * cos_xy, x * cos_xy - sin_x * sin_y))
}

/// The logarithm of the normal density.
#[grad(wrt(mean, scale))]
fn normal(x: f64, mean: f64, scale: f64) -> f64 {
    let z = (x - mean) / scale;
    -0.5 * z * z - scale.ln() - 0.918_938_533_204_672_8
}

#[inline]
fn normal_by_hand(x: f64, mean: f64, scale: f64) -> (f64, (f64, f64)) {
    let z = (x - mean) / scale;
    let value = -0.5 * z * z - scale.ln() - 0.918_938_533_204_672_8;
    let d_mean = z / scale;
    (value, (d_mean, z * d_mean - 1.0 / scale))
}

/// One term of the loss of a logistic regression; `label` is 1 or -1.
#[grad(wrt(weights, bias))]
fn logistic(weights: [f64; 2], bias: f64, input: &[f64; 2], label: f64) -> f64 {
    let margin = label * (weights[0] * input[0] + weights[1] * input[1] + bias);
    (-margin).exp().ln_1p()
}

#[inline]
fn logistic_by_hand(weights: [f64; 2], bias: f64, input: &[f64; 2], label: f64) -> (f64, ([f64; 2], f64)) {
    let margin = label * (weights[0] * input[0] + weights[1] * input[1] + bias);
    let e = (-margin).exp();
    let d_bias = -e / (1.0 + e) * label;
    (e.ln_1p(), ([d_bias * input[0], d_bias * input[1]], d_bias))
}

#[grad]
fn distance(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    let (x, y, z) = (a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    (x * x + y * y + z * z).sqrt()
}

#[inline]
fn distance_by_hand(a: &[f64; 3], b: &[f64; 3]) -> (f64, ([f64; 3], [f64; 3])) {
    let (x, y, z) = (a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    let value = (x * x + y * y + z * z).sqrt();
    let scale = 1.0 / value;
    let [x, y, z] = [x * scale, y * scale, z * scale];
    (value, ([x, y, z], [-x, -y, -z]))
}

#[grad]
fn softplus<T: autodiff::Real>(x: T, sharpness: T) -> T {
    (sharpness * x).exp().ln_1p() / sharpness
}

#[inline]
fn softplus_by_hand(x: f64, sharpness: f64) -> (f64, (f64, f64)) {
    let e = (sharpness * x).exp();
    let value = e.ln_1p() / sharpness;
    let dx = e / (1.0 + e);
    (value, (dx, (x * dx - value) / sharpness))
}
