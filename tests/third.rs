//! Third derivatives: `g_hvp` called in functions that are differentiated, and second derivatives of functions that call
//! `g_grad`, `g_value_and_grad` and `g_jvp`. The oracle is dual numbers of dual numbers.

use autodiff::grad;
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
    std::array::from_fn(|row| product(&f, at, std::array::from_fn(|k| if k == row { 1.0 } else { 0.0 })).1)
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

/// A function that takes a product with a Hessian.
macro_rules! of_products {
    ($($name:ident($x:ident, $y:ident) at $at:expr; $hvp:ident of $g:ident, ($($arg:expr),+) along ($($v:expr),+);)+) => {$(
        mod $name {
            use super::*;

            #[grad(jvp)]
            fn f($x: f64, $y: f64) -> f64 {
                let ((dx, dy), (hx, hy)) = $hvp($($arg,)+ $($v),+);
                dx * hx + hy * dy.sin()
            }

            fn dual<D: num_dual::DualNum<Primitive = f64> + Copy>([$x, $y]: [D; 2]) -> D {
                let ([dx, dy], [hx, hy]) = product(duals::$g, [$($arg),+], [$($v),+]);
                dx * hx + hy * dy.sin()
            }

            #[test]
            fn agrees() {
                let [$x, $y] = $at;
                let (gx, gy) = f_grad($x, $y);
                assert_close(&[gx, gy], &first(dual, $at));
                assert_close(&[f_jvp($x, $y, 1.0, 0.0).1, f_jvp($x, $y, 0.0, 1.0).1], &[gx, gy]);
            }
        }
    )+};
}

of_products! {
    of_a_product(x, y) at [0.7, 1.3]; wavy_hvp of wavy, (x, y) along (y, x * x);
    of_a_product_with_one_vector(x, y) at [0.7, 1.3]; wavy_hvp of wavy, (x * y, x) along (y, y);
    of_a_product_in_a_branch(x, y) at [1.7, 1.3]; branching_hvp of branching, (x, y) along (x, y.sin());
    of_a_product_in_the_other_branch(x, y) at [0.7, 1.3]; branching_hvp of branching, (x, y) along (x, y.sin());
    of_a_product_through_a_loop(x, y) at [0.4, 0.9]; looping_hvp of looping, (x, y) along (y, x);
}

/// Third derivatives of float methods: the gradient of the second derivative.
macro_rules! methods {
    ($($name:ident $(($arg:expr))? at [$($at:expr),+];)+) => {$(
        #[test]
        fn $name() {
            #[grad(third)]
            fn g(x: f64) -> f64 {
                x.$name($($arg)?)
            }
            #[grad]
            fn f(x: f64) -> f64 {
                g_hvp(x, 1.0).1
            }
            fn exact<D: num_dual::DualNum<Primitive = f64>>(x: D) -> D {
                x.$name($($arg)?)
            }
            for at in [$($at),+] {
                let x = num_dual::Dual3_64::from_re(at).derivative();
                // Both sides round a few operations, and what cancels loses a few digits.
                approx::assert_relative_eq!(f_grad(at), exact(x).v3, max_relative = 1e-12, epsilon = 1e-13);
            }
        }
    )+};
}

methods! {
    acos at [-0.8, 0.3]; acosh at [1.2, 7.0]; asin at [-0.8, 0.3]; asinh at [-0.8, 3.0]; atan at [-0.8, 3.0];
    atanh at [-0.8, 0.3]; cbrt at [0.8, 3.0]; cos at [-0.8, 3.0]; cosh at [-0.8, 3.0]; exp at [-0.8, 3.0];
    exp2 at [-0.8, 3.0]; exp_m1 at [-0.8, 3.0]; ln at [0.8, 3.0]; ln_1p at [-0.8, 3.0]; log10 at [0.8, 3.0];
    log2 at [0.8, 3.0]; recip at [-0.8, 3.0]; sin at [-0.8, 3.0]; sinh at [-0.8, 3.0]; sqrt at [0.8, 3.0];
    tan at [-0.8, 3.0]; tanh at [-0.8, 1.0];
}

#[test]
fn powers() {
    for n in [-3, -1, 0, 1, 2, 3, 4, 7] {
        #[grad(third)]
        fn g(x: f64, n: i32) -> f64 {
            x.powi(n)
        }
        #[grad]
        fn f(x: f64, n: i32) -> f64 {
            g_hvp(x, n, 1.0).1
        }
        let k = f64::from(n);
        let want = k * (k - 1.0) * (k - 2.0) * 1.7_f64.powi(n - 3);
        approx::assert_relative_eq!(f_grad(1.7, n), want, max_relative = 1e-14);
        let at_zero = if n == 3 { 6.0 } else { 0.0 };
        assert!(n < 0 || f_grad(0.0, n) == at_zero);
    }
}

/// All third derivatives of a method of two operands.
macro_rules! of_two {
    ($($name:ident at $at:expr, $exact:expr;)+) => {$(
        #[test]
        fn $name() {
            #[grad(third)]
            fn g(x: f64, y: f64) -> f64 {
                x.$name(y)
            }
            #[grad(jvp)]
            fn in_x(x: f64, y: f64, vx: f64, vy: f64) -> f64 {
                g_hvp(x, y, vx, vy).1.0
            }
            #[grad(jvp)]
            fn in_y(x: f64, y: f64, vx: f64, vy: f64) -> f64 {
                g_hvp(x, y, vx, vy).1.1
            }
            let [x, y]: [f64; 2] = $at;
            let (xxx, xxy, _, _) = in_x_grad(x, y, 1.0, 0.0);
            let (xyx, xyy, _, _) = in_y_grad(x, y, 1.0, 0.0);
            let (_, yyy, xy, yy) = in_y_grad(x, y, 0.0, 1.0);
            assert_close(&[xxx, xxy, xyx, xyy, yyy, in_x_jvp(x, y, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0).1], &{
                let exact: fn(HyperDual<Dual64>, HyperDual<Dual64>) -> HyperDual<Dual64> = $exact;
                // Directions of the two duals inside, and of the one outside.
                let third = |[a, b, c]: [usize; 3]| {
                    let unit = |direction: usize, k| if direction == k { 1.0 } else { 0.0 };
                    let [x, y] = std::array::from_fn(|k| HyperDual::new(
                        Dual64::new([x, y][k], unit(c, k)),
                        Dual64::from(unit(a, k)),
                        Dual64::from(unit(b, k)),
                        Dual64::from(0.0),
                    ));
                    exact(x, y).eps1eps2.eps
                };
                [[0, 0, 0], [0, 0, 1], [0, 0, 1], [0, 1, 1], [1, 1, 1], [0, 0, 1]].map(third)
            });
            let ((_, _), (want_xy, want_yy)) = g_hvp(x, y, 0.0, 1.0);
            assert_close(&[xy, yy], &[want_xy, want_yy]);
        }
    )+};
}

of_two! {
    atan2 at [0.8, 1.7], |x, y| num_dual::DualNum::atan2(&x, y);
    hypot at [0.8, 1.7], |x, y| num_dual::DualNum::sqrt(&(x * x + y * y));
    log at [0.8, 1.7], |x, y| num_dual::DualNum::ln(&x) / num_dual::DualNum::ln(&y);
    powf at [0.8, 1.7], |x, y| num_dual::DualNum::powd(&x, y);
    max at [0.8, 1.7], |_, y| y;
    rem_euclid at [5.8, 1.7], |x, y| x - y * 3.0;
    midpoint at [0.8, 1.7], |x, y| (x + y) * 0.5;
}

/// The smallest x of the largest y, found by steps along gradients, and what becomes of it with a parameter: the gradient of
/// steps along the gradient of steps along a gradient.
#[test]
fn a_minimum_of_a_maximum() {
    #[grad(jvp, third)]
    fn payoff(x: f64, y: f64, price: f64) -> f64 {
        0.5 * x * x - price * x + x * y - y.cosh()
    }
    #[grad(wrt(x), jvp, hvp)]
    fn worst_case(x: f64, price: f64) -> f64 {
        let mut y = 0.0;
        loop {
            let (_, slope, _) = payoff_grad(x, y, price);
            if slope.abs() < 1e-13 {
                break;
            }
            y += 0.5 * slope;
        }
        payoff(x, y, price)
    }
    #[grad(jvp)]
    fn game(price: f64) -> f64 {
        let mut x = 0.0;
        let mut slope = 1.0;
        while f64::abs(slope) > 1e-13 {
            slope = worst_case_grad(x, price);
            x -= 0.4 * slope;
        }
        x
    }
    // sinh y = x and x - price + y = 0.
    let (x, slope) = game_value_and_grad(1.3);
    approx::assert_relative_eq!(x + x.asinh(), 1.3, max_relative = 1e-12);
    // What the steps have not reached yet: their number times what is left of the error.
    let want = 1.0 / (1.0 + 1.0 / x.hypot(1.0));
    approx::assert_relative_eq!(slope, want, max_relative = 1e-10);
    approx::assert_relative_eq!(game_jvp(1.3, 2.0).1, 2.0 * want, max_relative = 1e-10);
}

/// Where a cotangent is zero, and at the poles and roots of powers.
#[test]
fn special_points() {
    #[grad(third)]
    fn root(x: f64, y: f64) -> f64 {
        y * x.sqrt()
    }
    #[grad]
    fn along(x: f64, y: f64, v: f64, w: f64) -> f64 {
        let (_, (hx, hy)) = root_hvp(x, y, v, w);
        hx + 2.0 * hy
    }
    // hx = -y v / (4 √x³) + w / (2 √x), hy = v / (2 √x)
    assert_eq!(along_grad(4.0, 0.0, 1.0, 1.0), (-0.09375, -0.03125, 0.5, 0.25));

    #[grad(third)]
    fn powers(x: f64, n: f64) -> f64 {
        x.powf(n) + x.powi(3) + x * x * x
    }
    #[grad(wrt(x))]
    fn bend(x: f64, n: f64) -> f64 {
        powers_hvp(x, n, 1.0, 0.0).1.0
    }
    assert_eq!([bend_grad(0.0, 3.0), bend_grad(0.0, 5.0), bend_grad(-1.0, 3.0)], [18.0, 12.0, 18.0]);
}
