//! What a gradient costs beside its function: time and memory, for each eval.

use std::fmt::Write as _;

use allocation_counter::measure;

use crate::clock::Effort;
use crate::evals::{self, Eval};
use crate::report::Table;
use crate::units;

/// The table, or the rows whose names begin like one of these.
pub(crate) fn table(effort: Effort, names: &[&str]) -> Result<Table, String> {
    let mut text = String::from(
        "| eval | function | gradient | ratio | bytes, function | bytes, gradient | allocations, gradient |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
    );
    for mut eval in evals::all() {
        let slow = effort.is_quick() && eval.slow;
        if slow || !names.is_empty() && !names.iter().any(|name| eval.name.starts_with(name)) {
            continue;
        }
        let [function, gradient] = times(effort, &mut eval)?;
        let own = measure(|| {
            (eval.function)(1);
        });
        let all = measure(|| {
            (eval.gradient)(1);
        });
        let (name, ratio) = (eval.name, gradient / function);
        let (function, gradient) = (units::time(function), units::time(gradient));
        let (own, bytes, count) = (own.bytes_total, all.bytes_total, all.count_total);
        writeln!(text, "| {name} | {function} | {gradient} | {ratio:.2} | {own} | {bytes} | {count} |")
            .expect("a string takes it");
    }
    Ok(Table::said(text))
}

/// Seconds for one call of the function, and one of the gradient.
fn times(effort: Effort, eval: &mut Eval) -> Result<[f64; 2], String> {
    let (value, beside) = ((eval.function)(1), (eval.gradient)(1));
    if !beside.is_nan() && value.to_bits() != beside.to_bits() {
        return Err(format!("{}: the value beside the gradient is {beside}, not {value}", eval.name));
    }
    let Eval { function, gradient, .. } = eval;
    Ok(effort.least([
        &mut |rounds| {
            function(rounds);
        },
        &mut |rounds| {
            gradient(rounds);
        },
    ]))
}
