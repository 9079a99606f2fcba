//! The loss of a character model.

use serde_json::Value;

use super::Functions;
use crate::input::{Input, Matrix};
use crate::primals;
use crate::runs::Runs;

pub(super) const FUNCTIONS: Functions = &[("objective", objective), ("jacobian", jacobian)];

struct Model {
    main: Vec<f64>,
    extra: Vec<f64>,
    state: Vec<f64>,
    sequence: Vec<f64>,
}

impl Model {
    fn read(input: Input<'_>) -> Result<Self, String> {
        let Matrix { rows: characters, columns: width, numbers: sequence } =
            input.part("sequence")?.matrix()?;
        let state = input.part("state")?.matrix()?;
        if characters < 2 || width == 0 || state.rows % 2 != 0 {
            return Err("a model has two characters, and two rows of state for each layer".to_owned());
        }
        Ok(Self {
            main: input.part("main_params")?.matrix_of(state.rows, 4 * width)?,
            extra: input.part("extra_params")?.matrix_of(3, width)?,
            state: input.part("state")?.matrix_of(state.rows, width)?,
            sequence,
        })
    }
}

fn objective(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    let loss = |m: &Model| primals::lstm_loss(&m.main, &m.extra, &m.state, &m.sequence);
    Ok(runs.time(&Model::read(input)?, loss).into())
}

fn jacobian(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    let gradient = |m: &Model| primals::lstm_loss_grad(&m.main, &m.extra, &m.state, &m.sequence);
    let (main, extra) = runs.time(&Model::read(input)?, gradient);
    Ok([main, extra].concat().into())
}
