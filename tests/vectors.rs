//! `Vec`s that are built, grow and shrink: `vec![]`, `push`, `pop` and their kin.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    pushed_in_a_loop_and_popped_in_another, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = Vec::new();
        for i in 0..5 {
            v.push(x * WEIGHTS[i] + y * y);
        }
        let mut s = v[0] * v[1];
        while let Some(t) = v.pop() {
            s = s * x + t * t;
        }
        s
    }
}

program! {
    a_list_and_its_clone_that_go_apart, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x, y, x * y];
        let mut w = v.clone();
        v[0] *= w[2];
        w[0] += v[1] * v[0];
        w.push(v[0]);
        v.push(w[0] * w[3]);
        v[0] * v[3] + w[0] * w[1] * w[3]
    }
}

program! {
    filled_with_a_variable, f(x, y, 4) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: usize) -> f64 {
        let mut v = vec![x * y; n];
        v[1] = v[0] * y;
        let mut s = x;
        for i in 0..v.len() {
            s += v[i] * WEIGHTS[i] * s;
        }
        s
    }
}

program! {
    filled_no_times, f(x, y, 0) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: usize) -> f64 {
        let v = vec![x * y; n];
        let mut s = y;
        for t in &v {
            s += *t;
        }
        s * x
    }
}

program! {
    a_value_read_one_push_late, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x];
        let mut before = y;
        for i in 0..5 {
            let now = v[i] * before + WEIGHTS[i];
            before = v[i];
            v.push(now);
        }
        before * v[5] * v[2]
    }
}

program! {
    fibonacci_by_looking_back, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, gives [5.0, 8.0];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = Vec::with_capacity(7);
        v.push(x);
        v.push(y);
        while v.len() < 7 {
            let n = v.len();
            let next = v[n - 1] + v[n - 2];
            v.push(next);
        }
        v[6]
    }
}

program! {
    pushes_in_one_branch_alone, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, -0.7, 0.4, -2.0], [-1.0, -2.0, -3.0, -4.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(v: &[f64]) -> f64 {
        let mut positive = Vec::new();
        let mut negative = vec![v[0]];
        for i in 0..4 {
            if v[i] > 0.0 {
                positive.push(v[i] * v[i]);
            } else {
                negative.push(v[i] * negative[0]);
            }
        }
        let mut s = v[1];
        for p in &positive {
            s *= *p;
        }
        for n in negative.iter().rev() {
            s = s * *n + 1.0;
        }
        s
    }
}

program! {
    pops_in_one_branch_alone, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, -0.7, 0.4, -2.0], [1.0, 2.0, 3.0, 4.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(v: &[f64]) -> f64 {
        let mut stack = vec![v[3]];
        for i in 0..4 {
            if v[i] > 0.0 {
                stack.push(v[i]);
            } else if let Some(top) = stack.pop() {
                stack.push(top * v[i]);
                stack.push(top + v[i]);
            }
        }
        let mut s = v[0];
        for (i, t) in stack.iter().enumerate() {
            s += *t * WEIGHTS[i] * s;
        }
        s
    }
}

program! {
    an_early_return_between_push_and_pop,
        f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0], [3.0, 0.1, 2.0, 2.0], [0.3, 0.1, 0.1, 0.1]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(v: &[f64]) -> f64 {
        let mut stack = Vec::with_capacity(4);
        let mut s = v[0];
        for i in 0..4 {
            stack.push(v[i] * s);
            if stack[i] > 2.0 {
                return s * stack[0] + stack[i];
            }
            s += v[i];
        }
        while let Some(t) = stack.pop() {
            s = s * t + t;
            if s > 3.0 {
                return s * t;
            }
            if let Some(u) = stack.last() {
                s += *u * t;
            }
        }
        s
    }
}

program! {
    popped_until_there_is_one_left, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        while v.len() > 1 {
            let a = v.pop().unwrap();
            let b = v.pop().expect("there are two");
            v.push(a * b + a.sin());
        }
        v[0]
    }
}

program! {
    popped_and_forgotten, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x, y, x * y];
        v.pop();
        v.push(v[0] * v[1]);
        v.pop();
        v.pop();
        let s = v[0] * y;
        v.pop();
        v.pop();
        v.push(s);
        v[0] * x
    }
}

program! {
    popped_or_else_leaving_the_loop, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut stack = vec![x, y, x + y];
        let mut s = y;
        loop {
            let Some(top) = stack.pop() else { break };
            s = s * top + x;
            match stack.pop() {
                Some(next) => s += next * top,
                None => s *= y,
            }
        }
        s
    }
}

program! {
    a_stack_of_work_with_continue, f(x, y) for [x, y] in [[1.1, 0.7], [4.0, 0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut work = vec![x];
        let mut s = y;
        'all: while let Some(t) = work.pop() {
            if t < 0.3 {
                s += t * t;
                continue;
            }
            for k in 0..2 {
                if s > 40.0 {
                    break 'all;
                }
                work.push(t * (0.3 + 0.2 * WEIGHTS[k] * y));
            }
            s = s * (t + 1.0);
        }
        for t in &work {
            s += *t;
        }
        s
    }
}

program! {
    emptied_and_filled_again, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = Vec::new();
        let mut s = x;
        for i in 0..4 {
            v.clear();
            for k in 0..i + 1 {
                v.push(s * WEIGHTS[k]);
            }
            s = v[i] * y + v[0];
        }
        s + v[2] * v[3]
    }
}

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
