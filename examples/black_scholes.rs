//! The price of a European call and its greeks: one gradient instead of five formulas.
//!
//! ```sh
//! cargo run --example black_scholes
//! ```
//!
//! The price needs the normal distribution function, which is a series here. Its derivative is known, so `partials`
//! states it, and `#[grad]` does not look into the series. Every greek is compared with its textbook formula.

use std::f64::consts::PI;
use std::process::ExitCode;

use autodiff::grad;

/// The density of the standard normal distribution.
fn normal_density(x: f64) -> f64 {
    (-0.5 * x * x).exp() / (2.0 * PI).sqrt()
}

/// The standard normal distribution function for moderate `x`: `1/2 + density(x) * (x + x^3/3 + x^5/(3*5) + ..)`.
#[grad(partials = normal_cdf_and_density)]
fn normal_cdf(x: f64) -> f64 {
    let (mut term, mut sum, mut odd) = (x, x, 1.0);
    while term.abs() > 1e-17 * sum.abs() {
        odd += 2.0;
        term *= x * x / odd;
        sum += term;
    }
    0.5 + normal_density(x) * sum
}

/// The value of [`normal_cdf`] and its derivative.
fn normal_cdf_and_density(x: f64) -> (f64, f64) {
    (normal_cdf(x), normal_density(x))
}

/// The Black-Scholes price of a European call.
#[grad(wrt(spot, volatility, rate, years))]
fn call_price(spot: f64, strike: f64, volatility: f64, rate: f64, years: f64) -> f64 {
    let spread = volatility * years.sqrt();
    let d1 = ((spot / strike).ln() + (rate + 0.5 * volatility * volatility) * years) / spread;
    let d2 = d1 - spread;
    spot * normal_cdf(d1) - strike * (-rate * years).exp() * normal_cdf(d2)
}

fn main() -> ExitCode {
    let (spot, strike, volatility, rate, years) = (100.0, 105.0, 0.2, 0.05, 0.75);
    let (price, (delta, vega, rho, years_derivative)) =
        call_price_value_and_grad(spot, strike, volatility, rate, years);
    println!("price {price:.6}");

    let d1 =
        ((spot / strike).ln() + (rate + 0.5 * volatility * volatility) * years) / (volatility * years.sqrt());
    let d2 = d1 - volatility * years.sqrt();
    let discounted = strike * (-rate * years).exp();
    let decay = spot * normal_density(d1) * volatility / (2.0 * years.sqrt());
    let greeks = [
        ("delta", delta, normal_cdf(d1)),
        ("vega", vega, spot * normal_density(d1) * years.sqrt()),
        ("rho", rho, discounted * years * normal_cdf(d2)),
        ("theta", -years_derivative, -decay - rate * discounted * normal_cdf(d2)),
    ];
    let mut ok = true;
    for (name, greek, formula) in greeks {
        // Both round terms of the size of the price and the strike, of which 1e-10 is 1e-12.
        let close = (greek - formula).abs() < 1e-10;
        println!(
            "{name:5} {greek:12.8}   by the formula {formula:12.8}{}",
            if close { "" } else { "   WRONG" }
        );
        ok &= close;
    }
    if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
