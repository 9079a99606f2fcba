//! The eight evals of GradBench, whose programs and inputs are those of the tests, larger inputs made here, and programs
//! of our own.

#[path = "../../tests/gradbench/inputs.rs"]
pub(crate) mod inputs;
#[path = "../../tests/gradbench/primals.rs"]
pub(crate) mod primals;

use std::hint::black_box;
use std::rc::Rc;

use inputs::{index, number, numbers, read};

/// A program, called so many times in a row. Returns its value.
pub(crate) type Repeated = Box<dyn FnMut(u64) -> f64>;

/// A program at one of its inputs.
pub(crate) struct Eval {
    /// The input's file.
    pub(crate) name: &'static str,
    pub(crate) function: Repeated,
    /// Value and gradient, into buffers that are there already. NaN if there is no value beside it.
    pub(crate) gradient: Repeated,
    /// Whether it is left out where the numbers do not matter.
    pub(crate) slow: bool,
}

pub(crate) fn eval<I: 'static>(
    name: &'static str,
    input: I,
    function: impl Fn(&I) -> f64 + 'static,
    gradient: impl FnMut(&I) -> f64 + 'static,
) -> Eval {
    fn repeated<I: 'static>(input: Rc<I>, mut call: impl FnMut(&I) -> f64 + 'static) -> Repeated {
        Box::new(move |rounds| (0..rounds).fold(0.0, |_, _| black_box(call(black_box(&*input)))))
    }
    let input = Rc::new(input);
    let (function, gradient) = (repeated(Rc::clone(&input), function), repeated(input, gradient));
    Eval { name, function, gradient, slow: false }
}

/// All evals, in the order of the table.
pub(crate) fn all() -> Vec<Eval> {
    let mut evals = vec![hello()];
    evals.extend(["det/l=5", "det/l=8"].map(det));
    evals.extend(["gmm/d=2,k=5,n=1000", "gmm/d=10,k=25,n=1000", "gmm/d=20,k=50,n=1000"].map(gmm));
    evals.push(large_gmm());
    evals.extend(kmeans("kmeans/k=10,n=1000,d=8"));
    evals.extend(["llsq/n=16,m=128", "llsq/n=1024,m=128"].map(llsq));
    evals.push(lse("lse/n=2500"));
    evals.extend(["lstm/l=2,c=1024", "lstm/l=4,c=4096"].map(lstm));
    evals.extend(["ode/n=12,s=60", "ode/n=1000,s=10"].map(ode));
    evals.push(crate::own::network_loss("network/d=8,hidden=16,n=1000"));
    evals.push(crate::own::levels("levels/n=1000"));
    evals.push(crate::own::triangle("triangle/n=100"));
    evals.push(large_ode());
    for eval in &mut evals {
        eval.slow = SLOW.iter().any(|begin| eval.name.starts_with(begin));
    }
    evals
}

/// What takes seconds without optimisation.
const SLOW: [&str; 6] = ["det/l=8", "gmm/d=10", "gmm/d=20", "gmm/d=64", "lstm/l=4", "ode/n=10000"];

fn hello() -> Eval {
    let name = "hello/x=1";
    eval(
        name,
        number(&read(name)),
        |x| primals::square(*x),
        |x| {
            let (value, gradient) = primals::square_value_and_grad(*x);
            black_box(gradient);
            value
        },
    )
}

fn det(name: &'static str) -> Eval {
    let input = read(name);
    let (a, size) = (numbers(&input["A"]), index(&input["ell"]));
    let mut da = vec![0.0; a.len()];
    eval(
        name,
        a,
        move |a| primals::determinant(a, size),
        move |a| primals::determinant_grad_into(a, size, &mut da),
    )
}

fn gmm(name: &'static str) -> Eval {
    let input = read(name);
    let parts = ["alpha", "mu", "q", "l"].map(|part| numbers(&input[part]));
    let (d, m, gamma) = (index(&input["d"]), index(&input["m"]), number(&input["gamma"]));
    mixture(name, parts, numbers(&input["x"]), d, m, gamma)
}

/// Random numbers of the same kinds as in the inputs above: weights and entries normal, centres uniform.
fn large_gmm() -> Eval {
    let (d, k, n) = (64, 100, 1000);
    let mut random = Random(17);
    let normal = |random: &mut Random, count: usize| (0..count).map(|_| random.normal()).collect::<Vec<_>>();
    let alpha = normal(&mut random, k);
    let mu = (0..k * d).map(|_| random.uniform()).collect();
    let (q, l) = (normal(&mut random, k * d), normal(&mut random, k * d * (d - 1) / 2));
    mixture("gmm/d=64,k=100,n=1000", [alpha, mu, q, l], normal(&mut random, n * d), d, 0, 1.0)
}

fn mixture(
    name: &'static str,
    parts: [Vec<f64>; 4],
    points: Vec<f64>,
    d: usize,
    m: usize,
    gamma: f64,
) -> Eval {
    let [mut dalpha, mut dmu, mut dq, mut dl] = parts.each_ref().map(|part| vec![0.0; part.len()]);
    eval(
        name,
        (parts, points),
        move |([alpha, mu, q, l], points)| {
            primals::gmm(alpha, mu, q, l, &primals::Setting { d, points, gamma, m })
        },
        move |([alpha, mu, q, l], points)| {
            let setting = &primals::Setting { d, points, gamma, m };
            primals::gmm_grad_into(alpha, mu, q, l, setting, &mut dalpha, &mut dmu, &mut dq, &mut dl)
        },
    )
}

/// The gradient, and `dir`: the product of the Hessian with the vector of ones beside it.
fn kmeans(name: &'static str) -> [Eval; 2] {
    let input = read(name);
    let d = input["points"][0].as_array().expect("a row").len();
    let parts = ["points", "centroids"].map(|part| numbers(&input[part]));
    let mut gradient = vec![0.0; parts[1].len()];
    let ones = vec![1.0; parts[1].len()];
    let cost = move |[points, centroids]: &[Vec<f64>; 2]| primals::kmeans_cost(points, centroids, d);
    let first = eval(name, parts.clone(), cost, move |[points, centroids]| {
        primals::kmeans_cost_grad_into(points, centroids, d, &mut gradient)
    });
    let direction = eval("kmeans/k=10,n=1000,d=8, dir", parts, cost, move |[points, centroids]| {
        black_box(primals::kmeans_cost_hvp(points, centroids, d, &ones));
        f64::NAN // there is no value beside it
    });
    [first, direction]
}

fn llsq(name: &'static str) -> Eval {
    let input = read(name);
    let (x, n) = (numbers(&input["x"]), index(&input["n"]));
    let mut dx = vec![0.0; x.len()];
    eval(
        name,
        x,
        move |x| primals::least_squares(x, n),
        move |x| primals::least_squares_grad_into(x, n, &mut dx),
    )
}

fn lse(name: &'static str) -> Eval {
    let x = numbers(&read(name)["x"]);
    let mut dx = vec![0.0; x.len()];
    eval(name, x, |x| primals::log_sum_exp(x), move |x| primals::log_sum_exp_grad_into(x, &mut dx))
}

fn lstm(name: &'static str) -> Eval {
    let input = read(name);
    let parts = ["main_params", "extra_params", "state", "sequence"].map(|part| numbers(&input[part]));
    let [mut dmain, mut dextra] = [0, 1].map(|part: usize| vec![0.0; parts[part].len()]);
    eval(
        name,
        parts,
        |[main, extra, state, sequence]| primals::lstm_loss(main, extra, state, sequence),
        move |[main, extra, state, sequence]| {
            primals::lstm_loss_grad_into(main, extra, state, sequence, &mut dmain, &mut dextra)
        },
    )
}

fn ode(name: &'static str) -> Eval {
    let input = read(name);
    let (x, steps) = (numbers(&input["x"]), index(&input["s"]));
    let mut dx = vec![0.0; x.len()];
    eval(
        name,
        x,
        move |x| primals::runge_kutta(x, steps),
        move |x| primals::runge_kutta_grad_into(x, steps, &mut dx),
    )
}

fn large_ode() -> Eval {
    let mut random = Random(17);
    let x: Vec<f64> = (0..10_000).map(|_| random.uniform()).collect();
    let mut dx = vec![0.0; x.len()];
    eval(
        "ode/n=10000,s=100",
        x,
        |x| primals::runge_kutta(x, 100),
        move |x| primals::runge_kutta_grad_into(x, 100, &mut dx),
    )
}

/// A generator of random numbers, `splitmix64`.
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}
