//! The cost of a clustering, and the direction of Newton's method towards a better one.

use serde_json::{Value, json};

use super::Functions;
use crate::input::{Input, Matrix, rows};
use crate::primals;
use crate::runs::Runs;

pub(super) const FUNCTIONS: Functions = &[("cost", cost), ("dir", direction)];

fn clustering(input: Input<'_>) -> Result<(Matrix, Matrix), String> {
    let points = input.part("points")?.matrix()?;
    let centroids = input.part("centroids")?.matrix()?;
    if points.columns == 0 || centroids.columns != points.columns {
        return Err("`points` and `centroids` have rows of one length, which is not zero".to_owned());
    }
    Ok((points, centroids))
}

fn cost(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    let (points, centroids) = clustering(input)?;
    let (d, inputs) = (points.columns, (points.numbers, centroids.numbers));
    Ok(runs.time(&inputs, |(points, centroids)| primals::kmeans_cost(points, centroids, d)).into())
}

/// The gradient divided by the diagonal of the Hessian. There is nothing beside the diagonal, so that the product with the
/// vector of ones is the diagonal itself.
fn direction(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    let (points, centroids) = clustering(input)?;
    let (d, k) = (points.columns, centroids.rows);
    let inputs = (points.numbers, centroids.numbers);
    let direction = runs.time(&inputs, |(points, centroids)| {
        let ones = vec![1.0; centroids.len()];
        let (mut gradient, diagonal) = primals::kmeans_cost_hvp(points, centroids, d, &ones);
        for (slope, bend) in gradient.iter_mut().zip(&diagonal) {
            *slope /= bend;
        }
        gradient
    });
    Ok(json!(rows(&direction, k)))
}
