//! `cargo run -p random_programs -- --programs 10000 --seed 1`
//!
//! Makes programs, compiles and runs them, and prints those whose derivatives are not those of the reference. With
//! `--shrink NUMBER` it cuts one of them down instead. `--all 1` compiles every expansion of each program, where
//! otherwise each has some. `--release 1` optimises them, and `--checks 0` or `1` compiles them without overflow checks or
//! with them, whatever the profile has.

use std::collections::BTreeMap;
use std::io;
use std::process::ExitCode;
use std::time::Instant;

use random_programs::batch::{DOES_NOT_COMPILE, Outcome, Profile, Workshop};
use random_programs::driver::module;
use random_programs::generate::program;
use random_programs::shrink::shrink;

type Options = BTreeMap<&'static str, u64>;

fn main() -> ExitCode {
    let names = [
        "--programs",
        "--seed",
        "--batch",
        "--jobs",
        "--all",
        "--shrink",
        "--release",
        "--checks",
        "--rejected",
    ];
    let defaults = [("--programs", 300), ("--seed", 0), ("--batch", 250), ("--jobs", 2), ("--rejected", 1)];
    let mut options: Options = BTreeMap::from(defaults);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    for pair in arguments.chunks(2) {
        let name = names.into_iter().find(|name| *name == pair[0]);
        let (Some(name), Some(Ok(value))) = (name, pair.get(1).map(|value| value.parse())) else {
            eprintln!("random_programs [{} NUMBER]..", names.join(" | "));
            return ExitCode::FAILURE;
        };
        options.insert(name, value);
    }
    let done = match options.get("--shrink") {
        Some(number) => cut_down(*number, &options),
        None => run(&options),
    };
    match done {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn all(options: &Options) -> bool {
    options.get("--all") == Some(&1)
}

fn workshop(options: &Options) -> io::Result<Workshop> {
    let is_on = |name| options.get(name).map(|value| *value == 1);
    let profile = Profile { release: is_on("--release") == Some(true), checks: is_on("--checks") };
    Workshop::new(options["--jobs"] as usize, profile)
}

/// Runs programs; how many faults there are.
fn run(options: &Options) -> io::Result<usize> {
    let workshop = workshop(options)?;
    let start = Instant::now();
    let first = options["--seed"] * 1_000_000;
    let numbers: Vec<u64> = (first..first + options["--programs"]).collect();
    let (mut agreed, mut faults) = (0, 0);
    for batch in numbers.chunks(options["--batch"] as usize) {
        let modules = batch
            .iter()
            .map(|number| (*number, module(&program(*number), *number, *number, all(options))))
            .collect();
        let (outcomes, agree) = workshop.run(&modules)?;
        agreed += agree;
        let mut unclear: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, outcome) in &outcomes {
            match outcome {
                Outcome::Unclear(why) => *unclear.entry(why).or_default() += 1,
                Outcome::Fault(kind, detail) => {
                    faults += usize::from(options["--rejected"] == 1 || !kind.starts_with(DOES_NOT_COMPILE));
                    println!("program {number}: {kind}\n{detail}\n");
                }
            }
        }
        let seconds = start.elapsed().as_secs();
        println!(
            "{} to {}: {agree} agree, unclear {unclear:?}, {seconds} s",
            batch[0],
            batch[batch.len() - 1]
        );
    }
    println!("{} programs, {agreed} agree everywhere, {faults} faults", numbers.len());
    Ok(faults)
}

/// Prints what is left of a program that has a fault.
fn cut_down(number: u64, options: &Options) -> io::Result<usize> {
    let workshop = workshop(options)?;
    let whole = program(number);
    let (outcomes, _) =
        workshop.run(&BTreeMap::from([(number, module(&whole, number, number, all(options)))]))?;
    let Some(Outcome::Fault(kind, _)) = outcomes.get(&number) else {
        println!("program {number} has no fault: {outcomes:?}");
        return Ok(0);
    };
    println!("program {number}: {kind}");
    let small = shrink(&workshop, whole, number, kind, all(options))?;
    println!("{}", small.written(""));
    Ok(1)
}
