//! What pullbacks, tangents, Hessians and Jacobians cost beside their function.

mod programs;
mod rows;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::evals::Repeated;
use crate::report;

/// One sample of a time covers at least this much, so that the clock does not matter.
const SAMPLE: Duration = Duration::from_millis(1);

/// Samples of each companion; the least time counts.
const SAMPLES: usize = 25;

/// The companions that have a column, in its order.
const COLUMNS: [&str; 6] = ["vjp", "jvp", "hvp", "hvp_into", "jacobian", "hessian"];

/// A program, and some of its companions by their names.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) function: Repeated,
    pub(crate) companions: Vec<(&'static str, Repeated)>,
}

/// Prints the table, or the rows whose names begin like one of these.
pub(crate) fn print(names: &[&str]) -> Result<bool, String> {
    optimised()?;
    print!("{}", table(names));
    Ok(true)
}

/// Puts the table into `docs/benchmarks.md`.
pub(crate) fn write() -> Result<bool, String> {
    optimised()?;
    report::replace("modes", &format!("{}\n\n{}", report::conditions()?, table(&[])))?;
    Ok(true)
}

fn optimised() -> Result<(), String> {
    if cfg!(debug_assertions) {
        return Err("these numbers mean nothing without optimisation: cargo run --release".to_owned());
    }
    Ok(())
}

fn table(names: &[&str]) -> String {
    let mut text = format!("| program | function | {} |\n|---|---:", COLUMNS.join(" | "));
    text.push_str(&"|---:".repeat(COLUMNS.len()));
    text.push_str("|\n");
    for mut row in rows::all() {
        if !names.is_empty() && !names.iter().any(|name| row.name.starts_with(name)) {
            continue;
        }
        let (function, ratios) = measure(&mut row);
        let ratios = COLUMNS.map(|column| {
            let found = row.companions.iter().zip(&ratios).find(|((name, _), _)| *name == column);
            found.map_or(String::new(), |(_, ratio)| format!("{ratio:.2}"))
        });
        let time = report::time(function);
        writeln!(text, "| {} | {time} | {} |", row.name, ratios.join(" | ")).expect("a string takes it");
    }
    text
}

/// Seconds for one call of the function, and what each companion takes in multiples of it: the least times of many
/// samples, taken in turn, since what else the machine does only adds to them.
fn measure(row: &mut Row) -> (f64, Vec<f64>) {
    let companions = row.companions.iter_mut().map(|(_, call)| call);
    let mut calls: Vec<&mut Repeated> = [&mut row.function].into_iter().chain(companions).collect();
    let rounds: Vec<u64> = calls.iter_mut().map(|call| rounds(call)).collect();
    let mut least = vec![f64::INFINITY; calls.len()];
    for _ in 0..SAMPLES {
        for ((call, rounds), least) in calls.iter_mut().zip(&rounds).zip(&mut least) {
            *least = least.min(sample(call, *rounds));
        }
    }
    (least[0], least[1..].iter().map(|time| time / least[0]).collect())
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
    let (start, started) = (Instant::now(), on_processor());
    call(rounds);
    let elapsed = match (started, on_processor()) {
        (Some(start), Some(end)) => end - start,
        _ => start.elapsed(),
    };
    elapsed.as_secs_f64() / rounds as f64
}

/// How long this thread has been on a processor, where the system tells: what others do meanwhile does not count.
fn on_processor() -> Option<Duration> {
    // Only then is the number up to date.
    std::thread::yield_now();
    let numbers = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    numbers.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
