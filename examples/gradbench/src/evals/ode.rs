//! A system of differential equations, integrated by steps of Runge-Kutta.

use serde_json::Value;

use super::Functions;
use crate::input::Input;
use crate::primals;
use crate::runs::Runs;

pub(super) const FUNCTIONS: Functions = &[("primal", primal), ("gradient", gradient)];

fn read(input: Input<'_>) -> Result<(Vec<f64>, usize), String> {
    let x = input.part("x")?.vector()?;
    if x.is_empty() { Err("`x` is empty".to_owned()) } else { Ok((x, input.part("s")?.natural()?)) }
}

fn primal(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    let y = runs.time(&read(input)?, |(x, steps)| {
        let mut y = vec![0.0; x.len()];
        primals::integrate(x, *steps, &mut y);
        y
    });
    Ok(y.into())
}

fn gradient(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    Ok(runs.time(&read(input)?, |(x, steps)| primals::runge_kutta_grad(x, *steps)).into())
}
