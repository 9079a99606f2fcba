//! The least-squares fit of a polynomial to a step.

use serde_json::Value;

use super::Functions;
use crate::input::Input;
use crate::primals;
use crate::runs::Runs;

pub(super) const FUNCTIONS: Functions = &[("primal", primal), ("gradient", gradient)];

fn read(input: Input<'_>) -> Result<(Vec<f64>, usize), String> {
    Ok((input.part("x")?.vector()?, input.part("n")?.natural()?))
}

fn primal(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    Ok(runs.time(&read(input)?, |(x, n)| primals::least_squares(x, *n)).into())
}

fn gradient(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    Ok(runs.time(&read(input)?, |(x, n)| primals::least_squares_grad(x, *n)).into())
}
