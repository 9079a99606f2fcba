//! Third derivatives: `g_hvp` called in functions that are differentiated, and second derivatives of functions that call
//! `g_grad`, `g_value_and_grad` and `g_jvp`. The oracle is dual numbers of dual numbers.

use autodiff::{Real, grad};
// The methods of `DualNum` must not hide those of floats.
use num_dual::{Dual, Dual64, HyperDual, HyperDual64};

/// The gradient of `g` at a point whose coordinates are of any kind of number.
fn gradient<T: num_dual::DualNum<Primitive = f64> + Copy, const N: usize>(
    g: impl Fn([Dual<T>; N]) -> Dual<T>,
    at: [T; N],
) -> (T, [T; N]) {
    let along = |direction: usize| {
        g(std::array::from_fn(|k| Dual::new(at[k], if k == direction { T::one() } else { T::zero() })))
    };
    (along(0).re, std::array::from_fn(|k| along(k).eps))
}

/// The gradient and the product of the Hessian with a vector.
fn product<T: num_dual::DualNum<Primitive = f64> + Copy, const N: usize>(
    g: impl Fn([HyperDual<T>; N]) -> HyperDual<T>,
    at: [T; N],
    vector: [T; N],
) -> ([T; N], [T; N]) {
    let along = |direction: usize| {
        let unit = |k| if k == direction { T::one() } else { T::zero() };
        g(std::array::from_fn(|k| HyperDual::new(at[k], unit(k), vector[k], T::zero())))
    };
    (std::array::from_fn(|k| along(k).eps1), std::array::from_fn(|k| along(k).eps1eps2))
}

/// The gradient of a function that has no other numbers than these.
fn first<const N: usize>(f: impl Fn([Dual64; N]) -> Dual64, at: [f64; N]) -> [f64; N] {
    gradient(f, at).1
}

/// Its Hessian.
fn second<const N: usize>(f: impl Fn([HyperDual64; N]) -> HyperDual64, at: [f64; N]) -> [[f64; N]; N] {
    std::array::from_fn(|row| {
        product(&f, at, std::array::from_fn(|k| if k == row { 1.0 } else { 0.0 })).1
    })
}

/// Both sides round a few hundred operations.
#[track_caller]
fn assert_close(got: &[f64], want: &[f64]) {
    assert_eq!(got.len(), want.len());
    let scale = want.iter().fold(1.0_f64, |most, x| most.max(x.abs()));
    for (got_one, want_one) in got.iter().zip(want) {
        assert!((got_one - want_one).abs() <= 1e-12 * scale, "{got:?} is not {want:?}");
    }
}

/// A function of floats, and the same source for dual numbers.
macro_rules! both {
    ($($(#[$attr:meta])* $g:ident($($x:ident),+) $body:block)+) => {
        $($(#[$attr])* fn $g($($x: f64),+) -> f64 $body)+
        mod duals {
            $(pub(super) fn $g<D: num_dual::DualNum<Primitive = f64> + Copy>([$($x),+]: [D; 2]) -> D {
                $body
            })+
        }
    };
}

both! {
    #[grad(third, jvp)]
    wavy(x, y) { x * x * x * y + x.sin() * y * y + (x * y).exp() / y }

    #[grad(third, jvp)]
    branching(x, y) { if x > y { (x - y).powi(3) * x } else { (y / x).ln() * x * y } }

    #[grad(third, jvp)]
    looping(x, y) {
        let mut state = x;
        let mut sum = y * y;
        for k in 0..7 {
            if sum > 3.0 {
                state = (state * y).sin();
            }
            sum += state * state * (f64::from(k) + 1.0);
        }
        sum * state
    }
}

/// A function that takes derivatives of others, and the same with dual numbers of dual numbers.
macro_rules! nested {
    ($($name:ident($($x:ident),+) at $at:expr; calls { $($call:tt)* } instead { $($instead:tt)* } then $then:block)+) => {$(
        mod $name {
            use super::*;

            #[grad(jvp, hvp, hessian)]
            fn f($($x: f64),+) -> f64 {
                $($call)*
                $then
            }

            fn dual<D: num_dual::DualNum<Primitive = f64> + Copy>([$($x),+]: [D; 2]) -> D {
                $($instead)*
                $then
            }

            #[test]
            fn agrees() {
                let [$($x),+] = $at;
                let (gx, gy) = f_grad($($x),+);
                assert_close(&[gx, gy], &first(dual, $at));
                assert_close(&[f_jvp($($x),+, 1.0, 0.0).1, f_jvp($($x),+, 0.0, 1.0).1], &[gx, gy]);
                let got = f_hessian($($x),+);
                assert_close(got.as_flattened(), second(dual, $at).as_flattened());
            }
        }
    )+};
}

nested! {
    of_gradient(x, y) at [0.7, 1.3];
        calls { let (dx, dy) = wavy_grad(x * y, y); }
        instead { let (_, [dx, dy]) = gradient(duals::wavy, [x * y, y]); }
        then { dx * dy + dx.sin() }
    of_value_and_gradient(x, y) at [0.7, 1.3];
        calls { let (value, (dx, dy)) = wavy_value_and_grad(x, y); }
        instead { let (value, [dx, dy]) = gradient(duals::wavy, [x, y]); }
        then { value * dx + dy / value }
    of_tangent(x, y) at [0.7, 1.3];
        calls { let (value, along) = wavy_jvp(x, y, y * x, x.cos()); }
        instead {
            let (value, [dx, dy]) = gradient(duals::wavy, [x, y]);
            let along = dx * y * x + dy * x.cos();
        }
        then { value * along + along * along }
    of_branches(x, y) at [0.7, 1.3];
        calls { let (dx, dy) = branching_grad(x, y); }
        instead { let (_, [dx, dy]) = gradient(duals::branching, [x, y]); }
        then { dx * dy }
    of_a_loop(x, y) at [0.7, 1.3];
        calls { let (value, (dx, dy)) = looping_value_and_grad(x, y); }
        instead { let (value, [dx, dy]) = gradient(duals::looping, [x, y]); }
        then { (value * 0.01).sin() * dx + dy }
}
