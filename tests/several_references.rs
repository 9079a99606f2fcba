//! Several references in one expression or statement, each of which may refer to one thing or another.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    operands_that_refer_to_one_thing_or_another, f(x, y, 5) for [x, y] in [[0.5, 1.5], [2.0, -1.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: usize) -> f64 {
        let (a, b, c, e) = (x * y, x.sin(), [y, x], [x, y]);
        let r = if n % 2 == 0 { &x } else { &a };
        let s = if x > y { &b } else { &y };
        let t = match n {
            5 => &c,
            _ => &e,
        };
        let u = if y > 0.0 { r } else { s };
        let v = if n > 5 { &a } else { &b };
        let w = if n > 4 { &c[n - 4] } else { &x };
        let sum = *r * *s - t[0] / (*u + 4.0) + -*v * *w;
        let (p, q) = (*r * *u, *s + *v * *w);
        let list = [*r, *s * *t.first().unwrap(), *w];
        sum * p + q * list[n % 3] + r.mul_add(*s, w.max(*v))
    }
}

program! {
    statements_with_references_to_one_thing_or_another, f(x, y, 4) for [x, y] in [[0.5, 1.5], [2.0, -1.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: usize) -> f64 {
        let (mut a, mut b, mut c, mut d) = (x, y, [x * y, y, x], vec![y, x]);
        let mut s = x;
        for i in 0..n {
            let first = if i % 2 == 0 { &mut a } else { &mut b };
            let row = if i < 2 { &c[..] } else { &d };
            let last = if x > y { &row[1..] } else { row };
            if *first > last[0] {
                *first *= last[0];
                s += *first * row[1];
            } else {
                *first += row[0] * last[last.len() - 1];
                for (v, w) in row.iter().zip(last) {
                    s += v * w * *first;
                }
            }
            {
                s = s * 0.5 + *first;
                s -= row[1];
            }
            let target = if i % 3 == 0 { &mut c[..] } else { &mut d[..] };
            let other = if i > 1 { &a } else { &b };
            while let Some(v) = target.first_mut() {
                *v += *other;
                if *v > 0.0 {
                    break;
                }
                *v = *other * *other + 1.0;
            }
            target[1] *= *other;
        }
        s + a * b + c[0] * c[1] + d[0] * d[1]
    }
}

program! {
    alternatives_of_patterns_in_each_other, f(x, y, 1) for [x, y] in [[0.5, 1.5], [2.0, -1.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: usize) -> f64 {
        match (n, x * y, y) {
            (1, t, _) | (0, _, t) if t > 0.0 => match (n + 1, [t, x]) {
                (2, [_, u]) | (_, [u, _]) => t * u,
            },
            (_, t, u) => t - u * u,
        }
    }
}

program! {
    values_of_loops_in_each_other, f(x, y) for [x, y] in [[0.5, 1.5], [2.0, 1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        y * loop {
            if s > 4.0 {
                break s;
            }
            s *= 2.0;
            if s < -1.0 {
                continue;
            }
            break x + 'done: {
                if s < 2.0 {
                    break 'done y * loop {
                        s += y;
                        if s > 3.0 {
                            break s * x;
                        }
                    };
                }
                s
            };
        }
    }
}
