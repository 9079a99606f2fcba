//! References that start at something without a derivative, or at a value that has no name, and come to refer to
//! something else.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    a_value_of_its_own, f(x, y) for [x, y] in [[1.0, 2.0], [3.0, 2.0], [-1.0, 0.5]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        // The macro's own name for it must not be this one.
        let r_first = y * 3.0;
        let mut r = &(x * 2.0);
        if y > x {
            r = &y;
        }
        let mut again = &(x * r_first);
        if x > 2.5 {
            again = &r_first;
        }
        *r * *r + *again * r_first
    }
}

program! {
    an_array_of_its_own_in_a_loop, f(&[x, y, z, w], k) for [x, y, z, w, k]
        in [[0.5, 1.5, -2.0, 0.75, 0.6], [1.0, -1.0, 2.0, 0.25, -0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        for i in 0..x.len() {
            let mut r: &[f64] = &[x[i] * k, k * k];
            if x[i] > k {
                r = &x[i..];
            }
            while let [a, rest @ ..] = r {
                s += *a * *a * *a;
                r = rest;
            }
            let mut q = &(s * x[i]);
            for j in 0..i {
                if x[j] > *q {
                    q = &x[j];
                }
            }
            s += *q * k;
        }
        s
    }
}

program! {
    an_empty_slice, f(&[x, y, z, w], k) for [x, y, z, w, k]
        in [[0.5, 1.5, -2.0, 0.75, 0.6], [1.0, -1.0, 2.0, 0.25, 3.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut longest: &[f64] = &[];
        let mut run = 0;
        for i in 0..x.len() {
            run = if x[i] < k { run + 1 } else { 0 };
            if run > longest.len() {
                longest = &x[i + 1 - run..=i];
            }
        }
        let mut s = k;
        for e in longest {
            s = s * *e + k;
        }
        s
    }
}

program! {
    the_row_before, f(&[vec![x, y], vec![z, w]]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(rows: &[Vec<f64>]) -> f64 {
        let mut before: &[f64] = &[];
        let mut s = rows[0][1];
        for row in rows {
            if !before.is_empty() {
                s += row[0] * before[1];
            }
            before = row;
        }
        s * before[0]
    }
}

program! {
    a_local_without_a_derivative, f(&[x, y, z, w], k) for [x, y, z, w, k]
        in [[0.5, 1.5, -2.0, 0.75, 0.6], [-1.0, -1.0, -2.0, 0.25, 3.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let start = [f64::from(0.0), f64::from(1.0)];
        let mut best = &start[..];
        for pair in x.chunks_exact(2) {
            if pair[0] > best[0] {
                best = pair;
            }
        }
        best[0] * best[1] * k + best[1]
    }
}

program! {
    one_of_two_of_which_one_has_no_derivative, f(&[x, y, z], k) for [x, y, z, k]
        in [[0.5, 1.5, -2.0, 0.6], [0.5, 1.5, -2.0, -0.6]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let table = vec![f64::from(0.5); 3];
        let other = [f64::from(1.0), f64::from(-2.0), f64::from(4.0)];
        let r = if k > 0.0 { &table[..] } else { x };
        let mut s = r[0] * k + r[1] * r[1] * k + x[2];
        let q = match usize::from(k > 0.3) + usize::from(k > -1.0) {
            0 => &table[..2],
            1 => &other[1..],
            _ => &x[..2],
        };
        for e in q {
            s += *e * *e * k;
        }
        s + other[0] * x[0]
    }
}

program! {
    a_reference_to_a_reference_of_a_local, f(x, k) for [x, k] in [[0.5, 2.0], [0.1, 2.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, k: f64) -> f64 {
        let least = f64::from(0.25);
        let floor = &least;
        let mut r = floor;
        if x > *r {
            r = &x;
        }
        *r * k
    }
}

program! {
    the_largest_so_far, f(&[x, y, z, w], k) for [x, y, z, w, k] in [[0.5, 1.5, -2.0, 0.75, 0.6]],
        allocates, gives [0.0, 2.0 * 1.5 * 0.6, 0.0, 0.0, 1.5 * 1.5];
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut best = &f64::NEG_INFINITY;
        for v in x {
            if v > best {
                best = v;
            }
        }
        // Nothing is larger than this one.
        let mut none = &9.0;
        for v in x {
            if v > none {
                none = v;
            }
        }
        *best * *best * k + *none
    }
}

program! {
    an_element_or_a_constant, f(&[x, y, z], k) for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6]],
        allocates, gives [0.6 + 1.5, 0.5, 2.0 * -2.0, 0.5 + 2.0 * 0.6 * 0.125];
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let last = x.last().unwrap_or(&0.25);
        let mut moving = x.get(7).unwrap_or(&0.125);
        let mut s = *moving * k * k;
        moving = &x[1];
        s += *x.first().unwrap_or(&2.0) * *moving + *last * *last;
        s + *x.get(4).unwrap_or(&k) * x[0]
    }
}

program! {
    a_value_that_is_changed_through_the_reference, f(x, y, k) for [x, y, k] in [[0.5, 1.5, 2.0], [0.5, 1.5, -0.6]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, k: f64) -> f64 {
        let (mut other, mut pair) = (y, [x, y]);
        let mut r = &mut (k * 2.0);
        *r *= x;
        let first = *r;
        if k > 1.0 {
            r = &mut other;
        }
        *r *= first;
        let mut q = &mut [k, k * k];
        if k < 1.0 {
            q = &mut pair;
        }
        q[0] *= y;
        let before = q[0];
        q[0] += x * before;
        *r * *r + q[0] * q[1] * before + first
    }
}

program! {
    a_value_computed_without_a_derivative, f(x, y, 3) for [x, y] in [[1.0, 2.0], [3.0, 2.0], [-1.0, -0.5]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: i32) -> f64 {
        let (a, b) = (f64::from(2.0), f64::from(n));
        let r_first = y * 3.0;
        let mut r = &(a * b);
        if y > x {
            r = &y;
        }
        let mut again = &f64::sqrt(a);
        if x < 0.0 {
            again = &r_first;
        }
        *r * *r * x + *again * *r + r_first
    }
}

program! {
    a_value_computed_without_a_derivative_in_a_loop, f(&[x, y, z], k) for [x, y, z, k]
        in [[0.5, 1.5, -2.0, 0.6], [0.5, 1.5, 2.0, -0.6]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        for i in 0..x.len() {
            let half = f64::from(0.5);
            let mut r = &(half * f64::from([0.0, 0.5, 1.0][i]));
            for e in x {
                if *e * s > *r * k {
                    r = e;
                }
                s += *r * e;
            }
            s *= *r + k;
        }
        s
    }
}

#[grad(jvp, hvp)]
fn of_numbers_of_another_size(x: f32, n: u8) -> f32 {
    let a = 2.0;
    let mut r = &(a * 0.5);
    if n > 1 {
        r = &x;
    }
    let mut q: &f32 = &(n as f32);
    if n > 2 {
        q = &x;
    }
    *r * *q * x
}

#[test]
fn values_computed_without_a_derivative_have_the_type_of_what_follows() {
    assert_eq!(of_numbers_of_another_size_value_and_grad(3.0, 1), (3.0, 1.0));
    assert_eq!(of_numbers_of_another_size_value_and_grad(3.0, 2), (18.0, 12.0));
    assert_eq!(of_numbers_of_another_size_value_and_grad(3.0, 3), (27.0, 27.0));
    assert_eq!(of_numbers_of_another_size_jvp(3.0, 2, 1.0), (18.0, 12.0));
    assert_eq!(of_numbers_of_another_size_hvp(3.0, 2, 1.0), (12.0, 4.0));
}

// A reference to what has ended refers to something else by then.
program! {
    what_a_block_has_ended_with, f(&[x, y, z], k)
        for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.75], [2.0, -0.25, 0.75, 0.5]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut s, other) = (k, vec![k, x[2]]);
        let mut r = x;
        for i in 0..3 {
            let other = vec![k * s, x[0], x[1]];
            if s > 0.5 {
                r = &other;
            }
            s += r[0] * f64::from(r.len() as u8);
            r = &x[i..];
        }
        let len = r.len();
        s *= r[len - 1] * f64::from(len as u8);
        if s > 0.0 {
            r = &other;
        }
        s * r[r.len() - 1]
    }
}

program! {
    signs_of_what_one_refers_to, f(&[x, y], k) for [x, y, k] in [[0.5, -1.5, -2.0], [2.0, -0.25, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut s, y) = (k, x[1] * k);
        let mut r = &x[0];
        for i in 0..3 {
            if s < -*r && y < -*r {
                s += *r * y;
            }
            if i == 1 {
                r = &y;
            }
            s *= 0.5 + *r;
        }
        s
    }
}

/// Without the `*` too, which dual numbers do not know.
#[test]
fn signs_of_references() {
    #[grad]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut r = &(0.5_f64 * 0.5);
        let mut s = x[0];
        for i in 0..3 {
            if s <= -r {
                s *= -r;
            }
            if i == n {
                r = &x[1];
            }
        }
        s
    }
    // -x0 / 4, and times -x1 twice.
    assert_eq!(f_value_and_grad(&[-4.0, -3.0], 0), (9.0, vec![-2.25, -6.0]));
}

program! {
    a_value_computed_from_what_one_refers_to, f(&[x, y, z], k)
        for [x, y, z, k] in [[0.5, -1.5, -2.0, 0.75], [2.0, -0.25, 0.75, 1.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut s, y) = (k, x[1] * k);
        let mut r = &y;
        for i in 0..3 {
            if s > 0.0 {
                r = &x[i];
            }
            let q = &(0.5 * *r);
            let mut moving = &(*r * x[2] + *q);
            s += *q * *moving;
            if i > 0 {
                moving = &x[0];
            }
            s -= *moving * s;
        }
        s
    }
}
