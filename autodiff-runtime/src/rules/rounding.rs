//! Rules of remainders. (`floor`, `ceil`, `round`, `trunc` have derivative 0 and `fract` has 1: they need no
//! rule.)

use crate::Real;

/// The partial of `x % y` in y: -q, where q is the whole number with `x % y == x - q y`. (In x it is 1.)
///
/// `trunc(x / y)` would be wrong where the quotient rounds up to a whole number: `1.0 % 0.1` has q = 9.
#[inline]
pub fn rem_d1<T: Real>(x: T, y: T, out: T) -> T {
    -quotient(x, y, out)
}

/// The partial of `x.rem_euclid(y)` in y: minus the quotient that the method used. (In x it is 1.)
#[inline]
pub fn rem_euclid_d1<T: Real>(x: T, y: T) -> T {
    let remainder = x % y;
    let quotient = quotient(x, y, remainder);
    // The method adds |y| to a negative remainder.
    if remainder < T::ZERO { -(quotient - y.signum()) } else { -quotient }
}

/// The whole number nearest to `(x - remainder) / y`, which differs from it by rounding only.
#[inline]
fn quotient<T: Real>(x: T, y: T, remainder: T) -> T {
    let q = (x - remainder) / y;
    // From here on every float is a whole number; below, adding and subtracting it rounds to one. `core` has
    // no `round`.
    let whole = T::EPSILON.recip();
    if q.abs() < whole { ((q.abs() + whole) - whole).copysign(q) } else { q }
}
