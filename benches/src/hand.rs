//! The gradients of some functions beside gradients by hand.

use std::fmt::Write as _;

use crate::callgrind::Callgrind;
use crate::case::{Author, Case};
use crate::clock::Effort;
use crate::functions;
use crate::report::Table;
use crate::units;

/// The largest ratio of instructions that the project promises.
const PROMISED: f64 = 1.05;

/// Generated and hand-written code add in different orders: a dozen roundings of 1.1e-16 each, amplified at most a
/// hundredfold by the cancellation that the points of the functions allow.
const TOLERANCE: f64 = 2e-13;

/// What runs under callgrind.
pub(crate) fn run(case: &str, author: &str, rounds: &str) -> Result<(), String> {
    let cases = functions::all();
    let case = cases.iter().find(|known| known.name() == case).ok_or("no such function")?;
    let author = Author::ALL.into_iter().find(|known| known.name() == author).ok_or("no such author")?;
    case.run(author, rounds.parse().map_err(|_| "the number of rounds is not a number")?);
    Ok(())
}

/// The table. It is broken if a function allocates, or exceeds its limit.
pub(crate) fn table(effort: Effort, names: &[&str]) -> Result<Table, String> {
    let callgrind = if effort.is_quick() { None } else { Callgrind::find() };
    let mut text = format!(
        "{} Those of handing over arguments and results are subtracted.\n\n\
         | function | instructions, `f_value_and_grad` | by hand | ratio | at most | time, `f_value_and_grad` | by hand \
         | allocations | above {PROMISED} because |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---|\n",
        Callgrind::note(callgrind.as_ref())
    );
    let (mut broken, mut counted, mut within) = (Vec::new(), 0, 0);
    for case in functions::all() {
        let name = case.name();
        if !names.is_empty() && !names.iter().any(|begin| name.starts_with(begin)) {
            continue;
        }
        let difference = case.difference();
        if difference.is_nan() || difference > TOLERANCE {
            return Err(format!("`{name}`: the two gradients differ by {difference:e}"));
        }
        let allocations = case.allocations();
        let (limit, why) = case.known().map_or((PROMISED, ""), |known| (known.ratio, known.why));
        let mut instructions = "| | ".to_owned();
        let mut ratio = 0.0;
        if let Some(callgrind) = &callgrind {
            let generated = count(callgrind, case.as_ref(), Author::Generated)?;
            let by_hand = count(callgrind, case.as_ref(), Author::ByHand)?;
            ratio = generated / by_hand;
            instructions = format!("{generated:.1} | {by_hand:.1} | {ratio:.2}");
            counted += 1;
            within += usize::from(ratio <= PROMISED);
        }
        let [generated, by_hand] = times(effort, case.as_ref()).map(units::time);
        writeln!(
            text,
            "| {name} | {instructions} | {limit} | {generated} | {by_hand} | {allocations} | {why} |"
        )
        .expect("a string takes it");
        if ratio > limit || allocations > 0 {
            broken.push(name);
        }
    }
    if counted > 0 {
        write!(
            text,
            "\n{within} of {counted} functions take at most {PROMISED} times the instructions by hand."
        )
        .expect("a string takes it");
    }
    let broken = (!broken.is_empty())
        .then(|| format!("These allocate, or cost more than the table allows: {}.", broken.join(", ")));
    Ok(Table { text, broken })
}

/// Instructions per call of a function, handing over arguments and results aside.
fn count(callgrind: &Callgrind, case: &dyn Case, author: Author) -> Result<f64, String> {
    let per_round = |author: Author| callgrind.per_round(&[case.name(), author.name()]);
    Ok((per_round(author)? - per_round(Author::Nobody)?) / case.points() as f64)
}

/// Seconds for one call.
fn times(effort: Effort, case: &dyn Case) -> [f64; 2] {
    let least = effort.least([&mut |rounds| case.run(Author::Generated, rounds), &mut |rounds| {
        case.run(Author::ByHand, rounds)
    }]);
    least.map(|time| time / case.points() as f64)
}
