//! A product with a Hessian has a derivative where its function has `third`, a gradient then has two. Each is one error at
//! the call, as is a gradient that can have no derivative.
use autodiff::grad;

#[grad(jvp, hvp)]
fn energy(x: f64) -> f64 {
    x * x * x
}

#[grad]
fn of_product(x: f64) -> f64 {
    let (slope, bend) = energy_hvp(x, 1.0);
    slope * bend
}

#[grad(hessian)]
fn of_gradient(x: f64) -> f64 {
    energy_grad(x) * x
}

#[grad(hvp)]
fn of_tangent(x: f64) -> f64 {
    energy_jvp(x, x).1
}

#[grad(hvp)]
fn counting(x: f64, sum: &mut f64) -> f64 {
    *sum += x;
    x * x
}

#[grad]
fn of_counting(x: f64) -> f64 {
    let mut sum = 0.0;
    let (slope, _) = counting_grad(x, &mut sum);
    slope * sum
}

#[grad]
fn plain(x: f64) -> f64 {
    x * x
}

#[grad(third)]
fn of_plain(x: f64) -> f64 {
    plain(x)
}

struct Context<'a>(&'a [f64]);

#[grad(hvp)]
fn within(x: f64, context: &Context<'_>) -> f64 {
    x * x * context.0[0]
}

#[grad]
fn of_within(x: f64) -> f64 {
    let numbers = [1.0, 2.0];
    within_grad(x, &Context(&numbers))
}

fn main() {
    let _ = (of_product_grad(1.0), of_gradient_hessian(1.0), of_tangent_hvp(1.0, 1.0));
    let _ = (of_counting_grad(1.0), of_within_grad(1.0), of_plain_grad(1.0));
}
