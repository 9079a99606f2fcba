//! Products in which a zero cotangent wins over an infinite partial.

use crate::Real;

/// `ct * partial`, and zero where `ct` is exactly zero and `partial` infinite or NaN.
///
/// A zero cotangent says that the result does not depend on this value, so a pole of the partial must not
/// turn the gradient into NaN. Every other product is IEEE's: a NaN cotangent stays NaN, a finite partial is
/// multiplied.
///
/// With a branch that is hardly ever taken: the least that a guard can cost, except in loops that could vectorise.
#[inline]
pub fn guarded_mul<T: Real>(ct: T, partial: T) -> T {
    guarded(ct, ct * partial)
}

/// `ct / b`, and zero where `ct` is exactly zero and `b` zero or NaN.
///
/// The same guard as [`guarded_mul`] for the partial `1 / b`.
#[inline]
pub fn guarded_div<T: Real>(ct: T, b: T) -> T {
    guarded(ct, ct / b)
}

/// `a * b`, and zero where one of them is exactly zero and the other infinite or NaN.
///
/// The product of a cotangent and the tangent of a partial: each is a factor that says that nothing depends on the
/// other.
#[inline]
pub fn guarded_both<T: Real>(a: T, b: T) -> T {
    let product = a * b;
    if product.is_nan() & ((a == T::ZERO) | (b == T::ZERO)) { T::ZERO } else { product }
}

/// The number of [`guarded_mul`], for loops that vectorise.
#[inline]
pub fn selected_mul<T: Real>(ct: T, partial: T) -> T {
    selected(ct, ct * partial)
}

/// [`selected_mul`] of numbers of different types, rounded once where the result is an `f32`.
#[inline]
pub(crate) fn mixed_mul<A: Real, B: Real, R: Real>(ct: A, partial: B) -> R {
    let product = R::from_f64(ct.to_f64() * partial.to_f64());
    if product.is_nan() & (ct == A::ZERO) { R::ZERO } else { product }
}

/// The number of [`guarded_div`], for loops that vectorise.
#[inline]
pub fn selected_div<T: Real>(ct: T, b: T) -> T {
    selected(ct, ct / b)
}

/// A product that contains `ct`, and zero where `ct` is exactly zero and the rest of it infinite or NaN.
///
/// Where `ct` is known not to be zero, nothing is left of the guard.
#[inline]
pub fn guarded<T: Real>(ct: T, product: T) -> T {
    if product.is_nan() && ct == T::ZERO { again(move || selected(ct, product)) } else { product }
}

/// The number of [`guarded`], for loops that vectorise.
///
/// A product with a zero factor is NaN exactly if the other factor is infinite or NaN.
/// No short circuit: both compares become one select.
#[inline]
pub fn selected<T: Real>(ct: T, product: T) -> T {
    if product.is_nan() & (ct == T::ZERO) { T::ZERO } else { product }
}

/// Runs a part of a reverse sweep a second time, with its guards: without them it gave NaN.
#[cold]
#[inline(never)]
pub fn again<R>(sweep: impl FnOnce() -> R) -> R {
    sweep()
}
