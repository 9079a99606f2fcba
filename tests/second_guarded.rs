//! Second derivatives where a cotangent is zero, for the methods of several operands whose partials are guarded: the
//! tangent of the cotangent is not, so that the mixed derivatives are the partials themselves.

use autodiff::grad;

macro_rules! under_a_factor {
    ($($name:ident: $method:ident, [$x:expr, $z:expr], [$dx:expr, $dz:expr];)+) => {$(
        #[test]
        fn $name() {
            #[grad(hessian)]
            fn f(x: f64, z: f64, y: f64) -> f64 {
                y * x.$method(z)
            }
            let (x, z): (f64, f64) = ($x, $z);
            let hessian = f_hessian(x, z, 0.0);
            let want: [f64; 2] = [$dx(x, z), $dz(x, z)];
            for (row, want) in want.into_iter().enumerate() {
                // Both sides round a few operations.
                approx::assert_relative_eq!(hessian[row][2], want, max_relative = 1e-14);
                assert_eq!(hessian[row][..2], [0.0; 2], "row {row}");
            }
            assert_eq!(hessian[2][2], 0.0);
        }
    )+};
}

under_a_factor! {
    a_power: powf, [1.7, 2.3], [|x: f64, z: f64| z * x.powf(z - 1.0), |x: f64, z: f64| x.powf(z) * x.ln()];
    a_root_at_its_pole: powf, [0.0, 0.5], [|_, _| f64::INFINITY, |_, _| 0.0];
    an_angle: atan2, [1.7, 2.3], [|x: f64, z: f64| z / (x * x + z * z), |x: f64, z: f64| -x / (x * x + z * z)];
    a_distance: hypot, [1.7, 2.3], [|x: f64, z: f64| x / x.hypot(z), |x: f64, z: f64| z / x.hypot(z)];
    no_distance: hypot, [0.0, 0.0], [|_, _| 0.0, |_, _| 0.0];
    a_logarithm: log, [1.7, 2.3], [|x: f64, z: f64| 1.0 / (x * z.ln()), |x: f64, z: f64| -x.ln() / (z * z.ln().powi(2))];
    a_remainder: rem_euclid, [-1.7, 0.6], [|_, _| 1.0, |_, _| 3.0];
    the_larger: max, [1.7, 2.3], [|_, _| 0.0, |_, _| 1.0];
    the_smaller_of_two_equal: min, [1.7, 1.7], [|_, _| 1.0, |_, _| 0.0];
    a_sign: copysign, [1.7, -2.3], [|_, _| -1.0, |_, _| 0.0];
}

#[grad(hessian)]
fn quotient(x: f64, y: f64, z: f64) -> f64 {
    z * (x / y)
}

#[test]
fn a_quotient() {
    let (x, y) = (3.0, 4.0);
    assert_eq!(
        quotient_hessian(x, y, 0.0),
        [[0.0, 0.0, 1.0 / y], [0.0, 0.0, -x / (y * y)], [1.0 / y, -x / (y * y), 0.0]]
    );
}

/// What one branch leaves out has no second derivative either.
#[grad(hessian)]
fn piecewise(x: f64, y: f64) -> f64 {
    if x > 0.0 { y * x.sqrt() } else { y * y * x.abs() }
}

#[test]
fn the_branch_that_ran() {
    assert_eq!(piecewise_hessian(4.0, 0.0), [[0.0, 0.25], [0.25, 0.0]]);
    assert_eq!(piecewise_hessian(0.0, 3.0), [[0.0, 0.0], [0.0, 0.0]]);
    assert_eq!(piecewise_hessian(-2.0, 3.0), [[0.0, -6.0], [-6.0, 4.0]]);
}
