//! Indices that a loop keeps by hand, loops that count in every way, and conditions that tell of indices.

#![allow(clippy::explicit_counter_loop, reason = "the loops are about such counters")]

#[macro_use]
mod common;

use autodiff::grad;

program! {
    beside_a_slice, f(&[a, b, c, d], &[e, g]) for [a, b, c, d, e, g] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = x[1];
        let mut i = 0;
        for a in x {
            if i < y.len() {
                s += a * y[i] * s;
            }
            i += 1;
        }
        // The second time from where the first has come to, less two.
        i -= 2;
        for a in x.iter().rev() {
            if i < x.len() {
                s = s * a + x[i];
            }
            i += 1;
        }
        s * x[i - 4]
    }
}

program! {
    by_two_and_by_three, f(&[a, b, c, d, e, g, h]) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        let (mut even, mut third) = (0, 1);
        for k in 1..4 {
            s = s * x[even] + x[third % 7] * x[k];
            even += 2;
            third += 3;
        }
        s * x[even] * x[third - 5]
    }
}

program! {
    moved_in_the_middle, f(&[a, b, c, d], k) for [a, b, c, d, k] in [[1.1, -0.7, 0.5, 2.0, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut s, mut i) = (k, 0);
        for (n, a) in x.iter().enumerate().skip(1) {
            let t = x[i] * a;
            i += 1;
            // One further than before.
            s = s * t + x[i] * k;
            if n == 3 {
                break;
            }
        }
        s + x[i]
    }
}

program! {
    of_an_inner_loop, f(&[a, b, c, d], k) for [a, b, c, d, k] in [[1.1, -0.7, 0.5, 2.0, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut s, mut outer) = (k, 0);
        for _ in 0..3 {
            let mut inner = outer;
            for a in &x[1..] {
                if inner < x.len() {
                    s = s * k + a * x[inner] * x[outer];
                }
                inner += 1;
            }
            outer += 1;
            s *= x[inner % 4];
        }
        s
    }
}

program! {
    not_in_each_iteration, f(&[a, b, c, d], k) for [a, b, c, d, k] in [[1.1, -0.7, 0.5, 2.0, 0.9], [-1.1, -0.7, -0.5, 2.0, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut s, mut some, mut skipped, mut reset, mut copied) = (k, 0, 0, 0, 0);
        for a in x {
            s = s * x[some] + a;
            if *a > 0.0 {
                some += 1;
            }
            s += x[reset] * k;
            if reset == 2 {
                reset = 0;
            }
            reset += 1;
            s *= x[copied];
            let moves = &mut copied;
            *moves += 1;
        }
        for a in x {
            s += x[skipped] * a;
            if *a < 0.0 {
                continue;
            }
            skipped += 1;
        }
        s * k
    }
}

program! {
    counts_upwards, f(&[a, b, c, d, e], k) for [a, b, c, d, e, k] in [[1.1, -0.7, 0.5, 2.0, 1.3, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        let mut i = 0;
        while i + 1 < x.len() {
            s = s * k + x[i] * x[i + 1];
            i += 1;
        }
        let mut j = 1;
        while j + 2 <= x.len() {
            s += x[j + 1] * s;
            j += 1;
            s -= x[j] * x[j - 1];
        }
        let (mut l, n) = (0, 3);
        while n > l && x[l] < 1.9 {
            s = s * x[l] + k;
            l += 1;
        }
        let mut m = 2;
        loop {
            if m >= x.len() {
                break;
            }
            s += x[m] * s * k;
            m += 1;
        }
        // None of these runs.
        while i + 1 < x.len() {
            s *= 1000.0 * x[i];
            i += 1;
        }
        while m + 9 < 3 {
            s *= 1000.0 * x[m];
            m += 1;
        }
        s * x[i] * x[j] * x[l] * x[m - 1]
    }
}

program! {
    counts_downwards, f(&[a, b, c, d, e], k) for [a, b, c, d, e, k] in [[1.1, -0.7, 0.5, 2.0, 1.3, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut s, mut i, mut j, mut l) = (k, x.len(), x.len() - 1, 3);
        while 0 < i {
            s = s * k + x[i - 1];
            i -= 1;
        }
        while j != 0 {
            let t = x[j];
            j -= 1;
            s += x[j] * t * s;
        }
        while l >= 1 && x[l] > 0.0 {
            s = s * x[l] - k;
            l -= 1;
        }
        let mut m = 4;
        loop {
            if m == 0 {
                break;
            }
            m -= 1;
            s += x[m] * s;
        }
        s * x[i] * x[j] * x[l] * x[m]
    }
}

program! {
    sorted_by_insertion, f(&[a, b, c, d, e], k) for [a, b, c, d, e, k] in [[1.1, -0.7, 0.5, 2.0, 1.3, 0.9], [0.1, 0.2, 0.3, 0.4, 0.5, 2.0], [5.0, 4.0, 3.0, 2.0, 1.0, 0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut v = x.to_vec();
        let mut i = 1;
        while i < v.len() {
            let mut j = i;
            while j > 0 && v[j - 1] > v[j] {
                v.swap(j, j - 1);
                j -= 1;
            }
            i += 1;
        }
        let mut s = k;
        for e in &v {
            s = s * k + e;
        }
        s
    }
}

program! {
    left_at_the_end_of_another, f(&[a, b, c, d], &[e, g], k) for [a, b, c, d, e, g, k] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64], k: f64) -> f64 {
        let mut s = k;
        for (i, a) in x.iter().enumerate() {
            if i >= y.len() {
                break;
            }
            s = s * k + a * y[i];
        }
        for (i, a) in x.iter().enumerate() {
            if i >= y.len() || i == 0 {
                continue;
            }
            s = s * a + y[i];
        }
        for (i, a) in x.iter().enumerate() {
            let Some(b) = y.get(i) else { break };
            s += a * b * s;
        }
        for (i, a) in x.iter().enumerate() {
            match y.get(i + 1) {
                Some(b) => s = s * k + a * b,
                None => s *= a,
            }
        }
        for i in 0..x.len() {
            if i + 1 < x.len() {
                s = s * x[i] + x[i + 1];
            } else if i > 1 {
                s += x[i - 2] * s;
            }
        }
        s
    }
}

program! {
    two_and_three_at_once, f(&[a, b, c, d], &[e, g], &[h, l, m]) for [a, b, c, d, e, g, h, l, m] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3, 0.8, 0.6, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64], z: &[f64]) -> f64 {
        let mut s = x[0];
        let (mut i, mut j) = (1, 0);
        while i < x.len() && j < y.len() {
            s = s * x[i] + y[j];
            i += 1;
            j += 1;
        }
        let (mut p, mut q, mut r) = (0, 0, 0);
        while p < x.len() && q < y.len() && r < z.len() {
            s += x[p] * y[q] * z[r];
            p += 1;
            r += 1;
            q += 1;
        }
        let (mut up, mut down) = (0, z.len());
        while up < x.len() && down > 0 {
            down -= 1;
            s = s * x[up] + z[down];
            up += 1;
        }
        s * x[i] * y[j - 1] * x[p] * z[r] * z[down]
    }
}

program! {
    anywhere_in_a_slice, f(&[a, b, c, d, e], k) for [a, b, c, d, e, k] in [[1.1, -0.7, 0.5, 2.0, 1.3, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut v = x.to_vec();
        let n = v.len();
        for i in 0..n / 2 {
            v.swap(i, n - 1 - i);
            v[i / 2] *= k;
        }
        let mut s = k;
        for i in 0..n {
            s += v[i] * v[i / 2] * v[(i + 2) % n] * x[i.min(3)];
            v[i / 2] += s * k;
        }
        for i in 0..n {
            let j = if i + 1 == n { 0 } else { i + 1 };
            let t = v[i] * 0.5;
            v[j] *= t;
            s = s * k + v[j];
        }
        s
    }
}

program! {
    of_the_loop_itself, f(&[a, b, c, d], k) for [a, b, c, d, k] in [[1.1, -0.7, 0.5, 2.0, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        let i = 1;
        for mut i in 0..x.len() - 1 {
            s = s * k + x[i];
            i += 1;
            s += x[i] * x[i - 1];
        }
        for (mut j, a) in x.iter().enumerate() {
            if j + 2 < x.len() {
                s = s * x[j] + a;
                j += 2;
                s -= x[j];
            }
        }
        s * x[i]
    }
}

/// Whose indices are no `usize`.
struct Table([usize; 4]);

impl std::ops::Index<u32> for Table {
    type Output = usize;
    fn index(&self, at: u32) -> &usize {
        &self.0[at as usize]
    }
}

program! {
    into_what_has_indices_of_its_own, f(&[a, b, c], k, 3) for [a, b, c, k] in [[1.1, -0.7, 0.5, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64, n: u32) -> f64 {
        let table = Table([2, 0, 1, 1]);
        let (mut s, mut j) = (k, 0);
        for a in x {
            s = s * x[table[j]] + a;
            j += 1;
        }
        let mut i = 0;
        while i + 1 < n {
            s += x[table[i]] * k;
            i += 1;
        }
        while i > 0 {
            i -= 1;
            s *= x[table[i]];
        }
        s
    }
}
