//! Time and memory as inputs grow, over four decades.

use std::fmt::Write as _;
use std::hint::black_box;
use std::thread;

use allocation_counter::measure;
use autodiff::grad;

use crate::clock::Effort;
use crate::report::Table;
use crate::units;

/// The stack of the thread that measures: a level of recursion takes about a hundred bytes.
const STACK: usize = 256 << 20;

#[grad]
fn dot_product(a: &[f64], b: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (x, y) in a.iter().zip(b) {
        sum += x * y;
    }
    sum
}

#[grad(wrt(mean, deviation))]
fn log_likelihood(data: &[f64], mean: f64, deviation: f64) -> f64 {
    let mut sum = 0.0;
    for x in data {
        let z = (x - mean) / deviation;
        sum -= 0.5 * z * z + deviation.ln();
    }
    sum
}

/// A pendulum, by steps of Euler.
#[grad]
fn euler(angle: f64, speed: f64, damping: f64, steps: usize) -> f64 {
    let (mut angle, mut speed) = (angle, speed);
    let step = 1.0 / steps as f64;
    for _ in 0..steps {
        let force = -angle.sin() - damping * speed;
        angle += step * speed;
        speed += step * force;
    }
    angle
}

/// As deep as the slice is long.
#[grad]
fn recursion(x: &[f64], carried: f64) -> f64 {
    if x.is_empty() { carried } else { x[0] * carried + recursion(&x[1..], 0.5 * carried + x[0]) }
}

/// The table, or the rows of some programs.
pub(crate) fn table(effort: Effort, names: &[&str]) -> Result<Table, String> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let measured = thread::Builder::new().stack_size(STACK).spawn(move || rows(effort, &names));
    let text = measured.map_err(|why| why.to_string())?.join().map_err(|_| "a program panicked")?;
    Ok(Table::said(text))
}

fn rows(effort: Effort, names: &[String]) -> String {
    let mut text = String::from(
        "| program | n | function | gradient | ratio | gradient, per n | bytes on the heap | per n |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let decades = if effort.is_quick() { 1..3 } else { 1..6 };
    let programs: [(&str, Program); 4] = [
        ("dot product", of_dot_product),
        ("log-likelihood", of_log_likelihood),
        ("Euler loop", of_euler),
        ("recursion", of_recursion),
    ];
    for (name, measure) in programs {
        if names.is_empty() || names.iter().any(|begin| name.starts_with(begin.as_str())) {
            for n in decades.clone().map(|decade| 10_usize.pow(decade)) {
                let Costs { times: [function, gradient], bytes } = measure(effort, n);
                let (ratio, each) = (gradient / function, units::time(gradient / n as f64));
                let (function, gradient) = (units::time(function), units::time(gradient));
                let per_n = bytes as f64 / n as f64;
                writeln!(
                    text,
                    "| {name} | {n} | {function} | {gradient} | {ratio:.2} | {each} | {bytes} | {per_n:.1} |"
                )
                .expect("a string takes it");
            }
        }
    }
    text
}

type Program = fn(Effort, usize) -> Costs;

/// What one call costs.
struct Costs {
    /// Seconds of the function and of the gradient.
    times: [f64; 2],
    /// The most that the gradient has on the heap at one time, buffers of the caller's aside.
    bytes: u64,
}

fn costs(effort: Effort, mut function: impl FnMut() -> f64, mut gradient: impl FnMut() -> f64) -> Costs {
    assert_eq!(function().to_bits(), gradient().to_bits(), "the value beside the gradient");
    let bytes = measure(|| {
        black_box(gradient());
    })
    .bytes_max;
    let times = effort
        .least([&mut |rounds| (0..rounds).for_each(|_| _ = black_box(function())), &mut |rounds| {
            (0..rounds).for_each(|_| _ = black_box(gradient()))
        }]);
    Costs { times, bytes }
}

fn data(n: usize) -> Vec<f64> {
    (0..n).map(|i| (i as f64 * 0.7).sin()).collect()
}

fn of_dot_product(effort: Effort, n: usize) -> Costs {
    let (a, b) = (&data(n)[..], &data(n)[..]);
    let (mut da, mut db) = (vec![0.0; n], vec![0.0; n]);
    costs(
        effort,
        || dot_product(black_box(a), black_box(b)),
        || dot_product_grad_into(black_box(a), black_box(b), &mut da, &mut db),
    )
}

fn of_log_likelihood(effort: Effort, n: usize) -> Costs {
    let data = &data(n)[..];
    costs(
        effort,
        || log_likelihood(black_box(data), 0.1, 0.6),
        || {
            let (value, gradient) = log_likelihood_value_and_grad(black_box(data), 0.1, 0.6);
            black_box(gradient);
            value
        },
    )
}

fn of_euler(effort: Effort, n: usize) -> Costs {
    costs(
        effort,
        || euler(black_box(0.5), 0.0, 0.1, black_box(n)),
        || {
            let (value, gradient) = euler_value_and_grad(black_box(0.5), 0.0, 0.1, black_box(n));
            black_box(gradient);
            value
        },
    )
}

fn of_recursion(effort: Effort, n: usize) -> Costs {
    let x = &data(n)[..];
    let (mut dx, mut dcarried) = (vec![0.0; n], 0.0);
    costs(
        effort,
        || recursion(black_box(x), 1.0),
        || recursion_grad_into(black_box(x), 1.0, &mut dx, &mut dcarried),
    )
}
