//! The logarithm of a sum of exponentials.

use serde_json::Value;

use super::Functions;
use crate::input::Input;
use crate::primals;
use crate::runs::Runs;

pub(super) const FUNCTIONS: Functions = &[("primal", primal), ("gradient", gradient)];

fn read(input: Input<'_>) -> Result<Vec<f64>, String> {
    let x = input.part("x")?.vector()?;
    if x.is_empty() { Err("`x` is empty".to_owned()) } else { Ok(x) }
}

fn primal(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    Ok(runs.time(&read(input)?, |x| primals::log_sum_exp(x)).into())
}

fn gradient(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    Ok(runs.time(&read(input)?, |x| primals::log_sum_exp_grad(x)).into())
}
