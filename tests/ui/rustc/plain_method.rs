//! A method without `#[grad]` that is handed a differentiated value.
use autodiff::grad;

struct Model {
    rate: f64,
}

impl Model {
    fn at(&self, x: f64) -> f64 {
        self.rate * x
    }
}

#[grad]
fn f(x: f64, model: &Model) -> f64 {
    model.at(x) + 1.0
}

#[grad]
fn g(x: f64) -> f64 {
    let mut values = Vec::new();
    values.resize(2, x);
    values[0]
}

fn main() {
    let _ = f_grad(2.0, &Model { rate: 1.0 }) + g_grad(2.0);
}
