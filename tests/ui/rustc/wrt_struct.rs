//! A struct in `wrt`: structs have no gradient yet.
use autodiff::grad;

struct Point {
    x: f64,
}

#[grad(wrt(p))]
fn f(p: Point) -> f64 {
    p.x * p.x
}

fn main() {
    let _ = f(Point { x: 2.0 });
}
