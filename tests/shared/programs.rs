//! One program for each kind of generated code, in Rust that every edition since 2018 accepts.

use autodiff::{Real, grad};

#[grad]
#[allow(clippy::needless_late_init, reason = "late initialisation is under test")]
fn branches(x: f64, y: f64) -> f64 {
    let a;
    if x > 0.0 {
        a = x * y;
    } else {
        return y.exp() * x;
    }
    let b = match (a > 1.0, y) {
        (true, v) if v > 2.0 => v * a,
        _ => 'block: {
            if a < 0.0 {
                break 'block x;
            }
            x * x
        }
    };
    assert!(b > -100.0, "b is {}", b);
    a * b
}

#[test]
fn early_exits_and_branches() {
    // a = 6, b = 18: f = x² y³
    assert_eq!(branches_grad(2.0, 3.0), (108.0, 108.0));
    // f = x³ y
    assert_eq!(branches_grad(2.0, 0.25), (3.0, 8.0));
    assert_eq!(branches_grad(-2.0, 0.0), (1.0, -2.0));
}

#[grad]
fn change(v: &mut (f64, [f64; 2]), by: &f64) {
    v.0 *= *by;
    v.1[0] += v.0;
}

#[grad]
fn captures(p: (f64, [f64; 2]), x: f64) -> f64 {
    let mut p = p;
    change(&mut p, &x);
    let (a, b) = (p.0, p.1);
    a * b[0] * b[1]
}

#[test]
fn parts_of_tuples_and_arrays_in_pullbacks() {
    // p = (2, [3, 5]), x = 7: a = 14, b = [17, 5]
    let (value, ((d0, [d1, d2]), dx)) = captures_value_and_grad((2.0, [3.0, 5.0]), 7.0);
    assert_eq!(value, 14.0 * 17.0 * 5.0);
    assert_eq!((d0, d1, d2, dx), (7.0 * 5.0 * (17.0 + 14.0), 70.0, 238.0, 2.0 * 5.0 * 31.0));
}

#[grad]
fn generic<T: Real, const N: usize>(x: &[T; N], by: impl Fn(T) -> bool) -> T {
    if by(T::ONE) { x[0] * x[N - 1] } else { T::ZERO }
}

#[grad]
fn slices(x: &[f64], y: &[f64]) -> f64 {
    let r#gen = x[0] * y[1];
    let r#dyn = r#gen * r#gen;
    r#dyn.sqrt()
}

#[test]
fn generics_references_and_raw_identifiers() {
    assert_eq!(generic_grad(&[2.0, 3.0], |one| one > 0.5), [3.0, 2.0]);
    assert_eq!(slices_grad(&[2.0], &[3.0, 5.0]), (vec![5.0], vec![0.0, 2.0]));
}

struct Model {
    order: i32,
}

#[grad]
impl Model {
    fn predict(&self, x: f64) -> f64 {
        x.powi(self.order)
    }

    fn sum(&self, x: f64, n: u32) -> f64 {
        if n == 0 { x } else { self.sum(x * x, n - 1) + x }
    }
}

#[grad]
fn factorial_like(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { factorial_like(x, n - 1) * x }
}

#[grad(recursive)]
fn ping(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { pong(x, n - 1) * x }
}

#[grad]
fn pong(x: f64, n: u32) -> f64 {
    ping(x, n) * 2.0
}

#[test]
fn methods_and_recursion() {
    assert_eq!(Model { order: 1 }.sum_grad(3.0, 1), 7.0);
    assert_eq!(factorial_like_grad(2.0, 2), 12.0);
    assert_eq!(ping_grad(3.0, 1), 12.0);
}

fn known(x: f64) -> (f64, f64) {
    (x.sin(), x.cos())
}

#[grad(partials = known)]
fn opaque(x: f64) -> f64 {
    x.sin()
}

#[test]
fn stated_partials() {
    assert_eq!(opaque_grad(0.0), 1.0);
    assert_eq!(Model { order: 3 }.predict_grad(2.0), 12.0);
}
