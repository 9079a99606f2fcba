//! References that come to refer to something else: narrowed slices, the best element so far, one of two buffers.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    a_slice_that_loses_its_first_element, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut rest = x;
        let mut s = x[0];
        while !rest.is_empty() {
            s = rest[0] * rest[0] - s;
            rest = &rest[1..];
        }
        while let [head, tail @ ..] = rest {
            s *= head;
            rest = tail;
        }
        rest = &x[1..];
        while let [head, tail @ ..] = rest {
            s = s * head + x[0];
            rest = tail;
        }
        s
    }
}

program! {
    a_parameter_that_loses_its_last_element, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        horner(&x[1..], x[0]) * horner(x, x[1]) + horner(&x[..1], x[2])
    }
    #[grad]
    fn horner(mut c: &[f64], x: f64) -> f64 {
        let mut s = f64::from(0.0);
        while let Some((last, rest)) = c.split_last() {
            s = s * x + last;
            c = rest;
        }
        s
    }
}

program! {
    what_is_left_of_a_slice_that_changes, f(&mut [x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        let mut s = x[3];
        for _ in 0..2 {
            let mut rest = &mut x[..];
            while rest.len() > 1 {
                rest[1] *= rest[0];
                let (a, b) = rest.split_at_mut(1);
                s += a[0] * b[0];
                rest = b;
            }
        }
        s * x[1]
    }
}

program! {
    a_slice_narrowed_from_either_side, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75], [3.0, 1.0, 2.0, 4.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut part = x;
        let mut s = x[0];
        while part.len() > 2 {
            part = if part[0] > part[part.len() - 1] { &part[1..] } else { &part[..=part.len() - 2] };
            s += part[0] * part[part.len() / 2];
        }
        s * part[1]
    }
}

program! {
    the_largest_element_so_far, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75], [3.0, 1.0, 2.0, 4.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut best = &x[0];
        let mut s = x[1];
        for (i, v) in x.iter().enumerate() {
            if *v > *best {
                best = v;
            }
            s = s * 0.5 + *best * WEIGHTS[i];
        }
        s * *best
    }
}

program! {
    one_of_two_arrays, f(&[x, y, z]) for [x, y, z] in [[0.5, 1.5, -2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        g(x, 0) * g(x, 1)
    }
    #[grad]
    fn g(x: &[f64], steps: usize) -> f64 {
        let mut a = [x[0], x[1]];
        let mut b = [x[2]; 2];
        for k in 0..steps + 3 {
            if k % 2 == 0 {
                b = [a[1] * x[2], a[0] + a[1]];
            } else {
                a = [b[0].sin(), b[1] * b[0]];
            }
        }
        let last = if steps % 2 == 0 { &a } else { &b };
        let mut s = last[1];
        for v in last {
            s = s * 0.5 + *v * last[0];
        }
        s
    }
}

program! {
    the_larger_of_two_numbers_changes, f(x, y) for [x, y] in [[0.5, 1.5], [2.0, -1.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (mut a, mut b) = (x, y);
        for _ in 0..3 {
            let larger = if a > b { &mut a } else { &mut b };
            *larger *= x - 1.0;
            *larger += y;
        }
        a * b
    }
}

program! {
    buffers_that_change_places, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for steps in 0..4 {
            let mut a = [x[0], x[1], x[2], x[3]];
            let mut b = [x[0]; 4];
            let (mut now, mut next) = (&mut a, &mut b);
            for _ in 0..steps {
                for i in 1..3 {
                    next[i] = now[i] + s * (now[i - 1] - 2.0 * now[i] + now[i + 1]);
                }
                std::mem::swap(&mut now, &mut next);
            }
            s = s * 0.5 + now[1] * now[2] - next[1];
        }
        s
    }
}

program! {
    buffers_lent_to_a_function, f(&[x, y, z]) for [x, y, z] in [[0.5, 1.5, -2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (mut a, mut b) = (x.to_vec(), vec![x[0]; x.len()]);
        let mut from = &mut a;
        let mut to = &mut b;
        for i in 0..3 {
            step(from, to);
            (from, to) = (to, from);
            let t = from[0] * x[1];
            to[i] = t * 0.5;
        }
        from[0] + from[1] * to[1] - from[2]
    }
    #[grad]
    fn step(from: &[f64], to: &mut [f64]) {
        for i in 0..from.len() {
            to[i] = from[i] * from[(i + 1) % from.len()];
        }
    }
}

program! {
    parts_of_three_kinds, f(&[x, y, z]) for [x, y, z] in [[0.5, 1.5, -2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (a, b, c) = ([x[0]], [x[1] * x[0], x[1]], vec![x[0]; 3]);
        let mut s = x[2];
        for i in 0..6 {
            let row: &[f64] = match i % 3 {
                0 => &a,
                1 => &b,
                _ => &c,
            };
            let part = &row[i % row.len()..];
            s = s * part[0] + row[0];
            if let [u, v, ..] = part {
                s += u * v;
            }
        }
        s
    }
}

program! {
    a_reference_initialised_later, f(&[x, y, z]) for [x, y, z] in [[0.5, 1.5, -2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let list = vec![x[0] * 2.0, x[1]];
        let pair = [x[1], x[0] * x[1]];
        let mut s = x[2];
        for k in 0..3 {
            let row: &[f64];
            match k {
                0 => row = &list,
                1 => row = &pair[..],
                _ => {
                    let most = &x[1..];
                    row = most;
                }
            }
            for (i, e) in row.iter().enumerate() {
                s += *e * *e * WEIGHTS[i];
                if s > row[0] {
                    s *= row[row.len() - 1];
                }
            }
        }
        s
    }
}

program! {
    rows_and_fields, f(&[x, y, z]) for [x, y, z] in [[0.5, 1.5, -2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let rows = vec![x.to_vec(), vec![x[0] * x[1]; 3], vec![x[1]]];
        let pair = ((x[0], [x[1]; 2]), x[1] * x[2]);
        let mut row = &rows[0];
        let mut field = &pair.1;
        let mut s = x[0];
        for i in 0..3 {
            if rows[i].len() > 2 {
                row = &rows[i];
            }
            for e in row {
                s = s * 0.5 + *e * *field;
            }
            field = if i % 2 == 0 { &pair.0.0 } else { &pair.0.1[i % 2] };
            s += row[0];
        }
        s * *field
    }
}

program! {
    needless_references, f(&[x, y]) for [x, y] in [[0.5, 1.5]], allocates, dual;
    #[grad]
    #[allow(clippy::needless_borrow, reason = "is what is tested")]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut local = x.to_vec();
        let list = &mut local;
        twice(&mut *list);
        sum(&x) * sum(&list)
    }
    #[grad]
    fn sum(x: &[f64]) -> f64 {
        let mut s = x[0];
        for v in x {
            s += s * v;
        }
        s
    }
    #[grad]
    fn twice(x: &mut [f64]) {
        for v in x {
            *v += *v;
        }
    }
}

program! {
    a_state_beside_a_slice_that_is_used_up, f(&[x, y, z, w], [a, b], 3) for
        [x, y, z, w, a, b] in [[0.5, 1.5, -2.0, 0.75, 0.3, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], s: [f64; 2], n: usize) -> f64 {
        let mut state = s;
        let mut rest = x;
        let mut best = &x[3];
        for i in 0..n {
            let change = [state[1] * rest[0], state[0] * state[0] - *best];
            for k in 0..2 {
                state[k] += 0.1 * change[k];
            }
            if rest[0] > *best {
                best = &rest[0];
            }
            rest = &rest[1..];
            state[i % 2] *= rest[0];
        }
        state[0] * state[1] * rest[0] + *best
    }
}

program! {
    rows_that_change_places, f(&[x, y]) for [x, y] in [[0.5, 1.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut rows = [[x[0], x[1]], [x[1], x[0] * x[1]], [x[0]; 2]];
        let mut third = [x[1]; 2];
        let (top, bottom) = rows.split_at_mut(1);
        let (mut now, mut next, mut spare) = (&mut top[0], &mut bottom[1], &mut third);
        for i in 0..5 {
            next[i % 2] = now[0] * now[1] + next[1 - i % 2];
            std::mem::swap(&mut now, &mut next);
            if i == 2 {
                std::mem::swap(&mut next, &mut spare);
            }
        }
        now[0] * now[1] - next[0] * spare[1]
    }
}

program! {
    the_whole_of_one_and_a_part_of_another, f(&[x, y, z], &[u, v]) for [x, y, z, u, v] in [[0.5, 1.5, -2.0, 0.3, 0.7]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut whole = x;
        let mut part = y;
        let mut s = x[0];
        for i in 0..6 {
            if i % 3 == 2 {
                part = whole;
            }
            for v in part {
                s = s * 0.5 + v * whole[1];
            }
            if part.len() > 1 {
                part = &part[1..];
            }
            whole = if i % 2 == 0 { y } else { x };
        }
        s * part[0]
    }
}

program! {
    borrowed_again_from_one_that_moves, f(x, y, z) for [x, y, z] in [[0.5, 1.5, -2.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, z: f64) -> f64 {
        let (mut a, mut b, mut c) = (x, y, z);
        for i in 0..4 {
            let one = if i % 2 == 0 { &mut a } else { &mut b };
            for k in 0..2 {
                let mut again = &mut *one;
                *again *= x;
                if k == i % 2 {
                    again = &mut c;
                }
                *again += y;
                *one *= 2.0;
            }
        }
        a * b + c
    }
}

// The length of what was declared after the reference; it was that of what it refers to at first.
program! {
    the_length_of_what_was_declared_later, f(&[x, y, z], k, n)
        for [x, y, z, k, n] in [[0.5, 1.5, -2.0, 0.7, 1.0], [1.0, -1.0, 2.0, 0.3, 2.0], [0.6, 0.9, 1.2, 0.5, 3.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64, n: f64) -> f64 {
        let mut r = x;
        let other = vec![k, x[0] * k];
        if n > 1.5 {
            r = &other;
        }
        let len = r.len();
        let s = r[len - 1] * f64::from(len as u8);
        let more = [k; 4];
        if n > 2.5 {
            r = &more;
        }
        s * k + f64::from(r.len() as u8) * x[0]
    }
}
