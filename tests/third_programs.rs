//! Programs with third derivatives, written to find a fault in them. Their numbers are compared with central differences of
//! derivatives of one order less.

#![allow(
    clippy::many_single_char_names,
    clippy::needless_range_loop,
    reason = "odd forms are what is tested"
)]

use autodiff::grad;

/// Central differences, h = 1e-5: truncation and cancellation are below 1e-8 of the largest number on the way.
#[track_caller]
fn closes(f: &dyn Fn(f64, f64) -> f64, gradient: (f64, f64)) {
    let (x, y, h) = (0.7, 0.4, 1e-5);
    let slopes = [(f(x + h, y) - f(x - h, y)) / (2.0 * h), (f(x, y + h) - f(x, y - h)) / (2.0 * h)];
    for (got, want) in <[f64; 2]>::from(gradient).into_iter().zip(slopes) {
        approx::assert_relative_eq!(got, want, max_relative = 1e-6, epsilon = 1e-6);
    }
}

/// The gradient of `f` and its tangents.
macro_rules! first_order {
    () => {
        #[test]
        fn in_first_order() {
            closes(&f, f_grad(0.7, 0.4));
            closes(&f, (f_jvp(0.7, 0.4, 1.0, 0.0).1, f_jvp(0.7, 0.4, 0.0, 1.0).1));
        }
    };
}

/// The Hessian too.
macro_rules! second_order {
    () => {
        first_order!();

        #[test]
        fn in_second_order() {
            let hessian: [[f64; 2]; 2] = f_hessian(0.7, 0.4);
            closes(&|x, y| f_grad(x, y).0, hessian[0].into());
            closes(&|x, y| f_grad(x, y).1, hessian[1].into());
        }
    };
}

#[grad(jvp, third)]
fn stack(x: &[f64], y: f64) -> f64 {
    let mut s: Vec<f64> = Vec::new();
    for v in x {
        s.push(v * y);
        if s.len() > 2 {
            let a = s.pop().unwrap();
            let b = s.pop().unwrap();
            s.push(a * b.sin());
        }
    }
    let mut t = 1.0;
    while let Some(v) = s.pop() {
        t *= v + y;
        if t > 50.0 {
            return t * y;
        }
    }
    t
}
#[grad(jvp, third)]
fn grid(m: [[f64; 2]; 2], k: usize) -> f64 {
    let mut a = m;
    for i in 0..3 {
        a[i % 2][k] = a[(i + 1) % 2][1 - k] * m[k][i % 2];
        a.swap(0, 1);
    }
    match k {
        0 => a[0][0] * a[1][1].exp(),
        _ => a[0][1].powi(3) * a[1][0],
    }
}
#[grad(jvp, third)]
fn with_closure(x: f64, w: impl Fn(usize) -> f64 + Clone, n: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..n {
        s += x.powi(i as i32 + 1) * w(i);
    }
    s * s.sin()
}
mod k {
    use super::grad;
    #[grad(jvp, third)]
    pub(crate) fn g(x: f64, y: f64) -> f64 {
        (x * y).sin() * x + y.exp() * x * x
    }
    pub(crate) mod deep {
        pub(crate) use super::{g as h, g_grad as slope, g_hvp as h_product};
    }
}
use k::deep::{h_product, slope};
#[grad(jvp, third)]
fn even(x: f64, n: u32) -> f64 {
    if n == 0 { x * x } else { x.sin() * odd(x * 1.1, n - 1) }
}
#[grad(jvp, third, recursive)]
fn odd(x: f64, n: u32) -> f64 {
    if n == 0 { x.cos() } else { x + even(x * x, n - 1) }
}
#[grad(jvp, third)]
fn stepwise(x: &mut [f64], by: f64) {
    for i in 1..x.len() {
        let (a, b) = x.split_at_mut(i);
        b[0] += a[i - 1] * by * b[0];
    }
}
#[grad(jvp, third)]
fn uses_stepwise(x: [f64; 3], by: f64) -> f64 {
    let mut c = x;
    stepwise(&mut c, by);
    let e = by * c[0];
    stepwise(&mut c[1..], e);
    c[0] * c[1] * c[2]
}
#[derive(Clone)]
struct M {
    a: f64,
}
trait Shape {
    fn area(&self, x: f64, y: &[f64]) -> f64;
}
#[grad(jvp, third)]
impl Shape for M {
    fn area(&self, x: f64, y: &[f64]) -> f64 {
        let mut s = self.a;
        for v in y {
            s = s * x + v.sin() * s;
        }
        s
    }
}
#[grad(jvp, third)]
fn guarded(x: f64, y: f64) -> f64 {
    let z = x - 0.7;
    z * y.sqrt() * y.ln() + (z / y).exp() + x.max(y) * z.abs() + (x % 0.3) * y + x.clamp(0.1, 0.9) * y * y
}
#[grad(jvp, third)]
fn windows(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for w in x.windows(2) {
        s += (w[0] * w[1]).exp();
    }
    for (a, b) in x.iter().zip(x.iter().skip(1)) {
        s += a * b * b * s.sin();
    }
    s
}
mod product_of_a_stack {
    use super::*;
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let ((dx, dy), (hx, hy)) = stack_hvp(&[x, y, x * y, 0.3], y, &[y, x, x, x * x], y * x);
        dx[0] * hx[1] + dy * hy * 0.1 + dx[3] * hx[2]
    }
    first_order!();
}

mod products_of_a_grid {
    use super::*;
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let (d, h) = grid_hvp([[x, y], [y * y, x]], 0, [[y, x], [x, y]]);
        let (e, g) = grid_hvp([[x, y], [y * y, x]], 1, d);
        h[0][0] * d[1][1] + g[0][1] * e[1][0]
    }
    first_order!();
}

mod product_with_a_closure {
    use super::*;
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let (d, h) = with_closure_hvp(x * y, move |i| i as f64 + 0.5, 3, y);
        d * h + with_closure_hvp(x, |_| 1.0, 2, x).1
    }
    first_order!();
}

mod products_by_other_names {
    use super::*;
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let ((a, _), (_, d)) = h_product(x, y, y, x);
        let ((_, b), (c, _)) = k::g_hvp(y, x, x, x);
        let _ = k::g_hvp(x, x, x, x);
        a * b + c * d
    }
    first_order!();
}

mod products_of_mutual_recursion {
    use super::*;
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let (a, b) = even_hvp(x, 3, y);
        a * b + odd_hvp(y, 2, x).1
    }
    first_order!();
}

mod product_through_parts_of_a_slice {
    use super::*;
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let v = [x, y, x * y];
        let ((a, b), (c, d)) = uses_stepwise_hvp(v, y, v, x);
        a[0] * c[1] + b * d + a[2] * c[2]
    }
    first_order!();
}

mod product_of_a_method_of_a_trait {
    use super::*;
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let m = M { a: 0.5 };
        let ((a, b), (c, d)) = m.area_hvp(x, &[y, x], y, &[x, y]);
        a * c + b[0] * d[1]
    }
    first_order!();
}

mod product_in_a_while_loop {
    use super::*;
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let mut a = vec![x, y, x * y];
        let mut n = 0;
        while a[0] * a[0] < 4.0 && n < 5 {
            let (d, h) = windows_hvp(&a, &[y, x, 1.0]);
            for i in 0..a.len() {
                a[i] += 0.05 * h[i] - 0.01 * d[i];
            }
            n += 1;
        }
        a[0] * a[1] + a[2]
    }
    first_order!();
}

mod products_in_branches_of_a_loop {
    use super::*;
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let mut s = 0.0;
        for i in 0..3 {
            let (d, h) = if i % 2 == 0 { k::g_hvp(x, y, s, y) } else { k::g_hvp(y, x, 1.0, s) };
            s += d.0 * 0.1 + h.1.sin();
            if s > 30.0 {
                return s;
            }
        }
        s
    }
    first_order!();
}

mod product_beside_its_own_argument {
    use super::*;
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        x * k::g_hvp(x, 1.0, 0.0, y).1.1
    }
    first_order!();
}

mod gradient_of_a_stack {
    use super::*;
    #[grad(jvp, hessian)]
    fn f(x: f64, y: f64) -> f64 {
        let (v, (dx, dy)) = stack_value_and_grad(&[x, y, x * y, 0.3], y);
        dx[0] * dx[2] + dy * v * 0.1
    }
    second_order!();
}

mod gradient_and_tangent_of_a_grid {
    use super::*;
    #[grad(jvp, hessian)]
    fn f(x: f64, y: f64) -> f64 {
        let d = grid_grad([[x, y], [y * y, x]], 0);
        let (v, t) = grid_jvp(d, 1, [[x, x], [y, y]]);
        v * t + d[0][1]
    }
    second_order!();
}

mod gradient_with_a_closure {
    use super::*;
    #[grad(jvp, hessian)]
    fn f(x: f64, y: f64) -> f64 {
        with_closure_grad(x * y, move |i| i as f64 + 0.5, 3) * with_closure_jvp(x, |_| 1.0, 2, y).1
    }
    second_order!();
}

mod gradient_by_another_name {
    use super::*;
    #[grad(jvp, hessian)]
    fn f(x: f64, y: f64) -> f64 {
        let (a, b) = slope(x, y);
        let c = k::deep::h(a, y);
        a * b + c
    }
    second_order!();
}

mod gradients_of_mutual_recursion {
    use super::*;
    #[grad(jvp, hessian)]
    fn f(x: f64, y: f64) -> f64 {
        even_grad(x, 3) * odd_grad(y, 2) + even_jvp(x, 2, y).1
    }
    second_order!();
}

mod gradient_through_parts_of_a_slice {
    use super::*;
    #[grad(jvp, hessian)]
    fn f(x: f64, y: f64) -> f64 {
        let (a, b) = uses_stepwise_grad([x, y, x * y], y);
        a[0] * b + a[2]
    }
    second_order!();
}

mod gradient_of_a_method_of_a_trait {
    use super::*;
    #[grad(jvp, hessian)]
    fn f(x: f64, y: f64) -> f64 {
        let m = M { a: 0.5 };
        let (v, (a, b)) = m.area_value_and_grad(x, &[y, x]);
        let (w, t) = m.area_jvp(y, &[x], v, &[y]);
        a * b[1] + w * t
    }
    second_order!();
}

mod gradient_in_a_loop_that_is_left {
    use super::*;
    #[grad(jvp, hessian)]
    fn f(x: f64, y: f64) -> f64 {
        let mut a = vec![x, y, x * y];
        for _ in 0..4 {
            let d = windows_grad(&a);
            if d[0] > 40.0 {
                break;
            }
            for i in 0..a.len() {
                a[i] -= 0.03 * d[i];
            }
            a.push(d[1] * 0.1);
        }
        a[0] * a[1] + a[2] * a[a.len() - 1]
    }
    second_order!();
}

mod gradient_beside_its_own_argument {
    use super::*;
    #[grad(jvp, hessian)]
    fn f(x: f64, y: f64) -> f64 {
        x * k::g_grad(x, 1.0).1 + y * k::g_jvp(y, x, 0.0, 1.0).1
    }
    second_order!();
}

mod gradient_of_guarded_methods {
    use super::*;
    #[grad(jvp, hessian)]
    fn f(x: f64, y: f64) -> f64 {
        let (a, b) = guarded_grad(x + 0.1, y);
        a * b + a
    }
    second_order!();
}
