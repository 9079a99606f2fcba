//! Compares derivatives with central differences: for tests of your own functions. Needs the feature `check`.
//!
//! ```toml
//! [dev-dependencies]
//! autodiff-grad = { path = "../autodiff-grad", features = ["check"] }
//! ```
//!
//! Say where ([`at`] a point, [`at_each`] of several, [`between`] two corners at random), then what
//! ([`Check::gradient`]): the function and its companion, as closures that take the arguments as one value. An argument
//! is a float, an array, a `Vec` or a tuple of them; several arguments are a tuple. What is not differentiated, the
//! closures capture.
//!
//! ```
//! use autodiff::{check, grad};
//!
//! #[grad]
//! fn area(width: f64, height: f64) -> f64 {
//!     width * height
//! }
//!
//! #[grad]
//! fn weighted(x: &[f64], weights: [f64; 2], power: i32) -> f64 {
//!     weights[0] * x[0].powi(power) + weights[1] * x[1].powi(power)
//! }
//!
//! check::at((2.0, 3.0)).gradient(|(w, h)| area(w, h), |(w, h)| area_grad(w, h)).assert();
//!
//! // Twenty points between two corners; a slice is a `Vec` here. The seed makes them the same in every run.
//! check::between((vec![0.1, 0.1], [-1.0, -1.0]), (vec![2.0, 2.0], [1.0, 1.0]), 20, 7)
//!     .gradient(|(x, w)| weighted(&x, w, 3), |(x, w)| weighted_grad(&x, w, 3))
//!     .assert();
//! ```
//!
//! The other companions have checks of their own: [`Check::jacobian`], [`Check::jvp`], [`Check::vjp`], and, with
//! differences of the gradient, [`Check::hvp`] and [`Check::hessian`].
//!
//! A wrong gradient is named with argument and index:
//!
//! ```
//! use autodiff::check;
//!
//! let cubes = |x: Vec<f64>| x[0].powi(3) + x[1].powi(3);
//! let wrong = |x: Vec<f64>| vec![3.0 * x[0] * x[0], 2.0 * x[1] * x[1]];
//!
//! let report = check::at(vec![1.0, 2.0]).names(["x"]).gradient(cubes, wrong);
//! assert!(!report.is_right());
//! assert!(report.to_string().contains("x[1] = 2.0 (point 1): the gradient says 8.0, differences 12.0"));
//! ```
//!
//! So is a place where the function is not smooth enough to tell. It does not count as wrong, except in [`Report::assert_all`]:
//!
//! ```
//! use autodiff::{check, grad};
//!
//! #[grad]
//! fn hinge(x: f64, y: f64) -> f64 {
//!     x.max(0.0) + y
//! }
//!
//! let report = check::at((0.0, 1.0)).gradient(|(x, y)| hinge(x, y), |(x, y)| hinge_grad(x, y));
//! report.assert();
//! let unclear: Vec<_> = report.unclear().map(|entry| entry.place()).collect();
//! assert_eq!(unclear, ["argument 1"]);
//! ```
//!
//! # How it decides
//!
//! Each number is moved up and down by smaller and smaller steps: parts of its own size, and of 1. Where the slopes to
//! both sides settle as the step shrinks, the three steps that agree best give the difference quotient and its
//! uncertainty: how much it still changes, and what rounding of the function's value may do to it. The gradient is
//! right if it lies within that and a [tolerance](Check::tolerance). Where the slopes do not settle, there is a kink, a
//! jump or a pole, or the function is NaN beside the point. For each number the function is called about fifty to a
//! hundred times.
//!
//! # What it cannot see
//!
//! * A number of the gradient that is below about 1e-9 of the function's value for a change of the argument by its own
//!   size (1e-3 for `f32`) cannot be told from zero.
//! * Differences are good for ten digits at best (four for `f32`), and are used if they are good for four (two): an error
//!   below their uncertainty or below the tolerance passes. [`Entry::verdict`] has the uncertainty of each.
//! * A branch that is not taken near any of the points is not tested.
//! * What the function rounds away inside (`(x + 1e12) - 1e12`) looks like steps: it may be reported as not smooth.
//
// It lives in the facade and not in the runtime: generated code has no use for it, it needs nothing of the runtime but
// `Real`, and here its examples can be written with `#[grad]`.

mod differences;
mod modes;
mod pack;
mod random;
mod report;

use std::string::String;
use std::vec::Vec;

use autodiff_runtime::Real;

use differences::{Precision, Stepper};
use pack::{Number, Path, is_same_form, number_at, numbers, place};
pub use pack::{Pack, Visitor};
pub use report::{Entry, Report, Verdict};

/// Where a gradient is compared, and how.
#[must_use = "nothing is compared before `gradient` or the like is called"]
#[derive(Clone, Debug)]
pub struct Check<P> {
    points: Vec<P>,
    names: Vec<String>,
    tolerance: Option<f64>,
}

/// At one point.
///
/// ```
/// use autodiff::{check, grad};
///
/// #[grad]
/// fn wave(x: f32) -> f32 {
///     x.sin() * x
/// }
///
/// check::at(1.5).gradient(wave, wave_grad).assert();
/// ```
pub fn at<P: Pack>(point: P) -> Check<P> {
    at_each([point])
}

/// At each of several points.
///
/// ```
/// use autodiff::{check, grad};
///
/// #[grad]
/// fn length([x, y]: [f64; 2]) -> f64 {
///     x.hypot(y)
/// }
///
/// check::at_each([[3.0, 4.0], [1e-8, 0.0], [-1e20, 1e20]]).gradient(length, length_grad).assert();
/// ```
pub fn at_each<P: Pack>(points: impl IntoIterator<Item = P>) -> Check<P> {
    Check { points: points.into_iter().collect(), names: Vec::new(), tolerance: None }
}

/// At so many random points, each number of which lies between those of two corners. The same seed gives the same
/// points, on every machine and in every version.
///
/// ```
/// use autodiff::{check, grad};
///
/// #[grad]
/// fn entropy(p: &[f64]) -> f64 {
///     let mut sum = 0.0;
///     for p in p {
///         sum -= p * p.ln();
///     }
///     sum
/// }
///
/// let (low, high) = (vec![0.01; 5], vec![1.0; 5]);
/// check::between(low, high, 10, 1).gradient(|p| entropy(&p), |p| entropy_grad(&p)).assert();
/// ```
///
/// # Panics
///
/// If the corners differ in form.
#[track_caller]
pub fn between<P: Pack>(low: P, high: P, count: usize, seed: u64) -> Check<P> {
    assert!(is_same_form(&low, &high), "the corners of the random points differ in form");
    at_each(random::points(&low, &high, count, seed))
}

impl<P: Pack> Check<P> {
    /// What the report calls the arguments, in order, instead of `argument 1`, `argument 2`, ..
    pub fn names<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.names = names.into_iter().map(S::into).collect();
        self
    }

    /// How far a number of the gradient may be from the difference quotient, as a part of the larger of the two. What
    /// the quotient does not know itself is allowed in addition. Without this, 1e-6, and 1e-3 where the function or the
    /// argument is `f32`.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// Compares what `companion` returns with differences of `function`.
    ///
    /// Both take the arguments by value. The gradient has the form of the arguments; the gradient of a slice is a `Vec`,
    /// so the argument is one too, or an array. Any companion will do that the closure can turn into a gradient:
    ///
    /// ```
    /// use autodiff::{check, grad};
    ///
    /// #[grad]
    /// fn energy(x: &[f64], stiffness: f64) -> f64 {
    ///     let mut sum = 0.0;
    ///     for i in 1..x.len() {
    ///         sum += 0.5 * stiffness * (x[i] - x[i - 1]) * (x[i] - x[i - 1]);
    ///     }
    ///     sum
    /// }
    ///
    /// check::at((vec![0.0, 1.5, 2.0], 4.0))
    ///     .names(["x", "stiffness"])
    ///     .gradient(|(x, s)| energy(&x, s), |(x, s)| energy_value_and_grad(&x, s).1)
    ///     .assert();
    ///
    /// check::at((vec![0.0, 1.5, 2.0], 4.0))
    ///     .gradient(
    ///         |(x, s)| energy(&x, s),
    ///         |(x, s)| {
    ///             let (mut dx, mut ds) = (vec![0.0; x.len()], 0.0);
    ///             energy_grad_into(&x, s, &mut dx, &mut ds);
    ///             (dx, ds)
    ///         },
    ///     )
    ///     .assert();
    /// ```
    pub fn gradient<R: Real, G: Pack>(
        &self,
        mut function: impl FnMut(P) -> R,
        mut companion: impl FnMut(P) -> G,
    ) -> Report {
        let mut report = Report::default();
        for (index, point) in self.points.iter().enumerate() {
            let gradient = numbers(&companion(point.clone()));
            if let Some(why) = self.difference_in_form(point, &gradient, "the gradient") {
                report.misfit(index, why);
                continue;
            }
            let of = Of { point: index, says: "the gradient", place: "" };
            let epsilon = R::EPSILON.to_f64();
            self.compare(point, &of, &gradient, epsilon, &mut |point| function(point).to_f64(), &mut report);
        }
        report
    }

    /// Compares partial derivatives of one number with differences in each argument.
    fn compare(
        &self,
        point: &P,
        of: &Of<'_>,
        partials: &[Number],
        epsilon: f64,
        function: &mut dyn FnMut(P) -> f64,
        report: &mut Report,
    ) {
        let value = function(point.clone());
        for (which, (argument, partial)) in numbers(point).into_iter().zip(partials).enumerate() {
            let precision = Precision::of(argument.epsilon.max(epsilon), self.tolerance);
            let mut moved = |to: f64| {
                let (point, to) = number_at(point, which, to);
                (to, function(point))
            };
            let mut stepper = Stepper { at: argument.value, value, precision, moved: &mut moved };
            let place = self.place(&argument.path);
            report.enter(Entry {
                point: of.point,
                says: of.says,
                place: if of.place.is_empty() { place } else { std::format!("{} in {place}", of.place) },
                argument: argument.value,
                partial: partial.value,
                verdict: stepper.verdict(partial.value),
            });
        }
    }

    fn place(&self, path: &Path) -> String {
        place(path, &self.names)
    }

    fn difference_in_form(&self, point: &P, partials: &[Number], what: &str) -> Option<String> {
        let arguments = numbers(point);
        if arguments.len() != partials.len() {
            let (a, p) = (arguments.len(), partials.len());
            return Some(std::format!("{what} has {p} numbers, the arguments have {a}"));
        }
        let (argument, partial) = arguments.iter().zip(partials).find(|(a, p)| a.path != p.path)?;
        let (a, p) = (self.place(&argument.path), self.place(&partial.path));
        Some(std::format!("{what} has a number for {p} where the arguments have {a}"))
    }
}

/// What some partial derivatives are of.
struct Of<'a> {
    point: usize,
    /// The companion's name for them.
    says: &'static str,
    /// The number of the result, if it has several.
    place: &'a str,
}
