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
    lists_from_arrays_and_slices, f(&[x, y]) for [x, y] in [[0.5, 1.5]], allocates, dual;
    #[grad]
    #[allow(clippy::useless_vec, reason = "is what is tested")]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let pair = [x[0], x[1]];
        let list = Vec::from(pair);
        let mut longer = Vec::from([list[0] * x[1], x[0]]);
        longer.push(list[1]);
        let rest: Vec<f64> = Vec::from(&x[1..]);
        let copy = std::vec::Vec::<f64>::from(&pair);
        let mut s = longer[0] * longer[1] + longer[2] * rest[0] * copy[0];
        for (e, v) in vec![x[0], s].into_iter().zip(x) {
            s = s * e + v;
        }
        let rows = [pair, [x[1] * x[1], s]];
        for i in 0..2 {
            for e in rows[i].to_vec() {
                s = s * 0.5 + e * e;
            }
            for e in rows[1 - i].clone() {
                s += e;
            }
        }
        s
    }
}

program! {
    a_stack_of_intervals_and_how_deep_they_are, f(x, y) for [x, y] in [[0.5, 1.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut stack = vec![(x, y, 0_usize)];
        let mut total = x;
        while let Some((low, high, mut depth)) = stack.pop() {
            depth += 1;
            if depth > 3 {
                total += low * high * (high - low);
            } else {
                let middle = (low + high) * 0.5;
                stack.push((low, middle, depth));
                stack.push((middle, high, 2 * depth - 1));
            }
        }
        total
    }
}

program! {
    a_stack_of_indices_and_weights, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut todo: Vec<(usize, f64)> = Vec::new();
        todo.push((0, x[0]));
        let mut s = x[1];
        while let Some((i, weight)) = todo.pop() {
            if i < x.len() {
                s += weight * x[i];
                todo.push((2 * i + 1, weight * x[i]));
                todo.push((i + i + 2, weight.sin()));
            } else {
                s *= weight;
            }
        }
        s
    }
}
