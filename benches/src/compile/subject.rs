//! Ten functions of twenty lines, as users write them. The benchmark of compile time copies them, with the attribute and
//! without, so each stands between blank lines and needs no other.

use autodiff::grad;

#[grad]
pub fn call_option(spot: f64, strike: f64, years: f64, rate: f64, volatility: f64) -> f64 {
    let root = years.sqrt();
    let deviation = volatility * root;
    let drift = (rate + 0.5 * volatility * volatility) * years;
    let d1 = ((spot / strike).ln() + drift) / deviation;
    let d2 = d1 - deviation;
    let t1 = 1.0 / (1.0 + 0.2316419 * d1.abs());
    let t2 = 1.0 / (1.0 + 0.2316419 * d2.abs());
    let p1 = t1 * (0.31938153 + t1 * (-0.356563782 + t1 * 1.781477937));
    let p2 = t2 * (0.31938153 + t2 * (-0.356563782 + t2 * 1.781477937));
    let q1 = 0.3989423 * (-0.5 * d1 * d1).exp() * p1;
    let q2 = 0.3989423 * (-0.5 * d2 * d2).exp() * p2;
    let n1 = if d1 > 0.0 { 1.0 - q1 } else { q1 };
    let n2 = if d2 > 0.0 { 1.0 - q2 } else { q2 };
    let discount = (-rate * years).exp();
    let paid = strike * discount * n2;
    let held = spot * n1;
    let value = held - paid;
    value.max(0.0)
}

#[grad]
pub fn log_likelihood(data: &[f64], mean: f64, deviation: f64, weight: f64) -> f64 {
    let mut total = 0.0;
    let mut count = 0.0;
    let scale = 1.0 / deviation;
    let normalisation = 0.918938533204673 + deviation.ln();
    for x in data {
        let z = (x - mean) * scale;
        let normal = -0.5 * z * z - normalisation;
        let tails = -(1.0 + z * z).ln() - 1.1447298858494;
        let top = normal.max(tails);
        let low = normal.min(tails);
        let mixed = top + (low - top).exp().ln_1p();
        if z.abs() < 8.0 {
            total += mixed * weight;
            count += 1.0;
        }
    }
    let penalty = 0.5 * (deviation - 1.0).powi(2) + mean * mean * 0.01;
    let average = total / (1.0 + count);
    average - penalty
}

#[grad]
pub fn pendulum(state: [f64; 2], length: f64, damping: f64, steps: usize) -> f64 {
    let [mut angle, mut speed] = state;
    let gravity = 9.81;
    let step = 0.01;
    let mut energy = 0.0;
    for _ in 0..steps {
        let force = -gravity / length * angle.sin();
        let friction = -damping * speed;
        let middle = speed + 0.5 * step * (force + friction);
        let half_way = angle + 0.5 * step * speed;
        let next = -gravity / length * half_way.sin() - damping * middle;
        angle += step * middle;
        speed += step * next;
        let kinetic = 0.5 * length * length * speed * speed;
        let height = length * (1.0 - angle.cos());
        energy += (kinetic + gravity * height) * step;
    }
    let distance = angle * angle + 0.1 * speed * speed;
    energy + distance
}

#[grad]
pub fn project(camera: &[f64; 7], point: [f64; 3], seen: [f64; 2]) -> f64 {
    let [rx, ry, rz] = [camera[0], camera[1], camera[2]];
    let theta = (rx * rx + ry * ry + rz * rz + 1e-12).sqrt();
    let (sin, cos) = theta.sin_cos();
    let [ax, ay, az] = [rx / theta, ry / theta, rz / theta];
    let [x, y, z] = point;
    let dot = ax * x + ay * y + az * z;
    let cross = [ay * z - az * y, az * x - ax * z, ax * y - ay * x];
    let rotated_x = x * cos + cross[0] * sin + ax * dot * (1.0 - cos);
    let rotated_y = y * cos + cross[1] * sin + ay * dot * (1.0 - cos);
    let rotated_z = z * cos + cross[2] * sin + az * dot * (1.0 - cos);
    let moved = [rotated_x + camera[3], rotated_y + camera[4], rotated_z + 5.0];
    let u = moved[0] / moved[2];
    let v = moved[1] / moved[2];
    let radius = u * u + v * v;
    let distortion = 1.0 + camera[6] * radius;
    let du = camera[5] * distortion * u - seen[0];
    let dv = camera[5] * distortion * v - seen[1];
    du * du + dv * dv
}

#[grad]
pub fn layer(weights: &[f64], bias: &[f64], inputs: &[f64], target: &[f64]) -> f64 {
    let columns = inputs.len();
    let mut outputs = vec![0.0; bias.len()];
    for (row, output) in outputs.iter_mut().enumerate() {
        let mut sum = bias[row];
        for column in 0..columns {
            sum += weights[row * columns + column] * inputs[column];
        }
        *output = sum.tanh();
    }
    let mut loss = 0.0;
    for (output, wanted) in outputs.iter().zip(target) {
        let error = output - wanted;
        loss += error * error;
    }
    let mut size = 0.0;
    for weight in weights {
        size += weight * weight;
    }
    0.5 * loss + 0.001 * size
}

#[grad]
pub fn tax(income: f64, deduction: f64, children: u32, base: f64) -> f64 {
    let allowance = deduction + 1200.0 * f64::from(children);
    let taxable = (income - allowance).max(0.0);
    if taxable <= base {
        return 0.0;
    }
    let above = taxable - base;
    let first = 0.14 * above.min(10_000.0);
    let second = if above > 10_000.0 {
        let part = (above - 10_000.0).min(30_000.0);
        part * (0.24 + part / 300_000.0)
    } else {
        0.0
    };
    let third = match children {
        0 => 0.42 * (above - 40_000.0).max(0.0),
        1 | 2 => 0.40 * (above - 40_000.0).max(0.0),
        _ => 0.38 * (above - 40_000.0).max(0.0),
    };
    first + second + third
}

#[grad]
pub fn smooth(values: &mut [f64], width: f64, rounds: usize) {
    let last = values.len() - 1;
    let centre = 1.0 / (1.0 + 2.0 * width);
    let side = width * centre;
    for _ in 0..rounds {
        let mut before = values[0];
        for i in 1..last {
            let here = values[i];
            values[i] = centre * here + side * (before + values[i + 1]);
            before = here;
        }
        values[0] = 0.5 * (values[0] + values[1]);
        values[last] = 0.5 * (values[last] + values[last - 1]);
    }
    let mut sum = 0.0;
    for value in values.iter() {
        sum += value.abs();
    }
    for value in values.iter_mut() {
        *value /= 1.0 + sum;
    }
}

#[grad]
pub fn multiply(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    let [aw, ax, ay, az] = a;
    let [bw, bx, by, bz] = b;
    let size = (aw * aw + ax * ax + ay * ay + az * az).sqrt();
    let other = (bw * bw + bx * bx + by * by + bz * bz).sqrt();
    let scale = 1.0 / (size * other);
    let w = aw * bw - ax * bx - ay * by - az * bz;
    let x = aw * bx + ax * bw + ay * bz - az * by;
    let y = aw * by - ax * bz + ay * bw + az * bx;
    let z = aw * bz + ax * by - ay * bx + az * bw;
    let angle = (w * scale).clamp(-1.0, 1.0).acos();
    let fade = 1.0 / (1.0 + angle * angle);
    let mut product = [w, x, y, z];
    product[0] *= scale;
    product[1] *= scale * fade;
    product[2] *= scale * fade;
    product[3] *= scale * fade;
    let sum = product[1] + product[2] + product[3];
    product[0] += 0.01 * sum;
    product
}

#[grad]
pub fn implicit_root(a: f64, b: f64, tolerance: f64) -> f64 {
    let mut x = 1.0 + a.abs();
    let mut rounds = 0;
    while rounds < 50 {
        let power = x * x * x;
        let value = power + a * x - b;
        let slope = 3.0 * x * x + a;
        if value.abs() < tolerance {
            break;
        }
        let mut step = value / slope;
        if step.abs() > 1.0 {
            step /= step.abs();
        }
        x -= step;
        rounds += 1;
    }
    let scale = (1.0 + x * x).sqrt();
    let near = x / scale;
    near + 0.1 * scale.ln()
}

#[grad]
pub fn two_body<T: autodiff::Real>(position: [T; 3], speed: [T; 3], mass: T) -> T {
    let [x, y, z] = position;
    let [u, v, w] = speed;
    let squared = x * x + y * y + z * z;
    let radius = squared.sqrt();
    let kinetic = T::from_f64(0.5) * mass * (u * u + v * v + w * w);
    let potential = -mass / radius;
    let hx = y * w - z * v;
    let hy = z * u - x * w;
    let hz = x * v - y * u;
    let momentum = (hx * hx + hy * hy + hz * hz).sqrt();
    let energy = kinetic + potential;
    let axis = -mass / (T::from_f64(2.0) * energy);
    let parameter = momentum * momentum / mass;
    let shape = (T::from_f64(1.0) - parameter / axis).abs();
    let eccentricity = shape.sqrt();
    let nearest = axis * (T::from_f64(1.0) - eccentricity);
    let farthest = axis * (T::from_f64(1.0) + eccentricity);
    let period = (axis * axis * axis).abs().sqrt();
    period + nearest / farthest
}
