//! Functions that call others under `#[grad]`.

use autodiff::grad;

use crate::case::{Case, Known, Pair};

pub(crate) fn cases() -> Vec<Box<dyn Case>> {
    vec![
        Box::new(Pair {
            name: "helpers",
            known: None,
            points: &[(0.4, 1.1, 0.05), (-1.0, 0.2, 0.1)],
            zeros: (0.0, (0.0, 0.0, 0.0)),
            generated: |(x, y, z)| helpers_value_and_grad(x, y, z),
            by_hand: |(x, y, z)| helpers_by_hand(x, y, z),
        }),
        Box::new(Pair {
            name: "mut_helper",
            known: None,
            points: &[([1.0, 0.5], 0.1), ([-0.3, 2.0], 0.2)],
            zeros: (0.0, ([0.0; 2], 0.0)),
            generated: |(state, step)| predator_prey_value_and_grad(state, step),
            by_hand: |(state, step)| predator_prey_by_hand(state, step),
        }),
        Box::new(Pair {
            name: "array_helper",
            known: Some(Known {
                ratio: 1.28,
                why: "algebra: by hand `dot(a, a)` has the derivative `2.0 * a`, which only its body tells",
            }),
            points: &[([1.0, 0.5, -2.0], [0.3, 0.1, 0.7])],
            zeros: (0.0, ([0.0; 3], [0.0; 3])),
            generated: |(a, b)| cosine_value_and_grad(&a, &b),
            by_hand: |(a, b)| cosine_by_hand(&a, &b),
        }),
    ]
}

#[grad]
fn square(x: f64) -> f64 {
    x * x
}

#[grad]
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[grad]
fn helpers(x: f64, y: f64, z: f64) -> f64 {
    square(x - y) + sigmoid(y * z) * square(z)
}

#[inline]
fn helpers_by_hand(x: f64, y: f64, z: f64) -> (f64, (f64, f64, f64)) {
    let d = x - y;
    let s = 1.0 / (1.0 + (-(y * z)).exp());
    let zz = z * z;
    let dd = 2.0 * d;
    let d_product = zz * s * (1.0 - s);
    (d * d + s * zz, (dd, d_product * z - dd, d_product * y + 2.0 * s * z))
}

/// One Euler step of the Lotka-Volterra equations.
#[grad]
fn advance(prey: &mut f64, predators: &mut f64, step: f64) {
    let eaten = *prey * *predators;
    *prey += step * (1.5 * *prey - eaten);
    *predators += step * (eaten - 3.0 * *predators);
}

#[grad]
fn predator_prey(state: [f64; 2], step: f64) -> f64 {
    let [mut prey, mut predators] = state;
    advance(&mut prey, &mut predators, step);
    prey * predators
}

#[inline]
fn predator_prey_by_hand(state: [f64; 2], step: f64) -> (f64, ([f64; 2], f64)) {
    let [prey, predators] = state;
    let eaten = prey * predators;
    let (growth, change) = (1.5 * prey - eaten, eaten - 3.0 * predators);
    let (p, q) = (prey + step * growth, predators + step * change);
    // d_p = q and d_q = p
    let (d_growth, d_change) = (step * q, step * p);
    let d_eaten = d_change - d_growth;
    let d_prey = q + 1.5 * d_growth + d_eaten * predators;
    let d_predators = p - 3.0 * d_change + d_eaten * prey;
    (p * q, ([d_prey, d_predators], q * growth + p * change))
}

#[grad]
fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// The cosine of the angle between two vectors.
#[grad]
fn cosine(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

#[inline]
fn cosine_by_hand(a: &[f64; 3], b: &[f64; 3]) -> (f64, ([f64; 3], [f64; 3])) {
    let (ab, aa, bb) = (dot(a, b), dot(a, a), dot(b, b));
    let norm = (aa * bb).sqrt();
    let value = ab / norm;
    let scale = 1.0 / norm;
    let (to_a, to_b) = (value / aa, value / bb);
    let d_a = [scale * b[0] - to_a * a[0], scale * b[1] - to_a * a[1], scale * b[2] - to_a * a[2]];
    let d_b = [scale * a[0] - to_b * b[0], scale * a[1] - to_b * b[1], scale * a[2] - to_b * b[2]];
    (value, (d_a, d_b))
}
