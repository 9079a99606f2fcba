//! The cost of a clustering. `dir` is missing: it needs second derivatives.

use serde_json::Value;

use super::Functions;
use crate::input::Input;
use crate::primals;
use crate::runs::Runs;

pub(super) const FUNCTIONS: Functions = &[("cost", cost)];

fn cost(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    let points = input.part("points")?.matrix()?;
    let centroids = input.part("centroids")?.matrix()?;
    let d = points.columns;
    if d == 0 || centroids.columns != d {
        return Err("`points` and `centroids` have rows of one length, which is not zero".to_owned());
    }
    let inputs = (points.numbers, centroids.numbers);
    Ok(runs.time(&inputs, |(points, centroids)| primals::kmeans_cost(points, centroids, d)).into())
}
