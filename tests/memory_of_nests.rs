//! Nests of loops: there is room made once for the records of all iterations where their number is known.

#![allow(clippy::needless_range_loop, reason = "loops by index are what is tested")]

use std::hint::black_box;

use allocation_counter::{AllocationInfo, measure};
use autodiff::grad;

/// The least distance so far is kept: one number for each of `rows * x.len()` iterations. A condition decides about the
/// sum, so that the reverse sweep cannot start before the end.
#[grad(wrt(x))]
fn least_of_all(x: &[f64], rows: usize) -> f64 {
    let mut total = 0.0;
    for row in 0..rows {
        let mut least = f64::INFINITY;
        for v in x {
            let d = v - row as f64;
            least = least.min(d * d);
        }
        total += least;
    }
    if total > 0.0 { total } else { 0.0 }
}

/// The same where an iteration runs backwards as soon as it has run.
#[grad(wrt(x))]
fn least_one_by_one(x: &[f64], rows: usize) -> f64 {
    let mut total = 0.0;
    for row in 0..rows {
        let mut least = f64::INFINITY;
        for v in x {
            let d = v - row as f64;
            least = least.min(d * d);
        }
        total += least;
    }
    total
}

/// Each row has one more than the row before.
#[grad(wrt(x))]
fn least_of_some(x: &[f64], rows: usize) -> f64 {
    let mut total = 0.0;
    for row in 0..rows {
        let mut least: f64 = 1e9;
        for k in 0..row {
            let d = x[k] - row as f64;
            least = f64::min(least, d * d);
        }
        total += least;
    }
    total
}

/// Only every hundredth row has any.
#[grad(wrt(x))]
fn least_now_and_then(x: &[f64], rows: usize) -> f64 {
    let mut total = 0.0;
    for row in 0..rows {
        if row % 100 == 0 {
            let mut least: f64 = 1e9;
            for v in x {
                let d = v - row as f64;
                least = f64::min(least, d * d);
            }
            total += least;
        }
    }
    total
}

/// What a call allocates; its gradient is that of the function that only sees the nearest element of each row.
fn allocated(
    f: impl Fn(&[f64], usize, &mut [f64]) -> f64,
    seen: impl Fn(usize) -> usize,
    rows: usize,
) -> AllocationInfo {
    let x: Vec<f64> = (0..64).map(|i| ((i * 37) % 64) as f64 + 0.25).collect();
    let (mut gradient, mut want) = (vec![0.0; x.len()], vec![0.0; x.len()]);
    let info = measure(|| {
        black_box(f(&x, rows, &mut gradient));
    });
    for row in 0..rows {
        let seen = &x[..seen(row)];
        let distance = |at: &usize| (x[*at] - row as f64).abs();
        // The first of two that are as near.
        let nearest = (0..seen.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
        if let Some(nearest) = nearest {
            want[nearest] += 2.0 * (x[nearest] - row as f64);
        }
    }
    assert_eq!(gradient, want);
    info
}

#[test]
fn the_record_of_a_nest_is_allocated_once() {
    let info = allocated(least_of_all_grad_into, |_| 64, 500);
    assert_eq!((info.bytes_total, info.count_total), (8 * 500 * 64, 1));
}

#[test]
fn in_one_sweep_there_is_room_for_one_row() {
    let info = allocated(least_one_by_one_grad_into, |_| 64, 500);
    assert_eq!((info.bytes_total, info.count_total), (8 * 64, 1));
}

#[test]
fn a_nest_without_iterations_allocates_nothing() {
    assert_eq!(allocated(least_of_all_grad_into, |_| 64, 0).bytes_total, 0);
}

#[test]
fn a_nest_of_unequal_rows_grows() {
    let info = allocated(least_of_some_grad_into, |row| row, 60);
    assert!(info.count_total > 1 && info.bytes_max <= 3 * 16 * (60 * 59 / 2) + 256, "{info:?}");
}

#[test]
fn loops_that_may_not_run_take_no_room() {
    let info = allocated(least_now_and_then_grad_into, |row| if row % 100 == 0 { 64 } else { 0 }, 1_000);
    assert!(info.bytes_total < 16 * 64 * 1_000 / 2, "{info:?}");
}
