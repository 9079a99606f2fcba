//! A tool for the GradBench suite (<https://github.com/gradbench/gradbench>): reads one JSON message a line from
//! standard input, and answers each with one line on standard output.
//!
//! ```sh
//! cargo build --release -p autodiff-gradbench
//! echo '{"id":1,"kind":"evaluate","module":"hello","function":"double","input":3.0}' \
//!     | target/release/autodiff-gradbench
//! ```
//!
//! The programs are those of `tests/gradbench`. An eval is one file in `evals`, and one line in `evals/mod.rs`.

mod evals;
mod input;
#[path = "../../../tests/gradbench/primals.rs"]
mod primals;
mod protocol;
mod runs;

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    match serve(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("autodiff-gradbench: {why}");
            ExitCode::FAILURE
        }
    }
}

/// Answers until there are no more messages.
fn serve(mut messages: impl BufRead, mut answers: impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    while messages.read_until(b'\n', &mut line)? > 0 {
        if !line.trim_ascii().is_empty() {
            writeln!(answers, "{}", protocol::answer(&line))?;
            answers.flush()?;
        }
        line.clear();
    }
    Ok(())
}
