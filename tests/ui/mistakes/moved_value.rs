//! Use of a moved value that carries no derivative.
use autodiff::grad;

fn consume(name: String) -> usize {
    name.len()
}

#[grad]
fn f(x: f64, name: String) -> f64 {
    let n = consume(name);
    let m = consume(name);
    x * (n + m) as f64
}

fn main() {
    f(1.0, String::new());
}
