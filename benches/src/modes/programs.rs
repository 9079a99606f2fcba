//! The programs: small functions of a few numbers, sums over many, and the evals of GradBench.

use autodiff::grad;

/// A pose (a rotation by an axis whose length is the angle, and a shift), a camera with a focal length, two radial and two
/// tangential distortions, a scale of its axes, and a point: where the camera sees the point.
#[grad(jacobian, vjp, jvp)]
pub(super) fn camera(
    turn: [f64; 3],
    shift: [f64; 3],
    [focal, k1, k2, p1, p2, skew]: [f64; 6],
    point: [f64; 3],
) -> [f64; 2] {
    let angle = (turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2]).sqrt();
    let (sine, cosine) = angle.sin_cos();
    let axis = [turn[0] / angle, turn[1] / angle, turn[2] / angle];
    let cross = [
        axis[1] * point[2] - axis[2] * point[1],
        axis[2] * point[0] - axis[0] * point[2],
        axis[0] * point[1] - axis[1] * point[0],
    ];
    let along = (axis[0] * point[0] + axis[1] * point[1] + axis[2] * point[2]) * (1.0 - cosine);
    let x = point[0] * cosine + cross[0] * sine + axis[0] * along + shift[0];
    let y = point[1] * cosine + cross[1] * sine + axis[1] * along + shift[1];
    let z = point[2] * cosine + cross[2] * sine + axis[2] * along + shift[2];
    let (u, v) = (x / z, y / z);
    let square = u * u + v * v;
    let radial = 1.0 + square * (k1 + square * k2);
    let (du, dv) =
        (2.0 * p1 * u * v + p2 * (square + 2.0 * u * u), p1 * (square + 2.0 * v * v) + 2.0 * p2 * u * v);
    [focal * (u * radial + du), focal * skew * (v * radial + dv)]
}

/// The camera in functions, with their lanes.
pub(super) mod parts {
    use autodiff::grad;

    #[grad(lanes)]
    fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
        a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
    }

    #[grad(lanes)]
    fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    }

    #[grad(lanes)]
    fn turned(turn: [f64; 3], point: [f64; 3]) -> [f64; 3] {
        let angle = dot(turn, turn).sqrt();
        let (sine, cosine) = angle.sin_cos();
        let axis = [turn[0] / angle, turn[1] / angle, turn[2] / angle];
        let side = cross(axis, point);
        let along = dot(axis, point) * (1.0 - cosine);
        [
            point[0] * cosine + side[0] * sine + axis[0] * along,
            point[1] * cosine + side[1] * sine + axis[1] * along,
            point[2] * cosine + side[2] * sine + axis[2] * along,
        ]
    }

    #[grad(lanes)]
    fn seen([u, v]: [f64; 2], [focal, k1, k2, p1, p2, skew]: [f64; 6]) -> [f64; 2] {
        let square = u * u + v * v;
        let radial = 1.0 + square * (k1 + square * k2);
        let du = 2.0 * p1 * u * v + p2 * (square + 2.0 * u * u);
        let dv = p1 * (square + 2.0 * v * v) + 2.0 * p2 * u * v;
        [focal * (u * radial + du), focal * skew * (v * radial + dv)]
    }

    /// Two rows at once.
    #[grad(jacobian, lanes)]
    pub(in super::super) fn camera(
        turn: [f64; 3],
        shift: [f64; 3],
        lens: [f64; 6],
        point: [f64; 3],
    ) -> [f64; 2] {
        let at = turned(turn, point);
        let z = at[2] + shift[2];
        seen([(at[0] + shift[0]) / z, (at[1] + shift[1]) / z], lens)
    }

    /// One row at a time.
    #[grad(jacobian)]
    pub(in super::super) fn camera_by_rows(
        turn: [f64; 3],
        shift: [f64; 3],
        lens: [f64; 6],
        point: [f64; 3],
    ) -> [f64; 2] {
        let at = turned(turn, point);
        let z = at[2] + shift[2];
        seen([(at[0] + shift[0]) / z, (at[1] + shift[1]) / z], lens)
    }
}

/// A pendulum of two arms: a step of its equations of motion, with those in a function.
pub(super) mod steps {
    use autodiff::grad;

    #[grad(jvp, lanes)]
    fn force(angle: f64, other: f64, speed: f64) -> f64 {
        let between = angle - other;
        -angle.sin() - 0.5 * speed * speed * between.sin() - 0.125 * between
    }

    /// Four columns at once.
    #[grad(jacobian, lanes)]
    pub(in super::super) fn pendulum(mut state: [f64; 4], steps: usize) -> [f64; 4] {
        for _ in 0..steps {
            let (a, b) = (force(state[0], state[1], state[3]), force(state[1], state[0], state[2]));
            state[2] += 0.01 * a;
            state[3] += 0.01 * b;
            state[0] += 0.01 * state[2];
            state[1] += 0.01 * state[3];
        }
        state
    }

    /// One column at a time.
    #[grad(jacobian)]
    pub(in super::super) fn pendulum_by_columns(mut state: [f64; 4], steps: usize) -> [f64; 4] {
        for _ in 0..steps {
            let (a, b) = (force(state[0], state[1], state[3]), force(state[1], state[0], state[2]));
            state[2] += 0.01 * a;
            state[3] += 0.01 * b;
            state[0] += 0.01 * state[2];
            state[1] += 0.01 * state[3];
        }
        state
    }
}

/// The valley of Rosenbrock in the plane.
#[grad(vjp, jvp, hvp, hessian)]
pub(super) fn valley(x: f64, y: f64) -> f64 {
    let (a, b) = (1.0 - x, y - x * x);
    a * a + 100.0 * b * b
}

/// The negative logarithm of a normal density.
#[grad(vjp, jvp, hvp, hessian)]
pub(super) fn normal(x: f64, mean: f64, deviation: f64) -> f64 {
    let z = (x - mean) / deviation;
    0.5 * z * z + deviation.ln()
}

/// The price of a European call after Black and Scholes, with a logistic function for the normal distribution.
#[grad(vjp, jvp, hvp, hessian)]
pub(super) fn option_price(spot: f64, volatility: f64, rate: f64) -> f64 {
    const STRIKE: f64 = 100.0;
    let time = 0.5_f64;
    let spread = volatility * time.sqrt();
    let first = ((spot / STRIKE).ln() + (rate + 0.5 * volatility * volatility) * time) / spread;
    let second = first - spread;
    let share = 1.0 / (1.0 + (-1.702 * first).exp());
    let paid = 1.0 / (1.0 + (-1.702 * second).exp());
    spot * share - STRIKE * (-rate * time).exp() * paid
}

/// The potential of Lennard-Jones between two particles.
#[grad(vjp, jvp, hvp, hessian)]
pub(super) fn potential(a: [f64; 3], b: [f64; 3]) -> f64 {
    let d = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    let near = 1.0 / (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
    let sixth = near * near * near;
    4.0 * (sixth * sixth - sixth)
}

/// Rosenbrock's function of many numbers.
#[grad(vjp, jvp, hvp, hessian)]
pub(super) fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = 1.0 - x[i];
        let b = x[i + 1] - x[i] * x[i];
        sum += a * a + 100.0 * b * b;
    }
    sum
}

/// Its gradient, and the product of its Hessian with `d`, by hand.
pub(super) fn rosenbrock_by_hand(x: &[f64], d: &[f64], gradient: &mut [f64], product: &mut [f64]) -> f64 {
    gradient.fill(0.0);
    product.fill(0.0);
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let (a, b) = (1.0 - x[i], x[i + 1] - x[i] * x[i]);
        let db = d[i + 1] - 2.0 * x[i] * d[i];
        sum += a * a + 100.0 * b * b;
        gradient[i] -= 2.0 * a + 400.0 * b * x[i];
        gradient[i + 1] += 200.0 * b;
        product[i] += 2.0 * d[i] - 400.0 * (db * x[i] + b * d[i]);
        product[i + 1] += 200.0 * db;
    }
    sum
}

/// The same over pairs of neighbours.
#[grad(vjp, jvp, hvp)]
pub(super) fn pairs(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for pair in x.windows(2) {
        let a = 1.0 - pair[0];
        let b = pair[1] - pair[0] * pair[0];
        sum += a * a + 100.0 * b * b;
    }
    sum
}

/// A logistic regression: weights, rows of features, and a label for each row.
#[grad(wrt(weights), vjp, jvp, hvp, hessian)]
pub(super) fn logistic(weights: &[f64], features: &[f64], labels: &[f64]) -> f64 {
    let mut loss = 0.0;
    for (row, label) in features.chunks_exact(weights.len()).zip(labels) {
        let mut score = 0.0;
        for (w, f) in weights.iter().zip(row) {
            score += w * f;
        }
        loss += (-label * score).exp().ln_1p();
    }
    loss
}

/// One step of a chain of springs between neighbours, whose energy comes back.
#[grad(vjp, jvp, hvp)]
pub(super) fn chain(start: &[f64], stiffness: f64) -> f64 {
    let n = start.len();
    let mut force = vec![0.0; n];
    for i in 1..n - 1 {
        force[i] =
            stiffness * (start[i - 1] - 2.0 * start[i] + start[i + 1]) - start[i] * start[i] * start[i];
    }
    let mut energy = 0.0;
    for f in &force {
        energy += f * f;
    }
    energy
}
