//! Value and gradient of the same functions by `#[grad]`, by hand, by other crates and by central differences.
//!
//! Part of `cargo run --release -p autodiff-benches`, which starts it. Arguments select functions.

#[path = "../../src/callgrind.rs"]
mod callgrind;
#[allow(dead_code, reason = "the program beside it uses all of it")]
#[path = "../../src/clock.rs"]
mod clock;
mod contest;
mod functions;
mod rosenbrock;
#[path = "../../src/units.rs"]
mod units;

use std::process::ExitCode;

use callgrind::Callgrind;
use clock::Effort;
use contest::{Contest, Entry};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args[..] {
        ["run", function, tool, rounds] => run(function, tool, rounds),
        ref names => print(names),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn all() -> Vec<Contest> {
    let mut all = functions::contests();
    all.extend(rosenbrock::contests());
    all
}

/// What runs under callgrind.
fn run(function: &str, tool: &str, rounds: &str) -> Result<(), String> {
    let contest = all().into_iter().find(|contest| contest.name == function).ok_or("no such function")?;
    let entry = contest.entries.into_iter().find(|entry| entry.tool == tool).ok_or("no such tool")?;
    (entry.call)(rounds.parse().map_err(|_| "the number of rounds is not a number")?);
    Ok(())
}

fn print(names: &[&str]) -> Result<(), String> {
    let callgrind = Callgrind::find();
    println!("{}\n", Callgrind::note(callgrind.as_ref()));
    println!("| function | by | time | beside by hand | instructions | beside by hand | allocations |");
    println!("|---|---|---:|---:|---:|---:|---:|");
    for contest in all() {
        if names.is_empty() || names.iter().any(|name| contest.name.starts_with(name)) {
            contest.check()?;
            row(contest, callgrind.as_ref())?;
        }
    }
    Ok(())
}

/// The rows of one function; the gradient by hand is the first entry.
fn row(contest: Contest, callgrind: Option<&Callgrind>) -> Result<(), String> {
    let mut by_hand: Option<(f64, Option<f64>)> = None;
    for Entry { tool, call, .. } in contest.entries {
        let [time] = Effort::FULL.least([&mut |rounds| call(rounds)]);
        let instructions = callgrind.map(|it| it.per_round(&[contest.name, tool])).transpose()?;
        let allocations = allocation_counter::measure(|| call(1)).count_total;
        let (hand_time, hand_instructions) = *by_hand.get_or_insert((time, instructions));
        let (ratio, time) = (time / hand_time, units::time(time));
        let (counted, counted_ratio) = match (instructions, hand_instructions) {
            (Some(count), Some(by_hand)) => (format!("{count:.0}"), format!("{:.2}", count / by_hand)),
            _ => Default::default(),
        };
        let name = contest.name;
        println!("| {name} | {tool} | {time} | {ratio:.2} | {counted} | {counted_ratio} | {allocations} |");
    }
    Ok(())
}
