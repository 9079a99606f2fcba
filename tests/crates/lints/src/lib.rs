//! One public item for each kind of generated code, under the strictest lints a user may have.
//!
//! There is nothing to run: the crate compiles, and `cargo clippy` says nothing about it.

#![deny(warnings, missing_docs, clippy::pedantic)]
#![deny(missing_debug_implementations, unreachable_pub, unused_qualifications, single_use_lifetimes)]
#![deny(trivial_casts, trivial_numeric_casts, unused_lifetimes, let_underscore_drop, non_ascii_idents)]
#![deny(elided_lifetimes_in_paths, explicit_outlives_requirements, redundant_lifetimes, unnameable_types)]
#![forbid(unsafe_code)]

use autodiff::{Real, grad, stop_gradient};

/// Straight-line code.
#[grad]
#[must_use]
pub fn plain(x: f64, y: f64) -> f64 {
    let a = x * y;
    a.sin() + stop_gradient(x)
}

/// Early exits, branches, late initialisation.
///
/// # Panics
///
/// If `k` is above 10.
#[grad]
#[must_use]
pub fn exits(x: f64, y: f64, k: usize) -> f64 {
    let a;
    if x > 0.0 {
        a = x * y;
    } else if k > 3 {
        return y.exp();
    } else {
        a = 'choice: {
            if y > 0.0 {
                break 'choice y;
            }
            x
        };
    }
    let mut sum = match k {
        0 => a,
        1 | 2 => return a * x,
        many if many > 10 => panic!("{many} is too much for {a}"),
        _ => x,
    };
    sum += a * sum;
    sum
}

/// References in and out.
#[grad]
pub fn in_and_out(v: &mut [f64; 3], by: &f64, (a, b): (f64, f64)) {
    v[0] *= by * a;
    v.swap(0, 2);
    let r = &mut v[1];
    *r -= b;
}

/// Calls, also of functions that change their arguments.
#[grad]
#[must_use]
pub fn calls(x: f64, v: [f64; 3]) -> f64 {
    let mut v = v;
    let first = v[0];
    in_and_out(&mut v, &x, (x, first));
    let t = tower(plain(x, v[0]), 2);
    generic(&v, t)
}

/// Generic.
#[grad]
#[must_use]
pub fn generic<T: Real, const N: usize>(v: &[T; N], x: T) -> T {
    let half = T::from_f64(0.5);
    v[N - 1] * x.max(half)
}

/// Slices.
#[grad(wrt(x))]
#[must_use]
pub fn slices<'a>(x: &'a [f64], w: &'a [f64], note: &str) -> f64 {
    let n = note.len();
    x[0] * w[n]
}

/// Recursion.
#[grad]
#[must_use]
pub fn tower(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { tower(x * x, n - 1) * x }
}

/// Recursion through another function.
#[grad(recursive)]
#[must_use]
pub fn ping(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { pong(x, n - 1) }
}

/// The other function.
#[grad]
#[must_use]
pub fn pong(x: f64, n: u32) -> f64 {
    ping(x, n) * x
}

/// The value of [`stated`] and its derivative.
#[must_use]
pub fn slope(x: f64) -> (f64, f64) {
    (x.sin(), x.cos())
}

/// A stated derivative.
#[grad(partials = slope)]
#[must_use]
pub fn stated(x: f64) -> f64 {
    x.sin()
}

/// No longer to be used.
#[grad]
#[deprecated = "for the test"]
#[must_use]
pub fn old(x: f64) -> f64 {
    x * x
}

#[grad]
fn private(x: f64) -> f64 {
    x * x
}

/// Uses one companion of a private function.
#[must_use]
pub fn uses_private(x: f64) -> f64 {
    private(x) + private_grad(x)
}

/// Methods.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// An exponent.
    pub order: i32,
}

#[grad]
impl Model {
    /// With a receiver.
    #[must_use]
    pub fn predict(&self, x: f64) -> f64 {
        x.powi(self.order)
    }

    /// By value.
    #[must_use]
    pub fn consume(self, x: f64) -> f64 {
        self.predict(x) * Self::square(x)
    }

    /// Without a receiver.
    #[must_use]
    pub fn square(x: f64) -> f64 {
        x * x
    }

    /// Without derivatives.
    #[must_use]
    pub fn order(&self) -> i32 {
        self.order
    }
}

impl Model {
    /// With the attribute on the method.
    #[grad]
    #[must_use]
    pub fn scaled(&self, x: f64, y: f64) -> f64 {
        if x > y {
            return x;
        }
        self.predict(x) * y
    }
}

/// Every mode of a float.
#[grad(vjp, jvp, hvp, hessian)]
#[must_use]
pub fn every_mode(x: f64, v: &[f64], m: [[f64; 2]; 2]) -> f64 {
    let mut sum = x.sqrt();
    for y in v {
        sum += y * m[0][1];
    }
    sum
}

/// Every mode of a vector.
#[grad(vjp, jvp, jacobian, hvp)]
#[must_use]
pub fn every_mode_of_a_vector<T: Real>(x: T, v: [T; 3]) -> [T; 2] {
    [x * v[0], v[1] / v[2]]
}

/// Tangents and cotangents in and out.
#[grad(vjp, jvp, hvp)]
pub fn every_mode_in_place(v: &mut [f64], w: &mut [f64; 2], by: f64) {
    v[0] *= by * w[0];
    w[1] += v[0];
}

/// Gradients of gradients.
#[grad(jvp)]
#[must_use]
pub fn of_gradients(x: f64, v: &[f64], m: [[f64; 2]; 2]) -> f64 {
    let (dx, dv, _) = every_mode_grad(x, v, m);
    dx * dv[0]
}

/// A trait of which an `impl` is differentiated.
pub trait Energy {
    /// The unit of the result.
    type Unit;
    /// The energy at a stretch.
    fn energy(&self, stretch: f64) -> f64;
}

/// A type whose methods are those of a trait.
#[derive(Debug)]
pub struct Elastic {
    /// Newtons per metre.
    pub stiffness: f64,
}

#[grad]
impl Energy for Elastic {
    type Unit = f64;
    fn energy(&self, stretch: f64) -> f64 {
        let half: Self::Unit = 0.5;
        half * self.stiffness * stretch * stretch
    }
}

/// Names that are known, and checked; parts without a derivative.
///
/// # Panics
///
/// Where `x` is not positive.
#[grad]
#[must_use]
pub fn known_names(elastic: &Elastic, x: f64, y: [f64; 2]) -> f64 {
    assert!(x > 0.0, "{x}");
    let (mut left, mut right) = (elastic.energy(x), y[0]);
    core::mem::swap(&mut left, &mut right);
    let (label, size) = if left > right { (Some(1_u32), left) } else { (None, right) };
    let scale = match (label, size) {
        (Some(n), v) => v * f64::from(n),
        (None, v) => v * stop_gradient(v),
    };
    if y.len() > 2 { right } else { scale * left }
}
