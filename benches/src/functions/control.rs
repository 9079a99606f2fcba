//! Branches, early returns, variables that are overwritten.

use autodiff::grad;

use crate::case::{Case, Pair};

pub(crate) fn cases() -> Vec<Box<dyn Case>> {
    vec![
        Box::new(Pair {
            name: "huber",
            known: None,
            points: &[(1.0, 3.0, 0.5), (1.0, 1.2, 0.5), (4.0, 1.0, 0.5)],
            zeros: (0.0, (0.0, 0.0)),
            generated: |(x, y, delta)| huber_value_and_grad(x, y, delta),
            by_hand: |(x, y, delta)| huber_by_hand(x, y, delta),
        }),
        Box::new(Pair {
            name: "lennard_jones",
            known: None,
            points: &[([0.9, 0.4, 0.3], 1.0, 2.5), ([2.0, 2.0, 1.0], 1.0, 2.5)],
            zeros: (0.0, ([0.0; 3], 0.0)),
            generated: |(r, sigma, cutoff)| lennard_jones_value_and_grad(r, sigma, cutoff),
            by_hand: |(r, sigma, cutoff)| lennard_jones_by_hand(r, sigma, cutoff),
        }),
        Box::new(Pair {
            name: "kernel",
            known: None,
            points: &[(Kernel::Gaussian, 0.7, 1.3), (Kernel::Cauchy, 0.7, 1.3), (Kernel::Linear, 0.7, 1.3)],
            zeros: (0.0, (0.0, 0.0)),
            generated: |(kernel, x, width)| kernel_value_and_grad(kernel, x, width),
            by_hand: |(kernel, x, width)| kernel_by_hand(kernel, x, width),
        }),
        Box::new(Pair {
            name: "overwritten",
            known: None,
            points: &[(0.4, 1.1, 0.05), (-1.0, 0.2, 0.1)],
            zeros: (0.0, (0.0, 0.0, 0.0)),
            generated: |(position, speed, step)| overwritten_value_and_grad(position, speed, step),
            by_hand: |(position, speed, step)| overwritten_by_hand(position, speed, step),
        }),
    ]
}

#[grad(wrt(x, y))]
fn huber(x: f64, y: f64, delta: f64) -> f64 {
    let r = x - y;
    if r > delta {
        delta * (r - 0.5 * delta)
    } else if r < -delta {
        delta * (-r - 0.5 * delta)
    } else {
        0.5 * r * r
    }
}

#[inline]
fn huber_by_hand(x: f64, y: f64, delta: f64) -> (f64, (f64, f64)) {
    let r = x - y;
    let (value, dr) = if r > delta {
        (delta * (r - 0.5 * delta), delta)
    } else if r < -delta {
        (delta * (-r - 0.5 * delta), -delta)
    } else {
        (0.5 * r * r, r)
    };
    (value, (dr, -dr))
}

/// The potential of two particles, with a cutoff.
#[grad(wrt(r, sigma))]
fn lennard_jones(r: [f64; 3], sigma: f64, cutoff: f64) -> f64 {
    let r2 = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
    if r2 > cutoff * cutoff {
        return 0.0;
    }
    let s2 = sigma * sigma / r2;
    let s6 = s2 * s2 * s2;
    4.0 * (s6 * s6 - s6)
}

#[inline]
fn lennard_jones_by_hand(r: [f64; 3], sigma: f64, cutoff: f64) -> (f64, ([f64; 3], f64)) {
    let r2 = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
    if r2 > cutoff * cutoff {
        return (0.0, ([0.0; 3], 0.0));
    }
    let s2 = sigma * sigma / r2;
    let s4 = s2 * s2;
    let s6 = s4 * s2;
    // d_s2 = 12 s2² (2 s6 - 1)
    let d_s2_by_r2 = 12.0 * s4 * (2.0 * s6 - 1.0) / r2;
    let d_r2 = -2.0 * d_s2_by_r2 * s2;
    (4.0 * (s6 * s6 - s6), ([d_r2 * r[0], d_r2 * r[1], d_r2 * r[2]], 2.0 * d_s2_by_r2 * sigma))
}

#[derive(Clone, Copy)]
enum Kernel {
    Gaussian,
    Cauchy,
    Linear,
}

#[grad(wrt(x, width))]
fn kernel(kernel: Kernel, x: f64, width: f64) -> f64 {
    let u = x / width;
    match kernel {
        Kernel::Gaussian => (-0.5 * u * u).exp(),
        Kernel::Cauchy => 1.0 / (1.0 + u * u),
        Kernel::Linear => 1.0 - u.abs(),
    }
}

#[inline]
fn kernel_by_hand(kernel: Kernel, x: f64, width: f64) -> (f64, (f64, f64)) {
    let u = x / width;
    let (value, du) = match kernel {
        Kernel::Gaussian => {
            let value = (-0.5 * u * u).exp();
            (value, -u * value)
        }
        Kernel::Cauchy => {
            let value = 1.0 / (1.0 + u * u);
            (value, -2.0 * u * value * value)
        }
        // 0 at 0, as `#[grad]` has it.
        Kernel::Linear => (1.0 - u.abs(), if u == 0.0 { 0.0 } else { -u.signum() }),
    };
    let dx = du / width;
    (value, (dx, -dx * u))
}

/// The energy of a quartic oscillator after one leapfrog step.
#[grad]
fn overwritten(position: f64, speed: f64, step: f64) -> f64 {
    let (mut position, mut speed) = (position, speed);
    let half = 0.5 * step;
    speed -= half * (position * position * position);
    position += step * speed;
    let square = position * position;
    speed -= half * (square * position);
    0.5 * speed * speed + 0.25 * square * square
}

#[inline]
fn overwritten_by_hand(q0: f64, v0: f64, step: f64) -> (f64, (f64, f64, f64)) {
    let half = 0.5 * step;
    let q0q0 = q0 * q0;
    let cube0 = q0q0 * q0;
    let v1 = v0 - half * cube0;
    let q1 = q0 + step * v1;
    let square = q1 * q1;
    let cube1 = square * q1;
    let v2 = v1 - half * cube1;
    let value = 0.5 * v2 * v2 + 0.25 * square * square;
    let d_half1 = v2 * cube1;
    let d_q1 = cube1 - 3.0 * v2 * half * square;
    let d_v1 = v2 + step * d_q1;
    let d_half0 = d_v1 * cube0;
    let d_q0 = d_q1 - 3.0 * d_v1 * half * q0q0;
    (value, (d_q0, d_v1, v1 * d_q1 - 0.5 * (d_half0 + d_half1)))
}
