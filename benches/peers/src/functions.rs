//! Functions of a few numbers. The body is the same for all tools, but for the constants of ad_trait: they stand on the
//! right of operators, because a generic number cannot stand on the right of a float.

use crate::contest::{Contest, Generic, ad_trait, central, entry, num_dual, tape};

/// A function in the forms that the tools want, and its contest. symdiff's gradient comes without the value, which is
/// computed beside it.
macro_rules! contest {
    ($(#[doc = $doc:literal])* $name:ident, $inputs:literal, $point:expr, |$x:ident| $body:block,
     |$k:ident| $with_constants:block, $by_hand:expr) => {
        $(#[doc = $doc])*
        mod $name {
            pub(super) mod plain {
                #[autodiff::grad]
                pub(in super::super) fn f($x: &[f64; $inputs]) -> f64 $body
            }

            pub(super) mod symbolic {
                #[symdiff::gradient(var = $x, dim = $inputs)]
                pub(in super::super) fn f($x: &[f64]) -> f64 $body
            }

            pub(super) fn dual<D: num_dual::DualNum<Primitive = f64> + Copy>($x: &[D]) -> D $body

            pub(super) fn taped<'a>($x: &[reverse::Var<'a>]) -> reverse::Var<'a> $body

            #[derive(Clone)]
            pub(super) struct Function;

            impl super::Generic for Function {
                fn call<T: ad_trait::AD>(&self, $x: &[T], $k: fn(f64) -> T) -> T $with_constants
            }
        }

        fn $name() -> Contest {
            let point = $point;
            let by_hand: fn(&[f64; $inputs], &mut [f64; $inputs]) -> f64 = $by_hand;
            let mut entries = vec![
                entry("hand", point, move |x, gradient| by_hand(x, gradient)),
                entry("autodiff", point, |x, gradient| {
                    let value;
                    (value, *gradient) = $name::plain::f_value_and_grad(x);
                    value
                }),
                entry("symdiff", point, |x, gradient| {
                    *gradient = $name::symbolic::f_gradient(x);
                    $name::symbolic::f(x)
                }),
                num_dual(point, $name::dual),
                tape(point, $name::taped),
            ];
            entries.extend(ad_trait(point, $name::Function));
            entries.push(central(point, $name::plain::f));
            Contest { name: stringify!($name), entries }
        }
    };
}

pub(crate) fn contests() -> Vec<Contest> {
    vec![polynomial(), trigonometric(), normal_likelihood(), logistic_loss(), distance()]
}

contest!(
    polynomial,
    3,
    [0.3, 2.0, -1.5],
    |x| { x[0] * x[0] * x[1] + x[0] * x[1] * x[2] * 3.0 - x[1] * x[2] * x[2] + x[2] * 0.5 },
    |k| { x[0] * x[0] * x[1] + x[0] * x[1] * x[2] * k(3.0) - x[1] * x[2] * x[2] + x[2] * k(0.5) },
    |&[x, y, z], gradient| {
        let (xx, x3, zz) = (x * x, 3.0 * x, z * z);
        let (x3y, yz) = (x3 * y, y * z);
        *gradient = [2.0 * x * y + 3.0 * yz, xx + x3 * z - zz, x3y - 2.0 * yz + 0.5];
        xx * y + x3y * z - yz * z + 0.5 * z
    }
);

contest!(
    trigonometric,
    2,
    [0.7, -0.4],
    |x| { x[0].sin() * x[1].cos() + (x[0] * x[1]).sin() },
    |_k| { x[0].sin() * x[1].cos() + (x[0] * x[1]).sin() },
    |&[x, y], gradient| {
        let ((sin_x, cos_x), (sin_y, cos_y)) = (x.sin_cos(), y.sin_cos());
        let (sin_xy, cos_xy) = (x * y).sin_cos();
        *gradient = [cos_x * cos_y + y * cos_xy, x * cos_xy - sin_x * sin_y];
        sin_x * cos_y + sin_xy
    }
);

contest!(
    /// Of one observation, its mean and its deviation.
    normal_likelihood,
    3,
    [1.3, 0.4, 0.8],
    |x| {
        let z = (x[0] - x[1]) / x[2];
        z * z * -0.5 - x[2].ln() - 0.918938533204673
    },
    |k| {
        let z = (x[0] - x[1]) / x[2];
        z * z * k(-0.5) - x[2].ln() - k(0.918938533204673)
    },
    |&[x, mean, deviation], gradient| {
        let scale = 1.0 / deviation;
        let z = (x - mean) * scale;
        *gradient = [-z * scale, z * scale, (z * z - 1.0) * scale];
        -0.5 * z * z - deviation.ln() - 0.918938533204673
    }
);

contest!(
    /// Of two weights and a bias, at one input.
    logistic_loss,
    3,
    [0.4, -0.2, 0.1],
    |x| {
        let margin = x[0] * 1.5 + x[1] * 0.5 + x[2];
        ((-margin).exp() + 1.0).ln()
    },
    |k| {
        let margin = x[0] * k(1.5) + x[1] * k(0.5) + x[2];
        ((-margin).exp() + k(1.0)).ln()
    },
    |&[a, b, bias], gradient| {
        let e = (-(1.5 * a + 0.5 * b + bias)).exp();
        let slope = -e / (1.0 + e);
        *gradient = [1.5 * slope, 0.5 * slope, slope];
        (1.0 + e).ln()
    }
);

contest!(
    /// Between two points in space.
    distance,
    6,
    [1.0, 0.5, -2.0, 0.3, 0.1, 0.7],
    |x| {
        let a = x[0] - x[3];
        let b = x[1] - x[4];
        let c = x[2] - x[5];
        (a * a + b * b + c * c).sqrt()
    },
    |_k| {
        let a = x[0] - x[3];
        let b = x[1] - x[4];
        let c = x[2] - x[5];
        (a * a + b * b + c * c).sqrt()
    },
    |&[a, b, c, d, e, f], gradient| {
        let (x, y, z) = (a - d, b - e, c - f);
        let value = (x * x + y * y + z * z).sqrt();
        let scale = 1.0 / value;
        let (x, y, z) = (x * scale, y * scale, z * scale);
        *gradient = [x, y, z, -x, -y, -z];
        value
    }
);
