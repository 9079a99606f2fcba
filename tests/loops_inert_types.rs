//! Numbers without derivative whose type follows from a use that the reverse sweep does not have, and names for what is
//! no number.

#![expect(
    non_snake_case,
    clippy::reversed_empty_ranges,
    reason = "what such names and ranges mean is what is tested"
)]

#[macro_use]
mod common;

use autodiff::grad;

/// Wants this type of its argument, and nothing else of it.
fn byte(_: u8) {}
fn long(_: u64) {}

program! {
    a_counter_that_is_a_byte, f(&[a, b, c, d, e, g, h])
        for [a, b, c, d, e, g, h] in [[0.3, 0.7, 1.5, 0.5, 2.0, -0.75, 0.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: &[f64]) -> f64 {
        let mut s = v[0];
        for i in 0..6 {
            byte(i);
            let k = (i << 6) >> 5;
            s = (s * v[k as usize]).sin() + v[1];
        }
        s
    }
}

program! {
    a_counter_that_is_long_in_a_nest, f(&[x, y, z]) for [x, y, z] in [[0.3, 0.7, 1.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: &[f64]) -> f64 {
        let mut s = v[0];
        for _ in 0..2 {
            for i in 0..5 {
                long(i);
                let k = i * 1_000_000_000;
                s = (s * v[(k >> 31) as usize]).sin() + v[0];
            }
        }
        s
    }
}

program! {
    literals_that_are_long, f(&[x, y, z]) for [x, y, z] in [[0.3, 0.7, 1.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: &[f64]) -> f64 {
        let mut s = v[0];
        for i in 0..5 {
            let m = !0;
            long(m);
            let k = 1 << (i + 30);
            long(k);
            s = (s * v[(k >> 33) as usize % 3] + v[(m >> 63) as usize]).sin() + v[0];
        }
        s
    }
}

/// Counts how often it is asked.
struct Counter(std::cell::Cell<u32>);

impl Counter {
    fn pow(&self, by: u32) -> u32 {
        self.0.set(self.0.get() + by);
        self.0.get()
    }
}

program! {
    a_method_named_like_one_of_a_number, f(x) for [x] in [[0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let counter = Counter(std::cell::Cell::new(0));
        let mut s = x;
        for _ in 0..4 {
            let k = counter.pow(1);
            s = (s * f64::from(k)).sin() + x;
        }
        s
    }
}

#[derive(PartialEq)]
pub(crate) enum Kind {
    Smooth,
    Rough,
}

program! {
    comparisons_of_what_is_no_number, f(x, Kind::Smooth, "rough") for [x] in [[0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, kind: Kind, name: &str) -> f64 {
        let mut s = x;
        for _ in 0..3 {
            let smooth = kind == Kind::Smooth;
            let rough = name == "rough" && kind != Kind::Rough;
            if smooth {
                s = s * x + 1.0;
            }
            if rough {
                s = s.sin();
            }
        }
        s
    }
}

const LIMIT: usize = 100_000_000_000;
const BELOW: i32 = -1;

program! {
    constants_that_are_never_reached, f(x) for [x] in [[1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let mut s = x;
        let mut n = 0;
        for _ in 0..LIMIT {
            s = s * x;
            n += 1;
            if n > 4 {
                break;
            }
        }
        for _ in 0..=BELOW {
            s = s * s;
        }
        for _ in BELOW..0 {
            s = s * s;
        }
        s
    }
}

program! {
    a_rare_loop_inside_a_long_one, f(x, 10_000) for [x] in [[1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, n: usize) -> f64 {
        let mut s = x;
        for i in 0..n {
            if i == 3 {
                for _ in 0..100_000 {
                    s = (s * x).sin();
                }
            }
            s = s * 0.999 + x;
        }
        s
    }
}

program! {
    a_constant_of_an_inner_block, f(x, y) for [x, y] in [[0.3, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let v = [x, y];
        let mut s = x;
        for j in 0..2 {
            const Q: usize = 1;
            if j < Q {
                s = s * v[j + Q].cos();
            }
        }
        s
    }
}

program! {
    constants_and_names_spelled_like_them, f(&[x, y, z]) for [x, y, z] in [[0.3, 0.7, 1.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: &[f64]) -> f64 {
        mod inner {
            pub(crate) const K: usize = 2;
        }
        let mut s = v[0];
        match v.len() {
            M => {
                for i in 0..2 {
                    use inner::K;
                    let j = (i + M) % 3 * K % 3;
                    s = (s * v[j]).sin() + v[1];
                }
            }
        }
        s
    }
}

pub(crate) struct Log {
    length: usize,
}

pub(crate) struct Context<'a> {
    log: &'a mut Log,
}

program! {
    a_field_behind_a_reference_that_changes, f(&[x, y, z], Context { log: &mut Log { length: 1 } })
        for [x, y, z] in [[0.3, 0.7, 1.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: &[f64], context: Context<'_>) -> f64 {
        let mut s = v[0];
        for _ in 0..3 {
            context.log.length += 1;
            let k = context.log.length * 2;
            s = (s * v[k % 3]).sin() + v[1];
        }
        s
    }
}

const STEP: usize = 1;

mod steps {
    pub(crate) const STEP: usize = 2;
}

program! {
    a_constant_that_an_inner_import_hides, f(&[x, y, z]) for [x, y, z] in [[0.3, 0.7, 1.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: &[f64]) -> f64 {
        let mut s = v[STEP];
        for i in 0..3 {
            use steps::STEP;
            s = (s * v[(i * STEP) % 3]).sin() + v[0];
        }
        s
    }
}

program! {
    a_list_that_one_arm_moves, f(&[x, y]) for [x, y] in [[0.3, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn g(x: &[f64], again: bool) -> f64 {
        let b = x.to_vec();
        let mut s = x[0];
        if again {
            for i in 0..2 {
                s += b[i].sin().exp();
            }
        } else {
            let d = b;
            s += d[1] * d[0];
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        g(x, true) * g(x, false)
    }
}

program! {
    a_parameter_that_one_arm_moves, f(&[x, y]) for [x, y] in [[0.3, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn g(v: Vec<f64>, n: usize) -> f64 {
        let mut s = v[0];
        match n {
            0 => {
                for i in 0..2 {
                    s += v[i].sin().exp();
                }
                s
            }
            _ => {
                let mut w = v;
                w.push(s);
                w[0] * w[1] * w[2]
            }
        }
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        g(x.to_vec(), 0) * g(x.to_vec(), 1)
    }
}
