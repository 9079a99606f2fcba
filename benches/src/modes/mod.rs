//! What pullbacks, tangents, Hessians and Jacobians cost beside their function.

mod programs;
mod rows;

use std::fmt::Write as _;

use crate::clock::Effort;
use crate::evals::Repeated;
use crate::report::Table;
use crate::units;

/// The companions that have a column, in its order.
const COLUMNS: [&str; 6] = ["vjp", "jvp", "hvp", "hvp_into", "jacobian", "hessian"];

/// A program, and some of its companions by their names.
struct Row {
    name: String,
    function: Repeated,
    companions: Vec<(&'static str, Repeated)>,
}

/// The table, or the rows whose names begin like one of these.
pub(crate) fn table(effort: Effort, names: &[&str]) -> Result<Table, String> {
    let mut text = format!("| program | function | {} |\n|---|---:", COLUMNS.join(" | "));
    text.push_str(&"|---:".repeat(COLUMNS.len()));
    text.push_str("|\n");
    for mut row in rows::all() {
        if !names.is_empty() && !names.iter().any(|name| row.name.starts_with(name)) {
            continue;
        }
        let times = times(effort, &mut row);
        let ratios = COLUMNS.map(|column| {
            let found = row.companions.iter().zip(&times[1..]).find(|((name, _), _)| *name == column);
            found.map_or(String::new(), |(_, time)| format!("{:.2}", time / times[0]))
        });
        let time = units::time(times[0]);
        writeln!(text, "| {} | {time} | {} |", row.name, ratios.join(" | ")).expect("a string takes it");
    }
    Ok(Table::said(text))
}

/// Seconds for one call of the function, and of each companion.
fn times(effort: Effort, row: &mut Row) -> Vec<f64> {
    let companions = row.companions.iter_mut().map(|(_, call)| call);
    let mut calls: Vec<_> = [&mut row.function]
        .into_iter()
        .chain(companions)
        .map(|call| {
            move |rounds| {
                call(rounds);
            }
        })
        .collect();
    let mut calls: Vec<&mut crate::clock::Repeated<'_>> =
        calls.iter_mut().map(|call| call as &mut crate::clock::Repeated<'_>).collect();
    effort.least_of(&mut calls)
}
