//! Indices and what holds them change, or are gone, between the way there and the way back.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

struct Config {
    d: usize,
    offset: usize,
    scales: [f64; 3],
}

fn consume<T>(value: T) -> usize {
    drop(value);
    1
}

program! {
    an_index_stepped_twice_in_a_turn, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut k = 0;
        let mut s = x[0];
        for i in 0..5 {
            s *= x[k % 4];
            k += 1;
            s += x[k % 4] * WEIGHTS[k % 8];
            k += i;
        }
        s * x[k % 4]
    }
}

program! {
    a_table_of_indices_that_changes, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut at = [2, 0, 1];
        let mut s = x[0];
        for i in 0..3 {
            s = s * x[at[i]] + x[at[0]];
            at.swap(i, 0);
        }
        at = [0, 0, 0];
        for i in 0..3 {
            s += s * x[at[i]];
            at[i] = 2;
        }
        s
    }
}

program! {
    a_vector_of_indices_moved_after_the_loop, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut order = vec![2_usize, 0];
        order.push(1);
        let mut s = x[0];
        for i in 0..order.len() {
            s = s * x[order[i]] + x[1];
        }
        let moved = order;
        for &i in &moved {
            s += x[i] * s;
        }
        s * x[consume(moved)]
    }
}

program! {
    a_vector_moved_in_each_turn, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for order in [vec![1_usize], vec![2, 0, 1], vec![]] {
            for i in 0..order.len() {
                s = s * x[order[i]] + 0.25;
            }
            let last = consume(order);
            s += s * x[last];
        }
        s
    }
}

program! {
    rows_taken_out_of_a_table, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut rows = [vec![0_usize, 1], vec![2], vec![1, 2]];
        let mut s = x[1];
        for i in 0..4 {
            let row = std::mem::take(&mut rows[i % 3]);
            for &k in &row {
                s = s * x[k] + WEIGHTS[i];
            }
            rows[(i + 1) % 3].extend(row);
        }
        s
    }
}

program! {
    an_index_through_a_reference_into_a_struct, f(&[a, b, c, d, e, g], &Config { d: 2, offset: 1, scales: [0.5, 1.5, -1.0] })
        for [a, b, c, d, e, g] in [[1.1, 0.7, -0.4, 2.0, 0.3, 1.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], config: &Config) -> f64 {
        let d = &config.d;
        let Config { offset, scales, .. } = config;
        let mut s = x[0];
        for i in 0..2 {
            for j in 0..*d {
                s = s * x[i * d + j + offset] + scales[i] * x[j];
            }
        }
        s
    }
}

program! {
    the_index_seen_last, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut last = None;
        let mut s = x[0];
        for i in [0, 2, 1, 3] {
            if let Some(before) = last {
                let before: usize = before;
                s += x[i] * x[before] * s;
            }
            last = if x[i] > 0.0 { Some(i) } else { last };
        }
        match last {
            Some(i) => s * x[i],
            None => s,
        }
    }
}

program! {
    an_iterator_advanced_by_hand, f(&[x, y, z], &[2, 0, 0, 1, 2]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], order: &[usize]) -> f64 {
        let mut turns = order.iter();
        let mut s = x[0];
        while let Some(&k) = turns.next() {
            s = s * x[k] + 0.5;
            if k == 0 {
                let skipped = turns.next().copied().unwrap_or(2);
                s += x[skipped] * s;
            }
        }
        s
    }
}

program! {
    the_rest_of_a_slice, f(&[x, y, z], &[2, 0, 1, 2]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], order: &[usize]) -> f64 {
        let mut rest = order;
        let mut s = x[0];
        while let [first, tail @ ..] = rest {
            s = s * x[*first] + x[tail.len() % 3];
            rest = tail;
        }
        s
    }
}

program! {
    stepped_in_an_index, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut k = 0;
        let mut s = x[0];
        for _ in 0..5 {
            s = s * x[{
                k = (k + 2) % 3;
                k
            }] + x[k];
        }
        s
    }
}

program! {
    a_closure_that_counts, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut count = 0;
        let mut next = |by: usize| {
            count += by;
            count % 3
        };
        let mut s = x[0];
        for i in 0..5 {
            s = s * x[next(i)] + x[next(1)];
        }
        s * x[count % 3]
    }
}

program! {
    rebound_in_the_body, f(&[x, y, z], 5) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: usize) -> f64 {
        let mut s = x[0];
        for i in 0..3 {
            let k = k * i % 3;
            s = s * x[k] + 0.5;
            let (k, j) = (k + 1, i);
            s += x[k % 3] * x[j];
        }
        s * x[k % 3]
    }
}

program! {
    a_stack_of_indices, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        // A binary tree walked in depth-first order.
        let mut stack = vec![(0_usize, 1_u8)];
        let mut s = x[0];
        while let Some((node, depth)) = stack.pop() {
            s = s * x[node] * 0.8 + f64::from(depth);
            if depth < 3 {
                stack.push(((2 * node + 1) % 4, depth + 1));
                stack.push(((2 * node + 2) % 4, depth + 1));
            }
        }
        s
    }
}

program! {
    indices_sorted_by_the_data, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0], [4.0, 3.0, 2.0, 1.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut order = [0, 1, 2, 3];
        for i in 1..4 {
            let mut j = i;
            while j > 0 && x[order[j - 1]] > x[order[j]] {
                order.swap(j - 1, j);
                j -= 1;
            }
        }
        let mut s = x[0];
        for (place, i) in order.into_iter().enumerate() {
            s = s * x[i] * 0.5 + WEIGHTS[place] * x[i];
        }
        s
    }
}
