//! The function of Rosenbrock with n arguments, `sum (1 - x_i)^2 + 100 (x_(i+1) - x_i^2)^2`.

use crate::contest::{Contest, Entry, Generic, ad_trait, central, entry, num_dual, tape};

/// The same loop, with constants as the tool wants them.
macro_rules! rosenbrock {
    ($x:ident, $constant:expr) => {{
        let k = $constant;
        let a = -$x[0] + k(1.0);
        let b = $x[1] - $x[0] * $x[0];
        let mut sum = a * a + b * b * k(100.0);
        for i in 1..$x.len() - 1 {
            let a = -$x[i] + k(1.0);
            let b = $x[i + 1] - $x[i] * $x[i];
            sum += a * a + b * b * k(100.0);
        }
        sum
    }};
}

#[autodiff::grad]
fn plain(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 1..x.len() {
        let a = 1.0 - x[i - 1];
        let b = x[i] - x[i - 1] * x[i - 1];
        sum += a * a + 100.0 * b * b;
    }
    sum
}

/// Each cotangent is written once.
fn by_hand<const N: usize>(x: &[f64; N], gradient: &mut [f64; N]) -> f64 {
    let (mut sum, mut from_before) = (0.0, 0.0);
    for i in 0..N - 1 {
        let a = 1.0 - x[i];
        let b = x[i + 1] - x[i] * x[i];
        let scaled = 200.0 * b;
        sum += a * a + 100.0 * b * b;
        gradient[i] = from_before - 2.0 * (a + scaled * x[i]);
        from_before = scaled;
    }
    gradient[N - 1] = from_before;
    sum
}

fn dual<D: num_dual::DualNum<Primitive = f64> + Copy>(x: &[D]) -> D {
    rosenbrock!(x, std::convert::identity)
}

fn taped<'a>(x: &[reverse::Var<'a>]) -> reverse::Var<'a> {
    let mut sum = (-x[0] + 1.0).powi(2) + (x[1] - x[0] * x[0]).powi(2) * 100.0;
    // Its numbers have no `+=`.
    for i in 1..x.len() - 1 {
        sum = sum + (-x[i] + 1.0).powi(2) + (x[i + 1] - x[i] * x[i]).powi(2) * 100.0;
    }
    sum
}

#[derive(Clone)]
struct Rosenbrock;

impl Generic for Rosenbrock {
    fn call<T: ad_trait::AD>(&self, x: &[T], constant: fn(f64) -> T) -> T {
        rosenbrock!(x, constant)
    }
}

/// symdiff has no loops: the terms are written out.
macro_rules! symbolic {
    ($name:ident, $inputs:literal, $x:ident, $first:tt $($rest:tt)+) => {
        mod $name {
            symbolic!(@ $inputs, $x, [0.0], $first $($rest)+);
        }
    };
    (@ $inputs:literal, $x:ident, [$($sum:tt)+], $i:tt $j:tt $($rest:tt)*) => {
        symbolic!(
            @ $inputs,
            $x,
            [$($sum)+ + (1.0 - $x[$i]).powi(2) + 100.0 * ($x[$j] - $x[$i].powi(2)).powi(2)],
            $j $($rest)*
        );
    };
    (@ $inputs:literal, $x:ident, [$($sum:tt)+], $last:tt) => {
        #[symdiff::gradient(var = $x, dim = $inputs)]
        pub(super) fn f($x: &[f64]) -> f64 {
            $($sum)+
        }
    };
}

symbolic!(symbolic_2, 2, x, 0 1);
symbolic!(symbolic_4, 4, x, 0 1 2 3);
symbolic!(symbolic_16, 16, x, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);

pub(crate) fn contests() -> Vec<Contest> {
    fn symdiff<const N: usize>(
        gradient: impl Fn(&[f64]) -> [f64; N] + 'static,
        value: impl Fn(&[f64]) -> f64 + 'static,
    ) -> Option<Entry> {
        Some(entry("symdiff", point(), move |x, into| {
            *into = gradient(x);
            value(x)
        }))
    }
    vec![
        contest::<2>("rosenbrock/n=2", symdiff::<2>(symbolic_2::f_gradient, symbolic_2::f)),
        contest::<4>("rosenbrock/n=4", symdiff::<4>(symbolic_4::f_gradient, symbolic_4::f)),
        contest::<16>("rosenbrock/n=16", symdiff::<16>(symbolic_16::f_gradient, symbolic_16::f)),
        contest::<100>("rosenbrock/n=100", None),
    ]
}

fn point<const N: usize>() -> [f64; N] {
    std::array::from_fn(|i| 0.8 + 0.1 * (i % 5) as f64)
}

fn contest<const N: usize>(name: &'static str, symbolic: Option<Entry>) -> Contest {
    let point = point::<N>();
    let mut entries = vec![
        entry("hand", point, by_hand),
        entry("autodiff", point, |x, gradient| plain_grad_into(x, gradient)),
    ];
    entries.extend(symbolic);
    entries.extend([num_dual(point, dual), tape(point, taped)]);
    entries.extend(ad_trait(point, Rosenbrock));
    entries.push(central(point, |x| plain(x)));
    Contest { name, entries }
}
