//! For second derivatives a lifetime is written where a type has one: rustc says so at the type.
use autodiff::grad;

struct Context<'a>(&'a [f64]);

#[grad(hvp)]
fn within(x: f64, context: &Context) -> f64 {
    x * x * context.0[0]
}

fn main() {
    let _ = within_hvp(1.0, &Context(&[1.0]), 1.0);
}
