//! `Vec`s that are emptied, sorted, exchanged and replaced, and what they hold.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    truncated, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let product = v[2] * v[3];
        v.truncate(3);
        v[2] *= product;
        v.truncate(7);
        v.push(v[0] * v[2]);
        v.truncate(1 + x.len() / 2);
        v[0] * v[1] + v[2]
    }
}

program! {
    extended_by_slices, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = vec![x[3]];
        v.extend_from_slice(&x[1..3]);
        v.extend_from_slice(x);
        v.extend_from_slice(&[x[0] * x[1], x[2]]);
        let mut s = x[0];
        for (i, t) in v.iter().enumerate() {
            s = s * (1.0 + *t * 0.1) + WEIGHTS[i % 8] * *t;
        }
        s
    }
}

program! {
    growing_while_it_is_read, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x, y];
        let mut i = 0;
        while i < v.len() && v.len() < 9 {
            let t = v[i] * v[v.len() - 1];
            v.push(t + WEIGHTS[i % 8]);
            v[i] = t * y;
            i += 1;
        }
        v[8] * v[3] + v[0]
    }
}

program! {
    constants_among_the_elements, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = Vec::new();
        v.push(f64::from(2.0));
        v.push(x);
        v.push(f64::from(0.5));
        v.push(y * v[0]);
        v[0] = f64::from(1.5);
        v[1] = v[1] * v[2];
        let a = v.pop().unwrap();
        let b = v.pop().unwrap();
        a * b * v[1] * v[0]
    }
}

program! {
    elements_that_nobody_reads, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, gives [y, x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x.ln(), y];
        v.push(x / y);
        let t = v.pop().unwrap();
        v.push(1.0);
        v.push(t);
        v.clear();
        v.push(x.sqrt());
        x * y
    }
}

program! {
    swapped_reversed_and_rotated, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut s = v[0] * v[1];
        for i in 0..4 {
            v.swap(i, (i + 2) % 4);
            v[i] *= s;
            v.reverse();
            v[0] += x[1];
            v.rotate_left(i);
            s += v[1] * v[3];
            v[1..].rotate_right(1);
        }
        s * v[2] - v[1]
    }
}

program! {
    insertion_sort_and_a_weighted_sum, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0], [4.0, 3.0, 2.0, 1.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut sorted = Vec::with_capacity(x.len());
        for v in x {
            sorted.push(*v * *v);
            let mut k = sorted.len() - 1;
            while k > 0 && sorted[k - 1] > sorted[k] {
                sorted.swap(k - 1, k);
                k -= 1;
            }
        }
        let mut s = f64::from(0.0);
        for i in 0..sorted.len() {
            s += sorted[i] * WEIGHTS[i] + s * sorted[i];
        }
        s
    }
}

program! {
    two_stacks_crosswise, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = vec![x, y, x * y];
        let mut b = Vec::new();
        for _ in 0..3 {
            while let Some(t) = a.pop() {
                b.push(t * y + x);
            }
            std::mem::swap(&mut a, &mut b);
        }
        a[0] * a[1] + a[2]
    }
}

program! {
    double_buffering, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut now = vec![x, y, x * y];
        let mut next = vec![y; 3];
        for k in 0..3 {
            for i in 0..3 {
                next[i] = now[(i + 1) % 3] * now[i] + x * WEIGHTS[k];
            }
            std::mem::swap(&mut now, &mut next);
        }
        now[0] * now[1] + next[2]
    }
}

program! {
    a_new_one_of_another_length_each_time, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x, y];
        let mut s = x;
        for k in 0..4 {
            let old = v;
            s += old[0] * old[k];
            v = vec![s * y; 3 + k];
            v[1] *= old[1];
        }
        s * v[5]
    }
}

program! {
    replaced_before_it_was_read, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x; 5];
        if x > y {
            v = vec![y, x];
            v.push(v[0] * v[1]);
        }
        let mut w = std::mem::replace(&mut v, vec![x * y]);
        w.push(v[0]);
        let u = std::mem::take(&mut w);
        w.push(u[0] * u[1]);
        w[0] * u[3] + v[0] * u[2]
    }
}

program! {
    one_of_two_by_a_branch, f(x, y) for [x, y] in [[1.1, 0.7], [0.7, 1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = if x > y { vec![x, y, x * y] } else { vec![y; 2] };
        v.push(x);
        let w;
        if y > x {
            w = v.clone();
        } else {
            w = vec![v[0] * v[2]];
        }
        let mut s = w[0] * v[1];
        for t in &w {
            s += *t * s;
        }
        s
    }
}

program! {
    declared_first_and_left_early, f(x, y) for [x, y] in [[1.1, 0.7], [0.2, 0.7], [0.2, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v;
        if x > 1.0 {
            return x * y;
        }
        v = vec![y, x];
        if y > 1.0 {
            v.push(x * x);
            return v[2] * v[0];
        }
        v = vec![v[0] * y];
        v.push(x);
        v[0] * v[1]
    }
}

program! {
    born_in_every_iteration, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..4 {
            let mut v = vec![s; i + 1];
            v.push(y);
            if i == 2 {
                continue;
            }
            for k in 0..v.len() {
                v[k] = v[k] * v[v.len() - 1] + x;
            }
            if i == 3 {
                s += v[0];
                break;
            }
            s = v[0] * v[i];
        }
        s
    }
}

program! {
    a_history_of_states, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut state = [x, y];
        let mut history = Vec::new();
        for _ in 0..4 {
            history.push(state);
            state = [state[0] - 0.1 * state[1] * y, state[1] + 0.1 * state[0] * state[0]];
        }
        let mut s = state[0];
        for past in history.iter().rev() {
            s = s * past[1] + past[0];
        }
        s
    }
}

program! {
    pairs, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![(x, y)];
        v.push((y, x * y));
        v[0].1 = v[0].1 * v[1].0;
        let (a, b) = v.pop().unwrap();
        let mut s = a * b;
        while let Some((a, b)) = v.pop() {
            s += a * b * s;
        }
        s
    }
}

program! {
    inserted_and_removed, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = Vec::new();
        for i in 0..3 {
            v.insert(0, x[i] * x[i]);
            v.insert(i, x[0]);
        }
        let mut s = v.remove(2) * v[1];
        v.insert(v.len(), s);
        s += v.swap_remove(1) * v[0];
        for i in 0..v.len() {
            s += v[i] * WEIGHTS[i] * s;
        }
        s
    }
}

program! {
    appended, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut w = vec![v[0] * v[1]];
        for i in 0..2 {
            w.push(v[i]);
            v.append(&mut w);
            w.push(v[3] * x[2]);
        }
        let mut fixed = vec![f64::from(2.0)];
        v.append(&mut fixed);
        v.remove(fixed.len());
        let mut s = w[0];
        for i in 0..v.len() {
            s += v[i] * WEIGHTS[i] * s;
        }
        s
    }
}
