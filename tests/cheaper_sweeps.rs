//! What makes a reverse sweep cheaper does not change what it gives: powers, factors, values that are computed once,
//! guards that are checked together, blocks that end a sweep early.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    powers_in_any_order, f(x, y) for [x, y] in [[1.5, -2.0], [-0.5, 3.0], [0.0, 1.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let square = x * x;
        let cube = x * square;
        let fourth = 0.25 * square * square;
        let half = -0.5 * y;
        let seventh = cube * (square * square);
        cube * y + fourth - half * y + seventh * square + (2.0 * x) * (-x) + x * (3.0 * cube)
    }
}

program! {
    factors_that_cancel, f(x, y) for [x, y] in [[1.5, 2.0], [-0.5, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let r = (x * x + y * y).sqrt();
        let z = -0.5 * r * r;
        let w = 4.0 * (z / 8.0 - -(0.1 * z) * y) / 0.5;
        w * 3.0 - 2.0 * (w * (y / 3.0)) + 0.5 * w * w
    }
}

program! {
    the_same_computed_twice, f([x, y, 2.0]) for [x, y] in [[1.5, 2.0], [-0.5, 3.0]], gives [
        2.0 * x * y * y + 2.0 * x * y.sin() * x * x + y.sin() * x * x * 2.0 * x,
        2.0 * x * x * y + x * x * x * x * y.cos() + 2.0,
        y
    ] within 1e-11;
    #[grad]
    pub(crate) fn f(v: [f64; 3]) -> f64 {
        let a = v[0] * v[1];
        let b = v[1] * v[0];
        let c = (v[0] * v[0]) * v[1].sin() * (v[0] * v[0]);
        a * b + c + v[1] * v[2]
    }
}

program! {
    an_element_read_before_and_after_it_changed, f(x, y) for [x, y] in [[1.5, 2.0], [-0.5, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = [x, y];
        let before = v[0] * v[1];
        v[0] = v[0] * v[1];
        let between = v[0] * v[1];
        {
            let first = &mut v[1];
            let old = *first * *first;
            *first = x * old;
            let new = *first * *first;
            *first += new;
        }
        before * between + v[0] * v[1]
    }
}

program! {
    roots_that_are_positive_and_others, f(x, y) for [x, y] in [[3.0, 4.0], [1.0, 2.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let norm = (x * x + y * y).sqrt();
        (norm + x.exp()).ln() + (x - y + 5.0).sqrt() + (norm * x).sqrt().ln() + 1.0 / norm - 2.0 / (1.0 + y)
    }
}

program! {
    a_minus_zero_under_a_root, f(x) for [x] in [[-0.0], [0.0]], gives [f64::INFINITY];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 { x.sqrt() + x.ln() }
}

program! {
    guards_that_are_checked_together, f(x, s, k) for [x, s, k] in
        [[0.5, 2.0, 0.0], [0.5, 2.0, 3.0], [1000.0, 1.0, 0.0], [-1000.0, 1.0, 1.0]], gives [
            if k == 0.0 || (s * x).exp().is_infinite() { 0.0 } else { k * (s * x).exp() / (1.0 + (s * x).exp()) },
            if k == 0.0 {
                0.0
            } else {
                let e = (s * x).exp();
                k * (x * e / (1.0 + e) - e.ln_1p() / s) / s
            },
            (s * x).exp().ln_1p() / s
        ] within 1e-11;
    #[grad]
    pub(crate) fn f(x: f64, s: f64, k: f64) -> f64 { k * ((s * x).exp().ln_1p() / s) }
}

program! {
    guards_in_arms, f(x, y, k, 1) for [x, y, k] in [[0.0, 0.0, 0.0], [0.0, 4.0, 2.0], [2.0, 4.0, 0.0], [9.0, 4.0, 2.0]],
        gives [
            if x > 1.0 { k * y.sqrt() * 0.5 / x.sqrt() / y } else { k * 2.0 * x * y.sqrt() },
            if k == 0.0 { 0.0 } else if x > 1.0 { k * x.sqrt() * -0.5 / (y * y.sqrt()) } else { k * x * x * 0.5 / y.sqrt() },
            if x > 1.0 { (x.sqrt() * y.sqrt()) / y } else { x * x * y.sqrt() }
        ];
    #[grad]
    pub(crate) fn f(x: f64, y: f64, k: f64, n: u8) -> f64 {
        let root = y.sqrt();
        let mut t = root * k;
        match n {
            1 if x > 1.0 => { t *= x.sqrt() / y; }
            1 => { t = t * x * x; }
            _ => t = x / y,
        }
        t
    }
}

program! {
    nothing_behind_an_early_return, f([x, y], 2.0) for [x, y] in [[0.5, 1.0], [3.0, 1.0], [f64::INFINITY, 1.0]],
        gives [if x < 2.0 { y * 2.0 * x } else { 0.0 }, if x < 2.0 { x * x } else { 0.0 }, 0.0];
    #[grad]
    pub(crate) fn f(v: [f64; 2], cutoff: f64) -> f64 {
        let square = v[0] * v[0];
        if square > cutoff * cutoff {
            return 0.0;
        }
        square * v[1]
    }
}

program! {
    sums_with_subtractions, f([x, y, z], [u, v]) for [x, y, z, u, v] in
        [[1.5, 2.0, 2.0, 0.5, -1.0], [-0.5, 3.0, 0.25, 1.5, 2.5]], dual;
    #[grad]
    pub(crate) fn f(a: [f64; 3], b: [f64; 2]) -> f64 {
        let c = [a[1] * b[1] - a[2] * b[0], b[0] * a[2] - a[0] * b[1], -a[0] * b[0] - a[1]];
        c[0] * a[0] - c[1] * a[1] - c[2] * (b[0] - b[1]) - (a[0] - c[0] * a[2])
    }
}

program! {
    arrays_lent_to_arrays_and_to_slices, f([x, y], [y, 2.0]) for [x, y] in [[1.5, 2.0], [-0.5, 3.0]], gives [
        2.0 * x + 2.0 * x + y, 2.0 * y + 2.0, x, y
    ];
    #[grad]
    pub(crate) fn dot(a: &[f64; 2], b: &[f64; 2]) -> f64 { a[0] * b[0] + a[1] * b[1] }
    #[grad]
    pub(crate) fn first(a: &[f64]) -> f64 { a[0] * a[0] }
    #[grad]
    pub(crate) fn f(a: [f64; 2], b: [f64; 2]) -> f64 { dot(&a, &a) + first(&a) + dot(&a, &b) }
}

program! {
    in_single_precision, f(x as f32, y as f32) for [x, y] in [[1.5, 2.0], [0.75, 3.0]], gives [
        (3.0 * x * x * y - 0.1 * x) + x / (x * x + y * y).sqrt(), x * x * x + y / (x * x + y * y).sqrt()
    ] within crate::common::ROUNDING_F32;
    #[grad]
    pub(crate) fn f(x: f32, y: f32) -> f32 { x * x * x * y - 0.05 * x * x + (x * x + y * y).sqrt() }
}

program! {
    of_any_float, f(x, y) for [x, y] in [[1.5, 2.0], [0.75, 3.0]], gives [
        3.0 * x * x * y + x / (x * x + y * y).sqrt(), x * x * x + y / (x * x + y * y).sqrt()
    ];
    #[grad]
    pub(crate) fn f<T: autodiff::Real>(x: T, y: T) -> T { x * x * x * y + (x * x + y * y).sqrt() }
}

program! {
    elements_changed_through_references_in_a_loop, f([x, y]) for [x, y] in [[1.5, 2.0], [-0.5, 3.0]], allocates, gives [
        8.0 * x * (x * x + 1.0) * (x * x + 1.0).powi(2), 8.0 * y * (y * y + 1.0) * (y * y + 1.0).powi(2)
    ];
    #[grad]
    pub(crate) fn f(v: [f64; 2]) -> f64 {
        let mut v = v;
        let mut s = 0.0;
        for x in v.iter_mut() {
            let square = *x * *x;
            *x = square + 1.0;
            let again = *x * *x;
            s += again * again;
        }
        s
    }
}

program! {
    guards_and_factors_in_a_loop, f([x, y, 0.0], k) for [x, y, k] in [[1.5, 2.0, 0.0], [4.0, 0.25, 3.0]], allocates,
        gives [
            if k == 0.0 { 0.0 } else { k * 0.5 / x.sqrt() },
            if k == 0.0 { 0.0 } else { k * 0.5 / y.sqrt() },
            if k == 0.0 { 0.0 } else { f64::INFINITY },
            x.sqrt() + y.sqrt()
        ];
    #[grad]
    pub(crate) fn f(v: [f64; 3], k: f64) -> f64 {
        let mut s = 0.0;
        for x in v.iter() {
            let half = -0.5 * x.sqrt();
            s -= 2.0 * half * k;
        }
        s
    }
}

// A reverse loop whose cotangent is zero does not run: of all distances only the least has one.
program! {
    loops_behind_a_choice, f(x, y) for [x, y] in [[1.5, 2.0], [-0.5, 3.0], [1.0, 1.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (points, centres) = ([x, y, x + 0.5], [y, x, y - 2.0]);
        let mut total = 0.0 * x;
        for p in points {
            let mut nearest = 1e3 + x;
            let mut most = 0.25 * y;
            for c in centres {
                let mut distance = 0.0 * c;
                let mut inner = 2.0 * p;
                for factor in [1.0, 2.0, 3.0] {
                    let d = p - c * factor;
                    distance += d * d;
                    inner -= d * c.sin();
                }
                nearest = distance.min(nearest);
                most = most.max(inner);
            }
            total += nearest * most + nearest;
        }
        total
    }
}

program! {
    a_choice_beside_nan_and_infinity, f(x, y, z) for [x, y, z] in [[1.5, 2.0, f64::NAN], [-0.5, -3.0, f64::INFINITY]],
        allocates, gives [if x < y { 3.0 } else { 0.0 }, if x < y { 0.0 } else { 3.0 }, 0.0];
    #[grad]
    pub(crate) fn f(x: f64, y: f64, z: f64) -> f64 {
        let mut least = 1e9;
        for v in [x, y, z] {
            let mut sum = 0.0;
            for _ in 0..3 {
                sum += v;
            }
            least = sum.min(least);
        }
        least
    }
}

program! {
    a_choice_in_any_float, f(x, y) for [x, y] in [[1.5, 2.0], [2.0, -1.0]], allocates,
        gives [if x * x < y * y { 6.0 * x } else { 0.0 }, if x * x < y * y { 0.0 } else { 6.0 * y }];
    #[grad]
    pub(crate) fn f<T: autodiff::Real>(x: T, y: T) -> T {
        let mut least = T::INFINITY;
        for v in [x, y] {
            let mut sum = T::ZERO;
            for _ in 0..3 {
                sum += v * v;
            }
            least = least.min(sum);
        }
        least
    }
}

/// The same functions with and without what makes their sweeps cheaper.
macro_rules! both {
    ($cheaper:ident, $plain:ident; $($item:item)*) => {
        mod $cheaper { use super::grad; $(#[grad] $item)* }
        mod $plain { use super::grad; $(#[grad(__nothing_cheaper)] $item)* }
    };
}

both! { cheaper, plain;
    pub(super) fn nearest(points: &[f64], centres: &[f64]) -> f64 {
        let mut total = 0.0;
        for point in points.chunks_exact(2) {
            let mut nearest = f64::INFINITY;
            for centre in centres.chunks_exact(2) {
                let mut distance = 0.0;
                for (p, c) in point.iter().zip(centre) {
                    distance += (p - c) * (p - c) / (1.0 + p.abs());
                }
                nearest = nearest.min(distance);
            }
            total += nearest.sqrt();
        }
        total
    }

    pub(super) fn triangle(a: [f64; 3]) -> f64 {
        let s = 0.5 * (a[0] + a[1] + a[2]);
        if s < a[2] {
            return -a[0] * a[0] * a[1];
        }
        (s * (s - a[0]) * (s - a[1]) * (s - a[2])).sqrt() / a[0] - a[1] / (2.0 * s)
    }
}

#[test]
fn cheaper_sweeps_give_the_same() {
    let points = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];
    let centres = [0.25, 1.0, -2.0, 1.75, 2.5, -0.5];
    // A dozen roundings of 1.1e-16 each, of numbers below ten.
    let close = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-14);
    let [(to_points, to_centres), (points_plain, centres_plain)] =
        [cheaper::nearest_grad(&points, &centres), plain::nearest_grad(&points, &centres)];
    assert!(close(&to_points, &points_plain), "{to_points:?} {points_plain:?}");
    assert!(close(&to_centres, &centres_plain), "{to_centres:?} {centres_plain:?}");
    for sides in [[3.0, 4.0, 5.0], [1.0, 1.5, 4.0]] {
        let (a, b) = (cheaper::triangle_grad(sides), plain::triangle_grad(sides));
        assert!(close(&a, &b), "{a:?} {b:?}");
    }
}

// Elements before and behind that of the counter, in loops up and down, with and without an iteration.
both! { cheaper_shifted, plain_shifted;
    pub(super) fn shifted(x: &[f64], z: &[f64]) -> f64 {
        let n = x.len();
        let mut y = vec![0.5; n];
        for i in 2..n {
            y[i] = x[i] * z[i - 2];
        }
        for i in (1..n).rev() {
            y[i - 1] += x[i] * y[i];
        }
        for i in 3..n {
            y[i] *= x[i - 3] * x[i - 1];
        }
        let mut sum = 0.0;
        for i in 1..n + 1 {
            sum += y[i - 1] * z[i - 1];
        }
        sum
    }
}

#[test]
fn shifted_elements() {
    let x = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0];
    let z = [0.25, 1.0, -2.0, 1.75, 2.5, -0.5, 1.25];
    for n in 0..=x.len() {
        let (a, b) =
            (cheaper_shifted::shifted_grad(&x[..n], &z[..n]), plain_shifted::shifted_grad(&x[..n], &z[..n]));
        assert_eq!(a, b, "{n}");
        for i in 0..n {
            let moved = |by: f64| {
                let mut x = x;
                x[i] += by;
                cheaper_shifted::shifted(&x[..n], &z[..n])
            };
            // A polynomial of degree at most eight in each element: truncation h^2, cancellation eps / h.
            let want = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            assert!((a.0[i] - want).abs() < 1e-6 * (1.0 + want.abs()), "{n}, {i}: {} is not {want}", a.0[i]);
        }
    }
}

fn weight(i: usize) -> f64 {
    0.5 + i as f64
}

// What the products in both arms and behind them read of `c` is kept for each of them.
program! {
    factors_without_a_derivative_in_two_arms, f(x, y) for [x, y] in [[1.1, 0.7], [-0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..6 {
            let c = weight(i);
            if i % 2 == 0 {
                s = s * (c * x) + y;
            } else {
                s = (c * y) * s - x;
            }
            s = s.sin() * (c * s);
        }
        s
    }
}
