//! Third derivatives through every form of parameter, through calls, recursion and methods. Their numbers are compared with
//! central differences of second derivatives.

use autodiff::{Real, grad};

/// Central differences, h = 1e-5: truncation and cancellation are below 1e-8 of the largest number on the way.
#[track_caller]
fn closes(f: &dyn Fn([f64; 2]) -> f64, gradient: (f64, f64), at: [f64; 2]) {
    for (k, slope) in <[f64; 2]>::from(gradient).into_iter().enumerate() {
        let moved = |by: f64| {
            let mut at = at;
            at[k] += by;
            f(at)
        };
        approx::assert_relative_eq!(slope, (moved(1e-5) - moved(-1e-5)) / 2e-5, max_relative = 1e-6);
    }
}

/// The gradient, the tangents and the Hessian of a function of two numbers.
macro_rules! agrees {
    ($f:ident, $grad:ident, $jvp:ident, $hessian:ident) => {
        let at = [0.7, 0.4];
        let [x, y] = at;
        closes(&|[x, y]| $f(x, y), $grad(x, y), at);
        closes(&|[x, y]| $f(x, y), ($jvp(x, y, 1.0, 0.0).1, $jvp(x, y, 0.0, 1.0).1), at);
        let hessian: [[f64; 2]; 2] = $hessian(x, y);
        closes(&|[x, y]| $grad(x, y).0, hessian[0].into(), at);
        closes(&|[x, y]| $grad(x, y).1, hessian[1].into(), at);
    };
}

/// The gradient and the tangents of a function of two numbers.
macro_rules! agrees_in_first_order {
    ($f:ident, $grad:ident, $jvp:ident) => {
        let at = [0.7, 0.4];
        let [x, y] = at;
        closes(&|[x, y]| $f(x, y), $grad(x, y), at);
        closes(&|[x, y]| $f(x, y), ($jvp(x, y, 1.0, 0.0).1, $jvp(x, y, 0.0, 1.0).1), at);
    };
}

#[derive(Clone, Copy)]
enum Kind {
    Square,
    Exponential,
}

#[grad(jvp, third)]
fn inner(x: &[f64], by: f64) -> f64 {
    let mut sum = 0.0;
    for k in 0..x.len() {
        sum += (x[k] * by).sin() * x[0];
    }
    sum * sum
}

#[grad(jvp, third)]
fn scale(v: &mut [f64], by: f64) {
    for x in v.iter_mut() {
        *x *= by * by;
    }
}

#[grad(jvp, third)]
#[allow(clippy::too_many_arguments, reason = "one for each form")]
fn forms(
    name: &str,
    x: &[f64],
    kind: Kind,
    list: Vec<f64>,
    y: &[f64; 2],
    z: &f64,
    (a, b): (f64, f64),
    flag: bool,
) -> f64 {
    let mut copy = [x[0], x[1] * y[0], list[0]];
    scale(&mut copy, *z);
    let sum = copy[0] * copy[1] * copy[2]
        + name.len() as f64 * inner(&list, y[1])
        + if flag { a * b * b } else { a };
    match kind {
        Kind::Square => sum * sum,
        Kind::Exponential => (sum * 0.1).exp() * z,
    }
}

#[test]
fn gradients_in_every_form_of_parameter() {
    #[grad(jvp, hessian, hvp)]
    fn f(x: f64, y: f64) -> f64 {
        let list = vec![x * y, y];
        let (dx, dl, dy, dz, (da, db)) =
            forms_grad("ab", &[x, y], Kind::Square, list.clone(), &[y, x], &x, (y, x), true);
        let (value, (ex, el, ey, ez, (ea, eb))) =
            forms_value_and_grad("abc", &[y, x], Kind::Exponential, list, &[x, x], &y, (x, y), y > 0.0);
        dx[0] * dx[1] * 0.1 + dl[0] * dy[1] + dy[0] * dz + da * db + value * ex[1] * el[1] + ey[0] * ez * ea
            - eb
    }
    agrees!(f, f_grad, f_jvp, f_hessian);
}

#[test]
fn tangents_in_every_form_of_parameter() {
    #[grad(jvp, hessian, hvp)]
    fn f(x: f64, y: f64) -> f64 {
        let (list, along) = (vec![x * y, y], vec![y, x]);
        let (value, d) = forms_jvp(
            "ab",
            &[x, y],
            Kind::Square,
            list,
            &[y, x],
            &x,
            (y, x),
            true,
            &[x, x],
            along,
            &[x * x, y],
            &y,
            (x, y * y),
        );
        value * d
    }
    agrees!(f, f_grad, f_jvp, f_hessian);
}

#[test]
fn products_in_every_form_of_parameter() {
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let (list, along) = (vec![x * y, y], vec![y, x]);
        let ((dx, dl, dy, dz, (da, db)), (hx, hl, hy, hz, (ha, hb))) = forms_hvp(
            "ab",
            &[x, y],
            Kind::Square,
            list,
            &[y, x],
            &x,
            (y, x),
            true,
            &[x, x],
            along,
            &[x * x, y],
            &y,
            (x, y * y),
        );
        dx[0] * hx[1] + dl[1] * hl[0] + hy[1] * dy[0] + dz * hz * 0.1 + da * hb + db * ha
    }
    agrees_in_first_order!(f, f_grad, f_jvp);
}

#[grad(wrt(x), jvp, third)]
fn with_scratch(x: &[f64], scratch: &mut [f64], calls: &mut usize, by: f64) -> f64 {
    *calls += 1;
    for k in 0..x.len() {
        scratch[k] += x[k] * x[k] * by;
    }
    scratch[0] * scratch[1] + x[0].sin() * by * by
}

#[test]
fn arguments_that_are_written_to_and_numbers_held_fixed() {
    #[grad(jvp, hvp, hessian)]
    fn f(x: f64, y: f64) -> f64 {
        let (mut scratch, mut calls) = ([y, 0.3], 0);
        let mut sum = 0.0;
        for _ in 0..2 {
            let d = with_scratch_grad(&[x, y], &mut scratch, &mut calls, x * y);
            sum += d[0] * d[1] * scratch[0];
        }
        sum * scratch[1] * calls as f64
    }
    agrees!(f, f_grad, f_jvp, f_hessian);
}

#[test]
fn products_that_write_to_arguments() {
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let (mut scratch, mut calls) = ([y, 0.3], 0);
        let mut sum = 0.0;
        while calls < 3 {
            let (d, h) = with_scratch_hvp(&[x, y], &mut scratch, &mut calls, x * y, &[y, x]);
            sum += d[0] * h[1] * scratch[0];
        }
        sum * scratch[1] * calls as f64
    }
    agrees_in_first_order!(f, f_grad, f_jvp);
}

#[derive(Clone)]
struct Well {
    depth: f64,
}

#[grad(jvp, third)]
impl Well {
    fn energy(&self, x: &[f64], q: f64) -> f64 {
        let mut sum = 0.0;
        for v in x {
            sum += self.depth * v * v * v * q + (v * q).cos();
        }
        sum
    }
}

#[grad(jvp, hvp, hessian)]
impl Well {
    fn descend(&self, x: f64, q: f64) -> f64 {
        let mut at = vec![x, 0.2, q];
        let mut sum = 0.0;
        loop {
            let (value, (dx, dq)) = self.energy_value_and_grad(&at, q);
            let (_, along) = self.energy_jvp(&at, q, &dx, dq);
            if value < 0.5 || sum > 30.0 {
                break;
            }
            for i in 0..3 {
                at[i] -= 0.1 * dx[i] * (1.0 + 0.01 * dq);
            }
            sum += value + dq + along;
        }
        sum + at[0] * at[1]
    }
}

#[grad(jvp)]
impl Well {
    fn bend(&self, x: f64, q: f64) -> f64 {
        let ((dx, dq), (hx, hq)) = self.energy_hvp(&[x, q], q, &[q, x], x);
        dx[0] * hx[1] + dq * hq
    }
}

#[test]
fn methods_and_a_loop_that_is_left() {
    let well = Well { depth: 0.8 };
    let f = |x, q| well.descend(x, q);
    let (grad, jvp) = (|x, q| well.descend_grad(x, q), |x, q, v, w| well.descend_jvp(x, q, v, w));
    let hessian = |x, q| well.descend_hessian(x, q);
    agrees!(f, grad, jvp, hessian);
    let f = |x, q| well.bend(x, q);
    let (grad, jvp) = (|x, q| well.bend_grad(x, q), |x, q, v, w| well.bend_jvp(x, q, v, w));
    agrees_in_first_order!(f, grad, jvp);
}

#[grad(jvp, third)]
fn nest(x: f64, y: &[f64], n: usize) -> f64 {
    if n == 0 { x } else { nest(x * y[n % y.len()], y, n - 1).sin() + y[0] * x * x }
}

#[grad(jvp, hvp, hessian)]
fn recursion_around(x: f64, y: f64, n: usize) -> f64 {
    if n == 0 {
        return x * y;
    }
    let (d, _) = nest_grad(x, &[x, 0.5], n);
    recursion_around(0.2 * d.sin() + x, y, n - 1).cos() + d
}

#[test]
fn recursion() {
    let f = |x, y| recursion_around(x, y, 2);
    let (grad, jvp) =
        (|x, y| recursion_around_grad(x, y, 2), |x, y, v, w| recursion_around_jvp(x, y, 2, v, w));
    let hessian = |x, y| recursion_around_hessian(x, y, 2);
    agrees!(f, grad, jvp, hessian);

    #[grad(jvp)]
    fn product(x: f64, y: f64) -> f64 {
        let ((dx, _), (hx, hy)) = nest_hvp(x, &[y, x], 3, y, &[x, x]);
        dx * hx + hy[1]
    }
    agrees_in_first_order!(product, product_grad, product_jvp);
}

#[grad(jvp, third)]
fn generic<T: Real, const N: usize>(x: [T; N], s: T) -> T {
    let mut sum = s;
    for k in 0..N {
        sum += (x[k] * s).sin() * x[0];
    }
    sum * sum
}

#[test]
fn generic_functions() {
    #[grad(jvp, hvp, hessian)]
    fn f<T: Real>(x: T, z: T) -> T {
        let (dx, ds) = generic_grad([x, z, x * z], z);
        dx[0] * dx[1] + dx[2] * ds * generic_jvp([x, z, x], z, [z, x, x], x).1
    }
    agrees!(f, f_grad, f_jvp, f_hessian);

    #[grad(jvp)]
    fn product<T: Real>(x: T, z: T) -> T {
        let ((dx, ds), (hx, hs)) = generic_hvp([x, z], z, [z, x], x);
        dx[0] * hx[1] + hs * ds * T::from_f64(0.1)
    }
    agrees_in_first_order!(product, product_grad, product_jvp);
    let (dx, _): (f32, f32) = product_grad(0.5, 0.25);
    approx::assert_relative_eq!(f64::from(dx), product_grad(0.5, 0.25).0, max_relative = 1e-4);
}

/// What a function calls that has third derivatives has them too.
#[grad(jvp, third)]
fn caller(x: f64, y: f64) -> f64 {
    let d = inner(&[x, y, x * y], y);
    nest(d, &[x, y], 2) * generic([x, d], y)
}

#[test]
fn calls_of_calls() {
    #[grad(jvp, hvp, hessian)]
    fn f(x: f64, y: f64) -> f64 {
        let (dx, dy) = caller_grad(x, y);
        dx * dy
    }
    agrees!(f, f_grad, f_jvp, f_hessian);
    #[grad(jvp)]
    fn product(x: f64, y: f64) -> f64 {
        let ((dx, dy), (hx, hy)) = caller_hvp(x, y, y, x);
        dx * dy + hx * hy
    }
    agrees_in_first_order!(product, product_grad, product_jvp);
}

/// A gradient of a gradient of a gradient.
#[test]
fn gradients_thrice() {
    #[grad(hvp)]
    fn steepness(x: f64, y: f64) -> f64 {
        let (dx, dy) = caller_grad(x, y);
        dx * dx + dy
    }
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let (dx, dy) = steepness_grad(x, y);
        dx * 0.1 + dy.sin()
    }
    agrees_in_first_order!(f, f_grad, f_jvp);
}
