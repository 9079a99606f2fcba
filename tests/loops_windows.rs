//! Loops whose reverse sweep walks along windows: elements that only some iterations are at, several lines through one
//! slice, loops that are left early, open ranges.
//!
//! What rustc makes of such loops is read in `inner_loops`.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    only_some_elements, f(&[a, b, c, d], k) for [a, b, c, d, k] in [[1.1, -0.7, 0.5, -2.0, 0.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        for a in x {
            if *a > 0.0 {
                s += a * a * k;
            } else {
                s -= a * s;
            }
        }
        s
    }
}

program! {
    an_element_after_a_continue, f(&[a, b, c], &[u, v]) for [a, b, c, u, v] in [[1.1, -0.7, 0.5, 2.0, 0.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = x[0];
        for (a, b) in x.iter().rev().zip(y) {
            if *a < 0.0 {
                continue;
            }
            s += a * b * s;
        }
        s
    }
}

program! {
    an_index_that_some_iterations_may_not_use, f(&[a, b, c], 7) for [a, b, c] in [[1.1, -0.7, 0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        // The loop goes on behind the end of the slice.
        for i in 0..n {
            if i < x.len() {
                s = s * x[i] + x[i];
            }
            if i + 1 < x.len() && x[i] > 0.0 {
                s -= x[i + 1] * x[i + 1];
            }
        }
        s
    }
}

program! {
    neighbours, f(&[a, b, c, d]) for [a, b, c, d] in [[1.1, -0.7, 0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for i in 1..x.len() - 1 {
            let curvature = x[i - 1] - 2.0 * x[i] + x[i + 1];
            s += curvature * curvature * x[i];
        }
        s
    }
}

program! {
    neighbours_that_are_written, f(&[a, b, c, d], k) for [a, b, c, d, k] in [[1.1, -0.7, 0.5, 2.0, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut v = x.to_vec();
        for i in 1..v.len() {
            let t = v[i - 1] * k * v[i];
            v[i] += t;
        }
        for i in 0..v.len() - 1 {
            if v[i] > 0.0 {
                v[i] = v[i + 1] * v[i];
            }
        }
        v[0] * v[1] + v[3]
    }
}

program! {
    neighbours_of_a_slice_that_is_lent, f(&mut [a, b, c, d], k) for [a, b, c, d, k] in [[1.1, -0.7, 0.5, 2.0, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: &mut [f64], k: f64) -> f64 {
        for i in (1..v.len()).rev() {
            v[i] = v[i] * v[i - 1] + k;
        }
        let mut s = k;
        for w in v.windows(2) {
            s += w[0] * w[1] * s;
        }
        s
    }
}

program! {
    neighbours_under_a_condition, f(&[a, b, c, d]) for [a, b, c, d] in [[1.1, -0.7, 0.5, 2.0], [4.0, 3.0, 2.0, 1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for i in 1..x.len() {
            if x[i] > x[i - 1] {
                s += x[i] * x[i - 1] * s;
            }
        }
        s
    }
}

program! {
    elements_of_rows, f(&[[a, b], [c, d]], &[u, v]) for [a, b, c, d, u, v] in [[1.1, -0.7, 0.5, 2.0, 1.5, -0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(rows: &[[f64; 2]], y: &[f64]) -> f64 {
        let mut s = y[0];
        for (row, b) in rows.iter().zip(y) {
            if *b > 0.0 {
                for a in row {
                    s += a * b * s;
                }
            }
            s -= row[0] * row[1];
        }
        s
    }
}

program! {
    lengths_that_are_asserted, f(&[a, b, c], &[u, v, w]) for [a, b, c, u, v, w] in [[1.1, -0.7, 0.5, 2.0, -0.25, 1.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        assert_eq!(x.len(), y.len());
        let mut s = x[0];
        for i in 0..x.len() {
            if x[i] > 0.0 {
                s += x[i] * y[i] * y[i];
            }
        }
        s
    }
}

program! {
    a_list_that_grows_while_it_is_walked, f(&[a, b, c], k) for [a, b, c, k] in [[1.1, -0.7, 0.5, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut v = vec![k];
        for i in 0..x.len() {
            // Half as long as the slice, to begin with.
            if x[i] > 0.0 {
                v.push(x[i] * k);
            }
            if i < v.len() {
                v[i] *= x[i];
            }
        }
        let mut s = k;
        for a in &v {
            if *a > 0.0 {
                s += a * a;
            }
        }
        s
    }
}

program! {
    broken_off, f(&[a, b, c, d], k) for [a, b, c, d, k] in [[1.1, 0.7, -0.5, 2.0, 0.3], [1.1, 0.7, 0.5, 2.0, 0.3], [-1.1, 0.7, 0.5, 2.0, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        for a in x {
            if *a < 0.0 {
                break;
            }
            s = s * a + k;
        }
        s
    }
}

program! {
    broken_off_from_the_end, f(&[a, b, c, d], &[u, v, w], k) for [a, b, c, d, u, v, w, k] in [[1.1, 0.7, -0.5, 2.0, 0.3, 1.5, 0.5, 0.75], [0.1, 0.7, 0.5, 0.2, 0.3, 1.5, 0.5, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64], k: f64) -> f64 {
        let mut s = k;
        'outer: for b in y.iter().rev() {
            for i in (1..x.len()).rev() {
                s += x[i] * b * x[i - 1];
                if x[i] < 0.0 {
                    continue 'outer;
                }
                if s > 3.0 {
                    break 'outer;
                }
            }
            s *= k;
        }
        s
    }
}

program! {
    returned_from_a_nest, f(&[a, b, c, d], k) for [a, b, c, d, k] in [[1.1, 0.7, -0.5, 2.0, 0.3], [0.1, 0.2, 0.5, 0.2, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        for (i, a) in x.iter().enumerate().skip(1) {
            for b in x[..i].iter().rev() {
                s += a * b * s;
                if s > 0.75 {
                    return s * a * f64::from(i as u32);
                }
            }
        }
        s * s
    }
}

program! {
    broken_off_in_small_integers, f(&[a, b, c, d], 2, 200) for [a, b, c, d] in [[1.1, 0.7, -0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], from: u8, to: u8) -> f64 {
        let mut s = x[0];
        for k in from..to {
            if k > 9 {
                break;
            }
            s = s * 0.5 + f64::from(k) * x[usize::from(k) % 4];
        }
        for k in (from..9).rev() {
            s = s * 0.5 - f64::from(k) * x[usize::from(k) % 4];
            if k < 5 {
                break;
            }
        }
        s
    }
}

program! {
    beside_open_ranges, f(&[a, b, c], &[u, v]) for [a, b, c, u, v] in [[1.1, -0.7, 0.5, 2.0, 1.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = x[0];
        for (a, i) in x.iter().zip(1..) {
            s += a * a * f64::from(i);
        }
        for ((i, a), b) in (0..).zip(x).zip(y.iter().rev()) {
            s += a * b * x[i];
        }
        for (k, (j, a)) in (2_u8..).zip(x).enumerate().skip(1) {
            s += a * f64::from(j) * f64::from(k as u32) * s;
        }
        s
    }
}

program! {
    an_element_that_may_be_there, f(&[a, b, c], &[u, v], 1) for [a, b, c, u, v] in [[1.1, -0.7, 0.5, 2.0, 1.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for (i, a) in x.iter().enumerate() {
            if let Some(b) = y.get(i + n) {
                s += a * b * s;
            }
            if let Some(b) = y.get(1) {
                s -= a * b;
            }
            if let Some((first, rest)) = y.split_first() {
                s *= first * rest[0];
            }
        }
        s
    }
}

macro_rules! with_a_block {
    ($name:ident, |$s:ident, $x:ident| $body:block) => {
        #[grad]
        pub(crate) fn $name($x: &[f64]) -> f64 {
            let mut $s = 0.0;
            $body
            $s
        }
    };
}
with_a_block!(of_a_block, |s, x| {
    for a in x {
        s += a * a;
    }
});

#[test]
fn a_block_that_a_macro_was_given_needs_no_semicolon() {
    // 2x, exact in binary.
    assert_eq!(of_a_block_value_and_grad(&[1.5, -0.5]), (2.5, vec![3.0, -1.0]));
}

program! {
    neighbours_that_only_some_iterations_have, f(&[a, b, c]) for [a, b, c] in [[1.1, -0.7, 0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for i in 0..x.len() {
            if i >= 1 {
                s += s * x[i - 1] * x[i];
            }
            if i + 2 < x.len() {
                s -= x[x.len() - 1 - i] * x[i + 1];
            }
        }
        s
    }
}

program! {
    an_assertion_about_a_list_that_was_longer, f(&[a, b, c], &[u]) for [a, b, c, u] in [[1.1, -0.7, 0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let (mut s, mut v) = (x[0], x.to_vec());
        for i in 0..v.len() {
            if i < y.len() {
                s += s * v[i] * y[i];
            }
        }
        v.truncate(1);
        assert_eq!(v.len(), y.len());
        s * v[0]
    }
}

program! {
    an_assertion_about_a_later_length, f(&[a, b, c], &[u]) for [a, b, c, u] in [[1.1, -0.7, 0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let (mut s, mut m) = (x[0], x.len());
        for i in 0..m {
            if i < y.len() {
                s += s * x[i] * y[i];
            }
        }
        m = y.len();
        assert_eq!(m, y.len());
        s
    }
}

program! {
    rows_that_change_places, f(&[a, b, c]) for [a, b, c] in [[1.1, -0.7, 0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = vec![x.to_vec(), vec![x[0]]];
        let n = v[0].len();
        v.swap(0, 1);
        let mut s = x[1];
        for i in 0..n {
            if i < v[0].len() {
                s += s * v[0][i] * v[1][i];
            }
        }
        s
    }
}

program! {
    left_in_a_recursion, f(&[a, b, c], k, 2) for [a, b, c, k] in [[1.1, 0.7, 0.5, 2.0], [0.1, 0.7, 0.5, 0.2], [2.5, 1.7, 0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64, d: usize) -> f64 {
        if d == 0 {
            return k;
        }
        let mut s = k;
        for i in 0..x.len() {
            if s > 4.0 {
                return s * x[i];
            }
            s += 0.1 * f(&x[i + 1..], s, d - 1) * x[i];
            for a in &x[i..] {
                if *a < 0.6 {
                    break;
                }
                s += *a * 0.25 * s;
            }
        }
        s
    }
}
