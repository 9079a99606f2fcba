//! What a loop read is overwritten before the way back.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    each_element_changed_after_it_was_read, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y, x * y, x - y];
        let mut s = y;
        for i in 0..4 {
            s += a[i] * a[i] * s;
            a[i] = s;
        }
        s * a[0] * a[2]
    }
}

program! {
    read_in_one_loop_and_overwritten_in_the_next, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y, x * y];
        let mut s = x;
        for i in 0..3 {
            s *= a[i];
        }
        for i in 0..3 {
            a[i] = s * WEIGHTS[i];
        }
        s + a[0] * a[1] * a[2]
    }
}

program! {
    read_in_a_loop_and_replaced_whole, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y, x * y];
        let mut s = y;
        for i in 0..3 {
            s += a[i] * a[(i + 1) % 3];
        }
        a = [s, s * x, y];
        for v in &a {
            s += *v * *v;
        }
        s
    }
}

program! {
    replaced_whole_in_some_iterations, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y];
        let mut s = x;
        for i in 0..6 {
            s = s * a[0] + a[1] * WEIGHTS[i];
            if i % 3 == 1 {
                a = [a[1] * x, s];
            }
        }
        s * a[0]
    }
}

program! {
    filled_after_it_was_read, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut a = [x[0], x[1], x[2]];
        let mut s = x[0];
        for i in 0..4 {
            for v in &a {
                s = s * *v * 0.5 + x[1];
            }
            a[i % 2..].fill(s);
            a[0] += x[2];
        }
        s
    }
}

program! {
    copied_over_after_it_was_read, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut a = [x[3], x[2]];
        let mut s = x[0];
        for i in 0..3 {
            s += a[0] * a[1] * s;
            a.copy_from_slice(&x[i..i + 2]);
            a[0] *= s;
        }
        s * a[0]
    }
}

program! {
    a_variable_of_the_loop_overwritten_after_it, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut c = x * y;
        let mut s = y;
        for i in 0..4 {
            s += s * c * WEIGHTS[i];
        }
        c = s * x;
        c * s
    }
}

program! {
    a_variable_overwritten_in_every_second_iteration, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut c = x;
        let mut s = y;
        for i in 0..7 {
            s += c * s * WEIGHTS[i];
            if i % 2 == 0 {
                c = c * y + 0.5;
            }
        }
        s
    }
}

program! {
    an_element_overwritten_twice_in_an_iteration, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y, 0.5 * x];
        for i in 0..5 {
            let k = i % 3;
            a[k] *= a[(k + 1) % 3];
            a[(k + 2) % 3] += a[k] * a[k];
            a[k] = a[k].sin() * a[k] + WEIGHTS[i];
        }
        a[0] * a[1] * a[2]
    }
}

program! {
    an_element_set_to_zero_once_it_was_read, f(&mut [x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        let mut s = x[2];
        for i in 0..x.len() {
            s = s * x[i] + x[i];
            x[i] = f64::from(0.0);
        }
        for v in x.iter() {
            s += *v * s;
        }
        s
    }
}

program! {
    a_mutable_parameter_read_and_then_overwritten, f(&mut [x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        let mut s = x[0];
        for v in x.iter() {
            s = s * *v + 0.25;
        }
        for (i, v) in x.iter_mut().enumerate() {
            *v = s * WEIGHTS[i];
        }
        for v in x.iter() {
            s *= *v;
        }
        s
    }
}

program! {
    an_array_parameter_that_is_changed, f([x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(mut a: [f64; 3]) -> f64 {
        let mut s = a[1];
        for i in 0..6 {
            s = s * a[i % 3] + a[2];
            a[(i + 1) % 3] -= s * 0.1;
        }
        s * a[0]
    }
}

program! {
    overwritten_in_one_arm_only, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, -1.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y, x + y];
        let mut s = x;
        for i in 0..6 {
            let k = i % 3;
            s = s * a[k] + WEIGHTS[i];
            if s > 0.5 {
                a[k] = s.ln();
            } else if s < -0.5 {
                a[(k + 1) % 3] *= s;
            }
        }
        s + a[0] * a[1] * a[2]
    }
}

program! {
    overwritten_by_a_while_loop, f(x, y) for [x, y] in [[1.1, 0.7], [3.0, 0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y, x * y];
        let mut s = x;
        for v in &a {
            s = s * *v + y;
        }
        let mut k = 0;
        while a[0] < 20.0 && k < 6 {
            a[0] = a[0] * a[0] + s;
            a[1] = a[0] * 0.5;
            k += 1;
        }
        s * a[1] + a[2]
    }
}

program! {
    overwritten_by_the_inner_loop, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y, x * y, y - x];
        let mut s = y;
        for i in 0..4 {
            let read = a[i];
            for j in i..4 {
                a[j] = a[j] * read + WEIGHTS[j];
            }
            s = s * read + a[3];
        }
        s
    }
}

program! {
    products_in_place, f([x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates,
        gives [1.0 + y + y * z + y * z * w, x + x * z + x * z * w, x * y + x * y * w, x * y * z];
    #[grad]
    pub(crate) fn f(v: [f64; 4]) -> f64 {
        let mut a = v;
        for i in 1..4 {
            a[i] *= a[i - 1];
        }
        let mut s = 0.0;
        for p in a {
            s += p;
        }
        s
    }
}

program! {
    reversed_in_place, f([x, y, z, w, v]) for [x, y, z, w, v] in [[1.1, 0.7, -0.4, 2.0, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: [f64; 5]) -> f64 {
        let mut a = x;
        let mut s = x[0];
        for i in 0..2 {
            s = s * a[i] + a[4 - i];
            a.swap(i, 4 - i);
            s += a[i] * a[i];
        }
        for i in 0..5 {
            s += s * a[i] * WEIGHTS[i];
        }
        s
    }
}

program! {
    rotated_one_place_each_turn, f([x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: [f64; 4]) -> f64 {
        let mut a = x;
        let mut s = x[3];
        for _ in 0..6 {
            let first = a[0];
            for i in 0..3 {
                a[i] = a[i + 1];
            }
            a[3] = first * 0.9;
            s = s * a[0] + a[1].cos();
        }
        s
    }
}

program! {
    two_buffers_swapped, f([x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: [f64; 3]) -> f64 {
        let mut now = x;
        let mut next = [f64::from(0.0); 3];
        for _ in 0..4 {
            for i in 0..3 {
                next[i] = now[i] * now[(i + 1) % 3] + x[(i + 2) % 3];
            }
            std::mem::swap(&mut now, &mut next);
        }
        now[0] * now[1] - next[2]
    }
}

program! {
    a_row_copied_onto_another, f([[x, y], [z, w]]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(m: [[f64; 2]; 2]) -> f64 {
        let mut a = [m[0], m[1], m[0]];
        let mut s = m[0][0];
        for i in 0..5 {
            let from = i % 3;
            s = s * a[from][0] + a[from][1];
            a[(i + 1) % 3] = a[from];
            a[from][1] *= s;
        }
        s * a[0][1] * a[2][1]
    }
}

program! {
    a_field_of_a_tuple_overwritten, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut p = (x, y);
        let mut s = x;
        for i in 0..5 {
            s = s * p.0 + p.1 * p.1;
            p.0 = p.1 * WEIGHTS[i];
            p.1 = s.sin();
        }
        s * p.0
    }
}

program! {
    through_a_reference_to_another_element, f([x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: [f64; 3]) -> f64 {
        let mut a = x;
        let mut s = x[0];
        for i in 0..6 {
            let before = a[i % 3] * a[(i + 1) % 3];
            let r = &mut a[(i * 2) % 3];
            *r = *r * before + WEIGHTS[i];
            s = s * before + *r;
        }
        s
    }
}

program! {
    accumulated_into_and_multiplied_in_turn, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut a = [f64::from(1.0), f64::from(0.5)];
        for i in 0..6 {
            if i % 2 == 0 {
                a[0] += x[i % 3] * a[1];
            } else {
                a[0] *= x[i % 3];
                a[1] -= a[0];
            }
        }
        a[0] * a[1]
    }
}
