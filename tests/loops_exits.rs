//! `break`, `continue` and `return` from every depth.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    a_loop_with_a_value, f(x, y) for [x, y] in [[1.1, 0.7], [5.0, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = x;
        let root = loop {
            a = a * a * y + 1.0;
            if a > 100.0 {
                break a.ln() * x;
            }
            if a * y > 60.0 {
                break a * y;
            }
        };
        root * root + a
    }
}

program! {
    a_loop_whose_value_is_a_tuple, f(x, y) for [x, y] in [[1.1, 0.7], [5.0, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut k = 0;
        let (p, q) = loop {
            if k == 4 {
                break (x * y, y);
            }
            if x * WEIGHTS[k] > 8.0 {
                break (y * y, x.sin());
            }
            k += 1;
        };
        p * q + q
    }
}

program! {
    continue_as_the_last_statement, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..5 {
            s = s * y + WEIGHTS[i] * x;
            continue;
        }
        s
    }
}

program! {
    continue_from_the_middle, f(x, y) for [x, y] in [[1.1, 0.7], [-1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..7 {
            let t = s * WEIGHTS[i];
            if t < 0.0 {
                s *= 1.5 * y;
                continue;
            }
            s += t * t * x;
            if i % 3 == 1 {
                continue;
            } else {
                s -= t.sin();
            }
            s *= x;
        }
        s
    }
}

program! {
    continue_and_break_in_the_arms_of_a_match, f(x, y) for [x, y] in [[1.1, 0.7], [2.5, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..8 {
            let factor = match i {
                0 => x,
                2 | 3 => continue,
                4 if s * s > 40.0 => break,
                5..=6 => {
                    s -= y;
                    s * y
                }
                _ => y * 0.5,
            };
            s = s * factor + WEIGHTS[i];
        }
        s
    }
}

program! {
    an_inner_break_in_a_nest, f(x, y) for [x, y] in [[1.1, 0.7], [0.2, 3.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..4 {
            let mut t = y;
            for j in 0..6 {
                if t > 2.0 * x {
                    break;
                }
                t = t * 1.3 + WEIGHTS[j].abs() * s * 0.1;
            }
            s += t * WEIGHTS[i];
        }
        s * s
    }
}

program! {
    labels_two_loops_out, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, 1.9], [2.2, 1.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        'rows: for i in 0..5 {
            s *= 1.1;
            'columns: for j in 0..4 {
                let t = s * y * WEIGHTS[j];
                if t > 6.0 {
                    break 'rows;
                }
                if t < -4.0 {
                    s = s.sqrt();
                    continue 'rows;
                }
                if (i + j) % 3 == 2 {
                    continue 'columns;
                }
                s += t.tanh();
            }
            s += y * y;
        }
        s * y
    }
}

program! {
    a_value_broken_out_of_two_loops, f(x, y) for [x, y] in [[1.1, 0.7], [0.1, 0.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = x + y;
        let found = 'search: loop {
            for i in 0..8 {
                let t = a * WEIGHTS[i];
                if t > 4.0 {
                    break 'search t * x;
                }
            }
            a += a * y + 0.5;
        };
        found * a
    }
}

program! {
    a_labelled_block_around_a_loop, f(x, y) for [x, y] in [[1.1, 0.7], [4.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = y;
        let v = 'found: {
            for i in 0..5 {
                s += x * WEIGHTS[i].abs();
                if s > 12.0 {
                    break 'found s * s;
                }
            }
            s.exp() * x
        };
        v * y
    }
}

program! {
    return_out_of_one_loop, f(x, y) for [x, y] in [[1.1, 0.7], [2.5, 0.7], [0.9, 0.01]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = y;
        for i in 0..6 {
            s = s * x + y;
            if s > 20.0 {
                return s * WEIGHTS[i] * x;
            }
        }
        s.sin()
    }
}

program! {
    return_out_of_three_loops, f(x, y) for [x, y] in [[1.1, 0.7], [1.9, 0.7], [0.9, 0.01]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x * y;
        for i in 0..3 {
            let mut k = 0;
            while k < 3 {
                let mut t = s;
                loop {
                    t = t * 1.5 + x * 0.1;
                    if t > 400.0 {
                        return t * y + s;
                    }
                    if t > 9.0 {
                        break;
                    }
                }
                s += t * WEIGHTS[i + k].abs() * y;
                k += 1;
            }
        }
        s * s
    }
}

program! {
    a_loop_that_only_returns, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = y;
        loop {
            s += s * x;
            if s > 30.0 {
                return s * x;
            }
        }
    }
}

program! {
    a_list_from_a_tuple_before_a_break, f(x, y) for [x, y] in [[1.0, 2.0], [0.3, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn parts(x: &[f64], q: f64) -> (f64, (Vec<f64>, f64)) {
        (x[0] * q, (vec![x[1] * q, x[0]], q))
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut state = vec![x, y];
        let mut sum = f64::from(0.0);
        loop {
            let (value, (list, q)) = parts(&state, y);
            if value < 0.1 || sum > 9.0 {
                break;
            }
            for i in 0..2 {
                state[i] = state[i] - list[i] * q * 0.1;
            }
            sum = sum + value + q;
        }
        sum + state[0] * state[1]
    }
}

program! {
    left_at_the_end_of_a_slice_before_a_constant, f(&[a, b, c], k) for [a, b, c, k] in [[1.1, -0.7, 0.5, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let rows = vec![x.to_vec(), x[1..].to_vec()];
        let mut s = k;
        for r in 0..2 {
            for j in 0..6 {
                if j >= x.len() {
                    break;
                }
                s += x[j] * 0.3 * s;
            }
            for j in 0..6 {
                if j >= rows[r].len() {
                    break;
                }
                s += rows[r][j] * k * s;
            }
        }
        s
    }
}
