//! The Hessian of every rule with a guarded partial, under a factor that is zero: `y * rule(x)` at `y = 0`.
//!
//! The cotangent of the rule is zero there and its tangent is not, so that the mixed derivatives are the rule's partials,
//! those of the gradient (infinite and undefined ones too), and all others are zero. The rules are those of the
//! compiler's own table: one that is added there and has no test here is noticed.
//!
//! The points are some where partials are infinite, undefined or at a tie, the value being finite: `y` times an infinite
//! value is undefined itself.

use autodiff::grad;

#[path = "common/numbers.rs"]
mod numbers;
#[path = "../autodiff-macros/src/rules/mod.rs"]
#[allow(dead_code, reason = "only the tables are read")]
mod rules;

use numbers::Numbers;
use rules::{Partial, REM, RULES, Rule};

/// `rule(operands) = expression, at [[point], [point]];`
macro_rules! under_a_factor {
    ($($name:ident($($x:ident),+) = $value:expr, at [$($point:expr),+];)+) => {
        const TESTED: &[&str] = &[$(stringify!($name)),+];

        $(
            #[test]
            fn $name() {
                #[grad(hessian)]
                fn f($($x: f64,)+ y: f64) -> f64 {
                    y * $value
                }
                #[grad]
                fn alone($($x: f64),+) -> f64 {
                    $value
                }
                for [$($x),+] in [$($point),+] {
                    let hessian = f_hessian($($x,)+ 0.0).map(Vec::from);
                    compare(&[$($x),+], &hessian, &alone_grad($($x),+).numbers());
                }
            }
        )+
    };
}

fn compare(point: &[f64], hessian: &[Vec<f64>], partials: &[f64]) {
    let last = partials.len();
    for (row, partial) in partials.iter().enumerate() {
        let (mixed, own) = (hessian[last][row], &hessian[row][..last]);
        // The partial times one in both, in the order of operations of either sweep.
        let close = (mixed - partial).abs() <= 1e-15 * partial.abs();
        let same = mixed == *partial || (mixed.is_nan() && partial.is_nan());
        assert!(close || same, "at {point:?}, argument {row}: mixed {mixed}, partial {partial}");
        assert_eq!(own, vec![0.0; last], "at {point:?}, argument {row}");
    }
    assert_eq!(hessian[last][last], 0.0, "at {point:?}");
}

under_a_factor! {
    abs(x) = x.abs(), at [[0.4], [-2.0], [0.0]];
    abs_sub(x, z) = { #[allow(deprecated, reason = "a method all the same")] let positive = x.abs_sub(z); positive },
        at [[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]];
    acos(x) = x.acos(), at [[0.4], [1.0], [-1.0]];
    acosh(x) = x.acosh(), at [[1.5], [1.0]];
    asin(x) = x.asin(), at [[0.4], [1.0], [-1.0]];
    asinh(x) = x.asinh(), at [[0.4], [0.0], [1e200]];
    atan(x) = x.atan(), at [[0.4], [0.0], [1e200]];
    atan2(x, z) = x.atan2(z), at [[1.7, 2.3], [0.0, 0.0], [0.0, -1.0]];
    atanh(x) = x.atanh(), at [[0.4], [-0.999_999]];
    cbrt(x) = x.cbrt(), at [[0.4], [0.0], [-8.0]];
    clamp(x, a, b) = x.clamp(a, b), at [[0.5, 0.0, 1.0], [2.0, 0.0, 1.0], [-2.0, 0.0, 1.0], [1.0, 0.0, 1.0]];
    copysign(x, z) = x.copysign(z), at [[1.7, -2.3], [0.0, 1.0], [-1.0, -0.0]];
    cos(x) = x.cos(), at [[0.4], [0.0]];
    cosh(x) = x.cosh(), at [[0.4], [0.0], [700.0]];
    exp(x) = x.exp(), at [[0.4], [-800.0], [700.0]];
    exp2(x) = x.exp2(), at [[0.4], [-2000.0], [1000.0]];
    exp_m1(x) = x.exp_m1(), at [[0.4], [0.0], [700.0]];
    hypot(x, z) = x.hypot(z), at [[1.7, 2.3], [0.0, 0.0], [0.0, -2.0], [5e-324, 5e-324]];
    ln(x) = x.ln(), at [[0.4], [5e-324]];
    ln_1p(x) = x.ln_1p(), at [[0.4], [0.0]];
    log(x, z) = x.log(z), at [[1.7, 2.3], [1.0, 0.5]];
    log10(x) = x.log10(), at [[0.4], [1.0]];
    log2(x) = x.log2(), at [[0.4], [1.0]];
    max(x, z) = x.max(z), at [[1.7, 2.3], [2.3, 1.7], [1.0, 1.0]];
    midpoint(x, z) = x.midpoint(z), at [[1.7, 2.3], [0.0, -0.0]];
    min(x, z) = x.min(z), at [[1.7, 2.3], [2.3, 1.7], [1.0, 1.0]];
    powf(x, z) = x.powf(z), at [[1.7, 2.3], [0.0, 0.5], [0.0, 0.0], [0.0, 1.0], [-2.0, 3.0]];
    powi(x) = x.powi(3) + x.powi(0), at [[0.4], [0.0], [-1.5]];
    recip(x) = x.recip(), at [[0.4], [1e-300]];
    rem(x, z) = x % z, at [[5.3, 0.7], [-5.3, 0.7], [1.0, 0.1]];
    rem_euclid(x, z) = x.rem_euclid(z), at [[-1.7, 0.6], [1.7, -0.6], [1.0, 0.1]];
    sin(x) = x.sin(), at [[0.4], [0.0]];
    sinh(x) = x.sinh(), at [[0.4], [0.0], [700.0]];
    sqrt(x) = x.sqrt(), at [[4.0], [0.4], [0.0], [5e-324]];
    tan(x) = x.tan(), at [[0.4], [0.0], [std::f64::consts::FRAC_PI_2]];
    tanh(x) = x.tanh(), at [[0.4], [0.0], [400.0]];
}

/// Whether a rule guards what it multiplies or selects.
fn is_guarded(rule: &Rule) -> bool {
    rule.args.iter().any(|partial| match partial {
        Partial::Scaled(..) | Partial::Over(..) | Partial::Selected(..) => true,
        Partial::Zero | Partial::Integer | Partial::One | Partial::Same | Partial::Times(_) => false,
    })
}

#[test]
fn every_guarded_rule_has_a_test() {
    let guarded = RULES.iter().chain([&REM]).filter(|rule| is_guarded(rule)).map(|rule| rule.name);
    let without: Vec<&str> = guarded.filter(|name| !TESTED.contains(name)).collect();
    assert!(without.is_empty(), "no test here for {without:?}");
}
