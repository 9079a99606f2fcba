//! What gradients by `#[grad]` cost beside gradients written by hand.
//!
//! `cargo run --release -p autodiff-benches` prints the table. It needs valgrind. With the argument `ratios` it prints what
//! the gradients of the eight GradBench evals cost beside their functions, and with `ratios --write` puts that into
//! `docs/benchmarks.md`. Further arguments select rows, by the first letters of their names.

mod callgrind;
mod case;
mod evals;
mod functions;
mod own;
mod ratios;
mod report;

use std::process::ExitCode;

use crate::case::{Author, Case};

/// The largest ratio of instructions that the project promises.
const PROMISED: f64 = 1.05;

/// Generated and hand-written code add in different orders: a dozen roundings of 1.1e-16 each, amplified at most a
/// hundredfold by the cancellation that the points of the functions allow.
const TOLERANCE: f64 = 2e-13;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args[..] {
        ["run", case, author, rounds] => run(case, author, rounds),
        ["ratios", "--write"] => ratios::write(),
        ["ratios", ref names @ ..] => ratios::print(names),
        [] => table(&functions::all()),
        ref names => {
            let mut cases = functions::all();
            cases.retain(|case| names.contains(&case.name()));
            table(&cases)
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// What runs under callgrind.
fn run(case: &str, author: &str, rounds: &str) -> Result<bool, String> {
    let cases = functions::all();
    let case = cases.iter().find(|known| known.name() == case).ok_or("no such function")?;
    let author = Author::ALL.into_iter().find(|known| known.name() == author).ok_or("no such author")?;
    case.run(author, rounds.parse().map_err(|_| "the number of rounds is not a number")?);
    Ok(true)
}

/// Prints the table; whether every function keeps its limit, and none allocates.
fn table(cases: &[Box<dyn Case>]) -> Result<bool, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    if cfg!(debug_assertions) {
        return Err("these numbers mean nothing without optimisation: cargo run --release".to_owned());
    }
    let valgrind = callgrind::version()?;
    println!("Instructions per call, counted by {valgrind}, without handing over arguments and results.\n");
    println!(
        "| function | `f_value_and_grad` | by hand | ratio | at most | allocations | above {PROMISED} because |"
    );
    println!("|---|---:|---:|---:|---:|---:|---|");
    let (mut broken, mut within) = (Vec::new(), 0);
    for case in cases {
        let difference = case.difference();
        if difference.is_nan() || difference > TOLERANCE {
            return Err(format!("`{}`: the two gradients differ by {difference:e}", case.name()));
        }
        let generated = callgrind::instructions(&program, case.as_ref(), Author::Generated)?;
        let by_hand = callgrind::instructions(&program, case.as_ref(), Author::ByHand)?;
        let (ratio, allocations) = (generated / by_hand, case.allocations());
        let (limit, why) = case.known().map_or((PROMISED, ""), |known| (known.ratio, known.why));
        let name = case.name();
        println!("| {name} | {generated:.1} | {by_hand:.1} | {ratio:.2} | {limit} | {allocations} | {why} |");
        if ratio > limit || allocations > 0 {
            broken.push(name);
        }
        within += usize::from(ratio <= PROMISED);
    }
    println!("\n{within} of {} functions cost at most {PROMISED} times the code by hand.", cases.len());
    if !broken.is_empty() {
        println!("These allocate, or cost more than the table allows: {}.", broken.join(", "));
    }
    Ok(broken.is_empty())
}
