//! Functions on small arrays.

use autodiff::grad;

use crate::case::{Case, Pair};

pub(crate) fn cases() -> Vec<Box<dyn Case>> {
    vec![
        Box::new(Pair {
            name: "camera",
            known: None,
            points: &[([0.4, -0.3, 2.5], [500.0, -0.05, 0.01], [80.0, -60.0])],
            zeros: (0.0, ([0.0; 3], [0.0; 3])),
            generated: |(point, camera, seen)| camera_value_and_grad(&point, &camera, seen),
            by_hand: |(point, camera, seen)| camera_by_hand(&point, &camera, seen),
        }),
        Box::new(Pair {
            name: "quaternion",
            known: None,
            points: &[([0.8, 0.1, -0.5, 0.3], [1.0, -2.0, 0.5], [0.2, 0.7, -0.1])],
            zeros: (0.0, ([0.0; 4], [0.0; 3])),
            generated: |(q, v, target)| quaternion_value_and_grad(q, v, target),
            by_hand: |(q, v, target)| quaternion_by_hand(q, v, target),
        }),
    ]
}

/// Squared reprojection error of a point before a pinhole camera with focal length and two radial distortions.
#[grad(wrt(point, camera))]
fn camera(point: &[f64; 3], camera: &[f64; 3], seen: [f64; 2]) -> f64 {
    let (x, y) = (point[0] / point[2], point[1] / point[2]);
    let r2 = x * x + y * y;
    let distortion = 1.0 + r2 * (camera[1] + r2 * camera[2]);
    let scale = camera[0] * distortion;
    let (dx, dy) = (scale * x - seen[0], scale * y - seen[1]);
    dx * dx + dy * dy
}

#[inline]
fn camera_by_hand(point: &[f64; 3], camera: &[f64; 3], seen: [f64; 2]) -> (f64, ([f64; 3], [f64; 3])) {
    let (x, y) = (point[0] / point[2], point[1] / point[2]);
    let r2 = x * x + y * y;
    let slope = camera[1] + r2 * camera[2];
    let distortion = 1.0 + r2 * slope;
    let scale = camera[0] * distortion;
    let (dx, dy) = (scale * x - seen[0], scale * y - seen[1]);
    let (ex, ey) = (2.0 * dx, 2.0 * dy);
    let d_scale = ex * x + ey * y;
    let d_distortion = d_scale * camera[0];
    let d_slope = d_distortion * r2;
    let d_r2 = 2.0 * (d_distortion * slope + d_slope * camera[2]);
    let (d_x, d_y) = ((ex * scale + d_r2 * x) / point[2], (ey * scale + d_r2 * y) / point[2]);
    let d_point = [d_x, d_y, -(d_x * x + d_y * y)];
    let d_camera = [d_scale * distortion, d_slope, d_slope * r2];
    (dx * dx + dy * dy, (d_point, d_camera))
}

/// The component in a direction of a vector turned by a quaternion, `v + 2 u × (u × v + w v)`.
#[grad(wrt(q, v))]
fn quaternion(q: [f64; 4], v: [f64; 3], direction: [f64; 3]) -> f64 {
    let a = [
        q[2] * v[2] - q[3] * v[1] + q[0] * v[0],
        q[3] * v[0] - q[1] * v[2] + q[0] * v[1],
        q[1] * v[1] - q[2] * v[0] + q[0] * v[2],
    ];
    let b = [q[2] * a[2] - q[3] * a[1], q[3] * a[0] - q[1] * a[2], q[1] * a[1] - q[2] * a[0]];
    direction[0] * (v[0] + 2.0 * b[0])
        + direction[1] * (v[1] + 2.0 * b[1])
        + direction[2] * (v[2] + 2.0 * b[2])
}

#[inline]
fn quaternion_by_hand(q: [f64; 4], v: [f64; 3], direction: [f64; 3]) -> (f64, ([f64; 4], [f64; 3])) {
    let a = [
        q[2] * v[2] - q[3] * v[1] + q[0] * v[0],
        q[3] * v[0] - q[1] * v[2] + q[0] * v[1],
        q[1] * v[1] - q[2] * v[0] + q[0] * v[2],
    ];
    let b = [q[2] * a[2] - q[3] * a[1], q[3] * a[0] - q[1] * a[2], q[1] * a[1] - q[2] * a[0]];
    let value = direction[0] * (v[0] + 2.0 * b[0])
        + direction[1] * (v[1] + 2.0 * b[1])
        + direction[2] * (v[2] + 2.0 * b[2]);
    // d_b = 2 direction; d_a = d_b × u; d_u = a × d_b + v × d_a.
    let d_b = [2.0 * direction[0], 2.0 * direction[1], 2.0 * direction[2]];
    let d_a = [d_b[1] * q[3] - d_b[2] * q[2], d_b[2] * q[1] - d_b[0] * q[3], d_b[0] * q[2] - d_b[1] * q[1]];
    let d_q = [
        d_a[0] * v[0] + d_a[1] * v[1] + d_a[2] * v[2],
        a[1] * d_b[2] - a[2] * d_b[1] + v[1] * d_a[2] - v[2] * d_a[1],
        a[2] * d_b[0] - a[0] * d_b[2] + v[2] * d_a[0] - v[0] * d_a[2],
        a[0] * d_b[1] - a[1] * d_b[0] + v[0] * d_a[1] - v[1] * d_a[0],
    ];
    let d_v = [
        direction[0] + q[0] * d_a[0] + q[3] * d_a[1] - q[2] * d_a[2],
        direction[1] + q[0] * d_a[1] + q[1] * d_a[2] - q[3] * d_a[0],
        direction[2] + q[0] * d_a[2] + q[2] * d_a[0] - q[1] * d_a[1],
    ];
    (value, (d_q, d_v))
}
