//! The determinant of a matrix.

use serde_json::Value;

use super::Functions;
use crate::input::Input;
use crate::primals;
use crate::runs::Runs;

pub(super) const FUNCTIONS: Functions = &[("primal", primal), ("gradient", gradient)];

fn read(input: Input<'_>) -> Result<(Vec<f64>, usize), String> {
    let size = input.part("ell")?.natural()?;
    let entries =
        size.checked_mul(size).filter(|entries| *entries > 0).ok_or("`ell` is no size of a matrix")?;
    Ok((input.part("A")?.vector_of(entries)?, size))
}

fn primal(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    Ok(runs.time(&read(input)?, |(a, size)| primals::determinant(a, *size)).into())
}

fn gradient(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    Ok(runs.time(&read(input)?, |(a, size)| primals::determinant_grad(a, *size)).into())
}
