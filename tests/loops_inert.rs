//! Variables that carry no derivative and change between the way there and the way back.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

/// A source of numbers that differ from call to call.
#[derive(Clone)]
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 61) as usize
    }
}

/// The same as a function.
fn draw(rng: &mut Rng) -> f64 {
    WEIGHTS[rng.next()]
}

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
    a_weight_halved_each_turn, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates,
        gives [1.0, 0.5, 0.25];
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = 0.0;
        let mut k = 1.0;
        for v in x {
            s += v * k;
            k *= 0.5;
        }
        k = 100.0;
        s + k
    }
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
        let mut rows = vec![vec![0_usize, 1], vec![2], vec![1, 2]];
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
    random_numbers_by_a_function, f(x, y, Rng(7)) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, mut rng: Rng) -> f64 {
        let mut s = x;
        for _ in 0..5 {
            let noise = draw(&mut rng);
            s = s * noise + y * draw(&mut rng);
            s *= x;
        }
        s * draw(&mut rng)
    }
}

program! {
    random_numbers_by_a_method, f(x, y, &mut Rng(11)) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, rng: &mut Rng) -> f64 {
        let mut s = x;
        for i in 0..rng.next() + 2 {
            if rng.next() > 3 {
                s = s * y + WEIGHTS[rng.next()];
                continue;
            }
            s += WEIGHTS[i % 8] * s * s;
        }
        s
    }
}

program! {
    a_source_handed_to_a_callee, f(x, y, &mut Rng(5)) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    fn jump(s: f64, y: f64, rng: &mut Rng) -> f64 { if rng.next() > 3 { s * y } else { s + y * WEIGHTS[rng.next()] } }
    #[grad]
    pub(crate) fn f(x: f64, y: f64, rng: &mut Rng) -> f64 {
        let mut s = x;
        for _ in 0..6 {
            s = jump(s, y, rng) * 0.9;
        }
        s * WEIGHTS[rng.next()]
    }
}

program! {
    a_flag_turned_over, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut up = true;
        let mut s = x;
        for i in 0..6 {
            if up {
                s = s * x + WEIGHTS[i];
            } else {
                s -= s * s * y;
            }
            up = !up || i == 3;
        }
        if up { s } else { s * y }
    }
}

program! {
    a_state_that_is_an_enum, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[derive(Clone, PartialEq)]
    enum Mode { Up, Down(usize), Still { by: u8 } }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut mode = Mode::Up;
        let mut s = x;
        for i in 0..7 {
            match mode {
                Mode::Up => s *= y,
                Mode::Down(k) => s = s * x + WEIGHTS[k],
                Mode::Still { by } => s += f64::from(by) * y * s,
            }
            mode = match mode {
                Mode::Up => Mode::Down(i),
                Mode::Down(k) if k > 3 => Mode::Up,
                Mode::Down(_) => Mode::Still { by: 2 },
                Mode::Still { .. } => Mode::Up,
            };
        }
        if mode == Mode::Up { s } else { s * s }
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
    a_struct_changed_in_the_loop, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut config = Config { d: 1, offset: 0, scales: [0.5, 1.5, -1.0] };
        let mut s = x[1];
        for i in 0..4 {
            s = s * x[config.d % 3] + config.scales[i % 3];
            config.d += config.offset + 1;
            config.offset = i;
            config.scales[(i + 1) % 3] *= 1.5;
            s += x[config.d % 3] * config.scales[2];
        }
        s
    }
}

program! {
    an_explicit_time, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let h = 0.1;
        let mut t = 0.0_f32;
        let mut s = x;
        for _ in 0..8 {
            s += h * y * f64::from(f64_of(t)) * s;
            t += 0.1;
            t *= 1.01;
        }
        s
    }
}

fn f64_of(t: f32) -> f64 {
    f64::from(t).sin() + 1.0
}

program! {
    weights_that_decay, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates,
        gives [1.875, 1.875 * 3.0, 1.875 * 9.0];
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut weights = [1.0, 3.0, 9.0];
        let mut s = 0.0;
        for _ in 0..4 {
            for i in 0..3 {
                s += x[i] * weights[i];
                weights[i] *= 0.5;
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
    letters_of_a_text, f(x, y, "upsadu") for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, moves: &str) -> f64 {
        let mut seen = String::new();
        let mut s = x;
        for letter in moves.chars() {
            match letter {
                'u' => s = s * y + x,
                'd' => s -= x * y,
                _ if seen.ends_with('p') => s = s.sin(),
                _ => s *= x,
            }
            seen.push(letter);
        }
        s * WEIGHTS[seen.len()]
    }
}

program! {
    stepped_in_the_condition, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut k = 0;
        let mut s = x;
        while {
            k += 1;
            k < 5
        } {
            s = s * y + WEIGHTS[k];
            k += usize::from(k == 3);
        }
        s * WEIGHTS[k]
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
    a_parameter_counted_down, f(x, y, 5, &mut 1) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, mut n: usize, calls: &mut usize) -> f64 {
        let mut s = x;
        while n > 0 {
            s = s * y + WEIGHTS[n] * WEIGHTS[*calls % 8];
            n -= 1;
            *calls += 3;
        }
        s * WEIGHTS[n + *calls % 8]
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
