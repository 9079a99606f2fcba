//! Every float method, as method and as path, for `f64`, `f32` and `T: Real`, is connected to its own rule.
//!
//! How accurate the rules are is tested in the runtime crate; here each value is squared, so that the cotangent that
//! reaches the rule is not 1.

#[macro_use]
mod common;

use autodiff::grad;
use common::ROUNDING_F32;

/// The programs of one method: `[arguments] method(arguments after the first) [points] [d value / d each argument]`.
macro_rules! method {
    ([$x:ident $(, $y:ident)*] $method:ident $call:tt [$($point:expr),+] [$($partial:expr),+]) => {
        program! {
            f64_as_method, f($x $(, $y)*) for [$x $(, $y)*] in [$($point),+],
                gives [$(2.0 * $x.$method $call * ($partial)),+];
            #[grad]
            pub(crate) fn f($x: f64 $(, $y: f64)*) -> f64 { let m = $x.$method($($y),*); m * m }
        }

        program! {
            f64_as_path, f($x $(, $y)*) for [$x $(, $y)*] in [$($point),+],
                gives [$(2.0 * $x.$method $call * ($partial)),+];
            #[grad]
            pub(crate) fn f($x: f64 $(, $y: f64)*) -> f64 {
                f64::$method($x $(, $y)*) * <f64>::$method($x $(, $y)*)
            }
        }

        program! {
            f32_as_method, f($x as f32 $(, $y as f32)*) for [$x $(, $y)*] in [$($point),+],
                gives [$(2.0 * $x.$method $call * ($partial)),+] within ROUNDING_F32;
            #[grad]
            pub(crate) fn f($x: f32 $(, $y: f32)*) -> f32 { let m = $x.$method($($y),*); m * m }
        }

        program! {
            f32_as_path, f($x as f32 $(, $y as f32)*) for [$x $(, $y)*] in [$($point),+],
                gives [$(2.0 * $x.$method $call * ($partial)),+] within ROUNDING_F32;
            #[grad]
            pub(crate) fn f($x: f32 $(, $y: f32)*) -> f32 {
                f32::$method($x $(, $y)*) * <f32>::$method($x $(, $y)*)
            }
        }
    };
}

/// The same in a generic function.
macro_rules! method_of_real {
    ([$x:ident $(, $y:ident)*] $method:ident $call:tt [$($point:expr),+] [$($partial:expr),+]) => {
        program! {
            generic, f($x $(, $y)*) for [$x $(, $y)*] in [$($point),+],
                gives [$(2.0 * $x.$method $call * ($partial)),+];
            #[grad]
            pub(crate) fn f<T: autodiff::Real>($x: T $(, $y: T)*) -> T {
                T::$method($x $(, $y)*) * $x.$method($($y),*)
            }
        }
    };
}

/// One module for each method: `|arguments| method at [points], d value / d each argument`.
macro_rules! methods {
    ($(|$x:ident $(, $y:ident)*| $method:ident at $points:tt, $partials:tt;)+) => {
        $(#[allow(deprecated)] mod $method {
            use super::*;
            method! { [$x $(, $y)*] $method ($($y),*) $points $partials }
        })+
    };
}

macro_rules! methods_of_real {
    ($(|$x:ident $(, $y:ident)*| $method:ident at $points:tt, $partials:tt;)+) => {
        $(mod $method {
            use super::*;
            method! { [$x $(, $y)*] $method ($($y),*) $points $partials }
            method_of_real! { [$x $(, $y)*] $method ($($y),*) $points $partials }
        })+
    };
}

methods_of_real! {
    |x| abs at [[1.5], [-2.5]], [x.signum()];
    |x| acos at [[0.5], [-0.25]], [-1.0 / (1.0 - x * x).sqrt()];
    |x| acosh at [[1.5], [4.0]], [1.0 / (x * x - 1.0).sqrt()];
    |x| asin at [[0.5], [-0.25]], [1.0 / (1.0 - x * x).sqrt()];
    |x| asinh at [[0.5], [-4.0]], [1.0 / (1.0 + x * x).sqrt()];
    |x| atan at [[0.5], [-4.0]], [1.0 / (1.0 + x * x)];
    |y, x| atan2 at [[0.5, 2.0], [-1.5, -0.5]], [x / (x * x + y * y), -y / (x * x + y * y)];
    |x| atanh at [[0.5], [-0.25]], [1.0 / (1.0 - x * x)];
    |x| cbrt at [[8.0], [-1.25]], [1.0 / (3.0 * x.cbrt().powi(2))];
    |x| ceil at [[1.25], [-2.5]], [0.0 * x];
    |x, lo, hi| clamp at [[0.5, -1.0, 1.0], [-2.0, -1.0, 1.0], [3.0, -1.0, 1.5]], [
        if lo < x && x < hi { 1.0 } else { 0.0 },
        if x < lo { 1.0 } else { 0.0 },
        if hi < x { 1.0 } else { 0.0 }
    ];
    |x, s| copysign at [[1.5, -1.0], [-1.5, -1.0], [-2.5, 3.0]], [x.signum() * s.signum(), 0.0];
    |x| cos at [[0.5], [-2.0]], [-x.sin()];
    |x| cosh at [[0.5], [-2.0]], [x.sinh()];
    |x, y| div_euclid at [[7.5, 2.0], [-7.5, 2.0], [7.5, -2.0]], [0.0, 0.0];
    |x| exp at [[0.5], [-2.0]], [x.exp()];
    |x| exp2 at [[0.5], [-2.0]], [x.exp2() * std::f64::consts::LN_2];
    |x| exp_m1 at [[0.5], [-2.0]], [x.exp()];
    |x| floor at [[1.25], [-2.5]], [0.0];
    |x| fract at [[1.25], [-2.5]], [1.0];
    |x, y| hypot at [[3.0, 4.0], [-0.5, 0.25]], [x / x.hypot(y), y / x.hypot(y)];
    |x| ln at [[0.5], [3.0]], [1.0 / x];
    |x| ln_1p at [[0.5], [-0.75]], [1.0 / (1.0 + x)];
    |x, b| log at [[3.0, 2.0], [0.5, 7.0]], [1.0 / (x * b.ln()), -x.ln() / (b * b.ln().powi(2))];
    |x| log10 at [[0.5], [3.0]], [1.0 / (x * std::f64::consts::LN_10)];
    |x| log2 at [[0.5], [3.0]], [1.0 / (x * std::f64::consts::LN_2)];
    |x, y| max at [[1.0, 2.0], [2.0, 1.0], [2.0, 2.0]], [
        if x >= y { 1.0 } else { 0.0 },
        if x < y { 1.0 } else { 0.0 }
    ];
    |x, y| midpoint at [[1.0, 2.5], [-3.0, 1.0]], [0.5, 0.5];
    |x, y| min at [[1.0, 2.0], [2.0, 1.0], [2.0, 2.0]], [
        if x <= y { 1.0 } else { 0.0 },
        if x > y { 1.0 } else { 0.0 }
    ];
    |x, a, b| mul_add at [[1.5, -2.0, 0.5], [0.25, 3.0, -1.0]], [a, x, 1.0];
    |x| next_down at [[1.5], [-2.5]], [1.0];
    |x| next_up at [[1.5], [-2.5]], [1.0];
    |x, y| powf at [[1.5, 2.5], [0.5, -1.25]], [y * x.powf(y - 1.0), x.powf(y) * x.ln()];
    |x| recip at [[1.5], [-0.25]], [-1.0 / (x * x)];
    |x, y| rem_euclid at [[7.5, 2.0], [-7.5, 2.0], [7.5, -2.0]], [1.0, -x.div_euclid(y)];
    |x| round at [[1.25], [-2.5]], [0.0];
    |x| round_ties_even at [[1.25], [-2.5]], [0.0];
    |x| signum at [[1.25], [-2.5]], [0.0];
    |x| sin at [[0.5], [-2.0]], [x.cos()];
    |x| sinh at [[0.5], [-2.0]], [x.cosh()];
    |x| sqrt at [[0.5], [9.0]], [0.5 / x.sqrt()];
    |x| tan at [[0.5], [-2.0]], [1.0 / x.cos().powi(2)];
    |x| tanh at [[0.5], [-2.0]], [1.0 / x.cosh().powi(2)];
    |x| to_degrees at [[0.5], [-2.0]], [180.0 / std::f64::consts::PI];
    |x| to_radians at [[0.5], [-2.0]], [std::f64::consts::PI / 180.0];
    |x| trunc at [[1.25], [-2.5]], [0.0];
}

methods! {
    |x, y| abs_sub at [[3.0, 1.0], [1.0, 3.0]], [if x > y { 1.0 } else { 0.0 }, if x > y { -1.0 } else { 0.0 }];
}

program! {
    powi, f(x, 3) for [x] in [[1.5], [-0.5]], gives [3.0 * x * x + 3.0 * x * x - 4.0 / x.powi(3) + 0.0];
    #[grad]
    pub(crate) fn f(x: f64, n: i32) -> f64 { x.powi(n) + f64::powi(x, n) + 2.0 * x.powi(-2) + x.powi(n - 3) }
}

program! {
    powi_f32, f(x as f32, 3) for [x] in [[1.5], [-0.5]], gives [6.0 * x * x] within ROUNDING_F32;
    #[grad]
    pub(crate) fn f(x: f32, n: i32) -> f32 { x.powi(n) + f32::powi(x, n) }
}

program! {
    powi_generic, f(x, 3) for [x] in [[1.5], [-0.5]], gives [6.0 * x * x];
    #[grad]
    pub(crate) fn f<T: autodiff::Real>(x: T, n: i32) -> T { x.powi(n) + T::powi(x, n) }
}

program! {
    sin_cos, f(x) for [x] in [[1.5], [-0.5]], gives [(2.0 * x).cos() + 2.0 * (2.0 * x).cos() - x.sin()];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let (s, c) = x.sin_cos();
        let pair = f64::sin_cos(x);
        s * c + 2.0 * pair.0 * pair.1 + x.sin_cos().1
    }
}

program! {
    sin_cos_f32, f(x as f32) for [x] in [[1.5], [-0.5]], gives [(2.0 * x).cos()] within ROUNDING_F32;
    #[grad]
    pub(crate) fn f(x: f32) -> f32 { let (s, c) = x.sin_cos(); s * c }
}

program! {
    sin_cos_generic, f(x) for [x] in [[1.5], [-0.5]], gives [(2.0 * x).cos()];
    #[grad]
    pub(crate) fn f<T: autodiff::Real>(x: T) -> T { let (s, c) = x.sin_cos(); s * c }
}

program! {
    operators, f(x, y) for [x, y] in [[1.5, 0.5], [-0.5, 2.0]],
        gives [y + 1.0 / y - 1.0 + 1.0 + 2.0 * y, x - x / (y * y) - 1.0 - ((x - x % y) / y).round() + 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { x * y + x / y - (x + y) + x % y - -x * y - -(x * y) }
}

program! {
    operators_with_literals_on_either_side, f(x) for [x] in [[1.5], [-0.5]],
        gives [2.0 + 3.0 + 1.0 - 1.0 + 0.25 - 2.0 / (x * x) + 1.0];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 { 2.0 * x + x * 3. + (1e0 + x) + (1.0 - x) + x / 4.0 + 2.0f64 / x + x % 7_f64 }
}

program! {
    methods_of_literals_and_negations, f(x) for [x] in [[1.5], [0.5]],
        gives [2_f64.powf(x) * 2_f64.ln() + 1.0 - 2.0 * x - 2.0 * x + 1.5 * x.cos()];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        2.0_f64.powf(x) + (-1.0_f64).abs() * x - x.powi(2) + (-x).abs().powi(2) * -1.0 + 1.5 * -(-x).sin()
    }
}

program! {
    constants, f(x) for [x] in [[1.5]],
        gives [std::f64::consts::PI * x.cos() + f64::EPSILON * f64::MAX.sqrt() + std::f64::consts::E.ln()];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        use std::f64::consts;
        let top = f64::MAX.sqrt();
        consts::PI * x.sin() + f64::EPSILON * x * top + x * std::f64::consts::E.ln()
    }
}

program! {
    constants_of_real, f(x) for [x] in [[1.5]], gives [std::f64::consts::PI + 0.5 + 1.0 + 2.0 * x / std::f64::consts::LN_2];
    #[grad]
    pub(crate) fn f<T: autodiff::Real>(x: T) -> T {
        let half = T::from_f64(0.5);
        T::PI * x + half * x + T::ONE * x + T::ZERO + x * x / T::LN_2
    }
}

program! {
    casts_of_integers, f(x, 3, 4) for [x] in [[1.5]], gives [3.0 * 2.0 * x + 4.0 + 2.0 + 1.0];
    #[grad]
    pub(crate) fn f(x: f64, n: usize, m: u8) -> f64 {
        let whole = x as i32 as f64;
        n as f64 * x * x + f64::from(m) * x + x * (n - 1) as f64 + whole * x
    }
}

program! {
    paths_to_the_primitive, f(x) for [x] in [[1.5]], gives [x.cos() + x.exp()];
    #[grad]
    pub(crate) fn f(x: std::primitive::f64) -> core::primitive::f64 {
        std::primitive::f64::sin(x) + core::primitive::f64::exp(x)
    }
}

/// The conventions at special points reach the companions: one sample each of pole, tie, kink and zero cotangent.
mod special_points {
    use autodiff::grad;

    #[grad]
    fn root(x: f64) -> f64 {
        x.sqrt()
    }

    #[grad]
    fn root_of_a_zero_weight(x: f64, y: f64) -> f64 {
        y * x.sqrt()
    }

    #[grad]
    fn larger(x: f64, y: f64) -> f64 {
        x.max(y)
    }

    #[grad]
    fn quotient(x: f64, y: f64) -> f64 {
        0.0 * (x / y)
    }

    #[grad]
    fn magnitude(x: f64) -> f64 {
        x.abs()
    }

    #[grad]
    fn branch(x: f64) -> f64 {
        if x > 0.0 { x.sqrt() } else { 0.0 }
    }

    #[test]
    fn follow_the_conventions() {
        assert_eq!(root_grad(0.0), f64::INFINITY);
        assert_eq!(root_of_a_zero_weight_grad(0.0, 0.0), (0.0, 0.0));
        assert_eq!(larger_grad(2.0, 2.0), (1.0, 0.0));
        assert_eq!(larger_grad(2.0, f64::NAN), (1.0, 0.0));
        assert_eq!(quotient_grad(1.0, 0.0), (0.0, 0.0));
        assert_eq!(magnitude_grad(0.0), 0.0);
        assert!(magnitude_grad(f64::NAN).is_nan());
        assert_eq!(branch_grad(0.0), 0.0);
    }
}

program! {
    casts_between_floats, f(x) for [x] in [[1.5], [-0.5]], gives [3.0 * x * x + 2.0 * x + 1.0] within ROUNDING_F32;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let small = x as f32;
        let square = small * small;
        let back = square as f64 * x;
        back + f64::from(square) + x as f32 as f64
    }
}

program! {
    casts_of_f32, f(x as f32) for [x] in [[1.5], [-0.5]], gives [2.0 * x + 3.0 * x * x] within ROUNDING_F32;
    #[grad]
    pub(crate) fn f(x: f32) -> f32 {
        let wide = f64::from(x);
        let cube = wide * wide * (x as f64);
        (wide * wide) as f32 + cube as f32
    }
}

program! {
    a_path_tells_the_type_of_its_argument, f(x, y) for [x, y] in [[0.7, 1.5], [1.25, -0.5]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut least = f64::from(1e9);
        for v in [x, y, x * y] {
            least = f64::min(least, v * v);
        }
        let mut s = f64::from(0.5);
        s = f64::max(s, f64::sin(x));
        least * s
    }
}

/// Beside dual numbers a literal needs a type; here it has none but from the path.
#[grad]
fn least_square(x: [f64; 3]) -> f64 {
    let mut least = 1e9;
    for v in x {
        least = f64::min(least, v * v);
    }
    least
}

#[test]
fn a_path_tells_the_type_of_a_literal() {
    assert_eq!(least_square_value_and_grad([2.0, -0.5, 3.0]), (0.25, [0.0, -1.0, 0.0]));
}
