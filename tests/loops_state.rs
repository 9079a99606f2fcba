//! What one iteration hands to the next.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    a_value_read_one_iteration_late, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut before = y;
        let mut now = x;
        let mut s = x;
        for i in 0..6 {
            s += before * now;
            before = now;
            now = now * y + WEIGHTS[i];
        }
        s
    }
}

program! {
    the_product_of_an_overwritten_variable, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = x;
        let mut p = y;
        for i in 0..5 {
            p *= a;
            a = a * a - WEIGHTS[i] * y;
            p *= a;
        }
        p
    }
}

program! {
    a_divisor_declared_in_the_loop, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..5 {
            let d = 2.0 + s * s * y;
            s = (x + WEIGHTS[i]) / d + s / (d * d);
        }
        s
    }
}

program! {
    state_carried_crosswise, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (mut a, mut b) = (x, y);
        for i in 0..6 {
            let t = a * b;
            a = b.sin() + WEIGHTS[i];
            b = t + a * x;
        }
        a * b
    }
}

program! {
    a_swap_through_a_temporary, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = x;
        let mut b = y * y;
        for i in 0..5 {
            let t = a;
            a = b;
            b = t;
            a = a * WEIGHTS[i] + b * b;
        }
        a - b * x
    }
}

program! {
    a_swap_by_destructuring, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = x;
        let mut b = y;
        for _ in 0..5 {
            (a, b) = (b, a * b);
        }
        a * b
    }
}

program! {
    fibonacci_of_products, f(x, y, 7) for [x, y] in [[1.1, 0.7]], allocates,
        gives [13.0 * x.powi(12) * y.powi(21), 21.0 * x.powi(13) * y.powi(20)];
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: usize) -> f64 {
        let mut a = x;
        let mut b = y;
        for _ in 0..n {
            let next = a * b;
            a = b;
            b = next;
        }
        b
    }
}

program! {
    a_running_maximum, f([x, y, z, w]) for [x, y, z, w] in [[1.0, 4.0, 2.0, 9.0], [5.0, 4.0, 6.0, 1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: [f64; 4]) -> f64 {
        let mut most = v[0];
        let mut s = most;
        for i in 1..4 {
            if v[i] > most {
                most = v[i];
            }
            s += most * v[i];
        }
        s * most
    }
}

program! {
    a_running_maximum_by_method, f([x, y, z, w]) for [x, y, z, w] in [[1.0, 4.0, 2.0, 9.0], [5.0, 4.0, 6.0, 1.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(v: [f64; 4]) -> f64 {
        let mut most = v[0];
        let mut least = v[0];
        for i in 1..4 {
            most = most.max(v[i]);
            least = v[i].min(least);
        }
        (most - least) * most.ln()
    }
}

program! {
    declared_outside_and_assigned_inside, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut last;
        let mut s = x;
        let mut i = 0;
        loop {
            last = s * y;
            s = last * last + WEIGHTS[i];
            i += 1;
            if i == 4 {
                break;
            }
        }
        last * s
    }
}

program! {
    shadowed_in_the_body, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..4 {
            let x = s * y;
            let y = x.sin() + WEIGHTS[i];
            let x = x * y;
            s += x * y;
        }
        s * x * y
    }
}

program! {
    reset_in_every_iteration, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut t = x;
        let mut s = y;
        for i in 0..4 {
            t = y;
            for j in 0..3 {
                t *= x + WEIGHTS[j];
            }
            s += t * s * WEIGHTS[i];
        }
        s + t
    }
}

program! {
    set_to_a_constant_in_some_iterations, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..7 {
            if i == 2 {
                s = f64::from(0.25);
            }
            s = s * y + s * s * x;
        }
        s
    }
}

program! {
    the_last_iteration_alone_counts, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..5 {
            s = y * y * WEIGHTS[i] + x.cos();
        }
        s
    }
}

program! {
    active_only_after_the_second_iteration, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = f64::from(1.5);
        let mut b = f64::from(0.5);
        let mut c = f64::from(2.0);
        for i in 0..5 {
            a = a * b + WEIGHTS[i];
            b = b * c;
            c = c * x + y;
        }
        a
    }
}

program! {
    two_sums_and_a_product, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut sum = x;
        let mut squares = y;
        let mut product = x;
        for i in 0..6 {
            let v = WEIGHTS[i] * x + y;
            sum += v;
            squares += v * v;
            product *= v;
        }
        squares / sum + product
    }
}

program! {
    a_counter_of_the_users_own, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        let mut i = 0;
        while i < 8 {
            s = s * y + WEIGHTS[i];
            i += if s > 0.5 { 1 } else { 2 };
            s *= x;
        }
        s
    }
}

program! {
    a_trip_count_from_a_differentiated_value, f(x, y) for [x, y] in [[3.4, 0.7], [6.2, 0.7], [0.2, 0.7]],
        allocates, gives [x.floor() * 2.0 * x * y, x.floor() * x * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let n = x as usize;
        let mut s = 0.0;
        for _ in 0..n {
            s += x * x * y;
        }
        s
    }
}

program! {
    horner_and_its_own_derivative, f(x) for [x] in [[1.3], [-0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let mut p = f64::from(0.0);
        let mut d = f64::from(0.0);
        for i in 0..8 {
            d = d * x + p;
            p = p * x + WEIGHTS[i];
        }
        p * d
    }
}

program! {
    an_euler_step_loop, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let h = 0.01;
        let (mut p, mut v) = (x, y);
        for _ in 0..100 {
            let force = -p.sin() - v * 0.1 * y;
            p += v * h;
            v += force * h;
        }
        p * p + v * v
    }
}

program! {
    the_log_sum_of_a_recurrence, f(x) for [x] in [[3.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let mut m = f64::from(0.4);
        let mut s = f64::from(0.0);
        for _ in 0..12 {
            m = x * m * (1.0 - m);
            s += m.abs().ln();
        }
        s
    }
}
