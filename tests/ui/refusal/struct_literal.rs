//! A struct with a differentiated field is refused at the literal.
use autodiff::grad;

struct Point {
    x: f64,
    y: f64,
}

#[grad]
fn f(x: f64) -> f64 {
    let p = Point { x, y: 2.0 };
    p.x * p.y
}

fn main() {
    let _ = f_grad(2.0);
}
