//! Fits a law of enzyme kinetics to measured data, with gradients from `#[grad]`.
//!
//! ```sh
//! cargo run --release --example quickstart
//! ```
//!
//! The data are the treated half of the Puromycin experiment (Bates and Watts, *Nonlinear Regression Analysis and Its
//! Applications*, 1988; in R as `datasets::Puromycin`): the rate of a reaction at twelve concentrations. The published
//! least-squares fit of `rate = vmax * conc / (km + conc)` is vmax = 212.7, km = 0.0641 with a residual sum of squares
//! of 1195; the program fails if it finds anything else.

use std::process::ExitCode;

use autodiff::grad;

/// Concentration of the substrate in ppm, and the rate of the reaction in counts per minute squared.
const PUROMYCIN: [(f64, f64); 12] = [
    (0.02, 76.0),
    (0.02, 47.0),
    (0.06, 97.0),
    (0.06, 107.0),
    (0.11, 123.0),
    (0.11, 139.0),
    (0.22, 159.0),
    (0.22, 152.0),
    (0.56, 191.0),
    (0.56, 201.0),
    (1.10, 207.0),
    (1.10, 200.0),
];

/// What the Michaelis-Menten law leaves unexplained of one observation.
#[grad(wrt(vmax, km))]
fn residual(vmax: f64, km: f64, conc: f64, rate: f64) -> f64 {
    rate - vmax * conc / (km + conc)
}

/// Its square.
#[grad(wrt(vmax, km))]
fn squared_residual(vmax: f64, km: f64, conc: f64, rate: f64) -> f64 {
    residual(vmax, km, conc, rate).powi(2)
}

/// The residual sum of squares and its gradient in `vmax` and `km`.
fn rss_and_grad(vmax: f64, km: f64) -> (f64, [f64; 2]) {
    let (mut rss, mut gradient) = (0.0, [0.0; 2]);
    for (conc, rate) in PUROMYCIN {
        let (value, (d_vmax, d_km)) = squared_residual_value_and_grad(vmax, km, conc, rate);
        rss += value;
        gradient[0] += d_vmax;
        gradient[1] += d_km;
    }
    (rss, gradient)
}

/// The Gauss-Newton step `-(2 J^T J)^-1 gradient`, where the rows of `J` are the gradients of the residuals.
fn gauss_newton_step(vmax: f64, km: f64, gradient: [f64; 2]) -> [f64; 2] {
    let (mut a, mut b, mut d) = (0.0, 0.0, 0.0);
    for (conc, rate) in PUROMYCIN {
        let (d_vmax, d_km) = residual_grad(vmax, km, conc, rate);
        a += 2.0 * d_vmax * d_vmax;
        b += 2.0 * d_vmax * d_km;
        d += 2.0 * d_km * d_km;
    }
    let determinant = a * d - b * b;
    let [g_vmax, g_km] = gradient;
    [-(d * g_vmax - b * g_km) / determinant, -(a * g_km - b * g_vmax) / determinant]
}

/// Descends from a starting point, printing the path.
fn fit(mut vmax: f64, mut km: f64) -> (f64, f64, f64) {
    println!("step      vmax        km         RSS     d/dvmax        d/dkm");
    let (mut rss, mut gradient) = rss_and_grad(vmax, km);
    for step in 0..50 {
        println!("{step:4} {vmax:9.4} {km:9.6} {rss:11.4} {:11.2e} {:12.2e}", gradient[0], gradient[1]);
        let [d_vmax, d_km] = gauss_newton_step(vmax, km, gradient);
        // Halve the step until it does not lead uphill.
        let mut length = 1.0;
        loop {
            let next = rss_and_grad(vmax + length * d_vmax, km + length * d_km);
            if next.0 <= rss {
                (vmax, km) = (vmax + length * d_vmax, km + length * d_km);
                (rss, gradient) = next;
                break;
            }
            length /= 2.0;
            if length < 1e-9 {
                return (vmax, km, rss);
            }
        }
        if d_vmax.abs() < 1e-9 * vmax.abs() && d_km.abs() < 1e-9 * km.abs() {
            break;
        }
    }
    (vmax, km, rss)
}

#[grad]
fn f(x: f64, y: f64) -> f64 {
    x.ln() + x * y + y.sin()
}

#[grad]
fn g(x: f64) -> f64 {
    (x + 3.0) * x
}

/// What `#[grad]` generated for `f`; a test compares it with what it generates today.
const GENERATED: &str = include_str!("generated.rs");

/// Prints a number beside the one it should be.
fn check(what: &str, got: f64, expected: f64, tolerance: f64) -> bool {
    let ok = (got - expected).abs() <= tolerance;
    println!("{} {what} = {got} (expected {expected})", if ok { "ok   " } else { "WRONG" });
    ok
}

fn main() -> ExitCode {
    println!("The Michaelis-Menten law for the Puromycin data, by Gauss-Newton:\n");
    let (vmax, km, rss) = fit(200.0, 0.05);
    println!();
    // Half a unit in the last published digit.
    let mut ok = check("vmax", vmax, 212.7, 0.05);
    ok &= check("km", km, 0.0641, 0.000_05);
    ok &= check("RSS", rss, 1195.0, 0.5);

    println!("\nThe gradient of ln(x) + x*y + sin(y) at (2, 5), and the derivative of (x + 3)*x at 5:\n");
    let (dx, dy) = f_grad(2.0, 5.0);
    // 1/x + y and (x + 3) + x are exact in these operands; the cosine may differ in its last bit.
    ok &= check("df/dx", dx, 5.5, 0.0);
    ok &= check("df/dy", dy, 2.0 + 5.0_f64.cos(), 1e-15);
    ok &= check("dg/dx", g_grad(5.0), 13.0, 0.0);

    println!("\nThe code that was generated for the first, attributes left out:\n\n{GENERATED}");
    if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
