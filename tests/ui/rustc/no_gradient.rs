//! A function whose result is not one float has no gradient and no Hessian; an error at the call says so, and what there is.
use autodiff::grad;

#[grad]
fn both(x: f64) -> [f64; 2] {
    [x, x * x]
}

mod elsewhere {
    #[autodiff::grad(hvp)]
    pub fn double(x: &mut [f64], y: f64) {
        x[0] *= y;
    }
}

fn main() {
    let gradient = both_grad(1.0);
    let (value, slope): ([f64; 2], f64) = both_value_and_grad(1.0);
    elsewhere::double_grad(&mut [1.0], 2.0);
    let _ = elsewhere::double_hvp(&mut [1.0], 2.0, &mut [1.0], 0.5);
}
