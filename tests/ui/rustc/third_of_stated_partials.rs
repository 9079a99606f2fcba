//! The third derivative of a function whose derivative is stated: the errors say that there is none, and name no option.
use autodiff::grad;

#[grad(jvp)]
fn partials(x: f64) -> (f64, f64) {
    (x.exp(), x.exp())
}

#[grad(partials = partials, jvp, hvp)]
fn stated(x: f64) -> f64 {
    x.exp()
}

#[grad(hvp)]
fn of_gradient(x: f64) -> f64 {
    stated_grad(x)
}

#[grad]
fn of_product(x: f64) -> f64 {
    stated_hvp(x, 1.0).1
}

#[grad(third)]
fn around(x: f64) -> f64 {
    stated(x)
}

fn main() {
    let _ = (of_gradient_hvp(1.0, 1.0), of_product_grad(1.0), around_hvp(1.0, 1.0));
}
