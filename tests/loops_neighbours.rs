//! Loops at neighbouring elements, whose reverse sweeps carry along what several iterations add to one element: gradients,
//! tangents and second derivatives.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    two_neighbours, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * 0.0;
        for i in 0..x.len() - 1 {
            let (a, b) = (1.0 - x[i], x[i + 1] - x[i] * x[i]);
            s += a * a + 100.0 * b * b;
        }
        s
    }
}

program! {
    neighbours_before_and_behind, f([x, y, z, w, v]) for [x, y, z, w, v] in [[1.1, 0.7, -0.4, 2.0, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: [f64; 5]) -> f64 {
        let mut s = x[0] * 0.0;
        let n = x.len();
        for i in 2..n - 1 {
            let bend = x[i - 2] * x[i] - 2.0 * x[i - 1] * x[i - 1] + x[i + 1].sin();
            s += bend * bend * x[i + 1];
        }
        s
    }
}

program! {
    a_gap_between_neighbours, f(&[x, y, z, w, v, u]) for [x, y, z, w, v, u] in [[1.1, 0.7, -0.4, 2.0, 0.3, 1.7]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * 0.0;
        for i in 0..x.len() - 3 {
            s += x[i] * x[i + 3] * x[i + 3];
        }
        s
    }
}

program! {
    no_iteration_at_all, f(&[x]) for [x] in [[1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * x[0];
        for i in 0..x.len() - 1 {
            s += x[i] * x[i + 1];
        }
        s
    }
}

program! {
    windows_of_three, f(&[x, y, z, w, v]) for [x, y, z, w, v] in [[1.1, 0.7, -0.4, 2.0, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * 0.0;
        for w in x.windows(3) {
            let bend = w[0] - 2.0 * w[1] * w[1] + w[2];
            s += bend * bend * w[1];
        }
        s
    }
}

program! {
    windows_that_overwrite_another, f([x, y, z, w], [u, v, p, q]) for [x, y, z, w, u, v, p, q] in
        [[1.1, 0.7, -0.4, 2.0, 0.3, 1.7, 0.2, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: [f64; 4], mut y: [f64; 4]) -> f64 {
        for i in 1..3 {
            y[i] = y[i] * (x[i - 1] + x[i] * x[i + 1]);
        }
        for i in 0..3 {
            y[i + 1] += y[i] * x[i];
        }
        y[0] * y[1] + y[2] * y[3]
    }
}

program! {
    sums_of_neighbours_in_a_buffer, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let n = x.len();
        let mut out = vec![x[0] * 0.0; n];
        for _ in 0..2 {
            for i in 1..n - 1 {
                out[i] = x[i - 1] * out[i] + x[i] * x[i] - x[i + 1];
            }
        }
        out[1] * out[2]
    }
}

program! {
    a_break_among_neighbours, f(&[x, y, z, w, v]) for [x, y, z, w, v] in
        [[1.1, 0.7, -0.4, 2.0, 0.3], [1.1, 0.7, 0.4, 2.0, 0.3], [-1.1, 0.7, 0.4, 2.0, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * x[0];
        for i in 0..x.len() - 1 {
            s += x[i] * x[i + 1] * x[i + 1];
            if x[i] < 0.0 {
                break;
            }
            s *= 1.5;
        }
        s
    }
}

program! {
    a_return_among_neighbours, f(&[x, y, z, w, v]) for [x, y, z, w, v] in
        [[1.1, 0.7, -0.4, 2.0, 0.3], [1.1, 0.7, 0.4, 2.0, 0.3], [-1.1, 0.7, 0.4, 2.0, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * x[0];
        for i in 0..x.len() - 1 {
            if x[i] < 0.0 {
                return s * x[i];
            }
            s += x[i] * x[i + 1] * x[i + 1];
        }
        s
    }
}

program! {
    some_iterations_left_out, f(&[x, y, z, w, v]) for [x, y, z, w, v] in [[1.1, 0.7, -0.4, 2.0, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * x[0];
        for i in 0..x.len() - 1 {
            s += x[i] * x[i + 1];
            if x[i] < 0.5 {
                continue;
            }
            s += x[i + 1] * x[i + 1] * x[i];
        }
        s
    }
}

program! {
    neighbours_backwards_and_by_two, f(&[x, y, z, w, v]) for [x, y, z, w, v] in [[1.1, 0.7, -0.4, 2.0, 0.3]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * x[0];
        for i in (1..x.len()).rev() {
            s += x[i] * x[i - 1] * s.sin();
        }
        for i in (0..x.len() - 1).step_by(2) {
            s += x[i] * x[i + 1] * x[i + 1];
        }
        for i in 0..=x.len() - 2 {
            s += x[i] * x[i] * x[i + 1];
        }
        s
    }
}

program! {
    rows_of_a_grid, f(&[[x, y, z], [w, v, u]]) for [x, y, z, w, v, u] in [[1.1, 0.7, -0.4, 2.0, 0.3, 1.7]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[[f64; 3]; 2]) -> f64 {
        let mut s = x[0][0] * 0.0;
        for row in 0..2 {
            for i in 0..2 {
                s += x[row][i] * x[row][i + 1] * x[1 - row][i];
            }
            for i in 0..2 {
                s += x[row][i] * x[row][i] * x[row][i + 1] / 3.0;
            }
        }
        s
    }
}

program! {
    rows_next_to_each_other, f(&[[x, y], [z, w], [v, u]]) for [x, y, z, w, v, u] in [[1.1, 0.7, -0.4, 2.0, 0.3, 1.7]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[[f64; 2]; 3]) -> f64 {
        let mut s = x[0][0] * 0.0;
        for i in 0..2 {
            s += x[i][0] * x[i + 1][1] * x[i + 1][0] + x[i][1] * x[i][1];
        }
        s
    }
}

program! {
    neighbours_through_a_call, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    fn bond(a: f64, b: f64) -> f64 {
        (a * a * b - b).sin()
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * 0.0;
        for i in 0..x.len() - 1 {
            s += bond(x[i], x[i + 1]) * x[i];
        }
        s
    }
}

program! {
    the_same_row_twice, f(&[x, y, z, w], &[u, v, p, q]) for [x, y, z, w, u, v, p, q] in
        [[1.1, 0.7, -0.4, 2.0, 0.3, 1.7, 0.2, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = x[0] * 0.0;
        for i in 0..x.len() - 1 {
            s += x[i] * y[i + 1] + x[i + 1] * y[i] * y[i] + x[i] * x[i] * x[i + 1];
            s += x[i + 1] * x[0];
        }
        s
    }
}

program! {
    a_choice_of_neighbours, f(&[x, y, z, w, v]) for [x, y, z, w, v] in [[1.1, 0.7, -0.4, 2.0, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * 0.0;
        let mut least = x[0] * 0.0 + 9.0;
        for i in 0..x.len() - 1 {
            let mut d = x[0] * 0.0;
            for j in 0..x.len() - 1 {
                let step = x[j + 1] - x[j] * x[i];
                d += step * step;
            }
            least = least.min(d * x[i]);
            s += least * d.max(x[i + 1]);
        }
        s
    }
}

program! {
    powers_and_quotients_of_one, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * 0.0;
        for v in x {
            let near = 1.0 / (v * v + 0.5);
            let third = near * near * near;
            s += third * third - -0.5 / third * v + 3.0 / near;
        }
        s
    }
}

program! {
    neighbours_of_a_state_that_moves, f(&[x, y, z, w], u) for [x, y, z, w, u] in [[1.1, 0.7, -0.4, 2.0, 0.3]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(start: &[f64], h: f64) -> f64 {
        let mut x = start.to_vec();
        for _ in 0..3 {
            let old = x.clone();
            for i in 1..x.len() - 1 {
                x[i] = old[i] + h * (old[i - 1] - 2.0 * old[i] + old[i + 1]) * old[i];
            }
        }
        x[1] * x[2]
    }
}

program! {
    parts_that_start_at_the_counter, f(&[x, y, z, w, v]) for [x, y, z, w, v] in [[1.1, 0.7, -0.4, 2.0, 0.3]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * 0.0;
        for i in 0..x.len() - 2 {
            let part = &x[i..i + 3];
            s += part[0] * part[1] * part[1] - part[2].cos() * part[0];
        }
        s
    }
}

#[grad(jvp, hvp, hessian)]
fn smooth(x: &[f64], by: f64) -> f64 {
    let mut s = 0.0;
    for i in 1..x.len() - 1 {
        let bend = x[i - 1] - by * x[i] * x[i] + x[i + 1];
        s += bend * bend / (1.0 + x[i] * x[i]);
    }
    s
}

mod plain {
    use super::*;

    #[grad(jvp, hvp, hessian, __nothing_cheaper)]
    pub(super) fn smooth(x: &[f64], by: f64) -> f64 {
        let mut s = 0.0;
        for i in 1..x.len() - 1 {
            let bend = x[i - 1] - by * x[i] * x[i] + x[i + 1];
            s += bend * bend / (1.0 + x[i] * x[i]);
        }
        s
    }
}

/// Sums are added in another order, which rounds differently.
#[test]
fn the_same_without_the_cheaper_forms() {
    let x: Vec<f64> = (0..40).map(|i| f64::from(i * 7 % 11) * 0.2 - 0.9).collect();
    let along: Vec<f64> = (0..40).map(|i| f64::from(i * 5 % 7) * 0.3 - 0.8).collect();
    let (gradient, product) = smooth_hvp(&x, 2.5, &along, 0.7);
    let (plain_gradient, plain_product) = plain::smooth_hvp(&x, 2.5, &along, 0.7);
    common::assert_close("gradient", &gradient.0, &plain_gradient.0, common::ROUNDING);
    common::assert_close("product", &product.0, &plain_product.0, common::ROUNDING);
    assert_eq!(smooth_jvp(&x, 2.5, &along, 0.7).0, plain::smooth_jvp(&x, 2.5, &along, 0.7).0);
    let (hessian, plain) = (smooth_hessian(&x, 2.5), plain::smooth_hessian(&x, 2.5));
    for (row, plain) in hessian.iter().zip(&plain) {
        common::assert_close("Hessian", row, plain, common::ROUNDING);
    }
}
