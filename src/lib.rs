#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(feature = "check")]
extern crate std;

#[cfg(feature = "check")]
pub mod check;

/// Makes companions of a function that compute its gradient.
///
/// ```
/// use autodiff::grad;
///
/// #[grad]
/// fn area(width: f64, height: f64) -> f64 {
///     width * height
/// }
///
/// assert_eq!(area_grad(2.0, 3.0), (3.0, 2.0));
/// assert_eq!(area_value_and_grad(2.0, 3.0), (6.0, (3.0, 2.0)));
/// ```
///
/// The derivative with respect to some parameters only, and a function whose derivative is stated instead of derived:
///
/// ```
/// use autodiff::grad;
///
/// #[grad(partials = table_and_slope)]
/// fn table(x: f64) -> f64 {
///     let (low, high) = (x.floor(), x.floor() + 1.0);
///     low * low + (x - low) * (high * high - low * low)
/// }
///
/// fn table_and_slope(x: f64) -> (f64, f64) {
///     (table(x), 2.0 * x.floor() + 1.0)
/// }
///
/// #[grad(wrt(x))]
/// fn cost(x: f64, price: f64) -> f64 {
///     price * table(x)
/// }
///
/// assert_eq!(cost_grad(1.5, 10.0), 30.0);
/// ```
///
/// Functions that call each other in a circle: one of them is marked.
///
/// ```
/// use autodiff::grad;
///
/// #[grad(recursive)]
/// fn even_step(x: f64, n: u32) -> f64 {
///     if n == 0 { x } else { x * odd_step(x, n - 1) }
/// }
///
/// #[grad]
/// fn odd_step(x: f64, n: u32) -> f64 {
///     if n == 0 { x } else { 2.0 * even_step(x, n - 1) }
/// }
///
/// assert_eq!(even_step_grad(3.0, 2), 12.0); // 2 x^2
/// ```
///
/// Methods, associated functions and a library under another name:
///
/// ```
/// mod facade {
///     pub mod derivatives {
///         pub use autodiff::*;
///     }
/// }
///
/// struct Gas;
///
/// impl Gas {
///     #[facade::derivatives::grad(crate = facade::derivatives)]
///     fn pressure(&self, volume: f64) -> f64 {
///         8.0 / volume
///     }
///
///     #[facade::derivatives::grad(associated, crate = facade::derivatives)]
///     fn square(x: f64) -> f64 {
///         x * x
///     }
/// }
///
/// assert_eq!(Gas.pressure_grad(2.0), -2.0);
/// assert_eq!(Gas::square_grad(2.0), 4.0);
/// ```
///
/// A function in a module of its own name:
///
/// ```
/// mod norm {
///     #[autodiff::grad(no_namespace)]
///     pub fn norm(x: f64, y: f64) -> f64 {
///         x.hypot(y)
///     }
/// }
/// pub use norm::{norm, norm_grad};
///
/// #[autodiff::grad]
/// fn twice(x: f64, y: f64) -> f64 {
///     2.0 * norm::norm(x, y)
/// }
///
/// assert_eq!(norm_grad(3.0, 4.0), (0.6, 0.8));
/// assert_eq!(twice_grad(3.0, 4.0), (1.2, 1.6));
/// ```
pub use autodiff_macros::grad;
pub use autodiff_runtime::{Cotangent, Differentiable, NoCotangent, Real, stop_gradient};

#[doc(hidden)]
pub use autodiff_runtime::__private;
