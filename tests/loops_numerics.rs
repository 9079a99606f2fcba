//! More numerical programs, whole: solvers, transforms, tables.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    the_nearest_of_some_centres, f(&[a, b, c, d], &[x, y, z, w]) for [a, b, c, d, x, y, z, w] in
        [[1.1, 0.7, -0.4, 2.0, 1.0, 0.5, -1.0, 1.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(points: &[f64], centres: &[f64]) -> f64 {
        let mut total = f64::from(0.0);
        for p in points.chunks_exact(2) {
            let mut nearest = f64::from(1e9);
            for c in centres.chunks_exact(2) {
                let mut distance = f64::from(0.0);
                for k in 0..2 {
                    let difference = p[k] - c[k];
                    distance += difference * difference;
                }
                if distance < nearest {
                    nearest = distance;
                }
            }
            total += nearest.sqrt();
        }
        total
    }
}

program! {
    forces_between_pairs, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let n = x.len();
        let mut force = vec![f64::from(0.0); n];
        for i in 0..n {
            for j in i + 1..n {
                let d = x[i] - x[j];
                let by = d / (1.0 + d * d);
                force[i] += by;
                force[j] -= by;
            }
        }
        let mut s = f64::from(0.0);
        for (k, v) in force.iter().enumerate() {
            s += *v * *v * x[k];
        }
        s
    }
}

program! {
    a_tridiagonal_solve, f(&[a, b, c], &[x, y, z]) for [a, b, c, x, y, z] in [[0.5, -0.25, 0.75, 1.1, 0.7, -0.4]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(beside: &[f64], right: &[f64]) -> f64 {
        let n = right.len();
        let mut upper = vec![f64::from(0.0); n];
        let mut x = vec![f64::from(0.0); n];
        for i in 0..n {
            let pivot = if i == 0 { beside[0] + 3.0 } else { 3.0 - beside[i] * upper[i - 1] };
            upper[i] = beside[i] / pivot;
            let before = if i == 0 { right[0] * 0.0 } else { x[i - 1] * beside[i] };
            x[i] = (right[i] - before) / pivot;
        }
        for i in (0..n - 1).rev() {
            let after = x[i + 1];
            x[i] -= upper[i] * after;
        }
        x[0] * x[1] + x[2]
    }
}

program! {
    a_power_iteration, f([[x, y], [z, w]]) for [x, y, z, w] in [[2.1, 0.7, 0.4, 1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(m: [[f64; 2]; 2]) -> f64 {
        let mut v = [f64::from(1.0), f64::from(0.5)];
        let mut norm = f64::from(1.0);
        for _ in 0..6 {
            let mut next = [f64::from(0.0); 2];
            for i in 0..2 {
                for j in 0..2 {
                    next[i] += m[i][j] * v[j];
                }
            }
            norm = (next[0] * next[0] + next[1] * next[1]).sqrt();
            for i in 0..2 {
                v[i] = next[i] / norm;
            }
        }
        norm * v[0]
    }
}

program! {
    a_batch_normalised, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut mean = f64::from(0.0);
        for v in x {
            mean += *v * 0.25;
        }
        let mut variance = f64::from(1e-3);
        for v in x {
            let d = *v - mean;
            variance += d * d * 0.25;
        }
        let scale = 1.0 / variance.sqrt();
        let mut s = f64::from(0.0);
        for (i, v) in x.iter().enumerate() {
            let out = (*v - mean) * scale;
            s += out * out * out * WEIGHTS[i];
        }
        s
    }
}

program! {
    a_sorting_network, f([x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0], [4.0, 3.0, 2.0, 1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: [f64; 4]) -> f64 {
        let mut a = x;
        for (i, j) in [(0, 1), (2, 3), (0, 2), (1, 3), (1, 2)] {
            let (p, q) = (a[i], a[j]);
            a[i] = p.min(q);
            a[j] = p.max(q);
        }
        let mut s = f64::from(0.0);
        for i in 0..4 {
            s += a[i] * a[i] * WEIGHTS[i] + a[i] * a[0];
        }
        s
    }
}

program! {
    coefficients_of_a_product, f(&[a, b, c], &[x, y]) for [a, b, c, x, y] in [[0.5, -0.25, 0.75, 1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(p: &[f64], q: &[f64]) -> f64 {
        let mut out = vec![f64::from(0.0); p.len() + q.len() - 1];
        for (i, a) in p.iter().enumerate() {
            for (j, b) in q.iter().enumerate() {
                out[i + j] += *a * *b;
            }
        }
        let mut s = f64::from(1.0);
        for v in out.iter().rev() {
            s = s * 0.9 + *v * *v;
        }
        s
    }
}

program! {
    a_calculator_with_a_stack, f(&[x, y, z], "ab*c+a*") for [x, y, z] in [[1.1, 0.7, -0.4]], allocates,
        gives [2.0 * x * y + z, x * x, x];
    #[grad]
    pub(crate) fn f(x: &[f64], program: &str) -> f64 {
        let mut stack = [0.0; 4];
        let mut top = 0;
        for code in program.bytes() {
            match code {
                b'a'..=b'c' => {
                    stack[top] = x[usize::from(code - b'a')];
                    top += 1;
                }
                b'*' => {
                    top -= 1;
                    stack[top - 1] *= stack[top];
                }
                _ => {
                    top -= 1;
                    stack[top - 1] += stack[top];
                }
            }
        }
        stack[0]
    }
}

program! {
    a_fourier_transform_by_loops, f(&[a, b, c, d]) for [a, b, c, d] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        // In place, real and imaginary parts apart, the order reversed bit by bit.
        let mut re = [x[0], x[2], x[1], x[3]];
        let mut im = [f64::from(0.0); 4];
        let mut half = 1;
        while half < 4 {
            for start in (0..4).step_by(2 * half) {
                for k in 0..half {
                    let (cos, sin) = if k == 0 { (1.0, 0.0) } else { (0.0, -1.0) };
                    let (p, q) = (start + k, start + k + half);
                    let (u, v) = (re[q] * cos - im[q] * sin, re[q] * sin + im[q] * cos);
                    (re[p], re[q]) = (re[p] + u, re[p] - u);
                    (im[p], im[q]) = (im[p] + v, im[p] - v);
                }
            }
            half *= 2;
        }
        let mut s = f64::from(0.0);
        for i in 0..4 {
            s += WEIGHTS[i] * (re[i] * re[i] + im[i] * im[i]) * x[i];
        }
        s
    }
}

program! {
    steps_of_adaptive_length, f(x, y) for [x, y] in [[1.1, 0.7], [0.3, 2.0]], allocates, dual;
    #[grad]
    fn slope(t: f64, y: f64) -> f64 { y.cos() * t + 0.1 * y }
    #[grad]
    pub(crate) fn f(start: f64, scale: f64) -> f64 {
        let mut y = start;
        let mut t = scale * 0.1;
        let mut h = f64::from(0.25);
        while t < 2.0 {
            let k = slope(t, y);
            let coarse = y + h * k;
            let fine = y + h * 0.5 * (k + slope(t + h, coarse));
            let error = (fine - coarse).abs();
            if error > 0.02 && h > 0.03 {
                h *= 0.5;
                continue;
            }
            t += h;
            y = fine;
            if error < 0.005 {
                h = h * 1.5 * scale;
            }
        }
        y * t
    }
}

program! {
    an_edit_distance_with_soft_choices, f(&[x, y, z], &[u, v]) for [x, y, z, u, v] in [[1.1, 0.7, -0.4, 0.9, -0.2]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(a: &[f64], b: &[f64]) -> f64 {
        let mut row = [f64::from(0.0), f64::from(1.0), f64::from(2.0)];
        let mut next = [f64::from(0.0); 3];
        for i in 0..a.len() {
            next[0] = row[0] + 1.0;
            for j in 0..b.len() {
                let d = a[i] - b[j];
                let (change, drop, add) = (row[j] + d * d, row[j + 1] + 1.0, next[j] + 1.0);
                let soft = (-change).exp() + (-drop).exp() + (-add).exp();
                next[j + 1] = -soft.ln();
            }
            std::mem::swap(&mut row, &mut next);
        }
        row[2]
    }
}

program! {
    a_stencil_between_two_buffers, f(&mut [x, y, z, w, v]) for [x, y, z, w, v] in [[1.1, 0.7, -0.4, 2.0, 0.3]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(u: &mut [f64]) -> f64 {
        let n = u.len();
        let mut next = vec![f64::from(0.0); n];
        for _ in 0..3 {
            for i in 1..n - 1 {
                let flux = u[i + 1] - 2.0 * u[i] + u[i - 1];
                next[i] = u[i] + 0.2 * u[i] * flux;
            }
            next[0] = next[1];
            next[n - 1] = next[n - 2];
            u.copy_from_slice(&next);
        }
        u[0] * u[2] + u[3]
    }
}
