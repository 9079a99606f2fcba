//! Each program at one point, with its companions.

use std::cell::RefCell;
use std::hint::black_box;
use std::rc::Rc;

use super::{Row, programs};
use crate::evals::Repeated;
use crate::evals::inputs::{index, number, numbers, read};
use crate::evals::primals;

/// A program at a point, and a direction.
struct At<P, D> {
    row: Row,
    input: Rc<(P, D)>,
}

/// A call that the optimiser can neither leave out nor move.
fn repeated<I: 'static, O>(input: &Rc<I>, call: impl Fn(&I) -> O + 'static) -> Repeated {
    let input = Rc::clone(input);
    Box::new(move |rounds| {
        (0..rounds).for_each(|_| drop(black_box(call(black_box(&input)))));
        0.0
    })
}

impl<P: 'static, D: 'static> At<P, D> {
    fn new<O>(name: impl ToString, point: P, direction: D, function: impl Fn(&P) -> O + 'static) -> Self {
        let input = Rc::new((point, direction));
        let function = repeated(&input, move |(point, _)| function(point));
        At { row: Row { name: name.to_string(), function, companions: Vec::new() }, input }
    }

    /// A companion that takes the point alone.
    fn plain<O>(mut self, name: &'static str, call: impl Fn(&P) -> O + 'static) -> Self {
        self.row.companions.push((name, repeated(&self.input, move |(point, _)| call(point))));
        self
    }

    /// A companion that takes both.
    fn along<O>(mut self, name: &'static str, call: impl Fn(&P, &D) -> O + 'static) -> Self {
        self.row.companions.push((name, repeated(&self.input, move |(point, along)| call(point, along))));
        self
    }
}

/// All rows, in the order of the table.
pub(super) fn all() -> Vec<Row> {
    let mut rows = vec![valley(), normal(), option_price(), potential(), camera()];
    rows.extend([camera_of_functions(), camera_by_rows(), pendulum(), pendulum_by_columns()]);
    rows.extend([100, 1000, 10_000, 100_000].map(rosenbrock));
    rows.extend([rosenbrock_by_hand(100_000), hessian(), pairs(), logistic(), chain()]);
    rows.extend([gmm("gmm/d=10,k=25,n=1000"), kmeans("kmeans/k=10,n=1000,d=8"), llsq("llsq/n=1024,m=128")]);
    rows.extend([lse("lse/n=2500"), lstm("lstm/l=2,c=1024"), ode("ode/n=12,s=60"), ode("ode/n=1000,s=10")]);
    rows
}

/// Value and gradient by a pullback.
fn pulled<G>((value, pullback): (f64, impl FnOnce(f64) -> G)) -> (f64, G) {
    (value, pullback(1.0))
}

/// So many numbers between `low` and `low + 0.6`.
fn some(n: usize, low: f64) -> Vec<f64> {
    (0..n).map(|i| low + (i * 5 % 7) as f64 * 0.1).collect()
}

/// Tangents of the same length.
fn along(numbers: &[f64]) -> Vec<f64> {
    some(numbers.len(), 0.25)
}

fn valley() -> Row {
    use programs::{valley, valley_hessian, valley_hvp, valley_jvp, valley_vjp};
    At::new("valley", (-1.2, 1.0), (0.5, 0.25), |(x, y)| valley(*x, *y))
        .plain("vjp", |(x, y)| pulled(valley_vjp(*x, *y)))
        .along("jvp", |(x, y), (dx, dy)| valley_jvp(*x, *y, *dx, *dy))
        .along("hvp", |(x, y), (dx, dy)| valley_hvp(*x, *y, *dx, *dy))
        .plain("hessian", |(x, y)| valley_hessian(*x, *y))
        .row
}

fn normal() -> Row {
    use programs::{normal, normal_hessian, normal_hvp, normal_jvp, normal_vjp};
    At::new("normal", (0.4, 0.1, 1.3), (0.5, 0.25, 0.125), |(x, m, s)| normal(*x, *m, *s))
        .plain("vjp", |(x, m, s)| pulled(normal_vjp(*x, *m, *s)))
        .along("jvp", |(x, m, s), (dx, dm, ds)| normal_jvp(*x, *m, *s, *dx, *dm, *ds))
        .along("hvp", |(x, m, s), (dx, dm, ds)| normal_hvp(*x, *m, *s, *dx, *dm, *ds))
        .plain("hessian", |(x, m, s)| normal_hessian(*x, *m, *s))
        .row
}

fn option_price() -> Row {
    use programs::{
        option_price, option_price_hessian, option_price_hvp, option_price_jvp, option_price_vjp,
    };
    let price = |(s, v, r): &(f64, f64, f64)| option_price(*s, *v, *r);
    At::new("option_price", (105.0, 0.3, 0.02), (0.5, 0.25, 0.125), price)
        .plain("vjp", |(s, v, r)| pulled(option_price_vjp(*s, *v, *r)))
        .along("jvp", |(s, v, r), (ds, dv, dr)| option_price_jvp(*s, *v, *r, *ds, *dv, *dr))
        .along("hvp", |(s, v, r), (ds, dv, dr)| option_price_hvp(*s, *v, *r, *ds, *dv, *dr))
        .plain("hessian", |(s, v, r)| option_price_hessian(*s, *v, *r))
        .row
}

fn potential() -> Row {
    use programs::{potential, potential_hessian, potential_hvp, potential_jvp, potential_vjp};
    let (particles, shift) = (([0.1, 0.2, 0.3], [1.1, 0.9, -0.4]), ([0.5, 0.25, 0.1], [-0.1, 0.3, 0.2]));
    At::new("potential", particles, shift, |(a, b)| potential(*a, *b))
        .plain("vjp", |(a, b)| pulled(potential_vjp(*a, *b)))
        .along("jvp", |(a, b), (da, db)| potential_jvp(*a, *b, *da, *db))
        .along("hvp", |(a, b), (da, db)| potential_hvp(*a, *b, *da, *db))
        .plain("hessian", |(a, b)| potential_hessian(*a, *b))
        .row
}

fn camera() -> Row {
    use programs::{camera, camera_jacobian, camera_jvp, camera_vjp};
    let lens = [500.0, -0.05, 0.01, 0.002, -0.001, 1.01];
    let point = ([0.3, -0.2, 0.5], [0.1, 0.2, 3.0], lens, [0.4, -0.3, 2.5]);
    At::new("camera", point, point, |(t, s, c, p)| camera(*t, *s, *c, *p))
        .plain("vjp", |(t, s, c, p)| {
            let (value, pullback) = camera_vjp(*t, *s, *c, *p);
            (value, pullback([1.0, 0.5]))
        })
        .along("jvp", |(t, s, c, p), (dt, ds, dc, dp)| camera_jvp(*t, *s, *c, *p, *dt, *ds, *dc, *dp))
        .plain("jacobian", |(t, s, c, p)| camera_jacobian(*t, *s, *c, *p))
        .row
}

/// The camera of functions; a point for both of its forms.
fn at_the_camera<O>(name: &str, function: impl Fn(&[[f64; 3]; 3], &[f64; 6]) -> O + 'static) -> Sight {
    let lens = [500.0, -0.05, 0.01, 0.002, -0.001, 1.01];
    let vectors = [[0.3, -0.2, 0.5], [0.1, 0.2, 3.0], [0.4, -0.3, 2.5]];
    At::new(name, (vectors, lens), (), move |(v, lens)| function(v, lens))
}

/// Rotation, shift and point; the lens.
type Sight = At<([[f64; 3]; 3], [f64; 6]), ()>;

fn camera_of_functions() -> Row {
    use programs::parts::{camera, camera_jacobian};
    at_the_camera("camera of functions", |[t, s, p], lens| camera(*t, *s, *lens, *p))
        .plain("jacobian", |([t, s, p], lens)| camera_jacobian(*t, *s, *lens, *p))
        .row
}

fn camera_by_rows() -> Row {
    use programs::parts::{camera_by_rows, camera_by_rows_jacobian};
    at_the_camera("the same without `lanes`", |[t, s, p], lens| camera_by_rows(*t, *s, *lens, *p))
        .plain("jacobian", |([t, s, p], lens)| camera_by_rows_jacobian(*t, *s, *lens, *p))
        .row
}

fn pendulum() -> Row {
    use programs::steps::{pendulum, pendulum_jacobian};
    At::new("pendulum/n=100", [0.5, -0.25, 0.1, 0.2], (), |state| pendulum(*state, 100))
        .plain("jacobian", |state| pendulum_jacobian(*state, 100))
        .row
}

fn pendulum_by_columns() -> Row {
    use programs::steps::{pendulum_by_columns, pendulum_by_columns_jacobian};
    At::new("the same without `lanes`", [0.5, -0.25, 0.1, 0.2], (), |state| pendulum_by_columns(*state, 100))
        .plain("jacobian", |state| pendulum_by_columns_jacobian(*state, 100))
        .row
}

fn rosenbrock(n: usize) -> Row {
    use programs::{rosenbrock, rosenbrock_hvp, rosenbrock_hvp_into, rosenbrock_jvp, rosenbrock_vjp};
    let buffers = RefCell::new([vec![0.0; n], vec![0.0; n]]);
    At::new(format!("rosenbrock/n={n}"), some(n, 0.5), some(n, 0.25), |x| rosenbrock(x))
        .plain("vjp", |x| pulled(rosenbrock_vjp(x)))
        .along("jvp", |x, d| rosenbrock_jvp(x, d))
        .along("hvp", |x, d| rosenbrock_hvp(x, d))
        .along("hvp_into", move |x, d| {
            let mut buffers = buffers.borrow_mut();
            let [gradient, product] = &mut *buffers;
            rosenbrock_hvp_into(x, d, gradient, product)
        })
        .row
}

/// What code by hand takes for the same, in new buffers and in the caller's.
fn rosenbrock_by_hand(n: usize) -> Row {
    use programs::{rosenbrock, rosenbrock_by_hand};
    let buffers = RefCell::new([vec![0.0; n], vec![0.0; n]]);
    At::new("the same by hand", some(n, 0.5), some(n, 0.25), |x| rosenbrock(x))
        .along("hvp", |x, d| {
            let (mut gradient, mut product) = (vec![0.0; x.len()], vec![0.0; x.len()]);
            rosenbrock_by_hand(x, d, &mut gradient, &mut product);
            (gradient, product)
        })
        .along("hvp_into", move |x, d| {
            let mut buffers = buffers.borrow_mut();
            let [gradient, product] = &mut *buffers;
            rosenbrock_by_hand(x, d, gradient, product)
        })
        .row
}

fn hessian() -> Row {
    At::new("rosenbrock/n=20", some(20, 0.5), (), |x| programs::rosenbrock(x))
        .plain("hessian", |x| programs::rosenbrock_hessian(x))
        .row
}

fn pairs() -> Row {
    use programs::{pairs, pairs_hvp, pairs_jvp, pairs_vjp};
    At::new("pairs/n=1000", some(1000, 0.5), some(1000, 0.25), |x| pairs(x))
        .plain("vjp", |x| pulled(pairs_vjp(x)))
        .along("jvp", |x, d| pairs_jvp(x, d))
        .along("hvp", |x, d| pairs_hvp(x, d))
        .row
}

fn logistic() -> Row {
    use programs::{logistic, logistic_hessian, logistic_hvp, logistic_jvp, logistic_vjp};
    let data = (some(8, -0.3), some(800, -0.2), some(100, -0.1));
    At::new("logistic/n=100,d=8", data, some(8, 0.25), |(w, f, l)| logistic(w, f, l))
        .plain("vjp", |(w, f, l)| pulled(logistic_vjp(w, f, l)))
        .along("jvp", |(w, f, l), d| logistic_jvp(w, f, l, d))
        .along("hvp", |(w, f, l), d| logistic_hvp(w, f, l, d))
        .plain("hessian", |(w, f, l)| logistic_hessian(w, f, l))
        .row
}

fn chain() -> Row {
    use programs::{chain, chain_hvp, chain_jvp, chain_vjp};
    At::new("chain/n=1000", some(1000, 0.5), some(1000, 0.25), |x| chain(x, 2.0))
        .plain("vjp", |x| pulled(chain_vjp(x, 2.0)))
        .along("jvp", |x, d| chain_jvp(x, 2.0, d, 0.5))
        .along("hvp", |x, d| chain_hvp(x, 2.0, d, 0.5))
        .row
}

fn gmm(name: &'static str) -> Row {
    use primals::{Setting, gmm, gmm_hvp, gmm_jvp};
    let input = read(name);
    let parts = ["alpha", "mu", "q", "l"].map(|part| numbers(&input[part]));
    let tangents = parts.each_ref().map(|part| along(part));
    let (d, m, gamma) = (index(&input["d"]), index(&input["m"]), number(&input["gamma"]));
    At::new(name, (parts, numbers(&input["x"])), tangents, move |([a, mu, q, l], points)| {
        gmm(a, mu, q, l, &Setting { d, points, gamma, m })
    })
    .along("jvp", move |([a, mu, q, l], points), [da, dmu, dq, dl]| {
        gmm_jvp(a, mu, q, l, &Setting { d, points, gamma, m }, da, dmu, dq, dl)
    })
    .along("hvp", move |([a, mu, q, l], points), [da, dmu, dq, dl]| {
        gmm_hvp(a, mu, q, l, &Setting { d, points, gamma, m }, da, dmu, dq, dl)
    })
    .row
}

fn kmeans(name: &'static str) -> Row {
    use primals::{kmeans_cost, kmeans_cost_hvp, kmeans_cost_jvp};
    let input = read(name);
    let d = input["points"][0].as_array().expect("a row").len();
    let parts = ["points", "centroids"].map(|part| numbers(&input[part]));
    let ones = vec![1.0; parts[1].len()];
    At::new(name, parts, ones, move |[p, c]| kmeans_cost(p, c, d))
        .along("jvp", move |[p, c], dc| kmeans_cost_jvp(p, c, d, dc))
        .along("hvp", move |[p, c], dc| kmeans_cost_hvp(p, c, d, dc))
        .row
}

fn llsq(name: &'static str) -> Row {
    use primals::{least_squares, least_squares_hvp, least_squares_jvp};
    let input = read(name);
    let (x, n) = (numbers(&input["x"]), index(&input["n"]));
    let tangent = along(&x);
    At::new(name, x, tangent, move |x| least_squares(x, n))
        .along("jvp", move |x, dx| least_squares_jvp(x, n, dx))
        .along("hvp", move |x, dx| least_squares_hvp(x, n, dx))
        .row
}

fn lse(name: &'static str) -> Row {
    use primals::{log_sum_exp, log_sum_exp_hvp, log_sum_exp_jvp};
    let x = numbers(&read(name)["x"]);
    let tangent = along(&x);
    At::new(name, x, tangent, |x| log_sum_exp(x))
        .along("jvp", |x, dx| log_sum_exp_jvp(x, dx))
        .along("hvp", |x, dx| log_sum_exp_hvp(x, dx))
        .row
}

fn lstm(name: &'static str) -> Row {
    use primals::{lstm_loss, lstm_loss_hvp, lstm_loss_jvp};
    let input = read(name);
    let parts = ["main_params", "extra_params", "state", "sequence"].map(|part| numbers(&input[part]));
    let tangents = [along(&parts[0]), along(&parts[1])];
    At::new(name, parts, tangents, |[main, extra, state, text]| lstm_loss(main, extra, state, text))
        .along("jvp", |[main, extra, state, text], [dmain, dextra]| {
            lstm_loss_jvp(main, extra, state, text, dmain, dextra)
        })
        .along("hvp", |[main, extra, state, text], [dmain, dextra]| {
            lstm_loss_hvp(main, extra, state, text, dmain, dextra)
        })
        .row
}

fn ode(name: &'static str) -> Row {
    use primals::{runge_kutta, runge_kutta_hvp, runge_kutta_jvp};
    let input = read(name);
    let (x, steps) = (numbers(&input["x"]), index(&input["s"]));
    let tangent = along(&x);
    At::new(name, x, tangent, move |x| runge_kutta(x, steps))
        .along("jvp", move |x, dx| runge_kutta_jvp(x, steps, dx))
        .along("hvp", move |x, dx| runge_kutta_hvp(x, steps, dx))
        .row
}
