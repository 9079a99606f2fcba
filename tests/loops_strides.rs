//! `while` loops that move by more than one, indices kept by hand that move down, and indices that follow from a counter in
//! other ways than by a sum. Each is run along slices of all lengths.

#![allow(clippy::explicit_counter_loop, reason = "the loops are about such counters")]

#[macro_use]
mod common;

use autodiff::grad;

program! {
    by_two_and_three, f(&[a, b, c, d, e, g, h]) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn part(x: &[f64], k: f64) -> f64 {
        let (mut s, mut i) = (k, 0);
        while i < x.len() {
            s = s * k + x[i] * x[i];
            i += 2;
        }
        // Where it has come to.
        s += k * f64::from(i as u32);
        let mut j = 1;
        while j < x.len() {
            let t = x[j] - x[j - 1];
            j += 3;
            s = s * t + t * t;
        }
        s * f64::from((j + i) as u32)
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for n in 0..=x.len() {
            s += part(&x[..n], 0.3 + f64::from(n as u32));
        }
        s
    }
}

program! {
    pairs, f(&[a, b, c, d, e, g, h]) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn part(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        let mut i = 0;
        while i + 1 < x.len() {
            s = s * k + x[i] * x[i + 1];
            i += 2;
        }
        if i < x.len() {
            s *= x[i];
        }
        i = 1;
        let n = x.len();
        while n > i + 1 {
            s += x[i - 1] + 4.0 * x[i] * s + x[i + 1];
            i += 2;
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for n in 0..=x.len() {
            s += part(&x[..n], 0.3 + f64::from(n as u32));
        }
        s
    }
}

program! {
    down_by_two, f(&[a, b, c, d, e, g, h]) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn part(x: &[f64], k: f64) -> f64 {
        let (mut s, mut i) = (k, x.len());
        while i >= 2 {
            i -= 2;
            s = s * k + x[i] * x[i + 1];
        }
        s += f64::from(i as u32);
        i = x.len();
        while i > 2 {
            s = s * x[i - 1] + x[i - 3];
            i -= 2;
            s *= x[i];
        }
        i = x.len();
        while 3 < i {
            if x[i - 1] < 0.0 {
                break;
            }
            i -= 3;
            s += x[i] * s;
        }
        s + k * f64::from(i as u32)
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for n in 0..=x.len() {
            s += part(&x[..n], 0.3 + f64::from(n as u32));
        }
        s
    }
}

program! {
    under_conditions, f(&[a, b, c, d, e], &[g, h, l]) for [a, b, c, d, e, g, h, l] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3, 0.4, 0.7], [1.1, 0.7, 0.5, 2.0, 0.9, 1.3, 0.4, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn part(x: &[f64], y: &[f64], n: usize) -> f64 {
        let (mut s, mut i) = (y[0], 0);
        // Not each index is one into `y`, and some are not into `x`.
        while i < n {
            if i < y.len() {
                s = s * y[i] + 1.0;
            }
            if i > 0 && i <= x.len() {
                s += x[i - 1] * s;
            }
            if i < x.len() && x[i] > 0.0 {
                s -= x[i];
            }
            i += 2;
        }
        i = 0;
        'all: while i < x.len() && s < 100.0 {
            for b in y {
                if s * b > 20.0 {
                    break 'all;
                }
                s += b * x[i];
            }
            i += 2;
            if x[i - 2] < -1.0 {
                continue;
            }
            s *= 0.9;
        }
        s + f64::from(i as u32)
    }
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = x[0];
        for n in 0..x.len() {
            s += part(&x[..n], y, n) + part(x, y, n + 2) + part(x, &x[..n + 1], 9);
        }
        s
    }
}

program! {
    written_in_steps, f(&mut [a, b, c, d, e, g, h]) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn part(x: &mut [f64], k: f64) -> f64 {
        let mut i = 0;
        while i + 2 < x.len() {
            x[i + 1] = x[i] * x[i + 2] * k;
            i += 2;
        }
        let mut j = x.len();
        while j > 1 {
            j -= 2;
            x[j] *= x[j + 1] + k;
        }
        let mut s = k;
        for a in x.iter() {
            s += a * a * k;
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        let mut s = x[0];
        for n in 0..=x.len() {
            s += part(&mut x[..n], 0.3 + f64::from(n as u32) / 9.0);
        }
        s
    }
}

program! {
    in_a_nest, f(&[a, b, c, d, e, g]) for [a, b, c, d, e, g] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (mut s, mut i) = (x[0], 0);
        while i < x.len() {
            let mut j = i;
            while j + 1 < x.len() {
                s += x[i] * x[j] * x[j + 1];
                j += 3;
            }
            let mut m = j.min(x.len());
            while m >= 2 {
                m -= 2;
                s = s * 0.5 + x[m] * x[i];
            }
            i += 2;
        }
        s
    }
}

program! {
    that_only_look_like_it, f(&[a, b, c, d, e, g, h]) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (mut s, mut i) = (x[0], 0);
        // Moves on twice where `s` is large.
        while i < x.len() {
            s = s * 0.9 + x[i];
            if s > 2.0 {
                i += 1;
            }
            i += 2;
        }
        let mut end = x.len();
        i = 0;
        while i < end {
            s += x[i] * s;
            end -= 1;
            i += 2;
        }
        // Comes to one before it comes to zero.
        i = x.len() - 1;
        while i > 0 {
            i -= 2;
            s *= x[i];
        }
        // Skips the statement that moves it on, but moves it on before.
        while i < x.len() {
            if x[i] < 0.0 {
                i += 1;
                continue;
            }
            s += x[i];
            i += 2;
        }
        s * x[i - 2]
    }
}

program! {
    until_it_is_there, f(&[a, b, c, d]) for [a, b, c, d] in [[1.1, -0.7, 0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn part(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        let mut i = 0;
        while i != x.len() {
            s = s * k + x[i];
            let mut j = 0;
            loop {
                if j == i {
                    break;
                }
                s += x[j] * x[i];
                j += 1;
            }
            i += 1;
        }
        // Not from zero, and by two.
        i = x.len() % 2;
        while i != x.len() {
            s = s * k - x[i];
            i += 2;
        }
        let mut m = 0;
        if s > 0.0 && !x.is_empty() {
            m += 1;
        }
        while m != x.len() {
            s *= x[m];
            m += 1;
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for n in 0..=x.len() {
            s += part(&x[..n], 0.3 + f64::from(n as u32));
        }
        s
    }
}

program! {
    kept_by_hand_and_down, f(&[a, b, c, d], &[g, h, l, m]) for [a, b, c, d, g, h, l, m] in [[1.1, -0.7, 0.5, 2.0, -1.3, 0.4, 0.9, 0.6]], allocates, dual;
    #[grad]
    pub(crate) fn part(x: &[f64], y: &[f64], k: f64) -> f64 {
        let (mut s, mut j) = (k, y.len());
        for a in x {
            j -= 1;
            s = s * k + a * y[j];
        }
        let mut m = y.len();
        for i in 0..x.len() {
            s += x[i] * y[m - 1];
            m -= 1;
            s *= 0.5 + x[i];
        }
        let (mut i, mut l) = (0, x.len());
        while i < x.len() {
            l -= 1;
            s += x[i] * x[l] * y[j];
            i += 1;
        }
        for (n, a) in x.iter().enumerate().rev() {
            s = s * a + y[l];
            l += 1;
            if n == 2 {
                continue;
            }
            s += x[l - 1];
        }
        s * f64::from((j + m + l) as u32)
    }
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = x[0];
        for n in 0..x.len() {
            s += part(&x[..n], y, 0.3 + f64::from(n as u32)) + part(&x[..n], &y[..n + 1], f64::from(2u32));
        }
        s
    }
}

program! {
    kept_by_hand_in_steps, f(&[a, b, c, d, e, g, h]) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (mut s, mut i, mut j) = (x[0], 0, x.len());
        for k in 0..3 {
            j -= 2;
            s = s * 0.5 + x[i] * x[j] * x[j + 1] * x[k];
            i += 3;
        }
        // Not at each of its elements.
        let (mut m, mut n) = (0, x.len());
        for a in x {
            if m < x.len() {
                s += a * x[m] * s;
            }
            m += 2;
            if n > 4 {
                s *= x[n - 4];
            }
            if n >= 2 {
                s -= x[n - 2];
            }
            if n < 2 {
                break;
            }
            n -= 2;
        }
        s + f64::from((m + n) as u32)
    }
}

program! {
    halves, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn part(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        for i in 0..x.len() {
            s = s * k + x[i] * x[i / 2] - x[(i + 1) / 3];
        }
        let n = x.len();
        let y = &x[..n];
        for i in (0..n).rev() {
            s += y[i / 2] * x[i >> 2] * s;
        }
        let mut i = 0;
        while i < x.len() {
            s += x[i / 2] * x[i % 3 / 2] + x[i.min(n - 1)] * x[i.saturating_sub(2)];
            i += 1;
        }
        // More steps than elements.
        for i in 0..2 * n {
            s = s * k + x[i / 2];
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for n in 0..=x.len() {
            s += part(&x[..n], 0.3 + f64::from(n as u32) / 9.0);
        }
        s
    }
}

program! {
    halves_of_what_is_written, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        for i in 0..v.len() {
            let t = v[i] + x[i / 3];
            v[i / 2] *= t;
        }
        let mut rows = [[x[0]; 2]; 3];
        for i in 0..x.len() {
            rows[i / 2][i % 2] += v[i] * x[i];
        }
        let mut s = x[0];
        for row in &rows {
            s += row[0] * row[1];
        }
        s
    }
}

program! {
    steps_of_any_length, f(&[a, b, c, d, e, g, h]) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3, 0.4]],
        allocates, dual;
    #[grad]
    pub(crate) fn part(x: &[f64], k: f64, by: usize, behind: &usize) -> f64 {
        const THREE: usize = 3;
        let (mut s, mut i) = (k, 0);
        while i < x.len() {
            s = s * k + x[i] * x[i];
            i += by;
        }
        s += k * f64::from(i as u32);
        i = 1;
        while i + 1 < x.len() {
            s += x[i - 1] * x[i + 1] - x[i] * s;
            i += behind;
        }
        let mut j = 0;
        while j < x.len() {
            s += x[j] * s.cos();
            j += THREE;
        }
        s * f64::from((j + i) as u32)
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for n in 0..=x.len() {
            for by in 1..4 {
                s += part(&x[..n], 0.3 + f64::from(by as u32), by, &(by + n));
            }
        }
        s
    }
}

// Zero steps: a loop that has no iteration, one that is left, one that ends with something else.
program! {
    steps_of_no_length, f(&[a, b, c, d], 0) for [a, b, c, d] in [[1.1, -0.7, 0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], by: usize) -> f64 {
        let (mut s, mut i) = (x[0], x.len());
        while i < x.len() {
            s += x[i] * x[i];
            i += by;
        }
        i = 1;
        while i < x.len() {
            s = s * 0.5 + x[i] * x[i];
            if s > 1.0 {
                break;
            }
            i += by;
        }
        let mut j = 2;
        for a in x {
            s = s * x[j] + a;
            j += by;
        }
        j = 3;
        for a in x {
            s = s * x[j] - a;
            j -= by;
        }
        s
    }
}

program! {
    steps_that_are_the_index_itself, f(&[a, b, c, d, e, g, h]) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (mut s, mut i) = (x[0], 1);
        while i < x.len() {
            s += x[i] * s;
            i += i;
        }
        i = 1;
        while i + 2 < x.len() {
            s = s * x[i] + x[i + 2];
            i += i;
        }
        s
    }
}

program! {
    steps_that_are_zero, f(&[a, b, c, d]) for [a, b, c, d] in [[1.1, -0.7, 0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = [x[0], x[1], x[2]];
        let (mut i, mut j, mut s) = (1, 2, x[3]);
        for a in x {
            s += a * v[i] * s;
            v[j] *= a + s;
            i += 0;
            j -= 0;
        }
        s * v[2]
    }
}
