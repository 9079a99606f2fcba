//! What gradients by `#[grad]` cost: beside gradients by hand and by other crates, beside the function itself, as inputs
//! grow, and while they are compiled.
//!
//! ```sh
//! cargo run --release -p autodiff-benches                              # every table
//! cargo run --release -p autodiff-benches -- ratios gmm det/l=8        # one table, and rows of it by their first letters
//! cargo run --release -p autodiff-benches -- --write growth            # puts it into `docs/benchmarks.md` as well
//! cargo run -p autodiff-benches -- --quick                             # only to see that everything runs
//! ```

mod callgrind;
mod case;
mod clock;
mod compile;
mod evals;
mod functions;
mod growth;
mod hand;
mod modes;
mod own;
mod peers;
mod ratios;
mod report;
mod units;

use std::process::ExitCode;

use crate::clock::Effort;
use crate::report::Table;

/// Measures a table, or those of its rows whose names begin like one of these.
type Measure = fn(Effort, &[&str]) -> Result<Table, String>;

/// The tables, by their names on the command line and in `docs/benchmarks.md`.
const TABLES: [(&str, Measure); 6] = [
    ("hand", hand::table),
    ("peers", peers::table),
    ("ratios", ratios::table),
    ("modes", modes::table),
    ("growth", growth::table),
    ("compile", compile::table),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args[..] {
        // What runs under callgrind.
        ["run", case, author, rounds] => hand::run(case, author, rounds).map(|()| true),
        _ => tables(&args),
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

/// Prints the tables that are asked for; whether every promise is kept.
fn tables(args: &[&str]) -> Result<bool, String> {
    let (options, names): (Vec<&str>, Vec<&str>) = args.iter().partition(|arg| arg.starts_with("--"));
    if let Some(unknown) = options.iter().find(|option| !["--write", "--quick"].contains(option)) {
        return Err(format!("there is no option `{unknown}`"));
    }
    let write = options.contains(&"--write");
    let effort = if options.contains(&"--quick") { Effort::QUICK } else { Effort::FULL };
    if cfg!(debug_assertions) && !effort.is_quick() {
        return Err("these numbers mean nothing without optimisation: cargo run --release".to_owned());
    }
    let (chosen, rows) = match names[..] {
        [] => (TABLES.to_vec(), &names[..]),
        [name, ..] => (TABLES.into_iter().filter(|(known, _)| *known == name).collect(), &names[1..]),
    };
    if chosen.is_empty() {
        return Err(format!("the tables are {}", TABLES.map(|(name, _)| name).join(", ")));
    }
    if write && (effort.is_quick() || !rows.is_empty()) {
        return Err("what is written is a whole table, measured with patience".to_owned());
    }
    println!("{}", report::conditions()?);
    let mut kept = true;
    for (name, measure) in chosen {
        println!("\n## {name}\n");
        let Table { text, broken } = measure(effort, rows)?;
        println!("{}", text.trim_end());
        if let Some(broken) = broken {
            println!("\n{broken}");
            kept = false;
        }
        if write {
            report::replace(name, &format!("{}\n\n{text}", report::conditions()?))?;
        }
    }
    Ok(kept)
}
