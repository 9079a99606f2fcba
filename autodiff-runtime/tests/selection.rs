//! Methods that select an operand: the cotangent goes whole to the one that was selected, and exactly zero,
//! even of an infinite cotangent, to the other.

use autodiff_runtime::__private::rules::*;
use autodiff_runtime::Real;

const NAN: f64 = f64::NAN;
const INF: f64 = f64::INFINITY;

/// Ordinary numbers, zeros, the ends of the range, NaN.
const OPERANDS: [f64; 12] = [0.0, -0.0, 1.0, -1.0, 1.5, -2.5, f64::MAX, f64::MIN, 5e-324, INF, -INF, NAN];
const COTANGENTS: [f64; 6] = [1.0, -3.0, 0.0, INF, -INF, NAN];

/// Equal with sign, or both NaN.
fn same<T: Real>(a: T, b: T) -> bool {
    a == b && a.is_sign_negative() == b.is_sign_negative() || a.is_nan() && b.is_nan()
}

/// The operand with the cotangent is equal to the value, the one without gets +0.
fn one_operand_gets_all<T: Real>(
    value: impl Fn(T, T) -> T,
    first: impl Fn(T, T, T) -> T,
    second: impl Fn(T, T, T) -> T,
) {
    for a in OPERANDS.map(T::from_f64) {
        for b in OPERANDS.map(T::from_f64) {
            let takes_first = first(a, b, T::ONE) == T::ONE;
            let selected = if takes_first { a } else { b };
            let out = value(a, b);
            assert!(selected == out || selected.is_nan() && out.is_nan(), "{selected} of {a}, {b}");
            if a == b || a.is_nan() && b.is_nan() {
                assert!(takes_first, "a tie goes to the first operand: {a}, {b}");
            }
            for ct in COTANGENTS.map(T::from_f64) {
                let (with, without) = if takes_first { (ct, T::ZERO) } else { (T::ZERO, ct) };
                assert!(same(first(a, b, ct), with), "{a}, {b}, {ct}");
                assert!(same(second(a, b, ct), without), "{a}, {b}, {ct}");
            }
        }
    }
}

#[test]
fn max_gives_the_cotangent_to_the_larger_operand() {
    one_operand_gets_all::<f64>(Real::max, max_vjp0, max_vjp1);
    one_operand_gets_all::<f32>(Real::max, max_vjp0, max_vjp1);
}

#[test]
fn min_gives_the_cotangent_to_the_smaller_operand() {
    one_operand_gets_all::<f64>(Real::min, min_vjp0, min_vjp1);
    one_operand_gets_all::<f32>(Real::min, min_vjp0, min_vjp1);
}

fn clamp_at<T: Real>(x: f64, lo: f64, hi: f64, ct: f64) -> [T; 3] {
    let [x, lo, hi, ct] = [x, lo, hi, ct].map(T::from_f64);
    [clamp_vjp0(x, lo, hi, ct), clamp_vjp1(x, lo, hi, ct), clamp_vjp2(x, lo, hi, ct)]
}

fn clamp<T: Real>() {
    let to_x = [1.0, 0.0, 0.0];
    let to_lo = [0.0, 1.0, 0.0];
    let to_hi = [0.0, 0.0, 1.0];
    for (x, lo, hi, want) in [
        (0.5, -1.0, 1.0, to_x),
        (-1.0, -1.0, 1.0, to_x),
        (1.0, -1.0, 1.0, to_x),
        (2.0, 2.0, 2.0, to_x),
        (0.0, -0.0, 1.0, to_x),
        (-0.0, 0.0, 1.0, to_x),
        (-1.5, -1.0, 1.0, to_lo),
        (-INF, -1.0, 1.0, to_lo),
        (1.5, -1.0, 1.0, to_hi),
        (INF, -1.0, 1.0, to_hi),
        (INF, -1.0, INF, to_x),
    ] {
        for ct in COTANGENTS {
            let got = clamp_at::<T>(x, lo, hi, ct);
            for (got, selected) in got.into_iter().zip(want) {
                let want = if selected == 1.0 { T::from_f64(ct) } else { T::ZERO };
                assert!(same(got, want), "clamp({x}, {lo}, {hi}) with {ct}: {got}");
            }
        }
    }
    let [x, lo, hi] = clamp_at::<T>(NAN, -1.0, 1.0, 1.0);
    assert!(x.is_nan() && lo == T::ZERO && hi == T::ZERO);
    assert_eq!(clamp_at::<T>(NAN, -1.0, 1.0, 0.0), [T::ZERO; 3], "a zero cotangent stays zero");
}

#[test]
fn clamp_gives_the_cotangent_to_x_up_to_the_bounds() {
    clamp::<f64>();
    clamp::<f32>();
}

fn abs_sub<T: Real>() {
    for a in OPERANDS {
        for b in OPERANDS {
            for ct in COTANGENTS {
                let [x, y, seed] = [a, b, ct].map(T::from_f64);
                let want = if x > y {
                    seed
                } else if x <= y || seed == T::ZERO {
                    T::ZERO
                } else {
                    T::NAN
                };
                let (first, second) = (abs_sub_vjp0(x, y, seed), abs_sub_vjp1(x, y, seed));
                assert!(first == want || first.is_nan() && want.is_nan(), "{a}, {b}, {ct}: {first}");
                assert!(second == -want || second.is_nan() && want.is_nan(), "{a}, {b}, {ct}: {second}");
            }
        }
    }
}

#[test]
fn abs_sub_gives_the_cotangent_to_both_operands_above_the_kink_and_to_none_at_it() {
    abs_sub::<f64>();
    abs_sub::<f32>();
}
