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

/// A constant of the module, which some blocks hide.
const STEP: usize = 1;

program! {
    constants_of_inner_blocks, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        if x[3] > 0.0 {
            const AT: usize = 2;
            for i in 0..AT {
                s += x[AT + i] * x[i] * s;
            }
        }
        // Two of one name, and one that a module has too.
        for _ in 0..2 {
            const LAST: usize = 4;
            s += x[LAST] * x[LAST - STEP] * s;
        }
        {
            const LAST: usize = 3;
            const STEP: usize = 2;
            for i in 0..2 {
                s += x[LAST] * x[i + STEP] * s;
                {
                    const STEP: usize = 0;
                    s += x[STEP] * x[i + STEP] * s;
                }
                s += x[i + STEP] * s;
            }
        }
        for i in 0..2 {
            s += x[i + STEP] * s;
        }
        s
    }
}
