//! Iterations that depend on each other through a few numbers: the reverse sweep runs each once more from these.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    the_equations_of_lorenz, f([a, b, c], [x, y, z], 5) for [a, b, c, x, y, z] in [[10.0, 28.0, 2.5, 1.0, 0.5, 0.25], [1.0, 2.0, 3.0, 0.5, 0.25, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(p: [f64; 3], s: [f64; 3], n: usize) -> f64 {
        let mut y = s;
        for _ in 0..n {
            let d = [p[0] * (y[1] - y[0]), y[0] * (p[1] - y[2]) - y[1], y[0] * y[1] - p[2] * y[2]];
            for i in 0..3 {
                y[i] += 0.01 * d[i];
            }
        }
        y[0] * y[1] + y[2]
    }
}

program! {
    a_scratch_array_that_is_no_state, f([a, b, c, d], 4) for [a, b, c, d] in [[1.0, 0.5, 0.25, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(s: [f64; 4], n: usize) -> f64 {
        let mut y = s;
        let mut change = [f64::from(0.0); 4];
        for _ in 0..n {
            for i in 0..4 {
                change[i] = y[i] * (y[(i + 1) % 4] - y[(i + 3) % 4]);
            }
            for i in 0..4 {
                y[i] += 0.1 * change[i];
            }
        }
        y[0] * y[3] + change[1]
    }
}

program! {
    a_scratch_array_read_before_it_is_written, f([a, b, c], 4) for [a, b, c] in [[1.0, 0.5, 0.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(s: [f64; 3], n: usize) -> f64 {
        let mut y = s;
        let mut old = [f64::from(0.5), f64::from(1.5), f64::from(-0.5)];
        for _ in 0..n {
            for i in 0..3 {
                y[i] += 0.125 * old[i] * y[(i + 1) % 3] * old[2 - i];
            }
            for i in 0..3 {
                old[i] = y[i] * old[i];
            }
        }
        y[0] * y[1] * y[2]
    }
}

program! {
    a_state_and_sums_beside_it, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (mut q, mut p) = (x, y);
        let (mut energy, mut work) = (f64::from(0.0), x);
        for i in 0..7 {
            let force = -q * q * q + WEIGHTS[i] * p;
            energy += q * q * p;
            p += 0.125 * force * x;
            q += 0.125 * p * q;
            work -= force * p;
        }
        energy * work + q * p
    }
}

program! {
    a_sum_that_the_state_reads_is_state, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut q = x;
        let mut s = y;
        for i in 0..7 {
            s += q * q * WEIGHTS[i];
            let a = s * q * 0.25;
            let b = a * s - q * y;
            q = b * a * 0.5 + q;
        }
        s * q
    }
}

program! {
    branches_on_the_state, f(x, y) for [x, y] in [[1.1, 0.7], [-0.5, 2.0], [0.25, -1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = [x, y, x * y];
        for i in 0..8 {
            if s[0] > s[1] {
                s[2] = s[0] * s[1] + WEIGHTS[i];
                s[0] = s[2] * s[1] * 0.25;
            } else if s[2] < 0.0 {
                s[1] = s[2] * s[0] * s[1] * 0.125;
            } else {
                s[0] += s[1] * s[2] * s[2];
            }
            s[1] = s[1] * 0.5 - s[0] * s[2] * 0.25;
            if s[0].abs() > 2.0 {
                s[0] /= s[0] * s[0];
            }
        }
        s[0] * s[1] - s[2]
    }
}

program! {
    iterations_that_end_early, f(x, y) for [x, y] in [[1.1, 0.7], [-0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = [x, y];
        let mut t = x;
        for i in 0..8 {
            t = t * s[0] * 0.5 + y;
            if i % 3 == 1 {
                continue;
            }
            s[0] = s[0] * s[1] * t + WEIGHTS[i] * 0.25;
            if s[0] < 0.0 {
                s[0] = -s[0] * t;
                continue;
            }
            s[1] = s[1] * t * s[0] * 0.125 - x;
        }
        s[0] * t + s[1]
    }
}

program! {
    the_state_is_read_and_changed_after_the_loop, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = [x, y];
        for _ in 0..5 {
            s = [s[1] * s[0] + x, s[0] * 0.5 - s[1] * s[1] * y];
        }
        let product = s[0] * s[1];
        s[0] = s[1] * product;
        for _ in 0..4 {
            s = [s[1] * s[0] * 0.25, s[0] * s[0] - s[1] * product];
        }
        s[0] * s[1] + product
    }
}

program! {
    a_parameter_is_the_state, f([x, y], k) for [x, y, k] in [[1.1, 0.7, 0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(mut s: [f64; 2], mut k: f64) -> f64 {
        for _ in 0..6 {
            s = [s[1] * k, s[0] - s[1] * s[0] * k];
            k = k * s[0] + 0.25 * k * k;
        }
        s[0] + s[1] * k
    }
}

program! {
    a_tuple_is_the_state, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = (x, [y, x * y]);
        for i in 0..6 {
            s.0 = s.0 * s.1[0] * 0.5 + WEIGHTS[i];
            s.1 = [s.1[1] * s.0 * 0.25, s.1[0] * s.0 * s.1[1] - y];
        }
        s.0 * s.1[0] + s.1[1]
    }
}

program! {
    nests_over_a_matrix, f([[a, b], [c, d]], 3) for [a, b, c, d] in [[0.5, 0.75, -0.25, 1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(s: [[f64; 2]; 2], n: usize) -> f64 {
        let mut power = s;
        for step in 0..n {
            let mut next = [[f64::from(0.0); 2]; 2];
            for i in 0..2 {
                for j in 0..2 {
                    for k in 0..2 {
                        next[i][j] += power[i][k] * power[k][j];
                    }
                    next[i][j] += s[j][i] * WEIGHTS[step];
                }
            }
            power = next;
        }
        power[0][0] * power[1][1] - power[0][1] * power[1][0]
    }
}

program! {
    inside_a_loop_that_keeps_a_record, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut total = x;
        let mut start = y;
        for i in 0..4 {
            let mut s = [start, total * 0.5];
            for _ in 0..(i + 2) {
                s = [s[0] * s[1] * 0.5 + x, s[1] - s[0] * s[1] * s[1] * 0.125];
            }
            total += s[0] * s[1];
            if total > 4.0 {
                total *= 0.25;
            }
            start = s[0] * total * 0.125;
        }
        total * start
    }
}

program! {
    around_a_loop_that_is_left, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = [x, y];
        for i in 0..5 {
            for j in 0..6 {
                s[0] = s[0] * s[1] * 0.75 + WEIGHTS[j];
                if s[0] > 1.0 {
                    s[0] = s[0].recip() * s[1];
                    break;
                }
                s[1] += s[0] * s[1] * 0.125;
            }
            s[1] = s[1] * s[0] * WEIGHTS[i] * 0.25 + y;
        }
        s[0] - s[1]
    }
}

program! {
    backwards_and_in_steps, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = [x, y, f64::from(1.0)];
        for i in (0..8).rev() {
            let w = WEIGHTS[i] * 0.125;
            s = [s[1] * s[2] * w + x, s[0] * s[2] - w * s[1], s[0] * s[1] * s[2] * w];
        }
        for i in (1..8).step_by(3) {
            s = [s[2] * s[1] + WEIGHTS[i], s[0] * s[0] * 0.25, s[1] * s[2] * s[0] * y];
        }
        s[0] + s[1] * s[2]
    }
}

/// A state of a length that is a parameter, of any float.
#[grad]
fn relaxed<T: autodiff::Real, const N: usize>(start: [T; N], rate: T, steps: usize) -> T {
    let mut y = start;
    for _ in 0..steps {
        let first = y[0];
        for i in 1..N {
            y[i - 1] += rate * y[i] * (y[i - 1] - first * y[i]);
        }
    }
    let mut sum = T::from_f64(0.0);
    for e in y {
        sum += e * e;
    }
    sum
}

#[test]
fn a_state_of_any_length() {
    let (start, rate) = ([0.5, -0.25, 1.25, 0.75], 0.125);
    let (dstart, drate) = relaxed_grad(start, rate, 6);
    // Central differences of a polynomial of size 1: 1e-6 squared is below what the difference cancels, 1e-10.
    let central = |along: &dyn Fn(f64) -> f64| (along(1e-6) - along(-1e-6)) / 2e-6;
    for (i, got) in dstart.iter().enumerate() {
        let want = central(&|h| {
            let mut moved = start;
            moved[i] += h;
            relaxed(moved, rate, 6)
        });
        assert!((got - want).abs() < 1e-8, "{i}: {got} is not {want}");
    }
    let want = central(&|h| relaxed(start, rate + h, 6));
    assert!((drate - want).abs() < 1e-8, "{drate} is not {want}");
    // In `f32` the same to its rounding.
    let (single, _) = relaxed_grad(start.map(|x| x as f32), rate as f32, 6);
    assert!(single.iter().zip(dstart).all(|(a, b)| (f64::from(*a) - b).abs() < 1e-5), "{single:?}");
}
