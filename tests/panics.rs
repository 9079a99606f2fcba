//! What panics in a function panics in its companions: with the same words, at the same place.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use autodiff::grad;

thread_local!(static LAST: RefCell<String> = const { RefCell::new(String::new()) });

/// Line, column and words of the panic in `f`.
fn panic_of<R>(f: impl FnOnce() -> R) -> String {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            let payload = info.payload();
            let text = payload.downcast_ref::<String>().map(String::as_str);
            let words = text.or(payload.downcast_ref::<&str>().copied()).unwrap_or_default();
            let place = info.location().map_or(String::new(), |at| format!("{}:{}", at.line(), at.column()));
            LAST.with(|last| *last.borrow_mut() = format!("{place} {words}"));
        }));
    });
    assert!(catch_unwind(AssertUnwindSafe(f)).is_err(), "it does not panic");
    LAST.with(RefCell::take)
}

/// Programs that panic, each with its arguments.
macro_rules! panics_alike {
    ($($name:ident ($($arg:expr),*): $words:literal; $item:item)+) => { $(
        #[test]
        fn $name() {
            mod program {
                use super::*;
                #[grad]
                $item
            }
            let plain = panic_of(|| program::f($($arg),*));
            assert!(plain.contains($words), "{plain}");
            assert_eq!(panic_of(|| program::f_grad($($arg),*)), plain);
            assert_eq!(panic_of(|| program::f_value_and_grad($($arg),*)), plain);
        }
    )+ };
}

panics_alike! {
    an_index_of_an_element_that_is_not_asked_for (&[], &[1.0], 0): "attempt to subtract with overflow";
    pub(super) fn f(x: &[f64], y: &[f64], i: usize) -> f64 {
        match (x.first(), y.get(i - 1)) {
            (Some(a), Some(b)) => a * b,
            _ => 0.0,
        }
    }

    a_row_whose_element_is_not_asked_for (&[vec![]], 1): "the len is 1 but the index is 1";
    pub(super) fn f(rows: &[Vec<f64>], i: usize) -> f64 {
        match (rows[0].first(), rows[i].get(1)) {
            (Some(a), Some(b)) => a * b,
            _ => 0.0,
        }
    }

    a_row_that_a_loop_runs_over (&[vec![1.0]], 1): "the len is 1 but the index is 1";
    pub(super) fn f(rows: &[Vec<f64>], i: usize) -> f64 {
        let mut s = 1.0;
        for v in rows[i].iter() {
            s += v * v;
        }
        s
    }

    a_row_of_constant_length_that_a_loop_runs_over (&[[1.0]], 1): "the len is 1 but the index is 1";
    pub(super) fn f(rows: &[[f64; 1]], i: usize) -> f64 {
        let mut s = 1.0;
        for v in &rows[i] {
            s += v * v;
        }
        s
    }

    an_index_that_is_counted_from_the_end (&[1.0], 2): "attempt to subtract with overflow";
    pub(super) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = 1.0;
        for i in 0..n {
            s += x[x.len() - 1 - i] * s;
        }
        s
    }

    an_index_kept_by_hand_that_overflows (&[1.0, 2.0, 3.0], usize::MAX - 1): "attempt to add with overflow";
    pub(super) fn f(x: &[f64], mut at: usize) -> f64 {
        let mut s = 1.0;
        for a in x {
            if at < x.len() {
                s += x[at];
            }
            at += 1;
            s *= a;
        }
        s
    }

    an_index_that_is_kept_and_is_not_there (&[1.0, 2.0, 3.0], 1): "index out of bounds: the len is 3 but the index is 3";
    pub(super) fn f(x: &[f64], mut at: usize) -> f64 {
        let mut s = 1.0;
        for a in x {
            s = s * x[at] + a;
            at += 1;
        }
        s
    }

    a_condition_that_overflows (&[1.0], usize::MAX): "attempt to add with overflow";
    pub(super) fn f(x: &[f64], mut i: usize) -> f64 {
        let mut s = 1.0;
        while i + 1 < x.len() {
            s += x[i] * s;
            i += 1;
        }
        s
    }

    a_condition_that_overflows_in_the_end (&[1.0], usize::MAX): "attempt to add with overflow";
    pub(super) fn f(x: &[f64], last: usize) -> f64 {
        let (mut s, mut i) = (1.0, last - 2);
        while i + 2 <= last {
            if i < x.len() {
                s += x[i] * s;
            }
            i += 1;
        }
        s
    }

    an_index_in_steps_that_is_not_there (&[1.0, 2.0, 3.0], 5): "index out of bounds: the len is 3 but the index is 4";
    pub(super) fn f(x: &[f64], n: usize) -> f64 {
        let (mut s, mut i) = (1.0, 0);
        while i < n {
            s += x[i] * s;
            i += 2;
        }
        s
    }

    a_pair_that_is_not_there (&[1.0, 2.0, 3.0], 3): "index out of bounds: the len is 3 but the index is 3";
    pub(super) fn f(x: &[f64], n: usize) -> f64 {
        let (mut s, mut i) = (1.0, 0);
        while i < n {
            s += x[i] * x[i + 1] * s;
            i += 2;
        }
        s
    }

    a_number_in_steps_that_overflows (&[1.0], usize::MAX - 3): "attempt to add with overflow";
    pub(super) fn f(x: &[f64], mut i: usize) -> f64 {
        let mut s = x[0];
        while i < usize::MAX {
            if i < x.len() {
                s += x[i] * s;
            }
            i += 2;
        }
        s
    }

    a_condition_on_a_number_in_steps_that_overflows (&[1.0], usize::MAX): "attempt to add with overflow";
    pub(super) fn f(x: &[f64], mut i: usize) -> f64 {
        let mut s = x[0];
        while i + 1 < x.len() {
            s += x[i] * x[i + 1] * s;
            i += 2;
        }
        s
    }

    a_number_in_steps_down_that_passes_zero (&[1.0, 2.0, 3.0], 3): "attempt to subtract with overflow";
    pub(super) fn f(x: &[f64], mut i: usize) -> f64 {
        let mut s = x[0];
        while i > 0 {
            i -= 2;
            s = s * x[i] + x[0];
        }
        s
    }

    an_index_kept_by_hand_that_passes_zero (&[1.0, 2.0, 3.0], 2): "attempt to subtract with overflow";
    pub(super) fn f(x: &[f64], mut at: usize) -> f64 {
        let mut s = x[0];
        for a in x {
            at -= 1;
            s = s * x[at] + a;
        }
        s
    }

    an_index_kept_by_hand_that_is_too_great (&[1.0, 2.0, 3.0], 5): "index out of bounds: the len is 3 but the index is 4";
    pub(super) fn f(x: &[f64], mut at: usize) -> f64 {
        let mut s = x[0];
        for a in x {
            at -= 1;
            s = s * a + x[at];
        }
        s
    }

    an_index_kept_by_hand_in_steps_that_passes_zero (&[1.0, 2.0, 3.0], 3): "attempt to subtract with overflow";
    pub(super) fn f(x: &[f64], mut at: usize) -> f64 {
        let mut s = x[0];
        for a in x {
            s = s * x[at - 1] + a;
            at -= 2;
        }
        s
    }

    the_last_of_a_part_without_elements (&[1.0, 2.0, 3.0], 2): "attempt to subtract with overflow";
    pub(super) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for w in 0..n {
            let p = &x[..n - 1 - w];
            s = s * 0.5 + p[p.len() - 1];
        }
        s
    }

    the_last_but_one_of_a_part_that_is_too_short (&[1.0, 2.0, 3.0], 1): "attempt to subtract with overflow";
    pub(super) fn f(x: &[f64], n: usize) -> f64 {
        let p = &x[1..1 + n];
        p[p.len() - 1] * p[p.len() - 2]
    }

    a_part_that_is_too_long (&[1.0, 2.0, 3.0], 5): "range end index 4 out of range for slice of length 3";
    pub(super) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for w in 1..n {
            let p = &x[..w];
            s = s * 0.5 + p[p.len() - 1];
        }
        s
    }

    both_ends_of_what_has_none (&[1.0, 2.0, 3.0], 1): "attempt to subtract with overflow";
    pub(super) fn f(x: &[f64], n: usize) -> f64 {
        let (mut s, mut r) = (x[0], x);
        while let [a, rest @ .., b] = r {
            s = s * a + b * rest[rest.len() - n];
            r = rest;
            if r.len() == 1 {
                s += r[r.len() - 1 - n];
            }
        }
        s
    }

    half_of_an_index_that_is_not_there (&[1.0, 2.0, 3.0], 7): "index out of bounds: the len is 3 but the index is 3";
    pub(super) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for i in 0..n {
            s = s * 0.5 + x[i / 2] * s;
        }
        s
    }

    a_condition_before_another_slice_ends (&[1.0], 0): "index out of bounds: the len is 1 but the index is 1";
    pub(super) fn f(x: &[f64], n: usize) -> f64 {
        let (mut s, mut r, mut q) = (1.0, x, &x[..n]);
        while !r.is_empty() && r[1] > 0.0 {
            let [a, rest @ ..] = q else { break };
            s += a * s;
            q = rest;
            r = &r[1..];
        }
        s
    }

    an_index_under_a_name_that_two_loops_have (&[1.0], 1): "attempt to subtract with overflow";
    pub(super) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = 1.0;
        for i in 0..n {
            s *= i as f64 + s;
        }
        for i in 0..n {
            s += x[i - 1] * s;
        }
        s
    }

    two_indices_of_which_the_first_is_not_there (&[vec![1.0]], 0): "the len is 1 but the index is 2";
    pub(super) fn f(rows: &[Vec<f64>], i: usize) -> f64 {
        rows[i + 2][i - 1] * rows[i][i]
    }

    an_index_from_the_end_of_what_is_left_of_a_slice (&[1.0, 2.0, 3.0]): "attempt to subtract with overflow";
    pub(super) fn f(x: &[f64]) -> f64 {
        let (mut s, mut r) = (1.0, x);
        while let [a, rest @ ..] = r {
            r = rest;
            s += a * r[r.len() - 2];
        }
        s
    }

    a_part_from_the_end_of_what_is_left_of_a_slice (&[1.0, 2.0, 3.0]): "attempt to subtract with overflow";
    pub(super) fn f(x: &[f64]) -> f64 {
        let (mut s, mut r) = (1.0, x);
        while let [a, ..] = r {
            s += a * s;
            let m = r.len() * 2 - 2;
            r = &r[..m - r.len() - 2];
        }
        s
    }

    a_walk_on_when_nothing_is_left (&[1.0, 2.0, 3.0]): "range start index 1 out of range for slice of length 0";
    #[allow(irrefutable_let_patterns, reason = "it ends by the panic")]
    pub(super) fn f(x: &[f64]) -> f64 {
        let (mut s, mut r) = (1.0, x);
        while let [..] = r {
            s += s * x[0];
            r = &r[1..];
        }
        s
    }

    a_walk_on_by_more_than_there_is (&[1.0, 2.0, 3.0]): "range start index 2 out of range for slice of length 1";
    pub(super) fn f(x: &[f64]) -> f64 {
        let (mut s, mut r) = (1.0, x);
        while let [a, ..] = r {
            s += s * a;
            r = &r[2..];
        }
        s
    }

    a_part_of_what_is_left_of_a_slice (&[1.0, 2.0, 3.0]): "range start index 2 out of range for slice of length 1";
    pub(super) fn f(x: &[f64]) -> f64 {
        let (mut s, mut r) = (1.0, x);
        while let [a, b, ..] = r {
            let part = &r[..1];
            for c in &part[2..] {
                s += a * b * c;
            }
            r = &r[1..];
        }
        s
    }

    steps_of_nothing (&[1.0, 2.0], 0): "step != 0";
    pub(super) fn f(x: &[f64], step: usize) -> f64 {
        let mut s = 1.0;
        for (v, w) in x.iter().zip(x.iter().rev()).step_by(step) {
            s += v * w;
        }
        s
    }

    an_index (&[1.0, 2.0], 5): "the len is 2 but the index is 5";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let y = x[0] * 2.0;
        y * x[i]
    }

    an_element_that_is_written (&mut [1.0, 2.0], 5): "the len is 2 but the index is 5";
    pub(super) fn f(x: &mut [f64], i: usize) -> f64 {
        x[0] *= 2.0;
        x[i] *= x[0];
        x[0]
    }

    the_end_of_a_part (&[1.0, 2.0], 5): "range end index 5 out of range for slice of length 2";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let y = &x[1..i];
        y[0] * x[0]
    }

    the_start_of_a_part (&[1.0, 2.0], 5): "range start index 5 out of range for slice of length 2";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let mut s = x[0];
        for v in &x[i..] {
            s *= v;
        }
        s
    }

    an_element_of_a_part (&[1.0, 2.0], 1): "the len is 1 but the index is 1";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let y = &x[i..];
        y[0] * y[1]
    }

    a_part_that_ends_before_it_starts (&[1.0, 2.0, 3.0], 2): "slice index starts at 2 but ends at 1";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let y = &x[i..=0];
        y[0] * x[0]
    }

    an_element_of_a_row (&[1.0, 2.0], 5): "the len is 2 but the index is 5";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let mut v = vec![x.to_vec()];
        v.push(x.to_vec());
        let w = &v[1];
        w[0] * v[1][i]
    }

    a_row_that_is_not_there (&[1.0, 2.0], 2): "the len is 2 but the index is 2";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let mut v = vec![[x[0], x[1]]];
        v.push([x[1], x[0]]);
        v[0][1] * v[i][0]
    }

    an_element_of_a_row_that_is_written (&[1.0, 2.0], 1): "the len is 2 but the index is 2";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let mut v = [x.to_vec(), x.to_vec()];
        for k in 0..3 {
            v[i][k] *= x[k % 2];
        }
        v[1][0]
    }

    a_part_of_a_row (&[1.0, 2.0], 3): "range start index 3 out of range for slice of length 2";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let mut v = vec![vec![x.to_vec()]];
        v.push(vec![x.to_vec()]);
        let w = &v[0][0][i..];
        w[0] * x[0]
    }

    a_narrowed_slice (&[1.0, 2.0, 3.0]): "range start index 2 out of range for slice of length 1";
    pub(super) fn f(x: &[f64]) -> f64 {
        let mut rest = x;
        let mut s = 1.0;
        loop {
            s *= rest[0];
            rest = &rest[2..];
            if s > 1e9 { return s }
        }
    }

    an_overflow_of_integers (1.0, 254): "overflow";
    pub(super) fn f(x: f64, i: u8) -> f64 {
        let mut s = x;
        for k in 0..3_u8 {
            // In release builds too.
            let j = i.checked_add(k).expect("overflow");
            s *= f64::from(j);
        }
        s
    }

    a_division_by_zero (1.0, 0): "attempt to divide by zero";
    pub(super) fn f(x: f64, i: usize) -> f64 {
        let mut s = x;
        for k in 0..3 {
            s *= (k / i) as f64;
        }
        s
    }

    a_division_by_zero_in_an_index (&[1.0, 2.0], 1): "attempt to divide by zero";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let mut s = x[0];
        for a in 0..3 {
            for b in 0..3 {
                s += x[(a * b) / (i - 1)] * s;
            }
        }
        s
    }

    windows_of_no_elements (&[1.0], 0): "window size must be non-zero";
    pub(super) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for w in x.windows(n) {
            s += w[0];
        }
        s
    }

    slices_of_different_lengths (&[1.0, 2.0], 2):
        "source slice length (1) does not match destination slice length (2)";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let mut a = [x[0], x[1]];
        a[..i].copy_from_slice(&x[1..]);
        a[0] * a[1]
    }

    clones_of_different_lengths (&[1.0, 2.0], 2): "source slice length (1) does not match";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let mut a = [x[0], x[1]];
        a[..i].clone_from_slice(&x[1..]);
        a[0] * a[1]
    }

    clones_of_rows (&[1.0, 2.0]): "destination and source slices have different lengths";
    pub(super) fn f(x: &[f64]) -> f64 {
        let mut a = [x.to_vec(), x.to_vec()];
        a[..2].clone_from_slice(&[x.to_vec()]);
        a[0][0] * a[1][1]
    }

    an_empty_stack (1.0): "called `Option::unwrap()` on a `None` value";
    pub(super) fn f(x: f64) -> f64 {
        let mut v = vec![x];
        v.pop();
        v.pop().unwrap()
    }

    an_expectation (&[]): "at least one";
    pub(super) fn f(x: &[f64]) -> f64 {
        *x.first().expect("at least one") * 2.0
    }

    a_split_beyond_the_end (&[1.0], 4): "mid > len";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let (a, b) = x.split_at(i);
        a[0] * b[0]
    }
}

#[cfg(debug_assertions)]
panics_alike! {
    an_addition_that_overflows (1.0, 254): "attempt to add with overflow";
    pub(super) fn f(x: f64, i: u8) -> f64 {
        let mut s = x;
        for k in 0..3_u8 {
            let j = i + k;
            s *= f64::from(j);
        }
        s
    }

    an_open_range_that_ends (&[0.5; 255]): "attempt to add with overflow";
    pub(super) fn f(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for (a, i) in x.iter().zip(1_u8..) {
            s += a * f64::from(i);
        }
        s
    }

    an_open_range_that_is_asked_first (&[0.5; 254]): "attempt to add with overflow";
    pub(super) fn f(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for (_, a) in (1_u8..).zip(x) {
            s += a * a;
        }
        s
    }

    a_subtraction_in_parentheses (&[1.0, 2.0], 0): "attempt to subtract with overflow";
    pub(super) fn f(x: &[f64], i: usize) -> f64 {
        let mut s = x[0];
        for k in 0..3 {
            s *= x[k * (i - 1)];
        }
        s
    }
}

#[test]
fn a_buffer_of_the_wrong_length() {
    #[grad]
    fn f(x: &[f64], i: usize) -> f64 {
        x[0] * x[i]
    }
    let words = panic_of(|| f_grad_into(&[1.0, 2.0], 1, &mut [0.0; 3]));
    assert!(
        words.ends_with("`f_grad_into`: the buffer for `x` has length 3, but `x` has length 2"),
        "{words}"
    );
}

#[test]
fn an_assertion_that_is_the_callers_affair() {
    #[grad]
    #[track_caller]
    fn f(x: &[f64], i: usize) -> f64 {
        assert!(i < 1);
        x[i]
    }
    let (line, plain) = (line!(), panic_of(|| f(&[1.0], 1)));
    assert!(plain.starts_with(&format!("{line}:")), "{plain}");
    let (line, words) = (line!(), panic_of(|| f_grad(&[1.0], 1)));
    assert!(words.starts_with(&format!("{line}:")), "{words}");
}

/// An empty slice has a Hessian without a column, for which nothing would have to run.
#[test]
fn the_hessian_in_nothing() {
    #[grad(hessian)]
    fn f(x: &[f64], size: usize) -> f64 {
        let mut s = 0.0;
        for c in x.chunks(size) {
            s += c[0] * c[0];
        }
        s
    }
    let plain = panic_of(|| f(&[], 0));
    assert!(plain.contains("chunk size must be non-zero"), "{plain}");
    assert_eq!(panic_of(|| f_hessian(&[], 0)), plain);
    assert!(f_hessian(&[], 1).is_empty());
}

#[grad]
fn square(x: f64) -> f64 {
    x * x
}

// What a macro is given is a call, or has effects; what it says stays as it is.
panics_alike! {
    asserted_of_a_call (1.5): "assertion failed: square(x) > 4.0 || square(x) < 0.5";
    pub(super) fn f(x: f64) -> f64 { assert!(square(x) > 4.0 || square(x) < 0.5); x * x }

    asserted_of_a_change (1.5): "assertion failed: { y *= x; y } > 4.0";
    pub(super) fn f(x: f64) -> f64 { let mut y = x; assert!({ y *= x; y } > 4.0); y }

    asserted_with_a_message (1.5): "y is 3.25 and 5.0625, then 3.25";
    pub(super) fn f(x: f64) -> f64 {
        let mut y = x;
        assert!({ y *= x; y } > 4.0, "y is {y} and {}, then {}", square(y), { y += 1.0; y });
        y
    }

    asserted_in_a_debug_build (1.5): "assertion failed: square(x) > 4.0";
    pub(super) fn f(x: f64) -> f64 { debug_assert!(square(x) > 4.0); x * x }

    asserted_to_be_equal (1.5): "assertion `left == right` failed: at 1.5\n  left: 2.25\n right: 2.5";
    pub(super) fn f(x: f64) -> f64 { assert_eq!(square(x), x + 1.0, "at {x}"); x * x }

    asserted_to_be_equal_in_a_debug_build (1.5): "left: 2.25\n right: 2.5";
    pub(super) fn f(x: f64) -> f64 { debug_assert_eq!(square(x), x + 1.0); x * x }

    asserted_in_a_loop (1.5): "assertion failed: square(s) < 4.0";
    pub(super) fn f(x: f64) -> f64 {
        let mut s = x;
        for _ in 0..3 {
            s *= 1.25;
            assert!(square(s) < 4.0);
        }
        s
    }

    panics_with_what_a_call_says (1.5): "square: 2.25 of 1.5, 3";
    pub(super) fn f(x: f64) -> f64 {
        if matches!(square(x), 2.0..3.0) {
            panic!("square: {} of {x}, {n}", square(x), n = "abc".len());
        }
        x * x
    }

    asserted_of_what_is_shadowed (1.5): "assertion failed: x < 0.0";
    pub(super) fn f(x: f64) -> f64 {
        let x = x * 2.0;
        { let x = x * x; assert!(x < 0.0); }
        x
    }

    asserted_of_what_a_reference_leads_to (1.5): "assertion failed: *r < 0.0";
    pub(super) fn f(x: f64) -> f64 {
        let mut s = x;
        let r = &mut s;
        *r *= 2.0;
        assert!(*r < 0.0);
        s
    }
}

// What stands in for an element is computed where there is one, too.
panics_alike! {
    an_alternative_of_nothing_left (&[1.5]): "index out of bounds: the len is 0 but the index is 0";
    pub(super) fn f(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        v.pop().unwrap_or(v[0]) * x[0]
    }

    an_alternative_too_far (&[1.5, 2.0], 7): "index out of bounds: the len is 2 but the index is 7";
    pub(super) fn f(x: &[f64], at: usize) -> f64 { x.get(1).copied().unwrap_or(x[0] * x[at]) * x[0] }

    a_lent_alternative_too_far (&[1.5, 2.0], 7): "index out of bounds: the len is 2 but the index is 7";
    pub(super) fn f(x: &[f64], at: usize) -> f64 { let r = x.last().unwrap_or(&x[at]); r * x[0] }
}

// A `while` whose step turns out to be zero ends with a panic alone.
panics_alike! {
    a_step_of_zero (&[0.5, 0.25, 0.75], &[1.0, 2.0, 3.0, 4.0], 0): "index out of bounds: the len is 4 but the index is 4";
    pub(super) fn f(x: &[f64], y: &[f64], step: usize) -> f64 {
        let (mut s, mut i, mut j) = (x[0], 0, 0);
        while i < x.len() {
            s = s * x[i] + s.sin() * y[j];
            j += 1;
            i += step;
        }
        s
    }
}
