//! Loops whose iterations run backwards as soon as they have run forwards, and those of which this would be wrong.

#[macro_use]
mod common;

use std::cell::Cell;

use autodiff::grad;

const POINTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    a_scratch_slice_that_a_helper_overwrites, f(&[a, b], &[c, d]) for [a, b, c, d] in [[1.0, 0.5, 0.25, 2.0], [0.5, -2.0, 1.0, -0.25]], allocates, dual;
    #[grad]
    pub(crate) fn scale(w: &[f64], v: &[f64], out: &mut [f64]) {
        for i in 0..v.len() { out[i] = w[i] * v[i]; }
        for i in 1..v.len() { out[i] += out[i - 1] * v[i]; }
    }
    #[grad]
    pub(crate) fn squares(x: &[f64]) -> f64 {
        let mut sum: f64 = f64::from(0.0);
        for v in x { sum += *v * *v; }
        sum
    }
    #[grad]
    pub(crate) fn f(w: &[f64], centres: &[f64]) -> f64 {
        let mut centered: Vec<f64> = vec![f64::from(0.0); 2];
        let mut scaled: Vec<f64> = vec![f64::from(0.0); 2];
        let mut total: f64 = f64::from(0.0);
        for p in POINTS.chunks_exact(2) {
            let mut most: f64 = f64::from(0.0);
            for c in [0.5, 1.5] {
                for i in 0..2 { centered[i] = centres[i] * c - p[i]; }
                scale(w, &centered, &mut scaled);
                most += squares(&scaled);
            }
            total += (1.0 + most).ln();
        }
        0.5 * total + w[0] * centres[1]
    }
}

program! {
    a_state_that_a_helper_changes_gives_up, f(&[a, b], c) for [a, b, c] in [[1.0, 0.5, 0.5], [-0.5, 2.0, 3.0]], allocates, dual;
    #[grad]
    pub(crate) fn smooth(x: &[f64], state: &mut [f64]) {
        for i in 0..x.len() { state[i] = 0.5 * state[i] + x[i] * x[i]; }
    }
    #[grad]
    pub(crate) fn f(w: &[f64], rate: f64) -> f64 {
        let mut state: Vec<f64> = vec![f64::from(0.0); 2];
        let mut x: Vec<f64> = vec![f64::from(0.0); 2];
        let mut total: f64 = f64::from(0.0);
        for p in POINTS.chunks_exact(2) {
            for i in 0..2 { x[i] = w[i] * p[i]; }
            smooth(&x, &mut state);
            for i in 0..2 { total += state[i] * state[i] * rate; }
        }
        total
    }
}

program! {
    a_state_that_only_the_last_iterations_hand_on, f(&[a, b]) for [a, b] in [[1.0, 0.5], [-0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn change(w: &[f64], n: usize, state: &mut [f64]) {
        if n < 2 {
            for i in 0..w.len() { state[i] = w[i] * w[i]; }
        } else {
            for i in 0..w.len() { state[i] = state[i] * w[i]; }
        }
    }
    #[grad]
    pub(crate) fn f(w: &[f64]) -> f64 {
        let mut state: Vec<f64> = vec![f64::from(1.0); 2];
        let mut total: f64 = f64::from(0.0);
        for n in 0..4 {
            for _ in 0..2 { change(w, n, &mut state); }
            total += state[0] * state[1];
        }
        total
    }
}

program! {
    what_the_loop_reads_changes_behind_it, f(&[a, b], c) for [a, b, c] in [[1.0, 0.5, 2.0], [-0.5, 2.0, -1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(w: &[f64], c: f64) -> f64 {
        let mut rate = c * c;
        let mut total: f64 = f64::from(0.0);
        for p in POINTS {
            let mut power = rate * w[0];
            let shift = w[1] * p;
            for _ in 0..3 { power = power * power.sin() + shift; }
            total += power * power;
        }
        rate = 3.0 * rate * w[1];
        total * rate
    }
}

program! {
    a_mean_and_a_penalty, f(&[a, b]) for [a, b] in [[1.0, 0.5], [-0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(w: &[f64]) -> f64 {
        let n = POINTS.len();
        let mut total: f64 = f64::from(0.0);
        for p in POINTS {
            let gain = w[0] * w[0];
            let mut r = w[1] - p;
            for _ in 0..3 { r = (r * gain).sin() + r; }
            total += r * r;
        }
        let penalty = w[0] * w[0] + w[1] * w[1];
        total / n as std::primitive::f64 + 0.5 * penalty
    }
}

program! {
    a_length_that_the_loop_changes_is_not_known_before, f(&[a, b]) for [a, b] in [[1.0, 0.5], [-0.5, 2.0]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(w: &[f64]) -> f64 {
        let mut seen: Vec<f64> = vec![f64::from(0.0); 2];
        let mut total: f64 = f64::from(0.0);
        for p in POINTS {
            let mut r = w[0] - p;
            for _ in 0..3 { r = (r * w[1]).sin() + r; }
            seen.push(r);
            total += r * r;
        }
        total / seen.len() as std::primitive::f64
    }
}

program! {
    a_number_that_a_closure_changes_is_not_known_before, f(&[a, b]) for [a, b] in [[1.0, 0.5], [-0.5, 2.0]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(w: &[f64]) -> f64 {
        let mut n = 0;
        let mut total: f64 = f64::from(0.0);
        {
            let mut count = |more: usize| n += more;
            for p in POINTS {
                let mut r = w[0] - p;
                for _ in 0..3 { r = (r * w[1]).sin() + r; }
                count(2);
                total += r * r;
            }
        }
        total / n as std::primitive::f64
    }
}

program! {
    a_root_of_a_sum_is_not_known_before, f(&[a, b]) for [a, b] in [[1.0, 0.5], [-0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(w: &[f64]) -> f64 {
        let mut total: f64 = f64::from(0.0);
        for p in POINTS {
            let gain = w[0] * w[0];
            let mut r = w[1] - p;
            for _ in 0..3 { r = (r * gain).sin() + r; }
            total += r * r;
        }
        total.sqrt()
    }
}

program! {
    a_scale_from_before_the_loop, f(&[a, b], s) for [a, b, s] in [[1.0, 0.5, 2.0], [-0.5, 2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(w: &[f64], s: f64) -> f64 {
        let variance = s * s;
        let mut total: f64 = f64::from(0.0);
        for p in POINTS {
            let gain = w[0] * w[0];
            let mut r = w[1] - p;
            for _ in 0..3 { r = (r * gain).sin() + r; }
            total += r * r;
        }
        -total / (2.0 * variance) - 4.0 * variance.ln()
    }
}

program! {
    a_variable_that_keeps_its_cotangent_for_the_next_iteration, f(&[a, b]) for [a, b] in [[1.0, 0.5], [-0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(w: &[f64]) -> f64 {
        let mut last = w[0];
        let mut total: f64 = f64::from(0.0);
        for p in POINTS {
            let gain = w[0] * w[0];
            let mut r = w[1] - p * last;
            for _ in 0..3 { r = (r * gain).sin() + r; }
            last = 0.5 * r;
            total += r * r;
        }
        total
    }
}

program! {
    by_value_and_in_two_types, f(a, [b, c], 3) for [a, b, c] in [[1.0, 0.5, 0.25], [-0.5, 2.0, 1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(a: f64, w: [f64; 2], n: usize) -> f64 {
        let mut total: f64 = f64::from(0.0);
        for p in POINTS {
            let gain = w[0] * a;
            let mut r = w[1] - p;
            for _ in 0..n { r = (r * gain).sin() + r; }
            total += r * r;
        }
        0.25 * total
    }
}

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

fn count() {
    CALLS.with(|calls| calls.set(calls.get() + 1));
}

#[grad]
fn counted(x: &[f64], state: &mut [f64]) {
    count();
    for i in 0..x.len() {
        state[i] = 0.5 * state[i] + x[i] * x[i];
    }
}

#[grad]
fn with_a_counted_helper(w: &[f64]) -> f64 {
    let mut state = vec![0.0; 2];
    let mut x = vec![0.0; 2];
    let mut total = 0.0;
    for p in POINTS.chunks_exact(2) {
        for i in 0..2 {
            x[i] = w[i] * p[i];
        }
        counted(&x, &mut state);
        total += state[0] * state[1];
    }
    total
}

#[grad(wrt(w))]
fn with_a_cell(w: &[f64], cell: &Cell<usize>) -> f64 {
    let mut state = vec![w[0]; w.len()];
    let mut total = 0.0;
    for p in POINTS {
        let once = cell.take();
        for value in &mut state {
            *value = (*value * w[1] * p).sin() + once as f64;
        }
        total += state[0] * state[1];
    }
    total
}

#[test]
fn what_others_can_see_happens_once() {
    let (value, _) = with_a_cell_value_and_grad(&[1.0, 2.0], &Cell::new(5));
    assert_eq!(value, with_a_cell(&[1.0, 2.0], &Cell::new(5)));
    with_a_counted_helper(&[1.0, 2.0]);
    assert_eq!(CALLS.with(Cell::take), 4);
    let _ = with_a_counted_helper_grad(&[1.0, 2.0]);
    assert_eq!(CALLS.with(Cell::take), 4);
}

/// The gradient of `a_scratch_slice_that_a_helper_overwrites` for any number of points.
#[grad]
fn stretch(w: &[f64], v: &[f64], out: &mut [f64]) {
    for i in 0..v.len() {
        out[i] = w[i] * v[i];
    }
}

#[grad]
fn squares(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += v * v;
    }
    sum
}

#[grad(wrt(w))]
fn likelihood(w: &[f64], points: &[f64]) -> f64 {
    let d = w.len();
    let mut centered = vec![0.0; d];
    let mut scaled = vec![0.0; d];
    let mut total = 0.0;
    for point in points.chunks_exact(d) {
        let mut most = 1.0;
        for c in 0..3 {
            for i in 0..d {
                centered[i] = point[i] - c as f64;
            }
            stretch(w, &centered, &mut scaled);
            most += squares(&scaled);
        }
        total += most.ln();
    }
    total
}

#[test]
fn memory_does_not_grow_with_the_number_of_iterations() {
    let bytes = |n: usize| {
        let points: Vec<f64> = (0..3 * n).map(|i| (i as f64 * 0.7).sin()).collect();
        let mut grad_w = [0.0; 3];
        let info = allocation_counter::measure(|| {
            let _ = likelihood_grad_into(&[1.0, 0.5, 2.0], &points, &mut grad_w);
        });
        info.bytes_max
    };
    const { assert!(likelihood::ONE_SWEEP) };
    assert_eq!(bytes(10), bytes(10_000));
}

program! {
    a_list_that_an_iteration_has_one_element_of, f(&[a, b]) for [a, b] in [[1.0, 0.5], [-0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(w: &[f64]) -> f64 {
        let mut rows: Vec<f64> = vec![f64::from(0.0); 300];
        let mut small: [f64; 8] = [f64::from(0.0); 8];
        let mut total: f64 = f64::from(0.0);
        for i in 0..8 {
            rows[i] = w[0] * POINTS[i];
            small[i] = w[1] * POINTS[i];
            let mut r = rows[i] * small[i];
            for _ in 0..3 { r = (r * rows[i]).sin() + small[i]; }
            total += r * r;
        }
        total
    }
}

#[grad(wrt(w))]
fn with_an_element_each(w: &[f64], points: &[f64]) -> f64 {
    let mut rows = vec![0.0; points.len()];
    let mut total = 0.0;
    for i in 0..points.len() {
        rows[i] = w[0] * points[i];
        let mut r = rows[i];
        for _ in 0..3 {
            r = (r * rows[i]).sin() + w[1];
        }
        total += r * r;
    }
    total
}

#[test]
fn an_iteration_does_not_look_at_a_list_of_all_iterations() {
    let bytes = |n: usize| {
        let points: Vec<f64> = (0..n).map(|i| (i as f64 * 0.7).sin()).collect();
        let info = allocation_counter::measure(|| {
            std::hint::black_box(with_an_element_each_grad(&[1.0, 0.5], &points));
        });
        info.bytes_total
    };
    let (few, many) = (bytes(2_000), bytes(8_000));
    assert!(many < 5 * few, "{few} bytes for 2000 elements, {many} for 8000");
}

#[test]
fn the_programs_above_run_in_one_sweep() {
    const {
        assert!(a_scratch_slice_that_a_helper_overwrites::plain::f::ONE_SWEEP);
        assert!(a_state_that_a_helper_changes_gives_up::plain::f::ONE_SWEEP);
        assert!(a_scale_from_before_the_loop::plain::f::ONE_SWEEP);
        assert!(!a_length_that_the_loop_changes_is_not_known_before::plain::f::ONE_SWEEP);
        assert!(!a_number_that_a_closure_changes_is_not_known_before::plain::f::ONE_SWEEP);
        assert!(!a_root_of_a_sum_is_not_known_before::plain::f::ONE_SWEEP);
        assert!(!what_the_loop_reads_changes_behind_it::plain::f::ONE_SWEEP);
        assert!(!a_variable_that_keeps_its_cotangent_for_the_next_iteration::plain::f::ONE_SWEEP);
    }
}
