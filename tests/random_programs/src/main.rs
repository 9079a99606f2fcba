//! `cargo run -p random_programs -- --programs 10000 --seed 1`

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

use random_programs::batch::{Outcome, Workshop};
use random_programs::driver::module;
use random_programs::generate::program;

fn main() -> ExitCode {
    let mut options = BTreeMap::from([
        ("--programs", 300_u64),
        ("--batch", 200),
        ("--seed", 0),
        ("--jobs", 2),
        ("--all", 0),
    ]);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    for pair in arguments.chunks(2) {
        let [name, value] = pair else { return usage() };
        let (Some(option), Ok(value)) = (options.get_mut(name.as_str()), value.parse()) else {
            return usage();
        };
        *option = value;
    }
    let workshop = match Workshop::new(options["--jobs"] as usize) {
        Ok(workshop) => workshop,
        Err(error) => panic!("{error}"),
    };
    let start = Instant::now();
    let first = options["--seed"] * 1_000_000;
    let seeds: Vec<u64> = (first..first + options["--programs"]).collect();
    let mut faults = 0;
    for batch in seeds.chunks(options["--batch"] as usize) {
        let modules =
            batch.iter().map(|seed| (*seed, module(&program(*seed), *seed, options["--all"] == 1))).collect();
        let (outcomes, agree) = match workshop.run(&modules) {
            Ok(done) => done,
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        };
        let mut unclear: BTreeMap<&str, usize> = BTreeMap::new();
        for (seed, outcome) in &outcomes {
            match outcome {
                Outcome::Unclear(why) => *unclear.entry(why).or_default() += 1,
                Outcome::Fault(kind, detail) => {
                    faults += 1;
                    println!("program {seed}: {kind}\n{detail}\n");
                }
            }
        }
        println!(
            "{} to {}: {agree} agree, unclear {unclear:?}, {:?}",
            batch[0],
            batch[batch.len() - 1],
            start.elapsed()
        );
    }
    println!("{} programs, {faults} faults", seeds.len());
    if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn usage() -> ExitCode {
    eprintln!("random_programs [--programs N] [--seed S] [--batch N] [--jobs N]");
    ExitCode::FAILURE
}
