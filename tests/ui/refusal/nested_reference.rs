//! A reference to floats inside a parameter's type is refused at that type, and nothing else is said of the function.
use autodiff::grad;

#[grad]
fn f(xs: [&f64; 2]) -> f64 {
    *xs[0] * *xs[1]
}

#[grad]
fn g(x: f64, y: (&mut f64, i32)) {
    println!("{}", x * *y.0);
}

fn main() {
    let _ = f([&1.0, &2.0]);
    g(1.0, (&mut 2.0, 3));
}
