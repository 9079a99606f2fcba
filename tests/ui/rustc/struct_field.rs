//! A differentiated value stored in a field of a struct: structs carry no derivatives yet.
use autodiff::grad;

struct Point {
    x: f64,
    y: f64,
}

#[grad]
fn f(x: f64) -> f64 {
    let mut p = Point { x: 1.0, y: 2.0 };
    p.x = x;
    p.x * p.y
}

fn main() {
    let _ = f_grad(2.0);
}
