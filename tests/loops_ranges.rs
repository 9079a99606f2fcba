//! Ranges of every integer type, both ways, in strides, empty, and up to the largest number there is.

#![allow(clippy::mut_range_bound, clippy::reversed_empty_ranges, reason = "odd ranges are what is tested")]

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    a_range_of_bytes, f(x, y, 4) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: u8) -> f64 {
        let mut s = x;
        for i in 1..n {
            s = s * y * f64::from(i) + WEIGHTS[usize::from(i)];
        }
        for i in (0..n).rev() {
            s += s * x * f64::from(i);
        }
        s
    }
}

program! {
    a_range_from_negative_numbers, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = y;
        for i in -3..3 {
            s = s * 0.5 + x.powi(i) * y;
            s += WEIGHTS[(i + 3) as usize] * s * x;
        }
        s
    }
}

program! {
    a_range_of_long_integers, f(x, y, 1 << 40) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, start: u64) -> f64 {
        let mut s = x;
        for i in (start..start + 5).rev() {
            s = s * y + WEIGHTS[(i - start) as usize];
        }
        for i in -2..=2_i64 {
            s *= x + WEIGHTS[i.unsigned_abs() as usize];
        }
        for i in 0..2_u128 {
            s += WEIGHTS[i as usize] * s * s;
        }
        s
    }
}

program! {
    strides_that_do_not_meet_the_end, f(x, y, 3) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, by: usize) -> f64 {
        let mut s = x;
        for i in (0..8).rev().step_by(by) {
            s = s * y + WEIGHTS[i];
        }
        for i in (0..8).step_by(by).rev() {
            s = s * WEIGHTS[i] - x;
        }
        for i in (1..=7).step_by(by) {
            s = s.sin() * x + WEIGHTS[i];
        }
        for i in (0..=7).rev().step_by(by + 1) {
            s = s * s * 0.5 - WEIGHTS[i];
        }
        for i in (2..4).step_by(100) {
            s += s * y * WEIGHTS[i];
        }
        s
    }
}

program! {
    up_to_the_largest_number, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 252..=u8::MAX {
            s = s * y + WEIGHTS[usize::from(i - 250)];
        }
        for i in (i32::MAX - 2..=i32::MAX).rev() {
            s = s * x + WEIGHTS[(i32::MAX - i) as usize];
        }
        for i in usize::MAX - 1..=usize::MAX {
            s *= y + WEIGHTS[usize::MAX - i];
        }
        for i in (i64::MIN..=i64::MIN + 3).step_by(2) {
            s = s * 0.5 + x * WEIGHTS[(i - i64::MIN) as usize];
        }
        s
    }
}

program! {
    every_byte, f(x) for [x] in [[0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let mut s = x;
        for i in i8::MIN..=i8::MAX {
            s = s * x + f64::from(i) * 0.01;
        }
        s
    }
}

program! {
    empty_and_reversed_ranges, f(x, y, 5, 2) for [x, y] in [[1.1, 0.7]], allocates, gives [y, x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64, from: usize, to: usize) -> f64 {
        let mut s = x * y;
        for i in from..to {
            s = s * s * WEIGHTS[i];
        }
        for i in from..=to {
            s = s.exp() + WEIGHTS[i];
        }
        for _ in (from..to).rev() {
            s *= y;
        }
        for _ in (from..to).step_by(2) {
            s *= y;
        }
        for i in to..to {
            s += WEIGHTS[i];
        }
        for i in 3..=2_i32 {
            s *= x.powi(i);
        }
        for i in (i32::MIN..i32::MIN).rev() {
            s *= x.powi(i);
        }
        s
    }
}

program! {
    one_turn_alone, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, gives [2.0 * x * y, x * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for _ in 0..=0 {
            s *= x;
        }
        for _ in (7..8).rev() {
            s *= y;
        }
        s
    }
}

program! {
    a_range_kept_in_a_variable, f(x, y, 1..4) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, range: std::ops::Range<usize>) -> f64 {
        let mut s = x;
        for i in range.clone() {
            s = s * y + WEIGHTS[i];
        }
        let again = range.clone();
        for i in again.rev() {
            s *= WEIGHTS[i] * x;
        }
        for i in range {
            s = s * s * 0.25 - WEIGHTS[i + 1] * y;
        }
        s
    }
}

program! {
    a_range_of_letters, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for letter in 'a'..='e' {
            s = match letter {
                'a' | 'e' => s * y,
                'c' => s * s,
                _ => s + y * s,
            };
        }
        s
    }
}

program! {
    bounds_that_are_calls, f(x, y, 2) for [x, y] in [[1.1, 0.7]], allocates, dual;
    fn next(n: &mut usize) -> usize {
        *n += 1;
        *n
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: usize) -> f64 {
        let mut n = n;
        let mut s = x;
        for i in 0..next(&mut n) {
            s = s * y + WEIGHTS[i];
            for j in next(&mut n)..next(&mut n) + 1 {
                s += s * x * WEIGHTS[j % 8];
            }
        }
        s * WEIGHTS[n % 8]
    }
}

program! {
    bounds_that_the_body_changes, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut from = 1;
        let mut to = 4;
        let mut s = x;
        for i in from..to {
            from += 2;
            to -= 1;
            s = s * y + WEIGHTS[i] * WEIGHTS[to];
            for j in to..from {
                s *= WEIGHTS[j] * x;
                to += 1;
            }
        }
        for i in to..from {
            s += s * s * WEIGHTS[i % 8];
        }
        s
    }
}

program! {
    shadowed_bounds, f(x, y, 3) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: usize) -> f64 {
        let mut s = x;
        for n in 0..n {
            let n = n + 1;
            for i in 0..n {
                let n = n * i % 8;
                s = s * y + WEIGHTS[n] * x;
            }
            let n = 8 - n;
            s += s * WEIGHTS[n - 1];
        }
        let n = n - 1;
        for i in 0..n {
            s *= x + WEIGHTS[i];
        }
        s
    }
}

program! {
    the_loop_variable_changed_in_the_body, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for mut i in 0..5 {
            s = s * y + WEIGHTS[i];
            i = i * 3 % 8;
            s += s * x * WEIGHTS[i];
            i += 1;
            s *= WEIGHTS[i % 8];
        }
        s
    }
}

program! {
    a_triangle_of_ranges, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for i in 0..x.len() {
            for j in (0..=i).rev() {
                for k in j..i {
                    s += x[i] * x[j] * x[k];
                }
                s = s * 0.5 + x[j];
            }
        }
        s
    }
}

program! {
    pairs_of_bounds, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for (low, high) in [(0, 2), (1, 4), (3, 3), (2, 4)] {
            let mut p = x[low];
            for i in low..high {
                p *= x[i];
            }
            s += p * s;
        }
        s
    }
}

program! {
    without_an_end, f(x, y) for [x, y] in [[1.1, 0.7], [3.0, 0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0.. {
            s = s * x + y * WEIGHTS[i];
            if s > 9.0 || i == 6 {
                break;
            }
        }
        s * s
    }
}

program! {
    one_less_than_the_length, f(&[x, y, z], &[]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    fn differences(v: &[f64]) -> f64 {
        let mut s = f64::from(1.0);
        for i in 0..v.len().saturating_sub(1) {
            s += (v[i + 1] - v[i]) * s;
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: &[f64], none: &[f64]) -> f64 { differences(x) * x[0] + differences(none) }
}
