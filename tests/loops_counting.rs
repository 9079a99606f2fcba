//! `while` loops that count, and those that only look like it.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    over_a_slice, f(&[a, b, c]) for [a, b, c] in [[1.1, -0.7, 0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        let mut i = 0;
        while i < x.len() {
            s = s * x[i] + x[i];
            i += 1;
        }
        // What it counted to.
        s * x[i - 1]
    }
}

program! {
    downwards, f(&[a, b, c, d], k) for [a, b, c, d, k] in [[1.1, -0.7, 0.5, 2.0, 0.9], [1.1, 0.7, 2.5, 2.0, -0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut s, mut i) = (k, x.len());
        while i > 0 {
            i -= 1;
            s = s * k + x[i];
        }
        let mut j = x.len() - 1;
        'outer: while j > 0 {
            j -= 1;
            let mut n = x.len();
            while n > 0 {
                n -= 1;
                if x[n] < k {
                    continue 'outer;
                }
                if x[n] > 2.2 {
                    break 'outer;
                }
                s += x[n] * x[j] * s;
            }
        }
        // Not a count: it goes on by two, or does so now and then.
        let mut m = x.len();
        while m > 0 {
            m -= 1;
            s += x[m] * k;
            if m > 2 {
                m -= 2;
            }
        }
        s * x[i] * x[j] + x[m]
    }
}

program! {
    in_a_nest, f(&[a, b, c, d]) for [a, b, c, d] in [[1.1, -0.7, 0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (mut s, mut i) = (x[0], 1);
        while i < x.len() {
            let mut j = i;
            while j < x.len() && x[j] * s < 3.0 {
                s += x[i] * x[j] * x[j - 1];
                j += 1;
            }
            if j < x.len() {
                s -= x[j];
            }
            i += 1;
        }
        s
    }
}

program! {
    left_early, f(&[a, b, c, d]) for [a, b, c, d] in [[1.1, 0.7, -0.5, 2.0], [0.1, 0.2, 0.3, 0.4], [-1.0, 0.2, 0.3, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        let mut i = 0;
        'all: while i < x.len() {
            if x[i] < 0.0 {
                break;
            }
            for k in 0..i {
                if x[k] > 1.0 {
                    break 'all;
                }
                s += x[k] * x[i];
            }
            s *= x[i];
            i += 1;
        }
        // The number of the iteration that left.
        s * f64::from(i as u32 + 1)
    }
}

program! {
    to_an_end_that_moves, f(&[a, b, c, d], 4) for [a, b, c, d] in [[1.1, -0.7, 0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let (mut s, mut i, mut end) = (x[0], 0, n);
        while i < end {
            s = s * x[i] + x[end - 1];
            end -= 1;
            i += 1;
        }
        let mut v = vec![s];
        i = 0;
        while i < v.len() {
            if v.len() < 4 {
                v.push(x[i] * v[i]);
            }
            i += 1;
        }
        s + v[i - 1] * v[1]
    }
}

program! {
    that_skips_and_goes_back, f(&[a, b, c, d]) for [a, b, c, d] in [[1.1, -0.7, 0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (mut s, mut i) = (x[0], 0);
        while i < x.len() {
            if x[i] < 0.0 {
                i += 2;
                continue;
            }
            s = s * x[i] + 1.0;
            i += 1;
        }
        let (mut j, mut back) = (1, 0);
        while j < x.len() {
            s += x[j] * s;
            if back < 2 && j > 1 {
                back += 1;
                j -= 1;
            }
            j += 1;
        }
        s
    }
}

program! {
    with_a_namesake_inside, f(&[a, b, c]) for [a, b, c] in [[1.1, -0.7, 0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (mut s, mut i) = (x[0], 0);
        while i < x.len() {
            let t = x[i];
            for i in 0..2 {
                s = s * t + x[i];
            }
            i += 1;
        }
        s
    }
}

fn shortened(x: &mut Vec<usize>) {
    x.truncate(2);
}

program! {
    with_a_list_of_indices, f(&[a, b, c], vec![2, 0, 1]) for [a, b, c] in [[1.1, -0.7, 0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], order: Vec<usize>) -> f64 {
        let mut order = order;
        let (mut s, mut i) = (x[0], 0);
        while i < order.len() {
            s = s * x[order[i]] + 1.0;
            shortened(&mut order);
            i += 1;
        }
        s
    }
}

program! {
    through_what_refers_to_the_list, f(&mut vec![a, b, c, d], k) for [a, b, c, d, k] in [[1.1, -0.7, 0.5, 2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: &mut Vec<f64>, k: f64) -> f64 {
        let mut s = k;
        let mut i = 0;
        while i < v.len() {
            s += s * v[i];
            (*v).pop();
            i += 1;
        }
        i = 0;
        while i < v.len() {
            s += s * v[i];
            if i < 2 {
                *v = vec![s, k, v[0], s * k];
            }
            i += 1;
        }
        s * v[1]
    }
}

program! {
    through_what_refers_to_the_number, f(&[a, b, c, d], 4) for [a, b, c, d] in [[1.1, -0.7, 0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let (mut s, mut n, mut i) = (x[0], n, 0);
        while i < n {
            s = s * x[i] + x[i];
            let ref mut m = n;
            *m -= 1;
            i += 1;
        }
        let mut end = 4;
        i = 0;
        while i < end {
            s = s * x[i] + x[end - 1];
            [end] = [end - 1];
            i += 1;
        }
        let mut k = 0;
        while k < 4 {
            s = s * x[k] + 1.0;
            let ref mut j = k;
            *j += 1;
            k += 1;
        }
        s
    }
}
