//! Comparison of a rule with the exact partial.

use autodiff_runtime::Real;
use dashu_float::FBig;
use dashu_float::round::mode::HalfEven;

/// A float of 256 bits.
pub(crate) type Big = FBig<HalfEven, 2>;

/// The value of a finite float, to which 256 bits can be added.
pub(crate) fn big<T: Real>(x: T) -> Big {
    Big::try_from(x.to_f64()).expect("only finite points are compared").with_precision(256).value()
}

/// A small whole number.
pub(crate) fn whole(n: i32) -> Big {
    big(f64::from(n))
}

/// What a rule gave, and whether it had what it is promised.
pub(crate) struct Computed<T> {
    partial: T,
    /// The rule reads a result of the primitive that is not a normal number.
    excused: bool,
}

/// For a rule that reads operands only.
pub(crate) fn from_operands<T: Real>(partial: T) -> Computed<T> {
    Computed { partial, excused: false }
}

/// For a rule that reads the result `out` of the primitive.
pub(crate) fn from_result<T: Real>(out: T, rule: impl FnOnce(T) -> T) -> Computed<T> {
    Computed { partial: rule(out), excused: !out.is_normal() }
}

/// Compares `rule` with `exact` at all points, prints the worst error and fails if it is above `tolerance`
/// ulp.
pub(crate) fn check<T: Real, const N: usize>(
    name: &str,
    tolerance: f64,
    points: Vec<[T; N]>,
    rule: impl Fn([T; N]) -> Computed<T>,
    exact: impl Fn([Big; N]) -> Big,
) {
    let (mut worst, mut compared) = ((0.0, None), 0);
    for point in points {
        let computed = rule(point);
        let Some(error) = ulps(computed.partial, &exact(point.map(big)), computed.excused) else {
            continue;
        };
        compared += 1;
        if error > worst.0 {
            worst = (error, Some((point, computed.partial)));
        }
    }
    let float = std::any::type_name::<T>();
    println!("{name} {float}: {:.2} ulp, {compared} points, worst {:?}", worst.0, worst.1);
    assert!(compared >= 50, "{name} {float}: only {compared} points have a normal partial");
    assert!(
        worst.0 <= tolerance,
        "{name} {float}: {:.2} ulp where {tolerance} are allowed, at (operands, partial) = {:?}",
        worst.0,
        worst.1
    );
}

/// The error in units in the last place of `want`; `None` where no accuracy is promised.
fn ulps<T: Real>(got: T, want: &Big, excused: bool) -> Option<f64> {
    if want.repr().significand().is_zero() {
        return Some(if got == T::ZERO { 0.0 } else { f64::INFINITY });
    }
    if excused {
        return None;
    }
    // log2(EPSILON) is -23 or -52, that of MIN_POSITIVE one more than the lowest, MAX has the highest.
    let precision = -(T::EPSILON.to_f64().log2() as isize);
    let lowest = T::MIN_POSITIVE.to_f64().log2() as isize;
    let exponent = want.repr().exponent() + want.repr().digits() as isize - 1;
    let same_sign = got.is_sign_negative() == (want < &Big::ZERO);
    if exponent < lowest {
        assert!(same_sign && got.abs() <= T::MIN_POSITIVE, "{got:?} for about 2^{exponent}");
        return None;
    }
    if exponent >= 2 - lowest {
        assert!(same_sign && got.abs() >= T::MAX, "{got:?} for about 2^{exponent}");
        return None;
    }
    if !got.is_finite() {
        return Some(f64::INFINITY);
    }
    let difference = (big(got) - want) << (precision - exponent);
    Some(difference.to_f64().value().abs())
}
