//! A differentiated value handed to a function that has no name is refused at what stands for the function.
use autodiff::grad;

struct Layer {
    activation: fn(f64) -> f64,
}

#[grad]
fn f(x: f64, layer: &Layer, table: &[fn(f64) -> f64]) -> f64 {
    (layer.activation)(x) + table[0](x) + (|y: f64| y * y)(x)
}

fn main() {
    let _ = f_grad(2.0, &Layer { activation: f64::sin }, &[f64::cos]);
}
