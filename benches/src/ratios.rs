//! What a gradient costs beside its function: time and memory, for each eval.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use allocation_counter::measure;

use crate::evals::{self, Eval, Repeated};
use crate::report;

/// One sample of a time covers at least this much, so that the clock does not matter.
const SAMPLE: Duration = Duration::from_millis(2);

/// Samples of an eval are taken for so long, but not fewer than so many of each kind.
const PATIENCE: Duration = Duration::from_secs(1);
const SAMPLES: usize = 7;

/// Prints the table, or the rows whose names begin like one of these.
pub(crate) fn print(names: &[&str]) -> Result<bool, String> {
    if cfg!(debug_assertions) {
        return Err("these numbers mean nothing without optimisation: cargo run --release".to_owned());
    }
    print!("{}", table(names)?);
    Ok(true)
}

/// Puts the table into `docs/benchmarks.md`.
pub(crate) fn write() -> Result<bool, String> {
    if cfg!(debug_assertions) {
        return Err("these numbers mean nothing without optimisation: cargo run --release".to_owned());
    }
    report::replace("ratios", &format!("{}\n\n{}", report::conditions()?, table(&[])?))?;
    Ok(true)
}

fn table(names: &[&str]) -> Result<String, String> {
    let mut text = String::from(
        "| eval | function | gradient | ratio | bytes, function | bytes, gradient | allocations, gradient |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
    );
    for mut eval in evals::all() {
        if !names.is_empty() && !names.iter().any(|name| eval.name.starts_with(name)) {
            continue;
        }
        let Costs { function, gradient } = times(&mut eval)?;
        let own = measure(|| {
            (eval.function)(1);
        });
        let all = measure(|| {
            (eval.gradient)(1);
        });
        let (name, ratio) = (eval.name, gradient / function);
        let (function, gradient) = (report::time(function), report::time(gradient));
        let (own, bytes, count) = (own.bytes_total, all.bytes_total, all.count_total);
        writeln!(text, "| {name} | {function} | {gradient} | {ratio:.2} | {own} | {bytes} | {count} |")
            .expect("a string takes it");
    }
    Ok(text)
}

/// Seconds for one call.
struct Costs {
    function: f64,
    gradient: f64,
}

/// The least times of many samples, taken in turn: what else the machine does only adds to them.
fn times(eval: &mut Eval) -> Result<Costs, String> {
    let (value, beside) = ((eval.function)(1), (eval.gradient)(1));
    if value.to_bits() != beside.to_bits() {
        return Err(format!("{}: the value beside the gradient is {beside}, not {value}", eval.name));
    }
    let (few, many) = (rounds(&mut eval.gradient), rounds(&mut eval.function));
    let mut least = Costs { function: f64::INFINITY, gradient: f64::INFINITY };
    let start = Instant::now();
    let mut samples = 0;
    while samples < SAMPLES || start.elapsed() < PATIENCE {
        least.function = least.function.min(sample(&mut eval.function, many));
        least.gradient = least.gradient.min(sample(&mut eval.gradient, few));
        samples += 1;
    }
    Ok(least)
}

/// How many calls take as long as a sample should.
fn rounds(call: &mut Repeated) -> u64 {
    let mut rounds = 1;
    while sample(call, rounds) * (rounds as f64) < SAMPLE.as_secs_f64() {
        rounds *= 2;
    }
    rounds
}

fn sample(call: &mut Repeated, rounds: u64) -> f64 {
    let start = Instant::now();
    call(rounds);
    start.elapsed().as_secs_f64() / rounds as f64
}
