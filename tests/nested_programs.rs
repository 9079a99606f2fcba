//! Derivatives inside of functions that are differentiated: of methods, with stated derivatives, where a value decides how
//! long a loop runs, and products with a Hessian along directions that depend on the parameters.

use autodiff::grad;

/// The central difference along a line, with one step of Richardson: the error is that of numbers of size one at 1e-3, 1e-13,
/// and the fifth derivative times h⁴, 1e-12.
fn slope(f: impl Fn(f64) -> f64) -> f64 {
    let difference = |h: f64| (f(h) - f(-h)) / (2.0 * h);
    let h = 1e-3;
    (4.0 * difference(h / 2.0) - difference(h)) / 3.0
}

fn moved<const N: usize>(x: [f64; N], along: [f64; N], by: f64) -> [f64; N] {
    std::array::from_fn(|i| x[i] + by * along[i])
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[track_caller]
fn assert_near(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance * (1.0 + want.abs()), "{got} is not {want}");
}

#[derive(Clone)]
struct Net {
    layers: usize,
}

#[grad(hvp)]
impl Net {
    fn run(&self, w: &[f64], x: f64) -> f64 {
        let mut h = x;
        for i in 0..self.layers {
            h = (w[2 * i] * h + w[2 * i + 1]).tanh();
            if h < -0.9 {
                return h * x;
            }
        }
        h
    }
}

/// How much a net's output moves with its inputs.
#[grad(jvp)]
fn sensitivity(net: &Net, w: &[f64], inputs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in inputs {
        let (_, slope) = net.run_grad(w, *x);
        sum += slope * slope;
        if sum > 3.0 {
            break;
        }
    }
    sum
}

#[test]
fn gradients_of_a_method_in_a_loop_that_breaks() {
    let (net, w, inputs) = (Net { layers: 2 }, [0.7, -0.2, 1.3, 0.1], [0.3, -0.8, 1.4, 2.0]);
    let (dw, dx) = ([0.2, 0.1, -0.5, 0.7], [0.4, -0.1, 0.3, 0.6]);
    let (in_w, in_x) = sensitivity_grad(&net, &w, &inputs);
    let along = dot(&in_w, &dw) + dot(&in_x, &dx);
    let f = |by| sensitivity(&net, &moved(w, dw, by), &moved(inputs, dx, by));
    assert_near(along, slope(f), 1e-9);
    assert_near(sensitivity_jvp(&net, &w, &inputs, &dw, &dx).1, along, 1e-13);
}

#[grad(jvp, hvp, partials = cost_and_partials)]
fn cost(x: f64, y: f64) -> f64 {
    x * x * y.exp()
}

#[grad(jvp)]
fn cost_and_partials(x: f64, y: f64) -> (f64, (f64, f64)) {
    (x * x * y.exp(), (2.0 * x * y.exp(), x * x * y.exp()))
}

#[grad(jvp)]
fn pairs(x: &[f64]) -> f64 {
    let mut s = 0.1;
    'all: for i in (0..x.len()).rev() {
        for j in 0..i {
            let (a, b) = cost_grad(x[i] * s, x[j]);
            s += 0.1 * a - 0.05 * b;
            if s > 2.0 {
                break 'all;
            }
        }
    }
    s + cost(s, x[0])
}

#[test]
fn gradients_that_are_stated_in_loops_that_are_left() {
    for x in [[0.5, 0.8, 0.3, 1.1], [2.5, 0.8, 0.3, 3.0]] {
        let along = [0.2, -0.3, 0.5, 0.4];
        let want = dot(&pairs_grad(&x), &along);
        assert_near(want, slope(|by| pairs(&moved(x, along, by))), 1e-9);
        assert_near(pairs_jvp(&x, &along).1, want, 1e-13);
    }
}

#[grad(hvp)]
fn valley(x: &[f64; 3], t: f64) -> f64 {
    (x[0] * x[1] - t).powi(2) + (x[1] - x[2] * t).abs() + x[0].hypot(x[2])
}

#[grad(jvp, vjp)]
fn descend(start: [f64; 3], t: f64) -> [f64; 3] {
    let (mut x, mut steps) = (start, 0);
    loop {
        let (value, (slope, in_t)) = valley_value_and_grad(&x, t);
        if value < 0.9 || steps > 12 {
            return [x[0], x[1] * in_t, value];
        }
        for i in 0..3 {
            x[i] -= 0.05 * slope[i];
        }
        steps += 1;
        if slope[0] > 1.5 {
            continue;
        }
        x[2] += 0.01 * value;
    }
}

#[test]
fn a_value_beside_a_gradient_decides_when_a_loop_ends() {
    let (x, t, dx, dt) = ([1.2, 0.9, -0.7], 0.6, [0.3, 0.6, -0.2], 0.4);
    let (value, along) = descend_jvp(x, t, dx, dt);
    assert_eq!(value, descend(x, t));
    for (at, got) in along.iter().enumerate() {
        assert_near(*got, slope(|by| descend(moved(x, dx, by), t + by * dt)[at]), 1e-8);
    }
    let ct = [0.2, 0.7, -1.0];
    let (in_x, in_t) = descend_vjp(x, t).1(ct);
    assert_near(dot(&in_x, &dx) + in_t * dt, dot(&ct, &along), 1e-13);
}

#[grad(third)]
fn bowl(x: &[f64], k: f64) -> f64 {
    let mut sum = x[0] * x[0] * k;
    for i in 1..x.len() {
        sum += (x[i] - x[i - 1] * k).powi(4) + 0.5 * x[i] * x[i];
    }
    sum
}

#[grad(jvp)]
fn curvature(x: &[f64], k: f64) -> f64 {
    let mut d = x.to_vec();
    let mut total = 0.0;
    for _ in 0..3 {
        let ((g, _), (h, in_k)) = bowl_hvp(x, k, &d, 0.5);
        let (mut down, mut bend) = (0.0, 1.0);
        for i in 0..g.len() {
            down += g[i] * d[i];
            bend += d[i] * h[i];
        }
        let step = down / (1.0 + bend * bend);
        for i in 0..d.len() {
            d[i] -= 0.1 * step * h[i];
        }
        total += step + 0.01 * in_k;
    }
    total
}

#[test]
fn products_along_directions_that_depend_on_the_parameters() {
    let (x, k, dx, dk) = ([0.4, -0.3, 0.8], 1.1, [0.5, 0.2, -0.6], 0.3);
    let (in_x, in_k) = curvature_grad(&x, k);
    let along = dot(&in_x, &dx) + in_k * dk;
    assert_near(along, slope(|by| curvature(&moved(x, dx, by), k + by * dk)), 1e-8);
    assert_near(curvature_jvp(&x, k, &dx, dk).1, along, 1e-13);
}
