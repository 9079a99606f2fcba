use autodiff::grad;

#[grad]
fn f(x: f64, n: usize) -> f64 {
    x * n
}

fn main() {
    let _ = f(1.0, 2);
}
