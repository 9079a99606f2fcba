//! The companions of functions without recursion allocate nothing beside the `Vec`s they return.
//!
//! The other behaviour tests count the allocations of `f_value_and_grad` for each of their programs; here are
//! functions with slices.

use std::hint::black_box;

use autodiff::grad;

fn allocations(run: impl FnOnce()) -> u64 {
    allocation_counter::measure(run).count_total
}

#[grad]
fn dot(x: &[f64], y: &[f64]) -> f64 {
    if x.len() != y.len() {
        return 0.0;
    }
    x[0] * y[0] + x[1] * y[1]
}

#[grad]
fn nested(x: &[f64], w: [f64; 2], m: &[[f64; 2]; 2]) -> f64 {
    let v = [x[0] * w[0], x[1]];
    let s = dot(x, &v) * dot(&v, x);
    s + dot(&w, &m[1]) + dot(&m[0], &m[0])
}

#[test]
fn a_gradient_into_buffers_allocates_nothing() {
    let (x, y) = (black_box([2.0, 3.0]), black_box([5.0, 7.0]));
    let (mut dx, mut dy) = ([0.0; 2], [0.0; 2]);
    let count = allocations(|| {
        black_box(dot_grad_into(&x, &y, &mut dx, &mut dy));
    });
    assert_eq!((count, dx, dy), (0, y, x));
}

#[test]
fn slices_passed_on_allocate_nothing() {
    let (x, w, m) = (black_box([2.0, 3.0]), black_box([0.5, 2.0]), black_box([[1.0, 4.0], [5.0, 7.0]]));
    let (mut dx, mut dw, mut dm) = ([0.0; 2], [0.0; 2], [[0.0; 2]; 2]);
    let mut value = 0.0;
    let count = allocations(|| value = nested_grad_into(&x, w, &m, &mut dx, &mut dw, &mut dm));
    assert_eq!(count, 0);
    // dot(x, v) = x0² w0 + x1² = 11
    assert_eq!(value, 121.0 + 16.5 + 17.0);
    // 2 · 11 · (2 x0 w0, 2 x1), 2 · 11 · x0² + m10, m11, 2 m0, w
    assert_eq!((dx, dw, dm), ([44.0, 132.0], [93.0, 7.0], [[2.0, 8.0], [0.5, 2.0]]));
}

#[test]
fn a_gradient_by_value_allocates_what_it_returns() {
    let (x, y) = (black_box([2.0, 3.0]), black_box([5.0, 7.0]));
    let count = allocations(|| {
        black_box(dot_grad(&x, &y));
    });
    assert_eq!(count, 2, "one `Vec` for each slice");
}

#[grad]
fn early(x: f64, k: usize) -> f64 {
    let mut v = [x; 16];
    v[k] *= x;
    if v[k] > 1e3 {
        return v[0];
    }
    match k {
        0..4 => v[k] * v[3],
        _ => 'pick: {
            if x > 2.0 {
                break 'pick v[15].ln();
            }
            x
        }
    }
}

#[test]
fn frames_of_branches_are_on_the_stack() {
    let (x, k) = (black_box(3.0), black_box(7));
    let mut gradient = 0.0;
    let count = allocations(|| gradient = early_grad(x, k));
    assert_eq!((count, gradient), (0, 1.0 / 3.0));
}

#[grad]
fn walked(x: &[f64]) -> f64 {
    let (mut s, mut r) = (x[0], x);
    while let [a, rest @ ..] = r {
        s += a * a.sin();
        r = rest;
    }
    r = x;
    while r.len() > 1 {
        s += r[0] * r[1];
        r = &r[1..];
    }
    s
}

/// Where a reference was that moves along a slice follows from the number of the iteration.
#[test]
fn a_walk_along_a_slice_is_not_recorded() {
    let x = black_box([2.0, 3.0, 0.5]);
    let mut dx = [0.0; 3];
    let count = allocations(|| _ = walked_grad_into(&x, &mut dx));
    assert_eq!(count, 0);
    // 1 where the sum starts, sin x + x cos x, and the neighbours.
    let expected: [f64; 3] = std::array::from_fn(|i| {
        let neighbours: f64 = [i.wrapping_sub(1), i + 1].iter().filter_map(|at| x.get(*at)).sum();
        f64::from(u8::from(i == 0)) + x[i].sin() + x[i] * x[i].cos() + neighbours
    });
    // Each is a sum of up to four numbers below 8.
    approx::assert_abs_diff_eq!(&dx[..], &expected[..], epsilon = 1e-14);
}
