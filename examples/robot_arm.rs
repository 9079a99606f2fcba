//! Inverse kinematics: finds joint angles that bring the hand of a robot arm to a point.
//!
//! ```sh
//! cargo run --example robot_arm
//! ```
//!
//! One `#[grad]` function calls another and hands it `&mut` arguments; the gradient goes through both. Plain gradient
//! descent does the rest.

use std::process::ExitCode;

use autodiff::grad;

const LENGTHS: [f64; 3] = [1.0, 0.8, 0.5];

/// Goes on from `tip` along one link: turns by `angle`, then walks `length`.
#[grad]
fn walk(angle: f64, length: f64, heading: &mut f64, tip: &mut [f64; 2]) {
    *heading += angle;
    tip[0] += length * heading.cos();
    tip[1] += length * heading.sin();
}

/// The squared distance between the hand and the target.
#[grad(wrt(angles))]
fn miss(angles: &[f64; 3], target: [f64; 2]) -> f64 {
    let mut heading = 0.0;
    let mut tip = [0.0, 0.0];
    walk(angles[0], LENGTHS[0], &mut heading, &mut tip);
    walk(angles[1], LENGTHS[1], &mut heading, &mut tip);
    walk(angles[2], LENGTHS[2], &mut heading, &mut tip);
    let (dx, dy) = (tip[0] - target[0], tip[1] - target[1]);
    dx * dx + dy * dy
}

fn main() -> ExitCode {
    let target = [0.6, 1.4];
    let mut angles = [0.1, 0.1, 0.1];
    for step in 0..=200 {
        let (squared, gradient) = miss_value_and_grad(&angles, target);
        if step % 20 == 0 {
            println!("step {step:3}: {:.1e} from the target, angles {angles:.4?}", squared.sqrt());
        }
        for (angle, slope) in angles.iter_mut().zip(gradient) {
            *angle -= 0.1 * slope;
        }
    }
    // Where the hand really is, by trigonometry alone.
    let headings = [angles[0], angles[0] + angles[1], angles[0] + angles[1] + angles[2]];
    let x: f64 = LENGTHS.iter().zip(headings).map(|(length, heading)| length * heading.cos()).sum();
    let y: f64 = LENGTHS.iter().zip(headings).map(|(length, heading)| length * heading.sin()).sum();
    println!("the hand is at ({x:.6}, {y:.6}), the target at ({}, {})", target[0], target[1]);
    // The descent ends 1e-10 away; with a wrong gradient it does not come near.
    let reached = (x - target[0]).hypot(y - target[1]) < 1e-6;
    if reached { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
