//! The square of a number.

use serde_json::Value;

use super::Functions;
use crate::input::Input;
use crate::primals;
use crate::runs::Runs;

pub(super) const FUNCTIONS: Functions = &[("square", square), ("double", double)];

fn square(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    let x = input.number()?;
    Ok(runs.time(&x, |x| primals::square(*x)).into())
}

fn double(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    let x = input.number()?;
    Ok(runs.time(&x, |x| primals::square_grad(*x)).into())
}
