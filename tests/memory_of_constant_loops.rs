//! Loops with a constant number of iterations keep their records on the stack up to 256 iterations, and in one
//! allocation beyond.

use std::hint::black_box;
use std::thread::Builder;

use allocation_counter::measure;
use autodiff::grad;

/// What the larger loops keep is many times this; a call without records takes a small part of it, also unoptimised.
const SMALL_STACK: usize = 256 * 1024;

/// The logistic map again and again: every iteration needs the state before it.
macro_rules! maps {
    ($($name:ident: $x:ident, $s:ident, { $($body:tt)* };)+) => {
        $(
            #[grad]
            fn $name($x: f64) -> f64 {
                let mut $s = 0.5 * $x;
                $($body)*
                $s
            }
        )+
    };
}

const SIDE: usize = 16;

maps! {
    literal: x, s, { for _ in 0..256 { s = x * s * (1.0 - s); } };
    inclusive: x, s, { for _ in 1..=256 { s = x * s * (1.0 - s); } };
    backwards: x, s, { for _ in (0..256).rev() { s = x * s * (1.0 - s); } };
    stepped: x, s, { for _ in (0..512).step_by(2) { s = x * s * (1.0 - s); } };
    named: x, s, { for _ in 0..SIDE { for _ in 0..SIDE { s = x * s * (1.0 - s); } } };
    three_deep: x, s, {
        for _ in 0..4 { for _ in 0..8 { for _ in 0..8 { s = x * s * (1.0 - s); } } }
    };
    with_state_at_each_depth: x, s, {
        for _ in 0..16 {
            let mut t = s * s;
            for _ in 0..8 { t = x * t * (1.0 - t); s = x * s * (1.0 - s); }
            for _ in 0..8 { s = x * s * (1.0 - s) + 0.0 * t; }
        }
    };
    with_branches: x, s, {
        for i in 0..256 { if i % 2 == 0 { s = x * s * (1.0 - s); } else { let t = s - s * s; s = t * x; } }
    };
    of_257: x, s, { for _ in 0..257 { s = x * s * (1.0 - s); } };
    of_a_hundred_thousand: x, s, { for _ in 0..100_000 { s = x * s * (1.0 - s); } };
    of_300_by_300: x, s, { for _ in 0..300 { for _ in 0..300 { s = x * s * (1.0 - s); } } };
    of_1000_by_2_by_50: x, s, {
        for _ in 0..1000 { for _ in 0..2 { for _ in 0..50 { s = x * s * (1.0 - s); } } }
    };
}

/// Value and derivative of the map, carried forwards together.
fn oracle(x: f64, iterations: usize) -> (f64, f64) {
    let (mut s, mut ds) = (0.5 * x, 0.5);
    for _ in 0..iterations {
        (s, ds) = (x * s * (1.0 - s), s * (1.0 - s) + x * (1.0 - 2.0 * s) * ds);
    }
    (s, ds)
}

/// At 1.5 the map settles, so that roundings do not grow.
const X: f64 = 1.5;

#[track_caller]
fn assert_right(what: &str, got: (f64, f64), iterations: usize) {
    let want = oracle(X, iterations);
    assert!(
        (got.0 - want.0).abs() < 1e-14 && (got.1 - want.1).abs() < 1e-12,
        "{what}: {got:?} is not {want:?}"
    );
}

#[test]
fn up_to_256_iterations_allocate_nothing() {
    let mut allocations = Vec::new();
    for (what, f) in [
        ("literal", literal_value_and_grad as fn(f64) -> (f64, f64)),
        ("inclusive", inclusive_value_and_grad),
        ("backwards", backwards_value_and_grad),
        ("stepped", stepped_value_and_grad),
        ("named", named_value_and_grad),
        ("three deep", three_deep_value_and_grad),
        ("with state at each depth", with_state_at_each_depth_value_and_grad),
        ("with branches", with_branches_value_and_grad),
    ] {
        let mut got = (0.0, 0.0);
        let info = measure(|| got = f(black_box(X)));
        assert_right(what, got, 256);
        allocations.push((what, info.count_total));
    }
    assert!(allocations.iter().all(|(_, count)| *count == 0), "allocations: {allocations:?}");
}

#[track_caller]
fn assert_one_allocation(what: &'static str, f: fn(f64) -> (f64, f64), iterations: usize) {
    let run = move || {
        let mut got = (0.0, 0.0);
        let info = measure(|| got = f(black_box(X)));
        (got, info.count_total)
    };
    let thread = Builder::new().stack_size(SMALL_STACK).spawn(run).expect("a thread");
    let (got, allocations) = thread.join().expect("no panic");
    assert_right(what, got, iterations);
    assert!(allocations <= 1, "{what}: {allocations} allocations");
}

#[test]
fn a_larger_loop_allocates_once_and_leaves_the_stack_alone() {
    assert_one_allocation("of 257", of_257_value_and_grad, 257);
    assert_one_allocation("of 100 000", of_a_hundred_thousand_value_and_grad, 100_000);
}

#[test]
fn a_larger_nest_allocates_once_and_leaves_the_stack_alone() {
    assert_one_allocation("of 300 by 300", of_300_by_300_value_and_grad, 90_000);
    assert_one_allocation("of 1000 by 2 by 50", of_1000_by_2_by_50_value_and_grad, 100_000);
}

#[grad]
fn convolution(x: &[f64; 16], w: &[f64; 4]) -> f64 {
    let mut out = [0.0; 13];
    for i in 0..13 {
        for j in 0..4 {
            out[i] += x[i + j] * w[j];
        }
        out[i] = out[i].tanh();
    }
    let mut total = 1.0;
    for o in &out {
        total *= o;
    }
    total
}

#[grad]
fn step(s: &mut [f64; 2], x: f64) {
    let t = s[0] * x;
    s[0] = s[1] + t * t;
    s[1] = t;
}

#[grad]
fn callee_in_a_loop(x: f64) -> f64 {
    let mut s = [x, 0.5];
    for _ in 0..10 {
        step(&mut s, x);
    }
    s[0]
}

#[grad]
fn with_exits(x: f64) -> f64 {
    let mut s = x;
    for i in 0..64 {
        s = s * x + 0.25;
        if i % 3 == 1 {
            continue;
        }
        if s > 1e6 {
            break;
        }
        s *= 1.01;
    }
    s * s
}

#[test]
fn small_loops_over_arrays_and_with_calls_allocate_nothing() {
    let x =
        black_box([0.5, -1.0, 2.0, 0.25, 1.5, -0.5, 0.75, 3.0, 1.0, -2.0, 0.5, 1.25, -0.75, 2.5, 0.125, 1.0]);
    let w = black_box([0.5, -0.25, 1.0, 0.75]);
    let mut gradient = ([0.0; 16], [0.0; 4]);
    let info = measure(|| gradient = convolution_grad(&x, &w));
    assert_eq!(info.count_total, 0, "convolution: allocations");
    let along = |h: f64| {
        let mut w = w;
        w[2] += h;
        convolution(&x, &w)
    };
    // A central difference: its step squared, 1e-10, and cancellation of 1e-16 / 1e-5.
    assert!((gradient.1[2] - (along(1e-5) - along(-1e-5)) / 2e-5).abs() < 1e-8);

    let mut slope = 0.0;
    for (what, f, f_grad) in [
        ("a callee in a loop", callee_in_a_loop as fn(f64) -> f64, callee_in_a_loop_grad as fn(f64) -> f64),
        ("with exits", with_exits, with_exits_grad),
    ] {
        let info = measure(|| slope = f_grad(black_box(0.9)));
        // Polynomials of degree up to 1024: the truncation of a central difference is that squared times h squared over 6.
        let central = (f(0.9 + 1e-6) - f(0.9 - 1e-6)) / 2e-6;
        assert!((slope - central).abs() < 1e-6 * central.abs(), "{what}: {slope} is not {central}");
        assert_eq!(info.count_total, 0, "{what}: allocations");
    }
}
