//! Gradients inside loops that are differentiated themselves.
//!
//! * A game: one player chooses x to make the payoff small, the other then chooses y to make it large. How y follows x is
//!   found by steps along a gradient, x by steps along the derivative of these, and what x does when a price changes by
//!   differentiating the steps of both.
//! * A particle flies past two charges. Where the upper charge has to be for the particle to land at a given place is found
//!   by differentiating through the flight, whose length depends on where it is, and the potential's gradient in it.
//!
//! Run it with `cargo run --release --example nested`.

use autodiff::grad;

#[grad(third)]
fn payoff(x: f64, y: f64, price: f64) -> f64 {
    0.5 * x * x - price * x + x * y - y.cosh()
}

/// The payoff once y has followed x.
#[grad(wrt(x), hvp)]
fn worst_case(x: f64, price: f64) -> f64 {
    let mut y = 0.0;
    loop {
        let (_, slope, _) = payoff_grad(x, y, price);
        if slope.abs() < 1e-12 {
            break;
        }
        y += 0.5 * slope;
    }
    payoff(x, y, price)
}

/// The smallest payoff in x of the largest in y.
#[grad]
fn game(price: f64) -> f64 {
    let mut x = 0.0;
    for step in 0..60 {
        let (value, slope) = worst_case_value_and_grad(x, price);
        if step % 10 == 0 {
            println!("  x = {x:.9}  payoff {value:.9}  slope {slope:+.1e}");
        }
        x -= 0.4 * slope;
    }
    x
}

/// The potential of one charge at (10, 10 - w) and one at (10, 0).
#[grad(wrt(position), hvp)]
fn potential(position: [f64; 2], w: f64) -> f64 {
    let [x, y] = position;
    1.0 / (x - 10.0).hypot(y - (10.0 - w)) + 1.0 / (x - 10.0).hypot(y)
}

/// Where the particle comes down, by steps of Euler's method and a last one that ends on the ground.
#[grad]
fn landing(w: f64) -> f64 {
    let (mut position, mut velocity) = ([0.0, 8.0], [0.75, 0.0]);
    let step = 0.1;
    loop {
        let next = [position[0] + step * velocity[0], position[1] + step * velocity[1]];
        if next[1] <= 0.0 {
            break;
        }
        let slope = potential_grad(position, w);
        velocity = [velocity[0] - step * slope[0], velocity[1] - step * slope[1]];
        position = next;
    }
    position[0] - position[1] / velocity[1] * velocity[0]
}

fn flight() -> f64 {
    let mut w = 0.0;
    for _ in 0..20 {
        let (x, slope) = landing_value_and_grad(w);
        println!("  w = {w:.15}  lands at {x:+.1e}");
        if x.abs() < 1e-14 {
            break;
        }
        w -= x / slope;
    }
    w
}

fn main() {
    println!("The smallest payoff in x of the largest in y:");
    let (x, slope) = game_value_and_grad(1.0);
    // sinh y = x for the largest, x - price + y = 0 for the smallest.
    assert!((x + x.asinh() - 1.0).abs() < 1e-9);
    println!("  and {slope:.9} more of x for each unit of the price");
    assert!((slope * (1.0 + 1.0 / x.hypot(1.0)) - 1.0).abs() < 1e-9);
    println!("Where the upper charge has to be:");
    assert!(landing(flight()).abs() < 1e-12);
}
