//! Differentiated functions that the tests of another crate call.

use autodiff::{Real, grad};

pub use deep::deeper::cube as renamed_cube;
pub use deep::square;

/// The Michaelis-Menten law.
#[grad(jvp, hvp)]
pub fn rate(vmax: f64, km: f64, conc: f64) -> f64 {
    vmax * conc / (km + conc)
}

/// Generic over the scalar.
#[grad(jvp, hvp)]
pub fn weighted<T: Real, const N: usize>(x: &[T; N], w: T) -> T {
    x[0] * w + x[N - 1] * w * w
}

/// Changes its argument.
#[grad(jvp, hvp)]
pub fn scale(v: &mut [f64; 2], by: f64) {
    v[0] *= by;
    v[1] *= v[0];
}

/// Calls itself.
#[grad(jvp, hvp)]
pub fn tower(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { tower(x * x, n - 1) * 0.5 }
}

/// A function and a module of one name.
pub mod norm {
    use autodiff::grad;

    /// The length of a vector; the module leaves no room for a type of its name.
    #[grad(no_namespace, jvp, hvp)]
    pub fn norm(x: f64, y: f64) -> f64 {
        x.hypot(y)
    }
}

/// Modules in modules.
pub mod deep {
    use autodiff::grad;

    /// x²
    #[grad(jvp, hvp)]
    #[must_use]
    pub fn square(x: f64) -> f64 {
        x * x
    }

    /// One more.
    pub mod deeper {
        use super::grad;

        /// x³
        #[grad(jvp, hvp)]
        pub fn cube(x: f64) -> f64 {
            super::square(x) * x
        }
    }
}

/// A model with parameters that are not differentiated.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// The exponent.
    pub order: i32,
}

#[grad(jvp, hvp)]
impl Model {
    /// A power of x.
    pub fn predict(&self, x: f64) -> f64 {
        x.powi(self.order)
    }

    /// An associated function.
    pub fn loss(r: f64) -> f64 {
        0.5 * r * r
    }
}
