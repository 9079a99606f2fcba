//! What is noted of a run of the reference beside the derivative, to know how far its result can be trusted:
//!
//! * every operation may be blurred by a random relative error, so that several runs show what rounding does to a result;
//! * what the program decided (each comparison, each kink) goes into a trace, so that runs near a jump are told apart;
//! * whether a number left the range in which rounding is all that happens.

use std::cell::Cell;

use crate::rng::Rng;

/// How a run is blurred.
#[derive(Clone, Copy, Debug)]
pub struct Blur {
    /// The random errors come from it.
    pub seed: u64,
    /// The relative error of an operation.
    pub error: f64,
}

/// A thousand times the error of `f64`.
pub const DOUBLE: f64 = 2e-13;
/// Ten times the error of `f32`.
pub const SINGLE: f64 = 1e-6;

thread_local! {
    static BLURRED: Cell<Option<(Rng, f64)>> = const { Cell::new(None) };
    static TRACE: Cell<u64> = const { Cell::new(0) };
    static WILD: Cell<bool> = const { Cell::new(false) };
}

/// What else is known of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notes {
    /// Stands for every decision of the run.
    pub trace: u64,
    /// A number was too large, too small or not a number.
    pub wild: bool,
}

/// Runs `f` on dual numbers, blurred if there is a seed.
pub fn watched<R>(blur: Option<Blur>, f: impl FnOnce() -> R) -> (R, Notes) {
    BLURRED.set(blur.map(|blur| (Rng::new(blur.seed), blur.error)));
    TRACE.set(0);
    WILD.set(false);
    let out = f();
    BLURRED.set(None);
    (out, Notes { trace: TRACE.get(), wild: WILD.get() })
}

pub(crate) fn decided(outcome: i64) {
    TRACE.set((TRACE.get() ^ outcome as u64).wrapping_mul(0x100_0000_01b3).rotate_left(7));
}

/// The number with an error, where errors are wanted.
pub(crate) fn blur(number: f64) -> f64 {
    let size = number.abs();
    if size == 0.0 {
        return number;
    }
    // Products of such numbers still fit.
    let is_single = BLURRED.get().is_some_and(|(_, error)| error == SINGLE);
    let usual = if is_single { 1e-30..1e30 } else { 1e-100..1e100 };
    if !usual.contains(&size) {
        WILD.set(true);
    }
    let Some((mut rng, error)) = BLURRED.get() else { return number };
    let factor = 1.0 + error * (2.0 * rng.unit() - 1.0);
    BLURRED.set(Some((rng, error)));
    number * factor
}

/// Runs `f` with the errors of `f32`, if there are any.
pub(crate) fn coarsely<R>(f: impl FnOnce() -> R) -> R {
    let error = BLURRED.get().map(|(_, error)| error);
    BLURRED.set(BLURRED.get().map(|(rng, _)| (rng, SINGLE)));
    let out = f();
    BLURRED.set(BLURRED.get().zip(error).map(|((rng, _), error)| (rng, error)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dual::D;

    /// A number that overflows in `f32` is usual in `f64`.
    #[test]
    fn what_overflows_in_single_precision_is_wild_there_alone() {
        let wild = |error| watched(Some(Blur { seed: 1, error }), || blur(1e40)).1.wild;
        assert!(wild(SINGLE));
        assert!(!wild(DOUBLE));
    }

    /// In a gradient the two cancel but for rounding.
    #[test]
    fn each_use_of_a_number_has_an_error_of_its_own() {
        let slope = |blur| {
            let x = D::input(1.0, 1e20, 0.0);
            let [value, slope, ..] = watched(blur, || x - x).0.parts();
            assert_eq!(value, 0.0);
            slope.abs()
        };
        assert_eq!(slope(None), 0.0);
        let left = slope(Some(Blur { seed: 1, error: DOUBLE }));
        assert!(0.0 < left && left <= 2.0 * DOUBLE * 1e20 * (1.0 + DOUBLE), "{left}");
    }
}
